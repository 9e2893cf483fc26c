/** The part of the drawings' interface that controls use; drawings themselves are not typed yet. */
type Child = Node | string | number | null | undefined | Child[];
type Attributes = Record<string, unknown>;

/** Make an element; children are set as text, never as markup. */
type Make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes,
  ...children: Child[]
) => HTMLElementTagNameMap[Tag];

/** A cell of a table: its content, or that with a class and the number of columns that it spans. */
export type Cell = Child | { text: Child; css?: string | null; span?: number | null };

/** What is drawn, listed and opened as an interactive figure; see `figure` in draw.js. */
export type Figure = Record<string, unknown> & { id: string; question: string; title: string };

export interface Drawing {
  el: Make;
  s(tag: string, attributes?: Attributes, ...children: Child[]): SVGElement;
  /** The words of a key, filled with facts. */
  t(key: string, facts?: Record<string, string>): string;
  /** The words of a key in the plural form of a number, filled with facts. */
  counted(key: string, n: number, facts: Record<string, string>): string;
  tag(ids: string[]): HTMLElement[];
  key(place: object, i: number): HTMLElement;
  mark(i: number, x: number, y: number, r: number): SVGElement;
  table(caption: string, head: Cell[], rows: Cell[][], css?: string): HTMLTableElement;
  figure(figure: Figure): HTMLElement;
  csv(rows: unknown[][]): string;
  clear(): void;
  redraw(): void;
}
