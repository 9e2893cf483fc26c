"""Segments on the positioning plane: frequency (or recency) against typical spend, as bubbles by customers.

Where frequency was dropped, the horizontal axis is the recency percentile. Outlines represent all customers, connected
to
the place's own bubble by a thin arrow.
"""

import math
from collections.abc import Sequence

from generator.publish.charts.base import context, labels, plotly
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.charts.forms import plane
from generator.publish.charts.forms.bubbles import Bubble, all_numbers, bubbles_of, numbers, reference, x_measure
from generator.publish.model.types import GroupView
from generator.publish.words import display_names


def positioning(
    chart: ChartContext, groups: Sequence[GroupView], texts: Texts, *, whole: bool = False
) -> Figure | None:
    """Draw segments or groups on the plane.

    Args:
        chart: Views, words, formats.
        groups: Segments or groups of a place, or of all customers.
        texts: Texts around the figure.
        whole: True when the groups are all customers: no outlines then.

    Returns:
        The figure, or None when fewer than two groups have both averages, or only one of these is measured.
    """
    column = x_measure(chart)
    if column is None:
        return None
    bubbles = bubbles_of(chart, groups, column, whole=whole)
    if len(bubbles) < 2:
        return None
    pairs = [(chart.full(b.ids), numbers(chart, b, column)) for b in bubbles]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=plane.drawing(chart, bubbles, texts, column, wide=True),
        narrow=plane.drawing(chart, bubbles, texts, column, wide=False),
        spec=_spec(chart, bubbles, column),
        table=_table(chart, groups, texts, column, whole),
    )


def _spec(chart: ChartContext, bubbles: Sequence[Bubble], column: str) -> plotly.Spec:
    ordered = sorted(bubbles, key=lambda b: -b.share)
    box = labels.Box(0, 0, 800, 360)
    fitted = plane.fit(bubbles, column, box, 62)
    data: list[plotly.Spec] = []
    for b in ordered:
        plain = plane.is_plain(b.ids)
        marker = {
            "size": plotly.sig(2 * fitted.radius(b.share)),
            "color": f"var(--{b.ids[0]})" if plain else "var(--paper)",
            "opacity": 1,
            "line": {"width": 1.5 if plain else 5, "color": "var(--paper)" if plain else f"var(--{b.ids[0]})"},
        }
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [plotly.sig(b.x)],
                "y": [plotly.sig(b.y)],
                "text": [display_names.codes(b.ids, chart.views)],
                "textfont": {"color": f"var(--on-{b.ids[0]})" if plain else "var(--ink)"},
                "marker": marker,
                "hovertext": [f"{chart.full(b.ids)}<br>{numbers(chart, b, column)}"],
                "hoverinfo": "text",
            }
        )
    data += [_ghost(chart, b, fitted, column) for b in ordered if b.all_x is not None]
    lows, highs = (fitted.y.low / 1.6, fitted.x.low), (fitted.y.high * 1.6, fitted.x.high)
    # On a phone a bubble takes up to an eighth of the width.
    pad = (highs[1] - lows[1]) * 0.18
    title = {"text": chart.say(f"positioning.axis.{column}"), "font": {"size": 12}}
    return plotly.spec(
        data,
        xaxis=plotly.ticked(
            fitted.x_ticks,
            [plane.x_tick(t) for t in fitted.x_ticks],
            title=title,
            automargin=True,
            range=plotly.sigs([lows[1] - pad, highs[1] + pad]),
        ),
        yaxis=plotly.ticked(
            fitted.y_ticks,
            chart.fmt.axis_money(fitted.y_ticks),
            type="log",
            automargin=True,
            range=plotly.sigs([math.log10(lows[0]), math.log10(highs[0])]),
        ),
    )


def _ghost(chart: ChartContext, b: Bubble, fitted: plane.Plane, column: str) -> plotly.Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [plotly.sig(b.all_x)],
        "y": [plotly.sig(b.all_y)],
        "marker": {
            "symbol": "circle-open",
            "size": plotly.sig(2 * fitted.radius(b.all_share or b.share)),
            "color": "var(--all)",
            "line": {"width": 1.5},
        },
        "hovertext": [f"{chart.full(b.ids)}, {chart.reference}<br>{all_numbers(chart, b, column)}"],
        "hoverinfo": "text",
    }


def _table(chart: ChartContext, groups: Sequence[GroupView], texts: Texts, column: str, whole: bool) -> Table:
    shown = ("typical_spend", column, "recency") if column == "recency_pct" else ("typical_spend", column)
    head = [chart.title("segment"), chart.title("customers"), *(chart.title(name) for name in shown)]
    columns = ["segment_id", "segment", "customers", *shown]
    if not whole:
        head += [chart.say("of_all", what=chart.title(name)) for name in shown]
        columns += [f"all_customers_{name}" for name in shown]
    rows, records = [], []
    for group in groups:
        own = [group.means.get(name) for name in shown]
        means = reference(chart, group.segments, whole=whole)
        theirs = [] if whole else [means.get(name) for name in shown]
        cells = [
            chart.mean(name, mean) if mean else chart.say("not_told")
            for name, mean in zip(shown * 2, own + theirs, strict=False)
        ]
        rows.append((chart.full(group.segments), chart.fmt.count(group.n), *cells))
        values = plotly.sigs([mean.value if mean else None for mean in own + theirs])
        records.append(
            (
                "+".join(group.segments),
                display_names.group(group.segments, chart.views, chart.content),
                group.n,
                *values,
            )
        )
    return Table(texts.title, tuple(head), tuple(rows), tuple(columns), tuple(records))
