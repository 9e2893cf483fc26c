/** Bundle shared by the Compare and Explore pages. Both load it before their own bundle, which accesses it by one
 * global name: make.mjs maps their imports of this module to it. */

import { formatter } from "./core/formats.js";
import { createModel } from "./core/model.js";
import { createDrawing } from "./draw/draw.js";
import * as elements from "./draw/elements.js";
import { createPlanes } from "./draw/plane.js";
import { cell } from "./draw/record.js";
import * as specs from "./draw/specs.js";
import { createPicker } from "./pick/picker.js";

/** The model and other shared functions; browser tests call the formatter. */
export const tools = Object.assign(createModel, {
  cell,
  createDrawing,
  createPicker,
  createPlanes,
  elements,
  formatter,
  specs,
});

globalThis.atlasStats = tools;

export { cell, createDrawing, createModel, createPicker, createPlanes, elements, specs };
