/** Figures of the Compare page as records: mix, strips, radar, planes. */
/** @import { Cell, Drawing, Tip } from "../draw/types.d.ts" */
/** @import { Measure, Model, Pair, Place } from "../core/types.d.ts" */
import { cell, createPlanes, elements } from "../tools.js";
import { createLanes } from "./lanes.js";
import { columnsOf, createProfile } from "./profile.js";

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {(list: Place[]) => string} names
 * @param {(name: string, one: Measure) => string} withUnit
 */
export function createFigures(model, draw, names, withUnit) {
  const { fmt, data, order } = model;
  const { t, titleOf } = draw;
  const lanes = createLanes(model, draw);
  const planes = createPlanes(model, draw);
  const profile = createProfile(model, draw, names, withUnit);
  /** @type {Place[]} */
  let chosen = [];

  /** @param {Place[]} list */
  const keysOf = (list) => list.map((place) => draw.key(place, chosen.indexOf(place)));

  /** Whether the first place and another one differ clearly in some segments. @type {(pairs: Pair[], ids: string[], place: Place) => boolean} */
  const differs = (pairs, ids, place) =>
    pairs.some(
      ({ first, second, parts }) =>
        (first === place || second === place) &&
        parts.some((one) => one.answer === "clear" && one.ids.join() === ids.join()),
    );

  function mix() {
    const without = chosen.filter(({ groups }) => !groups.length);
    const told = chosen.filter(({ groups }) => groups.length);
    const parts = model.partsOf(told);
    if (!told.length || !parts.length) {
      return draw.silent(
        t("mix_question"),
        told.length ? t("mix_none_common") : t("mix_none", { names: names(without) }),
      );
    }
    const pairs = model.compare(chosen);
    const rows = parts.map((ids) => {
      const all = model.allShare(ids);
      const note = all === null ? t("not_told") : fmt.percent(all);
      const values = told.map((place) => {
        const {
          share: [share],
          low: [low],
          high: [high],
        } = model.part(ids, place, place);
        const text = data.imported
          ? fmt.percent(share)
          : t("share_row", { share: fmt.percent(share), low: fmt.percent(low), high: fmt.percent(high) });
        /** @type {Tip} */
        const tip = [`${place.label}: ${titleOf(ids)}`, text, t("of_all", { value: note })];
        return {
          at: chosen.indexOf(place),
          name: place.label,
          value: share,
          low,
          high,
          short: fmt.percent(share),
          text,
          tip,
          full: differs(pairs, ids, place),
        };
      });
      const reference = all === null ? null : { value: all, tip: [`${t("all_customers")}: ${titleOf(ids)}`, note] };
      return {
        ids,
        head: model.nameOf(ids),
        note: all === null ? "" : t("of_all", { value: note }),
        ends: [],
        reference,
        all,
        text: note,
        lanes: values,
      };
    });
    const top = Math.max(...rows.flatMap((row) => [row.all ?? 0, ...row.lanes.map(({ high }) => high)]));
    const step = elements.ticks(0, top, 5)[1] ?? top;
    const high = Math.min(1, Math.ceil(top / step - 1e-9) * step);
    const ticks = elements.ticks(0, high, 5);
    const joined = parts.some((ids) => ids.length > 1);
    const caption = [
      t("mix_caption"),
      joined ? t("mix_joined") : "",
      without.length ? t("mix_silent", { names: names(without) }) : "",
    ];
    return draw.figure({
      id: "mix",
      question: t("mix_question"),
      title: t("mix_title"),
      caption: caption.filter(Boolean).join(" "),
      keys: draw.keys(keysOf(told)),
      columns: [
        { head: t("segment"), csv: ["segment"] },
        ...columnsOf(told, ["", "_low", "_high"]),
        { head: t("all_customers"), csv: ["all"] },
      ],
      rows: rows.map((row) => [
        cell(titleOf(row.ids)),
        ...row.lanes.map((one) => cell(one.text, one.value, one.low, one.high)),
        cell(row.text, row.all),
      ]),
      form: lanes(rows, { low: 0, high, ticks, texts: ticks.map((v) => fmt.percent(v)) }),
    });
  }

  function plane() {
    if (!data.columns.typical_spend || !data.columns[data.x]) return null;
    const list = chosen
      .map((place, at) => ({
        name: place.label,
        at,
        slug: place.slug,
        bubbles: place.groups.flatMap(({ ids, share, means }) => {
          // Under 30 customers a segment has no interval, and no mark.
          const position = place.strength === "counts" && !data.imported ? null : planes.position(means);
          return position
            ? {
                ...position,
                ids,
                share,
                label: model.told("typical_spend", means.typical_spend),
                tip: planes.tipOf(`${place.label}: ${titleOf(ids)}`, { ...position, share }),
              }
            : [];
        }),
      }))
      .filter(({ bubbles }) => bubbles.length);
    const drawn = list.flatMap(({ bubbles }) => bubbles);
    if (drawn.length < 2) return draw.silent(t("plane_question"), t("plane_none"));
    const ids = order.filter((id) => drawn.some((one) => one.ids.includes(id)));
    const outlines = planes.census(ids, true);
    /** @type {(place: string, one: import("../draw/types.d.ts").Bubble) => Cell[]} */
    const row = (place, one) => {
      const [spend, other, share] = planes.texts(one);
      return [
        cell(place),
        cell(titleOf(one.ids), one.ids.join("+")),
        cell(spend, one.y),
        cell(other, one.x),
        cell(share, one.share),
      ];
    };
    return draw.figure({
      id: "plane",
      question: t("plane_question"),
      title: t(`plane_title_${data.x}`),
      caption: t("plane_caption"),
      keys: draw.keys(keysOf(chosen.filter((_, i) => list.some(({ at }) => at === i))), draw.segmentKeys(ids)),
      columns: [
        { head: t("city"), csv: ["city"] },
        { head: t("segment"), csv: ["segment"] },
        { head: data.columns.typical_spend[0], csv: ["typical_spend"] },
        { head: data.columns[data.x][0], csv: [data.x] },
        { head: t("customers_share"), csv: ["share"] },
      ],
      rows: [
        ...list.flatMap(({ name, bubbles }) => bubbles.map((one) => row(name, one))),
        ...outlines.map((one) => row(t("all_customers"), one)),
      ],
      form: planes.form(list.map((one) => ({ ...one, bubbles: [...one.bubbles, ...outlines] }))),
    });
  }

  /** The sections for some places, without those that have nothing to show. @param {Place[]} places */
  return (places) => {
    chosen = places;
    return [mix(), ...profile(chosen), plane()].filter((one) => one !== null);
  };
}
