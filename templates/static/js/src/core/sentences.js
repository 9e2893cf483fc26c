/** @import { Answer, Finding, Formatter, Gap, Mean, Measure, Pair, Part, Release, Sentence } from "./types.d.ts" */
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

  /** @type {(name: string, one: Mean) => number} The rounding step of an average, in its own unit. */
  const stepOf = (name, one) => (data.relative.includes(name) ? Math.abs(one.value ?? 0) : 1) * one.step;

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
      : fmt.kind(data.columns[name][1], one.value, stepOf(name, one));

  /** @type {(name: string, one: Measure) => string} */
  const span = (name, one) =>
    one.low === null || one.high === null
      ? ""
      : fmt.interval(one.low, one.high, data.columns[name][1], stepOf(name, one));

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
    if (one.ids.length !== other.ids.length) return one.ids.length > other.ids.length;
    const [own, its] = [indexOf(one), indexOf(other)];
    return own < its || (own === its && one.share[0] < one.share[1]);
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
      pairs: fmt.count(limits.pairs),
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
   * @param {Answer} answer
   * @returns {Finding[]}
   */
  function measureFinding(pair, name, column, answer) {
    const gap = pair.gaps.find((one) => one.measure === name && one.answer === answer);
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
      pairs: fmt.count(limits.pairs),
      ...(name === "typical_spend" ? ratioFacts(gap) : {}),
    };
    return [{ facts, key: name, size: Math.abs(gap.z) }];
  }

  /** @type {(holds: boolean, pair: Pair, more?: Record<string, string>) => Finding[]} */
  const when = (holds, pair, more = {}) => (holds ? [{ facts: { ...placeFacts(pair), ...more } }] : []);

  /**
   * Guards of the differences with one answer; the names of those that are small or may be chance have an ending.
   *
   * @param {Answer} answer
   * @param {string} ending
   * @returns {[string, (pair: Pair) => Finding[]][]}
   */
  const differences = (answer, ending) => [
    [
      `pair_segment${ending}`,
      (pair) =>
        pair.parts
          .filter((one) => one.answer === answer && !mirrors(one, pair))
          .map((one) => ({ facts: partFacts(pair, one), key: one.ids.join(""), size: distanceOf(one) })),
    ],
    [`pair_typical${ending}`, (pair) => measureFinding(pair, "typical_spend", "typical_spend", answer)],
    [`pair_active${ending}`, (pair) => measureFinding(pair, "transactions", "transactions", answer)],
    [`pair_recent${ending}`, (pair) => measureFinding(pair, "recency_pct", "recency", answer)],
    [`pair_older${ending}`, (pair) => measureFinding(pair, "age", "age", answer)],
  ];

  /** @type {(pair: Pair, answer: Answer) => boolean} */
  const sameMix = (pair, answer) =>
    pair.parts.some((one) => one.answer === answer) &&
    pair.parts.every((one) => one.answer === answer || one.answer === null);

  /** @type {(x: number) => number} */
  const up = (x) => Math.ceil(x - 1e-9);

  /** @type {(error: number) => number} */
  const least = (error) => (limits.z + limits.power) * error;

  /** @type {Record<string, (pair: Pair) => Finding[]>} */
  const guards = {
    ...Object.fromEntries([
      ...differences("clear", ""),
      ...differences("small", "_small"),
      ...differences("chance", "_chance"),
    ]),
    pair_in_line: (pair) => when(sameMix(pair, "in_line"), pair, { limit: fmt.points(limits.points / 100) }),
    pair_none: (pair) => {
      const errors = pair.parts.flatMap((one) => one.error ?? []);
      return when(sameMix(pair, "none"), pair, { points: fmt.points(up(100 * least(Math.max(0, ...errors))) / 100) });
    },
    pair_none_typical: (pair) => {
      const gap = pair.gaps.find((one) => one.measure === "typical_spend" && one.answer === "none");
      return gap ? when(true, pair, { ratio: fmt.number(up(10 * Math.exp(least(gap.error))) / 10, 1) }) : [];
    },
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
