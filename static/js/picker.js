// A picker: ticking a box shows the name below at once, the X beside a name unticks it, and typing narrows the boxes.
// Without a script the X sends the form.
const chosenOf = (picker, value) => picker.querySelector(`[data-ui-picked="${CSS.escape(value)}"]`);

function show(picker, box) {
  if (chosenOf(picker, box.value)) return;
  const row = picker.querySelector("[data-ui-picker-row]").content.firstElementChild.cloneNode(true);
  const name = box.closest("label").querySelector("[data-ui-picker-name]").textContent;
  const filled = (text) => text.replaceAll("__pk__", box.value).replaceAll("__name__", name);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of element.attributes) attribute.value = filled(attribute.value);
    if (element.childElementCount === 0) element.textContent = filled(element.textContent);
  }
  picker.querySelector(".picker__chosen").append(row);
}

document.addEventListener("change", (event) => {
  const picker = event.target.matches?.("input[type=checkbox]") && event.target.closest("[data-ui-picker]");
  if (!picker) return;
  if (event.target.checked) show(picker, event.target);
  else chosenOf(picker, event.target.value)?.remove();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-ui-picked] button");
  if (!button) return;
  event.preventDefault();
  const chosen = button.closest("[data-ui-picked]");
  const picker = chosen.closest("[data-ui-picker]");
  picker.querySelector(`input[value="${CSS.escape(chosen.dataset.uiPicked)}"]`).checked = false;
  chosen.remove();
  picker.querySelector("summary").focus();
});

document.addEventListener("toggle", (event) => {
  const find = event.target.open && event.target.querySelector?.("[data-ui-picker-find]");
  if (find) find.hidden = event.target.querySelectorAll("label").length < 8;
}, true);

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-ui-picker-find]")) return;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const box = event.target.parentElement;
  const people = [...box.querySelectorAll("label")];
  for (const person of people) person.hidden = !plain(person.textContent).includes(plain(event.target.value.trim()));
  box.querySelector("[data-ui-picker-nobody]").hidden = people.some((person) => !person.hidden);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-ui-picker-find]")) event.preventDefault();
});
