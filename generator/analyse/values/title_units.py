"""Units in the title of a column of money: "Amount in paise" is no rupees, and "Balance (lakhs)" is many.

A title is read in any script, by whole words. A word that is also another word of some language, such as `para`, counts
only with a currency that has it, or as long as the currency is not known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_currency_precision

from generator.latin import plain

#: Names of the hundredth of a unit, in plain letters.
_NAMES = (
    "hundredths cent cents ct cts centen centi centu centai centime centimes centimo centimos centavo centavos sentimo",
    "sentimos santim santims centesimo centesimi penny pennies pence paisa paise paisas poisha rappen oere halala",
    "halalas halalah kobo kurus agorot lipa lipe stotinka stotinki pesewa pesewas satang thebe ngwee tiyin tiyn tyiyn",
    "tetri",
)
_HUNDREDTHS = frozenset(" ".join(_NAMES).split())
#: How the names of the hundredth begin in languages that decline them.
_STEMS = (
    "grosz", "haler", "halier", "kopeck", "kopek", "kopeek", "kopeyk", "kopeyek", "kopiyk", "kopiyok", "kopijk",
    "kopijok",
)  # fmt: skip
#: Of names that other units or words have too: what one unit of each currency has of them.
_BY_CURRENCY: Mapping[str, Mapping[str, int]] = {
    "ore": dict.fromkeys(("SEK", "NOK", "DKK", "ISK"), 100),
    "sen": dict.fromkeys(("MYR", "IDR", "JPY", "BND", "KHR"), 100),
    "para": dict.fromkeys(("RSD", "TRY", "MKD", "BAM"), 100),
    "kop": dict.fromkeys(("RUB", "UAH", "BYN"), 100),
    "agora": {"ILS": 100},
    "fen": {"CNY": 100},
    "jiao": {"CNY": 10},
    "ban": dict.fromkeys(("RON", "MDL"), 100),
    "bani": dict.fromkeys(("RON", "MDL"), 100),
    "filler": {"HUF": 100},
    "fillerek": {"HUF": 100},
    "fils": {"AED": 100, "YER": 100, **dict.fromkeys(("KWD", "BHD", "JOD", "IQD"), 1000)},
    "baisa": {"OMR": 1000},
    "baiza": {"OMR": 1000},
    "millime": {"TND": 1000, "EGP": 1000},
    "millimes": {"TND": 1000, "EGP": 1000},
    "piastre": dict.fromkeys(("EGP", "LBP", "SYP", "SDG"), 100),
    "piastres": dict.fromkeys(("EGP", "LBP", "SYP", "SDG"), 100),
}
#: Words for the smallest unit, whatever its name.
_SMALLEST = frozenset({"minor", "minorunit", "minorunits", "subunit", "subunits"})
_LARGE = {
    1_000: "thousand thousands tausend tsd teur tusd tgbp tinr",
    100_000: "lakh lakhs lac lacs",
    1_000_000: "million millions millionen mio mln",
    10_000_000: "crore crores",
}
_THOUSANDS = re.compile(r"(?<![\d.,])['’]?000(?:s|['’]s)?(?!\w)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff])*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: What a name of the hundredth may be joined to, as in `amtpaise`.
_JOINED = re.compile("(?:amount|amt|value|sum|total|balance|bal|txn|betrag|montant|valor|importe|in)+")


@dataclass(frozen=True, slots=True)
class TitleUnit:
    """The unit that a title names.

    Attributes:
        word: How the title names it.
        of_it: What makes whole units of the currency of it, as an expression goes on: "/ 100", or "* 1000".
        words: The same in words.
    """

    word: str
    of_it: str
    words: str


def unit_in(title: str, currency: str) -> TitleUnit | None:
    """Return the unit that a title of a column of money names, if it is not the whole unit of the currency.

    Args:
        title: The title.
        currency: Code of the currency; empty if it is not known.
    """
    before = ""
    for word in _WORD.findall(_CAMEL.sub(" ", title)):
        folded = plain(word).lower()
        parts = 1 if before in ("per", "pro") else _parts(word, folded, currency)
        if parts > 1:
            return TitleUnit(word, f"/ {parts}", f"{parts} of them are one unit of the currency")
        if folded in _large():
            return _many(word, _large()[folded])
        before = folded
    found = _THOUSANDS.search(title)
    return _many(found[0], 1_000) if found else None


def _parts(word: str, folded: str, currency: str) -> int:
    """Return how many of a unit are one of the currency; 1 for a word that is no such unit."""
    if folded in _SMALLEST:
        return int(10 ** get_currency_precision(currency)) if currency else 100
    if known := _BY_CURRENCY.get(folded):
        # Of a word in letters of its own language, no other meaning is known.
        other = 1 if currency and word.isascii() else next(iter(known.values()))
        return known.get(currency, other)
    named = {folded, _JOINED.sub("", folded, count=1)} & _HUNDREDTHS
    return 100 if named or folded.startswith(_STEMS) else 1


def _many(word: str, units: int) -> TitleUnit:
    return TitleUnit(word, f"* {units}", f"each of them is {units:,} units of the currency")


@cache
def _large() -> Mapping[str, int]:
    return {word: units for units, words in _LARGE.items() for word in words.split()}
