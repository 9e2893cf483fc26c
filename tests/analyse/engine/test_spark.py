"""The second engine: the same SQL files on Spark give the same release, byte for byte."""

from pathlib import Path

import pytest

from generator import pipeline
from generator.analyse.private.run_record import Record
from generator.analyse.reading.source import open_source
from generator.analyse.statements import STAGES, statements
from generator.demo import generate, write
from generator.release.codec import dump
from generator.resources import sql_dir
from generator.settings import config

SET = ["evidence=false"]


def run(path: Path, *settings: str) -> tuple[str, Record, list[tuple[str, int, str]]]:
    """Return the release's text, the record without its stages, and the rejected rows."""
    with pipeline.analysed(str(path), config.load(None, [*SET, *settings]), pipeline.Clock(lambda _: None)) as found:
        rejected = [(row.file, row.line, row.reason) for row in found.rejected]
        return dump(found.release), found.record, rejected


SPARK = ('engine="spark"', 'master="local[2]"')


@pytest.mark.spark
@pytest.mark.data
@pytest.mark.usefixtures("require_spark")
def test_the_real_rows_give_the_same_release(real_data: Path) -> None:
    assert run(real_data, *SPARK) == run(real_data, "threads=1") == run(real_data, "threads=2")


@pytest.mark.spark
@pytest.mark.usefixtures("require_spark")
def test_a_million_rows_give_the_same_release(tmp_path: Path) -> None:
    write(generate(1_000_000, 1), tmp_path / "million.csv")
    one, two = (run(tmp_path / "million.csv", f"threads={n}") for n in (1, 2))
    assert one == two
    assert run(tmp_path / "million.csv", *SPARK) == one


@pytest.mark.spark
@pytest.mark.usefixtures("require_spark")
def test_dirty_rows_are_rejected_alike(tmp_path: Path) -> None:
    """Wrong field counts, broken quotes, bad dates and amounts, duplicates, a truncated end: same rows, same lines."""
    write(generate(4_000, 2), tmp_path / "bank.csv")
    lines = (tmp_path / "bank.csv").read_text().splitlines()
    lines[5] = lines[5].replace(",", ";", 1)
    lines[9] += ",one,too,many"
    lines[17] = ",".join([*lines[17].split(",")[:-1], "n/a"])
    lines[23] = lines[22]
    lines.insert(30, "")
    fields = lines[40].split(",")
    fields[6] = "31/31/24"
    lines[40] = ",".join(fields)
    (tmp_path / "dirty.csv").write_text("\n".join(lines)[:-9])
    duck, spark = run(tmp_path / "dirty.csv"), run(tmp_path / "dirty.csv", *SPARK)
    assert duck == spark
    assert {reason for _, _, reason in duck[2]} >= {"fields", "amount", "date", "duplicate"}


def test_every_query_can_be_said_in_sparks_words(tmp_path: Path) -> None:
    """No query grows that only one engine understands; needs no Java."""
    pytest.importorskip("sqlglot")
    write(generate(1_000, 1), tmp_path / "bank.csv")
    chosen = config.load(None, ['engine="spark"', 'customer_key=["CustomerID"]'])
    found = list(
        statements(open_source(str(tmp_path / "bank.csv"), chosen.source_columns, chosen.customer_key), chosen)
    )
    assert [text.splitlines()[0].removeprefix("-- ") for text in found] == list(STAGES)
    assert {path.stem for path in sql_dir().glob("*.sql")} == {*STAGES, "export"}
    assert all("STRUCT_PACK" not in text.upper() for text in found)
