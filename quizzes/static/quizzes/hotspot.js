// A picture to point at: clicks mark at once, arrow keys move a cursor. Without this script a click posts the form.

const STEP = 8;
const SVG = "http://www.w3.org/2000/svg";

class Scene {
  constructor(root) {
    this.root = root;
    this.field = root.querySelector("[name=spots]");
    this.before = root.querySelector("[name=spots_before]");
    this.names = [...root.querySelectorAll("[name=answer]")];
    this.image = root.querySelector("input[type=image]");
    this.marks = root.querySelector("[data-marks]");
    this.said = root.querySelector("[data-said]");
    this.view = root.querySelector(".q-scene__view");
    this.limit = Number(root.dataset.limit);
    [, , this.width, this.height] = this.marks.getAttribute("viewBox").split(" ").map(Number);
    this.at = { x: Math.round(this.width / 2), y: Math.round(this.height / 2) };
    root.classList.add("q-scene--live");
    this.image.tabIndex = -1;
    root.querySelector("[data-scene-help]").textContent = root.dataset.helpText;
    this.view.setAttribute("role", "application");
    this.view.setAttribute("aria-roledescription", root.dataset.pictureText);
    this.cursor = this.draw("path", { class: "q-cursor", d: "M-16 0h32M0-16v32" });
    this.marks.append(this.cursor);
    this.clearButton();
    this.listen();
    this.show();
  }

  draw(name, attributes) {
    const one = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return one;
  }

  clearButton() {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "govuk-button govuk-button--secondary q-clear",
      textContent: this.root.dataset.clearText,
    });
    button.addEventListener("click", () => {
      this.set([]);
      this.view.focus(); // the button goes with the last point
    });
    this.view.after(button);
    this.clear = button;
  }

  listen() {
    this.image.addEventListener("click", (event) => {
      event.preventDefault();
      const box = this.image.getBoundingClientRect();
      const x = Math.round(((event.clientX - box.left) / box.width) * this.width);
      const y = Math.round(((event.clientY - box.top) / box.height) * this.height);
      this.mark(x, y);
    });
    this.view.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("change", () => this.isOwn || this.show());
    for (const name of this.names) {
      // Places by name take the place of points, and points that of names: only the server knows which is which.
      name.addEventListener("change", (event) => {
        // A draft that is filled in again is not a choice.
        if (!event.isTrusted) return;
        this.field.value = "";
        this.before.value = "";
        this.show();
      });
    }
  }

  key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = event.shiftKey ? 1 : STEP;
    if (event.target !== this.view) return;
    if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      this.at.x = Math.min(this.width, Math.max(0, this.at.x + dx * step));
      this.at.y = Math.min(this.height, Math.max(0, this.at.y + dy * step));
      this.show();
      this.said.textContent = `${this.root.dataset.atText} ${Math.round((100 * this.at.x) / this.width)} %, ${Math.round((100 * this.at.y) / this.height)} %`;
    } else if (event.key === "Enter" || event.key === " ") this.mark(this.at.x, this.at.y);
    else if (event.key === "Delete" || event.key === "Backspace") this.set(this.points().slice(0, -1));
    else return;
    event.preventDefault();
  }

  points() {
    return this.field.value ? this.field.value.split(";").map((pair) => pair.split(",").map(Number)) : [];
  }

  mark(x, y) {
    this.set([...this.points(), [x, y]].slice(-this.limit));
  }

  set(points) {
    const fewer = points.length < this.points().length;
    this.isOwn = true;
    for (const name of this.names) name.checked = false;
    this.before.value = "";
    this.field.value = points.map((pair) => pair.join(",")).join(";");
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.isOwn = false;
    this.show();
    this.said.textContent = `${fewer ? this.root.dataset.removedText : this.root.dataset.markedText} ${points.length}`;
  }

  show() {
    for (const old of this.marks.querySelectorAll(".q-mark")) old.remove();
    this.points().forEach(([x, y], place) => {
      const group = this.draw("g", { class: "q-mark" });
      const number = this.draw("text", { x, y, dy: 5 });
      number.textContent = String(place + 1);
      group.append(this.draw("circle", { cx: x, cy: y, r: 14 }), number);
      this.marks.append(group);
    });
    this.clear.hidden = !this.points().length;
    this.cursor.setAttribute("transform", `translate(${this.at.x} ${this.at.y})`);
    this.marks.append(this.cursor);
  }
}

for (const root of document.querySelectorAll("[data-scene]")) {
  if (root.querySelector("[data-marks]")) new Scene(root);
}
