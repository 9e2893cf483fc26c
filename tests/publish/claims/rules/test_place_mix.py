"""Guards of the mix of segments in one place: each passes at its limits and fails just beyond them."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.guards import (
    CUSTOMERS,
    DIFFERENCE,
    NO_AVERAGE_CLEAR,
    NONE_CLEAR,
    Bank,
    by_id,
    failed,
    failed_of,
    group,
    place,
)

Q, INDEX, MIRROR = (
    "q of the adjusted residual, over all pages",
    "index (100 = all customers)",
    "merged segments that mirror the only other one",
)
ALL_SHARE = "share of all customers"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A segment of a city, and the checks that fail for "more common" and for "less common"."""

    id: str
    share: float
    all_share: float | None
    q: float = 0.01
    strength: str = "claims"
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


CELLS = (
    Cell(id="more-at-q-and-5-points", share=0.25, all_share=0.20, q=0.0499, less=(DIFFERENCE, INDEX)),
    Cell(id="more-q-too-large", share=0.25, all_share=0.20, q=0.05, more=(Q,), less=(Q, DIFFERENCE, INDEX)),
    Cell(id="more-under-5-points", share=0.249, all_share=0.20, more=(DIFFERENCE,), less=(DIFFERENCE, INDEX)),
    Cell(id="more-at-index-120", share=0.60, all_share=0.50, less=(DIFFERENCE, INDEX)),
    Cell(id="more-under-index-120", share=0.599, all_share=0.50, more=(INDEX,), less=(DIFFERENCE, INDEX)),
    Cell(
        id="more-too-few-customers",
        share=0.25,
        all_share=0.20,
        strength="intervals",
        more=(CUSTOMERS,),
        less=(CUSTOMERS, DIFFERENCE, INDEX),
    ),
    Cell(id="less-at-q-and-5-points", share=0.20, all_share=0.25, q=0.0499, more=(DIFFERENCE, INDEX)),
    Cell(id="less-q-too-large", share=0.20, all_share=0.25, q=0.05, more=(Q, DIFFERENCE, INDEX), less=(Q,)),
    Cell(id="less-under-5-points", share=0.201, all_share=0.25, more=(DIFFERENCE, INDEX), less=(DIFFERENCE,)),
    Cell(id="less-at-index-83", share=0.249, all_share=0.30, more=(DIFFERENCE, INDEX)),
    Cell(id="less-over-index-83", share=0.2493, all_share=0.30, more=(DIFFERENCE, INDEX), less=(INDEX,)),
    Cell(
        id="share-of-all-not-known",
        share=0.25,
        all_share=None,
        more=(ALL_SHARE, DIFFERENCE, INDEX),
        less=(ALL_SHARE, DIFFERENCE, INDEX),
    ),
)


@by_id(CELLS)
def test_a_segment_is_more_or_less_common_at_its_limits(bank: Bank, row: Cell) -> None:
    groups = (group("a", row.share, row.all_share, q=row.q), group("bcd", 0.7, 0.7))
    view = place(bank, strength=row.strength, groups=groups)
    assert failed("over_represented", bank.case(view), "a") == row.more
    assert failed("under_represented", bank.case(view), "a") == row.less
    alone = bank.with_views(cities=(view,), districts=())
    of_segment = alone.case(segment="a")
    assert failed("place_over", alone.case(), f"{view.place.slug}-a") == failed("place_over", of_segment) == row.more
    assert failed("place_under", of_segment) == row.less
    assert bool(failed("nowhere", of_segment)) == (not row.more or not row.less)


