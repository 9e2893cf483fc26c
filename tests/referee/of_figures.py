"""Counts, averages, distributions and data quality of a release, recomputed."""

import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from generator.release import Mean
from tests.referee import of_model
from tests.referee.exact import Exact, Figure, Key, at_least, signed_log

#: Points by which bins of amounts, 1 % wide, may move an average percentile of spend; percentiles have two decimals.
_BINNED, _DECIMALS = 0.1, 0.01
_QUALITY_ZERO = ("flag:balance_unreadable", "flag:amount_rounded", "flag:balance_rounded")


def figures(exact: Exact) -> Iterator[Figure]:
    """Yield every published figure of a release, but scores of other numbers of segments and the projection's plane."""
    for part in (of_model.window, of_model.model, of_model.spreads, of_model.ranges, counts, averages, distributions,
                 quality):  # fmt: skip
        yield from part(exact)


def counts(exact: Exact) -> Iterator[Figure]:
    """Yield the counts of places and segments, and their sums."""
    release = exact.release
    yield exact.count("all customers", sum(atom.n for atom in release.atoms), exact.n(exact.cells))
    for atom in release.atoms:
        n = exact.n((atom.place, id_) for id_ in atom.segments)
        yield exact.count(f"atom {atom.place} {'+'.join(atom.segments)}", atom.n, n)
    for place in release.places:
        printed = sum(atom.n for atom in release.atoms if atom.place == place.id)
        yield exact.count(f"place {place.id}", printed, exact.n((place.id, id_) for id_ in exact.order))
    for cell in release.margin:
        n = exact.n(key for key in exact.joined if key[1] in cell.segments)
        yield exact.count(f"margin {'+'.join(cell.segments)}", cell.n, n)
    for id_ in exact.order if len(exact.order) > 1 else ():
        if all(id_ not in cell.segments or len(cell.segments) == 1 for cell in release.margin):
            printed = sum(atom.n for atom in release.atoms if atom.segments == (id_,))
            printed += sum(cell.n for cell in release.margin if cell.segments == (id_,))
            yield exact.count(f"segment {id_}", printed, len(exact.group(id_)))


def averages(exact: Exact) -> Iterator[Figure]:
    """Yield the averages of all customers, segments, places, atoms and the margin."""
    release = exact.release
    yield from _means(exact, "all", exact.cells, release.overall.means)
    for segment in release.segments:
        typical = {name: mean for name, mean in segment.means.items() if name.startswith("typical")}
        rest = {name: mean for name, mean in segment.means.items() if name not in typical}
        cells, name = [key for key in exact.cells if key[1] == segment.id], f"segment {segment.id}"
        yield from _means(exact, name, cells, typical, segment.id)
        yield from _means(exact, name, cells, rest, segment.id, "wide")
    for place in release.places:
        cells = [(place.id, id_) for id_ in exact.order]
        yield from _means(exact, f"place {place.id}", cells, place.means)
    for atom in release.atoms:
        own = atom.segments[0] if len(atom.segments) == 1 else None
        cells = [(atom.place, id_) for id_ in atom.segments]
        yield from _means(exact, f"atom {atom.place} {'+'.join(atom.segments)}", cells, atom.means, own)
    for cell in release.margin:
        own = cell.segments[0] if len(cell.segments) == 1 else None
        cells = [key for key in exact.joined if key[1] in cell.segments]
        yield from _means(exact, f"margin {'+'.join(cell.segments)}", cells, cell.means, own)


