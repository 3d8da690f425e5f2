// Comfort for authors: rows come and go without a new page, texts get buttons, places are drawn on the picture.
// Without it every button posts the form and the server does the same.

const form = document.querySelector("[data-editor]");

// --- rows and lists that a button of the form changes ---

async function swap(button, { ids = button.dataset.swap.split(" "), after = focusAfter } = {}) {
  const data = new FormData(form);
  data.append(button.name, button.value);
  for (const id of ids) document.getElementById(id).setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = ids.map((id) => page.getElementById(id));
    if (fresh.includes(null)) throw new Error("no such part");
    ids.forEach((id, place) => put(fresh[place], document.getElementById(id)));
    after(button, fresh[0]);
  } catch {
    // A plain post always works, or shows why it does not.
    form.requestSubmit(button);
  }
}

function put(fresh, old) {
  const open = [old, ...old.querySelectorAll("[data-keep]")].filter((one) => one.open).map((one) => one.dataset.keep);
  for (const one of [fresh, ...fresh.querySelectorAll("[data-keep]")]) if (open.includes(one.dataset.keep)) one.open = true;
  old.replaceWith(document.adoptNode(fresh));
  dress(fresh);
}

function focusAfter(button, part) {
  const wanted = button.dataset.focus;
  if (wanted === "last") {
    const within = document.getElementById(button.dataset.within) ?? part;
    const rows = within.querySelectorAll("[data-row]");
    rows[rows.length - 1]?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    return;
  }
  // The button of a row that was moved stands with it at its new place.
  const place = Number(button.value) + ({ up: -1, down: 1 }[button.name.split("-")[0]] ?? 0);
  const again = wanted
    ? part.querySelector(wanted)
    : (part.querySelector(`[name="${button.name}"][value="${place}"]`) ?? part.querySelector(`[name="${button.name}"]`));
  (again ?? part.querySelector("button, summary"))?.focus();
}

function watchSwaps() {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-swap]");
    if (!button) return;
    event.preventDefault();
    swap(button);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    const button = form.querySelector(`[data-enter="${event.target.id}"]`);
    if (button) {
      event.preventDefault();
      swap(button);
    }
  });
}

// --- texts ---

