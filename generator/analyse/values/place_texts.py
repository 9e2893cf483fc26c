"""Texts of a place column without a gazetteer: what is one name, what is no place, and how a name is shown.

Pure functions of one text; `place_column` applies them to a source.
"""

import re
import unicodedata
from collections.abc import Mapping

from generator.analyse.values.place_words import ID_WORDS, SIGNED, WORDS
from generator.latin import plain, unmarked
from generator.unprintable import printable

#: Signs that differ in type only.
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"})
_BETWEEN = re.compile(r"[\s_\-.]+")
_WORD_START = re.compile(r"(^|[\s\-/(.])([^\s\-/(.])")
#: A word with a short number, as in Town07 and P01; what ids have is longer, or begins with digits.
_NUMBERED = re.compile(r"([^\W\d_]+)[_#]?\d+")
_SHORT = 3
_TOKEN_END = re.compile(r"[\s/,;:()\-]+")
#: What kinds of signs stand for no place, as a notice calls them: fillers of a field, and errors such as #REF!.
_SIGNS = {
    "0": re.compile(r"[0 .]+"),
    "xx": re.compile("x{2,}"),
    "zz": re.compile("z{2,}"),
    "a number below zero": re.compile(r"-\s?\d{1,5}"),
    "an error of a spreadsheet": re.compile(r"#[a-z0-9/]+[!?]"),
}


def tidy(text: str) -> str:
    """Return a text on one line with single blanks, in NFC, without unprintable characters; nothing else changes."""
    return " ".join(printable(unicodedata.normalize("NFC", text)).split())


def fold_name(text: str, accents: bool = False) -> str:
    """Return what all spellings of one name have in common.

    Spellings differ by case, blanks, forms of Unicode, and types of apostrophe and hyphen. As capitals do, Greek loses
    its accents; the dotted and the dotless i are one letter, because capitals of Turkish and of other languages
    disagree on them.

    Args:
        text: A name.
        accents: Also ignore marks of Latin letters (São Paulo, Sao Paulo), and write ё as е. Only on request: Munster
            and Münster are two towns.
    """
    folded = unicodedata.normalize("NFKC", printable(text)).translate(_ALIKE).replace("İ", "i").casefold()
    folded = " ".join(folded.replace("ı", "i").split())
    if folded.isascii():
        return folded
    return "".join(_folded_letter(letter, accents) for letter in folded)


def _folded_letter(letter: str, accents: bool) -> str:
    if letter.isascii():
        return letter
    kind = unicodedata.name(letter, "")
    if kind.startswith("GREEK"):
        return unmarked(letter)
    if accents and kind.startswith("LATIN"):
        return plain(letter).casefold()
    return "е" if accents and letter == "ё" else letter


def titled(text: str) -> str:
    """Return a name with a capital at the start of each word: for names whose every spelling is rare."""
    raised = _WORD_START.sub(lambda match: match[1] + match[2].upper(), text.lower())
    return unicodedata.normalize("NFC", raised).replace("i\u0307", "i")


def shown(spellings: Mapping[str, int], least: int) -> str:
    """Return the commonest of the spellings of one name.

    Of equally common ones, the first in mixed case, then in the order of characters. Where fewer than `least` customers
    share it, its capitals could be one customer's own: then it is written in title case.
    """
    best = min(spellings, key=lambda text: (-spellings[text], text in (text.upper(), text.lower()), text))
    return best if spellings[best] >= least else titled(best)


def placeholder(text: str) -> str:
    """Return the known word, or the kind of sign, by which a text says that there is no place; else an empty text.

    A notice prints the result, so it is never the bank's own text.
    """
    folded = fold_name(text, accents=True)
    bare = folded.strip("#*<>[](){}\"'!?=~|/\\_-.,;: ")
    if not any(c.isalnum() for c in folded):
        return "-"
    for kind, pattern in _SIGNS.items():
        if pattern.fullmatch(folded) or pattern.fullmatch(bare):
            return kind
    if (signed := folded.replace(" ", "").strip("#()[]<>")) in _SIGNED:
        return signed
    core = _BETWEEN.sub(" ", bare).strip()
    return core if core in _WORDS else ""


_WORDS = frozenset(_BETWEEN.sub(" ", fold_name(word, accents=True)) for word in WORDS)
_SIGNED = frozenset(fold_name(text, accents=True) for text in SIGNED)


def is_id(text: str) -> bool:
    """Return whether a text is an id, a number or an address on the web: not a word, but for a short number."""
    if "@" in text or "://" in text or text.casefold().startswith("www."):
        return True
    if not any(c.isdigit() for c in text):
        return False
    short = sum(c.isdigit() for c in text) <= _SHORT
    return not any(_is_word(token.strip(".'’\"#*"), short) for token in _TOKEN_END.split(text))


def _is_word(token: str, short: bool) -> bool:
    # An ideograph or a syllable is a word by itself, also without blanks: 東京23区.
    if any(unicodedata.category(c) == "Lo" for c in token):
        return True
    if short and (match := _NUMBERED.fullmatch(token)):
        return fold_name(match[1]) not in ID_WORDS
    letters = sum(c.isalpha() for c in token)
    return letters > 1 and not any(c.isdigit() for c in token) and fold_name(token).replace(".", "") not in ID_WORDS
