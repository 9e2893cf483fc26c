/** Segments of the selection on the plane, as a record. */
/** @import { Cell, Drawing } from "../draw/types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
/** @import { Made, Row, Selection, State } from "./types.d.ts" */
import { cell, createPlanes } from "../tools.js";

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {Selection} selection
 * @param {State} state
 */
export function createPositioning(model, draw, selection, state) {
  const { fmt, data } = model;
  const { t, titleOf } = draw;
  const planes = createPlanes(model, draw);

  /** Without chosen places all customers as published, else the averages of the places chosen. @param {Row[]} rows @returns {Made | string} */
  function positioning(rows) {
    const chosen = state.cities.length > 0;
    const found = chosen
      ? weighted(rows)
      : planes
          .census(state.segments, false)
          .map((one) => ({ ...one, n: Math.round(one.share * model.all.n), cities: 0 }));
    if (!found.length) return t("plane_none");
    const outlines = chosen
      ? planes.census(
          found.flatMap(({ ids }) => ids),
          true,
        )
      : [];
    const whole = model.sum(found.map(({ n }) => n));
    /** @type {(one: import("../draw/types.d.ts").Bubble, n: number | null, cities: number | null, name: string) => Cell[]} */
    const row = (one, n, cities, name) => {
      const [spend, other, share] = planes.texts(one);
      return [
        cell(name),
        cell(spend, one.y),
        cell(other, one.x),
        cell(share, one.share),
        cell(n === null ? "" : fmt.count(n), n),
        ...(chosen ? [cell(cities === null ? "" : fmt.count(cities), cities)] : []),
      ];
    };
    return {
      caption: chosen
        ? t("caption_positioning", {
            cities: draw.counted("places", rows.length, { n: fmt.count(rows.length) }),
            customers: fmt.count(whole),
          })
        : t("caption_positioning_all"),
      keys: draw.keys(draw.segmentKeys(found.flatMap(({ ids }) => ids))),
      columns: [
        { head: t("segment"), csv: ["segment"] },
        { head: data.columns.typical_spend[0], csv: ["typical_spend"] },
        { head: data.columns[data.x][0], csv: [data.x] },
        { head: t("customers_share"), csv: ["share"] },
        { head: t("customers"), csv: ["customers"] },
        ...(chosen ? [{ head: t("choose_cities"), csv: ["places"] }] : []),
      ],
      rows: [
        ...found.map((one) => row(one, one.n, one.cities, titleOf(one.ids))),
        ...outlines.map((one) => row(one, null, null, `${titleOf(one.ids)} · ${t("all_customers")}`)),
      ],
      form: planes.form([{ name: "", at: null, bubbles: [...found, ...outlines] }]),
    };
  }

  /** Segments of several places: their published averages, weighted by customers. @param {Row[]} rows */
  function weighted(rows) {
    const found = state.segments.flatMap((id) => {
      const known = rows.flatMap((row) => {
        const group = selection.holding(row, id);
        const at = group?.ids.length === 1 ? planes.position(group.means) : null;
        return group && at ? [{ n: group.n, ...at }] : [];
      });
      const n = model.sum(known.map((one) => one.n));
      const x = model.sum(known.map((one) => one.n * one.x)) / n;
      const y = Math.exp(model.sum(known.map((one) => one.n * Math.log(one.y))) / n);
      // Several averages together are printed as finely as the least fine of them.
      /** @type {(name: string, value: number) => import("../core/types.d.ts").Mean} */
      const together = (name, value) => ({
        value,
        step: Math.max(...known.map((one) => one.means[name].step)),
        withheld: null,
      });
      const means = { typical_spend: together("typical_spend", y), [data.x]: together(data.x, x) };
      return n ? [{ ids: [id], n, cities: known.length, x, y, means }] : [];
    });
    const whole = model.sum(found.map(({ n }) => n));
    return found.map((one) => {
      const at = { ...one, share: one.n / whole };
      return {
        ...at,
        label: `${model.told("typical_spend", at.means.typical_spend)} · ${fmt.percent(at.share)}`,
        tip: planes.tipOf(titleOf(at.ids), at),
      };
    });
  }

  return positioning;
}
