// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: figures and drawings of the Compare and Explore pages; every drawing has its table. Words come from
   content/compare.toml. */
import { fill } from "../core/formats.js";
import { form } from "../core/plurals.js";
import { cellsOf, csv, cut, el, line, logTicks, mark, rect, s, shape, text, ticks, width } from "./elements.js";

/** @type {(stats: import("../core/types.d.ts").Model, page: object) => import("./types.d.ts").Drawing} */
export function createDrawing(stats, page) {
  var fmt = stats.fmt;
  var shared = document.querySelector("script[data-explore]").dataset;
  var redraws = [];

  function t(key, facts) {
    if (!Object.prototype.hasOwnProperty.call(page.words, key)) { throw new Error("no words named " + key); }
    return fill(page.words[key], Object.assign({}, page.facts, facts));
  }

  function counted(key, n, facts) { return t(form(page.words, key, n, stats.data.format.language), facts); }

  function tag(ids) {
    return ids.map(function (id) { return el("b", { "class": "tag s-" + id }, stats.segments[id].letter); });
  }

  function key(place, i) {
    return el("span", { "class": "key" },
      s("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, mark(i, 0, 0, 4.6)), " " + place.label);
  }

  function keys(places) { return el("p", { "class": "note keys" }, places.map(function (place, i) { return [key(place, i), " "]; })); }

  function segmentKeys(ids) {
    return el("p", { "class": "note keys" }, ids.map(function (id) {
      return [el("span", { "class": "key" }, tag([id]), " " + stats.segments[id].short), " "];
    }));
  }

  /* A table: the first cell of a row names it. A cell is text, a node, or {text, css, span}. */
  function table(caption, head, rows, css) {
    function cell(tag_, value, attributes) {
      var own = value && typeof value === "object" && !value.nodeType && !Array.isArray(value);
      if (own) { attributes = Object.assign({ "class": value.css, colspan: value.span }, attributes); }
      return el(tag_, attributes, own ? value.text : value);
    }
    return el("table", { "class": css }, el("caption", { "class": "vh" }, caption),
      el("thead", {}, el("tr", {}, head.map(function (value) { return cell("th", value, { scope: "col" }); }))),
      el("tbody", {}, rows.map(function (row) {
        return el("tr", { "class": row.css }, row.map(function (value, i) {
          return i ? cell("td", value, {}) : cell("th", value, { scope: "row" });
        }));
      })));
  }

  function scrolled(node, id) { return el("div", { "class": "scroll", tabindex: "0", role: "group", "aria-labelledby": id }, node); }

  /* What a reader takes away of a figure: its table at once, its drawing once the script for it is there. */
  function ways(f, held) {
    function named(part) { return { id: f.id + part, "aria-labelledby": f.id + part + " " + f.id + "-t" }; }
    var file = "data:text/csv;charset=utf-8," + encodeURIComponent("\ufeff" + csv(cellsOf(held)));
    return el("details", { "class": "out" }, el("summary", named("-o"), t("take")),
      el("div", { "class": "ways" }, el("a", Object.assign({ download: f.id + ".csv", href: file }, named("-c")), t("csv"))));
  }

  /* The button of the interactive view, whose words are those of every page, and the line that tells how it goes. */
  function opener(f) {
    return f.spec ? [el("button", { "class": "explore", id: f.id + "-x", "aria-labelledby": f.id + "-x " + f.id + "-t", "aria-expanded": "false" },
      el("span", {}, shared.explore)), el("p", { "class": "msg", role: "status" })] : null;
  }

  /* A figure: question, title, caption, keys, a drawing for the width there is, its table. */
  function figure(f) {
    var plot = el("div", { "class": "plot" });
    var caption = el("figcaption", {}, el("p", { "class": "q" }, f.question), el("h2", { id: f.id + "-t" }, f.title),
      f.caption ? el("p", {}, f.caption) : null);
    var node = el("figure", { id: f.id, "aria-labelledby": f.id + "-t" }, caption, f.keys, plot);
    if (f.draw) {
      var held = plot.appendChild(el("div", {}));
      plot.before(el("p", { "class": "vh", id: f.id + "-d" }, t("described", { names: f.title })));
      redraws.push(function () {
        var room = Math.floor(plot.clientWidth || node.clientWidth);
        if (room && String(room) !== plot.dataset.room) {
          plot.dataset.room = room;
          var drawn = f.draw(room);
          held.replaceChildren(s("svg", {
            viewBox: "0 0 " + room + " " + drawn.height, role: "img", "aria-labelledby": f.id + "-t", "aria-describedby": f.id + "-d"
          }, drawn.body));
        }
      });
      var cells = table(f.title, f.head, f.rows);
      node.append(el("div", { "class": "tools" }, el("details", {},
        el("summary", { "aria-label": t("table_of", { names: f.title }) }, t("table")), scrolled(cells, f.id + "-t")), ways(f, cells), opener(f)));
    } else {
      plot.append(scrolled(f.table, f.id + "-t"));
      if (f.below) { plot.append(f.below); }
      if (f.table.rows) { node.append(el("div", { "class": "tools" }, ways(f, f.table), opener(f))); }
    }
    if (f.spec) { plot.after(el("script", { type: "application/json" }, JSON.stringify(f.spec))); }
    return el("section", {}, node);
  }

  function redraw() { redraws.forEach(function (one) { one(); }); }

  /* Before figures give way to others: what is open on them closes. */
  function clear() {
    redraws = [];
    document.dispatchEvent(new Event("atlas-clear"));
  }

  addEventListener("resize", redraw);

  /* A bar in a segment's colour; joined segments lie in bands, later ones of the palette are striped. */
  function bar(ids, x, y, w, h) {
    return ids.map(function (id, i) {
      var band = h / ids.length;
      var own = rect(x, y + i * band, w, band, "s-" + id);
      return stats.segments[id].plain ? own : [own, rect(x, y + i * band, w, band, "stripe")];
    });
  }

  /* --- The plane ------------------------------------------------------------------------------------------------ */

  /* A mark's radius: its area is in proportion to the share; several places leave less room for each. */
  function radiusOf(bubbles, wide) {
    var area = bubbles[0].mark === undefined ? (wide ? 56 : 42) : (wide ? 40 : 32);
    return function (share) { return Math.max(9, area * Math.sqrt(share)); };
  }

  /* Bubbles {x, y, share, letter, mark, css, ghost} on typical spend (log) and the release's other axis. */
  function plane(bubbles, room) {
    var wide = room >= 560;
    var height = wide ? 420 : 380;
    var box = { left: 62, right: room - 4, top: 8, bottom: height - 46 };
    var radius = radiusOf(bubbles, wide);
    var pad = Math.max.apply(null, bubbles.map(function (b) { return radius(b.share); })) + 8;
    var ys = bubbles.map(function (b) { return b.y; });
    var xs = bubbles.map(function (b) { return b.x; });
    var low = Math.min.apply(null, ys);
    var high = Math.max.apply(null, ys);
    if (high / low < 4) { var middle = Math.sqrt(low * high); low = middle / 2; high = middle * 2; }
    var least = stats.data.x === "transactions" ? 0.4 : 30;
    var span = Math.max(least, Math.max.apply(null, xs) - Math.min.apply(null, xs));
    var centre = (Math.max.apply(null, xs) + Math.min.apply(null, xs)) / 2;
    var perX = span / (box.right - box.left - 2 * pad);
    var perY = Math.log(high / low) / (box.bottom - box.top - 2 * pad);
    var x = function (v) { return box.left + pad + (v - centre + span / 2) / perX; };
    var y = function (v) { return box.bottom - pad - Math.log(v / low) / perY; };
    var first = stats.data.x === "transactions" ? 1 : 0;
    var xTicks = ticks(Math.max(first, centre - span / 2 - pad * perX), centre + span / 2 + pad * perX, wide ? 6 : 4);
    var yTicks = logTicks(low * Math.exp(-pad * perY), high * Math.exp(pad * perY));
    var money = fmt.axisMoney(yTicks);
    var body = [
      yTicks.map(function (v, i) { return [line(box.left, y(v), box.right, y(v), "g"), text(box.left - 6, y(v) + 4, money[i], "t", "end")]; }),
      xTicks.map(function (v) {
        return [line(x(v), box.top, x(v), box.bottom, "g"), text(x(v), box.bottom + 17, fmt.number(v, v % 1 ? 1 : 0), "t", "middle")];
      }),
      text(room / 2, height - 8, t("axis_" + stats.data.x), width(t("axis_" + stats.data.x), 12) < room ? "n" : "n tiny", "middle")
    ];
    var ordered = bubbles.slice().sort(function (a, b) { return b.share - a.share; });
    ordered.forEach(function (b) {
      if (b.ghost) { body.push(s("circle", { cx: x(b.x), cy: y(b.y), r: radius(b.share), "class": "ghost" })); }
    });
    ordered.forEach(function (b) {
      if (b.ghost) { return; }
      body.push(b.mark === undefined
        ? s("circle", { cx: x(b.x), cy: y(b.y), r: radius(b.share), "class": "bub " + (b.plain ? "s-" + b.id : "ring s-" + b.id) })
        : mark(b.mark, x(b.x), y(b.y), radius(b.share) * 0.94, "pf"));
    });
    // Marks of one segment often lie on each other: their letter is written once.
    var written = [];
    function once(b, at) {
      var near = written.some(function (w) { return w[0] === b.letter && Math.hypot(w[1] - at[0], w[2] - at[1]) < (b.ghost ? 40 : 28); });
      if (!near) { written.push([b.letter, at[0], at[1]]); }
      return !near;
    }
    ordered.forEach(function (b) {
      if (b.ghost || !once(b, [x(b.x), y(b.y)])) { return; }
      var css = b.mark === undefined ? (b.plain ? "tg o-" + b.id : "tg") : "tg p" + b.mark + " pt";
      body.push(text(x(b.x), y(b.y) + (b.mark === 3 ? 6 : 4.5), b.letter, css, "middle"));
      if (b.label) {
        var end = x(b.x) + radius(b.share) + 6 + width(b.label, 12) > box.right;
        body.push(text(x(b.x) + (end ? -1 : 1) * (radius(b.share) + 6), y(b.y) + 4.5, b.label, "n lh", end ? "end" : "start"));
      }
    });
    ordered.forEach(function (b) {
      var at = [x(b.x) + radius(b.share) * 0.76, y(b.y) - radius(b.share) * 0.76];
      if (b.ghost && bubbles[0].mark !== undefined && once(b, at)) { body.push(text(at[0], at[1], b.letter, "n lh")); }
    });
    return { height: height, body: body };
  }

  /* What lies on the plane: groups with both averages, and the same segments among all customers. */
  function position(group) {
    var x = group.means[stats.data.x];
    var y = group.means.typical_spend;
    return x.value === null || y.value === null || y.value <= 0 ? null : { x: x.value, y: y.value, means: group.means };
  }

  function ghosts(ids) {
    return ids.map(function (id) {
      var at = position(stats.segments[id]);
      var share = stats.allShare([id]);
      return at && share !== null ? Object.assign(at, { share: share, letter: stats.segments[id].letter, ghost: true }) : null;
    }).filter(Boolean);
  }

  return {
    el: el, s: s, t: t, counted: counted, text: text, line: line, rect: rect, width: width, cut: cut, ticks: ticks, logTicks: logTicks, radius: radiusOf, mark: mark, shape: shape, tag: tag,
    key: key, keys: keys, segmentKeys: segmentKeys, table: table, figure: figure, redraw: redraw, clear: clear, bar: bar, plane: plane, csv: csv,
    position: position, ghosts: ghosts
  };
}
