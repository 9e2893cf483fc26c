"""Scores by number of segments, against a reference sample without correlations: one panel for each score.

For the methods page. The reference sample has the same distribution of each measure, drawn independently, so that
only the gap between the two lines reflects structure in the data.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.publish.charts.base import context, plotly, scales, svg, text_width
from generator.publish.charts.base.context import ChartContext, Texts
from generator.publish.charts.figure import Figure, Table
from generator.release import Evidence, Scores

_HEIGHT = 190.0
_GAP = 26.0
_TOP, _BOTTOM = 44.0, 30.0
_DATA, _UNTIED = "data", "independent"

Value = float | None


@dataclass(frozen=True, slots=True)
class _Score:
    """One score: its column in the CSV, how to read it from a row, and whether its axis begins at zero."""

    column: str
    of: Callable[[Scores], Value]
    from_zero: bool


_SCORES = (
    _Score("silhouette", lambda scores: scores.silhouette, False),
    _Score("jaccard", lambda scores: min(scores.jaccard, default=None), False),
    _Score("inertia", lambda scores: scores.inertia, True),
)


def evidence(chart: ChartContext, texts: Texts) -> Figure | None:
    """Draw the scores by number of segments; None when fewer than two were scored or the one used was not."""
    rows, used = chart.views.release.overall.evidence, chart.views.release.model.k
    panels = tuple(score for score in _SCORES if sum(_pair(score, row) is not None for row in rows) > 1)
    if not panels or used not in {row.k for row in rows}:
        return None
    return Figure(
        id=texts.id,
        question=texts.question,
        title=texts.title,
        caption=texts.caption,
        description=_description(chart, panels),
        wide=_drawing(chart, panels, texts, svg.WIDE, len(panels)),
        narrow=_drawing(chart, panels, texts, svg.NARROW, 1),
        spec=_spec(chart, panels),
        table=_table(chart, panels, texts),
    )


def _pair(score: _Score, row: Evidence) -> tuple[float, float] | None:
    """Return a score of the data and of the reference sample; None unless both are defined."""
    data, untied = score.of(row.data), score.of(row.independent)
    return None if data is None or untied is None else (data, untied)


def _points(chart: ChartContext, score: _Score) -> list[tuple[int, float, float]]:
    """Return (k, data, reference) where both are known."""
    rows = chart.views.release.overall.evidence
    return [(row.k, *pair) for row in rows if (pair := _pair(score, row)) is not None]


def _description(chart: ChartContext, panels: tuple[_Score, ...]) -> str:
    """Name each score at the number of segments used, and its range over all numbers."""
    parts = []
    for score in panels:
        points = _points(chart, score)
        values = [value for _, *pair in points for value in pair]
        at = next(((data, untied) for k, data, untied in points if k == chart.views.release.model.k), None)
        ends = {"low": chart.fmt.ratio(min(values)), "high": chart.fmt.ratio(max(values))}
        text = chart.say("evidence.range", **ends)
        if at:
            text = chart.say("evidence.at", data=chart.fmt.ratio(at[0]), untied=chart.fmt.ratio(at[1]), range=text)
        parts.append((chart.say(f"evidence.{score.column}"), text))
    return context.describe(parts, ": ")


def _drawing(chart: ChartContext, panels: tuple[_Score, ...], texts: Texts, width: float, across: int) -> str:
    each = (width - _GAP * (across - 1)) / across
    body: list[str] = []
    for i, score in enumerate(panels):
        body += _panel(chart, score, (each + _GAP) * (i % across), (_HEIGHT + 16) * (i // across), each, first=i == 0)
    rows = -(-len(panels) // across)
    return svg.drawing(width, rows * _HEIGHT + (rows - 1) * 16, body, f"{texts.id}-t", f"{texts.id}-d")


def _panel(chart: ChartContext, score: _Score, left: float, top: float, width: float, *, first: bool) -> list[str]:
    """Draw one score: the reference sample dashed behind, the data in front, the number used marked and labelled."""
    points, used = _points(chart, score), chart.views.release.model.k
    low, high = _range(score, points)
    marks = scales.ticks(low, high, 3)
    texts = _ticks(chart, marks)
    gutter = max(text_width.width(text, 12) for text in texts) + 8
    x = scales.Scale(points[0][0], points[-1][0], left + gutter + 8, left + width - 12)
    y = scales.Scale(low, high, top + _HEIGHT - _BOTTOM, top + _TOP)
    body = [svg.text(left, top + 14, chart.say(f"evidence.{score.column}"), "v")]
    body.append(svg.text(left, top + 30, chart.say(f"evidence.{score.column}_read"), "t"))
    for mark, text in zip(marks, texts, strict=True):
        body.append(svg.path(svg.segment(left + gutter, y(mark), left + width, y(mark)), "g"))
        body.append(svg.text(left + gutter - 6, y(mark) + 4, text, "t", "end"))
    body += (svg.text(x(k), top + _HEIGHT - 12, chart.fmt.count(k), "t", "middle") for k, *_ in points)
    body.append(svg.path(_line([(x(k), y(untied)) for k, _, untied in points]), "ghost"))
    body.append(svg.path(_line([(x(k), y(data)) for k, data, _ in points]), "w"))
    for k, data, untied in points:
        if k == used:
            body.append(svg.circle(x(k), y(untied), 4, "whole"))
            body.append(svg.circle(x(k), y(data), 6, "h"))
    if first:
        body += _labels(chart, points, x, y)
    return body


def _range(score: _Score, points: list[tuple[int, float, float]]) -> tuple[float, float]:
    """Return round ends of a score's axis: from zero to the maximum, or from well below the minimum up to 1."""
    values = [value for _, *pair in points for value in pair]
    if score.from_zero:
        return 0.0, scales.ceiling(max(values) or 1.0, 3)
    low = min(values)
    return min(0.0, -scales.ceiling(-low, 3)) if low < 0 else 0.0, 1.0


