/** The state of the table, and the query string that stores it: ?sort=customers&order=ascending&state=kerala&find=pun;
 * defaults are omitted. */

/** @typedef {{ sort: string, ascending: boolean, state: string, find: string }} View */

/** By default, names sort in ascending and numbers in descending order. */
export const rises = (/** @type {string} */ sort) => sort === "city" || sort === "";

/**
 * @param {string[]} sorts
 * @param {string[]} states
 * @returns {View}
 */
export function readView(sorts, states) {
  const query = new URLSearchParams(location.search);
  const [sort, order] = [query.get("sort") ?? "", query.get("order")];
  const state = `in-${query.get("state") ?? ""}`;
  const known = sorts.includes(sort) ? sort : "";
  return {
    sort: known,
    ascending: order === "ascending" || (order !== "descending" && rises(known)),
    state: states.includes(state) ? state : "",
    find: (query.get("find") ?? "").slice(0, 80),
  };
}

/** @param {View} view */
export function writeView({ sort, ascending, state, find }) {
  const query = new URLSearchParams();
  if (sort) query.set("sort", sort);
  if (sort && ascending !== rises(sort)) query.set("order", ascending ? "ascending" : "descending");
  if (state) query.set("state", state.slice(3));
  if (find) query.set("find", find);
  const text = query.toString();
  try {
    history.replaceState(null, "", location.pathname + (text && `?${text}`) + location.hash);
  } catch {
    // Some browsers do not allow history changes on file URLs.
  }
}
