"""Guards of similar cities: close with allowance for rounding, different with disjoint intervals."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.publish.model.pairs import Two
from generator.publish.model.types import Estimate, GroupView, PlaceView
from generator.release import Mean
from tests.support.guards import Bank, by_id, failed, group, place

CLOSE, DIFFERENT = "close in", "clearly different"


def town(bank: Bank, typical: float, half: float, recent: float | None = None, **changes: Any) -> PlaceView:
    """A city with typical spend (and recency) published without rounding, and an interval of `half` each way."""
    view = place(bank, **changes)
    published = {"typical_spend": typical} | ({} if recent is None else {"recency_pct": recent})
    means = {name: Mean(value, 0.0, None) for name, value in published.items()}
    measures = {
        name: Estimate(published.get(name), published[name] - half, published[name] + half, None)
        if name in published
        else Estimate(None, None, None, "few")
        for name in view.measures
    }
    return replace(view, place=replace(view.place, means=means), measures=measures, groups=changes.get("groups", ()))


@dataclass(frozen=True, kw_only=True)
class Towns:
    """Typical spend and recency there (100 and 50 here), half an interval, and the checks that fail."""

    id: str
    typical: float
    recent: float | None = None
    half: float
    alike: tuple[str, ...] = ()
    alike_but: tuple[str, ...] = ()


TOWNS = (
    Towns(id="spend-at-the-ratio", typical=110.0, half=20.0, alike_but=(DIFFERENT,)),
    Towns(id="spend-beyond", typical=110.1, half=20.0, alike=(CLOSE,), alike_but=(CLOSE, DIFFERENT)),
    Towns(id="spend-beyond-and-clear", typical=110.1, half=5.0, alike=(CLOSE, DIFFERENT), alike_but=(CLOSE,)),
    Towns(id="recency-at-5-percentiles", typical=110.1, recent=55.0, half=20.0, alike_but=(DIFFERENT,)),
    Towns(id="recency-beyond", typical=110.1, recent=55.1, half=20.0, alike=(CLOSE,), alike_but=(CLOSE, DIFFERENT)),
    Towns(id="intervals-touch", typical=100.0, recent=55.0, half=2.5, alike_but=(DIFFERENT,)),
    Towns(id="intervals-do-not-meet", typical=100.0, recent=55.0, half=2.4, alike=(DIFFERENT,)),
    Towns(id="under-5-percentiles", typical=100.0, recent=54.9, half=2.4, alike_but=(DIFFERENT,)),
    Towns(id="lower-intervals-touch", typical=100.0, recent=45.0, half=2.5, alike_but=(DIFFERENT,)),
    Towns(id="lower-intervals-do-not-meet", typical=100.0, recent=45.0, half=2.4, alike=(DIFFERENT,)),
)


@by_id(TOWNS)
def test_similar_cities_at_their_limits(bank: Bank, row: Towns) -> None:
    here = town(bank, 100.0, row.half, None if row.recent is None else 50.0)
    there = town(bank, row.typical, row.half, row.recent)
    case = bank.case(two=Two(here, there))
    assert (failed("alike", case), failed("alike_but", case)) == (row.alike, row.alike_but)


@by_id(TOWNS)
@pytest.mark.parametrize("strengths", [("claims", "intervals"), ("intervals", "claims")], ids=["few-there", "few-here"])
def test_cities_with_few_customers_are_never_clearly_different(
    bank: Bank, row: Towns, strengths: tuple[Any, Any]
) -> None:
    towns = town(bank, 100.0, row.half, row.recent and 50.0), town(bank, row.typical, row.half, row.recent)
    case = bank.case(two=Two(*(replace(one, strength=held) for one, held in zip(towns, strengths, strict=True))))
    close = tuple(what for what in row.alike if what == CLOSE)
    assert (failed("alike", case), failed("alike_but", case)) == (close, (*close, DIFFERENT))


@pytest.mark.parametrize(("step", "fails"), [(0.046, ()), (0.047, (CLOSE,))], ids=["within-room", "beyond-room"])
def test_similar_averages_allow_for_rounding(bank: Bank, step: float, fails: tuple[str, ...]) -> None:
    """Steps of typical spend are logarithms: 5 % of difference leaves .0465 of ln 1.10 for two halves of a step."""
    towns = []
    for typical in (100.0, 105.0):
        view = town(bank, typical, 90.0)
        means = {name: replace(mean, step=step) for name, mean in view.place.means.items()}
        towns.append(replace(view, place=replace(view.place, means=means)))
    assert failed("alike", bank.case(two=Two(*towns))) == fails


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
    here = town(bank, 100.0, 90.0, groups=mix(2000), n=10_000)
    there = town(bank, 200.0, 190.0, groups=mix(row.customers), n=10_000)
    assert failed("alike", bank.case(two=Two(here, there))) == row.alike


def test_only_one_of_two_differing_groups_is_named(bank: Bank) -> None:
    here, there = (
        town(
            bank,
            100.0,
            90.0,
            groups=(group("a", n / 1000, None, n=n), group("bcd", 1 - n / 1000, None, n=1000 - n)),
        )
        for n in (200, 400)
    )
    (finding,) = registry.GUARDS["alike_but"].findings(bank.case(two=Two(here, there)))
    assert finding.facts["differ"].count("segment") == 1
