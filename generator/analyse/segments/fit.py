"""Grid k-means: fits on weighted bins, chooses k, and puts the segments in canonical order.

Memory and time depend on the number of bins, not of customers. One thread, a fixed seed, sorted bins and rounded
centres give the same segments on every machine.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from generator import limits
from generator.analyse.segments.balances import Floats
from generator.analyse.segments.features import Grid, Scaled, complete, rounded
from generator.release import Evidence

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

#: Numbers of segments from which "auto" chooses.
AUTO_K = range(limits.AUTO_LEAST_K, limits.AUTO_MOST_K + 1)
_STARTS = 10
_COARSE_BINS = 5_000
_MAX_ITERATIONS = 1_000

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fit:
    """A converged fit.

    Attributes:
        k: Number of clusters.
        centres: Shape (k, features), z-scored, rounded, in canonical order.
        labels: Cluster of each bin, shape (bins,).
        inertia: Weighted sum of squared distances to the centres, divided by the number of customers.
        smallest: Share of customers in the smallest cluster.
    """

    k: int
    centres: Floats
    labels: Labels
    inertia: float
    smallest: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen fit, and how k was chosen.

    Attributes:
        fit: The chosen fit.
        requested: k as requested: "default", "auto" or a number.
        first_k: The first k that was fitted; larger than the chosen one if k was reduced.
        smallest_at_first: Share of customers in the smallest cluster of the first fit.
    """

    fit: Fit
    requested: str
    first_k: int
    smallest_at_first: float


def choose(
    grid: Grid, scaled: Scaled, requested: str, seed: int, evidence: Sequence[Evidence] = (), fewest: int = 1
) -> Choice:
    """Fit the requested number of segments; unless it is fixed, reduce it while a segment is too small.

    Args:
        grid: The customers.
        scaled: Their features.
        requested: "default", "auto" or a number as text; a number is used if the data allow it.
        seed: Random seed.
        evidence: Scores by k, for "auto".
        fewest: Fewest customers of a segment if k is not fixed, whatever their share.
    """
    most = _distinct(scaled)
    wanted = (
        _auto_k(evidence) if requested == "auto" else limits.DEFAULT_K if requested == "default" else int(requested)
    )
    k = first_k = max(1, min(wanted, most))
    first = math.nan
    while True:
        fit = _fit(grid, scaled, k, seed)
        first = fit.smallest if math.isnan(first) else first
        # A fixed k is only reduced if the rounding of centres has left a cluster without customers.
        free = requested in ("default", "auto")
        least = max(limits.SMALLEST_SEGMENT, fewest / grid.customers) if free else 0.5 / grid.customers
        if fit.smallest >= least or k == 1:
            return Choice(_canonical(fit, grid), requested, first_k, first)
        k -= 1


def _auto_k(evidence: Sequence[Evidence]) -> int:
    """Return the largest k whose clusters are all large and stable enough (Hennig 2007), else the smallest one."""
    good = [
        item.k
        for item in evidence
        if item.k in AUTO_K
        and item.data.smallest >= limits.SMALLEST_SEGMENT
        and min(item.data.jaccard) >= limits.STABLE_JACCARD
    ]
    return max(good, default=AUTO_K.start)


def _distinct(scaled: Scaled) -> int:
    """Return the number of distinct points, which limits the number of clusters."""
    if not scaled.points.shape[1]:
        return 1
    return len(pd.DataFrame(scaled.points[complete(scaled.points)]).drop_duplicates())


def _fit(grid: Grid, scaled: Scaled, k: int, seed: int) -> Fit:
    """Find initial centres on a coarser grid, then converge on the full one.

    Only customers with all features take part; the others are assigned on those that are known.
    """
    known = complete(scaled.points)
    points, weights = scaled.points[known], grid.weights[known]
    if k == 1:
        labels = np.zeros(len(weights), dtype=np.int64)
        centres = np.average(points, axis=0, weights=weights)[None, :]
    else:
        with one_thread():
            start = kmeans(*coarsen(points, weights), k, seed)
            full = kmeans(points, weights, k, seed, start=start.cluster_centers_)
        labels, centres = full.labels_.astype(np.int64), full.cluster_centers_
    sizes = np.bincount(labels, weights=weights, minlength=k)
    fixed = np.array(
        [[rounded(value, 8.0, sizes[row]) for value in centre] for row, centre in enumerate(centres)]
    ).reshape(k, points.shape[1])
    return scored(scaled.points, grid.weights, fixed)


