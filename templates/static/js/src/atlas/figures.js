import { shared } from "../shared.js";
import { load } from "./load.js";
import { specOf, zooms } from "./specs.js";
import { words } from "./words.js";

/** Interactive figures: opened by their button, or by a mouse that stays on the drawing; closed by button or Escape. */

const CONFIG = { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: "reset" };
const HOVER_MS = 180;
/** Hovering on the way to the button may just have opened the figure; a click soon afterwards then means "open". */
const JUST_MS = 1000;

/** @type {HTMLElement[]} */
let live = [];

/** @type {(figure: ParentNode, selector: string) => HTMLElement} */
const part = (figure, selector) => /** @type {HTMLElement} */ (figure.querySelector(selector));

/** @param {HTMLElement} figure */
function draw(figure) {
  const spec = specOf(figure);
  return Plotly.react(part(figure, ".stage"), spec.data, spec.layout, CONFIG);
}

/** Redraw open figures, for example after a change of theme. */
export function redrawFigures() {
  live.forEach(draw);
}

/**
 * Apply a choice above a figure to the interactive view, as CSS does to the drawing.
 *
 * @param {HTMLElement} set
 */
function choose(set) {
  const figure = /** @type {HTMLElement | null} */ (set.closest("figure"));
  if (figure && live.includes(figure)) draw(figure);
}

/** @type {(figure: HTMLElement, isOpen: boolean) => void} */
function label(figure, isOpen) {
  const button = part(figure, ".explore");
  part(button, "*").textContent = (isOpen ? words.close : words.explore) ?? "";
  button.setAttribute("aria-pressed", String(isOpen));
}

/** @type {(figure: HTMLElement, asked: boolean) => Promise<void>} */
async function drawLive(figure, asked) {
  const layer = document.createElement("div");
  const stage = layer.appendChild(document.createElement("div"));
  layer.className = "live";
  stage.className = "stage";
  part(figure, ".plot").prepend(layer);
  try {
    await draw(figure);
  } catch (error) {
    layer.remove();
    throw error;
  }
  if (!figure.isConnected) return Plotly.purge(stage);
  live.push(figure);
  figure.dataset.hovered = String(asked ? 0 : Date.now());
  load(words.stage).then(
    () => {
      const { layout } = /** @type {HTMLElement & { layout: object }} */ (/** @type {HTMLElement} */ (stage));
      if (layer.isConnected) shared.addControls?.(figure, zooms(layout), () => draw(figure));
    },
    () => {
      // The figure works without them.
    },
  );
  part(figure, ".msg").textContent = "";
  label(figure, true);
}

/**
 * @param {HTMLElement} figure
 * @param {boolean} asked Whether the button was used: progress and errors are then shown.
 */
async function open(figure, asked) {
  if (live.includes(figure) || figure.dataset.busy) return;
  const message = part(figure, ".msg");
  figure.dataset.busy = "1";
  if (asked) message.textContent = words.loading ?? "";
  try {
    await load(words.plotly);
    await drawLive(figure, asked);
  } catch {
    message.textContent = words.failed ?? "";
  }
  delete figure.dataset.busy;
}

/** @param {HTMLElement} figure */
function close(figure) {
  if (!live.includes(figure)) return;
  live = live.filter((one) => one !== figure);
  Plotly.purge(part(figure, ".stage"));
  if (document.fullscreenElement === figure) document.exitFullscreen();
  part(figure, ".live").remove();
  label(figure, false);
}

/** @param {HTMLElement} figure */
function shut(figure) {
  figure.dataset.shut = "1";
  close(figure);
}

/**
 * The explorable figure of an event; delegated, since some pages create figures after this script has run.
 *
 * @param {Event} event
 * @param {string} selector
 */
function figureOf(event, selector) {
  const target = event.target instanceof Element ? event.target.closest(selector) : null;
  const figure = /** @type {HTMLElement | null | undefined} */ (target?.closest("figure"));
  return figure?.querySelector(".explore") ? figure : null;
}

/** @param {Event} event */
const onPlot = (event) => event.target instanceof Element && event.target.matches(".plot");

/**
 * Escape closes the innermost first: an open disclosure, then full screen, then the interactive view.
 *
 * @param {KeyboardEvent} event
 */
function onEscape(event) {
  if (event.key !== "Escape") return;
  const here = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("figure"));
  const disclosure = /** @type {HTMLDetailsElement | null | undefined} */ (
    here && document.activeElement?.closest("details.out[open]")
  );
  if (disclosure) {
    disclosure.open = false;
    part(disclosure, "summary").focus();
  } else if (document.fullscreenElement) document.exitFullscreen();
  else (here && live.includes(here) ? [here] : live).forEach(shut);
}

/** Register the event handlers that open and close figures. */
export function startFigures() {
  let hover = 0;
  document.addEventListener("click", (event) => {
    const figure = figureOf(event, ".explore");
    if (!figure) return;
    if (!live.includes(figure)) open(figure, true);
    else if (Date.now() - Number(figure.dataset.hovered ?? 0) >= JUST_MS) shut(figure);
  });
  document.addEventListener(
    "pointerenter",
    (event) => {
      const figure = event.pointerType === "mouse" && onPlot(event) && figureOf(event, ".plot");
      if (figure && !figure.dataset.shut && matchMedia("(hover: hover) and (pointer: fine)").matches) {
        hover = window.setTimeout(() => open(figure, false), HOVER_MS);
      }
    },
    true,
  );
  document.addEventListener(
    "pointerleave",
    (event) => {
      if (onPlot(event)) clearTimeout(hover);
    },
    true,
  );
  document.addEventListener("atlas-clear", () => live.forEach(close));
  document.addEventListener("keydown", onEscape);
  for (const set of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".choose"))) {
    set.addEventListener("change", () => choose(set));
  }
}
