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