def one_thread() -> threadpool_limits:
    """Limit numerical libraries to one thread inside the `with` block.

    scikit-learn is imported first, because the limit does not apply to an OpenMP library loaded later. Its threads wait
    for each other in a busy loop, which takes ten times as long on a busy machine.
    """
    import sklearn.cluster  # noqa: F401 (loads OpenMP)

    return threadpool_limits(limits=1)


def kmeans(
    points: Floats, weights: Floats, k: int, seed: int, start: Floats | None = None, *, rough: bool = False
) -> "KMeans":
    """Run scikit-learn's weighted k-means to convergence, from ten seeded starts or from given centres.

    Args:
        points: Shape (points, features).
        weights: Customers per point.
        k: Number of clusters.
        seed: Random seed.
        start: Centres to start from instead.
        rough: Stop when the centres hardly move, which takes half the time.
    """
    from sklearn.cluster import KMeans

    if start is None:
        tolerance = 1e-4 if rough else 0
        model = KMeans(k, n_init=_STARTS, tol=tolerance, max_iter=_MAX_ITERATIONS, random_state=seed)
    else:
        model = KMeans(k, init=start, n_init=1, tol=0, max_iter=_MAX_ITERATIONS)
    return model.fit(points, sample_weight=weights)


def coarsen(points: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Merge bins into at most about 5,000 cells of equal width, each at the mean of its customers."""
    if len(weights) <= _COARSE_BINS:
        return points, weights
    width = 0.05
    while True:
        cells = np.floor(points / width).astype(np.int64)
        cells -= cells.min(axis=0)
        # One integer key per cell: a million integers are sorted faster than a million triples.
        key = np.ravel_multi_index(tuple(cells.T), tuple(int(top) + 1 for top in cells.max(axis=0)))
        found, where = np.unique(key, return_inverse=True)
        if len(found) <= _COARSE_BINS:
            break
        width *= 1.25
    mass: Floats = np.bincount(where, weights=weights).astype(np.float64)
    means = [np.bincount(where, weights=weights * column) / mass for column in points.T]
    return np.column_stack(means), mass


def scored(points: Floats, weights: Floats, centres: Floats) -> Fit:
    """Assign the bins to given centres, and compute inertia and sizes."""
    labels, distances = nearest(points, centres)
    total = weights.sum()
    sizes = np.bincount(labels, weights=weights, minlength=len(centres))
    return Fit(len(centres), centres, labels, float((weights * distances).sum() / total), float(sizes.min() / total))


def nearest(points: Floats, centres: Floats) -> tuple[Labels, Floats]:
    """Return the index of the nearest centre for each point, the first of equally near ones, and its squared distance.

    An unknown feature (NaN) does not count.
    """
    squares = np.zeros((len(points), len(centres)))
    for column, middle in zip(points.T, centres.T, strict=True):
        squares += np.nan_to_num((column[:, None] - middle[None, :]) ** 2, nan=0.0)
    labels: Labels = np.argmin(squares, axis=1).astype(np.int64)
    return labels, squares[np.arange(len(points)), labels]


def assign(points: Floats, centres: Floats) -> Labels:
    """Return the index of the nearest centre for each point."""
    return nearest(points, centres)[0]


def _canonical(fit: Fit, grid: Grid) -> Fit:
    """Order segments by typical spend, highest first, then by size and by centre."""
    frame = pd.DataFrame({"label": fit.labels, "n": grid.frame["n"], "log": grid.frame["log_spend"]})
    sums = frame.groupby("label")[["n", "log"]].sum().reindex(range(fit.k), fill_value=0)
    typical = sums["log"] / sums["n"].clip(lower=1)
    order = sorted(range(fit.k), key=lambda i: (-round(typical[i]), -sums["n"][i], tuple(fit.centres[i])))
    position = np.empty(fit.k, dtype=np.int64)
    position[order] = np.arange(fit.k)
    return Fit(fit.k, fit.centres[order], position[fit.labels], fit.inertia, fit.smallest)
