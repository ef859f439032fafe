/*
 * Several files in one field: they add up over several choices, show themselves with name and size, and each can be
 * taken out again. Size and kind are looked at here to save a long upload; the server remains the judge.
 */

const chosen = new WeakMap();
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

function size(bytes) {
  const [amount, unit] = bytes < 1024 * 1024 ? [Math.ceil(bytes / 1024), "kilobyte"] : [bytes / 1024 / 1024, "megabyte"];
  const language = document.documentElement.lang;
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

function isAccepted(file, accept) {
  const kinds = accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
  const name = file.name.toLowerCase();
  return (
    !kinds.length ||
    kinds.some((kind) =>
      kind.startsWith(".") ? name.endsWith(kind) : kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind,
    )
  );
}

function complaint(file, input, texts) {
  const limit = Number(input.dataset.maxBytes);
  if (limit && file.size > limit) {
    return fill(texts.textTooLarge, { name: file.name, limit: Math.floor(limit / 1024 / 1024) });
  }
  if (!isAccepted(file, input.accept)) return fill(texts.textWrongType, { name: file.name });
  return "";
}

function picture(file) {
  const kind = document.createElement("span");
  kind.className = "file-kind";
  kind.textContent = file.name.split(".").pop().slice(0, 4).toUpperCase();
  if (!/^image\/(jpeg|png|webp|gif)$/.test(file.type)) return kind;
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  image.onerror = () => image.replaceWith(kind);
  return image;
}

function show(box, input) {
  const files = chosen.get(input);
  const list = box.querySelector(".uploads-list");
  const wrong = [];
  list.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = `${file.name} · ${size(file.size)}`;
      const text = complaint(file, input, box.dataset);
      if (text) {
        wrong.push(text);
        const note = document.createElement("span");
        note.className = "wrong";
        note.textContent = text;
        words.append(note);
      }
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "tool";
      remove.textContent = "×";
      remove.setAttribute("aria-label", fill(box.dataset.textRemove, { name: file.name }));
      remove.addEventListener("click", () => {
        chosen.set(input, files.filter((other) => other !== file));
        hand(box, input);
        input.focus();
      });
      item.append(picture(file), words, remove);
      return item;
    }),
  );
  input.setCustomValidity(wrong[0] || "");
}

function hand(box, input) {
  const transfer = new DataTransfer();
  chosen.get(input).forEach((file) => transfer.items.add(file));
  input.files = transfer.files;
  show(box, input);
}

document.addEventListener("change", (event) => {
  const input = event.target;
  const box = input.type === "file" && input.closest("[data-uploads]");
  if (!box) return;
  const before = input.multiple ? chosen.get(input) || [] : [];
  const isNew = (file) =>
    !before.some((other) => other.name === file.name && other.size === file.size && other.lastModified === file.lastModified);
  chosen.set(input, [...before, ...[...input.files].filter(isNew)]);
  hand(box, input);
});
