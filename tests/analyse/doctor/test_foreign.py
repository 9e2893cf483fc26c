"""Files of other banks and shops: guessed fully right, or what is open is asked, and no value of a customer printed."""

import gzip
import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from generator.analyse.doctor.examine import Findings, examine
from generator.cli import atlas
from generator.settings import config
from tests.support import foreign_files as foreign
from tests.support.examining import one_examination
from tests.support.foreign_files import CANARIES, Foreign

IDS = [make.__name__ for make in foreign.ALL]


@pytest.fixture(scope="module", params=foreign.ALL, ids=IDS)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Foreign, Findings]:
    made = request.param()
    return made, examined(put(tmp_path_factory.mktemp("bank"), made))


def put(folder: Path, made: Foreign) -> Path:
    path = folder / made.name
    path.write_bytes(made.data)
    return path


def examined(path: Path | str, *assignments: str) -> Findings:
    return examine(str(path), config.load(Path(os.devnull), assignments))


def said(path: Path | str, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(atlas, ["doctor", str(path), "--config", os.devnull, *options])
    assert done.exception is None or isinstance(done.exception, SystemExit) or hasattr(done.exception, "exit_code")
    return done.exit_code, done.output


def chosen(found: Findings) -> dict[str, str]:
    return {guess.role: guess.column for guess in found.roles if guess.column}


def values(found: Findings) -> dict[str, Any]:
    return {guess.key: guess.value for guess in found.settings if guess.state == "guessed"}


def table(made: Foreign) -> pa.Table:
    """Return the rows of a file as a table of texts."""
    import csv

    encoding = "cp1252" if made.name == "operations.csv" else "utf-8"
    text = made.data.decode(encoding)
    mark = max(";,\t|", key=text.partition("\n")[0].count)
    head, *rows = csv.reader(io.StringIO(text), delimiter=mark)
    return pa.table(dict(zip(head, map(list, zip(*rows, strict=True)), strict=True)))


def test_each_role_is_guessed(found: tuple[Foreign, Findings]) -> None:
    made, findings = found
    assert chosen(findings) == dict(made.roles)
    assert not findings.open_roles


def test_each_setting_is_guessed_or_asked(found: tuple[Foreign, Findings]) -> None:
    made, findings = found
    assert {**values(findings), **made.settings} == values(findings)
    assert {guess.key for guess in findings.questions if guess.blocks} == made.asked


def test_the_trial_accepts_what_is_spent(found: tuple[Foreign, Findings]) -> None:
    made, findings = found
    cleaned = findings.tried.cleaned
    assert cleaned is not None
    assert findings.sample.whole
    assert (cleaned.accepted, cleaned.spend_paise) == (made.rows, round(made.spend * 100))
    assert findings.exit_code == (0 if made.name == "kaggle.csv" else 3)


@pytest.mark.parametrize("make", foreign.ALL, ids=IDS)
def test_no_value_is_printed_and_no_line_is_too_wide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Foreign]
) -> None:
    made = make()
    put(tmp_path, made)
    monkeypatch.chdir(tmp_path)
    rows = table(made)
    ids = set(rows.column(made.roles["customer"]).to_pylist()) | set(rows.column(made.roles["place"]).to_pylist())
    with one_examination():
        printed = [said(made.name, *options)[1] for options in ((), ("--json",))]
    assert not [word for word in (*CANARIES, *ids) for text in printed if word in text]
    assert max(map(len, printed[0].splitlines())) <= 100


@pytest.mark.parametrize("kind", ["gz", "parquet", "sqlite", "duckdb", "pipe", "folder", "hive", "utf-16"])
def test_every_kind_of_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    made = foreign.portuguese()
    rows = table(made)
    path: Path | str = tmp_path / "bank"
    assert isinstance(path, Path)
    if kind == "gz":
        path = path.with_suffix(".csv.gz")
        path.write_bytes(gzip.compress(made.data))
    elif kind == "parquet":
        path = path.with_suffix(".parquet")
        pq.write_table(rows, path)
    elif kind == "sqlite":
        path = path.with_suffix(".sqlite")
        names = ", ".join(f'"{name}"' for name in rows.column_names)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"create table movimentos ({names})")
            marks = ", ".join("?" * rows.num_columns)
            connection.executemany(
                f"insert into movimentos values ({marks})", zip(*rows.to_pydict().values(), strict=True)
            )
    elif kind == "duckdb":
        path = path.with_suffix(".duckdb")
        with duckdb.connect(str(path)) as database:
            database.register("incoming", rows)
            database.execute("create table movimentos as select * from incoming")
    elif kind == "pipe":
        stream = SimpleNamespace(buffer=io.BytesIO(made.data), closed=False, isatty=lambda: False)
        monkeypatch.setattr(sys, "stdin", stream)
        path = "-"
    elif kind == "utf-16":
        path = path.with_suffix(".csv")
        path.write_bytes(made.data.decode().encode("utf-16"))
    else:
        for i in range(7):
            folder = path / (f"ano=20{i:02}" if kind == "hive" else ".")
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows.slice(i * 128, 128), folder / f"part-{i}.parquet")
    findings = examined(path)
    assert chosen(findings) == dict(made.roles)
    assert {**values(findings), **made.settings} == values(findings)
    if kind in ("folder", "hive"):
        assert len(findings.sample.files) == 5
        assert not findings.sample.whole
    else:
        assert findings.rows == 900
        cleaned = findings.tried.cleaned
        assert cleaned is not None
        assert (cleaned.accepted, cleaned.spend_paise) == (made.rows, round(made.spend * 100))


def test_a_server_of_no_such_driver_or_address_is_refused_without_its_password() -> None:
    code, text = said("postgresql://me:hunter2@localhost:1/none")
    assert code in (1, 4)
    assert "hunter2" not in text


def test_numbers_by_their_type_need_no_decimal_mark(tmp_path: Path) -> None:
    rows = table(foreign.turkish())
    amounts = pa.array([float(text) for text in rows.column("tutar").to_pylist()])
    rows = rows.set_column(rows.column_names.index("tutar"), "tutar", amounts)
    pq.write_table(rows, tmp_path / "t.parquet")
    findings = examined(tmp_path / "t.parquet")
    assert chosen(findings)["amount"] == "tutar"
    assert "decimal" not in values(findings)


@pytest.mark.slow
@pytest.mark.parametrize("make", [foreign.german, foreign.czech], ids=["german", "czech"])
def test_init_and_build_give_the_true_sums(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Foreign]
) -> None:
    made = make()
    put(tmp_path, made)
    monkeypatch.chdir(tmp_path)
    sets = [word for text in made.answers for word in ("--set", text)]
    done = CliRunner().invoke(atlas, ["init", "mine", "--from", made.name, *sets], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert f"cd mine && atlas build ../{made.name}" in done.output
    monkeypatch.chdir(tmp_path / "mine")
    quick = [word for key in ("evidence", "cards", "embeds") for word in ("--set", f"{key}=false")]
    built = CliRunner().invoke(atlas, ["build", f"../{made.name}", "-q", *quick], catch_exceptions=False)
    assert built.exit_code == 0, built.output
    record = json.loads(Path("build/run.json").read_text(encoding="utf-8"))
    assert record["rows"]["accepted"] == made.rows
    assert record["customers"] == made.customers
    assert round(record["spend_paise"]) == round(made.spend * 100)
    again = CliRunner().invoke(atlas, ["doctor", f"../{made.name}"])
    assert again.exit_code == 0, again.output
