/** Positions of places among all customers, as records: strips and a radar. */
/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { Measure, Model, Place } from "../core/types.d.ts" */
import { cell } from "../tools.js";
import { createLanes } from "./lanes.js";
import { radar } from "./radar.js";

/** @typedef {[string, string, string, string, string]} Strip */

/** Columns of places. @type {(places: Place[], suffixes: string[]) => { head: string, csv: string[] }[]} */
export const columnsOf = (places, suffixes) =>
  places.map(({ label, slug }) => ({ head: label, csv: suffixes.map((one) => slug + one) }));

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {(list: Place[]) => string} names
 * @param {(name: string, one: Measure) => string} withUnit
 */
export function createProfile(model, draw, names, withUnit) {
  const { fmt, data } = model;
  const { t } = draw;
  const lanes = createLanes(model, draw);
  /** @type {Place[]} */
  let chosen = [];

  /** The position of a place on a strip; null where there is none, or the average printed beside it is not shown. @type {(place: Place, strip: Strip) => Measure | null} */
  function known(place, [percentile, measure]) {
    const one =
      place.strength === "counts" || place.measures[measure].value === null ? null : place.measures[percentile];
    return one?.value === null ? null : one;
  }

  /** @type {(strip: Strip, place: Place) => string} */
  function positionText(strip, place) {
    const one = known(place, strip);
    if (one?.value == null) return t("withheld");
    const value = fmt.kind("percentile", one.value);
    const at =
      one.low === null
        ? t("percentile", { value })
        : t("percentile_span", { value, interval: model.span(strip[0], one) });
    return `${withUnit(strip[1], place.measures[strip[1]])}; ${at}`;
  }

  function strips() {
    const shown = data.strips.filter((strip) => chosen.some((place) => known(place, strip)));
    const few = data.imported ? [] : chosen.filter(({ strength }) => strength === "counts");
    const note = few.length ? t("profile_few", { names: names(few) }) : "";
    if (!shown.length) return few.length ? draw.silent(t("profile_question"), note) : null;
    const rows = shown.map((strip) => {
      const [, measure, left, right] = strip;
      const title = data.columns[measure][0];
      const whole = withUnit(measure, model.all.measures[measure]);
      const values = chosen.map((place, at) => {
        const { value = null, low = null, high = null } = known(place, strip) ?? {};
        const text = positionText(strip, place);
        const short = value === null ? t("withheld") : model.told(measure, place.measures[measure]);
        return {
          at,
          name: place.label,
          value,
          low,
          high,
          short,
          text,
          raw: value === null ? null : place.measures[measure].value,
          tip: [`${place.label}: ${title}`, text, t("of_all", { value: whole })],
          full: false,
        };
      });
      const reference = { value: 50, tip: [`${t("all_customers")}: ${title}`, whole] };
      return {
        ids: [],
        head: title,
        note: t("of_all", { value: whole }),
        ends: [left, right],
        reference,
        lanes: values,
        whole,
        all: model.all.measures[measure].value,
      };
    });
    const ends = rows
      .flatMap((row) => row.lanes.flatMap(({ value, low, high }) => [low, value, high]))
      .filter((v) => v !== null);
    const low = Math.max(0, 5 * Math.floor(Math.min(22, ...ends) / 5));
    const high = Math.min(100, 5 * Math.ceil(Math.max(78, ...ends) / 5));
    const ticks = [25, 50, 75];
    return draw.figure({
      id: "profile",
      question: t("profile_question"),
      title: t("profile_title"),
      caption: [t("profile_caption"), note].filter(Boolean).join(" "),
      keys: draw.keys(chosen.map(draw.key)),
      columns: [
        { head: t("measure"), csv: ["measure"] },
        ...columnsOf(chosen, ["", "_percentile", "_low", "_high"]),
        { head: t("all_customers"), csv: ["all"] },
      ],
      rows: rows.map((row) => [
        cell(row.head),
        ...row.lanes.map((one) => cell(one.text, one.raw, one.value, one.low, one.high)),
        cell(row.whole, row.all),
      ]),
      form: lanes(rows, { low, high, ticks, texts: ticks.map((v) => fmt.number(v)) }),
    });
  }

  function shapes() {
    const list = chosen.filter(({ strength }) => strength !== "counts");
    const sides = data.strips.filter((strip) => list.every((place) => known(place, strip)));
    if (sides.length < 3 || !list.length) return null;
    const cells = sides.map((strip) =>
      list.map((place) => {
        const value = place.measures[strip[0]].value ?? 0;
        const text = fmt.kind("percentile", value);
        return {
          text,
          raw: [value],
          value,
          tip: [`${place.label}: ${strip[4]}`, text, t("of_all", { value: fmt.number(50) })],
        };
      }),
    );
    const rings = list.map((place, i) => ({
      at: chosen.indexOf(place),
      name: place.label,
      values: cells.map((row) => row[i].value),
      tips: cells.map((row) => row[i].tip),
    }));
    return draw.figure({
      id: "radar",
      question: t("radar_question"),
      title: t("radar_title"),
      caption: t("radar_caption"),
      keys: draw.keys(list.map((place) => draw.key(place, chosen.indexOf(place)))),
      columns: [
        { head: t("measure"), csv: ["measure"] },
        ...columnsOf(list, ["_percentile"]),
        { head: t("all_customers"), csv: ["all"] },
      ],
      rows: sides.map((strip, i) => [
        cell(data.columns[strip[1]][0]),
        ...cells[i].map(({ text, raw }) => ({ text, raw })),
        cell(fmt.number(50), 50),
      ]),
      form: radar(
        sides.map((strip) => strip[4]),
        rings,
        t("all_customers"),
      ),
    });
  }

  /** @param {Place[]} places */
  return (places) => {
    chosen = places;
    return [strips(), shapes()];
  };
}
