"""The overview and the executive summary. Holds no wording."""

from generator.publish.claims import select
from generator.publish.output import links
from generator.publish.pages import bank_figures
from generator.publish.pages.bank_figures import shares_figure
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.pages import OverviewContext, SummaryContext
from generator.publish.pages.contexts.rows import Kpi, OpportunityRow, SegmentLine
from generator.publish.pages.lists import doors
from generator.release.columns import IMPORTED_MEASURES

#: Figures by city on the overview, in order.
_FIGURES = (
    bank_figures.spread_figure,
    bank_figures.volume_figure,
    bank_figures.heat_figure,
    bank_figures.mix_figure,
    bank_figures.totals_figure,
    bank_figures.averages_figure,
    bank_figures.plane_figure,
)


def overview(builder: PageBuilder) -> OverviewContext:
    """Return the context of the overview."""
    text = builder.content.page("overview")
    sentences = select.overview(builder.edition)
    shares, where = shares_figure(builder), bank_figures.map_figure(builder)
    made = (make(builder) for make in _FIGURES)
    figures = tuple(figure for figure in made if figure is not None)
    shown = tuple(figure for figure in (shares, where, *figures) if figure is not None)
    anchors = frozenset(figure.id for figure in shown)
    highlights = builder.entries(sentences.highlights, links.OVERVIEW, anchors)
    contents = [Link(f"#{figure.id}", figure.question) for figure in shown if figure is not shares]
    if highlights:
        contents.append(Link("#highlights", builder.t("overview.highlights")))
    return OverviewContext(
        **builder.head(links.OVERVIEW, "overview", text.title, text.description),
        name=builder.views.release.label,
        headline=sentences.headline,
        kpi_row=_kpis(builder),
        contents=tuple(contents),
        shares=shares,
        cards=builder.cards(),
        where=where,
        figures=figures,
        highlights=highlights,
        doors=doors(builder, links.CITIES),
        by_state=builder.views.has_states,
        body=text.html,
        quality=sentences.quality,
    )


def _kpis(builder: PageBuilder) -> tuple[Kpi, ...]:
    views, fmt = builder.views, builder.fmt
    columns = ("typical_spend", *IMPORTED_MEASURES)
    return (
        Kpi(builder.t("kpi.customers"), fmt.count(views.n)),
        Kpi(builder.t("kpi.cities"), fmt.count(len(views.cities))),
        Kpi(builder.t("kpi.segments"), fmt.count(len(views.segments))),
        *(builder.kpi(name, views.measures, whole=True) for name in columns if builder.measured(name)),
    )


def summary(builder: PageBuilder) -> SummaryContext:
    """Return the context of the executive summary."""
    text = builder.content.page("summary")
    sentences = select.summary(builder.edition)
    crumbs = builder.crumbs(Link("", text.title))
    return SummaryContext(
        **builder.head(links.SUMMARY, "summary", text.title, text.description, crumbs),
        takeaways=sentences.takeaways,
        shares=shares_figure(builder),
        segments=tuple(
            SegmentLine(builder.codes(group.segments), line.text, line)
            for group, line in zip(builder.views.groups, sentences.segments, strict=True)
        ),
        opportunities=tuple(_opportunity(builder, row) for row in sentences.opportunities),
        changes=builder.entries(sentences.changes, links.SUMMARY),
        cannot_tell=builder.entries(sentences.cannot_tell, links.SUMMARY),
        quality=builder.entries(sentences.quality, links.SUMMARY),
        body=text.html,
    )


def _opportunity(builder: PageBuilder, row: select.Opportunity) -> OpportunityRow:
    names = {view.place.slug: view.place.name for view in builder.views.pages}
    return OpportunityRow(
        letters=builder.codes((row.segment,)),
        option=row.option,
        text=row.text,
        measure=row.measure,
        customers=row.customers,
        customers_share=row.customers_share,
        spend_share=row.spend_share,
        where=tuple(Link(builder.links.city(slug), names[slug]) for slug in row.where[:3]),
    )
