"""Units in the title of a column of money: "Amount in paise" is no rupees, and "Balance (lakhs)" is many.

A title is read in any script, by whole words. A word that is also another word of some language, such as `para`, counts
only with a currency that has it, or as long as the currency is not known.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_currency_precision

from generator.analyse.values.amounts import currency_signs
from generator.analyse.values.code_words import currency_codes
from generator.analyse.values.unit_words import AHEAD, BEHIND, BY_CURRENCY, LARGE, UNSPACED
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
_MILLIONTHS = frozenset({"micros", "microunits"})
#: Words for the smallest unit, whatever its name.
_SMALLEST = frozenset({"minor", "minorunit", "minorunits", "subunit", "subunits"})
_THOUSANDS = re.compile(r"(?<![\d.,])['’]?000(?:s|['’]s)?(?!\w)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0eff])*")
#: Behind the name of a number that programs store times a power of ten: `value_e2`, `price 1e6`, `valueE8`.
_STORED = re.compile(r"(?:(?<=[a-z])E|(?<=[_\W\d])[eE]|(?<=[_\W])1[eE])(?P<power>[2-9])$|_x(?P<times>10+)$")
#: "x 100" and "100x": multiplied by it, or to be multiplied by it.
_TIMES = re.compile(r"(?<![^\W_])[xX*×✕]\s?(?P<n>10{1,8}|1(?:[.,' ]000)+)(?![\w.,])")
_DIVIDED = re.compile(r"(?P<one>(?<![\d.,/])1\s?|(?<!\d))[/÷]\s?(?P<n>10{1,8}|1(?:[.,' ]000)+)(?![\w.,])")
_POWER = re.compile(r"(?<![\d.,])10\s?(?:\^|\*\*)\s?(?P<power>[2-9])(?!\d)|(?<![\d.,])10(?P<raised>[²³⁴-⁹])(?!\d)")
_K = re.compile(r"(?<=[(\[])[kK](?=[)\]])")
_RAISED = {"²": 2, "³": 3, **{chr(0x2070 + n): n for n in range(4, 10)}}
_CURRENCY = re.compile(r"\bRs\b\.?|\b[A-Z]{3}\b|[$€£¥₹₺₽₩₦₫฿₴₱₪]|\b(?:rupees|rs|inr|usd|eur|gbp)\b\.?", re.ASCII)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: Nobody reports in tens or hundreds: so much means multiplied.
_MOST_PARTS = 100
#: What a name of the hundredth may be joined to, as in `amtpaise`.
_JOINED = re.compile("(?:amount|amt|value|sum|total|balance|bal|txn|betrag|montant|valor|importe|in)+")


@dataclass(frozen=True, slots=True)
class TitleUnit:
    """The unit that a title names.

    Attributes:
        word: How the title names it.
        ways: What makes whole units of the currency of it, as an expression goes on: "/ 100", or "* 1000"; two where
            the title may mean either.
        words: The same in words.
    """

    word: str
    ways: tuple[str, ...]
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
            return _part(word, parts)
        if many := _many_of(word, folded, before, currency):
            return _many(word, many)
        before = folded
    return _by_signs(title.strip(), currency)


def _by_signs(title: str, currency: str) -> TitleUnit | None:
    """Return the unit that figures name, or letters beside a currency."""
    if found := _THOUSANDS.search(title):
        return _many(found[0], 1_000)
    if found := _STORED.search(title):
        return _part(found[0].strip(), int(found["times"] or 10 ** int(found["power"])))
    if found := _POWER.search(title):
        return _many(found[0], 10 ** (int(found["power"] or 0) or _RAISED[found["raised"]]))
    if found := _DIVIDED.search(title):
        n = _number(found["n"])
        return _part(found[0], n) if found["one"] else _many(found[0], n)
    if found := _TIMES.search(title):
        n = _number(found["n"])
        if n <= _MOST_PARTS:
            return _part(found[0], n)
        either = f"either {n:,} of them are one unit of the currency, or each of them is {n:,} units"
        return TitleUnit(found[0], (f"* {n}", f"/ {n}"), either)
    return _beside_currency(title, currency)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _beside_currency(title: str, currency: str) -> TitleUnit | None:
    """Return the unit of letters beside a sign or a code of a currency, as in "Rs. Cr" and "k€"."""
    for found in _CURRENCY.finditer(title):
        if found[0].isalpha() and found[0].isupper() and found[0] not in currency_codes():
            continue
        after = re.match(r"\s?(?:in\s)?(\w+)(?![\w/])", title[found.end() :])
        ahead = re.search(r"(?<![^\W_])([kKtTmM])$", title[: found.start()])
        for letters, known in ((after[1] if after else "", BEHIND), (ahead[1] if ahead else "", AHEAD)):
            if (units := known.get(letters.lower())) and letters.casefold() not in currency_signs(currency):
                return _many(letters, units)
    if (alone := _K.search(title)) and "k" not in currency_signs(currency):
        return _many(alone[0], 1_000)
    joined = re.search(r"(?<![^\W_])[kK](?P<code>[A-Z]{3})(?![^\W_])", title)
    return _many(joined[0], 1_000) if joined and joined["code"] in currency_codes() else None


def _many_of(word: str, folded: str, before: str, currency: str) -> int:
    """Return how many units of the currency a word means; 0 for a word that means none."""
    if units := _large().get(folded) or _large().get(unicodedata.normalize("NFC", word).casefold()):
        return units
    for letters, units in UNSPACED.items():
        if letters in word:
            return units
    if known := BY_CURRENCY.get(folded):
        said = before in ("in", "en", "em", "de") or bool(currency)
        return known.get(currency, next(iter(known.values())) if said and before in ("en", "em") else 0)
    return 0


def _parts(word: str, folded: str, currency: str) -> int:
    """Return how many of a unit are one of the currency; 1 for a word that is no such unit."""
    if folded in _SMALLEST:
        return int(10 ** get_currency_precision(currency)) if currency else 100
    if folded in _MILLIONTHS:
        return 1_000_000
    if known := _BY_CURRENCY.get(folded):
        # Of a word in letters of its own language, no other meaning is known.
        other = 1 if currency and word.isascii() else next(iter(known.values()))
        return known.get(currency, other)
    named = {folded, _JOINED.sub("", folded, count=1)} & _HUNDREDTHS
    return 100 if named or folded.startswith(_STEMS) else 1


def _part(word: str, parts: int) -> TitleUnit:
    return TitleUnit(word, (f"/ {parts}",), f"{parts} of them are one unit of the currency")


def _many(word: str, units: int) -> TitleUnit:
    return TitleUnit(word, (f"* {units}",), f"each of them is {units:,} units of the currency")


@cache
def _large() -> Mapping[str, int]:
    return {
        unicodedata.normalize("NFC", word).casefold(): units for units, words in LARGE.items() for word in words.split()
    }
