/** @import { Answer, Gap, Measure, Pair, Part, Place, Release } from "./types.d.ts" */
import { mean } from "./release.js";
import { coarsen, gapError, sum, Z95 } from "./statistics.js";

/** Differences of mix and averages, tested and gated as in generator/publish/model/pairs.py: at the level of all pairs
 * that a reader could choose, whatever is on the page. */

/**
 * 100 × larger share ÷ smaller share; infinite when the smaller is 0.
 *
 * @param {Part} part
 */
export function indexOf({ share }) {
  const small = Math.min(...share);
  return small ? (100 * Math.max(...share)) / small : Infinity;
}

/** @param {Part} part */
export const distanceOf = ({ share }) => Math.abs(share[0] - share[1]);

/** @param {Release} release */
export function comparisons(release) {
  const { data, limits, order } = release;

  /**
   * @param {string[]} ids
   * @param {Place} first
   * @param {Place} second
   * @returns {Part}
   */
  function part(ids, first, second) {
    /** @param {Place} place */
    const count = (place) =>
      sum(place.groups.filter((group) => group.ids.every((id) => ids.includes(id))).map((group) => group.n));
    const k = count(first);
    const m = count(second);
    const [a, b] = [release.endsOf(k, first.n), release.endsOf(m, second.n)];
    const [p, q] = [k / first.n, m / second.n];
    const error = gapError(k, first.n, m, second.n, limits.rounding);
    return {
      ids,
      n: [k, m],
      share: [p, q],
      low: [a[0], b[0]],
      high: [a[1], b[1]],
      ends: [p - q - Math.hypot(p - a[0], b[1] - q), p - q + Math.hypot(a[1] - p, q - b[0])],
      error,
      z: error === null ? null : (p - q) / error,
      answer: null,
    };
  }

  /**
   * The finest groups of segments that all given places publish; empty without a mix to compare.
   *
   * @param {Place[]} list
   */
  function partsOf(list) {
    if (list.some((place) => !place.groups.length)) return [];
    const common = coarsen(
      list.flatMap((place) => place.groups.map((group) => group.ids)),
      order,
    );
    return common.length > 1 ? common : [];
  }

  /**
   * @param {string} name
   * @param {Place} place
   */
  function estimate(name, place) {
    /** @type {Measure | undefined} */
    const one = place.measures[name];
    const error = release.errorOf(one ?? mean(null), release.deviation(name, []), place.n);
    return error && one && one.value !== null ? { value: one.value, error } : null;
  }

  /**
   * @param {string} name
   * @param {Place} first
   * @param {Place} second
   * @returns {Gap | null}
   */
  function gapOf(name, first, second) {
    const a = estimate(name, first);
    const b = estimate(name, second);
    if (!a || !b) return null;
    const error = Math.hypot(a.error, b.error);
    /** @type {{ measure: string, error: number, answer: null }} */
    const common = { measure: name, error, answer: null };
    if (limits.logarithmic.includes(name)) {
      if (a.value <= 0 || b.value <= 0) return null;
      const ratio = a.value / b.value;
      return {
        ...common,
        value: [a.value, b.value],
        difference: ratio,
        low: ratio * Math.exp(-Z95 * error),
        high: ratio * Math.exp(Z95 * error),
        z: Math.log(ratio) / error,
      };
    }
    const gap = a.value - b.value;
    return {
      ...common,
      value: [a.value, b.value],
      difference: gap,
      low: gap - Z95 * error,
      high: gap + Z95 * error,
      z: gap / error,
    };
  }

  /** @param {Gap} gap */
  function gapIsFar({ measure, value: [a, b] }) {
    if (measure.endsWith("_pct")) return Math.abs(a - b) >= limits.percentiles;
    if (measure === "age") return Math.abs(a - b) >= limits.years;
    return a > 0 && b > 0 && Math.abs(Math.log(a / b)) >= Math.log(limits.ratio) - 1e-12;
  }

  /** @type {(points: number, least: number) => boolean} */
  const wide = (points, least) => Math.abs(points) >= least / 100 - 1e-9;

  /** @param {Part} one */
  const partIsFar = (one) =>
    wide(distanceOf(one), limits.points) &&
    (indexOf(one) >= limits.index - 1e-9 || wide(distanceOf(one), limits.alone));

  /**
   * The answer where the 95 % interval excludes equality.
   *
   * @param {number} z
   * @param {boolean} far
   * @returns {Answer}
   */
  const apart = (z, far) => (Math.abs(z) <= limits.z ? "chance" : far ? "clear" : "small");

  /**
   * @param {Part} one
   * @param {boolean} equivalent
   * @returns {Answer | null}
   */
  function answerOfPart(one, equivalent) {
    if (one.z === null) return null;
    if (one.ends[0] <= 0 && 0 <= one.ends[1]) return equivalent ? "in_line" : "none";
    return apart(one.z, partIsFar(one));
  }

  /**
   * @param {Place} first
   * @param {Place} second
   * @returns {Pair}
   */
  function pairOf(first, second) {
    const claims = first.strength === "claims" && second.strength === "claims";
    const parts = partsOf([first, second]).map((ids) => part(ids, first, second));
    const gaps = data.speakable.flatMap((name) => gapOf(name, first, second) ?? []);
    if (claims) {
      const equivalent = parts.every((one) => !one.ends.some((end) => wide(end, limits.points)));
      for (const one of parts) one.answer = answerOfPart(one, equivalent);
      for (const one of gaps) one.answer = Math.abs(one.z) > Z95 ? apart(one.z, gapIsFar(one)) : "none";
    }
    return { first, second, claims, parts, gaps };
  }

  /**
   * Compare the first place with each of the others.
   *
   * @param {Place[]} list
   */
  const compare = (list) => list.slice(1).map((other) => pairOf(list[0], other));

  return { part, partsOf, compare };
}
