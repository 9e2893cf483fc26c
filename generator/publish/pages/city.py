"""City and district pages.

Holds no wording.
"""

from typing import Any

from generator.publish.charts.base.svg import HALF
from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.around_map import MOST, around_map
from generator.publish.charts.forms.bubbles import x_measure
from generator.publish.charts.forms.mix import Sizes
from generator.publish.charts.forms.strips import MOST_DOTS
from generator.publish.charts.kinds.positioning import positioning
from generator.publish.charts.kinds.profile_strips import profile_strips
from generator.publish.charts.kinds.segment_mix import segment_mix
from generator.publish.charts.kinds.segment_share import segment_share
from generator.publish.claims import select
from generator.publish.claims.rules.neighbours import measured
from generator.publish.facts import values
from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.pages import CityContext
from generator.publish.pages.contexts.rows import AlikeRow, Kpi, OptionRow
from generator.publish.pages.mix_bars import near_row
from generator.publish.pages.qr import qr_svg
from generator.publish.pages.sparse import instead
from generator.publish.words import display_names, naming_rules
from generator.release.columns import IMPORTED_MEASURES

#: Maximum number of other places of the state that a page links to, and of places nearby that it lists.
_MOST, _NEAREST = 8, 6


def city(builder: PageBuilder, view: PlaceView) -> CityContext:
    """Return the context of one page, at any detail and strength."""
    path = builder.links.city(view.place.slug)
    sentences = select.place(view, builder.edition)
    words = builder.content.fill(values.of_place(view, builder.edition, sentences.headline.text))
    text = words.page("city", at=path)
    crumbs = builder.crumbs(*_above(builder, view), Link("", view.place.name))
    figures = _figures(builder, view)
    anchors = frozenset(figure.id for figure in figures.values() if figure)
    previous, following = builder.links.neighbours(view, builder.views)
    alike, other = _alike(builder, view), instead(builder, view)
    return CityContext(
        **builder.head(path, "cities", text.title, text.description, crumbs),
        name=view.place.name,
        state=view.place.state if view.place.state != view.place.name else "",
        headline=sentences.headline,
        covers=builder.t("head.covers", places=display_names.join(view.place.covers, builder.content))
        if view.place.covers
        else "",
        metro=builder.t("head.metro", metro=view.place.metro),
        near=_near(builder, view),
        compare=builder.links.compare((view.place.slug,)),
        kpi_row=_kpis(builder, view),
        no_frequency="" if builder.measured("transactions") else builder.chart.say("no_frequency"),
        standouts=builder.entries(sentences.standouts, path, anchors | {"kpi"}),
        share_of_spend=sentences.share_of_spend,
        why_sparse=sentences.why_sparse,
        state_mix=other.mix,
        state_said=other.said,
        nearest_mix=other.nearest,
        answers=other.answers,
        alike=alike,
        alike_note=_alike_note(builder) if alike else "",
        **_around(builder, view, path, similar=bool(alike)),
        options=_options(builder, view),
        csv=builder.links.city_csv(view.place.slug),
        json=builder.links.city_json(view.place.slug),
        card=builder.links.card(path) if builder.pictures else "",
        qr=_qr(builder, path),
        around=_map(builder, view, path),
        nearest=tuple(near_row(builder, near) for near in builder.around.nearest(view, _NEAREST)),
        body=text.html,
        previous=_neighbour(builder, previous),
        next=_neighbour(builder, following),
        **figures,
    )


def _above(builder: PageBuilder, view: PlaceView) -> tuple[Link, ...]:
    """Return what is above a place in the breadcrumb: the cities page, and the section of its state there."""
    rows, state = [Link(links.CITIES, builder.t("nav.cities"))], view.place.state
    if state and any(city.place.state == state for city in builder.views.cities):
        rows.append(Link(f"{links.CITIES}#{links.state_anchors(builder.views)[state]}", state))
    return tuple(rows)


def _figures(builder: PageBuilder, view: PlaceView) -> dict[str, Any]:
    n, place = builder.fmt.count(view.n), display_names.place(view, builder.content)
    bars = plane = spend = None
    if view.groups:
        joined = any(len(group.segments) > 1 for group in view.groups)
        caption = "caption_groups" if joined else "caption"
        texts = builder.texts("segments", view, caption, n=n, place=place)
        bars = segment_mix(builder.chart, view.groups, texts, place, view.n, builder.segment_path)
    if view.strength == "counts":
        # Fewer than 30 customers: counts, and averages that pass as numbers; no position among all customers.
        return {"bars": bars, "strips": None, "plane": None, "spend": None}
    if view.groups:
        if x_measure(builder.chart) == "recency_pct":
            texts = builder.texts("positioning", view, "draw.positioning.caption_recency", neutral="title_recency")
        else:
            texts = builder.texts("positioning", view)
        plane = positioning(builder.chart, view.groups, texts, width=HALF)
        spend = _spend(builder, view, place)
    return {"bars": bars, "strips": _strips(builder, view, place), "plane": plane, "spend": spend}


