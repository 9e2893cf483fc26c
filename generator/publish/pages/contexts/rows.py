"""Rows of pages: key figures, sentences with their sureness, cards and lines of tables, as templates read them."""

from dataclasses import dataclass

from generator.publish.pages.contexts.frame import Link

Letters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure: title, value, notes below it; `words` when the value is words instead of a number."""

    title: str
    value: str
    notes: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in a list: the words before its link, those of the link, and the rest; `href` empty: no link."""

    before: str
    linked: str
    after: str
    href: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """Options to test of one segment: tags, name, titles, where the details are, and the link's words."""

    letters: Letters
    name: str
    titles: tuple[str, ...]
    path: str
    more: str


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A city like the page's own: its page, name and state, why, and the address that compares the two with its words.

    `compare` is empty while the site has no page for comparing.
    """

    path: str
    name: str
    state: str
    why: str
    compare: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A segment in short: id for its colour, tags, name, page, size in words, rule (empty: not said)."""

    id: str
    letters: Letters
    name: str
    path: str
    size: str
    rule: str


@dataclass(frozen=True, slots=True)
class MixPart:
    """One part of a small mix bar: colour classes, width in per cent, second segment of a joined part."""

    css: str
    width: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class CityRow:
    """A row of the cities table.

    Attributes:
        path: Its page; empty for places without one.
        name: Display name.
        customers: Customers, in words.
        mix: Parts of its mix bar; empty where the mix is not told.
        mix_label: The same in words.
        typical: Typical spend, in words.
        finding: What stands out, or why nothing is said.
        apart: Whether something does.
        state: Anchor of its state, for the filter; empty where the section says it, or there is none.
        also: Other names, for the filter.
        values: What it is sorted by, see `sorting.values`.
    """

    path: str
    name: str
    customers: str
    mix: tuple[MixPart, ...]
    mix_label: str
    typical: str
    finding: str
    apart: bool
    state: str
    also: str
    values: str


@dataclass(frozen=True, slots=True)
class CityGroup:
    """A section of the cities page: anchor, title, subtotal, rows; `state` says whether it is that of a state."""

    id: str
    title: str
    note: str
    rows: tuple[CityRow, ...]
    state: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose from: its key in the page's address, and words."""

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
    confidence: str


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment in one line: tags and sentence."""

    letters: Letters
    text: str
