"""All counts of customers rounded together: one total, its places, their atoms, the margin, the segments and the ages.

The counts form one flow: from the total to the places and their atoms; from an atom of one segment to that segment,
and from atoms of several segments through one node to the cells of the margin and on to their segments; from a segment
through the age bands back to the total. `rounding` keeps it balanced, so all sums of printed counts are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.analyse.disclosure.partition import Counts, Partition
from generator.analyse.disclosure.rounding import Arc, round_flow

#: Positions of segments that are shown together.
Group = tuple[int, ...]

UNKNOWN_AGE = "age:unknown"
_FIRST, _LAST, _JOINED, _AGED = "first", "last", "joined", "aged"


@dataclass(frozen=True, slots=True)
class Printed:
    """Rounded counts of customers.

    Attributes:
        total: All customers.
        places: By published id.
        atoms: By published id and segments.
        margin: In the order of the partition.
        segments: All customers by segments; those that the margin joins are together.
        ages: By segments and age band; empty if the bank has no bands.
        bands: All customers by age band.
        aged: Customers whose age is known.
    """

    total: int
    places: dict[str, int]
    atoms: dict[tuple[str, Group], int]
    margin: tuple[int, ...]
    segments: dict[Group, int]
    ages: dict[tuple[Group, str], int]
    bands: dict[str, int]
    aged: int

    def segment(self, position: int) -> int | None:
        """Return the customers of one segment; None if they are shown together with others only."""
        return self.segments.get((position,))


def round_customers(split: Partition, ages: Mapping[str, Counts], base: int) -> Printed:
    """Round all counts of customers to multiples of the base.

    Args:
        split: The published partition.
        ages: Customers by segment in each age band, `UNKNOWN_AGE` included; empty if the bank has no bands.
        base: Rounding base; 1 leaves all counts as they are.
    """
    k = len(next(iter(split.counts.values())))
    everyone = [sum(row[i] for row in split.counts.values()) for i in range(k)]
    groups: tuple[Group, ...] = split.margin or tuple((i,) for i in range(k))
    arcs: list[Arc] = [(_LAST, _FIRST, sum(everyone))]
    at: dict[tuple[object, ...], int] = {}

    def flow(key: tuple[object, ...], begin: object, end: object, n: int) -> None:
        at[key] = len(arcs)
        arcs.append((begin, end, n))

    single = [0] * k
    for home, row in split.counts.items():
        flow(("place", home), _FIRST, ("place", home), sum(row))
        for group in split.groups[home]:
            n = sum(row[i] for i in group)
            alone = len(group) == 1
            flow(("atom", home, group), ("place", home), ("single", *group) if alone else _JOINED, n)
            single[group[0]] += n if alone else 0
    for group in groups:
        n = sum(everyone[i] for i in group)
        rest = n - sum(single[i] for i in group)
        for i in group:
            flow(("single", i), ("single", i), ("parts", group), single[i])
        flow(("margin", group), _JOINED, ("parts", group), rest)
        flow(("segments", group), ("parts", group), ("segments", group), n)
        if not ages:
            flow(("end", group), ("segments", group), _LAST, n)
        for band, by_segment in ages.items():
            flow(("age", group, band), ("segments", group), ("age", band), sum(by_segment[i] for i in group))
    for band, by_segment in ages.items():
        flow(("age", band), ("age", band), _LAST if band == UNKNOWN_AGE else _AGED, sum(by_segment))
    flow(("aged",), _AGED, _LAST, sum(sum(row) for band, row in ages.items() if band != UNKNOWN_AGE))
    printed = round_flow(arcs, base)
    return Printed(
        total=printed[0],
        places={home: printed[at["place", home]] for home in split.counts},
        atoms={(home, group): printed[at["atom", home, group]] for home, row in split.groups.items() for group in row},
        margin=tuple(printed[at["margin", group]] for group in split.margin),
        segments={group: printed[at["segments", group]] for group in groups},
        ages={(group, band): printed[at["age", group, band]] for group in groups for band in ages},
        bands={band: printed[at["age", band]] for band in ages},
        aged=printed[at["aged",]],
    )
