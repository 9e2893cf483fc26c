/** Bundle of the Compare page, two to four places side by side. Needs the bundle `tools` and the data script `places`. */
/** @import { Cell } from "../draw/types.d.ts" */
/** @import { Mean, Measure, Place, PlacesData, Sentence } from "../core/types.d.ts" */
import { fill } from "../core/formats.js";
import { shared } from "../shared.js";
import { createDrawing, createModel, createPicker } from "../tools.js";
import { createFigures } from "./figures.js";

const MOST = 4;
const tool = /** @type {HTMLElement} */ (document.getElementById("tool"));
const model = createModel(/** @type {PlacesData} */ (shared.places));
const draw = createDrawing(model, JSON.parse(document.getElementById("words")?.textContent ?? ""));
const pick = createPicker(model, draw);
const { el, t } = draw;
const { fmt, data } = model;
const { title } = document;
const figures = createFigures(model, draw, names, withUnit);

const asked = pick.read(new URLSearchParams(location.search).get("cities"));
let example = !asked.places.length;
let chosen = example ? model.places.slice(0, 2) : asked.places.slice(0, MOST);
let message = [asked.unknown ? t("unknown") : "", asked.places.length > MOST ? t("too_many") : ""]
  .filter(Boolean)
  .join(" ");

/** @param {Place[]} list */
function names(list) {
  return model.join(list.map((place) => place.label));
}

/* Selection. */

const slots = el("ol", { class: "chosen" });
const status = el("p", { class: "vh", role: "status" });
const notice = el("p", { class: "note", id: "notice" });
const out = el("div", { id: "out" });
const box = pick.combobox(
  t("add"),
  () => chosen,
  (place) => {
    change([...chosen, place]);
    box.input.focus();
  },
);
const swap = el(
  "button",
  { type: "button", class: "share", on: { click: () => change([...chosen].reverse()) } },
  t("swap"),
);
const full = el("p", { class: "note" }, t("full"));

/** @param {Place[]} list */
function change(list) {
  chosen = list;
  example = false;
  message = "";
  pick.write({ cities: chosen.map((place) => place.slug).join(",") });
  show();
  const shown = { names: names(chosen) };
  status.textContent = chosen.length ? draw.counted("showing", chosen.length, shown) : t("none_chosen");
}

/** @type {(words: string, label: string, click: () => void) => HTMLElement} */
const plainButton = (words, label, click) =>
  el("button", { type: "button", class: "plain", "aria-label": label, on: { click } }, words);

