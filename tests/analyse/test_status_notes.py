"""Columns that say that a payment failed are noted, with the setting that leaves these rows out."""

import json
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from tests.support.banks import HEAD, Row, bank, cleaning, put, text

ROWS = bank(300)


def with_column(values: Sequence[str], title: str = "Txn Status", rows: Sequence[Row] = ROWS) -> str:
    return text([[*row, values[i % len(values)]] for i, row in enumerate(rows)], [*HEAD, title])


def notes(path: Path, *assignments: str) -> tuple[str, ...]:
    with cleaning(path, *assignments) as found:
        return found.cleaned.notes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


@pytest.mark.parametrize(
    ("values", "title", "rows", "where"),
    [
        (["ok", "FAILED"], "Status", 150, "Status <> 'FAILED'"),
        (["ok", "Failed", "REVERSED", "pending"], "Order Status", 225,
         "OrderStatus not in ('Failed', 'REVERSED', 'pending')"),
        (["ok", "Declined: no funds", "Storno"], "State of it", 200,
         "Stateofit <> 'Storno' and Stateofit not like '%Declined%'"),
        (["bezahlt", "abgelehnt", "RÜCKBUCHUNG"], "Zustand", 200, "Zustand not in ('RÜCKBUCHUNG', 'abgelehnt')"),
        (["payé", "Annulée", "échoué"], "État", 200, "État not in ('Annulée', 'échoué')"),
        (["успешно", "Отменён", "ВОЗВРАТ"], "Статус", 200, "Статус not in ('ВОЗВРАТ', 'Отменён')"),
        (["成功", "失败"], "状态", 150, "状态 <> '失败'"),
        (["ödendi", "İptal", "Başarısız"], "Durum", 200, "Durum not in ('Başarısız', 'İptal')"),
        (["ok", "FAILED_TIMEOUT"], "Txn-Status", 150, "\"Txn-Status\" not like '%FAILED%'"),
        (["ok", "Void"], "Order", 150, "\"Order\" <> 'Void'"),
    ],
)  # fmt: skip
def test_rows_that_moved_no_money_are_noted_with_the_setting_that_leaves_them_out(
    path: Path, values: Sequence[str], title: str, rows: int, where: str
) -> None:
    put(path, with_column(values, title))
    [note] = notes(path)
    assert note.startswith(f"{rows} rows count as spend although `{title}` says ")
    # What a shell makes of the argument is what is set, and leaves out these rows.
    argument = note.partition("--set ")[2]
    shell = subprocess.run(["sh", "-c", f"printf %s {argument}"], capture_output=True, check=True, encoding="utf-8")
    assert shlex.split(argument) == [shell.stdout]
    assert json.loads(shell.stdout.removeprefix("where=")).replace('"Order"', "Order") == where.replace(
        '"Order"', "Order"
    )
    with cleaning(path, shell.stdout) as found:
        assert found.cleaned.rejected == {"where": rows}
        assert found.cleaned.notes == ()


@pytest.mark.parametrize(
    ("values", "title"),
    [
        (["ok", "done"], "Status"),
        (["ok", "not cancelled", "nicht storniert"], "Status"),
        (["FAILED"], "Status"),
        (["failed", "Pending"], "Status"),
        ([f"failed {i}" for i in range(13)], "Status"),
        (["Failedson", "Pendington"], "Name"),
        (["ok", "failed"], "a@b.example"),
        (["1", "0"], "Failed"),
    ],
)
def test_other_columns_are_not(path: Path, values: Sequence[str], title: str) -> None:
    assert notes(put(path, with_column(values, title))) == ()


def test_only_words_of_the_list_are_shown(path: Path) -> None:
    put(path, with_column(["ok", "failed: Okonkwo", "pending O'Hara"]))
    [note] = notes(path)
    assert "says failed, pending" in note or "says pending, failed" in note
    assert "Okonkwo" not in note
    assert "Hara" not in note


