"""Digits as a locale writes them: rounded half up, grouped, with a true minus sign and the sign of a currency."""

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal, get_currency_symbol

NBSP = "\u00a0"
MINUS = "\u2212"
#: Cache size: a site of a thousand cities formats most of its numbers many times.
_KEPT = 65_536


def rounded(x: float, digits: int) -> Decimal:
    """Return a number rounded half up to `digits` decimals.

    Raises:
        ValueError: x is not finite: it must never reach a page.
    """
    if not math.isfinite(x):
        raise ValueError(f"not a finite number: {x}")
    return Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@lru_cache(maxsize=_KEPT)
def number(locale: str, x: float, digits: int) -> str:
    """Return a number rounded half up and grouped as the locale groups, with a true minus sign.

    Raises:
        ValueError: x is not finite.
    """
    value = rounded(x, digits)
    pattern = Locale.parse(locale).decimal_formats[None].pattern.split(";")[0]
    grouping = pattern.split(".")[0]
    fraction = "." + "0" * digits if digits else ""
    text = format_decimal(abs(value), format=grouping + fraction, locale=locale)
    return f"{MINUS}{text}" if value < 0 else str(text)


@lru_cache(maxsize=_KEPT)
def amount(locale: str, currency: str, text: str) -> str:
    """Return a number in digits with the currency's sign where the locale puts it."""
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    symbol = str(get_currency_symbol(currency, locale=locale))
    pattern = str(Locale.parse(locale).currency_formats["standard"].pattern).split(";", maxsplit=1)[0]
    if pattern.rstrip().endswith("\u00a4"):
        return f"{sign}{digits}{NBSP}{symbol}"
    return f"{sign}{symbol}{NBSP if symbol[-1:].isalpha() else ''}{digits}"
