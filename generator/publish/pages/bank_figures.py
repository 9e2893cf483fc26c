"""Figures of all customers, shared by several pages. Holds no wording."""

from collections.abc import Callable
from dataclasses import replace

from generator.publish.charts.figure import Figure
from generator.publish.charts.forms import map_field
from generator.publish.charts.forms.bubbles import x_measure
from generator.publish.charts.forms.place_parts import TOP
from generator.publish.charts.kinds.averages_strips import averages
from generator.publish.charts.kinds.distribution import distribution
from generator.publish.charts.kinds.places_map import places_map
from generator.publish.charts.kinds.positioning import positioning
from generator.publish.charts.kinds.segment_share import segment_share
from generator.publish.charts.kinds.spend_heat import spend_heat
from generator.publish.charts.kinds.totals import totals
from generator.publish.charts.kinds.treemap import MOST, treemap
from generator.publish.charts.kinds.volume_heat import volume_heat
from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.pages.builder import PageBuilder
from generator.publish.words import display_names


def shares_figure(builder: PageBuilder) -> Figure | None:
    """Return the figure of share of spend against share of customers; full colour for the largest share of spend."""
    texts = builder.texts("all-segments", n=builder.fmt.count(builder.views.n))
    groups = builder.views.groups
    largest = max(groups, key=lambda group: group.spend_share or 0.0, default=None)
    named = largest.segments[0] if largest is not None and len(largest.segments) == 1 else ""
    return segment_share(builder.chart, groups, texts, builder.views.n, named)


def plane_figure(builder: PageBuilder) -> Figure | None:
    """Return the figure of all segments on the positioning plane."""
    if x_measure(builder.chart) == "recency_pct":
        texts = builder.texts("positioning", None, "draw.positioning.caption_all_recency", neutral="title_recency")
    else:
        texts = builder.texts("positioning", None, "draw.positioning.caption_all")
    return positioning(builder.chart, builder.views.groups, texts, whole=True)


def spread_figure(builder: PageBuilder) -> Figure | None:
    """Return the figure of customers by city and segment; None without cities."""
    if not builder.views.pages:
        return None
    views = _largest(builder)
    texts = builder.texts("distribution", top_cities=_top(builder, len(views)))
    return distribution(builder.chart, views, texts, _to(builder))


def heat_figure(builder: PageBuilder) -> Figure | None:
    """Return the heatmap of typical spend by city and segment; None without any mix, or without typical spend."""
    if not builder.measured("typical_spend"):
        return None
    top = _top(builder, sum(bool(view.groups) for view in builder.views.cities))
    texts = builder.texts("spend", caption="draw.heat.caption", top_cities=top)
    return spend_heat(builder.chart, builder.views.cities, texts, _to(builder))


def volume_figure(builder: PageBuilder) -> Figure | None:
    """Return the heatmap of customers by city and segment; None without any mix."""
    views = _largest(builder)
    texts = builder.texts("volume", top_cities=_top(builder, len(views)))
    return volume_heat(builder.chart, views, texts, _to(builder))


def mix_figure(builder: PageBuilder) -> Figure | None:
    """Return the treemap of customers by city and segment; None without any mix."""
    views = _largest(builder)
    shown = views[:MOST]
    n = sum(view.n for view in shown)
    share = builder.fmt.percent(n / builder.views.n if builder.views.n else 0)
    title = display_names.form("figures.treemap.title", len(shown), builder.content, builder.fmt).rpartition(".")[2]
    title = "title_all" if n == builder.views.n else title
    texts = builder.texts("treemap", neutral=title, share=share, top_cities=_top(builder, len(shown), MOST))
    return treemap(builder.chart, views, texts, _to(builder))


def totals_figure(builder: PageBuilder) -> Figure | None:
    """Return the figure of customers and estimated spend of the largest cities; None without cities or spend."""
    if not builder.measured("spend"):
        return None
    return totals(builder.chart, _largest(builder), builder.texts("totals"), _to(builder))


def averages_figure(builder: PageBuilder) -> Figure | None:
    """Return the figure of averages of the largest cities against all customers; None without cities."""
    return averages(builder.chart, _largest(builder), builder.texts("averages"), _to(builder))


def map_figure(builder: PageBuilder, at: str = links.OVERVIEW) -> Figure | None:
    """Return the map; None when no place has coordinates.

    Args:
        builder: Page builder of the site.
        at: Path of the page that shows it, for the links of its bubbles.
    """
    field = map_field.field(builder.views.pages, builder.chart.coast)
    if field is None:
        return None
    texts = builder.texts("map", places=builder.counted("places", len(field.shown)))
    if field.smaller:
        smaller = builder.by_number("figures.map.smaller", field.smaller, "smaller")
        texts = replace(texts, caption=f"{texts.caption} {smaller}")
    if field.left:
        left = builder.by_number("figures.map.left", field.left, "left")
        texts = replace(texts, caption=f"{texts.caption} {left}")
    return places_map(builder.chart, field, texts, _to(builder, at))


def _to(builder: PageBuilder, at: str = links.OVERVIEW) -> Callable[[PlaceView], str]:
    """Return a function that links to the page of a place from a page, relative to it."""
    return lambda view: builder.links.rel(at, builder.links.city(view.place.slug))


def _top(builder: PageBuilder, n: int, most: int = TOP) -> str:
    """Return the number of places that a figure shows, as a number of cities."""
    return builder.counted("cities", min(most, n))


def _largest(builder: PageBuilder) -> tuple[PlaceView, ...]:
    """Return cities, most customers first; districts where no city has a page."""
    return builder.views.cities or builder.views.districts
