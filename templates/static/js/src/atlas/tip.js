/** A tooltip for the marks of drawings: the lines of `data-t`, the first of which names the value. It never changes a
 * drawing, and it disappears with the pointer, on scrolling and on Escape. */

const GAP = 8;

/** @param {EventTarget | null} target */
const markOf = (target) =>
  target instanceof Element ? /** @type {SVGElement | null} */ (target.closest("[data-t]")) : null;

/**
 * Place the tooltip above the mark, else below it; inside the window in any case.
 *
 * @param {HTMLElement} tip
 * @param {DOMRect} box
 */
function place(tip, box) {
  const { clientWidth, clientHeight } = document.documentElement;
  /** @type {(value: number, most: number) => number} */
  const inside = (value, most) => Math.max(GAP, Math.min(most - GAP, value));
  // Of a mark that is partly outside the window, the visible part counts.
  const middle = (Math.max(0, box.left) + Math.min(clientWidth, box.right)) / 2;
  const above = Math.max(0, box.top) - tip.offsetHeight - GAP;
  const top = above >= GAP ? above : Math.min(clientHeight, box.bottom) + GAP;
  tip.style.left = `${inside(middle - tip.offsetWidth / 2, clientWidth - tip.offsetWidth)}px`;
  tip.style.top = `${inside(top, clientHeight - tip.offsetHeight)}px`;
}

/** Register the tooltip; returns a function that hides it and returns whether it was visible. */
export function startTips() {
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);

  function hide() {
    const shown = !tip.hidden;
    tip.hidden = true;
    return shown;
  }

  /** @param {SVGElement | null} mark */
  function show(mark) {
    if (!mark) {
      hide();
      return;
    }
    const [name, ...lines] = (mark.dataset.t ?? "").split("\n");
    const rows = lines.map((line) => Object.assign(document.createElement("div"), { textContent: line }));
    tip.replaceChildren(Object.assign(document.createElement("b"), { textContent: name }), ...rows);
    tip.hidden = false;
    place(tip, mark.getBoundingClientRect());
  }

  let touched = false;
  document.addEventListener("pointerover", (event) => {
    touched = event.pointerType === "touch";
    if (!touched) show(markOf(event.target));
  });
  document.documentElement.addEventListener("pointerleave", hide);
  document.addEventListener("click", (event) => {
    if (touched) show(markOf(event.target));
  });
  // Only links are focused: with the keyboard, their marks show the same.
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) show(markOf(event.target));
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  addEventListener("resize", hide);
  return hide;
}