def test_merged_segments_that_mirror_the_only_other_one_are_not_reported(bank: Bank) -> None:
    one, rest = group("a", 0.4, 0.2, q=0.01), group("bcd", 0.6, 0.8, q=0.01)
    view = place(bank, groups=(one, rest))
    assert failed("over_represented", bank.case(view), "a") == ()
    assert failed("under_represented", bank.case(view), "bcd") == (MIRROR,)
    both = place(bank, groups=(group("ab", 0.4, 0.2, q=0.01), group("cd", 0.6, 0.8, q=0.01)))
    assert failed("under_represented", bank.case(both), "cd") == ()
    three = place(bank, groups=(group("a", 0.4, 0.2, q=0.01), group("b", 0.2, 0.2), group("cd", 0.4, 0.6, q=0.01)))
    assert failed("under_represented", bank.case(three), "cd") == ()
    assert failed("over_and_under", bank.case(view)) == ("segments clearly less common",)
    assert failed("over_and_under", bank.case(both)) == ()
    assert failed("over_and_under", bank.case(place(bank, groups=(rest,)))) == ("segments clearly more common",)


LARGEST, NEXT, TWO_LARGEST, EACH_INSIDE = (
    "the largest share",
    "the next",
    "the two largest shares",
    "each share inside the other’s interval",
)


@dataclass(frozen=True, kw_only=True)
class Share:
    """The share of one segment, or of merged ones, with its 95 % interval."""

    ids: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Shares of a city, and the checks that fail for "largest segment" and for "level segments"."""

    id: str
    shares: tuple[Share, ...]
    largest: tuple[str, ...] = ()
    level: tuple[str, ...] = ()


B = Share(ids="b", share=0.4, low=0.36, high=0.45)
C = Share(ids="c", share=0.15, low=0.1, high=0.2)
SMALL_C = Share(ids="c", share=0.1, low=0.08, high=0.12)
RANKINGS = (
    Ranking(
        id="intervals-do-not-meet",
        shares=(Share(ids="a", share=0.5, low=0.46, high=0.54), B, SMALL_C),
        level=(EACH_INSIDE,),
    ),
    Ranking(
        id="intervals-touch",
        shares=(Share(ids="a", share=0.5, low=0.45, high=0.55), B, SMALL_C),
        largest=(NEXT,),
        level=(EACH_INSIDE,),
    ),
    Ranking(
        id="each-share-at-the-end-of-the-other-interval",
        shares=(Share(ids="a", share=0.45, low=0.4, high=0.5), B, C),
        largest=(NEXT,),
    ),
    Ranking(
        id="first-share-just-outside",
        shares=(Share(ids="a", share=0.451, low=0.4, high=0.5), B, C),
        largest=(NEXT,),
        level=(EACH_INSIDE,),
    ),
    Ranking(
        id="second-share-just-outside",
        shares=(Share(ids="a", share=0.45, low=0.41, high=0.5), B, C),
        largest=(NEXT,),
        level=(EACH_INSIDE,),
    ),
    Ranking(
        id="third-interval-touches-both",
        shares=(Share(ids="a", share=0.45, low=0.4, high=0.5), B, Share(ids="c", share=0.2, low=0.1, high=0.36)),
        largest=(NEXT,),
        level=(NEXT,),
    ),
    Ranking(
        id="largest-are-joined-segments",
        shares=(
            Share(ids="ab", share=0.6, low=0.5, high=0.7),
            Share(ids="c", share=0.3, low=0.2, high=0.4),
            Share(ids="d", share=0.1, low=0.05, high=0.15),
        ),
        largest=(LARGEST,),
        level=(TWO_LARGEST, EACH_INSIDE),
    ),
    Ranking(
        id="two-groups-only",
        shares=(Share(ids="a", share=0.6, low=0.5, high=0.7), Share(ids="bcd", share=0.4, low=0.3, high=0.45)),
        level=(TWO_LARGEST, EACH_INSIDE, NEXT),
    ),
    Ranking(
        id="one-group-only",
        shares=(Share(ids="abcd", share=1.0, low=0.9, high=1.0),),
        largest=(LARGEST, NEXT),
        level=(TWO_LARGEST, EACH_INSIDE, NEXT),
    ),
    Ranking(id="no-mix", shares=(), largest=(LARGEST, NEXT), level=(TWO_LARGEST, EACH_INSIDE, NEXT)),
)


@by_id(RANKINGS)
def test_superlatives_at_their_limits(bank: Bank, row: Ranking) -> None:
    groups = tuple(group(s.ids, s.share, s.share, low=s.low, high=s.high) for s in row.shares)
    enough, few = (bank.case(place(bank, groups=groups, strength=strength)) for strength in ("claims", "intervals"))
    assert failed("largest_segment", enough) == row.largest
    assert failed("level_segments", enough) == row.level
    assert failed("largest_segment", few) == (CUSTOMERS, *row.largest)
    assert failed("level_segments", few) == (CUSTOMERS, *row.level)


COMPARABLE, P, WIDEST = "shares that can be compared", "p of the whole mix (chi-square)", "largest difference"


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Changes of a city against the even one, and the checks that fail for each sentence on its whole mix."""

    id: str
    changes: dict[str, Any] = field(default_factory=dict)
    in_line: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    too_few: tuple[str, ...] = (CUSTOMERS,)


