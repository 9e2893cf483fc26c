"""Differences of a release from an earlier one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """What a new fit did to one segment.

    Attributes:
        id: Its id now.
        inherited: True when it continues an earlier segment of the same id.
        distance: z-distance between its centre and the earlier one; None for a new segment.
        before: Earlier name; None for a new segment.
        now: Name now.
    """

    id: str
    inherited: bool
    distance: float | None
    before: str | None
    now: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A segment's share of a place that moved: shares (0..1) before and now, and the adjusted p-value."""

    place: str
    segments: tuple[str, ...]
    before: float
    now: float
    q: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences from an earlier release.

    Attributes:
        first: First day of the earlier window.
        last: Last day of it.
        model: "frozen" (scored with its centres) or "refit" (fitted anew and matched).
        segments: What a refit did to each segment; empty when the model was frozen.
        compared: Number of cells that were compared; 0 when segments do not correspond.
        cells: Movements that pass the test and the gate, largest first.
    """

    first: str
    last: str
    model: Literal["frozen", "refit"]
    segments: tuple[SegmentChange, ...]
    compared: int
    cells: tuple[CellChange, ...]
