"""Checks the counts of a release: each segment once in each place, and the same number of customers everywhere.

Counts are rounded together, so that all sums are exact: atoms, margin, distributions, bands and matches add up to one
total. A count that is null stands for the rest of its whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from generator.release import Count, Release

#: More customers or rows than any bank has.
_MOST = 10**13
_BAND = re.compile(r"(?:gender|age):[\w+ -]{1,40}")
#: Such as rows_read, rejected:amount and city:A.
_NAME = re.compile(r"[a-z_]{1,40}(?::[A-Za-z_]{0,40})?")
#: Kinds of place, with the grade of the match; the site has words for each.
_MATCH = re.compile(r"(?:city|district|state|foreign|unmatched):[A-C]?|joined")


def counts_faults(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the path of each count that makes no sense, and why."""
    yield from _atoms(release)
    yield from _margin(release)
    total = sum(atom.n for atom in release.atoms)
    yield from _named("quality", release.overall.quality)
    yield from _matched(release, total)
    yield from _accounted(release, total)
    yield from _crossed(release)
    yield from _binned(release, total)


def _atoms(release: Release) -> Iterator[tuple[str, str]]:
    every = tuple(segment.id for segment in release.segments)
    held: dict[str, list[str]] = {place.id: [] for place in release.places}
    parts: Counter[str] = Counter()
    for i, atom in enumerate(release.atoms):
        if atom.place not in held:
            yield f"atoms[{i}].place", "is no place of the release"
            return
        if not set(atom.segments) <= set(every) or not atom.segments:
            yield f"atoms[{i}].segments", "is empty or names a segment that is not in the release"
        if not 1 <= atom.n <= _MOST:
            yield f"atoms[{i}].n", "must be at least 1"
        held[atom.place] += atom.segments
        parts[atom.place] += 1
    for i, place in enumerate(release.places):
        if sorted(held[place.id]) != sorted(every):
            yield "atoms", f"must have each segment of places[{i}] once"
        elif place.detail not in _details(parts[place.id], len(every)):
            yield f"places[{i}].detail", "does not agree with its atoms"


def _details(parts: int, k: int) -> tuple[str, ...]:
    if k == 1:
        return "segments", "total"
    return ("segments",) if parts == k else ("total",) if parts == 1 else ("groups",)


def _margin(release: Release) -> Iterator[tuple[str, str]]:
    known = [segment.id for segment in release.segments]
    for i, cell in enumerate(release.margin):
        if not cell.segments or not set(cell.segments) <= set(known):
            yield f"margin[{i}].segments", "is empty or names a segment that is not in the release"
        if not 1 <= cell.n <= _MOST:
            yield f"margin[{i}].n", "must be at least 1"
    named = [segment for cell in release.margin for segment in cell.segments]
    if len(named) != len(set(named)):
        yield "margin", "has a segment twice"
    joined = sum(atom.n for atom in release.atoms if len(atom.segments) > 1)
    if joined != sum(cell.n for cell in release.margin):
        yield "margin", "must add up to the atoms of several segments"


def _named(name: str, counts: Iterable[Count]) -> Iterator[tuple[str, str]]:
    seen = set()
    for i, count in enumerate(counts):
        path = f"overall.{name}[{i}]"
        if not (_MATCH if name == "matches" else _NAME).fullmatch(count.name) or count.name in seen:
            yield f"{path}.name", "is no name of a count, or listed twice"
        if not 0 <= count.of <= _MOST:
            yield f"{path}.of", "must be at least 0"
        elif count.n is not None and not 0 <= count.n <= count.of:
            yield f"{path}.n", "must be from 0 to the whole that it is a part of"
        seen.add(count.name)


def _adds_up(parts: Iterable[int | None], total: int) -> bool:
    """Return whether parts add up to their whole; those without a number are the rest of it."""
    found = list(parts)
    known = sum(n or 0 for n in found)
    return known <= total if None in found else known == total


