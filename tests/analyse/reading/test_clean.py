import random
import shlex
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.analyse.private.run_record import rejected_csv
from generator.analyse.values.days import day_number, iso
from generator.errors import ConfigError, QualityError
from tests.support.banks import (
    AMOUNT,
    BALANCE,
    BIRTH,
    CUSTOMER,
    DATE,
    GENDER,
    HEAD,
    ID,
    PLACE,
    TIME,
    Cleaning,
    Row,
    bank,
    changed,
    cleaning,
    everywhere,
    one_time_customers,
    put,
    text,
)

ROWS = bank(200)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def read_as(path: Path, column: int, values: Sequence[str], expression: str, *assignments: str) -> list[object]:
    """Write values into one column, a row each, and return an expression of each row; the reason of a rejected one."""
    rows = [changed([row], 0, column, value)[0] for row, value in zip(bank(len(values)), values, strict=True)]
    filler = [[*row[:ID], f"F{i}", *row[ID + 1 :]] for i, row in enumerate(ROWS)]
    put(path, text([*rows, *filler]))
    with cleaning(path, *assignments) as found:
        known = dict(found.engine.rows(f"select location, {expression} from accepted"))
        return [known[i] if i in known else reasons(found)[i] for i in range(len(values))]


def reasons(found: Cleaning) -> dict[int, str]:
    return dict(found.engine.rows("select location, reason from judged where reason is not null"))


def flags(path: Path) -> dict[str, int]:
    with cleaning(path) as found:
        return {name: n for name, n in found.cleaned.flags.items() if n}


def test_a_clean_file_is_accepted_whole(path: Path) -> None:
    with cleaning(put(path, text(ROWS))) as found:
        account = found.cleaned
        assert (account.read, account.accepted, account.rejected, found.rejected) == (200, 200, {}, ())
        assert account.spend_paise == sum(round(float(row[AMOUNT]) * 100) for row in ROWS)
        dates = sorted(date(*map(int, row[DATE].split("-")[::-1])) for row in ROWS)
        assert (account.first_day, account.last_day) == tuple(day_number(d.year, d.month, d.day) for d in dates[::199])
        assert account.distinct_days == len(set(dates))
        assert not any(account.flags.values())
        assert found.column("customer_id") == [row[CUSTOMER] for row in ROWS]
        assert found.column("paise") == [round(float(row[AMOUNT]) * 100) for row in ROWS]


