"""Spark gives what DuckDB gives, part by part: numbers, rows, broken lines, tables; and it is quiet and leaves nothing.

Whole releases are compared in test_spark.py.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from generator import pipeline
from generator.analyse import clean, customers
from generator.analyse.engine import session
from generator.analyse.engine.base import Engine
from generator.analyse.engine.choose import open_engine
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.grid import make_grid
from generator.analyse.queries import query
from generator.analyse.reading import source
from generator.cli import atlas
from generator.errors import AtlasError, ConfigError
from generator.release import codec
from generator.resources import sql_dir
from generator.settings import config
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from generator.analyse.engine.spark import SparkEngine

DEMO = ROOT / "data" / "demo" / "transactions.parquet"
STAGES = sorted(path.stem for path in sql_dir().glob("*.sql"))
HEAD = b"a,b,c\n"


@pytest.fixture(scope="class")
def spark(require_spark: None) -> Iterator[SparkEngine]:
    from generator.analyse.engine.spark import SparkEngine

    # One process has room for one session.
    with SparkEngine(threads=2) as engine:
        yield engine


def raw(engine: Engine, path: Path) -> Any:
    """Return what becomes of a file with the columns a, b, c: its rows with their places, and its broken lines."""
    roles = {"customer": "a", "date": "b", "amount": "c"}
    file = source.SourceFile(path, "csv", ",", "utf-8", ("a", "b", "c"), roles)
    try:
        loaded = engine.read(source.Source(str(path), (file,), tuple(roles), ()))
    except AtlasError as error:
        return error.format_message()
    rows = engine.rows("select location, customer_text, date_text, amount_text from raw order by location")
    return [(item.start, item.stop, item.broken) for item in loaded], rows


class TestDialect:
    @pytest.mark.parametrize("stage", STAGES)
    def test_every_query_has_a_spelling_for_spark(self, stage: str) -> None:
        pytest.importorskip("sqlglot")
        from generator.analyse.engine import dialect

        names = re.findall(r"@([a-z_]+)", (sql_dir() / f"{stage}.sql").read_text(encoding="utf-8"))
        values = {name: "" if name.startswith(("keep", "extra")) else "1 = 1" for name in names}
        text = query(stage, **values | {"key_columns": "gridded.key_0, ", "key_order": "key_0"})
        assert "SELECT" in dialect.to_spark(text)
        # Spark does not find its cached tables under a `with`.
        steps, last = dialect.to_steps(text)
        assert not any(re.search(r"\bWITH\b", part) for part in (last, *(step for _, step in steps)))
        assert [name for name, _ in steps] == (["step_judged"] if stage == "clean" else [])


@pytest.mark.spark
class TestRows:
    def test_numbers_and_blanks_are_read_alike(self, spark: SparkEngine) -> None:
        texts = [
            "1", "+1", "-1", " 1 ", "1.5", "2.5", "-2.5", "1e2", "1.", ".5", ".", "1_000", "１２", "", "nan", "1,000",
            "\t1", "1\n", "99999999999", "1.23445", "-1.23445", "1e", "00012", "1d", "5L", "1\u00a0", "1._5", "--1",
            "143207.0", "99999999999999999999.99995", "1e19", "1e20", "0.00005", "5e-5", "\u00a0x\u3000", "\tx\t",
        ]  # fmt: skip
        text = (
            "select text, try_cast(text as integer), try_cast(text as decimal(24, 4)), trim(text), "
            "try_cast(round(try_cast(text as decimal(24, 4)) * 100, 0) as bigint), -7 // 2, -7 % 3 "
            "from texts order by 1"
        )
        with DuckEngine() as duck:
            for engine in (duck, spark):
                engine.register("texts", {"text": "varchar"}, ((item,) for item in texts))
            assert spark.rows(text) == duck.rows(text)

    @pytest.mark.parametrize(
        "lines",
        [
            b"1,2\n1,2,3\n1,2,3,4\n4,5,6\n",
            b'1,"a"b,c\n0,x,y\n1,a"b,c\n1,"a" , "c"\n',
            b'1,"a""b",3\n2,"",3\n3,,4\n4,"""",5\n1,"x,y",3\n',
            b'1,"a\nb",c\n2,2\n1,2,"a\n\nb"\n7,8\n0,1,2\n',
            b'1,"a\nb"\n2,2,2\n"a""\n",2,3\n',
            b'1,2,3\n4,"a,c\n5,6,7\n',
            b'1,2,3\n1,"a\xe9",3\n4,5\n7,8,9\n',
            b"\n1,2,3\n\n  \n4,5\n6,7,8\n4,5",
            b"1,2,3,\n1,2,3,,\n1,2,3,,x\n4,5,\n1," + b"x" * 2_000_000 + b",3\n7,8,9\n",
            b"1,2,3\r\n\r\n4,5\r\n7,8,9\r\n",
        ],
        ids=["fields", "quotes", "doubled", "line breaks", "joined", "open", "bytes", "blanks", "ends", "crlf"],
    )
    def test_a_dirty_file_has_the_same_rows_and_broken_lines(
        self, spark: SparkEngine, tmp_path: Path, lines: bytes
    ) -> None:
        path = tmp_path / "odd [name]: 1.csv"
        path.write_bytes((HEAD.replace(b"\n", b"\r\n") if b"\r\n" in lines else HEAD) + lines)
        with DuckEngine() as duck:
            assert raw(spark, path) == raw(duck, path)

    def test_several_files_of_several_kinds(self, spark: SparkEngine, tmp_path: Path) -> None:
        names = "CustomerID,TransactionDate,TransactionAmount (INR),CustLocation,CustomerDOB"
        row = "C{0},2/8/16,{0},Pune Ü,1/1/{1}"
        texts = [f"{names}\n" + "".join(f"{row.format(i, 70 + i)}\n" for i in range(k, k + 9)) for k in (0, 9, 18)]
        (tmp_path / "a.csv").write_text(texts[0] + "broken\n", encoding="utf-8")
        (tmp_path / "b.csv").write_text(texts[1].replace(",", ";"), encoding="utf-16")
        (tmp_path / "c.csv").write_text(texts[2], encoding="cp1252")
        opened = source.open_source(str(tmp_path), config.Settings().source_columns, ())
        with DuckEngine() as duck:
            text = "select * from raw order by location"
            found = [(engine.read(opened), engine.rows(text)) for engine in (spark, duck)]
        assert [[item.broken for item in loaded] for loaded, _ in found] == [[(11,), (), ()]] * 2
        assert found[0] == found[1]

    def test_the_tables_of_each_stage_are_the_same(self, spark: SparkEngine) -> None:
        settings = config.load(Path(os.devnull))
        opened = source.open_source(str(DEMO), settings.source_columns, ())
        with DuckEngine() as duck:
            accounts = []
            for engine in (spark, duck):
                cleaned = clean.clean(engine, opened, engine.read(opened), settings)
                key = customers.make_customers(engine, opened, settings)
                accounts.append((cleaned, key, make_grid(engine, cleaned.last_day).frame.to_numpy().tolist()))
            assert accounts[0] == accounts[1]
            for table, columns in (
                ("judged", "location, customer_id, place_text, paise, balance_paise, day, second, birth_day, reason"),
                ("gridded", "recency, frequency, amount_bin, spend_bin, spend_paise, place_text, gender, birth_day"),
            ):
                text = f"select {columns} from {table} order by {columns}"
                assert spark.rows(text) == duck.rows(text), table


