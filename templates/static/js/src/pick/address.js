/** @import { Model, Place } from "../core/types.d.ts" */

/** The URL that stores a choice. Where a browser does not allow history changes on file URLs, the one to copy is kept
here. */
let address = location.href.split("#")[0];

/**
 * Places of the slugs in a query, and the number of unknown slugs.
 *
 * @param {Model} model
 * @param {string | null} value
 */
export function readPlaces(model, value) {
  const slugs = (value ?? "")
    .split(",")
    .map((slug) => slug.trim())
    .filter(Boolean);
  /** @type {Set<Place>} */
  const places = new Set();
  let unknown = 0;
  for (const slug of slugs) {
    const place = model.place(slug);
    if (place) places.add(place);
    else unknown += 1;
  }
  return { places: [...places], unknown };
}

/**
 * Write a choice to the URL; empty parts are omitted.
 *
 * @param {Record<string, string>} parts
 */
export function writeAddress(parts) {
  const query = Object.entries(parts)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ",")}`)
    .join("&");
  address = location.href.split(/[?#]/)[0] + (query && `?${query}`);
  try {
    history.replaceState(null, "", address + location.hash);
  } catch {
    // The URL does not change; the page still works.
  }
}

export const currentAddress = () => address;
