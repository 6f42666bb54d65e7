// A form with data-ui-confirm asks that question before it is sent. Without a script it is sent at once.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.uiConfirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
