/** Bundle of every page: theme, sharing, figures, and loading on demand. Pages are readable without it. */
import { shared } from "../shared.js";
import { startFigures } from "./figures.js";
import { load } from "./load.js";
import { startSearchBox } from "./search_box.js";
import { startSharing } from "./share.js";
import { startTheme } from "./theme.js";
import { words } from "./words.js";

/** @type {(selector: string) => NodeListOf<HTMLElement>} */
const all = (selector) => document.querySelectorAll(selector);

/** On phones some parts are initially collapsed. */
function startFolds() {
  const phone = matchMedia("(max-width: 719.9px)");
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const folds = document.querySelectorAll("details.fold");
  function fold() {
    for (const one of folds) one.open = !phone.matches;
  }
  phone.addEventListener("change", fold);
  fold();
}

/** What a reader may open is printed whole. */
function startPrinting() {
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const long = document.querySelectorAll("details.long");
    closed = [...long].filter((one) => !one.open);
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });
}

/** "Take this figure" is filled when it is first opened. */
function startTaking() {
  document.addEventListener(
    "toggle",
    (event) => {
      const one = event.target;
      if (!(one instanceof HTMLDetailsElement) || !one.open || !one.matches(".out")) return;
      load(words.take).then(
        () => shared.addWays?.(one, words),
        () => {
          // The CSV is there.
        },
      );
    },
    true,
  );
}

startFigures();
// Script-only elements are shown one by one: a class on the root would restyle the whole page.
for (const one of all(".js")) one.classList.remove("js");
startTaking();
startSharing();
for (const button of all("[data-print]")) button.addEventListener("click", () => print());
for (const one of all("[data-brings]")) {
  load(one.dataset.brings).catch(() => {
    // The page is readable without it.
  });
}
/** @type {NodeListOf<HTMLInputElement>} */
const boxes = document.querySelectorAll(".find input");
boxes.forEach(startSearchBox);
startFolds();
startPrinting();
startTheme(() => shared.views?.redraw());
