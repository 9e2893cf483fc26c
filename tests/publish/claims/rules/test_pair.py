"""Guards of pairs of places: each passes at its limits and fails just beyond them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pytest

from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.publish.model.pair_level import Level
from generator.publish.model.pairs import Gap, Pair, Part
from generator.publish.model.types import Answer, Estimate
from tests.support.guards import CUSTOMERS, DIFFERENCE, PERCENTILES, YEARS, Bank, by_id, failed, failed_of, place

#: 190 pairs of 20 places, with eight tests in each.
LEVEL = Level(places=20, shares=4, averages=4)
ABOVE, UP_TO = LEVEL.z + 1e-6, LEVEL.z
ENDINGS: Mapping[str, Answer] = {"": "clear", "_small": "small", "_chance": "chance"}


def part(ids: str, one: float, two: float, z: float = ABOVE, half: float = 0.03, answer: Answer | None = None) -> Part:
    """Segments of two places of 1,000, with a difference of `z` standard errors and an interval of `half` each way."""
    return Part(
        segments=tuple(ids),
        n=(round(1000 * one), round(1000 * two)),
        share=(one, two),
        low=(one - 0.03, two - 0.03),
        high=(one + 0.03, two + 0.03),
        ends=(one - two - half, one - two + half),
        error=abs(one - two) / z or 0.02,
        answer=answer,
    )


def pair(bank: Bank, *parts: Part, claims: bool = True, gaps: tuple[Gap, ...] = ()) -> Case:
    return bank.case(two=Pair(place(bank), place(bank, n=900), claims, parts, gaps, LEVEL))


def of_endings(stem: str, case: Case, key: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return the failing checks of the guards of each answer."""
    return {answer: failed(f"{stem}{ending}", case, key) for ending, answer in ENDINGS.items()}


MIRROR, LEVEL_OF_PAIRS, INTERVAL = (
    "mirrors the only other part",
    "p of the difference",
    "95 % interval of the difference",
)


@dataclass(frozen=True, kw_only=True)
class Shares:
    """A segment's share of two places, and the checks that fail for a clear, a small and a possible difference."""

    id: str
    one: float
    two: float
    z: float = ABOVE
    half: float = 0.03
    claims: bool = True
    clear: tuple[str, ...] = ()
    small: tuple[str, ...] = (DIFFERENCE,)
    chance: tuple[str, ...] = (LEVEL_OF_PAIRS,)


SHARES = (
    Shares(id="at-5-points-and-1.2", one=0.30, two=0.25),
    Shares(id="turned", one=0.25, two=0.30),
    Shares(
        id="p-too-large",
        one=0.30,
        two=0.25,
        z=UP_TO,
        clear=(LEVEL_OF_PAIRS,),
        small=(LEVEL_OF_PAIRS, DIFFERENCE),
        chance=(),
    ),
    Shares(
        id="interval-with-0",
        one=0.30,
        two=0.25,
        z=1.0,
        half=0.05,
        clear=(INTERVAL, LEVEL_OF_PAIRS),
        small=(INTERVAL, LEVEL_OF_PAIRS, DIFFERENCE),
        chance=(INTERVAL,),
    ),
    Shares(
        id="too-few-customers",
        one=0.30,
        two=0.25,
        claims=False,
        clear=(CUSTOMERS,),
        small=(CUSTOMERS, DIFFERENCE),
        chance=(CUSTOMERS, LEVEL_OF_PAIRS),
    ),
    Shares(id="under-5-points", one=0.249, two=0.20, clear=(DIFFERENCE,), small=()),
    Shares(id="under-index-120", one=0.579, two=0.50, clear=(DIFFERENCE,), small=()),
    Shares(id="8-points", one=0.58, two=0.50),
    Shares(id="smaller-is-0", one=0.05, two=0.0),
)


@by_id(SHARES)
def test_a_difference_of_shares_at_its_limits(bank: Bank, row: Shares) -> None:
    parts = part("a", row.one, row.two, row.z, row.half), part("b", 0.2, 0.2), part("cd", 0.3, 0.3)
    found = of_endings("pair_segment", pair(bank, *parts, claims=row.claims), "a")
    assert found == {"clear": row.clear, "small": row.small, "chance": row.chance}


