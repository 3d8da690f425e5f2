// Counts words while a person writes; says it aloud only when they pause.

const PAUSE_MS = 2500;

for (const line of document.querySelectorAll("[data-words-text]")) {
  const field = document.getElementById(line.dataset.words);
  const words = line.textContent;
  const rest = words.includes("(") ? ` ${words.slice(words.indexOf("("))}` : "";
  const said = Object.assign(document.createElement("span"), { className: "govuk-visually-hidden" });
  said.setAttribute("aria-live", "polite");
  line.after(said);
  let timer = 0;
  field.addEventListener("input", () => {
    const count = field.value.split(/\s+/u).filter(Boolean).length;
    line.textContent = `${line.dataset.wordsText} ${count}${rest}`;
    clearTimeout(timer);
    timer = setTimeout(() => (said.textContent = line.textContent), PAUSE_MS);
  });
}
