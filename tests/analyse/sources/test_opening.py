"""Whatever the rows come from, the release is that of the CSV with the same rows, to the byte."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator import pipeline
from generator.analyse.reading import source
from generator.analyse.sources.opening import opened
from generator.errors import SourceError
from generator.files import scratch
from generator.release import codec
from tests.support.banks import AMOUNT, AS_IS, CUSTOMER, HEAD, Row, analysed, bank, put, settings, text
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from generator.analyse.engine.spark import SparkEngine

ROWS = bank(1_000)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The release of the rows as a CSV."""
    return analysed(put(tmp_path_factory.mktemp("csv") / "bank.csv", text(ROWS)), AS_IS).text


@pytest.fixture(autouse=True)
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of temporary files, which is empty after each test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def release_of(name: str, *assignments: str) -> str:
    with pipeline.analysed(name, settings(AS_IS, *assignments), pipeline.Clock(lambda _: None)) as found:
        return codec.dump(found.release)


def parquet(rows: list[Row]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEAD, map(list, zip(*rows, strict=True)), strict=True))), out)
    return out.getvalue()


def pipe_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), closed=False, isatty=lambda: False))


class TestStandardInput:
    @pytest.mark.parametrize(
        "encode",
        [
            lambda rows: text(rows).encode(),
            lambda rows: text(rows, delimiter=";").encode("utf-16"),
            lambda rows: gzip.compress(text(rows).encode()),
            lambda rows: gzip.compress(text(rows).encode()[:9_000]) + gzip.compress(text(rows).encode()[9_000:]),
            parquet,
            lambda rows: gzip.compress(parquet(rows)),
        ],
        ids=["csv", "utf-16", "gzip", "two gzip members", "parquet", "gzipped parquet"],
    )  # fmt: skip
    def test_it_gives_the_release_of_the_file(
        self, monkeypatch: pytest.MonkeyPatch, wanted: str, encode: Callable[[list[Row]], bytes]
    ) -> None:
        pipe_in(monkeypatch, encode(ROWS))
        assert release_of("-") == wanted

    def test_records_call_it_by_name_and_hash_what_came(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        rows = [*ROWS[:-1], [*ROWS[-1][:-1], "none"]]
        path = put(tmp_path / "bank.csv", text(rows))
        pipe_in(monkeypatch, gzip.compress(path.read_bytes()))
        with pipeline.analysed("-", settings(AS_IS), pipeline.Clock(lambda _: None)) as found:
            named = found.record["source"]
            assert (named["name"], named["files"]) == ("standard input", ["standard input"])
            assert named["sha256"] == analysed(path, AS_IS).record["source"]["sha256"]
            assert [(row.file, row.line) for row in found.rejected] == [("standard input", 1_001)]

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "standard input: the file is empty"),
            (b"PK\x03\x04xx", "an archive or a spreadsheet"),
            (b"SQLite format 3\0xx", "a SQLite database"),
            (gzip.compress(text(ROWS).encode())[:-400], "standard input: cannot be read"),
            (b"PAR1 and no more", "standard input: not a readable Parquet file"),
            (b"a,b\n1,2\n", "standard input: missing column"),
            (b"\x00" * 99, "standard input: not a text file"),
        ],
    )
    def test_what_cannot_be_read_is_refused_by_name(
        self, monkeypatch: pytest.MonkeyPatch, data: bytes, words: str
    ) -> None:
        pipe_in(monkeypatch, data)
        with pytest.raises(SourceError, match=words), opened("-", settings()):
            pass

    @pytest.mark.parametrize(
        ("stdin", "words"),
        [
            (None, "it is closed"),
            (SimpleNamespace(closed=True), "it is closed"),
            (SimpleNamespace(closed=False, isatty=lambda: True), "it is a terminal"),
        ],
    )
    def test_without_a_pipe_nothing_waits(self, monkeypatch: pytest.MonkeyPatch, stdin: object, words: str) -> None:
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(SourceError, match=words), opened("-", settings()):
            pass

    def test_a_system_without_unnamed_files_keeps_none_either(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wanted: str
    ) -> None:
        monkeypatch.setattr(scratch, "_OPEN_FILES", tmp_path / "none")
        pipe_in(monkeypatch, gzip.compress(text(ROWS).encode()))
        assert release_of("-") == wanted

    @pytest.mark.slow
    def test_the_command_reads_a_pipe_and_a_process_substitution(self, tmp_path: Path) -> None:
        path = put(tmp_path / "bank.csv", text(ROWS))
        put(tmp_path / "atlas.toml", 'places = "as-is"\nevidence = false\n')
        atlas = f"PYTHONPATH={ROOT} {sys.executable} -m generator analyse -q"
        for how in (f"{atlas} {path} --release a.json", f"cat {path} | {atlas} - --release b.json",
                    f"{atlas} <(gzip -c {path}) --release c.json"):  # fmt: skip
            subprocess.run(["bash", "-ec", how], cwd=tmp_path, check=True)
        assert len({(tmp_path / f"{name}.json").read_bytes() for name in "abc"}) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are of POSIX")
def test_a_name_that_cannot_be_looked_up_is_no_pipe() -> None:
    with pytest.raises(SourceError, match="cannot be searched"), opened("x" * 5000, settings()):
        pass


@pytest.mark.spark
def test_spark_reads_copies_without_a_name(monkeypatch: pytest.MonkeyPatch, spark: SparkEngine) -> None:
    pipe_in(monkeypatch, parquet(ROWS))
    with opened("-", settings()) as found:
        spark.read(found)
        assert spark.rows("select customer_text, amount_text from raw order by location") == [
            (row[CUSTOMER], row[AMOUNT]) for row in ROWS
        ]


def test_a_source_of_files_is_opened_as_it_stands(tmp_path: Path) -> None:
    path = put(tmp_path / "bank.csv", text(ROWS))
    chosen = settings()
    with opened(str(path), chosen) as found:
        assert found == source.open_source(str(path), chosen.source_columns, ())
