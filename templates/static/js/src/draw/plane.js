/** Segments on typical spend (log) and the release's other axis: one plane or several with the same scales. */
/** @import { Bubble, Child, Form, Plane } from "./types.d.ts" */
/** @import { Mean, Model } from "../core/types.d.ts" */
import { cut, line, logTicks, mark, s, text, ticks, tipped, width } from "./elements.js";
import { hovers, label, SIGNS, sig, spec, ticked } from "./specs.js";

/** @typedef {ReturnType<typeof import("./draw.js").createDrawing>} Drawing */

const WIDE = 560;

/**
 * @param {Model} model
 * @param {Drawing} draw
 */
export function createPlanes({ data, fmt, segments, order, allShare, told }, { t, titleOf }) {
  const frequency = data.x === "transactions";

  /** Where segments are on the plane. @param {Record<string, Mean>} means */
  function position(means) {
    const [x, y] = [means[data.x].value, means.typical_spend.value];
    return x === null || y === null || y <= 0 ? null : { x, y, means };
  }

  /** The texts of a position. @type {(at: { means: Record<string, Mean>, share: number }) => string[]} */
  const texts = ({ means, share }) => [
    told("typical_spend", means.typical_spend),
    told(data.x, means[data.x]),
    fmt.percent(share),
  ];

  /** @type {(name: string, at: { means: Record<string, Mean>, share: number }) => string[]} */
  function tipOf(name, at) {
    const [spend, other, share] = texts(at);
    return [name, `${data.columns.typical_spend[0]}: ${spend}`, `${data.columns[data.x][0]}: ${other}`, share];
  }

  /** Segments among all customers. @param {string[]} ids @param {boolean} ghost @returns {Bubble[]} */
  const census = (ids, ghost) =>
    order.flatMap((id) => {
      const [at, share] = [position(segments[id].means), allShare([id])];
      if (!ids.includes(id) || !at || share === null) return [];
      const tip = tipOf(`${titleOf([id])} · ${t("all_customers")}`, { ...at, share });
      return {
        ...at,
        share,
        ids: [id],
        label: `${told("typical_spend", at.means.typical_spend)} · ${fmt.percent(share)}`,
        tip,
        ghost,
      };
    });

  /** Ranges of both axes with ticks, for all planes. @param {Plane[]} planes @param {number} least Ticks. */
  function scalesOf(planes, least) {
    const all = planes.flatMap(({ bubbles }) => bubbles);
    const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => Math.log(y))];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [low, high] = [Math.min(...ys), Math.max(...ys)];
    const across = Math.max(0.2 * (right - left), frequency ? 0.2 : 10);
    const up = Math.max(0.18 * (high - low), 0.4);
    const x = [left - across, right + across];
    const y = [low - up, high + up];
    return {
      x,
      y,
      xTicks: ticks(Math.max(frequency ? 1 : 0, x[0]), x[1], least),
      yTicks: logTicks(Math.exp(y[0]), Math.exp(y[1])),
    };
  }

  /** @type {(planes: Plane[], room: number) => { columns: number, w: number, h: number, left: number }} */
  function grid(planes, room) {
    const columns = room < WIDE ? 1 : planes.length === 3 ? 3 : Math.min(2, planes.length);
    return { columns, w: (room - 20 * (columns - 1)) / columns, h: planes.length > 1 ? 300 : 420, left: 62 };
  }

  /** @type {(n: number, w: number) => (share: number) => number} */
  const radiusOf = (n, w) => (share) => Math.max(9, (n > 1 || w < 420 ? 42 : 56) * Math.sqrt(share));

  const number = (/** @type {number} */ v) => fmt.number(v, v % 1 ? 1 : 0);

  /**
   * Where the label of a bubble starts, free of outlines: to its right, or to its left where it would not fit.
   *
   * @type {(one: Bubble, all: Bubble[], x: (v: number) => number, y: (v: number) => number, r: (share: number) => number, most: number) => { at: number, end: boolean }}
   */
  function labelAt(one, all, x, y, r, most) {
    const near = all.filter(
      (other) =>
        Math.abs(y(other.y) - y(one.y)) < r(other.share) + 4 &&
        Math.abs(x(other.x) - x(one.x)) < r(other.share) + r(one.share),
    );
    const right = Math.max(...near.map((other) => x(other.x) + r(other.share))) + 6;
    const left = Math.min(...near.map((other) => x(other.x) - r(other.share))) - 6;
    const end = right + width(one.label) > most;
    return { at: end ? left : right, end };
  }

  /** @type {(planes: Plane[], room: number) => { height: number, body: Child }} */
  function drawn(planes, room) {
    const { columns, w, h, left } = grid(planes, room);
    const { x: xs, y: ys, xTicks, yTicks } = scalesOf(planes, w < 420 ? 3 : 6);
    const radius = radiusOf(planes.length, w);
    const money = fmt.axisMoney(yTicks);
    const head = planes.length > 1 ? 30 : 8;
    const block = head + h + 48;
    /** @type {Child[]} */
    const body = planes.map(({ name, at, bubbles }, i) => {
      const x0 = (i % columns) * (w + 20);
      const y0 = Math.floor(i / columns) * block + head;
      const [from, to] = [x0 + left, x0 + w - 4];
      /** @param {number} v */
      const x = (v) => from + ((to - from) * (v - xs[0])) / (xs[1] - xs[0]);
      /** @param {number} v */
      const y = (v) => y0 + (h * (ys[1] - Math.log(v))) / (ys[1] - ys[0]);
      const title =
        at === null ? [] : [mark(at, from + 7, y0 - 14, 5), text(from + 20, y0 - 9, cut(name, to - from - 20), "l")];
      const ordered = [...bubbles].sort(
        (a, b) => Number(b.ghost ?? false) - Number(a.ghost ?? false) || b.share - a.share,
      );
      return [
        title,
        yTicks.map((v, n) => [line(from, y(v), to, y(v), "g"), text(from - 6, y(v) + 4.5, money[n], "t", "end")]),
        xTicks.map((v) => [line(x(v), y0, x(v), y0 + h, "g"), text(x(v), y0 + h + 17, number(v), "t", "middle")]),
        text((from + to) / 2, y0 + h + 36, cut(t(`axis_${data.x}`), w, 12), "n", "middle"),
        ordered.map((one) => {
          const { at: start, end } = labelAt(one, bubbles, x, y, radius, to);
          return bubble(one, x(one.x), y(one.y), radius(one.share), start, end);
        }),
      ];
    });
    return { height: Math.ceil(planes.length / columns) * block, body };
  }

  /** @type {(one: Bubble, x: number, y: number, r: number, start: number, end: boolean) => SVGElement} */
  function bubble({ ids, ghost, label: words, tip }, x, y, r, start, end) {
    const letters = ids.map((id) => segments[id].letter).join("+");
    if (ghost) return tipped(tip, s("circle", { cx: x, cy: y, r, class: "ghost" }));
    return tipped(
      tip,
      s(
        "g",
        { class: `s-${ids[0]}` },
        s("circle", { cx: x, cy: y, r, class: "lid tint" }),
        text(x, y + 5, letters, "tg x", "middle"),
      ),
      text(start, y + 5, words, "n lh", end ? "end" : "start"),
    );
  }

  /** @type {(planes: Plane[], room: number) => import("./types.d.ts").Spec | null} */
  function view(planes, room) {
    const { columns, w, h } = grid(planes, room);
    const { x: xs, y: ys, xTicks, yTicks } = scalesOf(planes, w < 420 ? 3 : 6);
    const radius = radiusOf(planes.length, w);
    const rows = Math.ceil(planes.length / columns);
    /** @type {Record<string, unknown>} */
    const layout = {};
    /** @type {Record<string, unknown>[]} */
    const annotations = [];
    const data_ = planes.flatMap(({ name, at, bubbles }, i) => {
      const tail = i ? String(i + 1) : "";
      const [column, row] = [i % columns, Math.floor(i / columns)];
      const gap = columns > 1 ? 0.035 : 0;
      const across = [column / columns + (column ? gap : 0), (column + 1) / columns - (column < columns - 1 ? gap : 0)];
      const up = [1 - (row + 0.86) / rows, 1 - (row + (at === null ? 0 : 0.09)) / rows];
      layout[`xaxis${tail}`] = ticked(xTicks, xTicks.map(number), {
        title: { text: t(`axis_${data.x}`), font: { size: 12 }, standoff: 6 },
        range: xs.map(sig),
        domain: across.map(sig),
        anchor: `y${tail}`,
        ...(i ? { matches: "x" } : {}),
      });
      layout[`yaxis${tail}`] = ticked(yTicks, fmt.axisMoney(yTicks), {
        type: "log",
        range: ys.map((v) => sig(v / Math.LN10)),
        domain: up.map(sig),
        anchor: `x${tail}`,
        automargin: true,
        ...(i ? { matches: "y" } : {}),
      });
      if (at !== null)
        annotations.push(
          label(`${SIGNS[at]} ${name}`, across[0], up[1], {
            xref: "paper",
            yref: "paper",
            xanchor: "left",
            yanchor: "bottom",
            font: { color: `var(--p${at})` },
          }),
        );
      return [true, false].map((ghost) => {
        const own = bubbles.filter((one) => Boolean(one.ghost) === ghost);
        for (const one of ghost ? [] : own) {
          // In pixels, as far as they are known: the view may be resized.
          const x = (/** @type {number} */ v) => ((w - 70) * (v - xs[0])) / (xs[1] - xs[0]);
          const y = (/** @type {number} */ v) => (-0.8 * h * Math.log(v)) / (ys[1] - ys[0]);
          const { at: start, end } = labelAt(one, bubbles, x, y, radius, w - 70);
          annotations.push(
            label(one.label, one.x, Math.log10(one.y), {
              xref: `x${tail}`,
              yref: `y${tail}`,
              xanchor: end ? "right" : "left",
              xshift: Math.round(start - x(one.x)),
              font: { size: 12 },
            }),
          );
        }
        const colours = own.map(({ ids }) => (ghost ? "var(--all)" : `var(--${ids[0]})`));
        return {
          type: "scatter",
          mode: ghost ? "markers" : "markers+text",
          xaxis: `x${tail}`,
          yaxis: `y${tail}`,
          x: own.map((one) => sig(one.x)),
          y: own.map((one) => sig(one.y)),
          text: own.map(({ ids }) => ids.map((id) => segments[id].letter).join("+")),
          textfont: { color: own.map(({ ids }) => `var(--${ids[0]}-x)`) },
          marker: {
            symbol: ghost ? "circle-open" : "circle",
            opacity: 1,
            size: own.map(({ share }) => sig(2 * radius(share))),
            color: ghost ? colours : own.map(({ ids }) => `var(--${ids[0]}-t)`),
            line: { color: colours, width: ghost ? 1.5 : 2 },
          },
          ...hovers(own.map(({ tip }) => tip)),
        };
      });
    });
    return spec(data_, rows * (h + 78), { ...layout, annotations, margin: { l: 8, r: 8, t: 8, b: 8 } });
  }

  /** @param {Plane[]} planes @returns {Form} */
  const form = (planes) => ({ draw: (room) => drawn(planes, room), spec: (room) => view(planes, room) });
  return { position, texts, tipOf, census, form };
}
