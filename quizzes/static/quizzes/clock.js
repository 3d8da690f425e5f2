// The time that is left, calmly: minutes, a word at ten, five and one, and a button that hides it. Without it the page says
// how much was left when it came, and the server ends the attempt in time all the same.

const ANNOUNCED_MINUTES = [10, 5, 1];
const LAST_CALL_MS = 4000;
const LOOK_MS = 10000;
const AGAIN_MS = 5000;

const clock = document.querySelector("[data-left]");
const said = document.querySelector("[data-said]");
const toggle = document.querySelector("[data-clock-toggle]");
const figure = clock?.querySelector("b");
let shown = Number(figure?.textContent);
let deadline = 0;

// The server's clock decides: it says how much is left with the page, and with every answer that is saved.
function set(seconds) {
  deadline = Date.now() + seconds * 1000;
}

function tick() {
  const left = deadline - Date.now();
  const minutes = Math.max(0, Math.ceil(left / 60000));
  if (minutes !== shown) {
    if (minutes && ANNOUNCED_MINUTES.some((mark) => minutes <= mark && mark < shown)) {
      said.textContent = `${said.dataset.words} ${minutes}`;
    }
    shown = minutes;
    figure.textContent = String(minutes);
  }
  if (left <= LAST_CALL_MS) document.dispatchEvent(new CustomEvent("attempt:ending"));
  if (left <= 0) end();
  else setTimeout(tick, Math.min(LOOK_MS, Math.max(250, left - LAST_CALL_MS)));
}

// Asking for the page ends the attempt on the server. Without a connection the page stays, and asks again.
async function end() {
  try {
    await fetch(location.href, { method: "HEAD" });
    document.dispatchEvent(new CustomEvent("attempt:over"));
    location.reload();
  } catch {
    setTimeout(end, AGAIN_MS);
  }
}

function hideOrShow() {
  const words = toggle.textContent;
  clock.hidden = !clock.hidden;
  toggle.textContent = toggle.dataset.show;
  toggle.dataset.show = words;
}

if (clock) {
  set(Number(clock.dataset.left));
  document.addEventListener("attempt:left", (event) => event.detail !== null && set(event.detail));
  toggle.addEventListener("click", hideOrShow);
  toggle.hidden = false;
  tick();
}
