/* Light or dark: what the person chose on this device, else what the system says. Runs before the first paint. */
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // storage can be switched off: then a choice lasts for one page
  }

  const apply = () => {
    root.dataset.theme = chosen || (system.matches ? "dark" : "light");
    document.querySelector(".theme-switch")?.setAttribute("aria-pressed", root.dataset.theme === "dark");
  };

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".theme-switch")) return;
    chosen = root.dataset.theme === "dark" ? "light" : "dark";
    apply();
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // as above
    }
  });
})();
