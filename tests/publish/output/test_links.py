"""URLs: relative, percent-encoded, ending in a file; canonical ones in folder form."""

import itertools
from dataclasses import replace
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.model.build import build_views
from generator.publish.output import links
from generator.publish.output.links import Links
from tests.support.releases import sample_release

SITE = Links("https://example.org/atlas")


@pytest.mark.parametrize(
    ("start", "target", "expected"),
    [
        ("index.html", "summary/index.html", "summary/index.html"),
        ("cities/pune-x/index.html", "index.html", "../../index.html"),
        ("cities/pune-x/index.html", "cities/pune-x/city.csv", "city.csv"),
        ("cities/pune-x/index.html", "cities/index.html", "../index.html"),
        ("methods/index.html", "glossary/index.html#segment", "../glossary/index.html#segment"),
        ("methods/index.html", "methods/index.html#sure", "#sure"),
        ("404.html", "assets/a b.js", "assets/a%20b.js"),
        ("a/index.html", "a/index.html", "index.html"),
    ],
)
def test_relative(start: str, target: str, expected: str) -> None:
    assert SITE.rel(start, target) == expected


_part = st.text("abcxyz-é ", min_size=1, max_size=6).filter(lambda s: s.strip(" ") == s)
_path = st.lists(_part, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + "/index.html")


@settings(deadline=None)
@given(_path, _path)
def test_relative_links_resolve_under_any_base(start: str, target: str) -> None:
    for base in ("https://h/", "https://h/repo-name/", "file:///C:/x/"):
        assert unquote(urljoin(base + start, SITE.rel(start, target))) == base + target


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "https://example.org/atlas/"),
        ("cities/pune-x/index.html", "https://example.org/atlas/cities/pune-x/"),
        ("404.html", "https://example.org/atlas/404.html"),
    ],
)
def test_canonical(path: str, address: str) -> None:
    assert SITE.canonical(path) == Links("https://example.org/atlas/").canonical(path) == address
    assert Links(None).canonical(path) is None
    assert Links("").canonical(path) is None


def test_neighbours_walk_through_all_pages_of_a_kind() -> None:
    views = build_views(sample_release("full"))
    for row in (views.cities, views.districts):
        assert SITE.neighbours(row[0], views)[0] is None
        assert SITE.neighbours(row[-1], views)[1] is None
        for one, two in itertools.pairwise(row):
            assert SITE.neighbours(one, views)[1] == two
            assert SITE.neighbours(two, views)[0] == one


def test_all_pages_are_distinct_and_hold_every_kind() -> None:
    views = build_views(sample_release("full"))
    pages = SITE.all_pages(views)
    assert len(set(pages)) == len(pages) == len(links.PAGES) + 4 + 22
    assert SITE.city("pune-maharashtra") in pages
    assert SITE.segment("a") in pages
    assert SITE.page("privacy") == "privacy/index.html"


def test_states_in_any_script_have_anchors_of_their_own() -> None:
    release = sample_release()
    names = ["Łódzkie", "Łodzkie", "Αττική", "Московская область", "Goa", "Haʻapai"]
    places = [
        replace(place, state=names[i % len(names)]) if place.kind == "city" else place
        for i, place in enumerate(release.places)
    ]
    anchors = links.state_anchors(build_views(replace(release, places=tuple(places))))
    assert anchors["Goa"] == "in-goa"
    assert anchors["Αττική"] == "in-attiki"
    assert anchors["Haʻapai"] == "in-haapai"
    assert {anchors["Łódzkie"], anchors["Łodzkie"]} == {"in-lodzkie", "in-lodzkie--2"}
    assert len(set(anchors.values())) == len(anchors)
