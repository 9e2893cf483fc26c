/** @import { Drawing } from "../draw/types.d.ts" */
/** @import { Model, Place } from "../core/types.d.ts" */
import { currentAddress, readPlaces, writeAddress } from "./address.js";
import { createCombobox, placeFinder } from "./combobox.js";

/**
 * Selection of places by name, stored in the URL, with a copy button.
 *
 * @param {Model} model
 * @param {Drawing} draw
 */
export function createPicker(model, draw) {
  const { el, t } = draw;
  const matches = placeFinder(model);

  /** @type {(label: string, taken: () => Place[], onPick: (place: Place) => void) => ReturnType<typeof createCombobox>} */
  const combobox = (label, taken, onPick) => createCombobox(draw, model.fmt.count, { label, matches, taken, onPick });

  function copyButton() {
    const button = el("button", { type: "button", class: "share" }, t("copy"));
    button.addEventListener("click", () => {
      const url = currentAddress();
      const ask = () => void prompt(t("copy"), url);
      if (!navigator.clipboard) return ask();
      navigator.clipboard.writeText(url).then(() => {
        button.textContent = t("copied");
        setTimeout(() => {
          button.textContent = t("copy");
        }, 2000);
      }, ask);
    });
    return button;
  }

  return {
    combobox,
    copyButton,
    read: (/** @type {string | null} */ value) => readPlaces(model, value),
    write: writeAddress,
  };
}
