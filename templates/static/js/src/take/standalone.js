import { definitions, element, INHERITED, PAD, paint, SVG, write, writeKeys } from "./svg.js";
import { words } from "./words.js";

/** The minimum width, so that title and source fit with a narrow drawing. */
const LEAST = 480;

/** The subject of the page. */
export function subject() {
  const end = document.title.lastIndexOf(" · ");
  return document.title === words.site ? words.site : document.title.slice(0, end);
}

/**
 * The drawing shown: the wide one (first in the page), or that of the selected choice; null for a
 * table.
 *
 * @param {Element} figure
 * @returns {SVGSVGElement | null}
 */
export function drawingOf(figure) {
  const parts = [...figure.querySelectorAll(".plot > *")];
  const shown = parts.find((part) => !/^d\d/.test(part.className) || getComputedStyle(part).display !== "none");
  return shown?.querySelector("svg[role=img]") ?? null;
}

/** @param {HTMLElement} figure */
export const titleOf = (figure) => /** @type {HTMLElement} */ (figure.querySelector(`#${figure.id}-t`));

/**
 * Figure, title, caption, keys, notes and source as one SVG.
 *
 * @param {HTMLElement} figure
 */
function build(figure) {
  const drawn = /** @type {SVGSVGElement} */ (drawingOf(figure));
  const box = drawn.viewBox.baseVal;
  const width = Math.max(box.width, LEAST) + 2 * PAD;
  const room = width - 2 * PAD;
  const title = titleOf(figure);
  const caption = title.nextElementSibling;
  const question = figure.querySelector(".q");
  const where = question ? `${subject()} · ${question.textContent}` : subject();
  /** @type {HTMLLinkElement | null} */
  const address = document.querySelector("link[rel=canonical]");
  // Where the URL stores the selection, the source links to it.
  const link = address ? [address.href + location.search] : [];
  const source = [words.source, words.window, ...link].join(" · ");
  const small = /** @type {Element} */ (figure.querySelector(".tools"));
  /** @type {Set<string>} */
  const needed = new Set();

  const out = element("svg", { xmlns: SVG, role: "img" });
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  out.append(
    element("title", {}, `${title.textContent} · ${where}`),
    element("desc", {}, document.getElementById(`${figure.id}-d`)?.textContent),
    element("rect", { width: "100%", height: "100%", fill: ground }),
  );
  let y = write(out, where, { like: small, size: 13, y: PAD - 6, room });
  y = write(out, title.textContent ?? "", { like: title, size: 20, y: y + 4, room });
  if (caption) y = write(out, caption.textContent ?? "", { like: small, size: 13, y: y + 4, room });
  y = writeKeys(out, figure, y + 10, room, needed);

  const copy = /** @type {Element} */ (drawn.cloneNode(true));
  const group = element("g", { transform: `translate(${(width - box.width) / 2} ${y + 14})` });
  paint(drawn, copy, {}, needed);
  for (const name of INHERITED) group.setAttribute(name, copy.getAttribute(name) ?? "");
  group.append(...copy.childNodes);
  out.append(definitions(needed), group);
  y += 14 + box.height + 12;
  for (const line of [...words.notes, source]) y = write(out, line, { like: small, size: 12, y: y + 4, room });

  const height = Math.ceil(y + PAD - 6);
  out.setAttribute("viewBox", `0 0 ${width} ${height}`);
  out.setAttribute("width", String(width));
  out.setAttribute("height", String(height));
  return { width, height, text: new XMLSerializer().serializeToString(out) };
}

/**
 * Always in light colours, as for printing, because exports are used in documents and slides.
 *
 * @param {HTMLElement} figure
 */
export function standalone(figure) {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  dataset.theme = "light";
  try {
    return build(figure);
  } finally {
    dataset.theme = theme;
  }
}
