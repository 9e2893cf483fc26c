"""Changes since an earlier release: of all customers, then of places beyond all other customers.

Only printed figures are compared, so a change reveals nothing beyond the two releases. Every figure that can be
compared is kept with its test; which changes are large and certain enough for a sentence is decided by the guards of
the public half. The p-values are adjusted after Benjamini and Hochberg (1995), in a family of all customers and one of
places: were they one, a clear change of all customers would let chance changes of places pass.

A place is compared with all other customers, without the places where the same figure clearly changed: one very large
city that changes would otherwise move that reference so far that quiet cities seem to change the other way. Places
leave the reference, and the family of tests, one by one, the surest first, and all are tested again after each.

Windows that share days hold the same transactions twice. The rows of the earlier window are not at hand, so the part
that differs cannot be compared: such releases are compared without a test.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    places, without = two.places() if compared and matched else ((), {})
    return Changes(
        first=previous.window.first,
        last=previous.window.last,
        model="frozen" if how == "frozen" else "refit",
        segments=segments,
        obstacles=obstacles,
        bank=two.tested(two.bank()) if compared else (),
        places=places,
        without=without,
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


#: A figure in both releases, and its test.
_Row = tuple[FigureChange, Difference]


@dataclass(frozen=True, slots=True)
class _Two:
    """Two releases whose figures are compared."""

    before: Printed
    now: Printed
    obstacles: frozenset[Obstacle]

    @property
    def sides(self) -> tuple[Printed, Printed]:
        """Return the earlier release and the new one."""
        return self.before, self.now

    def tested(self, rows: Iterable[_Row]) -> tuple[FigureChange, ...]:
        """Set the adjusted p-values of one family of tests; windows that share days have no test and no interval."""
        from scipy.stats import false_discovery_control

        found = tuple(rows)
        if not found:
            return ()
        if "overlap" in self.obstacles:
            return tuple(replace(row, low=None, high=None) for row, _ in found)
        adjusted = false_discovery_control([test.p for _, test in found])
        return tuple(replace(row, q=float(f"{min(q, 1.0):.2g}")) for (row, _), q in zip(found, adjusted, strict=True))

    def bank(self) -> Iterator[_Row]:
        """Yield the figures of all customers with their tests."""
        before, now = self.sides
        for group in self._groups(()):
            parts = before.part(group, None), now.part(group, None)
            yield _row(None, "share", group, [part.share for part in parts], differences.share_change(*parts))
        for measure in _AVERAGES:
            one, other = before.average(measure), now.average(measure)
            if one and other and not (measure == "typical_spend" and "currency" in self.obstacles):
                yield _row(None, measure, (), [_value(one), _value(other)], differences.ratio_change(one, other))
        counts = [differences.count(side.n, side.release.policy.base) for side in self.sides]
        yield _row(None, "customers", (), [before.n, now.n], differences.ratio_change(*counts))

    def places(self) -> tuple[tuple[FigureChange, ...], dict[Compared, Ids]]:
        """Return the tested figures of places beside those of all other customers, and who is left out of these."""
        pages = tuple(place for place in sorted(self.before.pages.keys() & self.now.pages.keys()) if self._alike(place))
        figures = self._figures()
        left: dict[Compared, Ids] = {}
        found = {figure: compare(pages, ()) for figure, compare in figures.items()}
        back: set[tuple[Compared, str]] = set()
        while True:
            rows = [row for place in pages for figure in figures for row in found[figure][place]]
            tested = self._tested_apart(rows, left)
            clear = sorted(
                (test.z, row.figure, row.place)
                for row, (_, test) in zip(tested, rows, strict=True)
                if row.place and row.q is not None and row.q < limits.FALSE_DISCOVERY and row.large()
            )
            named = {(figure, place) for _, figure, place in clear}
            gone = {(figure, place) for figure in left for place in left[figure]}
            out = ((figure, place) for _, figure, place in reversed(clear) if (figure, place) not in gone | back)
            if change := next(((f, p) for f, p in out if self._may_leave(p, left.get(f, ()), pages)), None):
                gone.add(change)
            elif change := min(gone - named, default=None):
                # Beside the final reference it is not clear any more. It comes back for good, so that this ends.
                gone.remove(change)
                back.add(change)
            else:
                return tested, left
            left = {f: tuple(sorted(p for g, p in gone if g == f)) for f in sorted({f for f, _ in gone})}
            found[change[0]] = figures[change[0]](pages, left.get(change[0], ()))

    def _tested_apart(self, rows: Iterable[_Row], left: Mapping[Compared, Ids]) -> tuple[FigureChange, ...]:
        """Set the adjusted p-values of places: over all rows for those that left the reference, then over the others.

        In one family, a change as large as theirs would let chance changes of the other places pass.
        """
        found = tuple(rows)
        apart = [row.place in left.get(row.figure, ()) for row, _ in found]
        others = iter(self.tested(row for row, gone in zip(found, apart, strict=True) if not gone))
        return tuple(row if gone else next(others) for row, gone in zip(self.tested(found), apart, strict=True))

    def _may_leave(self, place: str, left: Ids, pages: Iterable[str]) -> bool:
        """Return whether every place that stays in the reference still has enough others when one more leaves it."""
        gone = {*left, place}
        return all(self._enough((*gone, page)) for page in pages if page not in gone)

    def _alike(self, place: str) -> bool:
        """Return whether a place is the same in both, and has enough customers in both, as have all others."""
        sizes = [side.sizes[place] for side in self.sides]
        return (
            self.before.pages[place].covers == self.now.pages[place].covers
            and min(sizes) >= self._fewest()
            and self._enough((place,))
        )

    def _enough(self, places: tuple[str, ...]) -> bool:
        """Return whether enough customers are outside some places in both."""
        return min(side.outside(places) for side in self.sides) >= self._fewest()

    def _fewest(self) -> int:
        return max(limits.CHANGE_CUSTOMERS, *(side.release.policy.threshold for side in self.sides))

    def _groups(self, parts: Iterable[Ids]) -> tuple[Ids, ...]:
        """Return the finest groups of segments that both releases show for all customers, and that divide no part."""
        if self.obstacles & {"features", "segments"}:
            return ()
        order = tuple(segment.id for segment in self.now.release.segments)
        groups = coarsen({*self.before.everywhere, *self.now.everywhere, *parts}, order)
        return groups if len(groups) > 1 else ()

    def _figures(self) -> dict[Compared, Callable[[Ids, Ids], dict[str, list[_Row]]]]:
        """Return by figure what compares it: places with all others, of whom some places are left out."""
        found: dict[Compared, Callable[[Ids, Ids], dict[str, list[_Row]]]] = {"share": self._shares}
        if "currency" not in self.obstacles:
            found["typical_spend"] = self._typical
        return {**found, "customers": self._counts}

    def _shares(self, pages: Ids, without: Ids) -> dict[str, list[_Row]]:
        apart = [side.together(without) for side in self.sides]
        joined = tuple({ids: None for place in without for side in self.sides for ids in side.cells[place]})
        found: dict[str, list[_Row]] = {}
        for place in pages:
            found[place] = []
            own = [{} if place in without else side.cells[place] for side in self.sides]
            for group in self._groups((*joined, *(ids for side in self.sides for ids in side.cells[place]))):
                here = [side.part(group, place) for side in self.sides]
                rest = [side.rest(group, *cells) for side, *cells in zip(self.sides, apart, own, strict=True)]
                if test := differences.share_beyond(*here, *rest):
                    shares = [part.share for part in (*here, *rest)]
                    found[place].append(_row(place, "share", group, shares, test))
        return found

    def _typical(self, pages: Ids, without: Ids) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        for place in pages:
            here = [side.average("typical_spend", place) for side in self.sides]
            rest = [side.others(place, without) for side in self.sides]
            found[place] = []
            if here[0] and here[1] and rest[0] and rest[1]:
                test = differences.ratio_beyond(here[0], here[1], rest[0], rest[1])
                values = [_value(one) for one in (*here, *rest) if one]
                found[place].append(_row(place, "typical_spend", (), values, test))
        return found

    def _counts(self, pages: Ids, without: Ids) -> dict[str, list[_Row]]:
        bases = [side.release.policy.base for side in self.sides]
        found: dict[str, list[_Row]] = {}
        for place in pages:
            sizes = [side.sizes[place] for side in self.sides]
            sizes += [side.outside({place, *without}) for side in self.sides]
            counts = [differences.count(n, base) for n, base in zip(sizes, bases * 2, strict=True)]
            found[place] = [_row(place, "customers", (), sizes, differences.ratio_beyond(*counts))]
        return found


def _value(average: Moment) -> float:
    return float(f"{math.exp(average.log):.6g}")


def _row(
    place: str | None,
    figure: Compared,
    group: Ids,
    values: Sequence[float],
    found: Difference,
) -> _Row:
    """Return a change with its test; `values` are before and now, and those of all others if there is a place."""
    shown = [round(value, 4) if figure == "share" else float(value) for value in values]
    rest: Sequence[float | None] = shown[2:] or (None, None)
    change, low, high = (round(end, 4) for end in (found.value, found.low, found.high))
    row = FigureChange(place, figure, group, shown[0], shown[1], rest[0], rest[1], change, low, high, None)
    return row, found
