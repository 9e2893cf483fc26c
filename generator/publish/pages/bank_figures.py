"""Figures of the whole bank, which several pages show with the same words. No sentence is typed here."""

from dataclasses import replace

from generator.publish.charts.base.context import Texts
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms import map_field
from generator.publish.charts.forms.bubbles import x_measure
from generator.publish.charts.kinds.averages_strips import averages
from generator.publish.charts.kinds.distribution import TOP, distribution
from generator.publish.charts.kinds.places_map import places_map
from generator.publish.charts.kinds.positioning import positioning
from generator.publish.charts.kinds.segment_share import segment_share
from generator.publish.charts.kinds.spend_heat import spend_heat
from generator.publish.charts.kinds.totals import totals
from generator.publish.charts.kinds.treemap import MOST, treemap
from generator.publish.charts.kinds.volume_heat import volume_heat
from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.pages.builder import Maker


def shares_figure(maker: Maker) -> Figure | None:
    """Return share of customers against share of spend, by segment."""
    texts = maker.texts("all-segments", n=maker.fmt.count(maker.views.n))
    return segment_share(maker.kit, maker.views.groups, texts)


def plane_figure(maker: Maker) -> Figure | None:
    """Return the segments of all customers on the positioning plane."""
    if x_measure(maker.kit) == "recency_pct":
        texts = maker.texts("positioning", None, "draw.positioning.caption_all_recency", neutral="title_recency")
    else:
        texts = maker.texts("positioning", None, "draw.positioning.caption_all")
    return positioning(maker.kit, maker.views.groups, texts, whole=True)


def spread_figure(maker: Maker) -> Figure | None:
    """Return customers by city and segment; None without any city."""
    if not maker.views.pages:
        return None
    views = _largest(maker)
    top = maker.fmt.count(min(TOP, len(views)))
    return distribution(maker.kit, views, maker.texts("distribution", top=top))


def heat_figure(maker: Maker) -> Figure | None:
    """Return typical spend by city and segment; None without any mix, or without typical spend."""
    if not maker.measured("typical_spend"):
        return None
    top = maker.fmt.count(min(TOP, sum(bool(view.groups) for view in maker.views.cities)))
    texts = maker.texts("spend", top=top)
    shaded = Texts(texts.id, texts.question, texts.title, maker.kit.say("heat.caption"))
    return spend_heat(maker.kit, maker.views.cities, shaded)


def volume_figure(maker: Maker) -> Figure | None:
    """Return customers by city and segment as a shaded table; None without any mix."""
    views = _largest(maker)
    return volume_heat(maker.kit, views, maker.texts("volume", top=maker.fmt.count(min(TOP, len(views)))))


def mix_figure(maker: Maker) -> Figure | None:
    """Return the customer mix by city and segment as nested rectangles; None without any mix."""
    views = _largest(maker)
    shown = views[:MOST]
    n = sum(view.n for view in shown)
    top, share = maker.fmt.count(len(shown)), maker.fmt.percent(n / maker.views.n if maker.views.n else 0)
    texts = maker.texts("treemap", neutral="title" if n < maker.views.n else "title_all", top=top, share=share)
    return treemap(maker.kit, views, texts)


def totals_figure(maker: Maker) -> Figure | None:
    """Return customers and estimated spend of the largest cities; None without any city, or without spend."""
    if not maker.measured("spend"):
        return None
    return totals(maker.kit, _largest(maker), maker.texts("totals"))


def averages_figure(maker: Maker) -> Figure | None:
    """Return averages of the largest cities beside all customers; None without any city."""
    return averages(maker.kit, _largest(maker), maker.texts("averages"))


def map_figure(maker: Maker, at: str = links.OVERVIEW) -> Figure | None:
    """Return the map; None when no place has coordinates.

    Args:
        maker: What pages are made with.
        at: Path of the page that shows it, as its bubbles are links.
    """
    field = map_field.field(maker.views.pages, maker.kit.coast)
    if field is None:
        return None
    texts = maker.texts("map", shown=maker.fmt.count(len(field.shown)))
    if field.smaller:
        smaller = maker.t("figures.map.smaller", smaller=maker.fmt.count(field.smaller))
        texts = replace(texts, caption=f"{texts.caption} {smaller}")
    if field.left:
        key = "figures.map.left_one" if field.left == 1 else "figures.map.left"
        left = maker.t(key, left=maker.fmt.count(field.left))
        texts = replace(texts, caption=f"{texts.caption} {left}")

    def link(view: PlaceView) -> str:
        return maker.links.rel(at, maker.links.city(view.place.slug))

    return places_map(maker.kit, field, texts, link)


def _largest(maker: Maker) -> tuple[PlaceView, ...]:
    """Return cities, most customers first; districts where no city has a page."""
    return maker.views.cities or maker.views.districts
