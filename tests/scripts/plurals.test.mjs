import assert from "node:assert/strict";
import { test } from "node:test";
import { form } from "../../templates/static/js/src/core/plurals.js";

const POLISH = { places: "miejsca", places_one: "miejsce", places_few: "miejsca", places_many: "miejsc" };

test("a number has the form that its language needs", () => {
  const forms = [1, 3, 5, 22, 0].map((n) => form(POLISH, "places", n, "pl"));
  assert.deepEqual(forms, ["places_one", "places_few", "places_many", "places_few", "places_many"]);
  assert.equal(form(POLISH, "places", 0.5, "pl"), "places");
});

test("a language of two forms has the text itself for all other numbers, and may have one for none", () => {
  const english = { places: "{{ n }} places", places_one: "{{ n }} place" };
  assert.deepEqual(
    [0, 1, 2].map((n) => form(english, "places", n, "en")),
    ["places", "places_one", "places"],
  );
  assert.equal(form({ ...english, places_zero: "no place" }, "places", 0, "en"), "places_zero");
});
