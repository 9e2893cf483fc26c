"""Rows left out and computed columns, from the settings to the accounts of a run."""

import csv
import io
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.engine.files import RoomError, engine_stopped
from generator.analyse.reading.source import open_source
from generator.analyse.statements import statements
from generator.analyse.values.days import day_number
from generator.errors import ConfigError, QualityError, SourceError
from tests.support.banks import AMOUNT, HEAD, PLACE, Row, analysed, bank, changed, cleaning, put, settings, text

ROWS = bank(300)
SHOP = ["Order", "Customer", "Order Date", "City", "Quantity", "Unit Price", "Order Status"]
IN_SHOP = (
    'columns.customer="Customer"', 'columns.date="Order Date"', 'columns.place="City"', 'columns.transaction=""',
    "columns.amount='Quantity * \"Unit Price\"'",
)  # fmt: skip


def shop(n: int = 900) -> list[Row]:
    """Return order lines of a shop, three an order; about one order in ten is cancelled."""
    dice = random.Random(7)
    rows = []
    for i in range(n):
        if i % 3 == 0:
            customer, status = f"C{dice.randint(1, 300)}", dice.choice(["Paid"] * 8 + ["CANCELLED", "Refunded"])
        price = f"{dice.uniform(1, 900):.2f}"
        city = dice.choice(["Pune", "Mumbai", "Delhi"])
        rows.append([f"O{i // 3}", customer, f"2024-03-{dice.randint(1, 31):02}", city, str(i % 9), price, status])
    return rows


def revenue(rows: Sequence[Row], *statuses: str) -> int:
    """Return quantity × price in hundredths, of the rows with a status."""
    return int(sum(Decimal(row[4]) * Decimal(row[5]) for row in rows if row[6] in statuses) * 100)


