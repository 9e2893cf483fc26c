"""Placeholders, and customers in two spellings: counted by hand on small banks of our own."""

import random
import string
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from generator.errors import QualityError
from tests.support.banks import CUSTOMER, HEAD, ID, Row, analysed, bank, cleaning, put, text

LAX = "most_rejected=1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def of(ids: Sequence[str]) -> list[Row]:
    """Return a row for each customer id."""
    rows = bank(len(ids), repeat=1)
    return [[*row[:CUSTOMER], id_, *row[CUSTOMER + 1 :]] for row, id_ in zip(rows, ids, strict=True)]


def customers(path: Path, ids: Sequence[str], *assignments: str) -> list[str]:
    """Return the distinct customers of a bank whose rows have these ids."""
    with cleaning(put(path, text(of(ids))), *assignments) as found:
        return sorted(set(found.column("customer_id")))


WORDS = (
    "N/A", "na", "#N/A", "UNKNOWN", "Unk", "ANONYMOUS", "Guest", "nil", "-", "--", "—", "?", "???", "0",
    "00000", "0.0", "999999", "TEST", "dummy", "XXX", "xxxxx", "(blank)", "<null>", "[NONE]", "Not available",
    "not_known", "Walk-in", "unbekannt", "k. A.", "Inconnu", "Desconocido", "Não informado", "Sconosciuto",
    "Onbekend", "Nieznany", "НЕИЗВЕСТНО", "अज्ञात", "غير معروف", "未知", "不明", "미상", "*", "../..",
    '="0"', "\u200bN/A",
)  # fmt: skip


class TestPlaceholders:
    @pytest.mark.parametrize("n", [1, 90])
    def test_words_and_signs_are_no_customer_at_any_count(self, path: Path, n: int) -> None:
        ids = [f"C{i}" for i in range(210)]
        with cleaning(put(path, text(of([*ids, *WORDS * n]))), LAX) as found:
            assert sorted(found.column("customer_id")) == sorted(ids)
            assert found.cleaned.rejected == {"customer_placeholder": n * len(WORDS)}
            assert [row.reason for row in found.rejected] == ["customer_placeholder"] * n * len(WORDS)

    @pytest.mark.parametrize("word", ["N/A", "-", "0", "0.0", "999999", '="0"', "\u200bN/A", "НЕИЗВЕСТНО"])
    def test_one_of_them_alone_is_none_either(self, path: Path, word: str) -> None:
        ids = [*(f"C{i}" for i in range(210)), *[word] * 90]
        with cleaning(put(path, text(of(ids))), LAX) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (210, {"customer_placeholder": 90})

    def test_sums_below_the_rows_are_no_customers(self, path: Path) -> None:
        words = [
            "Total", "TOTAL:", "Grand total", "Sub-Total", "Summe", "Gesamt", "Übertrag", "Razem", "Celkem", "Toplam",
            "Jumlah", "Suma", "Totale", "Итого", "合计", "合計", "小計", "المجموع", "รวม", "योग", "סה\"כ",
            "Opening balance", "Saldo anterior", "Anfangssaldo", "Brought forward",
        ]  # fmt: skip
        with cleaning(put(path, text(of([*(f"C{i}" for i in range(210)), *words]))), LAX) as found:
            assert found.cleaned.rejected == {"customer_placeholder": len(words)}

    def test_ids_that_only_resemble_them_are_customers(self, path: Path) -> None:
        ids = ["9", "99", "9999", "X1", "XX", "N/A7", "TEST1", "A-0", "0-0-7", "UNKNOWN 5", "10", "1000", "ABC", "NAN1"]
        assert customers(path, ids) == sorted(ids)

    def test_a_number_that_is_left_out_is_noted_and_can_be_kept(self, path: Path) -> None:
        ids = [str(i) for i in range(200)]
        with cleaning(put(path, text(of(ids)))) as found:
            assert found.cleaned.rejected == {"customer_placeholder": 1}
            [note] = found.cleaned.notes
            assert note.startswith("Rows with a number in the customer column that mostly means no customer (0): 1.")
            assert "--set 'genuine_customers=[\"0\"]'" in note
        with cleaning(path, 'genuine_customers=["0"]') as found:
            assert (found.cleaned.accepted, found.cleaned.notes) == (200, ())

    def test_words_of_the_bank_are_added(self, path: Path) -> None:
        ids = [*(f"C{i}" for i in range(210)), "Branch Cash", "branch-cash", "-1", "4711"]
        chosen = 'customer_placeholders=["BRANCH CASH", "-1", "4711"]'
        with cleaning(put(path, text(of(ids))), chosen) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (210, {"customer_placeholder": 4})

    def test_they_are_published_by_share(self, path: Path) -> None:
        rows = bank(900)
        rows[5][CUSTOMER] = rows[9][CUSTOMER] = "n/a"
        release = analysed(put(path, text(rows))).release
        assert "rejected:customer_placeholder" in {count.name for count in release.overall.quality}