def _matched(release: Release, total: int) -> Iterator[tuple[str, str]]:
    matches = release.overall.matches
    for i, count in enumerate(matches):
        if count.of != total:
            yield f"overall.matches[{i}].of", "is not the number of customers"
    yield from _named("matches", matches)
    if matches and not _adds_up((count.n for count in matches), total):
        yield "overall.matches", "must add up to the number of customers"


def _accounted(release: Release, total: int) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the account of rows: read, accepted, and rejected by reason."""
    quality = {count.name: count for count in release.overall.quality}
    read, accepted = quality.get("rows_read"), quality.get("rows_accepted")
    if read is None or accepted is None or read.n is None or accepted.n is None:
        return
    if accepted.n < total:
        yield "overall.quality", "has fewer accepted rows than there are customers"
    rejected = [count for name, count in quality.items() if name.startswith("rejected:")]
    if any(count.of != read.n for count in (read, accepted, *rejected)):
        yield "overall.quality", "counts rows as parts of another number than the rows read"
    if not _adds_up((count.n for count in rejected), read.n - accepted.n):
        yield "overall.quality", "must have accepted and rejected rows that add up to the rows read"


def _crossed(release: Release) -> Iterator[tuple[str, str]]:
    held = {segment: n for group, n in _held(release).items() for segment in group}
    seen = set()
    for i, cell in enumerate(release.overall.cross):
        path = f"overall.cross[{i}]"
        if not _BAND.fullmatch(cell.band):
            yield f"{path}.band", "is no band such as gender:F or age:25-34"
        elif cell.segment not in held:
            yield f"{path}.segment", "is no segment of the release"
        elif (cell.band, cell.segment) in seen:
            yield path, "is listed twice"
        elif cell.n is not None and not 0 <= cell.n <= held[cell.segment]:
            yield f"{path}.n", "is negative, or more than the customers of the segment"
        seen.add((cell.band, cell.segment))
    for kind in ("age:", "gender:"):
        bands = [cell for cell in release.overall.cross if cell.band.startswith(kind)]
        for group, n in _held(release).items():
            cells = [cell.n for cell in bands if cell.segment in group]
            if cells and not _adds_up(cells, n):
                yield "overall.cross", f"must add up to the customers of each segment ({kind[:-1]})"


def _held(release: Release) -> dict[tuple[str, ...], int]:
    """Return the customers of each segment; those that the margin joins are together."""
    joined = {cell.segments: cell.n for cell in release.margin}
    alone = [segment.id for segment in release.segments if not any(segment.id in cell for cell in joined)]
    held = joined | {(segment,): 0 for segment in alone}
    for atom in release.atoms:
        if len(atom.segments) == 1:
            held[next(group for group in held if atom.segments[0] in group)] += atom.n
    return held


def _binned(release: Release, total: int) -> Iterator[tuple[str, str]]:
    aged = [cell.n for cell in release.overall.cross if cell.band.startswith("age:") and cell.band != "age:unknown"]
    for i, histogram in enumerate(release.overall.histograms):
        path, bins = f"overall.histograms[{i}]", histogram.bins
        held = sum(part.n for part in bins)
        if not bins or any(part.n < 0 for part in bins):
            yield f"{path}.bins", "is empty or has a negative count"
        elif held != total if histogram.measure != "age" else held > total:
            yield f"{path}.bins", "must add up to all customers"
        elif histogram.measure == "age" and aged and not _adds_up(aged, held):
            yield f"{path}.bins", "must add up to the customers in bands of age"
        edges = [edge for part in bins for edge in (part.low, part.high)]
        inner = edges[1:-1]
        known = [edge for edge in edges if edge is not None]
        if None in inner or known != sorted(known) or any(part.low == part.high for part in bins):
            yield f"{path}.bins", "are not in order"
    plane = release.overall.projection
    if plane is not None and sum(cell.n for cell in plane.cells) > total:
        yield "overall.projection.cells", "add up to more than all customers"
