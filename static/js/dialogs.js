// Who opens a dialog goes on in its first field, not at the cross that closes it.
function focusFirst(dialog) {
  dialog.querySelector(".dialog__body :is(input:not([type=hidden]), select, textarea, a, button)")?.focus();
}

// A button with data-ui-dialog="<id>" opens that dialog; where there is none, its link is followed.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-ui-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.uiDialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
  focusFirst(dialog);
});

document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

// A dialog with data-ui-loaded opens when its content has come, and is called what the content calls itself; without a script the same stands on a page of its own.
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target.closest?.("dialog[data-ui-loaded]");
  if (!dialog) return;
  const name = dialog.querySelector("[data-ui-dialog-part]")?.dataset.uiDialogPart;
  if (name) {
    dialog.querySelector("h2").textContent = name;
    dialog.setAttribute("aria-label", name);
  }
  if (!dialog.open) dialog.showModal();
  focusFirst(dialog);
});
