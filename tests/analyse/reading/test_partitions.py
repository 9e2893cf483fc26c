"""Columns that stand in the names of folders count like those in the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import duckdb
import pandas as pd
import pytest

from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading.source import digest, open_source
from generator.errors import SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS
from tests.support.banks import AS_IS, CUSTOMER, HEAD, PLACE, Row, analysed, bank, put, text

if TYPE_CHECKING:
    from generator.analyse.engine.spark import SparkEngine

NOTHING = "__HIVE_DEFAULT_PARTITION__"
#: Sorted by place, so that a folder a place keeps the order of the rows.
ROWS = sorted(bank(1_000), key=lambda row: row[PLACE])

#: A row for each of some places whose names need care in a path.
ODD = ("", "A/B: 50% off?", "Ünna", "x=y", "O'Hara")
SOME = [[*row[:PLACE], place, *row[PLACE + 1 :]] for row, place in zip(ROWS, ODD, strict=False)]


def write_csv(path: Path, rows: list[Row], head: list[str]) -> None:
    put(path.with_suffix(".csv"), text(rows, head))


def write_parquet(path: Path, rows: list[Row], head: list[str]) -> None:
    pd.DataFrame(rows, columns=head).to_parquet(path.with_suffix(".parquet"))


def partitioned(folder: Path, rows: list[Row], write: Callable[[Path, list[Row], list[str]], None]) -> Path:
    """Write the rows into a folder a place, and leave the place out of the files."""
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_place[row[PLACE]].append([*row[:PLACE], *row[PLACE + 1 :]])
    for place, some in by_place.items():
        inside = folder / "year=2016" / f"CustLocation={quote(place, safe=' ') if place else NOTHING}"
        inside.mkdir(parents=True)
        write(inside / "part-0", some, [*HEAD[:PLACE], *HEAD[PLACE + 1 :]])
    return folder


def rows_of(engine: Any, name: Path | str, key: tuple[str, ...] = ()) -> list[tuple[str | None, ...]]:
    engine.read(open_source(str(name), KAGGLE_COLUMNS, key))
    extra = "".join(f", extra_{i}" for i in range(len(key)))
    return engine.rows(f"select customer_text, place_text{extra} from raw order by location")


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_the_release_is_that_of_one_file(tmp_path: Path, write: Callable[[Path, list[Row], list[str]], None]) -> None:
    one = analysed(put(tmp_path / "bank.csv", text(ROWS)), AS_IS)
    many = analysed(partitioned(tmp_path / "lake", ROWS, write), AS_IS)
    assert many.text == one.text
    assert many.record["source"]["columns"]["place"] == "CustLocation"


class TestValues:
    @pytest.mark.parametrize("write", [write_csv, write_parquet])
    def test_signs_are_decoded_and_no_value_is_none(
        self, tmp_path: Path, write: Callable[[Path, list[Row], list[str]], None]
    ) -> None:
        with DuckEngine() as engine:
            found = rows_of(engine, partitioned(tmp_path, SOME, write), ("year",))
        assert sorted(found, key=str) == sorted(((r[CUSTOMER], r[PLACE] or None, "2016") for r in SOME), key=str)

    def test_what_duckdb_itself_has_written_is_read(self, tmp_path: Path) -> None:
        table = pd.DataFrame(SOME, columns=HEAD)
        with duckdb.connect() as connection:
            connection.register("bank", table)
            connection.execute(f"copy bank to '{tmp_path}/lake' (format parquet, partition_by (CustLocation))")
        with DuckEngine() as engine:
            found = rows_of(engine, tmp_path / "lake")
        assert sorted(found, key=str) == sorted(((r[CUSTOMER], r[PLACE] or None) for r in SOME), key=str)

    @pytest.mark.spark
    def test_spark_reads_them_alike(self, tmp_path: Path, spark: SparkEngine) -> None:
        lake = partitioned(tmp_path, SOME, write_parquet)
        with DuckEngine() as duck:
            assert rows_of(spark, lake) == rows_of(duck, lake)


class TestNames:
    def test_one_file_and_a_pattern_have_them_too(self, tmp_path: Path) -> None:
        lake = partitioned(tmp_path, ROWS[:1], write_csv)
        with DuckEngine() as engine:
            [file] = lake.rglob("*.csv")
            assert rows_of(engine, file) == rows_of(engine, f"{lake}/year=*/*/*.csv") == rows_of(engine, lake)

    def test_a_folder_like_an_internal_column_changes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "c1=x").mkdir()
        with DuckEngine() as engine:
            found = rows_of(engine, put(tmp_path / "c1=x" / "bank.csv", text(ROWS)))
        assert found == [(row[CUSTOMER], row[PLACE]) for row in ROWS]

    def test_a_column_that_begins_with_a_low_line_hides_no_rows(self, tmp_path: Path) -> None:
        (tmp_path / "_day=1").mkdir()
        put(tmp_path / "_day=1" / "bank.csv", text(ROWS))
        assert len(open_source(str(tmp_path), KAGGLE_COLUMNS, ("_day",)).files) == 1

    @pytest.mark.parametrize("name", ["CustLocation", "custlocation"])
    @pytest.mark.parametrize("write", [write_csv, write_parquet])
    def test_a_clash_with_a_column_of_the_file_is_refused(
        self, tmp_path: Path, name: str, write: Callable[[Path, list[Row], list[str]], None]
    ) -> None:
        folder = tmp_path / f"{name}=PUNE"
        folder.mkdir()
        write(folder / "bank", ROWS, HEAD)
        with pytest.raises(SourceError, match=f"the folders give the column {name}, and the file has it too"):
            open_source(str(tmp_path), KAGGLE_COLUMNS, ())

    def test_a_column_twice_in_a_path_is_refused(self, tmp_path: Path) -> None:
        folder = tmp_path / "year=2015" / "year=2016"
        folder.mkdir(parents=True)
        put(folder / "bank.csv", text(ROWS))
        with pytest.raises(SourceError, match="the folders give the column year twice"):
            open_source(str(tmp_path), KAGGLE_COLUMNS, ())

    def test_the_record_tells_two_values_apart(self, tmp_path: Path) -> None:
        digests = set()
        for name in ("CustLocation=PUNE", "CustLocation=DELHI"):
            (tmp_path / name).mkdir()
            write_csv(
                tmp_path / name / "a",
                [[*r[:PLACE], *r[PLACE + 1 :]] for r in ROWS],
                [n for n in HEAD if n != HEAD[PLACE]],
            )
            digests.add(digest(open_source(str(tmp_path / name), KAGGLE_COLUMNS, ())))
        assert len(digests) == 2
