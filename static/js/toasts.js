// A toast goes when it is closed, and by itself unless it tells of trouble or is being read.
document.addEventListener("click", (event) => {
  event.target.closest?.("[data-ui-close-toast]")?.closest("[data-ui-toast]")?.remove();
});

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(leave, 3000, toast);
  else toast.remove();
}

for (const toast of document.querySelectorAll("[data-ui-toast]:not(.toast--error, .toast--warning)")) setTimeout(leave, 8000, toast);
