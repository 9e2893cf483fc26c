"""Land and coast as a drawing, and the locator: a small map with one place on it.

The drawing of the land is defined once a page, as a `<symbol>`.
"""

from html import escape

from generator.publish.charts.base import svg
from generator.publish.charts.base.coastline import UNITS, Coastline, outline
from generator.publish.charts.base.context import ChartContext
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Width of a locator in user units; its coastline is simplified accordingly.
LOCATOR = 180.0
_COARSE = 360.0


def symbol(coast: Coastline, id_: str) -> str:
    """Return land and coast as an SVG `<symbol>`, referenced by `laid`."""
    height = svg.num(UNITS * coast.box.aspect)
    land, line = outline(coast.land, coast.box, closed=True), outline(coast.coast, coast.box, closed=False)
    return (
        f'<symbol id="{id_}" viewBox="0 0 {svg.num(UNITS)} {height}">{svg.path(land, "land")}'
        f'<path class="coast" vector-effect="non-scaling-stroke" d="{line}"/></symbol>'
    )


def laid(id_: str, width: float, height: float) -> str:
    """Return a `<use>` of the symbol that fills a field."""
    return f'<use href="#{id_}" width="{svg.num(width)}" height="{svg.num(height)}"/>'


def locator(chart: ChartContext, view: PlaceView) -> str:
    """Return a small map with one place on it; empty without coordinates inside a coastline.

    One shape and one dot, no link and no interactive view: its accessible name is that of the place.
    """
    coast, lat, lon = chart.coast, view.place.lat, view.place.lon
    if coast is None or lat is None or lon is None or not coast.box.holds(lon, lat):
        return ""
    width, height = _COARSE, _COARSE * coast.box.aspect
    x, y = coast.box.place(lon, lat, width)
    size = f'width="{svg.num(LOCATOR)}" height="{svg.num(LOCATOR * coast.box.aspect)}"'
    name = escape(chart.say("map.locator", place=display_names.place(view, chart.content)))
    land = svg.path(outline(coast.land, coast.box, closed=True, width=_COARSE), "land")
    return (
        f'<svg class="locator" viewBox="0 0 {svg.num(width)} {svg.num(height)}" {size} role="img" aria-label="{name}">'
        f"{land}{svg.circle(x, y, 11, 'h')}</svg>"
    )
