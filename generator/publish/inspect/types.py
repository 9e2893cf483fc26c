"""Types of an inspection of a page. The checks are those that the build runs."""

from dataclasses import dataclass

from generator.publish.claims.guard import Trial


@dataclass(frozen=True, slots=True)
class Verdict:
    """One kind of sentence, with the trials of its guard.

    Attributes:
        phrase: Its id in phrases.toml.
        guard: Name of its guard.
        source: File and line of the phrase.
        trials: The trials of the guard.
    """

    phrase: str
    guard: str
    source: str
    trials: tuple[Trial, ...]

    @property
    def passed(self) -> bool:
        """Return whether at least one trial passed."""
        return any(trial.passed for trial in self.trials)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence on the page: its slot, its text, and the source of its wording.

    Attributes:
        slot: Position on the page, such as "headline".
        phrase: Phrase id; empty for a neutral title.
        text: The sentence as shown.
        confidence: counted, unclear, or an answer; empty for a neutral title.
        source: File and line of the words.
    """

    slot: str
    phrase: str
    text: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Result of `atlas inspect` for one page, or for the pages of all customers.

    Attributes:
        subject: Name of the place or segment, or the label of all customers.
        kind: place, segment or all.
        facts: Placeholders that only this page may use, with their values.
        numbers: Shares and averages with their intervals, by name.
        verdicts: Every kind of sentence that could be on the page.
        chosen: The sentences on the page.
    """

    subject: str
    kind: str
    facts: dict[str, str]
    numbers: dict[str, str]
    verdicts: tuple[Verdict, ...]
    chosen: tuple[Chosen, ...]
