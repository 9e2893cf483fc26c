"""Every column that the site publishes, once: name, title, unit, kind and definition.

CSV heads, axis titles, table heads, the glossary and the data package read this table: a unit is never typed twice.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "share", "money", "ratio", "days", "years", "percentile", "index", "text", "id"]


@dataclass(frozen=True, slots=True)
class Column:
    """One published column.

    Attributes:
        name: Snake-case name in CSV and JSON.
        title: Words on an axis or a table head.
        unit: Unit in words; empty for text.
        kind: Decides the formatter and the Frictionless type.
        definition: One sentence for the glossary and the data package.
    """

    name: str
    title: str
    unit: str
    kind: Kind
    definition: str


_TABLE = (
    Column("city", "City", "", "text", "Name of the place, from the gazetteer; never the spelling in the bank's data."),
    Column(
        "state",
        "State",
        "",
        "text",
        "State or union territory of the place; all of them, joined by commas, for a metropolitan area across states.",
    ),
    Column("slug", "Address", "", "id", "Folder of the city's page; it stays when the display name changes."),
    Column("kind", "Kind", "", "text", "city, district, pool (places too small to publish, by state) or other."),
    Column("segment", "Segment", "", "text", "Name of the segment, or of the segments that had to be joined."),
    Column("segment_id", "Segment id", "", "id", "Stable id of the segment; several ids joined by + for a group."),
    Column("rank", "Rank", "", "count", "Position by customers among the cities with a page; ties share a rank."),
    Column("customers", "Customers", "customers", "count", "Customers, rounded as the privacy page says."),
    Column(
        "customers_share", "Share of customers", "%", "share", "Customers of the row divided by those of its whole."
    ),
    Column("spend_share", "Share of spend", "%", "share", "Customers times mean spend, divided by the same for all."),
    Column(
        "spend",
        "Spend per customer",
        "currency units",
        "money",
        "Mean total spend of a customer in the window, capped at a fixed amount and rounded.",
    ),
    Column(
        "spend_total",
        "Estimated spend",
        "currency units",
        "money",
        "Customers times mean spend, rounded to what the rounding of both can carry; not a total of the bank's books.",
    ),
    Column(
        "typical_spend",
        "Typical spend",
        "currency units",
        "money",
        "Geometric mean of a customer's total spend in the window: a few very large spenders hardly move it.",
    ),
    Column(
        "transactions",
        "Transactions per customer",
        "transactions",
        "ratio",
        "Mean number of transactions of a customer in the window (frequency).",
    ),
    Column(
        "recency",
        "Days since last seen",
        "days",
        "days",
        "Mean days from a customer's last transaction to the last day of the data (recency).",
    ),
    Column("age", "Age", "years", "years", "Mean age on the last day of the data, of customers whose age is known."),
    Column(
        "spend_pct",
        "Spend percentile",
        "percentile",
        "percentile",
        "Mean mid-rank percentile of customers' total spend among all customers; 50 is all customers.",
    ),
    Column(
        "frequency_pct",
        "Frequency percentile",
        "percentile",
        "percentile",
        "Mean mid-rank percentile of customers' number of transactions among all customers; 50 is all customers.",
    ),
    Column(
        "recency_pct",
        "Recency percentile",
        "percentile",
        "percentile",
        "Mean mid-rank percentile of how recently customers were seen, reversed so that more is more recent.",
    ),
    Column(
        "age_pct",
        "Age percentile",
        "percentile",
        "percentile",
        "Mean mid-rank percentile of age among all customers whose age is known; 50 is all of them.",
    ),
    Column(
        "withheld",
        "Withheld",
        "",
        "text",
        "Names of the averages that are not shown because too few customers stand behind them.",
    ),
)

#: Averages that only an imported table has: it was made from logarithms, and rupees cannot be had back from them.
_IMPORTED = (
    Column(
        "log_mean_spend",
        "Mean log amount per transaction",
        "ln(1 + rupees)",
        "ratio",
        "Mean over customers of the average logarithm of 1 + amount of a transaction (AvgAvgMonetary); not rupees.",
    ),
    Column(
        "log_total_spend",
        "Mean sum of log amounts",
        "sum of ln(1 + rupees)",
        "ratio",
        "Mean over customers of the sum of the logarithms of 1 + amount (AvgTotalMonetary); not rupees.",
    ),
)

COLUMNS: dict[str, Column] = {column.name: column for column in (*_TABLE, *_IMPORTED)}

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
    """Return the averages that a release of this origin (transactions or kpis) can hold."""
    return (*MEASURES, *IMPORTED_MEASURES) if origin == "kpis" else MEASURES


def columns_of(origin: str) -> tuple[Column, ...]:
    """Return the columns that a release of this origin can hold, for its glossary."""
    return (*_TABLE, *_IMPORTED) if origin == "kpis" else _TABLE
