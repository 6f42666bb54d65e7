// A picker: ticking a box shows the name below at once, the X beside a name unticks it. Without a script the X sends the form.
document.addEventListener("change", (event) => {
  const picker = event.target.matches?.("input[type=checkbox]") && event.target.closest("[data-ui-picker]");
  if (!picker) return;
  picker.querySelector(`[data-ui-picked="${CSS.escape(event.target.value)}"]`)?.toggleAttribute("hidden", !event.target.checked);
});

document.addEventListener("click", (event) => {
  const chip = event.target.closest?.("[data-ui-picked] button")?.closest("[data-ui-picked]");
  if (!chip) return;
  event.preventDefault();
  const picker = chip.closest("[data-ui-picker]");
  const box = picker.querySelector(`input[value="${CSS.escape(chip.dataset.uiPicked)}"]`);
  box.checked = false;
  chip.hidden = true;
  picker.querySelector("summary").focus();
});
