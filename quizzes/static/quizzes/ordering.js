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
    const hint = document.createElement("p");
    hint.className = "o-small o-muted";
    hint.textContent = root.dataset.dragText;
    root.before(hint);
    this.arrange();
    // A draft of this device is filled into the lists after this script has run.
    root.addEventListener("change", () => this.isOwn || this.arrange());
  }

  arrange() {
    const rows = sorted(this.root);
    if (rows) this.root.append(...rows);
    this.mark();
  }

  equip(row) {
    select(row).hidden = true;
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
    row.addEventListener("dragend", () => row.classList.remove("is-dragged"));
    row.addEventListener("dragover", (event) => {
      if (!this.dragged || this.dragged === row) return;
      event.preventDefault();
      const box2 = row.getBoundingClientRect();
      if (event.clientY < box2.top + box2.height / 2) row.before(this.dragged);
      else row.after(this.dragged);
    });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      this.tell(this.dragged);
      this.dragged = null;
    });
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

  tell(row) {
    this.isOwn = true;
    list(this.root).forEach((one, place) => (select(one).value = String(place + 1)));
    select(row).dispatchEvent(new Event("change", { bubbles: true }));
    this.isOwn = false;
    this.mark();
    const name = row.querySelector(".q-order__text").textContent.trim();
    this.said.textContent = `${name}: ${this.root.dataset.movedText} ${list(this.root).indexOf(row) + 1}`;
  }

  mark() {
    const rows = list(this.root);
    rows.forEach((row, place) => {
      row.querySelector("[data-step='-1']").disabled = place === 0;
      row.querySelector("[data-step='1']").disabled = place === rows.length - 1;
    });
  }
}

for (const root of document.querySelectorAll("[data-order]")) new Order(root);
