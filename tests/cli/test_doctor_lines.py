"""How `atlas doctor` and `atlas init --from` word what they found: positions, quotes, and counts that stay private."""

from pathlib import Path

import pytest

from generator.analyse.doctor.new_settings import rough
from tests.cli.test_doctor import doctor, run, words
from tests.support.banks import put, text


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(n: int = 300) -> list[list[str]]:
    return [[f"2024-01-{i % 28 + 1:02}", f"{i}.50", f"A{i % 40}", ("Ulm", "Bonn")[i % 2]] for i in range(n)]


HEAD = ["date", "amount", "client", "city"]
BY_POSITION = [
    word
    for i, role in enumerate(("date", "amount", "customer", "place"), start=1)
    for word in ("--set", f'columns.{role}="{i}"')
]


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        ("998 of 1,000 values", "100% of the values"), ("all 1,000 values", "all values"),
        ("880 rows in EUR, 3 rows in USD; all", "about 900 rows in EUR, a few rows in USD; all"),
        ("found in 312, 48. And 51", "found in about 300, about 50. And about 50"),
        ("`Amount 2024` and `12,345` of 12,345 rows", "`Amount 2024` and `12,345` of about 10,000 rows"),
        ("1 row counts, 12 % and 99.5%", "a few row counts, 12 % and 99.5%"), ("1,234.5", "1,234.5"),
    ],
)  # fmt: skip
def test_counts_are_rounded_and_nothing_else_is(exact: str, said: str) -> None:
    assert rough(exact) == said


def test_no_exact_count_of_currencies_reaches_the_settings_file(here: Path) -> None:
    made = [[*row, "EUR" if i % 41 else "USD"] for i, row in enumerate(rows(861))]
    put(here / "t.csv", text(made, [*HEAD, "currency"]))
    assert "840 rows in EUR, 21 rows in USD" in words(doctor("t.csv"))
    run("init", "mine", "--from", "t.csv")
    written = (here / "mine" / "atlas.toml").read_text(encoding="utf-8")
    assert "about 800 rows in EUR, about 20 rows in USD" in " ".join(written.replace("# ", "").split())


def test_a_title_with_a_number_is_written_as_it_is(here: Path) -> None:
    put(here / "t.csv", text(rows(), ["date", "Amount EUR 24", "client", "city"]))
    run("init", "mine", "--from", "t.csv")
    assert "the title `Amount EUR 24` names it" in (here / "mine" / "atlas.toml").read_text(encoding="utf-8")


class TestTheCustomer:
    def test_without_a_header_it_is_the_position_in_the_file(self, here: Path) -> None:
        put(here / "t.csv", text(rows())[text(rows()).index("\n") + 1 :])
        said = words(doctor("t.csv", "--set", "header=false", *BY_POSITION))
        assert "A customer is column 3:" in said

    def test_of_several_columns(self, here: Path) -> None:
        put(here / "t.csv", text(rows(), HEAD))
        said = words(doctor("t.csv", "--set", 'customer_key=["client", "city"]'))
        assert "A customer is client + city, as set" in said

    def test_a_computed_one(self, here: Path) -> None:
        put(here / "t.csv", text(rows(), HEAD))
        said = words(doctor("t.csv", "--set", 'columns.customer="upper(client)"'))
        assert "A customer is customer (computed):" in said
