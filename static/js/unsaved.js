// What was typed is not lost by a click elsewhere: the browser asks before a page with unsaved input is left. Another form
// of the same page leaves it too. A form that was refused holds unsaved input as well; passwords are typed again anyway.
const FORM = "main form.form[method=post]:not(:has([type=password]))";
const unsaved = new Set(document.querySelectorAll(`${FORM}:has(.form-errors, .conflict)`));

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(FORM);
  if (form && event.target.type !== "search") unsaved.add(form);
});

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) unsaved.delete(event.target);
});

// *Cancel* says that it need not be kept.
document.addEventListener("click", (event) => unsaved.delete(event.target.closest?.(".submit-bar > a")?.closest("form")));

const kept = () => [...unsaved].filter((form) => form.isConnected && form.checkVisibility());

window.addEventListener("beforeunload", (event) => {
  if (kept().length) event.preventDefault();
});

// Where a part of the page with such a form would be replaced by another, the page is left instead: that asks.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, path, verb } = event.detail;
  if (verb !== "get" || !kept().some((form) => target.contains(form) && !form.contains(elt))) return;
  event.preventDefault();
  window.location.assign(path);
});
