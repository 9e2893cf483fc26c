"""Downloads: the same bytes each time, numbers as numbers, no formula, a valid data package."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path

import jsonschema
import pytest

from generator.publish.downloads import files as extras
from generator.publish.downloads import tables
from generator.publish.facts.values import DefaultSettings
from generator.publish.model.build import Views, build_views
from generator.publish.output.links import Links
from generator.publish.words.edition import Edition
from generator.release.codec import dump, load
from tests.publish.words.test_content import filled
from tests.support.earlier import with_changes
from tests.support.releases import KINDS, Kind, sample_release, with_balances

SITE = "https://example.org/atlas/"


def build(kind: Kind, site_url: str | None = SITE) -> dict[str, bytes]:
    edition = Edition.of(views(kind), filled(kind))
    settings = DefaultSettings(licence="CC BY 4.0", publisher="A & B")
    # Statements have tests of their own (test_statements.py).
    return extras.build(edition, settings, Links(site_url), defaultdict(tuple))


def views(kind: Kind) -> Views:
    return build_views(sample_release(kind))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_deterministic_utf8_lf(kind: Kind) -> None:
    files = build(kind)
    assert files == build(kind)
    assert list(files) == list(build(kind))
    for path, data in files.items():
        assert b"\r" not in data, path
        data.decode("utf-8")
        assert not data or data.endswith(b"\n")


def test_the_release_itself_is_a_download() -> None:
    data = build("full")["data/release.json"]
    assert data.decode() == dump(sample_release("full"))
    assert load(data) == sample_release("full")


def test_the_schema_is_next_to_the_release_and_describes_it() -> None:
    files = build("full")
    schema = json.loads(files["data/release.schema.json"])
    jsonschema.validate(json.loads(files["data/release.json"]), schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("kind", KINDS)
def test_data_package_is_valid_for_frictionless(kind: Kind, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    for path, data in build(kind).items():
        if path.startswith("data/"):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_bytes(data)
    report = frictionless.validate(str(tmp_path / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_counts_in_the_files_add_up(kind: Kind) -> None:
    files, made = build(kind), views(kind)
    cities, cells, segments = (rows(files[f"data/{n}.csv"]) for n in ("cities", "city-segments", "segments"))
    assert sum(int(row["customers"]) for row in segments) == made.n
    for row in cities:
        own = [cell for cell in cells if cell["slug"] == row["slug"]]
        assert sum(int(cell["customers"]) for cell in own) == int(row["customers"])
        assert rows(files[f"cities/{row['slug']}/city.csv"]) == own
        place = json.loads(files[f"cities/{row['slug']}/city.json"])
        assert place["customers"] == int(row["customers"])
        assert len(place["segments"]) == len(own)


@pytest.mark.parametrize("by_place", [False, True])
def test_balances_are_in_the_files_of_those_that_have_them(by_place: bool) -> None:
    found = build_views(with_balances(sample_release("sparse"), by_place=by_place))
    whole, cities, cells = tables.segments(found), tables.cities(found), tables.city_segments(found)
    assert "typical_balance" in whole.columns
    assert [row["typical_balance"] for row in whole.rows if "+" not in row["segment_id"]]
    assert {"typical_balance" in sheet.columns for sheet in (cities, cells)} == {by_place}
    for sheet in (whole, cities, cells):
        assert all(set(sheet.columns) >= set(row) for row in sheet.rows)
    plain = build_views(sample_release("sparse"))
    assert "typical_balance" not in tables.segments(plain).columns


def test_head_of_city_segments() -> None:
    head = build("full")["data/city-segments.csv"].decode().splitlines()[0]
    assert head.startswith("city,state,slug,segment,segment_id,customers,")


def test_formulas_are_neutralised_and_numbers_stay_numbers() -> None:
    found = rows(build("hostile")["data/cities.csv"])
    names = {row["city"] for row in found} | {row["state"] for row in found}
    assert {"'=HYPERLINK(1)", "'@State", "'+91 Nagar", "'-Pradesh", '<script>alert("1")</script>'} <= names
    sheet = tables.Sheet("x", ("city", "spend"), ("city",), tuple(
        {"city": text, "spend": number}
        for text, number in (("\tx", -3.5), ("\rx", 0.1 + 0.2), ("a=b", 1e7), ("", None))
    ))  # fmt: skip
    assert extras.to_csv(sheet) == b"city,spend\n'\tx,-3.5\n\"'\rx\",0.3\na=b,10000000\n,\n"


def test_suppressed_values_are_empty_and_listed() -> None:
    found = rows(build("sparse")["data/city-segments.csv"])
    few = [row for row in found if "spend" in row["withheld"].split()]
    assert few
    assert all(row["spend"] == "" for row in few)
    # Frequency was dropped: absent, not suppressed, and not zero.
    assert all(row["transactions"] == "" and "transactions" not in row["withheld"].split() for row in found)
    whole = [row for row in found if row["segment_id"] == "a+b+c"]
    assert whole
    assert all(row["all_share"] == "" and row["answer"] == "" for row in whole)


def test_files_have_the_answers_of_the_pages() -> None:
    files, views = build("full"), build_views(sample_release("full"))
    assert any(view.answer == "clear" for view in views.pages)
    cells = {(row["slug"], row["segment_id"]): row["answer"] for row in rows(files["data/city-segments.csv"])}
    cities = {row["slug"]: row for row in rows(files["data/cities.csv"])}
    for view in views.pages:
        averages = json.loads(files[f"cities/{view.place.slug}/city.json"])["averages"]
        for group in view.groups:
            assert cells[view.place.slug, "+".join(group.segments)] == (group.answer or "")
            assert group.answer is None or view.n >= 100
        for name in ("typical_spend", "transactions", "recency_pct", "age"):
            answer = view.measures[name].answer
            assert cities[view.place.slug][f"{name}_answer"] == (answer or "")
            assert averages[name].get("answer") == answer


def test_json_says_why_an_average_is_missing() -> None:
    place = json.loads(build("sparse")["cities/shimla-himachal-pradesh/city.json"])
    assert place["averages"]["transactions"] == {"withheld": "absent"}
    assert place["averages"]["spend"] == {"withheld": "few"}


def test_sitemap_needs_the_public_url() -> None:
    assert "sitemap.xml" not in build("full", None)
    urls = [node.text or "" for node in ET.fromstring(build("full")["sitemap.xml"]).iter() if node.tag.endswith("loc")]
    assert SITE in urls
    assert f"{SITE}cities/mumbai-maharashtra/" in urls
    assert len(set(urls)) == len(urls) == len(Links(SITE).all_pages(views("full")))
    assert all(url.startswith(SITE) and "index.html" not in url for url in urls)


def test_robots_always() -> None:
    assert build("full")["robots.txt"] == f"User-agent: *\nAllow: /\nSitemap: {SITE}sitemap.xml\n".encode()
    assert build("full", None)["robots.txt"] == b"User-agent: *\nAllow: /\n"
    internal = build("internal")
    assert internal["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    assert "sitemap.xml" not in internal
    assert internal[".nojekyll"] == b""


def test_every_column_is_described() -> None:
    for sheet in (tables.CITY_COLUMNS, tables.CELL_COLUMNS, tables.SEGMENT_COLUMNS):
        assert len(set(sheet)) == len(sheet)
        assert set(sheet) <= set(tables.ALL_COLUMNS)
    package = json.loads(build("full")["data/datapackage.json"])
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert all(field["title"] and field["description"] for field in fields)
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_changes_are_a_download_where_there_is_an_earlier_release() -> None:
    changed = build_views(with_changes(sample_release("full")))
    found = extras.build(Edition.of(changed, filled("full")), DefaultSettings(), Links(SITE), defaultdict(tuple))
    table = rows(found["data/changes.csv"])
    assert changed.release.changes is not None
    assert len(table) == len(changed.release.changes.bank) + len(changed.release.changes.places)
    assert [(row["city"], row["figure"]) for row in table[:5]] == [("", "share")] * 4 + [("", "typical_spend")]
    reported = {(row["city"], row["figure"], row["segment_id"]) for row in table if row["reported"] == "yes"}
    assert {("", "typical_spend", ""), ("Mumbai", "typical_spend", ""), ("Mumbai", "share", "d")} <= reported
    assert len(reported) < 10
    resources = {resource["path"]: resource for resource in json.loads(found["data/datapackage.json"])["resources"]}
    fields = [field["name"] for field in resources["changes.csv"]["schema"]["fields"]]
    assert fields == found["data/changes.csv"].decode().splitlines()[0].split(",")
    assert "primaryKey" not in resources["changes.csv"]["schema"]
    assert "data/changes.csv" not in build("full")
