// A form with data-ui-confirm asks that question before it is sent. Without a script it is sent at once.
const agreed = new WeakSet();

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const question = form.dataset?.uiConfirm;
  if (!question || agreed.delete(form)) return;
  event.preventDefault();
  ask(question, submitter, () => {
    agreed.add(form);
    form.requestSubmit(submitter);
  });
});

// The answers are *Cancel*, which is what Escape means too, and the words of the button that was pressed.
function ask(question, pressed, then) {
  const dialog = document.getElementById("question");
  const yes = dialog.querySelector("[data-ui-yes]");
  const menu = pressed.closest("[popover]");
  dialog.querySelector("#question-text").textContent = question;
  yes.textContent = wordsOf(pressed);
  yes.classList.toggle("button--danger", isCritical(pressed));
  yes.classList.toggle("button--primary", !isCritical(pressed));
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue) then();
    else (menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : pressed)?.focus();
  }, { once: true });
}

function wordsOf(button) {
  const seen = button.cloneNode(true);
  for (const hidden of seen.querySelectorAll(".visually-hidden")) hidden.remove();
  return seen.textContent.trim();
}

const isCritical = (button) => button.matches(".button--danger, .menu__item--critical");
