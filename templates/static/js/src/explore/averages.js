/** Totals and averages of places, as records. */
/** @import { Cell, Drawing } from "../draw/types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
/** @import { Made, Row, Selection } from "./types.d.ts" */
import { cell } from "../tools.js";
import { panels } from "./tables.js";

/** @typedef {import("./tables.js").Panel & { csv: string[] }} Panel */

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {Selection} selection
 * @param {string[]} averages
 */
export function createAverages(model, draw, selection, averages) {
  const { fmt, data } = model;
  const { el, t } = draw;
  const city = { head: t("city"), csv: ["city"] };

  /** A cell with a thin bar under its value. @type {(one: Cell, part: number | null) => Cell} */
  const meter = (one, part) =>
    part === null
      ? { ...one, css: "none" }
      : {
          ...one,
          node: [
            one.text,
            el(
              "span",
              { class: "meter", "aria-hidden": "true" },
              el("i", { style: `width:${(100 * part).toFixed(1)}%` }),
            ),
          ],
        };

  /**
   * A table with bars; the view has a small scale for each column.
   *
   * @param {Row[]} rows
   * @param {Panel[]} columns
   * @returns {Made}
   */
  function metered(rows, columns) {
    const tops = columns.map(({ cells }) => Math.max(1e-9, ...cells.map(({ value }) => value ?? 0)));
    return {
      columns: [city, ...columns.map(({ title, csv }) => ({ head: title, csv }))],
      rows: rows.map((row, r) => [
        cell(row.place.label),
        ...columns.map(({ cells }, i) =>
          meter(cells[r], cells[r].value === null ? null : (cells[r].value ?? 0) / tops[i]),
        ),
      ]),
      form: { css: "full meters", spec: (room) => panels(selection.labels(rows), columns, room) },
    };
  }

  /** @param {Row[]} rows */
  function totals(rows) {
    /** @type {(title: string, csv: string, of: (row: Row) => number | null, words: (v: number) => string, none: string) => Panel} */
    const column = (title, csv, of, words, none) => ({
      title,
      csv: [csv],
      words,
      bars: true,
      cells: rows.map((row) => {
        const value = of(row);
        const text = value === null ? none : words(value);
        return { text, raw: [value], value, tip: [`${row.place.label}: ${title}`, text] };
      }),
    });
    /** @type {(v: number) => string} */
    const percent = (v) => fmt.percent(v, 1);
    return metered(rows, [
      column(t("customers"), "customers", ({ n }) => n, fmt.count, t("not_told")),
      column(
        t("customers_share"),
        "customers_share",
        ({ n }) => (n === null ? null : n / model.all.n),
        percent,
        t("not_told"),
      ),
      ...(data.measures.includes("spend")
        ? [
            column(
              t("spend_share"),
              "spend_share",
              ({ place }) => place.spendShare,
              (v) => fmt.percent(v),
              t("untold"),
            ),
          ]
        : []),
    ]);
  }

  /** @param {Row[]} rows */
  const averageColumns = (rows) => ({
    caption: t("caption_averages") + (data.unshown ? ` ${t("no_balances")}` : ""),
    ...metered(
      rows,
      averages.map((name) => {
        const [title, kind] = data.columns[name];
        const whole = model.all.measures[name];
        const all = t("of_all", { value: model.told(name, whole) });
        return {
          title,
          csv: [name, `${name}_low`, `${name}_high`],
          log: name === "typical_spend",
          reference: { value: whole.value, text: all },
          words: (v) => fmt.kind(kind, v),
          money: kind === "money" ? fmt.axisMoney : undefined,
          cells: rows.map(({ place }) => {
            const one = place.measures[name];
            const text = one.value === null ? draw.withheld(one) : model.told(name, one);
            const span = model.span(name, one);
            return {
              text,
              raw: [one.value, one.low, one.high],
              ...one,
              // Under 30 customers the number is shown, but no dot: it would have no interval.
              dot: place.strength !== "counts" || data.imported,
              tip: [`${place.label}: ${title}`, span ? `${text} (${span})` : text, all],
            };
          }),
        };
      }),
    ),
  });

  return { totals, averages: averageColumns };
}
