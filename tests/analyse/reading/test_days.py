from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyse.reading import days
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


def spell(day: date, pattern: str) -> str:
    return pattern.format(d=day.day, m=day.month, y=day.year, y2=f"{day.year % 100:02}", name=day.strftime("%b"))


@PROPERTY
@given(DAYS, st.sampled_from(SPELLINGS))
def test_every_spelling_of_a_day_is_the_same_day(day: date, pattern: str) -> None:
    found = days.transaction_day(spell(day, pattern), "dmy")
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
    found = days.transaction_day(text, order)
    assert found is not None
    assert found[0] == number(expected)


@pytest.mark.parametrize(
    "text",
    ["", " ", "2/13/16", "31/4/16", "29/2/15", "0/1/16", "1/0/16", "2/8", "2/8/216", "2/8/20161", "2-8/16", "nan", "16",
     "160802", "2016-08", "12 Foo 2016", "٢/٨/16", "2/8/16 x", "2016-08-02 25", "−2/8/16", "2/8/16/1"],
)  # fmt: skip
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert days.transaction_day(text, "dmy") is None


@PROPERTY
@given(st.text(max_size=20), st.sampled_from(["dmy", "mdy", "ymd"]), st.sampled_from(["", "%y%m%d", "%d.%m.%Y"]))
def test_no_text_breaks_the_reader(text: str, order: str, exact: str) -> None:
    found = days.transaction_day(text, order, exact)
    assert found is None or isinstance(found[0], int)
    assert days.birth(text, order, ["1800-01-01"], exact).state in ("known", "placeholder", "unreadable")


@pytest.mark.parametrize(
    ("text", "second"),
    [("2/8/16", None), ("2/8/16 14:32", 52320), ("2/8/16 14:32:07", 52327), ("2/8/16 02:32:07 PM", 52327),
     ("2/8/16 12:00 AM", 0), ("2/8/16 12:00 pm", 43200), ("2016-08-02T14:32:07.9+05:30", 52327)],
)  # fmt: skip
def test_a_clock_time_beside_the_date_is_read(text: str, second: int | None) -> None:
    found = days.transaction_day(text, "dmy")
    assert found == (number(date(2016, 8, 2)), second)


def test_an_exact_format_is_used_instead_of_all_others() -> None:
    assert days.transaction_day("160802", "dmy", "%y%m%d") == (number(date(2016, 8, 2)), None)
    assert days.transaction_day("970802", "dmy", "%y%m%d") == (number(date(1997, 8, 2)), None)
    assert days.transaction_day("020816 0905", "dmy", "%d%m%y %H%M") == (number(date(2016, 8, 2)), 32700)
    assert days.transaction_day("2/8/16", "dmy", "%y%m%d") is None


class TestBirth:
    PLACEHOLDERS = ("1800-01-01", "1990-01-01")

    def read(self, text: str, exact: str = "") -> days.Birth:
        return days.birth(text, "dmy", self.PLACEHOLDERS, exact)

    @pytest.mark.parametrize("text", ["1/1/1800", "01-01-1800", "1800-01-01", "1/1/1990", "31/12/1900", "5/5/1850"])
    def test_placeholders_and_the_far_past_mean_unknown(self, text: str) -> None:
        assert self.read(text).state == "placeholder"

    @pytest.mark.parametrize("text", ["1/1/1901", "2/1/1990", "1/1/90", "1/1/00"])
    def test_other_days_are_known(self, text: str) -> None:
        assert self.read(text).state == "known"

    @pytest.mark.parametrize("text", ["", "31/2/1990", "nan", "x"])
    def test_unreadable_is_no_day(self, text: str) -> None:
        assert self.read(text) == days.Birth(None, None, False, "unreadable")

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
