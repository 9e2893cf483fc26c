"""Rows of the profile strips: a place and the larger cities on one measure, its rank among them, and the ends."""

from dataclasses import dataclass

from generator.publish.charts.base import scales
from generator.publish.charts.base.context import ChartContext
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.words import display_names

#: Maximum number of other cities on a strip, the largest ones.
MOST_DOTS = 30

#: Space at both ends of a strip, in per cent.
_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class City:
    """A published average of a city: id and name of the city, value, and the same as text with its unit."""

    id: str
    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Cities:
    """The cities on all strips, computed once for all pages.

    Attributes:
        ids: The largest cities with enough customers for claims.
        averages: Those with a published average, by measure.
    """

    ids: frozenset[str]
    averages: dict[str, tuple[City, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One strip.

    Attributes:
        measure: The measure.
        own: The estimate of the place.
        value: Its value.
        reference: The estimate of all customers.
        others: The other cities, lowest value first.
        ranked: Whether the place is one of the cities.
        scale: From values to per cent of the strip; to the right is always more or more recent.
    """

    measure: str
    own: Estimate
    value: float
    reference: Estimate
    others: tuple[City, ...]
    ranked: bool
    scale: scales.Scale

    def at(self, value: float) -> float:
        """Return a position in per cent, inside the strip."""
        return min(100.0, max(0.0, self.scale(value)))


def cities_of(chart: ChartContext) -> Cities:
    """Return the largest cities with enough customers for claims, and their averages."""
    views = chart.views.comparable[:MOST_DOTS]
    names = {view.place.id: display_names.unique(view, chart.views, chart.content) for view in views}
    averages = {}
    for _, measure in chart.strips():
        found = ((view.place.id, view.measures[measure]) for view in views)
        known = [
            City(id_, names[id_], one.value, with_unit(chart, measure, one))
            for id_, one in found
            if one.value is not None
        ]
        averages[measure] = tuple(sorted(known, key=lambda city: (city.value, city.id)))
    return Cities(frozenset(names), averages)


def rows_of(chart: ChartContext, view: PlaceView, cities: Cities) -> tuple[Row, ...]:
    """Return the strips of a place: one for each of its published averages."""
    rows = []
    for _, measure in chart.strips():
        own, reference = view.measures[measure], chart.views.measures[measure]
        if own.value is None:
            continue
        others = tuple(city for city in cities.averages[measure] if city.id != view.place.id)
        known = [own.value, *(city.value for city in others)]
        known += [reference.value] if reference.value is not None else []
        if not others:
            known += [end for end in (own.low, own.high) if end is not None]
        log = measure == "typical_spend" and min(known) > 0
        ends = (100 - _MARGIN, _MARGIN) if measure == "recency" else (_MARGIN, 100 - _MARGIN)
        scale = scales.Scale(min(known), max(known), *ends, log=log)
        rows.append(Row(measure, own, own.value, reference, others, view.place.id in cities.ids, scale))
    return tuple(rows)


def with_unit(chart: ChartContext, measure: str, mean: Estimate) -> str:
    """Return an average with its unit where that is not part of the number."""
    words = chart.mean(measure, mean)
    return chart.say("strips.days", days=words) if measure == "recency" and mean.value is not None else words


def rank(chart: ChartContext, row: Row) -> str:
    """Return the place's rank among the cities in words; empty where it is not one of them, or none is left."""
    if not row.ranked or not row.others:
        return ""
    values = [city.value for city in row.others]
    # Recency is counted from the most recent, the others from the highest.
    above = sum(value < row.value if row.measure == "recency" else value > row.value for value in values)
    side, before = "from_above", above
    if 2 * above > len(values):
        side, before = "from_below", len(values) - above - values.count(row.value)
    number = chart.fmt.ordinal(before + 1) if before else ""
    key = f"strips.{'joint_' if row.value in values else ''}{side}.{row.measure}"
    # "highest of 29" is not numbered.
    return chart.say(key, rank=number, of=chart.fmt.count(len(values) + 1)).replace("  ", " ").strip()


def ends(row: Row) -> tuple[City | None, City | None]:
    """Return the cities at the left and at the right end; None where the place itself is beyond all others."""
    low = row.others[0] if row.others and row.others[0].value <= row.value else None
    high = row.others[-1] if row.others and row.others[-1].value >= row.value else None
    return (high, low) if row.measure == "recency" else (low, high)
