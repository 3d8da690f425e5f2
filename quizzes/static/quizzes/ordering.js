// Lines to put in order: buttons and dragging on top of the number lists, which stay what is sent.

const list = (root) => [...root.querySelectorAll(":scope > .q-order__row")];
const select = (row) => row.querySelector("select");

function sorted(root) {
  const rows = list(root);
  const places = rows.map((row) => Number(select(row).value));
  const isOrder = places.every((place) => place > 0) && new Set(places).size === rows.length;
  return isOrder ? [...rows].sort((a, b) => Number(select(a).value) - Number(select(b).value)) : null;
}

class Order {
  constructor(root) {
    this.root = root;
    this.said = root.parentElement.querySelector("[data-order-said]");
    for (const row of list(root)) this.equip(row);
    root.classList.add("q-order--live");
    const hint = Object.assign(document.createElement("p"), { className: "q-help", textContent: root.dataset.dragText });
    root.before(hint);
    this.keep = root.closest("[data-decision]") ? null : this.keepButton();
    this.arrange();
    // A draft of this device is filled into the lists after this script has run.
    root.addEventListener("change", () => this.isOwn || this.arrange());
    // A decision or a check is of what is seen, moved or not.
    root.closest("form")?.addEventListener("submit", (event) => {
      if (["decide", "check"].includes(event.submitter?.name) && !this.isGiven()) this.number();
    });
  }

  // Lines that have not been moved are no answer yet; whoever finds them right as they stand says so.
  keepButton() {
    const { keepText, keptText } = this.root.dataset;
    const classes = "govuk-button govuk-button--secondary q-keep";
    const button = Object.assign(document.createElement("button"), { type: "button", className: classes, textContent: keepText });
    button.addEventListener("click", () => {
      this.give(list(this.root)[0]);
      this.said.textContent = keptText;
      this.root.querySelector("button:not([disabled])").focus();
    });
    this.root.after(button);
    return button;
  }

  isGiven() {
    return sorted(this.root) !== null;
  }

  arrange() {
    const rows = sorted(this.root);
    if (rows) this.root.append(...rows);
    this.mark();
  }

  equip(row) {
    const field = select(row);
    field.hidden = true;
    row.querySelector("label").hidden = true;
    // The error summary leads to the first field: to the line, where the field is not to be seen.
    row.id = field.id;
    row.tabIndex = -1;
    field.removeAttribute("id");
    const box = row.querySelector(".q-order__place");
    for (const [step, text, sign] of [[-1, this.root.dataset.upText, "↑"], [1, this.root.dataset.downText, "↓"]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "q-order__move", textContent: sign });
      button.dataset.step = step;
      const name = row.querySelector(".q-order__text").textContent.trim();
      button.setAttribute("aria-label", `${text}: ${name}`);
      button.addEventListener("click", () => this.move(row, step, button));
      box.append(button);
    }
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      this.dragged = row;
      row.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    // Wherever the line is let go, it stays where it is seen.
    row.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      this.dragged = null;
      this.tell(row);
    });
    row.addEventListener("dragover", (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      if (this.dragged === row) return;
      const frame = row.getBoundingClientRect();
      if (event.clientY < frame.top + frame.height / 2) row.before(this.dragged);
      else row.after(this.dragged);
    });
    row.addEventListener("drop", (event) => event.preventDefault());
  }

  move(row, step, button) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    this.tell(row);
    const next = button.disabled ? row.querySelector("button:not([disabled])") : button;
    next?.focus();
  }

  number() {
    list(this.root).forEach((one, place) => (select(one).value = String(place + 1)));
  }

  give(row) {
    this.isOwn = true;
    this.number();
    select(row).dispatchEvent(new Event("change", { bubbles: true }));
    this.isOwn = false;
    this.mark();
  }

  tell(row) {
    this.give(row);
    const name = row.querySelector(".q-order__text").textContent.trim();
    this.said.textContent = `${name}: ${this.root.dataset.movedText} ${list(this.root).indexOf(row) + 1}`;
  }

  mark() {
    if (this.keep) this.keep.hidden = this.isGiven();
    const rows = list(this.root);
    rows.forEach((row, place) => {
      row.querySelector("[data-step='-1']").disabled = place === 0;
      row.querySelector("[data-step='1']").disabled = place === rows.length - 1;
    });
  }
}

for (const root of document.querySelectorAll("[data-order]")) new Order(root);
