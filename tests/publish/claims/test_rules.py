"""Guards: each passes at its limits and stops just beyond them, at the look that has the limit; all looks are told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from generator.publish.claims import registry
from generator.publish.claims.guard import Case, Check, Trial
from generator.publish.inspect import check_texts, page
from generator.publish.model.build import build_views
from generator.publish.model.pairs import Gap, Pair, Part, Two, compare, speakable
from generator.publish.model.types import Estimate, GroupView, PlaceView, Views
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.release import CellChange, Changes, Count, Dropped, Mean, Release, SegmentChange, Window
from tests.publish.words.test_content import filled
from tests.support.comparisons import release_of
from tests.support.releases import KINDS, sample_release


@dataclass(frozen=True)
class Bank:
    """What the guards of these tests judge: a release without differences, to which each test adds one."""

    views: Views
    content: Content

    def case(self, view: PlaceView | None = None, segment: str | None = None, two: Two | None = None) -> Case:
        edition = Edition.of(self.views, self.content)
        return Case(edition, view, segment, two)


def even(views: Views) -> Views:
    """The sample with round averages of all customers, so that gates can be met exactly."""
    values = {"typical_spend": 100.0, "transactions": 2.0, "recency_pct": 50.0, "recency": 20.0, "age": 32.0}
    measures = {name: Estimate(values.get(name, 50.0), None, None, None) for name in views.measures}
    means = {**views.release.overall.means, "spend": Mean(500.0, 10.0, None)}
    overall = replace(views.release.overall, means=means)
    return replace(views, measures=measures, release=replace(views.release, overall=overall))


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank(even(build_views(sample_release("full"))), filled())


def group(ids: str, share: float, all_share: float | None, **changes: Any) -> GroupView:
    index = 100 * share / all_share if all_share else None
    made = GroupView(tuple(ids), round(1000 * share), share, share - 0.03, share + 0.03, all_share, index, 2.0, 0.2,
                     False, None, {})  # fmt: skip
    return replace(made, **changes)


def place(bank: Bank, **changes: Any) -> PlaceView:
    """A city of 1,000 with the mix and the averages of all customers."""
    view = bank.views.cities[0]
    mix = tuple(group(ids, share, share) for ids, share in (("a", 0.2), ("b", 0.25), ("c", 0.25), ("d", 0.3)))
    plain: dict[str, Any] = {"n": 1000, "strength": "claims", "groups": mix, "omnibus_p": 0.5, "apart": frozenset(),
                             "typical_differs": False, "measures": bank.views.measures}  # fmt: skip
    return replace(view, **plain | changes)


def stops(name: str, case: Case, key: str | None = None) -> list[str]:
    """Return at what a guard stops: the looks that do not hold, of the one trial or of that with a key."""
    trials = [trial for trial in registry.GUARDS[name].trials(case) if key in {None, trial.key}]
    assert len(trials) == 1, f"{name}: {len(trials)} trials"
    failed = [check.what for check in trials[0].checks() if not check.holds]
    assert trials[0].passed is (not failed)
    return failed


CUSTOMERS, Q_CELL = "customers", "q of the adjusted residual, over all pages"
GAP, INDEX, SIDE = "difference", "index (100 = all customers)", "joined segments that only mirror the one other"

#: Share, share of all, q, strength, and what stops the sentence that there are more, or fewer, of the segment.
CELLS: tuple[tuple[float, float | None, float, str, list[str], list[str]], ...] = (
    (0.25, 0.20, 0.0499, "claims", [], [GAP, INDEX]),
    (0.25, 0.20, 0.05, "claims", [Q_CELL], [Q_CELL, GAP, INDEX]),
    (0.249, 0.20, 0.01, "claims", [GAP], [GAP, INDEX]),
    (0.60, 0.50, 0.01, "claims", [], [GAP, INDEX]),
    (0.599, 0.50, 0.01, "claims", [INDEX], [GAP, INDEX]),
    (0.25, 0.20, 0.01, "intervals", [CUSTOMERS], [CUSTOMERS, GAP, INDEX]),
    (0.20, 0.25, 0.0499, "claims", [GAP, INDEX], []),
    (0.20, 0.25, 0.05, "claims", [Q_CELL, GAP, INDEX], [Q_CELL]),
    (0.201, 0.25, 0.01, "claims", [GAP, INDEX], [GAP]),
    (0.249, 0.30, 0.01, "claims", [GAP, INDEX], []),
    (0.2493, 0.30, 0.01, "claims", [GAP, INDEX], [INDEX]),
    (0.25, None, 0.01, "claims", ["share of all customers", GAP, INDEX], ["share of all customers", GAP, INDEX]),
)


@pytest.mark.parametrize(("share", "all_share", "q", "strength", "over", "under"), CELLS)
def test_a_segment_is_more_or_less_common_at_its_limits(
    bank: Bank, share: float, all_share: float | None, q: float, strength: str, over: list[str], under: list[str]
) -> None:
    view = place(bank, strength=strength, groups=(group("a", share, all_share, q=q), group("bcd", 0.7, 0.7)))
    assert stops("over_represented", bank.case(view), "a") == over
    assert stops("under_represented", bank.case(view), "a") == under
    alone = replace(bank, views=replace(bank.views, cities=(view,), districts=()))
    slug = view.place.slug
    assert stops("place_over", alone.case(), f"{slug}-a") == stops("place_over", alone.case(segment="a")) == over
    assert stops("place_under", alone.case(segment="a")) == under
    assert bool(stops("nowhere", alone.case(segment="a"))) == (not over or not under)


def test_joined_segments_that_mirror_the_one_other_are_silent(bank: Bank) -> None:
    one, rest = group("a", 0.4, 0.2, q=0.01), group("bcd", 0.6, 0.8, q=0.01)
    view = place(bank, groups=(one, rest))
    assert stops("over_represented", bank.case(view), "a") == []
    assert stops("under_represented", bank.case(view), "bcd") == [SIDE]
    both = place(bank, groups=(group("ab", 0.4, 0.2, q=0.01), group("cd", 0.6, 0.8, q=0.01)))
    assert stops("under_represented", bank.case(both), "cd") == []
    three = place(bank, groups=(group("a", 0.4, 0.2, q=0.01), group("b", 0.2, 0.2), group("cd", 0.4, 0.6, q=0.01)))
    assert stops("under_represented", bank.case(three), "cd") == []
    title = ["segments clearly less common"]
    assert stops("over_and_under", bank.case(view)) == title
    assert stops("over_and_under", bank.case(both)) == []
    assert stops("over_and_under", bank.case(place(bank, groups=(rest,)))) == ["segments clearly more common"]


AVERAGE, TEST = "value of all customers against the 95 % interval", "q, over all pages and measures"
RATIO, PERCENT, YEARS = "times that of all customers", "difference in percentiles", "difference in years"

#: Measure, value, lower end, upper end, q, guard up, guard down, and what stops each.
AVERAGES: tuple[tuple[str, float | None, float, float, float, str, list[str], list[str]], ...] = (
    ("typical_spend", 110.0, 101.0, 120.0, 0.0499, "typical", [], ["average typical_spend"]),
    ("typical_spend", 109.9, 101.0, 120.0, 0.01, "typical", [RATIO], ["average typical_spend", RATIO]),
    ("typical_spend", 110.0, 101.0, 120.0, 0.05, "typical", [TEST], ["average typical_spend", TEST]),
    ("typical_spend", 110.0, 100.0, 120.0, 0.01, "typical", [AVERAGE], ["average typical_spend", AVERAGE]),
    ("typical_spend", 100 / 1.1, 85.0, 99.0, 0.01, "typical", ["average typical_spend"], []),
    ("typical_spend", 91.0, 85.0, 99.0, 0.01, "typical", ["average typical_spend", RATIO], [RATIO]),
    ("typical_spend", 90.0, 85.0, 100.0, 0.01, "typical", ["average typical_spend", AVERAGE], [AVERAGE]),
    ("age", None, 0.0, 0.0, 0.01, "age", ["average age", YEARS], ["average age", YEARS]),
    ("transactions", 2.2, 2.1, 2.3, 0.01, "active", [], ["average transactions"]),
    ("transactions", 2.19, 2.1, 2.3, 0.01, "active", [RATIO], ["average transactions", RATIO]),
    ("transactions", 1.8, 1.7, 1.9, 0.01, "active", ["average transactions"], []),
    ("recency_pct", 55.0, 52.0, 58.0, 0.01, "recent", [], ["average recency_pct"]),
    ("recency_pct", 54.9, 52.0, 58.0, 0.01, "recent", [PERCENT], ["average recency_pct", PERCENT]),
    ("recency_pct", 45.0, 42.0, 48.0, 0.01, "recent", ["average recency_pct"], []),
    ("age", 34.0, 33.0, 35.0, 0.01, "age", [], ["average age"]),
    ("age", 33.9, 33.0, 35.0, 0.01, "age", [YEARS], ["average age", YEARS]),
    ("age", 30.0, 29.0, 31.0, 0.01, "age", ["average age"], []),
)  # fmt: skip
UP_DOWN = {
    "typical": ("typical_higher", "typical_lower"),
    "active": ("more_active", "less_active"),
    "recent": ("more_recent", "less_recent"),
    "age": ("older", "younger"),
}


def with_average(bank: Bank, measure: str, value: float | None, low: float, high: float, q: float) -> PlaceView:
    return place(bank, measures={**bank.views.measures, measure: Estimate(value, low, high, None, q)})


@pytest.mark.parametrize(("measure", "value", "low", "high", "q", "kind", "up", "down"), AVERAGES)
def test_an_average_is_apart_at_its_limits(
    bank: Bank, measure: str, value: float | None, low: float, high: float, q: float, kind: str, up: list[str],
    down: list[str]
) -> None:  # fmt: skip
    view = with_average(bank, measure, value, low, high, q)
    for name, expected in zip(UP_DOWN[kind], (up, down), strict=True):
        assert stops(name, bank.case(view)) == expected
        small = stops(name, bank.case(replace(view, strength="intervals")))
        assert small == [CUSTOMERS, *expected]


def test_an_average_is_silent_where_the_release_cannot_carry_it(bank: Bank) -> None:
    release = bank.views.release
    dropped = replace(release, model=replace(release.model, dropped=(Dropped("frequency", "constant", 1.0),)))
    often, recent = (
        with_average(bank, "transactions", 2.4, 2.3, 2.5, 0.01),
        with_average(bank, "recency_pct", 60.0, 58.0, 62.0, 0.01),
    )
    assert stops("more_active", on(bank, dropped).case(often)) == ["frequency"]
    days = {n: on(bank, replace(release, window=Window("2016-08-01", "2016-11-08", 100, n))) for n in (74, 75)}
    assert {n: stops("more_recent", made.case(recent)) for n, made in days.items()} == {74: ["days with rows"], 75: []}
    hidden = {**recent.measures, "recency": Estimate(None, None, None, "few")}
    assert stops("more_recent", bank.case(replace(recent, measures=hidden))) == ["average recency"]
    old = with_average(bank, "age", 40.0, 39.0, 41.0, 0.01)
    ages = {n: on(bank, with_counts(release, Count("flag:dob_missing", n, 100))) for n in (20, 21)}
    what = "rows with a usable birth date"
    assert {n: stops("older", made.case(old)) for n, made in ages.items()} == {20: [], 21: [what]}
    for made, stopped in ((on(bank, dropped), "transactions"), (days[74], "recency"), (ages[21], "age")):
        found = {
            trial.key for trial in registry.GUARDS["segment_profile"].trials(made.case(segment="a")) if trial.passed
        }
        assert found == {"typical_spend", "transactions", "recency", "age"} - {stopped}


def on(bank: Bank, release: Release) -> Bank:
    return replace(bank, views=replace(bank.views, release=release))


def with_counts(release: Release, *counts: Count) -> Release:
    return replace(release, overall=replace(release.overall, quality=counts))


#: Mean spend here (500 all in all, in steps of 10), typical spend here (100 all in all), and what stops each sentence.
MEAN, TYPICAL = "mean spend against all customers", "typical spend"
OPPOSITE = (
    (511.0, 80.0, [], [TYPICAL, MEAN]),
    (510.0, 80.0, [MEAN], [TYPICAL, MEAN]),
    (489.0, 120.0, [TYPICAL, MEAN], []),
    (490.0, 120.0, [TYPICAL, MEAN], [MEAN]),
    (511.0, 120.0, [TYPICAL], [MEAN]),
)


@pytest.mark.parametrize(("mean", "typical", "lower", "higher"), OPPOSITE)
def test_opposite_directions_at_their_limits(
    bank: Bank, mean: float, typical: float, lower: list[str], higher: list[str]
) -> None:
    view = with_average(bank, "typical_spend", typical, typical - 1, typical + 1, 0.01)
    town = replace(view.place, means={"spend": Mean(mean, 10.0, None)})
    view = replace(view, place=town, typical_differs=True, spend_share=0.1)
    assert stops("lower_but_more", bank.case(view)) == lower
    assert stops("higher_but_less", bank.case(view)) == higher
    quiet = bank.case(replace(view, typical_differs=False, spend_share=None))
    assert stops("lower_but_more", quiet) == ["typical spend clearly apart", *lower, "share of all spend"]
    assert stops("spend_share", quiet) == ["share of all spend"]
    assert stops("spend_share", bank.case(view)) == []


def shares(*rows: tuple[str, float, float, float]) -> tuple[GroupView, ...]:
    return tuple(group(ids, share, share, low=low, high=high) for ids, share, low, high in rows)


FIRST, NEXT, TWO, EACH = (
    "the largest share", "the next", "the two largest shares", "each share inside the other’s interval",
)  # fmt: skip
RANKED = (
    ((("a", 0.5, 0.46, 0.54), ("b", 0.4, 0.36, 0.45), ("c", 0.1, 0.08, 0.12)), [], [EACH]),
    ((("a", 0.5, 0.45, 0.55), ("b", 0.4, 0.36, 0.45), ("c", 0.1, 0.08, 0.12)), [NEXT], [EACH]),
    ((("a", 0.45, 0.4, 0.5), ("b", 0.4, 0.36, 0.45), ("c", 0.15, 0.1, 0.2)), [NEXT], []),
    ((("a", 0.451, 0.4, 0.5), ("b", 0.4, 0.36, 0.45), ("c", 0.15, 0.1, 0.2)), [NEXT], [EACH]),
    ((("a", 0.45, 0.41, 0.5), ("b", 0.4, 0.36, 0.45), ("c", 0.15, 0.1, 0.2)), [NEXT], [EACH]),
    ((("a", 0.45, 0.4, 0.5), ("b", 0.4, 0.36, 0.45), ("c", 0.2, 0.1, 0.36)), [NEXT], [NEXT]),
    ((("ab", 0.6, 0.5, 0.7), ("c", 0.3, 0.2, 0.4), ("d", 0.1, 0.05, 0.15)), [FIRST], [TWO, EACH]),
    ((("a", 0.6, 0.5, 0.7), ("bcd", 0.4, 0.3, 0.45)), [], [TWO, EACH, NEXT]),
    ((("abcd", 1.0, 0.9, 1.0),), [FIRST, NEXT], [TWO, EACH, NEXT]),
    ((), [FIRST, NEXT], [TWO, EACH, NEXT]),
)  # fmt: skip


@pytest.mark.parametrize(("rows", "largest", "level"), RANKED)
def test_superlatives_at_their_limits(
    bank: Bank, rows: tuple[tuple[str, float, float, float], ...], largest: list[str], level: list[str]
) -> None:
    view = place(bank, groups=shares(*rows))
    assert stops("largest_segment", bank.case(view)) == largest
    assert stops("level_segments", bank.case(view)) == level
    small = bank.case(replace(view, strength="intervals"))
    assert stops("largest_segment", small) == [CUSTOMERS, *largest]
    assert stops("level_segments", small) == [CUSTOMERS, *level]


KNOWN, CLEAR, P = "shares that can be compared", "shares clearly apart", "p of the whole mix (chi-square)"
WIDEST, MEANS = "largest difference", "averages clearly apart"
#: What a city is like, and what stops "in line", "close" and "unclear".
MIXES: tuple[tuple[dict[str, Any], list[str], list[str], list[str]], ...] = (
    ({}, [], [P], []),
    ({"omnibus_p": 0.0501}, [], [P], []),
    ({"omnibus_p": 0.05}, [P], [], []),
    ({"strength": "intervals"}, [CUSTOMERS], [CUSTOMERS, P], [CUSTOMERS]),
    ({"groups": (group("a", 0.3, 0.2, passes=True), group("bcd", 0.7, 0.8)), "omnibus_p": 0.01},
     [CLEAR, P], [CLEAR, WIDEST], [CLEAR]),
    ({"groups": (group("a", 0.2499, 0.2), group("bcd", 0.7501, 0.8)), "omnibus_p": 0.01}, [P], [], []),
    ({"groups": (group("a", 0.3, 0.25), group("bcd", 0.7, 0.75)), "omnibus_p": 0.01}, [P], [WIDEST], []),
    ({"groups": (group("a", 0.55, 0.5), group("bcd", 0.45, 0.5)), "omnibus_p": 0.01}, [P], [WIDEST], []),
    ({"groups": (group("a", 0.2, 0.2), group("bcd", 0.8, 0.8, residual=None))}, [KNOWN], [KNOWN, P], []),
    ({"groups": (), "omnibus_p": None}, [KNOWN, P], [KNOWN, WIDEST], []),
    ({"apart": frozenset({"age"})}, [], [P], [MEANS]),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "in_line", "close", "unclear"), MIXES)
def test_a_mix_is_in_line_or_close_at_its_limits(
    bank: Bank, changes: dict[str, Any], in_line: list[str], close: list[str], unclear: list[str]
) -> None:
    case = bank.case(place(bank, **changes))
    told = {name: stops(name, case) for name in ("in_line", "close", "unclear", "too_few")}
    few = [] if "strength" in changes else [CUSTOMERS]
    assert told == {"in_line": in_line, "close": close, "unclear": unclear, "too_few": few}


def test_what_a_place_tells_decides_what_is_said_of_it(bank: Bank) -> None:
    view = place(bank, rank=3)
    imported = on(bank, replace(bank.views.release, origin="kpis"))
    assert (stops("size_ranked", bank.case(view)), stops("size", bank.case(view))) == ([], ["rank among cities"])
    unranked = bank.case(replace(view, rank=None))
    assert (stops("size_ranked", unranked), stops("size", unranked)) == (["rank among cities"], [])
    few = replace(view, strength="counts")
    assert (stops("imported_place", bank.case(few)), stops("too_few", bank.case(few))) == (["origin"], [])
    assert (stops("imported_place", imported.case(few)), stops("too_few", imported.case(few))) == ([], ["origin"])
    for detail, passing in (("groups", "joined"), ("total", "whole_only"), ("segments", None)):
        case = bank.case(replace(view, place=replace(view.place, detail=detail)))  # type: ignore[arg-type]
        assert [name for name in ("joined", "whole_only") if not stops(name, case)] == ([passing] if passing else [])


def test_superlatives_of_all_customers_need_a_lead(bank: Bank) -> None:
    def spends(*amounts: float | None) -> Case:
        groups = tuple(replace(one, spend_share=x) for one, x in zip(bank.views.groups, amounts, strict=True))
        return replace(bank, views=replace(bank.views, groups=groups)).case()

    assert stops("most_spend", spends(0.0, 0.55, 0.5, 0.0)) == []
    assert stops("most_spend", spends(0.0, 0.549, 0.5, 0.0)) == ["lead on the next"]
    assert stops("most_spend", spends(None, None, None, None)) == ["most spend", "lead on the next"]
    for second, stopped in ((989, []), (990, ["lead on the next"])):
        cities = tuple(replace(bank.views.cities[0], n=n) for n in (1000, second))
        assert stops("top_city", replace(bank, views=replace(bank.views, cities=cities)).case()) == stopped
    alone = replace(bank.views, cities=bank.views.cities[:1])
    assert stops("top_city", replace(bank, views=alone).case()) == ["cities", "lead on the next"]


def test_cities_differ_are_alike_or_cannot_be_compared(bank: Bank) -> None:
    clear, tested = "places with a share clearly apart", "shares tested"
    apart = (group("a", 0.3, 0.2, passes=True), group("bcd", 0.7, 0.8))
    untold = tuple(replace(one, residual=None) for one in place(bank).groups)
    rows: tuple[tuple[dict[str, Any], dict[str, list[str]]], ...] = (
        ({}, {"cities_differ": [clear], "cities_alike": [], "no_mix": [tested]}),
        ({"groups": apart}, {"cities_differ": [], "cities_alike": [clear], "no_mix": [tested]}),
        ({"groups": apart, "strength": "counts"}, {"cities_differ": [clear], "cities_alike": [], "no_mix": [tested]}),
        ({"groups": untold}, {"cities_differ": [clear], "cities_alike": [tested], "no_mix": []}),
    )  # fmt: skip
    for changes, expected in rows:
        views = replace(bank.views, cities=(place(bank, **changes),), districts=(), pools=())
        case = replace(bank, views=views).case()
        assert {name: stops(name, case) for name in expected} == expected
        assert stops("in_places", case) == ["pools of smaller places"]
        assert stops("typical_places", case) == ["places with typical spend clearly apart"]
    cities = tuple(
        replace(with_average(bank, "typical_spend", value, 0.0, 1.0, 0.01), typical_differs=True)
        for value in (110.0, 120.0, 90.0)
    )
    pooled = replace(bank.views, cities=cities, districts=(), pools=bank.views.pools)
    case = replace(bank, views=pooled).case()
    assert stops("in_places", case) == stops("typical_places", case) == []
    (finding,) = registry.GUARDS["typical_places"].findings(case)
    assert finding.facts == {"higher": "2", "lower": "1", "places": "3", "apart": "3"}


def test_spend_is_told_of_each_segment_as_far_as_it_is_known(bank: Bank) -> None:
    assert len(registry.GUARDS["spend_by_segment"].findings(bank.case())) == 4
    for shown in (0.2, None):
        groups = tuple(replace(one, spend_share=shown) for one in bank.views.groups)
        case = replace(bank, views=replace(bank.views, groups=groups)).case(segment="a")
        stopped = [] if shown else ["share of spend"], ["share of spend"] if shown else []
        assert (stops("spend_by_segment", case), stops("share_by_segment", case)) == stopped
        assert stops("joined_segment", case) == ["counted for all customers as"]
    joined = Bank(build_views(sample_release("joined")), filled("joined"))
    assert stops("joined_segment", joined.case(segment="c")) == []


def test_a_silhouette_is_better_from_its_lead_on(bank: Bank) -> None:
    release = bank.views.release
    rows = {0.43: ([], ["lead"]), 0.429: (["lead"], []), None: (["silhouettes at the number of segments used"],) * 2}
    for silhouette, (better, alike) in rows.items():
        evidence = tuple(
            replace(row, data=replace(row.data, silhouette=silhouette),
                    independent=replace(row.independent, silhouette=0.38))
            for row in release.overall.evidence
        )  # fmt: skip
        case = on(bank, replace(release, overall=replace(release.overall, evidence=evidence))).case()
        assert (stops("fits_better", case), stops("fits_alike", case)) == (better, alike)


def test_rows_are_told_by_whether_any_was_left_out(bank: Bank) -> None:
    read, kept = Count("rows_read", 1000, 1000), Count("rows_accepted", 990, 1000)
    for left in (True, False):
        conditions = bank.content.conditions - {"rejected_some"} | ({"rejected_some"} if left else set())
        content = bank.content.fill({}, frozenset(conditions))
        told, none = (replace(on(bank, with_counts(bank.views.release, *rows)), content=content)
                      for rows in ((read, kept), ()))  # fmt: skip
        some = [] if left else ["rows left out"], ["rows left out"] if left else []
        assert (stops("rows", told.case()), stops("all_rows", told.case())) == some
        assert (stops("rows", none.case())[0], stops("all_rows", none.case())[0]) == ("rows read", "rows read")
    for name in ("imported", "frequency_dropped", "key_auto"):
        for holds in (True, False):
            case = replace(bank, content=bank.content.fill({}, frozenset({name} if holds else ()))).case()
            assert stops(name, case) == ([] if holds else [f"condition {name}"])


def changed(bank: Bank, **changes: Any) -> Case:
    slug = bank.views.cities[0].place.id
    cells = (CellChange(slug, ("a",), 0.2, 0.3, 0.01), CellChange("gone", ("a",), 0.2, 0.3, 0.01))
    segments = (SegmentChange("a", True, 0.1, "High", "High"), SegmentChange("b", False, None, None, "New"))
    made = replace(Changes("2015-08-01", "2015-10-21", "refit", segments, 40, cells), **changes)
    return on(bank, replace(bank.views.release, changes=made)).case()


def test_what_changed_is_told_by_what_was_compared(bank: Bank) -> None:
    since, compared, moved = "an earlier release", "shares compared", "shares that moved"
    for case, expected in (
        (bank.case(), ([], [since, compared], [since])),
        (changed(bank), ([since], [moved], [compared])),
        (changed(bank, cells=()), ([since], [], [compared])),
        (changed(bank, cells=(), compared=0), ([since], [compared], [])),
    ):
        names = ("first_release", "nothing_moved", "other_segments")
        assert tuple(stops(name, case) for name in names) == expected
    slug = bank.views.cities[0].place.slug
    assert stops("moved", changed(bank), f"{slug}-a") == []
    assert stops("moved", changed(bank), "gone-a") == ["page of its own"]
    for name, passing in (("segment_continues", "a"), ("segment_is_new", "b")):
        assert [found.key for found in registry.GUARDS[name].findings(changed(bank))] == [passing]


def part(ids: str, one: float, two: float, q: float | None = 0.01, passes: bool = False) -> Part:
    ends = (one - 0.03, two - 0.03), (one + 0.03, two + 0.03)
    return Part(tuple(ids), (round(1000 * one), round(1000 * two)), (one, two), *ends, 3.0, q, passes)


def pair(bank: Bank, *parts: Part, claims: bool = True, p: float | None = 0.5, gaps: tuple[Gap, ...] = ()) -> Case:
    return bank.case(two=Pair(place(bank), place(bank, n=900), claims, parts, p, gaps))


BESIDE, LARGER, Q_PAIR = (
    "says the other way round what the only other part says", "larger share (100 = the smaller)",
    "q of the adjusted residual, over all that is compared",
)  # fmt: skip
PARTS = (
    (0.30, 0.25, 0.0499, True, []),
    (0.25, 0.30, 0.0499, True, []),
    (0.30, 0.25, 0.05, True, [Q_PAIR]),
    (0.30, 0.25, None, False, [CUSTOMERS, Q_PAIR]),
    (0.249, 0.20, 0.01, True, [GAP]),
    (0.599, 0.50, 0.01, True, [LARGER]),
    (0.05, 0.0, 0.01, True, []),
)


@pytest.mark.parametrize(("one", "two", "q", "claims", "expected"), PARTS)
def test_a_segment_is_more_common_in_one_of_two_places_at_its_limits(
    bank: Bank, one: float, two: float, q: float | None, claims: bool, expected: list[str]
) -> None:
    parts = part("a", one, two, q), part("b", 0.2, 0.2, q), part("cd", 0.3, 0.3, q)
    assert stops("pair_segment", pair(bank, *parts, claims=claims), "a") == expected


def test_of_two_parts_one_is_said(bank: Bank) -> None:
    equal = pair(bank, part("ab", 0.6, 0.4), part("cd", 0.4, 0.6))
    assert [stops("pair_segment", equal, key) for key in ("ab", "cd")] == [[], [BESIDE]]
    joined = pair(bank, part("a", 0.4, 0.6), part("bcd", 0.6, 0.4))
    assert [stops("pair_segment", joined, key) for key in ("a", "bcd")] == [[], [BESIDE]]


LARGE, Q_GAP = "larger average, times the smaller", "q, over all that is compared"
GAPS = (
    ("pair_typical", "typical_spend", 110.0, 100.0, 0.0499, []),
    ("pair_typical", "typical_spend", 100.0, 110.0, 0.0499, []),
    ("pair_typical", "typical_spend", 109.9, 100.0, 0.01, [LARGE]),
    ("pair_typical", "typical_spend", 110.0, 100.0, 0.05, [Q_GAP]),
    ("pair_typical", "typical_spend", 110.0, 100.0, None, [Q_GAP]),
    ("pair_active", "transactions", 2.2, 2.0, 0.01, []),
    ("pair_active", "transactions", 2.19, 2.0, 0.01, [LARGE]),
    ("pair_recent", "recency_pct", 55.0, 50.0, 0.01, []),
    ("pair_recent", "recency_pct", 54.9, 50.0, 0.01, [PERCENT]),
    ("pair_older", "age", 34.0, 32.0, 0.01, []),
    ("pair_older", "age", 33.9, 32.0, 0.01, [YEARS]),
)


@pytest.mark.parametrize(("name", "measure", "one", "two", "q", "expected"), GAPS)
def test_an_average_of_two_places_is_apart_at_its_limits(
    bank: Bank, name: str, measure: str, one: float, two: float, q: float | None, expected: list[str]
) -> None:
    gap = Gap(measure, (one, two), one - two, 0.0, 1.0, 3.0, q)
    assert stops(name, pair(bank, gaps=(gap,))) == expected
    assert stops(name, pair(bank, gaps=(gap,), claims=False)) == [CUSTOMERS, *expected]
    other = replace(gap, measure="age" if measure != "age" else "transactions")
    assert stops(name, pair(bank, gaps=(other,))) == [f"average {measure}"]
    case = pair(bank, gaps=(gap,))
    hidden = {**case.pair.second.measures, "recency": Estimate(None, None, None, "few")}
    silent = bank.case(two=replace(case.pair, second=replace(case.pair.second, measures=hidden)))
    assert stops(name, silent) == ([*expected, "average recency"] if name == "pair_recent" else expected)


BOTH, P_PAIR, WIDE = "segments that both tell apart", "p of the two mixes", "widest difference"
PAIR_MIXES: tuple[tuple[dict[str, Any], float, bool, list[str], list[str], list[str]], ...] = (
    ({"p": 0.0501}, 0.2, False, [], [P_PAIR], []),
    ({"p": 0.05}, 0.2, False, [P_PAIR], [], []),
    ({"p": None}, 0.2, False, [P_PAIR], [P_PAIR], []),
    ({"p": 0.01}, 0.2499, False, [P_PAIR], [], []),
    ({"p": 0.01}, 0.25, False, [P_PAIR], [WIDE], []),
    ({"p": 0.01}, 0.251, False, [P_PAIR], [WIDE], []),
    ({"p": 0.01}, 0.2, True, [CLEAR, P_PAIR], [CLEAR], [CLEAR]),
    ({"claims": False}, 0.2, False, [CUSTOMERS], [CUSTOMERS, P_PAIR], [CUSTOMERS]),
)


@pytest.mark.parametrize(("changes", "share", "passes", "in_line", "close", "unclear"), PAIR_MIXES)
def test_two_mixes_are_in_line_or_close_at_their_limits(
    bank: Bank, changes: dict[str, Any], share: float, passes: bool, in_line: list[str], close: list[str],
    unclear: list[str]
) -> None:  # fmt: skip
    case = pair(bank, part("a", share, 0.2, passes=passes), part("b", 0.2, 0.2), part("cd", 0.6, 0.6), **changes)
    told = {name: stops(f"pair_{name}", case) for name in ("in_line", "close", "unclear", "too_few")}
    few = [] if "claims" in changes else [CUSTOMERS]
    assert told == {"in_line": in_line, "close": close, "unclear": unclear, "too_few": few}
    assert (stops("pair_no_mix", case), stops("pair_joined", case)) == ([BOTH], [])


def test_two_places_without_a_common_mix(bank: Bank) -> None:
    case = pair(bank, p=None)
    assert stops("pair_in_line", case) == [BOTH, P_PAIR]
    assert stops("pair_close", case) == [BOTH, P_PAIR]
    assert (stops("pair_no_mix", case), stops("pair_joined", case)) == ([], ["segments compared joined"])
    clear = pair(bank, gaps=(Gap("age", (34.0, 32.0), 2.0, 1.0, 3.0, 3.0, 0.01, passes=True),))
    assert (stops("pair_unclear", case), stops("pair_unclear", clear)) == ([], [MEANS])
    imported = on(bank, replace(bank.views.release, origin="kpis"))
    few = pair(imported, claims=False)
    assert (stops("pair_too_few", few), stops("pair_imported", few)) == (["origin"], [])
    assert stops("pair_imported", case) == ["origin"]


def town(bank: Bank, typical: float, half: float, recent: float | None = None, **changes: Any) -> PlaceView:
    """A city with typical spend (and recency) published to a step of nothing, and an interval of so much each way."""
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


NEAR, FAR = "close in", "clearly different"
#: Typical spend and recency there (100 and 50 here), half an interval, and what stops "alike" and "alike, but".
TOWNS: tuple[tuple[float, float | None, float, list[str], list[str]], ...] = (
    (110.0, None, 20.0, [], [FAR]),
    (110.1, None, 20.0, [NEAR], [NEAR, FAR]),
    (110.1, None, 5.0, [NEAR, FAR], [NEAR]),
    (110.1, 55.0, 20.0, [], [FAR]),
    (110.1, 55.1, 20.0, [NEAR], [NEAR, FAR]),
    (100.0, 55.0, 2.5, [], [FAR]),
    (100.0, 55.0, 2.4, [FAR], []),
    (100.0, 54.9, 2.4, [], [FAR]),
    (100.0, 45.0, 2.5, [], [FAR]),
    (100.0, 45.0, 2.4, [FAR], []),
)


@pytest.mark.parametrize(("typical", "recent", "half", "alike", "but"), TOWNS)
def test_cities_are_alike_at_their_limits(
    bank: Bank, typical: float, recent: float | None, half: float, alike: list[str], but: list[str]
) -> None:
    here, there = town(bank, 100.0, half, recent and 50.0), town(bank, typical, half, recent)
    case = bank.case(two=Two(here, there))
    assert (stops("alike", case), stops("alike_but", case)) == (alike, but)
    near = [one for one in alike if one != FAR]
    for strengths in (("claims", "intervals"), ("intervals", "claims")):
        small = Two(*(replace(one, strength=held) for one, held in zip((here, there), strengths, strict=True)))
        told = stops("alike", bank.case(two=small)), stops("alike_but", bank.case(two=small))
        assert told == (near, [*near, FAR])


def test_averages_are_alike_with_room_for_their_rounding(bank: Bank) -> None:
    """Steps of typical spend are logarithms: 5 % apart leaves .0465 of ln 1.10, and two halves of a step share it."""
    for step, stopped in ((0.046, []), (0.047, [NEAR])):
        views = [town(bank, typical, 90.0) for typical in (100.0, 105.0)]
        means = [{name: replace(mean, step=step) for name, mean in view.place.means.items()} for view in views]
        here, there = (replace(view, place=replace(view.place, means=made))
                       for view, made in zip(views, means, strict=True))  # fmt: skip
        assert stops("alike", bank.case(two=Two(here, there))) == stopped


def test_mixes_are_alike_with_room_for_their_rounding(bank: Bank) -> None:
    """Counts in tens: a share of 10,000 customers may be .0005 off, so two of them need .001 of room."""

    def mix(first: int) -> tuple[GroupView, ...]:
        counts = {"a": first, "b": 2500, "c": 2500, "d": 5000 - first}
        return tuple(group(ids, n / 10_000, 0.25, n=n) for ids, n in counts.items())

    here = town(bank, 100.0, 90.0, groups=mix(2000), n=10_000)
    for first, stopped in ((2490, []), (2491, [NEAR]), (2499, [NEAR]), (2500, [NEAR, FAR])):
        there = town(bank, 200.0, 190.0, groups=mix(first), n=10_000)
        assert stops("alike", bank.case(two=Two(here, there))) == stopped


def test_of_two_groups_that_differ_one_is_named(bank: Bank) -> None:
    here, there = (town(bank, 100.0, 90.0, groups=(group("a", one, None, n=n), group("bcd", 1 - one, None, n=1000 - n)))
                   for one, n in ((0.2, 200), (0.4, 400)))  # fmt: skip
    (finding,) = registry.GUARDS["alike_but"].findings(bank.case(two=Two(here, there)))
    assert finding.facts["differ"].count("segment") == 1


SAMPLES = {kind: sample_release(kind) for kind in KINDS} | {"imported": release_of("imported")}


def cases(name: str) -> Iterator[tuple[str, Case]]:
    """Yield every guard's name with the cases of a sample that it may be asked about."""
    views = build_views(SAMPLES[name])
    bank = Bank(views, filled(name if name in KINDS else "full"))  # type: ignore[arg-type]
    shown = views.pages[:3] + views.pages[-3:]
    compared = [bank.case(two=pair) for pair in compare(shown, views)]
    segments = {bank.content.phrase(id_).guard for id_ in page.SEGMENT_PHRASES}
    for kind, made in (
        (registry.PLACE, [bank.case(view) for view in views.pages]),
        (registry.ALIKE, [bank.case(two=Two(one, two)) for one in shown for two in shown if one is not two]),
        (registry.PAIR, compared),
        (registry.BANK, [bank.case()]),
    ):
        for guard in kind:
            of_segment = kind is registry.BANK and guard.name in segments
            yield from ((guard.name, case) for case in ([bank.case(segment="a")] if of_segment else made))


