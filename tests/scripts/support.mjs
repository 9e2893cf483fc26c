import { readFileSync } from "node:fs";

/** What Python says (tests/support/comparisons.py writes it). */
export const CASES = JSON.parse(readFileSync(new URL("../cases/compare.json", import.meta.url), "utf8"));

/** Whether two JSON values are equal, numbers within a relative tolerance: the cases keep ten digits. */
export function same(one, other) {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= Math.max(1e-8 * Math.max(Math.abs(one), Math.abs(other)), 1e-12);
  }
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
}
