"""Words in columns of codes (debit, credit, gender) and currencies: what a message may show of such a column.

Any other value may be a name that got there by mistake.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.analyse.values import amounts
from generator.latin import unmarked

_FOLDER = Path(__file__).resolve().parent
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "º": "o", "°": "o"})
#: What may stand beside or between the words of a code.
_MARKS = re.compile(r"[\s.,:;/()\[\]_+-]+")
#: Of currencies that share a sign, these are offered first, in this order.
USUAL = (
    "USD", "EUR", "GBP", "INR", "JPY", "CNY", "CAD", "AUD", "CHF", "MXN", "BRL", "SEK", "NOK", "DKK", "PKR", "LKR",
)  # fmt: skip
#: Of a sign that several currencies have, the one that is meant almost always.
_ALWAYS = {"£": "GBP"}
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


@cache
def _by_sign() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code in currency_codes():
        for sign in amounts.currency_signs(code):
            found.setdefault(sign, set()).add(code)
    return {sign: frozenset(names) for sign, names in found.items()}


def currencies_of(sign: str) -> tuple[str, ...]:
    """Return the currencies that a sign or code beside amounts may mean, the likeliest first; one if it is sure."""
    folded = " ".join(sign.split()).casefold()
    if folded in _ALWAYS:
        return (_ALWAYS[folded],)
    if sign.upper() in currency_codes():
        return (sign.upper(),)
    found = _by_sign().get(folded, frozenset())
    return tuple(sorted(found, key=lambda code: (USUAL.index(code) if code in USUAL else len(USUAL), code)))


def names_of_currency(code: str) -> frozenset[str]:
    """Return what a column of currencies may call one, in capitals: its code, and signs that mean no likelier one."""
    signs = {sign for sign in amounts.currency_signs(code) if currencies_of(sign)[:1] == (code,)}
    return frozenset({code, *(sign.upper() for sign in signs)})


def kinds_of(code: str) -> set[str]:
    """Return the lists that have a code, whatever marks are around it and between its words."""
    folded = fold_letters(code)
    spellings = {folded, " ".join(_MARKS.sub(" ", folded).split())}
    return {kind for kind in _KINDS if not spellings.isdisjoint(codes(kind))}


def is_known_code(code: str) -> bool:
    """Return whether a value is nothing but a word for a direction or a gender, or names a currency."""
    return bool(kinds_of(code)) or names_currency(code)


def names_currency(text: str) -> bool:
    """Return whether a text is the code of a currency, or a sign that is no letters."""
    return text.upper() in currency_codes() or (not any(map(str.isalpha, text)) and bool(currencies_of(text)))
