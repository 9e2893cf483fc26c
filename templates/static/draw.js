/* Segment Atlas: elements, figures and drawings of the Compare and Explore pages. Every text is set as text, never as
   markup; every drawing has its table. Gives `atlasDraw(stats, words)`; words come from content/compare.toml. */
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var pen = document.createElement("canvas").getContext("2d");

  function append(node, children) {
    children.forEach(function (child) {
      if (Array.isArray(child)) { append(node, child); } else if (child !== null && child !== undefined && child !== "") {
        node.append(child);
      }
    });
    return node;
  }

  function made(node, attributes, children) {
    Object.keys(attributes || {}).forEach(function (name) {
      var value = attributes[name];
      if (name === "on") {
        Object.keys(value).forEach(function (event) { node.addEventListener(event, value[event]); });
      } else if (value === true) { node.setAttribute(name, ""); } else if (value !== false && value !== null && value !== undefined) {
        node.setAttribute(name, value);
      }
    });
    return append(node, children);
  }

  function el(tag, attributes) { return made(document.createElement(tag), attributes, [].slice.call(arguments, 2)); }
  function s(tag, attributes) { return made(document.createElementNS(SVG, tag), attributes, [].slice.call(arguments, 2)); }

  function width(text, size, bold) {
    pen.font = (bold ? "600 " : "") + (size || 13) + "px " + getComputedStyle(document.body).fontFamily;
    return pen.measureText(text).width;
  }

  function text(x, y, words, css, anchor) {
    return s("text", { x: x, y: y, "class": css, "text-anchor": anchor === "start" ? null : anchor }, words);
  }

  function line(x1, y1, x2, y2, css) { return s("path", { d: "M" + x1 + " " + y1 + "L" + x2 + " " + y2, "class": css }); }

  function rect(x, y, w, h, css) { return s("rect", { x: x, y: y, width: Math.max(0, w), height: h, "class": css }); }

  /* Cut a text to a width, with an ellipsis; the whole stands in the table. */
  function cut(words, most, size) {
    if (width(words, size) <= most) { return words; }
    while (words.length > 1 && width(words + "…", size) > most) { words = words.slice(0, -1); }
    return words.trim() + "…";
  }

  function roundStep(span, most) {
    var raw = span / most;
    var power = Math.pow(10, Math.floor(Math.log10(raw)));
    return [1, 2, 5, 10].map(function (m) { return m * power; }).filter(function (step) { return step >= raw * (1 - 1e-9); })[0];
  }

  function ticks(low, high, most) {
    if (high <= low) { return [low]; }
    var step = roundStep(high - low, most);
    var found = [];
    for (var i = Math.ceil(low / step - 1e-9); i <= Math.floor(high / step + 1e-9); i += 1) { found.push(Number((i * step).toFixed(10))); }
    return found;
  }

  function logTicks(low, high) {
    var fine = [];
    var coarse = [];
    for (var p = Math.floor(Math.log10(low)); p <= Math.ceil(Math.log10(high)); p += 1) {
      [1, 2, 5].forEach(function (m) {
        var tick = m * Math.pow(10, p);
        if (tick >= low && tick <= high) { fine.push(tick); if (m === 1) { coarse.push(tick); } }
      });
    }
    return fine.length <= 6 || coarse.length < 2 ? fine : coarse;
  }

  /* The mark of the i-th place: circle, square, diamond, triangle, each in a colour of its own. */
  function shape(i, x, y, r) {
    var points = [
      null,
      [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
      [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
      [[0, -1.25], [1.2, 0.95], [-1.2, 0.95]]
    ][i];
    if (!points) { return "M" + (x - r) + " " + y + "a" + r + " " + r + " 0 1 0 " + 2 * r + " 0a" + r + " " + r + " 0 1 0 " + -2 * r + " 0z"; }
    return "M" + points.map(function (p) { return (x + p[0] * r).toFixed(1) + " " + (y + p[1] * r).toFixed(1); }).join("L") + "z";
  }

  function mark(i, x, y, r, css) { return s("path", { d: shape(i, x, y, r), "class": "p" + i + " " + (css || "pm") }); }

  /* Text of a CSV file with the given rows; an empty cell for null. The rules are those of generator/csv_text.py. */
  function csv(rows) {
    return rows.map(function (row) {
      return row.map(function (value) {
        if (value === null || value === undefined) { return ""; }
        var words = String(value);
        // A spreadsheet would run text that begins so as a formula.
        if (typeof value === "string" && /^ *[=+\-@\t\r]/.test(words)) { words = "'" + words; }
        return /[",\r\n]/.test(words) ? "\"" + words.replace(/"/g, "\"\"") + "\"" : words;
      }).join(",");
    }).join("\n") + "\n";
  }

  /* The rows of a table as they read; a cell over several columns leaves the others empty. */
  function cellsOf(table) {
    return [].map.call(table.rows, function (row) {
      return [].concat.apply([], [].map.call(row.cells, function (cell) {
        var words = [].map.call(cell.childNodes, function (node) {
          return (node.localName === "small" && node.textContent ? "; " : "") + node.textContent;
        }).join("").replace(/\s+/g, " ").trim();
        return [words].concat(Array(cell.colSpan - 1).fill(null));
      }));
    });
  }

  window.atlasDraw = function (stats, page) {
    var fmt = stats.fmt;
    var shared = document.querySelector("script[data-explore]").dataset;
    var redraws = [];

    function t(key, facts) {
      if (!Object.prototype.hasOwnProperty.call(page.words, key)) { throw new Error("no words named " + key); }
      return window.atlasStats.fill(page.words[key], Object.assign({}, page.facts, facts));
    }

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
      return f.spec ? [el("button", { "class": "explore", id: f.id + "-x", "aria-labelledby": f.id + "-x " + f.id + "-t", "aria-pressed": "false" },
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
      return x.value === null || y.value === null || y.value <= 0 ? null : { x: x.value, y: y.value };
    }

    function ghosts(ids) {
      return ids.map(function (id) {
        var at = position(stats.segments[id]);
        var share = stats.allShare([id]);
        return at && share !== null ? Object.assign(at, { share: share, letter: stats.segments[id].letter, ghost: true }) : null;
      }).filter(Boolean);
    }

    return {
      el: el, s: s, t: t, text: text, line: line, rect: rect, width: width, cut: cut, ticks: ticks, logTicks: logTicks, radius: radiusOf, mark: mark, shape: shape, tag: tag,
      key: key, keys: keys, segmentKeys: segmentKeys, table: table, figure: figure, redraw: redraw, clear: clear, bar: bar, plane: plane, csv: csv,
      position: position, ghosts: ghosts
    };
  };
})();
