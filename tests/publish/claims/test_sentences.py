"""Links in sentences are attached to facts; digits in the name of a segment, a place or the bank are not linked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.publish.claims import registry
from generator.publish.claims.sentences import WORDS, Sentence
from generator.publish.render import make, render
from generator.publish.words.template import Value, parts, plain
from generator.release import Release
from generator.settings.settings import Settings
from tests.support.releases import sample_release

SITE = Settings(cards=False, embeds=False, reference="all 333 branches")
#: Digits that occur in names only.
NAMED = re.compile("777|888|333|555")
FACTS = re.compile(r'<ul class="facts">(.*?)</ul>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


def named_with_digits(release: Release) -> Release:
    """Return a release whose names hold digits: those of segments, places and the bank."""
    segments = tuple(replace(one, name=f"777 club {one.letter}", short=f"777 {one.letter}") for one in release.segments)
    places = tuple(replace(one, name=f"888 {one.name}" if one.name else "") for one in release.places)
    return replace(release, label="Bank 555", segments=segments, places=places)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made = render(named_with_digits(sample_release("full")), SITE)
    return {path: data.decode() for path, data in made if path.endswith(".html")}


@pytest.fixture(scope="module")
def found(pages: dict[str, str]) -> list[tuple[str, str, str]]:
    """The links of all sentences in lists, as page, URL and text."""
    return [
        (path, *link) for path, html in pages.items() for block in FACTS.findall(html) for link in LINK.findall(block)
    ]


@pytest.mark.slow
def test_numbers_are_linked_to_their_evidence_and_names_are_not(found: list[tuple[str, str, str]]) -> None:
    proved = [(path, words) for path, href, words in found if href.startswith("#")]
    assert {path.split("/")[0] for path, _ in proved} >= {"index.html", "cities", "segments"}
    assert [row for row in proved if NAMED.search(row[1])] == []
    assert all(re.search(r"\d", words) for _, words in proved)


def test_place_names_link_to_their_pages(found: list[tuple[str, str, str]]) -> None:
    places = {words for _, href, words in found if not href.startswith("#")}
    names = {place.name for place in named_with_digits(sample_release("full")).places if place.slug}
    assert places
    assert places <= names


@pytest.mark.slow
def test_an_overridden_wording_is_linked_on_its_number(tmp_path: Path) -> None:
    text = "Of {{ reference }}, {{ segment_subject }} are {{ share }} of those in {{ place }}, before {{ all_share }}."
    words = tmp_path / "phrases.toml"
    words.write_text("".join(f'[phrases.{kind}]\ntext = "{text}"\n' for kind in ("largest", "city_over")))
    settings = replace(SITE, content=(str(tmp_path),))
    rows = [
        re.sub('href="[^"]*"', "", row)
        for path, data in render(named_with_digits(sample_release("full")), settings)
        if path.endswith(".html")
        for row in re.findall("<li>(Of all 333 branches, .*?)</li>", data.decode())
    ]
    figure = re.compile(
        r"Of all 333 branches, 777 club [A-D] are <a >\d+\s%</a> of those in 888 [^<]*, before \d+\s%\."
    )
    place = re.compile(r"Of all 333 branches, 777 club [A-D] are \d+\s% of those in <a >888 [^<]*</a>, before \d+\s%\.")
    assert [row for row in rows if not figure.fullmatch(row) and not place.fullmatch(row)] == []
    assert any(map(figure.fullmatch, rows))
    assert any(map(place.fullmatch, rows))


def test_a_place_is_linked_at_its_fact() -> None:
    made = parts("{{ segment }} in {{ place }}", {"segment": "Pune club", "place": "Pune"}, _fail)
    assert made == ("", Value("segment", "Pune club"), " in ", Value("place", "Pune"), "")
    assert plain(made) == "Pune club in Pune"
    sentence = Sentence("x", "x", made, "", place="pune-maharashtra")
    assert sentence.text == "Pune club in Pune"
    assert sentence.around_place() == ("Pune club in ", "Pune", "")
    assert sentence.around_figure() is None


def test_all_facts_that_hold_names_are_listed() -> None:
    """A new fact that holds a name must be listed in `WORDS`, else its digits would be linked as a figure."""
    builder = make(named_with_digits(sample_release("full")), SITE)
    held = {name for name, value in builder.content.facts.items() if NAMED.search(value)}
    assert held <= WORDS
    assert held >= {"reference", "label", "largest_city"}
    known = {name for guard in registry.GUARDS.values() for name in guard.facts}
    assert {name for name in known if name in WORDS} >= {"place", "segment", "first", "over", "names", "since"}


def _fail(at: int, message: str, hint: str | None) -> ContentError:
    raise AssertionError(f"{at}: {message} {hint}")
