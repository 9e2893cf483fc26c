/** The views of the Explore page. */
/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { Model } from "../core/types.d.ts" */
/** @import { Made, Row, Selection, State } from "./types.d.ts" */
import { createAverages } from "./averages.js";
import { createCounts } from "./counts.js";
import { createPositioning } from "./positioning.js";
import { createShades } from "./shades.js";

/**
 * @param {Model} model
 * @param {Drawing} draw
 * @param {Selection} selection
 * @param {State} state
 * @param {string[]} averages
 */
export function createViews(model, draw, selection, state, averages) {
  const { data } = model;
  const { t } = draw;
  const spends = data.measures.includes("typical_spend");
  /** Views of what the release does not have are left out. @type {Record<string, boolean>} */
  const without = {
    spend: !spends,
    positioning: !spends || !data.measures.includes(data.x),
    profile: !data.strips.length,
  };
  /** @type {[string, string[]][]} */
  const all = [
    ["group_distribution", ["stacked", "grouped", "share"]],
    ["group_heat", ["spend", "volume"]],
    ["group_city", ["treemap", "totals", "averages"]],
    ["group_standing", ["positioning", "profile"]],
  ];
  const groups = all
    .map(([name, views]) => /** @type {[string, string[]]} */ ([name, views.filter((view) => !without[view])]))
    .filter(([, views]) => views.length);

  /** @type {Record<string, (rows: Row[]) => Made | string>} */
  const makers = {
    ...createCounts(model, draw, selection, state),
    ...createShades(model, draw, selection, state),
    ...createAverages(model, draw, selection, averages),
    positioning: createPositioning(model, draw, selection, state),
  };

  /** @type {(rows: Row[], every: Row[]) => HTMLElement} */
  function figure(rows, every) {
    const { view } = state;
    const question = t(groups.find(([, views]) => views.includes(view))?.[0] ?? "view");
    const made = makers[view](view === "positioning" ? every : rows);
    if (typeof made === "string") return draw.silent(question, made);
    return draw.figure({
      id: "view",
      question,
      title: t(`title_${view}`),
      caption: made.caption ?? t(`caption_${view}`),
      ...made,
    });
  }

  return { groups, figure };
}
