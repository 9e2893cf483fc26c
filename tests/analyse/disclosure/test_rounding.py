"""Controlled rounding: sums are exact, no count is off by a base, nothing depends on the order of rows."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.disclosure.network import UNKNOWN_AGE, Group, Printed, round_customers
from generator.analyse.disclosure.partition import OTHER, Candidate, Counts, Groups, Partition, partition
from generator.analyse.disclosure.rounding import nearest, round_flow, round_parts, round_rows
from generator.errors import DisclosureError
from tests.support.banks import PROPERTY

T = 20
BASES = st.sampled_from([5, 10, 20])
Ages = dict[str, Counts]


@st.composite
def banks(draw: st.DrawFn) -> tuple[dict[str, Candidate], Ages]:
    """Return places of all sizes and their age bands: at least T customers together."""
    k = draw(st.integers(1, 5))
    sizes = st.one_of(st.integers(0, 4), st.integers(15, 45), st.integers(0, 400))
    places = {}
    for i in range(draw(st.integers(1, 9))):
        row = tuple(draw(st.lists(sizes, min_size=k, max_size=k)))
        pool = draw(st.sampled_from(["pool:x", OTHER]))
        places[f"p{i}"] = Candidate(row, sum(row), draw(st.booleans()) or i == 0, pool)
    first = places["p0"].counts
    places["p0"] = Candidate((first[0] + T, *first[1:]), sum(first) + T, True, OTHER)
    everyone = [sum(item.counts[i] for item in places.values()) for i in range(k)]
    dice = draw(st.randoms(use_true_random=False))
    bands = ["age:0-24", "age:25+", UNKNOWN_AGE][: draw(st.integers(0, 3))]
    cuts = [sorted(dice.randint(0, n) for _ in bands[1:]) for n in everyone]
    columns = [
        [b - a for a, b in zip([0, *cut], [*cut, n], strict=True)] for cut, n in zip(cuts, everyone, strict=True)
    ]
    return places, {band: tuple(column[j] for column in columns) for j, band in enumerate(bands)}


def exact(split: Partition, ages: Ages) -> Counter[tuple[object, ...]]:
    """Return the exact counts by the keys of `counts`."""
    found: Counter[tuple[object, ...]] = Counter({("aged",): 0})
    k = len(next(iter(split.counts.values())))
    groups = split.margin or tuple((i,) for i in range(k))
    for home, row in split.counts.items():
        found["total",] += sum(row)
        found["place", home] += sum(row)
        for group in split.groups[home]:
            found["atom", home, group] += sum(row[i] for i in group)
            for cell in split.margin:
                found["margin", cell] += sum(row[i] for i in group if i in cell and len(group) > 1)
        for group in groups:
            found["segments", group] += sum(row[i] for i in group)
    for band, by_segment in ages.items():
        found["band", band] += sum(by_segment)
        found["aged",] += sum(by_segment) if band != UNKNOWN_AGE else 0
        for group in groups:
            found["age", group, band] += sum(by_segment[i] for i in group)
    return found


def counts(split: Partition, printed: Printed) -> dict[tuple[object, ...], int]:
    return {
        ("total",): printed.total,
        **{("place", home): n for home, n in printed.places.items()},
        **{("atom", *key): n for key, n in printed.atoms.items()},
        **{("margin", cell): n for cell, n in zip(split.margin, printed.margin, strict=True)},
        **{("segments", group): n for group, n in printed.segments.items()},
        **{("age", *key): n for key, n in printed.ages.items()},
        **{("band", band): n for band, n in printed.bands.items()},
        ("aged",): printed.aged,
    }


@PROPERTY
@given(banks(), BASES)
def test_every_printed_sum_is_exact(bank: tuple[dict[str, Candidate], Ages], base: int) -> None:
    places, ages = bank
    split = partition(places, T)
    found = round_customers(split, ages, base)
    single: Counter[int] = Counter()
    for (_, group), n in found.atoms.items():
        single[group[0]] += n if len(group) == 1 else 0
    for home, row in split.groups.items():
        assert sum(found.atoms[home, group] for group in row) == found.places[home]
    assert sum(found.places.values()) == found.total == sum(found.segments.values())
    assert sum(found.margin) == sum(n for (_, group), n in found.atoms.items() if len(group) > 1)
    cells: dict[Group, int] = dict(zip(split.margin, found.margin, strict=True))
    for group, n in found.segments.items():
        assert n == sum(single[i] for i in group) + cells.get(group, 0)
        assert not ages or n == sum(found.ages[group, band] for band in ages)
    for band, n in found.bands.items():
        assert n == sum(found.ages[group, band] for group in found.segments)
    assert found.aged == sum(n for band, n in found.bands.items() if band != UNKNOWN_AGE)


@PROPERTY
@given(banks(), BASES)
def test_every_count_is_within_one_base_and_the_total_is_nearest(
    bank: tuple[dict[str, Candidate], Ages], base: int
) -> None:
    places, ages = bank
    split = partition(places, T)
    printed, true = counts(split, round_customers(split, ages, base)), exact(split, ages)
    assert printed.keys() == true.keys()
    for key, n in printed.items():
        assert n % base == 0
        assert abs(n - true[key]) < base, key
        # A count that is a multiple already is printed as it is.
        assert n == true[key] or true[key] % base, key
    assert printed["total",] == nearest(true["total",], base)
    assert all(n >= T for (kind, *_), n in printed.items() if kind in ("atom", "place"))


@PROPERTY
@given(banks(), st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(bank: tuple[dict[str, Candidate], Ages], dice: random.Random) -> None:
    places, ages = bank
    names = list(places)
    dice.shuffle(names)
    shuffled = partition({name: places[name] for name in names}, T)
    assert round_customers(shuffled, ages, 10) == round_customers(partition(places, T), ages, 10)


@PROPERTY
@given(banks(), st.data())
def test_one_customer_moves_no_count_by_more_than_one_base(
    bank: tuple[dict[str, Candidate], Ages], data: st.DataObject
) -> None:
    places, ages = bank
    split = partition(places, T)
    home = data.draw(st.sampled_from(sorted(split.counts)))
    segment = data.draw(st.integers(0, len(split.counts[home]) - 1))
    row = split.counts[home]
    more = {**split.counts, home: (*row[:segment], row[segment] + 1, *row[segment + 1 :])}
    older = dict(ages)
    if ages:
        band = data.draw(st.sampled_from(sorted(ages)))
        older[band] = tuple(n + (i == segment) for i, n in enumerate(ages[band]))
    moved = Partition(split.home, more, split.groups, split.margin)
    before = counts(split, round_customers(split, ages, 10))
    after = counts(moved, round_customers(moved, older, 10))
    assert before.keys() == after.keys()
    assert all(abs(after[key] - n) <= 10 for key, n in before.items())


@PROPERTY
@given(banks())
def test_a_base_of_one_leaves_counts_as_they_are(bank: tuple[dict[str, Candidate], Ages]) -> None:
    places, ages = bank
    split = partition(places, T)
    assert counts(split, round_customers(split, ages, 1)) == exact(split, ages)


def test_counts_are_not_biased_upwards() -> None:
    dice = random.Random(1)
    places = {f"p{i:04}": Candidate((dice.randint(20, 90), dice.randint(20, 60)), 200, True, OTHER) for i in range(500)}
    split = partition(places, T)
    total = sum(sum(row) for row in split.counts.values())
    assert abs(round_customers(split, {}, 10).total - total) <= 5
    halves: dict[str, Candidate] = {f"p{i:03}": Candidate((25,), 25, True, OTHER) for i in range(4)}
    assert round_customers(partition(halves, T), {}, 10).total == 100


def test_thousands_of_places_are_rounded_nearly_as_well_as_each_alone() -> None:
    dice = random.Random(1)
    k, base = 8, 10
    rows: dict[str, Counts] = {}
    for i in range(2_500):
        size = min(int(40 * dice.paretovariate(1)), 30_000)
        rows[f"p{i:04}"] = tuple(T // 4 + int(size * (0.3 + dice.random()) / 4) for _ in range(k))
    apart: Groups = tuple((i,) for i in range(k))
    together: Groups = (tuple(range(4)), tuple(range(4, k)))
    groups = {name: apart if min(row) >= T else together for name, row in rows.items()}
    split = Partition({}, rows, groups, apart)
    printed, true = counts(split, round_customers(split, {}, base)), exact(split, {})
    atoms = [key for key in printed if key[0] == "atom"]
    assert len(atoms) > 5_000
    alone = sum(abs(nearest(true[key], base) - true[key]) for key in atoms)
    assert sum(abs(printed[key] - true[key]) for key in atoms) < 1.1 * alone


def test_what_is_no_circulation_is_refused() -> None:
    with pytest.raises(DisclosureError, match="do not add up"):
        round_flow([("z", "a", 30), ("a", "b", 25), ("b", "z", 30)], 10)


class TestParts:
    @PROPERTY
    @given(st.lists(st.integers(0, 300), min_size=1, max_size=9), BASES, st.booleans())
    def test_add_up_and_are_within_one_base(self, parts: list[int], base: int, up: bool) -> None:
        total = sum(parts) // base * base
        total += base if up and total != sum(parts) else 0
        found = round_parts(parts, total, base)
        assert sum(found) == total
        assert all(n % base == 0 and abs(n - part) < base for n, part in zip(found, parts, strict=True))
        assert all(n == part for n, part in zip(found, parts, strict=True) if part % base == 0)

    def test_the_largest_remainders_go_up_and_the_first_of_equal_ones(self) -> None:
        assert round_parts((24, 29, 27), 80, 10) == (20, 30, 30)
        assert round_parts((25, 25, 25, 25), 100, 10) == (30, 30, 20, 20)

    @pytest.mark.parametrize("total", [60, 85, 110])
    def test_a_total_that_is_no_rounded_sum_is_refused(self, total: int) -> None:
        with pytest.raises(DisclosureError, match="do not add up"):
            round_parts((24, 29, 37), total, 10)

    @PROPERTY
    @given(st.lists(st.lists(st.integers(0, 300), min_size=3, max_size=3), min_size=1, max_size=8))
    def test_rows_of_a_table_are_exact(self, rows: list[list[int]]) -> None:
        totals = [nearest(sum(row), 10) for row in rows]
        found = round_rows(rows, totals, 10)
        assert [sum(row) for row in found] == totals
        for row, printed in zip(rows, found, strict=True):
            assert all(abs(n - shown) < 10 for n, shown in zip(row, printed, strict=True))

    def test_a_column_is_not_always_rounded_down(self) -> None:
        assert round_rows([(4, 16), (4, 16), (4, 16)], (20, 20, 20), 10) == ((0, 20), (10, 10), (0, 20))


@pytest.mark.parametrize(("n", "rounded"), [(0, 0), (4, 0), (5, 10), (14, 10), (15, 20), (19_999, 20_000)])
def test_nearest_multiple(n: int, rounded: int) -> None:
    assert nearest(n, 10) == rounded
