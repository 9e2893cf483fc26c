"""How the bytes of a bank's files become text: in which encoding, or not at all because they are no text."""

import codecs
from functools import partial
from typing import IO, Literal

from generator.errors import SourceError

Encoding = Literal["utf-8", "utf-16", "cp1252"]

_HEAD = 512
#: Bytes that no text holds many of; archives, pictures and spreadsheets do.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))
_MANY_CONTROLS = 8


def decode(data: bytes, name: str, *, whole: bool = True) -> tuple[str, Encoding]:
    """Return the text of some bytes and the encoding that it was read in; `utf-8` covers plain ASCII and a mark.

    Args:
        data: UTF-8, UTF-16 with its mark, or Latin-1. Bytes that are none of these become replacement characters.
        name: What the input is called in messages.
        whole: False for the first bytes of something longer, whose last character may be cut.

    Raises:
        SourceError: It is not text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _replaced(data, "utf-16", whole), "utf-16"
    if not _is_text(data[:_HEAD]):
        raise SourceError(
            f"{name}: this is not text (or UTF-16 without its mark).", "Save it as text in UTF-8, such as a CSV."
        )
    text = _replaced(data, "utf-8-sig", whole)
    if "\ufffd" in text and _is_latin(*_bad_and_good(text)):
        return data.decode("cp1252", errors="replace"), "cp1252"
    return text, "utf-8"


def guess_encoding(stream: IO[bytes]) -> Encoding:
    """Decide between UTF-8 with broken rows and Latin-1, over all that a stream holds."""
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
    """Count the characters that failed as UTF-8, and the proper ones that are not ASCII."""
    bad = text.count("\ufffd")
    return bad, sum(1 for char in text if ord(char) > 127) - bad


def _is_latin(bad: int, good: int) -> bool:
    """True when more characters fail as UTF-8 than are proper non-ASCII ones: then it never was UTF-8."""
    return bad > good
