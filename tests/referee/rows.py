"""The customers of a bank in the columns of the public data set, in pandas, from the rows alone.

Uses nothing of the program but its export of one row per customer, for what rows do not say: place and segment.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ROLES = {
    "TransactionID": "id",
    "CustomerID": "customer",
    "CustomerDOB": "birth_text",
    "CustGender": "gender_text",
    "CustLocation": "place_text",
    "CustAccountBalance": "balance",
    "TransactionDate": "date_text",
    "TransactionTime": "time",
    "TransactionAmount (INR)": "amount",
}
_MISSING = {"", "nan", "none", "null", "."}
#: Ages are clipped to this range.
AGES = (10, 90)


@dataclass(frozen=True, slots=True)
class Rows:
    """A bank.

    Attributes:
        rows: One row for each transaction: day, second, paise, birth (NaT if unknown), birth_state, gender.
        people: One row for each customer: spend (paise), frequency, recency, age and balance (NaN if unknown), sex,
            city, state, segment; percentiles in 0..100.
        first: First day.
        last: Last day.
    """

    rows: pd.DataFrame
    people: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp


def read(path: Path, export: Path, key: tuple[str, ...]) -> Rows:
    """Read a bank.

    Args:
        path: The transactions, CSV or Parquet.
        export: The program's file of one row for each customer.
        key: Columns that identify a customer, as the release names them.
    """
    rows = _rows(path)
    last = rows["day"].max()
    parts = [{"CustomerID": "customer", "CustomerDOB": "birth_key", "CustGender": "gender"}[name] for name in key]
    rows = rows.sort_values(["day", "second", "id", "place_text", "paise"], kind="stable")
    people = rows.groupby(parts, sort=False).agg(frequency=("paise", "size"), spend=("paise", "sum"))
    latest = rows.drop_duplicates(parts, keep="last").set_index(parts, drop=False)
    people = people.join(latest[["day", "birth"]]).assign(
        sex=latest["gender"], balance=pd.to_numeric(latest["balance"], errors="coerce")
    )
    people["recency"] = (last - people["day"]).dt.days
    people["age"] = _years(people["birth"], last)
    people = people.reset_index()
    found = pd.read_csv(export, dtype=str, keep_default_na=False)
    if "birth_key" in parts:
        people["birth_day"] = people["birth_key"].where(~people["birth_key"].str.isalpha(), "")
        parts = ["customer", "birth_day", "gender"]
    names = dict(zip(key, parts, strict=True))
    found = found.rename(columns=names)[[*parts, "city", "state", "segment_id"]]
    people = people.merge(found.rename(columns={"segment_id": "segment"}), on=parts, how="left", validate="1:1")
    for name, values in {"spend": people["spend"], "frequency": people["frequency"], "recency": -people["recency"],
                         "age": people["age"], "balance": people["balance"]}.items():  # fmt: skip
        people[f"{name}_pct"] = 100 * (values.rank() - 0.5) / values.count()
    return Rows(rows, people, rows["day"].min(), last)


def _rows(path: Path) -> pd.DataFrame:
    packed = path.suffix == ".parquet"
    table = pd.read_parquet(path) if packed else pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = table.rename(columns=ROLES)
    texts = rows.select_dtypes(exclude="number").columns
    rows[texts] = rows[texts].fillna("").apply(lambda column: column.str.strip())
    rows["paise"] = (rows["amount"].astype(float) * 100).round().astype("int64")
    clock = rows["time"].astype(int)
    rows["second"] = clock // 10_000 * 3600 + clock // 100 % 100 * 60 + clock % 100
    rows["day"] = _days(rows["date_text"])
    births = _days(rows["birth_text"].where(~rows["birth_text"].str.lower().isin(_MISSING), ""))
    state = np.select(
        [rows["birth_text"].str.lower().isin(_MISSING), births.isna(), births.dt.year <= 1900, births > rows["day"]],
        ["missing", "unreadable", "placeholder", "future"],
        "known",
    )
    rows["birth_state"], rows["birth"] = state, births.where(state == "known")
    rows["birth_key"] = rows["birth"].dt.strftime("%Y-%m-%d").fillna(rows["birth_state"])
    rows["gender"] = rows["gender_text"].where(rows["gender_text"].isin(["M", "F"]), "")
    return rows


def _days(texts: pd.Series) -> pd.Series:
    """Parse D/M/Y; years of two digits are of this century."""
    parts = texts.str.split(r"[/-]", expand=True, regex=True).reindex(columns=[0, 1, 2])
    parts = parts.apply(pd.to_numeric, errors="coerce")
    year = parts[2].where(parts[2] >= 100, parts[2] + 2000)
    return pd.to_datetime(pd.DataFrame({"year": year, "month": parts[1], "day": parts[0]}), errors="coerce")


def _years(births: pd.Series, at: pd.Timestamp) -> pd.Series:
    """Return completed years."""
    before = (births.dt.month > at.month) | ((births.dt.month == at.month) & (births.dt.day > at.day))
    return at.year - births.dt.year - before.astype(int)
