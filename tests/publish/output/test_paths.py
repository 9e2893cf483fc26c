"""Validation of site paths."""

import pytest

from generator.errors import OutputError
from generator.publish.output.paths import PathBook


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "C:/x",
        "c:x",
        "../x",
        "a/../b",
        "a/./b",
        "./a",
        "a//b",
        "a/",
        "a\\b",
        "a\nb",
        "a\x00b",
        "a\x7fb",
        "a\u200bb",
        "a\u202eb",
        "a?b",
        "a:b",
        "a.",
        "a /b",
        " a",
        "..",
        "cities/con/index.html",
        "cities/NUL/x",
        "aux.html",
        "com1/x",
        "cities/.git/x",
        "com1 .tar/x",
        "x" * 256,
        "ü" * 128,
    ],
)
def test_invalid_paths_are_refused(path: str) -> None:
    with pytest.raises(OutputError, match="not a valid path for a site"):
        PathBook().add(path)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("a/index.html", "a/index.html", "second file"),
        ("a/Index.html", "a/index.html", "case only"),
        ("Cities/a.html", "cities/b.html", "case only"),
        ("e\u0301.html", "\u00e9.html", "case only"),
        ("a", "a/b", "is a file"),
        ("a/b", "a", "files below"),
        ("a/b", "A", "files below"),
    ],
)
def test_paths_that_collide_on_some_file_system_are_refused(first: str, second: str, words: str) -> None:
    book = PathBook()
    book.add(first)
    with pytest.raises(OutputError, match=words):
        book.add(second)


def test_ordinary_paths_pass() -> None:
    book = PathBook()
    for path in ("index.html", "cities/pune-maharashtra/index.html", ".nojekyll", "cities/index.html", "a b/ü.csv"):
        book.add(path)
    assert len(book) == 5