def test_columns_in_use_are_not_examined(path: Path) -> None:
    put(path, with_column(["ok", "failed"]))
    assert notes(path, "columns.state='Txn Status'", 'currency="INR"') == ()
    assert notes(path, 'customer_key=["CustomerID", "Txn Status"]') == ()
    assert notes(path, "where=\"TxnStatus in ('ok', 'failed')\"") == ()


def test_a_condition_that_is_set_is_kept(path: Path) -> None:
    put(path, with_column(["ok", "ok", "failed"]))
    [note] = notes(path, "where=\"CustGender <> 'F' or CustGender = 'F'\"")
    assert "(CustGender <> 'F' or CustGender = 'F') and TxnStatus <> 'failed'" in note


@pytest.mark.parametrize("kind", ["str", "category"])
def test_in_parquet(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame(ROWS, columns=HEAD).assign(Status=["ok", "failed"] * 150, n=1)
    frame.astype({"Status": kind}).to_parquet(tmp_path / "a.parquet")
    assert len(notes(tmp_path / "a.parquet")) == 1


def test_in_one_of_two_files_and_beyond_its_first_rows(tmp_path: Path) -> None:
    many = bank(3_000)
    put(
        tmp_path / "a.csv",
        text([[*row, "failed" if i == 2_900 else "ok"] for i, row in enumerate(many)], [*HEAD, "Status"]),
    )
    put(tmp_path / "b.csv", text([[f"N{row[0]}", *row[1:]] for row in ROWS]))
    assert "1 row counts as spend" in notes(tmp_path)[0]


def test_texts_of_a_condition_that_no_row_has_are_noted(path: Path) -> None:
    put(path, with_column(["Success", "SUCCESS", "Failed"]))
    missing, capitals = notes(path, "where=\"TxnStatus <> 'Lost' and TxnStatus in ('Success', 'Failed')\"")
    assert missing == "No row has the TxnStatus 'Lost' that `where` names."
    assert capitals.startswith("In 100 rows, TxnStatus differs from 'Success' in capitals only")
    assert notes(path, "where=\"TxnStatus in ('Success', 'SUCCESS')\"") == ()


@pytest.mark.parametrize("mark", [",", ";", " "])
def test_below_other_lines_and_without_a_header(path: Path, mark: str) -> None:
    rows = [[f"K{i % 90}", f"2016080{i % 9 + 1}", f"{i}.50", "Brno", ("ok", "STORNO")[i % 2]] for i in range(90)]
    body = "\n".join(mark.join(row) for row in rows) + "\n"
    title = mark.join(["Customer", "Booked", "Amount", "Town", "State_"])
    names = dict(zip(("customer", "date", "amount", "place"), ("Customer", "Booked", "Amount", "Town"), strict=True))
    put(path, f"Bank of Nowhere\n{mark.join('abcdefgh')}\n{title}\n{body}")
    chosen = ('places="as-is"', 'currency="INR"')
    [note] = notes(path, *(f'columns.{role}="{name}"' for role, name in names.items()), *chosen)
    assert note.startswith("45 rows count as spend although `State_` says STORNO.")
    put(path, body)
    by_position = [f'columns.{role}="{i + 1}"' for i, role in enumerate(names)]
    [note] = notes(path, "header=false", *by_position, *chosen)
    assert note.startswith("45 rows count as spend although `column 5` says STORNO.")
    [_, argument] = shlex.split(note[note.index("--set") :])
    with cleaning(path, "header=false", *by_position, 'places="as-is"', argument) as found:
        assert found.cleaned.rejected == {"where": 45}


def test_what_was_found_is_kept_with_its_note(path: Path) -> None:
    with cleaning(put(path, with_column(["ok", "FAILED"], "Status")), 'currency="INR"') as found:
        [status] = found.cleaned.statuses
        assert found.cleaned.notes == (status.note,)
        assert (status.title, status.words, status.rows) == ("Status", ("FAILED",), 150)
