"""Columns of a fixed width: found where every line has a blank, or not at all."""

import pytest

from generator.analyse.values.fixed_columns import find


def lines(text: str) -> list[str]:
    return [line + "\n" for line in text.strip("\n").split("\n")]


def read(text: str, *, titled: bool = True) -> tuple[tuple[str, ...], list[list[str]]] | None:
    columns = find(lines(text), titled=titled)
    return (columns.names, [columns.fields(line) for line in lines(text)[titled:]]) if columns else None


def test_fields_with_blanks_and_empty_fields_stand_at_their_places() -> None:
    found = read("""
Client  Town        Sex     Amount
A1      NEW DELHI   F     1,234.50
A22     AGRA                 7.00
A3      PORT BLAIR  M
""")
    assert found == (
        ("Client", "Town", "Sex", "Amount"),
        [["A1", "NEW DELHI", "F", "1,234.50"], ["A22", "AGRA", "", "7.00"], ["A3", "PORT BLAIR", "M", ""]],
    )


def test_titles_of_several_words_above_short_values_are_one() -> None:
    found = read("""
Client no  Date of booking  City
A1         2024-01-13       NEW DELHI
B2         2024-01-14       AGRA
""")
    assert found
    assert found[0] == ("Client no", "Date of booking", "City")
    assert found[1][0] == ["A1", "2024-01-13", "NEW DELHI"]


def test_without_titles_two_blanks_separate() -> None:
    text = """
A1   2024-01-13  NEW DELHI    7.25
B22  2024-01-14  AGRA       117.00
"""
    assert read(text, titled=False) == (
        ("1", "2", "3", "4"),
        [["A1", "2024-01-13", "NEW DELHI", "7.25"], ["B22", "2024-01-14", "AGRA", "117.00"]],
    )
    assert find(lines(text.replace("2024-01-13  ", "2024-01-13 ").replace("14  A", "14 A")), titled=False) is None


@pytest.mark.parametrize(
    "text",
    [
        # All towns have a blank at one place, and no title says what is behind it.
        "Client  Town\nA1      ROSE HILL\nA2      LONG HILL\n",
        # Two titles, or one of two words.
        "Client  City Name\nA1      AGRA NORD\nA2      PUNE SUED\n",
        # Titles stand elsewhere than values.
        "  Client   Day   Town\nA1 20160804 Ulm\n",
        "Client\tTown  Sex\nA1      Ulm   F\n",
        "Client Town\nA1 NEW DELHI\nA22 AGRA\n",
        "one\ntwo\n",
    ],
)
def test_what_is_not_certain_is_not_found(text: str) -> None:
    assert find(lines(text), titled=True) is None


def test_fields_are_written_between_tabs() -> None:
    text = lines('Client  Town        Sex\nA1      NEW "D" X   F\n\nA2      AGRA NORTH\n')
    columns = find(text, titled=True)
    assert columns
    assert list(columns.tabbed(text)) == ["Client\tTown\tSex\n", 'A1\t"NEW ""D"" X"\tF\n', "\n", "A2\tAGRA NORTH\t\n"]
