import assert from "node:assert/strict";
import { test } from "node:test";

import { createTable } from "../../templates/static/js/src/explore/table.js";

/** The rows of the CSV that a reader downloads, for places of some states. */
function downloaded(...states) {
  let rows = [];
  const link = { click() {}, remove() {} };
  globalThis.document = { body: { append() {} } };
  const draw = {
    t: (key) => key,
    el: () => link,
    csv(made) {
      rows = made;
      return "";
    },
  };
  const places = states.map((state, i) => ({
    name: `Town ${i}`,
    label: `Town ${i}`,
    slug: `town-${i}`,
    state,
    district: false,
    groups: [],
    measures: {},
  }));
  const selection = {
    rows: () => places.map((place) => ({ place, n: 40 })),
    touches: () => true,
    holding: () => ({ ids: ["a"], n: 40 }),
  };
  const chosen = { segments: ["a"], cities: [], sort: "-customers" };
  createTable({ places, segments: {}, data: { columns: {} } }, draw, selection, chosen, []).download();
  return rows;
}

test("the CSV of a selection has a column for states where places have one", () => {
  const [head, first] = downloaded("Bihar", "");
  assert.deepEqual(head.slice(0, 3), ["city", "state", "slug"]);
  assert.deepEqual(first.slice(0, 3), ["Town 0", "Bihar", "town-0"]);
});

test("and none where no place has one", () => {
  const [head, first] = downloaded("", "");
  assert.deepEqual(head.slice(0, 3), ["city", "slug", "kind"]);
  assert.deepEqual(first.slice(0, 3), ["Town 0", "town-0", "city"]);
  assert.equal(head.length, first.length);
});
