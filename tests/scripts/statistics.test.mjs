import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, formatter } from "../../templates/static/js/src/core/formats.js";
import { coarsen, gapError, wilson } from "../../templates/static/js/src/core/statistics.js";
import { CASES, same } from "./support.mjs";

for (const { spec, texts } of CASES.formats) {
  test(`numbers are written as Python writes them: ${spec.before}${spec.after} ${spec.decimal} ${spec.group}`, () => {
    const fmt = formatter(spec);
    for (const [name, args, expected] of texts) assert.deepEqual(fmt[name](...args), expected, `${name}(${args})`);
  });
}

test("what is no finite number is refused", () => {
  const fmt = formatter(CASES.formats[0].spec);
  for (const x of [Number.NaN, Infinity, null, undefined]) assert.throws(() => fmt.number(x), /not a finite number/);
});

test("a Wilson interval holds the share, at its ends too", () => {
  assert.equal(wilson(0, 10, 0)[0], 0);
  assert.equal(wilson(10, 10, 0)[1], 1);
  const [low, high] = wilson(30, 100, 0);
  assert(same(low, 0.2189488529493273) && same(high, 0.3958485463334666));
});

test("rounding widens a Wilson interval and the error of a difference", () => {
  const [[low, high], [lower, higher]] = [wilson(30, 100, 0), wilson(30, 100, 100 / 12)];
  assert(lower < low && high < higher);
  assert(same(gapError(30, 100, 50, 100, 0), Math.sqrt(0.4 * 0.6 * 0.02)));
  assert(gapError(30, 100, 50, 100, 100 / 12) > gapError(30, 100, 50, 100, 0));
});

test("shares of nothing or everything have no error", () => {
  for (const k of [0, 100]) assert.equal(gapError(k, 100, k, 100, 0), null);
});

test("joined segments of any place are joined in the common partition", () => {
  assert.deepEqual(coarsen([["a"], ["b", "c"], ["c", "d"], ["e"]], ["a", "b", "c", "d", "e"]), [
    ["a"],
    ["b", "c", "d"],
    ["e"],
  ]);
});

test("facts are filled once and never read again", () => {
  assert.equal(fill("{{ a }} {{b}} {{ toString }}", { a: "{{ b }}", b: "$&" }), "{{ b }} $& {{ toString }}");
});
