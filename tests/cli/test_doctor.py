"""`atlas doctor` and `atlas init --from`: what is asked, what stops, what disagrees, and what is never printed."""

import json
import random
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import atlas
from tests.support import foreign_files as foreign
from tests.support.banks import HEAD, bank, put, text
from tests.support.examining import one_examination
from tests.test_messages import CANARIES, HEADLESS, WITH_HEADER


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    done = CliRunner().invoke(atlas, list(args))
    known = done.exception is None or isinstance(done.exception, SystemExit) or hasattr(done.exception, "exit_code")
    assert known, done.exception
    return done


def code(done: Result) -> int:
    return int(getattr(done.exception, "exit_code", done.exit_code))


def words(done: Result) -> str:
    """What a user reads, with the message of an error, on one line."""
    message = getattr(done.exception, "format_message", str)()
    return " ".join(f"{done.output} {message}".split())


def doctor(name: str, *options: str) -> Result:
    return run("doctor", name, *options)


def answers(name: str, *options: str) -> dict[str, object]:
    found = json.loads(doctor(name, "--json", *options).stdout)
    assert isinstance(found, dict)
    return found


ODD = "kto;kiedy;ile;gdzie\n" + "".join(
    f"A{i % 40};2024-01-{i % 28 + 1:02};{i % 7}.5;{('Ulm', 'Bonn', 'Kiel')[i % 3]}\n" for i in range(200)
)


class TestWhatIsAsked:
    def test_columns_of_which_no_title_speaks_are_asked_with_candidates(self, here: Path) -> None:
        put(here / "odd.csv", ODD)
        done = doctor("odd.csv")
        assert code(done) == 3
        said = words(done)
        assert "Which column is the customer, an id of who pays that is the same in all of their rows?" in said
        assert """--set 'columns.customer="kto"'""" in said
        assert """--set 'columns.place="gdzie"'""" in said
        roles = answers("odd.csv")["roles"]
        assert isinstance(roles, dict)
        assert {role: roles[role]["state"] for role in ("customer", "date", "amount", "place")} == {
            "customer": "open", "date": "guessed", "amount": "open", "place": "open",
        }  # fmt: skip

    def test_answers_close_the_questions(self, here: Path) -> None:
        put(here / "odd.csv", ODD)
        named = {"columns.customer": "kto", "columns.amount": "ile", "columns.place": "gdzie", "currency": "PLN"}
        sets = [word for key, value in named.items() for word in ("--set", f'{key}="{value}"')]
        found = answers("odd.csv", *sets)
        assert found["exit_code"] == 3
        assert found["build_with_guesses"]["accepted"] == 200  # type: ignore[index]
        assert not [key for key, guess in found["settings"].items() if guess["blocks"]]  # type: ignore[attr-defined]
        sets += ["--set", 'places="as-is"', "--set", 'columns.date="kiedy"']
        assert code(doctor("odd.csv", *sets)) == 0

    def test_two_customers_are_asked(self, here: Path) -> None:
        rows = [[f"A{i % 40}", f"B{i % 50}", "2024-01-01", "1.50", "Ulm"] for i in range(200)]
        put(here / "two.csv", text(rows, ["client_id", "customer_id", "date", "amount", "city"]))
        roles = answers("two.csv")["roles"]
        assert isinstance(roles, dict)
        assert roles["customer"]["state"] == "open"
        assert sorted(roles["customer"]["alternatives"]) == ["client_id", "customer_id"]

    def test_ids_of_orders_with_several_lines_are_no_transactions(self, here: Path) -> None:
        rows = [[f"O{i // 3}", f"A{i % 40}", "2024-01-01", "1.50", "Ulm"] for i in range(300)]
        put(here / "orders.csv", text(rows, ["order_id", "customer_id", "date", "amount", "city"]))
        roles = answers("orders.csv")["roles"]
        assert isinstance(roles, dict)
        assert roles["transaction"]["column"] is None

    def test_dates_that_fit_two_orders(self, here: Path) -> None:
        rows = [[f"A{i % 40}", f"0{i % 9 + 1}/0{i % 8 + 1}/2024", "1.50", "Ulm"] for i in range(200)]
        put(here / "open.csv", text(rows, ["client", "date", "amount", "city"]))
        said = words(doctor("open.csv", "--set", 'currency="EUR"'))
        assert "all dates of the sample can be read day first or month first" in said
        assert """--set 'date_order="dmy"'""" in said
        assert """--set 'date_order="mdy"'""" in said

    def test_amounts_with_one_mark_before_three_digits(self, here: Path) -> None:
        rows = [[f"A{i % 40}", "2024-01-13", f"{i % 90 + 10}.{i % 900 + 100}", "Ulm"] for i in range(200)]
        put(here / "open.csv", text(rows, ["client", "date", "amount", "city"]))
        said = words(doctor("open.csv"))
        assert "no other amount decides" in said
        assert """--set 'decimal=","'""" in said

    @pytest.mark.parametrize(
        ("negative", "state", "value"),
        [(0, "guessed", "all"), (10, "guessed", "positive"), (60, "open", None), (160, "guessed", "negative")],
    )
    def test_the_sign_of_what_is_spent(self, here: Path, negative: int, state: str, value: str | None) -> None:
        rows = [[f"A{i % 40}", "2024-01-13", f"{'-' if i < negative else ''}7.25", "Ulm"] for i in range(200)]
        put(here / "signs.csv", text(rows, ["client", "date", "amount", "city"]))
        spend = answers("signs.csv")["settings"]["spend"]  # type: ignore[index]
        assert (spend["state"], spend["value"]) == (state, value)

    def test_codes_of_a_direction_that_nobody_knows(self, here: Path) -> None:
        codes = ("Debit", "Credit", "Zzz")
        rows = [[f"A{i % 40}", "2024-01-13", "7.25", "Ulm", codes[i % 3]] for i in range(300)]
        put(here / "codes.csv", text(rows, ["client", "date", "amount", "city", "transaction type"]))
        said = words(doctor("codes.csv"))
        assert "1 codes of 100 rows are not known: do they mean money spent?" in said
        assert """--set 'debit=["DEBIT"]'""" in said
        assert """--set 'debit=["DEBIT", "…"]'""" in said

    def test_a_sign_of_several_currencies_is_asked_and_never_the_country(self, here: Path) -> None:
        made = foreign.american()
        put(here / made.name, made.data)
        found = answers(made.name)
        currency = found["settings"]["currency"]  # type: ignore[index]
        assert (currency["state"], currency["value"], currency["blocks"]) == ("open", None, True)
        assert {"currency": "USD"} in currency["alternatives"]

    def test_seconds_since_1970_need_a_zone(self, here: Path) -> None:
        rows = [[f"A{i % 40}", str(1_704_100_000 + i * 86_000), "7.25", "Ulm"] for i in range(200)]
        put(here / "unix.csv", text(rows, ["client", "timestamp", "amount", "city"]))
        found = answers("unix.csv")["settings"]
        assert found["date_format"]["value"] == "unix"  # type: ignore[index]
        assert found["timezone"]["state"] == "open"  # type: ignore[index]


