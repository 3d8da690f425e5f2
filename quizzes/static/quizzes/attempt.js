// Comfort on the pages of an attempt: answers are saved in the background and kept on this device until the server has them.
// Without it every answer is saved by the button. The time is counted in clock.js.

const PREFIX = "opora-attempt:";
const KEPT_MS = 14 * 24 * 3600 * 1000;
const CHOICE_MS = 500;
const TYPING_MS = 1500;
const REPLY_MS = 15000;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60000;
const PATIENT_PRESSES = 3;

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- what is not sent yet: kept by person and attempt, so that a reload, a crash or another sign-in loses and leaks nothing ---

class Unsent {
  constructor(attempt, person) {
    this.name = `${PREFIX}${person}:${attempt}`;
    this.memory = {};
  }

  all() {
    if (this.isBlocked) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.name)) || {};
    } catch {
      return this.memory;
    }
  }

  list() {
    return Object.values(this.all()).sort((one, other) => one.at - other.at);
  }

  put(entry) {
    this.write({ ...this.all(), [`${entry.position}:${entry.client}`]: entry });
  }

  drop(entry) {
    const left = this.all();
    const place = `${entry.position}:${entry.client}`;
    if (left[place]?.key !== entry.key) return;
    delete left[place];
    this.write(left);
  }

  write(entries) {
    this.memory = entries;
    try {
      if (Object.keys(entries).length) localStorage.setItem(this.name, JSON.stringify(entries));
      else localStorage.removeItem(this.name);
    } catch {
      this.isBlocked = true; // a full or forbidden store: the answer lives as long as this page does
    }
  }

  static forgetOld() {
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        const entries = Object.values(JSON.parse(localStorage.getItem(name)) || {});
        if (entries.every((entry) => Date.now() - entry.at > KEPT_MS)) localStorage.removeItem(name);
      }
    } catch {
      // Nothing to forget.
    }
  }
}

// --- sending ---

async function post(entry, token, go) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  const said = { key: entry.key, client: entry.client, count: entry.count, base: entry.base, go, csrfmiddlewaretoken: token };
  for (const [name, value] of Object.entries(said)) body.set(name, value);
  const signal = AbortSignal.timeout?.(REPLY_MS);
  return fetch(entry.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", signal });
}

async function freshToken() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  return page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

class Sender {
  constructor(form, unsent, status) {
    this.form = form;
    this.unsent = unsent;
    this.status = status;
    this.client = newKey();
    this.count = 0;
    this.base = Number(form.querySelector("[name=base]").value);
    this.position = form.action.match(/(\d+)\/$/)[1];
    this.retry = FIRST_RETRY_MS;
    this.isLeaving = false;
    this.wasOff = false;
    this.turn = Promise.resolve();
    this.shown = this.snapshot();
  }

  fields() {
    const left = new Set(["csrfmiddlewaretoken", "key", "base"]);
    return [...new FormData(this.form)].filter(([name, value]) => !left.has(name) && typeof value === "string");
  }

  snapshot() {
    return JSON.stringify(this.fields());
  }

