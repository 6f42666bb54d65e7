// A select with data-ui-narrowed-by="name" offers what belongs to the choice in the select of that name. A choice that does not
// belong is dropped; one made while nothing is chosen there makes that choice too. Without a script everything is offered.
const offered = new WeakMap();

const narrowing = (select) => select.form.elements.namedItem(select.dataset.uiNarrowedBy);

function narrow(select) {
  const { value } = narrowing(select);
  const fits = ({ dataset }) => !value || !dataset.uiBelongsTo || dataset.uiBelongsTo === value;
  const fitting = offered.get(select).filter(fits);
  const chosen = fitting.find((each) => each.value === select.value) ?? fitting[0];
  select.replaceChildren(...fitting);
  chosen.selected = true;
}

function equip() {
  for (const select of document.querySelectorAll("[data-ui-narrowed-by]")) {
    if (offered.has(select)) continue;
    offered.set(select, [...select.options]);
    narrow(select);
  }
}

document.addEventListener("change", ({ target }) => {
  if (offered.has(target)) {
    narrowing(target).value ||= target.selectedOptions[0].dataset.uiBelongsTo ?? "";
    narrow(target);
  }
  for (const select of target.form?.querySelectorAll("[data-ui-narrowed-by]") ?? []) {
    if (narrowing(select) !== target) continue;
    if (!target.value) select.value = "";
    narrow(select);
  }
});

document.addEventListener("htmx:afterSwap", equip);
equip();
