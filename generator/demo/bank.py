"""Generates the demonstration bank: draws customers and transactions, and returns them with the ground truth.

`generate` reads no file except the table of places; `write` writes one file and nothing else.
"""

import gzip
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from generator.demo import dirt
from generator.demo.cities import TYPE_NAMES, City, load_cities
from generator.demo.dice import Dice, Ints
from generator.demo.ledger import Ledger, counts, draw_ledger
from generator.demo.people import People, draw_people
from generator.errors import OutputError, UsageError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: The columns of the public data set that the demonstration imitates.
SCHEMA_NAMES = (
    "TransactionID",
    "CustomerID",
    "CustomerDOB",
    "CustGender",
    "CustLocation",
    "CustAccountBalance",
    "TransactionDate",
    "TransactionTime",
    "TransactionAmount (INR)",
)

#: Ten million ids and 4.7 transactions a customer leave room for this many rows.
MAX_ROWS = 40_000_000


@dataclass(frozen=True, slots=True)
class DemoBank:
    """Transactions of a bank with their ground truth.

    Attributes:
        transactions: Nine columns as in the CSV, one row a transaction. Missing values are nulls, not empty texts.
        truth: `CustomerID`, `type` (one of `cities.TYPE_NAMES`) and `city` (a `City.slug`), one row per customer.
    """

    transactions: "pd.DataFrame"
    truth: "pd.DataFrame"


def generate(
    rows: int,
    seed: int,
    *,
    start: date = date(2024, 4, 1),
    days: int = 365,
    drift_city: str | None = None,
    drift_points: float = 8.0,
) -> DemoBank:
    """Return a bank with exactly `rows` transactions.

    The customers depend only on the seed: another window, or more rows, has the same people with the same ids. The
    number of transactions of a customer does not depend on `days`, so a shorter window is busier.

    Args:
        rows: Transactions, 1 to `MAX_ROWS`.
        seed: Non-negative; the same seed gives the same values on every platform.
        start: First day of the window.
        days: Length of the window in days.
        drift_city: `City.slug` of the place whose shares differ from those in other windows; None for no drift.
        drift_points: Percentage points by which they shift from `repeat_small` to `small_lapsed`, 0 to 25.

    Raises:
        UsageError: A number is out of range, or the place does not exist.
    """
    cities = load_cities()
    if not (1 <= rows <= MAX_ROWS and seed >= 0 and 1 <= days <= 3660 and 0.0 <= drift_points <= 25.0):
        raise UsageError(
            f"Cannot generate a bank with rows={rows}, seed={seed}, days={days}, drift_points={drift_points}.",
            f"Use 1 to {MAX_ROWS:,} rows, 1 to 3660 days, 0 to 25 points, and a seed of 0 or more.",
        )
    drift = None if drift_city is None else (_place(drift_city, cities), drift_points)
    dice = Dice(seed)
    window = replace(dice, scope=f"{start:%Y-%m-%d}+{days}")
    people, each = _enough(rows, dice, window, cities, drift)
    ledger = draw_ledger(people, each, window, cities, start, days)
    return DemoBank(_frame(people, ledger, dice, window, cities, start), _truth(people, cities))


def _place(slug: str, cities: tuple[City, ...]) -> int:
    slugs = [place.slug for place in cities]
    if slug not in slugs:
        raise UsageError(f"The demonstration bank has no place {slug!r}.", "Give a slug such as mumbai-maharashtra.")
    return slugs.index(slug)


def _enough(
    rows: int, dice: Dice, window: Dice, cities: tuple[City, ...], drift: tuple[int, float] | None
) -> tuple[People, Ints]:
    """Return the customers of exactly `rows` transactions, and the number of transactions of each."""
    size = rows // 4 + 100
    while True:
        people = draw_people(size, dice, cities, drift)
        each = counts(people, window)
        totals = np.cumsum(each)
        if totals[-1] >= rows:
            break
        size *= 2
    needed = int(np.searchsorted(totals, rows)) + 1
    each = each[:needed].copy()
    each[-1] -= totals[needed - 1] - rows
    return People(**{name: getattr(people, name)[:needed] for name in People.__slots__}), each


def _frame(
    people: People, ledger: Ledger, dice: Dice, window: Dice, cities: tuple[City, ...], start: date
) -> "pd.DataFrame":
    import pyarrow as pa
    import pyarrow.compute as pc

    def texts(column: dirt.Coded) -> "pa.Array":
        return pa.array(column.words, pa.string()).take(pa.array(column.codes))

    numbers = pa.array(np.arange(1, len(ledger.owner) + 1)).cast(pa.string())
    columns = (
        pc.binary_join_element_wise("T", numbers, ""),
        texts(dirt.ids(people, ledger)),
        texts(dirt.births(people, ledger, dice, window)),
        texts(dirt.genders(people, ledger, dice)),
        texts(dirt.spell(ledger, dice, window, cities)),
        pa.array(dirt.balances(ledger, window)),
        texts(dirt.dates(ledger, start)),
        pa.array(dirt.times(ledger).astype(np.int32)),
        pa.array(ledger.amount),
    )
    frame: pd.DataFrame = pa.table(dict(zip(SCHEMA_NAMES, columns, strict=True))).to_pandas()
    return frame


def _truth(people: People, cities: tuple[City, ...]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {
            "CustomerID": [f"C{number:07d}" for number in people.id.tolist()],
            "type": np.array(TYPE_NAMES, dtype=object)[people.type],
            "city": np.array([place.slug for place in cities], dtype=object)[people.city],
        }
    )


def write(bank: DemoBank, path: Path) -> None:
    """Write the transactions, in the format of the file's extension. The same bank gives the same bytes.

    Args:
        bank: From `generate`; the ground truth is not written.
        path: File ending in `.csv`, `.csv.gz` or `.parquet`. An existing file is replaced.

    Raises:
        UsageError: The extension is another one.
        OutputError: The file cannot be written.
    """
    try:
        if path.name.endswith(".parquet"):
            _write_parquet(bank.transactions, path)
        elif path.name.endswith(".csv"):
            bank.transactions.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        elif path.name.endswith(".csv.gz"):
            with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
                bank.transactions.to_csv(packed, index=False, lineterminator="\n", encoding="utf-8")
        else:
            raise UsageError(
                f"{path.name}: this file format is not supported.", "Use the extension .csv, .csv.gz or .parquet."
            )
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror}.") from error


def _write_parquet(frame: "pd.DataFrame", path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    floats = ("CustAccountBalance", "TransactionAmount (INR)")
    kinds = {name: pa.string() for name in SCHEMA_NAMES} | dict.fromkeys(floats, pa.float64())
    kinds["TransactionTime"] = pa.int32()
    # No pandas metadata, because it contains the versions of libraries.
    table = pa.Table.from_pandas(frame, schema=pa.schema(kinds), preserve_index=False).replace_schema_metadata(None)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=15,
        # Ids are unique and balances rarely repeat, so a dictionary would only add size.
        use_dictionary=[name for name in SCHEMA_NAMES if name not in {"TransactionID", "CustAccountBalance"}],
        column_encoding={"TransactionID": "DELTA_BYTE_ARRAY", "CustAccountBalance": "BYTE_STREAM_SPLIT"},
        row_group_size=250_000,
        store_schema=False,
    )
