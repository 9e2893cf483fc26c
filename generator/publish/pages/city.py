"""City and district pages: what is special about the customers here, and how sure that is.

No sentence is typed here.
"""

from typing import Any

from generator.publish.charts.base.svg import BESIDE, WIDE
from generator.publish.charts.forms.bubbles import x_measure
from generator.publish.charts.forms.land import locator
from generator.publish.charts.kinds.positioning import positioning
from generator.publish.charts.kinds.profile_strips import MOST_DOTS, profile_strips
from generator.publish.charts.kinds.radar import radar
from generator.publish.charts.kinds.segment_bars import segment_bars
from generator.publish.claims import select
from generator.publish.facts import values
from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.pages.builder import Maker
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.pages import CityContext
from generator.publish.pages.contexts.rows import AlikeRow, Kpi, OptionRow
from generator.publish.pages.qr import qr_svg
from generator.publish.words import display_names
from generator.release.columns import IMPORTED_MEASURES


def city(maker: Maker, view: PlaceView) -> CityContext:
    """Return the context of one page, at any detail and strength."""
    path = maker.links.city(view.place.slug)
    told = select.place(view, maker.edition)
    words = maker.content.fill(values.of_place(view, maker.edition, told.headline.text))
    text = words.page("city", at=path)
    crumbs = maker.crumbs(Link(links.CITIES, maker.t("nav.cities")), Link("", view.place.name))
    figures = _figures(maker, view)
    anchors = frozenset(figure.id for figure in figures.values() if figure)
    previous, following = maker.links.neighbours(view, maker.views)
    return CityContext(
        **maker.head(path, "cities", display_names.place_in_state(view), text.description, crumbs),
        name=view.place.name,
        state=view.place.state if view.place.state != view.place.name else "",
        headline=told.headline,
        covers=maker.t("head.covers", places=display_names.join(view.place.covers, maker.content))
        if view.place.covers
        else "",
        metro=maker.t("head.metro", metro=view.place.metro),
        near=_near(maker, view),
        compare=maker.links.compare((view.place.slug,)),
        kpi_row=_kpis(maker, view),
        no_frequency="" if maker.measured("transactions") else maker.kit.say("no_frequency"),
        standouts=maker.said(told.standouts, path, anchors | {"kpi"}),
        share_of_spend=told.share_of_spend,
        why_sparse=told.why_sparse,
        alike=_alike(maker, view),
        options=_options(maker, view),
        csv=maker.links.city_csv(view.place.slug),
        json=maker.links.city_json(view.place.slug),
        card=maker.links.card(path) if maker.pictures else "",
        qr=_qr(maker, path),
        locator=locator(maker.kit, view),
        body=text.html,
        previous=_neighbour(maker, previous),
        next=_neighbour(maker, following),
        **figures,
    )


def _figures(maker: Maker, view: PlaceView) -> dict[str, Any]:
    n, place = maker.fmt.count(view.n), display_names.place(view, maker.content)
    bars = plane = None
    if view.groups:
        joined = any(len(group.segments) > 1 for group in view.groups)
        caption = "caption_groups" if joined else "caption"
        bars = segment_bars(maker.kit, view.groups, maker.texts("segments", view, caption, n=n, place=place))
        if x_measure(maker.kit) == "recency_pct":
            texts = maker.texts("positioning", view, "draw.positioning.caption_recency", neutral="title_recency")
        else:
            texts = maker.texts("positioning", view)
        plane = positioning(maker.kit, view.groups, texts)
    if view.strength == "counts":
        # Fewer than 30 customers: counts and averages that pass, no position among all customers.
        return {"bars": bars, "strips": None, "radar": None, "plane": plane}
    shape = radar(maker.kit, view.measures, place, maker.texts("radar", view))
    dots = max(map(len, maker.behind.values.values()), default=0) <= MOST_DOTS
    strips = profile_strips(
        maker.kit,
        place,
        view.measures,
        maker.behind,
        maker.texts("profile", view, "caption" if dots else "caption_path", n=n),
        BESIDE if shape else WIDE,
    )
    return {"bars": bars, "strips": strips, "radar": shape if strips else None, "plane": plane}


def _kpis(maker: Maker, view: PlaceView) -> tuple[Kpi, ...]:
    rank = display_names.rank(view, maker.edition)
    note = rank or maker.kit.say("page.share_of_all", share=maker.fmt.percent(view.share))
    size = Kpi(maker.t("kpi.customers"), maker.fmt.count(view.n), (note,))
    columns = [name for name in ("typical_spend", "transactions", "recency") if maker.measured(name)]
    if (maker.views.imported or not maker.measured("transactions")) and maker.measured("age"):
        columns.append("age")
    columns += [name for name in IMPORTED_MEASURES if maker.measured(name)]
    return (size, *(maker.kpi(column, view.measures) for column in columns))


def _options(maker: Maker, view: PlaceView) -> tuple[OptionRow, ...]:
    """Return options of the segments that are clearly more common here; of none where nothing stands apart."""
    rows = []
    for group in view.groups:
        if not group.passes or group.all_share is None or group.share < group.all_share:
            continue
        for id_ in group.segments:
            segment = maker.views.segments[id_]
            titles = tuple(option.title for option in maker.content.options(segment.rule))
            more = maker.t("segments.see", letter=segment.letter)
            rows.append(OptionRow(maker.letters((id_,)), segment.name, titles, maker.links.segment(id_), more))
    return tuple(rows)


def _near(maker: Maker, view: PlaceView) -> tuple[Link, ...]:
    """Return the other places of its metropolitan area that have pages, most customers first."""
    metro, own = view.place.metro, view.place.id
    near = (other.place for other in maker.views.pages if metro and other.place.metro == metro)
    return tuple(Link(maker.links.city(place.slug), place.name) for place in near if place.id != own)


def _alike(maker: Maker, view: PlaceView) -> tuple[AlikeRow, ...]:
    """Return the nearest cities for which something can be said."""
    rows = []
    for other, said in select.cities_alike(view, maker.alike, maker.edition):
        place = other.place
        compare = maker.links.compare((view.place.slug, place.slug))
        words = maker.t("city.compare_with", place=place.name)
        path = maker.links.city(place.slug)
        rows.append(AlikeRow(path, place.name, place.state, said.text, compare, words))
    return tuple(rows)


def _qr(maker: Maker, path: str) -> str:
    """Return the page's address as a QR code; empty where it is unknown."""
    address = maker.links.canonical(path)
    return qr_svg(address, maker.t("source.qr")) if address else ""


def _neighbour(maker: Maker, view: PlaceView | None) -> Link | None:
    return Link(maker.links.city(view.place.slug), view.place.name) if view else None
