/* The forms of an incident: numbers only where somebody was hurt, the proposed name, a search that a draft brought back. */

const counts = document.querySelector("[data-counts]");

function showCounts() {
  const hurt = document.querySelector("[name=hurt]:checked");
  counts.hidden = counts.disabled = hurt?.value !== "yes";
}

if (counts) {
  counts.form.addEventListener("change", showCounts);
  showCounts();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  field.value = document.getElementById(button.dataset.use).textContent;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

addEventListener("load", () => {
  const words = document.querySelector("[name=site_words]");
  if (words?.value && !document.querySelector("[name=site]")) words.dispatchEvent(new Event("input", { bubbles: true }));
});
