/* Lets the countdowns of legal deadlines tick. Without it the page shows what was left when it was made.
   What counts is the server's time when the page was made; the clock of this device says only how long ago that was. */

const WARNINGS = [30, 10, 0]; // minutes before the limit at which it is said aloud, once each
const shown = [...document.querySelectorAll("[data-countdown]")];
const opened = Date.now();
const says = document.querySelector("[data-countdown-says]");

function clock(seconds) {
  const pad = (number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function tick(element) {
  const passed = Date.now() - opened;
  const left = Math.round((new Date(element.dateTime) - new Date(element.dataset.now) - passed) / 1000);
  const pattern = left > 0 ? element.dataset.left : element.dataset.late;
  element.textContent = pattern.replace("{}", clock(Math.abs(left)));
  element.classList.toggle("countdown-late", left <= 0);
  element.classList.toggle("countdown-soon", left > 0 && left <= 3600);
  if (says && left >= 0 && left % 60 === 0 && WARNINGS.includes(left / 60)) {
    says.textContent = `${element.closest("li")?.querySelector("b")?.textContent ?? ""}: ${element.textContent}`;
  }
}

function all() {
  shown.forEach(tick);
}

if (shown.length) {
  all();
  setInterval(all, 1000);
}
