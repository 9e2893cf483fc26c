"""Types of a release as published: places, groups, estimates.

Filled by `build.build_views`; answers by `answers.answered`. Holds no words, no formats and no HTML.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generator.release import Mean, Place, Release, Segment

Strength = Literal["claims", "intervals", "counts"]

#: What may be said of a share or an average against all customers; the first that holds.
#:
#: - clear: passes the family of tests, and the effect gate;
#: - small: passes the tests, but not the gate;
#: - chance: all customers lie outside its own 95 % interval, but it does not pass the tests;
#: - in_line: every share of the place would be inside the gate even at the ends of its interval (shares only);
#: - none: no difference could be shown.
#:
#: None in place of an answer: not tested, because customers are too few or the release does not have the reference.
Answer = Literal["clear", "small", "chance", "in_line", "none"]

#: Answers in order.
ANSWERS: tuple[Answer, ...] = ("clear", "small", "chance", "in_line", "none")


def first(answers: Iterable[Answer | None]) -> Answer | None:
    """Return the first of these answers in their order; None where nothing was tested."""
    return min((answer for answer in answers if answer is not None), key=ANSWERS.index, default=None)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A published average with its 95 % interval.

    Attributes:
        value: The average; None when suppressed.
        low: Lower end; None when there is no interval (suppressed, or no spread known).
        high: Upper end.
        withheld: "few", "absent" or None, as in the release.
        step: Its rounding step (of its logarithm for typical spend); None where it is not known.
        q: Benjamini-Hochberg adjusted p-value against the rest, in the site's one family of tests; None where that is
            not tested.
        answer: What may be said of it against all customers; None likewise.
        least: Smallest difference from all customers that would probably have been found: a ratio above 1 for typical
            spend, else a difference; None likewise.
    """

    value: float | None
    low: float | None
    high: float | None
    withheld: str | None
    step: float | None = None
    q: float | None = None
    answer: Answer | None = None
    least: float | None = None


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
        spend_share: Its share of the whole's spend, 0..1; None when a mean spend is suppressed.
        means: Averages of its customers.
        q: Benjamini-Hochberg adjusted p-value in the site's one family of tests; None likewise, and for places without
            claims.
        answer: What may be said of the share against all customers; None likewise.
        least: Smallest difference from all customers that would probably have been found, 0..1; None likewise.
    """

    segments: tuple[str, ...]
    n: int
    share: float
    low: float
    high: float
    all_share: float | None
    index: float | None
    residual: float | None
    spend_share: float | None
    means: dict[str, Mean]
    q: float | None = None
    answer: Answer | None = None
    least: float | None = None

    @property
    def gap(self) -> float | None:
        """Share minus that of all customers; None where the release does not have it."""
        return None if self.all_share is None else self.share - self.all_share


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
    """

    place: Place
    n: int
    rank: int | None
    share: float
    spend_share: float | None
    strength: Strength
    groups: tuple[GroupView, ...]
    measures: dict[str, Estimate]

    @property
    def mix(self) -> Answer | None:
        """Return the answer of its mix as a whole: the first of those of its shares."""
        return first(group.answer for group in self.groups)

    @property
    def answer(self) -> Answer | None:
        """Return the first of the answers of all its shares and averages."""
        return first((self.mix, *(estimate.answer for estimate in self.measures.values())))

    def measured(self, answer: Answer) -> tuple[str, ...]:
        """Return the measures with an answer."""
        return tuple(name for name, estimate in self.measures.items() if estimate.answer == answer)


@dataclass(frozen=True, slots=True)
class Family:
    """All tests of a site, corrected together.

    Attributes:
        shares: Shares tested.
        averages: Averages tested.
        z: Standard normal deviate that one more difference would need to pass; None without tests.
    """

    shares: int = 0
    averages: int = 0
    z: float | None = None


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
        family: The tests of the places with claims.
    """

    release: Release
    n: int
    groups: tuple[GroupView, ...]
    measures: dict[str, Estimate]
    cities: tuple[PlaceView, ...]
    districts: tuple[PlaceView, ...]
    pools: tuple[PlaceView, ...]
    segments: dict[str, Segment]
    family: Family = Family()

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
    def comparable(self) -> tuple[PlaceView, ...]:
        """Views of the places with a page and enough customers for claims."""
        return tuple(view for view in self.pages if view.strength == "claims")

    @property
    def areas(self) -> tuple[PlaceView, ...]:
        """Metropolitan areas whose cities are counted together; they are listed among the cities."""
        return tuple(view for view in self.cities if view.place.covers)

    def is_joint(self, view: PlaceView) -> bool:
        """Return whether another city has the same rank."""
        # Cities are sorted by rank: the first of rank r is the r-th, so a tied one follows it.
        return view.rank is not None and any(city.rank == view.rank for city in self.cities[view.rank : view.rank + 1])
