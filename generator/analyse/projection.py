"""Customers on a plane: the first two principal components of the z-scored features, as counts of customers a cell.

For the methods page. No customer is a point: cells of fewer than T customers are left out, the others are rounded.
"""

import numpy as np

from generator.analyse.disclosure import count
from generator.analyse.features import Floats, Scaled
from generator.analyse.means import Rules
from generator.release import Density, Projection

#: Side of a cell, in standard deviations of a z-scored feature.
CELL = 0.25
_COMPONENTS = 2


def project(scaled: Scaled, weights: Floats, rules: Rules) -> Projection | None:
    """Return the projection; None with fewer than two features.

    Args:
        scaled: z-scored features of the bins, shape (bins, features).
        weights: Customers per bin, shape (bins,).
        rules: Threshold and rounding base.
    """
    if len(scaled.used) < _COMPONENTS:
        return None
    centre = np.average(scaled.points, axis=0, weights=weights)
    values, vectors = np.linalg.eigh(np.cov(scaled.points.T, aweights=weights))
    order = np.argsort(-values.round(9), kind="stable")[:_COMPONENTS]
    # A component's sign is arbitrary: its largest loading points up, so that two runs agree.
    loadings = np.array([vectors[:, i] * np.sign(vectors[np.argmax(np.abs(vectors[:, i]).round(9)), i]) for i in order])
    places = np.floor((scaled.points - centre) @ loadings.T / CELL).astype(np.int64)
    cells, where = np.unique(places, axis=0, return_inverse=True)
    held = np.bincount(where.ravel(), weights=weights).astype(np.int64)
    shown = [
        Density(x=float(x * CELL), y=float(y * CELL), n=counted.n)
        for (x, y), n in zip(cells, held, strict=True)
        if n >= rules.threshold and (counted := count("", int(n), int(n), rules)).n is not None
    ]
    return Projection(
        features=tuple(item.name for item in scaled.used),
        loadings=tuple(tuple(round(float(value), 3) for value in row) for row in loadings),
        explained=tuple(round(float(values[i] / values.sum()), 3) for i in order),
        centre=tuple(round(float(value), 3) for value in centre),
        cell=CELL,
        cells=tuple(shown),
    )
