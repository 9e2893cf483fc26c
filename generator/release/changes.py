"""Differences between a release and an earlier one.

All are computed from the figures that the two releases print, so they reveal nothing beyond the two.
"""

from dataclasses import dataclass
from typing import Literal

Compared = Literal["share", "typical_spend", "transactions", "customers"]
Obstacle = Literal[
    "customer_key", "window_length", "later_window", "overlap", "currency", "features", "segments", "places"
]


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
class FigureChange:
    """One figure in both releases: of all customers, or of a place beside all other customers.

    Attributes:
        place: Place id; None for all customers.
        figure: share (of the customers, 0..1), typical_spend or transactions (per customer), or customers (their
            number).
        segments: Segments of a share, one or several merged ones; empty for the other figures.
        before: Its value in the earlier release.
        now: Its value in this one.
        rest_before: The same of all other customers, in the earlier release; None for all customers.
        rest_now: The same in this one; None likewise.
        change: Change of a share as a difference, of another figure as a ratio. Of a place: beyond the change of all
            other customers, as a difference of differences or a ratio of ratios.
        low: Lower end of the 95 % interval of `change`; None where nothing was tested.
        high: Upper end; None likewise.
        q: Benjamini-Hochberg adjusted p-value, all customers being one family and all places another; None likewise.
    """

    place: str | None
    figure: Compared
    segments: tuple[str, ...]
    before: float
    now: float
    rest_before: float | None
    rest_now: float | None
    change: float
    low: float | None
    high: float | None
    q: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences from an earlier release.

    Attributes:
        first: First day of the earlier window.
        last: Last day of it.
        model: "frozen" (scored with its centres) or "refit" (fitted again and matched).
        segments: Change of each segment after a refit; empty when the model was frozen.
        obstacles: Why some figures, or all, are not compared or not tested. customer_key, window_length and
            later_window exclude all; features and segments exclude shares; currency excludes typical spend; places
            excludes places. With overlap, figures are compared without a test.
        bank: Figures of all customers.
        places: Figures of the places with enough customers in both releases, sorted by place id.
        came: Ids of the places that have a page now and had none; sorted.
        left: Number of places that had a page and have none now.
    """

    first: str
    last: str
    model: Literal["frozen", "refit"]
    segments: tuple[SegmentChange, ...]
    obstacles: tuple[Obstacle, ...]
    bank: tuple[FigureChange, ...]
    places: tuple[FigureChange, ...]
    came: tuple[str, ...]
    left: int
