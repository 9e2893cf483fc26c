/** What is written of a figure's record: CSV and alternative text. */
/** @import { Cell, Figure, Tip } from "./types.d.ts" */

/** Figures with so few values have all of them as their alternative text. */
const FEW = 6;
/** Significant digits of a number in a CSV. */
const DIGITS = 10;

/** A cell without a tooltip. @type {(text: string, ...raw: (number | string | null)[]) => Cell} */
export const cell = (text, ...raw) => ({ text, raw });

/**
 * Text of a CSV file with the given rows; an empty cell for null. The rules are those of generator/csv_text.py.
 *
 * @param {unknown[][]} rows
 */
export function csv(rows) {
  /** @param {unknown} value */
  function field(value) {
    if (value === null || value === undefined) return "";
    // A spreadsheet would run text that begins so as a formula.
    if (typeof value === "number") return String(Number(value.toPrecision(DIGITS)));
    const words = typeof value === "string" && /^ *[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words;
  }
  return rows.map((row) => `${row.map(field).join(",")}\n`).join("");
}

/** @param {Figure} figure */
export function csvOf({ columns, rows }) {
  /** @type {(cell: Cell, first: number) => (string | number | null)[]} */
  function values({ text, raw = [], span = 1 }, first) {
    const names = columns.slice(first, first + span).flatMap((column) => column.csv);
    return names.map((_, i) => raw[i] ?? (first === 0 ? text : null));
  }
  const lines = rows.map((row) => {
    let at = 0;
    return row.flatMap((cell) => {
      at += cell.span ?? 1;
      return values(cell, at - (cell.span ?? 1));
    });
  });
  return csv([columns.flatMap((column) => column.csv), ...lines]);
}

/** @type {(figure: Figure, otherwise: string) => string} */
export function describe({ title, columns, rows }, otherwise) {
  const heads = columns.filter(({ head }) => head);
  if (rows.length * (heads.length - 1) > FEW) return otherwise;
  /** @param {Cell[]} row */
  const line = ([name, ...cells]) =>
    `${name.text}: ${cells
      .slice(0, heads.length - 1)
      .map(({ text }) => text)
      .join(", ")}.`;
  return `${title}. ${rows.map(line).join(" ")}`;
}

/** A tip as hover text of Plotly, which reads some markup. @param {Tip} tip */
export const hover = (tip) =>
  tip.map((line) => line.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")).join("<br>");
