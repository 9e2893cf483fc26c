/** Keys of a standalone drawing: marks with their names above it, the list of its segments below it. */
import { copied, element, PAD, ROOM, type, write } from "./svg.js";

/** @typedef {import("./svg.js").Needed} Needed */

/** Width of a mark with the gap after it, and height of a line of them. */
const MARK = 24;
const LINE = 24;

/**
 * @param {Element} into
 * @param {Element} mark
 * @param {number} x
 * @param {number} y
 * @param {Needed} needed
 */
function swatch(into, mark, x, y, needed) {
  if (mark instanceof SVGSVGElement) {
    const { x: left, y: top, width, height } = mark.viewBox.baseVal ?? { x: 0, y: 0, width: 18, height: 18 };
    const group = element("g", { transform: `translate(${x - left} ${y + 2 - top})` });
    group.append(...copied(mark, needed, { width, height }).childNodes);
    into.append(group);
    return;
  }
  const { backgroundColor, borderTopColor } = getComputedStyle(mark);
  const { css } = type(mark, 12);
  const box = { x: x + 1, y, width: 18, height: 18, rx: 3, "stroke-width": 2 };
  into.append(
    element("rect", { ...box, fill: backgroundColor, stroke: borderTopColor }),
    element("text", { x: x + 10, y: y + 13.5, "text-anchor": "middle", ...css }, mark.textContent),
  );
}

/**
 * Add the keys above a drawing, each mark with its name; returns the y position below them.
 *
 * @param {Element} into
 * @param {Element} figure
 * @param {number} top
 * @param {Needed} needed
 */
export function writeKeys(into, figure, top, needed) {
  const found = [...figure.querySelectorAll(".keys .key")];
  let x = PAD;
  let y = top;
  for (const [i, key] of found.entries()) {
    const { css, width: measured } = type(key, 13);
    const marks = [...key.querySelectorAll("svg, .tag")];
    const isMark = (/** @type {ChildNode} */ node) => marks.includes(/** @type {Element} */ (node));
    const texts = [...key.childNodes].map((node) => (isMark(node) ? "" : (node.textContent ?? "")));
    const text = texts.join("").trim();
    const width = marks.length * MARK + measured(text) + 24;
    if (i && x + width > PAD + ROOM) {
      x = PAD;
      y += LINE;
    }
    for (const [m, mark] of marks.entries()) swatch(into, mark, x + m * MARK, y, needed);
    into.append(element("text", { x: x + marks.length * MARK, y: y + 14, ...css }, text));
    x += width;
  }
  return found.length ? y + LINE : y;
}

/**
 * Add the scale of the colours of a map, where it is shown; returns the y position below it.
 *
 * @param {Element} into
 * @param {Element} figure
 * @param {number} y
 */
export function writeScale(into, figure, y) {
  const scale = figure.querySelector(".shades");
  if (!scale || getComputedStyle(scale).display === "none") return y;
  const { css, width } = type(scale, 13);
  let x = PAD;
  for (const part of scale.children) {
    if (part.localName === "b") {
      const { backgroundColor, borderTopColor, opacity } = getComputedStyle(part);
      const box = { x: x + 0.5, y: y + 0.5, width: 22, height: 12, opacity };
      into.append(element("rect", { ...box, fill: backgroundColor, stroke: borderTopColor }));
      x += 26;
    } else {
      const text = part.textContent ?? "";
      into.append(element("text", { x: x + 4, y: y + 11, ...css }, text));
      x += width(text) + 16;
    }
  }
  return y + LINE;
}

/**
 * An entry of the list of segments: its codes as marks, its name, what is said of it.
 *
 * @typedef {{ marks: Element[], name: Element, text: string, said: string }} Entry
 */

/** @type {(item: Element, own: boolean) => Entry} */
function entryOf(item, own) {
  const name = item.children[1];
  const said = own ? (item.querySelector(".verdict")?.textContent ?? "") : "";
  return { marks: [...item.querySelectorAll(".tag")], name, text: name.textContent ?? "", said };
}

/** The parts of a mix without a list, as their tooltips have them. @type {(mix: Element, name: Element) => Entry[]} */
function partsOf(mix, name) {
  const tips = [...mix.querySelectorAll("[data-t]")].map((mark) => mark.getAttribute("data-t") ?? "");
  return [...new Set(tips)].map((tip) => {
    const [text, ...said] = tip.split("\n");
    return { marks: [], name, text, said: said.join(" · ") };
  });
}

/**
 * The segments of a figure: its own list with what is said of them; else the values of a mix, because narrow parts have
 * no room for them; else, where a drawing has codes of segments only, the names that the page lists elsewhere.
 *
 * @param {Element} figure
 * @param {Element} drawn
 */
function entriesOf(figure, drawn) {
  const own = [...figure.querySelectorAll(".legend > li")];
  if (own.length) return own.map((item) => entryOf(item, true));
  if (drawn.matches(".mx")) return partsOf(drawn, drawn.querySelector(".lab") ?? drawn);
  if (!drawn.querySelector(".tg")) return [];
  return [...document.querySelectorAll(".legend > li")].map((item) => entryOf(item, false));
}

/**
 * Add the segments in two columns; returns the y position below them.
 *
 * @param {Element} into
 * @param {Element} figure
 * @param {Element} drawn
 * @param {{ y: number, like: Element, needed: Needed }} where
 */
export function writeSegments(into, figure, drawn, { y, like, needed }) {
  const half = (ROOM - PAD) / 2;
  let top = y;
  let below = y;
  for (const [i, { marks, name, text, said }] of entriesOf(figure, drawn).entries()) {
    const x = PAD + (i % 2) * (half + PAD);
    if (i % 2 === 0) top = below;
    for (const [m, mark] of marks.entries()) swatch(into, mark, x + m * MARK, top, needed);
    const indent = marks.length ? marks.length * MARK + 4 : 0;
    const at = { x: x + indent, room: half - indent };
    let end = write(into, text, { like: name, size: 14, y: top, ...at });
    if (said) end = write(into, said, { like, size: 13, y: end, ...at });
    below = Math.max(below, end + 6);
  }
  return below;
}
