"""Checks published counts of customers: rounded, at or above the threshold, with correct sums.

Checks the release and the CSV files of the site against the policy stated in the release, and the CSV files against the
release.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.check.report import Finding
from generator.check.walk import Site
from generator.release import Policy, Release

_RELEASE = "data/release.json"
_COUNT = "customers"
_WHOLE = frozenset({"all", "total"})
_FLOOR = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a published CSV with a count of customers."""

    path: str
    line: int
    slug: str
    kind: str
    n: int


def check_counts(site: Site, release: Release, threshold: int | None) -> Iterator[Finding]:
    """Check all counts of customers.

    Args:
        site: The files.
        release: The release in the site.
        threshold: T required by the user; that of the release may be higher.
    """
    yield from _policy_findings(release.policy, threshold)
    yield from _release_findings(release, threshold)
    sums = _place_sums(release)
    for path in site.sizes:
        if path.endswith(".csv"):
            rows, faults = _rows(path, site.read(path))
            yield from faults
            for row in rows:
                yield from _count_findings(release.policy, threshold, row.n, path, f"line {row.line}", zero=False)
            yield from _sum_findings(release, sums, path, rows)


def smallest_count(policy: Policy, threshold: int | None = None) -> int:
    """Return the smallest possible published count: T, rounded half up to the base like all counts."""
    least, base = max(policy.threshold, threshold or 0), max(policy.base, 1)
    return (2 * least + base) // (2 * base) * base


def _policy_findings(policy: Policy, threshold: int | None) -> Iterator[Finding]:
    least = max(threshold or 0, _FLOOR)
    if policy.kind == "public" and policy.threshold < least:
        yield Finding("count-threshold", _RELEASE, f"its threshold is {policy.threshold}, below {least}")


def _count_findings(
    policy: Policy, threshold: int | None, n: int, path: str, where: str, *, zero: bool
) -> Iterator[Finding]:
    """Check one count against the policy; an internal site has exact values."""
    if policy.kind == "internal" or (zero and n == 0):
        return
    if n < smallest_count(policy, threshold):
        yield Finding("count-threshold", path, f"{where}: a count is below {max(policy.threshold, threshold or 0)}")
    if n % max(policy.base, 1):
        yield Finding("count-base", path, f"{where}: a count is not a multiple of {policy.base}")


def _release_findings(release: Release, threshold: int | None) -> Iterator[Finding]:
    policy, overall = release.policy, release.overall
    groups: tuple[tuple[str, list[int | None], bool], ...] = (
        ("atoms", [atom.n for atom in release.atoms], False),
        ("margin", [cell.n for cell in release.margin], False),
        ("histograms", [part.n for histogram in overall.histograms for part in histogram.bins], False),
        ("cross", [cell.n for cell in overall.cross], True),
        ("quality", [count.n for count in overall.quality], True),
        ("matches", [count.n for count in overall.matches], True),
    )
    for name, counts, zero in groups:
        for n in counts:
            if n is not None:
                yield from _count_findings(policy, threshold, n, _RELEASE, name, zero=zero)
    total = sum(atom.n for atom in release.atoms)
    single = sum(atom.n for atom in release.atoms if len(atom.segments) == 1)
    margin = sum(cell.n for cell in release.margin)
    if single + margin != total:
        yield Finding("sum", _RELEASE, f"single-segment atoms {single} and margin {margin} do not add up to {total}")


def _rows(path: str, data: bytes) -> tuple[list[Row], list[Finding]]:
    """Read the rows of a CSV that has a column `customers`."""
    try:
        table = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return [], [Finding("csv-broken", path, f"cannot be read: {error}")]
    if not table or _COUNT not in table[0]:
        return [], []
    rows, findings = [], []
    for line, cells in enumerate(table[1:], 2):
        if len(cells) != len(table[0]):
            findings.append(Finding("csv-broken", path, f"line {line} has {len(cells)} cells, not {len(table[0])}"))
            continue
        record = dict(zip(table[0], cells, strict=True))
        if record[_COUNT].isascii() and record[_COUNT].isdigit():
            rows.append(Row(path, line, record.get("slug", ""), record.get("kind", ""), int(record[_COUNT])))
        elif record[_COUNT]:
            findings.append(Finding("csv-broken", path, f"line {line}: {_COUNT} is not a whole number"))
    return rows, findings


def _sum_findings(release: Release, sums: dict[str, int], path: str, rows: list[Row]) -> Iterator[Finding]:
    """Compare the sums of one file with the release: of a city's file, of each city in a file, or of all customers."""
    total = sum(atom.n for atom in release.atoms)
    parts = [row for row in rows if row.kind not in _WHOLE]
    if not parts:
        return
    folder = path.split("/")
    if len(folder) == 3 and folder[0] == "cities":
        yield from _compare(path, folder[1], sum(row.n for row in parts), sums)
        return
    found: dict[str, int] = defaultdict(int)
    for row in parts:
        if row.slug:
            found[row.slug] += row.n
    for slug, n in found.items():
        yield from _compare(path, slug, n, sums)
    # A file of cities may omit the pools, which have no page; their customers are then added from the release.
    pools = 0 if path != "data/cities.csv" or any(not row.slug for row in parts) else total - sum(sums.values())
    if path in ("data/cities.csv", "data/segments.csv") and (n := sum(row.n for row in parts) + pools) != total:
        yield Finding(
            "sum", path, f"its rows{' and the pools' if pools else ''} add up to {n}; the release has {total}"
        )
    for row in rows:
        if row.kind in _WHOLE and row.n != total:
            yield Finding("sum", path, f"line {row.line} has a total of {row.n}; the release has {total}")


def _compare(path: str, slug: str, n: int, sums: dict[str, int]) -> Iterator[Finding]:
    if slug not in sums:
        yield Finding("sum", path, "has a place that is not in the release")
    elif n != sums[slug]:
        yield Finding("sum", path, f"{slug}: {n} customers; the release has {sums[slug]}")


def _place_sums(release: Release) -> dict[str, int]:
    """Return the customers of each place with a page, by slug."""
    slugs = {place.id: place.slug for place in release.places if place.slug}
    sums: dict[str, int] = defaultdict(int)
    for atom in release.atoms:
        if atom.place in slugs:
            sums[slugs[atom.place]] += atom.n
    return dict(sums)
