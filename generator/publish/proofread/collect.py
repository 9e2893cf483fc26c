"""Collects every text of a site that states something, from the contexts that its pages are rendered from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.publish.cards.text import card_of
from generator.publish.charts.figure import Figure
from generator.publish.claims import registry
from generator.publish.claims.quantities import Quantity
from generator.publish.claims.sentences import WORDS, Sentence
from generator.publish.claims.statements import Statement
from generator.publish.inspect import check_texts
from generator.publish.model.types import ANSWERS, Estimate, GroupView, Views
from generator.publish.pages import statements
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Context
from generator.publish.pages.contexts.pages import SegmentContext
from generator.publish.pages.contexts.side_pages import PatternsContext, RedirectContext
from generator.publish.pages.embeds import figures_of
from generator.publish.proofread.sources import Sources
from generator.publish.proofread.types import Chapter, Group, Item, Reading, Spot, Wording
from generator.publish.render import contexts
from generator.publish.words.content import Content
from generator.publish.words.template import dig

#: Names of the chapters of sentences, boldest first, by answer.
_ANSWERS = {
    "clear": "Clear differences",
    "small": "Small differences",
    "chance": "Differences that could be chance",
    "in_line": "In line with all customers",
    "none": "No difference could be shown",
    "counted": "Counted: arithmetic on all customers",
    "unclear": "Not enough to say",
}


#: Forms of a phrase of Compare: two that it shows, and the condition.
_SAID = ("text", "evidence", "rule")


@dataclass(slots=True)
class _Texts:
    """Texts by group id and text, in the order in which they are found."""

    groups: dict[str, dict[str, Item]] = field(default_factory=dict)

    def add(self, group: str, text: str, *spots: Spot) -> Item:
        """Add a text, or places of a text that is known; return it."""
        item = self.groups.setdefault(group, {}).setdefault(text, Item(text))
        item.spots |= {spot.path + spot.name: spot for spot in spots}
        return item


@dataclass(slots=True)
class _Collector:
    """What is found on the pages of a site.

    Attributes:
        builder: Page builder of the site.
        said: Sentences by kind.
        answers: Answer of each kind.
        words: Keys of the wordings of each kind that are in use.
        titles: Titles of figures that state nothing.
        captions: Texts below the titles of figures.
        options: Options to test.
        cards: Texts of social cards that are no sentence of their page.
        heads: Descriptions of pages, for search engines and previews of links.
        alts: Alternative texts of figures.
        pages: Number of pages.
    """

    builder: PageBuilder
    said: _Texts = field(default_factory=_Texts)
    answers: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, None]] = field(default_factory=dict)
    titles: _Texts = field(default_factory=_Texts)
    captions: _Texts = field(default_factory=_Texts)
    options: _Texts = field(default_factory=_Texts)
    cards: _Texts = field(default_factory=_Texts)
    heads: _Texts = field(default_factory=_Texts)
    alts: _Texts = field(default_factory=_Texts)
    pages: int = 0

    def page(self, context: Context, found: tuple[Statement, ...]) -> None:
        """Add the texts of a page."""
        self.pages += 1
        path, name = context.page.path, context.page.title
        figures = tuple(figures_of(context))
        anchors = {figure.id for figure in figures} | ({"kpi"} if hasattr(context, "kpi_row") else set())
        for one in found:
            at = f"{path}#{one.figure}" if one.figure in anchors else path
            self._sentence(one.sentence, Spot(at, name))
        titles = {one.sentence.text for one in found}
        for figure in figures:
            self._figure(figure, Spot(f"{path}#{figure.id}", name), finding=figure.title in titles)
        if isinstance(context, SegmentContext):
            for option in context.options:
                for text in (option.title, option.text, option.measure):
                    self.options.add(option.id, text, Spot(path, name))
        if context.page.description:
            self.heads.add(type(context).__name__.removesuffix("Context"), context.page.description, Spot(path, name))
        if self.builder.pictures:
            self._card(context, found)

    def _sentence(self, sentence: Sentence, spot: Spot) -> None:
        facts = {name: text for name, text in sentence.facts.items() if _is_figure(name, text)}
        facts |= {"q": q} if (q := self._q(sentence)) else {}
        item = self.said.add(sentence.kind, sentence.text, spot)
        item.effect = max(item.effect, effect(sentence, self.builder.views))
        # Of a text that several places share, only what is true of all.
        item.facts = facts if len(item.spots) == 1 else {k: v for k, v in item.facts.items() if facts.get(k) == v}
        self.answers[sentence.kind] = sentence.confidence
        self.words.setdefault(sentence.kind, {})[sentence.words] = None

    def _q(self, sentence: Sentence) -> str:
        q = sentence.about.q if sentence.about and sentence.confidence in ANSWERS else None
        return "" if q is None else check_texts.value(Quantity("probability", q), self.builder.edition)

    def _figure(self, figure: Figure, spot: Spot, *, finding: bool) -> None:
        if not finding:
            self.titles.add(figure.id, figure.title, spot)
        if figure.caption:
            self.captions.add(figure.id, figure.caption, spot)
        self.alts.add(figure.id, figure.description, spot)

    def _card(self, context: Context, found: tuple[Statement, ...]) -> None:
        """Add the text of a page's social card; a sentence of the page is listed with that sentence."""
        card = card_of(self.builder, context)
        spot = Spot(card.path, f"social card of {card.name}")
        same = next((one.sentence for one in found if one.sentence.text == card.headline), None)
        if same is not None:
            self.said.add(same.kind, same.text, spot)
        else:
            self.cards.add("card", card.headline, spot)


