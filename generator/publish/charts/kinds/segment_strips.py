"""Profile strips of all segments, labelled by segment code.

Positions are mean mid-rank percentiles, 50 = all customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.record import Column, Record, Tip
from generator.release import Mean, Segment

_STEP, _RADIUS, _SIZE = 70.0, 12.0, 14.0


@dataclass(frozen=True, slots=True)
class _Position:
    """Position of a segment on a strip: the strip's number, percentile and value as columns, and their means."""

    segment: Segment
    strip: int
    pct: str
    value: str

    @property
    def percentile(self) -> Mean:
        return self.segment.means[self.pct]

    @property
    def at(self) -> float:
        return self.percentile.value or 0.0

    @property
    def mean(self) -> Mean | None:
        return self.segment.means.get(self.value)


def segment_strips(chart: ChartContext, texts: Texts, own: str = "") -> Figure | None:
    """Draw the strips.

    Args:
        chart: Views, words, formats.
        texts: Texts around the figure.
        own: Id of the segment that the page is about, in full colour, the others in tints; empty for none.

    Returns:
        The figure, or None when no percentile is published.
    """
    segments = chart.views.segments.values()
    known = {pct for one in segments for pct, mean in one.means.items() if mean.value is not None}
    strips = [pair for pair in chart.strips() if pair[0] in known]
    if not strips:
        return None
    items = [
        _Position(segment, i, pct, value)
        for segment in segments
        for i, (pct, value) in enumerate(strips)
        if pct in segment.means
    ]
    record = Record.of(texts.title, items, _columns(chart)).pivoted(
        (chart.title("segment"), *(chart.title(pct) for pct, _ in strips)),
        lambda one: chart.full((one.segment.id,)),
        lambda one: [(1 + one.strip, chart.mean(one.pct, one.percentile))],
    )
    pairs = [(tip[0], tip[1]) for one, tip in _drawn(record) if own in {"", one.segment.id}]
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=context.describe(pairs, ", "),
        wide=_drawing(chart, strips, record, texts, own, svg.WIDE),
        narrow=_drawing(chart, strips, record, texts, own, svg.NARROW),
        spec=_spec(chart, strips, record, own),
        table=record.table,
    )


def _drawn(record: Record[_Position]) -> list[tuple[_Position, Tip]]:
    return [pair for pair in record.pairs if pair[0].percentile.value is not None]


def _columns(chart: ChartContext) -> list[Column[_Position]]:
    def percentile(one: _Position) -> str:
        return chart.say("tip.value", measure=chart.title(one.pct), value=chart.mean(one.pct, one.percentile))

    def value(one: _Position) -> str:
        if one.mean is None or one.mean.value is None:
            return ""
        return chart.say("tip.value", measure=chart.title(one.value), value=chart.mean(one.value, one.mean))

    return [
        Column(
            "",
            lambda one: chart.full((one.segment.id,)),
            {"segment_id": lambda one: one.segment.id, "segment": lambda one: one.segment.name},
            lambda one: chart.full((one.segment.id,)),
        ),
        Column(
            "", percentile, {"measure": lambda one: one.pct, "percentile": lambda one: one.percentile.value}, percentile
        ),
        Column("", value, {"value": lambda one: one.mean and one.mean.value}, value),
    ]


