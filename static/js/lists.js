/* Lists by keyboard: j and k walk the rows, Enter opens, / goes to the search. Can be switched off in the person's menu. */

const isOff = () => {
  try {
    return localStorage.getItem("keys") === "off";
  } catch {
    return false;
  }
};

function walk(step) {
  const rows = [...document.querySelectorAll("[data-rows] .row-link")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement.closest("[data-rows] > *")?.querySelector(".row-link"));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step));
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isOff()) return;
  if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "/") {
    const search = [...document.querySelectorAll("[data-key='/']")].find((field) => field.offsetParent);
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
});

const toggle = document.querySelector("[data-keys]");
toggle?.setAttribute("aria-pressed", !isOff());
toggle?.addEventListener("click", () => {
  try {
    localStorage.setItem("keys", isOff() ? "on" : "off");
  } catch {
    return;
  }
  toggle.setAttribute("aria-pressed", !isOff());
});

// While Chinese is being typed, what stands in the field are not yet the words.
let composing = false;
document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => (composing = false));
document.addEventListener("htmx:beforeRequest", (event) => {
  if (composing && event.target.matches("[role=search]")) event.preventDefault();
});

// An address one can read and send: parameters that are not set stay out of it.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});

// Ticks of rows: all of a page at once, and how many there are. The list is swapped, so everything is found anew.
document.addEventListener("change", (event) => {
  const all = event.target.matches("[data-tick-all]");
  if (!all && !event.target.matches(".cell-tick input")) return;
  const ticks = [...document.querySelectorAll(".cell-tick input[form]")];
  if (all) ticks.forEach((tick) => (tick.checked = event.target.checked));
  const count = ticks.filter((tick) => tick.checked).length;
  const head = document.querySelector("[data-tick-all]");
  head.checked = count === ticks.length;
  head.indeterminate = count > 0 && count < ticks.length;
  const said = document.querySelector("[data-ticked]");
  said.textContent = count ? said.dataset.text.replace("%(count)s", count) : "";
});
