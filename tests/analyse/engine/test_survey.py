"""Damaged, hostile and changing files are refused before anything is written; nothing is lost in silence."""

import gzip
import io
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator import pipeline
from generator.analyse import clean, customers
from generator.analyse.engine import survey
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading import layout, source, text_file
from generator.analyse.reading.source import open_source
from generator.errors import SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS
from tests.support.banks import AS_IS, HEAD, bank, put, settings, text

DATA = text(bank(400)).encode()


def read(path: Path) -> int:
    with DuckEngine() as engine:
        engine.read(open_source(str(path), KAGGLE_COLUMNS, ()))
        [(rows,)] = engine.rows("select count(*) from raw")
        return rows


def refused(path: Path) -> str:
    with pytest.raises(SourceError) as raised:
        read(path)
    return raised.value.format_message()


def broken(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if at >= 0 else broken(data, len(data) + at)


class TestDamage:
    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: broken(data, -6),
            lambda data: broken(data, -2),
            lambda data: data[:-8],
            lambda data: data[:-1],
            lambda data: data + data[: len(data) // 2],
            lambda data: data + b"more",
            lambda data: broken(data, len(data) // 2),
        ],
        ids=["checksum", "length", "no end", "cut end", "cut second part", "more behind it", "one bit"],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_gzipped_file_that_is_not_whole_is_refused(
        self, tmp_path: Path, damage: Callable[[bytes], bytes], encoding: str
    ) -> None:
        data = gzip.compress(DATA.decode().encode(encoding))
        assert read(put(tmp_path / "a.csv.gz", data)) == 400
        assert "cannot be read (it is truncated or damaged" in refused(put(tmp_path / "a.csv.gz", damage(data)))

    def test_parts_are_no_damage(self, tmp_path: Path) -> None:
        data = gzip.compress(DATA[:9_000]) + gzip.compress(DATA[9_000:])
        assert read(put(tmp_path / "a.csv.gz", data)) == 400

    @pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    @pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz"])
    def test_an_archive_under_the_name_of_a_text_is_refused_with_the_way_out(
        self, tmp_path: Path, method: int, name: str
    ) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr("bank.csv", DATA)
        data = gzip.compress(out.getvalue()) if name.endswith("gz") else out.getvalue()
        said = refused(put(tmp_path / name, data))
        assert "file is a zip archive or a spreadsheet, not text" in said
        assert ("gunzip" if name.endswith("gz") else f"unzip -p '{tmp_path}/{name}' | atlas build -") in said

    def test_so_are_other_kinds(self, tmp_path: Path) -> None:
        kinds = {b"\xfd7zXZ\0x": "xz", b"\x28\xb5\x2f\xfd\0": "zstd", b"BZh9\1AY": "bzip2", b"PAR1\x15\0": "Parquet",
                 b"SQLite format 3\0": "SQLite", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "spreadsheet"}  # fmt: skip
        for start, kind in kinds.items():
            said = refused(put(tmp_path / "a.csv", start + bytes(99)))
            assert kind in said
            assert "not text" in said
        titles = text(bank(3), ["PAR1", *HEAD[1:]]).encode()
        assert read(put(tmp_path / "a.csv", titles)) == 3


class TestLimits:
    def test_a_line_without_an_end_is_refused_in_little_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv.gz"
        with gzip.open(path, "wb", compresslevel=1) as out:
            out.write(DATA)
            for _ in range(200):
                out.write(b"x" * (1 << 20))
        tracemalloc.start()
        assert "line 402 has over 64 million characters" in refused(path)
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
        tracemalloc.stop()

    @pytest.mark.slow
    @pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
    def test_so_it_is_in_other_encodings(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
        monkeypatch.setattr(text_file, "LONGEST_LINE", 3 << 20)
        monkeypatch.setattr(survey, "LONGEST_LINE", 3 << 20)
        data = (DATA.decode().replace("PUNE", "PUNÉ") + "x" * (4 << 20)).encode(encoding)
        assert "line 402 has over" in refused(put(tmp_path / "a.csv", data))

    @pytest.mark.slow
    def test_a_long_line_at_the_end_is_a_broken_one(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.csv.gz", gzip.compress(DATA + b"x" * 20_000_000))
        with DuckEngine() as engine:
            [loaded] = engine.read(open_source(str(path), KAGGLE_COLUMNS, ()))
        assert (loaded.stop, loaded.broken) == (400, (402,))

    def test_lines_too_short_for_rows_are_refused_before_they_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv.gz"
        with gzip.open(path, "wb", compresslevel=1) as out:
            out.write(DATA)
            for _ in range(8):
                out.write(b"x\n" * (1 << 18))
        assert "over 1,000,000 lines do not have the fields of the header" in refused(path)

    def test_a_limit_holds_for_longer_lines_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (survey, __import__("generator.analyse.engine.duckdb", fromlist=["x"])):
            monkeypatch.setattr(module, "MOST_BROKEN", 50)
        path = put(tmp_path / "a.csv", DATA + b"a line of prose that is no row at all, but long enough\n" * 60)
        assert "over 50 lines do not have the fields of the header" in refused(path)
        assert read(put(tmp_path / "a.csv", DATA + b"a line of prose\n" * 10)) == 400

    def test_a_row_that_the_engine_passes_over_stops_the_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        insert = DuckEngine._insert

        def lose(self: DuckEngine, *args: object) -> None:
            insert(self, *args)  # type: ignore[arg-type]
            self._run("delete from raw_rows where rowid = 7")

        quoted = DATA + b'T1,C1,"a\nb",F,PUNE,1,1/8/16,1,1\n'
        for data in (DATA, b"Bank\n\n" + DATA, DATA.replace(b"\n", b"\n\n", 3), quoted):
            path = put(tmp_path / "a.csv", data)
            rows = read(path)
            with monkeypatch.context() as patch:
                patch.setattr(DuckEngine, "_insert", lose)
                assert f"only {rows} of {rows + 1} lines could be read" in refused(path)


def replace(path: Path) -> None:
    new = put(path.with_name("new"), path.read_bytes())
    new.replace(path)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "grows": lambda path: path.write_bytes(path.read_bytes() + path.read_bytes()[-90:]),
    "shrinks": lambda path: path.write_bytes(path.read_bytes()[:9_000]),
    "is emptied": lambda path: path.write_bytes(b""),
    "is touched": lambda path: os.utime(path, (1, 1)),
    "is replaced": replace,
    "disappears": Path.unlink,
    "becomes a folder": make_folder,
}
#: What runs before the change.
MOMENTS = {
    "the head": (text_file, "read_head"),
    "the schema": (layout, "read_schema"),
    "reading": (DuckEngine, "read"),
    "cleaning": (clean, "clean"),
    "customers": (customers, "make_customers"),
}
KINDS = {"csv": "a.csv", "latin": "a.csv", "gzip": "a.csv.gz", "parquet": "a.parquet"}


@pytest.mark.slow
class TestChanges:
    @pytest.mark.parametrize("change", CHANGES)
    @pytest.mark.parametrize(
        ("kind", "moment"),
        [
            *((kind, "the head") for kind in ("csv", "latin", "gzip")), ("parquet", "the schema"),
            *((kind, "reading") for kind in KINDS), ("csv", "cleaning"), ("gzip", "customers"),
        ],
    )  # fmt: skip
    def test_a_file_that_changes_while_it_is_read_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, moment: str, change: str
    ) -> None:
        path = tmp_path / KINDS[kind]
        if kind == "parquet":
            pq.write_table(pa.table(dict(zip(HEAD, map(list, zip(*bank(400), strict=True)), strict=True))), path)
        else:
            data = DATA.replace(b"PUNE", b"PUN\xc9") if kind == "latin" else DATA
            put(path, gzip.compress(data) if kind == "gzip" else data)
        where, name = MOMENTS[moment]
        wrapped = getattr(where, name)

        def then(*args: object, **options: object) -> object:
            found = wrapped(*args, **options)
            CHANGES[change](path)
            return found

        monkeypatch.setattr(where, name, then)
        export = tmp_path / "export.csv"
        with pytest.raises(SourceError) as raised, analysed(path, export):
            pass
        assert not export.exists()
        if moment in ("cleaning", "customers", "reading"):
            what = "disappeared" if change == "disappears" else "changed"
            assert f"has {what} while it was read" in raised.value.message

    @pytest.mark.parametrize("change", CHANGES)
    def test_so_it_is_after_all_rows_were_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
    ) -> None:
        path = put(tmp_path / "a.csv", DATA)
        make = source.digest

        def late(opened: source.Source) -> str:
            CHANGES[change](path)
            return make(opened)

        monkeypatch.setattr(source, "digest", late)
        with pytest.raises(SourceError, match="while it was read"), analysed(path):
            pass

    def test_a_file_that_stays_is_read(self, tmp_path: Path) -> None:
        with analysed(put(tmp_path / "a.csv", DATA)) as found:
            assert len(found.record["source"]["sha256"]) == 64


def analysed(path: Path, export: Path | None = None) -> AbstractContextManager[pipeline.Analysis]:
    return pipeline.analysed(str(path), settings(AS_IS), pipeline.Clock(lambda _: None), export=export)
