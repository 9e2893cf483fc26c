const KEY = "atlas-theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

/**
 * Apply the theme that the reader chose, else the system's; embedded pages have no button and follow the system.
 *
 * @param {() => void} onChange Called whenever it is applied.
 */
export function startTheme(onChange) {
  const button = document.querySelector(".theme");
  /** @type {string | null} */
  let stored = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Storage is unavailable: follow the system.
  }

  function apply() {
    const theme = (button && stored) || (system.matches ? "dark" : "light");
    root.dataset.theme = theme;
    button?.setAttribute("aria-pressed", String(theme === "dark"));
    onChange();
  }

  button?.addEventListener("click", () => {
    stored = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, stored);
    } catch {
      // The choice applies to this page only.
    }
    apply();
  });
  system.addEventListener("change", apply);
  apply();
}
