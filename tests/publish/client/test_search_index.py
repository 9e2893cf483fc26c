"""The index of the search box: exactly the entries with a page, small, ordered by customers."""

import gzip
import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from generator.publish.client import search_index
from generator.publish.client.scripts import data_script
from generator.publish.model.build import build_views
from generator.publish.model.types import Views
from generator.publish.output import links
from generator.publish.output.links import Links
from generator.publish.words.edition import Edition
from tests.publish.words.test_content import filled
from tests.support.browsing import ADDRESSED, SAMPLE
from tests.support.releases import KINDS, Kind, sample_release
from tests.support.shared_sites import sample_files
from tests.support.towns import views_of_towns


def index(views: Views, kind: Kind = "full") -> dict[str, Any]:
    return search_index.index(Edition.of(views, filled(kind)))


def found(body: dict[str, Any], label: str) -> list[tuple[str, str, str, list[str]]]:
    """Name, path, state and other names of a kind's entries, as the script reads them."""
    kind = next(kind for kind in body["kinds"] if kind["label"] == label)
    rows = []
    for name, part, *rest in kind["rows"]:
        state = body["states"][rest[0]] if rest and rest[0] >= 0 else ""
        rows.append((name, kind["before"] + part + kind["after"], state, rest[1:]))
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_path_is_a_file_of_the_site_and_every_page_is_found(kind: Kind) -> None:
    files = sample_files(kind, SAMPLE)
    body = index(build_views(sample_release(kind)), kind)
    paths = [path for label in labels(body) for _, path, _, _ in found(body, label)]
    for path in paths:
        file, _, anchor = path.partition("#")
        assert file in files, path
        assert not anchor or f'id="{anchor}"'.encode() in files[file], path
    pages = {path for path in files if path.endswith("index.html") and not path.startswith("embed/")}
    assert pages <= {path.partition("#")[0] for path in paths}
    assert body["town"] in files


def labels(body: dict[str, Any]) -> list[str]:
    return [kind["label"] for kind in body["kinds"]]


def test_places_are_sorted_by_customers_and_have_their_state() -> None:
    views = build_views(sample_release("full"))
    cities = found(index(views), "City")
    assert [name for name, *_ in cities] == [view.place.name for view in views.cities]
    assert ("Pune", "cities/pune-maharashtra/index.html", "Maharashtra", []) in cities
    # A state of the same name is omitted.
    assert ("Chandigarh", "cities/chandigarh-chandigarh/index.html", "", []) in cities
    assert {state for _, path, state, _ in cities if "/aurangabad-" in path} == {"Maharashtra", "Bihar"}
    assert found(index(views), "District")[0][:3] == (
        "Ranga Reddy",
        "cities/ranga-reddy-telangana-district/index.html",
        "Telangana",
    )


def test_aliases_are_indexed() -> None:
    views = build_views(sample_release("full"))
    named = tuple(
        replace(view, place=replace(view.place, aliases=("Bangalore", "Bengaluru", "Bengalooru")))
        if view.place.name == "Bengaluru"
        else view
        for view in views.cities
    )
    rows = {name: names for name, _, _, names in found(index(replace(views, cities=named)), "City")}
    assert rows["Bengaluru"] == ["Bangalore", "Bengalooru"]
    assert rows["Pune"] == []
    terms = {path: names for _, path, _, names in found(index(views), "Glossary")}
    assert "Cluster" in terms["glossary/index.html#segment"]
    assert ("High spenders", "segments/a/index.html", "", ["Segment A"]) in found(index(views), "Segment")


def test_only_columns_of_the_release_are_indexed_as_terms() -> None:
    rows = found(index(build_views(sample_release("full"))), "Glossary")
    assert not [path for _, path, *_ in rows if "log_" in path]


def test_a_measure_is_found_once() -> None:
    terms = [name for name, *_ in found(index(build_views(sample_release("full"))), "Glossary")]
    assert "Days since last seen" in terms
    assert len(set(terms)) == len(terms)


def test_only_places_with_a_page_are_indexed() -> None:
    release = sample_release("full")
    few = next(place for place in release.places if place.name == "Shimla")
    # Places below the threshold are in no release; their customers are in a pool. Pools are not indexed either.
    places = tuple(place for place in release.places if place is not few)
    atoms = tuple(atom for atom in release.atoms if atom.place != few.id)
    body = index(build_views(replace(release, places=places, atoms=atoms)))
    text = json.dumps(body)
    assert "Shimla" not in text
    assert "Himachal" not in text
    names = {name for label in ("City", "District") for name, *_ in found(body, label)}
    assert names == {place.name for place in places if place.slug}
    assert "pool:" not in text


def test_hostile_names_are_escaped_in_the_index() -> None:
    body = index(build_views(sample_release("hostile")), "hostile")
    script = data_script("search", body).decode()
    assert json.loads(script.partition("]=")[2].rstrip(";\n")) == body
    names = [name for name, *_ in found(body, "City")]
    assert '<script>alert("1")</script>' in names
    assert script.count("\n") == 1


def test_two_thousand_cities_fit_in_sixty_kilobytes() -> None:
    views = views_of_towns(2000)
    assert len(views.cities) == 2000
    assert sum(len(view.place.aliases) for view in views.cities) > 1500
    size = len(gzip.compress(data_script("search", index(views)), 6))
    assert 20_000 < size <= 60_000


def test_no_page_loads_the_index_by_itself() -> None:
    files = sample_files("full", ADDRESSED)
    script = next(path for path in files if path.startswith("assets/search."))
    for path, data in files.items():
        # Embeds have no search box.
        if path.endswith(".html") and not path.startswith("embed/"):
            text, rel = data.decode(), partial(Links().rel, path)
            base = "/base/" if path == "404.html" else ""
            assert f'src="{base}{rel(script)}"' not in text
            # Without scripts the box is a link to all cities.
            assert f'<div class="find" role="search"><a href="{base}{rel(links.CITIES)}">' in text
