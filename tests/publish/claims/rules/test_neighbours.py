"""Guards of similar cities: a choice that lasts, close with allowance for rounding, different as on Compare."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.publish.model.neighbours import Neighbour
from generator.publish.model.pairs import Comparer
from generator.publish.model.types import Estimate, GroupView, PlaceView
from generator.release import Mean
from tests.support.guards import CUSTOMERS, Bank, by_id, failed, group, place

CLOSE, DIFFERENT = "close in", "clearly different"
LASTS, UNLIKE = "among the nearest", "other cities that differ from it by more than chance"


def town(bank: Bank, typical: float, recent: float | None = None, **changes: Any) -> PlaceView:
    """A city with typical spend (and recency) published without rounding."""
    view = place(bank, **changes)
    published = {"typical_spend": typical} | ({} if recent is None else {"recency_pct": recent})
    means = {name: Mean(value, 0.0, None) for name, value in published.items()}
    measures = {
        name: Estimate(published.get(name), None, None, None if name in published else "few") for name in view.measures
    }
    return replace(view, place=replace(view.place, means=means), measures=measures, groups=changes.get("groups", ()))


def near(
    bank: Bank, here: PlaceView, there: PlaceView, kept: float = 0.8, unlike: float | None = 0.5, *names: str
) -> Case:
    pair = Comparer.of(bank.views).pair(here, there)
    compared = names or ("typical_spend", "recency_pct", "mix")
    known = (pair.first, pair.second, pair.claims, pair.parts, pair.gaps, pair.level)
    return bank.case(two=Neighbour(*known, kept, unlike, compared))


@dataclass(frozen=True, kw_only=True)
class Towns:
    """Typical spend and recency there (100 and 50 here), customers of both, and the checks that fail."""

    id: str
    typical: float
    recent: float | None = None
    n: int = 1000
    alike: tuple[str, ...] = ()
    alike_but: tuple[str, ...] = ()


TOWNS = (
    Towns(id="spend-at-the-ratio", typical=110.0, alike_but=(DIFFERENT,)),
    Towns(id="spend-beyond", typical=110.1, alike=(CLOSE,), alike_but=(CLOSE, DIFFERENT)),
    Towns(id="spend-beyond-and-clear", typical=150.0, n=9000, alike=(CLOSE, DIFFERENT), alike_but=(CLOSE,)),
    Towns(id="recency-at-5-percentiles", typical=110.1, recent=55.0, alike_but=(DIFFERENT,)),
    Towns(id="recency-beyond", typical=110.1, recent=55.1, alike=(CLOSE,), alike_but=(CLOSE, DIFFERENT)),
    Towns(id="recency-clear", typical=100.0, recent=55.0, n=9000, alike=(DIFFERENT,)),
    Towns(id="recency-lower", typical=100.0, recent=45.0, n=9000, alike=(DIFFERENT,)),
    Towns(id="recency-small", typical=100.0, recent=54.9, n=9000, alike_but=(DIFFERENT,)),
)


@by_id(TOWNS)
def test_similar_cities_at_their_limits(bank: Bank, row: Towns) -> None:
    here = town(bank, 100.0, None if row.recent is None else 50.0, n=row.n)
    case = near(bank, here, town(bank, row.typical, row.recent, n=row.n))
    assert (failed("alike", case), failed("alike_but", case)) == (row.alike, row.alike_but)


@pytest.mark.parametrize("strengths", [("claims", "intervals"), ("intervals", "claims")], ids=["few-there", "few-here"])
def test_cities_with_few_customers_are_never_named(bank: Bank, strengths: tuple[Any, Any]) -> None:
    here, there = (replace(town(bank, 100.0), strength=held) for held in strengths)
    assert failed("alike", near(bank, here, there)) == (CUSTOMERS,)


@pytest.mark.parametrize(
    ("kept", "unlike", "fails"),
    [(0.8, 0.5, ()), (0.79, 0.5, (LASTS,)), (0.8, 0.49, (UNLIKE,)), (0.1, None, (LASTS, UNLIKE))],
)
def test_the_choice_must_last_and_the_city_be_unlike_others(
    bank: Bank, kept: float, unlike: float | None, fails: tuple[str, ...]
) -> None:
    assert failed("alike", near(bank, town(bank, 100.0), town(bank, 101.0), kept, unlike)) == fails


def test_only_what_was_compared_can_be_close(bank: Bank) -> None:
    here, there = town(bank, 100.0, 50.0, n=120), town(bank, 150.0, 51.0, n=120)
    assert failed("alike", near(bank, here, there)) == ()
    assert failed("alike", near(bank, here, there, 0.8, 0.5, "typical_spend")) == (CLOSE,)


@pytest.mark.parametrize(("step", "fails"), [(0.046, ()), (0.047, (CLOSE,))], ids=["within-room", "beyond-room"])
def test_similar_averages_allow_for_rounding(bank: Bank, step: float, fails: tuple[str, ...]) -> None:
    """Steps of typical spend are logarithms: 5 % of difference leaves .0465 of ln 1.10 for two halves of a step."""
    towns = []
    for typical in (100.0, 105.0):
        view = town(bank, typical)
        means = {name: replace(mean, step=step) for name, mean in view.place.means.items()}
        towns.append(replace(view, place=replace(view.place, means=means)))
    assert failed("alike", near(bank, towns[0], towns[1])) == fails


def mix(first: int) -> tuple[GroupView, ...]:
    """The groups of a town of 10,000 customers."""
    counts = {"a": first, "b": 2500, "c": 2500, "d": 5000 - first}
    return tuple(group(ids, n / 10_000, 0.25, n=n) for ids, n in counts.items())


@dataclass(frozen=True, kw_only=True)
class First:
    """Customers of the first segment there (2,000 here), and the checks that fail for "alike"."""

    id: str
    customers: int
    alike: tuple[str, ...] = ()


FIRSTS = (
    First(id="within-room", customers=2482),
    First(id="beyond-room", customers=2483, alike=(CLOSE,)),
    First(id="just-under-5-points", customers=2499, alike=(CLOSE,)),
    First(id="5-points", customers=2500, alike=(CLOSE, DIFFERENT)),
)


@by_id(FIRSTS)
def test_similar_mixes_allow_for_rounding(bank: Bank, row: First) -> None:
    """Counts in tens: each is up to 9 off, a share of 10,000 customers .0009, and the difference of two .0018."""
    here = town(bank, 100.0, groups=mix(2000), n=10_000)
    there = town(bank, 100.0, groups=mix(row.customers), n=10_000)
    assert failed("alike", near(bank, here, there, 0.8, 0.5, "mix")) == row.alike


def test_only_one_of_two_differing_groups_is_named(bank: Bank) -> None:
    here, there = (
        town(
            bank,
            100.0,
            groups=(group("a", n / 1000, None, n=n), group("bcd", 1 - n / 1000, None, n=1000 - n)),
        )
        for n in (200, 400)
    )
    (finding,) = registry.GUARDS["alike_but"].findings(near(bank, here, there))
    assert finding.facts["differ"].count("segment") == 1
