/* Segment Atlas: what a reader of the Explore page has selected, as rows of places in order. A selection only ever adds up
   published, rounded counts; what is not told stays words. Gives `atlasSelection(stats, draw, state)`. */
(function () {
  "use strict";

  window.atlasSelection = function (stats, draw, state) {
    var t = draw.t;
    var fmt = stats.fmt;

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

    function ordered() {
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

    /* Pieces of a bar: the groups of the selection, then what is in the selection and not shown apart, in grey. */
    function pieces(row) {
      var found = row.groups.map(function (group) { return { ids: group.ids, n: group.n }; });
      var rest = row.n === null ? 0 : row.n - row.told;
      return rest > 0 ? found.concat({ ids: null, n: rest }) : found;
    }

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


    return {
      everything: everything, inside: inside, touches: touches, rows: ordered, heads: heads, pieces: pieces, labels: labels, count: count, holding: holding,
      cellOf: cellOf, countsTable: countsTable
    };
  };
})();