def with_status(statuses: Sequence[str], rows: Sequence[Row] = ROWS) -> str:
    return text([[*row, statuses[i % len(statuses)]] for i, row in enumerate(rows)], [*HEAD, "Status"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def left(path: Path, where: str, *assignments: str) -> dict[str, int]:
    """Return the counts of rejected rows by reason."""
    with cleaning(path, f"where='''{where}'''", "most_rejected=1", *assignments) as found:
        return dict(found.cleaned.rejected)


class TestAShop:
    def test_order_lines_are_quantity_times_price_and_cancelled_orders_do_not_count(self, path: Path) -> None:
        rows = shop()
        put(path, text(rows, SHOP))
        run = analysed(path, *IN_SHOP, "where=\"OrderStatus = 'Paid'\"")
        assert run.record["spend_paise"] == revenue(rows, "Paid")
        unpaid = sum(row[6] != "Paid" for row in rows)
        assert run.record["rows"] == {"read": 900, "accepted": 900 - unpaid, "rejected": {"where": unpaid}}
        # They are no defects, so that no line of theirs is listed.
        assert run.rejected == ()
        counts = {count.name: count for count in run.release.overall.quality}
        assert (counts["rejected:where"].n or 0) % 10 == 0
        assert abs((counts["rejected:where"].n or 0) - unpaid) < 20

    def test_the_expressions_are_in_the_private_record_and_nowhere_in_the_release(self, path: Path) -> None:
        put(path, text(shop(), SHOP))
        customer = "columns.customer=\"'shopper-' || Customer\""
        run = analysed(path, *IN_SHOP, customer, "where=\"OrderStatus <> 'CANCELLED' and Quantity < 999\"")
        assert run.record["source"]["where"] == "OrderStatus <> 'CANCELLED' and Quantity < 999"
        assert run.record["source"]["columns"]["amount"] == 'Quantity * "Unit Price"'
        for word in ("CANCELLED", "OrderStatus", "Quantity", "Unit Price", "999", "shopper"):
            assert word not in run.text, word

    def test_of_a_parquet_file_with_numbers(self, tmp_path: Path) -> None:
        rows = shop()
        frame = pd.DataFrame(rows, columns=SHOP).astype({"Quantity": "int64", "Unit Price": "float64"})
        frame.to_parquet(tmp_path / "a.parquet")
        with cleaning(tmp_path / "a.parquet", *IN_SHOP, 'decimal=","') as found:
            assert found.cleaned.spend_paise == revenue(rows, "Paid", "CANCELLED", "Refunded")

    def test_refunds_may_count_against_spend(self, path: Path) -> None:
        rows = shop()
        put(path, text(rows, SHOP))
        amount = "Quantity * UnitPrice * case when OrderStatus = 'Refunded' then -1 else 1 end"
        with cleaning(path, *IN_SHOP, f'columns.amount="{amount}"', 'spend="positive"') as found:
            assert found.cleaned.spend_paise == revenue(rows, "Paid", "CANCELLED")
            assert found.cleaned.rejected == {"not_spend": sum(row[6] == "Refunded" and row[4] != "0" for row in rows)}


class TestWhere:
    def test_texts_are_compared_exactly_after_trimming(self, path: Path) -> None:
        put(path, with_status(["Success", " Success ", "success", "FAILED", ""]))
        for where, gone in (
            ("Status = 'Success'", 180), ("Status <> 'FAILED'", 60), ("upper(Status) = 'SUCCESS'", 120),
            ("Status in ('Success', 'success')", 120), ("Status is not null", 60), ("Status = ''", 240),
            ("not Status like '%AIL%'", 60), ("lower(left(Status, 4)) = 'fail' or Status is null", 180),
        ):  # fmt: skip
            assert left(path, where) == {"where": gone}, where

    def test_capitals_beyond_ascii_are_given_and_not_left_to_the_engine(self, path: Path) -> None:
        put(path, with_status(["annulé", "отменён", "Straße"]))
        assert left(path, "upper(Status) = 'ANNULÉ'") == {"where": 200}
        assert left(path, "upper(Status) = 'ОТМЕНЁН'") == {"where": 200}
        assert left(path, "upper(Status) = 'STRAßE' and lower(Status) = 'straße'") == {"where": 200}

    def test_a_number_that_decides_and_cannot_be_read_rejects_its_row_by_line(self, path: Path) -> None:
        put(path, with_status(["5", "-1", "n/a", "", "1.234,5"]))
        with cleaning(path, 'where="Status > 0"', 'columns.balance=""', "most_rejected=1") as found:
            assert found.cleaned.rejected == {"where": 60, "where_unread": 120}
            assert found.cleaned.read == 300
            assert {row.line % 5 for row in found.rejected} == {4, 0}
            assert {row.reason for row in found.rejected} == {"where_unread"}
        # Where another part of the condition decides, it is not needed.
        assert left(path, "Status > 0 or CustGender <> 'X'", 'columns.balance=""') == {}

    def test_rows_left_out_say_nothing_of_dates_amounts_or_the_window(self, path: Path) -> None:
        rows = [[*row, "ok"] for row in ROWS]
        bad = [[*changed([row], 0, AMOUNT, "12,5,5")[0], "failed"] for row in ROWS[:100]]
        for row in bad:
            row[6] = "31-31-2199"
        put(path, text([*rows, *bad], [*HEAD, "Status"]))
        with cleaning(path, "where=\"Status = 'ok'\"", 'columns.transaction=""') as found:
            assert found.cleaned.rejected == {"where": 100}

    def test_the_negation_and_the_condition_share_out_all_rows(self, path: Path) -> None:
        put(path, with_status(["a", "b", "", "1"]))
        for where in ("Status = 'a'", "Status in ('a', 'b')", "Status is null", "Status like '_'"):
            gone = left(path, where).get("where", 0), left(path, f"not ({where})").get("where", 0)
            assert sum(gone) == 300, where

    def test_only_rows_that_it_cannot_decide_count_as_rejected(self, path: Path) -> None:
        put(path, with_status(["1", "0", "0", "0"]))
        assert left(path, "Status = 1", "most_rejected=0") == {"where": 225}
        put(path, with_status(["1", "0", "x", "1"]))
        with pytest.raises(QualityError, match=r"75 of 225 rows were rejected.*where_unread 75") as error:
            left(path, "Status = 1", "most_rejected=0.05")
        assert "coalesce(…, 0)" in (error.value.hint or "")

    def test_a_condition_that_keeps_nothing_says_so(self, path: Path) -> None:
        put(path, with_status(["ok"]))
        found = cleaning(path, "where=\"Status = 'x'\"")
        with pytest.raises(QualityError, match="Rejected by reason: where 300") as error, found:
            pass
        assert "`where`" in (error.value.hint or "")

    def test_in_several_files_and_folders(self, tmp_path: Path) -> None:
        put(tmp_path / "a.csv", with_status(["ok", "failed"]))
        fresh = [[f"N{row[0]}", *row[1:]] for row in ROWS]
        put(tmp_path / "b.csv", with_status(["failed"], fresh).replace("Status", "status", 1))
        assert left(tmp_path, "STATUS <> 'failed'") == {"where": 450}
        folder = tmp_path / "c" / "state=failed"
        folder.mkdir(parents=True)
        put(folder / "c.csv", text(ROWS))
        assert left(tmp_path / "c" / "state=failed" / "c.csv", "state = 'failed'", 'columns.state=""') == {}


class TestColumns:
    def test_a_missing_one_is_named_with_its_neighbour(self, path: Path) -> None:
        put(path, text(shop(9), SHOP))
        for assignment, named in (
            ("where=\"OrderStatsu = 'x'\"", "OrderStatsu (where), did you mean Order Status?"),
            ("columns.amount='Quantity * Pric'", "Pric (amount)"),
            ("columns.time='Hour || Minute'", "Hour (time), Minute (time)"),
        ):
            with pytest.raises(SourceError, match="missing column") as error, cleaning(path, *IN_SHOP, assignment):
                pass
            assert named in error.value.message
            assert "Found: Order, Customer" in error.value.message

    @pytest.mark.parametrize(
        ("head", "setting", "paise"),
        [
            # An exact title wins, whatever else it may be.
            ("Unit-Price,Unit,Price", "Unit-Price", 100),
            # So does one that is equal after folding, where it is no expression of other columns.
            ("Unit-Price,b,c", "unit - price", 100),
            ("Unit-Price,b,c", '"Unit-Price"', 100),
            ("Amount (INR),b,c", "Amount (INR)", 100),
            ("Unit,Price,c", "Price-Unit", 100),
            ("Unit-Price,Unit,Price", '"Price" - "Unit"', 100),
            ("Total Price,b,c", "TotalPrice * 2", 200),
        ],
    )
    def test_a_title_and_an_expression_are_told_apart(self, path: Path, head: str, setting: str, paise: int) -> None:
        rows = [[*row[:AMOUNT], "1", "2", "3"] for row in ROWS]
        put(path, text(rows, [*HEAD[:AMOUNT], *head.split(",")]))
        with cleaning(path, f"columns.amount='{setting}'") as found:
            assert set(found.column("paise")) == {paise}

    def test_what_may_be_both_is_refused_with_the_way_out(self, path: Path) -> None:
        rows = [[*row[:AMOUNT], "1", "2", "5"] for row in ROWS]
        put(path, text(rows, [*HEAD[:AMOUNT], "Unit-Price", "Unit", "Price"]))
        found = cleaning(path, "columns.amount='unit - price'")
        with pytest.raises(SourceError, match="is like the title of a column") as error, found:
            pass
        assert "double quotes" in (error.value.hint or "")
        put(path, text([[*row, "a", "b"] for row in ROWS], [*HEAD, "STATUS", "status"]))
        found = cleaning(path, "where=\"Status = 'a'\"")
        with pytest.raises(SourceError, match=r"columns 10 and 11 .* Status of an expression"), found:
            pass
        assert left(path, "status = 'b'") == {}

    def test_what_is_neither_is_refused_by_its_fault(self, path: Path) -> None:
        put(path, text(ROWS))
        with pytest.raises(ConfigError, match="sqrt is not allowed"), cleaning(path, "columns.amount='sqrt(a) + 1'"):
            pass
        with (
            pytest.raises(SourceError, match=r"missing column\(s\): Amount \(EUR\) \(amount\)"),
            cleaning(path, "columns.amount='Amount (EUR)'"),
        ):
            pass

    def test_a_role_is_computed_in_all_files_or_in_none(self, tmp_path: Path) -> None:
        put(tmp_path / "a.csv", text([[*row, "2"] for row in ROWS], [*HEAD[:AMOUNT], "Net", "Tax"]))
        put(tmp_path / "b.csv", text(ROWS, [*HEAD[:AMOUNT], "Net+Tax"]))
        with pytest.raises(SourceError, match="computed in"), cleaning(tmp_path, "columns.amount='Net+Tax'"):
            pass

    def test_dates_places_and_directions_are_put_together(self, path: Path) -> None:
        more = [["2024", str(i % 12 + 1), str(i % 28 + 1), "out" if i % 3 else "in"] for i in range(len(ROWS))]
        rows = [[*row, *parts] for row, parts in zip(ROWS, more, strict=True)]
        put(path, text(rows, [*HEAD, "y", "m", "d", "way"]))
        assignments = (
            "columns.date=\"y || '-' || m || '-' || d\"",
            f"columns.place=\"trim({HEAD[PLACE]}) || ', ' || upper('india')\"",
            "columns.direction=\"case when way = 'out' then 'D' else 'C' end\"",
        )
        with cleaning(path, *assignments) as found:
            assert found.cleaned.rejected == {"not_spend": 100}
            assert found.column("day")[0] == day_number(2024, 2, 2)
            assert all(place.endswith(", INDIA") for place in found.column("place_text"))

    def test_a_column_and_its_computed_key_are_one_customer(self, path: Path) -> None:
        put(path, text([[*row, "N"] for row in ROWS], [*HEAD, "Bank"]))
        with cleaning(path, "columns.customer=\"Bank || '-' || CustomerID\"") as found:
            assert found.column("customer_id")[0] == f"N-{ROWS[0][1]}"


def test_the_stage_is_printed_with_the_other_queries(path: Path) -> None:
    put(path, text(shop(9), SHOP))
    for engine in ("duckdb", "spark"):
        chosen = settings(*IN_SHOP, "where=\"OrderStatus = 'Paid'\"", f'engine="{engine}"')
        opened = open_source(str(path), chosen.source_columns, (), where=chosen.where)
        found = list(statements(opened, chosen))
        assert [part.splitlines()[0] for part in found[:3]] == ["-- inputs", "-- computed", "-- amount_shapes"]
        assert "= 'Paid'" in found[1]
        assert not any("@" in part for part in found)


def test_no_value_of_the_rows_is_in_a_list_of_rejected_ones(path: Path) -> None:
    put(path, with_status(["5", "secret"]))
    with cleaning(path, 'where="Status = 5"', "most_rejected=1") as found:
        out = io.StringIO()
        csv.writer(out).writerows((row.file, row.line, row.reason) for row in found.rejected)
    assert "secret" not in out.getvalue()
    assert "where_unread" in out.getvalue()


@pytest.mark.parametrize(
    ("error", "exit_code", "said"),
    [
        (engine_stopped(OSError("No space left on device")), 4, "The engine stopped"),
        (SourceError("a.csv: the file is damaged.", "Export it again."), 4, "a.csv: the file is damaged."),
        (RecursionError(), 5, "The engine cannot compute columns.amount and where."),
    ],
)
def test_what_stops_the_engine_is_not_always_the_expression(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, exit_code: int, said: str
) -> None:
    put(path, text(shop(30), SHOP))
    create = DuckEngine.create

    def failing(engine: DuckEngine, name: str, query: str) -> None:
        if name == "marked":
            raise error
        create(engine, name, query)

    monkeypatch.setattr(DuckEngine, "create", failing)
    with pytest.raises(SourceError) as stop, cleaning(path, *IN_SHOP, 'where="\\"Order Status\\" = \'Paid\'"'):
        pass
    assert (stop.value.exit_code, said in stop.value.message) == (exit_code, True)
    assert ("simpler expression" in str(stop.value.hint)) is not isinstance(error, RoomError)
    assert str(getattr(error, "hint", "")) in str(stop.value.hint)
