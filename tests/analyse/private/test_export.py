"""The export: one row per customer, right in its figures, and never where it could be published."""

from pathlib import Path

import pandas as pd
import pytest

from generator import pipeline
from generator.demo import generate, write
from generator.errors import OutputError, UsageError
from generator.settings import config

SET = ["synthetic=true", "evidence=false"]


def export(source: Path, target: Path, *settings: str) -> dict[str, object]:
    with pipeline.analysed(
        str(source), config.load(None, [*SET, *settings]), pipeline.Clock(lambda _: None), export=target
    ) as run:
        return run.record


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "bank.csv"
    write(generate(12_000, 4), path)
    return path


@pytest.fixture(scope="module")
def rows(source: Path) -> tuple[pd.DataFrame, dict[str, object]]:
    target = source.parent / "customers.csv"
    record = export(source, target)
    assert target.stat().st_mode & 0o777 == 0o600
    return pd.read_csv(target, keep_default_na=False), record


@pytest.mark.slow
def test_columns_and_totals_agree_with_the_run_record(rows: tuple[pd.DataFrame, dict[str, object]]) -> None:
    frame, record = rows
    assert list(frame.columns) == [
        "CustomerID", "city", "state", "recency_days", "frequency", "spend_paise", "mean_paise", "age",
        "segment_id", "segment", "distance",
    ]  # fmt: skip
    assert len(frame) == record["customers"] == frame["CustomerID"].nunique()
    assert frame["spend_paise"].sum() == record["spend_paise"]
    by_segment = frame.groupby("segment_id")["spend_paise"].agg(["size", "sum"])
    assert [(s["id"], s["customers"], s["spend_paise"]) for s in record["segments"]] == [  # type: ignore[attr-defined]
        (id_, n, total) for id_, (n, total) in by_segment.iterrows()
    ]


@pytest.mark.slow
def test_a_customer_is_what_the_transactions_say(source: Path, rows: tuple[pd.DataFrame, dict[str, object]]) -> None:
    frame, _ = rows
    raw = pd.read_csv(source)
    raw["day"] = pd.to_datetime(raw["TransactionDate"], format="%d/%m/%y")
    last = raw["day"].max()
    someone = frame.sort_values("frequency").iloc[-1]
    mine = raw[raw["CustomerID"] == someone["CustomerID"]]
    assert someone["frequency"] == len(mine)
    assert someone["spend_paise"] == round(mine["TransactionAmount (INR)"].sum() * 100)
    assert someone["recency_days"] == (last - mine["day"].max()).days


@pytest.mark.slow
def test_parquet_holds_the_same(source: Path, rows: tuple[pd.DataFrame, dict[str, object]]) -> None:
    target = source.parent / "customers.parquet"
    export(source, target)
    frame = pd.read_parquet(target)
    assert frame["spend_paise"].tolist() == rows[0]["spend_paise"].tolist()
    assert frame["segment"].tolist() == rows[0]["segment"].tolist()


@pytest.mark.slow
def test_the_whole_key_is_exported_readably(source: Path) -> None:
    target = source.parent / "key.csv"
    export(source, target, 'customer_key=["CustomerID", "CustomerDOB"]')
    births = pd.read_csv(target, dtype=str, keep_default_na=False)["CustomerDOB"]
    assert births[births != ""].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_it_never_lands_in_a_site_or_over_an_input(source: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    (site / ".atlas-site").write_text("{}")
    with pytest.raises(OutputError, match="inside the site"):
        export(source, site / "data" / "customers.csv")
    before = source.read_bytes()
    with pytest.raises(OutputError, match="input"):
        export(source, source)
    assert source.read_bytes() == before
    with pytest.raises(OutputError, match="no folder"):
        export(source, tmp_path / "none" / "x.csv")
    with pytest.raises(UsageError, match=r"format is not supported"):
        export(source, tmp_path / "x.xlsx")
