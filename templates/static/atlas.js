/* Segment Atlas: theme, sharing, interactive figures. One classic deferred script; everything can be read without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var script = document.currentScript;
  var words = script.dataset;
  var stored = null;
  var loads = {};
  var live = [];

  try { stored = localStorage.getItem("atlas-theme"); } catch (error) { /* storage is off: the system decides */ }
  var system = matchMedia("(prefers-color-scheme: dark)");

  function applyTheme() {
    var button = document.querySelector(".theme");
    var theme = (button && stored) || (system.matches ? "dark" : "light");
    root.dataset.theme = theme;
    if (button) { button.setAttribute("aria-pressed", String(theme === "dark")); }
    live.forEach(draw);
  }

  function toggleTheme() {
    stored = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("atlas-theme", stored); } catch (error) { /* this page only, then */ }
    applyTheme();
  }

  function share(event) {
    var button = event.currentTarget;
    var link = document.querySelector("link[rel=canonical]");
    var data = { title: document.title, text: button.dataset.text, url: link ? link.href : location.href.split("#")[0] };
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      navigator.share(data).catch(function () { /* closed by the reader */ });
    } else if (navigator.clipboard) {
      navigator.clipboard.writeText([data.title, data.text, data.url].join("\n")).then(function () {
        var before = button.textContent;
        button.textContent = words.copied;
        setTimeout(function () { button.textContent = before; }, 2000);
      }, function () { prompt(button.textContent, data.url); });
    } else {
      prompt(button.textContent, data.url);
    }
  }

  function startSearch(input) {
    input.parentNode.dataset.on = "";
    input.addEventListener("focus", function () {
      input.dataset.scripts.split(" ").reduce(function (before, src) {
        return before.then(function () { return load(src); });
      }, Promise.resolve()).catch(function () {
        // Without its index the box is a link to all cities, as it is without scripts.
        delete input.parentNode.dataset.on;
        input.parentNode.querySelector("a").focus();
      });
    }, { once: true });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) { return; }
      if (event.target.closest("input, select, textarea, [contenteditable]")) { return; }
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  /* Scripts that few readers need are fetched once, on demand; after a failure the next demand tries again. */
  function load(src) {
    loads[src] = loads[src] || new Promise(function (resolve, reject) {
      var tag = document.createElement("script");
      tag.src = src;
      tag.onload = resolve;
      tag.onerror = function () { tag.remove(); delete loads[src]; reject(); };
      document.head.append(tag);
    });
    return loads[src];
  }

  function resolveColours(value, style) {
    if (typeof value === "string") {
      return value.indexOf("var(") === 0 ? style.getPropertyValue(value.slice(4, -1)).trim() : value;
    }
    if (Array.isArray(value)) { return value.map(function (item) { return resolveColours(item, style); }); }
    if (value && typeof value === "object") {
      var copy = {};
      Object.keys(value).forEach(function (key) { copy[key] = resolveColours(value[key], style); });
      return copy;
    }
    return value;
  }

  function merge(into, changes) {
    Object.keys(changes).forEach(function (key) {
      var value = changes[key];
      if (value && typeof value === "object" && !Array.isArray(value) && into[key]) { merge(into[key], value); }
      else { into[key] = value; }
    });
  }

  /* A choice above a figure changes what the interactive one shows, as it does the drawing. */
  function choose(event) {
    var figure = event.currentTarget.closest("figure");
    if (live.indexOf(figure) >= 0) { draw(figure); }
  }

  function draw(figure) {
    var style = getComputedStyle(root);
    var spec = resolveColours(JSON.parse(figure.querySelector("script[type='application/json']").textContent), style);
    var choice = figure.querySelector("input:checked");
    if (choice && spec.layout.meta) { merge(spec, spec.layout.meta[choice.value]); }
    spec.layout.font.family = getComputedStyle(document.body).fontFamily;
    spec.layout.autosize = true;
    spec.layout.dragmode = false;
    if (zooms(spec.layout)) {
      spec.layout.dragmode = "zoom";
      spec.layout.xaxis.fixedrange = spec.layout.yaxis.fixedrange = false;
    }
    return window.Plotly.react(figure.querySelector(".stage"), spec.data, spec.layout,
      { responsive: true, displayModeBar: false, scrollZoom: false, doubleClick: "reset" });
  }

  /* A finger on a figure scrolls the page; only a mouse or a pen draws a frame to zoom into. */
  function zooms(layout) {
    return layout.xaxis && layout.yaxis && matchMedia("(pointer: fine)").matches;
  }

  /* `asked`: by the button, so that a reader is told how it goes. */
  function open(figure, asked) {
    if (live.indexOf(figure) >= 0 || figure.dataset.busy) { return; }
    var message = figure.querySelector(".msg");
    figure.dataset.busy = "1";
    if (asked) { message.textContent = words.loading; }
    load(words.plotly).then(function () {
      if (!window.Plotly) { throw new Error(words.plotly); }
      var layer = document.createElement("div");
      var stage = layer.appendChild(document.createElement("div"));
      layer.className = "live";
      stage.className = "stage";
      figure.querySelector(".plot").prepend(layer);
      return Promise.resolve(draw(figure)).then(function () {
        if (!figure.isConnected) { window.Plotly.purge(stage); return; }
        live.push(figure);
        figure.dataset.hovered = asked ? 0 : Date.now();
        load(words.stage).then(function () {
          if (layer.isConnected) { window.atlasStage(figure, zooms(stage.layout), function () { return draw(figure); }); }
        }, function () { /* it can be explored without them */ });
        message.textContent = "";
        label(figure, true);
      }, function (error) { layer.remove(); throw error; });
    }).catch(function () { message.textContent = words.failed; }).then(function () { delete figure.dataset.busy; });
  }

  function close(figure) {
    var at = live.indexOf(figure);
    if (at < 0) { return; }
    live.splice(at, 1);
    window.Plotly.purge(figure.querySelector(".stage"));
    if (document.fullscreenElement === figure) { document.exitFullscreen(); }
    figure.querySelector(".live").remove();
    label(figure, false);
  }

  function label(figure, isOpen) {
    var button = figure.querySelector(".explore");
    button.firstElementChild.textContent = isOpen ? words.close : words.explore;
    button.setAttribute("aria-pressed", String(isOpen));
  }

  /* The figure that an event is about, if it can be explored: some pages make theirs after this script has run. */
  function figureOf(event, part) {
    var found = event.target.matches && event.target.closest(part);
    var figure = found && found.closest("figure");
    return figure && figure.querySelector(".explore") ? figure : null;
  }

  document.addEventListener("click", function (event) {
    var figure = figureOf(event, ".explore");
    if (!figure) { return; }
    if (live.indexOf(figure) < 0) { open(figure, true); return; }
    // A mouse on its way to the button may have opened the figure a moment ago: who presses then wants it open.
    if (Date.now() - (figure.dataset.hovered || 0) < 1000) { return; }
    figure.dataset.shut = "1";
    close(figure);
  });
  var hover = 0;
  document.addEventListener("pointerenter", function (event) {
    var figure = event.pointerType === "mouse" && event.target.matches && event.target.matches(".plot") && figureOf(event, ".plot");
    if (figure && !figure.dataset.shut && matchMedia("(hover: hover) and (pointer: fine)").matches) {
      hover = setTimeout(function () { open(figure, false); }, 180);
    }
  }, true);
  document.addEventListener("pointerleave", function (event) {
    if (event.target.matches && event.target.matches(".plot")) { clearTimeout(hover); }
  }, true);
  document.addEventListener("atlas-clear", function () { live.slice().forEach(close); });

  /* Escape undoes the last thing first: an open disclosure, then full screen, then the interactive view. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var here = document.activeElement && document.activeElement.closest("figure");
    var taking = here && document.activeElement.closest("details.out[open]");
    if (taking) { taking.open = false; taking.firstElementChild.focus(); return; }
    if (document.fullscreenElement) { document.exitFullscreen(); return; }
    (here && live.indexOf(here) >= 0 ? [here] : live.slice()).forEach(function (figure) {
      figure.dataset.shut = "1";
      close(figure);
    });
  });
  // What only works with scripts is shown one by one: a mark on the root would style the whole page once more.
  document.querySelectorAll(".js").forEach(function (one) { one.classList.remove("js"); });
  document.addEventListener("toggle", function (event) {
    var one = event.target;
    if (one.open && one.matches("details.out")) {
      load(words.take).then(function () { window.atlasTake(one, words); }, function () { /* the CSV is there */ });
    }
  }, true);
  document.querySelectorAll(".choose").forEach(function (set) { set.addEventListener("change", choose); });
  document.querySelectorAll(".share").forEach(function (button) { button.addEventListener("click", share); });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { print(); });
  });
  document.querySelectorAll("[data-brings]").forEach(function (part) { load(part.dataset.brings).catch(function () {}); });
  document.querySelectorAll(".find input").forEach(startSearch);
  var theme = document.querySelector(".theme");
  if (theme) { theme.addEventListener("click", toggleTheme); }
  var phone = matchMedia("(max-width: 719.9px)");
  function fold() {
    document.querySelectorAll("details.fold").forEach(function (one) { one.open = !phone.matches; });
  }
  phone.addEventListener("change", fold);
  fold();
  system.addEventListener("change", applyTheme);
  applyTheme();
})();