class TestAmounts:
    def test_are_hundredths_however_they_are_written(self, path: Path) -> None:
        written = {
            "25": 2500, "25.5": 2550, "0": 0, "0.005": 1, "0.0049": 0, " 1,23,456.78 ": 12345678, "1e3": 100000,
            "₹ 1,250.50": 125050, "Rs. 99": 9900, "INR 99.9": 9990, "1\u202f250.50": 125050, "1'250.50": 125050,
            "+7": 700, "25.": 2500, ".5": 50, "90000000000000000": 9 * 10**18, "-0": 0,
        }  # fmt: skip
        assert read_as(path, AMOUNT, list(written), "paise") == list(written.values())

    def test_what_is_no_amount_of_this_bank_is_rejected_by_reason(self, path: Path) -> None:
        amount = ["", "nan", "1.2.3", "--5", "1e30", "9" * 400, "n/a", "abc", "None"]
        assert read_as(path, AMOUNT, amount, "paise") == ["amount"] * len(amount)
        currency = ["$25", "25 EUR", "£1,250.50", "USD 5"]
        assert read_as(path, AMOUNT, currency, "paise") == ["currency"] * len(currency)

    def test_another_currency_of_the_bank_is_its_own(self, path: Path) -> None:
        assert read_as(path, AMOUNT, ["€ 25", "25 EUR", "₹ 25"], "paise", 'currency="EUR"') == [2500, 2500, "currency"]

    def test_a_decimal_comma_is_found(self, path: Path) -> None:
        with cleaning(put(path, text(ROWS))) as found:
            expected = found.column("paise"), found.column("balance_paise")
        rows = [
            [value.replace(".", ",") if i in (AMOUNT, BALANCE) else value for i, value in enumerate(r)] for r in ROWS
        ]
        put(path, text(rows, delimiter=";"))
        for assignment in ((), ('decimal=","',)):
            with cleaning(path, *assignment) as found:
                assert (found.column("paise"), found.column("balance_paise")) == expected

    def test_each_is_read_by_the_mark_that_it_proves(self, path: Path) -> None:
        written = {
            "12,50": 1250, "1.234,56 ₹": 123456, "-1 234,5": -123450, "(25.50)": -2550, "25.50-": -2550, "9 CR": 900,
            "1.5E+3": 150000, "1e-05": 0, "0.263": 26, "1234.567": 123457, "₹1.00499": 100, "1.00499": 100,
            "१२,३४५.५०": 1234550, "99 Dr": -9900, "1,23,456": 12345600,
        }  # fmt: skip
        read = read_as(path, AMOUNT, list(written), "paise", 'spend="positive"')
        assert read == [value if value >= 0 else "not_spend" for value in written.values()]

    def test_what_contradicts_the_mark_that_is_set_is_rejected(self, path: Path) -> None:
        assert read_as(path, AMOUNT, ["12,50", "1.234,5", "12,345"], "paise", 'decimal="."') == [
            "amount",
            "amount",
            1234500,
        ]
        put(path, text([*everywhere(ROWS, AMOUNT, "1,5"), *everywhere(one_time_customers(1, 9), AMOUNT, "2.5")]))
        with cleaning(path, 'decimal=","', 'columns.balance=""') as found:
            assert (found.cleaned.rejected, found.cleaned.examples) == ({"amount": 1}, {"amount": ("9.9",)})

    def test_an_open_amount_stops_the_run_with_both_readings_and_no_value(self, path: Path) -> None:
        put(path, text(everywhere(everywhere(ROWS, AMOUNT, "25,731"), BALANCE, "7")))
        with pytest.raises(QualityError, match="no other amount decides") as error, cleaning(path):
            pass
        assert "Is 99,999 the whole number 99999, or 99 and three decimals?" in error.value.message
        assert "25" not in error.value.message.replace("200", "")
        assert 'decimal="."\' reads 99999' in (error.value.hint or "")
        for mark, value in ((".", 2573100), (",", 2573)):
            with cleaning(path, f'decimal="{mark}"') as found:
                assert set(found.column("paise")) == {value}

    def test_an_open_amount_among_marks_that_disagree_stops_the_run(self, path: Path) -> None:
        rows = changed(changed(changed(ROWS, 5, AMOUNT, "12,50"), 6, AMOUNT, "12,345"), 7, AMOUNT, "1.5")
        with pytest.raises(QualityError, match="other amounts disagree"), cleaning(put(path, text(rows))):
            pass

    def test_a_column_decides_what_is_open_in_it(self, path: Path) -> None:
        for proof, open_one, value in (
            ("1.234.567", "12.345", 1234500), ("1.234,56", "12.345", 1234500), ("0,263", "12,345", 1235),
            ("1,23,456", "12,345", 1234500), ("1.2345", "12.345", 1235), ("12.5", "12,345", 1234500),
        ):  # fmt: skip
            rows = everywhere(everywhere(ROWS, AMOUNT, proof), BALANCE, "")
            with cleaning(put(path, text(changed(rows, 3, AMOUNT, open_one)))) as found:
                assert found.column("paise")[3] == value, (proof, open_one)

    @pytest.mark.parametrize(
        ("amount", "mention", "hint"),
        [("25 EUR", "currency 200 (such as 99 EUR)", 'currency="EUR"'),
         ("1.2.3", "amount 200 (such as 9.9.9)", "columns.amount"),
         ("25.-", "amount 200 (such as 99.-)", "columns.amount"),
         ("Anna 5", "currency 200 (such as aaaa 9)", "columns.amount")],
    )  # fmt: skip
    def test_a_file_without_a_readable_amount_says_how_they_are_written(
        self, path: Path, amount: str, mention: str, hint: str
    ) -> None:
        with pytest.raises(QualityError) as error, cleaning(put(path, text(everywhere(ROWS, AMOUNT, amount)))):
            pass
        assert mention in error.value.message
        assert hint in (error.value.hint or "")

    @pytest.mark.parametrize("kind", ["float64", "float32", "decimal"])
    def test_numbers_of_a_parquet_file_are_never_open(self, path: Path, kind: str) -> None:
        """Their mark is a point by type; a text file beside it decides nothing for them, nor they for it."""
        frame = pd.DataFrame(everywhere(ROWS, BALANCE, ""), columns=HEAD)
        number = Decimal("12.345") if kind == "decimal" else np.dtype(kind).type(12.345)
        frame["TransactionAmount (INR)"] = pd.Series([number] * 200)
        frame.to_parquet(path.parent / "b.parquet")
        for assignment in ((), ('decimal=","',)):
            with cleaning(path.parent / "b.parquet", *assignment) as found:
                assert set(found.column("paise")) == {1235}
        put(path, text(everywhere(everywhere(ROWS, ID, ""), AMOUNT, "1.234.567")))
        with cleaning(path.parent, 'columns.transaction=""') as found:
            assert sorted(set(found.column("paise"))) == [1235, 123456700]

    def test_amounts_in_another_currency_decide_nothing_where_a_column_sets_them_aside(self, path: Path) -> None:
        rows = [[*row, "KWD" if i % 2 else "INR"] for i, row in enumerate(everywhere(ROWS, BALANCE, ""))]
        rows = [changed([row], 0, AMOUNT, "12,345" if row[-1] == "KWD" else "25")[0] for row in rows]
        put(path, text(rows, [*HEAD, "Cur"]))
        with cleaning(path, 'columns.currency="Cur"') as found:
            assert found.cleaned.rejected == {"currency": 100}

    @pytest.mark.parametrize(
        ("currency", "written"),
        [
            ("EUR", {"-1.234,56 €": -123456, "12,50 €": 1250, "1.234,56\u00a0EUR": 123456, "eur 7": 700}),
            ("IDR", {"1.234.567": 123456700, "377.123": 37712300, "Rp 25.000": 2500000}),
            ("PLN", {"20,25 zł": 2025, "1\u00a0250,5 PLN": 125050}),
            ("NGN", {"₦25,000.50": 2500050, "₦25,000": 2500000}),
            ("CHF", {"CHF 1’234.50": 123450, "1'234.567": 123457}),
        ],
    )
    def test_each_currency_with_its_signs_and_marks(self, path: Path, currency: str, written: dict[str, int]) -> None:
        put(
            path,
            text([changed([row], 0, AMOUNT, value)[0] for row, value in zip(bank(len(written)), written, strict=True)]),
        )
        spend = {True: "negative", False: "positive"}[min(written.values()) < 0]
        assignments = f'currency="{currency}"', f'spend="{spend}"', 'columns.balance=""'
        with cleaning(path, *assignments) as found:
            rows = found.engine.rows("select signed_paise from judged order by location")
            assert [value for (value,) in rows] == list(written.values())

    def test_a_sum_beyond_64_bits_is_no_traceback(self, path: Path) -> None:
        with cleaning(put(path, text(everywhere(ROWS, AMOUNT, "9e16")))) as found:
            assert found.cleaned.spend_paise == 200 * 9 * 10**18


