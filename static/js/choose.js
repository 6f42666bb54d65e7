// A check box in the head of a table ticks all of the table's check boxes, and says how many are. Without a script it stays hidden.
function boxesOf(table) {
  return [...table.querySelectorAll("tbody input[type=checkbox]")];
}

function show(table) {
  const all = table.querySelector("[data-ui-choose-all]");
  if (!all) return;
  const boxes = boxesOf(table);
  const chosen = boxes.filter((box) => box.checked).length;
  all.hidden = false;
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  const count = table.closest(".grid__rows")?.querySelector("[data-ui-chosen]");
  if (count) count.textContent = chosen ? String(chosen) : "";
}

function showAll() {
  for (const all of document.querySelectorAll("[data-ui-choose-all]")) show(all.closest("table"));
}

document.addEventListener("change", (event) => {
  const table = event.target.matches?.("table input[type=checkbox]") && event.target.closest("table");
  if (!table) return;
  if (event.target.matches("[data-ui-choose-all]")) boxesOf(table).forEach((box) => { box.checked = event.target.checked; });
  show(table);
});

document.addEventListener("htmx:afterSwap", showAll);
showAll();
