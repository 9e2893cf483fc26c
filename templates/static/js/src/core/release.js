/** @import { Group, Mean, Measure, PackedValue, Place, PlacesData, Segment, Strength } from "./types.d.ts" */
import { roundedError, sum, wilson, Z95 } from "./statistics.js";

/** The release as published, unpacked from the rows of generator/publish/client/compare_data.py; intervals as in
 * generator/publish/model/averages.py. */

/** @type {(value: PackedValue | undefined, step?: number) => Mean} */
export const mean = (value, step = 0) =>
  typeof value === "number"
    ? { value, step, withheld: null }
    : { value: null, step, withheld: value === false ? "few" : "absent" };

/** @param {PlacesData} data */
export function unpackRelease(data) {
  const { limits } = data;
  const order = data.segments.map(([id]) => id);

  /** @type {(typical: PackedValue, step: number, x: PackedValue, stepOfX: number) => Record<string, Mean>} */
  const groupMeans = (typical, step, x, stepOfX) => ({
    typical_spend: mean(typical, step),
    [data.x]: mean(x, stepOfX),
  });

  /** @type {Record<string, Segment>} */
  const segments = {};
  for (const [i, [id, letter, name, short, plain, ...means]] of data.segments.entries()) {
    segments[id] = { id, letter, name, short, plain: Boolean(plain), at: i + 1, means: groupMeans(...means) };
  }

  /**
   * The standard deviation inside one segment; among all customers for a place and for merged segments.
   *
   * @param {string} name
   * @param {string[]} ids
   */
  const deviation = (name, ids) => data.sds[name]?.[ids.length === 1 ? segments[ids[0]].at : 0] ?? null;

  /**
   * The standard error of a mean, from sampling and from rounding to a step.
   *
   * @param {Mean} one
   * @param {number | null} spread
   * @param {number} n
   */
  function errorOf(one, spread, n) {
    if (one.value === null || spread === null || n <= 0) return null;
    return Math.sqrt((spread * spread) / n + (one.step * one.step) / 12);
  }

  /** @type {(name: string, one: Mean, spread: number | null, n: number) => [number, number] | null} */
  function limitsOf(name, one, spread, n) {
    if (one.value === null || spread === null || n <= 0) return null;
    const error = roundedError(spread, n, one.step);
    if (limits.logarithmic.includes(name)) {
      return [one.value * Math.exp(-Z95 * error), one.value * Math.exp(Z95 * error)];
    }
    const top = name.endsWith("_pct") ? 100 : Infinity;
    return [Math.max(0, one.value - Z95 * error), Math.min(top, one.value + Z95 * error)];
  }

  /**
   * @param {PackedValue[]} row
   * @param {number} n
   * @param {Strength} strength
   */
  function measuresOf(row, n, strength) {
    /** @type {Record<string, Measure>} */
    const found = {};
    for (const [i, name] of data.measures.entries()) {
      const one = mean(row[2 * i], Number(row[2 * i + 1]));
      const ends = strength === "counts" ? null : limitsOf(name, one, deviation(name, []), n);
      found[name] = { ...one, low: ends?.[0] ?? null, high: ends?.[1] ?? null };
    }
    return found;
  }

  const all = {
    n: data.all[0],
    measures: measuresOf(data.all[1], data.all[0], "counts"),
    groups: data.all[2].map(([ids, n]) => ({ ids: ids.split("+"), n, share: n / data.all[0] })),
  };

  /**
   * The ends of a share's interval; for an imported table, which has none, both ends equal the share.
   *
   * @param {number} k
   * @param {number} n
   * @returns {[number, number]}
   */
  const endsOf = (k, n) => (data.imported ? [k / n, k / n] : wilson(k, n, limits.rounding));

  /**
   * A place's share of capped spend, unless rounding or the caps could turn its order against the share of customers;
   * as in generator/publish/model/spend.py.
   *
   * @param {number} n
   * @param {Record<string, Measure>} measures
   */
  function spendShare(n, { spend: own }) {
    const { spend: whole } = all.measures;
    const above = limits.above;
    if (!own || own.value === null || !whole?.value || above === null) return null;
    const off = (own.step + whole.step) / 2;
    const sure =
      own.value > whole.value
        ? own.value - off > whole.value / (1 - above)
        : own.value + off < whole.value * (1 - above);
    return sure ? (n * own.value) / (all.n * whole.value) : null;
  }

  /**
   * @param {PlacesData["places"][number]} row
   * @returns {Place}
   */
  function unpackPlace([slug, name, state, district, n, means, cells, aliases, label]) {
    const strength = n >= limits.claims ? "claims" : n >= limits.intervals ? "intervals" : "counts";
    const groups = cells.map(([ids, k, ...packed]) => {
      const [low, high] = endsOf(k, n);
      return { ids: ids.split("+"), n: k, share: k / n, low, high, means: groupMeans(...packed) };
    });
    const measures = measuresOf(means, n, strength);
    return {
      ...{ slug, name, state, district: Boolean(district), n, aliases, label: label || name },
      ...{
        share: n / all.n,
        strength,
        groups,
        measures,
        spendShare: spendShare(n, measures),
        rank: null,
        joint: false,
      },
    };
  }

  const places = data.places.map(unpackPlace);
  const bySlug = new Map(places.map((place) => [place.slug, place]));
  for (const [i, place] of places.entries()) {
    // Cities come first, largest first; equal counts share the better rank.
    const before = places[i - 1];
    if (place.district) continue;
    place.rank = before?.n === place.n ? before.rank : i + 1;
    place.joint = before?.n === place.n || (places[i + 1]?.n === place.n && !places[i + 1].district);
  }

  /**
   * The share of some segments among all customers, null where it cannot be derived from published groups.
   *
   * @param {string[]} ids
   */
  function allShare(ids) {
    const found = all.groups.filter((group) => group.ids.every((id) => ids.includes(id)));
    const covered = found.flatMap((group) => group.ids);
    return covered.length === ids.length ? sum(found.map((group) => group.n)) / all.n : null;
  }

  /**
   * Shade of a cell of typical spend: only where its interval excludes the value of the segment among all customers.
   *
   * @param {Group} group
   */
  function shade(group) {
    const one = group.means.typical_spend;
    const reference = group.ids.length === 1 ? segments[group.ids[0]].means.typical_spend.value : null;
    const ends = limitsOf("typical_spend", one, deviation("typical_spend", group.ids), group.n);
    if (!reference || !ends || one.value === null || (ends[0] <= reference && reference <= ends[1])) return "";
    const ratio = one.value / reference;
    return ratio < 0.8 ? "k1" : ratio < 0.95 ? "k2" : ratio < 1.05 ? "k3" : ratio < 1.25 ? "k4" : "k5";
  }

  /** @param {string} slug */
  const place = (slug) => bySlug.get(slug) ?? null;

  return { data, limits, order, segments, all, places, place, deviation, errorOf, endsOf, allShare, shade };
}
