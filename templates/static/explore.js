/* Segment Atlas: the Explore page, any selection of places and segments. Needs tools.js and the data script `places`.
   A selection only ever adds up published, rounded counts; what is not told stays words. */
(function () {
  "use strict";
  var tool = document.getElementById("tool");
  var stats = window.atlasStats(window.atlasData.places);
  var draw = window.atlasDraw(stats, JSON.parse(document.getElementById("words").textContent));
  var specs = window.atlasSpecs(stats, draw);
  var pick = window.atlasPick(stats, draw);
  var el = draw.el;
  var t = draw.t;
  var fmt = stats.fmt;
  var data = stats.data;
  var TOPS = [10, 20, 50, 100];
  var AROUND = [[0, "var(--less)"], [0.5, "var(--paper)"], [1, "var(--more)"]];
  var spends = data.measures.indexOf("typical_spend") >= 0;
  // Views of what the release does not have are left out.
  var without = { spend: !spends, positioning: !spends || data.measures.indexOf(data.x) < 0, profile: !data.strips.length };
  var VIEWS = [
    ["group_distribution", ["stacked", "grouped", "share"]], ["group_heat", ["spend", "volume"]],
    ["group_city", ["treemap", "totals", "averages"]], ["group_standing", ["positioning", "profile"]]
  ].map(function (row) {
    return [row[0], row[1].filter(function (view) { return !without[view]; })];
  }).filter(function (row) { return row[1].length; });
  // Typical spend first: mean spend is an accounting figure.
  var averages = data.measures.filter(function (name) { return !/_pct$/.test(name) && name !== "spend"; })
    .concat(data.measures.indexOf("spend") < 0 ? [] : ["spend"]);
  var views = [].concat.apply([], VIEWS.map(function (row) { return row[1]; }));

  /* --- State, which the address holds ------------------------------------------------------------------------------ */

  var start = { cities: [], segments: stats.order, top: 20, sort: "customers", page: 1, view: "stacked" };
  var state = Object.assign({}, start);
  var message = "";

  function sorts() {
    return ["customers", "name"].concat(averages, stats.order.map(function (id) { return "share-" + id; }));
  }

  function readState() {
    var query = new URLSearchParams(location.search);
    var cities = pick.read(query.get("cities"));
    var asked = (query.get("segments") || "").split(",").filter(Boolean);
    var segments = stats.order.filter(function (id) { return asked.indexOf(id) >= 0; });
    var bad = cities.unknown || asked.some(function (id) { return stats.order.indexOf(id) < 0; });
    state.cities = cities.places;
    state.segments = segments.length ? segments : stats.order;
    [["top", TOPS.map(String)], ["view", views], ["sort", sorts().concat(sorts().map(function (name) { return "-" + name; }))]].forEach(function (row) {
      var value = query.get(row[0]);
      if (value === null) { return; }
      if (row[1].indexOf(value) < 0) { bad = true; } else { state[row[0]] = row[0] === "top" ? Number(value) : value; }
    });
    var page = query.get("page");
    if (page !== null && !/^[1-9]\d{0,5}$/.test(page)) { bad = true; } else if (page !== null) { state.page = Number(page); }
    message = bad ? t("unknown_state") : "";
  }

  function writeState() {
    pick.write({
      cities: state.cities.map(function (place) { return place.slug; }).join(","),
      segments: state.segments.length === stats.order.length ? "" : state.segments.join(","),
      top: state.top === start.top ? "" : String(state.top),
      sort: state.sort === start.sort ? "" : state.sort,
      page: state.page === 1 ? "" : String(state.page),
      view: state.view === start.view ? "" : state.view
    });
  }

  function change(parts) {
    Object.assign(state, parts);
    if (!("page" in parts)) { state.page = 1; }
    message = "";
    show();
    writeState();
  }

  /* --- The selection ----------------------------------------------------------------------------------------------- */

  function everything() { return state.segments.length === stats.order.length; }

  function inside(ids) { return ids.every(function (id) { return state.segments.indexOf(id) >= 0; }); }

  function touches(ids) { return ids.some(function (id) { return state.segments.indexOf(id) >= 0; }); }

  /* A place's groups in the selection; `n` is their sum, null where a group reaches beyond the selection. */
  function cut(place) {
    var groups = place.groups.filter(function (group) { return inside(group.ids); });
    var beyond = !place.groups.length || place.groups.some(function (group) { return touches(group.ids) && !inside(group.ids); });
    return {
      place: place, groups: groups, told: stats.sum(groups.map(function (group) { return group.n; })),
      n: everything() ? place.n : beyond ? null : stats.sum(groups.map(function (group) { return group.n; }))
    };
  }

  /* Small places are drawn towards all customers, so that a handful of customers does not lead a list. */
  function shrunken(place, id) {
    var group = place.groups.filter(function (one) { return one.ids.length === 1 && one.ids[0] === id; })[0];
    var whole = stats.allShare([id]);
    return group && whole !== null ? (group.n + 100 * whole) / (place.n + 100) : null;
  }

  function sortValue(row, name) {
    if (name === "customers") { return row.n; }
    if (name.indexOf("share-") === 0) { return shrunken(row.place, name.slice(6)); }
    return row.place.measures[name].value;
  }

  function selection() {
    var rows = (state.cities.length ? state.cities : stats.places).map(cut);
    var down = state.sort.charAt(0) === "-";
    var name = down ? state.sort.slice(1) : state.sort;
    var by = rows.map(function (row, i) { return { row: row, at: i, value: name === "name" ? null : sortValue(row, name) }; });
    by.sort(function (a, b) {
      if (name === "name") { return (down ? -1 : 1) * a.row.place.label.localeCompare(b.row.place.label, document.documentElement.lang) || a.at - b.at; }
      if (a.value === null || b.value === null) { return (a.value === null) - (b.value === null) || a.at - b.at; }
      return (down ? a.value - b.value : b.value - a.value) || a.at - b.at;
    });
    return by.map(function (one) { return one.row; });
  }

  /* --- Pieces of several views -------------------------------------------------------------------------------------- */

  function letter(id) { return { text: [draw.tag([id]), " ", el("span", {}, stats.segments[id].short)] }; }

  function labels(rows) { return rows.map(function (row) { return row.place.label; }); }

  function count(row) { return row.n === null ? t("not_told") : fmt.count(row.n); }

  /* What a place holds of one segment: its group, which may be joined, or nothing. */
  function holding(row, id) { return row.place.groups.filter(function (group) { return group.ids.indexOf(id) >= 0; })[0]; }

  function cellOf(row, id) {
    var group = holding(row, id);
    if (!group) { return t("not_told"); }
    return group.ids.length > 1 ? t("together", { letters: stats.letters(group.ids), n: fmt.count(group.n) }) : fmt.count(group.n);
  }

  function heads() { return state.segments.map(function (id) { return stats.segments[id].letter + " " + stats.segments[id].name; }); }

  function countsTable(rows) {
    return {
      head: [t("city")].concat(heads(), t("customers")),
      rows: rows.map(function (row) { return [row.place.label].concat(state.segments.map(function (id) { return cellOf(row, id); }), count(row)); })
    };
  }

  /* Names at the left where there is room, above the bar on a phone. */
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

  /* --- Views ------------------------------------------------------------------------------------------------------- */

  /* Pieces of a bar: the groups of the selection, then what is in the selection and not shown apart, in grey. */
  function pieces(row) {
    var found = row.groups.map(function (group) { return { ids: group.ids, n: group.n }; });
    var rest = row.n === null ? 0 : row.n - row.told;
    return rest > 0 ? found.concat({ ids: null, n: rest }) : found;
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
    var largest = Math.max.apply(null, rows.map(function (row) { return stats.sum(pieces(row).map(function (p) { return p.n; })); }).concat(1));
    var body = [];
    rows.forEach(function (row, r) {
      var y = 4 + r * at.step;
      var bar = at.narrow ? y + 17 : y;
      var list = shares ? row.groups : pieces(row);
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
    var lists = rows.map(pieces);
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
    var grey = rows.some(function (row) { return pieces(row).some(function (one) { return !one.ids; }); });
    var node = draw.segmentKeys(state.segments);
    if (grey) {
      node.append(el("span", { "class": "key" }, draw.s("svg", { width: 14, height: 14, "aria-hidden": "true" }, draw.rect(0, 1, 13, 13, "whole")), " " + t("unsplit")));
    }
    return node;
  }

  function distribution(rows) {
    var shares = state.view === "share";
    var share = function (row, id) {
      var group = holding(row, id);
      if (!group || !inside(group.ids) || !row.told) { return t("not_told"); }
      var text = fmt.percent(group.n / row.told);
      return group.ids.length > 1 ? t("together", { letters: stats.letters(group.ids), n: text }) : text;
    };
    var cells = shares ? {
      head: [t("city")].concat(heads()),
      rows: rows.map(function (row) { return [row.place.label].concat(state.segments.map(function (id) { return share(row, id); })); })
    } : countsTable(rows);
    var barred = rows.map(function (row) { return { name: row.place.label, parts: shares ? row.groups : pieces(row) }; });
    return Object.assign({
      spec: specs.bars(barred, state.view),
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
      return { name: row.place.label, n: row.n === null ? row.told : row.n, pieces: pieces(row) };
    }).filter(function (city) { return city.n > 0; });
    cities.sort(function (a, b) { return b.n - a.n; });
    if (!cities.length) { return { table: el("p", {}, t("tree_none")) }; }
    return Object.assign({
      spec: specs.treemap(cities), keys: keysOf(rows),
      draw: function (room) {
        var height = room < 560 ? 520 : 470;
        return { height: height, body: window.atlasTreemap(cities, room, height, draw, function (one, x, y, w, h) {
          var body = [];
          piece(body, one, x, y, w, h);
          return body;
        }) };
      }
    }, countsTable(rows));
  }

  function joinedNote(group) { return group.ids.length > 1 ? el("i", {}, " " + stats.letters(group.ids)) : null; }

  function spend(rows) {
    var table = heat(rows, function (group) {
      var one = group.means.typical_spend;
      if (one.value === null) { return { text: t(one.withheld === "few" ? "withheld" : "absent"), css: "none" }; }
      return { text: [fmt.money(one.value), joinedNote(group)], css: stats.shade(group) };
    }, function (id) {
      var one = stats.segments[id].means.typical_spend;
      return one.value === null ? t("not_told") : fmt.money(one.value);
    });
    return {
      table: table, below: scale(["k1", "k2", "k3", "k4", "k5"]),
      spec: heatSpec(rows, function (group, id) {
        var one = group.means.typical_spend;
        var elsewhere = stats.segments[id].means.typical_spend.value;
        // The middle of the colours where a difference is not clear.
        return { z: one.value === null ? null : stats.shade(group) ? 100 * (one.value / elsewhere - 1) : 0, text: one.value === null ? "" : fmt.money(one.value) };
      }, { colours: AROUND, low: -50, high: 50 })
    };
  }

  function heatSpec(rows, cell, ends) {
    return specs.heat(labels(rows), state.segments.map(function (id) { return stats.segments[id].letter; }),
      rows.map(function (row) {
        return state.segments.map(function (id) {
          var group = holding(row, id);
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
      title: t("spend_share"), values: rows.map(function (row) { return row.place.spendShare; }), words: function (v) { return fmt.percent(v, 1); }, bars: true
    }] : []);
    return { spec: specs.panels(labels(rows), columns), table: draw.table(t("title_totals"), head, rows.map(function (row) {
      var spent = row.place.spendShare;
      return [row.place.label, row.n === null ? { text: t("not_told"), css: "none" } : meter(fmt.count(row.n), row.n / most),
        row.n === null ? { text: t("not_told"), css: "none" } : fmt.percent(row.n / stats.all.n, 1)].concat(!withSpend ? []
        : spent === null ? { text: t("withheld"), css: "none" } : meter(fmt.percent(spent, 1), spent / spends));
    }), "full meters") };
  }

  function averageCells(rows) {
    var tops = averages.map(function (name) { return Math.max.apply(null, rows.map(function (row) { return row.place.measures[name].value || 0; }).concat(1e-9)); });
    var columns = averages.map(function (name) {
      function each(end) { return rows.map(function (row) { var v = row.place.measures[name][end]; return typeof v === "number" ? v : null; }); }
      return {
        title: data.columns[name][0], values: each("value"), lows: each("low"), highs: each("high"), reference: stats.all.measures[name].value,
        words: function (v) { return fmt.kind(data.columns[name][1], v); }, log: name === "typical_spend"
      };
    });
    return { spec: specs.panels(labels(rows), columns), table: draw.table(t("title_averages"), [t("city")].concat(averages.map(function (name) { return data.columns[name][0]; })), rows.map(function (row) {
      return [row.place.label].concat(averages.map(function (name, i) {
        var one = row.place.measures[name];
        return one.value === null ? { text: t(one.withheld === "few" ? "withheld" : "absent"), css: "none" } : meter(stats.told(name, one), one.value / tops[i]);
      }));
    }), "full meters") };
  }

  function positioning(rows) {
    var bubbles = state.segments.map(function (id) {
      var known = rows.map(function (row) {
        var group = holding(row, id);
        var at = group && group.ids.length === 1 ? draw.position(group) : null;
        return at ? { n: group.n, x: at.x, y: at.y } : null;
      }).filter(Boolean);
      var n = stats.sum(known.map(function (one) { return one.n; }));
      if (!n) { return null; }
      return {
        id: id, letter: stats.segments[id].letter, plain: stats.segments[id].plain, n: n, cities: known.length,
        x: stats.sum(known.map(function (one) { return one.n * one.x; })) / n,
        y: Math.exp(stats.sum(known.map(function (one) { return one.n * Math.log(one.y); })) / n)
      };
    }).filter(Boolean);
    if (!bubbles.length) { return { table: el("p", {}, t("plane_none")) }; }
    var whole = stats.sum(bubbles.map(function (b) { return b.n; }));
    bubbles.forEach(function (b) {
      b.share = b.n / whole;
      b.label = fmt.money(b.y) + " · " + fmt.percent(b.share);
    });
    var shown = bubbles.concat(draw.ghosts(bubbles.map(function (b) { return b.id; })));
    return {
      spec: specs.plane(shown), keys: draw.segmentKeys(bubbles.map(function (b) { return b.id; })),
      draw: function (room) { return draw.plane(shown, room); },
      head: [t("segment"), data.columns.typical_spend[0], data.columns[data.x][0], t("customers"), t("choose_cities")],
      rows: bubbles.map(function (b) {
        return [b.letter + " " + stats.segments[b.id].name, fmt.money(b.y), fmt.kind(data.columns[data.x][1], b.x), fmt.count(b.n), fmt.count(b.cities)];
      })
    };
  }

  /* A place's mean percentile of a strip, null where too few customers carry one. */
  function percentileOf(row, strip) { return row.place.strength === "counts" ? null : row.place.measures[strip[0]].value; }

  /* Shade and colour of a mean percentile: only where its interval leaves all customers out, and never of how recently
     where too few days have rows for a claim. */
  function away(one, strip) {
    var silent = one.low === null || (data.sparse && strip[0] === "recency_pct");
    return silent || (one.low <= 50 && one.high >= 50) ? "" : one.value < 45 ? "k1" : one.value < 50 ? "k2" : one.value <= 55 ? "k4" : "k5";
  }

  function profile(rows) {
    var spec = specs.heat(labels(rows), data.strips.map(function (strip) { return strip[4]; }), rows.map(function (row) {
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

  /* --- The table and its file --------------------------------------------------------------------------------------- */

  function sortButton(words, key) {
    var now = state.sort === key ? "descending" : state.sort === "-" + key ? "ascending" : null;
    if (key === "name" && now) { now = now === "descending" ? "ascending" : "descending"; }
    var button = el("button", { type: "button", "class": "plain", "data-sort": key }, words, el("span", { "aria-hidden": "true" },
      now === "ascending" ? "\u00a0↑" : now === "descending" ? "\u00a0↓" : ""));
    button.addEventListener("click", function () {
      change({ sort: state.sort === key ? "-" + key : key });
      tool.querySelector("[data-sort='" + key + "']").focus();
    });
    return el("th", { scope: "col", "aria-sort": now }, button);
  }

  function mainTable(rows) {
    var table = draw.table(t("table_title"), [], rows.map(function (row) {
      var state_ = row.place.label === row.place.name && row.place.state !== row.place.name ? row.place.state : "";
      return [[el("a", { href: "../cities/" + encodeURIComponent(row.place.slug) + "/index.html" }, row.place.label), el("small", {}, state_)], count(row)]
        .concat(state.segments.map(function (id) { return cellOf(row, id); }),
          averages.map(function (name) { return stats.told(name, row.place.measures[name]); }));
    }), "full sorted");
    table.tHead.rows[0].append.apply(table.tHead.rows[0], [sortButton(t("city"), "name"), sortButton(t(everything() ? "customers" : "selected"), "customers")].concat(
      state.segments.map(function (id) { return sortButton(draw.tag([id]).concat(el("span", { "class": "vh" }, " " + stats.segments[id].name)), "share-" + id); }),
      averages.map(function (name) { return sortButton(data.columns[name][0], name); })));
    return table;
  }

  function csv() {
    var head = ["city", "state", "slug", "kind", "customers"].concat(state.segments.map(function (id) { return "customers_" + id; }), "joined", averages, "withheld");
    var lines = selection().map(function (row) {
      var joined = row.place.groups.filter(function (group) { return group.ids.length > 1 && touches(group.ids); });
      return [row.place.name, row.place.state, row.place.slug, row.place.district ? "district" : "city", row.n].concat(
        state.segments.map(function (id) { var group = holding(row, id); return group && group.ids.length === 1 ? group.n : null; }),
        joined.map(function (group) { return group.ids.join("+") + ":" + group.n; }).join(" "),
        averages.map(function (name) { return row.place.measures[name].value; }),
        averages.filter(function (name) { return row.place.measures[name].withheld === "few"; }).join(" "));
    });
    return draw.csv([head].concat(lines));
  }

  function download() {
    var url = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    var link = el("a", { href: url, download: t("file") + ".csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  }

  /* --- Controls ------------------------------------------------------------------------------------------------------ */

  var chips = el("ul", { "class": "chosen small" });
  var cityBox = pick.combobox(t("add_city"), function () { return state.cities; }, function (place) {
    change({ cities: state.cities.concat(place) });
    cityBox.input.focus();
  });
  var boxes = el("fieldset", { "class": "boxes" }, el("legend", {}, t("choose_segments")), stats.order.map(function (id) {
    var input = el("input", { type: "checkbox", value: id });
    input.addEventListener("change", function () {
      var chosen = [].filter.call(boxes.querySelectorAll("input"), function (one) { return one.checked; }).map(function (one) { return one.value; });
      // At least one stays: a selection of nothing says nothing.
      change({ segments: chosen.length ? chosen : [id] });
    });
    return el("label", {}, input, " ", draw.tag([id]), " " + stats.segments[id].short);
  }));
  var top_ = select("top", TOPS.map(function (n) { return [String(n), fmt.count(n)]; }), function (value) { change({ top: Number(value) }); });
  var sort = select("sort", sorts().map(function (key) { return [key, sortName(key)]; }).concat(sorts().slice(0, 2 + averages.length).map(function (key) {
    return ["-" + key, sortName(key) + ", " + t(key === "name" ? "name_reversed" : "reversed")];
  })), function (value) { change({ sort: value }); });
  var radios = el("fieldset", { "class": "views" }, el("legend", { "class": "vh" }, t("view")), el("div", {}, VIEWS.map(function (row) {
    return el("span", { role: "group", "aria-label": t(row[0]) }, el("span", { "class": "lab", "aria-hidden": "true" }, t(row[0])), row[1].map(function (view) {
      var input = el("input", { type: "radio", name: "view", value: view });
      input.addEventListener("change", function () { change({ view: view, page: state.page }); });
      return el("label", {}, input, el("span", {}, t("view_" + view)));
    }));
  })));
  var status = el("p", { "class": "note", role: "status" });
  var notice = el("p", { "class": "note", id: "notice" });
  var out = el("div", { id: "out" });
  var reset = el("button", { type: "button", "class": "share" }, t("reset_all"));
  reset.addEventListener("click", function () { change(Object.assign({}, start)); cityBox.input.focus(); });

  var filters = el("details", { "class": "filters" }, el("summary", {}, t("filters")), el("div", { "class": "choose" },
    cityBox.node, top_.node, sort.node, chips, boxes, el("div", { "class": "buttons" }, reset, pick.copyButton())));
  var phone = matchMedia("(max-width: 719.9px)");
  function fold() { filters.open = !phone.matches; }
  phone.addEventListener("change", fold);
  fold();

  function sortName(key) {
    if (key.indexOf("share-") === 0) { var one = stats.segments[key.slice(6)]; return t("sort_share", { segment: one.letter + " " + one.short }); }
    return key === "customers" ? t("customers") : key === "name" ? t("sort_name") : data.columns[key][0];
  }

  function select(key, options, onChange) {
    var node = el("select", { id: "choose-" + key }, options.map(function (row) { return el("option", { value: row[0] }, row[1]); }));
    node.addEventListener("change", function () { onChange(node.value); });
    return { node: el("span", { "class": "drop" }, el("label", { "for": "choose-" + key, "class": "lab" }, t(key)), node), input: node };
  }

  function chip(place) {
    var remove = el("button", { type: "button", "class": "plain", "aria-label": t("remove", { place: place.label }) }, "×");
    remove.addEventListener("click", function () {
      change({ cities: state.cities.filter(function (one) { return one !== place; }) });
      cityBox.input.focus();
    });
    return el("li", {}, place.label, remove);
  }

  function placesText(n) { return t(n === 1 ? "places_one" : "places_many", { n: fmt.count(n) }); }

  function pager(pages) {
    if (pages < 2) { return null; }
    function step(words, by, css) {
      var button = el("button", { type: "button", "class": "share", disabled: state.page + by < 1 || state.page + by > pages, "data-step": css }, words);
      button.addEventListener("click", function () {
        change({ page: state.page + by });
        var same = tool.querySelector("[data-step=" + css + "]:not([disabled])") || tool.querySelector("[data-step]:not([disabled])");
        same.focus();
      });
      return button;
    }
    return el("nav", { "class": "pager noprint", "aria-label": t("pages_label") }, step(t("previous"), -1, "back"),
      el("span", {}, t("page_of", { page: fmt.count(state.page), pages: fmt.count(pages) })), step(t("next"), 1, "on"));
  }

  function compareLink() {
    var list = state.cities;
    if (list.length < 2 || list.length > 4) { return null; }
    var slugs = list.map(function (place) { return encodeURIComponent(place.slug); }).join(",");
    return el("p", { "class": "note" }, el("a", { href: "../compare/index.html?cities=" + slugs }, t("to_compare")));
  }

  /* --- The page ------------------------------------------------------------------------------------------------------ */

  function show() {
    draw.clear();
    var all = selection();
    var pages = Math.max(1, Math.ceil(all.length / state.top));
    state.page = Math.min(state.page, pages);
    var from = (state.page - 1) * state.top;
    var rows = all.slice(from, from + state.top);
    var known = all.filter(function (row) { return row.n !== null; });
    chips.replaceChildren.apply(chips, state.cities.map(chip));
    chips.hidden = !state.cities.length;
    cityBox.input.placeholder = state.cities.length ? t("hint") : t("every_place", { n: fmt.count(stats.places.length) });
    [].forEach.call(boxes.querySelectorAll("input"), function (one) { one.checked = state.segments.indexOf(one.value) >= 0; });
    [].forEach.call(radios.querySelectorAll("input"), function (one) { one.checked = one.value === state.view; });
    var strip = radios.lastChild;
    strip.scrollLeft = radios.querySelector("input:checked").parentNode.offsetLeft - strip.clientWidth / 2;
    top_.input.value = String(state.top);
    if (![].some.call(sort.input.options, function (one) { return one.value === state.sort; })) {
      sort.input.append(el("option", { value: state.sort }, sortName(state.sort.slice(1)) + ", " + t("reversed")));
    }
    sort.input.value = state.sort;
    notice.textContent = message;
    notice.hidden = !message;
    status.textContent = t("counts", {
      cities: placesText(all.length), customers: fmt.count(stats.sum(known.map(function (row) { return row.n; }))),
      from: fmt.count(from + 1), to: fmt.count(from + rows.length)
    }) + (known.length < all.length ? " " + t("counts_not", { cities: placesText(all.length - known.length) }) : "");
    var button = el("button", { type: "button", "class": "share", id: "csv" }, t("download"));
    button.addEventListener("click", download);
    var table = el("section", { id: "table" }, el("h2", { id: "table-t" }, t("table_title")), el("p", { "class": "note" }, t("table_caption")),
      el("div", { "class": "scroll", tabindex: "0", role: "group", "aria-labelledby": "table-t" }, mainTable(rows)), el("p", { "class": "noprint" }, button));
    out.replaceChildren.apply(out, [figure(rows, all), state.view === "positioning" ? null : pager(pages), compareLink(), table].filter(Boolean));
    draw.redraw();
  }

  if (!stats.places.length) {
    tool.replaceChildren(el("p", { "class": "intro" }, t("no_places")));
    return;
  }
  readState();
  tool.replaceChildren(
    el("div", { "class": "noprint" }, radios, filters),
    notice, status, out);
  show();
})();
