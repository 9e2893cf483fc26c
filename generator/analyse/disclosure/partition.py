"""Safe partition of customers into places and segments, each part with at least T customers.

Pure functions on whole numbers. Small groups are merged with others instead of being suppressed next to a total, so
that no hidden cell can be recovered by subtraction. Source: design rules 2 and 3 of the privacy page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from generator import limits
from generator.errors import DisclosureError

Counts = tuple[int, ...]
Groups = tuple[tuple[int, ...], ...]

OTHER = "other"
#: Candidate id of the customers whose place is missing.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place before disclosure.

    Attributes:
        counts: Customers by segment, in canonical order.
        certain: Customers whose place was found by more than phonetic or fuzzy matching.
        page: Whether it may have a page (a city or district).
        pool: Id of the pool that it joins if it may not be shown.
    """

    counts: Counts
    certain: int
    page: bool
    pool: str


@dataclass(frozen=True, slots=True)
class Partition:
    """The published partition.

    Attributes:
        home: Published id (itself, a pool or "other") by candidate id.
        counts: Customers by segment of each published id.
        groups: Atoms of each published id, as groups of segment positions.
        margin: Groups of segment positions of the margin; empty if there is none.
    """

    home: dict[str, str]
    counts: dict[str, Counts]
    groups: dict[str, Groups]
    margin: Groups


def partition(candidates: Mapping[str, Candidate], threshold: int) -> Partition:
    """Pool small places, merge small segments, and partition the margin.

    Raises:
        DisclosureError: There are fewer customers than the threshold in all.
    """
    home = _pool(candidates, threshold)
    k = len(next(iter(candidates.values())).counts)
    counts: dict[str, Counts] = {}
    for name, published in home.items():
        so_far = counts.get(published, (0,) * k)
        counts[published] = tuple(a + b for a, b in zip(so_far, candidates[name].counts, strict=True))
    everything = (tuple(range(k)),)
    groups = {name: join(row, threshold) if name in candidates else everything for name, row in sorted(counts.items())}
    members: dict[str, dict[str, Counts]] = {name: {} for name in counts}
    for name, published in sorted(home.items()):
        members[published][name] = candidates[name].counts
    groups, margin = _settle_margin(members, groups, threshold)
    return Partition(home, dict(sorted(counts.items())), groups, margin)


def spread_out(held: Mapping[str, int], threshold: int) -> bool:
    """Return whether a group comes from at least three places, none of which has more than half of its customers.

    Args:
        held: Customers of the group by candidate id. Those without a place (`UNKNOWN`) count as one place each.
        threshold: T; under the internal policy it is 1, and the result is always true.
    """
    if threshold <= 1:
        return True
    named = [n for name, n in held.items() if n and name != UNKNOWN]
    return len(named) + held.get(UNKNOWN, 0) >= limits.FEWEST_PLACES and 2 * max(named, default=0) <= sum(held.values())


def _pool(candidates: Mapping[str, Candidate], threshold: int) -> dict[str, str]:
    """Return the published id under which the customers of each place are shown."""
    total = {name: sum(item.counts) for name, item in candidates.items()}
    if sum(total.values()) < threshold:
        raise DisclosureError(
            f"There are fewer than {threshold} customers in all, too few to publish anything.",
            "Use data with more customers: with so few, any figure could describe single customers.",
        )
    home = {}
    for name, item in sorted(candidates.items()):
        shown = item.page and item.certain >= threshold
        home[name] = name if shown else item.pool
    members: dict[str, dict[str, int]] = {}
    for name, published in home.items():
        members.setdefault(published, {})[name] = total[name]

    def safe(published: str) -> bool:
        return sum(members[published].values()) >= threshold and spread_out(members[published], threshold)

    def combine(published: str) -> None:
        members.setdefault(OTHER, {}).update(members.pop(published))

    for pool in sorted(set(members) - set(candidates) - {OTHER}):
        if not safe(pool):
            combine(pool)
    while OTHER in members and len(members) > 1 and not safe(OTHER):
        pools = [name for name in members if name not in candidates and name != OTHER]
        rest = pools or [name for name in members if name != OTHER]
        combine(min(rest, key=lambda name: (sum(members[name].values()), name)))
    return {name: published for published, names in members.items() for name in names}


