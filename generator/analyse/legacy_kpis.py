"""Imports the old dashboard's table (`top_kpis.csv`): averages by city and cluster become a release.

The table has averages, not customers, so its figures cannot be tested, capped or converted to rupees. Every page of its
site states its known defects. Private: exact counts never leave this module.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from generator.analyse.disclosure.caps import Range, Ranges
from generator.analyse.disclosure.counts import parts_of
from generator.analyse.disclosure.disclosure import Disclosed, Site, disclose
from generator.analyse.disclosure.exact import Capped, Profile
from generator.analyse.disclosure.means import IMPORTED_RANGES, IMPORTED_SCALE, Rules
from generator.analyse.disclosure.partition import OTHER, UNKNOWN
from generator.analyse.place_column import PlaceReader
from generator.analyse.places.as_is import Naming
from generator.analyse.places.customer_places import candidate, with_names
from generator.analyse.places.matching import chosen_areas, match_texts, open_gazetteer
from generator.analyse.reading.kpi_table import Row, read_rows
from generator.analyse.segments.features import coarse
from generator.analyse.words import read_tables
from generator.errors import QualityError
from generator.release import (
    SCHEMA,
    SEGMENT_IDS,
    CustomerKey,
    Model,
    Overall,
    Policy,
    Reading,
    Release,
    Segment,
    Window,
)
from generator.release.codec import as_written
from generator.settings.settings import Settings

_ABSENT = ("transaction", "time", "gender", "balance")


@dataclass(frozen=True, slots=True)
class Imported:
    """Result of an import.

    Attributes:
        release: Safe aggregates.
        notices: Messages for the log; may contain exact figures.
    """

    release: Release
    notices: tuple[str, ...]


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
    overall = Overall(safe.overall_means, (), (), (), parts_of(by_grade, customers, rules), (), None, None)
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
        model=Model((), (), str(k), k, k, coarse(least / total, total), (), (), (), 0, "unknown", "set"),
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
        reading=Reading("as-is" if settings.places == "as-is" else "gazetteer"),
    )


def _names(cluster: int, settings: Settings) -> tuple[str, str]:
    """Return the name of a cluster, and the same as its short name."""
    pattern = read_tables("release.toml", settings.content_dirs)["clusters"]["name"]
    name = re.sub(r"\{\{\s*number\s*\}\}", str(cluster), pattern)
    return name, name


def _window(days: tuple[date, date] | None) -> Window:
    if days is None:
        return Window("", "", 0, 0, 0, 0)
    first, last = days
    if last < first:
        raise QualityError(f"The last day, {last}, comes before the first, {first}.")
    return Window(first.isoformat(), last.isoformat(), (last - first).days + 1, 0, 0, 0)


def _notices(rows: Sequence[Row], homes: Mapping[str, str], safe: Disclosed) -> tuple[str, ...]:
    found = [f"{len(rows)} rows, {sum(row.n for row in rows)} customers, {len(set(homes.values()))} places."]
    merged: dict[str, list[str]] = {}
    published = {place.id for place in safe.places if place.slug}
    for spelling, home in homes.items():
        if home in published:
            merged.setdefault(home, []).append(spelling)
    found += [f"Same place: {', '.join(sorted(names))}." for _, names in sorted(merged.items()) if len(names) > 1]
    if safe.hidden:
        found.append(f"Places that are too small or unknown, and have no page: {len(safe.hidden)}.")
    found.append(
        "Amounts in this table are logarithms, so no figure is in rupees; its recency comes from dates parsed as month "
        "first."
    )
    return tuple(found)
