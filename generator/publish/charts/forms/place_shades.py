"""Colours of the map: measures of a place against all customers, and the shade of each.

Colour is a claim: a place is shaded only where it is clearly different from all customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.base.context import ChartContext
from generator.publish.model import conditions
from generator.publish.model.types import GroupView, PlaceView

#: Ratio to the value of all customers: upper ends of the shades, from much less to much more.
SHADES: tuple[tuple[float, str], ...] = ((0.8, "k1"), (0.95, "k2"), (1.05, "k3"), (1.25, "k4"), (float("inf"), "k5"))

#: The shades on a scale from -1 to 1; the others are 0.
STRENGTH = {"k1": -1.0, "k2": -0.4, "k4": 0.4, "k5": 1.0}

#: Shades: 1 and 2 for clearly less, 4 and 5 for clearly more, 3 for neither, 0 where the value is not published.
UNPUBLISHED, NEITHER = 0, 3


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """Value of a measure in a place: text, raw value (None: suppressed), shade."""

    words: str
    value: float | int | None
    shade: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that the map can be coloured by.

    Attributes:
        id: Names it in the spec; a column of the figure's CSV.
        label: Label of its button.
        head: Title of its column.
        values: One entry a place, by its id.
    """

    id: str
    label: str
    head: str
    values: dict[str, PlaceValue]


def difference(view: PlaceView) -> GroupView | None:
    """Return the segment with the largest clear difference from all customers: one that is more common, if any is."""
    clear = [group for group in view.groups if group.answer == "clear"]
    more = [group for group in clear if (group.gap or 0) > 0]
    return max(more or clear, key=lambda group: abs(group.gap or 0), default=None)


def measures(chart: ChartContext, shown: Sequence[PlaceView]) -> tuple[Measure, ...]:
    """Return the measures that these places can be coloured by.

    Recency is offered only where it is behaviour, a segment's share only where some place publishes it. An imported
    table has no intervals, so its places are not coloured.
    """
    if chart.views.imported:
        return ()
    found = []
    columns = ["typical_spend"] + (["recency"] if conditions.recency_rests(chart.views) else [])
    for column in columns:
        title = chart.title(column)
        values = {view.place.id: _average(chart, view, column) for view in shown}
        found.append(Measure(column, title, title, values))
    for segment in chart.views.release.segments:
        label = chart.say("map.share", letter=segment.letter)
        head = chart.say("map.share_of", letter=segment.letter, name=segment.short)
        values = {view.place.id: _share(chart, view, segment.id) for view in shown}
        found.append(Measure(f"share_{segment.id}", label, head, values))
    return tuple(one for one in found if any(value.value is not None for value in one.values.values()))


def _average(chart: ChartContext, view: PlaceView, column: str) -> PlaceValue:
    estimate = view.measures[column]
    words = chart.mean(column, estimate)
    if estimate.value is None:
        return PlaceValue(words, None, UNPUBLISHED)
    # Days since last seen are tested by their percentile.
    tested = "recency_pct" if column == "recency" else column
    found, everyone = view.measures[tested], chart.views.measures[tested].value
    ratio = found.value / everyone if found.answer == "clear" and found.value and everyone else None
    shade = NEITHER if ratio is None else _shade(ratio)
    return PlaceValue(words, estimate.value, shade)


def _share(chart: ChartContext, view: PlaceView, id_: str) -> PlaceValue:
    group: GroupView | None = next((group for group in view.groups if group.segments == (id_,)), None)
    if group is None:
        return PlaceValue(chart.say("not_told"), None, UNPUBLISHED)
    shade = _shade(group.share / group.all_share) if group.answer == "clear" and group.all_share else NEITHER
    return PlaceValue(chart.fmt.percent(group.share), group.share, shade)


def _shade(ratio: float) -> int:
    return next(i for i, (top, _) in enumerate(SHADES, 1) if ratio < top)
