"""Structured data in the head of pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from generator.publish.render import render
from generator.release import Reading
from generator.settings.settings import Settings
from tests.support.browsing import SAMPLE
from tests.support.releases import Kind, sample_release
from tests.support.shared_sites import sample_files

URL = "https://atlas.example/base/"


def datasets(kind: Kind, **settings: Any) -> dict[str, dict[str, Any]]:
    """Return the one block of each page that has one, by path."""
    found = {}
    for path, data in sample_files(kind, replace(SAMPLE, **settings)).items():
        if path.endswith(".html"):
            blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', data.decode(), re.DOTALL)
            assert len(blocks) <= 1, path
            if blocks:
                found[path] = json.loads(blocks[0])
    return found


@pytest.mark.slow
def test_overview_downloads_and_places_describe_their_data() -> None:
    found = datasets("full", site_url=URL, publisher="Sample Ltd", licence="CC BY 4.0")
    cities = [path for path in found if path.startswith("cities/")]
    assert set(found) == {"index.html", "data/index.html", *cities}
    assert len(cities) == 22
    assert len({body["name"] for body in found.values()}) == len(found)
    for path, body in found.items():
        assert (body["@context"], body["@type"]) == ("https://schema.org", "Dataset")
        assert 50 <= len(body["description"]) <= 5000, path
        assert body["url"] == URL + path.removesuffix("index.html")
        assert body["temporalCoverage"] == "2016-08-01/2016-10-21"
        assert body["isAccessibleForFree"] is True
        assert body["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}
        assert body["creator"] == body["publisher"] == {"@type": "Organization", "name": "Sample Ltd"}
        assert None not in body.values()


@pytest.mark.slow
def test_a_place_has_coordinates_and_its_files_exist() -> None:
    found = datasets("full", site_url=URL)
    body = found["cities/pune-maharashtra/index.html"]
    assert body["spatialCoverage"]["name"] == "Pune, Maharashtra"
    assert body["spatialCoverage"]["geo"] == {"@type": "GeoCoordinates", "latitude": 18.52, "longitude": 73.86}
    assert found["index.html"]["spatialCoverage"] == {"@type": "Country", "name": "India"}
    files = set(sample_files("full", SAMPLE))
    for one in found.values():
        for row in one["distribution"]:
            assert row["contentUrl"].removeprefix(URL) in files
            assert (
                row["encodingFormat"]
                == {"csv": "text/csv", "json": "application/json"}[row["contentUrl"].split(".")[-1]]
            )


@pytest.mark.slow
def test_only_available_measures_are_named() -> None:
    def measures(kind: Kind) -> dict[str, str]:
        rows = datasets(kind)["index.html"]["variableMeasured"]
        return {row["name"]: row.get("unitText", "") for row in rows}

    full, total = measures("full"), measures("total")
    assert full["Typical spend"] == "INR"
    assert set(full) - set(total) == {"Transactions per customer", "Age"}


@pytest.mark.slow
def test_missing_url_and_publisher_are_omitted() -> None:
    body = datasets("sparse", publisher="")["cities/pune-maharashtra/index.html"]
    assert not {"url", "distribution", "license", "creator", "publisher"} & body.keys()
    assert datasets("full", licence="https://example.org/by/")["index.html"]["license"] == "https://example.org/by/"
    foreign = dict(render(replace(sample_release("full"), reading=Reading("as-is")), replace(SAMPLE, site_url=URL)))
    assert b"spatialCoverage" not in foreign["index.html"]


def test_an_internal_site_has_no_structured_data() -> None:
    assert datasets("internal", site_url=URL) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["</script><b>", "<!--", "]]>", '"', "\\"])
def test_names_cannot_end_the_json_block(name: str) -> None:
    release = sample_release("full")
    places = tuple(replace(p, name=name) if p.slug == "pune-maharashtra" else p for p in release.places)
    for path, data in render(replace(release, places=places), Settings(cards=False)):
        if path == "cities/pune-maharashtra/index.html":
            block = re.search(r'<script type="application/ld\+json">(.*?)</script>', data.decode(), re.DOTALL)
            assert block
            assert not set("<>&") & set(block[1])
            assert json.loads(block[1])["spatialCoverage"]["name"] == f"{name}, Maharashtra"
