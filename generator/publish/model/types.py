"""Types of a release as published: places, groups, estimates.

Filled by `build.build_views`. Holds no arithmetic, no words, no formats and no HTML.
"""

from dataclasses import dataclass
from typing import Literal

from generator.release import Mean, Place, Release, Segment

Strength = Literal["claims", "intervals", "counts"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A published average with its 95 % interval.

    Attributes:
        value: The average; None when suppressed.
        low: Lower end; None when there is no interval (suppressed, or no spread known).
        high: Upper end.
        withheld: "few", "absent" or None, as in the release.
        q: Benjamini-Hochberg adjusted p-value against all customers, over all pages and measures together; None where
            that is not tested.
    """

    value: float | None
    low: float | None
    high: float | None
    withheld: str | None
    q: float | None = None


@dataclass(frozen=True, slots=True)
class GroupView:
    """One segment, or several merged ones, of a place or of all customers.

    Attributes:
        segments: Segment ids in canonical order.
        n: Customers (rounded).
        share: n divided by the customers of the whole, 0..1.
        low: Lower Wilson 95 % limit of the share.
        high: Upper limit.
        all_share: Share of the same segments among all customers; None where the release does not tell it.
        index: 100 × share ÷ all_share; None likewise.
        residual: Haberman adjusted residual against the rest of the bank; None likewise.
        q: Benjamini-Hochberg adjusted p-value over the cells of all places with claims; None likewise, and for others.
        passes: True when q < .05 and the effect gate holds (≥ 5 points and index ≥ 120 or ≤ 83).
        spend_share: Its share of the whole's spend, 0..1; None when a mean spend is suppressed.
        means: Averages of its customers.
    """

    segments: tuple[str, ...]
    n: int
    share: float
    low: float
    high: float
    all_share: float | None
    index: float | None
    residual: float | None
    q: float | None
    passes: bool
    spend_share: float | None
    means: dict[str, Mean]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place with all its published figures.

    Attributes:
        place: The place of the release.
        n: Customers (rounded), the sum of its atoms.
        rank: Joint rank by customers among cities (districts: None, pools: None).
        share: Share of all customers, 0..1.
        spend_share: Share of all spend, 0..1; None when its mean spend is suppressed.
        strength: claims (n ≥ 100), intervals (30-99), counts (T-29); limits are max(limit, T).
        groups: Its segments or groups in canonical order; empty when the detail is "total".
        measures: Estimate by measure name (all of columns.MEASURES, and the typical balance where it is shown).
        omnibus_p: p-value of the chi-square test of its mix against the rest; None without a mix.
        typical_differs: True when its typical spend is clearly different from the rest: intervals exclude the value of
            all customers and the ratio is ≥ 1.10 or ≤ 1/1.10 (n ≥ 100 only).
        apart: Measures that differ clearly: n ≥ 100, interval excludes all customers, q < .05 over all pages and
            measures together, and the effect gate of `averages.far_enough`.
    """

    place: Place
    n: int
    rank: int | None
    share: float
    spend_share: float | None
    strength: Strength
    groups: tuple[GroupView, ...]
    measures: dict[str, Estimate]
    omnibus_p: float | None
    typical_differs: bool
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Views:
    """The whole release as readers see it.

    Attributes:
        release: The release that it was computed from.
        n: All customers (rounded): the sum of all atoms.
        groups: All customers by segment; segments are merged where the margin merges them.
        measures: Estimates of all customers by measure.
        cities: City views, most customers first, ties by name.
        districts: District views, likewise.
        pools: Pools by state, and "other" last.
        segments: Segments by id.
    """

    release: Release
    n: int
    groups: tuple[GroupView, ...]
    measures: dict[str, Estimate]
    cities: tuple[PlaceView, ...]
    districts: tuple[PlaceView, ...]
    pools: tuple[PlaceView, ...]
    segments: dict[str, Segment]

    @property
    def imported(self) -> bool:
        """Return whether the figures come from a table of averages, which supports no comparison."""
        return self.release.origin == "kpis"

    @property
    def has_states(self) -> bool:
        """Return whether the state of any place is known."""
        return any(place.state for place in self.release.places)

    @property
    def pages(self) -> tuple[PlaceView, ...]:
        """Views of the places with a page: cities, then districts."""
        return self.cities + self.districts

    @property
    def areas(self) -> tuple[PlaceView, ...]:
        """Metropolitan areas whose cities are counted together; they are listed among the cities."""
        return tuple(view for view in self.cities if view.place.covers)

    def is_joint(self, view: PlaceView) -> bool:
        """Return whether another city has the same rank."""
        # Cities are sorted by rank: the first of rank r is the r-th, so a tied one follows it.
        return view.rank is not None and any(city.rank == view.rank for city in self.cities[view.rank : view.rank + 1])
