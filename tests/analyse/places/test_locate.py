"""`atlas locate`: what each spelling is read as, for people and for spreadsheets, whatever the input holds."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analyse.places import load_gazetteer
from generator.analyse.places.match_csv import COLUMNS, locate_spellings, matches_csv
from tests.support.banks import HEAD, PLACE, changed, one_time_customers, put, text
from tests.support.program import run_atlas

INDIA = load_gazetteer("IN")
SPELLINGS = ["BANGALORE", "", "SION (E) MUMBAI", "KERALA", "SHILLLONG", "DUBAI", "RANGA REDDY", "=cmd|x", "BANGALORE"]


def run(folder: Path, *args: str, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    if not env:
        done = run_atlas(folder, "locate", *args, given=given)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.encode(), done.stderr.encode())
    return subprocess.run(
        [sys.executable, "-m", "generator", "locate", *args], cwd=folder, input=given, capture_output=True, check=False,
        env={**os.environ, **env},
    )  # fmt: skip


def rows(data: bytes | str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode() if isinstance(data, bytes) else data, newline="")))


# The table


def test_each_spelling_is_answered_in_its_place() -> None:
    table = rows(matches_csv(SPELLINGS, locate_spellings(SPELLINGS, INDIA), INDIA))
    assert list(table[0]) == list(COLUMNS)
    assert [row["location"] for row in table] == [s if s != "=cmd|x" else "'=cmd|x" for s in SPELLINGS]
    assert [tuple(row.values())[1:] for row in table[:7]] == [
        ("city", "Bengaluru", "Karnataka", "1277333", "bengaluru-karnataka", "alias", "A", ""),
        ("unmatched", "", "", "", "", "blank", "", ""),
        ("city", "Mumbai", "Maharashtra", "1275339", "mumbai-maharashtra", "token", "B", ""),
        ("state", "", "Kerala", "IN-KL", "", "exact", "A", ""),
        ("city", "Shillong", "Meghalaya", "1256523", "shillong-meghalaya", "phonetic", "C", "0.889"),
        ("foreign", "", "", "", "", "foreign", "", ""),
        ("district", "Ranga Reddy district", "Telangana", "d-ranga-reddy-telangana", "ranga-reddy-district-telangana",
         "exact", "A", ""),
    ]  # fmt: skip


def test_names_as_they_stand_need_no_gazetteer() -> None:
    [row] = rows(matches_csv(["Lyon"], locate_spellings(["Lyon"], None), None))
    assert (row["kind"], row["city"], row["slug"], row["method"]) == ("city", "Lyon", "lyon", "as-is")


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_texts_give_one_row_each_that_is_no_formula(texts: list[str]) -> None:
    table = rows(matches_csv(texts, locate_spellings(texts, INDIA), INDIA))
    assert len(table) == len(texts)
    for row in table:
        assert not row["location"].lstrip(" ").startswith(("=", "+", "-", "@"))
        assert row["location"].isprintable()


# The command


@pytest.mark.slow
def test_a_file_a_pipe_and_a_column_agree(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\n".join(SPELLINGS) + "\n")
    (tmp_path / "bank.csv").write_text("id;Town \n" + "".join(f"{i};{s}\n" for i, s in enumerate(SPELLINGS)))
    answers = [
        run(tmp_path, "list.txt"),
        run(tmp_path, given=(tmp_path / "list.txt").read_bytes()),
        run(tmp_path, "-", given=(tmp_path / "list.txt").read_bytes()),
        run(tmp_path, "bank.csv", "--column", "town"),
    ]
    assert {answer.returncode for answer in answers} == {0}
    assert len({answer.stdout for answer in answers}) == 1
    assert len(rows(answers[0].stdout)) == len(SPELLINGS)
    assert b"5 of 9 spellings" in answers[0].stderr


@pytest.mark.slow
def test_the_settings_count(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "aliases.csv").write_text("spelling,id\nHead Office,1259229\n")
    (tmp_path / "atlas.toml").write_text('place_overrides = "own"\n')
    assert rows(run(tmp_path, given=b"HEAD OFFICE").stdout)[0]["city"] == "Pune"
    as_is = run(tmp_path, "--set", 'places="as-is"', given=b"Head Office")
    assert rows(as_is.stdout)[0]["city"] == "Head Office"
    abroad = run(tmp_path, "--set", 'country="XX"', given=b"PUNE")
    assert (abroad.returncode, abroad.stdout) == (3, b"")


def test_hostile_input_gives_rows_or_one_message(tmp_path: Path) -> None:
    lines = [b"MUM\0BAI", b"A" * 10_000, b"X " * 5_000 + b"MUMBAI", "मुंबई".encode() + b"\xff"]
    lines += ["\u202eIABMUM".encode(), b"@SUM(1)"]
    done = run(tmp_path, given=b"\n".join(lines), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    table = rows(done.stdout)
    assert len(table) == len(lines)
    assert table[0]["location"] == "MUM BAI"
    assert table[2]["city"] == "Mumbai"
    assert table[4]["location"] == " IABMUM"
    assert table[5]["location"] == "'@SUM(1)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "given", "code", "words"),
    [
        (["none.txt"], b"", 4, "none.txt"),
        (["."], b"", 4, "cannot be read"),
        (["--column", "x"], b"a,b\n", 4, "no column 'x'"),
        ([], "PUNE".encode("utf-16-le"), 4, "not a text file"),
        (["--to", "none/x.csv"], b"PUNE", 8, "no folder"),
        (["--to", "site/data/x.csv"], b"PUNE", 8, "inside the site"),
        (["list.txt", "--to", "list.txt"], b"", 8, "input"),
        (["--top", "3"], b"", 2, "--unmatched"),
        (["list.txt", "--column", ""], b"", 2, "--column"),
        (["--unmatched", ""], b"", 4, "empty"),
        (["list.txt", "--unmatched", "list.txt"], b"", 2, "neither FILE"),
        (["--unmatched", "none.csv"], b"", 4, "none.csv"),
        (["--unmatched", "bank.csv", "--to", "bank.csv"], b"", 8, "input"),
        (["--unmatched", "bank.csv", "--to", "site/x.csv"], b"", 8, "inside the site"),
        (["--unmatched", "bank.csv", "--set", 'places="as-is"'], b"", 2, "as-is"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    tmp_path: Path, args: list[str], given: bytes, code: int, words: str
) -> None:
    (tmp_path / "site" / "data").mkdir(parents=True)
    (tmp_path / "site" / ".atlas-site").write_text("{}")
    (tmp_path / "list.txt").write_text("PUNE\n")
    put(tmp_path / "bank.csv", text(one_time_customers(5)))
    before = sorted(tmp_path.rglob("*"))
    done = run(tmp_path, *args, given=given)
    assert done.returncode == code, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "list.txt").read_text() == "PUNE\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [("< list.txt > /dev/full", 8, "standard output"), ("<&-", 4, "standard input"), ("list.txt | true", 0, "")],
)
def test_streams_that_are_closed_or_full_leave_no_traceback(tmp_path: Path, words: str, code: int, said: str) -> None:
    (tmp_path / "list.txt").write_text("PUNE\n" * 20_000)
    command = f"{sys.executable} -m generator locate {words}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == code, done.stderr
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_hyphen_is_standard_output(tmp_path: Path) -> None:
    done = run(tmp_path, "--to", "-", given=b"PUNE")
    assert rows(done.stdout)[0]["city"] == "Pune"
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_file_is_private(tmp_path: Path) -> None:
    done = run(tmp_path, "--to", "places.csv", "--quiet", given=b"PUNE")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "places.csv").stat().st_mode & 0o777 == 0o600
    assert rows((tmp_path / "places.csv").read_bytes())[0]["city"] == "Pune"


# What was not understood


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Customers of MUMBAI, of two spellings without a place, of one that is a formula, and of none at all."""
    folder = tmp_path_factory.mktemp("unmatched")
    data = one_time_customers(60)
    for at, place in enumerate(["BELTHUNGDY X"] * 3 + ["QWRTZ KRPL"] * 25 + ["=QWRTZ!"] + ["."] * 2 + ["MUMBAI"] * 29):
        data = changed(data, at, PLACE, place)
    put(folder / "bank.csv", text(data))
    return folder