def _means(
    exact: Exact,
    name: str,
    cells: Sequence[Key],
    means: Mapping[str, Mean],
    segment: str | None = None,
    cap: str = "own",
) -> Iterator[Figure]:
    """Yield averages; the range that clips spend is that of all customers, where they are not of one segment."""
    cap = "all" if segment is None else cap
    spend = exact.clips[segment, "spend_wide" if cap == "wide" else "spend"]
    for measure, mean in means.items():
        if mean.value is None or mean.step is None:
            continue
        average, known = exact.mean(cells, measure, cap)
        value = mean.value
        if measure.startswith("typical"):
            value = math.log(value) if measure == "typical_spend" else signed_log(pd.Series([value])).item()
        room = _BINNED if measure == "spend_pct" else _DECIMALS if measure.endswith("_pct") else 0.0
        yield Figure(f"{measure} of {name}", value, average, mean.step / 2 + room)
        low, high = exact.ends(measure, exact.clips[segment, measure] if measure == "typical_balance" else spend)
        yield at_least(f"step of {measure} of {name}", mean.step, (high - low) / (known + exact.base))


def distributions(exact: Exact) -> Iterator[Figure]:
    """Yield histograms, and segments by gender and age."""
    people, overall = exact.people, exact.release.overall
    columns = {
        "spend": people["spend"] / 100,
        "transactions": people["frequency"],
        "recency": people["recency"],
        "age": people["age"].dropna(),
    }
    for histogram in overall.histograms:
        values = columns[histogram.measure]
        for bin_ in histogram.bins:
            low, high = bin_.low or 0.0, math.inf if bin_.high is None else bin_.high
            n = int(((values >= low) & (values < high)).sum())
            yield exact.count(f"{histogram.measure} {low:g} to {high:g}", bin_.n, n)
    for cell in overall.cross:
        n = int((_band(people, cell.band) & (people["segment"] == cell.segment)).sum())
        yield exact.count(f"{cell.band} in {cell.segment}", cell.n, n)
    if overall.projection:
        cells = overall.projection.cells
        shown = sum(cell.n for cell in cells)
        yield at_least("customers beside the projection", len(people) - shown, 0.0, exact.base * len(cells))


def _band(people: pd.DataFrame, band: str) -> pd.Series:
    kind, _, name = band.partition(":")
    if kind == "gender":
        return people["sex"] == ("" if name == "unknown" else name)
    if name == "unknown":
        return people["age"].isna()
    low, _, high = name.rstrip("+").partition("-")
    return (people["age"] >= int(low)) & (people["age"] <= int(high or 999))


def quality(exact: Exact) -> Iterator[Figure]:
    """Yield the counts of rows and ids, and of customers by how their place was found."""
    rows = exact.bank.rows
    state = rows["birth_state"]
    known = {
        "rows_read": len(rows),
        "rows_accepted": len(rows),
        **{f"flag:dob_{name}": int((state == name).sum()) for name in ("placeholder", "missing", "future")},
        "flag:dob_unreadable": int((state == "unreadable").sum()),
        "flag:amount_zero": int((rows["paise"] == 0).sum()),
        "flag:balance_missing": int((rows["balance"].isna() | (rows["balance"].astype(str) == "")).sum()),
        "flag:gender_unknown": int((rows["gender"] == "").sum()),
        "flag:location_missing": int((rows["place_text"] == "").sum()),
        "key:ids_repeated": int((rows["customer"].value_counts() > 1).sum()),
        "key:ids_conflict": _conflicts(rows),
        **dict.fromkeys(_QUALITY_ZERO, 0),
    }
    for count in exact.release.overall.quality:
        # No row of either bank is rejected.
        yield exact.count(count.name, count.n, 0 if count.name.startswith("rejected:") else known[count.name])
    matches = exact.release.overall.matches
    shown = sum(count.n or 0 for count in matches)
    yield Figure("customers by match", shown, len(exact.people), exact.base * len(matches))


def _conflicts(rows: pd.DataFrame) -> int:
    """Count the ids of several rows with two birth dates, or two genders."""
    ids = rows.assign(gender=rows["gender"].where(rows["gender"] != "")).groupby("customer")
    found = ids.agg(n=("paise", "size"), births=("birth_key", "nunique"), genders=("gender", "nunique"))
    return int(((found["n"] > 1) & ((found["births"] > 1) | (found["genders"] > 1))).sum())
