"""Texts of a social card: name, finding, segment shares or key figures, window.

Each page with a finding has its own card; text pages share the site's. Every text comes from the context of the
page, so a card never says what its page does not. Holds no wording.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.publish.claims import select
from generator.publish.model.types import GroupView
from generator.publish.output import links
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Banner, Context
from generator.publish.pages.contexts.pages import (
    CitiesContext,
    CityContext,
    OverviewContext,
    SegmentContext,
    SegmentsContext,
    SummaryContext,
)
from generator.publish.pages.contexts.rows import Kpi, Letters
from generator.publish.words import display_names

#: Width and height of link previews, in pixels.
SIZE = (1200, 630)

_MOST_FIGURES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mix: segment ids and codes, short name, share of customers 0..1, the share as text."""

    ids: tuple[str, ...]
    letters: str
    name: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """The texts and values of a social card.

    Attributes:
        path: Path of the picture inside the site.
        name: What the page is about.
        note: State; empty where there is none.
        letters: Segment code; empty for other pages.
        headline: The page's finding.
        figures: Key figures, most important first.
        mix: Customers by segment; empty where it is not published.
        whole: All customers by segment, drawn thin under the mix; empty where the mix is the whole.
        lit: Ids of the segments that the finding names, which are filled in the mix.
        alt: Alternative text of the card.
    """

    path: str
    name: str
    note: str
    letters: Letters
    headline: str
    figures: tuple[Kpi, ...]
    mix: tuple[Part, ...]
    whole: tuple[Part, ...]
    lit: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Texts shared by all cards: name of the site, data set and window, banners, label of all customers."""

    site: str
    source: str
    banners: tuple[Banner, ...]
    reference: str


def frame(builder: PageBuilder) -> Frame:
    """Return the texts shared by all cards of a site."""
    banners = tuple(Banner(banner.kind, builder.t(f"card.{banner.kind}")) for banner in builder.site.banners)
    reference = builder.t("card.reference")
    return Frame(builder.site.title, builder.t("card.source"), banners, reference)


def card_of(builder: PageBuilder, context: Context) -> Card:
    """Return the card of a page."""
    path = builder.links.card(context.page.path)
    match context:
        case CityContext():
            return _city(builder, context)
        case SegmentContext():
            card = _whole(builder, path, context.name, context.headline.text, context.kpi_row)
            return replace(card, letters=context.letters, lit=tuple(id_ for id_, _ in context.letters))
        case OverviewContext():
            return _whole(builder, path, context.name, context.headline.text, _figure_of_all(builder, context.kpi_row))
        case SummaryContext():
            # The first takeaway is the overview's sentence.
            headline = context.takeaways[min(1, len(context.takeaways) - 1)].text
            return _whole(builder, path, context.page.title, headline)
        case SegmentsContext():
            headline = context.shares.title if context.shares else context.page.description
            return _whole(builder, path, context.page.title, headline)
        case CitiesContext():
            return _whole(builder, path, context.page.title, context.page.description)
        case _:
            return _site(builder)


def _figure_of_all(builder: PageBuilder, row: tuple[Kpi, ...]) -> tuple[Kpi, ...]:
    """Return typical spend, the last key figure; without it the number of cities."""
    return row[-1:] if builder.measured("typical_spend") else row[1:2]


def _city(builder: PageBuilder, context: CityContext) -> Card:
    slug = context.page.path.split("/")[-2]
    view = next(view for view in builder.views.pages if view.place.slug == slug)
    mix = _parts(builder, view.groups)
    return Card(
        path=builder.links.card(context.page.path),
        name=context.name,
        note=context.state,
        letters=(),
        headline=context.headline.text,
        figures=context.kpi_row[:_MOST_FIGURES],
        mix=mix,
        whole=_parts(builder, builder.views.groups) if mix else (),
        lit=tuple(id_ for group in view.groups if group.answer == "clear" for id_ in group.segments),
        alt=_alt(builder, context.name, context.headline.text),
    )


def _whole(builder: PageBuilder, path: str, name: str, headline: str, figures: tuple[Kpi, ...] = ()) -> Card:
    """Return the card with the mix of all customers added."""
    return Card(
        path=path,
        name=name,
        note="",
        letters=(),
        headline=headline,
        figures=figures[:_MOST_FIGURES],
        mix=_parts(builder, builder.views.groups),
        whole=(),
        lit=_named(builder, headline),
        alt=_alt(builder, name, headline),
    )


def _named(builder: PageBuilder, headline: str) -> tuple[str, ...]:
    """Return the segments of which a finding on all customers gives the name; a name may be a part of a longer one."""
    names = [(form, id_) for id_, one in builder.views.segments.items() for form in (one.name, one.short) if form]
    text, found = headline.casefold(), set[str]()
    for form, id_ in sorted(names, key=lambda row: -len(row[0])):
        if form.casefold() in text:
            text = text.replace(form.casefold(), "|")
            found.add(id_)
    return tuple(sorted(found))


def _site(builder: PageBuilder) -> Card:
    """Return the card shared by text pages: the site's name and the overview's headline."""
    headline = select.overview(builder.edition).headline.text
    return _whole(builder, links.SITE_CARD, builder.site.title, headline)


def _parts(builder: PageBuilder, groups: Sequence[GroupView]) -> tuple[Part, ...]:
    return tuple(
        Part(
            group.segments,
            display_names.codes(group.segments, builder.chart.views),
            builder.views.segments[group.segments[0]].short if len(group.segments) == 1 else "",
            group.share,
            builder.fmt.percent(group.share),
        )
        for group in groups
    )


def _alt(builder: PageBuilder, name: str, headline: str) -> str:
    return builder.t("card.alt", name=name, headline=headline)
