// Ctrl+K (or Cmd+K) leads to the search.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const search = document.querySelector("[data-ui-search]");
  if (!search) return;
  event.preventDefault();
  search.closest(".rail")?.querySelector(".rail__toggle")?.setAttribute("open", "");
  search.focus();
  search.select();
});
