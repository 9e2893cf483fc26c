/** Customers of places by segment: bars, shares and the treemap, as records. */
/** @import { Cell, Column, Drawing } from "../draw/types.d.ts" */
/** @import { Group, Model } from "../core/types.d.ts" */
/** @import { Made, Row, Selection, State } from "./types.d.ts" */
import { cell, elements } from "../tools.js";
import { createStacked } from "./stacked.js";
import { createTreemap } from "./treemap.js";

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {Selection} selection
 * @param {State} state
 */
export function createCounts(model, draw, selection, state) {
  const { fmt } = model;
  const { el, t, titleOf } = draw;
  const stacked = createStacked(model, draw);
  const treemap = createTreemap(model, draw);
  const shown = () => state.segments;
  /** @type {Column} */
  const city = { head: t("city"), csv: ["city"] };
  /** @param {string} prefix @returns {Column[]} */
  const segmentColumns = (prefix) => shown().map((id) => ({ head: titleOf([id]), csv: [`${prefix}_${id}`] }));
  /** Joined segments, in the CSV only. */
  const joinedColumn = { csv: ["joined"] };
  /** @param {Row} row @returns {Cell} */
  const joinedCell = ({ place }) =>
    cell(
      "",
      place.groups
        .flatMap(({ ids, n }) => (ids.length > 1 && selection.touches(ids) ? `${ids.join("+")}:${n}` : []))
        .join(" "),
    );

  /** @param {Row} row */
  function pieces(row) {
    return selection.pieces(row).map((one) => {
      const n = fmt.count(one.n);
      const whole = one.ids ? model.allShare(one.ids) : null;
      const all = whole === null ? [] : [t("of_all", { value: fmt.percent(whole) })];
      const share = fmt.percent(one.n / row.place.n);
      const own = one.ids && one.ids.length > 1 ? t("together", { letters: model.letters(one.ids), n }) : n;
      return {
        ...one,
        words: one.ids ? `${model.letters(one.ids)} ${n}` : n,
        tip: [`${row.place.label}: ${one.ids ? titleOf(one.ids) : t("unsplit")}`, own, [share, ...all].join(", ")],
      };
    });
  }

  /** @param {Row} row */
  const restOf = (row) => selection.pieces(row).find(({ ids }) => !ids)?.n ?? null;

  /** Counts by place and segment. @param {Row[]} rows */
  function counts(rows) {
    const grey = rows.some((row) => restOf(row) !== null);
    const count = (/** @type {number | null} */ n) => cell(n === null ? "" : fmt.count(n), n);
    /** @type {(row: Row, id: string) => Cell} */
    const own = (row, id) => {
      const group = selection.holding(row, id);
      return cell(selection.cellOf(row, id), group?.ids.length === 1 ? group.n : null);
    };
    return {
      columns: [
        city,
        ...segmentColumns("customers"),
        ...(grey ? [{ head: t("unsplit"), csv: ["unsplit"] }] : []),
        { head: t("customers"), csv: ["customers"] },
        joinedColumn,
      ],
      rows: rows.map((row) => [
        cell(row.place.label),
        ...shown().map((id) => own(row, id)),
        ...(grey ? [count(restOf(row))] : []),
        cell(selection.count(row), row.n),
        joinedCell(row),
      ]),
    };
  }

  /** @param {Row[]} rows */
  function keysOf(rows) {
    const grey = rows.some((row) => restOf(row) !== null);
    const swatch = elements.s(
      "svg",
      { width: 14, height: 14, "aria-hidden": "true" },
      elements.rect(0, 1, 13, 13, "allf"),
    );
    return draw.keys(draw.segmentKeys(shown()), grey ? [el("span", { class: "key" }, swatch, ` ${t("unsplit")}`)] : []);
  }

  /** @param {Row[]} rows @returns {Made} */
  function distribution(rows) {
    const bars = rows.map((row) => {
      const own = pieces(row);
      return {
        name: row.place.label,
        pieces: own,
        total: row.n === null ? "" : fmt.count(row.n),
        silent: row.n === null || !own.length ? t("not_told") : "",
      };
    });
    return { ...counts(rows), keys: keysOf(rows), caption: t("caption_stacked"), form: stacked(bars, state.view) };
  }

  /** @param {Row[]} rows @returns {Made} */
  function shares(rows) {
    /** @type {(row: Row, group: Group) => string} */
    const textOf = (row, { ids, n }) => {
      const share = fmt.percent(n / row.told);
      return ids.length > 1 ? t("together", { letters: model.letters(ids), n: share }) : share;
    };
    const bars = rows.map((row) => ({
      name: row.place.label,
      total: "",
      silent: row.groups.length ? "" : t("not_told"),
      pieces: row.groups.map((group) => ({
        ids: group.ids,
        n: group.n,
        words: "",
        tip: [`${row.place.label}: ${titleOf(group.ids)}`, textOf(row, group)],
      })),
    }));
    return {
      columns: [city, ...segmentColumns("share")],
      rows: rows.map((row) => [
        cell(row.place.label),
        ...shown().map((id) => {
          const group = row.groups.find(({ ids }) => ids.includes(id));
          return group && row.told
            ? cell(textOf(row, group), group.ids.length > 1 ? null : group.n / row.told)
            : cell(t("not_told"), null);
        }),
      ]),
      keys: keysOf([]),
      caption: t("caption_share"),
      form: stacked(bars, state.view),
    };
  }

  /** Area is customers: the places of this page of the selection, and inside each what is selected. @param {Row[]} rows @returns {Made | string} */
  function tree(rows) {
    const cities = rows
      .map((row) => {
        const n = row.n ?? row.told;
        return { name: row.place.label, n, tip: [row.place.label, fmt.count(n)], pieces: pieces(row) };
      })
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.n - a.n);
    return cities.length ? { ...counts(rows), keys: keysOf(rows), form: treemap(cities) } : t("tree_none");
  }

  return { stacked: distribution, grouped: distribution, share: shares, treemap: tree };
}
