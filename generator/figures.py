"""Figures of a release as plotly.py objects, for notebooks and slides.

    from generator.figures import figure
    figure("data/release.json", "pune-maharashtra", "segments").show()

They are the interactive views of the site's pages, in the light palette. Needs the extra `figures` (plotly).
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import AtlasError, UsageError
from generator.publish import render
from generator.publish.charts.figure import Figure
from generator.publish.client.styles import read_style
from generator.publish.inspect import lookup
from generator.publish.pages import bank, city, embeds, lists, texts
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Context
from generator.release import Release
from generator.release import codec as releases
from generator.settings.settings import Settings

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as PlotlyFigure

_FONTS = "Atlas Sans, Source Sans 3, system-ui, sans-serif"
_PROPERTY = re.compile(r"--([\w-]+):([^;}]+)")


def figure(
    release: Release | Path | str, place: str | None, name: str, settings: Settings | None = None
) -> "PlotlyFigure":
    """Return one figure.

    Args:
        release: A release, or the path of one.
        place: A place with a page (slug, name or other name), or a segment (code or name); None for the whole bank.
        name: Id of the figure: the part after "#" in its address, such as "segments" of a city, "map" of the bank.
        settings: Settings of the site, such as its folders of texts; the defaults when None.

    Raises:
        UsageError: There is no such place, or no figure of this name for it.
        ReleaseError: The release cannot be read.
        AtlasError: plotly is not installed.
    """
    try:
        from plotly.graph_objects import Figure as PlotlyFigure
    except ImportError as error:
        hint = "Install it: pip install plotly."
        raise AtlasError("Figures for Python need the package plotly, which is not installed.", hint) from error
    settings = settings or Settings()
    builder = render.make(release if isinstance(release, Release) else releases.read(Path(release)), settings)
    found = {one.id: one for context in _pages(builder, place) for one in embeds.figures_of(context) if one.spec}
    if name not in found:
        raise UsageError(f"There is no figure {name!r} of {place or 'the whole bank'}.", _known(name, found))
    return PlotlyFigure(_drawable(found[name].spec or {}, _palette(settings.template_dirs)))


def _pages(builder: PageBuilder, place: str | None) -> Iterator[Context]:
    """Yield the contexts of the pages about a place, a segment or the whole bank."""
    found = lookup.find(place, builder.views) if place is not None else None
    if found is None:
        yield bank.overview(builder)
        yield lists.segments(builder)
        yield texts.text(builder, "methods")
    elif isinstance(found, str):
        yield lists.segment(builder, found)
    else:
        yield city.city(builder, found)


def _known(name: str, found: dict[str, Figure]) -> str:
    if not found:
        return "Its page has no figures: too few customers."
    close = get_close_matches(name, found, n=1, cutoff=0.5)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    return f"{meant}Figures: {', '.join(found)}."


@lru_cache(maxsize=4)
def _palette(folders: tuple[Path, ...]) -> dict[str, str]:
    """Return the colours of the light theme by name: the first block of custom properties of the style sheet."""
    block = read_style(folders, "tokens").partition(":root{")[2].partition("}")[0]
    return dict(_PROPERTY.findall(block))


def _drawable(spec: dict[str, Any], palette: dict[str, str]) -> dict[str, Any]:
    """Return a spec with colours instead of custom properties, and without what only the page's script reads."""
    layout = {key: value for key, value in spec["layout"].items() if key != "meta"}
    paper = {"paper_bgcolor": palette["paper"], "plot_bgcolor": palette["paper"]}
    font = {**layout.get("font", {}), "family": _FONTS}
    coloured = _coloured({"data": spec["data"], "layout": {**layout, **paper, "font": font}}, palette)
    return dict(coloured)


def _coloured(value: Any, palette: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _coloured(item, palette) for key, item in value.items()}
    if isinstance(value, list):
        return [_coloured(item, palette) for item in value]
    while isinstance(value, str) and value.startswith("var(--"):
        value = palette[value[6:-1]]
    return value
