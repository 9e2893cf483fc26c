/** Intervals and tests of shares, as in generator/publish/model/stats.py; tests/cases/compare.json checks that both
 * give the same results. */

export const Z95 = 1.959963984540054;
const TINY = 1e-300;

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
 * Adjusted residual: deviation of a count from its expected value, in standard errors; null where undefined.
 *
 * @param {number} k
 * @param {number} n
 * @param {number} allK
 * @param {number} allN
 */
export function adjustedResidual(k, n, allK, allN) {
  if (!(n > 0 && n < allN && allK > 0 && allK < allN)) return null;
  const expected = (n * allK) / allN;
  return (k - expected) / Math.sqrt(expected * (1 - allK / allN) * (1 - n / allN));
}

/**
 * Logarithm of the gamma function at multiples of one half, as needed for chi-square.
 *
 * @param {number} a
 */
function logGamma(a) {
  let total = a % 1 ? Math.log(Math.PI) / 2 : 0;
  for (let i = a % 1 ? 0.5 : 1; i < a - 0.25; i += 1) total += Math.log(i);
  return total;
}

/**
 * @param {number} a
 * @param {number} x
 */
function gammaSeries(a, x) {
  let at = a;
  let term = 1 / a;
  let total = term;
  while (term > total * 1e-16) {
    at += 1;
    term *= x / at;
    total += term;
  }
  return total;
}

/** @param {number} x */
const nonZero = (x) => (Math.abs(x) > TINY ? x : TINY);

/**
 * The upper incomplete gamma function as a continued fraction (Lentz's method).
 *
 * @param {number} a
 * @param {number} x
 */
function gammaFraction(a, x) {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 1000; i += 1) {
    const step = -i * (i - a);
    b += 2;
    d = 1 / nonZero(step * d + b);
    c = nonZero(b + step / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

/**
 * The probability that a chi-square variable with `df` degrees of freedom is at least `x`.
 *
 * @param {number} x
 * @param {number} df
 */
export function chiSquareSurvival(x, df) {
  if (x / 2 <= 0) return 1;
  if (x === Infinity) return 0;
  const a = df / 2;
  const half = x / 2;
  const scale = Math.exp(a * Math.log(half) - half - logGamma(a));
  return half < a + 1 ? 1 - scale * gammaSeries(a, half) : scale * gammaFraction(a, half);
}

/** @param {number} z */
export const twoSidedP = (z) => chiSquareSurvival(z * z, 1);

/**
 * P-values adjusted for the false discovery rate, in the given order.
 *
 * @param {number[]} values
 */
export function benjaminiHochberg(values) {
  const count = values.length;
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
  /** @type {number[]} */
  const adjusted = [];
  let smallest = 1;
  for (let rank = count; rank >= 1; rank -= 1) {
    smallest = Math.min(smallest, (values[order[rank - 1]] * count) / rank);
    adjusted[order[rank - 1]] = smallest;
  }
  return adjusted;
}

/**
 * The p-value of "the same mix in both": counts of one against those of both together.
 *
 * @param {number[]} here
 * @param {number[]} everywhere
 */
export function homogeneityP(here, everywhere) {
  const cells = here.map((k, i) => [k, everywhere[i] - k]).filter((_, i) => everywhere[i] > 0);
  const n = sum(cells.map(([k]) => k));
  const rest = sum(cells.map(([, other]) => other));
  if (cells.length < 2 || n <= 0 || rest <= 0) return null;
  let statistic = 0;
  for (const [k, other] of cells) {
    const share = (k + other) / (n + rest);
    statistic += (k - n * share) ** 2 / (n * share) + (other - rest * share) ** 2 / (rest * share);
  }
  return chiSquareSurvival(statistic, cells.length - 1);
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
