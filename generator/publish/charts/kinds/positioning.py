"""Segments on the positioning plane: frequency (or recency) against typical spend, as bubbles by customers.

Where frequency was dropped, the horizontal axis is the recency percentile. Outlines represent all customers, connected
to the place's own bubble by a thin arrow.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

from generator.publish.charts.base import context, labels, plotly, svg
from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms import plane
from generator.publish.charts.forms.bubbles import Bubble, all_numbers, bubbles_of, numbers, reference, x_measure
from generator.publish.charts.record import Column, Record, Tip
from generator.publish.model.types import GroupView
from generator.publish.words import display_names
from generator.release import Mean


def positioning(
    chart: ChartContext,
    groups: Sequence[GroupView],
    texts: Texts,
    *,
    whole: bool = False,
    width: float = svg.WIDE,
) -> Figure | None:
    """Draw segments or groups on the plane.

    Args:
        chart: Views, words, formats.
        groups: Segments or groups of a place, or of all customers.
        texts: Texts around the figure.
        whole: True when the groups are all customers: no outlines then.
        width: Width of the wide drawing.

    Returns:
        The figure, or None when fewer than two groups have both averages, or only one of these is measured.
    """
    column = x_measure(chart)
    if column is None:
        return None
    record = Record.of(texts.title, groups, _columns(chart, column, whole))
    tips = dict(zip((group.segments for group in groups), record.tips, strict=True))
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
        wide=plane.drawing(chart, bubbles, tips, texts, column, width),
        narrow=plane.drawing(chart, bubbles, tips, texts, column, svg.NARROW),
        spec=_spec(chart, bubbles, tips, column),
        table=record.table,
    )


def _columns(chart: ChartContext, column: str, whole: bool) -> list[Column[GroupView]]:
    """Return both axes, and recency behind its percentile; of the place and of all customers of the segment."""
    shown = ("typical_spend", column, "recency") if column == "recency_pct" else ("typical_spend", column)

    def text(means: dict[str, Mean], name: str) -> str:
        return chart.mean(name, means[name]) if name in means else chart.say("not_told")

    def raw(means: dict[str, Mean], name: str) -> float | None:
        return means[name].value if name in means else None

    def theirs(group: GroupView) -> dict[str, Mean]:
        return reference(chart, group.segments, whole=whole)

    def own(group: GroupView) -> str:
        bubble = next(iter(bubbles_of(chart, [group], column, whole=whole)), None)
        return numbers(chart, bubble, column) if bubble else ""

    def everyone(group: GroupView) -> str:
        bubble = next(iter(bubbles_of(chart, [group], column, whole=whole)), None)
        if bubble is None or bubble.all_x is None:
            return ""
        return chart.say("positioning.tip_all", numbers=all_numbers(chart, bubble, column))

    columns = [
        Column(
            chart.title("segment"),
            lambda g: chart.full(g.segments),
            {
                "segment_id": lambda g: "+".join(g.segments),
                "segment": lambda g: display_names.group(g.segments, chart.views, chart.content),
            },
            lambda g: chart.full(g.segments),
        ),
        Column(chart.title("customers"), lambda g: chart.fmt.count(g.n), {"customers": lambda g: g.n}, own),
    ]
    columns += [Column(chart.title(name), partial(_of, text, name), {name: partial(_of, raw, name)}) for name in shown]
    if not whole:
        columns += [
            Column(
                chart.say("of_all", what=chart.title(name)),
                partial(_of_all, text, theirs, name),
                {f"all_customers_{name}": partial(_of_all, raw, theirs, name)},
            )
            for name in shown
        ]
        columns.append(Column("", everyone, {}, everyone))
    return columns


def _of(get: Callable[[dict[str, Mean], str], Any], name: str, group: GroupView) -> Any:
    return get(group.means, name)


def _of_all(
    get: Callable[[dict[str, Mean], str], Any],
    theirs: Callable[[GroupView], dict[str, Mean]],
    name: str,
    group: GroupView,
) -> Any:
    return get(theirs(group), name)


def _spec(chart: ChartContext, bubbles: Sequence[Bubble], tips: dict[Ids, Tip], column: str) -> plotly.Spec:
    ordered = sorted(bubbles, key=lambda b: -b.share)
    fitted = plane.fit(bubbles, column, labels.Box(0, 0, 800, 360), 62)
    data: list[plotly.Spec] = [_ghost(b, fitted) for b in ordered if b.all_x is not None]
    for b in ordered:
        plain = plane.is_plain(b.ids)
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [plotly.sig(b.x)],
                "y": [plotly.sig(b.y)],
                "text": [display_names.codes(b.ids, chart.views)],
                "textfont": {"color": f"var(--on-{b.ids[0]})" if plain else "var(--ink)"},
                "marker": {
                    "size": plotly.sig(2 * fitted.radius(b.share)),
                    "color": f"var(--{b.ids[0]})" if plain else "var(--paper)",
                    "opacity": 1,
                    "line": {"width": 1.5 if plain else 5, "color": "var(--paper)" if plain else f"var(--{b.ids[0]})"},
                },
                **plotly.hover([tips[b.ids]]),
            }
        )
        data.append(_label(chart, b, fitted))
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
        height=420,
    )


def _label(chart: ChartContext, b: Bubble, fitted: plane.Plane) -> plotly.Spec:
    """Return the two lines beside a bubble, on the side with more room, as on the drawing."""
    left = b.x > (fitted.x.low + fitted.x.high) / 2
    name = display_names.group(b.ids, chart.views, chart.content, short=True)
    gap = "\u00a0" * math.ceil(fitted.radius(b.share) / 3.6)
    rows = [escape(name), escape(plane.label_numbers(chart, b))]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [plotly.sig(b.x)],
        "y": [plotly.sig(b.y)],
        "text": ["<br>".join(f"{row}{gap}" if left else f"{gap}{row}" for row in rows)],
        "textposition": "middle left" if left else "middle right",
        "textfont": {"size": 12, "color": "var(--ink)"},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _ghost(b: Bubble, fitted: plane.Plane) -> plotly.Spec:
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
        "hoverinfo": "skip",
    }
