import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from generator.analyse.engine.base import TEXT_COLUMN
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading.source import open_source
from generator.errors import ConfigError, QualityError, SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS
from tests.support.banks import AMOUNT, BIRTH, DATE, HEAD, PLACE, TIME, Row, bank, changed, put, text

ROWS = bank(200)
LINES = text(ROWS).splitlines()


def read(path: Path, key: tuple[str, ...] = ()) -> tuple[list[tuple[str | None, ...]], list[tuple[int, ...]]]:
    """Return the rows of `raw` in the order of HEAD, and the broken lines of each file."""
    roles = {name: role for role, name in KAGGLE_COLUMNS.items()}
    columns = ", ".join(TEXT_COLUMN[roles[name]] for name in HEAD)
    with DuckEngine() as engine:
        loaded = engine.read(open_source(str(path), KAGGLE_COLUMNS, key))
        assert [item.start for item in loaded] == [0, *(item.stop for item in loaded[:-1])]
        found = engine.rows(f"select {columns} from raw order by location")
        assert len(found) == loaded[-1].stop
        return found, [item.broken for item in loaded]


def as_tuples(rows: list[Row]) -> list[tuple[str | None, ...]]:
    return [tuple(row) for row in rows]


class TestReading:
    @pytest.mark.parametrize(
        ("name", "encode"),
        [
            ("a.csv", lambda t: t.encode()),
            ("a.csv", lambda t: t.replace("\n", "\r\n").encode()),
            ("a.csv", lambda t: t.replace("\n", "\r").encode()),
            ("a.csv", lambda t: t.replace("\n", "\r\n", 90).encode()),
            ("a.csv", lambda t: t.replace("\n", "\r\n").replace("\r\n", "\n", 90).encode()),
            ("a.csv", lambda t: t.rstrip("\n").encode()),
            ("a.csv", lambda t: b"\xef\xbb\xbf" + t.encode()),
            ("a.csv", lambda t: t.encode("utf-16")),
            ("a.csv.gz", lambda t: gzip.compress(t.encode())),
            ("a.csv.gz", lambda t: gzip.compress(t.encode("utf-16"))),
            ("A.CSV.GZ", lambda t: gzip.compress(t.encode())),
            ("a[1]*.csv", lambda t: t.encode()),
            ("it's.csv", lambda t: t.encode()),
        ],
    )
    def test_every_form_gives_the_same_text(self, tmp_path: Path, name: str, encode: Callable[[str], bytes]) -> None:
        put(tmp_path / "a1.csv", "another file, which a pattern would find")
        found, broken = read(put(tmp_path / name, encode(text(ROWS))))
        assert found == as_tuples(ROWS)
        assert broken == [()]

    def test_nothing_is_judged_or_trimmed(self, tmp_path: Path) -> None:
        rows = changed(changed(ROWS, 3, AMOUNT, " 1,00 ,x"), 4, PLACE, 'A "B"\nC')
        assert read(put(tmp_path / "a.csv", text(rows)))[0] == as_tuples(rows)

    def test_files_are_read_in_order_with_their_own_dialect(self, tmp_path: Path) -> None:
        put(tmp_path / "1.csv", text(ROWS[:50], delimiter=";"))
        put(tmp_path / "2.csv", text([row[::-1] for row in ROWS[50:120]], HEAD[::-1]).encode("utf-16"))
        pd.DataFrame(ROWS[120:], columns=HEAD).to_parquet(tmp_path / "3.parquet")
        assert read(tmp_path)[0] == as_tuples(ROWS)

    @pytest.mark.parametrize("first", ["PUNÉ", "PUNE"])
    def test_latin_1_is_found_at_the_head_and_far_behind_it(self, tmp_path: Path, first: str) -> None:
        rows = changed(changed(bank(3000), 0, PLACE, first), 2999, PLACE, "MÜNCHEN")
        data = text(rows).encode("cp1252")
        assert data.index("Ü".encode("cp1252")) > 1 << 16
        found, broken = read(put(tmp_path / "a.csv", data))
        assert (found[-1][PLACE], found[0][PLACE], broken) == ("MÜNCHEN", first, [()])

    def test_a_few_bad_bytes_among_much_utf8_are_broken_lines(self, tmp_path: Path) -> None:
        rows = [changed([row], 0, PLACE, "PUNÉ")[0] for row in ROWS]
        data = text(rows).encode().replace("PUNÉ".encode(), b"PUN\xff", 1)
        assert read(put(tmp_path / "a.csv", data))[1] == [(2,)]

    def test_numbers_and_days_of_parquet(self, tmp_path: Path) -> None:
        frame = pd.DataFrame(ROWS, columns=HEAD)
        frame[HEAD[AMOUNT]] = frame[HEAD[AMOUNT]].astype(float)
        frame[HEAD[TIME]] = frame[HEAD[TIME]].astype(int)
        frame[HEAD[DATE]] = pd.to_datetime(frame[HEAD[DATE]], dayfirst=True).dt.tz_localize("Asia/Kolkata")
        frame[HEAD[BIRTH]] = pd.to_datetime(frame[HEAD[BIRTH]], dayfirst=True).dt.date
        frame.loc[0, HEAD[PLACE]] = None
        frame.to_parquet(tmp_path / "a.parquet")
        found = read(tmp_path / "a.parquet")[0]
        assert found[0][PLACE] is None
        assert [float(row[AMOUNT] or 0) for row in found] == [float(row[AMOUNT]) for row in ROWS]
        day, month, year = ROWS[0][DATE].split("-")
        assert found[0][DATE] == f"{year}-{month}-{day} 00:00:00"

    def test_a_moment_with_a_zone_does_not_depend_on_the_zone_of_the_machine(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        frame = pd.DataFrame(ROWS, columns=HEAD)
        frame[HEAD[DATE]] = pd.to_datetime(frame[HEAD[DATE]], dayfirst=True).dt.tz_localize("Asia/Kolkata")
        frame.to_parquet(tmp_path / "a.parquet")
        monkeypatch.setitem(os.environ, "TZ", "America/New_York")
        assert str(read(tmp_path / "a.parquet")[0][0][DATE]).endswith(" 00:00:00")

    def test_further_columns_of_the_key(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.csv", text([[*row, f"b{i}"] for i, row in enumerate(ROWS)], [*HEAD, "Branch"]))
        with DuckEngine() as engine:
            engine.read(open_source(str(path), KAGGLE_COLUMNS, ("Branch",)))
            assert engine.rows("select extra_0 from raw order by location limit 2") == [("b0",), ("b1",)]


class TestBrokenLines:
    @pytest.mark.parametrize(
        ("at", "line"),
        [
            (7, LINES[7] + ",one more"),
            (7, LINES[7].rsplit(",", 1)[0]),
            (7, "T8"),
            (7, LINES[7].replace("T8", 'T"8"', 1).replace(",", ',"a"b', 1)),
            (200, LINES[200][:-12]),
            (200, LINES[200].replace(",", ',"', 4)),
        ],
    )
    def test_a_line_that_is_no_row_is_told_by_its_number_and_the_rest_is_used(
        self, tmp_path: Path, at: int, line: str
    ) -> None:
        found, broken = read(put(tmp_path / "a.csv", "\n".join([*LINES[:at], line, *LINES[at + 1 :]])))
        assert broken == [(at + 1,)]
        assert found == as_tuples(ROWS[: at - 1] + ROWS[at:])

    def test_a_separator_at_the_end_of_a_row_is_no_field(self, tmp_path: Path) -> None:
        assert read(put(tmp_path / "a.csv", "\n".join([*LINES[:7], LINES[7] + ",", *LINES[8:]]))) == (
            as_tuples(ROWS),
            [()],
        )

    @pytest.mark.slow
    def test_a_value_of_ten_million_letters(self, tmp_path: Path) -> None:
        found, broken = read(put(tmp_path / "a.csv", text(changed(ROWS, 5, PLACE, "X" * 10_000_000))))
        assert broken == [(7,)]
        assert found == as_tuples(ROWS[:5] + ROWS[6:])

    def test_bytes_of_nothing(self, tmp_path: Path) -> None:
        found, broken = read(put(tmp_path / "a.csv", text(changed(ROWS, 5, PLACE, "MUM\0BAI")) + "\0" * 500))
        assert (len(found), broken) == (200, [(202,)])

    @pytest.mark.parametrize("again", [False, True])
    def test_a_mark_that_swallows_rows_stops_the_run(self, tmp_path: Path, again: bool) -> None:
        lines = [*LINES[:7], '"' + LINES[7], *LINES[8:]]
        if again:
            lines[50] = '"' + lines[50]
        with pytest.raises(SourceError, match="row 8: a quotation mark"):
            read(put(tmp_path / "a.csv", "\n".join(lines)))

    def test_only_broken_lines_are_no_error_of_the_reader(self, tmp_path: Path) -> None:
        assert read(put(tmp_path / "a.csv", LINES[0] + "\nT1\n"))[1] == [(2,)]


class TestErrors:
    @pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
    def test_column_names_only(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        if name.endswith("csv"):
            put(path, text([]))
        else:
            pd.DataFrame(ROWS, columns=HEAD).iloc[:0].to_parquet(path)
        with pytest.raises(SourceError, match="only column names"):
            read(path)

    @pytest.mark.slow
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
    def test_gzip_that_ends_too_early(self, tmp_path: Path, encoding: str) -> None:
        data = gzip.compress(text(changed(bank(8000), 0, PLACE, "PUNÉ")).encode(encoding))
        with pytest.raises(SourceError, match=r"GZIP|cannot be read"):
            read(put(tmp_path / "a.csv.gz", data[:-5000]))

    def test_parquet_with_a_broken_page(self, tmp_path: Path) -> None:
        pd.DataFrame(bank(2000), columns=HEAD).to_parquet(tmp_path / "a.parquet")
        data = bytearray((tmp_path / "a.parquet").read_bytes())
        data[200:4000] = b"x" * 3800
        with pytest.raises(SourceError, match="The engine stopped"):
            read(put(tmp_path / "a.parquet", bytes(data)))

    def test_a_memory_limit_that_the_engine_refuses_is_a_setting_to_mend(self) -> None:
        with pytest.raises(ConfigError, match="memory_limit"):
            DuckEngine(memory_limit="much")

    def test_sums_that_leave_64_bits_are_said_to_be_too_large(self) -> None:
        with DuckEngine() as engine, pytest.raises(QualityError, match="too large"):
            engine.rows("select cast(sum(x) as bigint) from (values (9000000000000000000), (9000000000000000000)) t(x)")


def test_tables_from_python_keep_nothing_and_text_apart() -> None:
    with DuckEngine() as engine:
        rows = [(f"t{i}", None, None) for i in range(3000)]
        rows[2500] = ("x\0'\"", 7, "é")  # type: ignore[assignment]
        engine.register("made", {"text": "varchar", "n": "integer", "other": "varchar"}, rows)
        assert engine.rows("select * from made where n is not null") == [("x\0'\"", 7, "é")]
        assert engine.rows("select count(*) from made") == [(3000,)]
        engine.register("made", {"text": "varchar", "n": "integer"}, [])
        assert engine.rows("select count(*) from made") == [(0,)]


def test_temporary_files_go_with_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with DuckEngine() as engine:
        engine.read(open_source(str(put(tmp_path / "a.csv", text(ROWS).encode("utf-16"))), KAGGLE_COLUMNS, ()))
        assert len(list(tmp_path.glob("segment-atlas-*"))) == 1
        assert list(tmp_path.rglob("*.csv")) == [tmp_path / "a.csv"]
    with pytest.raises(ConfigError):
        DuckEngine(memory_limit="much")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
