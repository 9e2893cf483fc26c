"""Exact aggregates, the input of disclosure control. Private: must not be published unrounded."""

from dataclasses import dataclass

import pandas as pd

from generator.analyse.disclosure.caps import Ranges


@dataclass(frozen=True, slots=True)
class Capped:
    """Shares (0..1) of spend above the cap of all customers.

    Attributes:
        exact: Share of all spend above the cap; for the private record only.
        bounded: The same with every customer's spend clipped to the wide range first, which limits the influence of
            single customers; at most `exact`.
        one: Largest influence of one customer on `bounded`.
    """

    exact: float
    bounded: float
    one: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Exact aggregates.

    Attributes:
        sums: One row per place, weak and segment; columns as in `sql/atoms.sql`.
        ranges: Fixed ranges to which values were clipped.
        distributions: Customers by value for recency (days), transactions, spend (paise bin), age (years).
        cross: Customers by segment and band ("gender:F", "age:25-34").
        above_caps: Spend above the cap of all customers.
    """

    sums: pd.DataFrame
    ranges: Ranges
    distributions: dict[str, pd.Series]
    cross: pd.DataFrame
    above_caps: Capped
