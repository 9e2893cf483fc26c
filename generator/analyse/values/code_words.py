"""Words in columns of codes (debit, credit, gender) and currencies: what a message may show of such a column.

Any other value may be a name that got there by mistake.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from generator.latin import unmarked

_FOLDER = Path(__file__).resolve().parent
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "º": "o", "°": "o"})
#: What may stand beside or between the words of a code.
_MARKS = re.compile(r"[\s.,:;/()\[\]_+-]+")
SIDES = frozenset({"debit", "credit"})
_KINDS = SIDES | {"gender"}


def fold_letters(text: str) -> str:
    """Return a text for comparisons: in small letters, without accents."""
    return unmarked(text.translate(_LETTERS)).casefold().translate(_LETTERS)


@cache
def codes(kind: str) -> frozenset[str]:
    """Return the folded words of a kind of code (debit, credit, gender), of all languages."""
    lists = tomllib.loads((_FOLDER / "codes.toml").read_text(encoding="utf-8"))[kind]
    return frozenset(fold_letters(text) for texts in lists.values() for text in texts)


@cache
def currency_codes() -> frozenset[str]:
    """Return all ISO 4217 codes."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def kinds_of(code: str) -> set[str]:
    """Return the lists that have a code, whatever marks are around it and between its words."""
    folded = fold_letters(code)
    spellings = {folded, " ".join(_MARKS.sub(" ", folded).split())}
    return {kind for kind in _KINDS if not spellings.isdisjoint(codes(kind))}


def is_known_code(code: str) -> bool:
    """Return whether a value is nothing but a word for a direction or a gender, or the code of a currency."""
    return bool(kinds_of(code)) or code.upper() in currency_codes()
