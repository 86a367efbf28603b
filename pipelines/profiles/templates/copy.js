"use strict";
for (const button of document.querySelectorAll("button[data-copied]")) {
  const said = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copied);
    } catch {
      const field = document.createElement("textarea");
      field.value = button.dataset.copied;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}
// On a phone a long table would bury what follows it.
if (matchMedia("screen and (max-width: 640px)").matches) {
  for (const each of document.querySelectorAll("details[data-phone=closed]")) each.open = false;
}
