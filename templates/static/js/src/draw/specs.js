/** Parts of the interactive views, in the form of generator/publish/charts/base/plotly.py: colours are custom properties
 * that the script of the view resolves, numbers have four significant digits, all texts are ready. */
/** @import { Spec, Tip } from "./types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
import { cut } from "./elements.js";
import { hover } from "./record.js";

/** @typedef {Record<string, unknown>} Json */

export const SYMBOLS = ["circle", "square", "diamond", "triangle-up"];
/** The same marks as text. */
export const SIGNS = ["●", "■", "◆", "▲"];
const CLEAR = "rgba(0,0,0,0)";

/** @type {(value: number | null | undefined) => number | null} */
export const sig = (value) => (typeof value === "number" ? Number(value.toPrecision(4)) : null);

/** @param {Json} [more] */
export const axis = (more) => ({
  gridcolor: "var(--line)",
  zeroline: false,
  fixedrange: true,
  tickangle: 0,
  ticks: "",
  ...more,
});

/** @type {(values: number[], texts: string[], more?: Json) => Json} */
export const ticked = (values, texts, more) => axis({ tickvals: values.map(sig), ticktext: texts, ...more });

/** Rows from the top down, with names that leave room for the rest. @type {(names: string[], room: number, more?: Json) => Json} */
export const down = (names, room, more) =>
  ticked(
    [...names.keys()],
    names.map((name) => cut(name, Math.max(96, 0.24 * room), 13)),
    {
      range: [names.length - 0.5, -0.5],
      showgrid: false,
      automargin: true,
      ticklabelstandoff: 8,
      ...more,
    },
  );

/** @type {(text: string, x: number, y: number, more?: Json) => Json} */
export const label = (text, x, y, more) => ({ text: hover([text]), x, y, showarrow: false, ...more });

/** Tooltips of a trace. @param {Tip[]} tips */
export const hovers = (tips) => ({ hovertext: tips.map(hover), hoverinfo: "text" });

/** @type {(data: Json[], height: number, layout: Json) => Spec} */
export const spec = (data, height, layout) => ({
  data,
  layout: {
    height: Math.round(height),
    margin: { l: 8, r: 8, t: 12, b: 36 },
    paper_bgcolor: CLEAR,
    plot_bgcolor: CLEAR,
    font: { color: "var(--ink)", size: 13 },
    hoverlabel: { bgcolor: "var(--paper)", bordercolor: "var(--ink)", font: { color: "var(--ink)" }, align: "left" },
    showlegend: false,
    ...layout,
  },
});

/** @param {Model} model */
export function createMarkers({ segments }) {
  /**
   * Colours of a piece as in the drawing: full, or a tint with an outline; stripes of joined segments and of later ones.
   *
   * @type {(ids: string[] | null, full?: boolean) => { color: string, line: string, shape: string, fgcolor: string }}
   */
  return (ids, full = false) => {
    if (!ids) return { color: "var(--all)", line: "var(--all)", shape: "", fgcolor: "var(--all)" };
    const [first, second] = ids.map((id) => `var(--${id}${full ? "" : "-t"})`);
    const striped = !segments[ids[0]].plain;
    return {
      color: first,
      line: `var(--${ids[0]})`,
      shape: second ? "-" : striped ? "/" : "",
      fgcolor: second ?? "var(--paper)",
    };
  };
}

/** Markers of one trace. @param {ReturnType<ReturnType<typeof createMarkers>>[]} list */
export const markers = (list) => ({
  color: list.map(({ color }) => color),
  line: { color: list.map(({ line }) => line), width: 1 },
  pattern: {
    shape: list.map(({ shape }) => shape),
    fgcolor: list.map(({ fgcolor }) => fgcolor),
    size: 8,
    solidity: 0.4,
  },
});
