"""Makes a release sensible again whose atoms a test has changed: all tables get the sums of the atoms."""

from collections.abc import Sequence
from dataclasses import replace

from generator.publish.model.mix import all_customers
from generator.release import Count, Cross, Histogram, Release


def settled(release: Release) -> Release:
    """Return a release whose margin and tables of all customers add up to its atoms, in their proportions."""
    base, overall = release.policy.base, release.overall
    joined = sum(atom.n for atom in release.atoms if len(atom.segments) > 1)
    sizes = _share_out([cell.n for cell in release.margin], joined, base)
    made = replace(release, margin=tuple(replace(c, n=n) for c, n in zip(release.margin, sizes, strict=True)))
    total = sum(atom.n for atom in release.atoms)
    rows = next((count.n or 0 for count in overall.quality if count.name == "rows_accepted"), 0)
    more = total - next((count.of for count in overall.matches), total)
    return replace(
        made,
        overall=replace(
            overall,
            histograms=tuple(_histogram(item, total, base) for item in overall.histograms),
            cross=_cross(made),
            matches=_matches(overall.matches, total, base),
            quality=tuple(_quality(count, rows, max(more, 0)) for count in overall.quality),
        ),
    )


def _share_out(parts: Sequence[int], total: int, base: int) -> list[int]:
    """Return multiples of the base that add up to a total, in the proportions of the parts."""
    if not parts:
        return []
    found = [n * total // sum(parts) // base * base for n in parts]
    found[found.index(max(found))] += total - sum(found)
    return found


def _histogram(histogram: Histogram, total: int, base: int) -> Histogram:
    sizes = _share_out([item.n for item in histogram.bins], total, base)
    return replace(histogram, bins=tuple(replace(b, n=n) for b, n in zip(histogram.bins, sizes, strict=True)))


def _matches(matches: Sequence[Count], total: int, base: int) -> tuple[Count, ...]:
    sizes = _share_out([count.n or 0 for count in matches], total, base)
    return tuple(Count(count.name, n, total) for count, n in zip(matches, sizes, strict=True))


def _quality(count: Count, rows: int, more: int) -> Count:
    """Return a count of rows, with as many more accepted rows as there are more customers."""
    n = count.n
    if count.name in ("rows_read", "rows_accepted") and n is not None:
        n += more
    return Count(count.name, n, count.of + more if count.of >= rows else count.of)


def _cross(release: Release) -> tuple[Cross, ...]:
    everyone = {group[0]: n for group, n in all_customers(release).items() if len(group) == 1}
    cross, base = release.overall.cross, release.policy.base
    found = {(cell.band, cell.segment): cell.n for cell in cross}
    for kind in ("age:", "gender:"):
        for segment, n in everyone.items():
            cells = [cell for cell in cross if cell.band.startswith(kind) and cell.segment == segment]
            known = [cell for cell in cells if cell.n is not None]
            rest = base if len(known) < len(cells) else 0
            sizes = _share_out([cell.n or 0 for cell in known], n - rest, base)
            found |= {(cell.band, cell.segment): size for cell, size in zip(known, sizes, strict=True)}
    return tuple(Cross(*key, n) for key, n in found.items())
