"""Customers → the integer grid: the table `gridded`, and its bins as a small frame."""

from generator.analyse.customers import Key
from generator.analyse.engine.base import Engine
from generator.analyse.queries import query
from generator.analyse.segments.features import Grid


def make_grid(engine: Engine, last_day: int, key: Key | None = None) -> Grid:
    """Put each customer on the grid and count the bins.

    Args:
        engine: Holds the table `customers`; gets the table `gridded`, which replaces it.
        last_day: Day number from which recency counts back.
        key: Customer key whose parts are carried along for an export; None leaves them behind.
    """
    engine.create("gridded", query("grid", last_day=str(last_day), keep=key.names() if key else ""))
    engine.drop("customers")
    return Grid(engine.frame(query("bins")))
