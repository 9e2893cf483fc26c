/** @import { Model } from "../core/types.d.ts" */
/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { State } from "./types.d.ts" */
import { sortsOf, TOPS } from "./state.js";

/** @typedef {(parts: Partial<State>) => void} Change */

/**
 * The controls next to the combobox of cities: each shows the state and requests changes.
 *
 * @param {Model} model
 * @param {Drawing} draw
 * @param {State} state
 * @param {string[]} averages
 * @param {[string, string[]][]} groups Views by their group.
 * @param {Change} change
 */
export function createControls(model, draw, state, averages, groups, change) {
  const { el, t } = draw;
  const sorts = sortsOf(model, averages);

  /** @param {string} key */
  function sortName(key) {
    if (key.startsWith("share-")) {
      const { letter, short } = model.segments[key.slice(6)];
      return t("sort_share", { segment: `${letter} ${short}` });
    }
    return key === "customers" ? t("customers") : key === "name" ? t("sort_name") : model.data.columns[key][0];
  }

  /** @param {string} key */
  const reversedName = (key) => `${sortName(key)}, ${t(key === "name" ? "name_reversed" : "reversed")}`;

  /** @type {(key: string, options: [string, string][], onChange: (value: string) => void) => { node: HTMLElement, input: HTMLSelectElement }} */
  function select(key, options, onChange) {
    const id = `choose-${key}`;
    const items = options.map(([value, words]) => el("option", { value }, words));
    const input = el("select", { id, on: { change: () => onChange(input.value) } }, items);
    return { node: el("span", { class: "drop" }, el("label", { for: id, class: "lab" }, t(key)), input), input };
  }

  const top = select(
    "top",
    TOPS.map((n) => [String(n), model.fmt.count(n)]),
    (value) => change({ top: Number(value) }),
  );
  // The order of shares can be reversed in the table's headings only, to keep the list short.
  const sort = select(
    "sort",
    [
      ...sorts.map((key) => /** @type {[string, string]} */ ([key, sortName(key)])),
      ...sorts
        .slice(0, 2 + averages.length)
        .map((key) => /** @type {[string, string]} */ ([`-${key}`, reversedName(key)])),
    ],
    (value) => change({ sort: value }),
  );

  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  /** @param {string} id */
  function segmentBox(id) {
    const input = el("input", { type: "checkbox", value: id });
    input.addEventListener("change", () => {
      const chosen = model.order.filter((one) => boxes.get(one)?.checked);
      // Keep at least one: an empty selection is useless.
      change({ segments: chosen.length ? chosen : [id] });
    });
    boxes.set(id, input);
    return el("label", {}, input, " ", draw.tag([id]), ` ${model.segments[id].short}`);
  }
  const segments = el(
    "fieldset",
    { class: "boxes" },
    el("legend", {}, t("choose_segments")),
    model.order.map(segmentBox),
  );

  /** @type {Map<string, HTMLInputElement>} */
  const radios = new Map();
  /** @param {string} view */
  function radio(view) {
    const input = el("input", { type: "radio", name: "view", value: view });
    input.addEventListener("change", () => change({ view, page: state.page }));
    radios.set(view, input);
    return el("label", {}, input, el("span", {}, t(`view_${view}`)));
  }
  const strip = el(
    "div",
    {},
    groups.map(([name, views]) =>
      el(
        "span",
        { role: "group", "aria-label": t(name) },
        el("span", { class: "lab", "aria-hidden": "true" }, t(name)),
        views.map(radio),
      ),
    ),
  );
  const views = el("fieldset", { class: "views" }, el("legend", { class: "vh" }, t("view")), strip);

  /** Show the state. */
  function update() {
    for (const [id, input] of boxes) input.checked = state.segments.includes(id);
    for (const [view, input] of radios) input.checked = view === state.view;
    const chosen = radios.get(state.view)?.parentElement;
    if (chosen) strip.scrollLeft = chosen.offsetLeft - strip.clientWidth / 2;
    top.input.value = String(state.top);
    if (![...sort.input.options].some((one) => one.value === state.sort)) {
      const words = `${sortName(state.sort.slice(1))}, ${t("reversed")}`;
      sort.input.append(el("option", { value: state.sort }, words));
    }
    sort.input.value = state.sort;
  }

  return { top, sort, segments, views, update };
}
