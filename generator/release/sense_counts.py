"""Checks the counts of a release: each segment once in each place, and sums within what rounding permits."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from generator.release import Count, Release

#: More customers or rows than any bank has.
_MOST = 10**13
_BAND = re.compile(r"(?:gender|age):[\w+ -]{1,40}")
#: Such as rows_read, rejected:amount and city:A.
_NAME = re.compile(r"[a-z_]{1,40}(?::[A-Za-z_]{0,40})?")


def counts_faults(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the path of each count that makes no sense, and why."""
    yield from _atoms(release)
    yield from _margin(release)
    total = sum(atom.n for atom in release.atoms)
    # Each published count may be half a rounding base off.
    slack = release.policy.base * (len(release.atoms) + len(release.margin) + 1)
    for i, count in enumerate(release.overall.matches):
        if abs(count.of - total) > slack:
            yield f"overall.matches[{i}].of", "is not the number of customers"
    yield from _named("quality", release.overall.quality)
    yield from _named("matches", release.overall.matches)
    yield from _crossed(release, slack)
    yield from _binned(release, total, slack)


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
        if not _NAME.fullmatch(count.name) or count.name in seen:
            yield f"{path}.name", "is no name of a count, or listed twice"
        if not 0 <= count.of <= _MOST:
            yield f"{path}.of", "must be at least 0"
        elif count.n is not None and not 0 <= count.n <= count.of:
            yield f"{path}.n", "must be from 0 to the whole that it is a part of"
        seen.add(count.name)


def _crossed(release: Release, slack: int) -> Iterator[tuple[str, str]]:
    cells = {segment: cell.n for cell in release.margin for segment in cell.segments}
    held = {segment.id: cells.get(segment.id, 0) for segment in release.segments}
    for atom in release.atoms:
        if len(atom.segments) == 1:
            held[atom.segments[0]] += atom.n
    seen = set()
    sums: Counter[tuple[str, str]] = Counter()
    for i, cell in enumerate(release.overall.cross):
        path, kind = f"overall.cross[{i}]", cell.band.partition(":")[0]
        if not _BAND.fullmatch(cell.band):
            yield f"{path}.band", "is no band such as gender:F or age:25-34"
        elif cell.segment not in held:
            yield f"{path}.segment", "is no segment of the release"
        elif (cell.band, cell.segment) in seen:
            yield path, "is listed twice"
        elif cell.n is not None:
            sums[kind, cell.segment] += cell.n
            if cell.n < 0 or sums[kind, cell.segment] > held[cell.segment] + slack:
                yield f"{path}.n", "is negative, or more than the customers of the segment"
        seen.add((cell.band, cell.segment))


def _binned(release: Release, total: int, slack: int) -> Iterator[tuple[str, str]]:
    for i, histogram in enumerate(release.overall.histograms):
        path, bins = f"overall.histograms[{i}]", histogram.bins
        if not bins or any(part.n < 0 for part in bins):
            yield f"{path}.bins", "is empty or has a negative count"
        elif sum(part.n for part in bins) > total + slack + release.policy.base * len(bins):
            yield f"{path}.bins", "add up to more than all customers"
        edges = [edge for part in bins for edge in (part.low, part.high)]
        inner = edges[1:-1]
        known = [edge for edge in edges if edge is not None]
        if None in inner or known != sorted(known) or any(part.low == part.high for part in bins):
            yield f"{path}.bins", "are not in order"