function wrap(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.setRangeText(before + value.slice(start, end) + after, start, end, "select");
  area.setSelectionRange(start + before.length, end + before.length);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function list(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = area.value.slice(start, area.selectionEnd).split("\n");
  area.setRangeText(lines.map((line) => (line.startsWith("- ") ? line : `- ${line}`)).join("\n"), start, area.selectionEnd, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function tool(words, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", act);
  return button;
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}

function dress(part) {
  for (const area of part.querySelectorAll("textarea[data-markup]")) {
    const tools = document.createElement("div");
    tools.className = "q-tools";
    tools.append(
      tool(form.dataset.bold, () => wrap(area, "**", "**")),
      tool(form.dataset.italic, () => wrap(area, "*", "*")),
      tool(form.dataset.list, () => list(area)),
    );
    area.before(tools);
  }
  for (const area of part.querySelectorAll("textarea[data-markup], textarea[data-grow]")) {
    area.addEventListener("input", () => grow(area));
    if (area.value) grow(area);
  }
  for (const fold of part.querySelectorAll(".q-story")) {
    fold.addEventListener("toggle", () => fold.querySelectorAll("textarea").forEach((area) => area.value && grow(area)));
  }
}

// --- scenes of a case: the map and the lists of scenes follow what is written ---

function watchStory() {
  const redraw = () => form.querySelector("[data-redraw-map]");
  const stay = (name) => () => document.getElementsByName(name)[0]?.focus();
  let timer = 0;

  function retitle(field) {
    const scene = field.closest(".q-story");
    const words = [scene.querySelector("h3").textContent.split(".")[0], field.value.trim()].filter(Boolean).join(". ");
    scene.querySelector("h3").textContent = words;
    for (const option of form.querySelectorAll("option")) if (option.value === scene.dataset.keep) option.textContent = words;
  }

  form.addEventListener("change", ({ target }) => {
    const scene = target.closest(".q-story");
    if (!scene) return;
    clearTimeout(timer);
    if (target.matches("[data-redraws]")) swap(scene.querySelector("[data-redraw]"));
    else if (target.value === "+") swap(redraw(), { ids: ["case", "case-map"], after: stay(target.name) });
    else {
      if (target.name.endsWith("-title")) retitle(target);
      timer = setTimeout(() => swap(redraw(), { after: () => {} }), 400);
    }
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-unfold]");
    if (link) document.getElementById(link.dataset.unfold).open = true;
  });
}

// --- counting what the bank has, while the plan is written ---

function watchCounts() {
  let timer = 0;
  form.addEventListener("change", (event) => {
    if (!event.target.name?.startsWith("cells-") && event.target.name !== "language") return;
    clearTimeout(timer);
    const button = form.querySelector("[data-recount]");
    const name = event.target.name;
    timer = setTimeout(async () => {
      const focused = document.activeElement?.name;
      await swap(button);
      document.getElementsByName(focused || name)[0]?.focus();
    }, 300);
  });
}

// --- leaving with unsaved words ---

function watchLeaving() {
  let isDirty = Boolean(document.getElementById("errors"));
  form.addEventListener("input", () => (isDirty = true));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "_blank") isDirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

// --- places on a picture ---

function watchPicture() {
  const svg = document.querySelector("[data-scene]");
  if (!svg) return;
  document.querySelector("[data-scene-help]")?.removeAttribute("hidden");
  let field = form.querySelector("[data-coords]");
  let from = null;

  const shapeOf = () => document.getElementsByName(field.name.replace(/coords$/, "shape"))[0]?.value ?? "rect";
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const box = svg.viewBox.baseVal;
    return [Math.round(Math.min(Math.max(point.x, 0), box.width)), Math.round(Math.min(Math.max(point.y, 0), box.height))];
  };

  function draw() {
    const numbers = field.value.split(/[ ,;]+/).filter(Boolean).map(Number);
    let mark = svg.querySelector("[data-drawn]");
    mark?.remove();
    if (numbers.length < 3 || numbers.some(Number.isNaN)) return;
    const isCircle = shapeOf() === "circle";
    mark = document.createElementNS(svg.namespaceURI, isCircle ? "circle" : "polygon");
    mark.setAttribute("data-drawn", "");
    if (isCircle) ["cx", "cy", "r"].forEach((name, place) => mark.setAttribute(name, numbers[place]));
    else {
      const [left, top, right, bottom] = numbers;
      const corners = shapeOf() === "rect" ? [left, top, right, top, right, bottom, left, bottom] : numbers;
      mark.setAttribute("points", corners.join(" "));
    }
    svg.append(mark);
  }

  function write(event) {
    const [x, y] = at(event);
    if (shapeOf() === "circle") field.value = [...from, Math.round(Math.hypot(x - from[0], y - from[1]))].join(", ");
    else field.value = [Math.min(from[0], x), Math.min(from[1], y), Math.max(from[0], x), Math.max(from[1], y)].join(", ");
    draw();
  }

  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-coords]")) field = event.target;
  });
  form.addEventListener("input", (event) => event.target === field && draw());
  svg.addEventListener("pointerdown", (event) => {
    if (!field?.isConnected) field = form.querySelector("[data-coords]");
    if (!field) return;
    event.preventDefault();
    from = at(event);
    if (shapeOf() === "poly") {
      field.value = [...field.value.split(/[ ,;]+/).filter(Boolean), ...from].join(", ");
      from = null;
      draw();
    } else svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => from && write(event));
  svg.addEventListener("pointerup", (event) => {
    if (from) write(event);
    from = null;
  });
}

if (form) {
  form.classList.add("has-script");
  dress(form);
  watchSwaps();
  watchLeaving();
  watchPicture();
  if (document.getElementById("case-map")) watchStory();
  if ("counts" in form.dataset) watchCounts();
  document.getElementById("errors")?.focus();
  form.querySelector("input[type=file]")?.addEventListener("change", () => form.requestSubmit(form.querySelector("[name=upload-now]")));
}
