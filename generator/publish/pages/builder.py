"""Shared by all page builders: edition, chart context and links; page heads, key figures, list entries.

Holds no wording.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.publish.charts.base.context import ChartContext, Ids, Texts
from generator.publish.charts.forms.strips import Cities
from generator.publish.claims import select, titles
from generator.publish.claims.select import Sentence
from generator.publish.client.scripts import Script
from generator.publish.model import conditions
from generator.publish.model.nearby import Surroundings
from generator.publish.model.neighbours import Alike
from generator.publish.model.types import GroupView, PlaceView
from generator.publish.output.links import Links
from generator.publish.pages.contexts.frame import Link, Page, Site
from generator.publish.pages.contexts.rows import Card, Entry, Kpi, Letters
from generator.publish.words import display_names
from generator.publish.words.edition import OfEdition
from generator.release.columns import IMPORTED_MEASURES

#: Content security policy of every page. Inline styles are allowed for the style sheet and for Plotly.
CSP = (
    "default-src 'none'; script-src {script}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'"
)

#: Figures that show recency, with a note on it where days are missing; positioning has separate captions for it.
_RECENCY = frozenset({"profile", "segment-profile", "averages"})


@dataclass(frozen=True, slots=True)
class PageBuilder(OfEdition):
    """Resources shared by the page builders.

    Attributes:
        links: URLs of the site.
        site: Context shared by all pages.
        chart: Chart context of figures.
        cities: The cities on the strips.
        scripts: The scripts of the site by name.
        alike: Similar cities.
        around: What lies around each place.
        pictures: Whether pages have social cards.
    """

    links: Links
    site: Site
    chart: ChartContext
    cities: Cities
    scripts: dict[str, Script]
    alike: Alike
    around: Surroundings
    pictures: bool

    def t(self, key: str, **facts: str) -> str:
        """Return a text of the interface."""
        return self.content.words(key, **facts)

    def counted(self, things: str, n: int) -> str:
        """Return "1 city", "102 cities"; `things` is a key of [counted] in site.toml."""
        return display_names.counted(things, n, self.content, self.fmt)

    def by_number(self, key: str, n: int, name: str) -> str:
        """Return the text of a number in its plural form; `name` is the fact that holds the number."""
        return display_names.by_number(key, n, self.content, self.fmt, **{name: self.fmt.count(n)})

    def head(
        self, path: str, section: str, title: str, description: str, crumbs: tuple[Link, ...] = ()
    ) -> dict[str, Any]:
        """Return the fields of `frame.Context` for a page."""
        page = Page(
            path=path,
            section=section,
            title=title,
            description=description,
            canonical=self.links.canonical(path),
            noindex=self.views.release.policy.kind == "internal",
            csp=CSP.format(script="'self'"),
            crumbs=crumbs,
            name=self.links.name(path),
            embed=self.links.embeds(path) if self.site.sheet else "",
            source=self._source(path),
        )
        return {"site": self.site, "page": page, "link": partial(self.links.rel, path)}

    def _source(self, path: str) -> str:
        """Return the source line for printing: data set, window, publisher, licence, URL."""
        facts, address = self.content.facts, self.links.canonical(path) or self.t("source.no_address")
        known = [name for name in ("publisher", "licence") if facts[name]]
        parts = [self.t("source.label"), *(self.t(f"source.{name}") for name in known), address]
        return " · ".join(parts)

    def crumbs(self, *rows: Link) -> tuple[Link, ...]:
        """Return a breadcrumb; none for a page that only the overview is above, to which the site's name leads."""
        return rows if len(rows) > 1 else ()

    def codes(self, ids: Ids) -> Letters:
        """Return pairs of segment id and code, for tags."""
        return tuple((id_, self.views.segments[id_].letter) for id_ in ids)

    def segment_path(self, ids: Ids) -> str:
        """Return the path of the page about a segment; empty for joined segments, which have none."""
        return self.links.segment(ids[0]) if len(ids) == 1 else ""

    def texts(self, figure: str, view: PlaceView | None = None, caption: str = "caption", **facts: str) -> Texts:
        """Return the texts around a figure from `content/figures.toml`; `caption` may name another key."""
        title = titles.title(figure, self.edition, view, **facts)
        facts.pop("neutral", None)
        words = self.t(f"figures.{caption}" if "." in caption else f"figures.{figure}.{caption}", **facts)
        shows_recency = figure in _RECENCY or "recency" in caption
        if shows_recency and self.measured("recency") and conditions.recency_calendar(self.views):
            words = f"{words} {self.t('figures.draw.sparse_days')}"
        return Texts(id=figure, question=self.t(f"figures.{figure}.question"), title=title, caption=words)

    def entries(
        self, sentences: Iterable[Sentence], at: str, anchors: frozenset[str] = frozenset()
    ) -> tuple[Entry, ...]:
        """Return sentences as list entries: a place name links to its page, else a number to its figure.

        Args:
            sentences: Sentences that passed their guards.
            at: Path of the page.
            anchors: Ids of figures on the page.
        """
        return tuple(self._entry(sentence, at, anchors) for sentence in sentences)

    def _entry(self, sentence: Sentence, at: str, anchors: frozenset[str]) -> Entry:
        if sentence.place:
            around, href = sentence.around_place(), self.links.rel(at, self.links.city(sentence.place))
        else:
            around, href = sentence.around_figure() if sentence.anchor in anchors else None, f"#{sentence.anchor}"
        return Entry(sentence.text, "", "", "", sentence) if around is None else Entry(*around, href, sentence)

    def kpi(self, column: str, measures: dict[str, Any], *, whole: bool = False, title: str = "") -> Kpi:
        """Return an average as a key figure, with that of all customers."""
        estimate, reference = measures[column], self.views.measures[column]
        known = estimate.value is not None
        value = self.fmt.mean(column, estimate)
        if known and column == "recency":
            value = self.t("kpi.days_ago", days=value)
        notes = [self.content.unit(column)] if column in IMPORTED_MEASURES else []
        if known and (interval := self.fmt.estimate(column, estimate)) and not whole:
            notes.append(self.t("kpi.interval", interval=interval))
        if known and column == "recency" and conditions.recency_calendar(self.views):
            notes.append(self.t("kpi.days_covered"))
        if not whole and reference.value is not None:
            notes.append(self.t("kpi.all_value", value=self.fmt.mean(column, reference)))
        key = {"typical_spend": "typical_spend", "recency": "recency"}.get(column)
        name = title or (self.t(f"kpi.{key}") if key else self.content.title(column))
        return Kpi(name, value, tuple(notes), words=not known)

    def measured(self, column: str) -> bool:
        """Return whether a measure is available in this release: in the data, and not dropped."""
        dropped = {feature.name for feature in self.views.release.model.dropped}
        names = {"transactions": "frequency"}
        estimate = self.views.measures.get(column)
        return names.get(column, column) not in dropped and estimate is not None and estimate.withheld != "absent"

    def cards(self) -> tuple[Card, ...]:
        """Return the segment cards (one for segments merged for all customers)."""
        return tuple(self._card(group) for group in self.views.groups)

    def _card(self, group: GroupView) -> Card:
        spend = (
            self.t("segments.card_spend_withheld")
            if group.spend_share is None
            else self.t("segments.card_spend", share=self.fmt.percent(group.spend_share))
        )
        size = f"{self.t('segments.card_customers', share=self.fmt.percent(group.share))}, {spend}"
        one = group.segments[0]
        rule = select.segment(one, self.edition).rule if len(group.segments) == 1 else None
        name = display_names.group(group.segments, self.views, self.content)
        return Card(one, self.codes(group.segments), name, self.links.segment(one), size, rule)
