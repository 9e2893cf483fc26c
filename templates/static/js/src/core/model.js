/** @import { PlacesData } from "./types.d.ts" */
import { formatter } from "./formats.js";
import { comparisons } from "./pairs.js";
import { unpackRelease } from "./release.js";
import { wording } from "./sentences.js";
import { sum } from "./statistics.js";

/**
 * The release with its formats, comparisons and sentences, for the Compare and Explore pages.
 *
 * @param {PlacesData} data
 */
export function createModel(data) {
  const fmt = formatter(data.format);
  const release = unpackRelease(data);
  return { fmt, sum, ...release, ...comparisons(release), ...wording(release, fmt) };
}
