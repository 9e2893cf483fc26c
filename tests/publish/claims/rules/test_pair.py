"""Guards of pairs of places: each passes at its limits and fails just beyond them."""

from dataclasses import dataclass, replace
from typing import Literal

from generator.publish.claims.guard import Case
from generator.publish.model.pairs import Gap, Pair, Part
from generator.publish.model.types import Estimate
from tests.support.guards import (
    CUSTOMERS,
    DIFFERENCE,
    NO_AVERAGE_CLEAR,
    NONE_CLEAR,
    PERCENTILES,
    YEARS,
    Bank,
    by_id,
    failed,
    failed_of,
    place,
)


def part(ids: str, one: float, two: float, q: float | None = 0.01, *, passes: bool = False) -> Part:
    """Segments of two places of 1,000, with intervals of 3 points each way."""
    return Part(
        segments=tuple(ids),
        n=(round(1000 * one), round(1000 * two)),
        share=(one, two),
        low=(one - 0.03, two - 0.03),
        high=(one + 0.03, two + 0.03),
        residual=3.0,
        q=q,
        passes=passes,
    )


def pair(bank: Bank, *parts: Part, claims: bool = True, p: float | None = 0.5, gaps: tuple[Gap, ...] = ()) -> Case:
    return bank.case(two=Pair(place(bank), place(bank, n=900), claims, parts, p, gaps))


MIRROR, LARGER, Q_SHARE = (
    "mirrors the only other part",
    "larger share (100 = the smaller)",
    "q of the adjusted residual, over all that is compared",
)


@dataclass(frozen=True, kw_only=True)
class Shares:
    """A segment's share of two places, and the checks that fail for "more common in one of them"."""

    id: str
    one: float
    two: float
    q: float | None = 0.01
    claims: bool = True
    more: tuple[str, ...] = ()


SHARES = (
    Shares(id="at-q-and-5-points", one=0.30, two=0.25, q=0.0499),
    Shares(id="turned", one=0.25, two=0.30, q=0.0499),
    Shares(id="q-too-large", one=0.30, two=0.25, q=0.05, more=(Q_SHARE,)),
    Shares(id="too-few-customers", one=0.30, two=0.25, q=None, claims=False, more=(CUSTOMERS, Q_SHARE)),
    Shares(id="under-5-points", one=0.249, two=0.20, more=(DIFFERENCE,)),
    Shares(id="under-index-120", one=0.599, two=0.50, more=(LARGER,)),
    Shares(id="smaller-is-0", one=0.05, two=0.0),
)


@by_id(SHARES)
def test_a_segment_is_more_common_in_one_of_two_places_at_its_limits(bank: Bank, row: Shares) -> None:
    parts = part("a", row.one, row.two, row.q), part("b", 0.2, 0.2, row.q), part("cd", 0.3, 0.3, row.q)
    assert failed("pair_segment", pair(bank, *parts, claims=row.claims), "a") == row.more


def test_only_one_of_two_complementary_parts_is_reported(bank: Bank) -> None:
    equal = pair(bank, part("ab", 0.6, 0.4), part("cd", 0.4, 0.6))
    assert [failed("pair_segment", equal, key) for key in ("ab", "cd")] == [(), (MIRROR,)]
    joined = pair(bank, part("a", 0.4, 0.6), part("bcd", 0.6, 0.4))
    assert [failed("pair_segment", joined, key) for key in ("a", "bcd")] == [(), (MIRROR,)]


RATIO, Q_AVERAGE = "larger average, times the smaller", "q, over all that is compared"

Guarded = Literal["pair_typical", "pair_active", "pair_recent", "pair_older"]


@dataclass(frozen=True, kw_only=True)
class Averages:
    """An average of two places, and the checks of its guard that fail."""

    id: str
    guard: Guarded
    measure: str
    one: float
    two: float
    q: float | None = 0.01
    fails: tuple[str, ...] = ()


AVERAGES = (
    Averages(id="spend-at-ratio-and-q", guard="pair_typical", measure="typical_spend", one=110.0, two=100.0, q=0.0499),
    Averages(id="spend-turned", guard="pair_typical", measure="typical_spend", one=100.0, two=110.0, q=0.0499),
    Averages(
        id="spend-ratio-too-small", guard="pair_typical", measure="typical_spend", one=109.9, two=100.0, fails=(RATIO,)
    ),
    Averages(
        id="spend-q-too-large",
        guard="pair_typical",
        measure="typical_spend",
        one=110.0,
        two=100.0,
        q=0.05,
        fails=(Q_AVERAGE,),
    ),
    Averages(
        id="spend-not-tested",
        guard="pair_typical",
        measure="typical_spend",
        one=110.0,
        two=100.0,
        q=None,
        fails=(Q_AVERAGE,),
    ),
    Averages(id="transactions-at-ratio", guard="pair_active", measure="transactions", one=2.2, two=2.0),
    Averages(
        id="transactions-ratio-too-small",
        guard="pair_active",
        measure="transactions",
        one=2.19,
        two=2.0,
        fails=(RATIO,),
    ),
    Averages(id="recency-5-percentiles", guard="pair_recent", measure="recency_pct", one=55.0, two=50.0),
    Averages(
        id="recency-under-5-percentiles",
        guard="pair_recent",
        measure="recency_pct",
        one=54.9,
        two=50.0,
        fails=(PERCENTILES,),
    ),
    Averages(id="age-2-years", guard="pair_older", measure="age", one=34.0, two=32.0),
    Averages(id="age-under-2-years", guard="pair_older", measure="age", one=33.9, two=32.0, fails=(YEARS,)),
)


