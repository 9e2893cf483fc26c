"""The demonstration bank: exact, repeatable, recoverable, and with its traps in place."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from generator.demo import SCHEMA_NAMES, DemoBank, generate, write
from generator.demo.cities import TYPE_NAMES, load_cities
from generator.demo.dirt import variants
from generator.demo.ledger import ZERO_SPENDERS
from generator.demo.people import TYPES, mixes
from generator.errors import OutputError, SourceError, UsageError
from generator.resources import data_dir

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

AMOUNT = "TransactionAmount (INR)"
COMMITTED = data_dir() / "demo" / "transactions.parquet"
# Measured: 0.857 with seed 1; 0.846 to 0.866 with seeds 2, 7 and 11.
ARI_FLOOR = 0.83


@pytest.fixture(scope="module")
def bank() -> DemoBank:
    return generate(100_000, 1)


@pytest.fixture(scope="module")
def customers(bank: DemoBank) -> pd.DataFrame:
    """One row a customer: latest day, number of rows, sum, and the truth."""
    rows = bank.transactions
    days = pd.to_datetime(rows["TransactionDate"], format="%d/%m/%y")
    grouped = (
        rows.assign(day=days)
        .groupby("CustomerID")
        .agg(last=("day", "max"), count=(AMOUNT, "size"), total=(AMOUNT, "sum"))
    )
    grouped["recency"] = (days.max() - grouped["last"]).dt.days
    return grouped.join(bank.truth.set_index("CustomerID"), validate="1:1")


def features(customers: pd.DataFrame) -> np.ndarray:
    table = np.column_stack(
        [customers["recency"], np.log(customers["count"]), np.log1p(customers["total"] / customers["count"])]
    )
    return (table - table.mean(axis=0)) / table.std(axis=0)


@pytest.fixture(scope="module")
def labels(customers: pd.DataFrame) -> np.ndarray:
    from sklearn.cluster import KMeans

    return KMeans(4, n_init=5, random_state=1).fit(features(customers)).labels_


@pytest.mark.parametrize("rows", [1, 2, 7, 999, 20_000])
def test_rows_are_met_exactly(rows: int) -> None:
    made = generate(rows, 3)
    assert tuple(made.transactions.columns) == SCHEMA_NAMES
    assert list(made.transactions["TransactionID"]) == [f"T{number}" for number in range(1, rows + 1)]
    assert set(made.transactions["CustomerID"]) == set(made.truth["CustomerID"])
    assert made.truth["CustomerID"].is_unique


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "parquet"])
def test_same_seed_same_bytes(ending: str, tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write(generate(3_000, seed), tmp_path / f"{name}.{ending}")
    first, again, other = ((tmp_path / f"{name}.{ending}").read_bytes() for name in "abc")
    assert first == again
    assert first != other


def test_endings_hold_the_same_values(tmp_path: Path) -> None:
    made = generate(5_000, 2)
    for ending in ("csv", "csv.gz", "parquet"):
        write(made, tmp_path / f"x.{ending}")
    assert gzip.decompress((tmp_path / "x.csv.gz").read_bytes()) == (tmp_path / "x.csv").read_bytes()
    read = pd.read_csv(tmp_path / "x.csv", keep_default_na=False, na_values=[""])
    pd.testing.assert_frame_equal(read, pq.read_table(tmp_path / "x.parquet").to_pandas(), check_dtype=False)


def test_customers_stay_when_rows_grow() -> None:
    small, large = generate(4_000, 4).truth, generate(40_000, 4).truth
    pd.testing.assert_frame_equal(small, large.head(len(small)))


def test_another_window_has_the_same_people() -> None:
    first, second = generate(30_000, 1), generate(30_000, 1, start=date(2024, 5, 1))
    shared = min(len(first.truth), len(second.truth))
    assert shared > 0.97 * max(len(first.truth), len(second.truth))
    pd.testing.assert_frame_equal(first.truth.head(shared), second.truth.head(shared))
    assert not first.transactions[AMOUNT].equals(second.transactions[AMOUNT])
    days = pd.to_datetime(second.transactions["TransactionDate"], format="%d/%m/%y")
    assert (days.min(), days.max()) == (pd.Timestamp(2024, 5, 1), pd.Timestamp(2025, 4, 30))


def test_drift_moves_one_city_and_nobody_else() -> None:
    town = "mumbai-maharashtra"
    before, after = generate(100_000, 1).truth, generate(100_000, 1, drift_city=town, drift_points=8.0).truth
    both = before.merge(after, on="CustomerID", suffixes=("", "_after"))
    moved = both[both["type"] != both["type_after"]]
    assert set(moved["city"]) == {town}
    assert set(zip(moved["type"], moved["type_after"], strict=True)) == {("repeat_small", "small_lapsed")}
    assert len(moved) / (both["city"] == town).sum() == pytest.approx(0.08, abs=0.003)


def test_types_are_recovered(customers: pd.DataFrame, labels: np.ndarray) -> None:
    from sklearn.metrics import adjusted_rand_score

    assert adjusted_rand_score(customers["type"], labels) >= ARI_FLOOR
    assert (customers["type"].value_counts(normalize=True) >= 0.10).all()
    assert (np.bincount(labels) / len(labels) >= 0.10).all()


def test_clusters_earn_four_names(customers: pd.DataFrame, labels: np.ndarray) -> None:
    """The rule table reads mean mid-rank percentiles: high from .65, low to .35."""
    ranks = customers.assign(amount=customers["total"] / customers["count"])[["recency", "count", "amount"]].rank(
        pct=True
    )
    means = ranks.groupby(labels).mean()
    level = means.apply(lambda column: np.select([column >= 0.65, column <= 0.35], ["high", "low"], "mid"))
    found = set(level.itertuples(index=False, name=None))
    assert found == {("low", "high", "high"), ("mid", "low", "high"), ("low", "high", "low"), ("high", "low", "low")}


def test_frequency_is_not_degenerate(customers: pd.DataFrame) -> None:
    assert 4.0 <= customers["count"].mean() <= 5.2
    assert (customers["count"] >= 3).mean() > 0.5
    assert customers["count"].value_counts(normalize=True).max() < 0.3


def test_every_day_has_rows(bank: DemoBank) -> None:
    days = pd.to_datetime(bank.transactions["TransactionDate"], format="%d/%m/%y")
    per_day = days.value_counts()
    assert len(per_day) == 365
    assert per_day.min() > 100
    assert days.is_monotonic_increasing


def test_planted_mixes_are_in_the_truth_and_no_others(bank: DemoBank) -> None:
    cities = load_cities()
    table = pd.DataFrame(mixes(cities, None), columns=TYPE_NAMES, index=[place.slug for place in cities])
    np.testing.assert_allclose(table.sum(axis=1), 1.0)
    counted = pd.crosstab(bank.truth["city"], bank.truth["type"])[list(TYPE_NAMES)]
    expected = table.loc[counted.index].mul(counted.sum(axis=1), axis=0)
    assert (counted - expected).abs().to_numpy().max() <= 3.5
    lifted = {place.slug: place.lift for place in cities if place.lift}
    common = counted.sum() / counted.to_numpy().sum()
    shares = counted.loc[list(lifted)].div(counted.loc[list(lifted)].sum(axis=1), axis=0)
    assert all(shares.loc[slug, name] - common[name] >= 0.08 for slug, name in lifted.items())
    np.testing.assert_allclose(common, [kind.share for kind in TYPES], atol=0.015)


def test_planted_cities_show_in_the_clusters(customers: pd.DataFrame, labels: np.ndarray) -> None:
    named = pd.Series(labels, customers.index).map(customers.groupby(labels)["type"].agg(lambda types: types.mode()[0]))
    for place in load_cities():
        here = customers["city"] == place.slug
        if place.lift is not None:
            gap = (named[here] == place.lift).mean() - (named == place.lift).mean()
            assert gap >= 0.05, place.slug
        elif place.spend != 1.0:
            paid = np.log1p(customers["total"])
            assert paid[here].mean() - paid.mean() >= 0.6 * np.log(place.spend), place.slug


def test_small_towns_have_the_planted_sizes(bank: DemoBank) -> None:
    sizes = bank.truth["city"].value_counts()
    fixed = {place.slug: place.customers for place in load_cities() if place.customers}
    assert {slug: sizes[slug] for slug in fixed} == fixed
    assert sum(place.kind == "city" and 0 < place.customers < 20 for place in load_cities()) >= 5
    assert {"aurangabad-maharashtra", "aurangabad-bihar"} <= set(sizes.index[sizes >= 20])


def test_no_spelling_means_two_places() -> None:
    owners: dict[str, set[str]] = {}
    for place in load_cities():
        assert sum(variants(place).values()) == pytest.approx(1.0)
        for word in variants(place):
            owners.setdefault(_plain(word), set()).add(place.slug)
    assert {word: slugs for word, slugs in owners.items() if len(slugs) > 1} == {}


def _plain(word: str) -> str:
    return " ".join(word.upper().split())


@pytest.mark.parametrize(
    "spelling",
    ["BANGALORE", "BENGALURU", "GURGAON", "GURUGRAM", "SAS NAGAR", "AURANGABAD", "AURANGABAD BIHAR", "SION (E) MUMBAI",
     "THANE WEST", "FARIDABAD DIST", "CHITTO0R", "NEW  DELHI", "mumbai", "MUMBAI ", "RANGA REDDY", "KERALA", "DUBAI",
     "MUNCHEN", "EMP ID 004471", "BERHAMPORE", "BERHAMPUR"],
)  # fmt: skip
def test_spelling_is_planted(spelling: str, bank: DemoBank) -> None:
    assert (bank.transactions["CustLocation"] == spelling).any()


def test_fields_have_gaps(bank: DemoBank) -> None:
    rows = bank.transactions
    births = rows["CustomerDOB"]
    years = pd.to_numeric(births.str[-4:], errors="coerce")
    assert (births == "01/01/1800").mean() == pytest.approx(0.05, abs=0.01)
    assert births.isna().mean() == pytest.approx(0.018, abs=0.006)
    assert (births == "nan").any()
    assert rows.loc[years > 2025, "CustomerID"].nunique() == 6
    assert set(rows["CustGender"].dropna()) == {"M", "F", "T"}
    assert (rows["CustGender"] == "F").mean() == pytest.approx(0.28, abs=0.02)
    for name, share in (("CustGender", 0.004), ("CustAccountBalance", 0.0025), ("CustLocation", 0.0008)):
        assert rows[name].isna().mean() == pytest.approx(share, abs=0.0015), name
    assert not rows[["TransactionID", "CustomerID", "TransactionDate", "TransactionTime", AMOUNT]].isna().any().any()
    known = years[(years > 1800) & (years < 2010)]
    assert 1930 <= known.min() <= known.max() <= 2007
    assert 1984 <= known.median() <= 1995


def test_few_customers_contradict_themselves(bank: DemoBank) -> None:
    """At most 5 %: above that, a customer id would not be trusted as a key."""
    grouped = bank.transactions.groupby("CustomerID")
    several = grouped.size() > 1
    assert 0.005 < (grouped["CustomerDOB"].nunique() > 1)[several].mean() < 0.03
    assert not (grouped["CustGender"].nunique() > 1).any()


def test_amounts_have_zeros_and_a_tail(bank: DemoBank, customers: pd.DataFrame) -> None:
    amounts = bank.transactions[AMOUNT]
    assert (amounts >= 0.0).all()
    assert (amounts == 0.0).sum() >= 20
    assert np.allclose(amounts * 100.0, (amounts * 100.0).round(), atol=1e-6)
    assert amounts.max() > 100 * amounts.median()
    never = bank.truth["CustomerID"].iloc[list(ZERO_SPENDERS)]
    assert (customers.loc[never, "total"] == 0.0).all()
    assert (customers.loc[never, "count"] == 4).all()


def test_movers_are_placed_by_the_latest_row(bank: DemoBank) -> None:
    owners = {word: place.slug for place in load_cities() for word in variants(place)}
    rows = bank.transactions.assign(slug=bank.transactions["CustLocation"].map(owners)).dropna(subset="slug")
    ordered = rows.assign(day=pd.to_datetime(rows["TransactionDate"], format="%d/%m/%y"))
    latest = ordered.sort_values(["day", "TransactionTime"]).groupby("CustomerID")["slug"].last()
    truth = bank.truth.set_index("CustomerID")["city"]
    # A row in a thousand has no location, and it may be the latest one.
    assert (latest == truth[latest.index]).mean() > 0.9998
    assert 100 < (rows.groupby("CustomerID")["slug"].nunique() > 1).sum() < 500


def test_times_are_clock_times(bank: DemoBank) -> None:
    times = bank.transactions["TransactionTime"]
    assert times.between(0, 235_959).all()
    assert (times % 100 < 60).all()
    assert (times // 100 % 100 < 60).all()


def test_committed_file_is_the_generated_one(bank: DemoBank, tmp_path: Path) -> None:
    assert COMMITTED.stat().st_size <= 2_000_000
    write(bank, tmp_path / "again.parquet")
    kept, made = pq.ParquetFile(COMMITTED), pq.ParquetFile(tmp_path / "again.parquet")
    assert kept.read().equals(made.read())
    if kept.metadata.created_by == made.metadata.created_by:
        assert COMMITTED.read_bytes() == (tmp_path / "again.parquet").read_bytes()


@pytest.mark.parametrize(
    "wrong", [{"rows": 0}, {"seed": -1}, {"days": 0}, {"drift_city": "atlantis"}, {"drift_points": 40.0}]
)
def test_impossible_banks_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        generate(**{"rows": 100, "seed": 1, **wrong})


def test_unwritable_paths_are_refused(tmp_path: Path) -> None:
    made = generate(10, 1)
    with pytest.raises(UsageError, match=r"x\.xlsx"):
        write(made, tmp_path / "x.xlsx")
    for ending in ("csv", "csv.gz", "parquet"):
        with pytest.raises(OutputError):
            write(made, tmp_path / "nowhere" / f"x.{ending}")


def test_table_with_an_unknown_type_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "demo").mkdir()
    table = (data_dir() / "demo" / "cities.csv").read_text(encoding="utf-8").replace(",high,", ",golden,", 1)
    (tmp_path / "demo" / "cities.csv").write_text(table, encoding="utf-8")
    monkeypatch.setattr("generator.demo.cities.data_dir", lambda: tmp_path)
    with pytest.raises(SourceError, match="golden"):
        load_cities.__wrapped__()
