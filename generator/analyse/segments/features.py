"""Clustering features of the grid: recency, ln frequency and ln(1 + mean amount), z-scored.

Pure functions on arrays; weights are numbers of customers. Independent of the clusters.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator import limits
from generator.release import Dropped, Feature

Floats = npt.NDArray[np.float64]

_FEWEST_VALUES = 3
#: Number of customers who change a published share by one step.
_FEW = 20.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Customers counted by recency, frequency and amount bin, sorted.

    Attributes:
        frame: Columns recency (days), frequency, amount_bin (paise, lower edge), n, and log_spend (sum over the
            bin's customers of ln(spend) × 1e6); one row per bin.
        unit: As for `money.unit_of`: how many paise, as the smallest unit of any currency is called, are one unit.
    """

    frame: pd.DataFrame
    unit: int = 100

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


def raw_features(frame: pd.DataFrame, unit: int = 100) -> dict[str, Floats]:
    """Return the unscaled features of each bin: recency in days, ln frequency and ln(1 + mean amount)."""
    return {
        "recency": frame["recency"].to_numpy(dtype=np.float64),
        "frequency": np.log(frame["frequency"].to_numpy(dtype=np.float64)),
        "monetary": np.log1p(bin_middle(frame["amount_bin"].to_numpy(dtype=np.int64), unit)),
    }


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


def scale(grid: Grid) -> Scaled:
    """z-score the features, leaving out those with too little variation.

    Uses the mean and standard deviation as published, rounded by `rounded`, so that scoring with the release gives
    exactly the segments of this run.
    """
    raw = raw_features(grid.frame, grid.unit)
    weights = grid.weights
    total = weights.sum()
    used, dropped, columns = [], [], []
    for name, values in raw.items():
        counts = pd.Series(weights).groupby(values).sum()
        share = float(counts.max() / total)
        mean = float(np.average(values, weights=weights))
        sd = float(np.sqrt(np.average((values - mean) ** 2, weights=weights)))
        if share >= limits.DEGENERATE or sd == 0 or len(counts) < _FEWEST_VALUES:
            dropped.append(Dropped(name, "constant" if len(counts) == 1 else "degenerate", coarse(share, total)))
            continue
        width = 8 * sd
        # With very few customers the deviation rounds to 0. They are never published, but must not divide by zero.
        mean, sd = rounded(mean, width, total), rounded(sd, width, total) or sd
        used.append(Feature(name, mean, sd, 1.0))
        columns.append((values - mean) / sd)
    points = np.column_stack(columns) if columns else np.zeros((len(weights), 0))
    return Scaled(tuple(used), tuple(dropped), points, raw)


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
    """Return the mean mid-rank percentile (0..1) of each segment on each feature used; recency 1 is the most recent."""
    weights = grid.weights
    percentiles = {}
    for feature in scaled.used:
        values = pd.Series(scaled.raw[feature.name])
        ranks = midranks(pd.Series(weights).groupby(values.to_numpy()).sum()) / 100
        found = values.map(ranks).to_numpy(dtype=np.float64)
        percentiles[feature.name] = 1 - found if feature.name == "recency" else found
    evidence = []
    for i in range(k):
        inside = labels == i
        n = max(weights[inside].sum(), 1.0)
        evidence.append(
            {name: rounded(float((ranks * weights)[inside].sum() / n), 1.0, n) for name, ranks in percentiles.items()}
        )
    return tuple(evidence)