@by_id(AVERAGES)
def test_an_average_of_two_places_differs_at_its_limits(bank: Bank, row: Averages) -> None:
    gap = Gap(row.measure, (row.one, row.two), row.one - row.two, 0.0, 1.0, 3.0, row.q)
    case = pair(bank, gaps=(gap,))
    assert failed(row.guard, case) == row.fails
    assert failed(row.guard, pair(bank, gaps=(gap,), claims=False)) == (CUSTOMERS, *row.fails)

    other = replace(gap, measure="age" if row.measure != "age" else "transactions")
    assert failed(row.guard, pair(bank, gaps=(other,))) == (f"average {row.measure}",)

    hidden = {**case.pair.second.measures, "recency": Estimate(None, None, None, "few")}
    withheld = bank.case(two=replace(case.pair, second=replace(case.pair.second, measures=hidden)))
    needs_days = ("average recency",) if row.guard == "pair_recent" else ()
    assert failed(row.guard, withheld) == (*row.fails, *needs_days)


IN_COMMON, P, WIDEST = "segments separate in both", "p of the two mixes", "widest difference"


@dataclass(frozen=True, kw_only=True)
class Mixes:
    """Two mixes (the share of one segment in the first; it is 0.2 in the second), and the checks that fail."""

    id: str
    share: float = 0.2
    p: float | None = 0.5
    claims: bool = True
    one_is_clear: bool = False
    in_line: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    too_few: tuple[str, ...] = (CUSTOMERS,)


MIXES = (
    Mixes(id="p-just-above", p=0.0501, close=(P,)),
    Mixes(id="p-at-the-level", p=0.05, in_line=(P,)),
    Mixes(id="not-tested", p=None, in_line=(P,), close=(P,)),
    Mixes(id="under-5-points", share=0.2499, p=0.01, in_line=(P,)),
    Mixes(id="5-points", share=0.25, p=0.01, in_line=(P,), close=(WIDEST,)),
    Mixes(id="over-5-points", share=0.251, p=0.01, in_line=(P,), close=(WIDEST,)),
    Mixes(
        id="one-share-clear",
        p=0.01,
        one_is_clear=True,
        in_line=(NONE_CLEAR, P),
        close=(NONE_CLEAR,),
        unclear=(NONE_CLEAR,),
    ),
    Mixes(
        id="too-few-customers",
        claims=False,
        in_line=(CUSTOMERS,),
        close=(CUSTOMERS, P),
        unclear=(CUSTOMERS,),
        too_few=(),
    ),
)


@by_id(MIXES)
def test_two_mixes_are_in_line_or_close_at_their_limits(bank: Bank, row: Mixes) -> None:
    parts = part("a", row.share, 0.2, passes=row.one_is_clear), part("b", 0.2, 0.2), part("cd", 0.6, 0.6)
    case = pair(bank, *parts, claims=row.claims, p=row.p)
    names = ("pair_in_line", "pair_close", "pair_unclear", "pair_too_few", "pair_no_mix", "pair_joined")
    assert failed_of(names, case) == {
        "pair_in_line": row.in_line,
        "pair_close": row.close,
        "pair_unclear": row.unclear,
        "pair_too_few": row.too_few,
        "pair_no_mix": (IN_COMMON,),
        "pair_joined": (),
    }


def test_two_places_without_a_mix_in_common(bank: Bank) -> None:
    case = pair(bank, p=None)
    assert failed("pair_in_line", case) == (IN_COMMON, P)
    assert failed("pair_close", case) == (IN_COMMON, P)
    assert failed("pair_no_mix", case) == ()
    assert failed("pair_joined", case) == ("segments compared merged",)


def test_two_places_are_unclear_where_no_average_is_clear(bank: Bank) -> None:
    clear = pair(bank, gaps=(Gap("age", (34.0, 32.0), 2.0, 1.0, 3.0, 3.0, 0.01, passes=True),))
    assert failed("pair_unclear", pair(bank, p=None)) == ()
    assert failed("pair_unclear", clear) == (NO_AVERAGE_CLEAR,)


def test_two_places_of_an_imported_table_are_never_too_few(bank: Bank) -> None:
    imported = bank.with_release(replace(bank.views.release, origin="kpis"))
    few = pair(imported, claims=False)
    assert (failed("pair_too_few", few), failed("pair_imported", few)) == (("origin",), ())
    assert failed("pair_imported", pair(bank, p=None)) == ("origin",)
