/** Interactive views of figures that are shaded tables or tables with bars. */
/** @import { Cell, Spec } from "../draw/types.d.ts" */
import { elements, specs } from "../tools.js";

const { logTicks, ticks, widest } = elements;
const { down, hovers, label, sig, spec, ticked } = specs;

/** A shaded cell: `z` for its colour, null in the middle; `short` is its text on phones. @typedef {Cell & { z?: number | null, short?: string }} Shade */
/** Colours and the values of their ends. @typedef {{ colours: [number, string][], low: number, high: number }} Scale */

/**
 * @param {string[]} names
 * @param {string[]} heads
 * @param {Shade[][]} rows
 * @param {Scale} scale
 * @param {number} room
 * @returns {Spec | null}
 */
export function heat(names, heads, rows, { colours, low, high }, room) {
  if (!rows.some((row) => row.some(({ z }) => z !== undefined))) return null;
  // What is not known has the colour of no difference, so that its text is drawn.
  const middle = low < 0 ? 0 : low > 0 ? (low + high) / 2 : 0;
  const narrow = room < 560;
  const wide = rows.map((row) =>
    row.flatMap((one) =>
      Array.from({ length: one.span ?? 1 }, (_, i) => ({
        ...one,
        text: i === Math.floor(((one.span ?? 1) - 1) / 2) ? (narrow && one.short) || one.text : "",
      })),
    ),
  );
  const trace = {
    type: "heatmap",
    x: [...heads.keys()],
    y: [...names.keys()],
    z: wide.map((row) => row.map(({ z }) => sig(z ?? middle))),
    text: wide.map((row) => row.map(({ text }) => text)),
    texttemplate: "%{text}",
    textfont: { size: narrow ? 12 : 13 },
    showscale: false,
    xgap: 2,
    ygap: 2,
    colorscale: colours,
    zmin: low,
    zmax: high,
    hovertext: wide.map((row) => hovers(row.map(({ tip }) => tip ?? [])).hovertext),
    hoverinfo: "text",
  };
  return spec([trace], names.length * 32 + 60, {
    xaxis: ticked([...heads.keys()], heads, { side: "top", showgrid: false, automargin: true }),
    yaxis: down(names, room),
    margin: { l: 8, r: 8, t: 40, b: 8 },
  });
}

/**
 * One small scale for each column.
 *
 * @typedef {{ title: string, cells: (Cell & { value: number | null, low?: number | null, high?: number | null, dot?: boolean })[], words: (v: number) => string, money?: (list: number[]) => string[], log?: boolean, bars?: boolean, reference?: { value: number | null, text: string } }} Panel
 */

/** @type {(names: string[], panels: Panel[], room: number) => Spec | null} */
export function panels(names, list, room) {
  if (!names.length) return null;
  const narrow = room < 560;
  const each = narrow ? names.length * 24 + 64 : 0;
  const height = narrow ? each * list.length : names.length * 30 + 76;
  /** @type {Record<string, unknown>} */
  const layout = {};
  /** @type {Record<string, unknown>[]} */
  const annotations = [];
  /** @type {Record<string, unknown>[]} */
  const shapes = [];
  /** @type {(panel: Panel, i: number) => Record<string, unknown>[]} */
  const tracesOf = ({ title, cells: all, words, money, log, bars, reference }, i) => {
    const cells = all.map((one) => (one.dot === false ? { ...one, value: null } : one));
    const tail = i ? String(i + 1) : "";
    const ends = [
      ...cells.flatMap(({ value, low, high }) => [value, low ?? null, high ?? null]),
      reference?.value ?? null,
    ];
    const known = ends.filter((v) => v !== null && (v > 0 || !log)).map(Number);
    const [least, most] = [
      bars ? 0 : Math.min(...known, known.length ? Number.POSITIVE_INFINITY : 0),
      Math.max(1e-9, ...known),
    ];
    /** @param {number} v */
    const at = (v) => (log ? Math.log10(v) : v);
    const across = narrow ? [0, 1] : [i / list.length + 0.01, (i + 1) / list.length - 0.02];
    const up = narrow
      ? [1 - (i + 1) / list.length + 8 / height, 1 - i / list.length - 44 / height]
      : [0, 1 - 44 / height];
    // Room for the values at the right end.
    const texts = widest(...cells.map(({ text }) => text)) + 14;
    const pixels = (narrow ? room - 130 : (room - 160) * (across[1] - across[0])) - texts;
    const span = (at(most) - at(least) || 1) / Math.max(0.3, 1 - 10 / Math.max(20, pixels));
    const from = bars ? 0 : at(least) - 0.06 * span;
    const to = from + 1.06 * span * (1 + texts / Math.max(20, pixels));
    const marks = (log ? logTicks(least, most) : ticks(least, most, narrow ? 3 : 2)).filter(
      (_, n, all) => narrow || n === 0 || n === all.length - 1,
    );
    layout[`xaxis${tail}`] = ticked(marks, money?.(marks) ?? marks.map(words), {
      side: "top",
      tickfont: { size: 12 },
      type: log ? "log" : "linear",
      domain: across.map(sig),
      anchor: `y${tail}`,
      range: [sig(from), sig(to)],
    });
    layout[`yaxis${tail}`] = down(names, room, {
      domain: up.map(sig),
      anchor: `x${tail}`,
      ...(narrow || !i ? {} : { showticklabels: false, matches: "y" }),
    });
    annotations.push(
      label(elements.cut(title, narrow ? room - 40 : (room - 160) * (across[1] - across[0]), 13), across[0], up[1], {
        xref: "paper",
        yref: "paper",
        xanchor: "left",
        yanchor: "bottom",
        yshift: 22,
        font: { size: 13 },
      }),
    );
    if (reference && typeof reference.value === "number") {
      shapes.push({
        type: "line",
        x0: sig(reference.value),
        x1: sig(reference.value),
        xref: `x${tail}`,
        y0: 0,
        y1: 1,
        yref: `y${tail} domain`,
        line: { color: "var(--all)", width: 2 },
      });
    }
    const y = [...names.keys()];
    const base = { xaxis: `x${tail}`, yaxis: `y${tail}`, y, ...hovers(cells.map(({ tip }) => tip ?? [])) };
    const values = { ...base, x: cells.map(({ value }) => sig(value)) };
    const written = {
      ...base,
      type: "scatter",
      mode: "text",
      x: names.map(() => sig(log ? 10 ** (to - 0.01 * span) : to - 0.01 * span)),
      text: cells.map(({ text }) => text),
      textposition: "middle left",
      cliponaxis: false,
    };
    if (bars) return [{ ...values, type: "bar", orientation: "h", marker: { color: "var(--all)" } }, written];
    const error_x = {
      type: "data",
      symmetric: false,
      width: 0,
      thickness: 3,
      color: "var(--dot)",
      array: cells.map(({ value, high }) => (value === null || high == null ? null : sig(high - value))),
      arrayminus: cells.map(({ value, low }) => (value === null || low == null ? null : sig(value - low))),
    };
    return [
      { ...values, type: "scatter", mode: "markers", marker: { color: "var(--ink)", size: 9 }, error_x },
      written,
    ];
  };
  return spec(list.flatMap(tracesOf), height, {
    ...layout,
    shapes,
    annotations,
    bargap: 0.4,
    margin: { l: 8, r: 8, t: 8, b: 8 },
  });
}
