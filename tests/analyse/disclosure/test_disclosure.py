from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from generator import limits
from generator.analyse.disclosure import disclosure
from generator.analyse.disclosure.counts import by_band, count, histograms, parts_of, rejections
from generator.analyse.disclosure.disclosure import Disclosed, Site, disclose
from generator.analyse.disclosure.exact import Capped, Profile
from generator.analyse.disclosure.means import FEW, Rules
from generator.analyse.disclosure.network import Printed, round_customers
from generator.analyse.disclosure.partition import OTHER, Candidate, Counts, Partition, partition
from generator.analyse.disclosure.rounding import nearest
from generator.errors import DisclosureError
from generator.release import Count, Histogram, Place
from tests.support.banks import PROPERTY, RANGES, One, sums

T = 20
RULES = Rules(base=10, threshold=T, absent=frozenset(), ranges=RANGES)
INTERNAL = replace(RULES, base=0, threshold=1)
IDS = ("a", "b")
#: Customers by (place, weak, segment).
Table = Mapping[tuple[str, bool, int], int]

PLACES = {"big": "pool:x", "city": "pool:x", "town": "pool:x", "spa": "pool:y", "inn": "pool:y", "port": "pool:y",
          "nowhere": OTHER, "east": OTHER, "west": OTHER}  # fmt: skip
NAMELESS = ("nowhere", "east", "west")
SITES = {
    **{name: Site(f"{name}-x", name.title(), "city", "X", 1.0, 2.0) for name in PLACES if name not in NAMELESS},
    "pool:x": Site("", "X", "pool", "X", None, None),
    "pool:y": Site("", "Y", "pool", "Y", None, None),
    OTHER: Site("", "", "other", "", None, None),
}
CANDIDATES = {name: (pool, name not in NAMELESS) for name, pool in PLACES.items()}


def someone(segment: int) -> One:
    return One(
        5_000_000 if segment == 0 else 20_000, 2 - segment, 10 + 30 * segment, 40, 7_000 - 4_000 * segment, segment
    )


