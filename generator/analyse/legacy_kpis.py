"""Imports the old dashboard's table (`top_kpis.csv`): averages by city and cluster become a release.

The table has averages, not customers, so its figures cannot be tested, capped or converted to rupees. Every page of its
site states its known defects. Private: exact counts never leave this module.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd

from generator.analyse.disclosure.caps import Range, Ranges
from generator.analyse.disclosure.counts import counts
from generator.analyse.disclosure.disclosure import Disclosed, Site, disclose
from generator.analyse.disclosure.exact import Capped, Profile
from generator.analyse.disclosure.means import IMPORTED_RANGES, IMPORTED_SCALE, Rules
from generator.analyse.disclosure.partition import OTHER, UNKNOWN
from generator.analyse.place_column import PlaceReader
from generator.analyse.places.as_is import Naming
from generator.analyse.places.customer_places import candidate, with_names
from generator.analyse.places.matching import chosen_areas, match_texts, open_gazetteer
from generator.analyse.reading.titles import require_header, shown
from generator.analyse.segments.features import coarse
from generator.analyse.words import read_tables
from generator.errors import QualityError, SourceError
from generator.release import SCHEMA, SEGMENT_IDS, CustomerKey, Model, Overall, Policy, Release, Segment, Window
from generator.release.codec import as_written
from generator.settings.settings import Settings

#: Rows that are compared with the first one for a message.
_MOST_SAMPLED = 50
#: Column of the table by measure.
COLUMNS = {
    "age": "AvgAge",
    "recency": "AvgRecency",
    "transactions": "AvgFrequency",
    "log_mean_spend": "AvgAvgMonetary",
    "log_total_spend": "AvgTotalMonetary",
}
_PLACE, _CLUSTER, _COUNT = "CustLocation", "Cluster", "CustomerCount"
#: A larger mean cannot be the logarithm of an amount: e^20 rupees are 48 crore.
_MOST_LOG = 20.0
_MOST_FAULTS = 5
_ABSENT = ("transaction", "time", "gender", "balance")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its line, a place as it is spelt, a cluster, customers, and averages by measure."""

    line: int
    place: str
    cluster: int
    n: int
    means: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Imported:
    """Result of an import.

    Attributes:
        release: Safe aggregates.
        notices: Messages for the log; may contain exact figures.
    """

    release: Release
    notices: tuple[str, ...]


