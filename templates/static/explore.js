/* Segment Atlas: the Explore page, any selection of places and segments: its state, controls, table and file. Needs the
   tools, selection.js, views.js and the data script `places`. */
(function () {
  "use strict";
  var tool = document.getElementById("tool");
  var stats = window.atlasStats(window.atlasData.places);
  var draw = window.atlasDraw(stats, JSON.parse(document.getElementById("words").textContent));
  var pick = window.atlasPick(stats, draw);
  var el = draw.el;
  var t = draw.t;
  var fmt = stats.fmt;
  var data = stats.data;
  var TOPS = [10, 20, 50, 100];
  // Typical spend first: mean spend is an accounting figure.
  var averages = data.measures.filter(function (name) { return !/_pct$/.test(name) && name !== "spend"; })
    .concat(data.measures.indexOf("spend") < 0 ? [] : ["spend"]);

  /* --- State, which the address holds ------------------------------------------------------------------------------ */

  var start = { cities: [], segments: stats.order, top: 20, sort: "customers", page: 1, view: "stacked" };
  var state = Object.assign({}, start);
  var message = "";
  var selection = window.atlasSelection(stats, draw, state);
  var views = window.atlasViews(stats, draw, selection, state, averages);

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
    [["top", TOPS.map(String)], ["view", [].concat.apply([], views.groups.map(function (row) { return row[1]; }))], ["sort", sorts().concat(sorts().map(function (name) { return "-" + name; }))]].forEach(function (row) {
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
      return [[el("a", { href: "../cities/" + encodeURIComponent(row.place.slug) + "/index.html" }, row.place.label), el("small", {}, state_)], selection.count(row)]
        .concat(state.segments.map(function (id) { return selection.cellOf(row, id); }),
          averages.map(function (name) { return stats.told(name, row.place.measures[name]); }));
    }), "full sorted");
    table.tHead.rows[0].append.apply(table.tHead.rows[0], [sortButton(t("city"), "name"), sortButton(t(selection.everything() ? "customers" : "selected"), "customers")].concat(
      state.segments.map(function (id) { return sortButton(draw.tag([id]).concat(el("span", { "class": "vh" }, " " + stats.segments[id].name)), "share-" + id); }),
      averages.map(function (name) { return sortButton(data.columns[name][0], name); })));
    return table;
  }

  function csv() {
    var head = ["city", "state", "slug", "kind", "customers"].concat(state.segments.map(function (id) { return "customers_" + id; }), "joined", averages, "withheld");
    var lines = selection.rows().map(function (row) {
      var joined = row.place.groups.filter(function (group) { return group.ids.length > 1 && selection.touches(group.ids); });
      return [row.place.name, row.place.state, row.place.slug, row.place.district ? "district" : "city", row.n].concat(
        state.segments.map(function (id) { var group = selection.holding(row, id); return group && group.ids.length === 1 ? group.n : null; }),
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
  var radios = el("fieldset", { "class": "views" }, el("legend", { "class": "vh" }, t("view")), el("div", {}, views.groups.map(function (row) {
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
    var all = selection.rows();
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
    out.replaceChildren.apply(out, [views.figure(rows, all), state.view === "positioning" ? null : pager(pages), compareLink(), table].filter(Boolean));
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
