"""Differences between a release and an earlier one.

All are computed from the figures that the two releases print, so they reveal nothing beyond the two.
"""

import math
from dataclasses import dataclass
from typing import Literal

from generator import limits

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
        q: Benjamini-Hochberg adjusted p-value: of all customers over their figures, of a place over those of places. Of
            these, figures of places that are left out of all other customers count only for themselves. None likewise.
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

    @property
    def expected(self) -> float:
        """Return the share that a place would have now if its odds had changed like those of all other customers.

        Odds keep a share between 0 and 1, and are what remains the same where each place loses the same proportion of a
        segment. Without a place, or where odds do not exist, it is the earlier share.
        """
        shares = self.before, self.rest_before, self.rest_now
        if not all(share is not None and 0 < share < 1 for share in shares):
            return self.before
        before, rest_before, rest_now = (share / (1 - share) for share in shares if share is not None)
        odds = before * rest_now / rest_before
        return odds / (1 + odds)

    @property
    def points(self) -> float:
        """Return the change of a share as a fraction: for a place, the smaller one in points and in odds.

        If all customers change by the same factor, places that differ beforehand change by different numbers of points,
        and the other way round: only what exceeds both is the place's own. It is 0 where the two point in opposite
        directions.
        """
        if self.place is None:
            return self.change
        beyond = self.now - self.expected
        return min(self.change, beyond, key=abs) if self.change * beyond > 0 else 0.0

    def size(self, least_ratio: float = limits.CHANGE_RATIO) -> float:
        """Return the size as a multiple of the smallest change reported, so that all figures can be ordered."""
        if self.figure == "share":
            return round(abs(self.points), 4) / limits.CHANGE_GAP
        return abs(math.log(self.change)) / math.log(least_ratio)

    def large(self, least_ratio: float = limits.CHANGE_RATIO) -> bool:
        """Return whether it is large enough to be reported."""
        return self.size(least_ratio) >= 1 - limits.TOLERANCE


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
        without: Ids of the places that all other customers do not include, since the figure clearly changed there, by
            figure; sorted. No key for a figure without such places.
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
    without: dict[Compared, tuple[str, ...]]
    came: tuple[str, ...]
    left: int
