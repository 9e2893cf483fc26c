import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import limits
from generator.analyse.segments import segment_names
from generator.errors import ContentError
from generator.resources import content_dir
from tests.support.banks import PROPERTY

FEATURES = ("frequency", "monetary", "recency")
WORDS = segment_names.load_words([content_dir()])


def evidence(**values: float) -> Mapping[str, float]:
    return values


def test_the_printed_table_is_exhaustive_and_each_rule_has_its_own_region() -> None:
    levels = (0.1, limits.NAME_LOW, 0.351, 0.5, 0.649, limits.NAME_HIGH, 0.9)
    found = {
        segment_names.rule_of(dict(zip(FEATURES, point, strict=True))) for point in itertools.product(levels, repeat=3)
    }
    assert found == set(segment_names.RULES)


@pytest.mark.parametrize(
    ("f", "m", "r", "rule"),
    [
        (0.65, 0.65, 0.5, "f-high-m-high"),
        (0.65, 0.35, 0.5, "f-high-m-low"),
        (0.65, 0.5, 0.1, "f-high"),
        (0.64, 0.65, 0.35, "m-high-r-old"),
        (0.5, 0.65, 0.36, "m-high"),
        (0.5, 0.35, 0.35, "m-low-r-old"),
        (0.5, 0.35, 0.9, "m-low"),
        (0.5, 0.5, 0.35, "r-old"),
        (0.5, 0.5, 0.65, "r-recent"),
        (0.5, 0.64, 0.64, "mid"),
        (0.1, 0.5, 0.5, "mid"),
    ],
)
def test_rules_at_their_thresholds(f: float, m: float, r: float, rule: str) -> None:
    assert segment_names.rule_of({"frequency": f, "monetary": m, "recency": r}) == rule


def test_a_dropped_feature_counts_as_middling() -> None:
    assert segment_names.rule_of({}) == "mid"
    assert segment_names.rule_of({"monetary": 0.9}) == "m-high"


@PROPERTY
@given(
    st.lists(st.sampled_from(FEATURES), unique=True).flatmap(
        lambda names: st.lists(st.fixed_dictionaries({n: st.floats(0, 1) for n in names}), min_size=1, max_size=8)
    )
)
def test_no_two_segments_share_a_name(items: list[dict[str, float]]) -> None:
    names = segment_names.name_segments(items, WORDS, {})
    assert len({name.name for name in names}) == len({name.short for name in names}) == len(items)
    assert [name.rule for name in names] == [segment_names.rule_of(item) for item in items]


def test_two_of_one_rule_are_told_apart_by_what_differs_most() -> None:
    a, b = segment_names.name_segments(
        [{"monetary": 0.5, "recency": 0.6}, {"monetary": 0.48, "recency": 0.4}], WORDS, {}
    )
    assert (a.name, b.name) == ("Mid spenders, seen more recently", "Mid spenders, seen longer ago")


def test_two_that_hardly_differ_are_told_apart_by_their_order() -> None:
    a, b = segment_names.name_segments([{"monetary": 0.5}, {"monetary": 0.52}], WORDS, {})
    assert (a.name, b.name) == ("Mid spenders, upper", "Mid spenders, lower")


def test_own_names_win_and_the_rule_stays() -> None:
    a, b = segment_names.name_segments([{"monetary": 0.9}, {"monetary": 0.1}], WORDS, {"b": "Savers"})
    assert (a.name, b.name, b.short, b.rule) == ("High spenders", "Savers", "Savers", "m-low")


def test_an_own_name_that_another_segment_has_gets_its_letter() -> None:
    names = segment_names.name_segments([{"monetary": 0.9}, {"monetary": 0.1}], WORDS, {"b": "High spenders"})
    assert [name.name for name in names] == ["High spenders (A)", "High spenders (B)"]


def test_the_first_folder_with_a_word_wins(tmp_path: Path) -> None:
    (tmp_path / "segments.toml").write_text('[mid]\nname = "In the middle"\n', encoding="utf-8")
    words = segment_names.load_words([tmp_path / "none", tmp_path, content_dir()])
    assert words["mid"] == WORDS["mid"] | {"name": "In the middle"}
    assert words["m-low"] == WORDS["m-low"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "f-high-m-high.name"),
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
