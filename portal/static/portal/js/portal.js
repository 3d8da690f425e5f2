// Comfort only: every page is complete without this file. One module, so that one request brings it.

// Explanations of terms: CSS shows them on hover and focus. Here Escape puts one away, and the first tap on a touch
// screen opens it instead of following the link; the second tap follows.

function dismissTips(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideAll(root);
  });
  for (const word of root.querySelectorAll(".o-gloss")) {
    word.addEventListener("pointerleave", () => word.classList.remove("is-hidden"));
    word.addEventListener("focusout", () => word.classList.remove("is-hidden"));
  }
  if (!window.matchMedia("(hover: none)").matches) return;
  root.addEventListener("click", (event) => openOnFirstTap(root, event));
}

function hideAll(root) {
  for (const word of root.querySelectorAll(".o-gloss:is(:hover, :focus-within, .is-open)")) {
    word.classList.remove("is-open");
    word.classList.add("is-hidden");
  }
}

function openOnFirstTap(root, event) {
  const word = event.target.closest(".o-gloss");
  for (const other of root.querySelectorAll(".o-gloss.is-open")) {
    if (other !== word) other.classList.remove("is-open");
  }
  if (!word || word.classList.contains("is-open")) return;
  word.classList.add("is-open");
  event.preventDefault();
}

// Forms: the error summary takes the focus, a second press of «send» within a moment does nothing, and without a connection the
// form stays as it is: the browser's page of errors would take its place, and what was written would be gone.

const DOUBLE_PRESS_MS = 1500;

function guardForms(root) {
  const summary = root.querySelector(".govuk-error-summary");
  if (summary) {
    summary.setAttribute("tabindex", "-1");
    summary.focus();
  }
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (Date.now() - Number(form.dataset.sentAt || 0) < DOUBLE_PRESS_MS) event.preventDefault();
    else if (navigator.onLine) form.dataset.sentAt = String(Date.now());
    else {
      event.preventDefault();
      sayOffline(form, event.submitter);
    }
  });
}

function sayOffline(form, button) {
  document.querySelector(".o-offline")?.remove();
  const words = document.createElement("p");
  words.className = "govuk-error-message o-offline";
  words.setAttribute("role", "alert");
  const row = button?.parentElement;
  if (row && row !== form) row.after(words);
  else form.append(words);
  words.textContent = document.body.dataset.offlineText;
  addEventListener("online", () => words.remove(), { once: true });
}

// Signing out leaves no answers of a quiz on this device; what is not sent yet is not thrown away without a word.

const ANSWERS = "opora-attempt:";

function forgetAnswers(form) {
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(ANSWERS));
  form.addEventListener("submit", (event) => {
    if (names().length && !confirm(form.dataset.unsentText)) event.preventDefault();
    else for (const name of names()) localStorage.removeItem(name);
  });
}

dismissTips(document);
guardForms(document);
for (const form of document.querySelectorAll("form[data-sign-out]")) forgetAnswers(form);
