import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.csv_text import cell, csv_lines


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =cmd|x"])
def test_formulas_are_text(text: str) -> None:
    assert cell(text).lstrip('"').startswith("'")


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    found = [cell(value) for value in (-1.5, 0, 44.0, 123456789012345.0, 0.1 + 0.2, 1e15, None, "a-b")]
    assert found == ["-1.5", "0", "44", "123456789012345", "0.3", "1e+15", "", "a-b"]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    text = csv_lines(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [[value.removeprefix("'") for value in row] for row in read if row] == [
        [value.removeprefix("'") for value in row] for row in rows
    ]
