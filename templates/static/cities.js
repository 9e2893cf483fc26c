/* Segment Atlas: the cities table, sorted and filtered. Without it the table stands by state. What is chosen stands in
   the address: ?sort=customers&order=ascending&state=kerala&find=pun; defaults are left out. */
(function () {
  "use strict";
  var bar = document.querySelector(".filters");
  var table = document.querySelector("table.cities");
  if (!bar || !table) { return; }
  var words = bar.dataset;
  var box = bar.querySelector("input"), states = bar.querySelectorAll("select")[0], order = bar.querySelectorAll("select")[1];
  var letters = bar.querySelector(".letters"), status = bar.querySelector("[role=status]");
  var heads = Array.from(table.querySelectorAll("thead th"));
  var keys = Array.from(order.options).map(function (one) { return one.value; });
  var collator = new Intl.Collator(document.documentElement.lang, { sensitivity: "base", numeric: true });
  var flat = document.createElement("tbody");
  var FIRST = Math.max(keys.indexOf("customers"), keys.indexOf("stands_out")) + 1;  // where the shares of segments begin
  var view = { sort: "", ascending: false, state: "", find: "" };

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
  }

  function put(text, value) { return text.replace("{}", function () { return value; }); }

  var sections = Array.from(table.tBodies).map(function (body) { return { body: body, state: body.dataset.state || "", rows: [] }; });
  var rows = [];
  sections.forEach(function (section) {
    Array.from(section.body.rows).slice(1).forEach(function (node) {
      var name = node.cells[0].textContent;
      var first = name.trim().toUpperCase().normalize("NFD")[0] || "";
      var row = {
        node: node, name: name, section: section,
        state: section.state ? section.body.id : node.dataset.in || "",
        text: " " + fold(name) + " " + fold(node.dataset.also || ""),
        letter: /\p{L}/u.test(first) ? first : "#",
        values: node.dataset.v.split(" ").map(function (word) { return word === "-" ? null : Number(word); })
      };
      if (section.state && section.state !== name) {
        // Where states dissolve, each city says its own.
        var small = document.createElement("small");
        small.textContent = section.state;
        node.cells[0].append(small);
      }
      section.rows.push(row);
      rows.push(row);
    });
  });
  flat.className = "flat";
  table.tHead.after(flat);

  function rises(sort) { return sort === "city" || sort === ""; }

  function compare(one, other) {
    var i = keys.indexOf(view.sort) - 2, by = 0;
    if (i >= 0) {
      var a = one.values[i], b = other.values[i];
      a = a === undefined ? null : a;
      b = b === undefined ? null : b;
      // What is not known stands last, in either direction.
      if (a === null || b === null) { by = (a === null) - (b === null); } else { by = view.ascending ? a - b : b - a; }
      if (by) { return by; }
      if (i) { by = other.values[0] - one.values[0]; }
    } else {
      by = collator.compare(one.name, other.name) * (view.ascending ? 1 : -1);
    }
    return by || collator.compare(one.name, other.name);
  }

  function place(body, list) {
    var piece = document.createDocumentFragment();
    list.forEach(function (row) { piece.append(row.node); });
    body.append(piece);
  }

  function arrange() {
    var cities = [];
    sections.forEach(function (section) {
      if (section.state && view.sort) { cities = cities.concat(section.rows); return; }
      place(section.body, view.sort ? section.rows.slice().sort(compare) : section.rows);
    });
    place(flat, cities.sort(compare));
  }

  function filter() {
    var wanted = fold(view.find), shown = 0, left = new Map();
    rows.forEach(function (row) {
      var fits = (!view.state || row.state === view.state) && row.text.indexOf(wanted ? " " + wanted : "") >= 0;
      row.node.hidden = !fits;
      shown += fits;
      if (fits && row.section.state) { left.set(row.letter, (left.get(row.letter) || 0) + 1); }
    });
    sections.forEach(function (section) {
      section.body.hidden = (section.state && view.sort) || !section.rows.some(function (row) { return !row.node.hidden; });
    });
    return { shown: shown, left: left };
  }

  function spell(left) {
    Array.from(letters.children).forEach(function (button) {
      var n = left.get(button.value) || 0;
      button.disabled = !n;
      button.setAttribute("aria-label", put(put(words.letter, button.value), n));
    });
  }

  function tell(shown) {
    var text = put(put(view.sort ? words.sorted : words.shown, shown), rows.length);
    if (view.sort) { text = put(text, order.options[order.selectedIndex].text); }
    if (keys.indexOf(view.sort) >= FIRST) { text += " " + words.shrunken; }
    status.textContent = shown ? text : words.none;
  }

  function show() {
    arrange();
    var found = filter();
    order.value = view.sort;
    states.value = view.state;
    if (box.value !== view.find) { box.value = view.find; }
    table.dataset.by = view.sort;
    heads.forEach(function (head) {
      var key = head.dataset.sort;
      var on = view.sort && (key === view.sort || (key === "mix" && keys.indexOf(view.sort) >= FIRST));
      if (on) { head.setAttribute("aria-sort", view.ascending ? "ascending" : "descending"); } else { head.removeAttribute("aria-sort"); }
    });
    spell(found.left);
    tell(found.shown);
  }

  /* The address. */
  function read() {
    var asked = new URLSearchParams(location.search);
    var sort = asked.get("sort") || "", state = "in-" + (asked.get("state") || "");
    view.sort = keys.indexOf(sort) >= 0 ? sort : "";
    view.ascending = asked.get("order") === "ascending" || (asked.get("order") !== "descending" && rises(view.sort));
    view.state = Array.from(states.options).some(function (one) { return one.value === state; }) ? state : "";
    view.find = (asked.get("find") || "").slice(0, 80);
  }

  function write() {
    var asked = new URLSearchParams();
    if (view.sort) { asked.set("sort", view.sort); }
    if (view.sort && view.ascending !== rises(view.sort)) { asked.set("order", view.ascending ? "ascending" : "descending"); }
    if (view.state) { asked.set("state", view.state.slice(3)); }
    if (view.find) { asked.set("find", view.find); }
    var text = asked.toString();
    try {
      history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
    } catch (error) { /* some browsers keep the address of a file as it is */ }
  }

  function change(part) {
    Object.assign(view, part);
    show();
    write();
  }

  function sortBy(sort) { change({ sort: sort, ascending: rises(sort) }); }

  /* Controls. */
  heads.forEach(function (head) {
    var first = head.dataset.sort === "mix" ? keys[FIRST] : head.dataset.sort;
    if (!first) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.append.apply(button, Array.from(head.childNodes));
    head.append(button);
    button.addEventListener("click", function () {
      var same = head.hasAttribute("aria-sort");
      change(same ? { ascending: !view.ascending } : { sort: first, ascending: rises(first) });
    });
  });

  function jump(event) {
    var letter = event.currentTarget.value;
    if (view.sort !== "city" || !view.ascending) { sortBy("city"); }
    var first = Array.from(flat.rows).find(function (node) {
      return !node.hidden && rows.some(function (row) { return row.node === node && row.letter === letter; });
    });
    first.scrollIntoView({ block: "start" });
    first.querySelector("a").focus({ preventScroll: true });
  }

  Array.from(letters.children).forEach(function (button) { button.addEventListener("click", jump); });
  box.addEventListener("input", function () { change({ find: box.value }); });
  states.addEventListener("change", function () { change({ state: states.value }); });
  order.addEventListener("change", function () { sortBy(order.value); });
  read();
  show();
})();
