import assert from "node:assert/strict";
import { test } from "node:test";
import { fold } from "../../templates/static/js/src/core/fold.js";
import { edits } from "../../templates/static/js/src/search/edits.js";
import { entriesOf, find } from "../../templates/static/js/src/search/find.js";

const DATA = {
  states: ["Kerala", "Maharashtra"],
  kinds: [
    {
      ...{ before: "cities/", after: "/index.html", within: "City in {}", label: "City" },
      rows: [
        ["Mumbai", "mumbai", 1, "Bombay"],
        ["Navi Mumbai", "navi-mumbai", 1],
        ["Kochi", "kochi", 0, "Cochin"],
      ],
    },
  ],
};
const INDEX = entriesOf(DATA, new URL("https://site.example/atlas/"));

const names = (text) => find(INDEX, text)?.map(({ entry }) => entry.keys[0].name);

test("a folded text has small letters, no accents and single spaces", () => {
  assert.equal(fold("  Łódź—ÎLE  d’Yeu ﬁ "), "lodz ile d yeu fi");
  assert.equal(fold("Straße, İzmir, ISPARTA"), "strasse izmir isparta");
  assert.equal(fold("मुंबई"), "मुंबई");
});

test("edits are counted up to a limit", () => {
  assert.equal(edits("mumbai", "mumbai", 0, 2, true), 0);
  assert.equal(edits("mubmai", "mumbai", 0, 2, true), 1);
  assert.equal(edits("mumbi", "mumbaicity", 0, 2, false), 1);
  assert.equal(edits("delhi", "mumbai", 0, 2, true), 3);
});

test("exact names come before names that go on, words and states", () => {
  assert.deepEqual(names("mumbai"), ["Mumbai", "Navi Mumbai"]);
  assert.deepEqual(names("kerala"), ["Kochi"]);
  assert.equal(names(" .,"), undefined);
});

test("other names and typos are found, and an entry says where it leads", () => {
  const [found] = find(INDEX, "bombay");
  assert.deepEqual([found.entry.keys[found.key].name, found.entry.where], ["Bombay", "City in Maharashtra"]);
  assert.equal(found.entry.href, "https://site.example/atlas/cities/mumbai/index.html");
  assert.deepEqual(names("cohcin"), ["Kochi"]);
  assert.deepEqual(names("xyzzyx"), []);
});

test("a long query is cut", () => {
  assert.deepEqual(names(`mumbai ${"x".repeat(500)}`), []);
});
