// A button with data-ui-copy="id" copies the text of that element, and says so with data-ui-copied. It is hidden where
// nothing can be copied; the text can be selected by hand.
for (const button of document.querySelectorAll("[data-ui-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.uiCopy).textContent);
    button.textContent = button.dataset.uiCopied;
  });
}
