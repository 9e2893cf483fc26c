"""Table of the changes since an earlier release: all customers first, then places beyond all other customers."""

from generator.publish.claims import change_gates
from generator.publish.downloads.tables import Row, Sheet
from generator.publish.model.types import Views
from generator.release import FigureChange

CHANGE_COLUMNS = (
    *("city", "slug", "figure", "segment", "segment_id", "before", "now", "rest_before", "rest_now", "rest_without"),
    *("change", "change_low", "change_high", "change_q", "reported"),
)


def change_rows(views: Views) -> Sheet | None:
    """Return one row for each figure that was compared; None without an earlier release.

    Rows of all customers have no city, and so the table has no primary key.
    """
    found = views.release.changes
    if found is None:
        return None
    names = {view.place.id: view.place for view in views.pages}
    rows = []
    for row in (*found.bank, *found.places):
        place = names.get(row.place or "")
        left = [names[id_].slug for id_ in found.without.get(row.figure, ()) if place and id_ != row.place]
        rows.append(
            {
                "city": place and place.name,
                "slug": place and place.slug,
                **_values(row, views),
                "rest_without": "+".join(left) or None,
            }
        )
    return Sheet("changes", CHANGE_COLUMNS, (), tuple(rows))


def _values(row: FigureChange, views: Views) -> Row:
    return {
        "figure": row.figure,
        "segment": " + ".join(views.segments[id_].name for id_ in row.segments) or None,
        "segment_id": "+".join(row.segments) or None,
        "before": row.before,
        "now": row.now,
        "rest_before": row.rest_before,
        "rest_now": row.rest_now,
        "change": row.change,
        "change_low": row.low,
        "change_high": row.high,
        "change_q": row.q,
        "reported": None if row.q is None else "yes" if change_gates.reported(row, views.release) else "no",
    }