def _spend(builder: PageBuilder, view: PlaceView, place: str) -> Figure | None:
    """Return the figure of the place's spend by segment, under the sentence that passes; None where neither does."""
    groups = view.groups
    if any(group.spend_share is None for group in groups) or view.strength != "claims":
        return None
    largest = max(groups, key=lambda group: group.spend_share or 0.0)
    named = largest.segments[0] if len(largest.segments) == 1 else ""
    texts = builder.texts("spend-share", view, place=place)
    return segment_share(builder.chart, groups, texts, view.n, named, Sizes(width=HALF))


def _strips(builder: PageBuilder, view: PlaceView, place: str) -> Figure | None:
    names = builder.cities.ids
    others = len(names) - (view.place.id in names)
    counted = builder.counted("comparable" if len(names) < MOST_DOTS else "largest", len(names))
    caption = "caption" if others else "caption_alone"
    texts = builder.texts("profile", view, caption, place=place, cities_counted=counted)
    return profile_strips(builder.chart, view, builder.cities, texts)


def _kpis(builder: PageBuilder, view: PlaceView) -> tuple[Kpi, ...]:
    rank = display_names.rank(view, builder.edition)
    note = rank or builder.chart.say("page.share_of_all", share=builder.fmt.percent(view.share))
    size = Kpi(builder.t("kpi.customers"), builder.fmt.count(view.n), (note,))
    columns = [name for name in ("typical_spend", "transactions", "recency") if builder.measured(name)]
    if (builder.views.imported or not builder.measured("transactions")) and builder.measured("age"):
        columns.append("age")
    columns += [name for name in IMPORTED_MEASURES if builder.measured(name)]
    return (size, *(builder.kpi(column, view.measures) for column in columns))


def _options(builder: PageBuilder, view: PlaceView) -> tuple[OptionRow, ...]:
    """Return options for the segments that are clearly more common here; empty where there is none."""
    rows = []
    for group in view.groups:
        if group.answer != "clear" or (group.gap or 0.0) < 0:
            continue
        for id_ in group.segments:
            segment = builder.views.segments[id_]
            titles = tuple(option.title for option in naming_rules.options(segment.rule, builder.content))
            more = builder.t("segments.see", letter=segment.letter)
            rows.append(OptionRow(builder.codes((id_,)), segment.name, titles, builder.links.segment(id_), more))
    return tuple(rows)


def _near(builder: PageBuilder, view: PlaceView) -> tuple[Link, ...]:
    """Return the other places of its metropolitan area that have pages, most customers first."""
    metro, own = view.place.metro, view.place.id
    near = (other.place for other in builder.views.pages if metro and other.place.metro == metro)
    return tuple(Link(builder.links.city(place.slug), place.name) for place in near if place.id != own)


def _map(builder: PageBuilder, view: PlaceView, path: str) -> str:
    def link(other: PlaceView) -> str:
        return builder.links.rel(path, builder.links.city(other.place.slug))

    name = builder.t("city.around", place=display_names.place(view, builder.content))
    return around_map(builder.chart, view, builder.around.nearest(view, MOST), link, name)


def _alike(builder: PageBuilder, view: PlaceView) -> tuple[AlikeRow, ...]:
    """Return the most similar cities for which a sentence passes."""
    rows = []
    for near, sentence in select.cities_alike(view, builder.alike, builder.edition):
        place = near.second.place
        compare = builder.links.compare((view.place.slug, place.slug))
        words = builder.t("city.compare_with", place=place.name)
        path = builder.links.city(place.slug)
        rows.append(AlikeRow(path, place.name, place.state, sentence, compare, words))
    return tuple(rows)


def _alike_note(builder: PageBuilder) -> str:
    """Return what similar cities were compared on, and how often the choice must last."""
    alike = builder.alike
    return builder.t(
        "city.alike_note",
        cities_compared=builder.fmt.count(len(alike.space.cities)),
        compared=measured(alike.space.compared, builder.content),
        nearest=builder.counted("nearest", alike.most),
    )


def _around(builder: PageBuilder, view: PlaceView, path: str, *, similar: bool) -> dict[str, Any]:
    """Return what takes the place of similar cities: the nearest larger city, and the others of the state.

    A place without a mix has the nearest larger city in any case.
    """
    larger = None
    if not similar or not view.groups:
        larger = select.larger_city(view, builder.around, builder.edition)
    others = () if similar else builder.around.others(view)
    shown = tuple(
        Link(builder.links.city(o.place.slug), display_names.place(o, builder.content)) for o in others[:_MOST]
    )
    more = None
    if len(others) > len(shown) and any(city.place.state == view.place.state for city in builder.views.cities):
        anchor = links.state_anchors(builder.views)[view.place.state]
        count = builder.counted("places", len(others) + 1)
        more = Link(f"{links.CITIES}#{anchor}", builder.t("city.all_of_state", places=count))
    return {
        "larger": next(iter(builder.entries((larger,), path)), None) if larger else None,
        "in_state": builder.t("city.in_state", state=view.place.state) if shown else "",
        "state_places": shown,
        "state_all": more,
    }


def _qr(builder: PageBuilder, path: str) -> str:
    """Return the page's URL as a QR code; empty where it is unknown."""
    address = builder.links.canonical(path)
    return qr_svg(address, builder.t("source.qr")) if address else ""


def _neighbour(builder: PageBuilder, view: PlaceView | None) -> Link | None:
    return Link(builder.links.city(view.place.slug), view.place.name) if view else None
