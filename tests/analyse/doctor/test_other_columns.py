"""Amounts that other columns give, rows that do not count, and the settings that say so."""

import json
import os
import subprocess
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from generator.analyse.doctor import as_json, lines
from generator.analyse.doctor.examine import Findings, examine
from generator.cli import atlas
from generator.settings import config
from tests.support.banks import put, text

PLACES = ("Ulm", "Bonn", "Kiel")
N = 240
ORDER = ("order", "client id", "date", "status", "quantity", "Unit Price", "city")


def examined(path: Path, *assignments: str) -> Findings:
    return examine(str(path), config.load(Path(os.devnull), assignments))


def run(*args: str) -> Result:
    return CliRunner().invoke(atlas, list(args))


def orders(titles: Sequence[str] = ORDER, bad: str = "canceled") -> tuple[str, Decimal]:
    """Return lines of orders, every twelfth one cancelled, and the money of the others."""
    rows, total = [], Decimal(0)
    for i in range(N):
        status = bad if i % 12 == 0 else "shipped"
        quantity, price = i % 4 + 1, Decimal(f"{i % 9 + 1}.{i % 89 + 10}")
        total += quantity * price if status != bad else 0
        rows.append(
            [f"O{i // 3}", f"A{i % 40}", f"2024-01-{i % 28 + 1:02}", status, str(quantity), str(price), PLACES[i % 3]]
        )
    return text(rows, list(titles)), total


def two_columns(empty: str, titles: Sequence[str] = ("Debit", "Credit")) -> tuple[str, int, Decimal]:
    rows = [
        [
            f"A{i % 40}",
            f"2024-01-{i % 28 + 1:02}",
            *((f"{i}.50", empty) if i % 3 else (empty, f"{i}.25")),
            PLACES[i % 3],
        ]
        for i in range(1, N + 1)
    ]
    spent = [Decimal(row[2]) for i, row in enumerate(rows, start=1) if i % 3]
    return text(rows, ["CustomerID", "Date", *titles, "City"]), len(spent), sum(spent, Decimal(0))


def answers(found: Findings) -> tuple[dict[str, str], ...]:
    [amount] = [guess for guess in found.roles if guess.role == "amount"]
    return tuple(dict(way) for way in amount.answers)


def shell_words(line: str) -> list[str]:
    """Return the words of a command as sh reads them."""
    done = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.splitlines()


class TestSettings:
    def test_the_sample_is_read_with_where_and_computed_columns(self, tmp_path: Path) -> None:
        data, total = orders()
        sets = ('currency="EUR"', "columns.amount='quantity * \"Unit Price\"'", "where=\"status <> 'canceled'\"")
        found = examined(put(tmp_path / "t.csv", data), *sets)
        cleaned = found.tried.cleaned
        assert cleaned is not None
        assert (cleaned.accepted, cleaned.rejected, cleaned.spend_paise) == (220, {"where": 20}, int(total * 100))
        assert not found.contradictions
        [where] = [guess for guess in found.settings if guess.key == "where"]
        assert (where.state, where.evidence) == ("configured", "leaves out 20 of 240 rows")
        said = " ".join(" ".join(lines.lines(found, ())).split())
        assert "where status <> 'canceled' leaves out 20 of 240 rows" in said
        assert "not used - order setting" in said
        assert "computed; all 220 values read as amounts" in said

    def test_what_is_left_out_says_nothing_of_the_signs(self, tmp_path: Path) -> None:
        rows = [[f"A{i % 40}", "2024-01-13", f"{'' if i % 3 else '-'}7.25", "Ulm"] for i in range(N)]
        path = put(tmp_path / "t.csv", text(rows, ["client", "date", "amount", "city"]))
        [spend] = [guess for guess in examined(path, 'where="amount < 0"').settings if guess.key == "spend"]
        assert (spend.state, spend.value) == ("guessed", "negative")

    def test_numbers_that_cannot_decide_are_counted(self, tmp_path: Path) -> None:
        rows = [[f"A{i % 40}", "2024-01-13", "7.25" if i % 8 else "", "Ulm"] for i in range(N)]
        path = put(tmp_path / "t.csv", text(rows, ["client", "date", "amount", "city"]))
        [where] = [guess for guess in examined(path, 'where="amount > 0"').settings if guess.key == "where"]
        assert where.evidence == "leaves out 0 and cannot decide 30 of 240 rows"

    @pytest.mark.parametrize("where", ["nothing > 0", "status = ", "select 1"])
    def test_a_wrong_condition_stops_with_what_a_build_says(self, tmp_path: Path, where: str) -> None:
        found = examined(put(tmp_path / "t.csv", orders()[0]), f'where="{where}"')
        assert found.now.problem is not None
        assert "where" in found.now.problem.format_message()
        assert found.exit_code in (3, 4)

    def test_a_computed_date_is_judged_like_a_column(self, tmp_path: Path) -> None:
        rows = [[f"A{i % 40}", "2024", str(i % 12 + 1), str(i % 28 + 1), "7.25", "Ulm"] for i in range(N)]
        path = put(tmp_path / "t.csv", text(rows, ["client", "year", "month", "dom", "amount", "city"]))
        found = examined(path, "columns.date=\"year || '-' || month || '-' || dom\"")
        [date] = [guess for guess in found.roles if guess.role == "date"]
        assert date.evidence == ("computed", "all 240 values are dates")
        assert found.tried.cleaned is not None
        assert found.tried.cleaned.accepted == N

    def test_moments_of_a_database_in_an_expression_need_a_zone(self, tmp_path: Path) -> None:
        path = tmp_path / "t.duckdb"
        with duckdb.connect(str(path)) as database:
            database.execute(
                "create table t as select 'A' || i % 40 as client, timestamptz '2024-01-13 20:00:00+00' as at, "
                "7.25 as amount, 'Ulm' as city from range(240) as r(i)"
            )
        sets = ('columns.date="left(at, 10)"', 'currency="EUR"')
        problem = examined(path, *sets).now.problem
        assert problem is not None
        assert "moments in UTC" in problem.format_message()
        found = examined(path, *sets, 'timezone="Asia/Kolkata"', 'places="as-is"')
        assert found.tried.cleaned is not None


