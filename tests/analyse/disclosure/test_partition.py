from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import limits
from generator.analyse.disclosure import partition as module
from generator.analyse.disclosure.partition import (
    OTHER,
    UNKNOWN,
    Candidate,
    Partition,
    join,
    partition,
)
from generator.errors import DisclosureError
from tests.support.banks import PROPERTY

T = 20
STATES = ("pool:x", "pool:y", OTHER)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Candidate]:
    """Places of all sizes, with counts that lie around the threshold."""
    k = draw(st.integers(1, 5))
    counts = st.one_of(st.integers(0, 4), st.integers(15, 45), st.integers(0, 400))
    found = {}
    for i in range(draw(st.integers(1, 9))):
        row = tuple(draw(st.lists(counts, min_size=k, max_size=k)))
        certain = draw(st.sampled_from([sum(row), sum(row) // 2]))
        page = draw(st.booleans()) or i == 0
        found[f"p{i}"] = Candidate(row, certain, page, draw(st.sampled_from(STATES)))
    return found


def held(split: Partition, cell: Sequence[int], table: Mapping[str, Candidate]) -> dict[str, int]:
    """Return, per place, its customers of a margin cell; a pool counts as the places in it."""
    joined = {
        home: [i for group in groups if len(group) > 1 for i in group if i in cell]
        for home, groups in split.groups.items()
    }
    found = {name: sum(item.counts[i] for i in joined[split.home[name]]) for name, item in table.items()}
    return {name: n for name, n in found.items() if n}


def from_many_places(amounts: Mapping[str, int]) -> bool:
    return len(amounts) >= limits.FEWEST_PLACES and 2 * max(amounts.values()) <= sum(amounts.values())


@PROPERTY
@given(tables())
def test_atoms_partition_the_customers_and_each_holds_the_threshold(table: dict[str, Candidate]) -> None:
    total = sum(sum(item.counts) for item in table.values())
    if total < T:
        with pytest.raises(DisclosureError, match=f"fewer than {T}"):
            partition(table, T)
        return
    split = partition(table, T)
    k = len(table["p0"].counts)
    assert set(split.home) == set(table)
    assert set(split.counts) == set(split.groups) == set(split.home.values())
    for home, groups in split.groups.items():
        assert [i for group in groups for i in group] == list(range(k))
        assert all(sum(split.counts[home][i] for i in group) >= T for group in groups)
        members = [table[name].counts for name, at in split.home.items() if at == home]
        assert split.counts[home] == tuple(map(sum, zip(*members, strict=True)))
        if home not in table:
            assert groups == (tuple(range(k)),)
    assert sum(sum(row) for row in split.counts.values()) == total


@PROPERTY
@given(tables())
def test_small_and_uncertain_places_are_pooled_and_no_others(table: dict[str, Candidate]) -> None:
    if sum(sum(item.counts) for item in table.values()) < T:
        return
    split = partition(table, T)
    for name, item in table.items():
        if not item.page or item.certain < T:
            assert split.home[name] in (item.pool, OTHER)
        elif split.home[name] != name:
            # A city that could be shown is given up only to fill up "other", and then it is the smallest.
            assert split.home[name] == OTHER
            assert not [home for home in split.counts if home not in table and home != OTHER]
            assert all(sum(table[name].counts) <= sum(split.counts[home]) for home in split.counts if home in table)


@PROPERTY
@given(tables())
def test_a_pool_comes_from_three_places_none_of_which_holds_over_half(table: dict[str, Candidate]) -> None:
    if sum(sum(item.counts) for item in table.values()) < T:
        return
    split = partition(table, T)
    for pool in set(split.counts) - set(table):
        members = {name: sum(table[name].counts) for name, home in split.home.items() if home == pool}
        if set(split.counts) == {pool}:
            # No place is published: the one atom is the whole bank.
            continue
        assert sum(members.values()) >= T
        assert from_many_places({name: n for name, n in members.items() if n})


@PROPERTY
@given(tables())
def test_margin_cells_are_safe_or_joined(table: dict[str, Candidate]) -> None:
    if sum(sum(item.counts) for item in table.values()) < T:
        return
    split = partition(table, T)
    k = len(table["p0"].counts)
    joined = [(home, group) for home, groups in split.groups.items() for group in groups if len(group) > 1]
    if not joined:
        assert split.margin == ()
        return
    assert [i for cell in split.margin for i in cell] == list(range(k))
    for cell in split.margin:
        amounts = held(split, cell, table)
        if len(split.margin) > 1:
            assert sum(amounts.values()) >= T
            assert from_many_places(amounts) or len(split.counts) == 1
    exact = [sum(held(split, cell, table).values()) for cell in split.margin]
    assert sum(exact) == sum(sum(split.counts[home][i] for i in group) for home, group in joined)


def partitions(k: int) -> list[tuple[tuple[int, ...], ...]]:
    return [
        tuple(tuple(range(a, b)) for a, b in zip((0, *cuts), (*cuts, k), strict=True))
        for pieces in range(1, k + 1)
        for cuts in combinations(range(1, k), pieces - 1)
    ]


@PROPERTY
@given(st.lists(st.one_of(st.integers(0, 25), st.integers(0, 100)), min_size=1, max_size=6))
def test_join_keeps_the_most_groups(counts: list[int]) -> None:
    allowed = [p for p in partitions(len(counts)) if all(sum(counts[i] for i in group) >= T for group in p)]
    if not allowed:
        with pytest.raises(DisclosureError):
            join(counts, T)
        return
    found = join(counts, T)
    assert found in allowed
    most = max(map(len, allowed))
    assert len(found) == most

    def least(groups: Sequence[Sequence[int]]) -> int:
        return min(sum(counts[i] for i in group) for group in groups)

    assert least(found) == max(least(groups) for groups in allowed if len(groups) == most)


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ((20, 20, 20), ((0,), (1,), (2,))),
        ((20, 19, 20), ((0,), (1, 2))),
        ((100, 5, 30), ((0,), (1, 2))),
        ((30, 5, 100), ((0, 1), (2,))),
        ((0, 40, 0), ((0, 1, 2),)),
        ((20,), ((0,),)),
        ((10, 10, 10, 10), ((0, 1), (2, 3))),
    ],
)
def test_join_by_hand(counts: tuple[int, ...], groups: tuple[tuple[int, ...], ...]) -> None:
    assert join(counts, T) == groups


class TestPooling:
    def place(self, n: int, pool: str = "pool:x", *, certain: int | None = None, page: bool = True) -> Candidate:
        return Candidate((n,), n if certain is None else certain, page, pool)

    def homes(self, table: Mapping[str, Candidate]) -> dict[str, str]:
        return partition(table, T).home

    def test_small_places_make_a_pool_of_their_state(self) -> None:
        table = {"big": self.place(50), "a": self.place(12), "b": self.place(8), "c": self.place(5)}
        assert self.homes(table) == {"big": "big", "a": "pool:x", "b": "pool:x", "c": "pool:x"}

    @pytest.mark.parametrize("sizes", [(19, 2), (19, 1, 1), (11, 10), (18, 9, 8)])
    def test_a_pool_that_is_mostly_one_place_goes_to_other(self, sizes: tuple[int, ...]) -> None:
        table = {f"a{i}": self.place(n) for i, n in enumerate(sizes)}
        rest = {f"z{i}": self.place(15, OTHER) for i in range(4)} | {"big": self.place(50)}
        assert {self.homes(table | rest)[name] for name in table} == {OTHER}
        assert self.homes(table | rest)["big"] == "big"

    def test_a_pool_below_the_threshold_goes_to_other(self) -> None:
        table = {"a": self.place(7), "a2": self.place(6), "a3": self.place(6), "b": self.place(50),
                 "c": self.place(1, OTHER)}  # fmt: skip
        assert self.homes(table) == {"a": OTHER, "a2": OTHER, "a3": OTHER, "b": "b", "c": OTHER}

    def test_other_below_the_threshold_takes_the_smallest_pool_before_any_city(self) -> None:
        table = {"c": self.place(3, OTHER), "city": self.place(20)}
        table |= {f"a{i}": self.place(9, "pool:x") for i in range(3)}
        table |= {f"b{i}": self.place(8, "pool:y") for i in range(3)}
        found = self.homes(table)
        assert found == {"c": OTHER, "city": "city"} | {f"a{i}": "pool:x" for i in range(3)} | {
            f"b{i}": OTHER for i in range(3)
        }

    def test_other_takes_the_smallest_cities_until_none_holds_over_half(self) -> None:
        sizes = {"m": 300, "n": 290, "o": 21, "p": 22, "q": 24}
        table = {"c": self.place(3, OTHER)} | {name: self.place(n) for name, n in sizes.items()}
        assert self.homes(table) == {"c": OTHER, "m": "m", "n": "n", "o": OTHER, "p": OTHER, "q": "q"}

    def test_where_that_cannot_be_no_place_is_published_and_segments_are(self) -> None:
        table = {"a": Candidate((400, 500), 900, True, OTHER), "b": Candidate((6, 6), 12, True, OTHER)}
        split = partition(table, T)
        assert split.home == {"a": OTHER, "b": OTHER}
        assert split.margin == ((0,), (1,))

    def test_customers_without_a_place_dominate_nothing(self) -> None:
        table = {UNKNOWN: self.place(40, OTHER, page=False), "a": self.place(3, OTHER), "big": self.place(50)}
        assert self.homes(table) == {UNKNOWN: OTHER, "a": OTHER, "big": "big"}

    def test_a_place_known_by_sound_alone_has_no_page(self) -> None:
        table = {"a": self.place(60, certain=19), "b": self.place(60, certain=20), "state": self.place(60, page=False),
                 "c": self.place(12)}  # fmt: skip
        assert self.homes(table) == {"a": "pool:x", "b": "b", "state": "pool:x", "c": "pool:x"}


def test_a_bank_of_small_places_has_its_segments() -> None:
    """40 towns of ten customers each: "other places" counts as 40 places, not as one that holds everything."""
    table = {f"p{i:02}": Candidate((4, 3, 3), 10, True, OTHER) for i in range(40)}
    split = partition(table, T)
    assert set(split.home.values()) == {OTHER}
    assert split.margin == ((0,), (1,), (2,))
    table["city"] = Candidate((100, 100, 100), 300, True, OTHER)
    assert partition(table, T).margin == ((0,), (1,), (2,))


def test_a_margin_cell_from_two_places_is_widened_in_the_smallest_city() -> None:
    # Segments 0 and 1 are joined in two cities only; the margin would tell their sum by segment.
    table = {f"p{i}": Candidate(row, sum(row), True, OTHER) for i, row in enumerate(
        [(15, 30), (15, 30), (25, 40), (90, 90), (500, 500)]
    )}  # fmt: skip
    split = partition(table, T)
    assert split.groups["p2"] == ((0, 1),)
    assert split.groups["p4"] == ((0,), (1,))
    assert split.margin == ((0,), (1,))


def test_nothing_but_whole_numbers_goes_in_and_out() -> None:
    assert module.__doc__
    split = partition({"a": Candidate((30, 30), 60, True, OTHER)}, T)
    assert all(type(n) is int for row in split.counts.values() for n in row)
