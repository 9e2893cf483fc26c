"""The tree of an expression: columns, texts, numbers, and calls of a short list of operators and functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.errors import ConfigError

#: What may be called in an expression, as messages list it.
ALLOWED = (
    "columns, 'texts', numbers, + - * /, ||, = <> < <= > >=, and, or, not, in, between, like, is null, case, and the "
    "functions abs, coalesce, concat, left, lower, nullif, replace, right, round, substr, trim, upper"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column, by the name that the expression gives it."""

    title: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in single quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exactly as it is written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function with its operands; `case` has conditions and values in turn, then what else holds."""

    name: str
    operands: tuple["Node", ...]


Node = Column | Text | Number | Call


@dataclass(frozen=True)
class Expression:
    """One parsed expression.

    Attributes:
        owner: The setting that holds it, such as `where` or `columns.amount`.
        text: As it is written in the settings; private.
        root: Its tree.
    """

    owner: str
    text: str
    root: Node

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of its columns, each once, in their order."""
        return tuple(dict.fromkeys(node.title for node in walk(self.root) if isinstance(node, Column)))

    def refuse(self, why: str, hint: str = "") -> ConfigError:
        """Return the error that says why the expression cannot be used."""
        return refused(self.owner, self.text, why, hint)


def refused(owner: str, text: str, why: str, hint: str = "") -> ConfigError:
    """Return the error for an expression that cannot be used."""
    shown = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
    return ConfigError(f"{owner} = {shown!r}: {why}.", hint or None)


_MOST_SHOWN = 200


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it."""
    yield node
    if isinstance(node, Call):
        for operand in node.operands:
            yield from walk(operand)
