// Comfort on the pages of an attempt: saves answers in the background, counts the minutes. Without it every answer is
// saved by the button, and the server ends the attempt in time all the same.

const RETRY_MS = 5000;
const WAIT_MS = 600;
const ANNOUNCED_MINUTES = new Set([10, 5, 1]);

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function watchAnswers(form, status) {
  let timer = 0;
  let isSaving = false;
  let isDirty = false;

  function show(text, kind) {
    status.replaceChildren();
    const line = document.createElement("span");
    line.className = `o-saved o-saved--${kind}`;
    line.textContent = text;
    status.append(line);
  }

  async function save() {
    if (isSaving) return;
    isSaving = true;
    isDirty = false;
    const data = new FormData(form);
    data.set("key", newKey());
    try {
      const reply = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const answer = await reply.json();
      show(answer.saved || answer.error, reply.ok ? "ok" : "off");
    } catch {
      show(form.dataset.lostText, "off");
      isDirty = true;
    }
    isSaving = false;
    if (isDirty) plan(RETRY_MS);
  }

  function plan(delay) {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  form.addEventListener("input", () => plan(WAIT_MS));
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => isDirty && plan(0));
}

function announce(status, text) {
  status.querySelector(".govuk-visually-hidden")?.remove();
  const line = document.createElement("span");
  line.className = "govuk-visually-hidden";
  line.textContent = text;
  status.append(line);
}

function watchClock(clock, status, words) {
  // The server's clock decides; the difference to ours is measured once, when the page arrives.
  const drift = Date.now() - Date.parse(clock.dataset.now);
  const deadline = Date.parse(clock.dataset.deadline) + drift;
  const figure = clock.querySelector("b");
  let shown = Number(figure.textContent);

  function tick() {
    const left = Math.ceil((deadline - Date.now()) / 60000);
    if (left <= 0) {
      location.reload();
      return;
    }
    if (left !== shown) {
      shown = left;
      figure.textContent = String(left);
      if (status && ANNOUNCED_MINUTES.has(left)) announce(status, `${words} ${left}`);
    }
    setTimeout(tick, Math.min(10000, Math.max(250, deadline - Date.now())));
  }
  tick();
}

const form = document.querySelector("[data-attempt]");
const status = document.querySelector("[data-saved]");
const clock = document.querySelector("[data-deadline]");
if (form && status) watchAnswers(form, status);
if (clock) watchClock(clock, status, form?.dataset.leftText ?? "");
