/*
 * What somebody types into <form data-draft="key"> stays on this device until the server has it: a reload, a lost
 * connection or an expired session costs nothing. Kept per person; never passwords, files or hidden fields.
 */

const texts = document.body.dataset;
const place = (key) => `draft:${texts.user}:${key}`;
let isFilling = false;
const isKept = (field) =>
  field.name && !["password", "file", "hidden", "submit", "button", "image", "reset"].includes(field.type);

function store(action) {
  try {
    return action(localStorage);
  } catch {
    return null; // full or switched off: the page works, only the safety net is missing
  }
}

/* The values of the fields by name: as they are, or with `given` as the server sent them. */
function valuesOf(form, given = false) {
  const values = {};
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    const list = (values[field.name] ||= []);
    if (field.type === "checkbox" || field.type === "radio") {
      if (given ? field.defaultChecked : field.checked) list.push(field.value);
    } else if (field.options) {
      const chosen = [...field.options].filter((option) => (given ? option.defaultSelected : option.selected));
      // A browser chooses the first of a list in which nothing is chosen.
      if (!chosen.length && field.type === "select-one" && field.options.length) chosen.push(field.options[0]);
      list.push(...chosen.map((option) => option.value));
    } else list.push(given ? field.defaultValue : field.value);
  }
  return values;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* Only what was typed: what the server sent may be newer when the form is opened again. */
function typed(form, before) {
  const now = valuesOf(form);
  const sent = valuesOf(form, true);
  const names = Object.keys(now).filter((name) => name in before || !same(now[name], sent[name]));
  return Object.fromEntries(names.map((name) => [name, now[name]]));
}

const readDraft = (form) => store((shelf) => JSON.parse(shelf.getItem(place(form.dataset.draft))));

function fill(form, values) {
  const rest = structuredClone(values);
  for (const field of form.elements) {
    const list = isKept(field) && rest[field.name];
    if (!list) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = list.includes(field.value);
    else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else if (list.length) field.value = list.shift();
  }
  tell(form);
}

/* Other scripts look at the fields again; what we filled in ourselves is not typed. */
function tell(form) {
  isFilling = true;
  form.dispatchEvent(new Event("change", { bubbles: true }));
  isFilling = false;
}

function offerToDiscard(form) {
  const notice = document.getElementById("kept").content.firstElementChild.cloneNode(true);
  notice.querySelector("p").textContent = texts.textKept;
  const discard = notice.querySelector("button");
  discard.textContent = texts.textDiscard;
  discard.addEventListener("click", () => {
    store((shelf) => shelf.removeItem(place(form.dataset.draft)));
    form.reset();
    tell(form);
    notice.remove();
  });
  form.prepend(notice);
}

function restore(form) {
  if (!texts.user || form.dataset.draftRead) return;
  form.dataset.draftRead = "yes";
  const kept = readDraft(form);
  const now = valuesOf(form);
  // A form that came back with errors already shows what was typed.
  if (!kept || Object.entries(kept.values).every(([name, list]) => same(list, now[name]))) return;
  fill(form, kept.values);
  // Somebody may have saved since: the server compares, and shows both when the versions differ.
  if (kept.version && form.elements.version) form.elements.version.value = kept.version;
  offerToDiscard(form);
}

function look() {
  for (const mark of document.querySelectorAll("meta[name=draft-done], [data-draft-done]")) {
    store((shelf) => shelf.removeItem(place(mark.content || mark.dataset.draftDone)));
  }
  document.querySelectorAll("form[data-draft]").forEach(restore);
}

function keep(event) {
  const form = event.target.closest?.("form[data-draft]");
  if (form && texts.user && !isFilling) {
    const draft = { version: form.elements.version?.value, values: typed(form, readDraft(form)?.values ?? {}) };
    store((shelf) => shelf.setItem(place(form.dataset.draft), JSON.stringify(draft)));
  }
}

document.addEventListener("input", keep);
document.addEventListener("change", keep);
document.addEventListener("htmx:load", look);
look();

// Whoever signs out leaves nothing behind for the next person at this computer.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  store((shelf) => {
    for (const key of Object.keys(shelf)) {
      if (key.startsWith(place(""))) shelf.removeItem(key);
    }
  });
});
