"""Sums in currencies of three decimals and of none, against exact sums in Python."""

import json
import random
import shlex
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.analyse.expressions.parse import name_of
from generator.analyse.money import unit_of
from generator.errors import AtlasError
from tests.support.banks import AMOUNT, AS_IS, BALANCE, HEAD, TIME, Row, analysed, bank, changed, cleaning, put, text

ROWS = bank(900)
FEW = ROWS[:60]


def written(decimals: int, seed: int = 1) -> list[Row]:
    """Return a bank whose amounts have so many decimals."""
    dice = random.Random(seed)
    rows = [changed([row], 0, BALANCE, "")[0] for row in ROWS]
    return [
        changed([row], 0, AMOUNT, f"{Decimal(dice.randint(200, 9_000_000)).scaleb(-3):.{decimals}f}")[0] for row in rows
    ]


@pytest.mark.parametrize("currency", ["KWD", "BHD", "OMR", "JOD", "TND"])
def test_three_decimals_add_up_exactly(tmp_path: Path, currency: str) -> None:
    rows = written(3)
    exact = sum(Decimal(row[AMOUNT]) for row in rows)
    with cleaning(put(tmp_path / "a.csv", text(rows)), f'currency="{currency}"', 'decimal="."') as found:
        assert Decimal(found.cleaned.spend_paise) / unit_of(currency) == exact


@pytest.mark.parametrize("currency", ["JPY", "KRW", "VND", "CLP", "INR"])
def test_fewer_decimals_add_up_exactly(tmp_path: Path, currency: str) -> None:
    for decimals in (0, 1, 2):
        rows = written(decimals)
        exact = sum(Decimal(row[AMOUNT]) for row in rows)
        with cleaning(put(tmp_path / "a.csv", text(rows)), f'currency="{currency}"') as found:
            assert Decimal(found.cleaned.spend_paise) / unit_of(currency) == exact


@pytest.mark.parametrize("amount", ["1,234.567", "1.234,567", "KWD 1234.567", "-1234.567", "1.234567e3", "١٬٢٣٤٫٥٦٧"])
def test_three_decimals_however_they_are_written(tmp_path: Path, amount: str) -> None:
    rows = [changed([row], 0, AMOUNT, amount)[0] for row in written(3)[:40]]
    spend = "negative" if amount.startswith("-") else "all"
    with cleaning(put(tmp_path / "a.csv", text(rows)), 'currency="KWD"', f'spend="{spend}"') as found:
        assert set(found.column("paise")) == {1_234_567}


def test_figures_are_in_units_of_the_currency_whatever_its_decimals(tmp_path: Path) -> None:
    """The same numbers, in a currency of two decimals and of three: the same averages, caps and distributions."""
    path = put(tmp_path / "a.csv", text(written(2)))
    two, three = (analysed(path, AS_IS, f'currency="{code}"') for code in ("USD", "KWD"))
    assert (two.record["paise_per_unit"], three.record["paise_per_unit"]) == (100, 1000)
    assert two.record["spend_paise"] * 10 == three.record["spend_paise"]
    assert two.release.overall.means == three.release.overall.means
    assert two.release.overall.histograms == three.release.overall.histograms
    assert two.release.model.clips == three.release.model.clips
    assert [item.means for item in two.release.atoms] == [item.means for item in three.release.atoms]


