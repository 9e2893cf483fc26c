"""Profile strips of all segments, labelled by segment code.

Positions are mean mid-rank percentiles, 50 = all customers.
"""

from itertools import pairwise

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.release import Segment

_STEP, _RADIUS = 62.0, 11.0


def segment_strips(chart: ChartContext, texts: Texts, own: str = "", width: float = svg.WIDE) -> Figure | None:
    """Draw the strips.

    Args:
        chart: Views, words, formats.
        texts: Texts around the figure.
        own: Id of the segment that the page is about, drawn last and larger; empty for none.
        width: Width of the wide drawing; less when a radar shares the row.

    Returns:
        The figure, or None when no percentile is published.
    """
    measures = [
        pair for pair in chart.strips() if any(_at(s, pair[0]) is not None for s in chart.views.segments.values())
    ]
    if not measures:
        return None
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(_pairs(chart, measures, own), " "),
        wide=_drawing(chart, measures, texts, own, width),
        narrow=_drawing(chart, measures, texts, own, svg.NARROW),
        spec=_spec(chart, measures),
        table=_table(chart, measures, texts),
    )


def _at(segment: Segment, pct: str) -> float | None:
    mean = segment.means.get(pct)
    return mean.value if mean else None


def _pairs(chart: ChartContext, measures: list[tuple[str, str]], own: str) -> list[tuple[str, str]]:
    shown = [s for s in chart.views.segments.values() if not own or s.id == own]
    return [
        (f"{chart.full((s.id,))}, {chart.title(pct)}", chart.fmt.percentile(value))
        for s in shown
        for pct, _ in measures
        if (value := _at(s, pct)) is not None
    ]


def _drawing(chart: ChartContext, measures: list[tuple[str, str]], texts: Texts, own: str, width: float) -> str:
    narrow = width <= svg.NARROW
    names = [text_width.wrap(chart.title(value), 150) for _, value in measures]
    left = _RADIUS + 2 if narrow else context.label_column(names) + 30
    scale = scales.Scale(0, 100, left, width - _RADIUS - 4)
    step, first = (_STEP + 22, 66.0) if narrow else (_STEP, 44.0)
    bottom = first + step * (len(measures) - 1) + 28
    top = 20.0
    marks = "".join(svg.segment(scale(t), top, scale(t), bottom) for t in (0, 25, 75, 100))
    body = [
        svg.path(marks, "g"),
        svg.path(svg.segment(scale(50), top, scale(50), bottom), "r"),
        svg.text(scale(50) + 6, 13, chart.reference, "n"),
        *(svg.text(scale(t), bottom + 17, chart.fmt.percentile(t), "t", "middle") for t in (0, 25, 50, 75, 100)),
    ]
    order = sorted(chart.views.segments.values(), key=lambda s: s.id == own)
    for i, ((pct, value), words) in enumerate(zip(measures, names, strict=True)):
        y = first + step * i
        title = svg.text(0, y - 26, chart.title(value), "l lh") if narrow else svg.lines(0, y + 4.5, words, "l")
        ends = chart.say(f"ends.{pct}.low"), chart.say(f"ends.{pct}.high")
        body += [
            svg.path(svg.segment(scale.start, y, scale.end, y), "g"),
            title,
            svg.text(scale.start, y + 26, ends[0], "t lh"),
            svg.text(scale.end, y + 26, ends[1], "t lh", "end"),
        ]
        known = [(s, scale(v)) for s in order if (v := _at(s, pct)) is not None]
        shifts = _dodge([x for _, x in known])
        body += [_dot(s, x, y + shift, own) for (s, x), shift in zip(known, shifts, strict=True)]
    return svg.drawing(width, bottom + 24, body, f"{texts.id}-t", f"{texts.id}-d")


def _dodge(xs: list[float]) -> list[float]:
    """Return vertical offsets that separate the codes of close neighbours, alternately up and down."""
    shifts = [0.0] * len(xs)
    order = sorted(range(len(xs)), key=lambda i: xs[i])
    for before, after in pairwise(order):
        if xs[after] - xs[before] < 2 * _RADIUS and shifts[before] >= 0:
            shifts[before] = shifts[before] or _RADIUS * 0.95
            shifts[after] = -_RADIUS * 0.95
        elif xs[after] - xs[before] < 2 * _RADIUS:
            shifts[after] = _RADIUS * 0.95
    return shifts


def _dot(segment: Segment, x: float, y: float, own: str) -> str:
    radius = _RADIUS + 2 if segment.id == own else _RADIUS
    plain = segment.id in context.PLAIN
    css = f"bub s-{segment.id}" if plain else f"s-{segment.id} ring"
    letter = svg.text(x, y + 4.5, segment.letter, f"tg o-{segment.id}" if plain else "tg", "middle")
    return svg.circle(x, y, radius, css) + letter


def _spec(chart: ChartContext, measures: list[tuple[str, str]]) -> plotly.Spec:
    data = []
    for segment in chart.views.segments.values():
        known = [(i, v) for i, (pct, _) in enumerate(measures) if (v := _at(segment, pct)) is not None]
        plain = segment.id in context.PLAIN
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": plotly.sigs([v for _, v in known]),
                "y": [i for i, _ in known],
                "text": [segment.letter] * len(known),
                "textfont": {"color": f"var(--on-{segment.id})" if plain else "var(--ink)"},
                "marker": {
                    "size": 22,
                    "color": f"var(--{segment.id})" if plain else "var(--paper)",
                    "line": {"width": 2, "color": "var(--paper)" if plain else f"var(--{segment.id})"},
                },
                "hovertext": [
                    f"{chart.full((segment.id,))}<br>{chart.title(measures[i][0])} {chart.fmt.percentile(v)}"
                    for i, v in known
                ],
                "hoverinfo": "text",
            }
        )
    line = {"type": "line", "x0": 50, "x1": 50, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": "var(--all)"}}
    ticks = (0, 25, 50, 75, 100)
    titles = [chart.title(value) for _, value in measures]
    return plotly.spec(
        data,
        xaxis=plotly.ticked(ticks, [chart.fmt.percentile(t) for t in ticks], range=[-3, 103]),
        yaxis=plotly.ticked(
            list(range(len(titles))), titles, automargin=True, showgrid=False, range=[len(titles) - 0.5, -0.6]
        ),
        shapes=[line],
    )


def _table(chart: ChartContext, measures: list[tuple[str, str]], texts: Texts) -> Table:
    segments = chart.views.segments.values()
    rows = tuple(
        (chart.full((s.id,)), *(chart.mean(pct, s.means[pct]) if pct in s.means else "" for pct, _ in measures))
        for s in segments
    )
    records = tuple((s.id, s.name, *plotly.sigs([_at(s, pct) for pct, _ in measures])) for s in segments)
    head = (chart.title("segment"), *(chart.title(pct) for pct, _ in measures))
    return Table(texts.title, head, rows, ("segment_id", "segment", *(pct for pct, _ in measures)), records)
