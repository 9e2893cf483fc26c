"""Scores by number of segments, against a reference sample without correlations: one panel for each score.

For the methods page. The reference sample has the same distribution of each measure, drawn independently, so that
only the gap between the two lines reflects structure in the data.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.record import Column, Record, Tip
from generator.release import Scores

_HEIGHT, _GAP, _SIZE = 220.0, 28.0, 14.0
_TOP, _BOTTOM = 52.0, 32.0
#: The two samples, by the words that name them.
_SAMPLES = ("data", "untied")
_COLUMNS = {"data": "data", "untied": "independent"}


@dataclass(frozen=True, slots=True)
class _Score:
    """One score: its column in the CSV, how to read it from a row, and whether its axis begins at zero."""

    column: str
    of: Callable[[Scores], float | None]
    from_zero: bool


_SCORES = (
    _Score("silhouette", lambda scores: scores.silhouette, False),
    _Score("jaccard", lambda scores: min(scores.jaccard, default=None), False),
    _Score("inertia", lambda scores: scores.inertia, True),
)


@dataclass(frozen=True, slots=True)
class _Point:
    """One score of one sample at a number of segments; None where it is not defined."""

    k: int
    score: _Score
    sample: str
    value: float | None

    @property
    def y(self) -> float:
        return self.value or 0.0


_Panel = tuple[_Score, dict[str, list[tuple[_Point, Tip]]]]


def evidence(chart: ChartContext, texts: Texts) -> Figure | None:
    """Draw the scores by number of segments; None when fewer than two were scored or the one used was not."""
    rows, used = chart.views.release.overall.evidence, chart.views.release.model.k
    points = [
        _Point(row.k, score, sample, score.of(scores))
        for row in rows
        for score in _SCORES
        for sample, scores in zip(_SAMPLES, (row.data, row.independent), strict=True)
    ]
    # A score is drawn where both samples have it, at two numbers of segments or more.
    both = {
        (p.k, p.score.column) for p, q in zip(points[::2], points[1::2], strict=True) if None not in (p.value, q.value)
    }
    drawn = [score for score in _SCORES if sum(column == score.column for _, column in both) > 1]
    if not drawn or used not in {row.k for row in rows}:
        return None
    names = [(score, sample) for score in drawn for sample in _SAMPLES]

    def k(point: _Point) -> str:
        words = chart.fmt.count(point.k)
        return chart.content.words("methods.chosen", k=words) if point.k == used else words

    def cells(point: _Point) -> Iterable[tuple[int, str]]:
        yield 1 + names.index((point.score, point.sample)), chart.fmt.value("transactions", point.value)

    head = [
        chart.say("evidence.cell", score=chart.say(f"evidence.{s.column}"), who=chart.say(f"evidence.{sample}"))
        for s, sample in names
    ]
    shown = [point for point in points if point.score in drawn]
    record = Record.of(texts.title, shown, _columns(chart)).pivoted((chart.content.words("methods.k"), *head), k, cells)
    panels: list[_Panel] = [
        (score, {
            sample: [
                (point, tip) for point, tip in record.pairs
                if (point.score, point.sample) == (score, sample) and (point.k, score.column) in both
            ]
            for sample in _SAMPLES
        })
        for score in drawn
    ]  # fmt: skip
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=_description(chart, panels),
        wide=_drawing(chart, panels, texts, svg.WIDE, len(panels)),
        narrow=_drawing(chart, panels, texts, svg.NARROW, 1),
        spec=_spec(chart, panels),
        table=record.table,
    )


def _columns(chart: ChartContext) -> list[Column[_Point]]:
    def value(point: _Point) -> str:
        facts = {
            "measure": chart.say(f"evidence.{point.sample}"),
            "value": chart.fmt.value("transactions", point.value),
        }
        return chart.say("tip.value", **facts)

    return [
        Column(
            "", value, {"k": lambda point: point.k, "score": lambda point: point.score.column},
            lambda point: chart.say(f"evidence.{point.score.column}"),
        ),
        Column("", value, {}, lambda point: chart.say("evidence.k", k=chart.fmt.count(point.k))),
        Column(
            "", value, {"sample": lambda point: _COLUMNS[point.sample], "value": lambda point: point.value}, value
        ),
    ]  # fmt: skip


def _description(chart: ChartContext, panels: Sequence[_Panel]) -> str:
    """Name each score at the number of segments used, and its range over all numbers."""
    parts = []
    for score, samples in panels:
        values = [point.y for pairs in samples.values() for point, _ in pairs]
        ends = {"low": chart.fmt.ratio(min(values)), "high": chart.fmt.ratio(max(values))}
        text = chart.say("evidence.range", **ends)
        used = chart.views.release.model.k
        at = {name: chart.fmt.ratio(p.y) for name, pairs in samples.items() for p, _ in pairs if p.k == used}
        parts.append(
            (chart.say(f"evidence.{score.column}"), chart.say("evidence.at", range=text, **at) if at else text)
        )
    return context.describe(parts, ": ")


def _drawing(chart: ChartContext, panels: Sequence[_Panel], texts: Texts, width: float, across: int) -> str:
    each = (width - _GAP * (across - 1)) / across
    body: list[str] = []
    for i, panel in enumerate(panels):
        body += _panel(chart, panel, (each + _GAP) * (i % across), (_HEIGHT + 16) * (i // across), each, first=i == 0)
    rows = -(-len(panels) // across)
    return svg.drawing(width, rows * _HEIGHT + (rows - 1) * 16, body, f"{texts.id}-t", f"{texts.id}-d")


def _panel(chart: ChartContext, panel: _Panel, left: float, top: float, width: float, *, first: bool) -> list[str]:
    """Draw one score: the reference sample dashed behind, the data in front, the number used marked and labelled."""
    score, samples = panel
    used, ks = chart.views.release.model.k, [point.k for point, _ in samples["data"]]
    low, high = _range(panel)
    marks = scales.ticks(low, high, 3)
    words = _ticks(chart, marks)
    gutter = max(text_width.width(text, _SIZE) for text in words) + 8
    x = scales.Scale(ks[0], ks[-1], left + gutter + 8, left + width - 12)
    y = scales.Scale(low, high, top + _HEIGHT - _BOTTOM, top + _TOP)
    body = [svg.text(left, top + 15, chart.say(f"evidence.{score.column}"), "v")]
    body.append(svg.text(left, top + 34, chart.say(f"evidence.{score.column}_read"), "t"))
    for mark, text in zip(marks, words, strict=True):
        body.append(svg.path(svg.segment(left + gutter, y(mark), left + width, y(mark)), "g"))
        body.append(svg.text(left + gutter - 6, y(mark) + 5, text, "t", "end"))
    body += (svg.text(x(k), top + _HEIGHT - 11, chart.fmt.count(k), "t", "middle") for k in ks)
    styles = (("untied", "ghost", "whole", 4.0), ("data", "w", "h", 6.0))
    for sample, css, _, _ in styles:
        body.append(svg.path("M" + "L".join(f"{svg.num(x(p.k))} {svg.num(y(p.y))}" for p, _ in samples[sample]), css))
    for sample, _, css, radius in styles:
        for point, tip in samples[sample]:
            dot = svg.circle(x(point.k), y(point.y), radius, css) if point.k == used else ""
            body.append(svg.tipped(svg.circle(x(point.k), y(point.y), 10, "target") + dot, tip))
    return body + (_labels(chart, samples, x, y) if first else [])


def _range(panel: _Panel) -> tuple[float, float]:
    """Return round ends of a score's axis: from zero to the maximum, or from well below the minimum up to 1."""
    score, samples = panel
    values = [point.y for pairs in samples.values() for point, _ in pairs]
    if score.from_zero:
        return 0.0, scales.ceiling(max(values) or 1.0, 3)
    low = min(values)
    return min(0.0, -scales.ceiling(-low, 3)) if low < 0 else 0.0, 1.0


