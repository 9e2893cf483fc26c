import { load } from "./load.js";

/**
 * Load index and script of the search when its box is first focused; "/" focuses the box.
 *
 * @param {HTMLInputElement} input
 */
export function startSearchBox(input) {
  const box = /** @type {HTMLElement} */ (input.parentElement);
  const scripts = (input.dataset.scripts ?? "").split(" ");
  box.dataset.on = "";

  async function bring() {
    try {
      // In sequence: the script reads the index.
      for (const src of scripts) await load(src);
    } catch {
      // Without its index the box is a link to all cities, as it is without scripts.
      delete box.dataset.on;
      box.querySelector("a")?.focus();
    }
  }

  input.addEventListener("focus", bring, { once: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
