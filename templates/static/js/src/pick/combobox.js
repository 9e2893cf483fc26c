/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { Model, Place } from "../core/types.d.ts" */
import { fold } from "../core/fold.js";

const MOST = 8;
let count = 0;

/**
 * Places whose name, alias or state matches the input, best first: the name begins with it, a word begins
 * with it, it occurs anywhere.
 *
 * @param {Model} model
 */
export function placeFinder(model) {
  const index = model.places.map((place) => ({
    place,
    name: fold(place.name),
    rest: ` ${fold([place.label, place.state, ...place.aliases].join(" "))}`,
  }));

  /** @type {(row: typeof index[number], words: string) => number} */
  function rank(row, words) {
    if (row.name.startsWith(words)) return 0;
    if (row.rest.includes(` ${words}`)) return 1;
    return row.rest.includes(words) ? 2 : -1;
  }

  /** @type {(typed: string, taken: Place[]) => Place[]} */
  return (typed, taken) => {
    const words = fold(typed);
    // A stable sort: equal matches keep the order of the places, most customers first.
    return index
      .filter((row) => !taken.includes(row.place))
      .map((row) => ({ place: row.place, rank: rank(row, words) }))
      .filter((row) => row.rank >= 0)
      .sort((a, b) => a.rank - b.rank)
      .map((row) => row.place);
  };
}

/**
 * A combobox (ARIA 1.2) that passes the chosen place to `onPick`.
 *
 * @param {Drawing} draw
 * @param {(n: number) => string} countText
 * @param {{
 *   label: string,
 *   matches: (typed: string, taken: Place[]) => Place[],
 *   taken: () => Place[],
 *   onPick: (place: Place) => void,
 * }} options `taken` are places that are not offered again.
 */
export function createCombobox(draw, countText, { label, matches, taken, onPick }) {
  const { el, t } = draw;
  count += 1;
  const id = `pick${count}`;
  /** @type {Place[]} */
  let shown = [];
  let active = -1;
  const list = el("ul", { role: "listbox", id: `${id}-list`, "aria-label": label, hidden: true });
  const status = el("span", { class: "vh", role: "status" });
  const input = el("input", {
    ...{ id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": `${id}-list` },
    ...{ "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: "false" },
    placeholder: t("hint"),
  });
  const none = el("p", { class: "none", hidden: true }, t("found_none"));

  function close() {
    list.hidden = true;
    none.hidden = true;
    status.textContent = "";
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  function activate(at) {
    active = at;
    for (const [i, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(i === at));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  /** @type {(place: Place, i: number) => HTMLElement} */
  function option(place, i) {
    const state = place.label === place.name && place.state !== place.name ? place.state : "";
    const attributes = { role: "option", id: `${id}-${i}`, "aria-selected": "false", on: { click: () => choose(i) } };
    return el("li", attributes, place.label, " ", el("small", {}, state));
  }

  function open() {
    const found = matches(input.value, taken());
    shown = found.slice(0, MOST);
    list.replaceChildren(...shown.map(option));
    list.hidden = !shown.length;
    none.hidden = shown.length > 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    status.textContent = shown.length ? t("found", { n: countText(found.length) }) : t("found_none");
    activate(-1);
  }

  /** @param {number} at */
  function choose(at) {
    const place = shown[at];
    input.value = "";
    close();
    if (place) onPick(place);
  }

  /** @param {number} by */
  function step(by) {
    if (list.hidden) open();
    const last = shown.length - 1;
    if (last < 0) return;
    if (by > 0) activate(active >= last ? 0 : active + 1);
    else activate(active <= 0 ? last : active - 1);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && shown.length) choose(Math.max(0, active));
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") close();
  }

  input.addEventListener("input", open);
  input.addEventListener("click", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", onKey);
  // Pressing an option must not blur the box, which would close the list before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  return { input, node: el("div", { class: "pick" }, el("label", { for: id }, label), input, list, none, status) };
}
