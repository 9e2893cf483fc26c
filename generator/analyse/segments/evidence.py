"""Scores of each number of segments, on the data and on a reference sample with independent features.

Five scores for k = 2..8. The reference sample has the same distribution of each feature but no correlation between
them. Segments that score no better than the reference are useful bands, not natural groups. In particular, segments of
independent features come out again in nearly each bootstrap sample, so that overlap alone shows no structure.

Time does not grow with the number of customers: they are merged into at most 5,000 cells first.

Sources: Rousseeuw 1987 (silhouette), Caliński and Harabasz 1974, Davies and Bouldin 1979, Hennig 2007 (cluster-wise
Jaccard under the bootstrap).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.analyse.segments.balances import Floats
from generator.analyse.segments.features import Grid, Scaled, coarse, complete
from generator.analyse.segments.fit import Labels, assign, coarsen, kmeans, one_thread
from generator.release import Evidence, Scores

K_RANGE = range(2, 9)
#: Bootstrap samples, each sorted from new starting points: from the fitted centres another optimum cannot be seen.
BOOTSTRAPS = 20
_CELLS_EACH = 4
_SILHOUETTE_SAMPLE = 2_000
_INDEX_SAMPLE = 20_000
#: Largest size of the reference sample; more customers would only take time.
_NULL_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Cloud:
    """Weighted points, coarsened for fitting: shape (cells, features) and (cells,)."""

    points: Floats
    weights: Floats


def gather(grid: Grid, scaled: Scaled, seed: int) -> tuple[Evidence, ...]:
    """Score every k, on the data and on the reference sample.

    Args:
        grid: The customers.
        scaled: Their features.
        seed: Random seed; the same seed gives the same scores.

    Returns:
        Evidence for each k for which the data have enough cells; empty without features.
    """
    if not scaled.points.shape[1]:
        return ()
    known = complete(scaled.points)
    points, weights = scaled.points[known], grid.weights[known]
    real = Cloud(*coarsen(points, weights))
    null = _independent(points, weights, seed)
    with one_thread():
        found = zip(_score(real, seed), _score(null, seed), strict=False)
        return tuple(Evidence(k, data, shuffled) for k, (data, shuffled) in zip(K_RANGE, found, strict=False))


def _independent(points: Floats, weights: Floats, seed: int) -> Cloud:
    """Draw a reference sample: the same distribution of each feature, without correlation."""
    rng = np.random.default_rng(seed)
    n = int(min(weights.sum(), _NULL_SAMPLE))
    columns = []
    for column in points.T:
        values, where = np.unique(column, return_inverse=True)
        mass = np.bincount(where, weights=weights)
        columns.append(rng.choice(values, size=n, p=mass / mass.sum()))
    return Cloud(*coarsen(np.column_stack(columns), np.ones(n)))


def _score(cloud: Cloud, seed: int) -> Iterator[Scores]:
    """Yield the scores of k = 2, 3, …, as long as there are enough cells for k clusters in a bootstrap sample."""
    rng = np.random.default_rng(seed)
    sample = _draw(cloud, _INDEX_SAMPLE, rng)
    different = len(np.unique(cloud.points, axis=0))
    for k in K_RANGE:
        if different <= _CELLS_EACH * k:
            return
        fit = kmeans(cloud.points, cloud.weights, k, seed)
        labels = fit.labels_.astype(np.int64)
        sizes = np.bincount(labels, weights=cloud.weights, minlength=k) / cloud.weights.sum()
        yield Scores(
            inertia=_figures(fit.inertia_ / cloud.weights.sum()),
            smallest=coarse(float(sizes.min()), float(cloud.weights.sum())),
            **_indices(cloud.points[sample], labels[sample]),
            jaccard=tuple(sorted((round(float(x), 3) for x in _jaccard(cloud, k, labels, rng)), reverse=True)),
        )


def _figures(value: float) -> float:
    return float(f"{value:.4g}")


def _draw(cloud: Cloud, most: int, rng: np.random.Generator) -> Labels:
    """Return the cell of each customer in a random sample of at most `most`; of all customers if there are fewer."""
    n = int(cloud.weights.sum())
    if n <= most:
        return np.repeat(np.arange(len(cloud.points)), cloud.weights.astype(np.int64))
    return rng.choice(len(cloud.points), size=most, p=cloud.weights / cloud.weights.sum()).astype(np.int64)


def _indices(points: Floats, labels: Labels) -> dict[str, float | None]:
    """Return silhouette, Caliński-Harabasz and Davies-Bouldin of a sample; None if it has only one cluster."""
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

    few = slice(None, None, max(1, len(points) // _SILHOUETTE_SAMPLE))
    if min(len(np.unique(labels)), len(np.unique(labels[few]))) < 2:
        return {"silhouette": None, "calinski_harabasz": None, "davies_bouldin": None}
    return {
        "silhouette": round(float(silhouette_score(points[few], labels[few])), 3),
        "calinski_harabasz": _figures(float(calinski_harabasz_score(points, labels))),
        "davies_bouldin": round(float(davies_bouldin_score(points, labels)), 3),
    }


def _jaccard(cloud: Cloud, k: int, labels: Labels, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return the mean best Jaccard overlap of each cluster over bootstrap samples; 1 is the same cluster each time."""
    total = cloud.weights.sum()
    overlaps = np.zeros((BOOTSTRAPS, k))
    for i in range(BOOTSTRAPS):
        drawn = rng.multinomial(int(total), cloud.weights / total).astype(np.float64)
        # A cell that was not drawn must not become the centre of an empty cluster.
        kept = drawn > 0
        again = kmeans(cloud.points[kept], drawn[kept], k, int(rng.integers(2**31)), rough=True)
        other = assign(cloud.points, again.cluster_centers_)
        both = np.zeros((k, k))
        np.add.at(both, (labels, other), cloud.weights)
        union = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
        overlaps[i] = (both / np.maximum(union, 1e-12)).max(axis=1)
    means: npt.NDArray[np.float64] = overlaps.mean(axis=0)
    return means