  token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]");
  }

  keep(base = this.base) {
    this.count += 1;
    const { client, count, position } = this;
    const entry = { url: this.form.action, position, fields: this.fields(), key: newKey(), client, count, base, at: Date.now() };
    this.unsent.put(entry);
    this.shown = this.snapshot();
    return entry;
  }

  // One request at a time, in the order of the answers; returns where to go next, or null.
  flush(go = "") {
    clearTimeout(this.timer);
    this.turn = this.turn.then(() => this.sendAll(go)).catch(() => this.off());
    return this.turn;
  }

  async sendAll(go) {
    let next = null;
    for (const entry of this.unsent.list()) {
      const isOwn = entry.position === this.position && entry.client === this.client;
      const outcome = await this.send(entry, isOwn ? go : "");
      if (outcome === "stop") return null;
      if (isOwn) next = outcome;
    }
    if (this.wasOff) this.status.show(this.form.dataset.backText, "ok");
    this.wasOff = false;
    this.retry = FIRST_RETRY_MS;
    return next;
  }

  async send(entry, go) {
    let reply = await post(entry, this.token().value, go);
    if (reply.status === 403) {
      // Signed in again in another tab: the form's token is of the session before.
      this.token().value = await freshToken();
      reply = await post(entry, this.token().value, go);
    }
    if (reply.status >= 500 || reply.status === 403 || reply.status === 429) throw new Error(reply.statusText);
    const answer = reply.status === 404 ? {} : await reply.json();
    document.dispatchEvent(new CustomEvent("attempt:left", { detail: answer.left ?? null }));
    return this.take(entry, reply, answer, go);
  }

  take(entry, reply, answer, go) {
    if (answer.sign_in) {
      this.status.link(answer.error, `${answer.sign_in}?next=${encodeURIComponent(location.pathname)}`, this.form.dataset.signInText);
      return "stop";
    }
    if (answer.conflict) {
      if (entry.position === this.position) showConflict(this, entry, answer);
      else this.status.link(answer.error, entry.url, `№ ${entry.position}`);
      return "stop";
    }
    this.unsent.drop(entry);
    if (answer.over || answer.paused) {
      this.isLeaving = true;
      location.assign(answer.over || location.href);
      return "stop";
    }
    if (!reply.ok) {
      this.status.show(answer.error || this.form.dataset.hereText, "off");
      return go ? "" : "stop"; // on the way to another question the page itself says what is wrong
    }
    if (entry.position === this.position) this.base = Math.max(this.base, answer.base);
    this.status.show(answer.saved, "ok");
    return answer.next ?? "";
  }

  off() {
    this.wasOff = true;
    this.status.show(navigator.onLine ? this.form.dataset.hereText : this.form.dataset.offlineText, "off");
    this.timer = setTimeout(() => this.flush(), this.retry * (0.75 + Math.random() / 2));
    this.retry = Math.min(LAST_RETRY_MS, this.retry * 2);
    return null;
  }
}

class Status {
  constructor(region) {
    this.region = region;
  }

  // The same words again are not said again: a screen reader stays quiet while a person types.
  show(text, kind) {
    const line = document.createElement("span");
    line.className = `o-saved o-saved--${kind}`;
    line.textContent = text;
    if (this.region.textContent.trim() !== text || kind === "off") this.region.replaceChildren(line);
  }

  link(text, address, words) {
    this.show(`${text} `, "off");
    const way = document.createElement("a");
    way.href = address;
    way.textContent = words;
    way.dataset.sure = "";
    this.region.append(way);
  }
}

// --- two answers: the person chooses ---

function showConflict(sender, entry, answer) {
  const { form } = sender;
  const { conflict } = answer;
  const box = document.querySelector("[data-conflict]");
  const part = (tag, text, name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });
  const button = (text, name, act) => {
    const one = Object.assign(part("button", text, name), { type: "button" });
    one.addEventListener("click", act);
    return one;
  };
  const title = Object.assign(part("h2", form.dataset.conflictTitle), { tabIndex: -1 });
  const there = button(form.dataset.thereText, "govuk-button govuk-button--secondary", () => {
    sender.unsent.drop(entry);
    sender.isLeaving = true;
    location.reload();
  });
  const mine = button(form.dataset.mineText, "govuk-button", () => {
    sender.unsent.drop(entry);
    sender.base = conflict.base;
    sender.keep();
    box.hidden = true;
    box.replaceChildren();
    sender.flush();
  });
  const answers = part("div", "", "o-two");
  answers.append(part("blockquote", `${conflict.at}: ${conflict.there}`), there, part("blockquote", conflict.here), mine);
  box.replaceChildren(title, part("p", answer.error), answers);
  box.className = "o-note--care o-choice";
  box.hidden = false;
  title.focus();
}

// --- the form ---