class TestLargeCustomers:
    @pytest.mark.parametrize("word", ["Kassa 7", "C0000001", "4711", "-1"])
    def test_one_value_far_above_all_others_stops_the_run(self, path: Path, word: str) -> None:
        put(path, text(of([*(f"C{i + 50}" for i in range(400)), *[word] * 100])))
        with pytest.raises(QualityError) as error, cleaning(path):
            pass
        assert "far more rows than any other: " in error.value.message
        assert " (100 of 500 rows)" in error.value.message
        assert "customer_placeholders" in (error.value.hint or "")
        assert "large_customers" in (error.value.hint or "")
        assert word not in error.value.format_message()
        with cleaning(path, "large_customers=true") as found:
            assert found.cleaned.accepted == 500
        with cleaning(path, f'customer_placeholders=["{word}"]', LAX) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (400, {"customer_placeholder": 100})

    def test_several_at_once_do_not_hide_each_other(self, path: Path) -> None:
        put(path, text(of([*(f"C{i}" for i in range(400)), *["XNA"] * 100, *["XAP"] * 90])))
        with pytest.raises(QualityError, match="2 values of the customer column"), cleaning(path):
            pass

    def test_customers_who_differ_by_less_are_customers(self, path: Path) -> None:
        ids = [f"C{i}" for i in range(300)] + ["C0"] * 18
        assert len(customers(path, ids)) == 300

    @pytest.mark.parametrize(
        ("title", "chosen"),
        [
            ("CustomerID", ['customer_key=["customer", "CustGender"]']),
            ("CustomerID", ['customer_key=["CustomerID", "CustGender"]', r'columns.customer="\"CustomerID\""']),
            ("customer ID", ['customer_key=["customer ID", "CustGender"]']),
        ],
    )
    def test_a_key_with_the_column_asks_whatever_it_is_called(self, path: Path, title: str, chosen: list[str]) -> None:
        head = [title if name == "CustomerID" else name for name in HEAD]
        put(path, text(of([*(f"C{i}" for i in range(400)), *["Kassa 7"] * 100]), head))
        with pytest.raises(QualityError, match="100 of 500 rows"), cleaning(path, *chosen):
            pass

    def test_a_key_without_the_column_asks_nothing(self, path: Path) -> None:
        put(path, text(of(["one"] * 300)))
        with cleaning(path, 'customer_key=["CustomerDOB", "CustGender"]') as found:
            assert found.cleaned.accepted == 300


