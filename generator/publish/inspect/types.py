"""What `atlas inspect` tells of a page: types only, texts and numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """A look that a guard took.

    Attributes:
        what: What it looked at.
        value: What it found.
        needs: What that has to be; "any" where it is only told.
        holds: Whether it is.
    """

    what: str
    value: str
    needs: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that a guard judged; it passed when every look holds.

    Attributes:
        subject: What it is about, such as a segment; empty where the guard has one subject only.
        key: Key of the finding that it becomes when it passes.
        looks: All that was looked at, in order.
    """

    subject: str
    key: str
    looks: tuple[Seen, ...]

    @property
    def passed(self) -> bool:
        """Return whether every look holds."""
        return all(look.holds for look in self.looks)


@dataclass(frozen=True, slots=True)
class Judged:
    """One kind of sentence.

    Attributes:
        phrase: Its id in phrases.toml.
        guard: Name of its guard.
        source: File and line of the phrase.
        passed: Whether it may be said at least once.
        trials: What the guard looked at.
    """

    phrase: str
    guard: str
    source: str
    passed: bool
    trials: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence on the page: where, what it says, and which words it was made from.

    Attributes:
        slot: Where on the page, such as "headline".
        phrase: Phrase id; empty for a neutral title that is no finding.
        text: What it says.
        confidence: counted, clear or unclear; empty likewise.
        source: File and line of the words.
    """

    slot: str
    phrase: str
    text: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that `atlas inspect` tells of one page, or of the pages of all customers.

    Attributes:
        subject: Name of the place or segment, or of the whole.
        kind: place, segment or all.
        facts: Placeholders that only this page may use, with their values.
        numbers: Shares and averages with their intervals, by name.
        judged: Every kind of sentence that could stand here.
        chosen: Those that do.
    """

    subject: str
    kind: str
    facts: dict[str, str]
    numbers: dict[str, str]
    judged: tuple[Judged, ...]
    chosen: tuple[Chosen, ...]