def _ticks(chart: ChartContext, marks: tuple[float, ...]) -> list[str]:
    digits = 0 if all(float(mark).is_integer() for mark in marks) else 1
    return [chart.fmt.number(mark, digits) for mark in marks]


def _line(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{svg.num(x)} {svg.num(y)}" for x, y in points)


def _labels(chart: ChartContext, points: list[tuple[int, float, float]], x: scales.Scale, y: scales.Scale) -> list[str]:
    """Label the two lines once, at their right end, the upper one above and the lower one below."""
    k, data, untied = points[-1]
    upper = data >= untied
    tops = [min(y(p[1]), y(p[2])) for p in points[-3:]]
    bottoms = [max(y(p[1]), y(p[2])) for p in points[-3:]]
    above, below = min(tops) - 10, max(bottoms) + 20
    names = [("l lh", chart.say("evidence.data")), ("t lh", chart.say("evidence.untied"))]
    rows = names if upper else names[::-1]
    ends = zip((above, below), rows, strict=True)
    return [svg.text(x(k) + 8, at, name, css, "end") for at, (css, name) in ends]


def _spec(chart: ChartContext, panels: tuple[_Score, ...]) -> plotly.Spec:
    """Return the panels side by side; each hover text states k."""
    data: list[plotly.Spec] = []
    axes: dict[str, plotly.Spec] = {}
    used = chart.views.release.model.k
    step = 1 / len(panels)
    for i, score in enumerate(panels):
        points, tail = _points(chart, score), str(i + 1) if i else ""
        name = chart.say(f"evidence.{score.column}")
        low, high = _range(score, points)
        marks = scales.ticks(low, high, 3)
        axes[f"xaxis{tail}"] = plotly.ticked(
            [k for k, *_ in points], [chart.fmt.count(k) for k, *_ in points],
            domain=[round(i * step + (0.05 if i else 0.03), 3), round((i + 1) * step, 3)], anchor=f"y{tail}",
            title={"text": name, "font": {"size": 13}},
        )  # fmt: skip
        axes[f"yaxis{tail}"] = plotly.ticked(
            marks, _ticks(chart, marks), range=[low, high], anchor=f"x{tail}", automargin=True
        )
        for at, who in ((2, _UNTIED), (1, _DATA)):
            words = chart.say("evidence.untied" if who == _UNTIED else "evidence.data")
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": [point[0] for point in points],
                    "y": plotly.sigs([point[at] for point in points]),
                    "xaxis": f"x{tail}",
                    "yaxis": f"y{tail}",
                    "line": {"color": "var(--ink)" if who == _DATA else "var(--all)",
                             "dash": "solid" if who == _DATA else "dash"},
                    "marker": {"size": [11 if point[0] == used else 5 for point in points],
                               "color": ["var(--here)" if point[0] == used and who == _DATA else
                                         "var(--ink)" if who == _DATA else "var(--all)" for point in points]},
                    "hovertext": [f"{name}<br>{chart.say('evidence.k', k=chart.fmt.count(point[0]))}<br>{words}: "
                                  f"{chart.fmt.ratio(point[at])}" for point in points],
                    "hoverinfo": "text",
                }
            )  # fmt: skip
    return plotly.spec(data, **axes)


def _table(chart: ChartContext, panels: tuple[_Score, ...], texts: Texts) -> Table:
    """Return one row for each number of segments: each score of the data and of the reference sample."""
    rows, records = [], []
    for row in chart.views.release.overall.evidence:
        k = chart.fmt.count(row.k)
        values = [score.of(scores) for score in panels for scores in (row.data, row.independent)]
        name = chart.content.words("methods.chosen", k=k) if row.k == chart.views.release.model.k else k
        rows.append((name, *(chart.fmt.value("transactions", value) for value in values)))
        records.append((row.k, *values))
    names = [(chart.say(f"evidence.{score.column}"), score.column) for score in panels]
    sides = ((chart.say("evidence.data"), _DATA), (chart.say("evidence.untied"), _UNTIED))
    head = [chart.say("evidence.cell", score=title, who=who) for title, _ in names for who, _ in sides]
    columns = [f"{column}_{side}" for _, column in names for _, side in sides]
    return Table(
        texts.title, (chart.content.words("methods.k"), *head), tuple(rows), ("k", *columns), tuple(records)
    )  # fmt: skip
