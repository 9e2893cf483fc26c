import { writeKeys, writeScale, writeSegments } from "./keys.js";
import { copied, definitions, element, PAD, ROOM, SVG, write } from "./svg.js";
import { words } from "./words.js";

/** Width of an export, whatever the width of the window; its margins are inside. */
export const WIDTH = 1040;

/** Narrower drawings are enlarged, up to this. */
const ENLARGED = 1.25;

/** Labels to the left of strips: width, and the gap after it. */
const LABEL = 200;
const GAP = 32;

/** The subject of the page. */
export function subject() {
  const end = document.title.lastIndexOf(" · ");
  return document.title === words.site ? words.site : document.title.slice(0, end);
}

/** @param {Element} part */
const isShown = (part) => getComputedStyle(part).display !== "none";

/**
 * The drawing shown, or that of the selected choice; null for a table. Of two for different widths, the wide one.
 *
 * @param {Element} figure
 * @returns {Element | null}
 */
export function drawingOf(figure) {
  const parts = [...figure.querySelectorAll(".plot > *")];
  const shown = parts.find((part) => !/^d\d/.test(part.className) || isShown(part));
  return shown?.querySelector(":is(svg, .strips)[role]") ?? null;
}

/** @param {HTMLElement} figure */
export const titleOf = (figure) => /** @type {HTMLElement} */ (figure.querySelector(`#${figure.id}-t`));

/** What a reader chose, such as "Colour by: Typical spend"; empty without a choice. @param {Element} figure */
function choiceOf(figure) {
  const chosen = figure.querySelector(".choose input:checked");
  const by = figure.querySelector(".choose legend");
  return chosen && by ? `${by.textContent}: ${chosen.closest("label")?.textContent}` : "";
}

/**
 * Add a drawing; returns the y position below it.
 *
 * @param {Element} into
 * @param {SVGSVGElement} drawn
 * @param {{ x: number, y: number, room: number, needed: import("./svg.js").Needed }} where
 */
function addDrawing(into, drawn, { x, y, room, needed }) {
  // A drawing for all widths has no view box: its positions are per cent of the room.
  const box = drawn.viewBox.baseVal;
  const fluid = !box?.width;
  const { width, height } = fluid ? { width: room, height: drawn.height.baseVal.value } : box;
  const scale = fluid ? 1 : Math.min(ENLARGED, room / width);
  const copy = copied(drawn, needed, { width, height });
  const group = element("g", { transform: `translate(${x + (room - scale * width) / 2} ${y}) scale(${scale})` });
  for (const name of ["viewBox", "width", "height"]) copy.removeAttribute(name);
  for (const { name, value } of copy.attributes) group.setAttribute(name, value);
  group.append(...copy.childNodes);
  into.append(group);
  return y + scale * height;
}

/** Add strips below each other, each with its labels; returns the y position below them. @type {typeof addDrawing} */
function addStrips(into, drawn, { x, y, room, needed }) {
  let top = y;
  for (const strip of drawn.children) {
    const line = /** @type {SVGSVGElement} */ (strip.querySelector("svg"));
    const end = addDrawing(into, line, { x: x + LABEL + GAP, y: top, room: room - LABEL - GAP, needed });
    let below = top + 18;
    for (const label of strip.querySelectorAll("p")) {
      const size = label.matches(".st") ? 15 : 13;
      below = write(into, label.textContent ?? "", { like: label, size, x, y: below, room: LABEL }) + 2;
    }
    top = Math.max(end, below) + 8;
  }
  return top;
}

/**
 * Figure, title, caption, keys, segments, notes and source as one SVG.
 *
 * @param {HTMLElement} figure
 */
function build(figure) {
  const drawn = /** @type {SVGSVGElement} */ (drawingOf(figure));
  const width = ROOM + 2 * PAD;
  const title = titleOf(figure);
  const caption = title.nextElementSibling;
  const question = figure.querySelector(".q");
  const where = [subject(), question?.textContent, choiceOf(figure)].filter(Boolean).join(" · ");
  /** @type {HTMLLinkElement | null} */
  const address = document.querySelector("link[rel=canonical]");
  // Where the URL stores the selection, the source links to it.
  const link = address ? [address.href + location.search] : [];
  const source = [words.source, words.window, ...link].join(" · ");
  const small = /** @type {Element} */ (figure.querySelector(".tools"));
  /** @type {Set<string>} */
  const needed = new Set();

  const out = element("svg", { xmlns: SVG, role: "img" });
  const ground = element("rect", { width, fill: getComputedStyle(document.documentElement).backgroundColor });
  out.append(
    element("title", {}, `${title.textContent} · ${where}`),
    element("desc", {}, document.getElementById(`${figure.id}-d`)?.textContent),
    ground,
  );
  let y = write(out, where, { like: small, size: 13, y: PAD - 6 });
  y = write(out, title.textContent ?? "", { like: title, size: 22, y: y + 4 });
  if (caption) y = write(out, caption.textContent ?? "", { like: small, size: 14, y: y + 4 });
  y = writeKeys(out, figure, y + 10, needed) + 14;
  const add = drawn.matches(".strips") ? addStrips : addDrawing;
  y = add(out, drawn, { x: PAD, y, room: ROOM, needed }) + 16;
  const below = writeScale(out, figure, y);
  // The note under a map describes its colours without a scale.
  const note = below === y ? figure.querySelector(":scope > .note") : null;
  y = below;
  y = writeSegments(out, figure, drawn, { y, like: small, needed });
  const notes = [note?.textContent ?? "", ...words.notes].filter(Boolean);
  for (const line of [...notes, source]) y = write(out, line, { like: small, size: 13, y: y + 4 });
  ground.before(definitions(needed));

  const whole = Math.ceil(y + PAD - 6);
  const height = Math.round((whole * WIDTH) / width);
  ground.setAttribute("height", String(whole));
  out.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  out.setAttribute("width", String(WIDTH));
  out.setAttribute("height", String(height));
  return { width: WIDTH, height, text: new XMLSerializer().serializeToString(out) };
}

/** Rules for narrow windows, which do not apply to exports. */
function narrowRules() {
  return [...document.styleSheets]
    .filter((sheet) => !sheet.href)
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText.includes("max-width"))
    .map((rule) => /** @type {CSSMediaRule} */ (rule).media);
}

/**
 * Always in light colours and as in a wide window, because exports are used in documents and slides.
 *
 * @param {HTMLElement} figure
 */
export function standalone(figure) {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  const narrow = narrowRules().map((media) => ({ media, text: media.mediaText }));
  dataset.theme = "light";
  for (const { media } of narrow) media.mediaText = "not all";
  try {
    return build(figure);
  } finally {
    for (const { media, text } of narrow) media.mediaText = text;
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
  }
}
