"""Controlled rounding: counts become multiples of a base, and every sum of rounded counts is exact.

Rounding each count to its nearest multiple would leave sums that do not add up, or totals far from the truth. Here each
count becomes the multiple just below or just above it, so it is less than one base off, and the multiples are chosen
together. Whole numbers only; the result depends on nothing but the counts and their order. Source: L. H. Cox (1987), "A
constructive procedure for unbiased controlled rounding", Journal of the American Statistical Association 82, 520-524.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from generator.errors import DisclosureError

#: Customers that flow from one node to another.
Arc = tuple[Hashable, Hashable, int]


def nearest(n: int, base: int) -> int:
    """Return the multiple of the base nearest to a count; the upper one of two equally near."""
    return (2 * n + base) // (2 * base) * base


def at_or_below(n: int, base: int) -> int:
    """Return the multiple of the base at or below a count."""
    return n // base * base


def round_parts(parts: Sequence[int], total: int, base: int, carried: Sequence[int] = ()) -> tuple[int, ...]:
    """Round the parts of a whole so that they add up to its rounded total.

    The parts with the largest remainders are rounded up; of equal ones, the first.

    Args:
        parts: Exact counts.
        total: Their sum, rounded to a multiple below or above it.
        base: Rounding base.
        carried: How much more than printed these parts held in earlier rows of a table, so that a column is not always
            rounded in the same direction.

    Raises:
        DisclosureError: The total is not a rounded sum of the parts.
    """
    low = [at_or_below(n, base) for n in parts]
    rest = [n - lowest for n, lowest in zip(parts, low, strict=True)]
    open_ = [i for i, left in enumerate(rest) if left]
    ups, left_over = divmod(total - sum(low), base)
    if left_over or not 0 <= ups <= len(open_):
        raise DisclosureError(
            "Parts of a table do not add up to its total; nothing was written.", "Please report this."
        )
    before = carried or [0] * len(parts)
    chosen = set(sorted(open_, key=lambda i: (-rest[i] - before[i], i))[:ups])
    return tuple(n + base * (i in chosen) for i, n in enumerate(low))


def round_rows(rows: Sequence[Sequence[int]], totals: Sequence[int], base: int) -> tuple[tuple[int, ...], ...]:
    """Round the rows of a table to their rounded totals, keeping the sums of its columns near the truth."""
    carried = [0] * max(map(len, rows), default=0)
    found = []
    for row, total in zip(rows, totals, strict=True):
        printed = round_parts(row, total, base, carried)
        carried = [before + n - shown for before, n, shown in zip(carried, row, printed, strict=True)]
        found.append(printed)
    return tuple(found)


def round_flow(arcs: Sequence[Arc], base: int) -> tuple[int, ...]:
    """Round counts that form a circulation: into each node flow as many customers as out of it.

    Args:
        arcs: Pairs of nodes with their customers. The first arc leads all customers back from the last node to the
            first; it becomes the multiple nearest to their number.
        base: Rounding base.

    Returns:
        The rounded counts, in the order of the arcs; they form a circulation again.

    Raises:
        DisclosureError: The counts form no circulation.
    """
    balance: Counter[Hashable] = Counter()
    for begin, end, n in arcs:
        balance[begin] -= n
        balance[end] += n
    if any(balance.values()):
        raise DisclosureError("Counts of customers do not add up; nothing was written.", "Please report this.")
    flow = _Flow.of(arcs, base)
    for node in flow.open:
        flow.settle(node)
    return tuple(flow.counts)


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a walk: the arc, +1 along it or -1 against it, and the node where the step begins."""

    arc: int
    sign: int
    begins: Hashable


@dataclass(slots=True)
class _Flow:
    """A circulation that is being rounded.

    An arc is open while its count is no multiple of the base. A node has no open arc or several, since its flow in and
    out balances; therefore a walk along open arcs always leads back to a node that it passed, and closes a cycle.

    Attributes:
        base: Rounding base.
        counts: Present count of each arc, between the multiples around its exact count.
        low: Multiple at or below the exact count of each arc.
        cost: What one customer more on each arc costs: below 0 where the nearest multiple is above.
        ends: Nodes where each arc begins and ends.
        open: Arcs at each node; those that are no longer open are dropped when they are met.
    """

    base: int
    counts: list[int]
    low: list[int]
    cost: list[int]
    ends: list[tuple[Hashable, Hashable]]
    open: dict[Hashable, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, arcs: Sequence[Arc], base: int) -> "_Flow":
        counts = [n for *_, n in arcs]
        low = [at_or_below(n, base) for n in counts]
        cost = [base - 2 * (n - lowest) for n, lowest in zip(counts, low, strict=True)]
        # The cost of the total outweighs that of all other arcs together, so that it ends at its nearest multiple.
        cost[0] = (1 if nearest(counts[0], base) == low[0] else -1) * base * (len(arcs) + 1)
        flow = cls(base, counts, low, cost, [(begin, end) for begin, end, _ in arcs])
        for i, pair in enumerate(flow.ends):
            for node in pair:
                flow.open.setdefault(node, []).append(i)
        return flow

    def settle(self, start: Hashable) -> None:
        """Round cycles until no open arc touches a node."""
        path: list[_Step] = []
        passed = {start: 0}
        node = start
        while (arc := self._next(node, path[-1].arc if path else None)) is not None:
            begin, end = self.ends[arc]
            path.append(_Step(arc, 1 if begin == node else -1, node))
            node = end if begin == node else begin
            if node in passed:
                self._push(path[passed[node] :])
                kept = next(i for i, step in enumerate(path) if self._whole(step.arc))
                node = path[kept].begins
                for step in path[kept + 1 :]:
                    del passed[step.begins]
                del path[kept:]
            else:
                passed[node] = len(path)

    def _whole(self, arc: int) -> bool:
        return self.counts[arc] % self.base == 0

    def _next(self, node: Hashable, came_by: int | None) -> int | None:
        """Return an open arc at a node, other than the one that the walk came by."""
        arcs = self.open[node]
        last = None
        while arcs and (self._whole(arcs[-1]) or arcs[-1] == came_by):
            arc = arcs.pop()
            last = arc if arc == came_by else last
        found = arcs[-1] if arcs else None
        if last is not None:
            arcs.append(last)
        return found

    def _push(self, cycle: Sequence[_Step]) -> None:
        """Move customers around a cycle, in the direction that costs less, until an arc reaches a multiple."""
        way = 1 if sum(step.sign * self.cost[step.arc] for step in cycle) <= 0 else -1
        amount = min(
            self.low[step.arc] + self.base - self.counts[step.arc]
            if step.sign == way
            else self.counts[step.arc] - self.low[step.arc]
            for step in cycle
        )
        for step in cycle:
            self.counts[step.arc] += step.sign * way * amount