class TestSpellings:
    @pytest.mark.parametrize(
        "other",
        [
            lambda id_: f"{id_}.0", lambda id_: f"{id_},0", lambda id_: f"{id_}.00", lambda id_: f"{id_}.000000",
            lambda id_: f" {id_}\t", lambda id_: f"'{id_}", lambda id_: f'="{id_}"', lambda id_: f"\u200b{id_}",
        ],
    )  # fmt: skip
    def test_a_number_as_a_spreadsheet_writes_it_is_the_same_customer(self, path: Path, other: object) -> None:
        ids = [str(17_850 + i) for i in range(60)]
        assert callable(other)
        assert customers(path, [*ids, *map(other, ids)]) == ids

    def test_it_is_noted(self, path: Path) -> None:
        ids = [str(17_850 + i) for i in range(60)]
        with cleaning(put(path, text(of([*ids, *(f"{id_}.0" for id_ in ids[:7])])))) as found:
            assert found.cleaned.notes == ("Customers written in more than one way, and joined: 7.",)
        with cleaning(path, 'customer_spelling="exact"') as found:
            assert len(set(found.column("customer_id"))) == 67

    def test_months_of_a_folder_meet(self, path: Path) -> None:
        """One month as whole numbers, one as floats of pandas, one typed in Parquet."""
        ids = [str(17_850 + i) for i in range(40)]
        put(path.parent / "a.csv", text(of(ids)))
        rows = [[f"B{row[ID]}", *row[1:]] for row in of([f"{id_}.0" for id_ in ids])]
        put(path.parent / "b.csv", text(rows))
        frame = pd.DataFrame([[f"D{row[ID]}", *row[1:]] for row in of(ids)], columns=HEAD)
        frame["CustomerID"] = frame["CustomerID"].astype(float)
        frame.to_parquet(path.parent / "c.parquet")
        with cleaning(path.parent) as found:
            assert sorted(set(found.column("customer_id"))) == ids
            assert found.cleaned.accepted == 120

    def test_accounts_below_a_number_are_customers(self, path: Path) -> None:
        ids = [f"{i}{tail}" for i in range(100, 140) for tail in ("", ".0", ".1")]
        assert customers(path, ids) == sorted(ids)

    def test_digits_in_groups_are_not_cut(self, path: Path) -> None:
        assert customers(path, ["17", "17.000", "17,000"]) == ["17", "17,000", "17.000"]

    @pytest.mark.parametrize("change", [str.lower, str.title])
    def test_case_is_ignored_where_it_tells_nobody_apart(self, path: Path, change: object) -> None:
        ids = [f"CUST{i}X" for i in range(60)]
        assert callable(change)
        with cleaning(put(path, text(of([*ids, *map(change, ids[:20]), *ids])))) as found:
            assert sorted(set(found.column("customer_id"))) == sorted(ids)
            assert found.cleaned.notes == ("Customers written in more than one way, and joined: 20.",)

    @pytest.mark.parametrize("length", [3, 4, 8])
    def test_case_counts_in_ids_that_mix_both(self, path: Path, length: int) -> None:
        dice = random.Random(length)
        letters = string.ascii_letters + string.digits[1:9]
        ids = sorted({"".join(dice.choices(letters, k=length)) for _ in range(300)})
        ids = sorted({*ids, *(id_.swapcase() for id_ in ids[:9] if any(map(str.islower, id_)) and id_ != id_.lower())})
        with cleaning(put(path, text(of(ids)))) as found:
            assert sorted(set(found.column("customer_id"))) == ids
            assert "kept apart: " in found.cleaned.notes[0]

    def test_names_of_users_in_both_ways_have_to_be_decided(self, path: Path) -> None:
        ids = [f"MaryLamb{i}" for i in range(40)]
        put(path, text(of([*ids, *map(str.lower, ids)])))
        with (
            pytest.raises(QualityError, match="only in upper and lower case: 40") as error,
            cleaning(path),
        ):
            pass
        assert "Lamb" not in error.value.format_message()
        for spelling, n in (("loose", 40), ("exact", 80)):
            with cleaning(path, f'customer_spelling="{spelling}"') as found:
                assert len(set(found.column("customer_id"))) == n

    def test_leading_zeros_are_ignored_where_ids_have_one_length(self, path: Path) -> None:
        """A spreadsheet takes them off; the other ids of the bank show that they fill up to five digits."""
        ids = [f"{i:05}" for i in range(17, 12_000, 300)]
        assert customers(path, [*ids, *(id_.lstrip("0") for id_ in ids[:12])]) == ids

    @pytest.mark.parametrize("ids", [["017", "17", "0017", "5"], ["007", "7", "12345", "88888"]])
    def test_leading_zeros_that_may_count_have_to_be_decided(self, path: Path, ids: list[str]) -> None:
        put(path, text(of([*ids, *(f"{i}" for i in range(100, 200))])))
        with pytest.raises(QualityError, match="leading zeros"), cleaning(path):
            pass
        for spelling, n in (("loose", len({id_.lstrip("0") for id_ in ids})), ("exact", len(ids))):
            with cleaning(path, f'customer_spelling="{spelling}"') as found:
                assert len(set(found.column("customer_id"))) == n + 100

    def test_zeros_that_nobody_lacks_stay(self, path: Path) -> None:
        assert customers(path, ["007", "0017", "7001"]) == ["0017", "007", "7001"]

    @pytest.mark.parametrize("id_", ["1.785E+04", "1,785E+12", "1E+11", "1.7850001E7", "4.5e+16"])
    def test_an_id_that_a_spreadsheet_has_rounded_is_refused(self, path: Path, id_: str) -> None:
        put(path, text(of([*(str(i + 100) for i in range(40)), id_])))
        with pytest.raises(QualityError, match="a spreadsheet has rounded them") as error, cleaning(path):
            pass
        assert "as text" in (error.value.hint or "")
        assert id_ not in error.value.format_message()
        with cleaning(path, 'customer_spelling="exact"') as found:
            assert found.cleaned.accepted == 41

    def test_hexadecimal_ids_are_not(self, path: Path) -> None:
        assert customers(path, ["1E10", "12E4", "7e1", "1F4"]) == ["12E4", "1E10", "1F4", "7e1"]
