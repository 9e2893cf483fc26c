/** @import { Model, Place } from "../core/types.d.ts" */
/** @import { State } from "./types.d.ts" */

export const TOPS = [10, 20, 50, 100];

/**
 * @param {Model} model
 * @returns {State}
 */
export const initialState = (model) => ({
  cities: [],
  segments: model.order,
  top: 20,
  sort: "customers",
  page: 1,
  view: "stacked",
});

/**
 * Sort keys of rows; a leading "-" reverses the order.
 *
 * @param {Model} model
 * @param {string[]} averages
 */
export const sortsOf = (model, averages) => [
  "customers",
  "name",
  ...averages,
  ...model.order.map((id) => `share-${id}`),
];

/**
 * Parse the state from a query string, and report whether any of it is unknown.
 *
 * @param {Model} model
 * @param {(value: string | null) => { places: Place[], unknown: number }} readPlaces
 * @param {{ view: string[], sort: string[] }} known
 */
export function readState(model, readPlaces, known) {
  const query = new URLSearchParams(location.search);
  const cities = readPlaces(query.get("cities"));
  const asked = (query.get("segments") ?? "").split(",").filter(Boolean);
  const segments = model.order.filter((id) => asked.includes(id));
  let unknown = cities.unknown > 0 || asked.some((id) => !model.order.includes(id));

  /** @type {(name: string, fits: (value: string) => boolean) => string | null} */
  function one(name, fits) {
    const value = query.get(name);
    if (value === null || fits(value)) return value;
    unknown = true;
    return null;
  }

  const top = one("top", (value) => TOPS.map(String).includes(value));
  const page = one("page", (value) => /^[1-9]\d{0,5}$/.test(value));
  const view = one("view", (value) => known.view.includes(value));
  const sort = one("sort", (value) => known.sort.includes(value.replace(/^-/, "")));
  const start = initialState(model);
  /** @type {State} */
  const state = {
    cities: cities.places,
    segments: segments.length ? segments : model.order,
    top: Number(top ?? start.top),
    sort: sort ?? start.sort,
    page: Number(page ?? start.page),
    view: view ?? start.view,
  };
  return { state, unknown };
}

/**
 * The query parameters of a state; defaults are omitted.
 *
 * @param {Model} model
 * @param {State} state
 */
export function addressOf(model, state) {
  const start = initialState(model);
  /** @type {(name: "top" | "sort" | "page" | "view") => string} */
  const changed = (name) => (state[name] === start[name] ? "" : String(state[name]));
  return {
    cities: state.cities.map((place) => place.slug).join(","),
    segments: state.segments.length === model.order.length ? "" : state.segments.join(","),
    top: changed("top"),
    sort: changed("sort"),
    page: changed("page"),
    view: changed("view"),
  };
}