def read_rows(path: Path) -> tuple[Row, ...]:
    """Read the table.

    Raises:
        SourceError: It cannot be read, or lacks a column.
        QualityError: A value is not a number or cannot be right, or a city has a cluster twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            wanted = (_PLACE, _CLUSTER, _COUNT, *COLUMNS.values())
            if missing := [name for name in wanted if name not in (reader.fieldnames or ())]:
                names = [name or "" for name in reader.fieldnames or ()]
                known = len(wanted) - len(missing)
                require_header(str(path), names, known)
                found = shown(names, known, *islice(reader.reader, _MOST_SAMPLED))
                raise SourceError(f"{path}: missing column(s): {', '.join(missing)}. Found: {found}.")
            records = [(reader.line_num, record) for record in reader]
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 CSV ({error}).") from error
    faults: list[str] = []
    rows = [row for line, record in records if (row := _row(line, record, faults)) is not None]
    faults += _twice(rows)
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise QualityError(f"{path}: " + "; ".join((*faults[:_MOST_FAULTS], *more)) + ".")
    if not any(row.n for row in rows):
        raise SourceError(f"{path}: the table has no customers.")
    return tuple(row for row in rows if row.n)


def _row(line: int, record: Mapping[str, str | None], faults: list[str]) -> Row | None:
    """Return a row, or None after adding its faults to the list."""
    before = len(faults)
    cluster = _whole(line, _CLUSTER, record, len(SEGMENT_IDS) - 1, faults)
    n = _whole(line, _COUNT, record, None, faults)
    means = {name: _average(line, name, record, n, faults) for name in COLUMNS}
    return Row(line, (record[_PLACE] or "").strip(), cluster, n, means) if len(faults) == before else None


def _whole(line: int, column: str, record: Mapping[str, str | None], most: int | None, faults: list[str]) -> int:
    value = _number(record[column])
    if value is None or value != int(value) or value < 0 or (most is not None and value > most):
        limits = "of 0 or more" if most is None else f"from 0 to {most}"
        faults.append(f"line {line}: {column} is {_kind(record[column])}, not a whole number {limits}")
        return 0
    return int(value)


def _average(line: int, name: str, record: Mapping[str, str | None], n: int, faults: list[str]) -> float:
    column = COLUMNS[name]
    value = _number(record[column])
    if value is None and not n and not (record[column] or "").strip():
        return 0.0
    if value is None or value < 0:
        faults.append(f"line {line}: {column} is {_kind(record[column])}, not a number of 0 or more")
        return 0.0
    if name == "log_mean_spend" and value > _MOST_LOG:
        faults.append(f"line {line}: {column} is too large for a logarithm: is it in rupees?")
    return value


def _kind(text: str | None) -> str:
    """Describe a bad value without quoting it, because in a small group it may be that of one customer."""
    if not text or not text.strip():
        return "missing"
    return "a text" if _number(text) is None else "another number"


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _twice(rows: Iterable[Row]) -> list[str]:
    seen: dict[tuple[str, int], int] = {}
    faults = []
    for row in rows:
        first = seen.setdefault((row.place.casefold(), row.cluster), row.line)
        if first != row.line:
            faults.append(f"lines {first} and {row.line} both have cluster {row.cluster} of the same place")
    return faults


def import_kpis(path: Path, settings: Settings, days: tuple[date, date] | None = None) -> Imported:
    """Turn the table into a release.

    Args:
        path: The table.
        settings: Places, policy, label, locale.
        days: First and last day of its transactions; None if unknown.

    Raises:
        SourceError: It cannot be read.
        QualityError: Its values cannot be right.
        DisclosureError: Nothing can be published about it.
    """
    rows = read_rows(path)
    clusters = sorted({row.cluster for row in rows})
    ids = tuple(SEGMENT_IDS[cluster] for cluster in clusters)
    candidates: dict[str, tuple[str, bool]] = {}
    sites = {OTHER: Site("", "", "other", "", None, None)}
    gazetteer = open_gazetteer(settings)
    if gazetteer is None:
        reader = PlaceReader(settings)
        rows = tuple(replace(row, place=reader.place(row.place)) for row in rows)
    sizes: Counter[tuple[str, str]] = Counter()
    for row in rows:
        sizes[row.place, ""] += row.n
    matches = match_texts(sizes, gazetteer, Naming.of(settings))
    areas = chosen_areas(settings, gazetteer)
    homes = {
        place: candidate(match, candidates, sites, areas, f"spelling:{i}" if place else UNKNOWN)
        for i, ((place, _), match) in enumerate(sorted(matches.items(), key=lambda item: item[0]))
    }
    by_grade: dict[str, int] = {}
    for row in rows:
        match = matches[row.place, ""]
        grade = f"{match.kind}:{match.grade or ''}"
        by_grade[grade] = by_grade.get(grade, 0) + row.n
    weak = {place for (place, _), match in matches.items() if match.grade == "C"}
    public = settings.policy == "public"
    rules = Rules(settings.base if public else 0, settings.threshold if public else 1, frozenset(), _RANGES, True)
    named = with_names(sites, gazetteer, None, areas)
    safe = disclose(_profile(rows, homes, weak, clusters), candidates, named, ids, rules)
    customers = sum(row.n for row in rows)
    overall = Overall(safe.overall_means, (), (), (), counts(by_grade, customers, rules), (), None, None)
    release = _release(rows, safe, overall, clusters, settings, rules, _window(days))
    return Imported(as_written(release), _notices(rows, homes, safe))


_RANGES = Ranges((), Range(0, 0, 0), IMPORTED_RANGES["transactions"][1], IMPORTED_RANGES["recency"][1])


def _profile(rows: Sequence[Row], homes: Mapping[str, str], weak: set[str], clusters: Sequence[int]) -> Profile:
    """Return the table as sums by place and cluster: counts are added, averages weighted by customers."""
    sums = pd.DataFrame(
        [
            {
                "place": homes[row.place],
                "weak": row.place in weak,
                "segment": clusters.index(row.cluster),
                "n": row.n,
                **{name: round(value * row.n * IMPORTED_SCALE) for name, value in row.means.items()},
            }
            for row in rows
        ]
    )
    return Profile(sums, _RANGES, {}, pd.DataFrame(), Capped(0.0, 0.0, 1.0))


def _release(
    rows: Sequence[Row],
    safe: Disclosed,
    overall: Overall,
    clusters: Sequence[int],
    settings: Settings,
    rules: Rules,
    window: Window,
) -> Release:
    total = sum(row.n for row in rows)
    least = min(sum(row.n for row in rows if row.cluster == cluster) for cluster in clusters)
    k = len(clusters)
    return Release(
        schema=SCHEMA,
        label=settings.label,
        synthetic=settings.synthetic,
        currency=settings.currency,
        locale=settings.locale,
        window=window,
        customer=CustomerKey("CustomerID", ("CustomerID",), "config"),
        policy=Policy("public" if rules.base else "internal", rules.threshold, max(rules.base, 1)),
        absent=_ABSENT,
        model=Model((), (), str(k), k, k, coarse(least / total, total), (), (), (), 0),
        segments=tuple(
            Segment(SEGMENT_IDS[cluster], str(cluster), *_names(cluster, settings), "imported", {}, means)
            for cluster, means in zip(clusters, safe.segment_means, strict=True)
        ),
        places=safe.places,
        atoms=safe.atoms,
        margin=safe.margin,
        overall=overall,
        changes=None,
        origin="kpis",
    )


def _names(cluster: int, settings: Settings) -> tuple[str, str]:
    """Return the name of a cluster, and the same as its short name."""
    pattern = read_tables("release.toml", settings.content_dirs)["clusters"]["name"]
    name = re.sub(r"\{\{\s*number\s*\}\}", str(cluster), pattern)
    return name, name


def _window(days: tuple[date, date] | None) -> Window:
    if days is None:
        return Window("", "", 0, 0)
    first, last = days
    if last < first:
        raise QualityError(f"The last day, {last}, comes before the first, {first}.")
    return Window(first.isoformat(), last.isoformat(), (last - first).days + 1, 0)


def _notices(rows: Sequence[Row], homes: Mapping[str, str], safe: Disclosed) -> tuple[str, ...]:
    found = [f"{len(rows)} rows, {sum(row.n for row in rows)} customers, {len(set(homes.values()))} places."]
    merged: dict[str, list[str]] = {}
    published = {place.id for place in safe.places if place.slug}
    for spelling, home in homes.items():
        if home in published:
            merged.setdefault(home, []).append(spelling)
    found += [f"Same place: {', '.join(sorted(names))}." for _, names in sorted(merged.items()) if len(names) > 1]
    if safe.hidden:
        found.append(f"{len(safe.hidden)} places are too small or unknown and have no page.")
    found.append(
        "Amounts in this table are logarithms, so no figure is in rupees; its recency comes from dates parsed as month "
        "first."
    )
    return tuple(found)
