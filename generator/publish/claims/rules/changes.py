"""Guards of sentences about changes since an earlier release. Wording is in phrases.toml.

The private half compared the two releases (test and correction are in its `changes` module, the threshold in
`limits`); the guards here only select the sentence that fits the result.
"""

from collections.abc import Iterator
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one
from generator.publish.claims.quantities import Combined, Quantity, Segments
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names
from generator.release import CellChange, SegmentChange

#: Thresholds of a change: customers in the city in both releases, adjusted p, and percentage points.
LIMITS = {"min_n": limits.CHANGE_CUSTOMERS, "q": limits.FALSE_DISCOVERY, "points": limits.CHANGE_POINTS}


def _since(case: Case) -> Facts:
    changes = case.views.release.changes
    return {} if changes is None else {"since": case.fmt.date_range(changes.first, changes.last)}


def _earlier(case: Case, *, wanted: bool = True) -> Check:
    """Check whether there is an earlier release."""
    there = case.views.release.changes is not None
    value, needs = ("compared" if so else "none" for so in (there, wanted))
    return Check("an earlier release", needs, value, there == wanted)


def _compared(case: Case, *, some: bool) -> Check:
    """Check whether any cell could be compared."""
    compared = changes.compared if (changes := case.views.release.changes) else 0
    return Check("shares compared", "some" if some else "none", Quantity("count", compared), bool(compared) == some)


def _first_release(case: Case) -> Iterator[Check]:
    """There is no earlier release."""
    yield _earlier(case, wanted=False)


def _change(case: Case) -> Iterator[Trial]:
    """A segment's share of a city changed: passes the private half's threshold, and the city has a page."""
    changes, views = case.views.release.changes, {view.place.id: view for view in case.views.pages}
    for cell in changes.cells if changes else ():
        view = views.get(cell.place)
        slug, name = (view.place.slug, display_names.place(view, case.content)) if view else ("", cell.place)
        yield Trial(
            partial(_cell, cell, view),
            partial(_cell_facts, case, cell, name),
            f"{slug or cell.place}-{''.join(cell.segments)}",
            abs(cell.now - cell.before),
            Combined("{}: {}", (name, Segments(cell.segments))),
            slug,
        )


def _cell(cell: CellChange, view: PlaceView | None) -> Iterator[Check]:
    yield checks.any_of("share", Combined("{}, now {}", (Quantity("share", cell.before), Quantity("share", cell.now))))
    yield checks.yes("page on the site", holds=view is not None)


def _cell_facts(case: Case, cell: CellChange, place: str) -> Facts:
    return {
        "segment_inline": display_names.inline(display_names.group(cell.segments, case.views, case.content)),
        "before": case.fmt.percent(cell.before),
        "now": case.fmt.percent(cell.now),
        "q": case.fmt.number(cell.q, 3),
        "place": place,
        **_since(case),
    }


def _no_change(case: Case) -> Iterator[Check]:
    """Cells were compared, and no change passed."""
    yield _earlier(case)
    yield _compared(case, some=True)
    cells = len(changes.cells) if (changes := case.views.release.changes) else 0
    yield Check("changed shares", "none", Quantity("count", cells), not cells)


def _no_change_facts(case: Case) -> Facts:
    changes = case.views.release.changes
    return {"cells": case.fmt.count(changes.compared if changes else 0), **_since(case)}


def _other_segments(case: Case) -> Iterator[Check]:
    """After a refit not all segments continue earlier ones, so shares cannot be compared."""
    yield _earlier(case)
    yield _compared(case, some=False)


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

GUARDS = (
    Guard("first_release", (), one(_first_release)),
    Guard("moved", ("place", "segment_inline", "before", "now", "q", "since"), _change, LIMITS),
    Guard("nothing_moved", ("cells", "since"), one(_no_change, _no_change_facts), LIMITS),
    Guard("other_segments", ("since",), one(_other_segments, _since)),
    Guard("segment_continues", _SEGMENT, partial(_segments, inherited=True)),
    Guard("segment_is_new", _SEGMENT, partial(_segments, inherited=False)),
)