function fillIn(form, fields) {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function watchAnswers(form, region) {
  const unsent = new Unsent(form.dataset.attempt, form.dataset.person);
  const sender = new Sender(form, unsent, new Status(region));
  let timer = 0;
  let presses = 0;

  function changed(delay) {
    if (sender.snapshot() === sender.shown) return;
    clearTimeout(timer);
    // Kept at once, sent a moment later: a battery that dies now loses nothing.
    sender.keep();
    timer = setTimeout(() => sender.flush(), delay);
  }

  async function leave(event) {
    const { submitter } = event;
    clearTimeout(timer);
    if (!submitter?.dataset.go) {
      if (!navigator.onLine) return; // the portal's script holds the form back and says that nothing was sent
      // A check or a decision: the form carries the answer itself, and knows the newest one that was saved from here.
      for (const entry of unsent.list()) if (entry.position === sender.position) unsent.drop(entry);
      form.querySelector("[name=base]").value = sender.base;
      sender.isLeaving = true;
      return;
    }
    event.preventDefault();
    sender.keep();
    const next = await sender.flush(submitter.dataset.go);
    if (next === null) {
      if (!sender.wasOff) return;
      sender.status.show(`${region.textContent.trim()}. ${form.dataset.waitText}`, "off");
      presses += 1;
      // Something other than the network: the plain form may do what the script cannot.
      if (presses < PATIENT_PRESSES || !navigator.onLine) return;
    }
    sender.isLeaving = true;
    if (next) location.assign(next);
    else HTMLFormElement.prototype.submit.call(form);
  }

  const left = unsent.list().filter((entry) => entry.position === sender.position).pop();
  if (left) fillIn(form, left.fields);
  sender.shown = sender.snapshot();
  // Firefox would give a reloaded page the hidden values that a script has set before: they belong to an older answer.
  for (const field of form.querySelectorAll("[type=hidden]")) field.autocomplete = "off";
  form.addEventListener("input", (event) => changed(event.target.matches("textarea, [type=text]") ? TYPING_MS : CHOICE_MS));
  form.addEventListener("change", () => changed(CHOICE_MS));
  form.addEventListener("submit", leave);
  addEventListener("online", () => unsent.list().length && sender.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && unsent.list().length) sender.flush();
  });
  addEventListener("beforeunload", (event) => {
    if (!sender.isLeaving && unsent.list().length) event.preventDefault();
  });
  // A page brought back as it was left: its answers may be older than the server's.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-sure]")) sender.isLeaving = true;
  });
  if (unsent.list().length) sender.flush();
  return sender;
}

// --- the review: nothing is handed in while an answer is still here ---

function watchSubmit(form) {
  const unsent = new Unsent(form.dataset.submit, form.dataset.person);
  const note = form.querySelector("[data-unsent]");
  form.addEventListener("submit", (event) => {
    const waiting = unsent.list();
    if (!waiting.length) return;
    event.preventDefault();
    const places = [...new Set(waiting.map((entry) => entry.position))].join(", ");
    note.textContent = `${form.dataset.unsentText} ${places}. ${form.dataset.sendingText}`;
    note.hidden = false;
    send();
  });

  async function send() {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const entry of unsent.list()) {
      const reply = await post(entry, token, "").catch(() => null);
      if (reply?.ok || reply?.status === 404 || reply?.status === 422) unsent.drop(entry);
      else if (reply?.status === 409) return location.assign(entry.url);
    }
    note.hidden = !unsent.list().length;
    return undefined;
  }

  if (unsent.list().length) send();
}

Unsent.forgetOld();
const form = document.querySelector("[data-attempt]");
const region = document.querySelector("[data-saved]");
const sender = form && region ? watchAnswers(form, region) : null;
if (sender) {
  // clock.js says when the time is nearly over, and when it is.
  document.addEventListener("attempt:ending", () => {
    if (sender.snapshot() !== sender.shown) sender.keep();
    if (sender.unsent.list().length) sender.flush();
  });
  document.addEventListener("attempt:over", () => {
    sender.isLeaving = true;
  });
}
const handIn = document.querySelector("[data-submit]");
if (handIn) watchSubmit(handIn);
const finished = document.querySelector("[data-finished]");
if (finished) new Unsent(finished.dataset.finished, finished.dataset.person).write({});
