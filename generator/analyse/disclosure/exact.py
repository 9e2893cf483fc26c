"""Exact sums, as disclosure reads them. Private: nothing here may leave it unrounded."""

from dataclasses import dataclass

import pandas as pd

from generator.analyse.disclosure.caps import Ranges


@dataclass(frozen=True, slots=True)
class Capped:
    """Shares (0..1) of spend that the cap of all customers cuts off.

    Attributes:
        exact: Share of all spend above the cap; for the private record only.
        bounded: The same with every customer's spend clipped to the wide range first, so that no single customer
            decides it; never above `exact`.
        one: The most of `bounded` that one customer can move.
    """

    exact: float
    bounded: float
    one: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Exact aggregates.

    Attributes:
        sums: One row per place, weak and segment; columns as in `sql/atoms.sql`.
        ranges: Fixed ranges that values were clipped to.
        distributions: Customers by value for recency (days), transactions, spend (paise bin), age (years).
        cross: Customers by segment and band ("gender:F", "age:25-34").
        above_caps: Spend that the cap of all customers cuts off.
    """

    sums: pd.DataFrame
    ranges: Ranges
    distributions: dict[str, pd.Series]
    cross: pd.DataFrame
    above_caps: Capped
