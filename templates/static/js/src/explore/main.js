/** Bundle of the Explore page, any selection of places and segments. Needs the bundle `tools` and the data script `places`. */
/** @import { Place, PlacesData } from "../core/types.d.ts" */
/** @import { State } from "./types.d.ts" */
import { shared } from "../shared.js";
import { createDrawing, createModel, createPicker } from "../tools.js";
import { createControls } from "./controls.js";
import { createSelection } from "./selection.js";
import { addressOf, initialState, readState, sortsOf } from "./state.js";
import { createTable } from "./table.js";
import { createViews } from "./views.js";

const tool = /** @type {HTMLElement} */ (document.getElementById("tool"));
const model = createModel(/** @type {PlacesData} */ (shared.places));
const draw = createDrawing(model, JSON.parse(document.getElementById("words")?.textContent ?? ""));
const pick = createPicker(model, draw);
const { el, t } = draw;
const { fmt, data } = model;
// Typical spend first: mean spend is an accounting figure.
const averages = [
  ...data.measures.filter((name) => !name.endsWith("_pct") && name !== "spend"),
  ...data.measures.filter((name) => name === "spend"),
];

const state = initialState(model);
let message = "";
const selection = createSelection(model, draw, state);
const views = createViews(model, draw, selection, state, averages);
const { table, download } = createTable(model, draw, selection, state, averages);
const controls = createControls(model, draw, state, averages, views.groups, change);

/** @param {Partial<State>} parts A change of anything but the page shows the first page. */
function change(parts) {
  Object.assign(state, { page: 1 }, parts);
  message = "";
  show();
  pick.write(addressOf(model, state));
}

/** @param {string} key */
function sortBy(key) {
  change({ sort: state.sort === key ? `-${key}` : key });
  focus(`[data-sort='${key}']`);
}

/** @param {string[]} selectors The first of them that the page has. */
function focus(...selectors) {
  for (const selector of selectors) {
    const found = tool.querySelector(selector);
    if (found instanceof HTMLElement) {
      found.focus();
      return;
    }
  }
}

const chips = el("ul", { class: "chosen small" });
const cityBox = pick.combobox(
  t("add_city"),
  () => state.cities,
  (place) => changeCities([...state.cities, place]),
);
const status = el("p", { class: "note", role: "status" });
const notice = el("p", { class: "note", id: "notice" });
const out = el("div", { id: "out" });

/** @param {Place[]} cities */
function changeCities(cities) {
  change({ cities });
  cityBox.input.focus();
}

function startOver() {
  change(initialState(model));
  cityBox.input.focus();
}

/** @param {Place} place */
function chip(place) {
  const click = () => changeCities(state.cities.filter((one) => one !== place));
  const label = t("remove", { place: place.label });
  const remove = el("button", { type: "button", class: "plain", "aria-label": label, on: { click } }, "×");
  return el("li", {}, place.label, remove);
}

function makeFilters() {
  const reset = el("button", { type: "button", class: "share", on: { click: startOver } }, t("reset_all"));
  const buttons = el("div", { class: "buttons" }, reset, pick.copyButton());
  const { top, sort, segments } = controls;
  const parts = [cityBox.node, top.node, sort.node, chips, segments, buttons];
  const filters = el(
    "details",
    { class: "filters" },
    el("summary", {}, t("filters")),
    el("div", { class: "choose" }, parts),
  );
  const phone = matchMedia("(max-width: 719.9px)");
  function fold() {
    filters.open = !phone.matches;
  }
  phone.addEventListener("change", fold);
  fold();
  return filters;
}

/** @param {number} n */
const placesText = (n) => draw.counted("places", n, { n: fmt.count(n) });

/** @param {number} pages */
function pager(pages) {
  if (pages < 2) return null;
  /** @type {(words: string, by: number, name: string) => HTMLElement} */
  function step(words, by, name) {
    const click = () => {
      change({ page: state.page + by });
      focus(`[data-step=${name}]:not([disabled])`, "[data-step]:not([disabled])");
    };
    const disabled = state.page + by < 1 || state.page + by > pages;
    return el("button", { type: "button", class: "share", disabled, "data-step": name, on: { click } }, words);
  }
  return el(
    "nav",
    { class: "pager noprint", "aria-label": t("pages_label") },
    step(t("previous"), -1, "back"),
    el("span", {}, t("page_of", { page: fmt.count(state.page), pages: fmt.count(pages) })),
    step(t("next"), 1, "on"),
  );
}

function compareLink() {
  const { cities } = state;
  if (cities.length < 2 || cities.length > 4) return null;
  const slugs = cities.map((place) => encodeURIComponent(place.slug)).join(",");
  return el("p", { class: "note" }, el("a", { href: `../compare/index.html?cities=${slugs}` }, t("to_compare")));
}

function show() {
  draw.clear();
  const all = selection.rows();
  const pages = Math.max(1, Math.ceil(all.length / state.top));
  state.page = Math.min(state.page, pages);
  const from = (state.page - 1) * state.top;
  const rows = all.slice(from, from + state.top);

  chips.replaceChildren(...state.cities.map(chip));
  chips.hidden = !state.cities.length;
  cityBox.input.placeholder = state.cities.length ? t("hint") : t("every_place", { n: fmt.count(model.places.length) });
  controls.update();
  notice.textContent = message;
  notice.hidden = !message;

  const known = all.flatMap((row) => row.n ?? []);
  const counts = {
    cities: placesText(all.length),
    customers: fmt.count(model.sum(known)),
    from: fmt.count(from + 1),
    to: fmt.count(from + rows.length),
  };
  const missing = all.length - known.length;
  status.textContent = t("counts", counts) + (missing ? ` ${t("counts_not", { cities: placesText(missing) })}` : "");

  const button = el("button", { type: "button", class: "share", id: "csv", on: { click: download } }, t("download"));
  const scroll = { class: "scroll", tabindex: "0", role: "group", "aria-labelledby": "table-t" };
  const section = el(
    "section",
    { id: "table" },
    el("h2", { id: "table-t" }, t("table_title")),
    el("p", { class: "note" }, t("table_caption")),
    el("div", scroll, table(rows, sortBy)),
    el("p", { class: "noprint" }, button),
  );
  const pagerOrNone = state.view === "positioning" ? null : pager(pages);
  const parts = [views.figure(rows, all), pagerOrNone, compareLink(), section];
  out.replaceChildren(...parts.flatMap((part) => part ?? []));
  draw.redraw();
}

if (model.places.length) {
  const asked = readState(model, pick.read, {
    view: views.groups.flatMap((row) => row[1]),
    sort: sortsOf(model, averages),
  });
  Object.assign(state, asked.state);
  message = asked.unknown ? t("unknown_state") : "";
  tool.replaceChildren(el("div", { class: "noprint" }, controls.views, makeFilters()), notice, status, out);
  show();
} else {
  tool.replaceChildren(el("p", { class: "intro" }, t("no_places")));
}
