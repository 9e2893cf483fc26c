/* Segment Atlas: the Compare page, two to four places side by side. Needs the bundle `tools` and the data script `places`. */
(function () {
  "use strict";
  var MOST = 4;
  var tool = document.getElementById("tool");
  var stats = window.atlasStats(window.atlasData.places);
  var draw = window.atlasDraw(stats, JSON.parse(document.getElementById("words").textContent));
  var specs = window.atlasSpecs(stats, draw);
  var pick = window.atlasPick(stats, draw);
  var el = draw.el;
  var t = draw.t;
  var fmt = stats.fmt;
  var data = stats.data;
  var title = document.title;

  var query = new URLSearchParams(location.search).get("cities");
  var asked = pick.read(query);
  var example = !asked.places.length;
  var chosen = example ? stats.places.slice(0, 2) : asked.places.slice(0, MOST);
  var message = [asked.unknown ? t("unknown") : "", asked.places.length > MOST ? t("too_many") : ""].filter(Boolean).join(" ");

  function names(list) { return stats.join(list.map(function (place) { return place.label; })); }

  /* --- Choosing ---------------------------------------------------------------------------------------------------- */

  var slots = el("ol", { "class": "chosen" });
  var status = el("p", { "class": "vh", role: "status" });
  var notice = el("p", { "class": "note", id: "notice" });
  var out = el("div", { id: "out" });
  var box = pick.combobox(t("add"), function () { return chosen; }, function (place) { change(chosen.concat(place)); box.input.focus(); });
  var swap = el("button", { type: "button", "class": "share" }, t("swap"));
  swap.addEventListener("click", function () { change(chosen.slice().reverse()); });
  var full = el("p", { "class": "note" }, t("full"));

  function change(list) {
    chosen = list;
    example = false;
    message = "";
    pick.write({ cities: chosen.map(function (place) { return place.slug; }).join(",") });
    show();
    status.textContent = chosen.length ? t(chosen.length > 1 ? "showing" : "showing_one", { names: names(chosen) }) : t("none_chosen");
  }

  function slot(place, i) {
    var others = chosen.filter(function (one) { return one !== place; });
    var first = el("button", { type: "button", "class": "plain", "aria-label": t("first", { place: place.label }) }, "↑");
    first.addEventListener("click", function () { change([place].concat(others)); slots.querySelector("a").focus(); });
    var remove = el("button", { type: "button", "class": "plain", "aria-label": t("remove", { place: place.label }) }, "×");
    remove.addEventListener("click", function () { change(others); box.input.focus(); });
    var link = el("a", { href: "../cities/" + encodeURIComponent(place.slug) + "/index.html" }, place.label);
    var state = place.label === place.name && place.state !== place.name ? place.state : "";
    return el("li", {}, draw.s("svg", { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true" }, draw.mark(i, 0, 0, 5.2)),
      el("span", { "class": "who" }, link, state ? el("small", {}, " " + state) : null), i ? first : null, remove);
  }

  /* --- What differs ------------------------------------------------------------------------------------------------ */

  function sentence(said, css) {
    return [el(css === "lede" ? "p" : "span", { "class": css }, said.text), " ", el("span", { "class": "sure " + said.sure }, t("sure_" + said.sure)),
      said.evidence ? el("span", { "class": "ev" }, " " + said.evidence) : null];
  }

  function differences() {
    if (chosen.length < 2) { return el("p", { "class": "lede" }, chosen.length ? t("one_more") : t("none_chosen")); }
    var pairs = stats.compare(chosen);
    var node = el("section", { "class": "bare", id: "differ", "aria-labelledby": "differ-t" },
      el("h2", { "class": pairs.length > 1 ? "sm" : "vh", id: "differ-t" }, t("differ")));
    pairs.forEach(function (pair, i) {
      var said = stats.sentences(pair);
      var rest = said;
      if (pairs.length === 1) {
        node.append(el("div", { "class": "head-line" }, sentence(said[0], "lede")));
        rest = said.slice(1);
      } else {
        node.append(el("h3", {}, t("pair", { place: pair.first.label, other: pair.second.label })));
      }
      if (rest.length) {
        node.append(el("ul", { "class": "facts" }, rest.map(function (one) { return el("li", {}, sentence(one, "")); })));
      }
    });
    node.append(el("p", { "class": "note" }, t("tests")));
    return node;
  }

  /* --- Key figures ------------------------------------------------------------------------------------------------- */

  function withUnit(name, one) {
    if (one.value === null) { return t(one.withheld === "few" ? "withheld" : "absent"); }
    var value = stats.told(name, one);
    return name === "recency" ? t("days_ago", { value: value }) : name === "age" ? t("years", { value: value }) : value;
  }

  function figureCell(name, one) {
    return { text: [el("b", {}, withUnit(name, one)), el("small", {}, stats.span(name, one))], css: one.value === null ? "none" : null };
  }

  function figures() {
    var cities = stats.places.filter(function (place) { return !place.district; }).length;
    var rows = [
      [t("customers")].concat(chosen.map(function (place) {
        var rank = place.rank ? t("rank", { rank: fmt.count(place.rank), of: fmt.count(cities) }) : "";
        return { text: [el("b", {}, fmt.count(place.n)), el("small", {}, rank)] };
      }), fmt.count(stats.all.n)),
      [t("customers_share")].concat(chosen.map(function (place) { return { text: el("b", {}, fmt.percent(place.share, 1)) }; }), fmt.percent(1)),
      [t("spend_share")].concat(chosen.map(function (place) {
        return place.spendShare === null ? { text: t("withheld"), css: "none" } : { text: el("b", {}, fmt.percent(place.spendShare, 1)) };
      }), fmt.percent(1))
    ];
    if (data.measures.indexOf("spend") < 0) { rows.pop(); }
    // Typical spend first: mean spend is an accounting figure.
    var averages = data.measures.filter(function (name) { return !/_pct$/.test(name) && name !== "spend"; });
    averages.concat(data.measures.indexOf("spend") < 0 ? [] : ["spend"]).forEach(function (name) {
      rows.push([name === "recency" ? t("seen") : data.columns[name][0]].concat(
        chosen.map(function (place) { return figureCell(name, place.measures[name]); }), withUnit(name, stats.all.measures[name])));
    });
    var head = [t("figure")].concat(chosen.map(function (place, i) { return draw.key(place, i); }), t("all_customers"));
    var node = draw.figure({
      id: "figures", question: t("figures_question"), title: t("figures_title"), caption: t("figures_caption"),
      table: draw.table(t("figures_title"), head, rows, "full side")
    });
    var notes = [data.measures.indexOf("transactions") < 0 ? t("no_frequency") : "", data.sparse ? t("sparse_days") : ""].filter(Boolean);
    if (notes.length) { node.append(el("p", { "class": "note" }, notes.join(" "))); }
    return node;
  }

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

  function known(place, pct) {
    var one = place.strength === "counts" ? null : place.measures[pct];
    return one && one.value !== null ? one : null;
  }

  function strips() {
    var rows = data.strips.filter(function (row) { return chosen.some(function (place) { return known(place, row[0]); }); });
    var few = data.imported ? [] : chosen.filter(function (place) { return place.strength === "counts"; });
    if (!rows.length) { return few.length ? el("section", {}, el("p", { "class": "note" }, t("profile_few", { names: names(few) }))) : null; }
    var section = draw.figure({
      id: "profile", question: t("profile_question"), title: t("profile_title"),
      caption: [t("profile_caption"), few.length ? t("profile_few", { names: names(few) }) : ""].filter(Boolean).join(" "), keys: keysOf(chosen),
      draw: function (room) { return stripDrawing(rows, room); }, spec: stripSpec(rows),
      head: [t("measure")].concat(chosen.map(function (place) { return place.label; }), t("all_customers")),
      rows: rows.map(function (row) {
        return [data.columns[row[1]][0]].concat(chosen.map(function (place) {
          var one = known(place, row[0]);
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
      chosen.forEach(function (place) { var one = known(place, row[0]); if (one) { ends.push(one.low === null ? one.value : one.low, one.high === null ? one.value : one.high); } });
    });
    return [Math.max(0, 5 * Math.floor(Math.min.apply(null, ends) / 5)), Math.min(100, 5 * Math.ceil(Math.max.apply(null, ends) / 5))];
  }

  function stripSpec(rows) {
    var lines = [];
    rows.forEach(function (row) {
      chosen.forEach(function (place, i) {
        var one = known(place, row[0]) || { value: null, low: null, high: null };
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
        var one = known(place, row[0]);
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
    var sides = data.strips.filter(function (row) { return list.every(function (place) { return known(place, row[0]); }); });
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
        var at = draw.position(group);
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
        return [one.place.label, one.letter + " " + stats.nameOf(one.group.ids), fmt.money(one.y), fmt.kind(data.columns[data.x][1], one.x), fmt.percent(one.share)];
      })
    });
  }

  /* --- The page ---------------------------------------------------------------------------------------------------- */

  function show() {
    draw.clear();
    slots.replaceChildren.apply(slots, chosen.map(slot));
    box.node.hidden = chosen.length >= MOST;
    full.hidden = chosen.length < MOST;
    swap.hidden = chosen.length !== 2;
    notice.textContent = message || (example && chosen.length ? t("example") : "");
    notice.hidden = !notice.textContent;
    document.title = example || !chosen.length ? title : names(chosen) + " · " + title;
    var sections = chosen.length ? [differences(), figures(), mix(), strips(), radar(), plane()] : [differences()];
    out.replaceChildren.apply(out, sections.filter(Boolean));
    draw.redraw();
  }

  if (!stats.places.length) {
    tool.replaceChildren(el("p", { "class": "intro" }, t("no_places")));
    return;
  }
  tool.replaceChildren(
    el("div", { "class": "choose noprint", role: "group", "aria-label": t("choose") }, slots, box.node, full,
      el("div", { "class": "buttons" }, swap, pick.copyButton())),
    notice, status, out);
  show();
})();
