"""What a guard is: the checks that let a kind of sentence pass, and the facts that its wording may use then.

A guard is written once, as generators of checks. A build takes them until one fails; `atlas inspect` takes all, so a
check must not rely on those before it. Types only; the guards are in `rules/`, checks that several of them share in
`checks`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from generator.publish.model.pairs import Pair, Two
from generator.publish.model.types import PlaceView, Views
from generator.publish.words.content import Content
from generator.publish.words.formats import Formatter

Facts = Mapping[str, str]

#: A text, or what makes it: formatting waits until someone reads.
Text = str | Callable[[], str]


@dataclass(frozen=True, slots=True)
class Case:
    """What a sentence would speak of: a place, a segment, two places beside each other, or all customers."""

    views: Views
    content: Content
    fmt: Formatter
    view: PlaceView | None = None
    segment: str | None = None
    two: Two | None = None

    @property
    def place(self) -> PlaceView:
        """Return the place, for guards that only speak of places."""
        if self.view is None:
            raise ValueError("this guard speaks of a place, and there is none")
        return self.view

    @property
    def beside(self) -> Two:
        """Return the two places, for guards that speak of two."""
        if self.two is None:
            raise ValueError("this guard speaks of two places, and there are none")
        return self.two

    @property
    def pair(self) -> Pair:
        """Return the two places with what is compared between them, for guards that rest on that."""
        if not isinstance(self.two, Pair):
            raise ValueError("this guard rests on a comparison of two places, and there is none")
        return self.two


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that passed: the facts for its wording.

    Attributes:
        facts: Formatted facts by name.
        key: Tells findings of one kind apart, such as segment ids.
        size: How large the finding is, to order findings of one kind; larger first.
        place: Slug of the place that it speaks of, where that is not the page's own.
    """

    facts: Facts
    key: str = ""
    size: float = 0.0
    place: str = ""


class Look(NamedTuple):
    """One thing that a guard looks at; a tuple, since a build makes a hundred of them a page.

    Attributes:
        what: What it is, in the words of the command line.
        value: What was found, such as a number.
        needs: What it has to be; "any" where it is only told.
        holds: Whether it is.
    """

    what: str
    value: Text
    needs: Text
    holds: bool


_HOLDS = attrgetter("holds")


class Trial(NamedTuple):
    """One thing that a guard judges: a finding where every look holds.

    Attributes:
        looks: Starts the looks, in order.
        facts: Returns the facts for the wording; only asked when every look holds.
        key: Key of the finding.
        size: Returns the size of the finding; likewise.
        subject: What is judged, such as a segment; empty where the guard has one subject only.
        place: Slug of the place that the finding speaks of, where that is not the page's own.
    """

    looks: Callable[[], Iterable[Look]]
    facts: Callable[[], Facts]
    key: str = ""
    size: Callable[[], float] = float
    subject: Text = ""
    place: str = ""

    @property
    def passed(self) -> bool:
        """Return whether every look holds; none is taken after one that does not."""
        return all(map(_HOLDS, self.looks()))

    def finding(self) -> Finding:
        """Return what a trial that passed found."""
        return Finding(self.facts(), self.key, self.size(), self.place)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition with its limits.

    Attributes:
        name: Name that phrases.toml refers to.
        facts: Names of the facts that a wording may use, besides those of the site.
        check: Yields what is judged of a case.
        limits: Minimum n, test level and effect gates by name, for the wording of the rule on the methods page.
    """

    name: str
    facts: tuple[str, ...]
    check: Callable[[Case], Iterable[Trial]]
    limits: Mapping[str, float] = field(default_factory=dict)

    def findings(self, case: Case) -> list[Finding]:
        """Return what passes; none when the sentence must not be said."""
        return [trial.finding() for trial in self.check(case) if trial.passed]


def nothing(_: Case) -> Facts:
    """Return no facts, for sentences that need none besides those of the site."""
    return {}


def one(
    looks: Callable[[Case], Iterable[Look]], facts: Callable[[Case], Facts] = nothing
) -> Callable[[Case], tuple[Trial]]:
    """Return the check of a guard that judges one thing of a case."""
    return lambda case: (Trial(lambda: looks(case), lambda: facts(case)),)


def text(made: Text) -> str:
    """Return a text, made now where it was not yet."""
    return made if isinstance(made, str) else made()


def passed(trials: Iterable[Trial]) -> list[Trial]:
    """Return the trials that passed."""
    return [trial for trial in trials if trial.passed]
