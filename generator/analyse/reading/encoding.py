"""Detects the encoding of a bank's files and decodes them; refuses binary files."""

import codecs
from functools import partial
from typing import IO, Literal

from generator.errors import SourceError

Encoding = Literal["utf-8", "utf-16", "cp1252"]

_HEAD = 512
#: Control bytes, which are rare in text, but frequent in archives, images and spreadsheets. Two separate columns in
#: exports of Hive (0x01) and of mainframes (0x1f).
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x01\x1f"))
_MANY_CONTROLS = 8


def decode(data: bytes, name: str, *, whole: bool = True) -> tuple[str, Encoding]:
    """Decode bytes, and return the text and its encoding; `utf-8` covers ASCII and a byte order mark.

    Args:
        data: UTF-8, UTF-16 with its byte order mark, or Windows-1252 (Latin-1 and more). Other bytes become
            replacement characters.
        name: Name of the input in messages.
        whole: False for the first bytes of a longer input, whose last character may be incomplete.

    Raises:
        SourceError: It is not text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _replaced(data, "utf-16", whole), "utf-16"
    if not _is_text(data[:_HEAD]):
        raise SourceError(f"{name}: not a text file (or UTF-16 without a byte order mark).", "Save it as CSV in UTF-8.")
    text = _replaced(data, "utf-8-sig", whole)
    if "\ufffd" in text and _is_latin(*_bad_and_good(text)):
        return data.decode("cp1252", errors="replace"), "cp1252"
    return text, "utf-8"


def guess_encoding(stream: IO[bytes]) -> Encoding:
    """Read a whole stream to decide whether it is Windows-1252 or UTF-8 with some invalid bytes."""
    bad = good = 0
    for block in codecs.iterdecode(iter(partial(stream.read, 1 << 20), b""), "utf-8", errors="replace"):
        if not block.isascii():
            here = _bad_and_good(block)
            bad, good = bad + here[0], good + here[1]
    return "cp1252" if _is_latin(bad, good) else "utf-8"


def _replaced(data: bytes, encoding: str, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data, final=whole)


def _is_text(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.count(0) <= len(head) // 4 and controls <= max(_MANY_CONTROLS, len(head) // 20)


def _bad_and_good(text: str) -> tuple[int, int]:
    """Count the replacement characters, and the valid non-ASCII characters."""
    bad = text.count("\ufffd")
    return bad, sum(1 for char in text if ord(char) > 127) - bad


def _is_latin(bad: int, good: int) -> bool:
    """Return whether a text that was decoded as UTF-8 has more invalid than valid non-ASCII characters."""
    return bad > good
