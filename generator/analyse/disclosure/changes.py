"""Changes since an earlier release: of all customers, then of places beyond all other customers.

Only printed figures are compared, so a change reveals nothing beyond the two releases. Every figure that can be
compared is kept with its test; which changes are large and certain enough for a sentence is decided by the guards of
the public half. The p-values are adjusted after Benjamini and Hochberg (1995) in two families: were they one, a clear
change of all customers would let chance changes of places pass.

Windows that share days hold the same transactions twice. The rows of the earlier window are not at hand, so the part
that differs cannot be compared: such releases are compared without a test.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator import limits
from generator.analyse.disclosure import differences
from generator.analyse.disclosure.differences import Difference, Moment
from generator.analyse.disclosure.printed import Printed
from generator.release import Changes, Compared, FigureChange, Obstacle, Release, SegmentChange
from generator.release.mixes import Ids, coarsen

#: Obstacles to any comparison.
_NOTHING = frozenset({"customer_key", "window_length", "later_window"})
_AVERAGES: tuple[Compared, ...] = ("typical_spend", "transactions")


def changes_since(previous: Release, release: Release, how: str, segments: tuple[SegmentChange, ...] = ()) -> Changes:
    """Compare two releases.

    Args:
        previous: The earlier release.
        release: The new one.
        how: "frozen" (same centres) or "refit".
        segments: What a refit did to each segment.
    """
    before, now = Printed.of(previous), Printed.of(release)
    obstacles = tuple(_obstacles(before, now, how, segments))
    two = _Two(before, now, frozenset(obstacles))
    compared = not two.obstacles & _NOTHING
    matched = "places" not in two.obstacles
    return Changes(
        first=previous.window.first,
        last=previous.window.last,
        model="frozen" if how == "frozen" else "refit",
        segments=segments,
        obstacles=obstacles,
        bank=two.tested(two.bank()) if compared else (),
        places=two.tested(two.places()) if compared and matched else (),
        came=tuple(_missing(now, before)) if matched else (),
        left=sum(1 for _ in _missing(before, now)) if matched else 0,
    )


def _obstacles(before: Printed, now: Printed, how: str, segments: tuple[SegmentChange, ...]) -> Iterator[Obstacle]:
    old, new = before.release, now.release
    if old.customer.columns != new.customer.columns:
        yield "customer_key"
    if abs(new.window.days - old.window.days) > limits.WINDOW_TOLERANCE * old.window.days:
        yield "window_length"
    if old.window.first > new.window.first:
        yield "later_window"
    elif new.window.first <= old.window.last:
        yield "overlap"
    if old.currency != new.currency:
        yield "currency"
    names = ([feature.name for feature in side.release.model.features] for side in (before, now))
    if len(set(map(tuple, names))) > 1:
        yield "features"
    elif how != "frozen" and (
        not all(item.inherited for item in segments) or {s.id for s in old.segments} != {s.id for s in new.segments}
    ):
        yield "segments"
    if old.reading.places != new.reading.places or not before.pages.keys() & now.pages.keys():
        yield "places"


def _missing(here: Printed, there: Printed) -> Iterator[str]:
    """Yield the places with a page in one release that have none in the other, where no area covers them either."""
    covered = {name for place in there.pages.values() for name in place.covers}
    return (id_ for id_, place in sorted(here.pages.items()) if id_ not in there.pages and place.name not in covered)


@dataclass(frozen=True, slots=True)
class _Two:
    """Two releases whose figures are compared."""

    before: Printed
    now: Printed
    obstacles: frozenset[Obstacle]

    def tested(self, rows: Iterable[tuple[FigureChange, float]]) -> tuple[FigureChange, ...]:
        """Set the adjusted p-values of one family of tests; windows that share days have no test and no interval."""
        from scipy.stats import false_discovery_control

        found = tuple(rows)
        if not found:
            return ()
        if "overlap" in self.obstacles:
            return tuple(replace(row, low=None, high=None) for row, _ in found)
        adjusted = false_discovery_control([p for _, p in found])
        return tuple(replace(row, q=float(f"{min(q, 1.0):.2g}")) for (row, _), q in zip(found, adjusted, strict=True))

    def bank(self) -> Iterator[tuple[FigureChange, float]]:
        """Yield the figures of all customers with their p-values."""
        before, now = self.before, self.now
        for group in self._groups(None):
            parts = before.part(group, None), now.part(group, None)
            yield _row(None, "share", group, [part.share for part in parts], differences.share_change(*parts))
        for measure in _AVERAGES:
            one, other = before.average(measure), now.average(measure)
            if one and other and not (measure == "typical_spend" and "currency" in self.obstacles):
                yield _row(None, measure, (), [_value(one), _value(other)], differences.ratio_change(one, other))
        counts = [differences.count(side.n, side.release.policy.base) for side in (before, now)]
        yield _row(None, "customers", (), [before.n, now.n], differences.ratio_change(*counts))

    def places(self) -> Iterator[tuple[FigureChange, float]]:
        """Yield the figures of places beside those of all other customers, with their p-values."""
        for place in sorted(self.before.pages.keys() & self.now.pages.keys()):
            if self._comparable(place):
                yield from self._shares(place)
                if "currency" not in self.obstacles:
                    yield from self._typical(place)
                yield self._count(place)

    def _comparable(self, place: str) -> bool:
        """Return whether a place is the same in both, and has enough customers in both, as have all others."""
        sides = self.before, self.now
        fewest = max(limits.CHANGE_CUSTOMERS, *(side.release.policy.threshold for side in sides))
        sizes = [n for side in sides for n in (side.size(place), side.n - side.size(place))]
        return self.before.pages[place].covers == self.now.pages[place].covers and min(sizes) >= fewest

    def _groups(self, place: str | None) -> tuple[Ids, ...]:
        """Return the finest groups of segments that both releases show, for a place and for all customers."""
        if self.obstacles & {"features", "segments"}:
            return ()
        order = tuple(segment.id for segment in self.now.release.segments)
        parts: list[Ids] = [*self.before.everywhere, *self.now.everywhere]
        if place is not None:
            parts += [*self.before.cells[place], *self.now.cells[place]]
        groups = coarsen(parts, order)
        return groups if len(groups) > 1 else ()

    def _shares(self, place: str) -> Iterator[tuple[FigureChange, float]]:
        for group in self._groups(place):
            sides = self.before, self.now
            here, rest = ([side.part(group, place, rest=other) for side in sides] for other in (False, True))
            if found := differences.share_beyond(*here, *rest):
                shares = [part.share for part in (*here, *rest)]
                yield _row(place, "share", group, shares, found)

    def _typical(self, place: str) -> Iterator[tuple[FigureChange, float]]:
        sides = self.before, self.now
        here = [side.average("typical_spend", place) for side in sides]
        rest = [side.others(place) for side in sides]
        if here[0] and here[1] and rest[0] and rest[1]:
            found = differences.ratio_beyond(here[0], here[1], rest[0], rest[1])
            yield _row(place, "typical_spend", (), [_value(one) for one in (*here, *rest) if one], found)

    def _count(self, place: str) -> tuple[FigureChange, float]:
        sides = self.before, self.now
        sizes = [*(side.size(place) for side in sides), *(side.n - side.size(place) for side in sides)]
        bases = [side.release.policy.base for side in sides]
        found = differences.ratio_beyond(
            *(differences.count(n, base) for n, base in zip(sizes, bases * 2, strict=True))
        )
        return _row(place, "customers", (), sizes, found)


def _value(average: Moment) -> float:
    return float(f"{math.exp(average.log):.6g}")


def _row(
    place: str | None, figure: Compared, group: Ids, values: Sequence[float], found: Difference
) -> tuple[FigureChange, float]:
    """Return a change with its p-value; `values` are before and now, and those of all others if there is a place."""
    shown = [round(value, 4) if figure == "share" else float(value) for value in values]
    rest: Sequence[float | None] = shown[2:] or (None, None)
    change, low, high = (round(end, 4) for end in (found.value, found.low, found.high))
    return FigureChange(place, figure, group, shown[0], shown[1], rest[0], rest[1], change, low, high, None), found.p