def profile_of(table: Table) -> Profile:
    rows = [
        {"place": place, "weak": weak, "segment": segment, **sums({someone(segment): n})}
        for (place, weak, segment), n in table.items()
        if n
    ]
    total = sum(table.values())
    held = [sum(n for key, n in table.items() if key[2] == i) for i in range(2)]
    cross = pd.DataFrame(
        {
            i: {"age:0-39": n // 2, "age:unknown": n - n // 2, "gender:F": n // 3, "gender:M": n - n // 3}
            for i, n in enumerate(held)
        }
    )
    aged = sum(n // 2 for n in held)
    distributions = {
        "recency": pd.Series({10: total // 2, 40: total - total // 2}),
        "transactions": pd.Series({1: total}),
        "spend": pd.Series({20_000: total // 2, 5_000_000: total - total // 2}),
        "age": pd.Series({30: aged}),
    }
    return Profile(pd.DataFrame(rows), RANGES, distributions, cross, Capped(0.1, 0.1, 0.01))


def disclosed(table: Table, rules: Rules = RULES) -> Disclosed:
    return disclose(profile_of(table), CANDIDATES, SITES, IDS, rules)


def tables() -> st.SearchStrategy[dict[tuple[str, bool, int], int]]:
    keys = [(place, weak, segment) for place in PLACES for weak in (False, True) for segment in (0, 1)]
    amount = st.one_of(st.integers(0, 3), st.integers(15, 30), st.integers(0, 300))
    found = st.fixed_dictionaries(dict.fromkeys(keys, amount))
    return found.filter(lambda table: any(table.values()))


def exact(table: Table, home: str, segments: tuple[str, ...], found: Disclosed) -> int:
    """Return the customers of an atom, from where the release says that each place is shown."""
    shown = {place.id for place in found.places}
    total = 0
    for (place, _, segment), n in table.items():
        at = place if place in shown else PLACES[place] if PLACES[place] in shown else OTHER
        total += n if at == home and IDS[segment] in segments else 0
    return total


@pytest.mark.slow
@hypothesis_settings(PROPERTY, max_examples=60)
@given(tables())
def test_whatever_is_published_obeys_the_rules(table: dict[tuple[str, bool, int], int]) -> None:
    total = sum(table.values())
    if total < T:
        with pytest.raises(DisclosureError):
            disclosed(table)
        return
    found = disclosed(table)
    assert [p.id for p in found.places] == sorted(p.id for p in found.places)
    assert {atom.place for atom in found.atoms} == {place.id for place in found.places}
    by_place: Counter[str] = Counter()
    for atom in found.atoms:
        n = exact(table, atom.place, atom.segments, found)
        assert n >= T
        assert abs(atom.n - n) < 10
        by_place[atom.place] += n
    assert sum(by_place.values()) == total
    printed = sum(atom.n for atom in found.atoms)
    assert abs(printed - total) <= 5
    assert {sum(part.n for part in item.bins) for item in found.histograms if item.measure != "age"} == {printed}
    for place in found.places:
        atoms = [atom for atom in found.atoms if atom.place == place.id]
        assert [s for atom in atoms for s in atom.segments] == list(IDS)
        assert place.detail == ("segments" if len(atoms) == 2 else "total")
        if place.kind == "city":
            assert sum(n for (at, weak, _), n in table.items() if at == place.id and not weak) >= T
        else:
            assert not place.slug
            assert len(atoms) == 1
    spread = [atom for atom in found.atoms if len(atom.segments) == 2]
    assert sum(cell.n for cell in found.margin) == sum(atom.n for atom in spread)
    assert bool(found.margin) == bool(spread)
    if len(found.margin) == 2:
        for i, cell in enumerate(found.margin):
            parts = [
                sum(n for key, n in table.items() if key[2] == i and exact({key: n}, atom.place, IDS, found))
                for atom in spread
            ]
            assert sum(parts) >= T
            if len(found.places) > 1:
                held = Counter[str]()
                for (site, _, segment), n in table.items():
                    if segment == i and any(exact({(site, False, i): n}, atom.place, IDS, found) for atom in spread):
                        held[site] += n
                assert len([n for n in held.values() if n]) >= limits.FEWEST_PLACES
                assert max(held.values()) * 2 <= held.total()
            assert cell.segments == (IDS[i],)
    assert found.hidden == {place for (place, _, _), n in table.items() if n and place not in by_place}


BANK: Table = {
    ("big", False, 0): 203, ("big", False, 1): 304, ("city", False, 0): 25, ("city", False, 1): 14,
    ("city", True, 1): 4, ("town", False, 0): 9, ("town", False, 1): 12, ("spa", False, 0): 6, ("spa", True, 1): 90,
    ("inn", True, 0): 57, ("port", True, 1): 53, ("nowhere", True, 1): 16, ("east", True, 0): 14, ("west", True, 1): 11,
}  # fmt: skip


def test_a_bank_by_hand() -> None:
    found = disclosed(BANK)
    assert {(atom.place, "".join(atom.segments)): atom.n for atom in found.atoms} == {
        ("big", "a"): 200, ("big", "b"): 310, ("city", "ab"): 40, ("town", "ab"): 20, ("pool:y", "ab"): 210,
        (OTHER, "ab"): 40,
    }  # fmt: skip
    assert sum(BANK.values()) == 818
    assert sum(atom.n for atom in found.atoms) == 820
    assert found.hidden == {"spa", "inn", "port", "nowhere", "east", "west"}
    assert [(place.id, place.detail, place.name) for place in found.places] == [
        ("big", "segments", "Big"), ("city", "total", "City"), (OTHER, "total", ""), ("pool:y", "total", "Y"),
        ("town", "total", "Town"),
    ]  # fmt: skip


def test_no_name_or_exact_number_of_a_hidden_place_is_handed_on() -> None:
    text = repr(asdict(replace(disclosed(BANK), hidden=frozenset())))
    assert "spa" not in text.casefold()
    assert "nowhere" not in text
    for number in ("203", "304", "507", "693", "41,", "96,", "206"):
        assert number not in text


def test_the_internal_policy_is_exact() -> None:
    found = disclosed(BANK, INTERNAL)
    assert {(atom.place, "".join(atom.segments)): atom.n for atom in found.atoms}["big", "a"] == 203
    assert sum(atom.n for atom in found.atoms) == sum(BANK.values())


def test_a_segment_below_the_threshold_has_no_averages() -> None:
    found = disclosed({("big", False, 0): 19, ("big", False, 1): 304})
    assert set(map(repr, found.segment_means[0].values())) == {repr(FEW)}
    assert found.segment_means[1]["recency"].value == 40
    assert {spread.segment for spread in found.spread} == {None, "b"}


def test_what_is_unsafe_in_spite_of_all_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(candidates: object, threshold: int) -> object:
        return partition(candidates, 1)  # type: ignore[arg-type]

    monkeypatch.setattr(disclosure, "partition", careless)
    with pytest.raises(DisclosureError, match="not safe to publish"):
        disclosed(BANK)


@pytest.mark.parametrize("wrong", ["atoms", "margin", "places"])
def test_counts_that_do_not_add_up_or_are_far_from_the_truth_stop_the_run(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    def careless(split: Partition, ages: dict[str, Counts], base: int) -> Printed:
        good = round_customers(split, ages, base)
        bad = {
            "atoms": {**good.atoms, ("big", (0,)): 220, ("big", (1,)): 290},
            "margin": (good.margin[0] + 10, *good.margin[1:]),
            "places": {**good.places, "big": 520},
        }
        return replace(good, **{wrong: bad[wrong]})  # type: ignore[arg-type]

    monkeypatch.setattr(disclosure, "round_customers", careless)
    with pytest.raises(DisclosureError, match="not safe to publish"):
        disclosed(BANK)


@pytest.mark.parametrize("pool", ["pool:y", OTHER])
def test_a_pool_of_mostly_one_place_stops_the_run(monkeypatch: pytest.MonkeyPatch, pool: str) -> None:
    monkeypatch.setattr("generator.analyse.disclosure.partition.spread_out", lambda held, threshold: True)
    member = "spa" if pool == "pool:y" else "nowhere"
    with pytest.raises(DisclosureError, match="not safe to publish"):
        disclosed({**BANK, (member, True, 1): 300})


class TestCounts:
    @pytest.mark.parametrize(("n", "printed"), [(0, 0), (1, None), (19, None), (20, 20), (25, 30), (1_290, 1_290)])
    def test_below_t_is_no_number(self, n: int, printed: int | None) -> None:
        assert count("x", n, 10_004, RULES) == Count("x", printed, 10_000)

    def test_internal_counts_are_exact(self) -> None:
        assert count("x", 3, 10_004, INTERNAL) == Count("x", 3, 10_004)

    @PROPERTY
    @given(
        st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.one_of(st.integers(0, 25), st.integers(0, 900)))
    )
    def test_no_small_part_follows_by_subtraction(self, parts: dict[str, int]) -> None:
        total = sum(parts.values())
        if total < T:
            return
        found = parts_of(parts, total, RULES)
        assert sum(item.n or 0 for item in found) == nearest(total, 10)
        names = [item.name for item in found]
        assert len(set(names)) == len(names)
        assert all(item.n is not None and item.n >= T for item in found)
        hidden = [n for name, n in parts.items() if n and name not in names]
        # What is joined is several parts of at least T together, or nothing.
        assert not hidden or (sum(hidden) >= T and "joined" in names)
        assert len(hidden) != 1 or hidden[0] >= T

    def test_a_single_small_part_takes_the_next_smallest_with_it(self) -> None:
        found = parts_of({"a": 500, "b": 3, "c": 60}, 563, RULES)
        assert [(item.name, item.n) for item in found] == [("a", 500), ("joined", 60)]

    @PROPERTY
    @given(
        st.dictionaries(st.sampled_from(["date", "amount", "id"]), st.one_of(st.integers(0, 40), st.integers(0, 900))),
        st.integers(20, 9_000),
    )
    def test_rows_that_were_accepted_and_rejected_add_up_to_those_read(
        self, rejected: dict[str, int], accepted: int
    ) -> None:
        read = accepted + sum(rejected.values())
        rows = {item.name: item for item in rejections(rejected, read, accepted, RULES)}
        assert {item.of for item in rows.values()} == {nearest(read, 10)}
        assert (rows["rows_read"].n, rows["rows_accepted"].n) == (nearest(read, 10), nearest(accepted, 10))
        shown = [rows[f"rejected:{reason}"].n for reason in rejected]
        assert [n is None for n in shown] == [0 < n < T for n in rejected.values()]
        left_out = nearest(read, 10) - nearest(accepted, 10)
        assert sum(n or 0 for n in shown) <= left_out
        if None not in shown:
            assert sum(n or 0 for n in shown) == left_out
        assert all(abs(n - rejected[reason]) < 10 for reason, n in zip(rejected, shown, strict=True) if n is not None)


class TestHistograms:
    def histograms(self, **distributions: dict[int, int]) -> dict[str, Histogram]:
        series = {name: pd.Series(values, dtype="int64") for name, values in distributions.items()}
        sizes = {name: nearest(int(values.sum()), 10) for name, values in series.items()}
        aged = sizes.pop("age", 0)
        printed = Printed(max(sizes.values(), default=aged), {}, {}, (), {}, {}, {}, aged)
        return {item.measure: item for item in histograms(series, printed, RULES)}

    @PROPERTY
    @given(st.dictionaries(st.integers(0, 110), st.integers(1, 60), min_size=1))
    def test_every_bin_holds_t_and_bins_join_without_gaps(self, ages: dict[int, int]) -> None:
        found = self.histograms(age=ages)
        if sum(ages.values()) < T:
            assert "age" not in found
            return
        bins = found["age"].bins
        assert bins[0].low == 0
        assert bins[-1].high is None
        assert all(a.high == b.low for a, b in pairwise(bins))
        for item in bins:
            n = sum(v for age, v in ages.items() if (item.low or 0) <= age < (item.high or 999))
            assert n >= T
            assert abs(item.n - n) < 10
        assert sum(item.n for item in bins) == nearest(sum(ages.values()), 10)

    def test_spend_is_in_currency_units(self) -> None:
        bins = self.histograms(spend={0: 30, 99_999: 30, 100_000: 40})["spend"].bins
        assert [(item.low, item.high, item.n) for item in bins] == [(0, 1, 30), (1, 1_000, 30), (1_000, None, 40)]

    def test_nobody_with_a_known_age_is_no_distribution(self) -> None:
        assert "age" not in self.histograms(age={})


class TestBands:
    """Customers of two segments by gender, and of one that only two cities show, by age."""

    def crossed(self, cells: dict[str, tuple[int, ...]], rules: Rules = RULES) -> dict[tuple[str, str], int | None]:
        k = len(next(iter(cells.values())))
        held = tuple(sum(row[i] for row in cells.values()) for i in range(k))
        split = partition({"a": Candidate(held, sum(held), True, OTHER)}, T)
        cross = pd.DataFrame.from_dict(cells, orient="index")
        ages = {band: row for band, row in cells.items() if band.startswith("age:")}
        found = by_band(cross, tuple("abcdefgh"[:k]), round_customers(split, ages, rules.multiple), rules)
        return {(item.band, item.segment): item.n for item in found}

    def test_cells_below_t_have_no_number(self) -> None:
        found = self.crossed({"gender:F": (19, 250), "gender:M": (400, 31), "gender:unknown": (90, 0)})
        assert found == {
            ("gender:F", "a"): None, ("gender:F", "b"): 250, ("gender:M", "a"): 400, ("gender:M", "b"): 30,
            ("gender:unknown", "a"): 90, ("gender:unknown", "b"): None,
        }  # fmt: skip

    @PROPERTY
    @given(st.lists(st.tuples(*[st.one_of(st.integers(0, 25), st.integers(0, 900))] * 3), min_size=2, max_size=5))
    def test_a_segment_whose_cells_all_have_numbers_adds_up(self, rows: list[tuple[int, ...]]) -> None:
        for kind in ("age", "gender"):
            cells = {f"{kind}:{i}": row for i, row in enumerate(rows)}
            held = [sum(row[i] for row in rows) for i in range(3)]
            if min(held) < T:
                return
            found = self.crossed(cells)
            for i, name in enumerate("abc"):
                shown = [found[band, name] for band in cells]
                assert all(abs(n - row[i]) < 10 for n, row in zip(shown, rows, strict=True) if n is not None)
                assert all(row[i] >= T for n, row in zip(shown, rows, strict=True) if n is not None)
                assert None in shown or abs(sum(n or 0 for n in shown) - held[i]) < 10

    def test_a_cell_that_would_follow_from_the_others_takes_one_with_it(self) -> None:
        """With T = 50 and one cell withheld of two, 1,000 less 950 would be at least 32 customers."""
        rules = replace(RULES, threshold=50)
        found = self.crossed({"gender:F": (49, 500), "gender:M": (951, 500)}, rules)
        assert found["gender:F", "a"] is found["gender:M", "a"] is None
        assert found["gender:F", "b"] == found["gender:M", "b"] == 500
        few = self.crossed({"gender:F": (9, 500), "gender:M": (951, 500)}, rules)
        assert (few["gender:F", "a"], few["gender:M", "a"]) == (None, 950)

    def test_segments_that_the_margin_joins_have_none(self) -> None:
        split = Partition({}, {"a": (400, 30, 90), "b": (20, 9, 9)}, {"a": ((0,), (1,), (2,)), "b": ((0, 1, 2),)},
                          ((0,), (1, 2)))  # fmt: skip
        cross = pd.DataFrame.from_dict({"gender:F": (210, 39, 99), "gender:M": (210, 0, 0)}, orient="index")
        found = by_band(cross, ("a", "b", "c"), round_customers(split, {}, 10), RULES)
        assert {item.segment: item.n for item in found if item.band == "gender:F"} == {"a": 210, "b": None, "c": None}

    def test_the_internal_policy_is_exact(self) -> None:
        found = self.crossed({"gender:F": (19, 1), "gender:M": (401, 0)}, INTERNAL)
        assert list(found.values()) == [19, 1, 401, 0]


# Further names


def named(table: Table, **further: object) -> dict[str, Place]:
    sites = SITES | {"town": replace(SITES["town"], **further)}  # type: ignore[arg-type]
    return {place.id: place for place in disclose(profile_of(table), CANDIDATES, sites, IDS, RULES).places}


ABOVE = {(place, False, segment): n for place, n in {"big": 300, "town": 60, "city": 30}.items() for segment in (0, 1)}


def test_further_names_come_with_their_place() -> None:
    found = named(ABOVE, metro="Greater Big", cores=("big",), aliases=("Tun", "Ton"), former=("tun-x",))["town"]
    assert (found.metro, found.aliases, found.former) == ("Greater Big", ("Tun", "Ton"), ("tun-x",))


@pytest.mark.parametrize("customers", [0, 5])
def test_an_area_named_for_a_place_without_a_page_is_not_named(customers: int) -> None:
    """Not even for a place without any customer: else a missing name would tell that there are some."""
    rest = {(place, False, 0): 12 for place in ("inn", "port", "nowhere")}
    found = named({**ABOVE, **rest, ("spa", False, 0): customers}, metro="Spa Region", cores=("spa",))
    assert "spa" not in found
    assert found["town"].metro == ""


def test_a_name_of_another_published_place_is_no_other_name() -> None:
    assert named(ABOVE, aliases=("BIG", "Ton"))["town"].aliases == ("Ton",)
