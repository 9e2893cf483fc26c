"""Differences between a release and an earlier one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """Change of one segment after a refit.

    Attributes:
        id: Current id.
        inherited: True when it continues an earlier segment of the same id.
        distance: z-distance between its centre and the earlier one; None for a new segment.
        before: Earlier name; None for a new segment.
        now: Current name.
    """

    id: str
    inherited: bool
    distance: float | None
    before: str | None
    now: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """Significant change in a segment's share of a place: shares (0..1) before and now, adjusted p-value."""

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
        model: "frozen" (scored with its centres) or "refit" (fitted again and matched).
        segments: Change of each segment after a refit; empty when the model was frozen.
        compared: Number of cells that were compared; 0 when segments do not correspond.
        cells: Changes that pass the test and the threshold, largest first.
    """

    first: str
    last: str
    model: Literal["frozen", "refit"]
    segments: tuple[SegmentChange, ...]
    compared: int
    cells: tuple[CellChange, ...]
