"""A moment in UTC has its day where the bank is: in the zone that the file names, else in that of the settings.

Cards are used at 01:30 and 23:30 by the clock of the bank, so that a wrong zone moves them to another day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading.header import Form
from generator.analyse.reading.source import open_source
from generator.analyse.reading.typed_columns import Zone, zone_of
from generator.errors import SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS
from tests.support.banks import AS_IS, DATE, HEAD, TIME, analysed, bank, put, text

if TYPE_CHECKING:
    from generator.analyse.engine.spark import SparkEngine

KOLKATA = ZoneInfo("Asia/Kolkata")
ZONES = {
    "Asia/Kolkata": KOLKATA,
    "America/New_York": ZoneInfo("America/New_York"),
    "Europe/Prague": ZoneInfo("Europe/Prague"),
    "Pacific/Kiritimati": ZoneInfo("Pacific/Kiritimati"),
    "+05:30": timezone(timedelta(hours=5, minutes=30)),
    "-03:30": timezone(-timedelta(hours=3, minutes=30)),
}
NO_TIME = 'columns.time=""'


def moments(zone: tzinfo) -> list[datetime]:
    """Return the moments of a bank whose cards are used early and late in the day, over a change of the clocks."""
    days = [datetime(2016, 10, 20, tzinfo=zone) + timedelta(days=i % 20) for i in range(1_000)]
    return [day.replace(hour=(1, 23)[i % 3 == 0], minute=30) for i, day in enumerate(days)]


def csv(path: Path, zone: tzinfo) -> Path:
    rows = [[*row[:DATE], at.isoformat(), *row[TIME:]] for row, at in zip(bank(1_000), moments(zone), strict=True)]
    return put(path, text(rows))


def table(zone: tzinfo, kind: pa.DataType) -> pa.Table:
    columns: dict[str, Any] = dict(zip(HEAD, map(list, zip(*bank(1_000), strict=True)), strict=True))
    at = [moment.astimezone(UTC) for moment in moments(zone)]
    columns[HEAD[DATE]] = pa.array([moment.replace(tzinfo=None) for moment in at], pa.timestamp("us")).cast(
        pa.timestamp(kind.unit, kind.tz)
    )
    return pa.table(columns)


def texts(engine: Any, path: Path, form: Form = Form()) -> list[str]:  # noqa: B008 - frozen
    engine.read(open_source(str(path), KAGGLE_COLUMNS, (), form))
    return [date for (date,) in engine.rows("select date_text from raw order by location")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "unit"), list(zip(ZONES, ("ms", "us", "ns") * 2, strict=True)))
def test_parquet_gives_the_release_of_the_text_where_it_names_the_zone(tmp_path: Path, name: str, unit: str) -> None:
    wanted = analysed(csv(tmp_path / "bank.csv", ZONES[name]), AS_IS, NO_TIME)
    pq.write_table(table(ZONES[name], pa.timestamp(unit, name)), tmp_path / "bank.parquet")
    found = analysed(tmp_path / "bank.parquet", AS_IS, NO_TIME)
    assert found.text == wanted.text
    assert (found.release.window.first, found.release.window.last) == ("2016-10-20", "2016-11-08")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Asia/Kolkata", "America/New_York"])
def test_else_the_setting_says_it(tmp_path: Path, name: str) -> None:
    wanted = analysed(csv(tmp_path / "bank.csv", ZONES[name]), AS_IS, NO_TIME)
    for stored in ("UTC", "Etc/UTC", "+00:00"):
        path = tmp_path / f"{stored.replace('/', '-')}.parquet"
        pq.write_table(table(ZONES[name], pa.timestamp("us", stored)), path)
        assert analysed(path, AS_IS, NO_TIME, f'timezone="{name}"').text == wanted.text


def written_by_duckdb(path: Path) -> None:
    with duckdb.connect() as connection:
        connection.register("bank", table(KOLKATA, pa.timestamp("us", "UTC")))
        connection.execute(f"copy bank to '{path}' (format parquet)")


WRITERS: dict[str, Callable[[Path], None]] = {
    "arrow": lambda path: pq.write_table(table(KOLKATA, pa.timestamp("us", "UTC")), path),
    "without an Arrow schema": lambda path: pq.write_table(
        table(KOLKATA, pa.timestamp("us", "Asia/Kolkata")), path, store_schema=False
    ),
    "the old type of Spark": lambda path: pq.write_table(
        table(KOLKATA, pa.timestamp("us")), path, use_deprecated_int96_timestamps=True
    ),
    "duckdb": written_by_duckdb,
}


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_without_any_zone_the_build_stops_and_names_the_setting(tmp_path: Path, writer: str) -> None:
    path = tmp_path / "bank.parquet"
    WRITERS[writer](path)
    with pytest.raises(SourceError, match="the column TransactionDate holds moments in UTC") as raised:
        analysed(path, AS_IS, NO_TIME)
    assert "--set 'timezone=\"Asia/Kolkata\"'" in str(raised.value.hint)
    wanted = analysed(csv(tmp_path / "bank.csv", KOLKATA), AS_IS, NO_TIME)
    assert analysed(path, AS_IS, NO_TIME, 'timezone="Asia/Kolkata"').text == wanted.text


def test_the_zone_of_the_file_wins_and_days_without_one_stay(tmp_path: Path) -> None:
    columns: dict[str, Any] = dict(zip(HEAD, map(list, zip(*bank(3), strict=True)), strict=True))
    at = [datetime(2016, 8, 1, 20)] * 3  # noqa: DTZ001 - in UTC, as Parquet stores it
    columns[HEAD[DATE]] = pa.array(at, pa.timestamp("us")).cast(pa.timestamp("us", "Asia/Kolkata"))
    columns["CustomerDOB"] = pa.array(at, pa.timestamp("us"))
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    with DuckEngine() as engine:
        found = texts(engine, tmp_path / "a.parquet", Form(timezone="America/New_York"))
        assert found == ["2016-08-02 01:30:00"] * 3
        assert engine.rows("select distinct birth_text from raw") == [("2016-08-01 20:00:00",)]


def test_a_moment_that_is_no_day_needs_no_zone(tmp_path: Path) -> None:
    columns: dict[str, Any] = dict(zip(HEAD, map(list, zip(*bank(3), strict=True)), strict=True))
    columns["loaded"] = pa.array([datetime(2016, 8, 1, tzinfo=UTC)] * 3, pa.timestamp("us", "UTC"))
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    with DuckEngine() as engine:
        assert len(texts(engine, tmp_path / "a.parquet")) == 3


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Kolkata", Zone("Asia/Kolkata")), ("+05:30", Zone("", 330)), ("-0330", Zone("", -210)),
        ("UTC", None), ("utc", None), ("Z", None), ("+00:00", None), ("GMT", None), (None, None), ("", None),
        ("Mars/Olympus", None), ("../etc", None),
    ],
)  # fmt: skip
def test_zones_of_files(text: str | None, zone: Zone | None) -> None:
    assert zone_of(text) == zone


@pytest.mark.slow
class TestDatabases:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "bank.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.register("rows", table(KOLKATA, pa.timestamp("us", "UTC")))
            connection.execute("create table bank as select * from rows")
        return path

    def test_duckdb_gives_the_release_of_the_text(self, tmp_path: Path, path: Path) -> None:
        wanted = analysed(csv(tmp_path / "bank.csv", KOLKATA), AS_IS, NO_TIME)
        assert analysed(path, AS_IS, NO_TIME, 'timezone="Asia/Kolkata"').text == wanted.text
        with pytest.raises(SourceError, match=r"bank\.duckdb: the column TransactionDate holds moments in UTC"):
            analysed(path, AS_IS, NO_TIME)

    def test_a_query_may_turn_them_into_days_of_the_bank(self, tmp_path: Path, path: Path) -> None:
        query = put(
            tmp_path / "source.sql", 'select * replace ("TransactionDate"::date as "TransactionDate") from bank'
        )
        found = analysed(path, AS_IS, NO_TIME, f'query="{query}"', 'timezone="Asia/Kolkata"')
        assert (found.release.window.first, found.release.window.last) == ("2016-10-20", "2016-11-08")


@pytest.mark.spark
@pytest.mark.slow
def test_spark_gives_the_same_text(tmp_path: Path, spark: SparkEngine) -> None:
    with DuckEngine() as duck:
        form = Form(timezone="Asia/Kolkata")
        for name, unit in (*zip(ZONES, ("us", "ms", "ns") * 2, strict=True), ("UTC", "ns")):
            path = tmp_path / f"{unit}{name.replace('/', '-')}.parquet"
            pq.write_table(table(ZONES.get(name, KOLKATA), pa.timestamp(unit, name)), path)
            assert texts(spark, path, form) == texts(duck, path, form)
        old = tmp_path / "old.parquet"
        WRITERS["the old type of Spark"](old)
        found = texts(spark, old, form)
        assert found == texts(duck, old, form)
        assert {date[11:16] for date in found} == {"01:30", "23:30"}
