/** Bundle that exports a figure as SVG, PNG or an embed. Loaded when a reader first opens "Take this
 * figure"; its texts precede it as atlasData.take. Everything is created in the browser from the page itself, so it works
 * without a server. */
import { shared } from "../shared.js";
import { savePng, saveSvg } from "./files.js";
import { drawingOf, subject, titleOf } from "./standalone.js";
import { words } from "./words.js";

/** @typedef {(text: string) => void} Report */

/** Height of what an embed has around a drawing, in a wide and in a narrow frame; height of the labels of a strip. */
const AROUND = { wide: 300, narrow: 410 };
const LABELS = 64;

/** @param {Element} drawn */
function heightOf(drawn) {
  if (!(drawn instanceof SVGSVGElement)) return drawn.scrollHeight;
  return drawn.viewBox.baseVal?.height || drawn.height.baseVal.value;
}

/** Height of an embed in the frame in which it is highest. @param {HTMLElement} figure */
function highest(figure) {
  const heights = [...figure.querySelectorAll(".plot > * > *")].map((drawn) => {
    const strips = [...drawn.querySelectorAll(".strip > svg")];
    if (strips.length) return strips.reduce((sum, strip) => sum + heightOf(strip) + LABELS, AROUND.narrow);
    const [own] = drawn.matches(".wide, .narrow") ? drawn.children : [drawn];
    return heightOf(own) + (own.closest(".wide") ? AROUND.wide : AROUND.narrow);
  });
  return Math.round(Math.max(...heights));
}

/**
 * An iframe high enough for drawing, title and source, in a column of a page and on a phone.
 *
 * @param {HTMLElement} figure
 * @param {string} folder
 */
function frame(figure, folder) {
  const code = document.createElement("iframe");
  const attributes = {
    src: words.base + folder + figure.id + (words.base ? "/" : "/index.html"),
    title: `${titleOf(figure).textContent} · ${subject()}`,
    width: "100%",
    height: String(highest(figure)),
    style: "border:0",
    loading: "lazy",
    allowfullscreen: "",
  };
  for (const [name, value] of Object.entries(attributes)) code.setAttribute(name, value);
  return code.outerHTML.replace('=""', "");
}

/** @type {(figure: HTMLElement, into: Element, key: string, label: string, act: () => void) => HTMLButtonElement} */
function button(figure, into, key, label, act) {
  const made = into.appendChild(document.createElement("button"));
  made.type = "button";
  made.id = `${figure.id}-${key}`;
  made.textContent = label;
  made.setAttribute("aria-labelledby", `${made.id} ${figure.id}-t`);
  made.addEventListener("click", act);
  return made;
}

/** @type {(figure: HTMLElement, panel: HTMLElement, folder: string, report: Report) => void} */
function showFrame(figure, panel, folder, report) {
  const id = `${figure.id}-code`;
  const label = panel.appendChild(document.createElement("label"));
  const text = panel.appendChild(document.createElement("textarea"));
  text.id = id;
  label.htmlFor = id;
  label.id = `${id}-l`;
  label.textContent = words.code;
  text.setAttribute("aria-labelledby", `${label.id} ${figure.id}-t`);
  text.readOnly = true;
  text.rows = 5;
  text.spellcheck = false;
  text.value = frame(figure, folder);
  text.addEventListener("focus", () => text.select());
  if (navigator.clipboard) {
    button(figure, panel, "copy", words.copy, () => {
      navigator.clipboard.writeText(text.value).then(
        () => report(words.copied),
        () => text.focus(),
      );
    });
  }
  if (!words.base) panel.appendChild(document.createElement("p")).textContent = words.address;
}

/** @type {(figure: HTMLElement, row: Element, folder: string, report: Report) => void} */
function addFrame(figure, row, folder, report) {
  const panel = document.createElement("div");
  panel.className = "code";
  panel.id = `${figure.id}-frame`;
  panel.hidden = true;
  const opener = button(figure, row, "embed", words.embed, () => {
    if (!panel.firstChild) showFrame(figure, panel, folder, report);
    panel.hidden = !panel.hidden;
    opener.setAttribute("aria-expanded", String(!panel.hidden));
  });
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", panel.id);
  row.after(panel);
}

/** Called each time a disclosure opens; `page` is used in file names and `embed` is the folder of embeds. */
shared.addWays = (details, page) => {
  if (details.dataset.ready !== undefined) return;
  details.dataset.ready = "";
  const figure = /** @type {HTMLElement} */ (details.closest("figure"));
  const row = /** @type {HTMLElement} */ (details.querySelector(".ways"));
  const name = `${page.page}-${figure.id}`;
  const status = document.createElement("p");
  status.className = "msg";
  status.setAttribute("role", "status");
  /** @type {Report} */
  const report = (text) => {
    status.textContent = text;
  };
  const csv = row.querySelector("a");
  if (csv) csv.download = `${name}.csv`;
  if (drawingOf(figure)) {
    button(figure, row, "svg", words.svg, () => saveSvg(figure, name));
    button(figure, row, "png", words.png, () => savePng(figure, name, report));
  }
  if (page.embed) addFrame(figure, row, page.embed, report);
  details.append(status);
};
