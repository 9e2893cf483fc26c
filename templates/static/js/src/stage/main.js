/** Bundle of the interactive views. Loaded with Plotly when the first one is opened, so whoever only reads never pays for
 * it; its texts precede it as atlasData.stage. */
import { shared } from "../shared.js";
import { createPanel } from "./panel.js";

/** @typedef {ReturnType<typeof createPanel>} Panel */

/** Open views by their figure. @type {Map<HTMLElement, Panel>} */
const open = new Map();

/** @type {(figure: HTMLElement, isOpen: boolean, words: DOMStringMap) => void} */
function label(figure, isOpen, words) {
  const button = /** @type {HTMLElement} */ (figure.querySelector(".explore"));
  const text = button.querySelector("span");
  if (text) text.textContent = (isOpen ? words.close : words.explore) ?? "";
  button.setAttribute("aria-expanded", String(isOpen));
}

/** @type {(figure: HTMLElement, words: DOMStringMap) => Promise<void>} */
async function toggle(figure, words) {
  const own = open.get(figure);
  if (own) {
    own.close();
    return;
  }
  const panel = createPanel(figure, words.close ?? "", () => {
    open.delete(figure);
    label(figure, false, words);
  });
  open.set(figure, panel);
  try {
    await panel.start();
  } catch (error) {
    panel.close();
    throw error;
  }
  label(figure, true, words);
}

/** Full screen ends first, then the view of the focused figure closes, else all of them. */
function leave() {
  const here = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("figure"));
  const own = here && open.get(here);
  if (document.fullscreenElement) document.exitFullscreen();
  else for (const panel of own ? [own] : open.values()) panel.close();
}

function redraw() {
  for (const panel of open.values()) panel.draw();
}

shared.views = { toggle, escape: leave, redraw };

// A choice above a figure applies to its view, as CSS applies it to the drawing.
document.addEventListener("change", (event) => {
  const choice = event.target instanceof Element ? event.target.closest("figure > .choose") : null;
  if (choice?.parentElement) open.get(choice.parentElement)?.draw();
});
document.addEventListener("atlas-clear", () => {
  for (const panel of open.values()) panel.close();
});
