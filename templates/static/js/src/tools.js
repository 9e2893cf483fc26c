/** Bundle of what the Compare and Explore pages share. Both load it before their own bundle, which finds it under one global
 * name: make.mjs lets their imports of this module read it there. */

import { formatter } from "./core/formats.js";
import { createModel } from "./core/model.js";
import { chiSquareSurvival } from "./core/statistics.js";
import { createDrawing } from "./draw/draw.js";
import { createSpecs } from "./draw/specs.js";
import { createPicker } from "./pick/picker.js";

/** The model, and beside it what else is shared; the tests in a browser call the formatter and the chi-square. */
export const tools = Object.assign(createModel, {
  createDrawing,
  createPicker,
  createSpecs,
  chiSquareSurvival,
  formatter,
});

globalThis.atlasStats = tools;

export { createDrawing, createModel, createPicker, createSpecs };
