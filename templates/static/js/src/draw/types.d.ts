import type { Mean } from "../core/types.d.ts";

export type Child = Node | string | number | null | undefined | Child[];
export type Attributes = Record<string, unknown>;

/** Make an element; children are set as text, never as markup. */
export type Make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes,
  ...children: Child[]
) => HTMLElementTagNameMap[Tag];

/** Lines of a tooltip and of the hover text of the interactive view; the first names the value. */
export type Tip = string[];

/** One value of a figure. */
export interface Cell {
  /** As in the table. */
  text: string;
  /** For the CSV, one for each of its columns. */
  raw?: (number | string | null)[];
  tip?: Tip;
  /** Content of the table's cell where it is more than the text. */
  node?: Child;
  css?: string | null;
  /** Columns of the table that it spans. */
  span?: number;
}

export interface Column {
  /** Title in the table; without one it is in the CSV only. */
  head?: Child;
  csv: string[];
}

export type Spec = { data: Record<string, unknown>[]; layout: Record<string, unknown> };

/** What is drawn of the cells; without `draw`, the table itself with a class. */
export interface Form {
  draw?(room: number): { height: number; body: Child };
  css?: string;
  below?: Child;
  /** The interactive view for a width, null where there is nothing to draw. */
  spec?(room: number): Spec | null;
}

/** A figure: its values once, as text and raw, and its form. The drawing, tooltips, the interactive view, the table, the
 * CSV and the alternative text are functions of it, as of a record in generator/publish/charts/record.py. */
export interface Figure {
  id: string;
  question: string;
  title: string;
  caption?: string;
  keys?: Child;
  columns: Column[];
  /** The first cell of a row names it. */
  rows: (Cell[] & { css?: string })[];
  form: Form;
}

/** Customers of some segments; ids are null for what is not shown separately. */
export interface Piece {
  ids: string[] | null;
  n: number;
}

/** A segment on the plane; without a tip it is an outline of all customers. */
export interface Bubble {
  ids: string[];
  means: Record<string, Mean>;
  x: number;
  y: number;
  share: number;
  label: string;
  tip: Tip;
  /** All customers: an outline. */
  ghost?: boolean;
}

/** One of several planes with the same scales. */
export interface Plane {
  name: string;
  /** Position of its place among those compared. */
  at: number | null;
  bubbles: Bubble[];
}

export type Drawing = ReturnType<typeof import("./draw.js").createDrawing>;
