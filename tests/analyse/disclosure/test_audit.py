"""Published counts attacked from outside: what follows from all of them together, by linear programming."""

from collections.abc import Hashable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from generator.analyse.disclosure.counts import ages_of, by_band
from generator.analyse.disclosure.means import Rules
from generator.analyse.disclosure.network import Printed, round_customers
from generator.analyse.disclosure.partition import OTHER, Candidate, Counts, Partition, partition
from generator.release import Cross
from tests.support.audit import Attacker, truth_is_possible
from tests.support.banks import PROPERTY, RANGES

BASE = 10
IDS = "abcdefgh"


def attack(
    split: Partition, printed: Printed, cross: tuple[Cross, ...], ages: dict[str, Counts], threshold: int
) -> Attacker:
    """Return an attacker who has read every count of a release: of places, atoms, margin, segments and bands."""
    found = Attacker()
    homes, k = list(split.groups), len(next(iter(split.counts.values())))
    joined = [(home, i) for home, row in split.groups.items() for part in row if len(part) > 1 for i in part]
    every = [(home, i) for home in homes for i in range(k)]
    # The total is rounded to its nearest multiple.
    found.learns(every, printed.total - BASE / 2, printed.total + BASE / 2 - 1)
    for home, groups in split.groups.items():
        found.reads([(home, i) for i in range(k)], printed.places[home], BASE, threshold)
        for group in groups:
            found.reads([(home, i) for i in group], printed.atoms[home, group], BASE, threshold)
    for segments, n in zip(split.margin, printed.margin, strict=True):
        found.reads([key for key in joined if key[1] in segments], n, BASE, threshold if len(split.margin) > 1 else 0)
    for group, n in printed.segments.items():
        found.reads([key for key in every if key[1] in group], n, BASE)
    for kind in ("age", "gender"):
        cells = [cell for cell in cross if cell.band.startswith(kind)]
        for i in range(k):
            row: list[Hashable] = [(cell.band, i) for cell in cells if cell.segment == IDS[i]]
            if row and printed.segment(i) is not None:
                # The bands of a segment hold the same customers as its places.
                found.reads(row, printed.segments[i,], BASE)
        for cell in cells:
            if cell.n is not None:
                found.reads([(cell.band, IDS.index(cell.segment))], cell.n, BASE, threshold)
    for band, n in printed.bands.items():
        # The distribution of ages tells no band below T.
        if sum(ages[band]) >= threshold:
            found.reads([(band, i) for i in range(k)], n, BASE, threshold)
    return found


@st.composite
def banks(draw: st.DrawFn) -> tuple[dict[str, Candidate], pd.DataFrame]:
    """Return places with two to four segments, and the segments by age band and gender, small bands among them."""
    k = draw(st.integers(2, 4))
    sizes = st.one_of(st.integers(0, 9), st.integers(15, 45), st.integers(40, 400))
    places = {}
    for i in range(draw(st.integers(4, 8))):
        row = tuple(draw(st.lists(sizes, min_size=k, max_size=k)))
        places[f"p{i}"] = Candidate(row, sum(row), True, draw(st.sampled_from(["pool:x", OTHER])))
    # In a segment of little more than T customers, a band of nearly all would follow from the total of that band.
    places["city"] = Candidate((200,) * k, 200 * k, True, OTHER)
    everyone = [sum(item.counts[i] for item in places.values()) for i in range(k)]
    table: dict[str, list[int]] = {}
    for bands in (("age:0-24", "age:25+", "age:unknown"), ("gender:F", "gender:M", "gender:unknown")):
        rows = []
        for n in everyone:
            few = min(draw(st.integers(0, 60)), n)
            some = draw(st.integers(0, n - few))
            rows.append(draw(st.permutations([few, some, n - few - some])))
        table |= {band: [row[j] for row in rows] for j, band in enumerate(bands)}
    return places, pd.DataFrame.from_dict(table, orient="index")


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [20, 50])
@hypothesis_settings(PROPERTY, max_examples=12)
@given(banks())
def test_no_count_is_pinned_and_no_small_cell_is_revealed(
    threshold: int, bank: tuple[dict[str, Candidate], pd.DataFrame]
) -> None:
    places, table = bank
    if sum(sum(item.counts) for item in places.values()) < threshold:
        return
    split = partition(places, threshold)
    k = len(places["p0"].counts)
    ages = ages_of(table, k)
    printed = round_customers(split, ages, BASE)
    cross = by_band(table, tuple(IDS[:k]), printed, Rules(BASE, threshold, frozenset(), RANGES))
    attacker = attack(split, printed, cross, ages, threshold)
    true: dict[Hashable, int] = {(home, i): n for home, row in split.counts.items() for i, n in enumerate(row)}
    true |= {(str(band), i): int(n) for band, row in table.iterrows() for i, n in enumerate(row)}
    assert truth_is_possible(attacker, true)
    for (home, group), n in printed.atoms.items():
        # All numbers that the printed one stands for remain possible, but where there is one atom alone.
        least, most = attacker.range_of([(home, i) for i in group])
        if len(printed.atoms) > 1:
            assert (least, most) == (max(threshold, n - BASE + 1), n + BASE - 1)
        if len(group) > 1 and len(split.groups) > 1:
            assert all(attacker.range_of([(home, i)])[0] <= 0 for i in group if true[home, i] < threshold)
    for cell in cross:
        at = (cell.band, IDS.index(cell.segment))
        if cell.n is None and true[at] < threshold:
            assert attacker.range_of([at])[0] <= 0, at


def test_a_naive_release_is_caught() -> None:
    """Exact totals beside hidden small cells tell those cells; so do tables that are rounded to different totals."""
    exact = Attacker()
    exact.learns([("p", 0), ("p", 1)], 300, 300)
    exact.learns([("p", 0)], 288, 288)
    assert exact.range_of([("p", 1)]) == (12, 12)
    # Printed with base 10 and T = 50, 951 of 1,000: the 49 others are at least 32.
    hidden = Attacker()
    hidden.reads(["F", "M"], 1_000, BASE)
    hidden.reads(["M"], 950, BASE)
    assert hidden.range_of(["F"]) == (32, 68)


def test_rounding_together_hides_more_than_rounding_each_to_its_nearest() -> None:
    places = {f"p{i}": Candidate((40 + i, 33 + i), 73 + 2 * i, True, OTHER) for i in range(5)}
    split = partition(places, 20)
    printed = round_customers(split, {}, BASE)
    together = attack(split, printed, (), {}, 20)
    for (home, group), n in printed.atoms.items():
        least, most = together.range_of([(home, i) for i in group])
        assert (least, most) == (n - 9, n + 9)