def test_only_one_of_two_complementary_parts_is_reported(bank: Bank) -> None:
    """The one of fewer segments, or of smaller shares: it says the same of either order of the places."""
    for one, two in ((0.4, 0.3), (0.3, 0.4)):
        smaller = pair(bank, part("ab", one, two), part("cd", 1 - one, 1 - two))
        assert [MIRROR in failed("pair_segment", smaller, key) for key in ("ab", "cd")] == [False, True]
    equal = pair(bank, part("ab", 0.6, 0.4), part("cd", 0.4, 0.6))
    assert [failed("pair_segment", equal, key) for key in ("ab", "cd")] == [(), (MIRROR,)]
    joined = pair(bank, part("a", 0.4, 0.6), part("bcd", 0.6, 0.4))
    assert [failed("pair_segment", joined, key) for key in ("a", "bcd")] == [(), (MIRROR,)]


RATIO = "larger average, times the smaller"

Guarded = Literal["pair_typical", "pair_active", "pair_recent", "pair_older"]


@dataclass(frozen=True, kw_only=True)
class Averages:
    """An average of two places, and whether it passes its effect gate."""

    id: str
    guard: Guarded
    measure: str
    one: float
    two: float
    gate: str
    far: bool = True


AVERAGES = (
    Averages(id="spend-at-ratio", guard="pair_typical", measure="typical_spend", one=110.0, two=100.0, gate=RATIO),
    Averages(id="spend-turned", guard="pair_typical", measure="typical_spend", one=100.0, two=110.0, gate=RATIO),
    Averages(
        id="spend-less", guard="pair_typical", measure="typical_spend", one=109.9, two=100.0, gate=RATIO, far=False
    ),
    Averages(id="transactions-at-ratio", guard="pair_active", measure="transactions", one=2.2, two=2.0, gate=RATIO),
    Averages(
        id="transactions-less", guard="pair_active", measure="transactions", one=2.19, two=2.0, gate=RATIO, far=False
    ),
    Averages(id="5-percentiles", guard="pair_recent", measure="recency_pct", one=55.0, two=50.0, gate=PERCENTILES),
    Averages(
        id="under-5-percentiles",
        guard="pair_recent",
        measure="recency_pct",
        one=54.9,
        two=50.0,
        gate=PERCENTILES,
        far=False,
    ),
    Averages(id="2-years", guard="pair_older", measure="age", one=34.0, two=32.0, gate=YEARS),
    Averages(id="under-2-years", guard="pair_older", measure="age", one=33.9, two=32.0, gate=YEARS, far=False),
)


@by_id(AVERAGES)
def test_an_average_of_two_places_differs_at_its_limits(bank: Bank, row: Averages) -> None:
    gap = Gap(row.measure, (row.one, row.two), row.one - row.two, 0.0, 1.0, ABOVE, 0.1)
    case = pair(bank, gaps=(gap,))
    clear, small = (() if row.far else (row.gate,)), ((row.gate,) if row.far else ())
    assert of_endings(row.guard, case) == {"clear": clear, "small": small, "chance": (LEVEL_OF_PAIRS,)}
    assert failed(row.guard, pair(bank, gaps=(gap,), claims=False)) == (CUSTOMERS, *clear)

    less = pair(bank, gaps=(replace(gap, z=UP_TO),))
    possible = {"clear": (LEVEL_OF_PAIRS, *clear), "small": (LEVEL_OF_PAIRS, *small), "chance": ()}
    assert of_endings(row.guard, less) == possible
    equal = pair(bank, gaps=(replace(gap, z=-1.95),))
    assert of_endings(row.guard, equal) == {answer: (INTERVAL, *fails) for answer, fails in possible.items()}

    other = replace(gap, measure="age" if row.measure != "age" else "transactions")
    assert failed(row.guard, pair(bank, gaps=(other,))) == (f"average {row.measure}",)

    hidden = {**case.pair.second.measures, "recency": Estimate(None, None, None, "few")}
    withheld = bank.case(two=replace(case.pair, second=replace(case.pair.second, measures=hidden)))
    needs_days = ("average recency",) if row.guard == "pair_recent" else ()
    assert failed(row.guard, withheld) == (*clear, *needs_days)


