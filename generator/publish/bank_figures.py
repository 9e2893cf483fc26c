"""Figures of the whole bank, which several pages show with the same words.

May import `maker` and what it imports, and the figure modules. No sentence is typed here.
"""

from generator.publish.figure import Figure
from generator.publish.figures.bubbles import x_measure
from generator.publish.figures.distribution import TOP, distribution
from generator.publish.figures.kit import Texts
from generator.publish.figures.positioning import positioning
from generator.publish.figures.segment_share import segment_share
from generator.publish.figures.spend_heat import spend_heat
from generator.publish.maker import Maker


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
    top = maker.fmt.count(min(TOP, len(maker.views.pages)))
    return distribution(maker.kit, maker.views.cities or maker.views.pages, maker.texts("distribution", top=top))


def heat_figure(maker: Maker) -> Figure | None:
    """Return typical spend by city and segment; None without any mix, or without typical spend."""
    if not maker.measured("typical_spend"):
        return None
    top = maker.fmt.count(min(TOP, sum(bool(view.groups) for view in maker.views.cities)))
    texts = maker.texts("spend", top=top)
    shaded = Texts(texts.id, texts.question, texts.title, maker.kit.say("heat.caption"))
    return spend_heat(maker.kit, maker.views.cities, shaded)