class TestWhatStops:
    def test_nonsense_gets_a_helpful_answer(self, here: Path) -> None:
        dice = random.Random(1)
        rows = [["".join(dice.choice("qxzv") for _ in range(6)) for _ in range(5)] for _ in range(60)]
        put(here / "nonsense.csv", text(rows, ["one", "two", "three", "four", "five"]))
        done = doctor("nonsense.csv")
        assert code(done) == 3
        said = words(done)
        assert "A build cannot read it yet" in said
        assert "the first row does not look like titles of columns" in said.lower()
        assert not [row for row in rows if row[0] in said]

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("empty.csv", b"", "the file is empty"),
            ("head.csv", b"customer,date,amount,city\n", "no transactions, only column names"),
            ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(600), "not a text file"),
            ("t.parquet", b"PAR1 not really", "not a readable Parquet file"),
            ("t.xlsx", b"PK\x03\x04", "not supported"),
            ("t.sqlite", b"not a database at all", "neither a DuckDB nor a SQLite database"),
        ],
    )
    def test_what_cannot_be_read(self, here: Path, name: str, data: bytes, said: str) -> None:
        put(here / name, data)
        done = doctor(name)
        assert code(done) == 4
        assert said in words(done)

    def test_nothing_there(self, here: Path) -> None:
        assert code(doctor("nowhere.csv")) == 4

    def test_a_wrong_setting(self, here: Path) -> None:
        put(here / "t.csv", text(bank(60)))
        assert code(doctor("t.csv", "--set", 'curency="EUR"')) == 3

    def test_values_that_cannot_be_right(self, here: Path) -> None:
        put(here / "t.csv", text([[*row[:6], "29/04/20x3", *row[7:]] for row in bank(60)]))
        done = doctor("t.csv")
        assert code(done) == 5
        assert "A build would stop" in words(done)
        assert "99/99/99a9" in words(done)

    def test_a_change_halfway_is_seen(self, here: Path) -> None:
        rows = bank(40_000)
        wide = [[*row, "x", "y"] for row in rows[30_000:]]
        put(here / "wider.csv", text([*rows[:30_000], *wide]))
        found = answers("wider.csv")
        assert found["source"]["rows_in_all"] == pytest.approx(40_000, rel=0.1)  # type: ignore[index]
        assert found["source"]["rows_read"] <= 1_010  # type: ignore[index]
        told = found["build_with_guesses"]
        assert told["rejected"].get("fields", 0) >= 200 or "fields" in told["stops"]["message"]  # type: ignore[index]

    def test_a_block_that_begins_inside_quotes(self, here: Path) -> None:
        head = ["client", "date", "amount", "city", "note"]
        note = "said,\nin two lines, " + "x" * 300
        put(here / "notes.csv", text([[f"A{i % 99}", "2024-01-13", "7.25", "Ulm", note] for i in range(30_000)], head))
        found = answers("notes.csv", "--set", 'currency="EUR"')
        assert found["build_with_guesses"]["rejected"] == {}  # type: ignore[index]
        assert found["build_with_guesses"]["accepted"] >= 990  # type: ignore[index]


