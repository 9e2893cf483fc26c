/** @import { Model, Place } from "../core/types.d.ts" */
/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { Row, State } from "./types.d.ts" */

/** Weight of all customers in shrinkage, in customers. */
const PRIOR = 100;

/**
 * The selection as ordered rows of places. It only adds up published, rounded counts; unpublished counts are shown as
 * text.
 *
 * @param {Model} model
 * @param {Drawing} draw
 * @param {State} state
 */
export function createSelection(model, { t }, state) {
  const { fmt } = model;

  const everything = () => state.segments.length === model.order.length;

  /** @param {string[]} ids */
  const inside = (ids) => ids.every((id) => state.segments.includes(id));

  /** @param {string[]} ids */
  const touches = (ids) => ids.some((id) => state.segments.includes(id));

  /**
   * @param {Place} place
   * @returns {Row}
   */
  function cut(place) {
    const groups = place.groups.filter((group) => inside(group.ids));
    const told = model.sum(groups.map((group) => group.n));
    const beyond = !place.groups.length || place.groups.some(({ ids }) => touches(ids) && !inside(ids));
    return { place, groups, told, n: everything() ? place.n : beyond ? null : told };
  }

  /**
   * Small places are shrunk towards all customers, so that a handful of customers does not lead a list.
   *
   * @param {Place} place
   * @param {string} id
   */
  function shrunken(place, id) {
    const group = place.groups.find(({ ids }) => ids.length === 1 && ids[0] === id);
    const whole = model.allShare([id]);
    return group && whole !== null ? (group.n + PRIOR * whole) / (place.n + PRIOR) : null;
  }

  /** @type {(row: Row, name: string) => number | null} */
  function sortValue(row, name) {
    if (name === "customers") return row.n;
    if (name.startsWith("share-")) return shrunken(row.place, name.slice(6));
    return row.place.measures[name].value;
  }

  /** The rows in order; ties, and rows without a value (last), keep the order of the places. */
  function rows() {
    const cuts = (state.cities.length ? state.cities : model.places).map(cut);
    const reversed = state.sort.startsWith("-");
    const name = reversed ? state.sort.slice(1) : state.sort;
    if (name === "name") {
      const { lang } = document.documentElement;
      return cuts.sort((a, b) => (reversed ? -1 : 1) * a.place.label.localeCompare(b.place.label, lang));
    }
    return cuts
      .map((row) => ({ row, value: sortValue(row, name) }))
      .sort((a, b) => {
        if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
        return reversed ? a.value - b.value : b.value - a.value;
      })
      .map(({ row }) => row);
  }

  /**
   * Pieces of a bar: the groups of the selection, then the rest of the selection, not published separately, in grey.
   *
   * @param {Row} row
   */
  function pieces(row) {
    /** @type {{ ids: string[] | null, n: number }[]} */
    const found = row.groups.map(({ ids, n }) => ({ ids, n }));
    const rest = row.n === null ? 0 : row.n - row.told;
    return rest > 0 ? [...found, { ids: null, n: rest }] : found;
  }

  /** @param {Row[]} list */
  const labels = (list) => list.map((row) => row.place.label);

  /** @param {Row} row */
  const count = (row) => (row.n === null ? t("not_told") : fmt.count(row.n));

  /**
   * A place's cell of one segment: its group, which may be merged, or nothing.
   *
   * @param {Row} row
   * @param {string} id
   */
  const holding = (row, id) => row.place.groups.find((group) => group.ids.includes(id));

  /** @type {(row: Row, id: string) => string} */
  function cellOf(row, id) {
    const group = holding(row, id);
    if (!group) return t("not_told");
    const n = fmt.count(group.n);
    return group.ids.length > 1 ? t("together", { letters: model.letters(group.ids), n }) : n;
  }

  return { everything, inside, touches, rows, pieces, labels, count, holding, cellOf };
}
