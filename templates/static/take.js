/* Segment Atlas: take a figure away, as SVG, PNG or a frame for another page. Loaded when a reader first opens "Take
   this figure"; its words stand before it as atlasData.take. Everything is made in the browser, from the page itself,
   so it works without a server. */
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var said = window.atlasData.take;
  var INHERITED = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight"];
  var PAD = 24;
  var LEAST = 480;

  /* The wide drawing comes first in the page, of several to choose from the one that is chosen; of a table there is none. */
  function drawingOf(figure) {
    var shown = Array.prototype.filter.call(figure.querySelectorAll(".plot > :not(.live)"), function (part) {
      return !/^d\d/.test(part.className) || getComputedStyle(part).display !== "none";
    });
    return shown.length ? shown[0].querySelector("svg[role=img]") : null;
  }

  function element(name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) { made.textContent = text; }
    return made;
  }

  /* Write what the style sheet says into the copy itself, where it differs from what the copy inherits. */
  function paint(from, to, above, needed) {
    var style = getComputedStyle(from);
    var mine = {};
    INHERITED.forEach(function (name) {
      mine[name] = style.getPropertyValue(name).replace(/url\(.*#([^")]+)"?\)/, "url(#$1)");
      if (mine[name] !== above[name]) { to.setAttribute(name, mine[name]); }
      if (mine[name].indexOf("url(#") === 0) { needed[mine[name].slice(5, -1)] = true; }
    });
    if (style.opacity !== "1") { to.setAttribute("opacity", style.opacity); }
    if (/^#/.test(from.getAttribute("href") || "")) { needed[from.getAttribute("href").slice(1)] = true; }
    to.removeAttribute("class");
    to.removeAttribute("style");
    Array.prototype.forEach.call(from.children, function (child, i) {
      paint(child, to.children[i], mine, needed);
    });
  }

  /* Patterns and symbols stand once on the page: what the drawing uses of them goes with it. */
  function definitions(needed) {
    var defs = element("defs", {});
    Object.keys(needed).forEach(function (id) {
      var from = document.getElementById(id);
      if (from) {
        var copy = defs.appendChild(from.cloneNode(true));
        paint(from, copy, {}, {});
      }
    });
    return defs;
  }

  function wrap(words, font, room) {
    var pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    return words.split(" ").reduce(function (rows, word) {
      var longer = rows.length ? rows[rows.length - 1] + " " + word : word;
      if (rows.length && pen.measureText(longer).width <= room) { rows[rows.length - 1] = longer; } else { rows.push(word); }
      return rows;
    }, []);
  }

  /* Rows of text below each other, in the type of an element of the page; returns where the next may begin. */
  function write(into, words, like, size, y, room) {
    var style = getComputedStyle(like);
    var rows = wrap(words, style.fontWeight + " " + size + "px " + style.fontFamily, room);
    rows.forEach(function (row, i) {
      into.append(element("text", {
        x: PAD, y: y + size + i * size * 1.35, fill: style.color, "font-size": size,
        "font-family": style.fontFamily, "font-weight": style.fontWeight
      }, row));
    });
    return y + rows.length * size * 1.35;
  }

  /* The keys that stand above a drawing, each mark with its name; returns where the next may begin. */
  function keys(into, figure, y, room, needed) {
    var x = PAD;
    var found = figure.querySelectorAll(".keys .key");
    var row = 22;
    Array.prototype.forEach.call(found, function (key, i) {
      var style = getComputedStyle(key);
      var marks = key.querySelectorAll("svg, .tag");
      var words = Array.prototype.map.call(key.childNodes, function (node) {
        return Array.prototype.indexOf.call(marks, node) < 0 ? node.textContent : "";
      }).join("").trim();
      var pen = document.createElement("canvas").getContext("2d");
      pen.font = "13px " + style.fontFamily;
      var wide = marks.length * 22 + pen.measureText(words).width + 24;
      if (i && x + wide > PAD + room) { x = PAD; y += row; }
      Array.prototype.forEach.call(marks, function (mark, m) { swatch(into, mark, x + m * 22, y, needed); });
      into.append(element("text", { x: x + marks.length * 22, y: y + 14, fill: style.color, "font-size": 13, "font-family": style.fontFamily }, words));
      x += wide;
    });
    return found.length ? y + row : y;
  }

  function swatch(into, mark, x, y, needed) {
    if (mark.localName === "svg") {
      var copy = mark.cloneNode(true);
      var box = mark.viewBox.baseVal;
      var group = into.appendChild(element("g", { transform: "translate(" + (x - (box ? box.x : 0)) + " " + (y + 2 - (box ? box.y : 0)) + ")" }));
      paint(mark, copy, {}, needed);
      while (copy.firstChild) { group.append(copy.firstChild); }
      return;
    }
    var style = getComputedStyle(mark);
    into.append(
      element("rect", { x: x, y: y, width: 18, height: 18, rx: 3, fill: style.backgroundColor, stroke: style.borderTopColor }),
      element("text", {
        x: x + 9, y: y + 13.5, fill: style.color, "text-anchor": "middle", "font-size": 12, "font-weight": 700, "font-family": style.fontFamily
      }, mark.textContent));
  }

  function place() {
    return document.title === said.site ? said.site : document.title.slice(0, document.title.lastIndexOf(" · "));
  }

  function build(figure) {
    var drawn = drawingOf(figure);
    var box = drawn.viewBox.baseVal;
    var width = Math.max(box.width, LEAST) + 2 * PAD;
    var title = figure.querySelector("#" + figure.id + "-t");
    var question = figure.querySelector(".q");
    var caption = title.nextElementSibling;
    var where = question ? place() + " · " + question.textContent : place();
    var address = document.querySelector("link[rel=canonical]");
    // Where a page's address holds what is shown, the source leads there.
    var source = [said.source, said.window].concat(address ? address.href + location.search : []).join(" · ");
    var small = figure.querySelector(".tools");
    var out = element("svg", { xmlns: SVG, role: "img" });
    var room = width - 2 * PAD;
    var needed = {};
    out.append(element("title", {}, title.textContent + " · " + where));
    out.append(element("desc", {}, document.getElementById(figure.id + "-d").textContent));
    var paper = out.appendChild(element("rect", { width: "100%", height: "100%" }));
    paper.setAttribute("fill", getComputedStyle(document.documentElement).backgroundColor);
    var y = write(out, where, small, 13, PAD - 6, room);
    y = write(out, title.textContent, title, 20, y + 4, room);
    if (caption) { y = write(out, caption.textContent, small, 13, y + 4, room); }
    y = keys(out, figure, y + 10, room, needed);
    var copy = drawn.cloneNode(true);
    var group = element("g", { transform: "translate(" + (width - box.width) / 2 + " " + (y + 14) + ")" });
    paint(drawn, copy, {}, needed);
    INHERITED.forEach(function (name) { group.setAttribute(name, copy.getAttribute(name)); });
    while (copy.firstChild) { group.append(copy.firstChild); }
    out.append(definitions(needed), group);
    y += 14 + box.height + 12;
    said.notes.concat(source).forEach(function (line) { y = write(out, line, small, 12, y + 4, room); });
    var height = Math.ceil(y + PAD - 6);
    out.setAttribute("viewBox", "0 0 " + width + " " + height);
    out.setAttribute("width", width);
    out.setAttribute("height", height);
    return { width: width, height: height, text: new XMLSerializer().serializeToString(out) };
  }

  /* Always on white paper: what is taken away goes into documents and slides, as what is printed does. */
  function standalone(figure) {
    var root = document.documentElement;
    var theme = root.dataset.theme;
    root.dataset.theme = "light";
    try { return build(figure); } finally { root.dataset.theme = theme; }
  }

  function save(name, blob) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function saveSvg(figure, name) {
    save(name + ".svg", new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n' + standalone(figure).text], { type: "image/svg+xml" }));
  }

  function savePng(figure, name, tell) {
    var made = standalone(figure);
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = 2 * made.width;
      canvas.height = 2 * made.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) { if (blob) { save(name + ".png", blob); } else { tell(said.unmade); } }, "image/png");
    };
    image.onerror = function () { tell(said.unmade); };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(made.text);
  }

  /* A frame as high as the higher of the two drawings needs it, with room for title and source. */
  function frame(figure, folder) {
    var heights = Array.prototype.map.call(figure.querySelectorAll(".plot > :not(.live) > *"), function (drawn, i) {
      return (drawn.viewBox ? drawn.viewBox.baseVal.height : drawn.scrollHeight) + (i ? 320 : 200);
    });
    var code = document.createElement("iframe");
    code.setAttribute("src", said.base + folder + figure.id + "/" + (said.base ? "" : "index.html"));
    code.setAttribute("title", figure.querySelector("#" + figure.id + "-t").textContent + " · " + place());
    code.setAttribute("width", "100%");
    code.setAttribute("height", Math.round(Math.max.apply(null, heights)));
    code.setAttribute("style", "border:0");
    code.setAttribute("loading", "lazy");
    code.setAttribute("allowfullscreen", "");
    return code.outerHTML.replace('=""', "");
  }

  function showFrame(figure, panel, folder, tell) {
    var id = figure.id + "-code";
    var label = panel.appendChild(document.createElement("label"));
    var text = panel.appendChild(document.createElement("textarea"));
    label.htmlFor = text.id = id;
    label.id = id + "-l";
    label.textContent = said.code;
    text.setAttribute("aria-labelledby", label.id + " " + figure.id + "-t");
    text.readOnly = true;
    text.rows = 5;
    text.spellcheck = false;
    text.value = frame(figure, folder);
    text.addEventListener("focus", function () { text.select(); });
    if (navigator.clipboard) {
      button(figure, panel, "copy", said.copy, function () {
        navigator.clipboard.writeText(text.value).then(function () { tell(said.copied); }, function () { text.focus(); });
      });
    }
    if (!said.base) { panel.appendChild(document.createElement("p")).textContent = said.address; }
  }

  function button(figure, into, key, label, act) {
    var made = into.appendChild(document.createElement("button"));
    made.type = "button";
    made.id = figure.id + "-" + key;
    made.textContent = label;
    made.setAttribute("aria-labelledby", made.id + " " + figure.id + "-t");
    made.addEventListener("click", act);
    return made;
  }

  /* details: the disclosure, called each time it opens; words: `page` names files, `embed` is the folder of frames. */
  window.atlasTake = function (details, words) {
    if (details.dataset.ready) { return; }
    details.dataset.ready = "";
    var figure = details.closest("figure");
    var row = details.querySelector(".ways");
    var name = words.page + "-" + figure.id;
    var status = document.createElement("p");
    status.className = "msg";
    status.setAttribute("role", "status");
    function tell(text) { status.textContent = text; }
    row.querySelector("a").download = name + ".csv";
    if (drawingOf(figure)) {
      button(figure, row, "svg", said.svg, function () { saveSvg(figure, name); });
      button(figure, row, "png", said.png, function () { savePng(figure, name, tell); });
    }
    if (words.embed) {
      var panel = document.createElement("div");
      panel.className = "code";
      panel.id = figure.id + "-frame";
      panel.hidden = true;
      var opener = button(figure, row, "embed", said.embed, function () {
        if (!panel.firstChild) { showFrame(figure, panel, words.embed, tell); }
        panel.hidden = !panel.hidden;
        opener.setAttribute("aria-expanded", String(!panel.hidden));
      });
      opener.setAttribute("aria-expanded", "false");
      opener.setAttribute("aria-controls", panel.id);
      row.after(panel);
    }
    details.append(status);
  };
})();
