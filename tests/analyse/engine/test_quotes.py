import csv
import io
import random
from pathlib import Path

import pytest

from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.engine.quotes import first_open
from generator.analyse.reading.source import open_source
from generator.errors import SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS

HEAD = "CustomerID,TransactionDate,TransactionAmount (INR),CustLocation\n"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a,b\n1,2\n", 0),
        ('a,b\n1,"x\n\ny"\n3,4\n', 0),
        ('a,b\n1,"x""\ny"\n3,4\n', 0),
        ('a,b\n1,x"y\n3,4\n', 0),
        ('a,b\n1,"x" y\n3,4\n', 0),
        ('a,b\n1,"x\n3,4\n', 2),
        ('a,b\n\n1,"x\n3,4\n5,"z"\n', 3),
        ('a,b\n1,"x\ny" z\n3,4\n', 2),
        ('a,b\n1,"x\ny"\n3,"4\n5,6', 3),
        ('a,b\n1,2\n3,"4', 0),
        ('a,b\n1,"' + "x\n" * 1_100_000 + '"\n', 2),
    ],
    ids=["none", "lines", "doubled", "inside", "behind", "open", "blank", "late", "second", "last", "long"],
)
def test_first_open(text: str, number: int) -> None:
    assert first_open(io.StringIO(text), ",") == number


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_a_csv_writer_writes_is_closed(delimiter: str) -> None:
    dice = random.Random(3)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for _ in range(3000):
        writer.writerow(["".join(dice.choices('ab" \n' + delimiter, k=dice.randrange(7))) for _ in range(3)])
    text = out.getvalue().replace("\r\n", "\n")
    assert text.count("\n") > 4000
    assert first_open(io.StringIO(text), delimiter) == 0


@pytest.mark.slow
@pytest.mark.parametrize("at", [101, 500_001, 999_990])
@pytest.mark.parametrize("quoted", [False, True], ids=["plain", "quoted"])
def test_an_open_quote_in_a_large_file_stops_the_run(tmp_path: Path, at: int, quoted: bool) -> None:
    """The engine reads such a file in parts; without the scan it loses rows in silence."""
    lines = [
        'C1234567,2/8/16,1000.25,"NAVI MUMBAI"\n' if quoted else "C1234567,2/8/16,1000.25,NAVI MUMBAI\n"
    ] * 1_000_000
    lines[at - 2] = 'C1234567,2/8/16,1000.25,"THANE\n'
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "".join(lines), encoding="ascii")
    with DuckEngine() as engine, pytest.raises(SourceError, match=f"row {at}: a quotation mark"):
        engine.read(open_source(str(path), KAGGLE_COLUMNS, ()))
