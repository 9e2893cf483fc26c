/** A treemap: areas are customers, of places and inside them of segments; rectangles as square as possible, as in
 * generator/publish/charts/base/squarify.py. */
/** @import { Child, Form, Piece, Tip } from "../draw/types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
import { elements, specs } from "../tools.js";

const { cut, rect, text, tipped } = elements;
const { hovers, sig, spec } = specs;

/** @typedef {{ x: number, y: number, w: number, h: number }} Box */
/** @typedef {{ name: string, n: number, tip: Tip, pieces: (Piece & { tip: Tip })[] }} City */

const HEAD = 20;
const GAP = 2;
const total = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0);

/** The largest ratio of sides in a row of areas laid along a side. @type {(row: number[], side: number) => number} */
function worst(row, side) {
  const square = (side / total(row)) ** 2;
  return Math.max(square * Math.max(...row), 1 / (square * Math.min(...row)));
}

/** Divide a box into one box a value, values positive and best largest first. @type {(values: number[], box: Box) => Box[]} */
function squarified(values, box) {
  const left = values.map((value) => (value * box.w * box.h) / total(values));
  let { x, y, w, h } = box;
  /** @type {Box[]} */
  const found = [];
  while (left.length) {
    const wide = w >= h;
    const side = wide ? h : w;
    let n = 1;
    while (n < left.length && worst(left.slice(0, n + 1), side) <= worst(left.slice(0, n), side)) n += 1;
    const row = left.splice(0, n);
    const across = side ? Math.min(total(row) / side, wide ? w : h) : 0;
    let at = wide ? y : x;
    for (const area of row) {
      const along = (side * area) / total(row);
      found.push(wide ? { x, y: at, w: across, h: along } : { x: at, y, w: along, h: across });
      at += along;
    }
    if (wide) [x, w] = [x + across, w - across];
    else [y, h] = [y + across, h - across];
  }
  return found;
}

const height = (/** @type {number} */ room) => (room < 560 ? 520 : 500);

/**
 * @param {Model} model
 * @param {import("../draw/types.d.ts").Drawing} draw
 */
export function createTreemap(model, { piece }) {
  const markerOf = specs.createMarkers(model);

  /** @type {(cities: City[], room: number) => Child} */
  function drawn(cities, room) {
    const boxes = squarified(
      cities.map(({ n }) => n),
      { x: 0, y: 0, w: room + GAP, h: height(room) + GAP },
    );
    return cities.map(({ name, tip, pieces }, i) => {
      const { x, y } = boxes[i];
      const [w, h] = [Math.max(0.6, boxes[i].w - GAP), Math.max(0.6, boxes[i].h - GAP)];
      const shown = cut(name, w - 4);
      const headed = h >= 2 * HEAD + 6 && w > 26 && shown.replace("…", "").length >= Math.min(4, name.length);
      const top = headed ? HEAD : 0;
      const parts = squarified(
        pieces.map(({ n }) => n),
        { x, y: y + top, w, h: h - top },
      );
      return [
        tipped(tip, rect(x, y, w, h, "box"), headed ? text(x + 1, y + 14, shown, "l") : null),
        pieces.map((one, p) =>
          tipped(
            one.tip,
            piece(one.ids, parts[p].x, parts[p].y, Math.max(0.6, parts[p].w - 1), Math.max(0.6, parts[p].h - 1)),
          ),
        ),
      ];
    });
  }

  /** @type {(cities: City[], room: number) => import("../draw/types.d.ts").Spec} */
  function view(cities, room) {
    const boxes = cities.flatMap(({ name, n, tip, pieces }, i) => [
      {
        id: `${i}`,
        label: name,
        parent: "",
        n,
        tip,
        colours: markerOf(null),
        ink: "var(--ink)",
        ground: "var(--paper)",
      },
      ...pieces.map((one) => ({
        id: `${i}/${one.ids?.join("+") ?? ""}`,
        label: one.ids ? model.letters(one.ids) : "",
        parent: `${i}`,
        n: one.n,
        tip: one.tip,
        colours: markerOf(one.ids),
        ink: one.ids ? `var(--${one.ids[0]}-x)` : "var(--ink)",
        ground: markerOf(one.ids).color,
      })),
    ]);
    const trace = {
      type: "treemap",
      branchvalues: "total",
      sort: false,
      textinfo: "label",
      pathbar: { visible: false },
      tiling: { pad: 1 },
      ids: boxes.map(({ id }) => id),
      labels: boxes.map(({ label }) => label),
      parents: boxes.map(({ parent }) => parent),
      values: boxes.map(({ n }) => sig(n)),
      textfont: { color: boxes.map(({ ink }) => ink) },
      ...hovers(boxes.map(({ tip }) => tip)),
      marker: {
        colors: boxes.map(({ ground }) => ground),
        line: { width: 1, color: boxes.map(({ parent, colours }) => (parent ? colours.line : "var(--line)")) },
        pattern: {
          shape: boxes.map(({ parent, colours }) => (parent ? colours.shape : "")),
          fgcolor: boxes.map(({ colours }) => colours.fgcolor),
          size: 8,
          solidity: 0.4,
        },
        pad: { t: HEAD, l: 0, r: 0, b: 0 },
      },
    };
    return spec([trace], height(room), { margin: { l: 0, r: 0, t: 0, b: 0 } });
  }

  /** @param {City[]} cities @returns {Form} */
  return (cities) => ({
    draw: (room) => ({ height: height(room), body: drawn(cities, room) }),
    spec: (room) => view(cities, room),
  });
}
