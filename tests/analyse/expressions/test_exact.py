"""Arithmetic is that of fractions, on random expressions and numbers; Python's own grammar says what they mean."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.analyse import money
from generator.analyse.computed import compute
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading import source
from generator.errors import ConfigError
from tests.support.banks import HEAD, bank, put, settings, text

NAMES = ("a", "b", "c")
Value = Fraction | None


def half_away(value: Fraction, places: int = 0) -> Fraction:
    scaled = abs(value) * 10**places
    return Fraction((2 * scaled + 1) // 2 * (1 if value >= 0 else -1), 10**places)


def expression(dice: random.Random, depth: int) -> str:
    """Return a random expression that is one in Python too."""
    if depth == 0 or dice.random() < 0.15:
        return dice.choice([*NAMES, *NAMES, str(dice.randint(0, 30)), f"{dice.uniform(0, 9):.2f}"])
    parts = [expression(dice, depth - 1) for _ in range(2)]
    kind = dice.randint(0, 9)
    if kind == 0:
        return f"abs({parts[0]})"
    if kind == 1:
        return f"round({parts[0]}, {dice.randint(0, 3)})"
    if kind == 2:
        return f"(-{parts[0]})" if not parts[0].startswith("-") else f"({parts[0]})"
    joined = f" {dice.choice('++--**/')} ".join(parts)
    return f"({joined})" if dice.random() < 0.6 else joined


def evaluated(text: str, values: Mapping[str, Fraction]) -> Value:
    """Return what Python makes of an expression, in fractions; None where it divides by zero."""
    exact = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])", r"F('\1')", text)
    exact = re.sub(r"round\((.*?), F\('(\d)'\)\)", r"round(\1, \2)", exact)
    known: dict[str, Any] = {"F": Fraction, "abs": abs, "round": lambda v, n: half_away(v, int(n)), **values}
    try:
        return Fraction(eval(exact, {"__builtins__": {}}, known))
    except ZeroDivisionError:
        return None


def numbers(dice: random.Random, n: int) -> list[list[str]]:
    make: list[Callable[[], str]] = [
        lambda: str(dice.randint(-9, 99)),
        lambda: f"{dice.uniform(-500, 500):.2f}",
        lambda: f"{dice.uniform(0, 1):.4f}",
        lambda: "0",
    ]
    return [[dice.choice(make)() for _ in NAMES] for _ in range(n)]


def computed(path: Path, amount: str, rows: Sequence[Sequence[str]], *assignments: str) -> list[int | None]:
    """Return the computed amounts of rows with the columns a, b and c, in hundredths; None where there is none."""
    full = [[*row, *values] for row, values in zip(bank(len(rows)), rows, strict=True)]
    put(path, text(full, [*HEAD[:-1], "paid", *NAMES]))
    chosen = settings(f'columns.amount="{amount}"', 'decimal="."', 'columns.balance=""', *assignments)
    opened = source.open_source(str(path), chosen.source_columns, ())
    with DuckEngine() as engine:
        types = money.typed_rows(opened, engine.read(opened))
        compute(engine, opened, chosen, types)
        found = engine.rows("select amount_text from raw order by location")
    return [None if amount is None else int(Decimal(amount) * 100) for (amount,) in found]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_random_expressions_are_exact(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    rows = numbers(dice, 150)
    tried = 0
    while tried < 4:
        formula = f"{expression(dice, 3)} + 0 * a"
        wanted: list[Value] = []
        for row in rows:
            values = {name: Fraction(value) for name, value in zip(NAMES, row, strict=True)}
            wanted.append(evaluated(formula, values))
        try:
            found = computed(tmp_path / "t.csv", formula, rows)
        except ConfigError as error:
            # The digits of the columns may be too many for it; it is then refused, never wrong.
            if "digits" not in error.message:
                raise
            continue
        tried += 1
        limit = 9 * 10**18
        exact = [
            None if value is None or abs(value) * 100 >= limit else int(half_away(value * 100)) for value in wanted
        ]
        assert found == exact, formula


def test_amounts_are_rounded_once_and_half_away_from_zero(tmp_path: Path) -> None:
    rows = [["0.05", "0.1", "1"], ["-0.05", "0.1", "1"], ["0.15", "0.1", "1"], ["1", "3", "3"], ["0.333", "3", "1"]]
    assert computed(tmp_path / "t.csv", "a * b", rows) == [1, -1, 2, 300, 100]
    assert computed(tmp_path / "t.csv", "a / b * c", rows) == [50, -50, 150, 100, 11]
    assert computed(tmp_path / "t.csv", "a / 3 + a / 3 + a / 3", rows) == [5, -5, 15, 100, 33]


def test_numbers_are_read_as_amounts_are(tmp_path: Path) -> None:
    rows = [["1.234,56 €", "3", "x"], ["-12,50", "2", ""], ["(7,00)", "1", "0"], ["1.000.000,00", "1e2", "0"]]
    found = computed(tmp_path / "t.csv", "a * b", rows, 'currency="EUR"', 'decimal="auto"')
    assert found == [370368, -2500, -700, 10_000_000_000]


def test_what_is_no_number_or_missing_is_rejected_and_not_guessed(tmp_path: Path) -> None:
    rows = [["5", "x", "1"], ["5", "", "1"], ["5", "nan", "1"], ["5", "2", "0"], ["1e30", "2", "1"], ["", "", "1"]]
    assert computed(tmp_path / "t.csv", "a * b / c", rows) == [None] * 6
    # A missing number may be replaced; one that cannot be read may not.
    assert computed(tmp_path / "t.csv", "a * coalesce(b, 1)", rows) == [None, 500, 500, 1000, None, None]
    assert computed(tmp_path / "t.csv", "coalesce(a, 0) * coalesce(b, 0)", rows) == [None, 0, 0, 1000, None, 0]
    assert computed(tmp_path / "t.csv", "coalesce(a / nullif(c, 0), 7)", rows[:4]) == [500, 500, 500, 700]
    assert computed(tmp_path / "t.csv", "case when b > 1 then a else 0 end", rows[:4]) == [None, None, None, 500]
    assert computed(tmp_path / "t.csv", "case when c = 0 then 1 else a * b end", rows[:4]) == [None, None, None, 100]


def test_a_result_that_may_not_fit_is_refused_with_the_way_out(tmp_path: Path) -> None:
    rows = [["0.123456789012345678", "0.123456789012345678", "0.123456789012345678"]]
    with pytest.raises(ConfigError, match="more than 38 digits") as error:
        computed(tmp_path / "t.csv", "a * b * c", rows)
    assert "round(Price, 4)" in (error.value.hint or "")
    value = Fraction(Decimal(rows[0][0]))
    rounded = half_away(value, 4) ** 3 * 100
    assert computed(tmp_path / "t.csv", "round(a, 4) * round(b, 4) * round(c, 4) ", rows) == [int(half_away(rounded))]


def test_an_amount_beyond_64_bits_is_rejected(tmp_path: Path) -> None:
    rows = [["999999999999999", "999999999999", "1"], ["90000000000000000", "1", "1"], ["2", "3", "1"]]
    assert computed(tmp_path / "t.csv", "a * b", rows) == [None, None, 600]
