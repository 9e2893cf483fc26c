"""The formatter: Indian grouping, lakh and crore, texts for missing values, and never "nan"."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.publish.model.types import Estimate
from generator.publish.words.digits import NBSP
from generator.publish.words.formats import Formatter
from generator.release import Mean
from generator.release.columns import COLUMNS, MEASURES

INDIA = Formatter("en_IN", "INR")


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (INDIA.count(123456), "1,23,456"),
        (INDIA.count(0), "0"),
        (INDIA.money(123456), "₹1,23,456"),
        (INDIA.money(0), "₹0"),
        (INDIA.money(436.5), "₹437"),
        (INDIA.money(3.5), "₹3.50"),
        (INDIA.money(3), "₹3"),
        (INDIA.money(-1234), "−₹1,234"),
        (INDIA.money_words(99999), "₹99,999"),
        (INDIA.money_words(100000), "₹1 lakh"),
        (INDIA.money_words(340000), "₹3.4 lakh"),
        (INDIA.money_words(9999999), "₹1 crore"),
        (INDIA.money_words(1234567890), "₹123 crore"),
        (INDIA.percent(0.31), "31 %"),
        (INDIA.percent(0.305), "31 %"),
        (INDIA.percent(0.041, 1), "4.1 %"),
        (INDIA.percent(0.004), "0.4 %"),
        (INDIA.percent(0.0004), "under 0.1 %"),
        (INDIA.percent(0), "0 %"),
        (INDIA.percent(1), "100 %"),
        (INDIA.percent(0.996), "99.6 %"),
        (INDIA.percent(0.9999), "over 99.9 %"),
        (INDIA.percent(-0.02), "−2 %"),
        (INDIA.points(0.05), "5 points"),
        (INDIA.points(-0.05), "5 points"),
        (INDIA.points(0.01), "1 point"),
        (INDIA.points(0.004), "0.4 points"),
        (INDIA.points(-0.05, signed=True), "−5 points"),
        (INDIA.points(0.05, signed=True), "+5 points"),
        (INDIA.ratio(1.125), "1.13"),
        (INDIA.days(20.84), "20.8"),
        (INDIA.years(30.6), "30.6"),
        (INDIA.percentile(46.4), "46"),
        (INDIA.date("2016-10-21"), "21 Oct 2016"),
        (INDIA.date_range("2016-08-01", "2016-10-21"), "1 Aug to 21 Oct 2016"),
        (INDIA.date_range("2015-12-01", "2016-01-31"), "1 Dec 2015 to 31 Jan 2016"),
        (INDIA.interval(402, 473, "money"), "₹402 to ₹473"),
        (INDIA.interval(0.28, 0.344, "share"), "28 to 34 %"),
        (INDIA.interval(0.302, 0.304, "share"), "30.2 to 30.4 %"),
        (INDIA.interval(0.004, 0.021, "share"), "0.4 to 2.1 %"),
        (INDIA.interval(1.1, 1.3, "ratio"), "1.10 to 1.30"),
        (INDIA.fewer_than(20), "fewer than 20"),
    ],
)
def test_values(made: str, expected: str) -> None:
    assert spaced(made) == expected


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (102, "102nd"),
    ],
)
def test_ordinals(n: int, text: str) -> None:
    assert INDIA.ordinal(n) == text


@pytest.mark.parametrize("locale", ["pt_BR", "tr_TR", "cs_CZ", "ar_EG", "en_GB"])
def test_ordinals_and_units_follow_the_language_of_the_words_not_the_locale(locale: str) -> None:
    fmt = Formatter(locale, "EUR")
    assert [fmt.ordinal(n)[-2:] for n in (1, 2, 3, 4)] == ["st", "nd", "rd", "th"]
    assert spaced(fmt.points(0.01)).endswith(" point")
    assert spaced(fmt.points(0.02)).endswith(" points")


@pytest.mark.parametrize(
    ("locale", "language", "day", "days"),
    [
        ("en_IN", "en", "4 Sept 2016", "1 Aug to 21 Oct 2016"),
        ("pt_BR", "en", "4 Sep 2016", "1 Aug to 21 Oct 2016"),
        ("es_US", "en", "4 Sep 2016", "1 Aug to 21 Oct 2016"),
        ("en_US", "en", "Sep 4, 2016", "Aug 1 to Oct 21, 2016"),
        ("pt_BR", "pt", "4 set. 2016", "1 ago. to 21 out. 2016"),
        ("de_CH", "de-AT", "4 Sep. 2016", "1 Aug. to 21 Okt. 2016"),
    ],
)
def test_months_are_words_and_their_order_is_that_of_the_locale(
    locale: str, language: str, day: str, days: str
) -> None:
    fmt = Formatter(locale, "EUR", language)
    assert fmt.date("2016-09-04") == day
    assert fmt.date_range("2016-08-01", "2016-10-21") == days


def test_plurals_of_other_languages_have_words_of_their_own() -> None:
    units = {"points": "punktu", "points_one": "punkt", "points_few": "punkty", "points_many": "punktów"}
    fmt = Formatter("pl_PL", "PLN", "pl", {"units": units})
    shown = [spaced(fmt.points(n / 100)) for n in (0.5, 1, 2, 4.5, 5, 22)]
    assert shown == ["0,5 punktu", "1 punkt", "2 punkty", "5 punktów", "5 punktów", "22 punkty"]


def test_number_and_unit_are_joined_by_a_non_breaking_space() -> None:
    assert NBSP in INDIA.percent(0.3)
    assert NBSP in INDIA.money_words(340000)
    assert NBSP in INDIA.points(0.3)


@pytest.mark.parametrize(
    ("locale", "currency", "text"),
    [("en_IN", "INR", "₹12,34,567"), ("en_US", "USD", "$1,234,567"), ("de_DE", "EUR", "1.234.567 €")],
)
def test_locales_decide_grouping_and_currency_position(locale: str, currency: str, text: str) -> None:
    assert spaced(Formatter(locale, currency).money(1234567)) == text


@pytest.mark.parametrize(
    ("currency", "amount", "ends"),
    [
        ("INR", "₹3.46", "₹3.46 to ₹3.47"),
        ("KWD", "KWD 3.457", "KWD 3.457 to KWD 3.469"),
        ("JPY", "¥3", "¥3.46 to ¥3.47"),
    ],
)
def test_small_amounts_have_the_decimals_of_the_currency(currency: str, amount: str, ends: str) -> None:
    fmt = Formatter("en_IN", currency)
    assert (spaced(fmt.money(3.4567)).replace("JP", ""), fmt.money(12.4567)[-2:]) == (amount, "12")
    assert spaced(fmt.interval(3.4567, 3.469, "money")).replace("JP", "") == ends


def test_names_of_large_amounts_follow_the_territory() -> None:
    assert spaced(Formatter("en_US", "USD").money_words(3_400_000)) == "$3.4 million"
    assert spaced(Formatter("en_US", "USD").money_words(340_000)) == "$340,000"


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [
        ([0, 500, 1000], ["₹0", "₹500", "₹1,000"]),
        ([0, 50000, 100000, 150000], ["₹0", "₹0.5 lakh", "₹1.0 lakh", "₹1.5 lakh"]),
        ([0, 100000, 200000], ["₹0", "₹1 lakh", "₹2 lakh"]),
        ([10, 100, 1000, 10000, 100000], ["₹10", "₹100", "₹1,000", "₹10,000", "₹1 lakh"]),
        ([], []),
    ],
)
def test_axis(ticks: list[float], labels: list[str]) -> None:
    assert [spaced(label) for label in INDIA.axis_money(ticks)] == labels


def test_suppressed_absent_unknown_and_zero_have_different_texts() -> None:
    few, absent = Mean(None, None, "few"), Mean(None, None, "absent")
    for short in (False, True):
        shown = [
            INDIA.mean("spend", few, short),
            INDIA.mean("spend", absent, short),
            INDIA.mean("spend", Mean(0.0, 1.0, None), short),
            INDIA.value("spend", None),
        ]
        assert len(set(shown)) == 4
        assert [text for text in shown if any(c.isdigit() for c in text)] == ["₹0"]


def test_estimates() -> None:
    assert INDIA.estimate("typical_spend", Estimate(436.0, 402.0, 473.0, None)) == "₹402 to ₹473"
    assert INDIA.estimate("typical_spend", Estimate(436.0, None, None, None)) == ""
    assert INDIA.mean("typical_spend", Estimate(None, None, None, "few")) == "too few customers for a mean"


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_non_finite_numbers_are_refused(x: float) -> None:
    for make in (INDIA.money, INDIA.money_words, INDIA.ratio, INDIA.days, INDIA.number):
        with pytest.raises(ValueError, match="finite"):
            make(x)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_never_nan_nor_a_negative_zero(x: float) -> None:
    made = [INDIA.money(x), INDIA.money_words(x), INDIA.ratio(x), INDIA.days(x), *INDIA.axis_money([0, x])]
    made += [INDIA.value(name, x) for name in MEASURES]
    for text in made:
        assert "nan" not in text.lower()
        assert "inf" not in text.lower()
        assert "e+" not in text
        assert text.strip("₹−0.,") or not text.startswith("−")


@settings(deadline=None)
@given(st.floats(0, 1))
def test_zero_and_hundred_per_cent_are_exact(share: float) -> None:
    text = spaced(INDIA.percent(share))
    assume(share not in (0, 1))
    assert text not in ("0 %", "100 %", "0.0 %", "100.0 %")


@settings(deadline=None)
@given(st.floats(0.001, 1e12), st.floats(1, 1000))
def test_formatted_money_is_monotone(x: float, factor: float) -> None:
    def size(text: str) -> float:
        number, _, word = spaced(text).lstrip("₹").partition(" ")
        return float(number.replace(",", "")) * {"": 1, "lakh": 1e5, "crore": 1e7}[word]

    assert size(INDIA.money_words(x)) <= size(INDIA.money_words(x * factor)) * 1.0000001


def test_every_column_has_a_format() -> None:
    for name, column in COLUMNS.items():
        assert INDIA.value(name, "x" if column.kind in {"text", "id"} else 1)


@pytest.mark.parametrize(
    ("column", "value", "step", "words"),
    [
        ("recency", 25.0, 5.0, "about 25"),
        ("recency", 25.0, 1.0, "25"),
        ("recency", 25.5, 0.5, "25.5"),
        ("recency", 20.84, 0.02, "20.8"),
        ("recency", 20.84, None, "20.8"),
        ("recency", 0.0, 5.0, "under 5"),
        ("recency", 0.0, 0.1, "under 0.1"),
        ("recency", 0.04, 0.02, "under 0.1"),
        ("recency", 0.0, None, "0"),
        ("age", 35.0, 2.0, "about 35"),
        ("age", 35.0, 5.0, "about 35"),
        ("transactions", 2.5, 0.5, "2.5"),
        ("transactions", 2.46, 0.02, "2.46"),
        ("transactions", 4.0, 2.0, "4"),
        ("recency_pct", 52.0, 2.0, "52"),
    ],
)
def test_an_average_is_no_finer_than_its_rounding_step(
    column: str, value: float, step: float | None, words: str
) -> None:
    assert INDIA.mean(column, Estimate(value, None, None, None, step)) == words


@pytest.mark.parametrize(
    ("column", "ends", "step", "beside", "words"),
    [
        ("recency", (22.4, 28.3), 5.0, None, "22 to 28"),
        ("recency", (22.44, 28.3), 0.1, None, "22.4 to 28.3"),
        ("age", (31.2, 31.4), 1.0, None, "31.2 to 31.4"),
        ("age", (27.2, 30.6), 2.0, 30.9, "27.2 to 30.6"),
        ("age", (27.2, 30.9), 2.0, 30.6, "27 to 31"),
        ("recency_pct", (40.4, 49.7), 1.0, 50.0, "40.4 to 49.7"),
        ("transactions", (2.1, 2.9), 1.0, None, "2 to 3"),
        ("typical_spend", (401.2, 450.0), 0.1, 400.8, "₹401.20 to ₹450.00"),
        ("typical_spend", (401.2, 450.0), 0.1, 380.0, "₹400 to ₹450"),
    ],
)
def test_ends_show_that_a_value_is_outside(
    column: str, ends: tuple[float, float], step: float, beside: float | None, words: str
) -> None:
    estimate = Estimate(sum(ends) / 2, *ends, None, step)
    assert INDIA.estimate(column, estimate, beside) == words


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (89_679.0, 0.05, "₹90,000"),
        (89_679.0, 0.01, "₹89,700"),
        (441.3, 0.02, "₹441"),
        (441.3, 0.05, "₹440"),
        (123_456.0, 0.05, "₹1,23,000"),
        (8.37, 0.05, "₹8.40"),
        (8.37, 0.2, "₹8"),
        (-89_679.0, 0.05, "−₹90,000"),
        (441.3, None, "₹441"),
        (0.0, 0.05, "₹0"),
    ],
)
def test_an_average_of_logarithms_has_the_digits_that_its_step_supports(
    value: float, step: float | None, text: str
) -> None:
    assert INDIA.mean("typical_spend", Mean(value, step, None)) == text


def test_the_interval_of_an_amount_has_the_digits_of_its_average_unless_its_ends_would_be_equal() -> None:
    made = Estimate(89_679.0, 85_311.0, 94_271.0, None, 0.05)
    assert INDIA.estimate("typical_spend", made) == "₹85,000 to ₹94,000"
    assert INDIA.estimate("spend", Estimate(6165.0, 6011.0, 6349.0, None, 50.0)) == "₹6,010 to ₹6,350"
    narrow = Estimate(89_679.0, 89_411.0, 89_942.0, None, 0.2)
    assert INDIA.estimate("typical_spend", narrow) == "₹89,411 to ₹89,942"
    # A value printed beside it is outside, and must be seen to be.
    assert INDIA.estimate("typical_spend", made, beside=85_100.0) == "₹85,311 to ₹94,271"
