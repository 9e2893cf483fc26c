/** Values of two to four places below each other: shares as bars, positions as marks on strips; both with intervals and
 * the mark of all customers. */
/** @import { Child, Form, Tip } from "../draw/types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
import { elements, specs } from "../tools.js";

const { cut, line, mark, path, text, tipped, widest } = elements;
const { axis, hovers, label, markers, SIGNS, SYMBOLS, sig, spec, ticked } = specs;

/**
 * One value: where it is and what is written; `value` is null where nothing is drawn.
 *
 * @typedef {{ at: number, name: string, value: number | null, low: number | null, high: number | null, short: string, tip: Tip, full: boolean }} Lane
 */

/**
 * The values of one segment or measure; `ids` are those of bars, `ends` the words below a strip.
 *
 * @typedef {{ ids: string[], head: string, note: string, ends: string[], reference: { value: number, tip: Tip } | null, lanes: Lane[] }} Lanes
 */

/** @typedef {{ low: number, high: number, ticks: number[], texts: string[] }} Axis */

const LANE = 26;
const LEFT = 24;

/**
 * @param {Model} model
 * @param {import("../draw/types.d.ts").Drawing} draw
 */
export function createLanes({ segments }, { piece }) {
  /** @type {(group: Lanes) => number} */
  const heightOf = ({ lanes, ends }) => 34 + LANE * lanes.length + (ends.length ? 20 : 0) + 16;

  /** @type {(groups: Lanes[], axis: Axis, room: number) => { height: number, body: Child }} */
  function drawn(groups, { low, high, ticks, texts }, room) {
    const right = room - widest(...groups.flatMap(({ lanes }) => lanes.map(({ short }) => short))) - 14;
    /** @param {number} v */
    const x = (v) => LEFT + ((right - LEFT) * (v - low)) / (high - low);
    const height = groups.reduce((total, group) => total + heightOf(group), 4);
    let top = 4;
    /** @type {Child[]} */
    const body = ticks.map((v, i) => [
      line(x(v), 34, x(v), height - 10, "g"),
      text(x(v), height + 6, texts[i], "t", "middle"),
    ]);
    for (const { ids, head, note, ends, reference, lanes } of groups) {
      const first = top + 28;
      const letters = ids.map((id, i) => piece([id], 26 * i, top, 24, 22, true));
      const start = 26 * ids.length + (ids.length ? 6 : 0);
      body.push(
        letters,
        text(start, top + 16, cut(head, room - start - widest(note) - 8), "l lh"),
        text(room, top + 16, note, "n lh", "end"),
      );
      for (const [i, { at, value, low: least, high: most, short, tip, full }] of lanes.entries()) {
        const y = first + i * LANE + LANE / 2;
        body.push(mark(at, 8, y, 4.6), text(room, y + 4.5, short, value === null ? "n" : "v", "end"));
        if (!ids.length) body.push(line(x(low), y, x(high), y, "g"));
        if (value === null) continue;
        const ranged = least !== null && most !== null && least !== most;
        const span = ranged ? `M${x(least)} ${y}H${x(most)}` : "";
        const whisker = ranged ? `${span}M${x(least)} ${y - 4}v8M${x(most)} ${y - 4}v8` : "";
        body.push(
          tipped(
            tip,
            ids.length
              ? [piece(ids, x(low), y - 10, x(value) - x(low), 20, full), path(whisker, "k"), path(whisker, "w")]
              : [path(span, "k"), path(span, `p${at} pw`), mark(at, x(value), y, 5.6, "pm edge")],
          ),
        );
      }
      const end = first + LANE * lanes.length;
      if (reference) {
        const at = x(reference.value);
        body.push(tipped(reference.tip, line(at, first, at, end, "k"), line(at, first - 2, at, end + 2, "r")));
      }
      body.push(ends.map((words, i) => text(i ? right : LEFT, end + 14, words, "t lh", i ? "end" : "start")));
      top += heightOf({ ids, head, note, ends, reference, lanes });
    }
    return { height: height + 12, body };
  }

  /** @type {(groups: Lanes[], axis: Axis, room: number) => import("../draw/types.d.ts").Spec} */
  function view(groups, { low, high, ticks, texts }, room) {
    const bars = groups.some(({ ids }) => ids.length);
    const markerOf = specs.createMarkers(/** @type {Model} */ ({ segments }));
    /** @type {Record<string, unknown>[]} */
    const annotations = [];
    /** @type {(Lane & { y: number, ids: string[] })[]} */
    const rows = [];
    /** @type {{ value: number, tip: Tip, y: number }[]} */
    const references = [];
    let y = 0;
    const left = 80 + Math.min(110, widest(...groups.flatMap(({ lanes }) => lanes.map(({ name }) => name))));
    const wide =
      1 - (widest(...groups.flatMap(({ lanes }) => lanes.map(({ short }) => short))) + 8) / Math.max(300, room - 120);
    for (const { ids, head, note, reference, lanes } of groups) {
      const letters = ids.map((id) => segments[id].letter).join("+");
      const title = [letters, head, note ? `(${note})` : ""].filter(Boolean).join(" ");
      annotations.push(label(cut(title, room - left), 0, y, { xref: "paper", xanchor: "left", font: { size: 13 } }));
      for (const lane of lanes) {
        y += 1;
        rows.push({ ...lane, y, ids });
        if (reference) references.push({ ...reference, y });
        annotations.push(label(lane.short, 1, y, { xref: "paper", xanchor: "right" }));
      }
      y += 1.2;
    }
    /** @type {(list: typeof rows, color: string, thickness: number) => object} */
    const errors = (list, color, thickness) => ({
      error_x: {
        type: "data",
        symmetric: false,
        color,
        thickness,
        width: 0,
        array: list.map(({ value, high: most }) => sig(value === null || most === null ? 0 : most - value)),
        arrayminus: list.map(({ value, low: least }) => sig(value === null || least === null ? 0 : value - least)),
      },
    });
    const places = [...new Set(rows.map(({ at }) => at))];
    const traces = places.flatMap((at) => {
      const own = rows.filter((row) => row.at === at && row.value !== null);
      const base = {
        x: own.map(({ value }) => sig(value)),
        y: own.map((row) => row.y),
        ...hovers(own.map(({ tip }) => tip)),
      };
      if (!bars)
        return [
          {
            ...base,
            type: "scatter",
            mode: "markers",
            marker: { symbol: SYMBOLS[at], color: `var(--p${at})`, size: 12 },
            ...errors(own, `var(--p${at})`, 3),
          },
        ];
      const marker = markers(own.map(({ ids, full }) => markerOf(ids, full)));
      // Intervals have a halo, so that they are visible on dark bars.
      return [
        { ...base, type: "bar", orientation: "h", width: 0.76, marker, ...errors(own, "var(--paper)", 5) },
        {
          ...base,
          type: "scatter",
          mode: "markers",
          marker: { color: "rgba(0,0,0,0)", size: 1 },
          ...errors(own, "var(--ink)", 1.5),
        },
      ];
    });
    const all = references.length && {
      type: "scatter",
      mode: "markers",
      x: references.map(({ value }) => sig(value)),
      y: references.map((one) => one.y),
      marker: { symbol: "line-ns-open", size: 24, color: "var(--all)", line: { width: 2 } },
      ...hovers(references.map(({ tip }) => tip)),
    };
    return spec([...traces, ...(all ? [all] : [])], y * LANE + 60, {
      annotations,
      barmode: "overlay",
      margin: { l: 8, r: 8, t: 8, b: 36 },
      xaxis: ticked(ticks, texts, { range: [low, high].map(sig), domain: [0, sig(wide)] }),
      yaxis: axis({
        tickvals: rows.map((row) => row.y),
        ticktext: rows.map(({ at, name }) => `${SIGNS[at]} ${cut(name, 110, 13)}`),
        range: [y - 0.6, -0.7],
        showgrid: false,
        automargin: true,
        ticklabelstandoff: 8,
      }),
    });
  }

  /** @type {(groups: Lanes[], axis: Axis) => Form} */
  return (groups, axis_) => ({ draw: (room) => drawn(groups, axis_, room), spec: (room) => view(groups, axis_, room) });
}
