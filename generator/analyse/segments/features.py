"""Clustering features of the grid: recency, ln frequency, ln(1 + mean amount), and signed ln of the balance, z-scored.

Pure functions on arrays; weights are numbers of customers. Independent of the clusters.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator import limits
from generator.analyse.segments.balances import Floats, middles, signed_log
from generator.release import Dropped, Feature

#: Column of the grid that holds each feature.
COLUMNS = {"recency": "recency", "frequency": "frequency", "monetary": "amount_bin", "balance": "balance_bin"}

_FEWEST_VALUES = 3
#: Number of customers who change a published share by one step.
_FEW = 20.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Customers counted by bin, sorted.

    Attributes:
        frame: One row per bin. Columns: the bin (recency in days, frequency, amount_bin and balance_bin in paise, edges
            nearest to zero; those of the features that are used, at least), n, and log_spend (sum over the bin's
            customers of ln(spend) × 1e6).
        unit: As for `money.unit_of`: how many paise, as the smallest unit of any currency is called, are one unit.
        margins: Customers by value of each column that `frame` lacks.
    """

    frame: pd.DataFrame
    unit: int = 100
    margins: Mapping[str, pd.Series] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that identify a bin."""
        return tuple(column for column in COLUMNS.values() if column in self.frame)

    def distribution(self, column: str) -> pd.Series:
        """Return the customers by value of a column, ascending."""
        return self.frame.groupby(column)["n"].sum() if column in self.frame else self.margins[column]

    @property
    def weights(self) -> Floats:
        """Customers per bin, shape (bins,)."""
        return self.frame["n"].to_numpy(dtype=np.float64)

    @property
    def customers(self) -> int:
        """Number of customers."""
        return int(self.frame["n"].sum())


@dataclass(frozen=True, slots=True)
class Scaled:
    """z-scored features of the bins.

    Attributes:
        used: Features in column order.
        dropped: Features that cannot separate customers.
        points: Shape (bins, features).
        raw: Unscaled values by feature name, shape (bins,), dropped ones included.
    """

    used: tuple[Feature, ...]
    dropped: tuple[Dropped, ...]
    points: Floats
    raw: dict[str, Floats]


def bin_middle(edges: npt.NDArray[np.int64], unit_of_money: int = 100) -> Floats:
    """Return the geometric middle of amount bins in currency units; see `sql/grid.sql` for the edges."""
    digits = np.char.str_len(edges.astype(str)).astype(np.int64)
    unit = 10 ** np.maximum(digits - 3, 0)
    lead = edges // unit
    step = np.where(unit == 1, 1, np.where(lead < 200, 1, np.where(lead < 500, 2, 5)))
    # A bin with a single value is that value; a wider one contains whole paise from its edge to below the next.
    last = edges + step * unit - 1
    middle: Floats = np.sqrt(np.maximum(edges, 0) * np.maximum(last, 0).astype(np.float64)) / unit_of_money
    return middle


def raw_features(grid: Grid) -> dict[str, Floats]:
    """Return the unscaled features of each bin; an unknown balance is NaN."""
    bins = {
        name: grid.frame[column].to_numpy(dtype=np.int64) for name, column in COLUMNS.items() if column in grid.frame
    }
    found: dict[str, Floats] = {}
    for name, values in bins.items():
        if name == "recency":
            found[name] = values.astype(np.float64)
        elif name == "frequency":
            found[name] = np.log(values.astype(np.float64))
        elif name == "monetary":
            found[name] = np.log1p(bin_middle(values, grid.unit))
        else:
            found[name] = signed_log(middles(values, grid.unit))
    return found


def nice(value: float) -> float:
    """Return the smallest 1-2-5 number (…, 0.1, 0.2, 0.5, 1, …) not below a positive value."""
    exponent = int(np.floor(np.log10(value)))
    for power in (exponent - 1, exponent, exponent + 1):
        for lead in (1, 2, 5):
            candidate = float(f"{lead}e{power}")
            if candidate >= value * (1 - 1e-12):
                return candidate
    raise ArithmeticError(f"no 1-2-5 number for {value}")


def rounded(value: float, spread: float, n: float) -> float:
    """Round a model constant to a step by which one of n customers, at a distance of `spread`, can change it."""
    step = nice(max(spread, 1e-9) / max(n, 1))
    return float(f"{round(value / step) * step:.10g}")


def coarse(share: float, n: float) -> float:
    """Round a share of n customers so coarsely that it does not reveal a few of them."""
    return min(rounded(share, _FEW, n), 1.0)


def scale(grid: Grid, names: Collection[str] = tuple(COLUMNS), left_out: Collection[Dropped] = ()) -> Scaled:
    """z-score the features, leaving out those with too little variation.

    Uses the mean and standard deviation as published, rounded by `rounded`, so that scoring with the release gives
    exactly the segments of this run. They are those of the customers whose value is known.

    Args:
        grid: The customers.
        names: Features to use, of those that the grid has.
        left_out: Features that were left out before.
    """
    raw = raw_features(grid)
    used, dropped, columns = [], list(left_out), []
    for name, values in raw.items():
        if name not in names:
            continue
        known = ~np.isnan(values)
        weights, total = grid.weights[known], grid.weights[known].sum()
        counts = pd.Series(weights).groupby(values[known]).sum()
        share = float(counts.max() / total)
        mean = float(np.average(values[known], weights=weights))
        sd = float(np.sqrt(np.average((values[known] - mean) ** 2, weights=weights)))
        if share >= limits.DEGENERATE or sd == 0 or len(counts) < _FEWEST_VALUES:
            dropped.append(Dropped(name, "constant" if len(counts) == 1 else "degenerate", coarse(share, total)))
            continue
        width = 8 * sd
        # With very few customers the deviation rounds to 0. They are never published, but must not divide by zero.
        mean, sd = rounded(mean, width, total), rounded(sd, width, total) or sd
        used.append(Feature(name, mean, sd, 1.0))
        columns.append((values - mean) / sd)
    points = np.column_stack(columns) if columns else np.zeros((len(grid.frame), 0))
    return Scaled(tuple(used), tuple(dropped), points, raw)


def complete(points: Floats) -> npt.NDArray[np.bool_]:
    """Return for each bin whether all features are known."""
    known: npt.NDArray[np.bool_] = np.logical_not(np.isnan(points).any(axis=1))
    return known


def midranks(counts: pd.Series) -> pd.Series:
    """Return the mid-rank percentile (0..100) of each value of a distribution.

    Args:
        counts: Customers by value.

    Returns:
        Percentile by value, ascending; the mean over all customers is exactly 50.
    """
    ordered = counts.sort_index()
    below = ordered.cumsum() - ordered
    return (below + ordered / 2) / ordered.sum() * 100


def evidence_of(grid: Grid, scaled: Scaled, labels: npt.NDArray[np.int64], k: int) -> tuple[dict[str, float], ...]:
    """Return the mean mid-rank percentile (0..1) of each segment on each feature used; recency 1 is the most recent.

    Rounded to whole percentiles at least, since a name follows from them, and pages print them so.
    """
    weights = grid.weights
    percentiles = {}
    for feature in scaled.used:
        values = pd.Series(scaled.raw[feature.name])
        ranks = midranks(pd.Series(weights).groupby(values.to_numpy()).sum()) / 100
        found = values.map(ranks).to_numpy(dtype=np.float64)
        percentiles[feature.name] = 1 - found if feature.name == "recency" else found
    evidence = []
    for i in range(k):
        means = {}
        for name, found in percentiles.items():
            inside = (labels == i) & ~np.isnan(found)
            n = max(weights[inside].sum(), 1.0)
            means[name] = _percentile(float((found[inside] * weights[inside]).sum() / n), n)
        evidence.append(means)
    return tuple(evidence)


def _percentile(share: float, n: float) -> float:
    """Round a mean percentile to a step of one customer's influence, and to whole percentiles at least."""
    return rounded(share, 1.0, min(n, 100.0))
