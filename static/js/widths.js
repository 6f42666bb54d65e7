// The edge of a heading draws its column wider or narrower, and the server keeps it. By keyboard: the dialog "Columns".
const NARROWEST = 60;
const WIDEST = 900;

function equip(table) {
  for (const head of table.querySelectorAll("[data-ui-column]")) {
    const edge = document.createElement("span");
    edge.className = "grid__edge";
    edge.setAttribute("aria-hidden", "true");
    edge.addEventListener("pointerdown", (event) => draw(event, table, head));
    head.append(edge);
  }
}

function draw(event, table, head) {
  event.preventDefault();
  const begin = event.clientX;
  const before = head.offsetWidth;
  let width = before;
  const follow = ({ clientX }) => {
    width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, before + clientX - begin)));
    head.style.inlineSize = head.style.minInlineSize = head.style.maxInlineSize = `${width}px`;
  };
  const stop = () => {
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", stop);
    if (width !== before) keep(table.dataset.uiWidths, head.dataset.uiColumn, width);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", stop);
}

function keep(url, key, width) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ resize: key, [`width-${key}`]: width }) });
}

document.querySelectorAll("[data-ui-widths]").forEach(equip);
document.addEventListener("htmx:afterSwap", () => document.querySelectorAll("[data-ui-widths]:not(:has(.grid__edge))").forEach(equip));
