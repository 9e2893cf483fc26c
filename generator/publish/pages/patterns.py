"""The pattern library: every shared template component, with samples from the release, for designers.

It is at the site's root, has no inbound links and is not indexed. Holds no wording.
"""

from dataclasses import replace

from generator.publish.claims import select
from generator.publish.model.types import ANSWERS
from generator.publish.output import links
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Banner
from generator.publish.pages.contexts.pages import CitiesContext, OverviewContext, SegmentContext
from generator.publish.pages.contexts.side_pages import PatternsContext
from generator.release import SEGMENT_IDS

#: Neutral colours and the two shades of heatmaps, by the name of their custom property.
_NEUTRALS = (
    "paper", "wash", "line", "hair", "soft", "ink", "link", "all", "all-fill", "dot", "place", "land", "sea", "coast",
    "less", "more",
)  # fmt: skip
_ROWS = 4


def patterns(builder: PageBuilder, bank: OverviewContext, index: CitiesContext, one: SegmentContext) -> PatternsContext:
    """Return the context of the pattern library.

    Args:
        builder: The page builder.
        bank: The overview, whose components are shown again, as are those of the next two.
        index: The list of cities.
        one: The page of a segment.
    """
    words = builder.content.page("patterns")
    head = builder.head(links.PATTERNS, "", words.title, words.description)
    head["page"] = replace(head["page"], canonical=None, noindex=True)
    sentences = select.overview(builder.edition)
    chosen = next((figure for figure in bank.figures if figure.choices), None)
    # No figure is shown twice.
    wide = bank.shares or next((figure for figure in bank.figures if figure is not chosen), one.bands)
    kinds = ["synthetic", "internal", *(["imported"] if "old_dashboard" in builder.content.conditions else [])]
    rows = [row for group in index.groups for row in group.rows]
    return PatternsContext(
        **head,
        body=words.html,
        headline=bank.headline,
        kpi_row=bank.kpi_row,
        cards=bank.cards,
        options=one.options,
        option_of=one.letters[0][0],
        highlights=builder.entries(sentences.highlights, links.PATTERNS, frozenset({wide.id} if wide else ())),
        wide=wide,
        beside=one.bands,
        chosen=chosen,
        # Its links are those of the overview, which is in the same folder.
        where=bank.where,
        rows=tuple([row for row in rows if row.mix][:_ROWS] + [row for row in rows if not row.mix][:1]),
        palette=tuple((id_, id_.upper()) for id_ in SEGMENT_IDS),
        neutrals=_NEUTRALS,
        confidences=("counted", *ANSWERS, "unclear"),
        doors=bank.doors[:_ROWS],
        banners=tuple(Banner(kind, builder.t(f"banner.{kind}")) for kind in kinds),
    )
