/** @import { Model } from "../core/types.d.ts" */
/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { Row, Selection, State } from "./types.d.ts" */

/**
 * The table of a selection, and its CSV.
 *
 * @param {Model} model
 * @param {Drawing} draw
 * @param {Selection} selection
 * @param {State} state
 * @param {string[]} averages
 */
export function createTable(model, draw, selection, state, averages) {
  const { el, t } = draw;
  // Of a bank without states, no place has one.
  const stated = model.places.some(({ state: region }) => region);

  /** @param {string} key */
  function directionOf(key) {
    const turned = state.sort === `-${key}`;
    if (state.sort !== key && !turned) return null;
    // Names ascending, numbers descending.
    return turned === (key === "name") ? "descending" : "ascending";
  }

  /** @type {(words: string | (Node | string)[], key: string, onSort: (key: string) => void) => HTMLElement} */
  function heading(words, key, onSort) {
    const direction = directionOf(key);
    const arrow = direction ? `\u00a0${direction === "ascending" ? "↑" : "↓"}` : "";
    const attributes = { type: "button", class: "plain", "data-sort": key, on: { click: () => onSort(key) } };
    const button = el("button", attributes, words, el("span", { "aria-hidden": "true" }, arrow));
    return el("th", { scope: "col", "aria-sort": direction }, button);
  }

  /** @param {Row} row */
  function cells(row) {
    const { place } = row;
    const region = place.label === place.name && place.state !== place.name ? place.state : "";
    const link = el("a", { href: `../cities/${encodeURIComponent(place.slug)}/index.html` }, place.label);
    return [
      [link, el("small", {}, region)],
      selection.count(row),
      ...state.segments.map((id) => selection.cellOf(row, id)),
      ...averages.map((name) => model.told(name, place.measures[name])),
    ];
  }

  /** @type {(rows: Row[], onSort: (key: string) => void) => HTMLTableElement} */
  function table(rows, onSort) {
    const made = draw.table(t("table_title"), [], rows.map(cells), "full sorted");
    /** @param {string} id */
    const segment = (id) => [...draw.tag([id]), el("span", { class: "vh" }, ` ${model.segments[id].name}`)];
    made.tHead?.rows[0].append(
      heading(t("city"), "name", onSort),
      heading(t(selection.everything() ? "customers" : "selected"), "customers", onSort),
      ...state.segments.map((id) => heading(segment(id), `share-${id}`, onSort)),
      ...averages.map((name) => heading(model.data.columns[name][0], name, onSort)),
    );
    return made;
  }

  /** @param {Row} row */
  function line(row) {
    const { place } = row;
    const joined = place.groups.filter(({ ids }) => ids.length > 1 && selection.touches(ids));
    /** @param {string} id */
    const own = (id) => {
      const group = selection.holding(row, id);
      return group?.ids.length === 1 ? group.n : null;
    };
    const withheld = averages.filter((name) => place.measures[name].withheld === "few");
    return [
      ...[place.name, ...(stated ? [place.state] : []), place.slug, place.district ? "district" : "city", row.n],
      ...state.segments.map(own),
      joined.map(({ ids, n }) => `${ids.join("+")}:${n}`).join(" "),
      ...averages.map((name) => place.measures[name].value),
      withheld.join(" "),
    ];
  }

  function csv() {
    const segments = state.segments.map((id) => `customers_${id}`);
    const head = [
      "city",
      ...(stated ? ["state"] : []),
      "slug",
      "kind",
      "customers",
      ...segments,
      "joined",
      ...averages,
      "withheld",
    ];
    return draw.csv([head, ...selection.rows().map(line)]);
  }

  function download() {
    const url = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    const link = el("a", { href: url, download: `${t("file")}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  return { table, download };
}
