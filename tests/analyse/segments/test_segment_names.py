import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import limits
from generator.analyse.segments import segment_names
from generator.errors import ContentError
from generator.release import rules
from generator.resources import content_dir
from tests.support.banks import PROPERTY

FEATURES = ("frequency", "monetary", "balance", "recency")
WORDS = segment_names.load_words([content_dir()])
LEVELS = (0.0, limits.NAME_LOW, 0.36, 0.5, 0.64, limits.NAME_HIGH, 1.0)
#: All sets of features that a model can use.
SUBSETS = [names for n in range(5) for names in itertools.combinations(FEATURES, n)]


def every_evidence() -> Iterator[dict[str, float]]:
    for names in SUBSETS:
        for point in itertools.product(LEVELS, repeat=len(names)):
            yield dict(zip(names, point, strict=True))


def test_each_combination_of_percentiles_has_one_rule_and_each_rule_one_region() -> None:
    regions: dict[str, set[tuple[tuple[str, int], ...]]] = {}
    for one in every_evidence():
        rule = rules.rule_of(one)
        assert rules.is_rule(rule)
        levels = {name: int(x >= limits.NAME_HIGH) - int(x <= limits.NAME_LOW) for name, x in one.items()}
        regions.setdefault(rule, set()).add(tuple(sorted((name, level) for name, level in levels.items() if level)))
    # A rule has the same features high and low wherever it is satisfied, and no two rules have the same ones.
    of_parts = {rule: found for rule, found in regions.items() if rule != rules.ONE}
    assert all(len(found) == 1 for found in of_parts.values())
    assert len({next(iter(found)) for found in of_parts.values()}) == len(of_parts) == 3**4
    assert rules.rule_of({}) == rules.ONE


def test_a_rule_says_of_each_feature_what_its_percentile_says() -> None:
    for one in every_evidence():
        parts = {rules.PARTS[part]: part[2:] for part in rules.parts_of(rules.rule_of(one))}
        for name, x in one.items():
            level = parts.pop(name, "")
            assert (level in ("high", "recent"), level in ("low", "old")) == (
                x >= limits.NAME_HIGH,
                x <= limits.NAME_LOW,
            )
        assert not parts


def test_only_a_segment_in_the_middle_of_everything_is_called_so() -> None:
    for one in every_evidence():
        middle = bool(one) and all(limits.NAME_LOW < x < limits.NAME_HIGH for x in one.values())
        assert (rules.rule_of(one) == rules.MIDDLE) == middle


@pytest.mark.parametrize(
    ("evidence", "rule", "name", "short"),
    [
        ((0.65, 0.65, 0.5, 0.5), "f-high-m-high", "Repeat customers with large payments", "Repeat, large payments"),
        ((0.65, 0.5, 0.5, 0.9), "f-high-r-recent", "Repeat customers", "Repeat"),
        ((0.12, 0.44, 0.5, 0.57), "f-low", "Occasional customers", "Occasional"),
        ((0.35, 0.2, 0.5, 0.1), "f-low-m-low-r-old", "Customers with small payments, not seen lately",
         "Small payments, not lately"),
        ((0.5, 0.9, 0.9, 0.5), "m-high-b-high", "Customers with large payments and high balances",
         "Large payments, high balances"),
        ((0.5, 0.5, 0.06, 0.5), "b-low", "Customers with low balances", "Low balances"),
        ((0.5, 0.5, 0.5, 0.65), "r-recent", "Customers seen recently", "Recent"),
        ((0.36, 0.64, 0.5, 0.5), "mid", "Customers in the middle", "Middle"),
    ],
)  # fmt: skip
def test_rules_and_names_at_their_thresholds(evidence: tuple[float, ...], rule: str, name: str, short: str) -> None:
    [found] = segment_names.name_segments([dict(zip(FEATURES, evidence, strict=True))], WORDS, {})
    assert (found.rule, found.name, found.short) == (rule, name, short)


def test_customers_that_nothing_separates_are_all_together() -> None:
    [found] = segment_names.name_segments([{}], WORDS, {})
    assert (found.rule, found.name) == ("one", "All customers together")


@pytest.mark.parametrize(
    "text", ["", "m", "m-high-", "m-high-m-low", "b-high-m-high", "high-m", "r-high", "x-low", "mid-f-low"]
)
def test_what_is_no_rule_has_no_parts(text: str) -> None:
    assert rules.parts_of(text) == ()
    assert not rules.is_rule(text)