CLEAR = (group("a", 0.3, 0.2, passes=True), group("bcd", 0.7, 0.8))
UNDER_5_POINTS = (group("a", 0.2499, 0.2), group("bcd", 0.7501, 0.8))
FIVE_POINTS = (group("a", 0.3, 0.25), group("bcd", 0.7, 0.75))
FIVE_POINTS_AT_HALF = (group("a", 0.55, 0.5), group("bcd", 0.45, 0.5))
NOT_COMPARABLE = (group("a", 0.2, 0.2), group("bcd", 0.8, 0.8, residual=None))
MIXES = (
    Mix(id="even", close=(P,)),
    Mix(id="p-just-above", changes={"omnibus_p": 0.0501}, close=(P,)),
    Mix(id="p-at-the-level", changes={"omnibus_p": 0.05}, in_line=(P,)),
    Mix(
        id="too-few-customers",
        changes={"strength": "intervals"},
        in_line=(CUSTOMERS,),
        close=(CUSTOMERS, P),
        unclear=(CUSTOMERS,),
        too_few=(),
    ),
    Mix(
        id="one-share-clear",
        changes={"groups": CLEAR, "omnibus_p": 0.01},
        in_line=(NONE_CLEAR, P),
        close=(NONE_CLEAR, WIDEST),
        unclear=(NONE_CLEAR,),
    ),
    Mix(id="under-5-points", changes={"groups": UNDER_5_POINTS, "omnibus_p": 0.01}, in_line=(P,)),
    Mix(id="5-points", changes={"groups": FIVE_POINTS, "omnibus_p": 0.01}, in_line=(P,), close=(WIDEST,)),
    Mix(
        id="5-points-in-binary-fractions",
        changes={"groups": FIVE_POINTS_AT_HALF, "omnibus_p": 0.01},
        in_line=(P,),
        close=(WIDEST,),
    ),
    Mix(
        id="one-share-not-comparable", changes={"groups": NOT_COMPARABLE}, in_line=(COMPARABLE,), close=(COMPARABLE, P)
    ),
    Mix(
        id="no-mix",
        changes={"groups": (), "omnibus_p": None},
        in_line=(COMPARABLE, P),
        close=(COMPARABLE, WIDEST),
    ),
    Mix(id="an-average-clear", changes={"apart": frozenset({"age"})}, close=(P,), unclear=(NO_AVERAGE_CLEAR,)),
)


@by_id(MIXES)
def test_a_mix_is_in_line_or_close_at_its_limits(bank: Bank, row: Mix) -> None:
    case = bank.case(place(bank, **row.changes))
    assert failed_of(("in_line", "close", "unclear", "too_few"), case) == {
        "in_line": row.in_line,
        "close": row.close,
        "unclear": row.unclear,
        "too_few": row.too_few,
    }
