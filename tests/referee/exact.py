"""The exact figures of a bank, and how far a published one may be from them.

A figure is right if it differs from the exact one by no more than its rounding: half a step for an average, less than
one base for a count. Nothing of the program computes here: formulas are written again, from the methods page.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from generator.release import Release
from tests.referee.rows import AGES, Rows

#: A place and a segment.
Key = tuple[str, str]
#: Measures that depend on the range of spend, and the others.
CLIPPED = ("spend", "typical_spend", "typical_balance")
PLAIN = ("transactions", "recency", "age", "spend_pct", "frequency_pct", "recency_pct", "age_pct")

#: Room for the digits of a printed number and for floating point.
_DIGITS = 1e-6


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure beside the exact one.

    Attributes:
        name: What it is.
        published: As published; of its logarithm for typical spend.
        exact: From the rows.
        allowed: Largest difference that rounding explains.
    """

    name: str
    published: float
    exact: float
    allowed: float

    @property
    def wrong(self) -> bool:
        """Return whether rounding does not explain the difference."""
        return not abs(self.published - self.exact) <= self.allowed + _DIGITS

    def __str__(self) -> str:
        return f"{self.name}: {self.published:g}, exact {self.exact:g}, allowed {self.allowed:g}"


def signed_log(values: pd.Series) -> pd.Series:
    """Return ln(1 + |value|) with the sign of the value."""
    return np.sign(values) * np.log1p(values.abs())


def _signed_log(value: float) -> float:
    return math.copysign(math.log1p(abs(value)), value)


def at_least(name: str, published: float, least: float, allowed: float = 0.0) -> Figure:
    """Return a figure that is right from `least` on."""
    return Figure(f"{name}, at least", min(published, least), least, allowed)


class Exact:
    """A bank's customers, each in the published place of the release.

    Args:
        bank: The rows and customers.
        release: Its release; gives ranges and the names of published places, no figures.
    """

    def __init__(self, bank: Rows, release: Release) -> None:
        self.bank, self.release = bank, release
        published = {(place.name, place.state): place.id for place in release.places if place.slug}
        pools = {place.state: place.id for place in release.places if place.kind == "pool"}
        homes = zip(bank.people["city"], bank.people["state"], strict=True)
        self.people = bank.people.assign(home=[published.get(home) or pools.get(home[1], "other") for home in homes])
        self.clips = {(clip.segment, clip.measure): (clip.low, clip.high) for clip in release.model.clips}
        self.order = [segment.id for segment in release.segments]
        self.base = release.policy.base

    def count(self, name: str, published: int | None, exact: float) -> Figure:
        """Return a count; None stands for fewer than T."""
        if published is None:
            return Figure(f"{name} (fewer than T)", 0.0, 0.0 if exact < self.release.policy.threshold else exact, 0.0)
        return Figure(name, published, exact, self.base - 1)

    def group(self, segment: str | None) -> pd.DataFrame:
        """Return the customers of a segment; all for None."""
        return self.people if segment is None else self.people[self.people["segment"] == segment]

    @cached_property
    def cells(self) -> tuple[Key, ...]:
        """Return the places and segments that have customers."""
        return tuple(self._sums)

    @cached_property
    def joined(self) -> tuple[Key, ...]:
        """Return the cells whose customers are counted together with those of another segment in their place."""
        apart = {(atom.place, atom.segments[0]) for atom in self.release.atoms if len(atom.segments) == 1}
        return tuple(cell for cell in self.cells if cell not in apart)

    def n(self, cells: Iterable[Key]) -> int:
        """Return the customers of some cells; a cell without customers has none."""
        return sum(int(self._sums[cell]["n"]) for cell in cells if cell in self._sums)

    def mean(self, cells: Iterable[Key], measure: str, cap: str = "all") -> tuple[float, int]:
        """Return the average over some cells, of logarithms for typical spend, and how many customers have a value.

        Args:
            cells: Places and segments.
            measure: The measure.
            cap: Which range clips spend: that of "all" customers, their segment's "own", or its "wide" one.
        """
        name = f"{measure}_{cap}" if measure in CLIPPED else measure
        rows = [self._sums[cell] for cell in cells if cell in self._sums]
        known = sum(int(row[f"{name} known"]) for row in rows)
        return sum(row[name] for row in rows) / known, known

    def total(self, cells: Iterable[Key], cap: str) -> float:
        """Return the sum of spend over some cells."""
        return float(sum(self._sums[cell][f"spend_{cap}"] for cell in cells if cell in self._sums))

    @cached_property
    def _sums(self) -> dict[Key, dict[str, float]]:
        people = self.people
        spend, segment = people["spend"] / 100, people["segment"]
        columns = {name: self.values(people, name, self.clips[None, "spend"]).reindex(people.index) for name in PLAIN}
        for cap, measure in (("all", ""), ("own", "spend"), ("wide", "spend_wide")):
            ends = [self.clips[id_ if measure else None, measure or "spend"] for id_ in segment]
            low, high = np.array(ends).T
            columns[f"spend_{cap}"] = spend.clip(low, high)
            columns[f"typical_spend_{cap}"] = np.log(spend.clip(np.maximum(low, 0.01), high))
            if measure != "spend_wide" and (None, "typical_balance") in self.clips:
                ends = [self.clips[id_ if measure else None, "typical_balance"] for id_ in segment]
                columns[f"typical_balance_{cap}"] = signed_log(people["balance"].clip(*np.array(ends).T))
        groups = pd.DataFrame(columns).groupby([people["home"], segment])
        known = groups.count().add_suffix(" known")
        table = pd.concat([groups.sum(), known, groups.size().rename("n")], axis=1)
        return dict(zip(table.index, table.to_dict("records"), strict=True))

    def ends(self, measure: str, spend: tuple[float, float]) -> tuple[float, float]:
        """Return the range of a measure, of the logarithm for typical spend; `spend` is its range."""
        ends: Mapping[str, tuple[float, float]] = {
            "spend": spend,
            "typical_spend": (math.log(max(spend[0], 1.0)), math.log(spend[1])),
            "typical_balance": (_signed_log(spend[0]), _signed_log(spend[1])),
            "transactions": self.clips[None, "transactions"],
            "recency": self.clips[None, "recency"],
            "age": AGES,
        }
        return ends.get(measure, (0.0, 100.0))

    def values(self, people: pd.DataFrame, measure: str, spend: tuple[float, float]) -> pd.Series:
        """Return the value of each customer who has one, clipped as the release says."""
        if measure == "spend":
            return (people["spend"] / 100).clip(*spend)
        if measure == "typical_spend":
            return np.log((people["spend"] / 100).clip(*spend))
        values = people[{"transactions": "frequency"}.get(measure, measure)].dropna()
        return values if measure.endswith("_pct") else values.clip(*self.ends(measure, spend))

    def raw(self) -> pd.DataFrame:
        """Return the features of each customer, unscaled."""
        people = self.people
        return pd.DataFrame(
            {
                "recency": people["recency"].astype(float),
                "frequency": np.log(people["frequency"]),
                "monetary": np.log1p(people["spend"] // people["frequency"] / 100),
                "balance": signed_log(people["balance"]),
            }
        )