/** @type {(place: Place, i: number) => HTMLElement} */
function slot(place, i) {
  const others = chosen.filter((one) => one !== place);
  const first = plainButton("↑", t("first", { place: place.label }), () => {
    change([place, ...others]);
    slots.querySelector("a")?.focus();
  });
  const remove = plainButton("×", t("remove", { place: place.label }), () => {
    change(others);
    box.input.focus();
  });
  const link = el("a", { href: `../cities/${encodeURIComponent(place.slug)}/index.html` }, place.label);
  const state = place.label === place.name && place.state !== place.name ? place.state : "";
  const svg = { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true" };
  return el(
    "li",
    {},
    draw.s("svg", svg, draw.mark(i, 0, 0, 5.2)),
    el("span", { class: "who" }, link, state ? el("small", {}, ` ${state}`) : null),
    i ? first : null,
    remove,
  );
}

/* Differences. */

/** @type {(said: Sentence, css: string) => (Node | string | null)[]} */
const sentence = (said, css) => [
  el(css === "lede" ? "p" : "span", { class: css }, said.text),
  " ",
  el("span", { class: `sure ${said.sure}` }, t(`sure_${said.sure}`)),
  said.evidence ? el("span", { class: "ev" }, ` ${said.evidence}`) : null,
];

function differences() {
  if (chosen.length < 2) return el("p", { class: "lede" }, t(chosen.length ? "one_more" : "none_chosen"));
  const pairs = model.compare(chosen);
  const heading = el("h2", { class: pairs.length > 1 ? "sm" : "vh", id: "differ-t" }, t("differ"));
  const node = el("section", { class: "bare", id: "differ", "aria-labelledby": "differ-t" }, heading);
  for (const pair of pairs) {
    let said = model.sentences(pair);
    if (pairs.length === 1) {
      node.append(el("div", { class: "head-line" }, sentence(said[0], "lede")));
      said = said.slice(1);
    } else {
      node.append(el("h3", {}, t("pair", { place: pair.first.label, other: pair.second.label })));
    }
    const facts = said.map((one) => el("li", {}, sentence(one, "")));
    if (facts.length) node.append(el("ul", { class: "facts" }, facts));
  }
  node.append(el("p", { class: "note" }, t("tests")));
  return node;
}

/* Key figures. */

/** @type {(name: string, one: Mean) => string} */
function withUnit(name, one) {
  if (one.value === null) return draw.withheld(one);
  const value = model.told(name, one);
  return name === "recency" ? t("days_ago", { value }) : name === "age" ? t("years", { value }) : value;
}

/** A value with what is written below it. @type {(value: string, below: string, ...raw: (number | null)[]) => Cell} */
const figureCell = (value, below, ...raw) => ({
  text: below ? `${value}; ${below}` : value,
  node: [el("b", {}, value), el("small", {}, below)],
  css: raw[0] === null ? "none" : null,
  raw,
});

/** @type {(name: string, one: Measure) => Cell} */
const meanCell = (name, one) => figureCell(withUnit(name, one), model.span(name, one), one.value, one.low, one.high);

/** @type {(share: number | null, digits: number) => Cell} */
const shareCell = (share, digits) =>
  figureCell(share === null ? t("untold") : fmt.percent(share, digits), "", share, null, null);

function keyFigures() {
  const spends = data.measures.includes("spend");
  /** @param {Place} place */
  const customers = (place) => {
    const rank = place.rank ? fill(data.ranks[place.joint ? 1 : 0], { rank: fmt.ordinal(place.rank) }) : "";
    return figureCell(fmt.count(place.n), rank, place.n, null, null);
  };
  // Typical spend first: mean spend is an accounting figure.
  const averages = data.measures.filter((name) => !name.endsWith("_pct") && name !== "spend");
  /** @type {[string, (place: Place) => Cell, string, number | null][]} */
  const rows = [
    [t("customers"), customers, fmt.count(model.all.n), model.all.n],
    [t("customers_share"), (place) => shareCell(place.share, 1), fmt.percent(1), 1],
  ];
  if (spends) rows.push([t("spend_share"), (place) => shareCell(place.spendShare, 0), fmt.percent(1), 1]);
  for (const name of [...averages, ...(spends ? ["spend"] : [])]) {
    const whole = model.all.measures[name];
    const title = name === "recency" ? t("seen") : data.columns[name][0];
    rows.push([title, (place) => meanCell(name, place.measures[name]), withUnit(name, whole), whole.value]);
  }
  const node = draw.figure({
    id: "figures",
    question: t("figures_question"),
    title: t("figures_title"),
    caption: t("figures_caption"),
    columns: [
      { head: t("figure"), csv: ["figure"] },
      ...chosen.map((place, i) => ({
        head: draw.key(place, i),
        csv: ["", "_low", "_high"].map((one) => place.slug + one),
      })),
      { head: t("all_customers"), csv: ["all"] },
    ],
    rows: rows.map(([title, of, text, raw]) => [{ text: title }, ...chosen.map(of), { text, raw: [raw] }]),
    form: { css: "full side" },
  });
  const notes = [
    data.measures.includes("transactions") ? "" : t("no_frequency"),
    data.sparse ? t("sparse_days") : "",
    data.unshown ? t("no_balances") : "",
  ];
  const note = notes.filter(Boolean).join(" ");
  if (note) node.append(el("p", { class: "note" }, note));
  return node;
}

/* The page. */

function show() {
  draw.clear();
  slots.replaceChildren(...chosen.map(slot));
  box.node.hidden = chosen.length >= MOST;
  full.hidden = chosen.length < MOST;
  swap.hidden = chosen.length !== 2;
  notice.textContent = message || (example && chosen.length ? t("example") : "");
  notice.hidden = !notice.textContent;
  document.title = example || !chosen.length ? title : `${names(chosen)} · ${title}`;
  out.replaceChildren(differences(), ...(chosen.length ? [keyFigures(), ...figures(chosen)] : []));
  draw.redraw();
}

if (model.places.length) {
  const choose = { class: "choose noprint", role: "group", "aria-label": t("choose") };
  const buttons = el("div", { class: "buttons" }, swap, pick.copyButton());
  tool.replaceChildren(el("div", choose, slots, box.node, full, buttons), notice, status, out);
  show();
} else {
  tool.replaceChildren(el("p", { class: "intro" }, t("no_places")));
}
