from dataclasses import replace

from generator.analyse.places.addresses import former_addresses
from generator.release import Release
from tests.support.releases import sample_release

BASE = sample_release("full")


def earlier(*places: tuple[str, str, tuple[str, ...]]) -> Release:
    return replace(BASE, places=tuple(replace(BASE.places[0], id=i, slug=s, former=f) for i, s, f in places))


def test_a_new_name_keeps_the_old_address_and_those_before_it() -> None:
    previous = earlier(("1", "gurgaon-haryana", ("gurgaon-punjab",)), ("2", "pune-maharashtra", ()))
    today = {"1": "gurugram-haryana", "2": "pune-maharashtra"}
    assert former_addresses(today, set(today.values()), {}, previous) == {"1": ("gurgaon-haryana", "gurgaon-punjab")}


def test_the_gazetteer_names_addresses_too() -> None:
    today = {"1": "gurugram-haryana"}
    listed = {"1": ("gurgaon-haryana",), "9": ("elsewhere",)}
    assert former_addresses(today, set(today.values()), listed, None) == {"1": ("gurgaon-haryana",)}


def test_an_address_in_use_is_no_former_one() -> None:
    previous = earlier(("1", "town-goa", ()))
    today = {"1": "town--1", "2": "town-goa"}
    assert former_addresses(today, set(today.values()), {"2": ("town--1",)}, previous) == {}


def test_an_address_leads_to_one_place_by_who_had_it_last() -> None:
    previous = earlier(("1", "town-goa", ()), ("2", "other-goa", ("town-goa",)))
    today = {"1": "a-goa", "2": "b-goa", "3": "c-goa"}
    found = former_addresses(today, set(today.values()), {"3": ("town-goa", "other-goa")}, previous)
    assert found == {"1": ("town-goa",), "2": ("other-goa",)}


def test_places_that_left_have_none() -> None:
    assert former_addresses({}, set(), {}, earlier(("1", "town-goa", ()))) == {}
