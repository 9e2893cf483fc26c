"""From a dirty spelling to comparable keys: pure functions of text, bounded in time whatever it holds."""

import re
import unicodedata
from collections.abc import Sequence

# Real spellings have at most about 60 characters. The end is kept, because addresses close with their city.
MAX_CHARACTERS = 200
MAX_TOKENS = 24

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[A-Z0-9]+")
_BLANKS = re.compile(" {2,}")
_NO_WORD = {i: " " for i in range(128) if not chr(i).isalnum() and chr(i) != "\n"}
# A typist's zero for O and one for I, between letters only: CHITTO0R, but not PHASE1 or 24.
_ZERO_IN_WORD = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
_ONE_IN_WORD = re.compile(r"(?<=[A-Z])1(?=[A-Z])")

# Letters that one sound is written with in Latin script; longest first.
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
    """Return the text in capitals without accents, its words joined by single spaces; "" when it holds no word.

    Letters of other scripts are kept, so that a user's own aliases may be written in them.
    """
    if text.isascii():
        # Most names are letters and blanks: this is what the expression below would say of them, sooner.
        if len(text) <= MAX_CHARACTERS and text.replace(" ", "").isalnum():
            return " ".join(text.upper().split())
        return " ".join(_ASCII_WORD.findall(text[-MAX_CHARACTERS:].upper()))
    decomposed = unicodedata.normalize("NFKD", text[-MAX_CHARACTERS:])[-MAX_CHARACTERS:]
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare.upper()))


def keys_of_each(texts: Sequence[str]) -> list[str]:
    """Return `key_of` of each text: a gazetteer's names are taken together, which is several times as fast."""
    together = "\n".join(texts)
    if together.isascii() and together.count("\n") == len(texts) - 1 and max(map(len, texts)) <= MAX_CHARACTERS:
        blanks = together.upper().translate(_NO_WORD)
        return [key.strip() for key in _BLANKS.sub(" ", blanks).split("\n")]
    return [key_of(text) for text in texts]


def mended(key: str) -> str:
    """Return a key with a typist's 0 and 1 between letters read as O and I."""
    return _ONE_IN_WORD.sub("I", _ZERO_IN_WORD.sub("O", key))


def tokens_of(key: str) -> tuple[str, ...]:
    """Return the last words of a key."""
    return tuple(key.split()[-MAX_TOKENS:])


def sound_of(key: str) -> str:
    """Return what is left of a key once letters that sound alike are one, and vowels after the first are gone.

    Made for names that several hands have put into Latin letters: Muzaffarnagar and Muzzafarnager agree.
    """
    text = key.replace(" ", "")
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text))
