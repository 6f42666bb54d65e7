// What was typed is not lost by a click elsewhere: the browser asks before a page with unsaved input is left. Another form
// of the same page leaves it too. A form that was refused holds unsaved input as well; passwords are typed again anyway.
const FORM = "main form.form[method=post]:not(:has([type=password]))";
const unsaved = new Set(document.querySelectorAll(`${FORM}:has(.form-errors, .conflict)`));

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(FORM);
  if (form) unsaved.add(form);
});

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) unsaved.delete(event.target);
});

// *Cancel* says that it need not be kept.
document.addEventListener("click", (event) => unsaved.delete(event.target.closest?.(".submit-bar > a")?.closest("form")));

window.addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form.isConnected && form.checkVisibility())) event.preventDefault();
});
