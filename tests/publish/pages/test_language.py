"""The language of the words, apart from the locale of the numbers."""

import re
from dataclasses import replace
from typing import Any

import pytest

from generator.publish.facts import values
from generator.publish.model.build import build_views
from generator.publish.words import display_names, loader
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter
from generator.resources import content_dir
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
    assert '<html lang="pt-BR">' in page("index.html", language="pt-BR")
    assert "1 de ago" not in page("index.html")


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


def test_a_language_has_as_many_forms_as_it_needs() -> None:
    counted = {
        "places": "{{ n }} miejsca", "places_one": "{{ n }} miejsce", "places_few": "{{ n }} miejsca",
        "places_many": "{{ n }} miejsc",
    }  # fmt: skip
    polish = loader.load((content_dir(),), language="pl")
    # The tables are shared by all that read the file.
    polish = replace(polish, tables={**polish.tables, "site.toml": polish.tables["site.toml"] | {"counted": counted}})
    fmt = polish.formatter(sample_release("full"))
    shown = [display_names.counted("places", n, polish, fmt) for n in (0, 1, 3, 5, 22)]
    assert shown == ["0 miejsc", "1 miejsce", "3 miejsca", "5 miejsc", "22 miejsca"]


@pytest.mark.parametrize(
    ("cities", "title", "description"),
    [
        (20, " customers in 20 cities", "20 cities with their own page"),
        (1, " customers in 1 city", "1 city with its own page"),
        (0, " customers", "No city with its own page"),
    ],
)
def test_titles_agree_with_the_number_of_cities(cities: int, title: str, description: str) -> None:
    views = build_views(sample_release("full"))
    edition = values.fill_site(Edition.of(replace(views, cities=views.cities[:cities]), ENGLISH), SAMPLE)
    assert edition.content.page("overview").title.endswith(title)
    assert edition.content.page("cities").description.startswith(description)