def test_every_look_is_told_whether_those_before_it_hold_or_not() -> None:
    """Whatever a place withholds, a guard tells the same looks, all of them in words."""
    told: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for guard, case in (row for name in SAMPLES for row in cases(name)):
        for trial in registry.GUARDS[guard].trials(case):
            checks = list(trial.checks())
            edition = case.edition
            assert all(check_texts.value(c.value, edition) and check_texts.needs(c.needs, edition) for c in checks)
            kind = trial.key if guard == "segment_profile" else ""
            told.setdefault((guard, kind), set()).add(tuple(check.what for check in checks))
    several = {guard for (guard, _), whats in told.items() if len(whats) > 1}
    assert several == {"pair_typical", "pair_active", "pair_recent", "pair_older"}  # not in a release: one look says so
    changes = {"moved", "segment_continues", "segment_is_new"}
    assert {guard for guard, _ in told} == registry.GUARDS.keys() - changes


@pytest.mark.parametrize("name", SAMPLES)
def test_findings_have_the_facts_that_their_guard_names(name: str) -> None:
    for guard, case in cases(name):
        for finding in registry.GUARDS[guard].findings(case):
            assert set(registry.GUARDS[guard].facts) <= finding.facts.keys(), guard


@pytest.mark.parametrize("name", SAMPLES)
def test_marked_figures_and_sentences_tell_the_same(name: str) -> None:
    """What tables and figures mark as clearly apart is what sentences say, but for mirrors and small places."""
    views = build_views(SAMPLES[name])
    bank = Bank(views, filled(name if name in KINDS else "full"))  # type: ignore[arg-type]
    for view in views.pages:
        case = bank.case(view)
        said = {f.key for kind in ("over", "under") for f in registry.GUARDS[f"{kind}_represented"].findings(case)}
        marked = {"".join(one.segments) for one in view.groups if one.passes} if view.strength == "claims" else set()
        assert said <= marked
        assert all(len(key) > 1 and len(view.groups) == 2 for key in marked - said)
        apart = {f.key for names in UP_DOWN.values() for one in names for f in registry.GUARDS[one].findings(case)}
        assert apart == view.apart & set(speakable(views))
    for pair_ in compare(views.pages[:4], views):
        found = {f.key for f in registry.GUARDS["pair_segment"].findings(bank.case(two=pair_))}
        marked = {"".join(one.segments) for one in pair_.parts if one.passes}
        assert found == marked or (found < marked and len(pair_.parts) == 2)


def test_a_build_takes_no_look_after_one_that_does_not_hold() -> None:
    def checks() -> Iterator[Check]:
        yield Check("published", "known", "not known", holds=False)
        raise AssertionError("asked for what is not published")

    assert not Trial(checks, dict).passed


def test_a_case_says_what_it_lacks(bank: Bank) -> None:
    with pytest.raises(ValueError, match="speaks of a place"):
        _ = bank.case().place
    with pytest.raises(ValueError, match="speaks of two places"):
        _ = bank.case().beside
    with pytest.raises(ValueError, match="rests on a comparison"):
        _ = bank.case(two=Two(bank.views.cities[0], bank.views.cities[1])).pair
