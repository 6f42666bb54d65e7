// Arrow keys walk through a floating menu; the browser itself opens it, and closes it on Escape or a click elsewhere.
const steps = { ArrowDown: 1, ArrowUp: -1 };

function entries(menu) {
  return [...menu.querySelectorAll("a[href], button, input:not([type=hidden])")];
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches("[data-ui-menu]")) return;
  document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`)
    ?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState === "closed") {
    menu.removeAttribute("data-at-pointer");
    menu.style.removeProperty("inset");
  }
}, true);

document.addEventListener("keydown", (event) => {
  const opener = event.target.closest?.("[popovertarget]");
  const menu = event.target.closest?.("[data-ui-menu]") ?? (opener && document.getElementById(opener.getAttribute("popovertarget")));
  if (!menu?.matches(":popover-open")) return;
  const all = entries(menu);
  const at = all.indexOf(document.activeElement);
  if (event.key in steps) all.at((at + steps[event.key] + (at < 0 && steps[event.key] < 0 ? 1 : 0)) % all.length)?.focus();
  else if (event.key === "Home" && event.target.type !== "text") all[0]?.focus();
  else if (event.key === "End" && event.target.type !== "text") all.at(-1)?.focus();
  else return;
  event.preventDefault();
});

// The rail's menu, a <details> that opens what stands beside it, closes on Escape and gives the focus back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector(":popover-open")) return;
  const open = event.target.closest?.(".rail")?.querySelector(".rail__toggle[open]");
  if (!open) return;
  open.removeAttribute("open");
  open.querySelector("summary").focus();
});
