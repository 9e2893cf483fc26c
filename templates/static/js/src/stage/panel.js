import { shared } from "../shared.js";
import { specOf, zooms } from "./specs.js";

/** The panel of an interactive view, below the drawing; on phones it fills the screen. */

/** @typedef {HTMLElement & { layout: import("./specs.js").Json, on(event: string, act: () => void): void }} Stage */

const words = shared.stage ?? {};
const phone = matchMedia("(max-width: 719.9px)");
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: "reset" };
/** Height of a view whose spec has none, at least. */
const LEAST = 320;

const SHAPES = {
  zoom: "M8 3v10M3 8h10",
  reset: "M3 8h10",
  full: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  unfull: "M6 2v4H2M14 6h-4V2M10 14v-4h4M2 10h4v4",
  close: "M3 3l10 10M13 3L3 13",
};

/** @type {(button: HTMLElement, key: keyof typeof SHAPES, text: string) => void} */
function show(button, key, text) {
  button.title = text;
  button.setAttribute("aria-label", text);
  button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${SHAPES[key]}"/></svg>`;
}

/** @type {(css: string, into: HTMLElement) => HTMLDivElement} */
const division = (css, into) => into.appendChild(Object.assign(document.createElement("div"), { className: css }));

/**
 * What a reader changed of the view: an axis that still finds its own range was not touched, whatever its size.
 *
 * @param {Stage} stage
 */
const viewOf = ({ layout }) => String([layout.xaxis, layout.yaxis].map((axis) => (axis.autorange ? "" : axis.range)));

/**
 * @param {HTMLElement} figure
 * @param {string} closing Label of the button that closes it.
 * @param {() => void} onClose
 */
export function createPanel(figure, closing, onClose) {
  const dialog = document.createElement("dialog");
  dialog.className = "view";
  dialog.setAttribute("aria-labelledby", `${figure.id}-t`);
  const panel = division("panel", dialog);
  const bar = division("bar", panel);
  const title = Object.assign(document.createElement("b"), {
    textContent: figure.querySelector(`#${figure.id}-t`)?.textContent,
  });
  title.setAttribute("aria-hidden", "true");
  bar.append(title);
  const room = division("room", panel);
  // It scrolls where the view is taller than the screen, also by the keyboard.
  room.tabIndex = 0;
  const stage = /** @type {Stage} */ (/** @type {HTMLElement} */ (division("stage", room)));
  let open = true;
  let size = "";

  const sizeOf = () => `${stage.clientWidth} ${stage.clientHeight}`;
  const sizes = new ResizeObserver(() => {
    if (size === sizeOf() || !stage.clientWidth) return;
    size = sizeOf();
    Plotly.Plots.resize(stage);
  });

  function close() {
    if (!open) return;
    open = false;
    sizes.disconnect();
    phone.removeEventListener("change", place);
    if (document.fullscreenElement === panel) document.exitFullscreen();
    Plotly.purge(stage);
    // Not while the reader is elsewhere on the page: the view also closes where its figure gives way to another one.
    const inside = dialog.contains(document.activeElement) || document.activeElement === document.body;
    dialog.close();
    dialog.remove();
    if (inside) /** @type {HTMLElement | null} */ (figure.querySelector(".explore"))?.focus();
    onClose();
  }

  /** Modal on a phone, where nothing else is visible; otherwise part of the page. */
  function place() {
    if (dialog.open) dialog.close();
    if (phone.matches) dialog.showModal();
    else dialog.show();
  }

  async function draw() {
    const { data, layout } = specOf(figure);
    const drawn = /** @type {HTMLElement} */ (figure.querySelector(".plot")).clientHeight;
    stage.style.setProperty("--natural", `${layout.height ?? Math.max(LEAST, drawn)}px`);
    delete layout.height;
    size = sizeOf();
    await Plotly.react(stage, data, layout, CONFIG);
  }

  /** @type {(key: keyof typeof SHAPES, text: string, act: () => void) => HTMLButtonElement} */
  function add(key, text, act) {
    const button = bar.appendChild(document.createElement("button"));
    button.type = "button";
    button.id = `${figure.id}-${key}`;
    button.setAttribute("aria-labelledby", `${button.id} ${figure.id}-t`);
    show(button, key, text);
    button.addEventListener("click", act);
    return button;
  }

  function addZoom() {
    const whole = viewOf(stage);
    const zoom = add("zoom", words.zoom, () => {
      /** @type {Record<string, number[]>} */
      const ranges = {};
      for (const name of ["xaxis", "yaxis"]) {
        const [low, high] = stage.layout[name].range;
        ranges[`${name}.range`] = [(3 * low + high) / 4, (low + 3 * high) / 4];
      }
      Plotly.relayout(stage, ranges);
    });
    const reset = add("reset", words.reset, () => {
      zoom.focus();
      draw();
    });
    reset.hidden = true;
    stage.on("plotly_afterplot", () => {
      reset.hidden = viewOf(stage) === whole;
    });
  }

  function addFull() {
    const full = add("full", words.full, () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else panel.requestFullscreen();
    });
    panel.addEventListener("fullscreenchange", () => {
      const filled = document.fullscreenElement === panel;
      show(full, filled ? "unfull" : "full", filled ? words.unfull : words.full);
    });
  }

  async function start() {
    figure.querySelector(".plot")?.after(dialog);
    place();
    await draw();
    if (!open) return;
    if (zooms(stage.layout)) addZoom();
    if (document.fullscreenEnabled) addFull();
    add("close", closing, close).focus({ preventScroll: true });
    sizes.observe(stage);
    phone.addEventListener("change", place);
    dialog.scrollIntoView({ block: "nearest" });
  }

  // The browser closes a modal one itself; moved to another place, it is open again by then.
  dialog.addEventListener("close", () => {
    if (!dialog.open) close();
  });
  return { start, draw, close };
}
