/** Elements of pages and drawings. Every text is set as text, never as markup. */
/** @import { Attributes, Child, Make } from "./types.d.ts" */

const SVG = "http://www.w3.org/2000/svg";
const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

/**
 * @template {Element} Node
 * @param {Node} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, act] of Object.entries(/** @type {Record<string, () => void>} */ (value))) {
        node.addEventListener(event, act);
      }
    } else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  for (const child of children) {
    if (Array.isArray(child)) filled(node, {}, child);
    else if (child !== null && child !== undefined && child !== "") node.append(/** @type {Node | string} */ (child));
  }
  return node;
}

/** @type {Make} */
export const el = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

/** @type {(tag: string, attributes?: Attributes, ...children: Child[]) => SVGElement} */
export const s = (tag, attributes = {}, ...children) =>
  /** @type {SVGElement} */ (filled(document.createElementNS(SVG, tag), attributes, children));

/** Width of a text in pixels. */
export function width(/** @type {string} */ words, size = 14, bold = false) {
  pen.font = `${bold ? "600 " : ""}${size}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(words).width;
}

/** @type {(...words: string[]) => number} */
export const widest = (...words) => Math.max(0, ...words.map((one) => width(one, 14, true)));

/** Cut a text to a width, with an ellipsis; the table has all of it. */
export function cut(/** @type {string} */ words, /** @type {number} */ most, size = 14) {
  if (width(words, size) <= most) return words;
  let kept = words;
  while (kept.length > 1 && width(`${kept}…`, size) > most) kept = kept.slice(0, -1);
  return `${kept.trim()}…`;
}

/** @param {number} value */
const num = (value) => Math.round(10 * value) / 10;

/** @type {(x: number, y: number, words: string, css?: string, anchor?: "start" | "middle" | "end") => SVGElement} */
export const text = (x, y, words, css, anchor = "start") =>
  s("text", { x: num(x), y: num(y), class: css, "text-anchor": anchor === "start" ? null : anchor }, words);

/** @type {(d: string, css?: string) => SVGElement} */
export const path = (d, css) => s("path", { d, class: css });

/** @type {(x1: number, y1: number, x2: number, y2: number, css?: string) => SVGElement} */
export const line = (x1, y1, x2, y2, css) => path(`M${num(x1)} ${num(y1)}L${num(x2)} ${num(y2)}`, css);

/** @type {(x: number, y: number, w: number, h: number, css?: string) => SVGElement} */
export const rect = (x, y, w, h, css) =>
  s("rect", { x: num(x), y: num(y), width: Math.max(0, w), height: Math.max(0, h), class: css });

/** A mark with a tooltip. @type {(tip: string[], ...children: Child[]) => SVGElement} */
export const tipped = (tip, ...children) => s("g", { class: "m", "data-t": tip.join("\n") }, children);

const SHAPES = [
  [],
  [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
  [
    [0, -1.25],
    [1.2, 0.95],
    [-1.2, 0.95],
  ],
];

/** The mark of the i-th place: circle, square, diamond, triangle, each in a colour of its own.
 *
 * @type {(i: number, x: number, y: number, r: number, css?: string) => SVGElement} */
export function mark(i, x, y, r, css = "pm") {
  const points = SHAPES[i].map(([across, down]) => `${num(x + across * r)} ${num(y + down * r)}`);
  const circle = `M${num(x - r)} ${num(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  return path(i ? `M${points.join("L")}z` : circle, `p${i} ${css}`);
}

/** @type {(low: number, high: number, most: number) => number[]} */
export function ticks(low, high, most) {
  if (high <= low) return [low];
  const raw = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((m) => m * power >= raw * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const n = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, n) }, (_, i) => Number(((first + i) * step).toFixed(10)));
}

/** @type {(low: number, high: number) => number[]} */
export function logTicks(low, high) {
  const powers = Array.from({ length: 30 }, (_, i) => 10 ** (i - 10));
  /** @param {number[]} steps */
  const inside = (steps) =>
    powers.flatMap((power) => steps.map((m) => m * power)).filter((tick) => tick >= low && tick <= high);
  const [fine, coarse] = [inside([1, 2, 5]), inside([1])];
  return fine.length <= 6 || coarse.length < 2 ? fine : coarse;
}
