// Comfort only: suggestions while typing, and the count of opened results. Search works without this file.

const PAUSE = 150;

function offerSuggestions(form) {
  const field = form.querySelector('input[type="search"]');
  const list = document.createElement("datalist");
  list.id = `${field.id}-suggestions`;
  form.append(list);
  field.setAttribute("list", list.id);
  let timer;
  let asked;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      const text = field.value.trim();
      if (text.length < 2) return list.replaceChildren();
      const query = new URLSearchParams({ q: text, lang: document.documentElement.lang });
      try {
        const answer = await fetch(`${form.dataset.suggest}?${query}`, { signal: asked.signal });
        if (!answer.ok) return;
        const { suggestions } = await answer.json();
        list.replaceChildren(...suggestions.map(({ text: value }) => Object.assign(document.createElement("option"), { value })));
      } catch (error) {
        if (error.name !== "AbortError") list.replaceChildren();
      }
    }, PAUSE);
  });
}

function countOpened(form) {
  const query = form.querySelector('input[type="search"]').defaultValue;
  document.addEventListener("click", (event) => {
    if (query && event.target.closest("[data-search-hit]")) {
      navigator.sendBeacon(`${form.getAttribute("action")}opened/`, new URLSearchParams({ q: query }));
    }
  });
}

const form = document.querySelector("[data-search-form]");
if (form) {
  offerSuggestions(form);
  countOpened(form);
}
