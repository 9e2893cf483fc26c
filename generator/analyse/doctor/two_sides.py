"""Two columns of amounts that take turns: money spent in one, money received in the other."""

import re
from collections.abc import Sequence
from itertools import combinations

from generator.analyse.doctor.evidence.column import Column, side_in

_AMOUNTS, _TURNS = 0.9, 0.98
_SHARE = 0.01
_ZERO = re.compile(r"\D*0+(?:[.,]0+)?\D*", re.ASCII)


def two_sides(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """Return the column of money spent and that of money received; None if there are no two such columns.

    Their titles say which is which; where they do not, they come in the order of the file.
    """
    money = [column for column in columns if column.amounts.share >= _AMOUNTS]
    for first, second in combinations(money, 2):
        if _take_turns(first, second):
            spent_last = side_in(first.title) == "credit" or side_in(second.title) == "debit"
            return (second, first) if spent_last else (first, second)
    return None


def _take_turns(first: Column, second: Column) -> bool:
    one, other = rows_with_money(first), rows_with_money(second)
    least = _SHARE * first.rows
    return min(len(one), len(other)) > least and len(one ^ other) >= _TURNS * first.rows


def rows_with_money(column: Column) -> set[int]:
    """Return the rows in which a column has an amount that is not zero."""
    there = (i for i in range(column.rows) if i not in column.gaps)
    return {i for i, value in zip(there, column.values, strict=True) if not _ZERO.fullmatch(value)}
