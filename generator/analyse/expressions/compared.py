"""Texts of a condition that are compared with a column: a typing error in one leaves out too many rows, or too few."""

from collections.abc import Sequence

from generator.analyse.expressions.kinds import compared_texts
from generator.analyse.expressions.spell import Speller
from generator.analyse.expressions.tree import Call, Column, Node, Text

#: At most this many texts of a condition are counted.
_MOST = 20

Pair = tuple[Column, Text]


def pairs(tree: Node) -> tuple[Pair, ...]:
    """Return the columns of a typed tree with the texts that they are compared with, up to a limit."""
    return tuple(dict.fromkeys(compared_texts(tree)))[:_MOST]


def counts(speller: Speller, compared: Sequence[Pair]) -> list[str]:
    """Return SQL of the rows that have each text, and of those that have it in other capitals only."""
    sums = []
    for column, text in compared:
        same = speller.condition(Call("=", (column, text)))
        alike = speller.condition(Call("=", (Call("upper", (column,)), Call("upper", (Text(text.value.strip()),)))))
        named = speller.condition(Call("in", (column, *(other for one, other in compared if one == column))))
        sums += [f"count(*) filter (where {same})", f"count(*) filter (where {alike} and not {named})"]
    return sums


def notes(compared: Sequence[Pair], found: Sequence[int]) -> tuple[str, ...]:
    """Return notes on texts that no row has, or that rows have in other capitals; `found` are the counts."""
    said = []
    for (column, text), same, alike in zip(compared, found[::2], found[1::2], strict=True):
        if alike:
            rows = "1 row" if alike == 1 else f"{alike:,} rows"
            said.append(
                f"In {rows}, {column.title} differs from '{text.value}' in capitals only, and `where` takes it for "
                f"another text; upper({column.title}) ignores capitals."
            )
        elif not same:
            said.append(f"No row has the {column.title} '{text.value}' that `where` names.")
    return tuple(said)
