"""Guards of sentences about changes since an earlier release. Wording is in phrases.toml.

The private half compared the two releases and tested every figure; the guards here decide which changes are certain and
large enough to be reported: of all customers first, then of a city beyond all other customers.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from generator import limits
from generator.publish.claims import change_gates as gates
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one, passed
from generator.publish.claims.quantities import Combined, Limit, Quantity, Segments, Value
from generator.publish.claims.shared_facts import named, subject
from generator.publish.words import display_names
from generator.publish.words.formats import Formatter
from generator.release import Compared, FigureChange, Mean, Obstacle, SegmentChange

_NAMED = 3
_TEST = {"q": limits.FALSE_DISCOVERY}
_POINTS, _RATIO = {"points": limits.CHANGE_POINTS}, {"ratio": limits.CHANGE_RATIO}
_MIN_N = {"min_n": limits.CHANGE_CUSTOMERS}
#: Columns in which the figures are published.
_COLUMNS: Mapping[Compared, str] = {
    "share": "customers_share",
    "typical_spend": "typical_spend",
    "transactions": "transactions",
    "customers": "customers",
}
BANK: tuple[Compared, ...] = ("share", "typical_spend", "transactions", "customers")
PLACE: tuple[Compared, ...] = ("share", "typical_spend", "customers")
OBSTACLES: tuple[Obstacle, ...] = (
    "customer_key", "window_length", "later_window", "overlap", "currency", "features", "segments", "places",
)  # fmt: skip


def _since(case: Case) -> Facts:
    changes = case.views.release.changes
    return {} if changes is None else {"since": case.fmt.date_range(changes.first, changes.last)}


def _earlier(case: Case, *, wanted: bool = True) -> Check:
    """Check whether there is an earlier release."""
    there = case.views.release.changes is not None
    value, needs = ("compared" if so else "none" for so in (there, wanted))
    return Check("an earlier release", needs, value, there == wanted)


def _first_release(case: Case) -> Iterator[Check]:
    """There is no earlier release."""
    yield _earlier(case, wanted=False)


def _rows(case: Case, *, bank: bool) -> tuple[FigureChange, ...]:
    changes = case.views.release.changes
    return () if changes is None else changes.bank if bank else changes.places


def _tested(case: Case, *, bank: bool, some: bool = True) -> Check:
    """Check whether any figure was tested."""
    tested = sum(row.q is not None for row in _rows(case, bank=bank))
    what = "figures of all customers tested" if bank else "figures of places tested"
    return Check(what, "some" if some else "none", Quantity("count", tested), bool(tested) == some)


def _days_compared(case: Case) -> Iterator[Check]:
    """Figures of two releases were tested."""
    yield _earlier(case)
    yield _tested(case, bank=True)


def _obstacle(case: Case, *, name: str) -> Iterator[Check]:
    """Something is not compared, or not tested."""
    yield checks.yes(f"obstacle {name}", holds=name in _obstacles(case))


def _obstacles(case: Case) -> tuple[Obstacle, ...]:
    changes = case.views.release.changes
    return () if changes is None else changes.obstacles


def _obstacle_facts(case: Case) -> Facts:
    changes, window = case.views.release.changes, case.views.release.window
    shared = gates.shared_days(changes, window) if changes else 0
    return {"shared": display_names.counted("days", shared, case.content, case.fmt), **_since(case)}


def _changes(case: Case, *, figure: Compared, bank: bool) -> Iterator[Trial]:
    """A figure of all customers, or of a place beyond all other customers: passes the test and is large enough."""
    views = {view.place.id: view for view in case.views.pages}
    for row in _rows(case, bank=bank):
        view = views.get(row.place or "")
        if row.figure != figure or (view is None) != bank:
            continue
        place, slug = (display_names.place(view, case.content), view.place.slug) if view else ("", "")
        yield Trial(
            partial(_checks, case, row),
            partial(_facts, case, row, place),
            "-".join(filter(None, (slug, "".join(row.segments)))),
            gates.size(row, case.views.release),
            _subject(row, place),
            slug,
        )


def _subject(row: FigureChange, place: str) -> Value:
    if not row.segments:
        return place
    return Combined("{}: {}", (place, Segments(row.segments))) if place else Segments(row.segments)


def _checks(case: Case, row: FigureChange) -> Iterator[Check]:
    share, release = row.figure == "share", case.views.release
    kind = {"share": "share", "typical_spend": "money", "transactions": "ratio", "customers": "count"}[row.figure]
    values = [Quantity(kind, value) for value in (row.before, row.now)]  # type: ignore[arg-type]
    yield checks.any_of(row.figure.replace("_", " "), Combined("{}, now {}", tuple(values)))
    if row.rest_before is not None:
        rest = [Quantity(kind, value) for value in (row.rest_before, row.rest_now)]  # type: ignore[arg-type]
        yield checks.any_of("all other customers", Combined("{}, now {}", tuple(rest)))
    if row.low is not None:
        unit = "signed points" if share else "ratio"
        ends = tuple(Quantity(unit, value) for value in (row.change, row.low, row.high))  # type: ignore[arg-type]
        yield checks.any_of("change" if row.place is None else "change beyond them", Combined("{} ({} to {})", ends))
    yield checks.adjusted("q over these figures", row.q)
    if share:
        needs, value = Quantity("points", limits.CHANGE_GAP), Quantity("points", row.points)
        what = "change" if row.place is None else "change in points and in odds"
    else:
        needs, value = Quantity("ratio", gates.least_ratio(row, release)), Quantity("ratio", row.change)
        what = "change, up or down"
    yield Check(what, Limit("at least {}", needs), value, gates.large(row, release))


def _facts(case: Case, row: FigureChange, place: str) -> Facts:
    fmt, share = case.fmt, row.figure == "share"
    names = dict(named(case, row.segments)) if row.segments else dict.fromkeys(_NAMES, "")
    values = {"before": row.before, "now": row.now, "rest_before": row.rest_before, "rest_now": row.rest_now}
    return {
        **names,
        "segment_inline": subject(names["segment_inline"]),
        **{name: "" if value is None else _printed(case, row, name, value) for name, value in values.items()},
        "change": fmt.points(row.change, signed=True) if share else fmt.ratio(row.change),
        "low": "" if row.low is None else _end(row.low, share=share, fmt=fmt),
        "high": "" if row.high is None else _end(row.high, share=share, fmt=fmt),
        "place": place,
        "others": _others(case, row) if place else "",
        **_since(case),
    }


def _printed(case: Case, row: FigureChange, name: str, value: float) -> str:
    """Return a figure in words; an average as finely as this release prints it, of the place or of all customers."""
    column, views = _COLUMNS[row.figure], case.views
    of_place = next((view.measures for view in views.pages if view.place.id == row.place), views.measures)
    measures = views.measures if name.startswith("rest") else of_place
    if column not in measures:
        return case.fmt.value(column, value)
    return case.fmt.mean(column, Mean(value, measures[column].step, None))


def _others(case: Case, row: FigureChange) -> str:
    """Return who the others are; three places that are left out are named, and more of them counted."""
    changes, fmt, content = case.views.release.changes, case.fmt, case.content
    without = changes.without.get(row.figure, ()) if changes else ()
    left = [view for view in case.views.pages if view.place.id in without and view.place.id != row.place]
    if not left:
        return content.words("changes.others")
    if len(left) > _NAMED:
        return content.words("changes.others_but", places=display_names.counted("places", len(left), content, fmt))
    names = [display_names.place(view, content) for view in left]
    return content.words("changes.others_but", places=display_names.join(names, content))


def _end(value: float, *, share: bool, fmt: Formatter) -> str:
    """Return an end of an interval; of points without their unit, which the change has."""
    return fmt.number(100 * value, 0 if abs(value) >= 0.0095 else 1) if share else fmt.ratio(value)


def _reported(case: Case, *, bank: bool) -> list[Trial]:
    figures: Iterable[Compared] = BANK if bank else PLACE
    return passed(trial for figure in figures for trial in _changes(case, figure=figure, bank=bank))


def _unchanged(case: Case, *, bank: bool) -> Iterator[Check]:
    """Figures were tested, and none of them changed enough to be reported."""
    yield _tested(case, bank=bank)
    found = len(_reported(case, bank=bank))
    yield Check("changes reported", "none", Quantity("count", found), not found)


def _unchanged_facts(case: Case, *, bank: bool) -> Facts:
    rows = _rows(case, bank=bank)
    places = len({row.place for row in rows})
    return {
        "cells": case.fmt.count(len(rows)),
        "places_counted": display_names.counted("places", places, case.content, case.fmt),
        **_since(case),
    }


def _no_place(case: Case) -> Iterator[Check]:
    """Figures of all customers were tested, but no place has enough customers in both releases."""
    yield _tested(case, bank=True)
    yield _tested(case, bank=False, some=False)
    yield checks.no("obstacle places", holds="places" not in _obstacles(case))


def _pages_changed(case: Case) -> Iterator[Check]:
    """Places have a page now and had none, or the other way round."""
    changes = case.views.release.changes
    came, left = (len(changes.came), changes.left) if changes else (0, 0)
    counts = Combined("{} and {}", (Quantity("count", came), Quantity("count", left)))
    yield Check("places that came and went", "any", counts, came + left > 0)


def _pages_changed_facts(case: Case) -> Facts:
    changes = case.views.release.changes
    came, left = (len(changes.came), changes.left) if changes else (0, 0)
    return {"came": case.fmt.count(came), "left": case.fmt.count(left), **_since(case)}


def _segments(case: Case, *, inherited: bool) -> Iterator[Trial]:
    """A segment of a refit that continues an earlier one, or a new one."""
    changes = case.views.release.changes
    for item in changes.segments if changes else ():
        yield Trial(
            partial(_fit, item, inherited),
            partial(_segment_facts, case, item),
            item.id,
            subject=f"{item.id.upper()} {item.now}",
        )


def _fit(item: SegmentChange, inherited: bool) -> Iterator[Check]:
    value, needs = ("continues an earlier one" if so else "new" for so in (item.inherited, inherited))
    yield Check("after the new fit", needs, value, item.inherited == inherited)


def _segment_facts(case: Case, item: SegmentChange) -> Facts:
    return {"letter": item.id.upper(), "segment": item.now, "earlier": item.before or "", **_since(case)}


_SEGMENT = ("letter", "segment", "earlier", "since")
_NAMES = ("segment", "segment_inline", "segment_subject", "letter")
_OF_BANK = ("before", "now", "change", "low", "high", "since")
_OF_PLACE = ("place", "others", "rest_before", "rest_now", *_OF_BANK)
_UNCHANGED = ("cells", "places_counted", "since")


def _figure(figure: Compared, *, bank: bool) -> Guard:
    share = figure == "share"
    facts = (*(_OF_BANK if bank else _OF_PLACE), *(_NAMES if share else ()))
    gates = {**({} if bank else _MIN_N), **_TEST, **(_POINTS if share else _RATIO)}
    return Guard(f"{'bank' if bank else 'place'}_{figure}", facts, partial(_changes, figure=figure, bank=bank), gates)


GUARDS = (
    Guard("first_release", (), one(_first_release)),
    Guard("days_compared", ("since",), one(_days_compared, _since), _MIN_N),
    *(
        Guard(f"obstacle_{name}", ("since", "shared"), one(partial(_obstacle, name=name), _obstacle_facts))
        for name in OBSTACLES
    ),
    *(_figure(figure, bank=True) for figure in BANK),
    Guard("bank_unchanged", _UNCHANGED, one(partial(_unchanged, bank=True), partial(_unchanged_facts, bank=True))),
    *(_figure(figure, bank=False) for figure in PLACE),
    Guard("places_unchanged", _UNCHANGED, one(partial(_unchanged, bank=False), partial(_unchanged_facts, bank=False))),
    Guard("no_place_compared", ("since",), one(_no_place, _since), _MIN_N),
    Guard("pages_changed", ("came", "left", "since"), one(_pages_changed, _pages_changed_facts)),
    Guard("segment_continues", _SEGMENT, partial(_segments, inherited=True)),
    Guard("segment_is_new", _SEGMENT, partial(_segments, inherited=False)),
)
