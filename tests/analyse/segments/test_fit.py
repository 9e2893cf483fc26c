import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from generator import limits
from generator.analyse.grid import same_bin
from generator.analyse.segments.balances import signed_log
from generator.analyse.segments.features import Grid, scale
from generator.analyse.segments.fit import Choice, assign, choose
from generator.resources import data_dir
from tests.support.banks import Stages, bank, one_time_customers, put, staged, text

pytestmark = pytest.mark.slow


def chosen(grid: Grid, k: str = "default", seed: int = 1) -> Choice:
    return choose(grid, scale(grid), k, seed)


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    path = put(tmp_path_factory.mktemp("bank") / "a.csv", text(bank(3_000, repeat=3)))
    with staged(path, 'places="as-is"', "k=2") as found:
        return found.grid


def test_segments_are_in_order_of_typical_spend(grid: Grid) -> None:
    fit = chosen(grid).fit
    frame = grid.frame.assign(label=fit.labels)
    sums = frame.groupby("label")[["n", "log_spend"]].sum()
    typical = sums["log_spend"] / sums["n"]
    assert typical.is_monotonic_decreasing
    assert list(typical.index) == list(range(fit.k))


def test_every_bin_is_with_the_nearest_printed_centre(grid: Grid) -> None:
    scaled = scale(grid)
    fit = choose(grid, scaled, "4", 1).fit
    distances = ((scaled.points[:, None, :] - fit.centres[None]) ** 2).sum(axis=2)
    nearest = distances[np.arange(len(fit.labels)), fit.labels]
    assert (nearest <= distances.min(axis=1) + 1e-12).all()
    assert fit.inertia == pytest.approx(np.average(distances.min(axis=1), weights=grid.weights))
    sizes = np.bincount(fit.labels, weights=grid.weights, minlength=fit.k)
    assert fit.smallest == pytest.approx(sizes.min() / sizes.sum())
    assert sizes.sum() == grid.customers


@pytest.mark.parametrize("k", range(1, 9))
def test_a_number_is_obeyed(grid: Grid, k: int) -> None:
    choice = chosen(grid, str(k))
    assert (choice.fit.k, choice.requested, choice.first_k) == (k, str(k), k)
    assert set(choice.fit.labels) == set(range(k))


def test_the_default_steps_down_while_a_segment_is_too_small(grid: Grid) -> None:
    choice = chosen(grid)
    assert choice.fit.smallest >= limits.SMALLEST_SEGMENT or choice.fit.k == 1
    assert choice.first_k == 4
    frame = grid.frame.copy()
    # A handful of customers far away from all others make a cluster of their own at k = 4.
    frame.loc[frame.index[:3], ["recency", "frequency", "amount_bin"]] = [900, 300, 5 * 10**9]
    frame.loc[frame.index[:3], "n"] = 8
    far = chosen(Grid(frame.sort_values(["recency", "frequency", "amount_bin"], ignore_index=True)))
    assert far.fit.k < far.first_k == 4
    assert far.smallest_at_first < limits.SMALLEST_SEGMENT <= far.fit.smallest


def test_the_same_seed_gives_the_same_segments(grid: Grid) -> None:
    a, b = chosen(grid, "5", 7), chosen(grid, "5", 7)
    assert np.array_equal(a.fit.labels, b.fit.labels)
    assert np.array_equal(a.fit.centres, b.fit.centres)


def test_another_seed_finds_the_same_segments(grid: Grid) -> None:
    assert adjusted_rand_score(chosen(grid, "3", 1).fit.labels, chosen(grid, "3", 99).fit.labels) > 0.9


@pytest.mark.parametrize("k", ["4", "8", "default"])
@pytest.mark.parametrize("n", [1, 3, 5, 10, 25])
def test_fewer_customers_than_segments_and_hardly_more(tmp_path: Path, n: int, k: str) -> None:
    path = put(tmp_path / "a.csv", text(one_time_customers(n)))
    with staged(path, 'places="as-is"', f"k={k}" if k.isdigit() else f'k="{k}"') as found:
        fit = found.outcome.choice.fit
        assert 1 <= fit.k <= max(1, min(n, 8))
        # No segment is empty, so none is described without customers.
        assert set(fit.labels) == set(range(fit.k))
        assert np.isfinite(fit.centres).all()


def test_without_features_there_is_one_segment() -> None:
    labels = assign(np.zeros((5, 0)), np.zeros((1, 0)))
    assert list(labels) == [0] * 5


def against_scikit_learn(found: Stages) -> tuple[float, float]:
    """Return the adjusted Rand index, and our inertia over that of k-means on ungrouped, unbinned customers."""
    customers = found.engine.frame(
        "select gridded.recency, gridded.frequency, gridded.spend_paise, gridded.balance_paise, bins.segment "
        f"from gridded join bins on {same_bin(found.grid.keys)}"
    )
    raw = {
        "recency": customers["recency"].to_numpy(dtype=float),
        "frequency": np.log(customers["frequency"].to_numpy(dtype=float)),
        "balance": signed_log(customers["balance_paise"].to_numpy(dtype=float) / 100),
        "monetary": np.log1p((customers["spend_paise"] // customers["frequency"]).to_numpy(dtype=float) / 100),
    }
    used = [feature.name for feature in found.outcome.scaled.used]
    points = np.column_stack([(raw[name] - np.nanmean(raw[name])) / np.nanstd(raw[name]) for name in used])
    known = ~np.isnan(points).any(axis=1)
    points, labels = points[known], customers["segment"].to_numpy()[known]
    k = found.outcome.choice.fit.k
    with threadpool_limits(limits=1):
        full = KMeans(k, n_init=10, tol=0, max_iter=1_000, random_state=0).fit(points)
    ours = sum(((points[labels == i] - points[labels == i].mean(axis=0)) ** 2).sum() for i in range(k))
    return float(adjusted_rand_score(full.labels_, labels)), float(ours / full.inertia_)


@pytest.mark.data
def test_the_grid_finds_what_ungrouped_k_means_finds_on_the_real_file(real_data: Path) -> None:
    with staged(real_data) as found:
        assert found.outcome.features == ("monetary", "balance")
        assert found.outcome.choice.fit.k == 4
        rand, inertia = against_scikit_learn(found)
    # Bins of balances are twice as wide as those of amounts.
    assert rand >= 0.997
    assert inertia <= 1.001


def test_the_grid_finds_what_ungrouped_k_means_finds_on_the_demonstration_bank() -> None:
    with staged(data_dir() / "demo" / "transactions.parquet") as found:
        assert found.outcome.choice.fit.k == 4
        rand, inertia = against_scikit_learn(found)
    assert rand >= 0.998
    assert inertia <= 1.001


def test_numerical_libraries_keep_to_one_thread_from_the_first_fit_on() -> None:
    """A limit set before scikit-learn is imported does not reach its OpenMP threads, which then wait in a busy loop."""
    code = (
        "from generator.analyse.segments.fit import one_thread\n"
        "from threadpoolctl import threadpool_info\n"
        "with one_thread():\n"
        "    print(*{pool['num_threads'] for pool in threadpool_info() if pool['user_api'] == 'openmp'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
