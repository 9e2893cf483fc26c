"""Segment shares of a place: a bar for each segment or group, its Wilson interval, and the mark of all customers.

Shares lie on 0..1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.model.types import GroupView
from generator.publish.words import display_names

_BAR = 22.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """Positions in one drawing."""

    width: float
    left: float
    right: float
    rows: tuple[float, ...]
    height: float
    stacked: bool


def segment_bars(chart: ChartContext, groups: Sequence[GroupView], texts: Texts) -> Figure:
    """Draw the mix of one place.

    Args:
        chart: Views, words, formats.
        groups: Its segments or groups, at least one.
        texts: Texts around the figure.
    """
    top = max([group.high for group in groups] + [group.all_share or 0 for group in groups])
    high = min(1.0, scales.ceiling(top, 5))
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe([(chart.full(g.segments), _with_reference(chart, g)) for g in groups], " "),
        wide=_wide(chart, groups, texts, high),
        narrow=_narrow(chart, groups, texts, high),
        spec=_spec(chart, groups, high),
        table=_table(chart, groups, texts),
    )


def _note(chart: ChartContext, group: GroupView) -> str:
    return chart.say("segments.all", value=chart.fmt.percent(group.all_share)) if group.all_share is not None else ""


def _with_reference(chart: ChartContext, group: GroupView) -> str:
    return f"{chart.fmt.percent(group.share)} {_note(chart, group)}".strip()


def _wide(chart: ChartContext, groups: Sequence[GroupView], texts: Texts, high: float) -> str:
    names = [text_width.wrap(display_names.group(g.segments, chart.views, chart.content), 200, most=3) for g in groups]
    step = 54.0 if max(map(len, names)) == 3 else 44.0
    tags = max(context.tag_width(g.segments) for g in groups)
    left = tags + min(200.0, context.label_column(names)) + 16
    values = max(text_width.width(_with_reference(chart, g), 13, bold=True) for g in groups) + 20
    layout = _Layout(
        svg.WIDE, left, svg.WIDE - values, tuple(24 + step * i + 22.0 for i in range(len(groups))), 0, False
    )
    body = [_grid(chart, layout, high, 22, 26 + step * len(groups))]
    scale = scales.Scale(0, high, layout.left, layout.right)
    for group, rows, y in zip(groups, names, layout.rows, strict=True):
        body += [
            context.tag(chart, group.segments, 0, y - 10),
            svg.lines(tags, y + 4.5, rows, "l"),
            _bar(group, scale, y),
            svg.text_pair(svg.WIDE, y + 4.5, (chart.fmt.percent(group.share), "v"), (_note(chart, group), "n"), "end"),
        ]
    body.append(_reference_label(chart, groups[0], scale, layout, layout.rows[0] - 15))
    return svg.drawing(svg.WIDE, 48 + step * len(groups), body, f"{texts.id}-t", f"{texts.id}-d")


def _narrow(chart: ChartContext, groups: Sequence[GroupView], texts: Texts, high: float) -> str:
    scale = scales.Scale(0, high, 0, svg.NARROW - 10)
    y, body, ends = 26.0, [], []
    for group in groups:
        tags = context.tag_width(group.segments)
        room = svg.NARROW - tags - text_width.width(_with_reference(chart, group), 13, bold=True) - 8
        rows = text_width.wrap(display_names.group(group.segments, chart.views, chart.content), room, most=3)
        depth = 16.0 * (len(rows) - 1)
        value = (chart.fmt.percent(group.share), "v"), (_note(chart, group), "n")
        body += [
            context.tag(chart, group.segments, 0, y - 1),
            "".join(svg.text(tags, y + 14 + 16 * i, row, "l") for i, row in enumerate(rows)),
            svg.text_pair(svg.NARROW, y + 14, *value, "end"),
            _bar(group, scale, y + depth + 36),
        ]
        ends.append(y + depth + 36)
        y += depth + 62
    layout = _Layout(svg.NARROW, 0, svg.NARROW - 10, tuple(ends), y + 22, True)
    under = _grid(chart, layout, high, 22, y - 4)
    label = _reference_label(chart, groups[0], scale, layout, 18)
    return svg.drawing(svg.NARROW, y + 20, [under, *body, label], f"{texts.id}-t", f"{texts.id}-d")


def _grid(chart: ChartContext, layout: _Layout, high: float, top: float, bottom: float) -> str:
    scale = scales.Scale(0, high, layout.left, layout.right)
    marks = scales.ticks(0, high, 5)
    lines = "".join(svg.segment(scale(tick), top, scale(tick), bottom) for tick in marks)
    words = "".join(
        svg.text(
            scale(tick), bottom + 18, chart.fmt.percent(tick), "t", "start" if layout.stacked and not tick else "middle"
        )
        for tick in marks
    )
    return svg.path(lines, "g") + words


def _bar(group: GroupView, scale: scales.Scale, y: float) -> str:
    """Return the bar, its whisker and the mark of all customers, both on a halo in the background colour."""
    low, high = scale(group.low), scale(group.high)
    ends = svg.segment(low, y - 4, low, y + 4) + svg.segment(high, y - 4, high, y + 4)
    # An imported table has no interval; its limits are the share itself.
    whisker = "" if low == high else svg.segment(low, y, high, y) + ends
    reference = ""
    if group.all_share is not None:
        reference = svg.segment(scale(group.all_share), y - 15, scale(group.all_share), y + 15)
    bar = context.marks(group.segments, scale.start, y - _BAR / 2, scale(group.share) - scale.start, _BAR)
    marks = svg.path(whisker + reference, "k") + svg.path(whisker, "w")
    return bar + marks + (svg.path(reference, "r") if reference else "")


def _reference_label(chart: ChartContext, group: GroupView, scale: scales.Scale, layout: _Layout, mark: float) -> str:
    """Label the grey mark once, above the first row, on the side with enough space; the line ends at `mark`."""
    if group.all_share is None:
        return ""
    x = scale(group.all_share)
    fits = x + 6 + text_width.width(chart.reference, 12) <= layout.width
    line = svg.path(svg.segment(x, 4, x, mark), "r")
    words = svg.text(x + 6, 14, chart.reference, "n") if fits else svg.text(x - 6, 14, chart.reference, "n", "end")
    return line + words


def _spec(chart: ChartContext, groups: Sequence[GroupView], high: float) -> plotly.Spec:
    names = [chart.full(g.segments) for g in groups]
    hover = [
        f"{name}<br>{chart.fmt.percent(g.share)}"
        + ("" if chart.views.imported else f" ({chart.fmt.interval(g.low, g.high, 'share')})")
        for name, g in zip(names, groups, strict=True)
    ]
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [plotly.sig(100 * g.share)],
            "y": [name],
            "marker": plotly.colour(g.segments),
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [plotly.sig(100 * (g.high - g.share))],
                "arrayminus": [plotly.sig(100 * (g.share - g.low))],
                "color": "var(--ink)",
                "thickness": 1.5,
                "width": 4,
            },
            "hovertext": [words],
            "hoverinfo": "text",
        }
        for g, name, words in zip(groups, names, hover, strict=True)
    ]
    known = [(name, g) for name, g in zip(names, groups, strict=True) if g.all_share is not None]
    reference = {
        "type": "scatter",
        "mode": "markers",
        "x": [plotly.sig(100 * (g.all_share or 0)) for _, g in known],
        "y": [name for name, _ in known],
        "marker": {"symbol": "line-ns-open", "size": 26, "color": "var(--all)", "line": {"width": 2}},
        "hovertext": [f"{chart.reference}<br>{chart.fmt.percent(g.all_share or 0)}" for _, g in known],
        "hoverinfo": "text",
    }
    marks = scales.ticks(0, high, 5)
    return plotly.spec(
        [*bars, reference],
        xaxis=plotly.ticked(
            [100 * tick for tick in marks], [chart.fmt.percent(t) for t in marks], range=[0, plotly.sig(100 * high)]
        ),
        yaxis=plotly.axis(autorange="reversed", automargin=True, showgrid=False),
        bargap=0.5,
        barmode="overlay",
    )


def _table(chart: ChartContext, groups: Sequence[GroupView], texts: Texts) -> Table:
    head: tuple[str, ...] = (
        chart.title("segment"),
        chart.title("customers"),
        chart.say("segments.share"),
        chart.say("interval"),
        chart.reference,
    )
    rows: tuple[tuple[str, ...], ...] = tuple(
        (
            chart.full(g.segments),
            chart.fmt.count(g.n),
            chart.fmt.percent(g.share),
            chart.fmt.interval(g.low, g.high, "share"),
            chart.fmt.value("customers_share", g.all_share),
        )
        for g in groups
    )
    records: tuple[tuple[Any, ...], ...] = tuple(
        (
            "+".join(g.segments),
            display_names.group(g.segments, chart.views, chart.content),
            g.n,
            *plotly.sigs([g.share, g.low, g.high, g.all_share]),
        )
        for g in groups
    )
    columns: tuple[str, ...] = (
        "segment_id",
        "segment",
        "customers",
        "customers_share",
        "low",
        "high",
        "all_customers_share",
    )
    if chart.views.imported:
        head, rows = (*head[:3], *head[4:]), tuple((*row[:3], *row[4:]) for row in rows)
        columns, records = (*columns[:4], columns[6]), tuple((*row[:4], row[6]) for row in records)
    return Table(texts.title, head, rows, columns, records)
