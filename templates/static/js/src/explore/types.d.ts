import type { Group, Place } from "../core/types.d.ts";
import type { Figure } from "../draw/types.d.ts";

/** The state of the page, stored in the URL. */
export interface State {
  cities: Place[];
  segments: string[];
  /** Rows per page. */
  top: number;
  sort: string;
  page: number;
  view: string;
}

/** The selected part of a place. */
export interface Row {
  place: Place;
  groups: Group[];
  /** Sum of the groups. */
  told: number;
  /** Customers of the selection, null where a merged group extends beyond it. */
  n: number | null;
}

export type Selection = ReturnType<typeof import("./selection.js").createSelection>;

/** What a view makes of the rows of places: its record, without id and title. */
export type Made = Pick<Figure, "columns" | "rows" | "form"> & Partial<Figure>;
