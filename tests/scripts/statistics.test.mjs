import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, formatter } from "../../templates/static/js/src/core/formats.js";
import {
  benjaminiHochberg,
  chiSquareSurvival,
  coarsen,
  homogeneityP,
  wilson,
} from "../../templates/static/js/src/core/statistics.js";
import { CASES, same } from "./support.mjs";

test("chi-square survival is that of Python", () => {
  for (const [x, df, expected] of CASES.chi_square) assert(same(chiSquareSurvival(x, df), expected), `${x}, ${df}`);
});

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

test("p-values are adjusted in the order of their ranks", () => {
  assert(same(benjaminiHochberg([0.04, 0.01, 0.03]), [0.04, 0.03, 0.04]));
  assert.deepEqual(benjaminiHochberg([]), []);
});

test("two equal mixes do not differ, and one category is no mix", () => {
  assert.equal(homogeneityP([10, 20], [20, 40]), 1);
  assert.equal(homogeneityP([10], [20]), null);
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
