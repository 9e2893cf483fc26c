"""Exact sums by place and segment, and distributions of all customers. Private: before disclosure control.

The engine sums whole numbers; pandas only handles small tables.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from generator.analyse.customers import NO_BALANCE
from generator.analyse.disclosure.caps import AGE, BalanceRanges, Range, Ranges, balance_ranges, make_ranges
from generator.analyse.disclosure.exact import Capped, Profile
from generator.analyse.engine.base import Engine
from generator.analyse.grid import same_bin
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
    *,
    balances: bool = False,
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
        balances: Whether segments are formed of balances, whose averages are then needed.
    """
    bins, join = grid.frame[[*grid.keys]].assign(segment=labels), same_bin(grid.keys)
    engine.register_frame("bins", bins)
    spend = engine.frame(
        "select bins.segment, gridded.spend_bin, count(*) as n from gridded "
        f"join bins on {join} group by all order by all"
    )
    distributions = {
        "recency": grid.distribution("recency"),
        "transactions": grid.distribution("frequency"),
        "spend": spend.groupby("spend_bin")["n"].sum(),
    }
    if ranges is None:
        ranges = make_ranges(spend, distributions["transactions"], k, window_days, threshold, grid.unit)
        if balances:
            ranges = replace(ranges, balances=_balance_ranges(grid, labels, k, threshold))
    births = engine.frame(query("cross", same_bin=join))
    births["age"] = [None if pd.isna(born) else days.age_in_years(int(born), last_day) for born in births["birth_day"]]
    distributions["age"] = births.dropna(subset=["age"]).groupby("age")["n"].sum()
    _register_lookups(engine, distributions, ranges, births, homes)
    everyone, held = ranges.everyone, ranges.balances
    ends = (str(held.everyone.low), str(held.everyone.high)) if held else None
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
            same_bin=join,
            **balance_columns(ends, str(ranges.unit)),
        )
    )
    return Profile(sums, ranges, distributions, _cross(births), _above_caps(engine, everyone))


def _balance_ranges(grid: Grid, labels: Labels, k: int, threshold: int) -> BalanceRanges:
    """Return the ranges of the known balances."""
    frame = grid.frame[["balance_bin", "n"]].assign(segment=labels)
    return balance_ranges(frame[frame["balance_bin"] != NO_BALANCE], k, threshold, grid.unit)


def balance_columns(everyone: tuple[str, str] | None, unit: str) -> dict[str, str]:
    """Return the SQL that sums signed logarithms of balances; nothing unless segments are formed of balances.

    Args:
        everyone: Ends of the range of all customers; None to sum no balances.
        unit: As for `money.unit_of`.
    """
    if everyone is None:
        return {"balance_values": "", "balance_sums": ""}
    values, sums = [], []
    for name, (low, high) in {"own": ("clips.balance_low", "clips.balance_high"), "all": everyone}.items():
        clipped = f"least(greatest(gridded.balance_paise, {low}), {high})"
        # `least` and `greatest` ignore nulls, but an unknown balance must stay unknown.
        values.append(
            f"case when gridded.balance_paise is not null then ln(1 + abs({clipped}) / {unit}.0) "
            f"* case when {clipped} < 0 then -1 else 1 end end as balance_{name},"
        )
        sums.append(f"cast(coalesce(sum(cast(round(balance_{name} * 1e6) as bigint)), 0) as bigint) as balance_{name},")
    return {"balance_values": " ".join(values), "balance_sums": " ".join(["count(balance_own) as balanced,", *sums])}


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
        {
            "segment": "integer",
            "low": "bigint",
            "high": "bigint",
            "wide": "bigint",
            "balance_low": "bigint",
            "balance_high": "bigint",
        },
        [(i, item.low, item.high, item.wide, *_ends_of_balance(ranges, i)) for i, item in enumerate(ranges.segments)],
    )
    engine.register(
        "homes",
        {"place_text": "varchar", "state_text": "varchar", "place": "varchar", "weak": "boolean"},
        [(*texts, home.place, home.weak) for texts, home in homes.items()],
    )


def _ends_of_balance(ranges: Ranges, segment: int) -> tuple[int | None, int | None]:
    if ranges.balances is None:
        return None, None
    return ranges.balances.segments[segment].low, ranges.balances.segments[segment].high


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
