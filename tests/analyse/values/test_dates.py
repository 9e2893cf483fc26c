from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.values import days
from generator.analyse.values.date_advice import settings_that_read
from generator.analyse.values.date_orders import of_both_orders
from generator.analyse.values.dates import Birth, DateReader
from tests.support.banks import PROPERTY

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))
SPELLINGS = (
    "{d}/{m}/{y2}", "{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}",
    "{y}{m:02}{d:02}",
    "{d} {name} {y}", "{d}-{name}-{y2}", " {d}/{m}/{y}\t", "\u00a0{d}/{m}/{y}\u00a0",
    "{y}-{m:02}-{d:02} 13:05:09", "{y}-{m:02}-{d:02}T13:05:09.123Z", "{y}-{m:02}-{d:02} 00:00:00+00",
    "{y}-{m:02}-{d:02}T00:00:00+05:30", "{d}/{m}/{y} 1:05 PM",
)  # fmt: skip


def number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def iso_day(day: int) -> str:
    return days.iso(day)[-2:]


def spell(day: date, pattern: str) -> str:
    return pattern.format(d=day.day, m=day.month, y=day.year, y2=f"{day.year % 100:02}", name=day.strftime("%b"))


@PROPERTY
@given(DAYS, st.sampled_from(SPELLINGS))
def test_every_spelling_of_a_day_is_the_same_day(day: date, pattern: str) -> None:
    found = DateReader().transaction(spell(day, pattern))
    assert found is not None
    assert found[0] == number(day)


@PROPERTY
@given(DAYS)
def test_a_day_number_and_its_iso_text_agree(day: date) -> None:
    assert days.iso(number(day)) == day.isoformat()
    assert days.day_number(day.year, day.month, day.day) == number(day)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2/8/16", "dmy", date(2016, 8, 2)),
        ("2/8/16", "mdy", date(2016, 2, 8)),
        ("16/2/8", "ymd", date(2016, 2, 8)),
        ("2016-02-08", "mdy", date(2016, 2, 8)),
        ("2016-02-08", "dmy", date(2016, 2, 8)),
        ("2 Aug 16", "mdy", date(2016, 8, 2)),
        ("2 Aug 16", "ymd", date(2016, 8, 2)),
        ("29/2/16", "dmy", date(2016, 2, 29)),
        ("1/1/69", "dmy", date(2069, 1, 1)),
        ("1/1/70", "dmy", date(1970, 1, 1)),
        ("1/1/99", "dmy", date(1999, 1, 1)),
    ],
)
def test_order_decides_what_is_ambiguous_and_only_that(text: str, order: str, expected: date) -> None:
    found = DateReader(order).transaction(text)
    assert found is not None
    assert found[0] == number(expected)


@pytest.mark.parametrize(
    "text",
    ["", " ", "2/13/16", "31/4/16", "29/2/15", "0/1/16", "1/0/16", "2/8", "2/8/216", "2/8/20161", "2-8/16", "nan", "16",
     "160802", "2016-08", "12 Foo 2016", "٢/٨/16", "2/8/16 x", "2016-08-02 25", "−2/8/16", "2/8/16/1"],
)  # fmt: skip
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert DateReader().transaction(text) is None


@PROPERTY
@given(st.text(max_size=20), st.sampled_from(["dmy", "mdy", "ymd"]), st.sampled_from(["", "%y%m%d", "%d.%m.%Y"]))
def test_no_text_breaks_the_reader(text: str, order: str, exact: str) -> None:
    found = DateReader(order, exact).transaction(text)
    assert found is None or isinstance(found[0], int)
    assert DateReader(order, exact).birth(text, ["1800-01-01"]).state in ("known", "placeholder", "unreadable")


@pytest.mark.parametrize(
    ("text", "second"),
    [("2/8/16", None), ("2/8/16 14:32", 52320), ("2/8/16 14:32:07", 52327), ("2/8/16 02:32:07 PM", 52327),
     ("2/8/16 12:00 AM", 0), ("2/8/16 12:00 pm", 43200), ("2016-08-02T14:32:07.9+05:30", 52327)],
)  # fmt: skip
def test_a_clock_time_beside_the_date_is_read(text: str, second: int | None) -> None:
    found = DateReader().transaction(text)
    assert found == (number(date(2016, 8, 2)), second)


