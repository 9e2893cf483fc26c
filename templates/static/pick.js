/* Segment Atlas: choosing places by name, the address that holds a choice, copying it. `atlasPick(stats, draw)`. */
(function () {
  "use strict";
  var MOST = 8;
  var count = 0;

  function fold(words) { return words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  window.atlasPick = function (stats, draw) {
    var el = draw.el;
    var t = draw.t;
    var address = location.href.split("#")[0];
    var index = stats.places.map(function (place) {
      return { place: place, name: fold(place.name), rest: fold([place.label, place.state].concat(place.aliases).join(" ")) };
    });

    /* Places whose name, another name or state fits, the best first: name begins, a word begins, anywhere. */
    function matches(typed, taken) {
      var words = fold(typed).trim();
      var found = [];
      index.forEach(function (row, i) {
        if (taken.indexOf(row.place) >= 0) { return; }
        var at = row.name.indexOf(words) === 0 ? 0 : (" " + row.rest).indexOf(" " + words) >= 0 ? 1 : row.rest.indexOf(words) >= 0 ? 2 : -1;
        if (at >= 0) { found.push([at, i, row.place]); }
      });
      found.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
      return found.map(function (row) { return row[2]; });
    }

    /* A combobox (ARIA 1.2) that hands the chosen place to `onPick`; `taken()` are places not offered again. */
    function combobox(label, taken, onPick) {
      count += 1;
      var id = "pick" + count;
      var shown = [];
      var active = -1;
      var list = el("ul", { role: "listbox", id: id + "-list", "aria-label": label, hidden: true });
      var said = el("span", { "class": "vh", role: "status" });
      var input = el("input", {
        id: id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": id + "-list", "aria-autocomplete": "list",
        autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: t("hint")
      });
      var none = el("p", { "class": "none", hidden: true }, t("found_none"));

      function close() {
        list.hidden = true;
        none.hidden = true;
        said.textContent = "";
        active = -1;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
      }

      function point(at) {
        active = at;
        [].forEach.call(list.children, function (option, i) { option.setAttribute("aria-selected", String(i === at)); });
        if (at >= 0) {
          input.setAttribute("aria-activedescendant", list.children[at].id);
          list.children[at].scrollIntoView({ block: "nearest" });
        } else { input.removeAttribute("aria-activedescendant"); }
      }

      function open() {
        var found = matches(input.value, taken());
        shown = found.slice(0, MOST);
        list.replaceChildren.apply(list, shown.map(function (place, i) {
          return el("li", { role: "option", id: id + "-" + i, "aria-selected": "false", on: { click: function () { choose(i); } } },
            place.label, " ", el("small", {}, place.label === place.name && place.state !== place.name ? place.state : ""));
        }));
        list.hidden = !shown.length;
        none.hidden = shown.length > 0;
        input.setAttribute("aria-expanded", String(shown.length > 0));
        said.textContent = shown.length ? t("found", { n: stats.fmt.count(found.length) }) : t("found_none");
        point(-1);
      }

      function choose(at) {
        var place = shown[at];
        input.value = "";
        close();
        if (place) { onPick(place); }
      }

      input.addEventListener("input", open);
      input.addEventListener("click", open);
      input.addEventListener("blur", close);
      list.addEventListener("pointerdown", function (event) { event.preventDefault(); });
      input.addEventListener("keydown", function (event) {
        var last = shown.length - 1;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          if (list.hidden) { open(); }
          point(event.key === "ArrowDown" ? (active >= shown.length - 1 ? 0 : active + 1) : (active <= 0 ? shown.length - 1 : active - 1));
        } else if (event.key === "Enter") {
          event.preventDefault();
          if (!list.hidden && last >= 0) { choose(Math.max(0, active)); }
        } else if (event.key === "Escape" && !list.hidden) {
          event.preventDefault();
          event.stopPropagation();
          close();
        } else if (event.key === "Tab") { close(); }
      });
      return { input: input, node: el("div", { "class": "pick" }, el("label", { "for": id }, label), input, list, none, said) };
    }

    /* Slugs of a query, split into places and the number of those that no page has. */
    function read(value) {
      var slugs = (value || "").split(",").map(function (one) { return one.trim(); }).filter(Boolean);
      var places = [];
      var unknown = 0;
      slugs.forEach(function (slug) {
        var place = stats.place(slug);
        if (!place) { unknown += 1; } else if (places.indexOf(place) < 0) { places.push(place); }
      });
      return { places: places, unknown: unknown };
    }

    /* Put a choice into the address; parts that say nothing are left out. */
    function write(parts) {
      var query = Object.keys(parts).filter(function (name) { return parts[name]; }).map(function (name) {
        return name + "=" + encodeURIComponent(parts[name]).replace(/%2C/g, ",");
      }).join("&");
      address = location.href.split(/[?#]/)[0] + (query ? "?" + query : "");
      try {
        history.replaceState(null, "", address + location.hash);
      } catch (error) { /* the address stays; the page works all the same */ }
    }

    function copyButton() {
      var button = el("button", { type: "button", "class": "share" }, t("copy"));
      button.addEventListener("click", function () {
        var url = address;
        function ask() { prompt(t("copy"), url); }
        if (!navigator.clipboard) { ask(); return; }
        navigator.clipboard.writeText(url).then(function () {
          button.textContent = t("copied");
          setTimeout(function () { button.textContent = t("copy"); }, 2000);
        }, ask);
      });
      return button;
    }

    return { combobox: combobox, read: read, write: write, copyButton: copyButton, matches: matches };
  };
})();
