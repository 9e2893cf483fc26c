"""Guards of the mix of segments in one place; the borders of answers are in model/test_answers.py."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.publish.model.types import Answer
from tests.support.guards import (
    ANSWER,
    CUSTOMERS,
    DIFFERENCE,
    Bank,
    by_id,
    failed,
    group,
    place,
    with_average,
)

MIRROR, ALL_SHARE = "merged segments that mirror the only other one", "share of all customers"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A segment of a city, and the checks that fail for "more common" and for "less common"."""

    id: str
    share: float
    all_share: float | None = 0.25
    answer: Answer | None = "clear"
    strength: str = "claims"
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


CELLS = (
    Cell(id="more", share=0.31, less=(DIFFERENCE,)),
    Cell(id="less", share=0.19, more=(DIFFERENCE,)),
    Cell(id="small", share=0.31, answer="small", more=(ANSWER,), less=(DIFFERENCE, ANSWER)),
    Cell(id="chance", share=0.31, answer="chance", more=(ANSWER,), less=(DIFFERENCE, ANSWER)),
    Cell(id="none", share=0.19, answer="none", more=(DIFFERENCE, ANSWER), less=(ANSWER,)),
    Cell(id="in-line", share=0.25, answer="in_line", more=(DIFFERENCE, ANSWER), less=(DIFFERENCE, ANSWER)),
    Cell(
        id="too-few-customers",
        share=0.31,
        answer=None,
        strength="intervals",
        more=(CUSTOMERS, ANSWER),
        less=(CUSTOMERS, DIFFERENCE, ANSWER),
    ),
    Cell(
        id="share-of-all-not-known",
        share=0.31,
        all_share=None,
        answer=None,
        more=(ALL_SHARE, DIFFERENCE, ANSWER),
        less=(ALL_SHARE, DIFFERENCE, ANSWER),
    ),
)


@by_id(CELLS)
def test_a_segment_has_the_sentence_of_its_answer(bank: Bank, row: Cell) -> None:
    groups = (group("a", row.share, row.all_share, answer=row.answer), group("bcd", 0.7, 0.7))
    view = place(bank, strength=row.strength, groups=groups)
    assert failed("over_represented", bank.case(view), "a") == row.more
    assert failed("under_represented", bank.case(view), "a") == row.less
    for kind in ("small", "chance"):
        assert (failed(f"{kind}_share", bank.case(view), "a") == ()) == (row.answer == kind)
    alone = bank.with_views(cities=(view,), districts=())
    of_segment = alone.case(segment="a")
    assert failed("place_over", alone.case(), f"{view.place.slug}-a") == failed("place_over", of_segment) == row.more
    assert failed("place_under", of_segment) == row.less
    assert bool(failed("nowhere", of_segment)) == (not row.more or not row.less)


@pytest.mark.parametrize(
    ("share", "low", "high", "printed"),
    [
        (0.31, 0.28, 0.34, ("31 %", "28 to 34 %", "25 %", "a little more common")),
        (0.19, 0.16, 0.22, ("19 %", "16 to 22 %", "25 %", "a little less common")),
        # Enough decimals to see that the share, and its interval, are not those of all customers.
        (0.2530, 0.2515, 0.2545, ("25.3 %", "25.2 to 25.5 %", "25.0 %", "a little more common")),
        (0.28, 0.2520, 0.31, ("28.0 %", "25.2 to 31.0 %", "25.0 %", "a little more common")),
    ],
)
def test_a_small_difference_is_printed_so_that_it_is_seen(
    bank: Bank, share: float, low: float, high: float, printed: tuple[str, ...]
) -> None:
    view = place(bank, groups=(group("a", share, 0.25, low=low, high=high, answer="small"), group("bcd", 0.7, 0.7)))
    (finding,) = registry.GUARDS["small_share"].findings(bank.case(view))
    names = ("share", "interval", "all_share", "adjective")
    assert tuple(finding.facts[name].replace("\u00a0", " ") for name in names) == printed