def effect(sentence: Sentence, views: Views) -> float:
    """Return how large a difference is that a sentence states: of shares in points, of averages as a proportion."""
    about = sentence.about
    if isinstance(about, GroupView) and about.gap is not None:
        return abs(about.gap)
    if isinstance(about, Estimate):
        reference = views.measures[sentence.id.removeprefix(f"{sentence.kind}-")].value
        return abs(about.value / reference - 1) if about.value is not None and reference else 0.0
    return sentence.size


def _is_figure(name: str, text: str) -> bool:
    return name not in WORDS and any(c.isdigit() for c in text)


def read(builder: PageBuilder) -> Reading:
    """Return all texts of a site by chapter."""
    found, places = _Collector(builder), statements.places(builder)
    for context in contexts(builder):
        # The pattern library shows again what other pages do, and redirects have no texts of their own.
        if not isinstance(context, PatternsContext | RedirectContext):
            found.page(context, statements.of_page(context, builder.edition, places.get(context.page.path)))
    return Reading(builder.views.release.label, builder.site.title, found.pages, tuple(_chapters(found)))


def _chapters(found: _Collector) -> Iterator[Chapter]:
    content = found.builder.content
    sources = Sources(content)
    order = [phrase.id for phrase in content.phrases()]
    kinds = sorted(found.said.groups, key=lambda kind: order.index(kind) if kind in order else len(order))
    for answer, name in _ANSWERS.items():
        groups = (
            Group(
                kind,
                answer,
                tuple(_wording(key, content) for key in found.words[kind]),
                _largest_first(found.said.groups[kind].values()),
            )
            for kind in kinds
            if found.answers[kind] == answer
        )
        yield Chapter(name, "", tuple(groups))
    yield _plain("Titles of figures without a finding", "They must not claim anything.", found.titles, sources)
    yield _plain("Below titles of figures", "Units, numbers of customers, how to read them.", found.captions, sources)
    yield _plain("Options to test", "Ideas, not advice, and no promise that they work.", found.options, sources)
    yield _plain("Social cards", "Cards that repeat a sentence of their page are listed there.", found.cards, sources)
    yield _plain("Descriptions of pages", "For search engines and previews of links.", found.heads, sources)
    yield _compare(content)
    yield _plain("Alternative texts of figures", "What a screen reader says.", found.alts, sources)


def _largest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: -item.effect))


def _plain(name: str, note: str, texts: _Texts, sources: Sources) -> Chapter:
    groups = (
        Group(id_, "", sources.of(tuple(items)), tuple(items.values())) for id_, items in sorted(texts.groups.items())
    )
    return Chapter(name, note, tuple(groups))


def _compare(content: Content) -> Chapter:
    """Return the sentences of Compare as patterns: a reader chooses the places, and a script fills them."""
    note = "Patterns: a reader chooses the places, and a script fills in the figures under the same conditions."
    names = {guard.name for guard in registry.PAIR}
    phrases = [phrase for phrase in content.phrases() if phrase.guard in names]
    phrases.sort(key=lambda phrase: list(_ANSWERS).index(phrase.confidence))
    groups = (
        Group(
            phrase.id,
            phrase.confidence,
            tuple(_wording(registry.key(phrase, form), content) for form in phrase.forms if form in _SAID),
            (),
        )
        for phrase in phrases
    )
    return Chapter("Compare", note, tuple(groups))


def _wording(key: str, content: Content) -> Wording:
    source = content.files["phrases.toml"]
    return Wording(key, source.where(key), str(dig(content.tables["phrases.toml"], key)))
