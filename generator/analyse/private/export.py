"""Export of one row per customer for the bank's own systems: key, place, RFM values, segment. Personal data.

The only module that outputs records of single customers. It writes to a file that the user names, never into a site and
never over an input.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from generator.analyse.customers import Key
from generator.analyse.engine.base import Engine
from generator.analyse.grid import same_bin
from generator.analyse.places.customer_places import Homes
from generator.analyse.queries import query
from generator.analyse.reading.source import Source
from generator.analyse.segments.features import Grid
from generator.analyse.segments.fit import nearest
from generator.analyse.segments.segmentation import Segmentation
from generator.analyse.values import days
from generator.errors import UsageError
from generator.files.private import write_private
from generator.files.run_paths import Named, require_private_place

ENDINGS = (".parquet", ".csv")


def require_target(target: Path, source: Source) -> None:
    """Refuse a file that is not safe for personal data.

    Raises:
        UsageError: The extension is not .parquet or .csv.
        OutputError: It lies inside a site, is an input, or its folder does not exist.
    """
    if target.suffix.lower() not in ENDINGS:
        raise UsageError(f"{target}: this file format is not supported.", f"Use the extension {' or '.join(ENDINGS)}.")
    reads = (Named("the source", file.path) for file in source.files)
    require_private_place(Named("the export", target, "--to"), reads)


def export_customers(engine: Engine, grid: Grid, outcome: Segmentation, homes: Homes, key: Key) -> pd.DataFrame:
    """Return one row per customer, sorted by key.

    Columns: those of the customer key, city, state, recency_days, frequency, spend_paise, mean_paise, age (years, empty
    if unknown), segment_id, segment, distance (to the segment's centre, in standard deviations).
    """
    fit = outcome.choice.fit
    _, squares = nearest(outcome.scaled.points, fit.centres)
    bins = grid.frame[[*grid.keys]].assign(segment=fit.labels, distance=np.sqrt(squares).round(4))
    engine.register_frame("scored_bins", bins)
    engine.register(
        "export_homes",
        {"place_text": "varchar", "state_text": "varchar", "city": "varchar", "state": "varchar"},
        [(*texts, *_named(homes, home.place)) for texts, home in homes.homes.items()],
    )
    parts = [f"key_{i}" for i in range(len(key.columns))]
    frame = engine.frame(
        query(
            "export",
            key_columns="".join(f"gridded.{part}, " for part in parts),
            key_order=", ".join(parts),
            same_bin=same_bin(grid.keys),
        )
    )
    frame["segment_id"] = frame["segment"].map(dict(enumerate(outcome.ids)))
    frame["segment"] = frame["segment"].map({i: name.name for i, name in enumerate(outcome.names)})
    frame["age"] = frame["age"].astype("Int64")
    for part, column, role in zip(parts, key.columns, key.roles, strict=True):
        values = frame.pop(part)
        if role == "birth_date":
            values = values.map(lambda text: days.iso(int(text)) if text.lstrip("-").isdigit() else "")
        frame.insert(len(frame.columns), column, values)
    order = [*key.columns, "city", "state", "recency_days", "frequency", "spend_paise", "mean_paise", "age",
             "segment_id", "segment", "distance"]  # fmt: skip
    return frame[order]


def write_export(frame: pd.DataFrame, target: Path) -> None:
    """Write the rows, readable by their owner only (mode 600)."""
    if target.suffix.lower() == ".csv":
        write_private(target, frame.to_csv(index=False, lineterminator="\n"))
    else:
        write_private(target, frame.to_parquet(index=False))


def _named(homes: Homes, place: str) -> tuple[str, str]:
    """Return city and state of a candidate place; the city is empty if only the state is known."""
    site = homes.sites.get(place) or homes.sites.get(place.removeprefix("state:"))
    return ("", "") if site is None else (site.name if site.slug else "", site.state)
