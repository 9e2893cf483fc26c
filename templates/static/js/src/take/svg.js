/** Parts of a standalone drawing: elements, and copies with inline styles. */

export const SVG = "http://www.w3.org/2000/svg";
export const PAD = 24;

export const INHERITED = [
  ...["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap"],
  ...["stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight"],
];

/** Ids of patterns and symbols referenced by a copy. @typedef {Set<string>} Needed */

/** @type {(name: string, attributes: Record<string, string | number>, text?: string | null) => SVGElement} */
export function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text) made.textContent = text;
  return /** @type {SVGElement} */ (made);
}

/**
 * Copy computed styles into the copy, where they differ from inherited ones.
 *
 * @param {Element} from
 * @param {Element} to
 * @param {Record<string, string>} above Styles of the parent element.
 * @param {Needed} needed
 */
export function paint(from, to, above, needed) {
  const style = getComputedStyle(from);
  /** @type {Record<string, string>} */
  const own = {};
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name).replace(/url\(.*#([^")]+)"?\)/, "url(#$1)");
    own[name] = value;
    if (value !== above[name]) to.setAttribute(name, value);
    if (value.startsWith("url(#")) needed.add(value.slice(5, -1));
  }
  if (style.opacity !== "1") to.setAttribute("opacity", style.opacity);
  const href = from.getAttribute("href") ?? "";
  if (href.startsWith("#")) needed.add(href.slice(1));
  to.removeAttribute("class");
  to.removeAttribute("style");
  for (const [i, child] of [...from.children].entries()) paint(child, to.children[i], own, needed);
}

/**
 * Patterns and symbols exist once on the page: copy those that the drawing uses.
 *
 * @param {Needed} needed
 */
export function definitions(needed) {
  const defs = element("defs", {});
  for (const id of needed) {
    const from = document.getElementById(id);
    if (!from) continue;
    const copy = /** @type {Element} */ (from.cloneNode(true));
    defs.append(copy);
    paint(from, copy, {}, new Set());
  }
  return defs;
}

/** @param {string} font */
function measureIn(font) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = font;
  return (/** @type {string} */ text) => pen.measureText(text).width;
}

/**
 * Add wrapped lines of text in the font of a page element; returns the y position below them.
 *
 * @param {Element} into
 * @param {string} text
 * @param {{ like: Element, size: number, y: number, room: number }} where
 */
export function write(into, text, { like, size, y, room }) {
  const { fontWeight, fontFamily, color } = getComputedStyle(like);
  const width = measureIn(`${fontWeight} ${size}px ${fontFamily}`);
  /** @type {string[]} */
  const rows = [];
  for (const word of text.split(" ")) {
    const longer = rows.length ? `${rows[rows.length - 1]} ${word}` : word;
    if (rows.length && width(longer) <= room) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  const type = { fill: color, "font-size": size, "font-family": fontFamily, "font-weight": fontWeight };
  for (const [i, row] of rows.entries()) {
    into.append(element("text", { x: PAD, y: y + size + i * size * 1.35, ...type }, row));
  }
  return y + rows.length * size * 1.35;
}

/**
 * @param {Element} into
 * @param {Element} mark
 * @param {number} x
 * @param {number} y
 * @param {Needed} needed
 */
function swatch(into, mark, x, y, needed) {
  if (mark instanceof SVGSVGElement) {
    const copy = /** @type {Element} */ (mark.cloneNode(true));
    const box = mark.viewBox.baseVal;
    const group = element("g", { transform: `translate(${x - (box ? box.x : 0)} ${y + 2 - (box ? box.y : 0)})` });
    into.append(group);
    paint(mark, copy, {}, needed);
    group.append(...copy.childNodes);
    return;
  }
  const style = getComputedStyle(mark);
  const type = { "font-size": 12, "font-weight": 700, "font-family": style.fontFamily };
  into.append(
    element("rect", { x, y, width: 18, height: 18, rx: 3, fill: style.backgroundColor, stroke: style.borderTopColor }),
    element("text", { x: x + 9, y: y + 13.5, fill: style.color, "text-anchor": "middle", ...type }, mark.textContent),
  );
}

/**
 * Add the keys above a drawing, each mark with its name; returns the y position below them.
 *
 * @param {Element} into
 * @param {Element} figure
 * @param {number} top
 * @param {number} room
 * @param {Needed} needed
 */
export function writeKeys(into, figure, top, room, needed) {
  const found = [...figure.querySelectorAll(".keys .key")];
  const height = 22;
  let x = PAD;
  let y = top;
  for (const [i, key] of found.entries()) {
    const { color, fontFamily } = getComputedStyle(key);
    const marks = [...key.querySelectorAll("svg, .tag")];
    const isMark = (/** @type {ChildNode} */ node) => marks.includes(/** @type {Element} */ (node));
    const texts = [...key.childNodes].map((node) => (isMark(node) ? "" : (node.textContent ?? "")));
    const text = texts.join("").trim();
    const width = marks.length * 22 + measureIn(`13px ${fontFamily}`)(text) + 24;
    if (i && x + width > PAD + room) {
      x = PAD;
      y += height;
    }
    for (const [m, mark] of marks.entries()) swatch(into, mark, x + m * 22, y, needed);
    const type = { fill: color, "font-size": 13, "font-family": fontFamily };
    into.append(element("text", { x: x + marks.length * 22, y: y + 14, ...type }, text));
    x += width;
  }
  return found.length ? y + height : y;
}
