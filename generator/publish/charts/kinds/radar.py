"""Radar of the strips' percentiles; needs at least three measures to form a shape.

Outward is more; recency is reversed in the release, so outward is more recent.
"""

import math
from collections.abc import Sequence

from generator.publish.charts.base import context, plotly, svg
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.publish.model.types import Estimate

LEAST = 3

_SIZE, _RADIUS, _TOP = 270.0, 64.0, 26.0
_RINGS = (25, 50, 75, 100)


def radar(chart: ChartContext, measures: dict[str, Estimate], name: str, texts: Texts) -> Figure | None:
    """Draw the percentiles of a place or a segment against all customers.

    Args:
        chart: Views, words, formats.
        measures: Estimates by measure.
        name: Name of the place or segment.
        texts: Texts around the figure.

    Returns:
        The figure, or None when fewer than three percentiles are published.
    """
    known = [(pct, measures[pct].value or 0.0) for pct, _ in chart.strips() if measures[pct].value is not None]
    if len(known) < LEAST:
        return None
    drawing = _drawing(chart, known, texts)
    pairs = [(chart.say(f"radar.{pct}"), chart.fmt.percentile(value)) for pct, value in known]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, " "),
        wide=drawing,
        narrow="",
        spec=_spec(chart, known, name),
        table=_table(chart, known, name, texts),
    )


def _corners(values: Sequence[float], middle: tuple[float, float]) -> list[tuple[float, float]]:
    turn = 2 * math.pi / len(values)
    return [
        (
            middle[0] + _RADIUS * value / 100 * math.sin(i * turn),
            middle[1] - _RADIUS * value / 100 * math.cos(i * turn),
        )
        for i, value in enumerate(values)
    ]


def _drawing(chart: ChartContext, known: Sequence[tuple[str, float]], texts: Texts) -> str:
    middle = _SIZE / 2, _TOP + _RADIUS
    sides = len(known)
    body = [svg.polygon(_corners([ring] * sides, middle), "r" if ring == 50 else "g") for ring in _RINGS]
    for (pct, value), (x, y) in zip(known, _corners([100] * sides, middle), strict=True):
        body.append(svg.path(svg.segment(*middle, x, y), "g"))
        dx, dy = x - middle[0], y - middle[1]
        name, at = chart.say(f"radar.{pct}"), chart.fmt.percentile(value)
        if abs(dy) < _RADIUS / 4:
            anchor: svg.Anchor = "start" if dx > 0 else "end"
            edge = x + math.copysign(7, dx)
            body += [svg.text(edge, y - 1, name, "l", anchor), svg.text(edge, y + 15, at, "v", anchor)]
        else:
            middle_x = min(max(x, 44), _SIZE - 44)
            body.append(svg.text_pair(middle_x, y - 8 if dy < 0 else y + 18, (name, "l"), (at, "v"), "middle"))
    body.append(svg.polygon(_corners([value for _, value in known], middle), "area"))
    lowest = max(y for _, y in _corners([100] * sides, middle))
    return svg.drawing(_SIZE, lowest + 28, body, f"{texts.id}-t", f"{texts.id}-d")


def _spec(chart: ChartContext, known: Sequence[tuple[str, float]], name: str) -> plotly.Spec:
    theta = [chart.say(f"radar.{pct}") for pct, _ in known]
    shapes = ((chart.reference, [50.0] * len(known), "all"), (name, [value for _, value in known], "here"))
    data = [
        {
            "type": "scatterpolar",
            "r": plotly.sigs([*values, values[0]]),
            "theta": [*theta, theta[0]],
            "fill": "toself" if css == "here" else "none",
            "line": {"color": f"var(--{css})"},
            "hovertext": [f"{who}<br>{t} {chart.fmt.percentile(v)}" for t, v in zip(theta, values, strict=True)] + [""],
            "hoverinfo": "text",
        }
        for who, values, css in shapes
    ]
    polar = {
        "bgcolor": "rgba(0,0,0,0)",
        "radialaxis": {
            "range": [0, 100],
            "tickvals": list(_RINGS),
            "showticklabels": False,
            "gridcolor": "var(--line)",
            "showline": False,
        },
        "angularaxis": {"direction": "clockwise", "rotation": 90, "gridcolor": "var(--line)"},
    }
    return plotly.spec(data, polar=polar, margin={"l": 72, "r": 72, "t": 32, "b": 28})


def _table(chart: ChartContext, known: Sequence[tuple[str, float]], name: str, texts: Texts) -> Table:
    rows = tuple((chart.title(pct), chart.fmt.percentile(v), chart.fmt.percentile(50)) for pct, v in known)
    records = tuple((pct, plotly.sig(value), 50) for pct, value in known)
    head = (chart.say("measure"), name, chart.reference)
    return Table(texts.title, head, rows, ("measure", "percentile", "all_customers"), records)
