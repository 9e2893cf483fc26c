"""Days of the data: which weekdays the bank books on, how many have rows, gaps, and whether recency is behaviour."""

import pandas as pd
import pytest

from generator.analyse.segments.calendar import Calendar, calendar_of, longest_gap_allowed, on_one_day, recency_basis

#: Day 4 of 1970, a Monday; 120 days from it.
MONDAY, DAYS = 4, 120


def rows(*, weekdays: str = "1111111", without: range = range(0), each: int = 100) -> dict[int, int]:
    window = range(MONDAY, MONDAY + DAYS)
    return {day: each for day in window if weekdays[(day - MONDAY) % 7] == "1" and day - MONDAY not in without}


def found(by_day: dict[int, int]) -> Calendar:
    return calendar_of(by_day, MONDAY, MONDAY + DAYS - 1)


def spread_out(days: int = 100) -> pd.Series:
    return pd.Series(10, index=range(days))


def test_every_day_with_rows() -> None:
    assert found(rows()) == Calendar(120, 120, 0)


def test_a_ledger_from_monday_to_friday_is_complete() -> None:
    calendar = found(rows(weekdays="1111100"))
    assert calendar == Calendar(86, 86, 0)
    assert recency_basis(calendar, spread_out()) == "behaviour"


def test_a_correction_on_a_saturday_makes_saturdays_no_working_days() -> None:
    by_day = rows(weekdays="1111100") | {MONDAY + 5: 3, MONDAY + 5 + 21: 1}
    assert found(by_day) == Calendar(86, 86, 0)
    # Half-days on every second Saturday are days on which the bank books.
    half = rows(weekdays="1111100") | {MONDAY + 5 + 14 * i: 1 for i in range(8)}
    assert found(half).working_days == 103


def test_a_ledger_of_mondays_is_complete_too() -> None:
    assert found(rows(weekdays="1000000")) == Calendar(18, 18, 0)


def test_holidays_in_a_working_week_are_missing_days() -> None:
    calendar = found(rows(weekdays="1111100", without=range(14, 21)))
    assert calendar == Calendar(86, 81, 5)
    assert recency_basis(calendar, spread_out()) == "behaviour"


def test_sparse_days_of_all_weekdays_are_sparse() -> None:
    by_day = {MONDAY + i: 1_000 if i in (0, 56) else 1 for i in range(0, DAYS, 3)}
    calendar = found(by_day)
    assert (calendar.working_days, calendar.with_rows) == (120, 40)
    assert recency_basis(calendar, spread_out()) == "sparse"


@pytest.mark.parametrize(("with_rows", "basis"), [(75, "behaviour"), (74, "sparse")])
def test_three_quarters_of_the_working_days_are_enough(with_rows: int, basis: str) -> None:
    assert recency_basis(Calendar(100, with_rows, 5), spread_out()) == basis


@pytest.mark.parametrize(("days", "longest"), [(30, 5), (82, 8.2), (120, 12), (365, 14)])
def test_a_gap_may_last_a_tenth_of_the_days_from_a_week_to_a_fortnight(days: int, longest: float) -> None:
    assert longest_gap_allowed(days) == pytest.approx(longest)
    assert recency_basis(Calendar(days, days - int(longest), int(longest)), spread_out()) == "behaviour"
    assert recency_basis(Calendar(days, days - int(longest) - 1, int(longest) + 1), spread_out()) == "gap"


def test_a_missing_month_is_a_gap_although_most_days_have_rows() -> None:
    year = {day: 10 for day in range(MONDAY, MONDAY + 365) if not 100 <= day < 130}
    calendar = calendar_of(year, MONDAY, MONDAY + 364)
    assert calendar.longest_gap == 30
    assert recency_basis(calendar, spread_out()) == "gap"


@pytest.mark.parametrize(("on_last_day", "basis"), [(110, "behaviour"), (111, "one_day")])
def test_a_tenth_of_customers_on_one_day_is_the_most(on_last_day: int, basis: str) -> None:
    last_seen = pd.Series([on_last_day, *[90] * 11], index=range(12))
    assert last_seen.sum() == 990 + on_last_day
    assert recency_basis(Calendar(120, 120, 0), last_seen) == basis


def test_a_segment_of_one_day_is_found() -> None:
    frame = pd.DataFrame({"segment": [0, 0, 1, 1], "recency": [0, 1, 5, 9], "n": [91, 9, 50, 50]})
    assert on_one_day(frame)
    assert not on_one_day(frame.assign(n=[90, 10, 50, 50]))


def test_no_rows_have_no_calendar() -> None:
    assert calendar_of({}, 0, -1) == Calendar(0, 0, 0)
