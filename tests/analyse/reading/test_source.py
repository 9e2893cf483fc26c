import gzip
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.analyse.reading import source
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.source import open_source
from generator.errors import SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS, ROLES
from tests.support.banks import HEAD, bank, put, text

ROWS = bank(20)


def opened(path: Path | str, key: tuple[str, ...] = ()) -> source.Source:
    return open_source(str(path), KAGGLE_COLUMNS, key)


def only(path: Path) -> SourceFile:
    [file] = opened(path).files
    return file


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, delimiter: str) -> None:
    file = only(put(tmp_path / "a.csv", text(ROWS, delimiter=delimiter)))
    assert (file.delimiter, file.columns, file.format) == (delimiter, tuple(HEAD), "csv")


def test_a_separator_inside_quoted_names_is_none(tmp_path: Path) -> None:
    head = [*HEAD[:-1], "TransactionAmount (INR)", "a;b;c;d;e;f;g;h;i;j;k"]
    assert only(put(tmp_path / "a.csv", text([[*row, "x"] for row in ROWS], head))).delimiter == ","


@pytest.mark.parametrize(
    ("encode", "encoding"),
    [
        (lambda t: t.encode(), "utf-8"),
        (lambda t: b"\xef\xbb\xbf" + t.encode(), "utf-8"),
        (lambda t: t.encode("utf-16"), "utf-16"),
        (lambda t: b"\xfe\xff" + t.encode("utf-16-be"), "utf-16"),
        (lambda t: t.replace("PUNE", "PUNÉ").encode("cp1252"), "cp1252"),
        (lambda t: t.replace("PUNE", "PUNÉ").encode(), "utf-8"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encode: object, encoding: str) -> None:
    data = encode(text(bank(60)))  # type: ignore[operator]
    file = only(put(tmp_path / "a.csv", data))
    assert (file.encoding, file.columns) == (encoding, tuple(HEAD))


def test_roles_are_matched_however_the_header_is_spaced_and_capitalised(tmp_path: Path) -> None:
    head = [name.upper().replace("(", " ( ") + " " for name in HEAD]
    file = only(put(tmp_path / "a.csv", text(ROWS, head)))
    assert list(file.roles) == list(KAGGLE_COLUMNS)
    assert file.roles["amount"] == head[-1].strip()


def test_all_missing_columns_are_named_beside_what_was_found(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text([row[2:6] for row in ROWS], HEAD[2:6]))
    with pytest.raises(SourceError) as error:
        opened(path)
    for words in ("CustomerID (customer)", "TransactionDate (date)", "TransactionAmount (INR) (amount)", "CustGender"):
        assert words in error.value.message
    assert "CustLocation (place)" not in error.value.message
    assert "atlas.toml" in (error.value.hint or "")


def test_optional_columns_may_be_missing(tmp_path: Path) -> None:
    keep = [1, 4, 6, 8]
    path = put(tmp_path / "a.csv", text([[row[i] for i in keep] for row in ROWS], [HEAD[i] for i in keep]))
    assert set(opened(path).roles) == set(ROLES[:4])


def test_only_roles_that_every_file_has_are_used(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", text(ROWS))
    put(tmp_path / "b.csv", text([row[:2] + row[3:] for row in ROWS], HEAD[:2] + HEAD[3:]))
    assert "birth_date" not in opened(tmp_path).roles
    assert "gender" in opened(tmp_path).roles


class TestKey:
    def test_a_further_column_is_kept(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.csv", text([[*row, "x"] for row in ROWS], [*HEAD, "Branch"]))
        assert opened(path, ("CustomerID", "Branch", "gender")).extra == ("Branch",)

    @pytest.mark.parametrize("column", ["Branch", "CustomerDOB", "birth_date"])
    def test_a_column_that_is_not_there_is_named(self, tmp_path: Path, column: str) -> None:
        path = put(tmp_path / "a.csv", text([row[:2] + row[3:] for row in ROWS], HEAD[:2] + HEAD[3:]))
        with pytest.raises(SourceError, match=rf"{column} \(customer_key\)"):
            opened(path, ("CustomerID", column))

    def test_a_column_that_one_file_lacks_is_named(self, tmp_path: Path) -> None:
        put(tmp_path / "a.csv", text(ROWS))
        put(tmp_path / "b.csv", text([row[:2] + row[3:] for row in ROWS], HEAD[:2] + HEAD[3:]))
        with pytest.raises(SourceError, match="CustomerDOB"):
            opened(tmp_path, ("CustomerID", "CustomerDOB"))


class TestFiles:
    def test_a_folder_gives_its_files_in_order_without_hidden_ones(self, tmp_path: Path) -> None:
        for name in ("b.csv", "a/c.csv.gz", "a/.hidden.csv", "_temporary/d.csv", "notes.md", "a/e.PARQUET"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            put(path, gzip.compress(text(ROWS).encode()) if name.endswith("gz") else text(ROWS))
        pq.write_table(pa.table(dict(zip(HEAD, zip(*ROWS, strict=True), strict=True))), tmp_path / "a/e.PARQUET")
        assert [file.path.name for file in opened(tmp_path).files] == ["c.csv.gz", "e.PARQUET", "b.csv"]

    def test_a_pattern_gives_what_it_matches(self, tmp_path: Path) -> None:
        for name in ("2016-08.csv", "2016-09.csv", "2017-01.csv"):
            put(tmp_path / name, text(ROWS))
        assert [file.path.name for file in opened(tmp_path / "2016*.csv").files] == ["2016-08.csv", "2016-09.csv"]

    def test_a_file_name_is_not_taken_for_a_pattern(self, tmp_path: Path) -> None:
        put(tmp_path / "a[1].csv", text(ROWS))
        assert only(tmp_path / "a[1].csv").path.name == "a[1].csv"

    def test_the_digest_is_that_of_the_bytes(self, tmp_path: Path) -> None:
        first = source.digest(opened(put(tmp_path / "a.csv", text(ROWS))))
        assert source.digest(opened(put(tmp_path / "b.csv", text(ROWS)))) == first
        assert source.digest(opened(put(tmp_path / "b.csv", text(ROWS[1:])))) != first


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("none.csv", None, "no such file, folder or pattern"),
        ("~nobody-of-this-name/a.csv", None, "cannot be searched"),
        ("x" * 5000, None, "cannot be searched"),
        ("a.xlsx", b"PK", "this file format is not supported"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b" \n\n", "the file is empty"),
        ("a.csv", bytes(600), "not a text file"),
        ("a.csv", text(ROWS).encode("utf-16-le"), "not a text file"),
        ("a.csv", Random(1).randbytes(4096), "not a text file"),
        ("a.csv.gz", gzip.compress(Random(1).randbytes(4096)), "not a text file"),
        ("a.csv", gzip.compress(text(ROWS).encode()), "gzipped, not text"),
        ("a.csv.gz", b"not gzip at all", "cannot be read"),
        ("a.csv.gz", gzip.compress(text(ROWS).encode())[:200], "cannot be read"),
        ("a.parquet", b"", "not a readable Parquet file"),
        ("a.parquet", text(ROWS).encode(), "not a readable Parquet file"),
        ("a.csv", text(ROWS, [*HEAD[:-2], HEAD[0], HEAD[-1]]).encode(), "have the same name"),
        ("a.csv", b'"' + text(ROWS).encode(), "no header row"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, data: bytes | None, says: str) -> None:
    path = name if data is None and name.startswith("~") else tmp_path / name
    if data is not None:
        put(tmp_path / name, data)
    with pytest.raises(SourceError, match=says):
        opened(path)


def test_a_folder_without_data(tmp_path: Path) -> None:
    put(tmp_path / "notes.md", "x")
    put(tmp_path / ".a.csv", text(ROWS))
    with pytest.raises(SourceError, match="the folder contains no transactions"):
        opened(tmp_path)


def test_old_line_ends_do_not_hide_the_header(tmp_path: Path) -> None:
    assert only(put(tmp_path / "a.csv", text(ROWS).replace("\n", "\r"))).columns == tuple(HEAD)


def test_records_begin_where_an_editor_shows_them(tmp_path: Path) -> None:
    file = only(put(tmp_path / "a.csv", text(ROWS[:1]) + '\n\na,"b\n""c"" d\ne"\r\nf\n'))
    assert source.record_lines(file) == [
        (1, False), (2, False), (3, True), (4, True), (5, False), (8, False),
    ]  # fmt: skip
