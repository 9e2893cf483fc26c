import io
import zipfile
from random import Random

import pytest

from generator.analyse.reading.encoding import Encoding, decode, guess_encoding
from generator.errors import SourceError


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", Random(1).randbytes(999).hex())
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("Köln".encode(), "Köln", "utf-8"),
        ("\ufeffKöln".encode(), "Köln", "utf-8"),
        ("Köln".encode("cp1252"), "Köln", "cp1252"),
        (b"Caf\xe9", "Café", "cp1252"),
        ("मुंबई".encode() + b"\xff", "मुंबई\ufffd", "utf-8"),
        ("Köln".encode("utf-16"), "Köln", "utf-16"),
        (b"\xfe\xff" + "Köln".encode("utf-16-be"), "Köln", "utf-16"),
        (b"a\tb\r\n\x0c\x0b" * 100, "a\tb\r\n\x0c\x0b" * 100, "utf-8"),
        (b"\x1b[31m" * 8, "\x1b[31m" * 8, "utf-8"),
        (b"a" * 512 + bytes(9), "a" * 512 + "\0" * 9, "utf-8"),
    ],
)
def test_text_is_read_in_its_encoding(data: bytes, text: str, encoding: Encoding) -> None:
    assert decode(data, "x") == (text, encoding)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_last_character_that_is_cut_is_left_out(mark: bytes) -> None:
    assert decode(mark + "aé".encode()[:-1], "x", whole=False) == ("a", "utf-8")


def test_half_a_character_of_two_words_is_left_out() -> None:
    assert decode("a😀".encode("utf-16")[:-1], "x", whole=False) == ("a", "utf-16")


@pytest.mark.parametrize(
    "data",
    [
        *(Random(seed).randbytes(512) for seed in range(20)),
        zipped(),
        bytes(600),
        "customer".encode("utf-16-le"),
        b"\x1b[31m" * 9,
        b"a" * 200 + b"\x02" * 20 + b"a" * 100,
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.csv: not a text file"):
        decode(data, "a.csv")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (("é" * 50 + "a").encode(), "utf-8"),
        (("a" * (1 << 21) + "é" * 3).encode(), "utf-8"),
        (b"\xe9" * 3 + "é".encode(), "cp1252"),
        (b"a" * (1 << 21) + b"\xe9", "cp1252"),
        (b"\xe9" + "éé".encode(), "utf-8"),
    ],
)
def test_a_whole_file_decides_between_broken_utf8_and_latin(data: bytes, expected: Encoding) -> None:
    assert guess_encoding(io.BytesIO(data)) == expected
