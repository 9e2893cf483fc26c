/** @import { FormatSpec } from "./types.d.ts" */
import { form } from "./plurals.js";

/** Port of the formatter in generator/publish/words/formats.py, which writes its settings into the page's data. */

const NBSP = "\u00a0";
/** Decimals of averages where their rounding step is not coarser; and kinds said to be "about" where it is.
 *
 * @type {Record<string, number>}
 */
const DIGITS = { days: 1, years: 1, ratio: 2 };
const ROUGH = ["days", "years"];

/**
 * Decimal digits of |x|, rounded half up: on the shortest digits that represent x, as Python's Decimal(repr(x)).
 *
 * @param {number} x
 * @param {number} digits
 */
function rounded(x, digits) {
  const [mantissa, exponent = "0"] = String(Math.abs(x)).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  let point = whole.length + Number(exponent);
  const all = ("0".repeat(Math.max(0, 1 - point)) + whole + fraction).padEnd(Math.max(1, point) + digits + 1, "0");
  point = Math.max(1, point);
  const kept = [...all.slice(0, point + digits)].map(Number);
  if (Number(all.charAt(point + digits)) >= 5) {
    let i = kept.length - 1;
    while (i >= 0 && kept[i] === 9) {
      kept[i] = 0;
      i -= 1;
    }
    if (i >= 0) kept[i] += 1;
    else {
      kept.unshift(1);
      point += 1;
    }
  }
  const text = kept.join("");
  return [text.slice(0, point).replace(/^0+(?=\d)/, ""), text.slice(point)];
}

