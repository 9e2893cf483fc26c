/** Parts of a standalone drawing: elements, lines of text, and copies with inline styles. */

export const SVG = "http://www.w3.org/2000/svg";
export const PAD = 24;

/** Width of a drawing between the margins: that of the column of a page. */
export const ROOM = 1040;

const INHERITED = [
  ...["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap"],
  ...["stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight", "letter-spacing"],
];

/** Attributes along each side, which may be per cent of it. */
const ACROSS = ["x", "x1", "x2", "cx", "dx", "rx", "width"];
const DOWN = ["y", "y1", "y2", "cy", "dy", "ry", "height"];

/** Ids of patterns and symbols referenced by a copy. @typedef {Set<string>} Needed */
/** Size of a drawing, of which its lengths may be per cent. @typedef {{ width: number, height: number }} Size */

/** @type {(name: string, attributes: Record<string, string | number>, text?: string | null) => SVGElement} */
export function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text) made.textContent = text;
  return /** @type {SVGElement} */ (made);
}

/** The fonts of a page by their own names: other programs have no adjusted ones. @param {string} family */
const fonts = (family) => family.replace(/"Atlas (?:Sans|Serif) ([^"]+)"/g, '"$1"');

/**
 * A computed style for any program that reads SVG: mixed colours as rgb, references as local ones.
 *
 * @param {string} value
 */
const plain = (value) =>
  fonts(value)
    .replace(/url\(.*#([^")]+)"?\)/, "url(#$1)")
    .replace(/color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)\)/, (_, ...parts) => {
      return `rgb(${parts.slice(0, 3).map((part) => Math.round(255 * Number(part)))})`;
    });

/** @type {(to: Element, names: string[], whole: number) => void} */
function measure(to, names, whole) {
  for (const name of names) {
    const value = to.getAttribute(name);
    if (value?.endsWith("%")) to.setAttribute(name, String(Math.round(whole * Number.parseFloat(value)) / 100));
  }
}

/**
 * Copy what is drawn, with computed styles where they differ from inherited ones: without classes, tooltips, links and
 * whatever is hidden.
 *
 * @param {Element} from
 * @param {Needed} needed
 * @param {Size} size
 * @param {Record<string, string>} above Styles of the parent element.
 * @returns {Element}
 */
export function copied(from, needed, size, above = {}) {
  const link = from.localName === "a";
  const to = link ? element("g", {}) : /** @type {Element} */ (from.cloneNode(false));
  for (const { name } of [...to.attributes]) {
    if (/^(class|style|role|tabindex|on.*|data-.*|aria-.*)$/.test(name)) to.removeAttribute(name);
  }
  const style = getComputedStyle(from);
  /** @type {Record<string, string>} */
  const own = {};
  for (const name of INHERITED) {
    const value = plain(style.getPropertyValue(name));
    own[name] = value;
    if (value !== (above[name] ?? (name === "letter-spacing" ? "normal" : ""))) to.setAttribute(name, value);
    if (value.startsWith("url(#")) needed.add(value.slice(5, -1));
  }
  if (style.opacity !== "1") to.setAttribute("opacity", style.opacity);
  const href = from.getAttribute("href") ?? "";
  if (!link && href.startsWith("#")) needed.add(href.slice(1));
  measure(to, ACROSS, size.width);
  measure(to, DOWN, size.height);
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      if (isDrawn(child)) to.append(copied(child, needed, size, own));
    } else to.append(child.cloneNode());
  }
  return to;
}

/** Symbols are copied by `definitions`. @param {Element} part */
const isDrawn = (part) => part.localName !== "symbol" && getComputedStyle(part).display !== "none";

/**
 * Patterns and symbols exist once on the page: copy those that the drawing uses.
 *
 * @param {Needed} needed
 */
export function definitions(needed) {
  const defs = element("defs", {});
  for (const id of needed) {
    const from = document.getElementById(id);
    if (from) defs.append(copied(from, new Set(), { width: ROOM, height: ROOM }));
  }
  return defs;
}

/**
 * Width of a text, the larger one of the font of the page and of what other programs have instead.
 *
 * @param {string} family
 * @param {string} sized Weight and size.
 */
function measureIn(family, sized) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const families = [family, fonts(family).replace(/^"?Atlas[^,]*, */, "")];
  return (/** @type {string} */ text) =>
    Math.max(
      ...families.map((one) => {
        pen.font = `${sized} ${one}`;
        return pen.measureText(text).width;
      }),
    );
}

/**
 * Text in the font of a page element.
 *
 * @param {Element} like
 * @param {number} size
 */
export function type(like, size) {
  const { fontWeight, fontFamily, color } = getComputedStyle(like);
  return {
    width: measureIn(fontFamily, `${fontWeight} ${size}px`),
    css: { fill: plain(color), "font-size": size, "font-family": fonts(fontFamily), "font-weight": fontWeight },
  };
}

/**
 * Add wrapped lines of text in the font of a page element; returns the y position below them.
 *
 * @param {Element} into
 * @param {string} text
 * @param {{ like: Element, size: number, y: number, x?: number, room?: number }} where
 */
export function write(into, text, { like, size, y, x = PAD, room = ROOM }) {
  const { width, css } = type(like, size);
  /** @type {string[]} */
  const rows = [];
  for (const word of text.split(/[ \n]+/)) {
    const longer = rows.length ? `${rows[rows.length - 1]} ${word}` : word;
    if (rows.length && width(longer) <= room) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  for (const [i, row] of rows.entries()) {
    into.append(element("text", { x, y: y + size + i * size * 1.35, ...css }, row));
  }
  return y + rows.length * size * 1.35;
}
