"""Amounts of a currency that is not known yet: which marks, signs and words they are written with."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.analyse.values import amounts
from generator.analyse.values.code_words import currencies_of, currency_codes

#: What stands beside the digits: letters and currency signs, with points that belong to them.
_BESIDE = re.compile(r"[^\W\d_]+[.$/]?|[^\w\s.,’'()+\-\u2010-\u2015\u2212]+[.]?|[^\W\d_]*\$")
_DIGITS = re.compile(r"\d")
_WIDE = 12
_CODES_IN_TITLES = frozenset({
    "usd", "eur", "gbp", "inr", "brl", "czk", "pln", "idr", "chf", "jpy", "cny", "cad", "aud", "sek", "nok", "dkk",
    "huf", "zar", "ngn", "kes", "vnd", "thb", "php", "mxn", "rub", "ron",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amounts:
    """Values read as amounts.

    Attributes:
        share: Share of the values that are amounts.
        negative: Number of values below zero.
        positive: Number of values above zero, or zero.
        signs: How often each sign or word stands beside the digits.
        decimal: Number of values that prove each decimal mark.
        groups: Number of values that prove each grouping mark.
        open: Number of values that can be read in two ways.
        fractions: Share of the values with decimals.
    """

    share: float = 0.0
    negative: int = 0
    positive: int = 0
    signs: Mapping[str, int] = field(default_factory=dict)
    decimal: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    open: int = 0
    fractions: float = 0.0


def read(counts: Mapping[str, int], *, numeric: bool) -> Amounts:
    """Read the values of a column, given with their numbers, as amounts.

    Args:
        counts: How often each value occurs.
        numeric: Whether their type is a number, whose mark is a point.
    """
    total = sum(counts.values())
    good = negative = opened = fractions = 0
    signs: Counter[str] = Counter()
    decimal: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for text, n in counts.items():
        sign, parsed = _parsed(text)
        if parsed is None or not parsed.readings:
            continue
        good += n
        negative += n * parsed.negative
        if sign:
            signs[sign] += n
        if len(parsed.readings) > 1 and not numeric:
            opened += n
            continue
        reading = parsed.readings[-1]
        fractions += n * (reading.decimals > 0)
        if reading.mark:
            decimal[reading.mark] += n
        if reading.groups and not numeric:
            groups[reading.groups] += n
    if not total or good < total / 2:
        return Amounts()
    return Amounts(good / total, negative, good - negative, signs, decimal, groups, opened, fractions / good)


def _parsed(text: str) -> tuple[str, amounts.Parsed | None]:
    """Return the sign or word beside the digits, and the amount without it."""
    if len(text) >= amounts.LONGEST or not _DIGITS.search(text):
        return "", None
    words = [word for word in _BESIDE.findall(text) if not _is_direction(word)]
    bare = text
    for word in words:
        bare = bare.replace(word, " ", 1)
    if len(set(words)) > 1 or any(len(word) > _WIDE for word in words):
        return "", None
    # A letter that takes part in a number, such as an exponent or an id, is no sign beside it.
    if words and re.search(r"\d\s*" + re.escape(words[0]) + r"\s*\d", text):
        return "", None
    bare = " ".join(bare.split())
    lone = re.match(r"[^0-9]*0[^0-9]", bare)
    shape = (amounts.LONE_ZERO if lone else "") + _DIGITS.sub("9", bare)
    return (words[0] if words else ""), amounts.parse(shape, "XXX")


def _is_direction(word: str) -> bool:
    return word.casefold().rstrip(".") in amounts.DIRECTIONS


def currencies_in_title(title: str) -> tuple[str, ...]:
    """Return the currencies that the title of a column of amounts names, by code or by sign."""
    words = re.findall(r"[^\W\d_]+", title)
    named = [word.upper() for word in words if word in currency_codes() or word in _CODES_IN_TITLES]
    if named:
        return tuple(dict.fromkeys(named))
    signs = re.findall(r"[^\w\s.,()\[\]/_\-]+|(?<=[(\[])[^)\]]+(?=[)\]])", title)
    found = [currencies_of(sign) for sign in signs]
    return next((codes for codes in found if codes), ())
