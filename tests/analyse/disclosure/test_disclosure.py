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
from generator.analyse.disclosure.counts import count, counts
from generator.analyse.disclosure.disclosure import Disclosed, Site, disclose
from generator.analyse.disclosure.exact import Capped, Profile
from generator.analyse.disclosure.means import FEW, Rules
from generator.analyse.disclosure.partition import OTHER
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
    cross = pd.DataFrame({i: {"gender:F": total // 3, "gender:M": total // 4} for i in range(2)})
    distributions = {
        "recency": pd.Series({10: total // 2, 40: total - total // 2}),
        "transactions": pd.Series({1: total}),
        "spend": pd.Series({20_000: total // 2, 5_000_000: total - total // 2}),
        "age": pd.Series({40: total}),
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
        assert atom.n == (2 * n + 10) // 20 * 10
        by_place[atom.place] += n
    assert sum(by_place.values()) == total
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
        ("big", "a"): 200, ("big", "b"): 300, ("city", "ab"): 40, ("town", "ab"): 20, ("pool:y", "ab"): 210,
        (OTHER, "ab"): 40,
    }  # fmt: skip
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
    from generator.analyse.disclosure.partition import partition

    def careless(candidates: object, threshold: int) -> object:
        return partition(candidates, 1)  # type: ignore[arg-type]

    monkeypatch.setattr(disclosure, "partition", careless)
    with pytest.raises(DisclosureError, match="not safe to publish"):
        disclosed(BANK)


def test_a_margin_that_does_not_add_up_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "round_margin", lambda total, cells, base: tuple(cells))
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
        found = counts(parts, total, RULES)
        names = [item.name for item in found]
        assert len(set(names)) == len(names)
        assert all(item.n is not None and item.n >= T for item in found)
        hidden = [n for name, n in parts.items() if n and name not in names]
        # What is joined is several parts of at least T together, or nothing.
        assert not hidden or (sum(hidden) >= T and "joined" in names)
        assert len(hidden) != 1 or hidden[0] >= T

    def test_a_single_small_part_takes_the_next_smallest_with_it(self) -> None:
        found = counts({"a": 500, "b": 3, "c": 60}, 563, RULES)
        assert [(item.name, item.n) for item in found] == [("a", 500), ("joined", 60)]


class TestHistograms:
    def histograms(self, **distributions: dict[int, int]) -> dict[str, Histogram]:
        base = {"recency": {0: 50}, "transactions": {1: 50}, "spend": {0: 50}, "age": {40: 50}} | distributions
        profile = replace(profile_of(BANK), distributions={name: pd.Series(v) for name, v in base.items()})
        return {item.measure: item for item in disclose(profile, CANDIDATES, SITES, IDS, RULES).histograms}

    @pytest.mark.slow
    @hypothesis_settings(PROPERTY, max_examples=40)
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
            assert item.n == (2 * n + 10) // 20 * 10

    def test_spend_is_in_currency_units(self) -> None:
        bins = self.histograms(spend={0: 30, 99_999: 30, 100_000: 40})["spend"].bins
        assert [(item.low, item.high, item.n) for item in bins] == [(0, 1, 30), (1, 1_000, 30), (1_000, None, 40)]

    def test_nobody_with_a_known_age_is_no_distribution(self) -> None:
        assert "age" not in self.histograms(age={})


def test_cells_of_segment_by_band_below_t_say_so() -> None:
    profile = replace(profile_of(BANK), cross=pd.DataFrame({0: {"gender:F": 19, "gender:M": 0}, 1: {"gender:F": 25}}))
    profile.cross.fillna(0, inplace=True)
    found = disclose(profile, CANDIDATES, SITES, IDS, RULES).cross
    assert [(item.band, item.segment, item.n) for item in found] == [
        ("gender:F", "a", None), ("gender:F", "b", 30), ("gender:M", "a", None), ("gender:M", "b", None),
    ]  # fmt: skip


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
