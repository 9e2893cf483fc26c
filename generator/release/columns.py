"""Table of all published columns: name and kind, in the order of the glossary.

CSV heads, formats and the data package read this table. Titles, units and definitions are words, in
`content/columns.toml`.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "share", "money", "ratio", "days", "years", "percentile", "index", "text", "id"]


@dataclass(frozen=True, slots=True)
class Column:
    """One published column.

    Attributes:
        name: Snake-case name in CSV and JSON.
        kind: Decides the formatter and the Frictionless type.
    """

    name: str
    kind: Kind


_TABLE = (
    Column("city", "text"),
    Column("state", "text"),
    Column("slug", "id"),
    Column("kind", "text"),
    Column("segment", "text"),
    Column("segment_id", "id"),
    Column("rank", "count"),
    Column("customers", "count"),
    Column("customers_share", "share"),
    Column("spend_share", "share"),
    Column("spend", "money"),
    Column("spend_total", "money"),
    Column("typical_spend", "money"),
    Column("transactions", "ratio"),
    Column("recency", "days"),
    Column("age", "years"),
    Column("spend_pct", "percentile"),
    Column("frequency_pct", "percentile"),
    Column("recency_pct", "percentile"),
    Column("age_pct", "percentile"),
    Column("withheld", "text"),
)

#: Averages that only an imported table has: they were computed from logarithms and cannot be converted back to rupees.
_IMPORTED = (
    Column("log_mean_spend", "ratio"),
    Column("log_total_spend", "ratio"),
)

#: Average that a release has only where segments are formed of balances.
BALANCE = "typical_balance"
_BALANCE = (Column(BALANCE, "money"),)

COLUMNS: dict[str, Column] = {column.name: column for column in (*_TABLE, *_BALANCE, *_IMPORTED)}

#: Averages of logarithms: their rounding step is one of the logarithm, so a share of their value.
OF_LOGARITHMS = frozenset({"typical_spend", BALANCE})

#: Averages that a release can hold for an atom, a margin cell, a place, a segment or all customers.
MEASURES: tuple[str, ...] = (
    "spend",
    "typical_spend",
    "transactions",
    "recency",
    "age",
    "spend_pct",
    "frequency_pct",
    "recency_pct",
    "age_pct",
)

#: Averages of an imported table, in the order of the site; the measures above that it lacks are absent.
IMPORTED_MEASURES: tuple[str, ...] = tuple(column.name for column in _IMPORTED)


def measures_of(origin: str) -> tuple[str, ...]:
    """Return the averages that each release of this origin (transactions or kpis) has for every group of customers."""
    return (*MEASURES, *IMPORTED_MEASURES) if origin == "kpis" else MEASURES


def columns_of(origin: str, *, balances: bool = False) -> tuple[Column, ...]:
    """Return the columns of a release of this origin, with or without averages of balances, for its glossary."""
    return (*_TABLE, *(_BALANCE if balances else ()), *(_IMPORTED if origin == "kpis" else ()))
