"""Typed tree → SQL, in DuckDB's dialect. Texts are trimmed, compared exactly and never null: a missing one is empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from generator.analyse.expressions import exact
from generator.analyse.expressions.exact import Exact, TooWideError
from generator.analyse.expressions.kinds import READ, kind_of, number_columns, values
from generator.analyse.expressions.tree import Call, Column, Expression, Node, Number, Text
from generator.analyse.queries import literal, literals
from generator.analyse.values.missing_words import OF_TOOLS

T = TypeVar("T")
#: Nested cases repeat their conditions; this is far beyond any that a person writes.
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells one expression.

    Args:
        expression: For messages.
        texts: SQL of the text of each column.
        numbers: Each column that is read as a number.
    """

    expression: Expression
    texts: Mapping[str, str]
    numbers: Mapping[str, Exact]

    def condition(self, node: Node) -> str:
        """Return SQL of a condition; null where a number in it decides and is missing or cannot be read."""
        if not isinstance(node, Call):
            raise TypeError(node)
        name, operands = node.name, node.operands
        if name in ("and", "or"):
            return self._checked(f"({self.condition(operands[0])} {name} {self.condition(operands[1])})")
        if name == "not":
            return self._checked(f"(not {self.condition(operands[0])})")
        if name == "like":
            return f"({self.text(operands[0])} like {self.text(operands[1])})"
        numeric = any(kind_of(part) == "number" for part in operands)
        if name == "is null":
            if numeric:
                number = self.number(operands[0])
                return f"(case when {number.unread} then null else {number.sql} is null end)"
            return self._missing(operands[0])
        if name == "in":
            pairs = (Call("=", (operands[0], part)) for part in operands[1:])
            return self._checked("(" + " or ".join(map(self.condition, pairs)) + ")")
        if numeric:
            one, two = map(self.number, operands)
            return self._checked(self._within(lambda: exact.compared(one, name, two)))
        one_text, two_text = (
            self.text(Text(part.value.strip()) if isinstance(part, Text) else part) for part in operands
        )
        return f"({one_text} {name} {two_text})"

    def text(self, node: Node) -> str:
        """Return SQL of a text."""
        if isinstance(node, Column):
            return self.texts[node.title]
        if isinstance(node, Text):
            return literal(node.value)
        if not isinstance(node, Call):
            raise TypeError(node)
        return self._checked(self._text_call(node))

    def _text_call(self, call: Call) -> str:
        name, operands = call.name, call.operands
        if name == "case":
            conditions, given = _conditions(call), values(call)
            branches = [self._branch(a, self.text(b)) for a, b in zip(conditions, given, strict=False)]
            last = self.text(given[-1]) if len(given) > len(conditions) else "''"
            return f"(case {' '.join(branches)} else {last} end)"
        if name == "coalesce":
            known = [f"when not {self._missing(part)} then {self.text(part)}" for part in operands[:-1]]
            return f"(case {' '.join(known)} else {self.text(operands[-1])} end)" if known else self.text(operands[0])
        first, *rest = map(self._part, operands)
        if name == "concat":
            return "(" + " || ".join([first, *rest]) + ")"
        if name == "nullif":
            return f"(case when {first} = {rest[0]} then '' else {first} end)"
        if name in ("upper", "lower"):
            return _cased(first, name)
        if name == "left":
            return f"substr({first}, 1, {rest[0]})"
        if name == "right":
            return f"substr({first}, greatest(length({first}) - {rest[0]}, 0) + 1, {rest[0]})"
        return f"{name}({', '.join([first, *rest])})"

    def _branch(self, condition: Node, value: str) -> str:
        """Return one branch of a case; where its condition stays open, the text is missing."""
        test = self.condition(condition)
        return f"when {test} then {value}" + (f" when {test} is null then ''" if number_columns(condition) else "")

    def _part(self, node: Node) -> str:
        return str(int(node.value)) if isinstance(node, Number) else self.text(node)

    def _missing(self, node: Node) -> str:
        """Return the condition that a text is missing; a column may say so by a word, as tools write it."""
        text = self.text(node)
        return f"(upper({text}) in ({literals(OF_TOOLS)}))" if isinstance(node, Column) else f"({text} = '')"

    def number(self, node: Node) -> Exact:
        """Return a number."""
        if isinstance(node, Number):
            return exact.constant(node.value)
        if not isinstance(node, Call):
            raise TypeError(node)
        if node.name == READ and isinstance(node.operands[0], Column):
            return self.numbers[node.operands[0].title]
        found = self._within(lambda: self._number_call(node))
        for sql in (found.sql, found.divisor, found.unread):
            self._checked(sql)
        return found

    def _number_call(self, call: Call) -> Exact:
        name, operands = call.name, call.operands
        if name == "case":
            conditions = _conditions(call)
            numbers = [self.number(value) for value in values(call)]
            numbers += [exact.MISSING] * (len(numbers) == len(conditions))
            return exact.by_case([self.condition(condition) for condition in conditions], numbers)
        if name == "round":
            places = operands[1] if len(operands) > 1 else None
            return exact.rounded(self.number(operands[0]), int(places.value) if isinstance(places, Number) else 0)
        first, *rest = map(self.number, operands)
        if name == "coalesce":
            return exact.first_known([first, *rest])
        return _ARITHMETIC[name](first, *rest)

    def _within(self, make: Callable[[], T]) -> T:
        try:
            return make()
        except TooWideError as error:
            raise self.expression.refuse(error.message, error.hint or "") from error

    def _checked(self, sql: str) -> str:
        if len(sql) > _LONGEST:
            raise self.expression.refuse("it is too complex", "Write it with fewer cases in each other.")
        return sql


_ARITHMETIC: Mapping[str, Callable[..., Exact]] = {
    "+": exact.plus,
    "-": lambda one, two: exact.plus(one, two, "-"),
    "*": exact.times,
    "/": exact.over,
    "negate": exact.negated,
    "abs": exact.absolute,
    "nullif": exact.unless_equal,
}


def _conditions(call: Call) -> tuple[Node, ...]:
    """Return the conditions of a case; one value more than these is that of all other rows."""
    return call.operands[: len(call.operands) & ~1 : 2]


def _cased(text: str, name: str) -> str:
    """Return SQL in capitals or small letters; engines differ beyond ASCII, so that pairs of letters are given here."""
    small, large = _pairs()
    given = (small, large) if name == "upper" else (large, small)
    other = f"translate({text}, {literal(given[0])}, {literal(given[1])})"
    return f"(case when regexp_matches({text}, '[^ -~]') then {other} else {name}({text}) end)"


@cache
def _pairs() -> tuple[str, str]:
    """Return all letters that have one other case each."""
    chars = map(chr, range(0x10000))
    found = [(char, char.upper()) for char in chars if len(char.upper()) == 1 and char != char.upper()]
    found = [(small, large) for small, large in found if large.lower() == small]
    return "".join(small for small, _ in found), "".join(large for _, large in found)
