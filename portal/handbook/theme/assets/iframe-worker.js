// Opened from a disk (file://), a page may not start a web worker, and the handbook's search is one. Here it runs in a hidden
// frame of the same page instead: same messages, same script. Served over http, nothing changes.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  function load(frame, url) {
    return new Promise(function (resolve, reject) {
      const script = frame.contentDocument.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = function () { reject(new Error("cannot load " + url)); };
      frame.contentDocument.head.append(script);
    });
  }

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      const worker = this;
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.postMessage = function (data) { worker.dispatchEvent(new MessageEvent("message", { data: data })); };
      inside.importScripts = function () {
        return Array.from(arguments).reduce(function (before, next) {
          return before.then(function () { return load(frame, next); });
        }, Promise.resolve());
      };
      this.frame = frame;
      this.ready = load(frame, new URL(url, document.baseURI).href);
    }

    postMessage(data) {
      const inside = this.frame.contentWindow;
      this.ready.then(function () { inside.dispatchEvent(new inside.MessageEvent("message", { data: data })); });
    }

    terminate() {
      this.frame.remove();
    }
  }

  window.IFrameWorker = FrameWorker;
  window.Worker = FrameWorker;
})();
