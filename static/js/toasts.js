// A toast goes when it is closed, and by itself unless it tells of trouble or is being read.
document.addEventListener("click", (event) => {
  event.target.closest?.("[data-ui-close-toast]")?.closest("[data-ui-toast]")?.remove();
});

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(leave, 3000, toast);
  else toast.remove();
}

for (const toast of document.querySelectorAll("[data-ui-toast]:not(.toast--error, .toast--warning)")) setTimeout(leave, 8000, toast);

// What was asked for and did not come is said: the page still shows what was there before.
document.addEventListener("htmx:sendError", () => {
  const toasts = document.getElementById("toasts");
  if (toasts.querySelector("[data-ui-unsent]")) return;
  const toast = toasts.querySelector("[data-ui-offline]").content.firstElementChild.cloneNode(true);
  toast.setAttribute("data-ui-unsent", "");
  toasts.append(toast);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.querySelector("[data-ui-unsent]")?.remove();
});
