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

#: Margins of a figure with an axis or a legend at the top.
HEADED = {"l": 8, "r": 8, "t": 48, "b": 8}

#: Texts inside bars and cells that would be smaller are left out.
LEGIBLE: Spec = {"minsize": 12, "mode": "hide"}

#: Legend above a figure, in as many lines as it needs; a click on an entry hides it.
LEGEND: Spec = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal"}


#: Room between the names of an axis and its marks.
_GAP: Spec = {"ticks": "outside", "ticklen": 8, "tickcolor": "rgba(0,0,0,0)"}


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
    """Return a trace's hover texts: the tooltips of the drawing."""
    return {"hovertext": [lines(tip) for tip in tips], "hoverinfo": "text"}


def lines(tip: Sequence[str]) -> str:
    """Return a tooltip's lines as one hover text, escaped because Plotly reads markup."""
    return "<br>".join(map(escaped, tip))


def escaped(words: str) -> str:
    """Return a text as a label, because Plotly reads markup."""
    return escape(words, quote=False)


def narrow(changes: Spec) -> Spec:
    """Return what a phone changes in a spec, as an entry of layout.meta that the script applies first."""
    return {"narrow": changes}


def broken(labels: Sequence[str], room: float = 240.0) -> list[str]:
    """Return names broken into lines, so that they also fit on a phone."""
    return [lines(text_width.wrap(label, room / 2)) for label in labels]


def names(labels: Sequence[str], room: float = 240.0) -> Spec:
    """Return a vertical axis of names, first on top."""
    return axis(
        type="category",
        autorange="reversed",
        automargin=True,
        showgrid=False,
        **_GAP,
        tickvals=list(labels),
        ticktext=broken(labels, room),
        categoryorder="array",
        categoryarray=list(labels),
    )


def rows(labels: Sequence[str], room: float = 240.0) -> Spec:
    """Return a vertical axis of names for rows that are numbered from 0, first on top."""
    places = list(range(len(labels)))
    return axis(
        **_GAP,
        automargin=True,
        showgrid=False,
        tickvals=places,
        ticktext=broken(labels, room),
        range=[len(labels) - 0.5, -0.7],
    )


def texts(xs: Sequence[float | None], ys: Sequence[Any], words: Sequence[str], **more: Any) -> Spec:
    """Return texts right of their positions, without a hover text of their own."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": sigs(xs),
        "y": list(ys),
        "text": [f" {escaped(word)}" for word in words],
        "textposition": "middle right",
        "textfont": {"color": "var(--ink)"},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        **more,
    }


def colour(ids: tuple[str, ...]) -> Spec:
    """Return the marker of a trace: a segment's colour, striped for merged segments and late ones of the palette."""
    shape, ink = _pattern(ids)
    marker: Spec = {"color": f"var(--{ids[0]})"}
    return {**marker, "pattern": {"shape": shape, "fgcolor": ink, "size": 9, "solidity": 0.4}} if shape else marker


def tint(ids: tuple[str, ...]) -> Spec:
    """Return a marker that claims nothing: a tint with an edge in the segment's colour; late ones are outlined."""
    late = len(ids) != 1 or ids[0] not in "abcd"
    ground = "var(--paper)" if late else f"var(--{ids[0]}-t)"
    return {"color": ground, "line": {"width": 2, "color": f"var(--{ids[0]})"}}


def disc(ids: tuple[str, ...], size: float, own: str = "") -> Spec:
    """Return marker and text font of a segment's disc: filled, a tint where the page is about another one."""
    if own not in {"", ids[0]} or len(ids) != 1 or ids[0] not in "abcd":
        return {"marker": {**tint(ids), "size": size, "opacity": 1}, "textfont": {"color": "var(--ink)"}}
    line = {"width": 2, "color": "var(--paper)"}
    marker = {"size": size, "opacity": 1, "color": f"var(--{ids[0]})", "line": line}
    return {"marker": marker, "textfont": {"color": f"var(--on-{ids[0]})"}}


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
        "showlegend": False,
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


def whisker(ys: Sequence[Any], found: Sequence[Any], colour_: str = "var(--ink)") -> Spec:
    """Return dots with their intervals, of estimates with value, low and high; a missing value has none."""
    ends = [(one.value, one.low, one.high) for one in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": sigs([value for value, _, _ in ends]),
        "y": list(ys),
        "marker": {"color": colour_, "size": 9},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": sigs([high - value if None not in (value, high) else None for value, _, high in ends]),
            "arrayminus": sigs([value - low if None not in (value, low) else None for value, low, _ in ends]),
            "width": 0,
            "thickness": 2,
            "color": colour_,
        },
    }


def references(points: Sequence[tuple[float, str]], words: Sequence[str], name: str, size: int = 30) -> Spec:
    """Return the marks of all customers: positions, a text above each, and the name of them all in the legend."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": escaped(name),
        "x": sigs([x for x, _ in points]),
        "y": [y for _, y in points],
        "marker": {"symbol": "line-ns-open", "size": size, "color": "var(--all)", "line": {"width": 2}},
        "text": [escaped(word) for word in words],
        "textposition": "top center",
        "textfont": {"color": "var(--soft)", "size": 12},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def to_json(body: Spec) -> str:
    """Return JSON fit for a `<script>` element: nothing in it can end the element or start a comment."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
