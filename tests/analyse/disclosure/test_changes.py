"""What changed between two releases: gates, correction, and silence where segments do not correspond."""

from dataclasses import replace

import pytest

from generator.analyse.disclosure.changes import changes_since
from generator.release import Atom, Release, SegmentChange
from tests.support.releases import sample_release


def with_atoms(release: Release, counts: dict[str, tuple[int, ...]]) -> Release:
    """Return a release whose places have single-segment atoms of these sizes."""
    ids = [item.id for item in release.segments]
    atoms = tuple(
        Atom(place, (ids[i],), n, {}) for place, row in sorted(counts.items()) for i, n in enumerate(row) if n
    )
    return replace(release, atoms=atoms)


@pytest.fixture
def release() -> Release:
    return sample_release("full")


def test_a_planted_movement_is_found_and_nothing_else(release: Release) -> None:
    calm: dict[str, tuple[int, ...]] = {f"p{i}": (300, 300, 200, 200) for i in range(20)}
    now = changes_since(with_atoms(release, calm), with_atoms(release, calm | {"p7": (200, 400, 200, 200)}), "frozen")
    assert now.compared == 80
    assert [(cell.place, cell.segments) for cell in now.cells] == [("p7", ("a",)), ("p7", ("b",))]
    assert [(cell.before, cell.now) for cell in now.cells] == [(0.3, 0.2), (0.3, 0.4)]
    assert all(cell.q < 0.001 for cell in now.cells)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((30, 30, 20, 10), (10, 50, 20, 10)),  # 90 customers: too few
        ((30_000, 30_000, 20_000, 20_000), (29_000, 31_000, 20_000, 20_000)),  # certain, but one point
        ((60, 60, 40, 40), (55, 65, 40, 40)),  # two and a half points, and chance
    ],
)
def test_gates(release: Release, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    found = changes_since(with_atoms(release, {"p": before}), with_atoms(release, {"p": after}), "frozen")
    assert found.cells == ()


@pytest.mark.parametrize("share", range(1, 97))
def test_three_points_are_three_points_for_every_share(release: Release, share: int) -> None:
    before, after = (share, 100 - share, 0, 0), (share + 3, 97 - share, 0, 0)
    found = changes_since(
        with_atoms(release, {"p": tuple(n * 1000 for n in before)}),
        with_atoms(release, {"p": tuple(n * 1000 for n in after)}),
        "frozen",
    )
    assert len(found.cells) == 2


def test_pools_and_places_that_left_are_not_compared(release: Release) -> None:
    before = with_atoms(release, {"pool:kerala": (300, 300, 200, 200), "gone": (300, 300, 200, 200)})
    after = with_atoms(release, {"pool:kerala": (100, 500, 200, 200), "new": (300, 300, 200, 200)})
    assert changes_since(before, after, "frozen").compared == 0


def test_a_refit_with_a_new_segment_compares_nothing(release: Release) -> None:
    one = with_atoms(release, {"p": (300, 300, 200, 200)})
    other = with_atoms(release, {"p": (100, 500, 200, 200)})
    kept = tuple(SegmentChange(item.id, True, 0.1, item.name, item.name) for item in release.segments)
    assert changes_since(one, other, "refit", kept).compared == 4
    broken = (*kept[:-1], SegmentChange("e", False, None, None, "Mid spenders"))
    assert changes_since(one, other, "refit", broken).compared == 0
