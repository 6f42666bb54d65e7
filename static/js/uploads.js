// A file beyond what the page takes is refused before it is sent.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.uiMaxBytes) return;
  const isTooLarge = [...input.files].some((file) => file.size > Number(input.dataset.uiMaxBytes));
  input.setCustomValidity(isTooLarge ? input.dataset.uiTooLarge : "");
  if (isTooLarge) input.reportValidity();
});
document.addEventListener("submit", (event) => {
  const input = [...event.target.querySelectorAll("[data-ui-max-bytes]")].find((each) => each.validity.customError);
  if (!input) return;
  event.preventDefault();
  input.reportValidity();
});
