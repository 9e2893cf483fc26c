/** Figures of the Compare and Explore pages, made of their records. Texts are in content/compare.toml and explore.toml. */
/** @import { Attributes, Cell, Child, Column, Figure, Piece } from "./types.d.ts" */
/** @import { Model, Place } from "../core/types.d.ts" */
import { fill } from "../core/formats.js";
import { form } from "../core/plurals.js";
import { el, mark, rect, s, text, width } from "./elements.js";
import { csv, csvOf, describe } from "./record.js";

/** @typedef {{ words: Record<string, string>, facts: Record<string, string> }} Page */

/**
 * @param {Model} model
 * @param {Page} page
 */
export function createDrawing(model, page) {
  const { segments } = model;
  const labels = /** @type {HTMLElement} */ (document.querySelector("script[data-explore]")).dataset;
  /** @type {((again: boolean) => void)[]} */
  let redraws = [];

  /**
   * The words of a key, filled with facts.
   *
   * @param {string} key
   * @param {Record<string, string>} [facts]
   */
  function t(key, facts) {
    if (!Object.hasOwn(page.words, key)) throw new Error(`no words named ${key}`);
    return fill(page.words[key], { ...page.facts, ...facts });
  }

  /** The words of a key in the plural form of a number. @type {(key: string, n: number, facts: Record<string, string>) => string} */
  const counted = (key, n, facts) => t(form(page.words, key, n, model.data.format.language), facts);

  /** Why there is no average. @param {import("../core/types.d.ts").Mean} one */
  const withheld = (one) => t(one.withheld === "few" ? "withheld" : "absent");

  /** @param {string[]} ids */
  const tag = (ids) => ids.map((id) => el("b", { class: `tag s-${id}` }, segments[id].letter));

  /** @type {(place: Place, i: number) => HTMLElement} */
  const key = (place, i) =>
    el(
      "span",
      { class: "key" },
      s("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, mark(i, 0, 0, 4.6)),
      ` ${place.label}`,
    );

  /** @param {Child[]} list */
  const keys = (...list) =>
    el(
      "p",
      { class: "note keys" },
      list.flat().map((one) => [one, " "]),
    );

  /** @param {string[]} ids */
  const segmentKeys = (ids) => ids.map((id) => el("span", { class: "key" }, tag([id]), ` ${segments[id].short}`));

  /** @param {string[]} ids */
  const titleOf = (ids) => `${model.letters(ids)} ${model.nameOf(ids)}`;

  /**
   * Customers of some segments as a rectangle with their letters: full where a difference is clear, else a tint with a
   * foot; joined segments lie in bands, later ones of the palette are striped, null is what is not shown separately.
   *
   * @type {(ids: string[] | null, x: number, y: number, w: number, h: number, full?: boolean) => Child}
   */
  function piece(ids, x, y, w, h, full = false) {
    if (!ids) return rect(x, y, w, h, "allf");
    const band = h / ids.length;
    const grounds = ids.map((id, i) => {
      const top = y + i * band;
      const foot = Math.min(6, 0.3 * band);
      const stripes = segments[id].plain
        ? null
        : rect(x, full ? top : top + band - foot, w, full ? band : foot, "stripe");
      return s(
        "g",
        { class: `s-${id}` },
        rect(x, top, w, band, full ? "full" : "tint"),
        full ? null : rect(x, top + band - foot, w, foot, "foot5"),
        stripes,
      );
    });
    const letters = model.letters(ids);
    const fits = w > width(letters, 13, true) + 10 && h > 13;
    const css = ids.length > 1 ? "x lh" : full && segments[ids[0]].plain ? "on" : "x";
    const lettered = fits
      ? s("g", { class: `s-${ids[0]}` }, text(x + 5, y + Math.min(h / 2 + (full ? 4.5 : 2), 16), letters, `tg ${css}`))
      : null;
    return [grounds, lettered];
  }

  /** @type {(tag: "th" | "td", cell: Cell | Child, attributes: Attributes) => HTMLElement} */
  function cellOf(name, cell, attributes) {
    const own = cell !== null && typeof cell === "object" && "text" in cell && !(cell instanceof Node) ? cell : null;
    if (!own) return el(name, attributes, /** @type {Child} */ (cell));
    const more = { class: own.css, colspan: own.span, "data-t": own.tip?.join("\n") };
    return el(name, { ...attributes, ...more }, own.node ?? own.text);
  }

  /**
   * A table; the first cell of a row names it.
   *
   * @param {string} caption
   * @param {Child[]} head
   * @param {((Cell | Child)[] & { css?: string })[]} rows
   * @param {string} [css]
   */
  function table(caption, head, rows, css) {
    const body = rows.map((row) =>
      el(
        "tr",
        { class: row.css },
        row.map((cell, i) => (i ? cellOf("td", cell, {}) : cellOf("th", cell, { scope: "row" }))),
      ),
    );
    return el(
      "table",
      { class: css },
      el("caption", { class: "vh" }, caption),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((one) => el("th", { scope: "col" }, one)),
        ),
      ),
      el("tbody", {}, body),
    );
  }

  /** @param {Figure} f */
  function tableOf({ title, columns, rows, form: { css } }) {
    const shown = columns.flatMap(({ head }, i) => (head ? i : []));
    // Columns of the CSV only are the last.
    const cells = rows.map((row) => Object.assign(row.slice(0, shown.length), { css: row.css }));
    return table(
      title,
      shown.map((i) => columns[i].head),
      cells,
      css,
    );
  }

  /** @type {(id: string, node: Node) => HTMLElement} */
  const scrolled = (id, node) =>
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-labelledby": `${id}-t` }, node);

  /**
   * The row under a figure: table, downloads, interactive view.
   *
   * @param {Figure} f
   * @param {boolean} viewed
   */
  function tools(f, viewed) {
    /** @type {(part: string) => Attributes} */
    const named = (part) => ({ id: f.id + part, "aria-labelledby": `${f.id}${part} ${f.id}-t` });
    const href = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${csvOf(f)}`)}`;
    const summary = el("summary", { "aria-label": t("table_of", { names: f.title }) }, t("table"));
    const link = el("a", { download: `${f.id}.csv`, href, ...named("-c") }, t("csv"));
    return el(
      "div",
      { class: "tools" },
      f.form.draw ? el("details", {}, summary, scrolled(f.id, tableOf(f))) : null,
      el("details", { class: "out" }, el("summary", named("-o"), t("take")), el("div", { class: "ways" }, link)),
      viewed
        ? [
            el(
              "button",
              { class: "explore", "aria-expanded": "false", ...named("-x") },
              el("span", {}, labels.explore),
            ),
            el("p", { class: "msg", role: "status" }),
          ]
        : null,
    );
  }

  /** @param {Figure} f */
  function figure(f) {
    const { draw, spec } = f.form;
    const plot = el("div", { class: "plot" });
    const json = el("script", { type: "application/json" });
    const caption = el(
      "figcaption",
      {},
      el("p", { class: "q" }, f.question),
      el("h2", { id: `${f.id}-t` }, f.title),
      f.caption ? el("p", {}, f.caption) : null,
    );
    const told = draw
      ? el("p", { class: "vh", id: `${f.id}-d` }, describe(f, t("described", { names: f.title })))
      : null;
    const node = el("figure", { id: f.id, "aria-labelledby": `${f.id}-t` }, caption, f.keys, told, plot);
    const held = plot.appendChild(draw ? el("div") : scrolled(f.id, tableOf(f)));
    if (f.form.below) plot.append(/** @type {Node} */ (f.form.below));
    const viewed = Boolean(spec?.(innerWidth));
    if (viewed) node.append(json);
    node.append(tools(f, viewed));
    redraws.push((again) => {
      const room = Math.floor(plot.clientWidth || node.clientWidth);
      if (!room || (!again && String(room) === plot.dataset.room)) return;
      plot.dataset.room = String(room);
      json.textContent = JSON.stringify(spec?.(room) ?? null);
      if (!draw) return;
      const { height, body } = draw(room);
      const named = { role: "img", "aria-labelledby": `${f.id}-t`, "aria-describedby": `${f.id}-d` };
      held.replaceChildren(s("svg", { viewBox: `0 0 ${room} ${height}`, ...named }, body));
    });
    return el("section", {}, node);
  }

  /** Without values: the question and why there is no figure. @type {(question: string, words: string) => HTMLElement} */
  const silent = (question, words) => el("section", {}, el("p", { class: "q" }, question), el("p", {}, words));

  /** Draw for the width there is; again, although it is the same, where a text may have another width. */
  function redraw(again = false) {
    for (const one of redraws) one(again);
  }

  /** Before figures give way to others: their views close. */
  function clear() {
    redraws = [];
    document.dispatchEvent(new Event("atlas-clear"));
  }

  addEventListener("resize", () => redraw());
  document.fonts.addEventListener("loadingdone", () => redraw(true));
  return {
    withheld,
    el,
    s,
    t,
    counted,
    tag,
    key,
    keys,
    segmentKeys,
    titleOf,
    piece,
    mark,
    table,
    figure,
    silent,
    csv,
    redraw,
    clear,
  };
}