def _drawing(
    chart: ChartContext, strips: Sequence[tuple[str, str]], record: Record[_Position], texts: Texts, own: str,
    width: float,
) -> str:  # fmt: skip
    narrow = width <= svg.NARROW
    names = [text_width.wrap(chart.title(value), 170, _SIZE) for _, value in strips]
    left = _RADIUS + 2 if narrow else context.label_column(names, _SIZE) + 30
    scale = scales.Scale(0, 100, left, width - _RADIUS - 4)
    step, first, top = (_STEP + 24, 70.0, 22.0) if narrow else (_STEP, 48.0, 22.0)
    bottom = first + step * (len(strips) - 1) + 32
    marks = "".join(svg.segment(scale(t), top, scale(t), bottom) for t in (0, 25, 75, 100))
    body = [
        svg.path(marks, "g"),
        svg.path(svg.segment(scale(50), top, scale(50), bottom), "r"),
        svg.text(scale(50) + 6, 14, chart.reference, "n"),
        *(svg.text(scale(t), bottom + 18, chart.fmt.percentile(t), "t", "middle") for t in (0, 25, 50, 75, 100)),
    ]
    for i, ((pct, value), words) in enumerate(zip(strips, names, strict=True)):
        y = first + step * i
        title = svg.text(0, y - 28, chart.title(value), "l lh") if narrow else svg.lines(0, y + 5, words, "l")
        body += [
            svg.path(svg.segment(scale.start, y, scale.end, y), "g"),
            title,
            svg.text(scale.start, y + 29, chart.say(f"ends.{pct}.low"), "t lh"),
            svg.text(scale.end, y + 29, chart.say(f"ends.{pct}.high"), "t lh", "end"),
        ]
        known = sorted(
            (pair for pair in _drawn(record) if pair[0].strip == i), key=lambda pair: pair[0].segment.id == own
        )  # fmt: skip
        xs = [scale(one.at) for one, _ in known]
        for (one, tip), x, shift in zip(known, xs, _dodge(xs), strict=True):
            body.append(svg.tipped(context.disc(chart, (one.segment.id,), x, y + shift, _RADIUS, own=own), tip))
    return svg.drawing(width, bottom + 26, body, f"{texts.id}-t", f"{texts.id}-d")


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


def _spec(
    chart: ChartContext, strips: Sequence[tuple[str, str]], record: Record[_Position], own: str
) -> plotly.Spec:  # fmt: skip
    data = []
    shifts: dict[tuple[str, int], float] = {}
    for i in range(len(strips)):
        row = [one for one, _ in _drawn(record) if one.strip == i]
        # Positions on a strip of this many pixels, and shifts as parts of the height of one.
        for one, shift in zip(row, _dodge([6.5 * one.at for one in row]), strict=True):
            shifts[one.segment.id, i] = shift / 90
    for segment in chart.views.segments.values():
        pairs = [pair for pair in _drawn(record) if pair[0].segment == segment]
        if pairs:
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers+text",
                    "x": plotly.sigs([one.at for one, _ in pairs]),
                    "y": plotly.sigs([one.strip + shifts[segment.id, one.strip] for one, _ in pairs]),
                    "text": [segment.letter] * len(pairs),
                    **plotly.disc((segment.id,), 24, own=own),
                    **plotly.hover([tip for _, tip in pairs]),
                }
            )
    ends = [
        {
            "x": x,
            "y": i,
            "xanchor": anchor,
            "yanchor": "top",
            "yshift": -14,
            "showarrow": False,
            "text": chart.say(f"ends.{pct}.{end}"),
            "font": {"color": "var(--soft)"},
        }
        for i, (pct, _) in enumerate(strips)
        for x, anchor, end in ((0, "left", "low"), (100, "right", "high"))
    ]
    top = {"x": 50, "y": -0.6, "xanchor": "left", "xshift": 4, "showarrow": False, "text": chart.reference}
    line = {"type": "line", "x0": 50, "x1": 50, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": "var(--all)"}}
    ticks = (0, 25, 50, 75, 100)
    return plotly.spec(
        data,
        xaxis=plotly.ticked(ticks, [chart.fmt.percentile(t) for t in ticks], range=[-4, 104]),
        yaxis=plotly.rows([chart.title(value) for _, value in strips], 260),
        shapes=[{**line, "layer": "below"}],
        annotations=[*ends, top],
        hovermode="closest",
        height=90 + 90 * len(strips),
        margin={"l": 8, "r": 8, "t": 8, "b": 32},
    )
