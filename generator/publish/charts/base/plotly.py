"""Shared parts of Plotly specs, as plain dicts.

Colours are CSS custom properties ("var(--a)"), which the page's script resolves when it draws, so that a figure follows
the theme. Numbers keep four significant digits; tick and hover texts are preformatted, because Plotly groups digits by
threes only.
"""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from generator.publish.charts.base import text_width

Spec = dict[str, Any]

#: Margins of a figure with an axis at the top: the controls of the interactive view are in the corner above it.
HEADED = {"l": 8, "r": 8, "t": 72, "b": 8}


def sig(value: float | None) -> float | int | None:
    """Return a number with four significant digits, whole numbers without a fraction."""
    if value is None:
        return None
    rounded = float(f"{value:.4g}")
    return int(rounded) if rounded.is_integer() else rounded


def sigs(values: Sequence[float | None]) -> list[float | int | None]:
    """Return a list of such numbers."""
    return [sig(value) for value in values]


def axis(**more: Any) -> Spec:
    """Return an axis in the site's grey."""
    return {"gridcolor": "var(--line)", "zeroline": False, "fixedrange": True, **more}


def ticked(values: Sequence[float], texts: Sequence[str], **more: Any) -> Spec:
    """Return an axis with preformatted tick texts."""
    return axis(tickvals=sigs(list(values)), ticktext=list(texts), **more)


def spec(data: list[Spec], **layout: Any) -> Spec:
    """Return a figure with the site's font and no mode bar; `height` is that of the interactive view."""
    base: Spec = {
        "margin": {"l": 8, "r": 8, "t": 44, "b": 32},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "var(--ink)", "size": 13},
        "hoverlabel": {"bgcolor": "var(--paper)", "bordercolor": "var(--line)", "font": {"color": "var(--ink)"}},
        "showlegend": False,
    }
    return {"data": data, "layout": {**base, **layout}}


def hover(tips: Sequence[Sequence[str]]) -> Spec:
    """Return a trace's hover texts: lines of the tooltips of the drawing, escaped because Plotly reads markup."""
    return {"hovertext": ["<br>".join(escape(line, quote=False) for line in tip) for tip in tips], "hoverinfo": "text"}


def names(labels: Sequence[str], room: float = 240.0) -> Spec:
    """Return a vertical axis of names, first on top, broken into lines so that they also fit on a phone."""
    shown = ["<br>".join(escape(row, quote=False) for row in text_width.wrap(label, room / 2)) for label in labels]
    return axis(
        type="category",
        autorange="reversed",
        automargin=True,
        showgrid=False,
        tickvals=list(labels),
        ticktext=shown,
        categoryorder="array",
        categoryarray=list(labels),
    )


def colour(ids: tuple[str, ...]) -> Spec:
    """Return a bar's marker: a segment's colour, striped for merged segments and for the second half of the palette."""
    shape, ink = _pattern(ids)
    marker: Spec = {"color": f"var(--{ids[0]})"}
    return {**marker, "pattern": {"shape": shape, "fgcolor": ink, "size": 9, "solidity": 0.4}} if shape else marker


def colours(bars: Sequence[tuple[str, ...]]) -> Spec:
    """Return the marker of several bars, each in the colour of its segments."""
    patterns = [_pattern(ids) for ids in bars]
    marker: Spec = {"color": [f"var(--{ids[0]})" for ids in bars]}
    if any(shape for shape, _ in patterns):
        marker["pattern"] = {
            "shape": [shape for shape, _ in patterns],
            "fgcolor": [colour_ for _, colour_ in patterns],
            "size": 9,
            "solidity": 0.4,
        }
    return marker


def _pattern(ids: tuple[str, ...]) -> tuple[str, str]:
    if len(ids) > 1:
        return "-", f"var(--{ids[1]})"
    return ("", "var(--paper)") if ids[0] in "abcd" else ("/", "var(--paper)")


def inside(bars: Sequence[tuple[str, ...]]) -> Spec:
    """Return the placing of the texts of bars: inside in the ink of their colour, outside where they do not fit."""
    plain = [len(ids) == 1 and ids[0] in "abcd" for ids in bars]
    inks = [f"var(--on-{ids[0]})" if one else "var(--ink)" for ids, one in zip(bars, plain, strict=True)]
    return {
        "textposition": "auto",
        "insidetextanchor": "start",
        "insidetextfont": {"color": inks},
        "outsidetextfont": {"color": "var(--ink)"},
        "textangle": 0,
        "cliponaxis": False,
    }


def whiskers(labels: Sequence[str], ends: Sequence[tuple[float, float, float]]) -> list[Spec]:
    """Return intervals as two traces, the wider one in the colour of the paper, so that they show on dark bars.

    Args:
        labels: Names of the bars.
        ends: Value, lower end and upper end of each.
    """
    bar: Spec = {
        "type": "scatter",
        "mode": "markers",
        "x": sigs([value for value, _, _ in ends]),
        "y": list(labels),
        "marker": {"size": 1, "opacity": 0},
        "hoverinfo": "skip",
    }
    error: Spec = {
        "type": "data",
        "symmetric": False,
        "array": sigs([high - value for value, _, high in ends]),
        "arrayminus": sigs([value - low for value, low, _ in ends]),
    }
    return [
        {**bar, "error_x": {**error, "color": "var(--paper)", "thickness": 5, "width": 6}},
        {**bar, "error_x": {**error, "color": "var(--ink)", "thickness": 1.75, "width": 5}},
    ]


def references(points: Sequence[tuple[float, str]], label: str, size: int = 30) -> Spec:
    """Return the marks of all customers, the first of them named."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": sigs([x for x, _ in points]),
        "y": [y for _, y in points],
        "marker": {"symbol": "line-ns-open", "size": size, "color": "var(--all)", "line": {"width": 2}},
        "text": [label if i == 0 else "" for i in range(len(points))],
        "textposition": "top center",
        "textfont": {"color": "var(--soft)", "size": 12},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def to_json(body: Spec) -> str:
    """Return JSON fit for a `<script>` element: nothing in it can end the element or start a comment."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