def join(counts: Sequence[int], threshold: int) -> Groups:
    """Merge neighbouring segments into as many groups as possible, each with at least the threshold.

    Of equally many groups, the partition with the largest smallest group wins, then the one with the earliest splits.

    Args:
        counts: Customers by segment; their sum is at least the threshold.
        threshold: T.
    """
    k = len(counts)
    for pieces in range(k, 0, -1):
        best: tuple[int, Groups] | None = None
        for cuts in combinations(range(1, k), pieces - 1):
            edges = (0, *cuts, k)
            groups = tuple(tuple(range(a, b)) for a, b in pairwise(edges))
            smallest = min(sum(counts[i] for i in group) for group in groups)
            if smallest >= threshold and (best is None or smallest > best[0]):
                best = (smallest, groups)
        if best:
            return best[1]
    raise DisclosureError(f"A place of {sum(counts)} customers is below the threshold of {threshold}.")


def _settle_margin(
    members: Mapping[str, Mapping[str, Counts]], groups: dict[str, Groups], threshold: int
) -> tuple[dict[str, Groups], Groups]:
    """Make every margin cell safe: first by merging segments in the smallest cities, else in the margin itself.

    Args:
        members: Counts by segment of each place, by published id and candidate id.
        groups: Groups of segments of each published id.
        threshold: T.
    """
    k = len(next(iter(next(iter(members.values())).values())))
    groups = dict(groups)
    for segment in range(k):
        trial = _widen(segment, members, groups, threshold)
        groups = trial or groups
    margin: list[tuple[int, ...]] = [(segment,) for segment in range(k)]
    if not any(len(group) > 1 for parts in groups.values() for group in parts):
        return groups, ()
    while len(margin) > 1:
        unsafe = next((i for i, cell in enumerate(margin) if not _safe(cell, members, groups, threshold)), None)
        if unsafe is None:
            break
        other = unsafe + 1 if unsafe + 1 < len(margin) else unsafe - 1
        first, second = sorted((unsafe, other))
        margin[first : second + 1] = [margin[first] + margin[second]]
    return groups, tuple(margin)


def _widen(
    segment: int, members: Mapping[str, Mapping[str, Counts]], groups: dict[str, Groups], threshold: int
) -> dict[str, Groups] | None:
    """Merge a segment with its neighbour in ever larger cities until its margin cell is safe; None if that fails."""
    if not any(len(group) > 1 for parts in groups.values() for group in parts):
        return None
    trial = dict(groups)
    alone = [name for name, parts in groups.items() if (segment,) in parts and len(parts) > 1]
    size = {name: sum(map(sum, members[name].values())) for name in alone}
    for name in sorted(alone, key=lambda name: (size[name], name)):
        if _safe((segment,), members, trial, threshold):
            return trial
        trial[name] = _join_with_neighbour(trial[name], segment)
    return trial if _safe((segment,), members, trial, threshold) else None


def _join_with_neighbour(parts: Groups, segment: int) -> Groups:
    at = parts.index((segment,))
    other = at + 1 if at + 1 < len(parts) else at - 1
    first, second = sorted((at, other))
    return (*parts[:first], parts[first] + parts[second], *parts[second + 1 :])


def _safe(
    cell: tuple[int, ...],
    members: Mapping[str, Mapping[str, Counts]],
    groups: Mapping[str, Groups],
    threshold: int,
) -> bool:
    """Return whether a margin cell may be published.

    A pool counts as the places in it. If no place is published at all, the margin describes all customers and reveals
    nothing about a place.
    """
    held: dict[str, int] = {}
    for published, parts in groups.items():
        joined = [i for i in cell for part in parts if len(part) > 1 and i in part]
        for name, counts in members[published].items():
            held[name] = sum(counts[i] for i in joined)
    return sum(held.values()) >= threshold and (len(groups) == 1 or spread_out(held, threshold))
