"""Expressions on every form of source: below other lines, by position, in folders, in typed columns and in moments."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.errors import ConfigError, QualityError, SourceError
from tests.support.banks import AS_IS, analysed, cleaning, put, settings

TITLES = ["Customer", "Booked", "Town", "Quantity", "Unit_Price", "Status"]
COLUMNS = ('columns.customer="Customer"', 'columns.date="Booked"', 'columns.place="Town"', AS_IS)
AMOUNT = "columns.amount='Quantity * Unit_Price'"
PAID = "where=\"Status = 'Paid' and Quantity > 0\""


def _row(i: int) -> list[str]:
    day = f"2016-08-{i % 28 + 1:02}"
    return [f"K{i % 40}", day, ("Brno", "Praha")[i % 2], str(i % 5), f"{i}.25", "Void" if i % 3 == 2 else "Paid"]


ROWS = [_row(i) for i in range(240)]
SPENT = int(sum(Decimal(row[3]) * Decimal(row[4]) for row in ROWS if row[5] == "Paid") * 100)
LEFT_OUT = sum(row[5] != "Paid" or row[3] == "0" for row in ROWS)


def put_rows(path: Path, mark: str, above: Sequence[str] = (), rows: Sequence[Sequence[str]] = ROWS) -> Path:
    return put(path, "\n".join([*above, *(mark.join(row) for row in rows)]) + "\n")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", "  "])
def test_below_other_lines(tmp_path: Path, mark: str) -> None:
    above = ["Bank of Nowhere: Status report", "", "Customer;Booked;Amount in CZK", "1,2,3,4,5,6,7,8,9,10"]
    path = put_rows(tmp_path / "a.txt", mark, [*above, mark.join(TITLES)])
    with cleaning(path, *COLUMNS, AMOUNT, PAID) as found:
        assert found.cleaned.spend_paise == SPENT
        assert found.cleaned.rejected == {"where": LEFT_OUT}


def test_rejected_rows_keep_their_lines_below_other_lines(tmp_path: Path) -> None:
    rows = [*ROWS, ["K1", "2016-08-01", "Brno", "n", "1.25", "Paid"], ["too", "short"]]
    path = put_rows(tmp_path / "a.csv", ";", ["Report", "", ";".join(TITLES)], rows)
    with cleaning(path, *COLUMNS, AMOUNT, PAID) as found:
        assert [(row.line, row.reason) for row in found.rejected] == [(244, "where_unread"), (245, "fields")]


def test_a_title_like_an_expression_is_a_title_between_blanks(tmp_path: Path) -> None:
    titles = ["Customer", "Booked", "Town", "Unit-Price", "Tax", "Status"]
    path = put_rows(tmp_path / "a.txt", " ", ["A report of all prices", " ".join(titles)])
    with cleaning(path, *COLUMNS, 'columns.amount="Unit-Price"') as found:
        assert found.cleaned.spend_paise == sum(int(row[3]) for row in ROWS) * 100


class TestByPosition:
    NAMED = ('columns.customer="1"', 'columns.date="2"', 'columns.place="3"', "header=false", AS_IS)
    AMOUNT = """columns.amount='"4" * "5"'"""
    PAID = '''where="""\\"6\\" = 'Paid' and \\"4\\" > 0"""'''

    @pytest.mark.parametrize("mark", [",", ";", "|", "^", " "])
    def test_columns_have_double_quotes(self, tmp_path: Path, mark: str) -> None:
        path = put_rows(tmp_path / "a.txt", mark)
        with cleaning(path, *self.NAMED, self.AMOUNT, self.PAID) as found:
            assert found.cleaned.spend_paise == SPENT
            assert found.cleaned.rejected == {"where": LEFT_OUT}

    def test_they_are_among_those_that_every_row_must_have(self, tmp_path: Path) -> None:
        path = put_rows(tmp_path / "a.csv", ",", rows=[row[:5] for row in ROWS])
        found = cleaning(path, *self.NAMED, self.AMOUNT, self.PAID)
        with pytest.raises(SourceError, match="the 6 columns that are named"), found:
            pass

    @pytest.mark.parametrize(
        "where", ["6 = 'Paid'", "4 > 0", "'6' = 'Paid'", "4 > 0 and \"6\" = 'Paid'", "6 in (1, 2)", "4 is not null"]
    )
    def test_a_position_without_quotes_is_no_constant(self, tmp_path: Path, where: str) -> None:
        path = put_rows(tmp_path / "a.csv", ",")
        found = cleaning(path, *self.NAMED, self.AMOUNT, f"where='''{where}'''")
        with pytest.raises(ConfigError) as raised, found:
            pass
        assert "quotes" in raised.value.format_message()

    @pytest.mark.parametrize("amount", ["4 * 5", "Quantity * Price"])
    def test_a_computed_column_names_positions_too(self, amount: str) -> None:
        with pytest.raises(ConfigError, match="in an expression, each in double quotes"):
            settings(*self.NAMED, f'columns.amount="{amount}"')

    def test_a_name_is_missing(self, tmp_path: Path) -> None:
        path = put_rows(tmp_path / "a.csv", ",")
        found = cleaning(path, *self.NAMED, self.AMOUNT, "where=\"Status = 'Paid'\"")
        with pytest.raises(SourceError, match=r"missing column\(s\): Status \(where\)") as raised, found:
            pass
        assert "K1" not in raised.value.format_message()
        assert 'such as "5"' in str(raised.value.hint)


def test_a_number_alone_is_no_column_and_no_amount(tmp_path: Path) -> None:
    path = put_rows(tmp_path / "a.csv", ",", [",".join(TITLES)])
    with pytest.raises(ConfigError, match="names no column"), cleaning(path, *COLUMNS, 'columns.amount="4 * 5"'):
        pass


def test_columns_of_folders_are_computed_and_compared(tmp_path: Path) -> None:
    for status in ("Paid", "Void"):
        for year in ("2015", "2016"):
            folder = tmp_path / f"Status={status}" / f"year={year}"
            folder.mkdir(parents=True)
            rows = [[row[0], row[1][5:], *row[2:5]] for row in ROWS if row[5] == status]
            put_rows(folder / "a.csv", ",", ["Report", ",".join(TITLES[:5])], rows)
    chosen = ("columns.date=\"year || '-' || Booked\"", PAID.replace(" and", " and year = '2016' and"))
    with cleaning(tmp_path, *COLUMNS, AMOUNT, *chosen) as found:
        assert found.cleaned.spend_paise == SPENT
        assert found.cleaned.rejected == {"where": len(ROWS) + LEFT_OUT}
        assert found.cleaned.last_day - found.cleaned.first_day == 27


def test_columns_of_numbers_in_a_database_are_numbers(tmp_path: Path) -> None:
    """A mark for decimals says nothing of them; nor do three decimals have to be explained."""
    frame = pd.DataFrame(ROWS, columns=TITLES).astype({"Quantity": "int64", "Unit_Price": "float64"})
    frame["Unit_Price"] += 0.125
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.register("rows", frame)
        connection.execute("create table bank as select * from rows")
    frame.to_parquet(tmp_path / "a.parquet")
    exact = sum(Decimal(row[3]) * (Decimal(row[4]) + Decimal("0.125")) for row in ROWS if row[5] == "Paid")
    for name in ("a.duckdb", "a.parquet"):
        for decimal in ("auto", ","):
            run = analysed(tmp_path / name, *COLUMNS, AMOUNT, PAID, f'decimal="{decimal}"', 'currency="KWD"')
            assert run.record["spend_paise"] == int(exact * 1000)
            assert run.record["rows"]["rejected"] == {"where": LEFT_OUT}


class TestMoments:
    @pytest.fixture(params=["parquet", "duckdb"])
    def path(self, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
        path = tmp_path / f"a.{request.param}"
        columns = dict(zip(TITLES, map(list, zip(*ROWS, strict=True)), strict=True))
        # Half past one at night in Kolkata is the day before in UTC.
        at = [datetime.fromisoformat(row[1]).replace(tzinfo=UTC) - timedelta(hours=4) for row in ROWS]
        table = pa.table(columns | {"At": pa.array(at, pa.timestamp("us", "UTC"))})
        if request.param == "parquet":
            pq.write_table(table, path)
        else:
            with duckdb.connect(str(path)) as connection:
                connection.register("rows", table)
                connection.execute("create table bank as select * from rows")
        return path

    @pytest.mark.parametrize("chosen", ['columns.date="left(At, 10)"', "where=\"left(At, 7) = '2016-08'\""])
    def test_their_days_are_those_of_the_bank(self, path: Path, chosen: str) -> None:
        run = analysed(path, *COLUMNS, AMOUNT, chosen, 'timezone="Asia/Kolkata"')
        assert (run.release.window.first, run.release.window.last) == ("2016-08-01", "2016-08-28")
        assert run.record["rows"]["rejected"] == {}
        with pytest.raises(SourceError, match="the column At holds moments in UTC") as raised:
            analysed(path, *COLUMNS, AMOUNT, chosen)
        assert "timezone" in str(raised.value.hint)


@pytest.mark.parametrize(
    ("currency", "price", "amount"),
    [
        ("KWD", "1.234", 3702), ("KWD", "0.0005", 2), ("TND", "1.2345", 3704), ("INR", "1.234", 370),
        ("JPY", "1.234", 370), ("CLF", "1.00009", 30_003),
    ],
)  # fmt: skip
def test_computed_amounts_have_the_smallest_unit_of_the_currency(
    tmp_path: Path, currency: str, price: str, amount: int
) -> None:
    rows = [[*row[:3], "3", price, "Paid"] for row in ROWS]
    path = put_rows(tmp_path / "a.csv", ",", [",".join(TITLES)], rows)
    balance = "columns.balance='-1 * Quantity * Unit_Price'"
    with cleaning(path, *COLUMNS, AMOUNT, balance, f'currency="{currency}"', 'decimal="."') as found:
        assert set(found.column("paise")) == {amount}
        assert set(found.column("balance_paise")) == {-amount}


def test_a_balance_that_cannot_be_computed_is_unreadable_and_not_missing(tmp_path: Path) -> None:
    rows = [[*row, ("12", "", "x1x")[i % 3]] for i, row in enumerate(ROWS)]
    path = put_rows(tmp_path / "a.csv", ",", [",".join([*TITLES, "Held"])], rows)
    chosen = (*COLUMNS, AMOUNT, "columns.balance='Held * 2'")
    with pytest.raises(QualityError, match="80 of 240 balances cannot be read") as raised, cleaning(path, *chosen):
        pass
    assert "coalesce" in str(raised.value.hint)
    with cleaning(path, *chosen, "most_rejected=0.4") as found:
        assert found.cleaned.flags["balance_unreadable"] == 80
        assert found.cleaned.flags["balance_missing"] == 80


def test_empty_fields_at_the_end_of_rows_come_and_go(tmp_path: Path) -> None:
    rows = [[*row, ""] if i % 2 else row for i, row in enumerate(ROWS)]
    path = put_rows(tmp_path / "a.csv", ",", ["Report,,,,,,", ",".join(TITLES)], rows)
    with cleaning(path, *COLUMNS, AMOUNT, PAID) as found:
        assert found.cleaned.spend_paise == SPENT
        assert found.cleaned.rejected == {"where": LEFT_OUT}


@pytest.mark.parametrize("first", ["a", "c"])
def test_a_role_is_computed_in_all_files_or_in_none_in_any_order(tmp_path: Path, first: str) -> None:
    put_rows(tmp_path / f"{first}.csv", ",", ["Customer,Booked,Town,Net,Tax,Status"])
    put_rows(tmp_path / "b.csv", ",", ["Customer,Booked,Town,Net+Tax,x,Status"])
    found = cleaning(tmp_path, *COLUMNS, 'columns.amount="Net+Tax"')
    with pytest.raises(SourceError, match=rf"b\.csv: columns\.amount is a column here.*{first}\.csv"), found:
        pass
