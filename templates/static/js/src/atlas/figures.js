import { shared } from "../shared.js";
import { load } from "./load.js";
import { startTips } from "./tip.js";
import { words } from "./words.js";

/** Figures: a tooltip on the drawing, and an interactive view below it, which only its button opens. */

/** A mouse that stays on a drawing for so long may be on its way to the button. */
const STAY_MS = 300;

/**
 * The figure of an event that has an interactive view; delegated, since some pages create figures after this script
 * has run.
 *
 * @param {Event} event
 * @param {string} selector
 */
function figureOf(event, selector) {
  const target = event.target instanceof Element ? event.target.closest(selector) : null;
  const figure = /** @type {HTMLElement | null | undefined} */ (target?.closest("figure"));
  return figure?.querySelector(".explore") ? figure : null;
}

/** @param {HTMLElement} figure */
async function toggle(figure) {
  if (figure.dataset.busy) return;
  const message = /** @type {HTMLElement} */ (figure.querySelector(".msg"));
  figure.dataset.busy = "1";
  message.textContent = words.loading ?? "";
  try {
    await Promise.all([load(words.plotly), load(words.stage)]);
    await shared.views?.toggle(figure, words);
    message.textContent = "";
  } catch {
    message.textContent = words.failed ?? "";
  }
  delete figure.dataset.busy;
}

/** Have the browser fetch Plotly in its idle time; nothing runs yet. */
function prefetch() {
  if (document.querySelector("link[rel=prefetch]")) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: words.plotly }));
}

function startPrefetch() {
  let stay = 0;
  document.addEventListener("pointerover", (event) => {
    clearTimeout(stay);
    if (event.pointerType !== "mouse" || !figureOf(event, ".plot")) return;
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) stay = window.setTimeout(prefetch, STAY_MS);
  });
}

/** Register tooltips and interactive views; Escape closes the innermost first. */
export function startFigures() {
  const hideTip = startTips();
  document.addEventListener("click", (event) => {
    const figure = figureOf(event, ".explore");
    if (figure) toggle(figure);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || hideTip()) return;
    /** @type {HTMLDetailsElement | null | undefined} */
    const disclosure = document.activeElement?.closest("figure details.out[open]");
    if (!disclosure) shared.views?.escape();
    else {
      disclosure.open = false;
      disclosure.querySelector("summary")?.focus();
    }
  });
  startPrefetch();
}
