// The rows of a list to arrange move by their buttons and by drawing them; without a script the buttons send the form.
function move(row, down) {
  const other = down ? row.nextElementSibling : row.previousElementSibling;
  if (other) row.parentElement.insertBefore(down ? other : row, down ? row : other);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-ui-arrange-row] :is([name=up], [name=down])");
  if (!button) return;
  event.preventDefault();
  move(button.closest("[data-ui-arrange-row]"), button.name === "down");
  button.focus();
});

document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest?.("[data-ui-arrange-handle]")?.closest("[data-ui-arrange-row]");
  if (!row) return;
  event.preventDefault();
  const list = row.parentElement;
  const follow = ({ clientY }) => {
    const after = [...list.children].find((each) => each !== row && clientY < each.offsetTop + each.offsetHeight / 2 - scrolled(list));
    if (after !== row.nextElementSibling) list.insertBefore(row, after ?? null);
  };
  const stop = () => {
    row.removeAttribute("data-moving");
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", stop);
  };
  row.setAttribute("data-moving", "");
  addEventListener("pointermove", follow);
  addEventListener("pointerup", stop);
});

// From the offset of a row in its list to where it is on the screen.
function scrolled(list) {
  const first = list.firstElementChild;
  return first.offsetTop - first.getBoundingClientRect().top;
}