def _ticks(chart: ChartContext, marks: Sequence[float]) -> list[str]:
    digits = 0 if all(float(mark).is_integer() for mark in marks) else 1
    return [chart.fmt.number(mark, digits) for mark in marks]


def _labels(
    chart: ChartContext, samples: dict[str, list[tuple[_Point, Tip]]], x: scales.Scale, y: scales.Scale
) -> list[str]:
    """Label the two lines once, at their right end, the upper one above and the lower one below."""
    last = {name: [y(point.y) for point, _ in pairs[-3:]] for name, pairs in samples.items()}
    upper, lower = sorted(_SAMPLES, key=lambda name: last[name][-1])
    every = [at for ends in last.values() for at in ends]
    css = {"data": "l lh", "untied": "t lh"}
    rows = ((upper, min(every) - 12), (lower, max(every) + 22))
    return [svg.text(x.end + 8, at, chart.say(f"evidence.{name}"), css[name], "end") for name, at in rows]


def _spec(chart: ChartContext, panels: Sequence[_Panel]) -> plotly.Spec:
    """Return the panels side by side, on a phone below each other, with a legend of the two lines."""
    data: list[plotly.Spec] = []
    axes: dict[str, plotly.Spec] = {}
    phone: dict[str, plotly.Spec] = {}
    used, step = chart.views.release.model.k, 1 / len(panels)
    for i, panel in enumerate(panels):
        (score, samples), tail = panel, str(i + 1) if i else ""
        title = f"{chart.say(f'evidence.{score.column}')}<br>{chart.say(f'evidence.{score.column}_read')}"
        low, high = _range(panel)
        marks, ks = scales.ticks(low, high, 3), [point.k for point, _ in samples["data"]]
        axes[f"xaxis{tail}"] = plotly.ticked(
            ks, [chart.fmt.count(k) for k in ks], anchor=f"y{tail}", tickangle=0,
            domain=[round(i * step + (0.05 if i else 0.03), 3), round((i + 1) * step, 3)],
            title={"text": title, "font": {"size": 13}},
        )  # fmt: skip
        axes[f"yaxis{tail}"] = plotly.ticked(
            marks, _ticks(chart, marks), range=[low, high], anchor=f"x{tail}", automargin=True
        )
        ends = [round(1 - (i + 1) * step + 0.3 * step, 3), round(1 - i * step, 3)]
        phone |= {f"xaxis{tail}": {"domain": [0.08, 1]}, f"yaxis{tail}": {"domain": ends}}
        for sample in reversed(_SAMPLES):
            points = [point for point, _ in samples[sample]]
            ink = "var(--ink)" if sample == "data" else "var(--all)"
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "name": chart.say(f"evidence.{sample}"),
                    "showlegend": not i,
                    "x": [point.k for point in points],
                    "y": plotly.sigs([point.value for point in points]),
                    "xaxis": f"x{tail}",
                    "yaxis": f"y{tail}",
                    "line": {"color": ink, "dash": "solid" if sample == "data" else "dash"},
                    "marker": {"size": [11 if point.k == used else 5 for point in points], "color": ink},
                    **plotly.hover([tip for _, tip in samples[sample]]),
                }
            )
    return plotly.spec(
        data, **axes, hovermode="closest", showlegend=True, legend=plotly.LEGEND, height=340,
        margin={"l": 8, "r": 12, "t": 40, "b": 72},
        meta=plotly.narrow({"layout": {**phone, "height": 120 + 260 * len(panels)}}),
    )  # fmt: skip