SIGNED = [changed([row], 0, AMOUNT, f"-{row[AMOUNT]}" if i % 2 else row[AMOUNT])[0] for i, row in enumerate(ROWS)]


class TestRoundedAmounts:
    @pytest.mark.parametrize("amount", ["1.23E+06", "1E+05", "-1,23E+04", "1.23457E+11"])
    def test_what_a_spreadsheet_has_rounded_stops_the_run(self, path: Path, amount: str) -> None:
        put(path, text([*changed(ROWS[:1], 0, AMOUNT, amount), *ROWS[1:]]))
        with (
            pytest.raises(QualityError, match=r"such as 9\.99E\+99: 1; a spreadsheet has rounded them") as error,
            cleaning(path),
        ):
            pass
        assert amount not in error.value.format_message()
        [said] = [word for word in shlex.split(error.value.hint or "") if word.startswith("columns.amount=")]
        with cleaning(path, said, 'spend="positive"') as found:
            assert found.cleaned.accepted >= len(ROWS) - 1

    @pytest.mark.parametrize("amount", ["1.2345678E7", "1.23456789E+06", "1.25E+02", "1e+05", "12345.67"])
    def test_what_has_all_its_digits_does_not(self, path: Path, amount: str) -> None:
        with cleaning(put(path, text([*changed(ROWS[:1], 0, AMOUNT, amount), *ROWS[1:]]))) as found:
            assert found.cleaned.accepted == len(ROWS)


