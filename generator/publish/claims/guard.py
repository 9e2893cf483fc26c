"""What a guard is: the checks that let a kind of sentence pass, and the facts that its wording may use then.

A guard is written once, as generators of checks. A build takes them until one fails; `atlas inspect` takes all, so a
check must not rely on those before it. Types only; the guards are in `claims/rules/`, checks that several of them share
in `claims/checks.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from generator.publish.claims.quantities import Needs, Value
from generator.publish.model.pairs import Pair, Two
from generator.publish.model.types import PlaceView
from generator.publish.words.edition import OfEdition

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case(OfEdition):
    """What a sentence would speak of: a place, a segment, two places beside each other, or all customers."""

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
        key: Identifies it among findings of one kind, such as segment ids.
        size: How large the finding is, to order findings of one kind; larger first.
        place: Slug of the place that it speaks of, where that is not the page's own.
    """

    facts: Facts
    key: str = ""
    size: float = 0.0
    place: str = ""


class Check(NamedTuple):
    """One thing that has to hold; a tuple, since a build makes a hundred of them a page.

    Attributes:
        what: What is checked, in the words of the command line.
        needs: What the value has to be; "any" where there is no limit.
        value: What it is.
        holds: Whether it is what it has to be.
    """

    what: str
    needs: Needs
    value: Value
    holds: bool


_HOLDS = attrgetter("holds")


class Trial(NamedTuple):
    """One thing that a guard judges: a finding where every check holds.

    Attributes:
        checks: Starts the checks, in order.
        facts: Returns the facts for the wording; only called when every check holds.
        key: Key of the finding.
        size: Size of the finding.
        subject: What is judged, such as a segment; empty where the guard has one subject only.
        place: Slug of the place that the finding speaks of, where that is not the page's own.
    """

    checks: Callable[[], Iterable[Check]]
    facts: Callable[[], Facts]
    key: str = ""
    size: float = 0.0
    subject: Value = ""
    place: str = ""

    @property
    def passed(self) -> bool:
        """Return whether every check holds; none is taken after one that fails."""
        return all(map(_HOLDS, self.checks()))

    def finding(self) -> Finding:
        """Return the finding of a trial that passed."""
        return Finding(self.facts(), self.key, self.size, self.place)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition with its limits.

    Attributes:
        name: Name that phrases.toml refers to.
        facts: Names of the facts that a wording may use, besides those of the site.
        trials: Yields what is judged of a case.
        limits: Minimum n, test level and effect gates by name, for the wording of the rule on the methods page.
    """

    name: str
    facts: tuple[str, ...]
    trials: Callable[[Case], Iterable[Trial]]
    limits: Mapping[str, float] = field(default_factory=dict)

    def findings(self, case: Case) -> list[Finding]:
        """Return what passes; none when the sentence must not be said."""
        return [trial.finding() for trial in self.trials(case) if trial.passed]


def nothing(_: Case) -> Facts:
    """Return no facts, for sentences that need none besides those of the site."""
    return {}


def one(
    checks: Callable[[Case], Iterable[Check]], facts: Callable[[Case], Facts] = nothing
) -> Callable[[Case], tuple[Trial]]:
    """Return the trials of a guard that judges one thing of a case."""
    return lambda case: (Trial(partial(checks, case), partial(facts, case)),)


def passed(trials: Iterable[Trial]) -> list[Trial]:
    """Return the trials that passed."""
    return [trial for trial in trials if trial.passed]
