"""Places customers on the integer grid: the table `gridded`, and its bins as a small frame."""

from collections.abc import Sequence

from generator.analyse.customers import NO_BALANCE, Key
from generator.analyse.engine.base import Engine
from generator.analyse.queries import query
from generator.analyse.segments.features import Grid

#: Columns of the first grid. A balance would make as many bins as there are customers, so it has to be asked for.
FIRST_KEYS = ("recency", "frequency", "amount_bin")


def make_grid(engine: Engine, last_day: int, key: Key | None = None, unit: int = 100) -> Grid:
    """Place each customer on the grid and count the customers in each bin.

    Args:
        engine: Holds the table `customers`, which is replaced by `gridded`.
        last_day: Day number from which recency counts back.
        key: Customer key whose parts are kept for an export; None to drop them.
        unit: As for `money.unit_of`.
    """
    keep, none = key.names() if key else "", str(NO_BALANCE)
    engine.create("gridded", query("grid", last_day=str(last_day), keep=keep, no_balance=none))
    engine.drop("customers")
    return regrid(engine, FIRST_KEYS, unit)


def regrid(engine: Engine, keys: Sequence[str], unit: int, before: Grid | None = None) -> Grid:
    """Count the customers of `gridded` by other columns; `before` gives the distributions of those left out."""
    columns = ", ".join(keys)
    frame = engine.frame(query("bins", keys=columns, unit=str(unit)))
    margins = {column: before.distribution(column) for column in FIRST_KEYS if column not in keys} if before else {}
    return Grid(frame, unit, margins)


def same_bin(keys: Sequence[str]) -> str:
    """Return the condition, as SQL, that a row of `gridded` is in a bin of a grid with these columns."""
    return " and ".join(f"gridded.{key} = bins.{key}" for key in keys)
