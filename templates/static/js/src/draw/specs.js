// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: the interactive views of the Compare and Explore pages, as Plotly specs in the form of
   generator/publish/charts/base/plotly.py: colours are custom properties that figures.js resolves, numbers have four
   significant digits, tick and hover texts come ready. */
var SYMBOLS = ["circle", "square", "diamond", "triangle-up"];
var DASHES = ["solid", "dash", "dot", "dashdot"];
var CLEAR = "rgba(0,0,0,0)";
// Room over an axis at the top: the controls of the interactive view stand in its corner.
var CORNER = 72;

export function createSpecs(stats, draw) {
  var fmt = stats.fmt;
  var t = draw.t;

  function sig(value) { return typeof value === "number" ? Number(value.toPrecision(4)) : null; }

  function axis(more) { return Object.assign({ gridcolor: "var(--line)", zeroline: false, fixedrange: true }, more); }

  function ticked(values, texts, more) { return axis(Object.assign({ tickvals: values.map(sig), ticktext: texts }, more)); }

  /* A figure with nothing to draw has no interactive view. */
  function spec(traces, layout) {
    return !traces.length ? null : { data: traces, layout: Object.assign({
      margin: { l: 8, r: 8, t: 44, b: 32 }, paper_bgcolor: CLEAR, plot_bgcolor: CLEAR, font: { color: "var(--ink)", size: 13 },
      hoverlabel: { bgcolor: "var(--paper)", bordercolor: "var(--line)", font: { color: "var(--ink)" } }, showlegend: false
    }, layout) };
  }

  /* A bar's marker: its segment's colour; joined segments and later ones of the palette are striped; none is grey. */
  function colour(ids) {
    if (!ids) { return { color: "var(--all)" }; }
    var marker = { color: "var(--" + ids[0] + ")" };
    if (ids.length > 1) { marker.pattern = { shape: "-", fgcolor: "var(--" + ids[1] + ")", size: 10, solidity: 0.5 }; }
    else if (!stats.segments[ids[0]].plain) { marker.pattern = { shape: "/", fgcolor: "var(--paper)", size: 7, solidity: 0.3 }; }
    return marker;
  }

  function titleOf(ids) { return stats.letters(ids) + " " + stats.nameOf(ids); }

  function onLetter(ids) { return ids && ids.length === 1 && stats.segments[ids[0]].plain ? "var(--on-" + ids[0] + ")" : "var(--ink)"; }

  function down(names) {
    return axis({ autorange: "reversed", automargin: true, showgrid: false, type: "category", categoryorder: "array", categoryarray: names });
  }

  function most(values) { return Math.max.apply(null, values.concat(1e-9)); }

  function upright(x) { return { type: "line", x0: x, x1: x, y0: 0, y1: 1, yref: "paper", line: { color: "var(--all)", width: 2 } }; }

  /* Customers by place and segment. rows: {name, parts: [{ids, n}]}, ids null for what is `unsplit`; how: a view. */
  function bars(rows, how, unsplit) {
    var shares = how === "share";
    var sums = rows.map(function (row) { return stats.sum(row.parts.map(function (one) { return one.n; })); });
    var found = {};
    rows.forEach(function (row, r) {
      row.parts.forEach(function (one) {
        var key = one.ids ? one.ids.join("+") : "";
        found[key] = found[key] || { type: "bar", orientation: "h", y: [], x: [], marker: colour(one.ids), hovertext: [], hoverinfo: "text", ids: one.ids };
        var share = one.n / sums[r];
        found[key].y.push(row.name);
        found[key].x.push(sig(shares ? 100 * share : one.n));
        found[key].hovertext.push(row.name + "<br>" + (one.ids ? titleOf(one.ids) : unsplit) + ": " + (shares ? "" : fmt.count(one.n) + " · ") + fmt.percent(share));
      });
    });
    function place(trace) { return trace.ids ? 10 * stats.order.indexOf(trace.ids[0]) + trace.ids.length : Infinity; }
    var traces = Object.keys(found).map(function (key) { return found[key]; }).sort(function (a, b) { return place(a) - place(b); });
    traces.forEach(function (trace) { delete trace.ids; });
    var ends = how === "grouped" ? [].concat.apply([], rows.map(function (row) { return row.parts.map(function (one) { return one.n; }); })) : sums;
    var ticks = shares ? [0, 25, 50, 75, 100] : draw.ticks(0, most(ends), 5);
    var texts = ticks.map(function (v) { return shares ? fmt.percent(v / 100) : fmt.count(v); });
    return spec(traces, {
      barmode: how === "grouped" ? "group" : "stack", xaxis: ticked(ticks, texts),
      yaxis: down(rows.map(function (row) { return row.name; }))
    });
  }

  /* cities: {name, n, pieces: [{ids, n}]}, as the drawing has them; `whole` names all of them. */
  function treemap(cities, whole) {
    var n = stats.sum(cities.map(function (city) { return city.n; }));
    var boxes = [["all", whole, "", n, "var(--paper)", "var(--ink)", ""]];
    cities.forEach(function (city, i) {
      boxes.push([String(i), city.name, "all", city.n, "var(--paper)", "var(--ink)", ""]);
      city.pieces.forEach(function (one) {
        var marker = colour(one.ids);
        boxes.push([i + "/" + (one.ids ? one.ids.join("+") : ""), one.ids ? stats.letters(one.ids) : "", String(i), one.n, marker.color,
          onLetter(one.ids), marker.pattern ? marker.pattern.shape : ""]);
      });
    });
    function column(at) { return boxes.map(function (box) { return box[at]; }); }
    return spec([{
      type: "treemap", ids: column(0), labels: column(1), parents: column(2), values: column(3), text: column(3).map(fmt.count),
      branchvalues: "total", sort: false, textinfo: "label", textfont: { color: column(5) },
      hovertemplate: "%{currentPath}%{label}<br>%{text}<extra></extra>", pathbar: { visible: false }, tiling: { pad: 1 },
      marker: {
        colors: column(4), pattern: { shape: column(6), fgcolor: "var(--paper)", size: 8, solidity: 0.3 },
        line: { width: 1, color: "var(--paper)" }, pad: { t: 15, l: 0, r: 0, b: 0 }
      }
    }], { margin: { l: 0, r: 0, t: 0, b: 0 } });
  }

  /* names of rows and columns; cells: by row and column {z, text}, z null for a gap; scale: colours and their ends. */
  function heat(names, columns, cells, scale) {
    if (!cells.some(function (row) { return row.some(function (one) { return one.z !== null; }); })) { return null; }
    function each(key) { return cells.map(function (row) { return row.map(function (one) { return one[key]; }); }); }
    return spec([{
      type: "heatmap", x: columns, y: names, z: each("z").map(function (row) { return row.map(sig); }), text: each("text"), texttemplate: "%{text}",
      hovertemplate: "%{y}<br>%{x}<br>%{text}<extra></extra>", colorscale: scale.colours, zmin: scale.low, zmax: scale.high,
      showscale: false, xgap: 2, ygap: 2
    }], { xaxis: axis({ side: "top", tickangle: 0, showgrid: false, type: "category" }), yaxis: down(names), margin: { l: 8, r: 8, t: CORNER, b: 8 } });
  }

  /* One small scale a column beside the names: {title, values, words, says, lows, highs, ticks, reference, log, bars}. */
  function panels(names, columns) {
    // On a phone every second scale has its title below: beside each other they would not fit.
    var narrow = document.documentElement.clientWidth < 560;
    var both = narrow && columns.length > 2;
    var layout = { yaxis: down(names), shapes: [], margin: { l: 8, r: 8, t: CORNER + 20, b: both ? 56 : 8 } };
    var traces = columns.map(function (column, i) {
      var tail = i ? String(i + 1) : "";
      var known = column.values.concat(column.lows || [], column.highs || [], column.reference || [])
        .filter(function (v) { return v !== null && (v > 0 || !column.log); });
      var low = column.bars ? 0 : Math.min.apply(null, known.length ? known : [0]);
      var ticks = column.log && known.length ? draw.logTicks(low, most(known)) : draw.ticks(low, most(known), narrow ? 2 : 3);
      layout["xaxis" + tail] = ticked(ticks, column.log ? fmt.axisMoney(ticks) : ticks.map(column.words), {
        side: both && i % 2 ? "bottom" : "top", tickangle: 0, tickfont: { size: narrow ? 10 : 12 }, title: { text: column.title.replace(" per ", "<br>per "), font: { size: narrow ? 10 : 12 } }, type: column.log ? "log" : "linear",
        domain: [sig(i / columns.length + 0.01), sig((i + 1) / columns.length - 0.03)]
      });
      if (typeof column.reference === "number") { layout.shapes.push(Object.assign(upright(sig(column.reference)), { xref: "x" + tail })); }
      var ends = column.bars ? {} : { mode: "markers", error_x: {
        type: "data", symmetric: false, width: 0, color: "var(--here)",
        array: column.values.map(function (v, r) { return v === null || column.highs[r] === null ? null : sig(column.highs[r] - v); }),
        arrayminus: column.values.map(function (v, r) { return v === null || column.lows[r] === null ? null : sig(v - column.lows[r]); })
      } };
      return Object.assign({
        type: column.bars ? "bar" : "scatter", x: column.values.map(sig), y: names, xaxis: "x" + tail,
        hovertext: names.map(function (name, r) { return name + "<br>" + column.title + ": " + (column.says ? column.says(r) : column.values[r] === null ? t("withheld") : column.words(column.values[r])); }),
        hoverinfo: "text", marker: column.bars ? { color: "var(--all)" } : { color: "var(--here)", size: 9 }
      }, column.bars ? { orientation: "h" } : {}, ends);
    });
    return spec(traces, layout);
  }

  /* What draw.plane shows, bubbles and outlines of all customers. */
  function plane(bubbles) {
    var x = stats.data.x;
    var radius = draw.radius(bubbles, true);
    var ys = bubbles.map(function (b) { return b.y; });
    var xs = bubbles.map(function (b) { return b.x; });
    var low = Math.min.apply(null, ys) / 1.6;
    var high = Math.max.apply(null, ys) * 1.6;
    var left = Math.min.apply(null, xs);
    var right = Math.max.apply(null, xs);
    var pad = Math.max(0.18 * (right - left), x === "transactions" ? 0.2 : 10);
    var ordered = bubbles.slice().sort(function (a, b) { return Boolean(a.ghost) - Boolean(b.ghost) || b.share - a.share; });
    var traces = ordered.map(function (b) {
      var said = stats.told("typical_spend", b.means.typical_spend) + " · " + stats.data.columns[x][0] + " " + stats.told(x, b.means[x]) + " · " + fmt.percent(b.share);
      var who = b.ghost ? b.letter + ", " + t("all_customers") : b.place ? b.place.label + "<br>" + titleOf(b.group.ids) : titleOf([b.id]);
      var marked = b.mark !== undefined;
      var own = marked ? "var(--p" + b.mark + ")" : b.ghost ? "var(--all)" : "var(--" + b.id + ")";
      var marker = b.ghost ? { symbol: "circle-open", color: own, line: { width: 1.5 } }
        : marked || b.plain ? { symbol: SYMBOLS[b.mark || 0], color: marked ? "var(--paper)" : own, opacity: 1, line: { width: marked ? 2 : 1.5, color: marked ? own : "var(--paper)" } }
          : { symbol: "circle", color: "var(--paper)", opacity: 1, line: { width: 5, color: own } };
      return {
        type: "scatter", mode: b.ghost ? "markers" : "markers+text", x: [sig(b.x)], y: [sig(b.y)], text: [b.ghost ? "" : b.letter],
        textfont: { color: marked ? own : onLetter(b.ghost ? null : [b.id]) }, marker: Object.assign(marker, { size: sig(2 * radius(b.share)) }),
        hovertext: [who + "<br>" + said], hoverinfo: "text"
      };
    });
    var xTicks = draw.ticks(Math.max(x === "transactions" ? 1 : 0, left - pad), right + pad, 6);
    var yTicks = draw.logTicks(low, high);
    return spec(traces, {
      xaxis: ticked(xTicks, xTicks.map(function (v) { return fmt.number(v, v % 1 ? 1 : 0); }), {
        title: { text: t("axis_" + x), font: { size: 12 } }, automargin: true, range: [sig(left - pad), sig(right + pad)]
      }),
      yaxis: ticked(yTicks, fmt.axisMoney(yTicks), { type: "log", automargin: true, range: [sig(Math.log10(low)), sig(Math.log10(high))] })
    });
  }

  /* One line each: {name, value, low, high, words, marker, bar}; reference marks at {x, line}; the axis in ready texts. */
  function lines(rows, references, xaxis, shapes) {
    function at(row, i) {
      var ends = row.low === null || row.low === row.high ? null : {
        type: "data", symmetric: false, array: [sig(row.high - row.value)], arrayminus: [sig(row.value - row.low)],
        color: row.bar ? "var(--ink)" : row.marker.color, thickness: 1.5, width: row.bar ? 4 : 0
      };
      return Object.assign({
        type: row.bar ? "bar" : "scatter", x: [sig(row.value)], y: [i], marker: row.marker, hovertext: [row.words], hoverinfo: "text"
      }, row.bar ? { orientation: "h" } : { mode: "markers" }, ends ? { error_x: ends } : {});
    }
    var traces = rows.map(function (row, i) { return row.value === null ? null : at(row, i); }).filter(Boolean);
    if (references.length) {
      traces.push({
        type: "scatter", mode: "markers", x: references.map(function (one) { return sig(one.x); }), y: references.map(function (one) { return one.line; }),
        marker: { symbol: "line-ns-open", size: 22, color: "var(--all)", line: { width: 2 } },
        hovertext: references.map(function (one) { return one.words; }), hoverinfo: "text"
      });
    }
    return spec(traces, {
      xaxis: xaxis, shapes: shapes, bargap: 0.35, barmode: "overlay",
      yaxis: ticked(rows.map(function (_, i) { return i; }), rows.map(function (row) { return row.name; }), {
        automargin: true, showgrid: false, range: [rows.length - 0.4, -0.6]
      })
    });
  }

  /* sides: names of the corners; shapes: {name, values, at}, at the place's mark, null for all customers. */
  function radar(sides, shapes) {
    return spec(shapes.map(function (shape) {
      var own = shape.at === null ? "var(--all)" : "var(--p" + shape.at + ")";
      return {
        type: "scatterpolar", mode: "lines+markers", r: shape.values.concat(shape.values[0]).map(sig), theta: sides.concat(sides[0]),
        fill: "none", line: { color: own, dash: shape.at === null ? "solid" : DASHES[shape.at] },
        marker: { color: own, symbol: SYMBOLS[shape.at || 0], size: shape.at === null ? 1 : 8 },
        hovertext: sides.map(function (side, i) { return shape.name + "<br>" + side + " " + fmt.kind("percentile", shape.values[i]); }).concat(""),
        hoverinfo: "text"
      };
    }), {
      margin: { l: 72, r: 72, t: 32, b: 28 },
      polar: {
        bgcolor: CLEAR, angularaxis: { direction: "clockwise", rotation: 90, gridcolor: "var(--line)" },
        radialaxis: { range: [0, 100], tickvals: [25, 50, 75, 100], showticklabels: false, gridcolor: "var(--line)", showline: false }
      }
    });
  }

  return {
    bars: bars, treemap: treemap, heat: heat, panels: panels, plane: plane, lines: lines, radar: radar, ticked: ticked, upright: upright,
    colour: colour, titleOf: titleOf, symbol: function (i) { return { symbol: SYMBOLS[i], color: "var(--p" + i + ")", size: 12 }; }
  };
}
