/** Percentiles of places as shapes around the ring of all customers. */
/** @import { Child, Form, Tip } from "../draw/types.d.ts" */
import { elements, specs } from "../tools.js";

const { line, mark, path, text, tipped } = elements;
const { hovers, SYMBOLS, sig, spec } = specs;

const DASHES = ["solid", "dash", "dot", "dashdot"];
const MIDDLE = 50;

/** The shape of one place, one value a side. @typedef {{ at: number, name: string, values: number[], tips: Tip[] }} Shape */

/** @type {(sides: string[], shapes: Shape[], room: number) => { height: number, body: Child }} */
function drawn(sides, shapes, room) {
  const radius = Math.min(130, room / 2 - 80);
  const [cx, cy] = [room / 2, radius + 34];
  /** @type {(i: number, v: number) => [number, number]} */
  const at = (i, v) => {
    const turn = (2 * Math.PI * i) / sides.length;
    return [cx + (radius * v * Math.sin(turn)) / 100, cy - (radius * v * Math.cos(turn)) / 100];
  };
  /** @param {number[]} values */
  const ring = (values) =>
    `M${values
      .map((v, i) =>
        at(i, v)
          .map((c) => c.toFixed(1))
          .join(" "),
      )
      .join("L")}z`;
  const rings = [25, MIDDLE, 75, 100].map((v) => path(ring(sides.map(() => v)), v === MIDDLE ? "r" : "g"));
  const spokes = sides.map((side, i) => {
    const [x, y] = at(i, 100);
    const anchor = Math.abs(x - cx) < 4 ? "middle" : x > cx ? "start" : "end";
    const away = { start: 7, middle: 0, end: -7 }[anchor];
    return [
      line(cx, cy, x, y, "g"),
      text(x + away, y + (anchor !== "middle" ? 4 : y < cy ? -8 : 18), side, "l", anchor),
    ];
  });
  const outlines = shapes.map((one) => path(ring(one.values), `p${one.at} pl`));
  const marks = shapes.map((one) =>
    one.values.map((v, i) => tipped(one.tips[i], mark(one.at, ...at(i, v), 5, "pm edge"))),
  );
  return { height: cy + radius + 34, body: [rings, spokes, outlines, marks] };
}

/** @type {(sides: string[], shapes: Shape[], reference: string, room: number) => import("../draw/types.d.ts").Spec} */
function view(sides, shapes, reference, room) {
  const theta = [...sides, sides[0]];
  const ring = {
    type: "scatterpolar",
    mode: "lines",
    r: theta.map(() => MIDDLE),
    theta,
    line: { color: "var(--all)" },
    hoverinfo: "skip",
    name: reference,
  };
  const traces = shapes.map(({ at, name, values, tips }) => ({
    type: "scatterpolar",
    mode: "lines+markers",
    name,
    r: [...values, values[0]].map(sig),
    theta,
    ...hovers([...tips, tips[0]]),
    line: { color: `var(--p${at})`, dash: DASHES[at] },
    marker: { color: `var(--p${at})`, symbol: SYMBOLS[at], size: 9 },
  }));
  const narrow = room < 560;
  return spec([ring, ...traces], 420, {
    margin: { l: narrow ? 72 : 120, r: narrow ? 72 : 120, t: 36, b: 36 },
    showlegend: true,
    legend: { orientation: "h", x: 0, y: -0.16 },
    polar: {
      bgcolor: "rgba(0,0,0,0)",
      gridshape: "linear",
      angularaxis: {
        direction: "clockwise",
        rotation: 90,
        gridcolor: "var(--line)",
        linecolor: "var(--line)",
        ticks: "",
      },
      radialaxis: {
        range: [0, 100],
        tickvals: [25, 50, 75, 100],
        showticklabels: false,
        gridcolor: "var(--line)",
        showline: false,
        ticks: "",
      },
    },
  });
}

/** @type {(sides: string[], shapes: Shape[], reference: string) => Form} */
export const radar = (sides, shapes, reference) => ({
  draw: (room) => drawn(sides, shapes, room),
  spec: (room) => view(sides, shapes, reference, room),
});