class TestSettings:
    def test_a_file_that_needs_none(self, here: Path) -> None:
        made = foreign.kaggle()
        put(here / made.name, made.data)
        done = doctor(made.name)
        assert code(done) == 0
        assert done.output.endswith("Next\n  atlas build kaggle.csv\n")

    def test_what_is_set_wins_and_where_it_disagrees_is_named(self, here: Path) -> None:
        made = foreign.german()
        put(here / made.name, made.data)
        (here / "atlas.toml").write_text(
            'date_order = "mdy"\ncurrency = "CHF"\n[columns]\namount = "Empfänger"\ndate = "Buchung"\n',
            encoding="utf-8",
        )
        found = answers(made.name)
        against = " ".join(found["contradictions"])  # type: ignore[arg-type]
        assert 'columns.amount = "Empfänger" is set, but the values of that column do not look like it.' in against
        assert 'columns.date = "Buchung" is set, but the file has no such column.' in against
        (here / "atlas.toml").write_text('date_order = "mdy"\ncurrency = "CHF"\n', encoding="utf-8")
        found = answers(made.name)
        against = " ".join(found["contradictions"])  # type: ignore[arg-type]
        assert 'date_order = "mdy" is set, but the file says "dmy"' in against
        assert 'currency = "CHF" is set, but the file says "EUR"' in against
        assert found["settings"]["currency"]["state"] == "configured"  # type: ignore[index]
        assert "The settings and the file disagree" in doctor(made.name).output

    def test_a_settings_file_that_lacks_something_gets_the_lines(self, here: Path) -> None:
        made = foreign.portuguese()
        put(here / made.name, made.data)
        (here / "atlas.toml").write_text('currency = "EUR"\n', encoding="utf-8")
        done = doctor(made.name)
        assert code(done) == 3
        _, _, after = done.output.partition("Add to atlas.toml:\n")
        lines = "\n".join(line.strip() for line in after.splitlines() if line.startswith("    "))
        (here / "atlas.toml").write_text(f'currency = "EUR"\n{lines}\n', encoding="utf-8")
        again = doctor(made.name)
        assert code(again) == 0, again.output

    def test_a_role_that_changes_the_figures_is_not_left_out_silently(self, here: Path) -> None:
        rows = [[*row, "Debit" if i % 2 else "Credit"] for i, row in enumerate(bank(300))]
        put(here / "t.csv", text(rows, [*HEAD, "Dr/Cr"]))
        done = doctor("t.csv")
        assert code(done) == 3
        assert "codes Credit, Debit" in words(done) or "codes Debit, Credit" in words(done)


