/** Intervals and errors of shares, as in generator/publish/model/stats.py; tests/cases/compare.json checks that both
 * give the same results. */

export const Z95 = 1.959963984540054;

const LEVEL = 0.95;

/**
 * The standard normal distribution function, by its series (Marsaglia 2004).
 *
 * @param {number} x
 */
function normal(x) {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let total = x;
  let term = x;
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (x * x) / i;
    total += term;
  }
  return 0.5 + (total * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * Half the width of the interval of a rounded value, in standard errors; the step likewise.
 *
 * @param {number} step
 */
function reachOf(step) {
  for (let reach = step / 2 + Z95; reach > Z95; reach -= 0.02) {
    const other = reach + step / 2 - step * Math.ceil((2 * reach) / step - 1e-9);
    if (normal(step / 2 - reach) + normal(other) > 1 - LEVEL) return reach + 0.02;
  }
  return Z95;
}

/**
 * The error from which the 95 % interval of a rounded mean covers the true one, wherever that lies between two steps.
 *
 * @param {number} spread Standard deviation over customers.
 * @param {number} n
 * @param {number} step
 */
export function roundedError(spread, n, step) {
  const error = spread / Math.sqrt(n);
  if (!step) return error;
  return error ? (error * reachOf(Math.ceil((1000 * step) / error) / 1000)) / Z95 : step / 2 / Z95;
}

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
