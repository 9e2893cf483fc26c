"""Guards of all customers and all places: superlatives need a lead, comparisons need a test."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.release import Count
from tests.support.guards import Bank, by_id, failed, failed_of, group, place, with_average, with_counts

LEAD = "lead on the next"


@dataclass(frozen=True, kw_only=True)
class SpendShares:
    """The shares of spend of four segments, and the checks that fail for "most spend"."""

    id: str
    shares: tuple[float | None, ...]
    most_spend: tuple[str, ...] = ()


SPEND_SHARES = (
    SpendShares(id="lead-of-5-points", shares=(0.0, 0.55, 0.5, 0.0)),
    SpendShares(id="lead-under-5-points", shares=(0.0, 0.549, 0.5, 0.0), most_spend=(LEAD,)),
    SpendShares(id="withheld", shares=(None, None, None, None), most_spend=("most spend", LEAD)),
)


@by_id(SPEND_SHARES)
def test_most_spend_needs_a_lead(bank: Bank, row: SpendShares) -> None:
    groups = tuple(replace(one, spend_share=x) for one, x in zip(bank.views.groups, row.shares, strict=True))
    assert failed("most_spend", bank.with_views(groups=groups).case()) == row.most_spend


@dataclass(frozen=True, kw_only=True)
class CitySizes:
    """Customers of the cities, counted in tens, and the checks that fail for "top city"."""

    id: str
    customers: tuple[int, ...]
    top_city: tuple[str, ...] = ()


CITY_SIZES = (
    CitySizes(id="lead-that-rounding-cannot-make", customers=(1000, 981)),
    CitySizes(id="lead-that-rounding-can-make", customers=(1000, 982), top_city=(LEAD,)),
    CitySizes(id="one-city", customers=(1000,), top_city=("cities", LEAD)),
)


@by_id(CITY_SIZES)
def test_the_largest_city_needs_a_lead(bank: Bank, row: CitySizes) -> None:
    cities = tuple(replace(bank.views.cities[0], n=n) for n in row.customers)
    assert failed("top_city", bank.with_views(cities=cities).case()) == row.top_city


CLEAR, TESTED = "places with a share clearly different", "shares tested"


@dataclass(frozen=True, kw_only=True)
class OnlyCity:
    """Changes of the only city against the even one, and the checks that fail for each sentence on all cities."""

    id: str
    changes: dict[str, Any] = field(default_factory=dict)
    cities_differ: tuple[str, ...] = (CLEAR,)
    cities_alike: tuple[str, ...] = ()
    no_mix: tuple[str, ...] = (TESTED,)


ONE_CLEAR = (group("a", 0.3, 0.2, passes=True), group("bcd", 0.7, 0.8))
UNTESTED = (group("a", 0.2, 0.2, residual=None), group("bcd", 0.8, 0.8, residual=None))
ONLY_CITIES = (
    OnlyCity(id="even"),
    OnlyCity(id="one-share-clear", changes={"groups": ONE_CLEAR}, cities_differ=(), cities_alike=(CLEAR,)),
    OnlyCity(id="too-few-customers", changes={"groups": ONE_CLEAR, "strength": "counts"}),
    OnlyCity(id="nothing-tested", changes={"groups": UNTESTED}, cities_alike=(TESTED,), no_mix=()),
)


@by_id(ONLY_CITIES)
def test_cities_differ_are_alike_or_cannot_be_compared(bank: Bank, row: OnlyCity) -> None:
    case = bank.with_views(cities=(place(bank, **row.changes),), districts=(), pools=()).case()
    assert failed_of(("cities_differ", "cities_alike", "no_mix", "in_places", "typical_places"), case) == {
        "cities_differ": row.cities_differ,
        "cities_alike": row.cities_alike,
        "no_mix": row.no_mix,
        "in_places": ("pools of smaller places",),
        "typical_places": ("places with typical spend clearly different",),
    }


def test_places_with_higher_and_lower_typical_spend_are_counted(bank: Bank) -> None:
    cities = tuple(
        replace(with_average(bank, "typical_spend", value, 0.0, 1.0, 0.01), typical_differs=True)
        for value in (110.0, 120.0, 90.0)
    )
    case = bank.with_views(cities=cities, districts=()).case()
    assert failed("in_places", case) == failed("typical_places", case) == ()
    (finding,) = registry.GUARDS["typical_places"].findings(case)
    assert finding.facts == {"higher": "2", "lower": "1", "all_places": "3 places", "apart": "3"}


@pytest.mark.parametrize("some_left_out", [True, False], ids=["some-left-out", "none-left-out"])
def test_the_sentence_on_rows_depends_on_excluded_rows(bank: Bank, some_left_out: bool) -> None:
    conditions = bank.content.conditions - {"rejected_some"} | ({"rejected_some"} if some_left_out else set())
    worded = replace(bank, content=bank.content.fill({}, frozenset(conditions)))
    read, kept = Count("rows_read", 1000, 1000), Count("rows_accepted", 990, 1000)
    known, unknown = (
        worded.with_release(with_counts(bank.views.release, *counts)).case() for counts in ((read, kept), ())
    )
    assert failed("rows", known) == (() if some_left_out else ("rows left out",))
    assert failed("all_rows", known) == (("rows left out",) if some_left_out else ())
    assert failed("rows", unknown)[0] == failed("all_rows", unknown)[0] == "rows read"


@pytest.mark.parametrize("name", ["imported", "frequency_dropped", "key_auto"])
def test_a_guard_on_a_condition_is_true_with_it(bank: Bank, name: str) -> None:
    held, not_held = (
        replace(bank, content=bank.content.fill({}, frozenset(conditions))).case() for conditions in ({name}, ())
    )
    assert failed(name, held) == ()
    assert failed(name, not_held) == (f"condition {name}",)
