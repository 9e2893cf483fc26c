import type { Group, Place } from "../core/types.d.ts";

/** What a reader has chosen; the address holds it. */
export interface State {
  cities: Place[];
  segments: string[];
  /** Rows of a page. */
  top: number;
  sort: string;
  page: number;
  view: string;
}

/** What of a place is selected. */
export interface Row {
  place: Place;
  groups: Group[];
  /** Sum of the groups. */
  told: number;
  /** Customers of the selection, null where a joined group reaches beyond it. */
  n: number | null;
}

export type Selection = ReturnType<typeof import("./selection.js").createSelection>;
