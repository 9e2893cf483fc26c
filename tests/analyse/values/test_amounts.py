"""Amounts as programs write them, in every locale: read exactly, or refused."""

import pickle
import random
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from babel import localedata
from babel.core import UnknownLocaleError
from babel.numbers import (
    UnsupportedNumberingSystemError,
    format_currency,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
)

from generator.analyse.values import amounts
from generator.analyse.values.currency_signs import signs_of

CURRENCIES = (
    "EUR", "USD", "INR", "JPY", "KWD", "CHF", "PLN", "GBP", "BRL", "SEK", "IDR", "GMD", "MAD", "CLF", "NGN", "CZK",
    "TRY",
)  # fmt: skip
STYLES = ("standard", "accounting", "plain", "devanagari")
TO_ASCII = str.maketrans(*amounts.digits())
TO_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


def shape_of(text: str) -> str:
    """Return a shape as the engine makes it."""
    text = text.translate(TO_ASCII).strip()
    return ("0" if re.match("[^0-9]*0[^0-9]", text) else "") + re.sub("[0-9]", "9", text)


def read(texts: Sequence[str], currency: str, mark: str = "auto") -> list[Decimal | str]:
    """Return the value of each text in one column, or why it is refused: amount, currency or open."""
    shapes = [amounts.parse(shape, currency) for shape in dict.fromkeys(map(shape_of, texts))]
    parsed = {item.shape: item for item in amounts.settled(shapes, mark)}
    found: list[Decimal | str] = []
    for text in texts:
        item = parsed[shape_of(text)]
        if len(item.readings) == 1:
            digits = "".join(filter(str.isdecimal, text)).translate(TO_ASCII)
            value = Decimal(digits).scaleb(-item.readings[0].decimals)
            found.append(-value if item.negative else value)
        else:
            found.append(item.fault or "open")
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7), ("25.", 25), (",5", "0.5"), ("+7", 7), ("-1.234,56 €", "-1234.56"), ("€ -1.234,56", "-1234.56"),
        ("(1,234.56)", "-1234.56"), ("€(12)", -12), ("(12 €)", -12), ("12 €-", -12), ("12-", -12), ("12 DR", -12),
        ("12 Cr.", 12), ("S 12,50", "-12.5"), ("12,50 H", "12.5"), ("12.5 EUR CR", "12.5"), ("12\u00a0345,6",
        "12345.6"),
        ("12\u202f345", 12345), ("1'234'567.8", "1234567.8"), ("1’234", 1234), ("1,23,45,678.9", "12345678.9"),
        ("1٬234٫5", "1234.5"), ("١٬٢٣٤٫٥٠", "1234.5"), ("\u200e-\u200e12,5", "-12.5"), ("\u061c−12,5", "-12.5"),
        ("–12,5", "-12.5"), ("0,263", "0.263"), ("0.263", "0.263"), ("1234.567", "1234.567"), ("1.234.567", 1234567),
        ("25.000,5", "25000.5"), ("1,2345", "1.2345"), ("eur 5", 5), ("5 Eur", 5), ("5\u200b €", 5), ("001.234,50",
        "1234.5"),
    ],
)  # fmt: skip
def test_one_reading(text: str, value: int | str) -> None:
    assert read([text], "EUR") == [Decimal(value)]


@pytest.mark.parametrize(
    "text",
    ["1.2.3", "1,23,4", "12,34,567.8.9", "1.234.56", "12 34", "1234 567", "1 234 56", "0.123.456", "1.23.456",
     "1,234 567",
     "1 234.567 890", "1.234'567", "--5", "-5-", "(5", "5)", "(-5)", "-5 DR", "25.-", "25,–", "1,5E+07", "1_000",
     "12/5", "5%", "1:30", "9" * 31, "2024-01-05", "1-2", "1\u200e234", "12,34,56", "#5", "1..5", "1,,5", ".5.",
     "1.,5"],
)  # fmt: skip
def test_what_the_grammar_does_not_cover_is_refused(text: str) -> None:
    assert read([text], "EUR") == ["amount"]
    assert read([text], "EUR", ".") == ["amount"]
    assert read([text], "EUR", ",") == ["amount"]


@pytest.mark.parametrize("text", ["$5", "5 USD", "5 Stück", "kr 5", "EURO 5", "5 €$", "Anna 5"])
def test_another_currency_is_refused_as_such(text: str) -> None:
    assert read([text], "EUR") == ["currency"]


@pytest.mark.parametrize("text", ["25,000", "1.263", "12.345 €", "-123,456", "00,263", "(1,234)"])
def test_a_mark_before_three_digits_stays_open(text: str) -> None:
    """Alone nothing decides; beside amounts of two conventions neither."""
    value = Decimal(re.sub("[^0-9]", "", text)) * (-1 if text[0] in "-(" else 1)
    mark = "," if "," in text else "."
    assert read([text], "EUR") == ["open"]
    assert read([text, "1,5", "1.5"], "EUR")[0] == "open"
    assert read([text], "EUR", mark) == [value / 1000]
    assert read([text], "EUR", "." if mark == "," else ",") == [value]


