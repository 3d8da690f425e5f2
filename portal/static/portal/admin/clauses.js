// The tab «Пункт или раздел» of the editor's link dialog, and the copy buttons of the page of clauses.
// Loaded after Wagtail's page-chooser-modal.js, whose table of steps it adds to.

// The page that is being written: its id, or the parent's while it is new. The server makes the link relative to it.
const place = () => {
  const edited = location.pathname.match(/\/pages\/(\d+)\//);
  const added = location.pathname.match(/\/pages\/add\/[^/]+\/[^/]+\/(\d+)\//);
  return added ? { parent: added[1] } : edited ? { page: edited[1] } : {};
};

const withPlace = (address, more = {}) => {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries({ ...place(), ...more })) url.searchParams.set(name, value);
  return url.href;
};

const on = (root, selector, event, act) =>
  root.querySelectorAll(selector).forEach((element) =>
    element.addEventListener(event, (fired) => {
      fired.preventDefault();
      fired.stopImmediatePropagation();
      act(element);
    }, true),
  );

const steps = window.PAGE_CHOOSER_MODAL_ONLOAD_HANDLERS;

if (steps) {
  const body = (modal) => modal.body[0] ?? modal.body;
  const openClauses = (modal) => on(body(modal), "a[data-opora-clauses]", "click", (link) => modal.loadUrl(withPlace(link.href)));

  for (const name of ["browse", "external_link", "email_link", "phone_link", "anchor_link"]) {
    const original = steps[name];
    steps[name] = (modal, data) => {
      original(modal, data);
      openClauses(modal);
    };
  }

  steps.clauses = (modal, { again }) => {
    if (again && Object.keys(place()).length) return void modal.loadUrl(withPlace(again));
    const root = body(modal);
    on(root, "p.link-types a", "click", (link) => modal.loadUrl(link.href));
    on(root, "a.opora-choose-clause", "click", ({ href, dataset }) =>
      modal.loadUrl(withPlace(href, { target: dataset.target, title: dataset.title })),
    );
    on(root, "form.opora-clause-form", "submit", (form) =>
      modal.loadUrl(withPlace(`${form.action}?${new URLSearchParams(new FormData(form))}`)),
    );
    root.querySelector("input[name=q]")?.focus();
  };
}

document.addEventListener("w-clipboard:copied", ({ target }) => {
  if (!target.dataset.oporaCopied) return;
  const words = target.textContent;
  target.textContent = target.dataset.oporaCopied;
  setTimeout(() => (target.textContent = words), 2000);
});
