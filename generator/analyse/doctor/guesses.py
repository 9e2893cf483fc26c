"""Data types of what was understood: the role of each column and the value of each setting, with evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: Where a choice comes from: guessed from the file, named in the settings, what applies without a setting, several
#: possible answers of which the user must name one, or nothing in the file.
State = Literal["guessed", "configured", "default", "open", "absent"]


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """The column of a role.

    Attributes:
        role: The role.
        state: Where the choice comes from.
        column: The column; empty if open or absent.
        confidence: From 0 to 1.
        evidence: Why, in words, without a value of a customer.
        alternatives: Other columns that it may be, the likeliest first.
        words: What the values of each of these are, if that is known.
        with_each: Other settings that go with each of these, if there are any.
        tried: Whether the first of these gives amounts, so that the rest is judged with it.
    """

    role: str
    state: State
    column: str
    confidence: float
    evidence: tuple[str, ...]
    alternatives: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    with_each: tuple[Mapping[str, Any], ...] = ()
    tried: bool = False

    @property
    def answers(self) -> tuple[Mapping[str, Any], ...]:
        """The settings that each of the alternatives needs."""
        more = self.with_each or ({},) * len(self.alternatives)
        return tuple({f"columns.{self.role}": name, **way} for name, way in zip(self.alternatives, more, strict=True))


@dataclass(frozen=True, slots=True)
class SettingGuess:
    """The value of a setting.

    Attributes:
        key: The setting.
        state: Where the choice comes from.
        value: The value; None if open.
        evidence: Why, in words, without a value of a customer.
        alternatives: Values that the user may choose from, the likeliest first; other settings may go with one.
        blocks: Whether a build stops, or may go wrong, until somebody answers.
    """

    key: str
    state: State
    value: Any
    evidence: str
    alternatives: tuple[Mapping[str, Any], ...] = ()
    blocks: bool = False

    @property
    def answers(self) -> tuple[Mapping[str, Any], ...]:
        """The alternatives, or without any the form of an answer."""
        return self.alternatives or ({self.key: ["…"] if self.key == "debit" else "…"},)
