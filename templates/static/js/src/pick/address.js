/** @import { Model, Place } from "../core/types.d.ts" */

/** The address that holds a choice. Where a browser keeps the address of a file as it is, the one to copy is kept here. */
let address = location.href.split("#")[0];

/**
 * Slugs of a query as places, and the number of those that no page has.
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
 * Put a choice into the address; parts that say nothing are left out.
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
    // The address stays; the page works all the same.
  }
}

export const currentAddress = () => address;
