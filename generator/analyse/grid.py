"""Places customers on the integer grid: the table `gridded`, and its bins as a small frame."""

from generator.analyse.customers import Key
from generator.analyse.engine.base import Engine
from generator.analyse.queries import query
from generator.analyse.segments.features import Grid


def make_grid(engine: Engine, last_day: int, key: Key | None = None, unit: int = 100) -> Grid:
    """Place each customer on the grid and count the customers in each bin.

    Args:
        engine: Holds the table `customers`, which is replaced by `gridded`.
        last_day: Day number from which recency counts back.
        key: Customer key whose parts are kept for an export; None to drop them.
        unit: As for `money.unit_of`.
    """
    engine.create("gridded", query("grid", last_day=str(last_day), keep=key.names() if key else ""))
    engine.drop("customers")
    return Grid(engine.frame(query("bins", unit=str(unit))), unit)
