"""The second engine gives what DuckDB gives: the same text of a number, the same rows, the same release to the byte.

All tests share one session; test_session.py has what starts and ends one.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from generator import pipeline
from generator.analyse import clean, computed, money
from generator.analyse.engine import choose
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.private.run_record import Record
from generator.analyse.reading import source
from generator.demo import generate, write
from generator.errors import SourceError
from generator.release import codec
from generator.settings import config
from generator.settings.settings import Settings

if TYPE_CHECKING:
    from generator.analyse.engine.base import Loaded
    from generator.analyse.engine.spark import SparkEngine

pytestmark = [pytest.mark.spark, pytest.mark.slow]

SET = ["evidence=false"]
HEAD = "CustomerID,TransactionDate,TransactionAmount (INR),CustLocation,CustomerDOB"


Outcome = tuple[str, Record, list[tuple[str, int, str]]]


def run(path: Path, *settings: str) -> Outcome:
    """Return the release's text, the record without its stages, and the rejected rows."""
    chosen = config.load(None, [*SET, *settings])
    with pipeline.analysed(str(path), chosen, pipeline.Clock(lambda _: None)) as found:
        rejected = [(row.file, row.line, row.reason) for row in found.rejected]
        return codec.dump(found.release), found.record, rejected


def run_on(engine: SparkEngine, path: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Do the same on an engine that is open already."""
    with monkeypatch.context() as patch:
        patch.setattr(choose, "open_engine", lambda _: nullcontext(engine))
        return run(path)


def cleaned(engine: Any, path: Path, settings: Settings) -> tuple[clean.Cleaned, list[tuple[Any, ...]]]:
    """Return what cleaning found, and all rows with what they were taken for."""
    opened = source.open_source(str(path), settings.source_columns, ())
    found = clean.clean(engine, opened, engine.read(opened), settings)
    columns = "customer_id, signed_paise, reason, transaction_id, day, balance_unreadable, location"
    return found, engine.rows(f"select {columns} from judged order by location")


def read(engine: Any, folder: Path) -> tuple[tuple[Loaded, ...], list[tuple[Any, ...]]]:
    """Return where the rows of a folder's files went, and all rows with all columns."""
    opened = source.open_source(str(folder), Settings().source_columns, ())
    return engine.read(opened), engine.rows("select * from raw order by location")


class TestReading:
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

    def test_parquet_files_under_any_name(self, spark: SparkEngine, tmp_path: Path) -> None:
        """Whole and broken numbers, moments and days of each type are spelled alike; rows keep their places."""
        moments = pd.date_range("2016-08-02 10:11:12.5", periods=9, freq="25h")
        amounts = [1.0, 0.1, 1e15, 123456789.25, -3.5, 2.0, 1e-3, float("nan"), 7.0]
        for number, (name, date) in enumerate({
            "odd [name]: 1.parquet": moments.astype("datetime64[ns]"),
            "ünï.PARQUET": moments.astype("datetime64[us]"),
            "plain.pq": moments.date,
        }.items()):  # fmt: skip
            frame = pd.DataFrame({
                "CustomerID": range(number, number + 9),
                "TransactionDate": date,
                "TransactionAmount (INR)": amounts,
                "CustLocation": [*["Pune Ü"] * 8, None],
                "CustomerDOB": "1/1/70",
            })  # fmt: skip
            frame.to_parquet(tmp_path / name, row_group_size=4)
        with DuckEngine() as duck:
            assert read(spark, tmp_path) == read(duck, tmp_path)

    @pytest.mark.parametrize(("kind", "largest"), [("float32", 99_999), ("float64", 10**13)])
    def test_amounts_in_floats(self, spark: SparkEngine, tmp_path: Path, kind: str, largest: int) -> None:
        """Every digit that such a number can carry, in the usual spelling; beyond that the engines may differ."""
        dice = np.random.default_rng(5)
        amounts = dice.uniform(-1, 1, 2000) * 10.0 ** dice.uniform(-3, np.log10(largest), 2000)
        special = [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 0.5, 0.01, 1e-4]
        special += [1e15, 1e16, 1e20, 12_345_678] if kind == "float64" else []
        frame = pd.DataFrame([["C1", "2016-08-02", 1.5, "Goa", None]] * (2000 + len(special)), columns=HEAD.split(","))
        frame["TransactionAmount (INR)"] = np.array([*amounts.round(2), *special]).astype(kind)
        frame.to_parquet(tmp_path / "a.parquet")
        with DuckEngine() as duck:
            one, two = ([row[2] for row in read(engine, tmp_path)[1]] for engine in (spark, duck))
        assert [pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]] == []

    def test_text_of_several_kinds_beside_parquet(self, spark: SparkEngine, tmp_path: Path) -> None:
        row = "C{0},2016-08-02,{0},Pune Ü,1/1/{1}"
        texts = [f"{HEAD}\n" + "".join(f"{row.format(i, 70 + i)}\n" for i in range(k, k + 9)) for k in (0, 9, 18)]
        (tmp_path / "a.csv").write_text(texts[0] + "broken\n", encoding="utf-8")
        (tmp_path / "b.csv").write_text(texts[1].replace(",", ";"), encoding="utf-16")
        (tmp_path / "c.csv").write_text(texts[2], encoding="cp1252")
        pd.DataFrame([["C1", "2016-08-02", 1.5, "Goa", None]], columns=HEAD.split(",")).to_parquet(
            tmp_path / "d.parquet"
        )
        with DuckEngine() as duck:
            found = [read(engine, tmp_path) for engine in (spark, duck)]
        assert [item.broken for item in found[0][0]] == [(11,), (), (), ()]
        assert found[0] == found[1]

    @pytest.mark.parametrize(
        ("limit", "local", "message"),
        [("1KB", True, "too large to convert on this machine"), ("", False, "on a cluster, Spark reads only Parquet")],
        ids=["no room", "cluster"],
    )
    def test_text_that_cannot_be_converted_is_refused_with_the_way_to_parquet(
        self, spark: SparkEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, local: bool, message: str
    ) -> None:
        write(generate(20_000, 1), tmp_path / "bank.csv")
        monkeypatch.setattr(spark, "_memory_limit", limit)
        monkeypatch.setattr(spark._session, "local", local)
        with pytest.raises(SourceError, match=message) as error:
            read(spark, tmp_path)
        assert "duckdb -c \"COPY (FROM read_csv('transactions.csv', all_varchar = true))" in str(error.value.hint)

    @pytest.mark.parametrize("ending", ["csv", "parquet"])
    def test_a_file_without_rows_is_refused(self, spark: SparkEngine, tmp_path: Path, ending: str) -> None:
        empty = pd.DataFrame(columns=HEAD.split(","), dtype=str)
        path = tmp_path / f"a.{ending}"
        empty.to_csv(path, index=False) if ending == "csv" else empty.to_parquet(path)
        with pytest.raises(SourceError, match="only column names"):
            read(spark, tmp_path)