IN_COMMON, APART, WIDEST = (
    "segments separate in both",
    "shares that may differ",
    "largest end of an interval of a difference",
)


@dataclass(frozen=True, kw_only=True)
class Mixes:
    """Two mixes: the share of one segment in the first (0.2 in the second), half its interval, its answer."""

    id: str
    share: float = 0.2
    half: float = 0.0499
    answer: Answer = "none"
    claims: bool = True
    in_line: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    too_few: tuple[str, ...] = (CUSTOMERS,)


MIXES = (
    Mixes(id="within-5-points", none=(WIDEST,)),
    Mixes(id="to-5-points", half=0.05, in_line=(WIDEST,)),
    Mixes(id="to-5-points-below", share=0.19, half=0.04, in_line=(WIDEST,)),
    Mixes(id="clear", share=0.3, answer="clear", in_line=(APART, WIDEST), none=(APART,)),
    Mixes(id="small", share=0.22, half=0.01, answer="small", in_line=(APART,), none=(APART, WIDEST)),
    Mixes(id="chance", share=0.3, answer="chance", in_line=(APART, WIDEST), none=(APART,)),
    Mixes(id="too-few-customers", claims=False, in_line=(CUSTOMERS,), none=(CUSTOMERS, WIDEST), too_few=()),
)


@by_id(MIXES)
def test_two_mixes_without_a_difference_at_their_limits(bank: Bank, row: Mixes) -> None:
    first = part("a", row.share, 0.2, half=row.half, answer=row.answer)
    case = pair(bank, first, part("b", 0.2, 0.2, answer="none"), part("cd", 0.6, 0.6), claims=row.claims)
    names = ("pair_in_line", "pair_none", "pair_none_typical", "pair_too_few", "pair_no_mix", "pair_joined")
    assert failed_of(names, case) == {
        "pair_in_line": row.in_line,
        "pair_none": row.none,
        "pair_none_typical": ((CUSTOMERS,) if not row.claims else ()) + ("average typical_spend",),
        "pair_too_few": row.too_few,
        "pair_no_mix": (IN_COMMON,),
        "pair_joined": (),
    }


def test_two_places_without_a_mix_in_common(bank: Bank) -> None:
    case = pair(bank)
    assert failed("pair_in_line", case) == (IN_COMMON, WIDEST)
    assert failed("pair_none", case) == (IN_COMMON, WIDEST)
    assert failed("pair_no_mix", case) == ()
    assert failed("pair_joined", case) == ("segments compared merged",)


def facts(name: str, case: Case) -> Mapping[str, str]:
    (finding,) = registry.GUARDS[name].findings(case)
    return finding.facts


@pytest.mark.parametrize(("error", "points"), [(0.0400, "20"), (0.0401, "21")])
def test_the_smallest_difference_that_would_show_is_rounded_up(bank: Bank, error: float, points: str) -> None:
    """At this level a difference of (4.15 + 0.84) standard errors is found four times in five."""
    assert pytest.approx(4.99, abs=0.005) == LEVEL.z + 0.84
    parts = replace(part("a", 0.2, 0.2, half=0.06), error=error), replace(part("bcd", 0.8, 0.8), error=0.03)
    assert facts("pair_none", pair(bank, *parts))["points"].startswith(f"{points}\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(("error", "ratio"), [(0.0940, "1.6"), (0.0945, "1.7")])
def test_the_smallest_ratio_that_would_show_is_rounded_up(bank: Bank, error: float, ratio: str) -> None:
    gap = Gap("typical_spend", (100.0, 101.0), 0.99, 0.9, 1.1, -0.1, error)
    assert facts("pair_none_typical", pair(bank, gaps=(gap,)))["ratio"] == ratio
    apart = replace(gap, z=-2.0)
    assert failed("pair_none_typical", pair(bank, gaps=(apart,))) == (INTERVAL,)


def test_two_places_of_an_imported_table_are_never_too_few(bank: Bank) -> None:
    imported = bank.with_release(replace(bank.views.release, origin="kpis"))
    few = pair(imported, claims=False)
    assert (failed("pair_too_few", few), failed("pair_imported", few)) == (("origin",), ())
    assert failed("pair_imported", pair(bank)) == ("origin",)
