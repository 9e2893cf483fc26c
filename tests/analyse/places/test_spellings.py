import csv
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.places.spellings import read_spellings
from generator.errors import SourceError


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"", []),
        (b"PUNE", ["PUNE"]),
        (b"PUNE\n\nDELHI\n", ["PUNE", "", "DELHI"]),
        (b"PUNE\r\nDELHI\rGOA", ["PUNE", "DELHI", "GOA"]),
        (b"A\x0cB\xe2\x80\xa8C\n", ["A\x0cB\u2028C"]),
        (b"\xef\xbb\xbfPUNE\n", ["PUNE"]),
        ("München\n".encode("utf-16"), ["München"]),
        ("München\nKöln\n".encode("cp1252"), ["München", "Köln"]),
        ("मुंबई\n".encode(), ["मुंबई"]),
        ("मुंबई\n".encode() + b"\xff\n", ["मुंबई", "\ufffd"]),
        (b"MUM\0BAI\n", ["MUM\0BAI"]),
    ],
)
def test_lines(data: bytes, texts: list[str]) -> None:
    assert read_spellings(data, "x") == texts


@pytest.mark.parametrize(
    "data",
    [
        b'id,City Name\n1,PUNE\n2,"A, ""B"""\n\n3\n',
        b'id;City Name\n1;PUNE\n2;"A, ""B"""\n3;\n',
        b'\xef\xbb\xbfid\tCITYNAME\r\n1\tPUNE\r\n2\tA, "B"\r\n3\t\r\n',
    ],
)
def test_a_column(data: bytes) -> None:
    assert read_spellings(data, "x", "City name") == ["PUNE", 'A, "B"', ""]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no column"),
        (b"a,b\n1,2\n", "no column"),
        (b"city,City\n1,2\n", "more than once"),
        (b"id,city\n1," + b"x" * 200_000, "line 2"),
        (b"c\0i\0t\0y\0", "not a text file"),
        (b'id,city\n1,"PUNE\n' + b"2,DELHI\n" * 9, "line 2: a value has"),
        (gzip.compress(bytes(range(256)) * 4), "not a text file"),
        (bytes(range(256)) * 2, "not a text file"),
    ],
)
def test_what_cannot_be_read_is_one_message(data: bytes, words: str) -> None:
    csv.field_size_limit(131_072)  # Python's own; other libraries change it for the whole process.
    with pytest.raises(SourceError, match=words):
        read_spellings(data, "x.csv", "city")


@given(st.binary(max_size=300), st.sampled_from(["", "a", "city"]))
def test_any_bytes_are_read_or_refused(data: bytes, column: str) -> None:
    try:
        texts = read_spellings(data, "x", column)
    except SourceError:
        return
    assert all(isinstance(text, str) for text in texts)
    assert column or not any("\n" in text for text in texts)
