/** Customers of places by segment as bars: stacked, side by side, or as shares. */
/** @import { Child, Form, Piece, Tip } from "../draw/types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
import { elements, specs } from "../tools.js";

const { cut, text, ticks, tipped } = elements;
const { down, hovers, markers, sig, spec, ticked } = specs;

/**
 * One place: its pieces with their tooltips and what is written at its end; `silent` where nothing can be drawn.
 *
 * @typedef {{ name: string, pieces: (Piece & { tip: Tip, words: string })[], total: string, silent: string }} Bar
 */

/**
 * @param {Model} model
 * @param {import("../draw/types.d.ts").Drawing} draw
 */
export function createStacked({ fmt, sum, order, letters, ...model }, { piece, titleOf, t }) {
  const markerOf = specs.createMarkers(/** @type {Model} */ (model));

  /** @type {(bars: Bar[], how: string) => number} */
  const longest = (bars, how) =>
    Math.max(
      1,
      ...bars.map(({ pieces }) =>
        how === "grouped" ? Math.max(0, ...pieces.map(({ n }) => n)) : sum(pieces.map(({ n }) => n)),
      ),
    );

  /** @type {(bars: Bar[], how: string, room: number) => { height: number, body: Child }} */
  function drawn(bars, how, room) {
    const [grouped, shares] = [how === "grouped", how === "share"];
    const narrow = room < 560;
    const left = narrow ? 0 : Math.min(210, elements.widest(...bars.map(({ name }) => name))) + 12;
    const right = room - (shares || (narrow && !grouped) ? 2 : 72);
    const [high, gap] = grouped ? [17, 18] : [22, 28];
    const most = longest(bars, how);
    let y = 4;
    /** @type {Child[]} */
    const body = [];
    for (const { name, pieces, total, silent } of bars) {
      const whole = shares ? sum(pieces.map(({ n }) => n)) : most;
      if (narrow) {
        body.push(
          text(0, y + 13, cut(name, room - 120), "l"),
          grouped || !total ? null : text(room, y + 13, total, "n", "end"),
        );
        y += 19;
      } else body.push(text(left - 12, y + 15.5, cut(name, left - 12), "l", "end"));
      let x = left;
      for (const one of pieces) {
        const w = ((right - left) * one.n) / whole;
        body.push(tipped(one.tip, piece(one.ids, x, y, grouped ? w : w - 1, high)));
        if (grouped) {
          body.push(text(x + w + 6, y + 13, one.words, "n"));
          y += gap;
        } else x += w;
      }
      if (silent || (!narrow && !grouped && !shares))
        body.push(text(x + 7, y + 15.5, silent || total, silent ? "n" : "v"));
      y += grouped ? (pieces.length ? 10 : gap + 10) : gap;
    }
    return { height: y + 4, body };
  }

  /** @type {(bars: Bar[], how: string, room: number) => import("../draw/types.d.ts").Spec | null} */
  function view(bars, how, room) {
    if (!bars.some(({ pieces }) => pieces.length)) return null;
    const [grouped, shares] = [how === "grouped", how === "share"];
    const narrow = room < 560;
    const keys = new Map(bars.flatMap(({ pieces }) => pieces.map(({ ids }) => [ids?.join("+") ?? "", ids])));
    /** @type {(ids: string[] | null) => number} */
    const place = (ids) => (ids ? 10 * order.indexOf(ids[0]) + ids.length : Number.POSITIVE_INFINITY);
    const traces = [...keys]
      .sort((a, b) => place(a[1]) - place(b[1]))
      .map(([key, ids]) => {
        const own = bars.flatMap(({ pieces }, y) => {
          const whole = sum(pieces.map(({ n }) => n));
          // Side by side, a bar has its own place: Plotly would leave room for every combination of segments.
          const high = 0.84 / pieces.length;
          const places = pieces.map((one, i) => ({
            ...one,
            high,
            x: shares ? (100 * one.n) / whole : one.n,
            y: grouped ? y + high * (i - (pieces.length - 1) / 2) : y,
          }));
          return places.filter((one) => (one.ids?.join("+") ?? "") === key);
        });
        return {
          type: "bar",
          orientation: "h",
          name: cut(ids ? titleOf(ids) : t("unsplit"), room - 90),
          x: own.map(({ x }) => sig(x)),
          y: own.map(({ y }) => sig(y)),
          ...(grouped ? { width: own.map(({ high }) => sig(0.86 * high)) } : {}),
          text: own.map(({ words }) => (grouped ? words : ids ? letters(ids) : "")),
          textposition: grouped ? "outside" : "inside",
          insidetextanchor: "start",
          textangle: 0,
          cliponaxis: false,
          textfont: { color: ids && !grouped ? `var(--${ids[0]}-x)` : "var(--ink)" },
          marker: markers(own.map(() => markerOf(ids))),
          ...hovers(own.map(({ tip }) => tip)),
        };
      });
    const most = shares ? 100 : longest(bars, how);
    const marks = shares ? [0, 25, 50, 75, 100] : ticks(0, most, narrow ? 3 : 5);
    const ends = bars.map(({ pieces }) => (grouped || shares ? 0 : sum(pieces.map(({ n }) => n))));
    const totals = {
      type: "scatter",
      mode: "text",
      x: ends,
      y: [...ends.keys()],
      text: bars.map(({ total, silent }) => `\u00a0${silent || (grouped || shares ? "" : total)}`),
      textposition: "middle right",
      hoverinfo: "skip",
      showlegend: false,
      cliponaxis: false,
    };
    const rows = grouped ? Math.max(...bars.map(({ pieces }) => pieces.length)) * 20 + 8 : 30;
    return spec([...traces, totals], bars.length * rows + 120, {
      barmode: grouped ? "overlay" : "stack",
      bargap: 0.22,
      ...(grouped ? {} : { uniformtext: { mode: "hide", minsize: 11 } }),
      xaxis: ticked(
        marks,
        marks.map((v) => (shares ? fmt.percent(v / 100) : fmt.count(v))),
        { range: [0, shares ? 100 : sig((narrow ? 1.34 : 1.14) * most)] },
      ),
      yaxis: down(
        bars.map(({ name }) => name),
        room,
      ),
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", traceorder: "normal" },
    });
  }

  /** @type {(bars: Bar[], how: string) => Form} */
  return (bars, how) => ({ draw: (room) => drawn(bars, how, room), spec: (room) => view(bars, how, room) });
}
