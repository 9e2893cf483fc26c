/** Settings for numbers, dates and currency from generator/publish/words/formats.py. */
export interface FormatSpec {
  /** Language of the words. */
  language: string;
  decimal: string;
  group: string;
  /** Decimals of the currency. */
  decimals: number;
  /** Digits in the last group, and in those before it. */
  sizes: [number, number];
  minus: string;
  before: string;
  after: string;
  /** Names of scales with their size, largest first. */
  scales: [string, number][];
  words: Record<string, string>;
  /** Plural forms of a word. */
  units: Record<string, string>;
  /** Endings of ranks by plural form. */
  ordinals: Record<string, string>;
  withheld: Record<Withheld, string>;
}

export type Withheld = "few" | "absent";

/** A value, `false` for too few customers, `null` where it is not in the data. */
export type PackedValue = number | false | null;

/** Ids joined by +, customers, typical spend with its step, the plane's other axis with its step. */
export type PackedGroup = [string, number, PackedValue, number, PackedValue, number];

/** Body of the data script `places`, as generator/publish/client/compare_data.py writes it. */
export interface PlacesData {
  format: FormatSpec;
  imported: boolean;
  sparse: boolean;
  /** Segments are formed of balances that no place shows. */
  unshown: boolean;
  limits: {
    claims: number;
    intervals: number;
    /** Pairs of places that can be chosen, the level of each test for all of them, and the deviate with that level. */
    pairs: number;
    level: number;
    z: number;
    /** Deviate of the probability with which the smallest difference named would be found. */
    power: number;
    /** Variance that rounding adds to each count. */
    rounding: number;
    points: number;
    /** Points that are enough whatever the index. */
    alone: number;
    index: number;
    ratio: number;
    percentiles: number;
    years: number;
    /** How large a share of all spend may be above the cap; null where it is not known. */
    above: number | null;
    logarithmic: string[];
  };
  speakable: string[];
  /** Kinds of sentences in order, each with the maximum number. */
  kinds: [string, number][];
  phrases: Record<string, { text: string; evidence: string; sure: string }>;
  adjectives: [number, string][];
  facts: Record<string, string>;
  names: { all_of_them: string; and: string; together: string };
  /** "8th of 106 cities", and the same where other cities have the same rank. */
  ranks: [string, string];
  measures: string[];
  /** Averages whose rounding step is a share of their value. */
  relative: string[];
  /** Title, kind and unit of each measure. */
  columns: Record<string, [string, string, string]>;
  /** Percentile, its measure, labels of both ends, short label for the radar. */
  strips: [string, string, string, string, string][];
  /** The measure of the plane's other axis. */
  x: string;
  segments: [string, string, string, string, number, PackedValue, number, PackedValue, number][];
  /** Standard deviations among all customers, then inside each segment. */
  sds: Record<string, (number | null)[] | undefined>;
  /** Customers, means, groups. */
  all: [number, PackedValue[], [string, number][]];
  /** Slug, name, state, 1 for a district, customers, means, groups, other names, the unique name where it differs. */
  places: [string, string, string, number, number, PackedValue[], PackedGroup[], string[], string?][];
}

/** A mean; `step` is its rounding step. */
export interface Mean {
  value: number | null;
  step: number;
  withheld: Withheld | null;
}

/** A mean with its 95 % limits. */
export interface Measure extends Mean {
  low: number | null;
  high: number | null;
}

/** Customers of a place in one segment, or in several merged ones. */
export interface Group {
  ids: string[];
  n: number;
  share: number;
  low: number;
  high: number;
  means: Record<string, Mean>;
}

/** What is supported for a place: counts only, intervals, or claims. */
export type Strength = "counts" | "intervals" | "claims";

export interface Place {
  slug: string;
  name: string;
  state: string;
  district: boolean;
  n: number;
  aliases: string[];
  /** The name, unique among all places. */
  label: string;
  share: number;
  strength: Strength;
  groups: Group[];
  measures: Record<string, Measure>;
  spendShare: number | null;
  /** Rank among the cities, largest first, and whether another city has it too. */
  rank: number | null;
  joint: boolean;
}

export interface Segment {
  id: string;
  letter: string;
  name: string;
  short: string;
  /** Whether marks are plain; otherwise they are striped. */
  plain: boolean;
  at: number;
  means: Record<string, Mean>;
}

/** What may be said of a difference, the first that holds; as in generator/publish/model/types.py. */
export type Answer = "clear" | "small" | "chance" | "in_line" | "none";

/** One segment, or several merged ones, in both places of a pair. */
export interface Part {
  ids: string[];
  n: [number, number];
  share: [number, number];
  low: [number, number];
  high: [number, number];
  /** 95 % interval of the first share minus the second. */
  ends: [number, number];
  error: number | null;
  z: number | null;
  answer: Answer | null;
}

/** One average in both places; the difference of a logarithmic measure is a ratio. */
export interface Gap {
  measure: string;
  value: [number, number];
  difference: number;
  low: number;
  high: number;
  z: number;
  error: number;
  answer: Answer | null;
}

export interface Pair {
  first: Place;
  second: Place;
  /** Both places have enough customers for claims. */
  claims: boolean;
  parts: Part[];
  gaps: Gap[];
}

/** A finding of a guard; larger sizes come first. */
export interface Finding {
  facts: Record<string, string>;
  key?: string;
  size?: number;
}

export interface Sentence {
  id: string;
  kind: string;
  text: string;
  evidence: string;
  sure: string;
}

export type Formatter = ReturnType<typeof import("./formats.js").formatter>;
export type Release = ReturnType<typeof import("./release.js").unpackRelease>;
export type Pairs = ReturnType<typeof import("./pairs.js").comparisons>;
export type Model = ReturnType<typeof import("./model.js").createModel>;
