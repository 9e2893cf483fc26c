"""Evidence for k: real structure scores above independence, no structure does not, and the same seed says the same."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans

from generator import limits
from generator.analyse.customers import NO_BALANCE
from generator.analyse.segments import evidence
from generator.analyse.segments.balances import Floats
from generator.analyse.segments.evidence import K_RANGE, gather
from generator.analyse.segments.features import Grid, Scaled, scale
from generator.analyse.segments.fit import AUTO_K, choose, kmeans
from generator.release import Evidence

pytestmark = pytest.mark.slow


def grid_of(recency: np.ndarray, amount: np.ndarray) -> Grid:
    """Return a grid of customers with one transaction each."""
    frame = pd.DataFrame({"recency": recency, "frequency": 1, "amount_bin": amount})
    frame = frame.groupby(["recency", "frequency", "amount_bin"]).size().rename("n").reset_index()
    return Grid(frame.assign(log_spend=(np.log(frame["amount_bin"] / 100) * frame["n"] * 1e6).astype("int64")))


@pytest.fixture(autouse=True, scope="module")
def few_bootstraps() -> Iterator[None]:
    """Fewer bootstrap samples, which take most of the time; a fixture of the module, so that its results have them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "BOOTSTRAPS", 4)
        yield


@pytest.fixture(scope="module")
def clumps() -> tuple[Evidence, ...]:
    """Three clumps that lie on a diagonal: neither feature alone shows how they go together."""
    rng = np.random.default_rng(0)
    which = rng.integers(0, 3, 3000)
    recency = np.clip(which * 30 + 10 + rng.normal(0, 2, 3000), 0, 99).astype(int)
    amount = (10 ** (3 + which) * np.exp(rng.normal(0, 0.2, 3000))).astype(int)
    grid = grid_of(recency, amount)
    return gather(grid, scale(grid), 1)


@pytest.fixture(scope="module")
def cloud() -> tuple[Evidence, ...]:
    """Features that have nothing to do with each other."""
    rng = np.random.default_rng(0)
    grid = grid_of(rng.integers(0, 90, 6000), (100 * np.exp(rng.normal(6, 1, 6000))).astype(int))
    return gather(grid, scale(grid), 1)


def test_every_k_is_scored_with_a_jaccard_for_each_cluster(clumps: tuple[Evidence, ...]) -> None:
    assert [item.k for item in clumps] == list(K_RANGE)
    assert all(len(item.data.jaccard) == item.k == len(item.independent.jaccard) for item in clumps)
    inertia = [item.data.inertia for item in clumps]
    assert inertia == sorted(inertia, reverse=True)


def test_clumps_score_clearly_above_independence_at_their_own_k(clumps: tuple[Evidence, ...]) -> None:
    three = next(item for item in clumps if item.k == 3)
    assert three.data.silhouette is not None
    assert three.independent.silhouette is not None
    assert three.data.silhouette > three.independent.silhouette + 0.1
    assert min(three.data.jaccard) > 0.95
    assert three.data.silhouette == max(item.data.silhouette or 0 for item in clumps)


def test_a_cloud_scores_like_independence(cloud: tuple[Evidence, ...]) -> None:
    for item in cloud:
        assert item.data.silhouette == pytest.approx(item.independent.silhouette, abs=0.03)
        assert item.data.inertia == pytest.approx(item.independent.inertia, rel=0.06)


def test_the_same_seed_says_the_same() -> None:
    rng = np.random.default_rng(3)
    grid = grid_of(rng.integers(0, 60, 300), rng.integers(100, 90_000, 300))
    assert gather(grid, scale(grid), 7) == gather(grid, scale(grid), 7)


def test_auto_takes_the_largest_k_that_is_stable_and_has_no_small_segment(clumps: tuple[Evidence, ...]) -> None:
    rng = np.random.default_rng(0)
    which = rng.integers(0, 3, 3000)
    grid = grid_of(which * 30 + rng.integers(0, 5, 3000), (10 ** (3 + which)) + rng.integers(0, 50, 3000))
    good = [e.k for e in clumps if e.k in AUTO_K and e.data.smallest >= 0.05 and min(e.data.jaccard) >= 0.85]
    assert choose(grid, scale(grid), "auto", 1, clumps).first_k == max(good)


def test_nothing_to_score_without_features() -> None:
    grid = grid_of(np.zeros(50, dtype=int), np.full(50, 1000))
    assert gather(grid, scale(grid), 1) == ()


def test_bootstraps_start_cold_on_cells_whose_number_does_not_grow_with_customers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[int, bool, int]] = []

    def watched(points: Floats, weights: Floats, k: int, seed: int, start: Floats | None = None, **how: bool) -> KMeans:
        seen.append((len(points), start is None, seed))
        return kmeans(points, weights, k, seed, start, **how)

    monkeypatch.setattr(evidence, "kmeans", watched)
    monkeypatch.setattr(evidence, "BOOTSTRAPS", 3)
    monkeypatch.setattr(evidence, "K_RANGE", range(3, 5))
    rng = np.random.default_rng(4)
    # Bins by the ten thousand, each of many customers.
    frame = grid_of(rng.integers(0, 300, 60_000), (100 * np.exp(rng.normal(6, 1.5, 60_000))).astype(int)).frame
    grid = Grid(frame.assign(n=frame["n"] * 50))
    assert len(grid.frame) > 20_000
    gather(grid, scale(grid), 1)
    # One fit and three bootstraps of each number of segments, on the data and on the reference sample.
    assert len(seen) == 2 * 2 * (1 + 3)
    assert all(cells <= 5_000 and cold for cells, cold, _ in seen)
    assert len({seed for *_, seed in seen}) > 4


def test_independent_features_come_out_again_too(cloud: tuple[Evidence, ...]) -> None:
    """So a high overlap alone shows no structure, and no text may praise it."""
    assert any(min(item.independent.jaccard) > limits.STABLE_JACCARD for item in cloud)


def test_customers_with_an_unknown_feature_are_not_scored() -> None:
    rng = np.random.default_rng(3)
    amounts = (100 * np.exp(rng.normal(6, 1, 2_000))).astype(int)
    balances = (100 * np.exp(rng.normal(9, 2, 2_000))).astype(int)
    frame = pd.DataFrame({"amount_bin": amounts, "balance_bin": balances, "n": 1, "log_spend": 0})
    known = Grid(frame)
    some = Grid(pd.concat([frame, frame.head(50).assign(balance_bin=NO_BALANCE)], ignore_index=True))
    fitted = scale(known)
    again = scale(some)
    assert np.isnan(again.points).sum() == 50
    shared = Scaled(fitted.used, (), (again.points * [x.sd for x in again.used]), again.raw)
    assert len(gather(some, shared, 1)) == len(gather(known, fitted, 1)) == len(K_RANGE)