@pytest.mark.parametrize(
    "clock",
    ["25:00", "24:00:00", "10:60", "25:61:61", "10:11:61", "13:05 PM", "0:05 AM", "99:99"],
)
def test_a_day_with_an_impossible_time_is_no_date(clock: str) -> None:
    assert DateReader().transaction(f"2/8/16 {clock}") is None


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("Apr 01, 2024", "en_IN"), ("April 1, 2024", "en_IN"), ("1st April 2024", "en_GB"), ("01APR2024", "en_IN"),
        ("Mon, 01 Apr 2024", "en_IN"), ("2024-Apr-01", "en_IN"), ("2024 April 1", "en_US"), ("1-Apr-24", "en_IN"),
        ("1. April 2024", "de_DE"), ("1 avr. 2024", "fr_FR"), ("1 de abril de 2024", "es_MX"), ("1 abr. 2024", "pt_BR"),
        ("1. dubna 2024", "cs_CZ"), ("1 kwietnia 2024", "pl_PL"), ("1 апреля 2024 г.", "ru_RU"),
        ("1 अप्रैल 2024", "hi_IN"), ("२०२४-०४-०१", "hi_IN"), ("١/٤/٢٠٢٤", "ar_EG"), ("2024年4月1日", "ja_JP"),
        ("2024년 4월 1일", "ko_KR"), ("1.4.2024.", "hr_HR"), ("1 Απριλίου 2024", "el_GR"), ("1 tháng 4, 2024", "en_IN"),
    ],
)  # fmt: skip
def test_names_of_months_in_english_and_in_the_language_of_the_locale(text: str, locale: str) -> None:
    found = DateReader(locale=locale).transaction(text)
    assert found == (None if "tháng" in text else (number(date(2024, 4, 1)), None))


@pytest.mark.parametrize(
    "text", ["1 avr. 2024", "1 Januar 2024", "1 Mayhem 2024", "Apr Apr 1 2024", "2 16 Aug", "Apr 2024"]
)
def test_no_other_word_is_a_month(text: str) -> None:
    assert DateReader(locale="en_IN").transaction(text) is None


@pytest.mark.parametrize(
    "locale", ["de", "fr", "es", "pt", "cs", "pl", "fi", "hr", "hu", "ru", "el", "tr", "hi", "id", "sv"]
)
def test_dates_that_babel_writes_are_read_or_refused(locale: str) -> None:
    """Twelve months in the medium and the long form: a wrong day is worse than none."""
    read = 0
    for month in range(1, 13):
        for form in ("medium", "long"):
            for text in {format_date(day := date(2024, month, d), form, locale) for d in (3, 14, 28)}:
                found = DateReader(locale=locale).transaction(text)
                assert found is None or found[0] in {number(date(2024, month, d)) for d in (3, 14, 28)}, text
                assert found is None or iso_day(found[0]) in {f"{d:02}" for d in (3, 14, 28)}
                read += found is not None
    assert read >= 24, (locale, read, day)


class TestCounts:
    @pytest.mark.parametrize(
        ("text", "second"), [("45292", None), ("45292.0", 0), ("45292.5", 43200), ("45292,75", 64800), ("1", None)]
    )
    def test_day_numbers_of_spreadsheets(self, text: str, second: int | None) -> None:
        day = number(date(1899, 12, 30)) + int(text.split(".", maxsplit=1)[0].split(",", maxsplit=1)[0])
        assert DateReader(exact="excel").transaction(text) == (day, second)

    @pytest.mark.parametrize("text", ["0", "-5", "2958466", "45292.5.1", "1/1/24", "x"])
    def test_other_numbers_are_none(self, text: str) -> None:
        assert DateReader(exact="excel").transaction(text) is None

    @pytest.mark.parametrize(
        ("exact", "text", "zone", "day", "second"),
        [
            ("unix", "1711911599", "UTC", date(2024, 3, 31), 68399),
            ("unix", "1711911599", "Asia/Kolkata", date(2024, 4, 1), 1799),
            ("unix-ms", "1711911599500", "Asia/Kolkata", date(2024, 4, 1), 1799),
            ("unix", "-1", "UTC", date(1969, 12, 31), 86399),
        ],
    )
    def test_seconds_fall_on_days_of_the_zone(self, exact: str, text: str, zone: str, day: date, second: int) -> None:
        assert DateReader(exact=exact, timezone=zone).transaction(text) == (number(day), second)


class TestAdvice:
    def advice(self, texts: list[str], reader: DateReader | None = None) -> list[str]:
        ways = settings_that_read(texts, reader or DateReader(locale="en_IN"))
        assert all(way.reader.transaction(text) for way in ways for text in texts)
        return [", ".join(f'{key}="{value}"' for key, value in way.assignments.items()) for way in ways]

    @pytest.mark.parametrize(
        ("texts", "expected"),
        [
            (["1/13/24", "2/28/24"], ['date_order="mdy"']),
            (["240113", "240228"], ['date_format="%y%m%d"']),
            (["45292", "45293"], ['date_format="excel"']),
            (["1711911599", "1711998000"], ['date_format="unix", timezone="…"']),
            (["13 janvier 2024", "28 févr. 2024"], ['locale="fr"', 'locale="ht"']),
            (["20240113101112", "20240228101112"], ['date_format="%Y%m%d%H%M%S"']),
        ],
    )
    def test_each_setting_that_is_offered_reads_the_column(self, texts: list[str], expected: list[str]) -> None:
        assert self.advice(texts) == expected

    def test_where_two_readings_are_possible_both_are_offered(self) -> None:
        found = self.advice(["010203", "020304"])
        assert {'date_format="%y%m%d"', 'date_format="%d%m%y"', 'date_format="%m%d%y"'} <= set(found)

    @pytest.mark.parametrize("texts", [["1/13/24", "13/1/24", "x"], ["nonsense"], ["99/99/99"]])
    def test_where_nothing_reads_the_column_nothing_is_offered(self, texts: list[str]) -> None:
        assert self.advice(texts) == []


