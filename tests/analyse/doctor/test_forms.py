"""Forms of files: lines above the header, no header, rare separators, moments in UTC; a build must read them alike."""

import datetime as dt
import gzip
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from generator.analyse.doctor import lines as lines_of
from generator.analyse.doctor.examine import Findings, examine
from generator.analyse.doctor.heading import find_heading
from generator.cli import atlas
from generator.settings import config

HEAD = ("Kundennummer", "Buchungstag", "Betrag", "Ort")
TOWNS = ("Ulm", "Bonn", "Kiel")
ABOVE = 'Bank zum Beispiel{0}{0}\nKonto{0}Umsaetze vom 01.01.2024{0} "Giro\n{0}{0}\n'


def rows(n: int = 240) -> list[tuple[str, ...]]:
    start = dt.date(2024, 1, 5)
    return [
        (f"K-{7000 + i % 60}", (start + dt.timedelta(days=i % 200)).strftime("%d.%m.%Y"), f"{i % 50 + 1},50",
         TOWNS[i % 60 % 3])
        for i in range(n)
    ]  # fmt: skip


def lines(found: Sequence[Sequence[str]], mark: str) -> str:
    return "".join(mark.join(row) + "\n" for row in found)


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def examined(path: Path, *assignments: str) -> Findings:
    return examine(str(path), config.load(Path(os.devnull), assignments))


def chosen(found: Findings) -> dict[str, str]:
    return {guess.role: guess.column for guess in found.roles if guess.column}


def values(found: Findings) -> dict[str, object]:
    return {guess.key: guess.value for guess in found.settings if guess.state == "guessed"}


def require_read(found: Findings, n: int) -> None:
    cleaned = found.tried.cleaned
    assert cleaned is not None, found.tried.problem
    assert (cleaned.accepted, dict(cleaned.rejected)) == (n, {})


ROLES = dict(zip(("customer", "date", "amount", "place"), HEAD, strict=True))


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_lines_above_the_header(tmp_path: Path, name: str, encoding: str) -> None:
    path = put(tmp_path / name, ABOVE.format(";") + lines([HEAD, *rows()], ";"), encoding)
    found = examined(path, 'currency="EUR"')
    assert chosen(found) == ROLES
    assert (found.sample.of[0].skipped, found.sample.files[0].skipped, found.sample.files[0].said) == (3, 3, True)
    assert "delimiter" not in values(found)
    require_read(found, 240)


