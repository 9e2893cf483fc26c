"""Shared parts of Plotly specs, as plain dicts.

Colours are CSS custom properties ("var(--a)"), which the page's script resolves when it draws, so that a figure follows
the theme. Numbers keep four significant digits; tick and hover texts are preformatted, because Plotly groups digits by
threes only.
"""

import json
from collections.abc import Sequence
from typing import Any

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
    """Return a figure with the site's font and no mode bar."""
    base: Spec = {
        "margin": {"l": 8, "r": 8, "t": 44, "b": 32},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "var(--ink)", "size": 13},
        "hoverlabel": {"bgcolor": "var(--paper)", "bordercolor": "var(--line)", "font": {"color": "var(--ink)"}},
        "showlegend": False,
    }
    return {"data": data, "layout": {**base, **layout}}


def colour(ids: tuple[str, ...]) -> Spec:
    """Return a bar's marker: a segment's colour, striped for merged segments and for the second half of the palette."""
    marker: Spec = {"color": f"var(--{ids[0]})"}
    if len(ids) > 1:
        marker["pattern"] = {"shape": "-", "fgcolor": f"var(--{ids[1]})", "size": 10, "solidity": 0.5}
    elif ids[0] not in "abcd":
        marker["pattern"] = {"shape": "/", "fgcolor": "var(--paper)", "size": 7, "solidity": 0.3}
    return marker


def to_json(body: Spec) -> str:
    """Return JSON fit for a `<script>` element: nothing in it can end the element or start a comment."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
