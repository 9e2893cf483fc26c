/** @import { Finding, Formatter, Gap, Mean, Measure, Pair, Part, Release, Sentence } from "./types.d.ts" */
import { fill } from "./formats.js";
import { distanceOf, indexOf } from "./pairs.js";

/** Sentences about two places: fact, guard, pattern, as in generator/publish/claims/comparison.py and
 * generator/publish/claims/rules/pair.py. */

/**
 * A name inside a sentence: its first letter in lower case, unless the second one is upper case.
 *
 * @param {string} name
 */
function inline(name) {
  const second = name.charAt(1);
  const small = second.toLowerCase() === second && second.toUpperCase() !== second;
  return small ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** @type {(one: Finding, other: Finding) => number} */
function largestFirst(one, other) {
  const [a, b] = [one.key ?? "", other.key ?? ""];
  return (other.size ?? 0) - (one.size ?? 0) || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * @param {Release} release
 * @param {Formatter} fmt
 */
export function wording(release, fmt) {
  const { data, limits, order, segments } = release;

  /** @type {(pattern: string, facts: Record<string, string>) => string} */
  const say = (pattern, facts) => fill(pattern, { ...data.facts, ...facts });

  /** @param {string[]} list */
  const join = (list) =>
    list.length < 2
      ? list.join("")
      : say(data.names.and, { first: list.slice(0, -1).join(", "), last: list[list.length - 1] });

  /** @param {string[]} ids */
  const letters = (ids) => ids.map((id) => segments[id].letter).join("+");

  /** @param {string[]} ids */
  function nameOf(ids) {
    if (ids.length === 1) return segments[ids[0]].name;
    if (ids.length === order.length) return data.names.all_of_them;
    const names = ids.map((id, i) => (i ? inline(segments[id].name) : segments[id].name));
    return say(data.names.together, { names: join(names) });
  }

  /** @type {(name: string, one: Mean) => string} */
  const told = (name, one) =>
    one.value === null
      ? data.format.withheld[one.withheld ?? "absent"]
      : fmt.kind(data.columns[name][1], one.value, one.step);

  /** @type {(name: string, one: Measure) => string} */
  const span = (name, one) =>
    one.low === null || one.high === null ? "" : fmt.interval(one.low, one.high, data.columns[name][1], one.step);

  /** @type {(pair: Pair, turned?: boolean) => Record<string, string>} */
  function placeFacts(pair, turned = false) {
    const [one, two] = turned ? [pair.second, pair.first] : [pair.first, pair.second];
    return { place: one.label, other: two.label, n: fmt.count(one.n), other_n: fmt.count(two.n) };
  }

  /**
   * Two parts are complementary: only one of them gets a sentence.
   *
   * @param {Part} one
   * @param {Pair} pair
   */
  function mirrors(one, pair) {
    if (pair.parts.length !== 2) return false;
    const other = pair.parts[pair.parts[0] === one ? 1 : 0];
    return one.ids.length === other.ids.length ? one.share[0] < one.share[1] : one.ids.length > other.ids.length;
  }

  /** @type {(pair: Pair, one: Part) => Record<string, string>} */
  function partFacts(pair, one) {
    const [a, b] = one.share[0] > one.share[1] ? [0, 1] : [1, 0];
    const name = nameOf(one.ids);
    const index = indexOf(one);
    return {
      ...placeFacts(pair, a === 1),
      segment: name,
      segment_subject: name.includes(",") ? `${name},` : name,
      segment_inline: inline(name),
      letter: letters(one.ids),
      adjective: data.adjectives.find(([least]) => index >= least)?.[1] ?? "",
      share: fmt.percent(one.share[a]),
      other_share: fmt.percent(one.share[b]),
      interval: fmt.interval(one.low[a], one.high[a], "share"),
      other_interval: fmt.interval(one.low[b], one.high[b], "share"),
      points: fmt.points(one.share[0] - one.share[1]),
      part_n: fmt.count(one.n[a]),
      other_part_n: fmt.count(one.n[b]),
    };
  }

  /** @param {Gap} gap */
  function ratioFacts({ difference, low, high }) {
    const up = difference > 1;
    return {
      ratio: fmt.ratio(up ? difference : 1 / difference),
      ratio_interval: fmt.interval(up ? low : 1 / high, up ? high : 1 / low, "ratio"),
    };
  }

  /**
   * @param {Pair} pair
   * @param {string} name What is tested.
   * @param {string} column What is said.
   * @returns {Finding[]}
   */
  function measureFinding(pair, name, column) {
    const gap = pair.gaps.find((one) => one.measure === name && one.passes);
    if (!gap) return [];
    const turned = gap.value[0] < gap.value[1];
    const [high, low] = turned ? [pair.second, pair.first] : [pair.first, pair.second];
    const [one, two] = [high.measures[column], low.measures[column]];
    if (one.value === null || two.value === null) return [];
    const facts = {
      ...placeFacts(pair, turned),
      value: told(column, one),
      other_value: told(column, two),
      interval: span(column, one),
      other_interval: span(column, two),
      ...(name === "typical_spend" ? ratioFacts(gap) : {}),
    };
    return [{ facts, key: name, size: Math.abs(gap.z) }];
  }

  /** @param {Pair} pair */
  const sameMix = (pair) => pair.parts.length > 0 && !pair.parts.some((one) => one.passes);

  /** @type {(holds: boolean, pair: Pair, more?: Record<string, string>) => Finding[]} */
  const when = (holds, pair, more = {}) => (holds ? [{ facts: { ...placeFacts(pair), ...more } }] : []);

  /** @type {Record<string, (pair: Pair) => Finding[]>} */
  const guards = {
    pair_segment: (pair) =>
      pair.parts
        .filter((one) => one.passes && !mirrors(one, pair))
        .map((one) => ({ facts: partFacts(pair, one), key: one.ids.join(""), size: distanceOf(one) })),
    pair_typical: (pair) => measureFinding(pair, "typical_spend", "typical_spend"),
    pair_active: (pair) => measureFinding(pair, "transactions", "transactions"),
    pair_recent: (pair) => measureFinding(pair, "recency_pct", "recency"),
    pair_older: (pair) => measureFinding(pair, "age", "age"),
    pair_in_line: (pair) => when(pair.claims && sameMix(pair) && pair.p !== null && pair.p > limits.p, pair),
    pair_close: (pair) => {
      const near = pair.parts.every((one) => distanceOf(one) < limits.points / 100 - 1e-9);
      const unlike = pair.p !== null && pair.p <= limits.p;
      return when(pair.claims && sameMix(pair) && unlike && near, pair, { limit: fmt.points(limits.points / 100) });
    },
    pair_unclear: (pair) => when(pair.claims && ![...pair.parts, ...pair.gaps].some((one) => one.passes), pair),
    pair_too_few: (pair) =>
      pair.claims || data.imported ? [] : [{ facts: placeFacts(pair, pair.second.n < pair.first.n) }],
    pair_imported: (pair) => when(data.imported, pair),
    pair_no_mix: (pair) => when(!pair.parts.length, pair),
    pair_joined: (pair) => {
      const joined = pair.parts.filter((one) => one.ids.length > 1);
      return when(joined.length > 0, pair, { letters: join(joined.map((one) => letters(one.ids))) });
    },
  };

  /**
   * @param {Pair} pair
   * @returns {Sentence[]}
   */
  function sentences(pair) {
    /** @type {Sentence[]} */
    const said = [];
    for (const [kind, most] of data.kinds) {
      if (kind === "pair_unclear" && said.length) continue;
      const phrase = data.phrases[kind];
      for (const { facts, key } of guards[kind](pair).sort(largestFirst).slice(0, most)) {
        const id = key ? `${kind}-${key}` : kind;
        const text = say(phrase.text, facts);
        said.push({ id, kind, text, evidence: say(phrase.evidence, facts), sure: phrase.sure });
      }
    }
    return said;
  }

  return { sentences, letters, nameOf, inline, told, span, join };
}