class TestReleases:
    def test_a_bank_in_parquet(self, spark: SparkEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of twenty thousand rows: a release of more takes Spark minutes and shows the same."""
        path = tmp_path / "bank.parquet"
        write(generate(20_000, 1), path)
        assert run_on(spark, path, monkeypatch) == run(path, "threads=1") == run(path, "threads=2")

    @pytest.mark.data
    def test_the_real_rows(self, spark: SparkEngine, real_data: Path) -> None:
        with DuckEngine() as duck:
            one, two = (cleaned(engine, real_data, replace(Settings(), threads=2)) for engine in (spark, duck))
        assert one == two

    def test_odd_amounts_are_read_alike(self, spark: SparkEngine, tmp_path: Path) -> None:
        """Signs, groups, marks, scripts, exponents and blanks: the same hundredths and reasons."""
        texts = [
            "-1.234,56 ₹", "(1,23,456.78)", "25,50 DR", "25.50 CR", "₹ 7", "$7", "7 EUR", "1 234 567",
            "1\u202f234,5", "12.5-",
            "१२,३४५.५०", "１２.５", "𞥑𞥒.𞥓", "١٬٢٣٤٫٥٠", "1e2", "1.5E+3", "1e-05", "1.00499", "0,263", "0.263",
            "1.2.3", "25.-",
            "9" * 70, "9" * 18, "1_000", ".5", ",5", "25.", "-.5", "", "nan", "12.34\t", "\u200e-\u200e12,5",
            "1'234.5", "--5",
            "12345678901234.125", "0.005", "-0.005",
        ]  # fmt: skip
        frame = pd.DataFrame([[f"C{i}", "2016-08-02", text, "Goa", None] for i, text in enumerate(texts)])
        frame.columns = pd.Index(HEAD.split(","))
        frame.to_parquet(tmp_path / "a.parquet")
        settings = replace(Settings(), threads=2, spend="positive", most_rejected=1.0)
        with DuckEngine() as duck:
            found = [cleaned(engine, tmp_path, settings) for engine in (spark, duck)]
        assert found[0] == found[1]
        read = dict(zip(texts, (row[1:3] for row in found[1][1]), strict=True))
        assert read["-1.234,56 ₹"] == (-123456, "not_spend")
        assert read["𞥑𞥒.𞥓"] == (1230, None)
        assert read["$7"] == (None, "currency")

    @pytest.mark.parametrize(
        ("amount", "place", "where"),
        [
            ("a / b", "upper(t) || '-' || left(t, 2)", "a > 0 or t = 'x'"),
            ("a * b / 3 - round(a / 7, 2) + coalesce(b / nullif(b, 0), 1)", "right(t, 3)", "t is null or t like '%é%'"),
            ("case when a > b then -a when t = 'İ' then 1 else abs(b) end", "replace(t, 'e', '\\\\')", "a / b <> 1"),
            (" + ".join(["a"] * 25), "lower(t)", "(" * 19 + "t in ('x', 'Straße', 'a\\\\b') or a <= b" + ")" * 19),
        ],
    )
    def test_expressions_are_computed_alike(
        self, spark: SparkEngine, tmp_path: Path, amount: str, place: str, where: str
    ) -> None:
        numbers = [
            "1.234,56 ₹",
            "-2,5",
            "",
            "nan",
            "abc",
            "0",
            "3",
            "99999",
            "1e-3",
            "१२,५",
            "0,005",
            "(7)",
            "1e40",
        ]
        texts = ["x", "", " Straße ", "éCOLE", "İ", "ß", "отменён", "NULL", "a\\b", "ﬁ", "😀x", "\u00a0y"]
        frame = pd.DataFrame(
            [
                [f"C{i}", "2/8/16", numbers[i % 13], numbers[i * 5 % 13 - i // 13], texts[i % 12]]
                for i in range(13 * 12)
            ],
            columns=["CustomerID", "TransactionDate", "a", "b", "t"],
        )
        frame.to_parquet(tmp_path / "a.parquet")
        balance = "a + b * 3"
        chosen = {
            "columns.amount": amount,
            "columns.balance": balance,
            "columns.place": place + " || ''",
            "where": where,
        }
        chosen["currency"] = "KWD"
        settings = config.load(None, [f'{key}="{value}"' for key, value in chosen.items()])
        opened = source.open_source(str(tmp_path), settings.source_columns, (), where=settings.where)
        found = []
        with DuckEngine() as duck:
            for engine in (spark, duck):
                loaded = engine.read(opened)
                staged = computed.compute(engine, opened, settings, money.typed_rows(opened, loaded))
                rows = engine.rows("select location, amount_text, balance_text, place_text from raw order by location")
                found.append((staged, rows, sorted(computed.unread_rows(engine, opened))))
        assert found[0] == found[1]
        assert found[1][1]

    def test_what_rows_mean_is_found_alike(self, spark: SparkEngine, tmp_path: Path) -> None:
        """Placeholders in several scripts, spellings of one customer, lines of orders, unreadable balances, dinars."""
        ids = [
            "N/A", "(blank)", "未知", "अज्ञात", "0", "99999", "XXX", "—", "?", "unbekannt", '="17"', "'18",
            "\u200b19", "17.0", "18,0", "19.00", "0017", "C7", "c7", "c8", "Straße", "STRASSE", "straße", " a  b",
            "a\u00a0b", "\t20\t",
            *(f"{i:04}" for i in range(17, 60)), *(f"{i}" for i in range(30, 40)),
        ]  # fmt: skip
        frame = pd.DataFrame(
            [
                [f"O{i // 3}", id_, "2016-08-22", f"{i}.12{i % 10}", "Goa", "1.2.3" if i % 50 == 0 else "-", None]
                for i, id_ in enumerate(ids)
            ],
            columns=["TransactionID", *HEAD.split(",")[:4], "CustAccountBalance", "CustomerDOB"],
        )
        frame.to_parquet(tmp_path / "a.parquet")
        settings = replace(Settings(), threads=2, currency="KWD", decimal=".", most_rejected=0.5)
        with DuckEngine() as duck:
            found = [cleaned(engine, tmp_path, settings) for engine in (spark, duck)]
        assert found[0] == found[1]
        meaning, rows = found[1]
        assert meaning.rejected == {"customer_placeholder": 10}
        assert len({row[0] for row in rows if not row[2]}) == 43 + 2 + 3 + 1
        assert [row[1] for row in rows[10:13]] == [10_120, 11_121, 12_122]
        assert meaning.flags["balance_unreadable"] == 1
        assert len(meaning.notes) == 4

    def test_dirty_rows_are_rejected_alike(self, spark: SparkEngine, tmp_path: Path) -> None:
        """Wrong field counts, broken quotes, bad dates and amounts, duplicates, a truncated end: the same rows."""
        write(generate(4_000, 2), tmp_path / "bank.csv")
        lines = (tmp_path / "bank.csv").read_text().splitlines()
        lines[5] = lines[5].replace(",", ";", 1)
        lines[9] += ",one,too,many"
        lines[17] = ",".join([*lines[17].split(",")[:-1], "n/a"])
        lines[23] = lines[22]
        lines.insert(30, "")
        fields = lines[40].split(",")
        fields[6] = "31/31/24"
        lines[40] = ",".join(fields)
        (tmp_path / "dirty.csv").write_text("\n".join(lines)[:-9])
        with DuckEngine() as duck:
            one, two = (cleaned(engine, tmp_path / "dirty.csv", Settings()) for engine in (spark, duck))
        assert one == two
        assert set(two[0].rejected) >= {"fields", "amount", "date", "duplicate"}