def test_lines_above_the_header_of_a_large_file(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", ABOVE.format(";") + lines([HEAD, *rows(220_000)], ";"))
    found = examined(path, 'currency="EUR"')
    assert chosen(found) == ROLES
    assert not found.sample.whole
    require_read(found, 1000)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_about_how_many_rows_a_large_file_has(tmp_path: Path, encoding: str, end: str) -> None:
    made = lines([[*HEAD, "note"], *([*row, "né" * 5] for row in rows(120_000))], ";")
    (tmp_path / "t.csv").write_bytes(made.replace("\n", end).encode(encoding))
    found = examined(tmp_path / "t.csv", 'currency="EUR"').sample
    assert not found.whole
    assert found.excerpts[0].total == pytest.approx(120_000, rel=0.01)


@pytest.mark.parametrize("date", ['"Zzz x"', "ZZZ  X", "Zzz x"])
def test_unusual_dates_are_tried_in_the_column_that_the_settings_name(tmp_path: Path, date: str) -> None:
    made = [[f"{i % 28 + 1}_01_2024", *row] for i, row in enumerate(rows())]
    found = examined(put(tmp_path / "t.csv", lines([["Zzz x", *HEAD], *made], ";")), f"columns.date={json.dumps(date)}")
    assert values(found)["date_format"] == "%d_%m_%Y"


@pytest.mark.parametrize("setting", ["columns.amount='\"12\"'", "columns.amount='\"12\" * 2'", "where='\"12\" > 0'"])
def test_a_title_like_a_value_may_be_shown_if_the_settings_name_it(tmp_path: Path, setting: str) -> None:
    made = put(tmp_path / "t.csv", lines([["client", "date", "12", "city"], *rows()], ";"))
    assert "12" in examined(made, setting).shown
    assert "12" not in examined(made).shown


def test_an_apostrophe_in_a_title_stays_one_in_a_contradiction(tmp_path: Path) -> None:
    made = put(tmp_path / "t.csv", lines([[*HEAD, "Bank's currency"], *([*row, "EUR"] for row in rows())], ";"))
    [said] = examined(made, 'columns.currency="Bank\'s currency"', 'currency="USD"').contradictions
    assert said == 'currency = "USD" is set, but the file says "EUR": `Bank\'s currency` says so.'


def test_a_known_title_above_the_header_does_not_hide_it(tmp_path: Path) -> None:
    above = "Account;12\nDate;Amount\nCity;London\n\n"
    head = ("kto", "kiedy", "ile", "gdzie", "opis transakcji")
    path = put(tmp_path / "t.csv", above + lines([head, *((*row, "x") for row in rows())], ";"))
    assert [column.title for column in examined(path).columns] == list(head)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", "\x01", " "])
@pytest.mark.parametrize("stated", [False, True])
def test_separators(tmp_path: Path, mark: str, stated: bool) -> None:
    found_rows = [[cell.replace(",", ".") for cell in row] for row in rows()]
    text = (f"sep={mark}\n" if stated else "") + lines([HEAD, *found_rows], mark)
    found = examined(put(tmp_path / "t.txt", text), 'currency="EUR"')
    assert chosen(found) == ROLES
    assert found.sample.of[0].delimiter == mark
    require_read(found, 240)


def test_a_separator_that_a_build_does_not_try_is_taken_from_the_settings(tmp_path: Path) -> None:
    path = put(tmp_path / "t.txt", lines([HEAD, *rows()], ":"))
    found = examined(path, 'currency="EUR"', 'delimiter=":"')
    assert chosen(found) == ROLES
    require_read(found, 240)


def test_empty_fields_at_the_end_of_rows(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", lines([HEAD], ";") + lines([(*row, " ") for row in rows()], ";"))
    found = examined(path, 'currency="EUR"')
    assert chosen(found) == ROLES
    assert found.sample.files[0].uneven
    require_read(found, 240)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", " "])
def test_a_file_without_a_header(tmp_path: Path, mark: str) -> None:
    found_rows = [[cell.replace(",", "." if mark == "," else ",") for cell in row] for row in rows()]
    path = put(tmp_path / "t.csv", lines(found_rows, mark))
    found = examined(path, 'currency="EUR"')
    assert chosen(found) == {"customer": "1", "date": "2", "amount": "3", "place": "4"}
    assert values(found)["header"] is False
    require_read(found, 240)


def test_a_header_that_the_settings_promise_is_not_denied(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", lines(rows(), ";"))
    assert "header" not in values(examined(path, "header=true"))


def test_two_amounts_without_titles_are_asked(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", lines([(*row, f"{i % 70},25") for i, row in enumerate(rows())], ";"))
    found = examined(path)
    [amount] = [guess for guess in found.roles if guess.role == "amount"]
    assert (amount.state, set(amount.alternatives)) == ("open", {"3", "5"})
    said = "\n".join(lines_of.lines(found, ()))
    assert """--set 'columns.amount="5"'  # all 240 values read as amounts with a decimal comma""" in said
    assert "header         false " in said
    assert found.exit_code == 3


def parquet_in_utc(path: Path, zone: str | None) -> None:
    found = rows()
    start = dt.datetime(2024, 1, 5, 20, tzinfo=dt.UTC)
    moments = pa.array([start + dt.timedelta(days=i % 200) for i in range(len(found))], pa.timestamp("us", tz=zone))
    columns = dict(zip(HEAD, map(list, zip(*found, strict=True)), strict=True))
    pq.write_table(pa.table({**columns, "Buchungstag": moments}), path)


def duckdb_in_utc(path: Path, zone: str | None) -> None:
    parquet_in_utc(path.with_suffix(".parquet"), zone)
    with duckdb.connect(str(path)) as database:
        database.execute(f"create table t as from '{path.with_suffix('.parquet')}'")


@pytest.mark.parametrize(("make", "name"), [(parquet_in_utc, "t.parquet"), (duckdb_in_utc, "t.duckdb")])
def test_moments_in_utc_need_a_zone(tmp_path: Path, make: Callable[[Path, str], None], name: str) -> None:
    make(tmp_path / name, "UTC")
    found = examined(tmp_path / name, 'currency="EUR"')
    assert chosen(found) == ROLES
    [zone] = [guess for guess in found.questions if guess.key == "timezone"]
    assert zone.blocks
    assert found.exit_code == 3
    assert found.now.problem is not None
    found = examined(tmp_path / name, 'currency="EUR"', 'timezone="Asia/Kolkata"')
    assert not found.waits
    require_read(found, 240)
    cleaned = found.tried.cleaned
    assert cleaned is not None
    # 20:00 in UTC is the next day in Kolkata.
    assert cleaned.first_day == (dt.date(2024, 1, 6) - dt.date(1970, 1, 1)).days


def test_a_zone_that_the_file_names_is_enough(tmp_path: Path) -> None:
    parquet_in_utc(tmp_path / "t.parquet", "Europe/Berlin")
    found = examined(tmp_path / "t.parquet", 'currency="EUR"')
    assert not found.waits
    require_read(found, 240)


def test_births_in_the_format_of_the_transactions(tmp_path: Path) -> None:
    head = ("Číslo klienta", "Datum", "Částka", "Okres", "Datum narození")
    found_rows = [
        (a, f"98{i % 12 + 1:02}{i % 28 + 1:02}", c, d, f"{40 + i % 60}{i % 12 + 1:02}{i % 28 + 1:02}")
        for i, (a, _, c, d) in enumerate(rows())
    ]
    found = examined(put(tmp_path / "t.csv", lines([head, *found_rows], ";")), 'currency="CZK"')
    assert chosen(found)["birth_date"] == "Datum narození"
    assert values(found)["date_format"] == "%y%m%d"


def test_init_and_build_read_a_file_without_a_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "t.csv", lines(rows(), ";"))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(atlas, ["init", "mine", "--from", path.name, "--set", 'currency="EUR"'])
    assert done.exit_code == 0, done.output
    monkeypatch.chdir(tmp_path / "mine")
    done = CliRunner().invoke(atlas, ["doctor", "../t.csv", "--json"])
    found = json.loads(done.stdout)
    assert (found["exit_code"], found["source"]["header"], found["build_now"]["accepted"]) == (0, False, 240)


@pytest.mark.parametrize("empty", ["", "0.00", "-"])
@pytest.mark.parametrize("titles", [("Withdrawal Amt.", "Deposit Amt."), ("Credit", "Debit"), ("Haben", "Soll")])
def test_amounts_in_two_columns_are_asked_with_that_of_spend_first(
    tmp_path: Path, empty: str, titles: tuple[str, str]
) -> None:
    head = ("CustomerID", "Date", *titles, "Balance", "City")
    found_rows = [
        (a, b, *((f"{i}.50", empty) if i % 3 else (empty, f"{i}.25")), f"{i}.00", d)
        for i, (a, b, _, d) in enumerate(rows())
    ]
    found = examined(put(tmp_path / "t.csv", lines([head, *found_rows], ";")))
    [amount] = [guess for guess in found.roles if guess.role == "amount"]
    assert amount.state == "open"
    assert "take turns" in amount.evidence[0]
    spent = {"Withdrawal Amt.", "Debit", "Soll"}
    assert (amount.alternatives[0] in spent, set(amount.alternatives)) == (True, set(titles))
    assert f"`{amount.alternatives[0]}` and" in " ".join(lines_of.questions(found))


@pytest.mark.parametrize("text", ['[{"a": 1234, "b": 5678}, {"a": 1234, "b": 5678}]', '{"a": 1234, "b": 5678}'])
def test_json_is_no_table_without_a_header(text: str) -> None:
    assert find_heading(f"{text}\n" * 9, (), "", whole=True) is None


def test_of_many_columns_some_are_named(tmp_path: Path) -> None:
    head = [*HEAD, *(f"Extra {letter}{other}" for letter in "abcdefgh" for other in "abcdefgh")]
    path = put(tmp_path / "t.csv", lines([head, *((*row, *["x"] * 64) for row in rows())], ";"))
    said = " ".join(" ".join(lines_of.lines(examined(path), ())).split())
    assert "Extra ea" in said
    assert "Extra hh" not in said
    assert "24 more" in said


@pytest.mark.parametrize("sign", ["é", "€", "–"])
def test_text_is_called_by_the_encoding_that_reads_it(tmp_path: Path, sign: str) -> None:
    table = [HEAD, *((*row[:3], f"{row[3]}{sign}") for row in rows())]
    found = examined(put(tmp_path / "t.csv", lines(table, ";"), "cp1252"))
    assert "text in Windows-1252, " in " ".join(lines_of.lines(found, ()))


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("name", ["t.tsv", "t.txt", "t.csv"])
def test_tabs_need_no_setting_but_that_of_the_header(tmp_path: Path, name: str, titled: bool) -> None:
    """Decimal commas, and blanks and commas in towns, separate nothing."""
    made = [(*row[:3], f"{row[3]}, Am Markt; 1") for row in rows()]
    found = examined(put(tmp_path / name, lines([HEAD, *made] if titled else made, "\t")), 'currency="EUR"')
    assert chosen(found) == (ROLES if titled else dict(zip(ROLES, "1234", strict=True)))
    assert "delimiter" not in values(found)
    assert not [guess for guess in found.questions if guess.blocks]
    require_read(found, 240)


@pytest.mark.parametrize("titled", [True, False])
def test_fixed_widths_need_no_setting_but_that_of_the_header(tmp_path: Path, titled: bool) -> None:
    made = [(*row[:3], ("Bad Ems", "Ulm", "Bonn")[i % 60 % 3]) for i, row in enumerate(rows())]
    text = "".join(f"{a:<16}{b:<14}{c:>8}   {d}\n" for a, b, c, d in ([HEAD, *made] if titled else made))
    found = examined(put(tmp_path / "t.txt", text), 'currency="EUR"')
    assert chosen(found) == (ROLES if titled else dict(zip(ROLES, "1234", strict=True)))
    require_read(found, 240)