/** @param {FormatSpec} spec */
export function formatter(spec) {
  const { words } = spec;

  /** @param {string} digits */
  function grouped(digits) {
    const groups = [];
    let rest = digits;
    let size = spec.sizes[0];
    while (rest.length > size) {
      groups.unshift(rest.slice(-size));
      rest = rest.slice(0, -size);
      size = spec.sizes[1];
    }
    return [rest, ...groups].join(spec.group);
  }

  /** @param {number} x */
  function number(x, digits = 0) {
    if (!Number.isFinite(x)) throw new Error(`not a finite number: ${x}`);
    const [whole, fraction] = rounded(x, digits);
    const text = grouped(whole) + (fraction && spec.decimal + fraction);
    return x < 0 && /[1-9]/.test(whole + fraction) ? spec.minus + text : text;
  }

  /** @param {string} text */
  function currency(text) {
    const sign = text.startsWith(spec.minus) ? spec.minus : "";
    return sign + spec.before + text.slice(sign.length) + spec.after;
  }

  /**
   * An amount without the digits that its rounding step does not support, as `to_step` of precision.py.
   *
   * @param {number} x
   * @param {number} step
   */
  function toStep(x, step) {
    if (!step) return x;
    const digits = -Math.floor(Math.log10(step) + 1e-9);
    const text = digits >= 0 ? rounded(x, digits).join(".") : rounded(x * 10 ** digits, 0)[0] + "0".repeat(-digits);
    return Math.sign(x) * Number(text);
  }

  /**
   * @param {number} x
   * @param {number} [step] The rounding step of an average, in the currency.
   */
  function money(x, step = 0) {
    const kept = toStep(x, step);
    return currency(number(kept, Math.abs(kept) >= 10 || Number.isInteger(kept) ? 0 : spec.decimals));
  }

  /** @param {number} x */
  function moneyWords(x) {
    const last = spec.scales.length - 1;
    for (const [i, [name, size]] of spec.scales.entries()) {
      // A value that would round up to the next scale is written in that scale.
      if (Math.abs(x) >= (i === last ? size - 0.5 : size * 0.9995)) {
        const scaled = x / size;
        const whole = Math.abs(scaled) >= 100 || Math.abs(scaled - Math.round(scaled)) < 0.05;
        return currency(number(scaled, whole ? 0 : 1) + NBSP + name);
      }
    }
    return money(x);
  }

  /**
   * @param {number[]} shares
   * @param {number} digits
   */
  function percentDigits(shares, digits) {
    const small = shares.some((s) => (Math.abs(s) > 0 && Math.abs(s) < 0.0095) || (s > 0.9905 && s < 1));
    return small ? Math.max(digits, 1) : digits;
  }

  /** @param {number} share */
  function percent(share, least = 0) {
    const digits = percentDigits([share], least);
    const limit = 10 ** -(digits + 2);
    if (digits && share > 0 && share < limit) return `${words.under} ${number(100 * limit, digits)}${NBSP}%`;
    if (digits && share > 1 - limit && share < 1) return `${words.over} ${number(100 - 100 * limit, digits)}${NBSP}%`;
    return `${number(100 * share, digits)}${NBSP}%`;
  }

  /** @param {number} x */
  function points(x) {
    const value = Math.abs(100 * x);
    const digits = value >= 0.95 || value === 0 ? 0 : 1;
    const n = Number(rounded(value, digits).join("."));
    return number(value, digits) + NBSP + spec.units[form(spec.units, "points", n, spec.language)];
  }

  /** @param {number} x */
  const ratio = (x) => number(x, 2);
  /**
   * Decimals of an average: no more than its rounding step has.
   *
   * @param {string} name
   * @param {number} step
   */
  function digitsOf(name, step) {
    const most = DIGITS[name] ?? 0;
    return step ? Math.min(most, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : most;
  }

  /**
   * An average no finer than its rounding step: "about 25" days where it is 5, never "0.0".
   *
   * @param {string} name
   * @param {number} x
   * @param {number} step
   */
  function stepped(name, x, step) {
    const digits = digitsOf(name, step);
    if (name === "days" && Math.abs(x) < 0.5 * 10 ** -digits) {
      return x || step ? `${words.under} ${number(Math.max(step, 10 ** -digits), digits)}` : number(0);
    }
    const text = number(x, digits);
    return step > 1 && ROUGH.includes(name) ? `${words.about} ${text}` : text;
  }

  /** @type {Record<string, (x: number) => string>} */
  const kinds = {
    count: (x) => number(x),
    share: (x) => percent(x),
    ratio,
    days: (x) => number(x, DIGITS.days),
    years: (x) => number(x, DIGITS.years),
    percentile: (x) => number(x),
  };

  /**
   * @param {string} name
   * @param {number} x
   * @param {number} [step] The rounding step of an average.
   */
  function kind(name, x, step) {
    if (name === "money") return money(x, step);
    return step !== undefined && name in DIGITS ? stepped(name, x, step) : kinds[name](x);
  }

  /**
   * @param {number} low
   * @param {number} high
   * @param {string} name
   * @param {number} [step] The rounding step of the average.
   */
  function interval(low, high, name, step = 0) {
    const to = ` ${words.to} `;
    if (name === "share") {
      let digits = percentDigits([low, high], 0);
      if (number(100 * low, digits) === number(100 * high, digits)) digits = 1;
      return `${number(100 * low, digits)}${to}${number(100 * high, digits)}${NBSP}%`;
    }
    if (name in DIGITS || name === "percentile") {
      const least = digitsOf(name, step);
      const apart = [least, least + 1, least + 2].find((d) => low === high || number(low, d) !== number(high, d));
      const digits = apart ?? least;
      return `${number(low, digits)}${to}${number(high, digits)}`;
    }
    if (name !== "money") return kind(name, low) + to + kind(name, high);
    for (const finer of [step, 0]) {
      const ends = [money(low, finer), money(high, finer)];
      if (low === high || ends[0] !== ends[1]) return ends.join(to);
    }
    const digits = Math.max(2, spec.decimals);
    return [low, high].map((end) => currency(number(end, digits))).join(to);
  }

  /**
   * Tick labels that share one unit, unless they span several orders of magnitude, as on a log axis.
   *
   * @param {number[]} ticks
   */
  function axisMoney(ticks) {
    const positive = ticks.map(Math.abs).filter(Boolean);
    const top = Math.max(0, ...positive);
    if (!positive.length || top / Math.min(...positive) > 100) return ticks.map(moneyWords);
    const [name, size] = spec.scales.find((row) => top >= row[1]) ?? ["", 1];
    const scaled = ticks.map((tick) => tick / size);
    const digits = [0, 1].find((d) =>
      scaled.every((v) => Math.abs(Number(v.toFixed(d)) - v) < 1e-9 * Math.max(1, Math.abs(v))),
    );
    return ticks.map((tick, i) =>
      currency(number(scaled[i], tick ? (digits ?? 2) : 0) + (name && tick ? NBSP + name : "")),
    );
  }

  /** @param {number} x */
  const count = (x) => number(x);

  /** @param {number} n A rank: 11th. */
  function ordinal(n) {
    const rule = new Intl.PluralRules(spec.language, { type: "ordinal" }).select(n);
    return count(n) + (spec.ordinals[rule] ?? spec.ordinals.other);
  }

  return { number, count, ordinal, money, moneyWords, percent, points, ratio, kind, interval, axisMoney };
}

/**
 * Replace each {{ name }} once; placeholders inside fact values are not expanded.
 *
 * @param {string} pattern
 * @param {Record<string, string>} facts
 */
export function fill(pattern, facts) {
  return pattern.replace(/\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g, (whole, name) =>
    Object.hasOwn(facts, name) ? facts[name] : whole,
  );
}
