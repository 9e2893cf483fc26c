/** Intervals and errors of shares, as in generator/publish/model/stats.py; tests/cases/compare.json checks that both
 * give the same results. */

export const Z95 = 1.959963984540054;

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * The 95 % Wilson interval of a share, widened by the rounding of both counts.
 *
 * @param {number} k
 * @param {number} n
 * @param {number} rounding Variance that rounding adds to each count.
 * @returns {[number, number]}
 */
export function wilson(k, n, rounding) {
  const share = k / n;
  const spread = (Z95 * Z95) / n;
  const rounded = ((1 + spread) * rounding * (1 + share * share)) / (n * n);
  const half = Z95 * Math.sqrt((share * (1 - share)) / n + spread / (4 * n) + rounded);
  const low = (share + spread / 2 - half) / (1 + spread);
  const high = (share + spread / 2 + half) / (1 + spread);
  return [Math.max(0, Math.min(low, share)), Math.min(1, Math.max(high, share))];
}

/**
 * The standard error of the difference of two shares, if there is none; null where a margin is empty.
 *
 * @param {number} k
 * @param {number} n
 * @param {number} m
 * @param {number} o
 * @param {number} rounding Variance that rounding adds to each count.
 */
export function gapError(k, n, m, o, rounding) {
  if (n <= 0 || o <= 0 || k + m <= 0 || k + m >= n + o) return null;
  const share = (k + m) / (n + o);
  const rounded = rounding * (1 + share * share) * (1 / n ** 2 + 1 / o ** 2);
  return Math.sqrt(share * (1 - share) * (1 / n + 1 / o) + rounded);
}

/**
 * The finest partition in which no part is split; `order` holds all ids.
 *
 * @param {string[][]} parts
 * @param {string[]} order
 */
export function coarsen(parts, order) {
  const group = new Map(order.map((id) => [id, [id]]));
  /** @param {string} id */
  const groupOf = (id) => group.get(id) ?? [];
  for (const part of parts) {
    const union = order.filter((id) => part.some((one) => groupOf(one).includes(id)));
    for (const id of union) group.set(id, union);
  }
  return order.filter((id) => groupOf(id)[0] === id).map(groupOf);
}
