// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: the views of the Explore page, each a drawing or a table and its interactive view. */
import { drawTreemap } from "../draw/treemap.js";
import { createSpecs } from "../tools.js";

var AROUND = [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]];

/** @returns {{ groups: [string, string[]][], figure: (rows: object[], all: object[]) => HTMLElement }} */
export function createViews(stats, draw, selection, state, averages) {
  var specs = createSpecs(stats, draw);
  var el = draw.el;
  var t = draw.t;
  var fmt = stats.fmt;
  var data = stats.data;
  var spends = data.measures.indexOf("typical_spend") >= 0;
  // Views of what the release does not have are left out.
  var without = { spend: !spends, positioning: !spends || data.measures.indexOf(data.x) < 0, profile: !data.strips.length };
  var VIEWS = [
    ["group_distribution", ["stacked", "grouped", "share"]], ["group_heat", ["spend", "volume"]],
    ["group_city", ["treemap", "totals", "averages"]], ["group_standing", ["positioning", "profile"]]
  ].map(function (row) {
    return [row[0], row[1].filter(function (view) { return !without[view]; })];
  }).filter(function (row) { return row[1].length; });

  function letter(id) { return { text: [draw.tag([id]), " ", el("span", {}, stats.segments[id].short)] }; }

  function layout(rows, room, values) {
    var narrow = room < 560;
    var widest = Math.max.apply(null, rows.map(function (row) { return draw.width(row.place.label); }));
    return { narrow: narrow, left: narrow ? 0 : Math.min(190, widest) + 12, right: room - values, step: narrow ? 42 : 30 };
  }

  function name(body, row, at, y, room) {
    if (at.narrow) { body.push(draw.text(0, y + 12, draw.cut(row.place.label, room - 110), "l")); } else {
      body.push(draw.text(at.left - 10, y + 14.5, draw.cut(row.place.label, at.left - 10), "l", "end"));
    }
  }

  function piece(body, one, x, y, w, h) {
    if (w <= 0) { return; }
    body.push(one.ids ? draw.bar(one.ids, x, y, w, h) : draw.rect(x, y, w, h, "whole"));
    if (!one.ids) { return; }
    var letters = stats.letters(one.ids);
    var plain = one.ids.length === 1 && stats.segments[one.ids[0]].plain;
    if (plain && w > draw.width(letters, 12, true) + 8 && h > 14) { body.push(draw.text(x + w / 2, y + h / 2 + 4.5, letters, "tg o-" + one.ids[0], "middle")); }
  }

  function barsDrawing(rows, room, shares) {
    var at = layout(rows, room, shares ? 4 : 64);
    var largest = Math.max.apply(null, rows.map(function (row) { return stats.sum(selection.pieces(row).map(function (p) { return p.n; })); }).concat(1));
    var body = [];
    rows.forEach(function (row, r) {
      var y = 4 + r * at.step;
      var bar = at.narrow ? y + 17 : y;
      var list = shares ? row.groups : selection.pieces(row);
      var whole = stats.sum(list.map(function (p) { return p.n; }));
      var x = at.left;
      name(body, row, at, y, room);
      list.forEach(function (one) {
        var w = ((at.narrow ? room : at.right) - at.left) * one.n / (shares ? whole : largest);
        piece(body, one, x, bar, Math.max(0, w - 1), 20);
        x += w;
      });
      var silent = row.n === null || (shares && !list.length);
      var words = silent ? t("not_told") : fmt.count(row.n);
      if (at.narrow) { body.push(draw.text(room, y + 12, words, "n", "end")); } else if (!shares || silent) {
        body.push(draw.text(x + 7, bar + 14.5, words, silent ? "n" : "v"));
      }
    });
    return { height: rows.length * at.step + 4, body: body };
  }

  function groupedDrawing(rows, room) {
    var at = layout(rows, room, 60);
    var lists = rows.map(selection.pieces);
    var largest = Math.max.apply(null, [1].concat.apply([1], lists.map(function (list) { return list.map(function (p) { return p.n; }); })));
    var body = [];
    var y = 4;
    rows.forEach(function (row, r) {
      name(body, row, at, y, room);
      if (at.narrow) { y += 18; }
      if (!lists[r].length) { body.push(draw.text(at.left + 6, y + 14.5, t("not_told"), "n")); y += 16; }
      lists[r].forEach(function (one) {
        var w = ((at.narrow ? room - 60 : at.right) - at.left) * one.n / largest;
        piece(body, one, at.left, y, w, 15);
        body.push(draw.text(at.left + w + 6, y + 12, fmt.count(one.n), "n"));
        y += 17;
      });
      y += 10;
    });
    return { height: y, body: body };
  }

  function keysOf(rows) {
    var grey = rows.some(function (row) { return selection.pieces(row).some(function (one) { return !one.ids; }); });
    var node = draw.segmentKeys(state.segments);
    if (grey) {
      node.append(el("span", { "class": "key" }, draw.s("svg", { width: 14, height: 14, "aria-hidden": "true" }, draw.rect(0, 1, 13, 13, "whole")), " " + t("unsplit")));
    }
    return node;
  }

  function distribution(rows) {
    var shares = state.view === "share";
    var share = function (row, id) {
      var group = selection.holding(row, id);
      if (!group || !selection.inside(group.ids) || !row.told) { return t("not_told"); }
      var text = fmt.percent(group.n / row.told);
      return group.ids.length > 1 ? t("together", { letters: stats.letters(group.ids), n: text }) : text;
    };
    var cells = shares ? {
      head: [t("city")].concat(selection.heads()),
      rows: rows.map(function (row) { return [row.place.label].concat(state.segments.map(function (id) { return share(row, id); })); })
    } : selection.countsTable(rows);
    var barred = rows.map(function (row) { return { name: row.place.label, parts: shares ? row.groups : selection.pieces(row) }; });
    return Object.assign({
      spec: specs.bars(barred, state.view, t("unsplit")),
      keys: keysOf(shares ? [] : rows), caption: t(shares ? "caption_share" : "caption_stacked"),
      draw: function (room) { return state.view === "grouped" ? groupedDrawing(rows, room) : barsDrawing(rows, room, shares); }
    }, cells);
  }

  /* A heat table: one row a place, one column a segment; joined neighbours share a cell. */
  function heat(rows, cell, reference) {
    var body = rows.map(function (row) {
      var cells = [row.place.label];
      if (!row.place.groups.length) { return cells.concat({ text: t("not_told"), css: "none", span: state.segments.length }); }
      row.place.groups.forEach(function (group) {
        var own = group.ids.filter(function (id) { return state.segments.indexOf(id) >= 0; });
        if (own.length) { cells.push(Object.assign({ span: own.length > 1 ? own.length : null }, cell(group))); }
      });
      return cells;
    });
    var first = [t("all_customers")].concat(state.segments.map(reference));
    first.css = "ref";
    return draw.table(t("title_" + state.view), [t("city")].concat(state.segments.map(letter)), [first].concat(body), "heat");
  }

  /* Area is customers: the cities of this page of the selection, and inside each what is selected. */
  function treemap(rows) {
    var cities = rows.map(function (row) {
      return { name: row.place.label, n: row.n === null ? row.told : row.n, pieces: selection.pieces(row) };
    }).filter(function (city) { return city.n > 0; });
    cities.sort(function (a, b) { return b.n - a.n; });
    if (!cities.length) { return { table: el("p", {}, t("tree_none")) }; }
    return Object.assign({
      spec: specs.treemap(cities, t("selected")), keys: keysOf(rows),
      draw: function (room) {
        var height = room < 560 ? 520 : 470;
        return { height: height, body: drawTreemap(cities, room, height, draw, function (one, x, y, w, h) {
          var body = [];
          piece(body, one, x, y, w, h);
          return body;
        }) };
      }
    }, selection.countsTable(rows));
  }

  function joinedNote(group) { return group.ids.length > 1 ? el("i", {}, " " + stats.letters(group.ids)) : null; }

  function spend(rows) {
    var table = heat(rows, function (group) {
      var one = group.means.typical_spend;
      if (one.value === null) { return { text: t(one.withheld === "few" ? "withheld" : "absent"), css: "none" }; }
      return { text: [stats.told("typical_spend", one), joinedNote(group)], css: stats.shade(group) };
    }, function (id) {
      var one = stats.segments[id].means.typical_spend;
      return one.value === null ? t("not_told") : stats.told("typical_spend", one);
    });
    return {
      table: table, below: scale(["k1", "k2", "k3", "k4", "k5"]),
      spec: heatSpec(rows, function (group, id) {
        var one = group.means.typical_spend;
        var elsewhere = stats.segments[id].means.typical_spend.value;
        // The middle of the colours where a difference is not clear.
        return { z: one.value === null ? null : stats.shade(group) ? 100 * (one.value / elsewhere - 1) : 0, text: one.value === null ? "" : stats.told("typical_spend", one) };
      }, { colours: AROUND, low: -50, high: 50 })
    };
  }

  function heatSpec(rows, cell, ends) {
    return specs.heat(selection.labels(rows), state.segments.map(function (id) { return stats.segments[id].letter; }),
      rows.map(function (row) {
        return state.segments.map(function (id) {
          var group = selection.holding(row, id);
          return group ? cell(group, id) : { z: null, text: "" };
        });
      }), ends);
  }

  function scale(shades) {
    return el("p", { "class": "scale", "aria-hidden": "true" }, el("span", {}, t("less")), shades.map(function (css) { return el("b", { "class": css }); }),
      el("span", {}, t("more")));
  }

  function volume(rows) {
    var most = Math.max.apply(null, [1].concat.apply([1], rows.map(function (row) { return row.place.groups.map(function (group) { return group.n; }); })));
    var table = heat(rows, function (group) {
      // Steps by the square root: a few large cities would leave all others in the lightest shade.
      var step = Math.min(4, Math.floor(5 * Math.sqrt(group.n / most)));
      return { text: [fmt.count(group.n), joinedNote(group)], css: "v" + step };
    }, function (id) {
      var whole = stats.allShare([id]);
      return whole === null ? t("not_told") : fmt.count(Math.round(whole * stats.all.n));
    });
    return {
      table: table, below: scale(["v0", "v1", "v2", "v3", "v4"]),
      spec: heatSpec(rows, function (group) {
        return group.ids.length > 1 ? { z: null, text: t("together", { letters: stats.letters(group.ids), n: fmt.count(group.n) }) } : { z: group.n, text: fmt.count(group.n) };
      }, { colours: [[0, "var(--paper)"], [1, "var(--more)"]], low: 0, high: 1.25 * most })
    };
  }

  /* A cell with a thin bar under its value. */
  function meter(words, part) {
    return { text: [words, el("span", { "class": "meter", "aria-hidden": "true" }, el("i", { style: "width:" + (100 * part).toFixed(1) + "%" }))] };
  }

  function totals(rows) {
    var most = Math.max.apply(null, rows.map(function (row) { return row.n || 0; }).concat(1));
    var spends = Math.max.apply(null, rows.map(function (row) { return row.place.spendShare || 0; }).concat(0)) || 1;
    var withSpend = data.measures.indexOf("spend") >= 0;
    var head = [t("city"), t("customers"), t("customers_share")].concat(withSpend ? t("spend_share") : []);
    var columns = [{ title: t("customers"), values: rows.map(function (row) { return row.n; }), words: fmt.count, bars: true }].concat(withSpend ? [{
      title: t("spend_share"), values: rows.map(function (row) { return row.place.spendShare; }), words: function (v) { return fmt.percent(v); }, bars: true
    }] : []);
    return { spec: specs.panels(selection.labels(rows), columns), table: draw.table(t("title_totals"), head, rows.map(function (row) {
      var spent = row.place.spendShare;
      return [row.place.label, row.n === null ? { text: t("not_told"), css: "none" } : meter(fmt.count(row.n), row.n / most),
        row.n === null ? { text: t("not_told"), css: "none" } : fmt.percent(row.n / stats.all.n, 1)].concat(!withSpend ? []
        : spent === null ? { text: t("untold"), css: "none" } : meter(fmt.percent(spent), spent / spends));
    }), "full meters") };
  }

  function averageCells(rows) {
    var tops = averages.map(function (name) { return Math.max.apply(null, rows.map(function (row) { return row.place.measures[name].value || 0; }).concat(1e-9)); });
    var columns = averages.map(function (name) {
      // Under 30 customers the number is shown, but no dot: it would have no interval.
      function each(end) { return rows.map(function (row) { var v = row.place.strength === "counts" && !data.imported ? null : row.place.measures[name][end]; return typeof v === "number" ? v : null; }); }
      return {
        title: data.columns[name][0], values: each("value"), lows: each("low"), highs: each("high"), reference: stats.all.measures[name].value,
        words: function (v) { return fmt.kind(data.columns[name][1], v); }, says: function (r) { return stats.told(name, rows[r].place.measures[name]); }, log: name === "typical_spend"
      };
    });
    var caption = t("caption_averages") + (data.unshown ? " " + t("no_balances") : "");
    return { caption: caption, spec: specs.panels(selection.labels(rows), columns), table: draw.table(t("title_averages"), [t("city")].concat(averages.map(function (name) { return data.columns[name][0]; })), rows.map(function (row) {
      return [row.place.label].concat(averages.map(function (name, i) {
        var one = row.place.measures[name];
        return one.value === null ? { text: t(one.withheld === "few" ? "withheld" : "absent"), css: "none" } : meter(stats.told(name, one), one.value / tops[i]);
      }));
    }), "full meters") };
  }

  function positioning(rows) {
    var bubbles = state.segments.map(function (id) {
      var known = rows.map(function (row) {
        var group = selection.holding(row, id);
        var at = group && group.ids.length === 1 ? draw.position(group) : null;
        return at ? { n: group.n, x: at.x, y: at.y, steps: [group.means[data.x].step, group.means.typical_spend.step] } : null;
      }).filter(Boolean);
      var n = stats.sum(known.map(function (one) { return one.n; }));
      if (!n) { return null; }
      // Several averages together are printed as finely as the least fine of them.
      var coarsest = function (i) { return Math.max.apply(null, known.map(function (one) { return one.steps[i]; })); };
      var x = stats.sum(known.map(function (one) { return one.n * one.x; })) / n;
      var y = Math.exp(stats.sum(known.map(function (one) { return one.n * Math.log(one.y); })) / n);
      var means = { typical_spend: { value: y, step: coarsest(1) } };
      means[data.x] = { value: x, step: coarsest(0) };
      return { id: id, letter: stats.segments[id].letter, plain: stats.segments[id].plain, n: n, cities: known.length, x: x, y: y, means: means };
    }).filter(Boolean);
    if (!bubbles.length) { return { table: el("p", {}, t("plane_none")) }; }
    var whole = stats.sum(bubbles.map(function (b) { return b.n; }));
    bubbles.forEach(function (b) {
      b.share = b.n / whole;
      b.label = stats.told("typical_spend", b.means.typical_spend) + " · " + fmt.percent(b.share);
    });
    var shown = bubbles.concat(draw.ghosts(bubbles.map(function (b) { return b.id; })));
    return {
      spec: specs.plane(shown), keys: draw.segmentKeys(bubbles.map(function (b) { return b.id; })),
      draw: function (room) { return draw.plane(shown, room); },
      head: [t("segment"), data.columns.typical_spend[0], data.columns[data.x][0], t("customers"), t("choose_cities")],
      rows: bubbles.map(function (b) {
        return [b.letter + " " + stats.segments[b.id].name, stats.told("typical_spend", b.means.typical_spend), stats.told(data.x, b.means[data.x]), fmt.count(b.n), fmt.count(b.cities)];
      })
    };
  }

  /* A place's mean percentile of a strip, null where too few customers carry one. */
  function percentileOf(row, strip) {
    var few = row.place.strength === "counts" || row.place.measures[strip[1]].value === null;
    return few ? null : row.place.measures[strip[0]].value;
  }

  /* Shade and colour of a mean percentile: only where its interval leaves all customers out, and never of how recently
     where too few days have rows for a claim. */
  function away(one, strip) {
    var silent = one.low === null || (data.sparse && strip[0] === "recency_pct");
    return silent || (one.low <= 50 && one.high >= 50) ? "" : one.value < 45 ? "k1" : one.value < 50 ? "k2" : one.value <= 55 ? "k4" : "k5";
  }

  function profile(rows) {
    var spec = specs.heat(selection.labels(rows), data.strips.map(function (strip) { return strip[4]; }), rows.map(function (row) {
      return data.strips.map(function (strip) {
        var value = percentileOf(row, strip);
        return { z: value === null ? null : away(row.place.measures[strip[0]], strip) ? value : 50, text: value === null ? t("withheld") : fmt.kind("percentile", value) };
      });
    }), { colours: AROUND, low: 35, high: 65 });
    return { spec: spec, table: draw.table(t("title_profile"), [t("city")].concat(data.strips.map(function (row) { return data.columns[row[0]][0]; })), rows.map(function (row) {
      return [row.place.label].concat(data.strips.map(function (strip) {
        var one = row.place.measures[strip[0]];
        if (percentileOf(row, strip) === null) { return { text: t("withheld"), css: "none" }; }
        return { text: fmt.kind("percentile", one.value), css: away(one, strip) };
      }));
    }), "heat"), below: scale(["k1", "k2", "k3", "k4", "k5"]) };
  }

  var makers = {
    stacked: distribution, grouped: distribution, share: distribution, spend: spend, volume: volume, totals: totals,
    averages: averageCells, treemap: treemap, positioning: positioning, profile: profile
  };

  function figure(rows, all) {
    var view = state.view;
    var made = makers[view](view === "positioning" ? all : rows);
    return draw.figure(Object.assign({
      id: "view", question: t(VIEWS.filter(function (row) { return row[1].indexOf(view) >= 0; })[0][0]), title: t("title_" + view), caption: t("caption_" + (view === "grouped" ? "stacked" : view))
    }, made));
  }

  return { groups: VIEWS, figure: figure };
}
