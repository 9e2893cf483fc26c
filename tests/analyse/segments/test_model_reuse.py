"""Scoring with a kept model, and matching a new fit to it: on demonstration banks of two months."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import pipeline
from generator.demo import generate, write
from generator.errors import QualityError
from generator.release import Release, codec
from generator.settings import config

pytestmark = pytest.mark.slow

ROWS = 40_000
SET = ["synthetic=true", "evidence=false"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of one bank; in the later one Mumbai's mix has drifted by twelve points."""
    folder = tmp_path_factory.mktemp("months")
    write(generate(ROWS, 5), folder / "first.csv")
    later = generate(ROWS, 5, start=date(2025, 4, 1), drift_city="mumbai-maharashtra", drift_points=12.0)
    write(later, folder / "later.csv")
    codec.write(analysed(folder / "first.csv"), folder / "first.json")
    return folder


def analysed(path: Path, *settings: str, refit: bool = False) -> Release:
    with pipeline.analysed(
        str(path), config.load(None, [*SET, *settings]), pipeline.Clock(lambda _: None), refit=refit
    ) as run:
        return run.release


@pytest.fixture(scope="module")
def first(folder: Path) -> Release:
    return codec.read(folder / "first.json")


@pytest.fixture(scope="module")
def scored(folder: Path) -> Release:
    return analysed(folder / "later.csv", f'model="{folder / "first.json"}"')


def test_frozen_scoring_keeps_centres_names_ranges_and_ids(first: Release, scored: Release) -> None:
    assert scored.model == replace(first.model, spread=scored.model.spread)
    assert [(s.id, s.name, s.rule) for s in scored.segments] == [(s.id, s.name, s.rule) for s in first.segments]
    assert scored.window.first == "2025-04-01"


def test_the_planted_drift_is_found_and_names_stay(first: Release, scored: Release) -> None:
    assert scored.changes is not None
    names = {place.id: place.slug for place in scored.places}
    clear = [row for row in scored.changes.places if row.q is not None and row.q < 0.05]
    assert {names[row.place or ""] for row in clear} == {"mumbai-maharashtra"}
    moved = {row.segments: row.change for row in clear if row.figure == "share"}
    by_name = {item.name: item.id for item in scored.segments}
    assert moved[(by_name["Customers with small payments, not seen lately"],)] > 0.05
    assert moved[(by_name["Repeat customers with small payments"],)] < -0.05


def test_scoring_its_own_data_gives_the_same_segments(folder: Path, first: Release) -> None:
    again = analysed(folder / "first.csv", f'model="{folder / "first.json"}"')
    assert (again.atoms, again.margin, again.segments) == (first.atoms, first.margin, first.segments)


def test_one_per_cent_new_rows_leave_names_and_centres(folder: Path, first: Release) -> None:
    more = folder / "more.csv"
    lines = (folder / "first.csv").read_text().splitlines()
    extra = [line.replace(line.split(",")[0], f"N{i}", 1) for i, line in enumerate(lines[1 : 1 + ROWS // 100])]
    more.write_text("\n".join([*lines, *extra]) + "\n")
    later = analysed(more, f'model="{folder / "first.json"}"')
    assert [s.name for s in later.segments] == [s.name for s in first.segments]
    assert later.model.centres == first.model.centres


def test_a_refit_inherits_ids_and_names(folder: Path, first: Release) -> None:
    refit = analysed(folder / "later.csv", f'model="{folder / "first.json"}"', refit=True)
    assert refit.model.centres != first.model.centres
    assert {s.id: s.name for s in refit.segments} == {s.id: s.name for s in first.segments}
    assert refit.changes is not None
    assert all(item.inherited and item.distance is not None and item.distance < 0.5 for item in refit.changes.segments)


def test_a_refit_with_another_k_says_which_segment_is_new(folder: Path) -> None:
    refit = analysed(folder / "later.csv", f'model="{folder / "first.json"}"', "k=5", refit=True)
    assert refit.changes is not None
    new = [item for item in refit.changes.segments if not item.inherited]
    assert new
    assert all(item.before is None and item.id not in "abcd" for item in new)
    assert len({s.name for s in refit.segments}) == len({s.id for s in refit.segments}) == 5


@pytest.fixture
def wrong_key(folder: Path) -> list[str]:
    return [f'model="{folder / "first.json"}"', 'customer_key=["CustomerID", "CustGender"]']


def test_another_key_is_not_comparable(folder: Path, wrong_key: list[str]) -> None:
    with pytest.raises(QualityError, match="another customer key"):
        analysed(folder / "later.csv", *wrong_key)


def test_another_window_length_is_not_comparable(folder: Path) -> None:
    with pytest.raises(QualityError, match=r"cover \d+ days, but the model was fitted on 365") as caught:
        analysed(folder / "later.csv", f'model="{folder / "first.json"}"', 'window="6 months"')
    assert "--refit" in (caught.value.hint or "")
