"""Guards of all customers and all places: superlatives need a lead, comparisons need a test."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.publish.model.types import Answer, Family
from generator.release import Count
from tests.support.guards import Bank, by_id, failed, failed_of, group, place, with_average, with_counts

LEAD, ABOVE = "lead on the next", "leads whatever lies above the caps"


@dataclass(frozen=True, kw_only=True)
class SpendShares:
    """The shares of spend of four segments, and the checks that fail for "most spend"."""

    id: str
    shares: tuple[float | None, ...]
    most_spend: tuple[str, ...] = ()


SPEND_SHARES = (
    # Up to 10 % of all spend may lie above the caps: 56 % of the rest is 50.4 %, against 40.5 % and those 10 %.
    SpendShares(id="leads-whatever-is-above-the-caps", shares=(0.0, 0.562, 0.45, 0.0)),
    SpendShares(id="may-not-lead", shares=(0.0, 0.56, 0.45, 0.0), most_spend=(ABOVE,)),
    SpendShares(id="withheld", shares=(None, None, None, None), most_spend=("most spend", ABOVE)),
)


@by_id(SPEND_SHARES)
def test_most_spend_needs_a_lead(bank: Bank, row: SpendShares) -> None:
    groups = tuple(replace(one, spend_share=x) for one, x in zip(bank.views.groups, row.shares, strict=True))
    overall = replace(bank.views.release.overall, above_caps=0.05)
    made = bank.with_release(replace(bank.views.release, overall=overall))
    assert failed("most_spend", made.with_views(groups=groups).case()) == row.most_spend


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


ONE_CLEAR = (group("a", 0.3, 0.2, answer="clear"), group("bcd", 0.7, 0.8))
UNTESTED = (group("a", 0.2, 0.2, answer=None), group("bcd", 0.8, 0.8, answer=None))
ONLY_CITIES = (
    OnlyCity(id="even"),
    OnlyCity(id="one-share-clear", changes={"groups": ONE_CLEAR}, cities_differ=(), cities_alike=(CLEAR,)),
    OnlyCity(id="nothing-tested", changes={"groups": UNTESTED}, cities_alike=(TESTED,), no_mix=()),
)


@by_id(ONLY_CITIES)
def test_cities_differ_are_alike_or_cannot_be_compared(bank: Bank, row: OnlyCity) -> None:
    view = place(bank, **row.changes)
    tested = Family(sum(one.answer is not None for one in view.groups))
    case = bank.with_views(cities=(view,), districts=(), pools=(), family=tested).case()
    assert failed_of(("cities_differ", "cities_alike", "no_mix", "in_places", "typical_places"), case) == {
        "cities_differ": row.cities_differ,
        "cities_alike": row.cities_alike,
        "no_mix": row.no_mix,
        "in_places": ("pools of smaller places",),
        "typical_places": ("places with typical spend clearly different",),
    }


def test_places_with_higher_and_lower_typical_spend_are_counted(bank: Bank) -> None:
    values: tuple[tuple[float, Answer], ...] = ((110.0, "clear"), (120.0, "clear"), (90.0, "clear"), (95.0, "small"))
    cities = tuple(with_average(bank, "typical_spend", value, 0.0, 1.0, answer) for value, answer in values)
    case = bank.with_views(cities=cities, districts=()).case()
    assert failed("in_places", case) == failed("typical_places", case) == ()
    (finding,) = registry.GUARDS["typical_places"].findings(case)
    places = "higher in Mumbai and Mumbai; lower in Mumbai"
    assert finding.facts == {"higher": "2", "lower": "1", "clear": "3", "places": places}
    many = bank.with_views(cities=(*cities[:2], *cities), districts=()).case()
    (finding,) = registry.GUARDS["typical_places"].findings(many)
    # The largest three, and the number of the others.
    assert finding.facts["places"] == "higher in Mumbai, Mumbai, Mumbai and 1 more; lower in Mumbai"


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
