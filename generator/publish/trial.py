"""What a guard looked at: each number beside its limit, for whoever asks why a sentence is or is not on a page.

Types and small helpers only; the looks of each guard are in `trials_place` and `trials_bank`. A test holds them equal
to the guards: a trial passes exactly where its guard lets a sentence pass. Words here are the command's, not the
site's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.publish import naming
from generator.publish.findings import Q
from generator.publish.formats import Formatter
from generator.publish.guard import Case
from generator.publish.viewtypes import CLAIMS, Estimate

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Look:
    """One number that a guard looked at.

    Attributes:
        what: What it is.
        value: The number, formatted.
        needs: What it has to be.
        holds: Whether it is.
    """

    what: str
    value: str
    needs: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing that a guard judged; it passed when every look holds.

    Attributes:
        subject: What it is about, such as a segment; empty where the guard has one subject only.
        key: Key of the finding that it becomes when it passes.
        looks: The numbers, in the order in which the guard asks for them.
    """

    subject: str
    key: str
    looks: tuple[Look, ...]

    @property
    def passed(self) -> bool:
        """Return whether every look holds."""
        return all(look.holds for look in self.looks)


#: Returns what a guard judges of a case.
Judge = Callable[[Case], Iterable[Trial]]


def one(*looks: Look, key: str = "") -> tuple[Trial, ...]:
    """Return a trial of a guard with one subject."""
    return (Trial("", key, looks),)


def enough(case: Case) -> Look:
    """Look at the number of customers of the case's place."""
    least = max(CLAIMS, case.views.release.policy.threshold)
    n = case.place.n
    holds = case.place.strength == "claims"
    needs = "transactions behind it" if case.views.imported else f"at least {case.fmt.count(least)}"
    return Look("customers", case.fmt.count(n), needs, holds)


def is_known(what: str, value: object, text: str) -> Look:
    """Look whether a value is published at all."""
    return Look(what, UNKNOWN if value is None else text, "known", value is not None)


def chance(what: str, value: float | None, fmt: Formatter, limit: float = Q, *, above: bool = False) -> Look:
    """Look at a p-value or q-value."""
    side = "above" if above else "below"
    holds = value is not None and (value > limit if above else value < limit)
    return Look(what, probability(value, fmt), f"{side} {fmt.number(limit, 2)}", holds)


def probability(value: float | None, fmt: Formatter) -> str:
    """Return a probability with three decimals; one that would read as nothing says what it is under."""
    if value is None:
        return UNKNOWN
    return f"under {fmt.number(0.001, 3)}" if value < 0.001 else fmt.number(value, 3)


def interval(column: str, estimate: Estimate, fmt: Formatter) -> str:
    """Return an average with its interval."""
    text = fmt.estimate(column, estimate)
    return f"{fmt.mean(column, estimate)} ({text})" if text else fmt.mean(column, estimate)


def letters(case: Case, segments: tuple[str, ...]) -> str:
    """Return how a trial names segments: "A High spenders"."""
    return f"{naming.letters(segments, case.views)} {naming.group(segments, case.views, case.content)}"
