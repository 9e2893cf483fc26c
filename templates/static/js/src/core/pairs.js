/** @import { Gap, Measure, Pair, Part, Place, Release } from "./types.d.ts" */
import { mean } from "./release.js";
import { adjustedResidual, benjaminiHochberg, coarsen, homogeneityP, sum, twoSidedP, Z95 } from "./statistics.js";

/** Differences of mix and averages, tested and gated as in generator/publish/model/pairs.py. */

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
    return {
      ids,
      n: [k, m],
      share: [k / first.n, m / second.n],
      low: [a[0], b[0]],
      high: [a[1], b[1]],
      residual: adjustedResidual(k, first.n, k + m, first.n + second.n),
      q: null,
      passes: false,
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
    const common = { measure: name, q: null, passes: false };
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
  function farEnough({ measure, value: [a, b] }) {
    if (measure.endsWith("_pct")) return Math.abs(a - b) >= limits.percentiles;
    if (measure === "age") return Math.abs(a - b) >= limits.years;
    return a > 0 && b > 0 && Math.abs(Math.log(a / b)) >= Math.log(limits.ratio) - 1e-12;
  }

  /** @param {Part} one */
  const partFarEnough = (one) => indexOf(one) >= limits.index - 1e-9 && distanceOf(one) >= limits.points / 100 - 1e-9;

  /**
   * @param {Place} first
   * @param {Place} second
   * @returns {Pair}
   */
  function pairOf(first, second) {
    const parts = partsOf([first, second]).map((ids) => part(ids, first, second));
    const p = parts.length
      ? homogeneityP(
          parts.map((one) => one.n[0]),
          parts.map((one) => sum(one.n)),
        )
      : null;
    const gaps = data.speakable.flatMap((name) => gapOf(name, first, second) ?? []);
    return { first, second, claims: first.strength === "claims" && second.strength === "claims", parts, p, gaps };
  }

  /**
   * Compare the first place with each of the others: one family of tests over all pairs.
   *
   * @param {Place[]} list
   */
  function compare(list) {
    const pairs = list.slice(1).map((other) => pairOf(list[0], other));
    /** @type {{ one: Part | Gap, z: number, far: boolean }[]} */
    const tests = [];
    for (const pair of pairs.filter(({ claims }) => claims)) {
      for (const one of pair.parts) {
        if (one.residual !== null) tests.push({ one, z: one.residual, far: partFarEnough(one) });
      }
      for (const one of pair.gaps) tests.push({ one, z: one.z, far: farEnough(one) });
    }
    const adjusted = benjaminiHochberg(tests.map(({ z }) => twoSidedP(z)));
    for (const [i, { one, far }] of tests.entries()) {
      one.q = adjusted[i];
      one.passes = adjusted[i] < limits.q && far;
    }
    return pairs;
  }

  return { part, partsOf, compare };
}
