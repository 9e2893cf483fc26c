"""Customers by city and segment, as a table whose cells are shaded by their number.

Merged segments share a cell; a city without a published mix has one cell across.
"""

from collections.abc import Sequence
from itertools import groupby

from generator.publish.charts.base import plotly
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms import heat
from generator.publish.charts.forms.place_parts import TOP, Link, Part, counts
from generator.publish.charts.record import Tip
from generator.publish.model.types import PlaceView

#: Shades of a cell, palest first.
STEPS = 5


def volume_heat(chart: ChartContext, views: Sequence[PlaceView], texts: Texts, link: Link) -> Figure | None:
    """Draw the largest of the given places; None when none of them has a mix."""
    shown = views[:TOP]
    if not any(view.groups for view in shown):
        return None
    record = counts(chart, texts.title, shown, link, everyone=True)
    first = len(chart.views.groups)
    everyone = [_cell(chart, pair, 0) for pair in record.pairs[:first]]
    most = max((part.n for part in record.items[first:] if len(part.ids) == 1), default=0)
    rows = []
    for name, row in groupby(record.pairs[first:], key=lambda pair: pair[0].place):
        pairs = tuple(row)
        cells = tuple(_cell(chart, pair, most) for pair in pairs)
        rows.append(heat.Row(name, pairs[0][0].link, cells, chart.fmt.count(pairs[0][0].whole)))
    shades = heat.Shades(
        tuple(f"v{i}" for i in range(1, STEPS + 1)),
        chart.say("volume.fewer"),
        chart.say("volume.more"),
        # Like the table, use less than the full grey for the deepest shade, so that numbers stay readable on it.
        {"colorscale": [[0, "var(--paper)"], [1, "var(--all)"]], "zmin": 0, "zmax": plotly.sig(2 * most)},
    )
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=chart.say("volume.described", places=chart.counted("places", len(rows))),
        wide=heat.table(chart, texts.title, everyone, rows, shades, chart.say("volume.total")),
        narrow="",
        spec=heat.spec(chart, everyone, rows, shades),
        table=record.table,
    )


def depth(n: int, most: int) -> int:
    """Return a cell's shade, 1 to 5: steps of the square root, as counts of cities differ by orders of magnitude."""
    return min(STEPS, 1 + int(STEPS * (n / most) ** 0.5)) if most else 1


def _cell(chart: ChartContext, pair: tuple[Part, Tip], most: int) -> heat.Cell:
    """Return a cell; only a segment that stands alone is shaded, as a merged one would look larger than it is."""
    part, tip = pair
    if not part.ids:
        return heat.Cell((), chart.say("distribution.unsplit"), "none", tip, None)
    alone = len(part.ids) == 1 and most
    css = f"v{depth(part.n, most)}" if alone else ""
    return heat.Cell(part.ids, chart.fmt.count(part.n), css, tip, part.n if alone else None)
