"""What each part of an expression is: number, text or condition. Says which columns are read as numbers.

A column is either: beside a number or in arithmetic it is read as one, elsewhere as text. Where nothing decides, or a
text would be ordered (dates as text are in no order), the expression is refused.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from generator.analyse.expressions.tree import Call, Column, Expression, Node, Number, Text, walk

Kind = Literal["number", "text", "condition", "either"]
#: Call that reads a column as a number, in a typed tree.
READ = "number"
ARITHMETIC = frozenset({"+", "-", "*", "/", "negate", "abs", "round"})
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">=", "in"})
_TEXTS = frozenset({"concat", "upper", "lower", "trim", "substr", "left", "right", "replace", "like"})
_CONDITIONS = COMPARISONS | {"and", "or", "not", "like", "is null"}
_MOST_PLACES = 9
_LONGEST_PART = 1000


def typed(expression: Expression, wanted: Kind) -> Node:
    """Return the tree with each column that is read as a number below a call of `READ`.

    Raises:
        ConfigError: The expression is not of the kind wanted, or a part of it is of the wrong one.
    """
    return _Typer(expression).typed(expression.root, wanted)


def kind_of(node: Node) -> Kind:
    """Return the kind of a typed tree: number, text or condition."""
    if isinstance(node, Number):
        return "number"
    if not isinstance(node, Call):
        return "text"
    if node.name in ARITHMETIC or node.name == READ:
        return "number"
    if node.name in _CONDITIONS:
        return "condition"
    if node.name in ("coalesce", "nullif", "case"):
        return kind_of(values(node)[0])
    return "text"


def values(call: Call) -> tuple[Node, ...]:
    """Return the operands that a call may give back."""
    if call.name == "nullif":
        return call.operands[:1]
    return call.operands if call.name != "case" else (*call.operands[1::2], *call.operands[len(call.operands) & ~1 :])


def number_columns(tree: Node) -> tuple[str, ...]:
    """Return the columns that a typed tree reads as numbers."""
    read = (node.operands[0] for node in walk(tree) if isinstance(node, Call) and node.name == READ)
    return tuple(dict.fromkeys(node.title for node in read if isinstance(node, Column)))


def compared_texts(tree: Node) -> Iterator[tuple[Column, Text]]:
    """Yield each column of a typed tree with a text that it is compared with, empty ones excepted."""
    for node in walk(tree):
        if isinstance(node, Call) and node.name in ("=", "<>", "in"):
            columns = [part for part in node.operands if isinstance(part, Column)]
            texts = [part for part in node.operands if isinstance(part, Text) and part.value.strip()]
            yield from ((column, text) for column in columns for text in texts)


class _Typer:
    def __init__(self, expression: Expression) -> None:
        self._expression = expression

    def typed(self, node: Node, wanted: Kind) -> Node:
        if isinstance(node, Column):
            if wanted == "condition":
                raise self._expression.refuse(
                    f"the column {node.title} is no condition", f"Compare it, such as {node.title} = 'yes'."
                )
            return Call(READ, (node,)) if wanted == "number" else node
        found = self._kind(node)
        if found not in ("either", wanted):
            words = {"number": "a number", "text": "a text", "condition": "a condition"}
            raise self._expression.refuse(
                f"{_shown(node)} is {words[found]} where {words[wanted]} is needed",
                "Columns count as numbers beside numbers and in arithmetic; || joins texts.",
            )
        return node if not isinstance(node, Call) else Call(node.name, tuple(self._operands(node, wanted)))

    def _operands(self, call: Call, wanted: Kind) -> Iterable[Node]:
        name, operands = call.name, call.operands
        if name in COMPARISONS:
            return self._all(operands, self._compared(call))
        if name in ("and", "or", "not"):
            return self._all(operands, "condition")
        if name == "is null":
            found = self._kind(operands[0])
            return self._all(operands, "text" if found == "either" else found)
        if name == "case":
            paired = len(operands) & ~1
            return [
                self.typed(part, "condition" if i % 2 == 0 and i < paired else wanted)
                for i, part in enumerate(operands)
            ]
        if name in ("round", "substr", "left", "right"):
            for part in operands[1:]:
                self._require_whole(call, part)
            return [self.typed(operands[0], "number" if name == "round" else "text"), *operands[1:]]
        if name in ("like", "replace"):
            self._require_texts(call)
        return self._all(operands, "number" if name in ARITHMETIC else "text" if name in _TEXTS else wanted)

    def _all(self, nodes: Iterable[Node], wanted: Kind) -> list[Node]:
        return [self.typed(node, wanted) for node in nodes]

    def _kind(self, node: Node) -> Kind:
        if isinstance(node, Column):
            return "either"
        if not isinstance(node, Call) or node.name not in ("coalesce", "nullif", "case"):
            return kind_of(node)
        parts = node.operands if node.name == "nullif" else values(node)
        return self._common(node, parts)

    def _common(self, call: Call, parts: Iterable[Node]) -> Kind:
        found = {self._kind(part) for part in parts} - {"either"}
        if len(found) > 1:
            raise self._expression.refuse(
                f"{_shown(call)} has numbers beside texts", "Write numbers without quotes, and texts with them."
            )
        return found.pop() if found else "either"

    def _compared(self, call: Call) -> Kind:
        found = self._common(call, call.operands)
        names = [part.title for part in call.operands if isinstance(part, Column)]
        if found == "either" and call.name not in ("=", "<>", "in"):
            return "number"
        if found == "either":
            first, second = (names * 2)[:2] if names else ("a", "b")
            raise self._expression.refuse(
                f"{_shown(call)} may compare numbers or texts",
                f"Write {first} - {second} {call.name} 0 for numbers, trim({first}) = trim({second}) for texts.",
            )
        if found == "condition" or (found == "text" and call.name not in ("=", "<>", "in")):
            raise self._expression.refuse(
                f"{_shown(call)} orders texts" if found == "text" else f"{_shown(call)} compares conditions",
                "Only numbers have an order; a period is cut with the setting `window`.",
            )
        return found

    def _require_whole(self, call: Call, part: Node) -> None:
        lowest, most = {"round": (0, _MOST_PLACES), "substr": (1, _LONGEST_PART)}.get(call.name, (0, _LONGEST_PART))
        if not isinstance(part, Number) or part.value != int(part.value) or not lowest <= part.value <= most:
            raise self._expression.refuse(f"{call.name} needs whole numbers from {lowest} to {most} after the comma")

    def _require_texts(self, call: Call) -> None:
        rest = call.operands[1:]
        if not all(isinstance(part, Text) for part in rest) or rest[0] == Text(""):
            raise self._expression.refuse(f"{call.name} needs a text in single quotes after its column")
        if call.name == "like" and any("\\" in part.value for part in rest if isinstance(part, Text)):
            raise self._expression.refuse("like knows % and _, and no backslash")


def _shown(node: Node) -> str:
    if isinstance(node, Text):
        return f"'{node.value}'"
    if isinstance(node, Number):
        return str(node.value)
    return node.title if isinstance(node, Column) else f"`{node.name}`"
