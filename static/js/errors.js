// What went wrong takes the focus, on a new page and after a part of it was replaced.
function focusIn(root) {
  root.querySelector("[data-ui-focus]")?.focus();
}

focusIn(document);
document.addEventListener("htmx:afterSwap", (event) => focusIn(event.target));

// A link of the summary leads to the field itself, or to the first of a group.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".form-errors a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const target = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (target ?? field).focus();
});
