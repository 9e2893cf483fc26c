"""The language of the words, apart from the locale of the numbers."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.publish.client import search_index
from generator.publish.facts import values
from generator.publish.model.build import build_views
from generator.publish.pages import tools
from generator.publish.words import display_names, loader
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter
from generator.publish.words.unread import unread
from generator.resources import content_dir, templates_dir
from tests.support.browsing import SAMPLE
from tests.support.releases import sample_release
from tests.support.shared_sites import shared_site

BRAZIL = replace(sample_release("full"), locale="pt_BR", currency="BRL")


def page(path: str, **settings: Any) -> str:
    return (shared_site(BRAZIL, replace(SAMPLE, **settings)) / path).read_text(encoding="utf-8")


@pytest.mark.slow
def test_english_words_stay_english_beside_brazilian_numbers() -> None:
    home = page("index.html")
    assert '<html lang="en">' in home
    assert "1 Aug to 21 Oct 2016" in home
    assert "R$" in home
    assert re.search(r"\d\.\d{3}\b", home)
    cities = [page(f"cities/{place.slug}/index.html") for place in BRAZIL.places if place.slug]
    ranks = [rank for text in cities for rank in re.findall(r"\d+[a-z]+(?= of \d+ cities)", text)]
    assert "1st" in ranks
    assert all(re.fullmatch(r"\d*(1st|2nd|3rd|[04-9]th|1[123]th)", rank) for rank in ranks)


@pytest.mark.slow
def test_the_setting_names_the_language_of_every_page() -> None:
    site = shared_site(BRAZIL, replace(SAMPLE, language="pt-BR"))
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(pages) > 20
    assert [path for path, text in pages.items() if '<html lang="pt-BR">' not in text] == []
    for path in ("index.html", "methods/index.html", "cities/pune-maharashtra/index.html"):
        assert "1 ago. to 21 out. 2016" in pages[site / path]


ENGLISH = loader.load((content_dir(),))


@pytest.mark.parametrize(
    ("things", "n", "text"),
    [
        ("cities", 1, "1 city"),
        ("cities", 2, "2 cities"),
        ("cities", 0, "no city with a page"),
        ("places", 1, "1 place"),
        ("days", 1, "1 day"),
        ("customers", 1_234, "1,234 customers"),
        ("cities_have_pages", 1, "1 city has its own page"),
        ("in_cities", 0, ""),
    ],
)
def test_a_number_has_its_form(things: str, n: int, text: str) -> None:
    assert display_names.counted(things, n, ENGLISH, Formatter("en_GB", "EUR")) == text


#: Texts of a language with four plural forms, by file.
POLISH = {
    "site.toml": (
        '[counted]\nplaces = "{{ n }} miejsca"\nplaces_one = "{{ n }} miejsce"\nplaces_few = "{{ n }} miejsca"\n'
        'places_many = "{{ n }} miejsc"\nplaces_zero = "żadnego miejsca"\n'
        '[search]\nresults_few = "{{ n }} wyniki"\n'
    ),
    "explore.toml": '[explore]\nplaces_few = "{{ n }} miejsca"\n',
    "formats.toml": '[units]\npoints_few = "punkty"\n',
}


def polish(folder: Path) -> Content:
    for name, text in POLISH.items():
        (folder / name).write_text(text, encoding="utf-8")
    return loader.load((folder, content_dir()), language="pl")


def test_a_language_has_as_many_forms_as_it_needs(tmp_path: Path) -> None:
    words = polish(tmp_path)
    assert list(unread(words, (tmp_path, content_dir()), (templates_dir(),))) == []
    fmt = words.formatter(sample_release("full"))
    shown = [display_names.counted("places", n, words, fmt) for n in (0, 1, 3, 5, 22)]
    assert shown == ["żadnego miejsca", "1 miejsce", "3 miejsca", "5 miejsc", "22 miejsca"]


def test_scripts_get_every_form_and_the_language(tmp_path: Path) -> None:
    edition = values.fill_site(Edition.of(build_views(sample_release("full")), polish(tmp_path)), SAMPLE)
    spec = edition.fmt.for_scripts()
    assert (spec["language"], spec["units"]["points_few"]) == ("pl", "punkty")
    found = search_index.index(edition)
    assert (found["language"], found["words"]["results_few"]) == ("pl", "{} wyniki")
    assert tools.words(edition.content, ("compare", "explore"))["words"]["places_few"] == "{{ n }} miejsca"


@pytest.mark.parametrize(
    ("cities", "title", "description"),
    [
        (20, " customers, 20 cities", "20 cities with their own page"),
        (1, " customers, 1 city", "1 city with its own page"),
        (0, " customers", "No city with its own page"),
    ],
)
def test_titles_agree_with_the_number_of_cities(cities: int, title: str, description: str) -> None:
    views = build_views(sample_release("full"))
    edition = values.fill_site(Edition.of(replace(views, cities=views.cities[:cities]), ENGLISH), SAMPLE)
    assert edition.content.page("overview").title.endswith(title)
    assert edition.content.page("cities").description.startswith(description)