def test_merged_segments_that_mirror_the_only_other_one_are_not_reported(bank: Bank) -> None:
    one, rest = group("a", 0.4, 0.2, answer="clear"), group("bcd", 0.6, 0.8, answer="clear")
    view = place(bank, groups=(one, rest))
    assert failed("over_represented", bank.case(view), "a") == ()
    assert failed("under_represented", bank.case(view), "bcd") == (MIRROR,)
    both = place(bank, groups=(group("ab", 0.4, 0.2, answer="clear"), group("cd", 0.6, 0.8, answer="clear")))
    assert failed("under_represented", bank.case(both), "cd") == ()
    three = place(
        bank, groups=(group("a", 0.4, 0.2, answer="clear"), group("b", 0.2, 0.2), group("cd", 0.4, 0.6, answer="clear"))
    )
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


@dataclass(frozen=True, kw_only=True)
class Whole:
    """Changes of a city without any difference, and the only headline of its answer."""

    id: str
    changes: dict[str, Any] = field(default_factory=dict)
    headline: str


IN_LINE = tuple(group(ids, share, share, answer="in_line") for ids, share in (("a", 0.2), ("bcd", 0.8)))
CHANCE = (group("a", 0.24, 0.2, answer="chance"), group("bcd", 0.76, 0.8))
UNTESTED = tuple(replace(one, answer=None, least=None) for one in IN_LINE)
HEADLINES = ("in_line", "none_shown", "none_shown_spend", "untested", "too_few")
WHOLES = (
    Whole(id="in-line", changes={"groups": IN_LINE}, headline="in_line"),
    Whole(id="none-of-its-shares", headline="none_shown"),
    Whole(id="no-mix", changes={"groups": ()}, headline="none_shown_spend"),
    Whole(id="not-comparable", changes={"groups": UNTESTED}, headline="none_shown_spend"),
    Whole(id="nothing-tested", changes={"groups": (), "measures": {}}, headline="untested"),
    Whole(id="too-few", changes={"groups": (), "measures": {}, "strength": "intervals"}, headline="too_few"),
    # Another sentence says what could be chance, so the mix is not in line, nor is nothing shown.
    Whole(id="chance", changes={"groups": CHANCE}, headline=""),
)


@by_id(WHOLES)
def test_a_place_without_clear_differences_has_one_headline(bank: Bank, row: Whole) -> None:
    spend = replace(bank.views.measures["typical_spend"], q=0.5, answer="none", least=1.241)
    measures = {**bank.views.measures, "typical_spend": spend}
    if row.changes.get("measures") == {}:
        measures = bank.views.measures
    case = bank.case(place(bank, **{**row.changes, "measures": measures}))
    assert [name for name in HEADLINES if not failed(name, case)] == ([row.headline] if row.headline else [])


def test_a_mix_is_in_line_only_where_all_its_shares_are(bank: Bank) -> None:
    assert failed("mix_in_line", bank.case(place(bank, groups=IN_LINE))) == ()
    for groups in (CHANCE, UNTESTED, ()):
        assert failed("mix_in_line", bank.case(place(bank, groups=groups))) == (ANSWER,)
    assert failed("mix_in_line", bank.case(place(bank, groups=UNTESTED, strength="counts"))) == (CUSTOMERS, ANSWER)


def test_an_average_that_could_be_chance_keeps_a_place_from_being_in_line(bank: Bank) -> None:
    view = with_average(bank, "age", 33.0, 32.1, 33.9, "chance")
    case = bank.case(replace(view, groups=IN_LINE))
    assert failed("in_line", case) == (ANSWER,)
    assert failed("mix_in_line", case) == failed("chance_average", case, "age") == ()


def test_the_smallest_difference_is_rounded_up(bank: Bank) -> None:
    groups = (group("a", 0.2, 0.2, least=0.1711), group("bcd", 0.8, 0.8, least=0.18))
    (finding,) = registry.GUARDS["none_shown"].findings(bank.case(place(bank, groups=groups)))
    assert finding.facts["least"] == "18\u00a0points"
    spend = replace(bank.views.measures["typical_spend"], q=0.5, answer="none", least=1.241)
    alone = place(bank, groups=(), measures={**bank.views.measures, "typical_spend": spend})
    (finding,) = registry.GUARDS["none_shown_spend"].findings(bank.case(alone))
    assert finding.facts["least"] == "25\u00a0%"