class TestSigns:
    def test_negative_amounts_stop_the_run_with_their_number_and_none_of_them(self, path: Path) -> None:
        with pytest.raises(QualityError) as error, cleaning(put(path, text(SIGNED))):
            pass
        assert error.value.message == "Amounts that are negative: 100."
        assert "spend=" in (error.value.hint or "")

    @pytest.mark.parametrize(("spend", "kept"), [("negative", 1), ("positive", 0)])
    def test_a_setting_says_which_are_spend(self, path: Path, spend: str, kept: int) -> None:
        with cleaning(put(path, text(SIGNED)), f'spend="{spend}"') as found:
            assert found.column("paise") == [round(float(row[AMOUNT]) * 100) for row in ROWS[kept::2]]
            assert found.cleaned.rejected == {"not_spend": 100}
            assert found.rejected == ()

    def test_a_direction_column_with_its_debit_values(self, path: Path) -> None:
        words = ["D", "c", " dr ", "", "Debit"]
        put(path, text([[*row, words[i % 5]] for i, row in enumerate(SIGNED)], [*HEAD, "Dir"]))
        with cleaning(path, 'columns.direction="Dir"') as found:
            assert found.cleaned.accepted == 120
            assert found.column("location") == [i for i in range(200) if i % 5 not in (1, 3)]
            assert found.column("paise") == [
                round(float(ROWS[i][AMOUNT]) * 100) for i in range(200) if i % 5 not in (1, 3)
            ]
        with cleaning(path, 'columns.direction="Dir"', 'debit=["C"]') as found:
            assert found.cleaned.accepted == 40

    def test_a_currency_column_filters_the_others(self, path: Path) -> None:
        put(path, text([[*row, ["INR", "USD", "inr", ""][i % 4]] for i, row in enumerate(ROWS)], [*HEAD, "Cur"]))
        with cleaning(path, 'columns.currency="Cur"') as found:
            assert found.cleaned.rejected == {"currency": 50}