class TestBothOrders:
    """Dates of which a spreadsheet has turned those that it could."""

    @staticmethod
    def days(first: int, last: int, *, turned: bool) -> dict[int, int]:
        """Return rows of each day of some months of 2024; with days up to 12 read in the other order."""
        found: dict[int, int] = {}
        for month in range(first, last + 1):
            for day in range(1, 29):
                at = number(date(2024, day, month)) if turned and day <= 12 else number(date(2024, month, day))
                found[at] = found.get(at, 0) + 2
        return found

    def test_rows_that_were_turned_are_counted(self) -> None:
        # Those that fall into the months of the others, and a month around them, cannot be seen.
        assert of_both_orders(self.days(1, 6, turned=True)) == sum(2 for m in range(1, 7) for d in range(8, 13))

    @pytest.mark.parametrize(("first", "last"), [(1, 6), (1, 12), (7, 7), (3, 11)])
    def test_other_days_are_not(self, first: int, last: int) -> None:
        assert of_both_orders(self.days(first, last, turned=False)) == 0

    def test_a_year_of_days_does_not_show_it(self) -> None:
        assert of_both_orders(self.days(1, 12, turned=True)) == 0

    def test_days_that_stay_outside_are_of_no_other_order(self) -> None:
        rows = self.days(1, 3, turned=False) | {number(date(2024, 9, day)): 9 for day in (1, 2, 3)}
        assert of_both_orders(rows) == 27
        assert of_both_orders(rows | {number(date(2024, 9, 9)): 3}) == 0


def test_an_exact_format_is_used_instead_of_all_others() -> None:
    assert DateReader(exact="%y%m%d").transaction("160802") == (number(date(2016, 8, 2)), None)
    assert DateReader(exact="%y%m%d").transaction("970802") == (number(date(1997, 8, 2)), None)
    assert DateReader(exact="%d%m%y %H%M").transaction("020816 0905") == (number(date(2016, 8, 2)), 32700)
    assert DateReader(exact="%y%m%d").transaction("2/8/16") is None


class TestBirth:
    PLACEHOLDERS = ("1800-01-01", "1990-01-01")

    def read(self, text: str, exact: str = "") -> Birth:
        return DateReader(exact=exact).birth(text, self.PLACEHOLDERS)

    @pytest.mark.parametrize("text", ["1/1/1800", "01-01-1800", "1800-01-01", "1/1/1990", "31/12/1900", "5/5/1850"])
    def test_placeholders_and_the_far_past_mean_unknown(self, text: str) -> None:
        assert self.read(text).state == "placeholder"

    @pytest.mark.parametrize("text", ["1/1/1901", "2/1/1990", "1/1/90", "1/1/00"])
    def test_other_days_are_known(self, text: str) -> None:
        assert self.read(text).state == "known"

    @pytest.mark.parametrize("text", ["", "31/2/1990", "nan", "x"])
    def test_unreadable_is_no_day(self, text: str) -> None:
        assert self.read(text) == Birth(None, None, False, "unreadable")

    def test_two_digits_give_both_centuries(self) -> None:
        born = self.read("10/1/94")
        assert (born.day, born.day_century_before) == (number(date(2094, 1, 10)), number(date(1994, 1, 10)))
        assert born.two_digit

    def test_four_digits_give_one(self) -> None:
        born = self.read("10/1/1994")
        assert (born.day, born.day_century_before, born.two_digit) == (number(date(1994, 1, 10)),) * 2 + (False,)

    def test_29_february_without_a_day_a_century_before(self) -> None:
        born = self.read("29/2/00")
        assert born.day == born.day_century_before == number(date(2000, 2, 29))

    def test_the_exact_format_of_the_transactions_serves_births_too(self) -> None:
        born = self.read("940110", "%y%m%d")
        assert (born.day_century_before, born.two_digit) == (number(date(1994, 1, 10)), True)
        assert self.read("10/1/94", "%y%m%d") == self.read("10/1/94")


@PROPERTY
@given(st.dates(date(1900, 1, 1), date(2016, 1, 1)), st.integers(0, 40_000))
def test_age_is_completed_years(born: date, later: int) -> None:
    today = born + timedelta(days=later)
    age = days.age_in_years(number(born), number(today))
    assert age == sum(
        (year, born.month, born.day) <= (today.year, today.month, today.day)
        for year in range(born.year + 1, today.year + 1)
    )