def test_a_model_scores_the_next_month_in_its_own_unit(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", text(written(3)))
    chosen = (AS_IS, 'currency="KWD"', 'decimal="."')
    first = analysed(path, *chosen)
    put(tmp_path / "model.json", first.text)
    again = analysed(path, *chosen, f'model="{tmp_path / "model.json"}"')
    assert again.release.model.clips == first.release.model.clips
    assert [item.n for item in again.release.atoms] == [item.n for item in first.release.atoms]


class TestTitles:
    """A title that names another unit than the whole one is not ignored."""

    @pytest.mark.parametrize("title", ["Amount in paise", "Txn Amt (Paise)", "amountPaise", 'Amount "paise"'])
    @pytest.mark.parametrize("quoted", [False, True])
    def test_hundredths_stop_the_run_with_the_expression_that_reads_them(
        self, tmp_path: Path, title: str, quoted: bool
    ) -> None:
        path = self.file(tmp_path, AMOUNT, title)
        named = name_of(title) if quoted else title
        error = self.stopped(path, f"columns.amount={json.dumps(named)}")
        assert title in error.message
        assert "100 of them are one unit of the currency" in error.message
        sums = []
        words = shlex.split(error.hint or "")
        for argument in (word for word in words if word.startswith("columns.amount=")):
            with cleaning(path, argument, 'currency="INR"') as found:
                sums.append(found.cleaned.spend_paise)
        with cleaning(put(tmp_path / "plain.csv", text(FEW))) as found:
            assert sums == [pytest.approx(found.cleaned.spend_paise / 100, abs=len(FEW)), found.cleaned.spend_paise]

    @pytest.mark.parametrize(("title", "times"), [("Balance (lakhs)", "* 100000"), ("Balance_minor", "/ 100")])
    def test_so_do_balances_and_multiples(self, tmp_path: Path, title: str, times: str) -> None:
        error = self.stopped(self.file(tmp_path, BALANCE, title), f'columns.balance="{title}"')
        assert times in (error.hint or "")
        assert "columns.balance=" in (error.hint or "")

    def test_a_title_that_may_mean_either_offers_both(self, tmp_path: Path) -> None:
        title = "Balance (x 1000)"
        error = self.stopped(self.file(tmp_path, BALANCE, title), f'columns.balance="{title}"')
        assert all(way in (error.hint or "") for way in ("* 1000", "/ 1000", "* 1"))

    def test_a_title_of_another_column_does_not(self, tmp_path: Path) -> None:
        with cleaning(self.file(tmp_path, TIME, "Fee in paise")) as found:
            assert found.cleaned.accepted == len(FEW)

    @staticmethod
    def file(folder: Path, column: int, title: str) -> Path:
        head = [title if i == column else name for i, name in enumerate(HEAD)]
        return put(folder / "a.csv", text(FEW, head))

    @staticmethod
    def stopped(path: Path, chosen: str) -> AtlasError:
        with pytest.raises(AtlasError, match="by its title") as error, cleaning(path, chosen, 'currency="INR"'):
            pass
        return error.value


class TestMoreDecimals:
    """What a currency does not have is rounded, and the build says in how many rows."""

    @pytest.mark.parametrize(
        ("amount", "currency", "kept", "rows"),
        [
            ("10.005", "INR", 1001, 7), ("10.0049", "INR", 1000, 7), ("1,234.567", "INR", 123_457, 7),
            ("INR 1234.5678", "INR", 123_457, 7), ("1.2345678e3", "INR", 123_457, 7), ("١٢٫٣٤٥", "INR", 1235, 7),
            ("10.0055", "KWD", 10_006, 7), ("0.001", "JPY", 0, 7), ("10.50000", "INR", 1050, 0),
            ("10.005", "KWD", 10_005, 0), ("1,234,567", "INR", 123_456_700, 0), ("1.2345e4", "INR", 1_234_500, 0),
            ("10.30000000000000004", "INR", 1030, 0),
        ],
    )  # fmt: skip
    def test_are_counted(self, tmp_path: Path, amount: str, currency: str, kept: int, rows: int) -> None:
        path = put(tmp_path / "a.csv", text([*(changed([row], 0, AMOUNT, amount)[0] for row in FEW[:7]), *FEW[7:]]))
        with cleaning(path, f'currency="{currency}"', 'decimal="."') as found:
            assert found.column("paise").count(kept) == 7
            decimals = 3 if currency == "KWD" else 2
            said = f"Rows whose amount has more than {decimals} decimals, and was rounded to {decimals}: {rows}."
            assert [note for note in found.cleaned.notes if "rounded" in note] == ([said] if rows else [])

    def test_traces_of_binary_fractions_are_none(self, tmp_path: Path) -> None:
        frame = pd.DataFrame(FEW, columns=HEAD)
        frame[HEAD[BALANCE]] = frame[HEAD[BALANCE]].astype(np.float32)
        frame[HEAD[AMOUNT]] = frame[HEAD[AMOUNT]].astype(np.float64) + 0.1 + 0.2
        frame.to_parquet(tmp_path / "a.parquet")
        with cleaning(tmp_path / "a.parquet") as found:
            assert not [note for note in found.cleaned.notes if "rounded" in note]

    def test_are_counted_for_balances_too(self, tmp_path: Path) -> None:
        rows = [changed([row], 0, BALANCE, "99.999")[0] if i < 3 else row for i, row in enumerate(FEW)]
        with cleaning(put(tmp_path / "a.csv", text(rows)), 'decimal="."') as found:
            assert found.cleaned.notes == ("Rows whose balance has more than 2 decimals, and was rounded to 2: 3.",)
