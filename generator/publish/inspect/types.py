"""What `atlas inspect` found out about a page: types only. The checks are those that the build made."""

from dataclasses import dataclass

from generator.publish.claims.guard import Trial


@dataclass(frozen=True, slots=True)
class Verdict:
    """One kind of sentence, and what its guard judged.

    Attributes:
        phrase: Its id in phrases.toml.
        guard: Name of its guard.
        source: File and line of the phrase.
        trials: What the guard judged.
    """

    phrase: str
    guard: str
    source: str
    trials: tuple[Trial, ...]

    @property
    def passed(self) -> bool:
        """Return whether the sentence may be said at least once."""
        return any(trial.passed for trial in self.trials)


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
    """All that `atlas inspect` says of one page, or of the pages of all customers.

    Attributes:
        subject: Name of the place or segment, or of the whole.
        kind: place, segment or all.
        facts: Placeholders that only this page may use, with their values.
        numbers: Shares and averages with their intervals, by name.
        verdicts: Every kind of sentence that could be here.
        chosen: Those that are.
    """

    subject: str
    kind: str
    facts: dict[str, str]
    numbers: dict[str, str]
    verdicts: tuple[Verdict, ...]
    chosen: tuple[Chosen, ...]