class TestDates:
    def test_too_many_unreadable_dates_stop_the_run_with_their_shapes_and_a_hint(self, path: Path) -> None:
        rows = [changed([row], 0, DATE, f"99-{i}-2016")[0] if i in (3, 4, 5, 6) else row for i, row in enumerate(ROWS)]
        with pytest.raises(QualityError) as error, cleaning(put(path, text(rows))):
            pass
        assert error.value.message == (
            "4 of 200 transaction dates cannot be read (day first). They are written as 99-9-9999 "
            "(9 is a digit, a is a letter)."
        )
        assert error.value.hint == (
            "No usual format reads the whole column. If all dates are written alike, give the exact format, such as "
            "--set 'date_format=\"%d.%m.%y\"'; if some are no dates, remove these rows."
        )

    def test_one_percent_is_still_rejected_row_by_row(self, path: Path) -> None:
        rows = changed(changed(ROWS, 3, DATE, "x"), 4, DATE, "")
        with cleaning(put(path, text(rows))) as found:
            assert found.cleaned.rejected == {"date": 2}

    def test_month_first_has_to_be_said(self, path: Path) -> None:
        rows = [changed([row], 0, DATE, "{1}/{0}/{2}".format(*row[DATE].split("-")))[0] for row in ROWS]
        put(path, text(rows))
        with pytest.raises(QualityError, match="day first") as error, cleaning(path):
            pass
        assert error.value.hint == "The whole column can be read with --set 'date_order=\"mdy\"'."
        with cleaning(put(path, text(rows)), 'date_order="mdy"') as found:
            days = found.column("day")
        with cleaning(put(path, text(ROWS))) as found:
            assert found.column("day") == days

    @pytest.mark.parametrize(
        ("written", "orders"),
        [
            ("{m}/1/2016", "dmy mdy"),
            ("0{m}/01/2016", "dmy mdy"),
            ("16/08/{d:02}", "dmy ymd"),
            ("3/{m}/2016", "dmy mdy"),
        ],
    )
    def test_dates_that_fit_two_orders_stop_the_run_until_one_is_set(
        self, path: Path, written: str, orders: str
    ) -> None:
        rows = [
            changed([row], 0, DATE, written.format(m=1 + i % 9, d=1 + i % 26))[0] for i, row in enumerate(ROWS)
        ]  # fmt: skip
        put(path, text(rows))
        with pytest.raises(QualityError, match=r"can be read in .* ways, and no date decides") as error, cleaning(path):
            pass
        assert [order for order in ("dmy", "mdy", "ymd") if order in (error.value.hint or "")] == orders.split()
        for order in orders.split():
            with cleaning(path, f'date_order="{order}"') as found:
                assert found.cleaned.accepted == len(ROWS)

    def test_an_order_that_stretches_the_window_over_years_is_none(self, path: Path) -> None:
        """02-08-16 to 26-08-16 may be years 2002 to 2026, read year first; nobody means that."""
        rows = [changed([row], 0, DATE, f"{1 + i % 26:02}-08-16")[0] for i, row in enumerate(ROWS)]
        with cleaning(put(path, text(rows))) as found:
            assert found.cleaned.last_day - found.cleaned.first_day == 25

    def test_an_exact_format_serves_transactions_and_births(self, path: Path) -> None:
        rows = [
            [f"{v[8:]}{v[3:5]}{v[:2]}" if i in (DATE, BIRTH) else v for i, v in enumerate(row)] for row in ROWS
        ]  # fmt: skip
        with cleaning(put(path, text(rows)), 'date_format="%y%m%d"') as found:
            read = found.column("day"), found.column("birth_day")
        with cleaning(put(path, text(ROWS))) as found:
            assert (found.column("day"), found.column("birth_day")) == read

    @pytest.mark.parametrize("day", ["01-08-1916", "01-08-2146", "01-08-2069", "02-08-2018"])
    def test_one_day_far_from_all_others_is_rejected_by_its_line(self, path: Path, day: str) -> None:
        with cleaning(put(path, text(changed(ROWS, 7, DATE, day)))) as found:
            assert found.cleaned.rejected == {"date_apart": 1}
            assert [(row.line, row.reason) for row in found.rejected] == [(9, "date_apart")]
            others = found.cleaned.first_day, found.cleaned.last_day
        with cleaning(put(path, text(ROWS[:7] + ROWS[8:]))) as found:
            assert (found.cleaned.first_day, found.cleaned.last_day) == others

    @pytest.mark.parametrize("day", ["01-08-1916", "01-08-2146", "01-08-2069"])
    def test_a_window_that_cannot_be_stops_the_run(self, path: Path, day: str) -> None:
        rows = changed(changed(ROWS, 0, DATE, day), 1, DATE, day)
        with pytest.raises(QualityError, match="implausible"), cleaning(put(path, text(rows))):
            pass

    def test_seconds_need_the_zone_of_the_bank(self, path: Path) -> None:
        put(path, text([changed([row], 0, DATE, str(1_470_100_000 + i * 3600))[0] for i, row in enumerate(ROWS)]))
        with pytest.raises(ConfigError, match="time zone of the bank") as wrong, cleaning(path, 'date_format="unix"'):
            pass
        assert "timezone" in (wrong.value.hint or "")
        with pytest.raises(QualityError) as error, cleaning(path):
            pass
        assert "--set 'date_format=\"unix\"' --set 'timezone=\"…\"'" in (error.value.hint or "")
        found = []
        for zone in ("UTC", "Asia/Kolkata"):
            with cleaning(path, 'date_format="unix"', f'timezone="{zone}"') as read:
                found.append(read.column("day"))
        assert found[0] != found[1]

    def test_times_order_rows_and_stop_nothing(self, path: Path) -> None:
        written = {
            "143207": 52327, "3207": 1927, "7": 7, "0": 0, "14:32:07": 52327, "14:32": 52320, "9:05": 32700,
            "143207.0": 52327, "": 0, "nan": 0, "x": 0, "12:30:5x": 0, "12:30:PM": 0, "999999": 0, "-5": 0, "9" * 60: 0,
            "2:05 PM": 50700, "02:05:09 pm": 50709, "12:05 AM": 300, "12:05PM": 43500, "11:59 p.m.": 86340,
            "2:05 AM": 7500, "2:05:01.5\u202fPM": 50701, "25:00": 0, "10:60": 0, "126161": 0, "235960": 0,
        }  # fmt: skip
        assert read_as(path, TIME, list(written), "second") == list(written.values())

    @pytest.mark.parametrize("form", ["{d:02}/{m:02}/{y}", "{y}-{m:02}-{d:02}"])
    def test_buddhist_years_stop_the_run_with_the_expression_that_reads_them(self, path: Path, form: str) -> None:
        rows = [
            [*row[:DATE], form.format(d=int(row[DATE][:2]), m=int(row[DATE][3:5]), y=2559 + i % 2), *row[DATE + 1 :]]
            for i, row in enumerate(ROWS)
        ]
        with (
            pytest.raises(QualityError, match="2559 to 2560, which is implausible") as error,
            cleaning(put(path, text(rows))),
        ):
            pass
        [said] = [word for word in shlex.split(error.value.hint or "") if word.startswith("columns.date=")]
        with cleaning(path, said) as found:
            assert found.cleaned.accepted == len(rows)
            assert (iso(found.cleaned.first_day)[:4], iso(found.cleaned.last_day)[:4]) == ("2016", "2017")

    def test_days_that_are_all_after_today_stop_the_run(self, path: Path) -> None:
        """Two-digit years of another calendar: 67 is 2024 in Thailand."""
        rows = [[*row[:DATE], f"{row[DATE][:6]}67", *row[DATE + 1 :]] for row in ROWS]
        with (
            pytest.raises(QualityError, match="All transactions seem to be after today, from 2067 to 2067"),
            cleaning(put(path, text(rows)), 'date_order="dmy"'),
        ):
            pass

    def test_dates_of_two_orders_stop_the_run(self, path: Path) -> None:
        def turned(i: int) -> str:
            day, month = i % 28 + 1, i % 4 + 1
            return f"{month:02}/{day:02}/2016" if day <= 12 else f"{day:02}/{month:02}/2016"

        rows = [[*row[:DATE], turned(i), *row[DATE + 1 :]] for i, row in enumerate(ROWS)]
        with (
            pytest.raises(QualityError, match="inside if day and month are swapped") as error,
            cleaning(put(path, text(rows)), 'date_order="dmy"'),
        ):
            pass
        [said] = [word for word in shlex.split(error.value.hint or "") if word.startswith("date_format=")]
        with cleaning(path, said) as found:
            assert found.cleaned.accepted == len(rows)

    def test_a_clock_time_beside_the_date_counts_where_there_is_no_time(self, path: Path) -> None:
        rows = changed(changed(ROWS, 5, TIME, ""), 5, DATE, "02-08-2016 14:32:07")
        with cleaning(put(path, text(rows))) as found:
            assert found.column("second")[5] == 52327


