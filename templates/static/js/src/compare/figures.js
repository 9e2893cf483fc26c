// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: the figures of the Compare page: mix, strips, radar, plane. */
import { createSpecs } from "../tools.js";

/** @returns {(places: object[]) => HTMLElement[]} */
export function createFigures(stats, draw, names, withUnit) {
  var specs = createSpecs(stats, draw);
  var el = draw.el;
  var t = draw.t;
  var fmt = stats.fmt;
  var data = stats.data;
  var chosen = [];

  /* --- Mix --------------------------------------------------------------------------------------------------------- */

  function mix() {
    var silent = chosen.filter(function (place) { return !place.groups.length; });
    var told = chosen.filter(function (place) { return place.groups.length; });
    var parts = stats.partsOf(told);
    if (!told.length || !parts.length) {
      return el("section", {}, el("p", { "class": "q" }, t("mix_question")),
        el("p", {}, told.length ? t("mix_none_common") : t("mix_none", { names: names(silent) })));
    }
    var rows = parts.map(function (ids) {
      return { ids: ids, all: stats.allShare(ids), cells: told.map(function (place) {
        var cell = stats.part(ids, place, place);
        return { place: place, at: chosen.indexOf(place), n: cell.n[0], share: cell.share[0], low: cell.low[0], high: cell.high[0] };
      }) };
    });
    var joined = parts.some(function (ids) { return ids.length > 1; });
    var caption = [t("mix_caption"), joined ? t("mix_joined") : "", silent.length ? t("mix_silent", { names: names(silent) }) : ""];
    return draw.figure({
      id: "mix", question: t("mix_question"), title: t("mix_title"), caption: caption.filter(Boolean).join(" "), keys: keysOf(told),
      draw: function (room) { return mixDrawing(rows, room); }, spec: mixSpec(rows),
      head: [t("segment")].concat(told.map(function (place) { return place.label; }), t("all_customers")),
      rows: rows.map(function (row) {
        return [stats.letters(row.ids) + " " + stats.nameOf(row.ids)].concat(row.cells.map(function (cell) {
          return t("share_row", { share: fmt.percent(cell.share), low: fmt.percent(cell.low), high: fmt.percent(cell.high) });
        }), row.all === null ? t("not_told") : fmt.percent(row.all));
      })
    });
  }

  function keysOf(list) {
    return el("p", { "class": "note keys" }, list.map(function (place) { return [draw.key(place, chosen.indexOf(place)), " "]; }));
  }

  /* The end of the axis of shares: a round one that takes in all intervals. */
  function mixEnd(rows) {
    var ends = [].concat.apply([], rows.map(function (row) { return row.cells.map(function (cell) { return cell.high; }).concat(row.all || 0); }));
    var top = Math.max.apply(null, ends);
    var step = draw.ticks(0, top, 5)[1] || top;
    return Math.min(1, Math.ceil(top / step - 1e-9) * step);
  }

  function mixSpec(rows) {
    var high = mixEnd(rows);
    var ticks = draw.ticks(0, high, 5);
    var lines = [];
    var marks = [];
    rows.forEach(function (row) {
      row.cells.forEach(function (cell) {
        var words = t("share_row", { share: fmt.percent(cell.share), low: fmt.percent(cell.low), high: fmt.percent(cell.high) });
        if (row.all !== null) {
          marks.push({ x: 100 * row.all, line: lines.length, words: t("all_customers") + "<br>" + specs.titleOf(row.ids) + ": " + fmt.percent(row.all) });
        }
        lines.push({
          name: stats.letters(row.ids) + " " + cell.place.label, value: 100 * cell.share, low: 100 * cell.low, high: 100 * cell.high, bar: true,
          marker: specs.colour(row.ids), words: cell.place.label + "<br>" + specs.titleOf(row.ids) + ": " + words
        });
      });
    });
    return specs.lines(lines, marks, specs.ticked(ticks.map(function (v) { return 100 * v; }), ticks.map(function (v) { return fmt.percent(v); }), { range: [0, 100 * high] }), []);
  }

  function mixDrawing(rows, room) {
    var high = mixEnd(rows);
    var values = 52;
    var x = function (v) { return 22 + (room - 22 - values) * v / high; };
    var lane = 24;
    var body = [];
    var y = 4;
    var bottom = rows.reduce(function (sum, row) { return sum + 46 + lane * row.cells.length; }, 0);
    draw.ticks(0, high, 5).forEach(function (v) {
      body.push(draw.line(x(v), 30, x(v), bottom, "g"), draw.text(x(v), bottom + 16, fmt.percent(v), "t", "middle"));
    });
    rows.forEach(function (row) {
      var left = 0;
      row.ids.forEach(function (id) {
        var one = stats.segments[id];
        body.push(draw.s("rect", { x: left, y: y, width: 20, height: 20, rx: 4, "class": "s-" + id + (one.plain ? "" : " ring") }),
          draw.text(left + 10, y + 14.5, one.letter, "tg" + (one.plain ? " o-" + id : ""), "middle"));
        left += 21;
      });
      var of = row.all === null ? "" : t("of_all", { value: fmt.percent(row.all) });
      body.push(draw.text(left + 6, y + 15, draw.cut(stats.nameOf(row.ids), room - left - 16 - draw.width(of, 12)), "l lh"),
        draw.text(room, y + 15, of, "n lh", "end"));
      y += 28;
      var from = y;
      row.cells.forEach(function (cell) {
        var middle = y + lane / 2;
        body.push(draw.mark(cell.at, 8, middle, 4.6), draw.bar(row.ids, x(0), middle - 8, x(cell.share) - x(0), 16));
        var span = cell.low === cell.high ? "" : "M" + x(cell.low) + " " + middle + "H" + x(cell.high) + "M" + x(cell.low) + " " + (middle - 4) + "v8M" + x(cell.high) + " " + (middle - 4) + "v8";
        body.push(draw.s("path", { d: span, "class": "k" }), draw.s("path", { d: span, "class": "w" }),
          draw.text(room, middle + 4.5, fmt.percent(cell.share), "v", "end"));
        y += lane;
      });
      if (row.all !== null) {
        body.push(draw.line(x(row.all), from, x(row.all), y, "k"), draw.line(x(row.all), from - 2, x(row.all), y + 2, "r"));
      }
      y += 18;
    });
    return { height: bottom + 22, body: body };
  }

  /* --- Strips and radar -------------------------------------------------------------------------------------------- */

  /* The position of a place on a strip; null where there is none, or the average printed beside it is not shown. */
  function known(place, row) {
    var one = place.strength === "counts" || place.measures[row[1]].value === null ? null : place.measures[row[0]];
    return one && one.value !== null ? one : null;
  }

  function strips() {
    var rows = data.strips.filter(function (row) { return chosen.some(function (place) { return known(place, row); }); });
    var few = data.imported ? [] : chosen.filter(function (place) { return place.strength === "counts"; });
    if (!rows.length) { return few.length ? el("section", {}, el("p", { "class": "note" }, t("profile_few", { names: names(few) }))) : null; }
    var section = draw.figure({
      id: "profile", question: t("profile_question"), title: t("profile_title"),
      caption: [t("profile_caption"), few.length ? t("profile_few", { names: names(few) }) : ""].filter(Boolean).join(" "), keys: keysOf(chosen),
      draw: function (room) { return stripDrawing(rows, room); }, spec: stripSpec(rows),
      head: [t("measure")].concat(chosen.map(function (place) { return place.label; }), t("all_customers")),
      rows: rows.map(function (row) {
        return [data.columns[row[1]][0]].concat(chosen.map(function (place) {
          var one = known(place, row);
          if (!one) { return t("withheld"); }
          var at = one.low === null ? t("percentile", { value: fmt.kind("percentile", one.value) })
            : t("percentile_span", { value: fmt.kind("percentile", one.value), interval: stats.span(row[0], one) });
          return withUnit(row[1], place.measures[row[1]]) + "; " + at;
        }), withUnit(row[1], stats.all.measures[row[1]]));
      })
    });
    return section;
  }

  /* Both ends of the strips: what their middle takes, and every interval. */
  function stripEnds(rows) {
    var ends = [22, 78];
    rows.forEach(function (row) {
      chosen.forEach(function (place) { var one = known(place, row); if (one) { ends.push(one.low === null ? one.value : one.low, one.high === null ? one.value : one.high); } });
    });
    return [Math.max(0, 5 * Math.floor(Math.min.apply(null, ends) / 5)), Math.min(100, 5 * Math.ceil(Math.max.apply(null, ends) / 5))];
  }

  function stripSpec(rows) {
    var lines = [];
    rows.forEach(function (row) {
      chosen.forEach(function (place, i) {
        var one = known(place, row) || { value: null, low: null, high: null };
        lines.push({
          name: data.columns[row[1]][0] + " · " + place.label, value: one.value, low: one.low, high: one.high, marker: specs.symbol(i),
          words: place.label + "<br>" + data.columns[row[1]][0] + ": " + withUnit(row[1], place.measures[row[1]])
        });
      });
    });
    var ticks = [25, 50, 75];
    return specs.lines(lines, [], specs.ticked(ticks, ticks.map(function (v) { return fmt.number(v); }), { range: stripEnds(rows) }), [specs.upright(50)]);
  }

  function stripDrawing(rows, room) {
    var narrow = room < 560;
    var low = stripEnds(rows)[0];
    var high = stripEnds(rows)[1];
    var left = narrow ? 4 : 8 + Math.max.apply(null, rows.map(function (row) { return draw.width(data.columns[row[1]][0]); }));
    var values = 8 + Math.max.apply(null, [].concat.apply([], rows.map(function (row) {
      return chosen.map(function (place) { return draw.width(stats.told(row[1], place.measures[row[1]]), 13, true); });
    })));
    var x = function (v) { return left + 10 + (room - values - left - 24) * (v - low) / (high - low); };
    var lane = 20;
    var block = chosen.length * lane + (narrow ? 56 : 34);
    var bottom = 26 + rows.length * block - 4;
    var body = [[25, 50, 75].map(function (v) {
      return [draw.line(x(v), v === 50 ? 4 : 20, x(v), bottom, v === 50 ? "r" : "g"), draw.text(x(v), bottom + 16, fmt.number(v), "t", "middle")];
    }), draw.text(x(50) + 6, 13, t("all_customers"), "n lh")];
    rows.forEach(function (row, r) {
      var y = 26 + r * block + (narrow ? 22 : 0);
      body.push(draw.text(0, narrow ? y - 6 : y + 4.5 + (chosen.length - 1) * lane / 2 + 10, data.columns[row[1]][0], "l lh"),
        draw.text(x(low), y + chosen.length * lane + 15, row[2], "t lh"), draw.text(x(high), y + chosen.length * lane + 15, row[3], "t lh", "end"));
      chosen.forEach(function (place, i) {
        var at = y + i * lane + 10;
        var one = known(place, row);
        body.push(draw.line(x(low), at, x(high), at, "g"));
        if (one) {
          if (one.low !== null) {
            body.push(draw.line(x(one.low), at, x(one.high), at, "k"), draw.line(x(one.low), at, x(one.high), at, "p" + i + " pw"));
          }
          body.push(draw.mark(i, x(one.value), at, 5.6, "pm halo"));
        } else { body.push(draw.text(x(50) + 8, at + 4, t("withheld"), "n lh")); }
        body.push(draw.text(room, at + 4.5, stats.told(row[1], place.measures[row[1]]), place.measures[row[1]].value === null ? "n" : "v", "end"));
      });
    });
    return { height: bottom + 22, body: body };
  }

  function radar() {
    var list = chosen.filter(function (place) { return place.strength !== "counts"; });
    var sides = data.strips.filter(function (row) { return list.every(function (place) { return known(place, row); }); });
    if (sides.length < 3 || !list.length) { return null; }
    return draw.figure({
      id: "radar", question: t("radar_question"), title: t("radar_title"), caption: t("radar_caption"), keys: keysOf(list),
      draw: function (room) { return radarDrawing(list, sides, room); },
      spec: specs.radar(sides.map(function (row) { return row[4]; }), [{ name: t("all_customers"), values: sides.map(function () { return 50; }), at: null }].concat(
        list.map(function (place) { return { name: place.label, values: sides.map(function (row) { return place.measures[row[0]].value; }), at: chosen.indexOf(place) }; }))),
      head: [t("measure")].concat(list.map(function (place) { return place.label; }), t("all_customers")),
      rows: sides.map(function (row) {
        return [data.columns[row[0]][0]].concat(list.map(function (place) { return fmt.kind("percentile", place.measures[row[0]].value); }), fmt.number(50));
      })
    });
  }

  function radarDrawing(list, sides, room) {
    var radius = Math.min(120, room / 2 - 74);
    var cx = room / 2;
    var cy = radius + 30;
    var at = function (i, v) {
      var a = 2 * Math.PI * i / sides.length;
      return [cx + radius * v / 100 * Math.sin(a), cy - radius * v / 100 * Math.cos(a)];
    };
    var ring = function (values) { return "M" + values.map(function (v, i) { return at(i, v).map(function (c) { return c.toFixed(1); }).join(" "); }).join("L") + "z"; };
    var body = [25, 50, 75, 100].map(function (v) { return draw.s("path", { d: ring(sides.map(function () { return v; })), "class": v === 50 ? "r" : "g" }); });
    sides.forEach(function (row, i) {
      var end = at(i, 100);
      var side = Math.abs(end[0] - cx) < 4 ? "middle" : end[0] > cx ? "start" : "end";
      var up = end[1] < cy - radius / 4;
      body.push(draw.line(cx, cy, end[0], end[1], "g"),
        draw.text(end[0] + (side === "start" ? 7 : side === "end" ? -7 : 0), end[1] + (side !== "middle" ? 4 : up ? -8 : 18), row[4], "l", side));
    });
    list.forEach(function (place) {
      var p = chosen.indexOf(place);
      var values = sides.map(function (row) { return place.measures[row[0]].value; });
      body.push(draw.s("path", { d: ring(values), "class": "p" + p + " pl" }));
      values.forEach(function (v, i) { body.push(draw.mark(p, at(i, v)[0], at(i, v)[1], 4, "pm halo")); });
    });
    var lowest = Math.max.apply(null, sides.map(function (_, i) { return at(i, 100)[1]; }));
    return { height: lowest + 30, body: body };
  }

  /* --- Positioning ------------------------------------------------------------------------------------------------- */

  function plane() {
    if (!data.columns.typical_spend || !data.columns[data.x]) { return null; }
    var bubbles = [];
    var ids = [];
    chosen.forEach(function (place, i) {
      place.groups.forEach(function (group) {
        var at = place.strength === "counts" && !data.imported ? null : draw.position(group);
        if (!at) { return; }
        bubbles.push(Object.assign(at, { share: group.share, letter: stats.letters(group.ids), mark: i, place: place, group: group }));
        group.ids.forEach(function (id) { if (ids.indexOf(id) < 0) { ids.push(id); } });
      });
    });
    if (bubbles.length < 2) {
      return el("section", {}, el("p", { "class": "q" }, t("plane_question")), el("p", {}, t("plane_none")));
    }
    ids = stats.order.filter(function (id) { return ids.indexOf(id) >= 0; });
    var all = bubbles.concat(draw.ghosts(ids));
    return draw.figure({
      id: "plane", question: t("plane_question"), title: t("plane_title_" + data.x), caption: t("plane_caption"),
      keys: [keysOf(chosen.filter(function (place) { return bubbles.some(function (b) { return b.place === place; }); })), draw.segmentKeys(ids)],
      draw: function (room) { return draw.plane(all, room); }, spec: specs.plane(all),
      head: [t("city"), t("segment"), data.columns.typical_spend[0], data.columns[data.x][0], t("customers_share")],
      rows: bubbles.map(function (one) {
        return [one.place.label, one.letter + " " + stats.nameOf(one.group.ids), stats.told("typical_spend", one.means.typical_spend), stats.told(data.x, one.means[data.x]), fmt.percent(one.share)];
      })
    });
  }

  /* The sections for some places, without those that have nothing to show. */
  function figures(places) {
    chosen = places;
    return [mix(), strips(), radar(), plane()].filter(Boolean);
  }

  return figures;
}