@pytest.mark.parametrize(
    ("proof", "text", "value"),
    [("1.234.567", "1.263", 1263), ("1.234,56", "1.263", 1263), ("12,5", "1.263", 1263), ("0,263", "1,263", "1.263"),
     ("1,2345", "1,263", "1.263"), ("1,23,456", "12,345", 12345), ("1 234 567", "1.263", "1.263"), ("0.5", "1.263",
     "1.263")],
)  # fmt: skip
def test_the_column_decides_what_is_open(proof: str, text: str, value: int | str) -> None:
    assert read([text, proof], "EUR")[0] == Decimal(value)


def test_a_letter_that_is_a_currency_and_a_direction() -> None:
    assert read(["D 5", "D5.5", "5 D"], "GMD") == [Decimal(5), Decimal("5.5"), "currency"]


def test_every_sign_of_a_currency_is_known_and_babel_is_left_as_it_was() -> None:
    for code in ("PLN", "CZK", "DKK", "IDR", "KES", "TRY", "NGN", "VND", "USD"):
        signs = amounts.currency_signs(code)
        for locale in ("pl", "cs", "da", "id", "sw_KE", "tr", "en_NG", "vi", "es_US", "ar_EG", "zh_Hant_TW"):
            assert " ".join(get_currency_symbol(code, locale).split()).casefold() in signs
    assert format_currency(Decimal("1234.5"), "EUR", locale="de_AT") == "€\xa01.234,50"


def test_the_table_of_signs_is_what_babel_knows() -> None:
    known: dict[str, set[str]] = {}
    for name in localedata.locale_identifiers():
        # What a locale adds to its parent is all that is needed; Babel's own loader would merge both, which is slow.
        own = pickle.loads(Path(localedata.resolve_locale_filename(name)).read_bytes())
        for code, sign in own.get("currency_symbols", {}).items():
            known.setdefault(code, set()).add(amounts.folded(sign))
    # The sign of the escudo of Cape Verde is a character that nobody sees.
    different = {code: signs - {"", code.casefold()} for code, signs in known.items()}
    assert {code: signs_of(code) for code in known} == different, "write the table of currency_signs.py again"


def test_a_shape_that_is_shown_has_no_word_of_a_customer() -> None:
    assert amounts.shown(shape_of("-0,50\u00a0€ Anna")) == "-0,99 € aaaa"
    assert amounts.shown(shape_of("USD 5")) == "USD 9"
    assert amounts.shown(shape_of("5" * 40)) == "9" * 24 + "…"


def written(value: Decimal, style: str, currency: str, locale: str, system: str) -> str:
    if style == "standard":
        return format_currency(value, currency, locale=locale, numbering_system=system)
    if style == "accounting":
        return format_currency(value, currency, locale=locale, format_type="accounting", numbering_system=system)
    text = format_decimal(value, locale=locale, decimal_quantization=False, numbering_system=system)
    return text.translate(TO_DEVANAGARI) if style == "devanagari" else text


@pytest.mark.slow
def test_columns_in_every_locale_are_read_exactly_or_refused() -> None:
    """With the decimal mark set, 99 of 100 are read; without, what nothing decides is refused, and none is wrong."""
    dice = random.Random(11)
    found: dict[str, Counter[str]] = {"auto": Counter(), "set": Counter()}
    for locale in localedata.locale_identifiers():
        for style in dice.sample(STYLES, 2):
            currency, system = dice.choice(CURRENCIES), dice.choice(["latn", "default"])
            places = get_currency_precision(currency)
            largest = dice.choice([4, 6, 9])
            values = [dice.choice([1, -1]) * Decimal(int(10 ** dice.uniform(0, largest))) for _ in range(30)]
            values = [value.scaleb(-places) for value in values]
            try:
                texts = [written(value, style, currency, locale, system) for value in values]
            except (UnsupportedNumberingSystemError, UnknownLocaleError):
                found["auto"]["not written"] += 1
                continue
            mark = "," if get_decimal_symbol(locale, numbering_system=system) in ",\u066b\u060c" else "."
            for mode, setting in (("auto", "auto"), ("set", mark)):
                read_back = read(texts, currency, setting)
                pairs = list(zip(texts, values, read_back, strict=True))
                assert not [pair for pair in pairs if not isinstance(pair[2], str) and pair[2] != pair[1]], locale
                reasons = [result for result in read_back if isinstance(result, str)]
                found[mode][reasons[0] if reasons else "equal"] += 1
    columns = found["set"].total()
    assert columns > 2_000, found
    assert found["set"]["equal"] >= 0.99 * columns, found
    print(found)


@pytest.mark.parametrize("code", ["CVE", "PTE"])
@pytest.mark.parametrize("shape", ["Anna 9", "9 apples", "x9", "9 dr x"])
def test_a_currency_with_an_unseen_sign_reads_no_other_words(code: str, shape: str) -> None:
    assert amounts.parse(shape, code).fault == "currency"