class TestWhoTheCustomerIs:
    def test_an_unknown_birth_stays_unknown_and_is_counted(self, path: Path) -> None:
        written = {
            "1/1/1800": "placeholder", "5/5/1899": "placeholder", "": "missing", "nan": "missing", "NULL": "missing",
            ".": "missing", "31/2/1990": "unreadable", "x": "unreadable", "1/1/2055": "future",
        }  # fmt: skip
        assert read_as(path, BIRTH, list(written), "birth_state") == list(written.values())
        assert flags(path) == {"dob_placeholder": 2, "dob_missing": 4, "dob_unreadable": 2, "dob_future": 1}
        assert set(read_as(path, BIRTH, list(written), "birth_day")) == {None}

    def test_the_rows_own_day_decides_the_century(self, path: Path) -> None:
        written = {
            "10/1/94": date(1994, 1, 10), "10/1/15": date(2015, 1, 10), "10/1/17": date(1917, 1, 10),
            "15-09-16": date(2016, 9, 15), "16-09-16": date(1916, 9, 16),
        }  # fmt: skip
        rows = [[*row[:BIRTH], text_, *row[BIRTH + 1 :]] for row, text_ in zip(bank(5), written, strict=True)]
        with cleaning(put(path, text(everywhere(rows, DATE, "15-09-2016")))) as found:
            assert found.column("birth_day") == [day_number(d.year, d.month, d.day) for d in written.values()]
            assert set(found.column("birth_state")) == {"known"}

    def test_no_customer_is_younger_than_the_transaction(self, path: Path) -> None:
        rows = changed(changed(ROWS[:50], 5, BIRTH, "29/2/00"), 5, DATE, "15-09-1999")
        with cleaning(put(path, text(changed(rows, 5, ID, "early"))), 'decimal="."') as found:
            assert found.column("birth_state")[5] == "future"
            assert found.column("birth_day")[5] is None

    def test_an_odd_gender_is_unknown(self, path: Path) -> None:
        written = {"M": "M", "f": "F", "Male": "M", "FEMALE": "F", " F ": "F", "T": "", "": "", "nan": "", "3": ""}
        assert read_as(path, GENDER, list(written), "gender") == list(written.values())
        assert flags(path) == {"gender_unknown": 4}

    def test_a_row_without_a_customer_is_rejected_and_an_odd_id_is_an_id(self, path: Path) -> None:
        none = ["", "nan", "NULL", "none", "."]
        odd = ["NULL1", "8" * 400, "nil2", "10", "Ünïted 7"]
        assert read_as(path, CUSTOMER, [*none, *odd], "customer_id") == ["customer"] * 5 + odd

    def test_a_missing_balance_is_not_zero(self, path: Path) -> None:
        assert read_as(path, BALANCE, ["", "nan", "NULL", ".", "0"], "balance_paise") == [None] * 4 + [0]
        assert flags(path) == {"balance_missing": 4}

    def test_places_are_in_capitals_with_single_spaces(self, path: Path) -> None:
        written = {
            " navi   mumbai\t": "NAVI MUMBAI", "": "", "nan": "", "NULL": "", ".": "", "Nanded": "NANDED",
            "straße": "STRASSE", "..": "..",
        }  # fmt: skip
        assert read_as(path, PLACE, list(written), "place_text") == list(written.values())
        assert flags(path) == {"location_missing": 4}

    def test_a_zero_amount_is_kept_and_counted(self, path: Path) -> None:
        assert read_as(path, AMOUNT, ["0.00", "0"], "paise") == [0, 0]
        assert flags(path) == {"amount_zero": 2}


