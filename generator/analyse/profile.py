"""Exact sums by place and segment, and distributions of all customers. Private: before disclosure control.

The engine sums whole numbers; pandas only handles small tables.
"""

from collections.abc import Mapping

import pandas as pd

from generator.analyse.disclosure.caps import AGE, Range, Ranges, make_ranges
from generator.analyse.disclosure.exact import Capped, Profile
from generator.analyse.engine.base import Engine
from generator.analyse.places.customer_places import Home
from generator.analyse.queries import query
from generator.analyse.segments.features import Grid, midranks
from generator.analyse.segments.fit import Labels
from generator.analyse.values import days

#: Lower edges of the age bands on the site.
AGE_BANDS = (0, 18, 25, 35, 45, 55, 65)


def make_profile(
    engine: Engine,
    grid: Grid,
    labels: Labels,
    k: int,
    homes: Mapping[tuple[str, str], Home],
    last_day: int,
    window_days: int,
    threshold: int,
    ranges: Ranges | None = None,
) -> Profile:
    """Compute the exact aggregates that disclosure needs.

    Args:
        engine: Holds the table `gridded`, one row per customer.
        grid: The bins, in the order of `labels`.
        labels: Segment of each bin.
        k: Number of segments.
        homes: Place of residence by (place text, state text).
        last_day: Day number of the last day of the data.
        window_days: Length of the window.
        threshold: T; 1 under the internal policy.
        ranges: Fixed ranges of an earlier model; None to compute them.
    """
    bins = grid.frame[["recency", "frequency", "amount_bin"]].assign(segment=labels)
    engine.register_frame("bins", bins)
    spend = engine.frame(
        "select bins.segment, gridded.spend_bin, count(*) as n from gridded "
        "join bins using (recency, frequency, amount_bin) group by all order by all"
    )
    distributions = {
        "recency": grid.frame.groupby("recency")["n"].sum(),
        "transactions": grid.frame.groupby("frequency")["n"].sum(),
        "spend": spend.groupby("spend_bin")["n"].sum(),
    }
    ranges = ranges or make_ranges(spend, distributions["transactions"], k, window_days, threshold, grid.unit)
    births = engine.frame(query("cross"))
    births["age"] = [None if pd.isna(born) else days.age_in_years(int(born), last_day) for born in births["birth_day"]]
    distributions["age"] = births.dropna(subset=["age"]).groupby("age")["n"].sum()
    _register_lookups(engine, distributions, ranges, births, homes)
    everyone = ranges.everyone
    sums = engine.frame(
        query(
            "atoms",
            low=str(everyone.low),
            high=str(everyone.high),
            frequency_high=str(ranges.transactions),
            recency_high=str(ranges.recency),
            age_low=str(AGE[0]),
            age_high=str(AGE[1]),
            unit=str(ranges.unit),
        )
    )
    return Profile(sums, ranges, distributions, _cross(births), _above_caps(engine, everyone))


def _register_lookups(
    engine: Engine,
    distributions: Mapping[str, pd.Series],
    ranges: Ranges,
    births: pd.DataFrame,
    homes: Mapping[tuple[str, str], Home],
) -> None:
    """Register the lookup tables: percentile ranks, ages, ranges and places."""
    # Recency is reversed, so that a higher percentile is more recent.
    for name, measure, top in (("recency", "recency", 10_000), ("frequency", "transactions", 0), ("spend", "spend", 0)):
        ranks = (midranks(distributions[measure]) * 100).round().astype("int64")
        values = top - ranks if top else ranks
        engine.register_frame(f"ranks_{name}", pd.DataFrame({"value": values.index, "pct": values.to_numpy()}))
    known = births.dropna(subset=["age"])[["birth_day", "age"]].drop_duplicates()
    ranks = (midranks(distributions["age"]) * 100).round() if len(known) else pd.Series(dtype="float64")
    engine.register(
        "ages",
        {"birth_day": "integer", "age": "integer", "pct": "integer"},
        [(int(day), int(age), int(ranks[age])) for day, age in known.itertuples(index=False)],
    )
    engine.register(
        "clips",
        {"segment": "integer", "low": "bigint", "high": "bigint", "wide": "bigint"},
        [(i, item.low, item.high, item.wide) for i, item in enumerate(ranges.segments)],
    )
    engine.register(
        "homes",
        {"place_text": "varchar", "state_text": "varchar", "place": "varchar", "weak": "boolean"},
        [(*texts, home.place, home.weak) for texts, home in homes.items()],
    )


def _cross(births: pd.DataFrame) -> pd.DataFrame:
    """Return customers by segment and band."""
    gender = births["gender"].replace("", "unknown")
    band = births["age"].map(_band, na_action="ignore").fillna("unknown")
    parts = [
        births.assign(band="gender:" + gender),
        births.assign(band="age:" + band.astype(str)),
    ]
    return pd.concat(parts).groupby(["band", "segment"])["n"].sum().unstack(fill_value=0).sort_index()


def _band(age: float) -> str:
    low = max(edge for edge in AGE_BANDS if edge <= max(age, 0))
    above = [edge for edge in AGE_BANDS if edge > low]
    return f"{low}-{above[0] - 1}" if above else f"{low}+"


def _above_caps(engine: Engine, everyone: Range) -> Capped:
    [(total, above, wide, within)] = engine.rows(
        f"select sum(spend_paise), sum(greatest(spend_paise - {everyone.high}, 0)), "
        f"sum(least(spend_paise, {everyone.wide})), "
        f"sum(greatest(least(spend_paise, {everyone.wide}) - {everyone.high}, 0)) from gridded"
    )
    if not wide:
        return Capped(0.0, 0.0, 1.0)
    return Capped(float(above) / float(total), float(within) / float(wide), min(1.0, everyone.wide / float(wide)))
