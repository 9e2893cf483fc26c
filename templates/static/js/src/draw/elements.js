// @ts-nocheck: this drawing is to be rewritten; until then it is the script as it was, made importable.
/* Segment Atlas: elements, shapes, ticks and files of the Compare and Explore pages. Every text is set as text, never as
   markup. */
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

export function el(tag, attributes) { return made(document.createElement(tag), attributes, [].slice.call(arguments, 2)); }
export function s(tag, attributes) { return made(document.createElementNS(SVG, tag), attributes, [].slice.call(arguments, 2)); }

export function width(text, size, bold) {
  pen.font = (bold ? "600 " : "") + (size || 13) + "px " + getComputedStyle(document.body).fontFamily;
  return pen.measureText(text).width;
}

export function text(x, y, words, css, anchor) {
  return s("text", { x: x, y: y, "class": css, "text-anchor": anchor === "start" ? null : anchor }, words);
}

export function line(x1, y1, x2, y2, css) { return s("path", { d: "M" + x1 + " " + y1 + "L" + x2 + " " + y2, "class": css }); }

export function rect(x, y, w, h, css) { return s("rect", { x: x, y: y, width: Math.max(0, w), height: h, "class": css }); }

/* Cut a text to a width, with an ellipsis; the whole stands in the table. */
export function cut(words, most, size) {
  if (width(words, size) <= most) { return words; }
  while (words.length > 1 && width(words + "…", size) > most) { words = words.slice(0, -1); }
  return words.trim() + "…";
}

function roundStep(span, most) {
  var raw = span / most;
  var power = Math.pow(10, Math.floor(Math.log10(raw)));
  return [1, 2, 5, 10].map(function (m) { return m * power; }).filter(function (step) { return step >= raw * (1 - 1e-9); })[0];
}

export function ticks(low, high, most) {
  if (high <= low) { return [low]; }
  var step = roundStep(high - low, most);
  var found = [];
  for (var i = Math.ceil(low / step - 1e-9); i <= Math.floor(high / step + 1e-9); i += 1) { found.push(Number((i * step).toFixed(10))); }
  return found;
}

export function logTicks(low, high) {
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
export function shape(i, x, y, r) {
  var points = [
    null,
    [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
    [[0, -1.25], [1.2, 0.95], [-1.2, 0.95]]
  ][i];
  if (!points) { return "M" + (x - r) + " " + y + "a" + r + " " + r + " 0 1 0 " + 2 * r + " 0a" + r + " " + r + " 0 1 0 " + -2 * r + " 0z"; }
  return "M" + points.map(function (p) { return (x + p[0] * r).toFixed(1) + " " + (y + p[1] * r).toFixed(1); }).join("L") + "z";
}

export function mark(i, x, y, r, css) { return s("path", { d: shape(i, x, y, r), "class": "p" + i + " " + (css || "pm") }); }

/* Text of a CSV file with the given rows; an empty cell for null. The rules are those of generator/csv_text.py. */
export function csv(rows) {
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
export function cellsOf(table) {
  return [].map.call(table.rows, function (row) {
    return [].concat.apply([], [].map.call(row.cells, function (cell) {
      var words = [].map.call(cell.childNodes, function (node) {
        return (node.localName === "small" && node.textContent ? "; " : "") + node.textContent;
      }).join("").replace(/\s+/g, " ").trim();
      return [words].concat(Array(cell.colSpan - 1).fill(null));
    }));
  });
}
