"""What changed between two releases: all customers first, then places beyond all others, from printed figures only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from generator.analyse.disclosure.changes import changes_since
from generator.release import (
    Atom,
    Cell,
    Changes,
    Compared,
    CustomerKey,
    Feature,
    FigureChange,
    Mean,
    Place,
    Release,
    SegmentChange,
    Window,
)
from tests.support.releases import sample_release

Counts = Mapping[str, tuple[int, ...]]
CALM: Counts = {f"p{i}": (300, 300, 200, 200) for i in range(20)}


def window(first: str, days: int = 82) -> Window:
    last = date.fromisoformat(first) + timedelta(days - 1)
    return Window(first, last.isoformat(), days, days, days, 0)


def bank(counts: Counts, typical: Mapping[str, float] | None = None, first: str = "2016-08-01") -> Release:
    """Return a release of cities with single-segment atoms of these sizes, and typical spend by city ("": all)."""
    sample = sample_release("full")
    ids = [item.id for item in sample.segments]
    atoms = tuple(
        Atom(place, (ids[i],), n, {}) for place, row in sorted(counts.items()) for i, n in enumerate(row) if n
    )
    spent = {"": 1000.0, **(typical or {})}

    def means(place: str) -> dict[str, Mean]:
        return {"typical_spend": Mean(spent.get(place, spent[""]), 0.01, None)}

    places = tuple(
        Place(id_, id_, id_, "city", "", None, None, "segments", means(id_), "", (), ()) for id_ in sorted(counts)
    )
    transactions = sample.overall.means["transactions"]
    overall = replace(sample.overall, means={**means(""), "transactions": transactions})
    return replace(sample, places=places, atoms=atoms, margin=(), overall=overall, window=window(first))


def later(counts: Counts, typical: Mapping[str, float] | None = None) -> Release:
    return bank(counts, typical, "2016-10-22")


def clear(rows: tuple[FigureChange, ...]) -> set[tuple[str | None, str, tuple[str, ...]]]:
    return {(row.place, row.figure, row.segments) for row in rows if row.q is not None and row.q < 0.05}


def of(changes: Changes, figure: Compared, place: str | None = None, segment: str = "") -> FigureChange:
    rows = changes.places if place else changes.bank
    (found,) = (row for row in rows if (row.place, row.figure) == (place, figure) and segment in ("", *row.segments))
    return found


def test_a_planted_movement_is_found_and_nothing_else() -> None:
    found = changes_since(bank(CALM), later({**CALM, "p7": (200, 400, 200, 200)}), "frozen")
    assert len(found.places) == 20 * (4 + 1 + 1)
    assert clear(found.places) == {("p7", "share", ("a",)), ("p7", "share", ("b",))}
    assert clear(found.bank) == set()
    row = of(found, "share", "p7", "b")
    assert (row.before, row.now, row.rest_before, row.rest_now) == (0.3, 0.4, 0.3, 0.3)
    assert row.low is not None
    assert row.high is not None
    assert row.low < row.change == 0.1 < row.high


def test_a_fall_of_all_customers_is_no_change_of_a_city() -> None:
    """Each city loses 60 % of a segment, of which some have twice as many as others."""
    before = {f"p{i}": (300, 300, 200, 200) if i % 2 else (220, 220, 160, 400) for i in range(20)}
    after = {place: (*row[:3], row[3] * 2 // 5) for place, row in before.items()}
    found = changes_since(bank(before), later(after), "frozen")
    assert of(found, "share", segment="d").change == pytest.approx(-0.154, abs=0.002)
    assert (None, "share", ("d",)) in clear(found.bank)
    assert {row for row in clear(found.places) if row[1] == "share"} == set()


def test_money_of_all_customers_is_compared() -> None:
    found = changes_since(bank(CALM), later(CALM, {"": 1150.0}), "frozen")
    row = of(found, "typical_spend")
    assert (row.before, row.now, row.change) == (1000.0, 1150.0, 1.15)
    assert clear(found.bank) == {(None, "typical_spend", ())}
    assert clear(found.places) == set()


def test_money_of_a_city_is_compared_beyond_all_others() -> None:
    """All customers spend 15 % more; in one city half as much again, which moves the average of all a little too."""
    found = changes_since(bank(CALM), later(CALM, {"": 1150.0, "p3": 1700.0}), "frozen")
    assert clear(found.places) == {("p3", "typical_spend", ())}
    row = of(found, "typical_spend", "p3")
    assert row.rest_now == pytest.approx((1150.0**20 / 1700.0) ** (1 / 19), rel=1e-5)
    assert row.change == pytest.approx(1.7 / (row.rest_now or 1) * 1000, rel=1e-3)


def test_the_number_of_customers_is_compared() -> None:
    grown = {place: tuple(n * 13 // 10 for n in row) for place, row in CALM.items()}
    found = changes_since(bank(CALM), later({**grown, "p5": (600, 600, 400, 400)}), "frozen")
    assert (of(found, "customers").before, of(found, "customers").now) == (20_000, 26_700)
    assert clear(found.places) == {("p5", "customers", ())}
    row = of(found, "customers", "p5")
    assert (row.before, row.now, row.rest_before, row.rest_now) == (1000, 2000, 19_000, 24_700)
    assert row.change == pytest.approx(2 / 1.3, rel=1e-3)


def test_transactions_are_compared_where_they_are_measured() -> None:
    after = later(CALM)
    more = replace(after.overall.means["transactions"], value=2.0)
    after = replace(after, overall=replace(after.overall, means={**after.overall.means, "transactions": more}))
    assert (None, "transactions", ()) in clear(changes_since(bank(CALM), after, "frozen").bank)
    absent = {**after.overall.means, "transactions": Mean(None, None, "absent")}
    found = changes_since(bank(CALM), replace(after, overall=replace(after.overall, means=absent)), "frozen")
    assert {row.figure for row in found.bank} == {"share", "typical_spend", "customers"}


def test_nothing_is_known_of_a_city_but_what_both_releases_print() -> None:
    """Segments that are joined in one release are compared as joined in both, and a mean that is withheld is not."""
    joined = later(CALM)
    atoms = (
        Atom("p0", ("a", "b"), 600, {}),
        *(atom for atom in joined.atoms if atom.place != "p0" or atom.segments[0] in "cd"),
    )
    places = tuple(
        replace(place, means={"typical_spend": Mean(None, None, "few")}) if place.id == "p0" else place
        for place in joined.places
    )
    joined = replace(joined, atoms=atoms, places=places, margin=(Cell(("a", "b"), 600, {}),))
    for found in (
        changes_since(bank(CALM), joined, "frozen"),
        changes_since(joined, bank(CALM, first="2017-02-01"), "frozen"),
    ):
        mine = [(row.figure, row.segments) for row in found.places if row.place == "p0"]
        assert mine == [("share", ("a", "b")), ("share", ("c",)), ("share", ("d",)), ("customers", ())]
        assert [row.segments for row in found.bank if row.figure == "share"] == [("a", "b"), ("c",), ("d",)]


@pytest.mark.parametrize("small", [(30, 30, 20, 10), (0, 0, 0, 0)])
def test_a_city_needs_customers_in_both_releases(small: tuple[int, ...]) -> None:
    counts = {**CALM, "p0": (30, 30, 20, 10)}
    for before, after in ((counts, CALM), (CALM, counts)):
        found = changes_since(bank(before), later(after), "frozen")
        assert {row.place for row in found.places} == CALM.keys() - {"p0"}


def test_a_bank_of_one_city_has_no_others_to_compare_it_with() -> None:
    one = {"p0": (300, 300, 200, 200), "p1": (20, 20, 20, 20)}
    found = changes_since(bank(one), later({**one, "p0": (200, 400, 200, 200)}), "frozen")
    assert found.places == ()
    assert (None, "share", ("a",)) in clear(found.bank)


def test_places_that_came_and_went_are_counted_and_only_new_ones_named() -> None:
    before = {**CALM, "gone": (30, 30, 20, 10), "gone2": (300, 300, 200, 200)}
    found = changes_since(bank(before), later({**CALM, "new": (300, 300, 200, 200)}), "frozen")
    assert (found.came, found.left) == (("new",), 2)
    assert "gone" not in str(found)


def test_a_city_counted_with_its_area_did_not_leave() -> None:
    after = later({place: row for place, row in CALM.items() if place != "p1"})
    first, *rest = after.places
    after = replace(after, places=(replace(first, covers=("p0", "p1")), *rest))
    found = changes_since(bank(CALM), after, "frozen")
    assert (found.came, found.left) == ((), 0)
    assert first.id not in {row.place for row in found.places}


def test_pools_are_not_compared() -> None:
    pools = []
    for release, row in ((bank(CALM), (300, 300, 200, 200)), (later(CALM), (100, 500, 200, 200))):
        pool = Place("pool:kerala", "", "Kerala", "pool", "Kerala", None, None, "segments", {}, "", (), ())
        atoms = tuple(Atom(pool.id, (id_,), n, {}) for id_, n in zip("abcd", row, strict=True))
        pools.append(replace(release, places=(*release.places, pool), atoms=(*release.atoms, *atoms)))
    found = changes_since(pools[0], pools[1], "frozen")
    assert {row.place for row in found.places} == CALM.keys()
    assert found.left == 0


@pytest.mark.parametrize("first", ["2016-08-01", "2016-08-31", "2016-10-21"])
def test_windows_that_share_days_are_not_tested(first: str) -> None:
    """The same transactions are in both: neither independent samples, nor separable without the earlier rows."""
    found = changes_since(bank(CALM), bank({**CALM, "p7": (100, 500, 200, 200)}, first=first), "frozen")
    assert found.obstacles == ("overlap",)
    rows = (*found.bank, *found.places)
    assert {(row.low, row.high, row.q) for row in rows} == {(None, None, None)}
    assert of(found, "share", "p7", "a").change == pytest.approx(-0.2)


def others(**changes: Any) -> Release:
    return replace(later(CALM), **changes)


KEPT = tuple(SegmentChange(id_, True, 0.1, id_.upper(), id_.upper()) for id_ in "abcd")
SHARES, MONEY = {"share"}, {"typical_spend"}
EVERYTHING = {"share", "typical_spend", "transactions", "customers"}


@pytest.mark.parametrize(
    ("after", "obstacle", "segments", "missing"),
    [
        (others(customer=CustomerKey("Account", ("Account",), "config")), "customer_key", KEPT, EVERYTHING),
        (others(window=window("2016-10-22", 120)), "window_length", KEPT, EVERYTHING),
        (others(window=window("2016-01-01")), "later_window", KEPT, EVERYTHING),
        (others(currency="EUR"), "currency", KEPT, MONEY),
        (
            others(model=replace(later(CALM).model, features=(Feature("monetary", 6.0, 1.0, 1.0),))),
            "features", tuple(replace(item, inherited=False) for item in KEPT), SHARES,
        ),
        (others(), "segments", (*KEPT[:3], SegmentChange("e", False, None, None, "New")), SHARES),
    ],
)  # fmt: skip
def test_what_is_not_comparable_is_not_compared_and_said(
    after: Release, obstacle: str, segments: tuple[SegmentChange, ...], missing: set[str]
) -> None:
    found = changes_since(bank(CALM), after, "refit", segments)
    assert found.obstacles == (obstacle,)
    assert {row.figure for row in found.bank} == EVERYTHING - missing
    assert {row.figure for row in found.places} == EVERYTHING - missing - {"transactions"}


def test_a_refit_that_gives_up_a_segment_compares_no_shares() -> None:
    """All new segments continue earlier ones, but the customers of the one that is gone are in them too."""
    before = bank(CALM)
    before = replace(before, segments=(*before.segments, replace(before.segments[0], id="e", letter="E")))
    found = changes_since(before, later(CALM), "refit", KEPT)
    assert found.obstacles == ("segments",)
    assert {row.figure for row in (*found.bank, *found.places)} == EVERYTHING - SHARES


def test_a_refit_whose_segments_all_continue_compares_everything() -> None:
    found = changes_since(bank(CALM), later(CALM), "refit", KEPT)
    assert found.obstacles == ()
    assert {row.figure for row in found.bank} == EVERYTHING


def test_other_places_are_neither_compared_nor_counted_as_new() -> None:
    renamed = {f"q{i}": row for i, row in enumerate(CALM.values())}
    found = changes_since(bank(CALM), later(renamed), "frozen")
    assert (found.obstacles, found.places, found.came, found.left) == (("places",), (), (), 0)
    assert {row.figure for row in found.bank} == EVERYTHING


@pytest.mark.parametrize("planted", [False, True])
def test_without_changes_hardly_any_site_reports_one(planted: bool) -> None:
    """Thirteen cities of 100 to 7,000 customers, drawn twice; in between all customers lose half a segment.

    Where something is planted, ten points of the largest city's customers, 40 % of all, change their segment, and they
    spend 30 % more: it is named, and the others as rarely as otherwise.
    """
    rng, false = np.random.default_rng(5), 0
    sizes = (100, 120, 150, 200, 300, 400, 600, 800, 1200, 1500, 2000, 3000, 7000)
    mixes = [rng.dirichlet((30, 30, 20, 20)) for _ in sizes]
    draws = 60
    for _ in range(draws):
        releases = []
        for kept, first in ((1.0, "2016-08-01"), (0.5, "2016-10-22")):
            counts, spent, total, sd = {}, {}, 0.0, 1.178
            for i, (n, mix) in enumerate(zip(sizes, mixes, strict=True)):
                shifted = planted and kept < 1 and n == max(sizes)
                share = mix * (1, 1, 1, kept)
                share = share / share.sum() + (np.array((-0.1, 0.1, 0, 0)) if shifted else 0)
                drawn = rng.multinomial(rng.poisson(n), share)
                counts[f"p{i}"] = tuple(int(10 * np.ceil(k / 10)) for k in drawn)
                spent[f"p{i}"] = float(np.exp(7 + rng.normal(0, sd / n**0.5))) * (1.3 if shifted else 1.0)
                total += n * np.log(spent[f"p{i}"])
            spent[""] = float(np.exp(total / sum(sizes)))
            releases.append(bank(counts, spent, first))
        found = changes_since(releases[0], releases[1], "frozen")
        assert (None, "share", ("d",)) in clear(found.bank)
        named = {(place, figure) for place, figure, _ in clear(found.places)}
        large = {("p12", "share"), ("p12", "typical_spend")} if planted else set()
        assert large <= named
        false += bool(named - large)
    assert false / draws <= 0.05 + 1.645 * (0.05 * 0.95 / draws) ** 0.5


#: Twenty cities of 3 % of all customers each, and one of 40 %.
LARGE_CITY: Counts = {
    **dict.fromkeys(CALM, (3000, 3000, 2000, 2000)),
    "big": (40_000, 40_000, 26_670, 26_670),
}


@pytest.mark.parametrize(
    ("after", "typical", "figure"),
    [
        ((26_670, 53_330, 26_670, 26_670), {}, "share"),
        ((40_000, 40_000, 26_670, 26_670), {"": 1000 * 1.3**0.4, "big": 1300.0}, "typical_spend"),
        ((80_000, 80_000, 53_340, 53_340), {}, "customers"),
    ],
)
def test_a_city_of_forty_percent_of_customers_changes_alone(
    after: tuple[int, ...], typical: Mapping[str, float], figure: Compared
) -> None:
    """Ten points more of a segment, or 30 % more spend, or twice the customers: twenty quiet cities stay quiet."""
    quiet = dict.fromkeys(CALM, 1000.0) if typical else {}
    found = changes_since(bank(LARGE_CITY), later({**LARGE_CITY, "big": after}, {**quiet, **typical}), "frozen")
    reported = [row for row in found.places if row.q is not None and row.q < 0.05 and row.large()]
    assert {(row.place, row.figure) for row in reported} == {("big", figure)}
    assert found.without == {figure: ("big",)}
    row = of(found, figure, "p3", "b" if figure == "share" else "")
    assert row.rest_now == pytest.approx(row.rest_before or 0, rel=0.001)
    assert row.change == pytest.approx(0 if figure == "share" else 1, abs=0.001)
    everyone = {"share": 0.04, "typical_spend": 1.3**0.4, "customers": 1.4}
    assert of(found, figure, segment="b" if figure == "share" else "").change == pytest.approx(
        everyone[figure], abs=0.002
    )


def test_cities_that_change_in_opposite_directions_leave_the_reference_one_by_one() -> None:
    shifted = {
        "p1": (1000, 5000, 2000, 2000),
        "p2": (5000, 1000, 2000, 2000),
        "big": (26_670, 53_330, 26_670, 26_670),
    }
    found = changes_since(bank(LARGE_CITY), later({**LARGE_CITY, **shifted}), "frozen")
    assert {row[0] for row in clear(found.places)} == shifted.keys()
    assert found.without == {"share": ("big", "p1", "p2")}
    for place in ("big", "p1", "p5"):
        row = of(found, "share", place, "b")
        assert (row.rest_before, row.rest_now) == (0.3, 0.3)


def test_of_two_cities_neither_can_leave_the_reference_of_the_other() -> None:
    two = {"p0": (300, 300, 200, 200), "p1": (300, 300, 200, 200)}
    found = changes_since(bank(two), later({**two, "p0": (100, 500, 200, 200)}), "frozen")
    assert {row[0] for row in clear(found.places)} == {"p0", "p1"}
    assert found.without == {}


def test_segments_that_a_city_joins_are_joined_where_it_leaves_the_reference() -> None:
    """The other cities print a and b, but what the large one adds to each of these is not known."""
    before = joined(LARGE_CITY, "2016-08-01")
    found = changes_since(before, joined({**LARGE_CITY, "big": (39_990, 10, 66_670, 26_670)}, "2016-10-22"), "frozen")
    assert {row[0] for row in clear(found.places)} == {"big"}
    assert found.without == {"share": ("big",)}
    assert [row.segments for row in found.places if (row.place, row.figure) == ("p5", "share")] == [
        ("a", "b"), ("c",), ("d",),
    ]  # fmt: skip


def joined(counts: Counts, first: str) -> Release:
    """Return a release in which the first two segments of the large city are printed together."""
    made = bank(counts, first=first)
    a, b, *_ = counts["big"]
    atoms = tuple(atom for atom in made.atoms if atom.place != "big" or atom.segments[0] in "cd")
    margin = (Cell(("a",), a, {}), Cell(("b",), b, {}))
    return replace(made, atoms=(Atom("big", ("a", "b"), a + b, {}), *atoms), margin=margin)