@pytest.mark.spark
@pytest.mark.usefixtures("require_spark")
class TestSession:
    def test_the_demonstration_bank_has_the_same_release(self) -> None:
        found = []
        for assignments in (['engine="spark"'], ['engine="duckdb"']):
            settings = config.load(Path(os.devnull), ["evidence=false", "threads=2", *assignments])
            with pipeline.analysed(str(DEMO), settings, pipeline.Clock(lambda _: None)) as analysis:
                found.append((codec.dump(analysis.release), analysis.rejected))
        assert found[0] == found[1]

    def test_nothing_is_said_and_nothing_is_left(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        with open_engine(config.Settings(engine="spark", threads=1)) as engine:
            assert engine.rows("select 1 as one") == [(1,)]
            assert list(tmp_path.iterdir())
            with pytest.raises(AtlasError, match="Spark did not start"):
                open_engine(config.Settings(engine="spark", threads=1))
            assert engine.rows("select 2 as two") == [(2,)]
        assert list(tmp_path.iterdir()) == []
        assert capfd.readouterr() == ("", "")


class TestWhatIsMissing:
    def test_java(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(session, "find_spec", lambda name: name)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        with pytest.raises(AtlasError) as error:
            open_engine(config.Settings(engine="spark"))
        assert "needs Java, and there is none.\nInstall Java 17" in error.value.format_message()

    def test_packages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(session, "find_spec", lambda name: None)
        with pytest.raises(AtlasError) as error:
            open_engine(config.Settings(engine="spark"))
        assert "needs pyspark and sqlglot" in error.value.format_message()
        extra = tomllib.loads((DEMO.parents[2] / "pyproject.toml").read_text())["project"]["optional-dependencies"][
            "spark"
        ]
        assert f"pip install {' '.join(json.dumps(name) for name in extra)}" in error.value.format_message()

    def test_a_master_without_spark(self) -> None:
        with pytest.raises(ConfigError, match="master"):
            open_engine(config.Settings(master="spark://host:7077"))


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

    def test_in_the_dialect_of_spark(self) -> None:
        pytest.importorskip("sqlglot")
        pytest.importorskip("pyspark")
        arguments = ["analyse", str(DEMO), "--print-sql", "--engine", "spark", "--config", os.devnull]
        assert "spend_paise DIV frequency AS mean_paise" in CliRunner().invoke(atlas, arguments).output
