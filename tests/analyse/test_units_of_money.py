"""Sums in currencies of three decimals and of none, against exact sums in Python."""

import random
from decimal import Decimal
from pathlib import Path

import pytest

from generator.analyse.money import unit_of
from tests.support.banks import AMOUNT, AS_IS, BALANCE, Row, analysed, bank, changed, cleaning, put, text

ROWS = bank(900)


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
