"""A site of another country: no word of a gazetteer, of states, of rupees or of the old dashboard that it never had."""

import re
from dataclasses import replace
from functools import cache

import pytest

from generator.publish.model.conditions import old_dashboard
from generator.publish.render import render
from generator.release import Reading, Release
from tests.support.browsing import SAMPLE
from tests.support.foreign import foreign_release
from tests.support.releases import sample_release
from tests.support.shared_sites import sample_files

_PUBLIC = sample_release("full")
#: The release's own schema names what other releases hold.
_OF_ALL_RELEASES = "data/release.schema.json"


@cache
def texts(*, states: bool, old_dashboard: str = "auto") -> dict[str, str]:
    settings = replace(SAMPLE, old_dashboard=old_dashboard)
    return {
        path: data.decode()
        for path, data in render(foreign_release(states=states), settings)
        if path.endswith((".html", ".csv", ".json", ".txt", ".js", ".xml")) and "plotly" not in path
    }


def found(words: str, **site: bool) -> set[str]:
    pattern = re.compile(words, re.IGNORECASE)
    return {
        f"{path}: {match[0]}"
        for path, text in texts(**site).items()
        if path != _OF_ALL_RELEASES
        for match in pattern.finditer(text)
    }


@pytest.mark.slow
@pytest.mark.parametrize("states", [True, False])
def test_no_word_of_india_or_of_the_old_dashboard(states: bool) -> None:
    words = r"₹|\brupees?\b|\blakh|\bcrore|\bIndia\b|union territory|old.dashboard|CustLocation|AvgRecency|day first"
    assert found(words, states=states) == set()
    assert "old-dashboard/index.html" not in texts(states=states)


@pytest.mark.slow
@pytest.mark.parametrize("states", [True, False])
def test_no_word_of_a_gazetteer(states: bool) -> None:
    words = r"gazetteer|geonames|grade [ABC]\b|exact or known spelling|is matched|spelling that is not|district and no"
    assert found(words, states=states) == set()


@pytest.mark.slow
def test_no_word_of_states_where_there_are_none() -> None:
    assert found(r"\bby state|all states|of its state|of one state|a state\b", states=False) == set()
    cities = texts(states=False)["cities/index.html"]
    assert "<h2>All cities</h2>" in cities
    assert cities.count("<select") == 1
    assert texts(states=False)["index.html"].count("All cities") == 1


@pytest.mark.slow
def test_states_are_listed_where_there_are_some() -> None:
    assert "All states" in texts(states=True)["cities/index.html"]
    assert "combined by state" in texts(states=True)["my-town/index.html"]


@pytest.mark.slow
def test_privacy_says_which_texts_of_places_are_published() -> None:
    as_is = texts(states=True)["privacy/index.html"]
    assert "original place texts" not in as_is
    assert "all place texts except the names that this site shows are read where the data are kept" in as_is
    public = sample_files("full", SAMPLE)["privacy/index.html"].decode()
    assert "the original place texts are read where the data are kept" in public


@pytest.mark.slow
def test_places_as_is_are_described_without_settings_that_the_release_lacks() -> None:
    quality = texts(states=True)["data-quality/index.html"]
    assert "with capitals at the start of its words where few share one" in quality
    assert "types of apostrophe only" not in quality


@pytest.mark.slow
def test_dates_are_described_as_they_were_read() -> None:
    methods = texts(states=True)["methods/index.html"]
    assert "Dates are read by the exact format that was set, and amounts are added exactly." in methods
    public = sample_files("full", SAMPLE)["methods/index.html"].decode()
    assert "Dates that leave their order open are read day first, and amounts are added exactly." in public


@pytest.mark.slow
def test_the_page_of_the_old_dashboard_can_be_switched_on() -> None:
    site = texts(states=True, old_dashboard="on")
    assert "old-dashboard/index.html" in site
    assert "Coming from the old dashboard" in site["index.html"]


@pytest.mark.parametrize(
    ("release", "setting", "expected"),
    [
        (_PUBLIC, "auto", True),
        (_PUBLIC, "off", False),
        (replace(_PUBLIC, origin="kpis", currency="EUR"), "auto", True),
        (replace(_PUBLIC, currency="EUR"), "auto", False),
        (replace(_PUBLIC, reading=Reading("as-is")), "auto", False),
        (foreign_release(states=True), "auto", False),
        (foreign_release(states=True), "on", True),
    ],
)
def test_which_sites_explain_the_old_dashboard(release: Release, setting: str, expected: bool) -> None:
    assert old_dashboard(release, replace(SAMPLE, old_dashboard=setting)) == expected


def test_another_banks_columns_are_not_those_of_the_public_data() -> None:
    assert not old_dashboard(_PUBLIC, replace(SAMPLE, columns={"amount": "Betrag"}))
