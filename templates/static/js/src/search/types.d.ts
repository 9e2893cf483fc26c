/** Body of the data script `search`, written by generator/publish/client/search_index.py. */
export interface SearchData {
  style: string;
  /** Language of the texts. */
  language: string;
  /** Texts of the list, and plural forms of `results`. */
  words: Record<string, string>;
  /** Path of the page "My town is not here". */
  town: string;
  states: string[];
  kinds: {
    before: string;
    after: string;
    within: string;
    label: string;
    /** Name, slug, index of the state (or -1), other names. */
    rows: [string, string, number?, ...string[]][];
  }[];
}

/** A normalised name. */
export interface Key {
  name: string;
  words: string[];
  /** The words without spaces, and the start of each. */
  flat: string;
  starts: number[];
}

/** A searchable entry: the first key is its name. */
export interface Entry {
  href: string;
  where: string;
  keys: Key[];
  state: string[];
}

/** A query; `most` is the number of typos allowed. */
export interface Query extends Key {
  most: number;
}

/** An entry with its rank, the key that matched and the number of typos, if any. */
export interface Match {
  entry: Entry;
  rank: number;
  key: number;
  edits?: number;
}