class TestPrivacy:
    @pytest.mark.parametrize("name", [*HEADLESS, *WITH_HEADER])
    @pytest.mark.parametrize("options", [(), ("--set", 'columns.direction="CustLocation"')])
    def test_no_value_is_printed(self, here: Path, name: str, options: tuple[str, ...]) -> None:
        put(here / name, (HEADLESS | WITH_HEADER)[name])
        with one_examination():
            said = words(doctor(name, *options)) + words(doctor(name, "--json", *options))
        assert not [canary for canary in CANARIES if canary in said]

    def test_no_value_reaches_the_settings_file(self, here: Path) -> None:
        for make in foreign.ALL:
            made = make()
            put(here / made.name, made.data)
            assert code(run("init", made.name + ".d", "--from", made.name)) == 0
            written = (here / (made.name + ".d") / "atlas.toml").read_text(encoding="utf-8")
            assert not [canary for canary in foreign.CANARIES if canary in written]
            # It may be committed, so that the exact counts of a bank do not belong there.
            assert not [n for n in (made.rows, 900 - made.rows) if n not in (0, 900) and f" {n} " in written]


class TestInit:
    def test_the_text_is_toml_with_evidence_and_questions(self, here: Path) -> None:
        made = foreign.czech()
        put(here / made.name, made.data)
        done = run("init", "mine", "--from", made.name)
        assert code(done) == 0
        assert "currency" in done.output
        written = (here / "mine" / "atlas.toml").read_text(encoding="utf-8")
        assert "# Guessed: title says so (Czech)" in written
        assert "# Answer it; until then a build stops" in written
        found = tomllib.loads(written)
        assert found["columns"]["place"] == "okres"
        assert found["date_format"] == "%y%m%d"
        assert code(run("analyse", made.name, "--config", "mine/atlas.toml")) == 3

    def test_answers_are_written(self, here: Path) -> None:
        made = foreign.czech()
        put(here / made.name, made.data)
        run("init", "mine", "--from", made.name, "--set", 'currency="CZK"', "--set", "k=3", "--set", 'names.a="Best"')
        found = tomllib.loads((here / "mine" / "atlas.toml").read_text(encoding="utf-8"))
        assert (found["currency"], found["k"], found["names"]) == ("CZK", 3, {"a": "Best"})

    def test_what_is_not_clear_is_a_comment_to_choose_from(self, here: Path) -> None:
        put(here / "odd.csv", ODD)
        run("init", ".", "--from", "odd.csv")
        written = (here / "atlas.toml").read_text(encoding="utf-8")
        assert '# customer = "kto"' in written
        assert "customer" not in tomllib.loads(written)["columns"]
        assert code(run("analyse", "odd.csv")) in (3, 4)

    def test_nothing_that_exists_is_overwritten(self, here: Path) -> None:
        made = foreign.german()
        put(here / made.name, made.data)
        (here / "README.md").write_text("mine")
        (here / "atlas.toml").write_text("# mine\n")
        done = run("init", ".", "--from", made.name)
        assert code(done) == 0
        assert (here / "README.md").read_text() == "mine"
        assert (here / "atlas.toml").read_text() == "# mine\n"
        assert (here / ".github" / "workflows" / "pages.yml").is_file()
        assert "the guesses were not written; atlas doctor umsaetze.csv shows what it lacks" in done.output

    def test_nothing_is_written_if_the_transactions_cannot_be_read(self, here: Path) -> None:
        put(here / "empty.csv", "")
        assert code(run("init", "mine", "--from", "empty.csv")) == 4
        assert not (here / "mine").exists()

    def test_answers_need_transactions(self, here: Path) -> None:
        assert code(run("init", "mine", "--set", "k=3")) == 2

    def test_odd_titles_are_escaped(self, here: Path) -> None:
        head = ['client "id"', "date", "amount\\eur", "city", "a\tb"]
        put(here / "odd.csv", text([[f"A{i % 40}", "2024-01-13", "7.25", "Ulm", "x"] for i in range(200)], head))
        run("init", "mine", "--from", "odd.csv")
        found = tomllib.loads((here / "mine" / "atlas.toml").read_text(encoding="utf-8"))["columns"]
        assert found["date"] == "date"
        assert found.get("amount", "amount\\eur") == "amount\\eur"


def test_the_command_is_listed_and_explains_itself() -> None:
    said = run("--help").output
    assert "doctor" in said
    assert "Exit codes" in run("doctor", "--help").output