@pytest.mark.slow
def test_the_list_is_ready_for_an_override_file(bank: Path) -> None:
    done = run(bank, "--unmatched", "bank.csv")
    assert done.returncode == 0, done.stderr
    table = rows(done.stdout)
    assert [(row["spelling"], row["customers"], row["rows"]) for row in table] == [
        ("QWRTZ KRPL", "25", "25"), ("BELTHUNGDY X", "3", "3"), ("'=QWRTZ!", "1", "1"),
    ]  # fmt: skip
    assert "Belthangady, Karnataka (12720101)" in table[1]["nearest"]
    assert 0 < float(table[1]["score"]) < 1
    own = bank / "own"
    own.mkdir(exist_ok=True)
    chosen = done.stdout.replace(b"QWRTZ KRPL,", b"QWRTZ KRPL,1259229")
    (own / "aliases.csv").write_bytes(chosen)
    again = rows(run(bank, "--unmatched", "bank.csv", "--set", 'place_overrides="own"').stdout)
    assert "QWRTZ KRPL" not in {row["spelling"] for row in again}


@pytest.mark.slow
def test_a_list_of_few_customers_says_that_it_is_private(bank: Path) -> None:
    assert b"2 of the listed spellings belong to fewer than 20 customers" in run(bank, "--unmatched", "bank.csv").stderr
    many = run(bank, "--unmatched", "bank.csv", "--top", "1")
    assert len(rows(many.stdout)) == 1
    assert b"fewer than" not in many.stderr
    assert b"29 of 60 customers have one of 3 spellings without a place; 1 are listed" in many.stderr
    assert b"2 more customers have no text, or one without a letter" in many.stderr


@pytest.mark.slow
def test_the_list_is_written_as_a_private_file(bank: Path) -> None:
    done = run(bank, "--unmatched", "bank.csv", "--to", "lost.csv")
    assert (done.returncode, done.stdout) == (0, b"")
    assert (bank / "lost.csv").stat().st_mode & 0o777 == 0o600
    assert b"private" in done.stderr


@pytest.mark.slow
def test_a_state_column_is_part_of_the_spelling(tmp_path: Path) -> None:
    data = [[*row, "GOA"] for row in changed(one_time_customers(3), 0, PLACE, "QWRTZ")]
    put(tmp_path / "bank.csv", text(data, [*HEAD, "State"]))
    done = run(tmp_path, "--unmatched", "bank.csv", "--set", 'columns.state="State"')
    # A state beside an unknown place is a match of its own.
    assert rows(done.stdout) == []
