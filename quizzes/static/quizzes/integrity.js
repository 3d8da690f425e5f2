// Counts what the rules page tells the candidate: seconds in view, leaving the page, pastes. No keys, no texts, no camera.
// Sent when the page is left; without this script nothing is counted and nothing is missing.

const form = document.querySelector("[data-signals]");

if (form) {
  let since = document.hidden ? 0 : performance.now();
  let spent = 0;
  let left = 0;
  let pastes = 0;

  const pause = () => {
    if (since) spent += performance.now() - since;
    since = 0;
  };

  const send = () => {
    pause();
    const seconds = Math.round(spent / 1000);
    if (!seconds && !left && !pastes) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("seconds", seconds);
    data.set("focus_lost", left);
    data.set("pastes", pastes);
    spent = left = pastes = 0;
    navigator.sendBeacon(form.dataset.signals, data);
  };

  // Going on to the next question is no leaving.
  let isLeaving = false;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      if (!isLeaving) left += 1;
      send();
    } else {
      since = performance.now();
    }
  });
  document.addEventListener("paste", () => { pastes += 1; });
  addEventListener("beforeunload", () => { isLeaving = true; });
  addEventListener("pagehide", () => { isLeaving = true; send(); });
  addEventListener("pageshow", () => { isLeaving = false; });
}
