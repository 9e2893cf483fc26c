import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createModel } from "../../templates/static/js/src/core/model.js";
import { CASES, same } from "./support.mjs";

// The data of the sites that the cases are about, by their kind: Python renders them (tests/publish/client/test_scripts.py).
const path = process.env.ATLAS_PLACES;
const skip = path ? false : "ATLAS_PLACES names no file; pytest runs this test with one";

for (const kind of new Set(CASES.comparisons.map((one) => one.kind))) {
  test(`comparisons and sentences are those of Python: ${kind}`, { skip }, () => {
    const model = createModel(JSON.parse(readFileSync(path, "utf8"))[kind]);
    for (const { places, pairs } of CASES.comparisons.filter((one) => one.kind === kind)) {
      const found = model.compare(places.map((slug) => model.place(slug))).map((pair) => ({
        claims: pair.claims,
        parts: pair.parts.map((p) => [
          p.ids.join("+"),
          ...p.n,
          ...p.share,
          ...p.low,
          ...p.high,
          ...p.ends,
          p.error,
          p.answer,
        ]),
        gaps: pair.gaps.map((g) => [g.measure, ...g.value, g.difference, g.low, g.high, g.z, g.error, g.answer]),
        sentences: model.sentences(pair).map((s) => [s.id, s.text, s.evidence, s.sure]),
      }));
      assert(same(found, pairs), `${places}: ${JSON.stringify(found)}`);
    }
  });
}
