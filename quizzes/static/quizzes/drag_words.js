// Words for gaps: chips to drag, or a word and a gap to press, whichever first. The lists of the page stay what is sent.

class Words {
  constructor(root) {
    this.root = root;
    this.said = root.querySelector("[data-said]");
    this.taken = null;
    this.aim = null;
    this.gaps = [...root.querySelectorAll("select.q-gap")];
    this.bank = document.createElement("div");
    this.bank.className = "q-bank";
    this.bank.setAttribute("role", "group");
    this.bank.setAttribute("aria-label", root.dataset.bankText);
    const help = Object.assign(document.createElement("p"), { className: "q-help", textContent: root.dataset.helpText });
    root.querySelector(".q-gaps").before(help);
    root.querySelector(".q-gaps").after(this.bank);
    this.slots = this.gaps.map((gap) => this.slot(gap));
    root.addEventListener("change", () => this.isOwn || this.draw());
    this.draw();
  }

  slot(gap) {
    gap.hidden = true;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "q-slot", id: gap.id });
    gap.removeAttribute("id"); // the error summary leads to what is seen
    button.addEventListener("click", () => this.press(gap));
    button.addEventListener("dragover", (event) => this.fits(gap, this.taken) && event.preventDefault());
    button.addEventListener("drop", (event) => {
      event.preventDefault();
      if (this.taken !== null) this.put(gap, this.taken);
    });
    gap.after(button);
    return button;
  }

  options() {
    const found = new Map();
    for (const gap of this.gaps) {
      for (const one of gap.options) if (one.value) found.set(one.value, one);
    }
    return found;
  }

  fits(gap, value) {
    return value !== null && [...gap.options].some((one) => one.value === value);
  }

  press(gap) {
    if (this.taken !== null && this.fits(gap, this.taken)) this.put(gap, this.taken);
    else if (gap.value) this.clear(gap);
    else this.point(this.aim === gap ? null : gap);
  }

  // An empty gap was pressed first: the next word is for it.
  point(gap) {
    this.aim = gap;
    this.draw();
    if (gap) this.said.textContent = this.root.dataset.aimText;
  }

  put(gap, value) {
    const word = this.options().get(value);
    this.isOwn = true;
    if (!word.hasAttribute("data-unlimited")) {
      for (const other of this.gaps) if (other !== gap && other.value === value) other.value = "";
    }
    gap.value = value;
    this.taken = this.aim = null;
    gap.dispatchEvent(new Event("change", { bubbles: true }));
    this.isOwn = false;
    this.draw();
    this.slots[this.gaps.indexOf(gap)].focus();
    this.said.textContent = `${this.root.dataset.putText} ${word.textContent}. ${gap.getAttribute("aria-label")}`;
  }

  clear(gap) {
    const words = gap.selectedOptions[0].textContent;
    this.isOwn = true;
    gap.value = "";
    gap.dispatchEvent(new Event("change", { bubbles: true }));
    this.isOwn = false;
    this.draw();
    this.said.textContent = `${this.root.dataset.backText} ${words}`;
  }

  take(value) {
    if (this.aim && this.fits(this.aim, value)) {
      this.put(this.aim, value);
      return;
    }
    this.taken = this.taken === value ? null : value;
    this.draw();
    this.bank.querySelector(`[data-value="${value}"]`)?.focus();
    if (this.taken !== null) this.said.textContent = this.root.dataset.takeText;
  }

  draw() {
    const used = new Set(this.gaps.map((gap) => gap.value).filter(Boolean));
    this.bank.replaceChildren();
    for (const [value, one] of this.options()) {
      if (used.has(value) && !one.hasAttribute("data-unlimited")) continue;
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "q-chip", textContent: one.textContent });
      chip.dataset.value = value;
      chip.draggable = true;
      chip.setAttribute("aria-pressed", String(this.taken === value));
      chip.addEventListener("click", () => this.take(value));
      chip.addEventListener("dragstart", (event) => {
        this.taken = value;
        event.dataTransfer.setData("text/plain", one.textContent);
      });
      chip.addEventListener("dragend", () => (this.taken = null));
      this.bank.append(chip);
    }
    this.gaps.forEach((gap, place) => {
      const words = gap.value ? gap.selectedOptions[0].textContent : "";
      this.slots[place].textContent = words || "\u00a0";
      this.slots[place].classList.toggle("is-filled", Boolean(words));
      this.slots[place].setAttribute("aria-pressed", String(this.aim === gap));
      this.slots[place].setAttribute("aria-label", `${gap.getAttribute("aria-label")}: ${words || this.root.dataset.emptyText}`);
    });
  }
}

for (const root of document.querySelectorAll("[data-drag-words]")) new Words(root);
