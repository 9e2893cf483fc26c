"""No message prints a value of a customer, whichever way a file is bad."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest

from generator import cli
from generator.analyse.reading.titles import is_title, shape, shown
from tests.support.banks import HEAD, Row, bank, text

#: One value a column that stands nowhere else; of each, the part that gives it away.
VALUES = ["T7735577", "C8846688", "17/03/1937", "Qx", "Zanzibarix", "777123.45", "29/04/2013", "173519", "4491.37"]
CANARIES = ("7735577", "8846688", "1937", "Qx", "anzibarix", "777123", "29/04", "173519", "4491", "6622.77", "Okonkwo")
ID, CUSTOMER, BIRTH, GENDER, PLACE, BALANCE, DATE, TIME, AMOUNT = range(9)
KPIS = "CustLocation,Cluster,CustomerCount,AvgAge,AvgRecency,AvgFrequency,AvgAvgMonetary,AvgTotalMonetary"


def rows(n: int = 400, changes: Mapping[str, str] = MappingProxyType({})) -> list[Row]:
    """Return the same canaries many times over, with some columns changed."""
    row = [changes.get(name, value) for name, value in zip(HEAD, VALUES, strict=True)]
    return [list(row) for _ in range(n)]


def csv(data: Sequence[Row], head: Sequence[str] | None = HEAD, mark: str = ",") -> bytes:
    return "".join(mark.join(row) + "\n" for row in ([head] if head else []) + list(data)).encode()


def mixed(column: int, *values: str) -> list[Row]:
    """Return a bank that can be read, but for a canary in each row and some values of one column."""
    made = bank(400)
    for i, row in enumerate(made):
        row[PLACE], row[BALANCE] = "Zanzibarix", "777123.45"
        row[column] = values[i % len(values)]
    return made


def frame(data: Sequence[Row], head: Sequence[str] = HEAD) -> pd.DataFrame:
    return pd.DataFrame(data, columns=list(head))


HEADLESS = {
    "a.csv": csv(rows(), None),
    "b.csv": csv(rows(1), None),
    "semicolon.csv": csv(rows(), None, ";"),
    "tab.tsv": csv(rows(), None, "\t"),
    "caret.csv": csv(rows(), None, "^"),
    "wide.csv": csv(rows(), None).decode().encode("utf-16"),
    "packed.csv.gz": gzip.compress(csv(rows(), None)),
    "twice.csv": csv([[*row, "4491.37", "4491.37"] for row in rows()], None),
    "lines.csv": "".join(json.dumps(dict(zip(HEAD, row, strict=True))) + "\n" for row in rows()).encode(),
    "list.csv": json.dumps([dict(zip(HEAD, row, strict=True)) for row in rows()]).encode(),
    "page.csv": f"<table><tr><td>{'</td><td>'.join(VALUES)}</td></tr></table>".encode(),
    "above.csv": b"Holder,Okonkwo\nAccount,8846688\n\n" + csv(rows(), None),
    "blanks.csv": csv(rows(), None, "   "),
    "words.csv": b"Okonkwo,Zanzibarix,Qx\n" * 9,
    "mail.csv": b"okonkwo@Okonkwo.example,Qx,Zanzibarix\n" * 9,
}
WITH_HEADER = {
    "columns.csv": csv(rows(), [*HEAD[:4], *VALUES[4:]]),
    "above.csv": b"Holder,Okonkwo\nAccount,8846688\n" + csv(rows(), [name.upper() + "x" for name in HEAD]),
    "ragged.csv": csv([[*row, "Qx"] for row in rows()]),
    "blanks.txt": csv(rows(changes={HEAD[PLACE]: "New Zanzibarix"}), [f"c{i}" for i in range(9)], "  "),
    "same.csv": csv([[*row, "Qx", "Qx"] for row in rows()], [*HEAD, "4491.37", "4491.37"]),
    "dates.csv": csv(rows(changes={HEAD[DATE]: "29/04/20x3"})),
    "names.csv": csv(rows(changes={HEAD[DATE]: "Okonkwo"})),
    "negative.csv": csv(mixed(AMOUNT, "-4491.37", "6622.77")),
    "decimals.csv": csv(mixed(AMOUNT, '"4491,37"', '"66,227"')),
    "currency.csv": csv(mixed(AMOUNT, "USD 4491.37")),
    "words2.csv": csv(mixed(AMOUNT, "Okonkwo")),
    "large.csv": csv(mixed(AMOUNT, "9223372036854774.44")),
    "window.csv": csv(mixed(DATE, "29/04/1972", "29/04/2013")),
    "quote.csv": csv([*bank(60), *rows(400, {HEAD[PLACE]: '"Zanzibarix'}), *bank(60)]),
    "few.csv": csv(rows(60)),
    "one.csv": csv(rows(1)),
    "short.csv": csv([row[:5] for row in rows()]),
    "latin.csv": csv(mixed(PLACE, "Zanzibarixé")).decode().encode("latin-1"),
    "cut.csv.gz": gzip.compress(csv(bank(4000)))[:20_000],
    "plain.csv.gz": csv(rows()),
    "plain.parquet": csv(rows()),
    "nul.csv": csv(rows()) + bytes(4000) + csv(rows()),
}


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    """Run the program; return its exit code and all that it printed."""
    monkeypatch.setattr("sys.argv", ["atlas", *args])
    code = 0
    try:
        cli.main()
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def require_no_canary(said: str) -> None:
    assert [word for word in CANARIES if word.casefold() in said.casefold()] == [], said


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", HEADLESS)
def test_a_file_without_a_header_is_called_so_and_none_of_it_is_printed(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (here / name).write_bytes(HEADLESS[name])
    for command in (["analyse"], ["locate", "--unmatched"], ["build"], ["export", "--to", "x.csv"]):
        code, said = run(monkeypatch, capsys, *command, name)
        assert code == 4, said
        require_no_canary(said)
        if name != "words.csv":
            assert "no header row" in said
            assert "Add a first row with the column names" in said
    code, said = run(monkeypatch, capsys, "locate", name, "--column", "City")
    assert code == 4
    require_no_canary(said)
    code, said = run(monkeypatch, capsys, "import-kpis", name)
    assert code == 4
    require_no_canary(said)


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_HEADER)
@pytest.mark.parametrize(
    "settings",
    [
        (),
        ('columns.date="CustomerID"',),
        ('columns.date="CustLocation"', 'columns.amount="CustomerID"'),
        ('customer_key=["TransactionID"]', 'columns.amount="CustAccountBalance"'),
    ],
)
def test_no_bad_file_makes_a_message_print_a_value(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    settings: tuple[str, ...],
) -> None:
    (here / name).write_bytes(WITH_HEADER[name])
    sets = [word for text in ('places="as-is"', "evidence=false", *settings) for word in ("--set", text)]
    code, said = run(monkeypatch, capsys, "analyse", name, *sets)
    require_no_canary(said)
    assert "Traceback" not in said
    if not settings and name != "latin.csv":
        assert code in (4, 5, 9), said


@pytest.mark.parametrize("head", [VALUES, [*HEAD[:4], *VALUES[4:]]])
def test_parquet_with_values_for_titles(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], head: list[str]
) -> None:
    frame(rows(), head).to_parquet(here / "t.parquet")
    code, said = run(monkeypatch, capsys, "analyse", "t.parquet")
    assert code == 4
    require_no_canary(said)


@pytest.mark.parametrize(
    "line",
    [
        "Zanzibarix,0,4491.5,20,100,1,4,4",
        "Zanzibarix,0,Okonkwo,20,100,1,4,4",
        "Zanzibarix,8846688,40,20,100,1,4,4",
        "Zanzibarix,0,40,-1937,100,1,4,4",
        "Zanzibarix,0,40,20,100,1,4491.37,4",
        "Zanzibarix,0,40,20,100,1,4,4\nZanzibarix,0,40,20,100,1,4,4",
        "Zanzibarix,0,8,20,100,1,4,4",
        "Zanzibarix,0,40,20,100,1,4,4\nOkonkwo,1,40,20,100,1,4,4",
    ],
)
def test_a_bad_table_of_the_old_dashboard(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (here / "kpis.csv").write_text(f"{KPIS}\n{line}\n")
    code, said = run(monkeypatch, capsys, "import-kpis", "kpis.csv")
    require_no_canary(said)
    assert (code == 0) == ("Okonkwo,1" in line), said


def test_a_table_of_the_old_dashboard_without_its_header(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "kpis.csv").write_text("Zanzibarix,0,4491,20.5,100,1,4,4\n" * 3)
    code, said = run(monkeypatch, capsys, "import-kpis", "kpis.csv")
    assert code == 4
    require_no_canary(said)
    assert "no header row" in said


def test_a_run_that_succeeds_prints_none_either(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "t.csv").write_text(text([*bank(400), *rows(3)]))
    code, said = run(monkeypatch, capsys, "analyse", "t.csv", "--set", "evidence=false", "--set", 'places="as-is"')
    assert code == 0, said
    require_no_canary(said)


@pytest.mark.parametrize(
    ("title", "good"),
    [
        ("TransactionAmount (INR)", True), ("Data do movimento", True), ("Überweisung", True), ("Q1", True),
        ("NIF", True), ("T7735577", False), ("18/02/1993", False), ("263.52", False), ("a@b.example", False),
        ('{"a": 1', False), ("<td>", False), ("", False), ("word " * 9, False),
    ],
)  # fmt: skip
def test_what_reads_like_a_title(title: str, good: bool) -> None:
    assert is_title(title) is good


def test_titles_are_shown_where_they_can_be_nothing_else() -> None:
    assert shown(["NIF", "Valor", "Localidade"], 0, ["T1", "263.52", "Lisboa"]) == "NIF, Valor, Localidade"
    assert shown(["Anna", "Pune"], 0, ["Bela", "Agra"]) == "2 columns"
    assert shown(["CustomerID", "<b>", "City"], 1) == "CustomerID, City, and 1 more"
    assert shown(["CustomerID", "263.52", "City"], 1) == "3 columns"
    assert shown([], 0) == "none"


def test_a_shape_says_how_and_not_what() -> None:
    assert shape("29/04/2013 17:35") == "99/99/9999 99:99"
    assert shape("Müller_4@x") == "aaaaaa?9?a"
    assert shape("9" * 40) == "9" * 24 + "…"
