/** Bundle of the search box, a combobox with a list. Loaded with its index (generator/publish/client/search_index.py)
 * when the box is first focused. The input is only compared, never parsed as HTML. */
/** @import { SearchData } from "./types.d.ts" */
import { form } from "../core/plurals.js";
import { shared } from "../shared.js";
import { entriesOf, find, put } from "./find.js";

const MOST = 8;

/** @type {(name: string, text: string) => HTMLElement} */
function piece(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}

/**
 * @param {SearchData} data
 * @param {HTMLInputElement} input
 * @param {URL} root URL of the site.
 */
function start(data, input, root) {
  const { words } = data;
  const index = entriesOf(data, root);
  const panel = document.createElement("div");
  const list = document.createElement("div");
  const note = document.createElement("p");
  const status = document.createElement("p");
  let active = -1;
  let sure = false;

  const style = document.createElement("style");
  style.textContent = data.style;
  document.head.append(style);
  panel.className = "found";
  panel.hidden = true;
  list.id = "find-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
  status.className = "vh";
  status.setAttribute("role", "status");
  panel.append(note, list);
  input.after(panel, status);
  input.setAttribute("aria-controls", list.id);

  /** @type {(i: number, href: string, name: string, also?: string, where?: string) => HTMLElement} */
  function option(i, href, name, also = "", where = "") {
    const made = document.createElement("a");
    made.id = `find-${i}`;
    made.href = href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.append(piece("name", name));
    if (also) made.append(piece("ev", ` — ${put(words.also, also)}`));
    if (where) made.append(" ", piece("ev where", where));
    return made;
  }

  function show() {
    const found = find(index, input.value);
    list.textContent = "";
    mark(-1);
    if (!found) {
      open(false);
      status.textContent = "";
      return;
    }
    const shown = found.slice(0, MOST);
    for (const [i, { entry, key }] of shown.entries()) {
      list.append(option(i, entry.href, entry.keys[0].name, key ? entry.keys[key].name : "", entry.where));
    }
    sure = shown.length > 0;
    note.hidden = sure;
    note.textContent = sure ? "" : words.none;
    if (!sure) list.append(option(0, new URL(data.town, root).href, words.town));
    status.textContent = announcement(shown.length, found.length);
    open(true);
  }

  /** @type {(shown: number, all: number) => string} */
  function announcement(shown, all) {
    if (!shown) return `${words.none} ${words.town}`;
    if (shown < all) return put(put(words.most, shown), all);
    return put(words[form(words, "results", all, data.language)], all);
  }

  /** @param {boolean} isOpen */
  function open(isOpen) {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(-1);
  }

  /** @param {number} i */
  function mark(i) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = i;
    const now = list.children[i];
    if (now) {
      now.setAttribute("aria-selected", "true");
      now.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", now.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {number} by */
  function step(by) {
    if (panel.hidden) show();
    if (panel.hidden) return;
    const n = list.children.length;
    mark(active < 0 ? (by > 0 ? 0 : n - 1) : (active + by + n) % n);
  }

  function stepBack() {
    if (!panel.hidden) open(false);
    else if (input.value) {
      input.value = "";
      status.textContent = "";
    } else input.blur();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Enter opens the first result when none is selected; "my town is not here" has to be selected.
      const chosen = panel.hidden ? null : list.children[active < 0 && sure ? 0 : active];
      if (chosen instanceof HTMLElement) chosen.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      stepBack();
    }
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => {
    if (input.value) show();
  });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", onKey);
  // Pressing a result must not blur the box, which would close the list before the click.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  // Otherwise the list stays open after following a result on the same page, such as a glossary term.
  list.addEventListener("click", () => open(false));
  if (document.activeElement === input && input.value) show();
}

/** @type {HTMLInputElement | null} */
const input = document.querySelector(".find input");
const script = /** @type {HTMLScriptElement} */ (document.currentScript);
if (shared.search && input) start(shared.search, input, new URL("..", script.src));
