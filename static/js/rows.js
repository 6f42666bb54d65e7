// A right click on a row, or Shift+F10 in it, opens the same menu as its visible button.
document.addEventListener("contextmenu", (event) => {
  const row = event.target.closest?.("[data-ui-row]");
  const menu = row?.querySelector("[data-ui-menu]");
  if (!menu || event.target.closest("[data-ui-menu]") || !getSelection().isCollapsed) return;
  event.preventDefault();
  const byKey = event.button !== 2;
  menu.showPopover({ source: row.querySelector("[popovertarget]") });
  if (!byKey) placeAt(menu, event.clientX, event.clientY);
  menu.querySelector("a, button")?.focus({ preventScroll: true });
});

function placeAt(menu, x, y) {
  menu.setAttribute("data-at-pointer", "");
  const room = document.documentElement;
  const left = Math.max(4, Math.min(x, room.clientWidth - menu.offsetWidth - 4));
  const top = Math.max(4, Math.min(y, room.clientHeight - menu.offsetHeight - 4));
  menu.style.inset = `${top}px auto auto ${left}px`;
}

// Arrow keys walk from row to row, Home and End to the first and last; the space bar chooses the row that has the focus.
const PLACES = ["th a", "input[name=row]", ".row-menu"];

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-ui-row]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("[popover]") || row.querySelector(":popover-open")) return;
  const place = PLACES.find((each) => event.target.matches(each));
  const box = row.querySelector("input[name=row]");
  const rows = [...row.parentElement.children];
  const at = { ArrowDown: rows.indexOf(row) + 1, ArrowUp: rows.indexOf(row) - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (place && rows[at]) rows[at].querySelector(place)?.focus();
  else if (place === "th a" && event.key === " " && box) box.click();
  else return;
  event.preventDefault();
});
