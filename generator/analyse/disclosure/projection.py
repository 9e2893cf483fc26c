"""Density of customers on the first two principal components of the z-scored features, for the methods page.

Customers are counted in cells; cells of fewer than T customers are left out, and the other counts are rounded, so that
with those left out they add up to all customers.
"""

from collections.abc import Mapping

import numpy as np

from generator.analyse.disclosure.means import Rules
from generator.analyse.disclosure.rounding import nearest, round_parts
from generator.analyse.segments.balances import Floats
from generator.analyse.segments.features import Scaled, complete, rounded
from generator.release import Density, Projection

#: Side of a cell, in standard deviations of a z-scored feature.
CELL = 0.25
_COMPONENTS = 2


#: Assumed largest distance of one customer from the others on a z-scored feature, as for the centres of segments.
_REACH = 8.0
_MANY = 10_000.0


def project(scaled: Scaled, weights: Floats, rules: Rules, model: Projection | None = None) -> Projection | None:
    """Return the projection; None with fewer than two features.

    Args:
        scaled: z-scored features of the bins, shape (bins, features).
        weights: Customers per bin, shape (bins,).
        rules: Threshold and rounding base.
        model: Projection of the release whose model scores these data. Its plane is reused, because a new plane would
            depend on single customers and change the counts of many cells.
    """
    features = tuple(item.name for item in scaled.used)
    if len(features) < _COMPONENTS:
        return None
    # A customer with an unknown feature has no place on the plane.
    known = complete(scaled.points)
    points, weights = scaled.points[known], weights[known]
    covariance = np.cov(points.T, aweights=weights)
    # The internal policy rounds as if there were many customers.
    n = float(weights.sum()) if rules.base else _MANY
    if model is not None and model.features == features:
        loadings, centre = np.array(model.loadings), np.array(model.centre)
    else:
        loadings, centre = _plane(points, weights, covariance, n)
    places = np.floor((points - centre) @ loadings.T / CELL).astype(np.int64)
    cells, where = np.unique(places, axis=0, return_inverse=True)
    held = np.bincount(where.ravel(), weights=weights).astype(np.int64)
    counted = {(int(x), int(y)): int(n) for (x, y), n in zip(cells, held, strict=True)}
    held_by_each = ((row @ covariance @ row) / (row @ row) / np.trace(covariance) for row in loadings)
    return Projection(
        features=features,
        loadings=tuple(tuple(map(float, row)) for row in loadings),
        explained=tuple(rounded(float(share), _REACH, n) for share in held_by_each),
        centre=tuple(map(float, centre)),
        cell=CELL,
        cells=tuple(Density(x * CELL, y * CELL, n) for (x, y), n in _shown(counted, rules).items()),
    )


def _shown(counted: Mapping[tuple[int, int], int], rules: Rules) -> dict[tuple[int, int], int]:
    """Return the rounded counts of the cells that are shown.

    Those left out hold T customers or more together, or none: their number follows from that of all customers.
    """
    kept = {cell: n for cell, n in counted.items() if n >= rules.threshold}
    total = sum(counted.values())
    while kept and 0 < total - sum(kept.values()) < rules.threshold:
        del kept[min(kept, key=lambda cell: (kept[cell], cell))]
    rest = total - sum(kept.values())
    rounded = round_parts((*kept.values(), rest), nearest(total, rules.multiple), rules.multiple)
    return dict(zip(kept, rounded, strict=False))


def _plane(points: Floats, weights: Floats, covariance: Floats, n: float) -> tuple[Floats, Floats]:
    """Return the loadings of the first two components and the centre, rounded as published."""
    centre = np.average(points, axis=0, weights=weights)
    values, vectors = np.linalg.eigh(covariance)
    order = np.argsort(-values.round(9), kind="stable")[:_COMPONENTS]
    # The sign of a component is arbitrary: its largest loading is made positive, so that runs agree.
    loadings = [vectors[:, i] * np.sign(vectors[np.argmax(np.abs(vectors[:, i]).round(9)), i]) for i in order]
    return (
        np.array([[rounded(float(value), _REACH, n) for value in row] for row in loadings]),
        np.array([rounded(float(value), _REACH, n) for value in centre]),
    )
