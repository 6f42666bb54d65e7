// What is under way is not sent again: the buttons of its form rest until the next page is there, or nothing has come for a while.
const AT_MOST = 10000;
const resting = new Set();

function wake() {
  for (const button of resting) button.disabled = false;
  resting.clear();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  // Only afterwards: a button that rests already would not be sent with its value.
  setTimeout(() => {
    for (const button of form.elements) {
      if (button.type !== "submit" || button.disabled) continue;
      button.disabled = true;
      resting.add(button);
    }
    setTimeout(wake, AT_MOST);
  });
});

// *Back* may bring the page as it was left.
window.addEventListener("pageshow", wake);
