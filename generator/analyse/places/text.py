"""Normalises spellings to comparable keys: pure functions, bounded in time for any text."""

import re
import unicodedata
from collections.abc import Sequence

# Real spellings have at most about 60 characters. The end is kept, because addresses end with their city.
MAX_CHARACTERS = 200
MAX_TOKENS = 24

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[A-Z0-9]+")
_BLANKS = re.compile(" {2,}")
_NO_WORD = {i: " " for i in range(128) if not chr(i).isalnum() and chr(i) != "\n"}
# Zero typed for O and one for I, between letters only: CHITTO0R, but not PHASE1 or 24.
_ZERO_IN_WORD = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
_ONE_IN_WORD = re.compile(r"(?<=[A-Z])1(?=[A-Z])")

# Spellings of the same sound in Latin script; longest first.
_SOUNDS = (
    ("SCH", "S"),
    ("PH", "F"),
    ("SH", "S"),
    ("CH", "C"),
    ("KH", "K"),
    ("GH", "G"),
    ("TH", "T"),
    ("DH", "D"),
    ("BH", "B"),
    ("JH", "J"),
    ("CK", "K"),
    ("W", "V"),
    ("Z", "J"),
    ("Q", "K"),
    ("X", "KS"),
)
_VOWELS = re.compile(r"(?<!^)[AEIOUYH]")
_DOUBLED = re.compile(r"(.)\1+")


def key_of(text: str) -> str:
    """Normalise a text: in capitals, without accents, its words joined by single spaces; "" if it has no word.

    Letters of other scripts are kept, so that aliases of users may be written in them.
    """
    if text.isascii():
        # Most names are only letters and blanks, for which this gives the same result faster.
        if len(text) <= MAX_CHARACTERS and text.replace(" ", "").isalnum():
            return " ".join(text.upper().split())
        return " ".join(_ASCII_WORD.findall(text[-MAX_CHARACTERS:].upper()))
    decomposed = unicodedata.normalize("NFKD", text[-MAX_CHARACTERS:])[-MAX_CHARACTERS:]
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.upper()))


def keys_of_each(texts: Sequence[str]) -> list[str]:
    """Return `key_of` of each text; ASCII texts are processed together, which is several times as fast."""
    together = "\n".join(texts)
    if together.isascii() and together.count("\n") == len(texts) - 1 and max(map(len, texts)) <= MAX_CHARACTERS:
        blanks = together.upper().translate(_NO_WORD)
        return [key.strip() for key in _BLANKS.sub(" ", blanks).split("\n")]
    return [key_of(text) for text in texts]


def corrected(key: str) -> str:
    """Replace 0 and 1 between letters, which are typing errors for O and I."""
    return _ONE_IN_WORD.sub("I", _ZERO_IN_WORD.sub("O", key))


def tokens_of(key: str) -> tuple[str, ...]:
    """Return the words of a key, at most the last `MAX_TOKENS`."""
    return tuple(key.split()[-MAX_TOKENS:])


def sound_of(key: str) -> str:
    """Return a phonetic key: letters that sound alike are unified, and vowels after the first letter removed.

    Designed for names with several transliterations: Muzaffarnagar and Muzzafarnager have the same key.
    """
    text = key.replace(" ", "")
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text))