@PROPERTY
@given(
    st.lists(st.sampled_from(FEATURES), unique=True).flatmap(
        lambda names: st.lists(
            st.fixed_dictionaries({n: st.integers(0, 100).map(lambda x: x / 100) for n in names}),
            min_size=1,
            max_size=8,
        )
    )
)
def test_no_two_segments_share_a_name(items: list[dict[str, float]]) -> None:
    names = segment_names.name_segments(items, WORDS, {})
    assert len({name.name for name in names}) == len({name.short for name in names}) == len(items)
    assert [name.rule for name in names] == [rules.rule_of(item) for item in items]


def test_no_two_rules_have_names_that_need_a_letter() -> None:
    """Two rules may have one name, which leaves out what is nearly implied; what differs then distinguishes them."""
    points = [dict(zip(FEATURES, point, strict=True)) for point in itertools.product((0.2, 0.5, 0.8), repeat=4)]
    for a, b in itertools.combinations(points, 2):
        names = segment_names.name_segments([a, b], WORDS, {})
        assert not any(name.name.endswith(")") for name in names)
        assert len({name.name for name in names}) == 2


def test_names_never_call_payments_spend() -> None:
    """Amounts on pages are totals, but the feature is the amount of one payment."""
    for one in every_evidence():
        [found] = segment_names.name_segments([one], WORDS, {})
        assert "spend" not in f"{found.name} {found.short}".lower()


def test_a_table_of_a_whole_rule_replaces_what_is_put_together(tmp_path: Path) -> None:
    (tmp_path / "segments.toml").write_text(
        '[m-high-b-high]\nname = "Savers who pay"\nshort = "Savers"\n', encoding="utf-8"
    )
    words = segment_names.load_words([tmp_path, content_dir()])
    high, other = segment_names.name_segments(
        [{"monetary": 0.9, "balance": 0.9}, {"monetary": 0.9, "balance": 0.5}], words, {}
    )
    assert (high.name, high.short, other.name) == ("Savers who pay", "Savers", "Customers with large payments")


def test_two_of_one_rule_are_told_apart_by_what_differs_most() -> None:
    a, b = segment_names.name_segments(
        [{"monetary": 0.5, "recency": 0.6}, {"monetary": 0.48, "recency": 0.4}], WORDS, {}
    )
    assert (a.name, b.name) == (
        "Customers in the middle, seen more recently",
        "Customers in the middle, seen longer ago",
    )


def test_two_that_hardly_differ_are_told_apart_by_their_order() -> None:
    a, b = segment_names.name_segments([{"monetary": 0.5}, {"monetary": 0.52}], WORDS, {})
    assert (a.name, b.name) == ("Customers in the middle, upper", "Customers in the middle, lower")


def test_own_names_win_and_the_rule_stays() -> None:
    a, b = segment_names.name_segments([{"monetary": 0.9}, {"monetary": 0.1}], WORDS, {"b": "Savers"})
    assert (a.name, b.name, b.short, b.rule) == ("Customers with large payments", "Savers", "Savers", "m-low")


def test_an_own_name_that_another_segment_has_gets_its_letter() -> None:
    names = segment_names.name_segments(
        [{"monetary": 0.9}, {"monetary": 0.1}], WORDS, {"b": "Customers with large payments"}
    )
    assert [name.name for name in names] == ["Customers with large payments (A)", "Customers with large payments (B)"]


def test_the_first_folder_with_a_word_wins(tmp_path: Path) -> None:
    (tmp_path / "segments.toml").write_text('[mid]\nname = "In the middle"\n', encoding="utf-8")
    words = segment_names.load_words([tmp_path / "none", tmp_path, content_dir()])
    assert words["mid"] == WORDS["mid"] | {"name": "In the middle"}
    assert words["m-low"] == WORDS["m-low"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "f-high.who"),
        ("[names]\nwith = '{{ who }}'", "names.customers"),
        ("mid = 1", "mid.name"),
        ("[mid]\nshort = 'x'\nname = 3", "mid.name"),
        ("[mid", "not valid TOML"),
    ],
)
def test_broken_words_are_named(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "segments.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        segment_names.load_words([tmp_path])


def test_words_that_are_not_utf8_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="No content folder"):
        segment_names.load_words([tmp_path])
    (tmp_path / "segments.toml").write_bytes(b"# \xff")
    with pytest.raises(ContentError, match="not valid TOML"):
        segment_names.load_words([tmp_path])


def test_a_pattern_of_a_name_needs_its_placeholders(tmp_path: Path) -> None:
    (tmp_path / "segments.toml").write_text('[names]\nwith = "{{ who }} and {{ whom }}"\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"names.with needs each of \{\{ who \}\}, \{\{ what \}\} once"):
        segment_names.load_words([tmp_path, content_dir()])
