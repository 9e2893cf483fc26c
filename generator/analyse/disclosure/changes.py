"""Changes since an earlier release in the segment shares of cities.

Only released counts are compared, so a change reveals nothing beyond the two releases. It is reported if the city has
enough customers in both, the change is large enough, and a two-proportion test is significant after the correction of
Benjamini and Hochberg (1995) over all compared cells; the thresholds are in `limits`.
"""

from collections.abc import Iterable
from math import erfc, sqrt

import numpy as np

from generator import limits
from generator.release import Atom, CellChange, Changes, Release, SegmentChange


def changes_since(previous: Release, release: Release, how: str, segments: tuple[SegmentChange, ...] = ()) -> Changes:
    """Compare two releases.

    Args:
        previous: The earlier release.
        release: The new one.
        how: "frozen" (same centres) or "refit".
        segments: What a refit did to each segment.
    """
    same = how == "frozen" or all(item.inherited for item in segments)
    cells = tuple(_cells(previous, release)) if same else ()
    return Changes(
        first=previous.window.first,
        last=previous.window.last,
        model="frozen" if how == "frozen" else "refit",
        segments=segments,
        compared=len(cells),
        cells=_real(cells),
    )


def _cells(previous: Release, release: Release) -> Iterable[CellChange]:
    """Return every group of segments that both releases show for a city; `q` still holds the p-value."""
    before, now = _by_place(previous.atoms), _by_place(release.atoms)
    for place in sorted(before.keys() & now.keys()):
        n_before, n_now = (sum(atom.n for atom in table[place].values()) for table in (before, now))
        if min(n_before, n_now) < limits.CHANGE_CUSTOMERS:
            continue
        for group in sorted(before[place].keys() & now[place].keys()):
            was, is_now = before[place][group].n / n_before, now[place][group].n / n_now
            if len(before[place]) > 1 and len(now[place]) > 1:
                p = _two_proportions(was, n_before, is_now, n_now)
                yield CellChange(place, group, round(was, 4), round(is_now, 4), p)


def _by_place(atoms: Iterable[Atom]) -> dict[str, dict[tuple[str, ...], Atom]]:
    places: dict[str, dict[tuple[str, ...], Atom]] = {}
    for atom in atoms:
        if not atom.place.startswith("pool:") and atom.place != "other":
            places.setdefault(atom.place, {})[atom.segments] = atom
    return places


def _two_proportions(a: float, n_a: int, b: float, n_b: int) -> float:
    """Return the two-sided p-value of the pooled z-test for two shares."""
    pooled = (a * n_a + b * n_b) / (n_a + n_b)
    error = sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    return erfc(abs(a - b) / error / sqrt(2)) if error else 1.0


def _real(cells: tuple[CellChange, ...]) -> tuple[CellChange, ...]:
    """Return the significant cells with their q-values, largest change first."""
    from scipy.stats import false_discovery_control

    if not cells:
        return ()
    q = np.atleast_1d(false_discovery_control([cell.q for cell in cells]))
    found = [
        CellChange(cell.place, cell.segments, cell.before, cell.now, float(f"{value:.2g}"))
        for cell, value in zip(cells, q, strict=True)
        if value < limits.FALSE_DISCOVERY and limits.share_moved(cell.before, cell.now)
    ]
    return tuple(sorted(found, key=lambda cell: (-round(abs(cell.now - cell.before), 4), cell.place, cell.segments)))