class TestQuantityTimesPrice:
    @pytest.mark.parametrize(
        ("quantity", "price", "expression"),
        [
            ("quantity", "price", "quantity * price"),
            ("Quantity", "Unit Price", 'Quantity * "Unit Price"'),
            ("Qty", "Price Each", 'Qty * "Price Each"'),
            ("Menge", "Einzelpreis", "Menge * Einzelpreis"),
            ("Quantité", "Prix unitaire", 'Quantité * "Prix unitaire"'),
            ("cantidad", "precio unitario", 'cantidad * "precio unitario"'),
            ("quantidade", "preço", "quantidade * preço"),
            ("ilość", "cena jednostkowa", 'ilość * "cena jednostkowa"'),
            ("adet", "birim fiyat", 'adet * "birim fiyat"'),
            ("Qty (pcs)", "Price 'net'", '"Qty (pcs)" * "Price \'net\'"'),
        ],
    )
    def test_it_is_the_first_answer_and_was_tried(
        self, tmp_path: Path, quantity: str, price: str, expression: str
    ) -> None:
        data, _ = orders([*ORDER[:4], quantity, price, "city"])
        found = examined(put(tmp_path / "t.csv", data), 'currency="EUR"')
        assert answers(found)[0] == {"columns.amount": expression}
        assert found.tried.cleaned is not None
        assert found.tried.cleaned.accepted == N
        line = next(line for line in lines.questions(found) if "columns.amount" in line).partition("  #")[0]
        [_, argument] = shell_words(line.strip().removeprefix("--set").join(["--set", ""]))
        assert config.values_of((argument,)) == {"columns": {"amount": expression}}
        again = examined(tmp_path / "t.csv", 'currency="EUR"', argument)
        assert again.tried.cleaned == found.tried.cleaned
        assert as_json.as_json(found, ())["roles"]["amount"]["answers"][0] == {"columns.amount": expression}

    def test_not_where_a_column_is_the_amount(self, tmp_path: Path) -> None:
        rows = [
            [f"A{i % 40}", "2024-01-13", str(i % 4 + 1), "2.50", f"{(i % 4 + 1) * 2.5:.2f}", "Ulm"] for i in range(N)
        ]
        path = put(tmp_path / "t.csv", text(rows, ["client", "date", "quantity", "price", "amount", "city"]))
        [amount] = [guess for guess in examined(path).roles if guess.role == "amount"]
        assert (amount.state, amount.column) == ("guessed", "amount")

    def test_not_where_it_is_no_amount(self, tmp_path: Path) -> None:
        data = orders()[0].replace(",1,", ",one,").replace(",2,", ",two,")
        assert not [way for way in answers(examined(put(tmp_path / "t.csv", data))) if "*" in way["columns.amount"]]

    def test_returns_are_refunds(self, tmp_path: Path) -> None:
        data = orders()[0].replace("canceled,1,", "shipped,-1,")
        found = examined(put(tmp_path / "t.csv", data))
        [spend] = [guess for guess in found.settings if guess.key == "spend"]
        assert (spend.state, spend.value) == ("guessed", "positive")

    @pytest.mark.slow
    def test_init_and_analyse_give_the_true_sum(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        data, total = orders()
        put(tmp_path / "t.csv", data)
        monkeypatch.chdir(tmp_path)
        found = examined(tmp_path / "t.csv", 'currency="EUR"')
        asked = [line.strip() for line in lines.questions(found) if line.strip().startswith("--set")]
        words = [asked[0].partition("  #")[0], next(line for line in asked if "where" in line)]
        sets = shell_words(" ".join(words).replace("--set", "''--set"))
        done = run("init", "mine", "--from", "t.csv", "--set", 'currency="EUR"', *sets)
        assert done.exit_code == 0, done.output
        assert "cd mine && atlas build ../t.csv " in done.output
        monkeypatch.chdir(tmp_path / "mine")
        done = run("analyse", "../t.csv", "-q", "--set", "evidence=false")
        assert done.exit_code == 0, done.output
        record = json.loads(Path("build/run.json").read_text(encoding="utf-8"))
        assert record["rows"] == {"read": 240, "accepted": 220, "rejected": {"where": 20}}
        assert record["spend_paise"] == total * 100


class TestTwoColumns:
    @pytest.mark.parametrize(
        ("empty", "titles", "where"),
        [
            ("", ("Debit", "Credit"), "Debit is not null"),
            ("0.00", ("Debit", "Credit"), "Debit > 0"),
            ("-", ("Debit", "Credit"), "Debit <> '-'"),
            ("", ("Withdrawal Amt.", "Deposit Amt."), '"Withdrawal Amt." is not null'),
            ("0", ("Soll", "Haben"), "Soll > 0"),
        ],
    )
    def test_the_rows_of_money_received_are_left_out(
        self, tmp_path: Path, empty: str, titles: tuple[str, str], where: str
    ) -> None:
        data, rows, total = two_columns(empty, titles)
        found = examined(put(tmp_path / "t.csv", data), 'currency="EUR"')
        first, second = answers(found)
        assert first == {"columns.amount": titles[0], "where": where}
        assert second["columns.amount"] == titles[1]
        cleaned = found.tried.cleaned
        assert cleaned is not None
        assert (cleaned.accepted, cleaned.spend_paise) == (rows, int(total * 100))
        assert cleaned.rejected == {"where": N - rows}
        line = next(line for line in lines.questions(found) if "columns.amount" in line)
        _, amount, _, condition = shell_words(line.strip().join(["''", ""]))
        again = examined(tmp_path / "t.csv", 'currency="EUR"', amount, condition)
        assert again.tried.cleaned == cleaned
        assert not again.waits

    def test_a_condition_that_is_set_stays(self, tmp_path: Path) -> None:
        data, _, _ = two_columns("")
        found = examined(put(tmp_path / "t.csv", data), "where=\"City <> 'Bonn'\"")
        assert answers(found)[0]["where"] == "(City <> 'Bonn') and Debit is not null"

    def test_the_settings_file_has_both_in_the_same_order(self, tmp_path: Path) -> None:
        path = put(tmp_path / "t.csv", two_columns("")[0])
        run("init", str(tmp_path / "mine"), "--from", str(path))
        written = (tmp_path / "mine" / "atlas.toml").read_text(encoding="utf-8")
        assert '# where = "Debit is not null"\n# where = "Credit is not null"\n' in written
        assert '# amount = "Debit"\n# amount = "Credit"\n' in written


class TestUnits:
    """A title that names a part of the currency's unit is offered with what makes whole units of it."""

    def test_an_amount_in_hundredths_is_divided(self, tmp_path: Path) -> None:
        rows = [
            [f"A{i % 40}", f"2024-01-{i % 28 + 1:02}", str(100 * i + 1250), "9900", PLACES[i % 3]] for i in range(N)
        ]
        path = put(tmp_path / "t.csv", text(rows, ["client", "date", "Txn Amt (Cents)", "Balance in cents", "city"]))
        found = examined(path, 'currency="EUR"')
        columns = {guess.role: guess.column for guess in found.roles}
        assert columns["amount"] == '"Txn Amt (Cents)" / 100'
        assert columns["balance"] == '"Balance in cents" / 100'
        cleaned = found.tried.cleaned
        assert cleaned is not None
        assert cleaned.spend_paise == sum(int(row[2]) for row in rows)
        assert "not used" not in " ".join(lines.lines(found, ()))

    def test_a_price_in_hundredths_too(self, tmp_path: Path) -> None:
        found = examined(put(tmp_path / "t.csv", orders([*ORDER[:5], "Unit Price Cents", "city"])[0]), 'currency="EUR"')
        assert answers(found)[0] == {"columns.amount": 'quantity * "Unit Price Cents" / 100'}


class TestRowsThatFailed:
    def test_it_is_asked_and_does_not_block(self, tmp_path: Path) -> None:
        path = put(tmp_path / "t.csv", orders()[0])
        sets = (
            'currency="EUR"', 'columns.amount="quantity * UnitPrice"', 'places="as-is"', 'columns.customer="client id"',
            'columns.date="date"', 'columns.place="city"',
        )  # fmt: skip
        found = examined(path, *sets)
        assert found.exit_code == 0
        [guess] = [guess for guess in found.questions if guess.key == "where"]
        assert (guess.blocks, guess.alternatives) == (False, ({"where": "status <> 'canceled'"},))
        assert guess.evidence.startswith("20 rows count as spend although `status` says canceled")
        said = " ".join(" ".join(lines.lines(found, ())).split())
        assert """--set "where=\\"status <> 'canceled'\\"\"""" in said
        assert said.count("20 rows count as spend although `status` says canceled") == 2

    def test_the_settings_file_has_it_as_a_comment(self, tmp_path: Path) -> None:
        path = put(tmp_path / "t.csv", orders(bad="Storniert")[0])
        run("init", str(tmp_path / "mine"), "--from", str(path))
        written = (tmp_path / "mine" / "atlas.toml").read_text(encoding="utf-8")
        assert "# where = \"status <> 'Storniert'\"\n" in written
        assert "about 20 rows count as spend although `status` says Storniert" in written
        assert "where" not in tomllib.loads(written)

    def test_the_settings_file_has_no_count_of_one_digit(self, tmp_path: Path) -> None:
        rows = orders()[0].replace(",canceled,", ",shipped,").replace(",shipped,", ",failed,", 7)
        run("init", str(tmp_path / "mine"), "--from", str(put(tmp_path / "t.csv", rows)))
        written = " ".join((tmp_path / "mine" / "atlas.toml").read_text(encoding="utf-8").replace("\n#", "").split())
        assert "a few rows count as spend although `status` says failed; if no money moved" in written

    def test_two_such_columns_can_be_left_out_together(self, tmp_path: Path) -> None:
        rows = [
            [
                f"A{i % 40}",
                "2024-01-13",
                "7.25",
                "Ulm",
                "FAILED" if i % 8 == 0 else "ok",
                "void" if i % 9 == 0 else "ok",
            ]
            for i in range(N)
        ]
        path = put(tmp_path / "t.csv", text(rows, ["client", "date", "amount", "city", "Result", "Settlement"]))
        [guess] = [guess for guess in examined(path).questions if guess.key == "where"]
        together = dict(guess.alternatives[0])["where"]
        assert together == "(Result <> 'FAILED') and (Settlement <> 'void')"
        found = examined(path, f"where={json.dumps(together)}")
        assert not [guess for guess in found.questions if guess.key == "where"]


def test_titles_with_apostrophes_are_written_as_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"C{i % 40}", f"{i % 28 + 1:02}/01/2024", f"{i}.50", PLACES[i % 3]] for i in range(N)]
    put(tmp_path / "t.csv", text(rows, ["Numéro client", "Date d'opération", "Montant", "Ville"]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "atlas.toml").write_text('currency = "EUR"\n', encoding="utf-8")
    said = run("doctor", "t.csv").output
    _, _, after = said.partition("Add to atlas.toml:\n")
    lacking = "\n".join(line.strip() for line in after.splitlines() if line.startswith("    "))
    assert tomllib.loads(lacking)["columns"]["date"] == "Date d'opération"
