"""Guards: the checks that a kind of sentence must pass, and the facts that its wording may use.

A guard is a set of generators of checks. A build stops at the first failing check; `atlas inspect` runs them all, so
every check must tolerate missing inputs. Types only; the guards are in `claims/rules/`, shared checks
in `claims/checks.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from generator.publish.claims.quantities import Needs, Value
from generator.publish.model.nearby import StateMix
from generator.publish.model.pairs import Pair, Two
from generator.publish.model.types import Estimate, GroupView, PlaceView
from generator.publish.words.edition import OfEdition

Facts = Mapping[str, str]

#: A share or an average with its interval, test and answer.
Figured = GroupView | Estimate


@dataclass(frozen=True, slots=True)
class Case(OfEdition):
    """Subject of a sentence: a place (with the mix of its state), a segment, a pair of places, or all customers."""

    view: PlaceView | None = None
    segment: str | None = None
    two: Two | None = None
    state: StateMix | None = None

    @property
    def place(self) -> PlaceView:
        """Return the place, for guards of places."""
        if self.view is None:
            raise ValueError("this guard needs a place, and the case has none")
        return self.view

    @property
    def beside(self) -> Two:
        """Return the two places, for guards of pairs."""
        if self.two is None:
            raise ValueError("this guard needs two places, and the case has none")
        return self.two

    @property
    def pair(self) -> Pair:
        """Return the comparison of the two places, for guards that need it."""
        if not isinstance(self.two, Pair):
            raise ValueError("this guard needs a comparison of two places, and the case has none")
        return self.two


@dataclass(frozen=True, slots=True)
class Finding:
    """A trial that passed: the facts for its wording.

    Attributes:
        facts: Formatted facts by name.
        key: Identifies it among findings of one kind, such as segment ids.
        size: Sort key of findings of one kind; larger first.
        place: Slug of the place concerned, if it is not that of the page.
        about: The share or average that it states, if it is one.
    """

    facts: Facts
    key: str = ""
    size: float = 0.0
    place: str = ""
    about: Figured | None = None


class Check(NamedTuple):
    """One condition; a tuple, because a build creates about a hundred for each page.

    Attributes:
        what: What is checked, worded for the command line.
        needs: Required value; "any" where there is no limit.
        value: Actual value.
        holds: Whether the condition is true.
    """

    what: str
    needs: Needs
    value: Value
    holds: bool


_HOLDS = attrgetter("holds")


class Trial(NamedTuple):
    """One candidate finding of a guard; it becomes a finding if every check passes.

    Attributes:
        checks: Returns the checks, in order.
        facts: Returns the facts for the wording; only called when every check passes.
        key: Key of the finding.
        size: Size of the finding.
        subject: Subject of the trial, such as a segment; empty where the guard has only one.
        place: Slug of the place concerned, if it is not that of the page.
        about: The share or average that it states, if it is one.
    """

    checks: Callable[[], Iterable[Check]]
    facts: Callable[[], Facts]
    key: str = ""
    size: float = 0.0
    subject: Value = ""
    place: str = ""
    about: Figured | None = None

    @property
    def passed(self) -> bool:
        """Return whether every check passes; stops at the first that fails."""
        return all(map(_HOLDS, self.checks()))

    def finding(self) -> Finding:
        """Return the finding of a trial that passed."""
        return Finding(self.facts(), self.key, self.size, self.place, self.about)


@dataclass(frozen=True, slots=True)
class Guard:
    """The condition of a kind of sentence, with its limits.

    Attributes:
        name: Name used in phrases.toml.
        facts: Names of the facts available to a wording, in addition to those of the site.
        trials: Yields the trials of a case.
        limits: Minimum n, test level and effect gates by name, for the wording of the rule on the methods page.
    """

    name: str
    facts: tuple[str, ...]
    trials: Callable[[Case], Iterable[Trial]]
    limits: Mapping[str, float] = field(default_factory=dict)

    def findings(self, case: Case) -> list[Finding]:
        """Return the findings of a case; empty when the sentence must not be used."""
        return [trial.finding() for trial in self.trials(case) if trial.passed]


def nothing(_: Case) -> Facts:
    """Return no facts, for sentences that use only those of the site."""
    return {}


def one(
    checks: Callable[[Case], Iterable[Check]], facts: Callable[[Case], Facts] = nothing
) -> Callable[[Case], tuple[Trial]]:
    """Return the trials function of a guard with a single trial."""
    return lambda case: (Trial(partial(checks, case), partial(facts, case)),)


def passed(trials: Iterable[Trial]) -> list[Trial]:
    """Return the trials that passed."""
    return [trial for trial in trials if trial.passed]
