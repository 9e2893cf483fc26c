/** Bundle for sorting and filtering the cities table. Without it the table is ordered by state. */
/** @import { Row } from "./rows.js" */
/** @import { View } from "./view.js" */
import { fold } from "../core/fold.js";
import { readSections } from "./rows.js";
import { readView, rises, writeView } from "./view.js";

/** @type {(pattern: string | undefined, value: string | number) => string} */
const put = (pattern = "", value) => pattern.replace("{}", () => String(value));

/**
 * @param {HTMLElement} bar
 * @param {HTMLTableElement} table
 */
function start(bar, table) {
  const words = bar.dataset;
  const box = /** @type {HTMLInputElement} */ (bar.querySelector("input"));
  // Where no state is known, there is no list of states.
  const states = /** @type {HTMLSelectElement | null} */ (bar.querySelector("[name=state]"));
  const order = /** @type {HTMLSelectElement} */ (bar.querySelector("[name=sort]"));
  const letters = /** @type {HTMLButtonElement[]} */ ([...(bar.querySelector(".letters")?.children ?? [])]);
  const status = /** @type {HTMLElement} */ (bar.querySelector("[role=status]"));
  const heads = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("thead th")]);
  const keys = [...order.options].map((one) => one.value);
  const collator = new Intl.Collator(document.documentElement.lang, { sensitivity: "base", numeric: true });
  // Index of the first segment share.
  const firstShare = Math.max(keys.indexOf("customers"), keys.indexOf("stands_out")) + 1;
  const sections = readSections(table);
  const rows = sections.flatMap((section) => section.rows);
  const flat = document.createElement("tbody");
  flat.className = "flat";
  table.tHead?.after(flat);
  const view = readView(
    keys,
    [...(states?.options ?? [])].map((one) => one.value),
  );

  const isShare = () => keys.indexOf(view.sort) >= firstShare;

  /** @type {(one: Row, other: Row) => number} */
  function compare(one, other) {
    const i = keys.indexOf(view.sort) - 2;
    const byName = collator.compare(one.name, other.name);
    if (i < 0) return byName * (view.ascending ? 1 : -1) || byName;
    const [a, b] = [one.values[i] ?? null, other.values[i] ?? null];
    // Unknown values come last, in either direction.
    if (a === null || b === null)
      return Number(a === null) - Number(b === null) || byCustomers(one, other, i) || byName;
    return (view.ascending ? a - b : b - a) || byCustomers(one, other, i) || byName;
  }

  /** @type {(one: Row, other: Row, column: number) => number} */
  const byCustomers = (one, other, column) => (column ? Number(other.values[0]) - Number(one.values[0]) : 0);

  /** @type {(body: HTMLTableSectionElement, list: Row[]) => void} */
  const place = (body, list) => body.append(...list.map((row) => row.node));

  function arrange() {
    /** @type {Row[]} */
    const cities = [];
    for (const section of sections) {
      if (section.state && view.sort) cities.push(...section.rows);
      else place(section.body, view.sort ? [...section.rows].sort(compare) : section.rows);
    }
    place(flat, cities.sort(compare));
  }

  /** Hide rows that do not match; returns the number of visible rows, and of cities by initial. */
  function filter() {
    const wanted = fold(view.find);
    const left = new Map();
    let shown = 0;
    for (const row of rows) {
      const fits = (!view.state || row.state === view.state) && (!wanted || row.text.includes(` ${wanted}`));
      row.node.hidden = !fits;
      if (!fits) continue;
      shown += 1;
      if (row.section.state) left.set(row.letter, (left.get(row.letter) ?? 0) + 1);
    }
    for (const section of sections) {
      const dissolved = section.state !== "" && view.sort !== "";
      section.body.hidden = dissolved || section.rows.every((row) => row.node.hidden);
    }
    return { shown, left };
  }

  /** @param {Map<string, number>} left */
  function countLetters(left) {
    for (const button of letters) {
      const n = left.get(button.value) ?? 0;
      button.disabled = !n;
      button.setAttribute("aria-label", put(put(words.letter, button.value), n));
    }
  }

  /** @param {number} shown */
  function announce(shown) {
    let text = put(put(view.sort ? words.sorted : words.shown, shown), rows.length);
    if (view.sort) text = put(text, order.options[order.selectedIndex].text);
    if (isShare()) text += ` ${words.shrunken}`;
    status.textContent = shown ? text : (words.none ?? "");
  }

  function show() {
    arrange();
    const { shown, left } = filter();
    order.value = view.sort;
    if (states) states.value = view.state;
    if (box.value !== view.find) box.value = view.find;
    table.dataset.by = view.sort;
    for (const head of heads) {
      const key = head.dataset.sort;
      const sorted = view.sort && (key === view.sort || (key === "mix" && isShare()));
      if (sorted) head.setAttribute("aria-sort", view.ascending ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    countLetters(left);
    announce(shown);
  }

  /** @param {Partial<View>} part */
  function change(part) {
    Object.assign(view, part);
    show();
    writeView(view);
  }

  /** @param {string} sort */
  const sortBy = (sort) => change({ sort, ascending: rises(sort) });

  /** @param {HTMLElement} head */
  function makeSortable(head) {
    const sort = head.dataset.sort === "mix" ? keys[firstShare] : head.dataset.sort;
    if (!sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      if (head.hasAttribute("aria-sort")) change({ ascending: !view.ascending });
      else sortBy(sort);
    });
  }

  /** @param {string} letter */
  function jump(letter) {
    if (view.sort !== "city" || !view.ascending) sortBy("city");
    const fitting = new Set(rows.filter((row) => row.letter === letter && !row.node.hidden).map((row) => row.node));
    const first = [...flat.rows].find((node) => fitting.has(node));
    first?.scrollIntoView({ block: "start" });
    first?.querySelector("a")?.focus({ preventScroll: true });
  }

  heads.forEach(makeSortable);
  for (const button of letters) button.addEventListener("click", () => jump(button.value));
  box.addEventListener("input", () => change({ find: box.value }));
  states?.addEventListener("change", () => change({ state: states.value }));
  order.addEventListener("change", () => sortBy(order.value));
  show();
}

/** @type {HTMLElement | null} */
const bar = document.querySelector(".filters");
/** @type {HTMLTableElement | null} */
const table = document.querySelector("table.cities");
if (bar && table) start(bar, table);
