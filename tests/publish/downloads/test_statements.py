"""Statements in the JSON files of places: what a program reads is what the page says."""

import html
import json
import re

import jsonschema
import pytest

from generator.publish.pages import statements
from generator.publish.render import contexts, make
from generator.settings.settings import Settings
from tests.support.marked_sites import marked_sites
from tests.support.marked_words import SIGN
from tests.support.releases import KINDS, Kind, sample_release
from tests.support.shared_sites import sample_files

pytestmark = pytest.mark.slow

SETTINGS = Settings(embeds=False, cards=False)


def text_of(page: bytes) -> str:
    """Return what a page says, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page.decode())))


@pytest.mark.parametrize("kind", KINDS)
def test_each_statement_stands_on_its_page(kind: Kind) -> None:
    files = sample_files(kind, SETTINGS)
    for path in (path for path in files if re.fullmatch(r"cities/[^/]+/city\.json", path)):
        page = text_of(files[path.replace("city.json", "index.html")])
        found = json.loads(files[path])["statements"]
        assert found[0]["where"] == "headline"
        for one in found:
            assert re.sub(r"\s+", " ", one["text"]) in page, (path, one["text"])
            # Every figure of the sentence is a fact of it, as it is written there.
            rest = one["text"]
            for fact in sorted(one["facts"].values(), key=len, reverse=True):
                rest = rest.replace(fact, "").replace(fact[:1].upper() + fact[1:], "")
            assert not re.search(r"\d", rest.replace("in 100 of", "").replace("100 in 100", "")), one


def test_each_guarded_sentence_of_a_page_is_a_statement() -> None:
    marked, tested = marked_sites(), 0
    for (site, path), data in marked.files.items():
        if not re.fullmatch(r"cities/[^/]+/city\.json", path):
            continue
        page = html.unescape(marked.files[site, path.replace("city.json", "index.html")].decode())
        listed = "".join(one["text"] for one in json.loads(data)["statements"])
        missing = [marked.signs[sign] for sign in set(SIGN.findall(page)) - set(SIGN.findall(listed))]
        assert [key for key in missing if "phrases.toml phrases." in key] == [], (site, path)
        tested += 1
    assert tested


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_places_fit_their_schema(kind: Kind) -> None:
    files = sample_files(kind, SETTINGS)
    schema = json.loads(files["data/city.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    for path, data in files.items():
        if path.endswith("/city.json"):
            jsonschema.validate(json.loads(data), schema, jsonschema.Draft202012Validator)


def test_numbers_of_a_statement_are_those_of_the_file() -> None:
    files = sample_files("full", SETTINGS)
    tested = 0
    for path in (path for path in files if path.endswith("/city.json")):
        place = json.loads(files[path])
        shares = {cell["segment_id"]: cell for cell in place["segments"]}
        for one in place["statements"]:
            if one["kind"] in {"over", "under", "small_share", "chance_share"}:
                cell = shares["+".join(one["id"].rpartition("-")[2])]
                assert one["value"] == cell["customers_share"]
                assert one["interval"] == [cell["share_low"], cell["share_high"]]
                assert one["answer"] == cell["answer"]
                assert 0 <= one["q"] <= 1
                assert (one["q"] < 0.05) == (one["answer"] in {"clear", "small"})
                tested += 1
            elif one["kind"] in {"typical_higher", "typical_lower"}:
                average = place["averages"]["typical_spend"]
                assert one["value"] == average["value"]
                assert one["interval"] == [average["low"], average["high"]]
                assert one["answer"] == average["answer"] == "clear"
                tested += 1
            else:
                # The test of a share against all customers says nothing of the order of shares.
                assert ("q" in one) <= (one["kind"] not in {"largest", "level", "too_few", "spend_share"})
    assert tested


def test_statements_of_every_page_are_found() -> None:
    builder = make(sample_release("full"), SETTINGS)
    places = statements.places(builder)
    kinds = {
        one.sentence.kind
        for context in contexts(builder)
        for one in statements.of_page(context, builder.edition, places.get(context.page.path))
    }
    assert {"bank_size", "most_spend", "segment_spend", "naming_rule", "segment_profile", "rows"} <= kinds


def test_the_data_page_describes_every_field_of_a_statement() -> None:
    files = sample_files("full", SETTINGS)
    page = text_of(files["data/index.html"])
    fields = json.loads(files["data/city.schema.json"])["properties"]["statements"]["items"]["properties"]
    assert all(re.sub(r"\s", " ", field["description"]) in page for field in fields.values())
    assert "city.schema.json" in page
