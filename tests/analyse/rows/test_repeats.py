"""Which rows with one transaction id count: lines of orders, overlapping exports, repeated rows."""

from pathlib import Path

import pytest

from generator.errors import QualityError
from tests.support.banks import AMOUNT, ID, TIME, Row, bank, changed, cleaning, put, text

ROWS = bank(200)
ASKS = "nearly all of these are equal"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def orders(n: int, *, equal: int = 0) -> list[Row]:
    """Return three lines of each of n orders, differing in their amounts; the first `equal` repeat a line."""
    found = []
    for i, row in enumerate(bank(n, repeat=1)):
        lines = [changed([row], 0, AMOUNT, f"{20 + i}.{cents}")[0] for cents in ("25", "50", "75")]
        found += [*lines[:2], lines[0] if i < equal else lines[2]]
    return found


class TestLinesOfOrders:
    @pytest.mark.parametrize("equal", [0, 25])
    def test_all_count_and_it_is_noted(self, path: Path, equal: int) -> None:
        """Two equal lines of an order are two."""
        rows = orders(60, equal=equal)
        with cleaning(put(path, text(rows))) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (180, {})
            assert found.cleaned.spend_paise == sum(round(100 * float(row[AMOUNT])) for row in rows)
            [note] = found.cleaned.notes
            assert note.startswith("Transaction ids with several rows: 60 of 60; with rows that differ: 60.")

    def test_unless_each_id_is_said_to_be_one_transaction(self, path: Path) -> None:
        with cleaning(put(path, text(orders(60))), 'repeated_transactions="once"', "most_rejected=1") as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (60, {"duplicate": 120})

    def test_a_few_orders_of_several_lines_among_many_of_one(self, path: Path) -> None:
        rows = [*bank(300, repeat=1), *([f"O{row[ID]}", *row[1:]] for row in orders(6))]
        with cleaning(put(path, text(rows))) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (318, {})

    def test_without_the_column_nothing_is_a_duplicate(self, path: Path) -> None:
        with cleaning(put(path, text([*ROWS, *ROWS])), 'columns.transaction=""', 'currency="INR"') as found:
            assert (found.cleaned.accepted, found.cleaned.notes) == (400, ())


class TestRepeatedRows:
    def test_where_ids_are_unique_a_repeated_one_counts_once(self, path: Path) -> None:
        rows = [*ROWS, ROWS[7], changed([ROWS[8]], 0, TIME, "1")[0]]
        with cleaning(put(path, text(rows))) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (200, {"duplicate": 2})

    def test_equal_rows_of_one_file_have_to_be_decided(self, path: Path) -> None:
        put(path, text([*ROWS, *ROWS[:40]]))
        with pytest.raises(QualityError, match=ASKS) as error, cleaning(path):
            pass
        assert "several rows: 40 of 200," in error.value.message
        for chosen, n in (("once", 200), ("each", 240)):
            assert f'repeated_transactions="{chosen}"' in (error.value.hint or "")
            with cleaning(path, f'repeated_transactions="{chosen}"', "most_rejected=1") as found:
                assert found.cleaned.accepted == n

    def test_exports_that_overlap_count_once(self, path: Path) -> None:
        put(path.parent / "a.csv", text(ROWS[:120]))
        put(path.parent / "b.csv", text(ROWS[80:]))
        with cleaning(path.parent, "most_rejected=1") as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (200, {"duplicate": 40})
            assert found.cleaned.notes == ("Transactions that are in more than one file, and count once: 40.",)

    @pytest.mark.parametrize("word", ["N/A", "0", "-", "unknown", "99999"])
    def test_a_word_for_no_id_is_no_id(self, path: Path, word: str) -> None:
        rows = [[word, *row[1:]] if i < 80 else row for i, row in enumerate(ROWS)]
        with cleaning(put(path, text(rows))) as found:
            assert (found.cleaned.accepted, found.cleaned.notes) == (200, ())

    @pytest.mark.parametrize(
        ("word", "chosen"),
        [("4711", 'customer_placeholders=["4711"]'), ("TEST", "k=4"), ("walk-in", 'customer_placeholders=["Walk-in"]')],
    )
    def test_a_word_for_no_customer_may_be_an_id(self, path: Path, word: str, chosen: str) -> None:
        rows = [*ROWS, *[[word, *ROWS[9][1:]]] * 2]
        with cleaning(put(path, text(rows)), chosen) as found:
            assert (found.cleaned.accepted, found.cleaned.rejected) == (201, {"duplicate": 1})

    def test_words_for_no_id_do_not_count_as_ids(self, path: Path) -> None:
        """40 of 50 ids have equal rows, which 150 words must not hide."""
        rows = [["n/a", *row[1:]] for row in ROWS[:150]] + ROWS[150:] + ROWS[150:190]
        with pytest.raises(QualityError, match="several rows: 40 of 50,"), cleaning(put(path, text(rows))):
            pass

    def test_one_id_with_many_different_rows_costs_none(self, path: Path) -> None:
        rows = [["T-missing", *row[1:]] if i < 80 else row for i, row in enumerate(ROWS)]
        with cleaning(put(path, text(rows))) as found:
            assert found.cleaned.accepted == 200
            assert "several rows: 1 of 121; with rows that differ: 1." in found.cleaned.notes[0]
