"""Guards of sentences about what changed since an earlier release. Wording is in phrases.toml.

The private half compared the two releases (test, correction and gate stand in its `changes` module); here it is only
decided which sentence fits what it found.
"""

from collections.abc import Iterator

from generator.publish import naming
from generator.publish.guard import Case, Finding, Guard
from generator.release import CellChange

#: The gate of a movement: customers in the city in both releases, adjusted p, and percentage points.
LIMITS = {"min_n": 100, "q": 0.05, "points": 3}


def _since(case: Case) -> dict[str, str]:
    changes = case.views.release.changes
    return {} if changes is None else {"since": case.fmt.date_range(changes.first, changes.last)}


def _first_release(case: Case) -> Iterator[Finding]:
    """There is no earlier release."""
    if case.views.release.changes is None:
        yield Finding({})


def _moved(case: Case) -> Iterator[Finding]:
    """A segment's share of a city moved: the gate of the private half, and the city has a page."""
    changes = case.views.release.changes
    names = {view.place.id: view for view in case.views.pages}
    for cell in changes.cells if changes else ():
        if cell.place in names:
            view = names[cell.place]
            facts = _cell_facts(case, cell) | {"place": naming.place(view, case.content)} | _since(case)
            key = f"{view.place.slug}-{''.join(cell.segments)}"
            yield Finding(facts, key, abs(cell.now - cell.before), view.place.slug)


def _cell_facts(case: Case, cell: CellChange) -> dict[str, str]:
    name = naming.group(cell.segments, case.views, case.content)
    return {
        "segment_inline": naming.inline(name),
        "before": case.fmt.percent(cell.before),
        "now": case.fmt.percent(cell.now),
        "q": case.fmt.number(cell.q, 3),
    }


def _still(case: Case) -> Iterator[Finding]:
    """Cells were compared, and none passed."""
    changes = case.views.release.changes
    if changes and changes.compared and not changes.cells:
        yield Finding({"cells": case.fmt.count(changes.compared)} | _since(case))


def _other_segments(case: Case) -> Iterator[Finding]:
    """A refit made segments that do not all continue earlier ones, so shares cannot be compared."""
    changes = case.views.release.changes
    if changes and not changes.compared:
        yield Finding(_since(case))


def _segments(case: Case, inherited: bool) -> Iterator[Finding]:
    """A segment of a refit that continues an earlier one, or that does not."""
    changes = case.views.release.changes
    for item in changes.segments if changes else ():
        if item.inherited == inherited:
            facts = {"letter": item.id.upper(), "segment": item.now, "earlier": item.before or ""}
            yield Finding(facts | _since(case), item.id)


_SEGMENT = ("letter", "segment", "earlier", "since")

GUARDS = (
    Guard("first_release", (), _first_release),
    Guard("moved", ("place", "segment_inline", "before", "now", "q", "since"), _moved, LIMITS),
    Guard("nothing_moved", ("cells", "since"), _still, LIMITS),
    Guard("other_segments", ("since",), _other_segments),
    Guard("segment_continues", _SEGMENT, lambda case: _segments(case, True)),
    Guard("segment_is_new", _SEGMENT, lambda case: _segments(case, False)),
)
