/* Native dialogs: a page's own (data-dialog names it; without a script its link leads to a page) and one question. */

const question = document.getElementById("confirm");

function ask(form, goOn) {
  question.querySelector("h2").textContent = form.dataset.confirm;
  question.querySelector("p").textContent = form.dataset.confirmDetail || "";
  const yes = question.querySelector("[value=yes]");
  if (form.dataset.confirmVerb) yes.textContent = form.dataset.confirmVerb;
  yes.className = `button ${"confirmDanger" in form.dataset ? "button-danger" : "button-primary"}`;
  question.returnValue = "";
  question.onclose = () => question.returnValue === "yes" && goOn();
  question.showModal();
}

const confirmed = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    ask(form, () => {
      confirmed.add(form);
      form.requestSubmit(button);
    });
  },
  true,
);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();

  // A menu closes when one clicks elsewhere.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
