// A button with data-ui-dialog="<id>" opens that dialog; where there is none, its link is followed.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-ui-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.uiDialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});

document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.matches(".dialog")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
