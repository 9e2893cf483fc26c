"""Every query can be said in Spark's words; needs no Java."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.analyse.profile import balance_columns
from generator.analyse.queries import query
from generator.analyse.reading.source import open_source
from generator.analyse.statements import STAGES, statements
from generator.cli import atlas
from generator.demo import generate, write
from generator.resources import sql_dir
from generator.settings import config
from tests.support.paths import ROOT

DEMO = ROOT / "data" / "demo" / "transactions.parquet"
QUERIES = sorted(path.stem for path in sql_dir().glob("*.sql"))


@pytest.mark.parametrize("stage", QUERIES)
def test_every_query_has_a_spelling_for_spark(stage: str) -> None:
    from generator.analyse.engine import dialect

    names = re.findall(r"@([a-z_]+)", (sql_dir() / f"{stage}.sql").read_text(encoding="utf-8"))
    empty = ("keep", "extra", "joins", "texts", "shapes", "numbers", "sizes", "exact", "amounts", "roles", "others")
    values = {name: "" if name.startswith(empty) else "1 = 1" for name in names} | {"rows": "raw"}
    values |= {name: text for name, text in balance_columns(("1", "2"), "100").items() if name in names}
    text = query(stage, **values | {"key_columns": "gridded.key_0, ", "key_order": "key_0"})
    assert "SELECT" in dialect.to_spark(text)
    # Spark does not find its cached tables under a `with`.
    steps, last = dialect.to_steps(text)
    assert not re.search(r"\bWITH\b", last)
    assert steps == ()


def test_the_queries_of_a_run_are_those_of_the_folder(tmp_path: Path) -> None:
    write(generate(1_000, 1), tmp_path / "bank.csv")
    chosen = config.load(None, ['engine="spark"', 'customer_key=["CustomerID"]'])
    found = list(
        statements(open_source(str(tmp_path / "bank.csv"), chosen.source_columns, chosen.customer_key), chosen)
    )
    assert [text.splitlines()[0].removeprefix("-- ") for text in found] == list(STAGES)
    assert set(QUERIES) == {*STAGES, "inputs", "computed", "export"}
    assert all("STRUCT_PACK" not in text.upper() for text in found)


class TestPrintSql:
    def test_queries_are_printed_without_reading_rows(self, tmp_path: Path) -> None:
        path = tmp_path / "t.csv"
        path.write_text("CustomerID,TransactionDate,TransactionAmount (INR),CustLocation\nunreadable", encoding="utf-8")
        result = CliRunner().invoke(atlas, ["analyse", str(path), "--print-sql", "--config", os.devnull])
        assert result.exit_code == 0, result.output
        titles = [line for line in result.output.splitlines() if line in ("-- clean", "-- customers", "-- atoms")]
        assert titles == ["-- clean", "-- customers", "-- atoms"]
        assert "$last_day - last_day" in result.output
        assert "@" not in result.output

    def test_balances_are_summed_where_they_are_named(self) -> None:
        arguments = ["analyse", str(DEMO), "--print-sql", "--config", os.devnull]
        plain = CliRunner().invoke(atlas, arguments).output
        named = CliRunner().invoke(atlas, [*arguments, "--set", 'features=["monetary", "balance"]']).output
        assert "gridded.recency = bins.recency and gridded.frequency = bins.frequency" in plain
        assert "as balanced" not in plain
        assert "on gridded.amount_bin = bins.amount_bin and gridded.balance_bin = bins.balance_bin" in named
        assert "count(balance_own) as balanced" in named
        assert not re.search(r"\$(same_bin|keys|no_balance|balance_(sums|values))", plain + named)

    def test_in_the_dialect_of_spark(self) -> None:
        pytest.importorskip("pyspark")
        arguments = ["analyse", str(DEMO), "--print-sql", "--engine", "spark", "--config", os.devnull]
        assert "spend_paise DIV frequency AS mean_paise" in CliRunner().invoke(atlas, arguments).output