@pytest.mark.parametrize("word", ["", ".", "NaN", "nat", "Null", "NONE"])
class TestWordsOfTools:
    def test_they_are_no_value_of_any_column(self, path: Path, word: str) -> None:
        for column, expression, missing in (
            (ID, "transaction_id", ""), (CUSTOMER, "customer_id", "customer"), (BIRTH, "birth_state", "missing"),
            (PLACE, "place_text", ""), (BALANCE, "balance_unreadable", False),
        ):  # fmt: skip
            assert read_as(path, column, [word], expression) == [missing], column

    @pytest.mark.parametrize(("column", "test"), [(GENDER, ""), (BALANCE, " or CustAccountBalance < 0")])
    def test_they_are_null_in_expressions(self, path: Path, word: str, column: int, test: str) -> None:
        put(
            path,
            text([changed([row], 0, column, word if i % 4 == 0 else row[column])[0] for i, row in enumerate(ROWS)]),
        )
        with cleaning(path, f'where="not ({HEAD[column]} is null{test})"', "most_rejected=1") as found:
            assert found.cleaned.rejected == {"where": 50}


class TestDuplicates:
    def test_the_first_in_order_of_time_stays(self, path: Path) -> None:
        twins = [changed([ROWS[5]], 0, DATE, day)[0] for day in ("03-10-2016", "02-10-2016", "04-10-2016")]
        rows = [*ROWS[:5], *twins, *ROWS[6:]]
        with cleaning(put(path, text(rows))) as found:
            assert found.cleaned.rejected == {"duplicate": 2}
            assert [(row.line, row.reason) for row in found.rejected] == [(7, "duplicate"), (9, "duplicate")]

    @pytest.mark.parametrize("column", [BIRTH, GENDER, BALANCE, PLACE, AMOUNT, CUSTOMER, TIME])
    def test_which_stays_does_not_depend_on_the_order_of_rows(self, path: Path, column: int) -> None:
        other = {BIRTH: "01-01-1960", GENDER: "X", BALANCE: "1", PLACE: "A", AMOUNT: "1", CUSTOMER: "C1", TIME: "1"}
        twin = changed([ROWS[5]], 0, column, other[column])[0]
        kept = []
        for rows in ([*ROWS, twin], [twin, *ROWS]):
            with cleaning(put(path, text(rows))) as found:
                kept.append(found.engine.rows(
                    "select second, place_text, paise, customer_id, gender, birth_day, balance_paise from accepted "
                    f"where transaction_id = '{twin[ID]}'"
                ))  # fmt: skip
        assert kept[0] == kept[1]
        assert len(kept[0]) == 1

    @pytest.mark.parametrize("word", ["", "NULL", "nan", "."])
    def test_rows_without_an_id_are_no_duplicates(self, path: Path, word: str) -> None:
        with cleaning(put(path, text(everywhere(ROWS, ID, word)))) as found:
            assert found.cleaned.accepted == 200

    def test_a_rejected_row_does_not_cost_its_twin(self, path: Path) -> None:
        rows = [*ROWS, changed([ROWS[5]], 0, AMOUNT, "x")[0]]
        with cleaning(put(path, text(rows))) as found:
            assert found.cleaned.rejected == {"amount": 1}


