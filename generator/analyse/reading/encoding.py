"""Detects the encoding of a bank's files and decodes them; refuses binary files, and other code pages of one byte.

Any bytes are text in Windows-1252, so that a Turkish or Russian file would be read too, with letters that are not its
own. Its words decide: in no language of Windows-1252 is there a sign between letters, or three marked letters in a row.
"""

import codecs
import re
from functools import partial
from itertools import pairwise
from typing import IO, Literal

from generator.errors import SourceError

Encoding = Literal["utf-8", "utf-16", "cp1252"]

_HEAD = 512
#: Control bytes, which are rare in text, but frequent in archives, images and spreadsheets. Two separate columns in
#: exports of Hive (0x01) and of mainframes (0x1f).
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x01\x1f"))
_MANY_CONTROLS = 8
#: Words with a character that is not in ASCII.
_MARKED = re.compile(r"[A-Za-z]*[\x80-\uffff][A-Za-z\x80-\uffff]*")
#: What no word of Windows-1252 has: three marked letters in a row, a sign between letters or before one, a capital
#: between small letters, eth and thorn where Icelandic has none, and bytes that mean nothing there. Its sign for any
#: currency is the euro of another page.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸ"
_SIGNS = "¢£¤¥¦§¨©¬®¯±²³¸¹¼½¾¿¡«»ªº°µ¶ƒ„†‡ˆ‰‹›•˜™"
_STRANGE = re.compile(
    f"[À-ÖØ-öø-ÿŠšŽžŒœŸ]{{3}}|[{_LETTERS}][{_SIGNS}][{_LETTERS}]"
    f"|(?<![{_LETTERS}])[¢£¥¦¬¯±²³¸¹¼½¾ƒ†‡ˆ‰‹›•˜][a-zß-öø-ÿšžœ]"
    f"|[a-z][À-ÖØ-ÞŠŽŒŸ][a-z]|(?<![{_LETTERS}])[Ðð]|þ(?![aeiouyáéíóúýöæjrv])|[\ufffd¤]"
)
#: Letters that no language of Windows-1252 has together; and letters beside which they may come from several languages.
_APART = (
    (frozenset("ø"), frozenset("ìùò"), frozenset("åæ")),
    (frozenset("ìùòè"), frozenset("šžý"), frozenset("éêçàâ")),
    (frozenset("õû"), frozenset("áíúó"), frozenset("ãçêâàèä")),
    (frozenset("ðþý"), frozenset("çü"), frozenset("áéíóúæ")),
    (frozenset("ðþ"), frozenset("ý"), frozenset("áéíóúæ")),
)
_SOME_STRANGE = 0.2
_MOST_WORDS = 20_000
_MOST_PAGES = 3
#: Other code pages, the frequent ones first, with their names for people.
_PAGES = {
    "CP1254": "Turkish", "CP1250": "Central European", "CP1251": "Cyrillic", "CP1253": "Greek", "CP1255": "Hebrew",
    "CP1256": "Arabic", "CP1257": "Baltic", "KOI8-R": "Cyrillic, KOI8", "CP874": "Thai",
    "CP932": "Japanese", "GB18030": "Chinese",
    "CP950": "Chinese, traditional", "CP949": "Korean", "ISO-8859-2": "Central European",
    "ISO-8859-15": "Western with the euro", "CP850": "Western, DOS", "MACINTOSH": "Western, Mac",
}  # fmt: skip
_OF_SCRIPT = {
    "CP1251": "\u0400-\u04ff", "KOI8-R": "\u0400-\u04ff", "CP1253": "\u0370-\u03ff", "CP1255": "\u0590-\u05ff",
    "CP1256": "\u0600-\u06ff", "CP874": "\u0e00-\u0e7f", "CP932": "\u3040-\u30ff\u3400-\u9fff々〆",
    "GB18030": "\u4e00-\u9fff", "CP950": "\u4e00-\u9fff", "CP949": "\uac00-\ud7a3\u4e00-\u9fff",
}  # fmt: skip
_LATIN = f"{_LETTERS}\u0100-\u024f"
_WORDS = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0590-\u05c7\u064b-\u0652\u0e30-\u0e4e]*")
_FOUR = re.compile("[^\x00-\x7f]{4}")
#: What may stand between words in any of them.
_AROUND = re.compile(
    "[\x00-\x7f\u0300-\u036f\u0590-\u05c7\u064b-\u0652\u0e30-\u0e4e"
    "\u200e\u200f\xa0\xab\xb7\xbb\u2010-\u2026\u20ac\u3000-\u3002\uff01-\uff5e₪₺°№]+"
)


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


def require_western(text: str, raw: bytes, where: str) -> None:
    """Refuse a text that was decoded as Windows-1252 and has the words of another code page.

    Args:
        text: The text, or some lines of it.
        raw: Its bytes.
        where: Name of the input in messages.

    Raises:
        SourceError: It names the code pages that the bytes may be of.
    """
    words = frozenset(_MARKED.findall(text)[:_MOST_WORDS])
    if not _is_foreign(words):
        return
    fitting = [page for page in _PAGES if _fits(raw, page)][:_MOST_PAGES]
    guess = f"They may be {' or '.join(f'{name} ({_PAGES[name]})' for name in fitting)}. " if fitting else ""
    page = (*fitting, "CP1254")[0]
    raise SourceError(
        f"{where}: the letters are neither UTF-8 nor Windows-1252, so that names would be wrong. {guess}".strip(),
        f"Export it again in UTF-8, or convert it, and read what that gives: iconv -f {page} -t UTF-8 "
        f"'{where}' > utf-8.csv. If it is Windows-1252 all the same, convert it with -f CP1252.",
    )


def _is_foreign(words: frozenset[str]) -> bool:
    """Return whether words that were decoded as Windows-1252 are of another code page."""
    strange = sum(bool(_STRANGE.search(word)) for word in words)
    if strange and strange >= _SOME_STRANGE * len(words):
        return True
    there = frozenset(char for word in words for char in word.lower())
    return any(there & one and there & other and not there & excuse for one, other, excuse in _APART)


def _fits(raw: bytes, page: str) -> bool:
    """Return whether bytes are words of a code page: of its script, or in Latin letters without signs in them."""
    try:
        text = codecs.getincrementaldecoder(page)("strict").decode(raw, final=False)
    except UnicodeDecodeError:
        return False
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    signs = _AROUND.sub("", re.sub(r"\w", "", text))
    if signs or any(one.islower() and other.isupper() for word in words for one, other in pairwise(word)):
        return False
    if script := _OF_SCRIPT.get(page):
        return all(re.fullmatch(f"[{script}]+", word) for word in words)
    return all(re.fullmatch(f"[{_LATIN}]+", word) and not _FOUR.search(word) for word in words)
