/** Bundle shared by the Compare and Explore pages. Both load it before their own bundle, which accesses it by one
 * global name: make.mjs maps their imports of this module to it. */

import { formatter } from "./core/formats.js";
import { createModel } from "./core/model.js";
import { createDrawing } from "./draw/draw.js";
import { createSpecs } from "./draw/specs.js";
import { createPicker } from "./pick/picker.js";

/** The model and other shared functions; browser tests call the formatter. */
export const tools = Object.assign(createModel, {
  createDrawing,
  createPicker,
  createSpecs,
  formatter,
});

globalThis.atlasStats = tools;

export { createDrawing, createModel, createPicker, createSpecs };
