/** Plotly specs of a page: parsing, colours, and the selected choice. */

/** @typedef {{ [key: string]: any }} Json */

/**
 * Replace custom properties in a spec by the theme's colours.
 *
 * @param {any} value
 * @param {CSSStyleDeclaration} style
 * @returns {any}
 */
function resolveColours(value, style) {
  if (typeof value === "string") {
    return value.startsWith("var(") ? style.getPropertyValue(value.slice(4, -1)).trim() : value;
  }
  if (Array.isArray(value)) return value.map((item) => resolveColours(item, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveColours(item, style)]));
  }
  return value;
}

/** @type {(into: Json, changes: Json) => void} */
function merge(into, changes) {
  for (const [key, value] of Object.entries(changes)) {
    if (value && typeof value === "object" && !Array.isArray(value) && into[key]) merge(into[key], value);
    else into[key] = value;
  }
}

/**
 * Touch scrolls the page; only a mouse or a pen selects an area to zoom into.
 *
 * @param {Json} layout
 */
export function zooms(layout) {
  return Boolean(layout.xaxis && layout.yaxis && matchMedia("(pointer: fine)").matches);
}

/**
 * The spec of a figure with the current choice and theme, and on a phone with what that changes.
 *
 * @param {HTMLElement} figure
 */
export function specOf(figure) {
  const text = figure.querySelector("script[type='application/json']")?.textContent ?? "";
  const spec = resolveColours(JSON.parse(text), getComputedStyle(document.documentElement));
  /** @type {HTMLInputElement | null} */
  const choice = figure.querySelector("input:checked");
  const meta = spec.layout.meta ?? {};
  if (meta.narrow && matchMedia("(max-width: 719.9px)").matches) merge(spec, meta.narrow);
  if (choice) merge(spec, meta[choice.value] ?? {});
  const { layout } = spec;
  layout.font.family = getComputedStyle(document.body).fontFamily;
  layout.autosize = true;
  layout.dragmode = false;
  if (zooms(layout)) {
    layout.dragmode = "zoom";
    for (const [name, axis] of Object.entries(layout)) if (/^[xy]axis/.test(name)) axis.fixedrange = false;
  }
  return spec;
}
