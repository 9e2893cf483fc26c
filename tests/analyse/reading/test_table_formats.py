"""A table whose log says which rows count is never read file by file."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.analyse.reading.source import open_source
from generator.errors import SourceError
from generator.settings.settings import Settings
from tests.support.banks import HEAD, bank

COLUMNS = Settings().source_columns


def rows(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(dict(zip(HEAD, zip(*bank(20), strict=True), strict=True))), path)
    return path


def delta(table: Path) -> None:
    rows(table / "part-0000.parquet")
    rows(table / "day=1" / "part-0001.parquet")
    (table / "_delta_log").mkdir()
    (table / "_delta_log" / "00000000000000000000.json").write_text("{}")


def iceberg(table: Path) -> None:
    rows(table / "data" / "day=1" / "00000-0.parquet")
    (table / "metadata").mkdir()
    (table / "metadata" / "00001-abc.metadata.json").write_text("{}")


def hudi(table: Path) -> None:
    rows(table / "a" / "0.parquet")
    (table / ".hoodie").mkdir()


TABLES: dict[str, Callable[[Path], None]] = {"Delta Lake": delta, "Iceberg": iceberg, "Hudi": hudi}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("how", ["table", "parent", "above", "file", "pattern", "deep pattern", "link", "partition"])
def test_a_table_is_refused_however_it_is_named(tmp_path: Path, name: str, how: str) -> None:
    table = tmp_path / "lake" / "bank" / "t1"
    TABLES[name](table)
    rows(tmp_path / "lake" / "plain.parquet")
    file = min(table.rglob("*.parquet"))
    (tmp_path / "link").symlink_to(file.parent)
    asked = {
        "table": table,
        "parent": table.parent,
        "above": tmp_path / "lake",
        "file": file,
        "pattern": file.parent / "*.parquet",
        "deep pattern": tmp_path / "lake" / "**" / "*.parquet",
        "link": tmp_path / "link" / "*.parquet",
        "partition": file.parent,
    }
    with pytest.raises(SourceError) as raised:
        open_source(str(asked[how]), COLUMNS, ())
    assert f"in the format {name}" in raised.value.message
    assert str(table) in raised.value.message
    assert raised.value.hint
    assert "export" in raised.value.hint


def test_a_table_without_a_file_to_read_is_refused_in_its_folder_too(tmp_path: Path) -> None:
    rows(tmp_path / "plain.parquet")
    (tmp_path / "t1" / "_delta_log").mkdir(parents=True)
    with pytest.raises(SourceError, match="Delta Lake"):
        open_source(str(tmp_path), COLUMNS, ())


def test_relative_names_are_seen_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delta(tmp_path / "t1")
    monkeypatch.chdir(tmp_path / "t1" / "day=1")
    with pytest.raises(SourceError, match="Delta Lake"):
        open_source("part-0001.parquet", COLUMNS, ())
    with pytest.raises(SourceError, match="Delta Lake"):
        open_source(os.curdir, COLUMNS, ())


def test_plain_folders_beside_and_what_only_resembles_are_read(tmp_path: Path) -> None:
    delta(tmp_path / "lake" / "t1")
    rows(tmp_path / "plain" / "0.parquet")
    (tmp_path / "plain" / "metadata").mkdir()
    (tmp_path / "plain" / "metadata" / "notes.json").write_text("{}")
    (tmp_path / "plain" / "_delta_log").write_text("a file of that name")
    (tmp_path / "lake" / "export.csv").write_text(",".join(HEAD) + "\n")
    assert len(open_source(str(tmp_path / "plain"), COLUMNS, ()).files) == 1
    assert len(open_source(str(tmp_path / "lake" / "*.csv"), COLUMNS, ()).files) == 1
