"""The projection: components as numpy's singular values give them, and no cell of fewer than T customers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from generator.analyse.disclosure.caps import Range, Ranges
from generator.analyse.disclosure.means import Rules
from generator.analyse.disclosure.projection import CELL, project
from generator.analyse.segments.features import Grid, Scaled, scale

RULES = Rules(10, 20, frozenset(), Ranges((), Range(100, 200, 300), 2, 10))


def grid(n: int = 4000) -> Grid:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"recency": rng.integers(0, 80, n), "frequency": rng.integers(1, 9, n)})
    frame["amount_bin"] = (100 * np.exp(rng.normal(5, 1, n) + frame["frequency"] / 3)).astype(int)
    frame = frame.groupby(["recency", "frequency", "amount_bin"]).size().rename("n").reset_index()
    return Grid(frame.assign(log_spend=0))


@pytest.fixture(scope="module")
def scaled() -> Scaled:
    return scale(grid())


def test_components_are_the_singular_vectors(scaled: Scaled) -> None:
    weights = grid().weights
    found = project(scaled, weights, RULES)
    assert found is not None
    rows = np.repeat(scaled.points, weights.astype(int), axis=0)
    _, sizes, vectors = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    assert found.explained == pytest.approx((sizes**2 / (sizes**2).sum())[:2], abs=1e-3)
    for loading, vector in zip(found.loadings, vectors, strict=False):
        assert abs(np.dot(loading, vector)) == pytest.approx(1, abs=2e-3)


def test_cells_hold_at_least_t_and_are_rounded(scaled: Scaled) -> None:
    weights = grid().weights
    found = project(scaled, weights, RULES)
    assert found is not None
    assert found.cells
    assert all(cell.n >= 20 and cell.n % 10 == 0 for cell in found.cells)
    rows = (scaled.points - np.average(scaled.points, axis=0, weights=weights)) @ np.array(found.loadings).T
    for cell in found.cells:
        inside = weights[(np.floor(rows / CELL) * CELL == (cell.x, cell.y)).all(axis=1)].sum()
        # Loadings are printed with three figures, so a customer on a border may count next door.
        assert abs(inside - cell.n) <= 5 + 0.1 * cell.n


@pytest.mark.parametrize("n", [300, 4_000])
def test_a_kept_plane_does_not_turn_with_the_customers(n: int) -> None:
    scaled, weights = scale(grid(n)), grid(n).weights
    first = project(scaled, weights, RULES)
    assert first is not None
    again = project(scaled, weights, RULES, first)
    assert again == first
    fewer = weights.copy()
    # The customer who is farthest out leaves.
    fewer[int(np.argmax((scaled.points**2).sum(axis=1)))] -= 1
    kept = project(scaled, fewer, RULES, first)
    assert kept is not None
    assert (kept.loadings, kept.centre) == (first.loadings, first.centre)
    before = {(cell.x, cell.y): cell.n for cell in first.cells}
    after = {(cell.x, cell.y): cell.n for cell in kept.cells}
    assert sum(before.get(at) != after.get(at) for at in before.keys() | after.keys()) <= 1


def test_a_plane_of_other_features_is_not_kept(scaled: Scaled) -> None:
    weights = grid().weights
    first = project(scaled, weights, RULES)
    assert first is not None
    other = replace(first, features=("recency", "monetary"), loadings=((1.0, 0.0), (0.0, 1.0)))
    assert project(scaled, weights, RULES, other) == first


def test_what_is_printed_of_the_plane_is_as_coarse_as_the_bank_is_small() -> None:
    found = project(scale(grid(300)), grid(300).weights, RULES)
    assert found is not None
    for value in (*found.explained, *found.centre, *(x for row in found.loadings for x in row)):
        assert value / 0.05 == pytest.approx(round(value / 0.05))


def test_one_feature_has_no_plane(scaled: Scaled) -> None:
    one = Scaled(scaled.used[:1], (), scaled.points[:, :1], {})
    assert project(one, grid().weights, RULES) is None
