// A decision of a case is made by its button alone: a mere tick is not saved in the background as an answer is.

for (const decision of document.querySelectorAll("[data-decision]")) {
  for (const name of ["input", "change"]) decision.addEventListener(name, (event) => event.stopPropagation());
}