class TestLines:
    """Each rejected row is found on the line where an editor shows it."""

    def build(self, seed: int) -> tuple[list[str], list[tuple[int, str]]]:
        """Return lines of a file with faults of all kinds, blank lines and values of several lines."""
        dice = random.Random(seed)
        lines, expected = [",".join(HEAD)], []
        for row in bank(600, seed):
            kind = dice.choice(["fine"] * 12 + ["blank", "long", "few", "many", "amount", "customer", "quote", "two"])
            shown = ",".join(row)
            if kind == "blank":
                lines.append("")
            elif kind == "long":
                shown = shown.replace(row[PLACE], f'"{row[PLACE]}\n\nEAST ""B"" "')
            elif kind == "few":
                shown = ",".join(row[:4])
            elif kind == "many":
                shown += ",x,y"
            elif kind == "quote":
                shown = shown.replace(row[PLACE], f'"{row[PLACE]}" EAST')
            elif kind == "amount":
                shown = ",".join([*row[:-1], "none"])
            elif kind == "customer":
                shown = ",".join([row[0], "", *row[2:]])
            elif kind == "two":
                shown = ",".join([*row[:4], f'"{row[PLACE]}\n"', *row[5:-1], "none"])
            start = "\n".join(lines).count("\n") + 2
            reason = {"few": "fields", "many": "fields", "quote": "fields", "amount": "amount", "two": "amount"}
            if kind in reason or kind == "customer":
                expected.append((start, reason.get(kind, "customer")))
            lines.append(shown)
        return lines, expected

    @pytest.mark.parametrize(
        ("seed", "end", "encoding"),
        [(1, "\n", "utf-8"), (2, "\r\n", "utf-8"), (3, "\n", "utf-8-sig"), (4, "\r\n", "utf-16")],
    )
    def test_behind_broken_blank_and_long_ones(self, path: Path, seed: int, end: str, encoding: str) -> None:
        lines, expected = self.build(seed)
        put(path, (end.join("\n".join(lines).split("\n")) + end).encode(encoding))
        with cleaning(path, "most_rejected=1") as found:
            assert [(row.line, row.reason) for row in found.rejected] == expected
            assert found.cleaned.read == 600
            assert found.cleaned.accepted == 600 - len(expected)

    @pytest.mark.slow
    def test_in_a_large_file_read_by_several_threads(self, path: Path) -> None:
        lines = text(bank(60_000)).splitlines()
        expected = []
        for at in range(7, 60_000, 397):
            lines[at] = lines[at] + ",x" if at % 2 else lines[at].rsplit(",", 1)[0] + ",x"
            expected.append((at + 1, "fields" if at % 2 else "amount"))
        with cleaning(put(path, "\n".join(lines)), "threads=2") as found:
            assert [(row.line, row.reason) for row in found.rejected] == expected

    def test_in_a_folder_each_file_has_its_own(self, path: Path) -> None:
        put(path.parent / "a.csv", text(changed(ROWS[:100], 3, AMOUNT, "x")))
        put(path.parent / "b.csv", text(changed(ROWS[100:], 7, CUSTOMER, "")))
        with cleaning(path.parent) as found:
            assert [(row.file, row.line, row.reason) for row in found.rejected] == [
                ("a.csv", 5, "amount"), ("b.csv", 9, "customer"),
            ]  # fmt: skip

    def test_a_truncated_last_row(self, path: Path) -> None:
        with cleaning(put(path, text(ROWS)[:-30])) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (199, {"fields": 1})
            assert [(row.line, row.reason) for row in found.rejected] == [(201, "fields")]

    def test_a_stray_mark_in_a_plain_value_costs_no_row(self, path: Path) -> None:
        lines = text(ROWS).splitlines()
        lines[3] = lines[3].replace(ROWS[2][PLACE], 'PU"NE')
        lines[9] = ",".join([*ROWS[8][:-1], "x"])
        with cleaning(put(path, "\n".join(lines))) as found:
            assert [(row.line, row.reason) for row in found.rejected] == [(10, "amount")]

    def test_no_value_of_a_row_is_told(self, path: Path) -> None:
        lines, _ = self.build(4)
        with cleaning(put(path, "\n".join(lines)), "most_rejected=1") as found:
            told = rejected_csv(found.rejected)
        assert told.splitlines()[0] == "file,line,reason"
        for line in told.splitlines()[1:]:
            name, number, reason = line.split(",")
            assert name == "a.csv"
            assert number.isdigit()
            assert reason in {"fields", "amount", "customer"}


def hostile() -> Iterator[tuple[str, list[Row] | str]]:
    yield "amounts", everywhere(ROWS, AMOUNT, "1e30")
    yield "ids", everywhere(everywhere(ROWS, ID, "7" * 400), CUSTOMER, "8" * 400)
    yield "letters", everywhere(ROWS, PLACE, "\U0001f3e6" * 50)
    yield "sql", everywhere(everywhere(ROWS, PLACE, "'; drop table raw; --"), GENDER, "' or 1=1 --")
    yield "placeholders", everywhere(ROWS, PLACE, "@last_day $value {x}")
    yield "customers", everywhere(ROWS, CUSTOMER, "")
    yield "dates", everywhere(ROWS, DATE, "")
    yield "one", text(ROWS[:1])
    yield "names", text(ROWS) * 2


@pytest.mark.parametrize(("name", "data"), list(hostile()))
def test_odd_files_give_a_result_or_an_error_of_ours(path: Path, name: str, data: list[Row] | str) -> None:
    put(path, data if isinstance(data, str) else text(data))
    if name in {"amounts", "customers", "dates", "ids", "names"}:
        with pytest.raises(QualityError), cleaning(path):
            pass
        return
    with cleaning(path) as found:
        assert found.cleaned.accepted + sum(found.cleaned.rejected.values()) == found.cleaned.read
