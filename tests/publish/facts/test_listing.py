"""`atlas facts`: exactly the available placeholders are listed, with their values."""

import json
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.publish.claims import registry
from generator.publish.facts import listing
from generator.publish.inspect import lookup
from generator.publish.model.build import build_views
from generator.publish.words.edition import Edition
from generator.release import codec
from tests.publish.inspect.test_inspect import run
from tests.publish.words.test_content import filled
from tests.support.releases import sample_release

VIEWS = build_views(sample_release("full"))


def names(word: str = "", city: str | None = None) -> dict[str, str]:
    words = filled("full")
    found = lookup.find(city, VIEWS) if city else None
    return {f.name: f.value for f in listing.listed(word, found, Edition.of(VIEWS, words))}


def test_facts_of_the_site_of_pages_and_of_findings_are_listed() -> None:
    site = names()
    assert site["customers"] == filled("full").facts["customers"] != ""
    assert set(filled("full").facts) <= set(site)
    assert {fact for guard in registry.GUARDS.values() for fact in (*guard.facts, *guard.limits)} <= set(site)
    assert "place_rank" not in site
    assert names(city="Mumbai")["place_rank"].startswith("1st of ")
    assert names(city="B")["segment_customers"] != ""


def test_a_word_filters_by_name_and_value() -> None:
    assert "typical_spend" in names("SPEND")
    assert "customers" not in names("spend")
    customers = filled("full").facts["customers"]
    assert "customers" in names(customers)
    assert names("no such thing") == {}


def test_the_command(tmp_path: Path) -> None:
    codec.write(sample_release("full"), tmp_path / "build" / "release.json")
    text = run(tmp_path, "facts", "place_", "--city", "mumbai")
    assert "place_customers" in text
    assert "in pages/city.md" in text
    rows = json.loads(run(tmp_path, "facts", "threshold", "--json"))
    assert {"name": "threshold", "value": "20", "where": "all words"} in rows
    with pytest.raises(UsageError, match="No placeholder contains 'zzz'"):
        run(tmp_path, "facts", "zzz")
