/** Body of the data script `search`, as generator/publish/client/search_index.py writes it. */
export interface SearchData {
  style: string;
  words: Record<"also" | "none" | "town" | "most" | "one" | "many", string>;
  /** Path of the page for a town that is not there. */
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

/** A name as it is compared. */
export interface Key {
  name: string;
  words: string[];
  /** The words without spaces, and where each begins in it. */
  flat: string;
  starts: number[];
}

/** What can be found: the first key is its name. */
export interface Entry {
  href: string;
  where: string;
  keys: Key[];
  state: string[];
}

/** What is looked for; `most` is the number of typos that are forgiven. */
export interface Query extends Key {
  most: number;
}

/** An entry with its rank, the key that matched and, of one with typos, their number. */
export interface Match {
  entry: Entry;
  rank: number;
  key: number;
  edits?: number;
}
