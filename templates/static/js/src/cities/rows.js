import { fold } from "../core/fold.js";

/**
 * A row of the table, with its sort and filter values.
 *
 * @typedef {{
 *   node: HTMLTableRowElement, name: string, section: Section, state: string, text: string, letter: string,
 *   values: (number | null)[],
 * }} Row
 */
/**
 * A body of the table: the cities of a state, or rows without a state.
 *
 * @typedef {{ body: HTMLTableSectionElement, state: string, rows: Row[] }} Section
 */

/**
 * @param {HTMLTableRowElement} node
 * @param {Section} section
 * @returns {Row}
 */
function rowOf(node, section) {
  const name = node.cells[0].textContent ?? "";
  const first = name.trim().toUpperCase().normalize("NFD")[0] ?? "";
  if (section.state && section.state !== name) {
    // Without sections by state, each city shows its state.
    const small = document.createElement("small");
    small.textContent = section.state;
    node.cells[0].append(small);
  }
  return {
    ...{ node, name, section },
    state: section.state ? section.body.id : (node.dataset.in ?? ""),
    text: ` ${fold(name)} ${fold(node.dataset.also ?? "")}`,
    letter: /\p{L}/u.test(first) ? first : "#",
    values: (node.dataset.v ?? "").split(" ").map((word) => (word === "-" ? null : Number(word))),
  };
}

/**
 * The bodies of the table with their rows; the first row of each is its heading.
 *
 * @param {HTMLTableElement} table
 */
export function readSections(table) {
  return [...table.tBodies].map((body) => {
    /** @type {Section} */
    const section = { body, state: body.dataset.state ?? "", rows: [] };
    section.rows = [...body.rows].slice(1).map((node) => rowOf(node, section));
    return section;
  });
}
