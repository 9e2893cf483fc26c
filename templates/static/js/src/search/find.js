/** @import { Entry, Key, Match, Query, SearchData } from "./types.d.ts" */
import { fold } from "../core/fold.js";
import { edits } from "./edits.js";

/** Ranks of matches, best first. */
const EXACT = 0;
const PREFIX = 1;
const ALIAS = 2;
const WORD = 3;
const STATE = 4;
const TYPO = 5;
/** Longer queries are truncated. */
const LONGEST = 40;

/** @type {(pattern: string, value: string | number) => string} */
export const put = (pattern, value) => pattern.replace("{}", () => String(value));

/**
 * @param {string} name
 * @returns {Key}
 */
function keyOf(name) {
  const words = fold(name).split(" ");
  let at = 0;
  const starts = words.map((word) => {
    at += word.length;
    return at - word.length;
  });
  return { name, words, flat: words.join(""), starts };
}

/**
 * @param {SearchData} data
 * @param {URL} root URL of the site.
 * @returns {Entry[]}
 */
export function entriesOf(data, root) {
  return data.kinds.flatMap((kind) =>
    kind.rows.map(([name, slug, at = -1, ...others]) => {
      const state = at >= 0 ? data.states[at] : "";
      return {
        href: new URL(kind.before + slug + kind.after, root).href,
        where: state ? put(kind.within, state) : kind.label,
        keys: [name, ...others].map(keyOf),
        state: state ? fold(state).split(" ") : [],
      };
    }),
  );
}

/**
 * The number of typos allowed.
 *
 * @param {number} length
 */
const allowed = (length) => (length < 4 ? 0 : length < 7 ? 1 : 2);

/** @type {(word: string, words: string[]) => boolean} */
const begins = (word, words) => words.some((other) => other.startsWith(word));

/**
 * The rank of a key that matches a query without typos, or null.
 *
 * @type {(key: Key, isName: boolean, state: string[], query: Query) => number | null}
 */
function rankOf(key, isName, state, query) {
  if (key.flat === query.flat) return isName ? EXACT : ALIAS;
  if (key.flat.startsWith(query.flat)) return isName ? PREFIX : ALIAS + 0.5;
  if (key.starts.some((at) => at && key.flat.startsWith(query.flat, at))) return WORD;
  if (query.words.every((word) => begins(word, key.words) || begins(word, state))) {
    return query.words.some((word) => begins(word, key.words)) ? WORD : STATE;
  }
  return null;
}

/** @type {(entry: Entry, query: Query) => Match | null} */
function strict(entry, query) {
  /** @type {Match | null} */
  let best = null;
  for (const [i, key] of entry.keys.entries()) {
    const rank = rankOf(key, i === 0, entry.state, query);
    if (rank !== null && (!best || rank < best.rank)) best = { entry, rank, key: i };
  }
  return best;
}

/** @type {(query: Query, words: string[], most: number) => number} */
function wordByWord(query, words, most) {
  let total = 0;
  for (const word of query.words) {
    const limit = Math.min(most, allowed(word.length));
    let least = most + 1;
    for (const other of words) {
      const far = other.startsWith(word) ? 0 : limit ? edits(word.slice(0, LONGEST), other, 0, limit, true) : 1;
      if (far <= limit) least = Math.min(least, far);
    }
    total += least;
  }
  return total;
}

/**
 * The edit distance of an entry from a query, or null.
 *
 * @param {Entry} entry
 * @param {Query} query
 * @param {boolean} twin Only whole names one edit away.
 */
function near(entry, query, twin) {
  const most = twin ? Math.min(1, query.most) : query.most;
  /** @type {Match & { edits: number } | null} */
  let best = null;
  for (const [i, key] of entry.keys.entries()) {
    let far = most + 1;
    for (const at of twin ? [0] : key.starts) far = Math.min(far, edits(query.flat, key.flat, at, most, twin));
    if (far > most && !twin && query.words.length > 1) far = wordByWord(query, [...key.words, ...entry.state], most);
    if (far > most) continue;
    // For equal edits, prefer the same first letter and complete names.
    far += (key.flat[0] === query.flat[0] ? 0 : 0.5) + (edits(query.flat, key.flat, 0, most, true) > most ? 0.2 : 0);
    if (!best || far < best.edits) best = { entry, rank: TYPO + far, edits: far, key: i };
  }
  return best;
}

/**
 * The matches of a text, best first; null when it has no letters.
 *
 * @param {Entry[]} index
 * @param {string} text
 */
export function find(index, text) {
  const key = keyOf(text);
  if (!key.flat) return null;
  const flat = key.flat.slice(0, LONGEST);
  const query = { ...key, flat, most: allowed(flat.length) };
  let found = index.flatMap((entry) => strict(entry, query) ?? []);
  if (query.most) {
    const known = new Set(found.map(({ entry }) => entry));
    const twin = found.some(({ rank }) => rank < STATE);
    found.push(...index.filter((entry) => !known.has(entry)).flatMap((entry) => near(entry, query, twin) ?? []));
    const least = Math.floor(Math.min(...found.map((one) => one.edits ?? Infinity)));
    found = found.filter((one) => one.edits === undefined || Math.floor(one.edits) === least);
  }
  // A stable sort: equal matches keep the order of the index, which is that of their customers.
  return found.sort((one, other) => one.rank - other.rank);
}
