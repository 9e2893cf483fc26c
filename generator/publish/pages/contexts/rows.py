"""Row types of pages: key figures, sentences with their confidence, cards and table rows."""

from dataclasses import dataclass

from generator.publish.claims.sentences import Sentence
from generator.publish.pages.contexts.frame import Link

Letters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure: title, value, notes below it; `words` when the value is a text instead of a number."""

    title: str
    value: str
    notes: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence in a list: text before its link, link text, and the rest; `href` empty: no link."""

    before: str
    linked: str
    after: str
    href: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class OptionRow:
    """Options to test for one segment: tags, name, titles, link to the details, and link text."""

    letters: Letters
    name: str
    titles: tuple[str, ...]
    path: str
    more: str


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A similar city: its page, name and state, reason, and a link that compares the two, with its text.

    `compare` is empty without a Compare page.
    """

    path: str
    name: str
    state: str
    why: Sentence
    compare: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """Segment card: id for its colour, tags, name, page, size as text, rule."""

    id: str
    letters: Letters
    name: str
    path: str
    size: str
    rule: Sentence | None


@dataclass(frozen=True, slots=True)
class MixPart:
    """One part of a small mix bar: colour classes, width in per cent, codes, second segment of a merged part."""

    css: str
    width: str
    letters: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of readers and its answer."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class NearRow:
    """A city nearby: page, name, customers, distance, parts of its mix bar (none: not published), the same as text."""

    path: str
    name: str
    customers: str
    distance: str
    mix: tuple[MixPart, ...]
    mix_label: str


@dataclass(frozen=True, slots=True)
class CityRow:
    """A row of the cities table.

    Attributes:
        path: Its page; empty for places without one.
        name: Display name.
        customers: Customers, as text.
        mix: Parts of its mix bar; empty where the mix is not published.
        mix_label: The same as text.
        typical: Typical spend, as text.
        finding: Main finding, or the reason why there is none.
        differs: Whether the finding is a difference.
        state: Anchor of its state, for the filter; empty where the section has it, or there is none.
        also: Other names, for the filter.
        values: Sort values, see `sorting.values`.
        sentence: The finding as a sentence; None where it is only a reason.
    """

    path: str
    name: str
    customers: str
    mix: tuple[MixPart, ...]
    mix_label: str
    typical: str
    finding: str
    differs: bool
    state: str
    also: str
    values: str
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class CityGroup:
    """A section of the cities page: anchor, title, subtotal, rows; `state` is True for the section of a state."""

    id: str
    title: str
    note: str
    rows: tuple[CityRow, ...]
    state: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several choices: its key in the URL, and its label."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """A row of the summary's options: see `opportunities.Opportunity`; `where` are links."""

    letters: Letters
    option: str
    text: str
    measure: str
    customers: str
    customers_share: str
    spend_share: str
    where: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """One line on a segment: tags and text, which is a sentence or only a name."""

    letters: Letters
    text: str
    sentence: Sentence | None = None
