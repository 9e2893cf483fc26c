/** Shaded tables of places, as records: typical spend and customers by segment, and positions. */
/** @import { Cell, Drawing, Form } from "../draw/types.d.ts" */
/** @import { Group, Measure, Model } from "../core/types.d.ts" */
/** @import { Made, Row, Selection, State } from "./types.d.ts" */
/** @typedef {import("./tables.js").Shade} Shade */
import { cell } from "../tools.js";
import { heat } from "./tables.js";

/** @type {[number, string][]} */
const AROUND = [
  [0, "var(--less)"],
  [0.5, "var(--paper)"],
  [1, "var(--more)"],
];

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {Selection} selection
 * @param {State} state
 */
export function createShades(model, draw, selection, state) {
  const { fmt, data, segments } = model;
  const { el, t, titleOf } = draw;
  const city = { head: t("city"), csv: ["city"] };

  /** @param {string[]} shades */
  const scale = (shades) =>
    el(
      "p",
      { class: "scale", "aria-hidden": "true" },
      el("span", {}, t("less")),
      shades.map((css) => el("b", { class: css })),
      el("span", {}, t("more")),
    );

  /**
   * A shaded table of places and segments.
   *
   * @param {Row[]} rows
   * @param {string} csv
   * @param {(group: Group) => Shade} of A cell without name in its tip.
   * @param {(id: string) => Cell} reference
   * @param {Pick<Form, "below"> & { colours: [number, string][], low: number, high: number }} looks
   * @returns {Made}
   */
  function shaded(rows, csv, of, reference, { below, ...ends }) {
    const ids = state.segments;
    /** @type {Shade[][]} */
    const cells = rows.map((row) => {
      if (!row.place.groups.length)
        return [{ text: t("not_told"), css: "none", span: ids.length, tip: [row.place.label, t("not_told")] }];
      return ids.map((id) => {
        const group = selection.holding(row, id);
        if (!group) return { text: t("not_told"), css: "none", tip: [row.place.label, t("not_told")] };
        const own = of(group);
        const joined = group.ids.length > 1;
        const text = joined ? `${own.text} ${model.letters(group.ids)}` : own.text;
        const all = joined ? [] : [t("of_all", { value: reference(id).text })];
        return {
          ...own,
          text,
          short: own.text,
          raw: joined ? [null] : own.raw,
          node: joined ? [own.text, el("i", {}, ` ${model.letters(group.ids)}`)] : null,
          tip: [`${row.place.label}: ${titleOf(group.ids)}`, text, ...all],
        };
      });
    });
    const first = Object.assign([cell(t("all_customers")), ...ids.map(reference)], { css: "ref" });
    return {
      columns: [
        city,
        ...ids.map((id) => ({
          head: [draw.tag([id]), " ", el("span", {}, segments[id].short)],
          csv: [`${csv}_${id}`],
        })),
      ],
      rows: [first, ...rows.map((row, i) => [cell(row.place.label), ...cells[i]])],
      form: {
        css: "heat",
        below,
        spec: (room) =>
          heat(
            selection.labels(rows),
            ids.map((id) => (room < 560 ? segments[id].letter : `${segments[id].letter} ${segments[id].short}`)),
            cells,
            ends,
            room,
          ),
      },
    };
  }

  /** @param {Row[]} rows */
  const spend = (rows) =>
    shaded(
      rows,
      "typical_spend",
      (group) => {
        const one = group.means.typical_spend;
        if (one.value === null) return { text: draw.withheld(one), css: "none", raw: [null], z: null };
        const whole = segments[group.ids[0]].means.typical_spend.value;
        const shade = model.shade(group);
        // The middle of the colours where a difference is not clear.
        return {
          text: model.told("typical_spend", one),
          raw: [one.value],
          css: shade,
          z: shade && whole ? 100 * (one.value / whole - 1) : 0,
        };
      },
      (id) => {
        const one = segments[id].means.typical_spend;
        return cell(one.value === null ? t("not_told") : model.told("typical_spend", one), one.value);
      },
      { below: scale(["k1", "k2", "k3", "k4", "k5"]), colours: AROUND, low: -50, high: 50 },
    );

  /** @param {Row[]} rows */
  function volume(rows) {
    const most = Math.max(1, ...rows.flatMap(({ place }) => place.groups.map(({ n }) => n)));
    return shaded(
      rows,
      "customers",
      ({ n, ids }) => {
        // Steps by the square root: a few large places would leave all others in the lightest shade.
        const css = `v${Math.min(4, Math.floor(5 * Math.sqrt(n / most)))}`;
        return { text: fmt.count(n), raw: [n], css, z: ids.length > 1 ? null : n };
      },
      (id) => {
        const whole = model.allShare([id]);
        const n = whole === null ? null : Math.round(whole * model.all.n);
        return cell(n === null ? t("not_told") : fmt.count(n), n);
      },
      {
        below: scale(["v0", "v1", "v2", "v3", "v4"]),
        colours: [
          [0, "var(--paper)"],
          [1, "var(--more)"],
        ],
        low: 0,
        high: 1.25 * most,
      },
    );
  }

  /** Shade of a mean percentile: only where its interval leaves all customers out, and never of how recently where too
   * few days have rows for a claim. @type {(one: Measure, percentile: string) => string} */
  function away({ value, low, high }, percentile) {
    const silent = value === null || low === null || high === null || (data.sparse && percentile === "recency_pct");
    if (silent || (low <= 50 && high >= 50)) return "";
    return value < 45 ? "k1" : value < 50 ? "k2" : value <= 55 ? "k4" : "k5";
  }

  /** @param {Row[]} rows @returns {Made} */
  function profile(rows) {
    const cells = rows.map(({ place }) =>
      data.strips.map(([percentile, measure, , , name]) => {
        const one = place.measures[percentile];
        const few = place.strength === "counts" || place.measures[measure].value === null || one.value === null;
        const text = few ? t("withheld") : fmt.kind("percentile", one.value ?? 0);
        const shade = few ? "none" : away(one, percentile);
        const span = few ? "" : model.span(percentile, one);
        return {
          text,
          raw: few ? [null] : [one.value],
          css: shade,
          z: few ? null : shade ? one.value : 50,
          tip: [`${place.label}: ${name}`, span ? `${text} (${span})` : text, t("of_all", { value: fmt.number(50) })],
        };
      }),
    );
    const ends = { colours: AROUND, low: 35, high: 65 };
    return {
      columns: [
        city,
        ...data.strips.map(([percentile, measure]) => ({ head: data.columns[measure][0], csv: [percentile] })),
      ],
      rows: rows.map((row, i) => [cell(row.place.label), ...cells[i]]),
      form: {
        css: "heat",
        below: scale(["k1", "k2", "k3", "k4", "k5"]),
        spec: (room) =>
          heat(
            selection.labels(rows),
            data.strips.map((strip) => strip[4]),
            cells,
            ends,
            room,
          ),
      },
    };
  }

  return { spend, volume, profile };
}
