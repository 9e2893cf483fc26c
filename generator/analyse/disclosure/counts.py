"""Counts of the whole bank: rounded, suppressed below T; neighbouring bins are merged until each has T customers."""

from collections.abc import Mapping, Sequence

import pandas as pd

from generator.analyse.disclosure.means import Rules
from generator.analyse.disclosure.partition import round_half_up
from generator.release import Bin, Count, Cross, Histogram


def printed(n: int, rules: Rules) -> int:
    """Return the published form of a count: rounded to the base, exact under the internal policy."""
    return round_half_up(n, rules.base) if rules.base else n


def count(name: str, n: int, of: int, rules: Rules) -> Count:
    """Return a count of the whole bank: rounded, or None if it is above zero and below T."""
    return Count(name, None if 0 < n < rules.threshold else printed(n, rules), printed(of, rules))


def counts(parts: Mapping[str, int], of: int, rules: Rules) -> tuple[Count, ...]:
    """Return the counts of all parts of a whole; parts below T are merged.

    If they are below T together too, the next smallest part joins them (secondary suppression): otherwise the merged
    count would follow by subtraction from the whole.
    """
    small = {name for name, n in parts.items() if 0 < n < rules.threshold}
    kept = {name: n for name, n in parts.items() if n and name not in small}
    joined = sum(parts[name] for name in small)
    if small and joined < rules.threshold and kept:
        least = min(kept, key=lambda name: (kept[name], name))
        joined += kept.pop(least)
    found = [count(name, n, of, rules) for name, n in sorted(kept.items())]
    return (*found, count("joined", joined, of, rules)) if joined else tuple(found)


def by_band(cross: pd.DataFrame, ids: tuple[str, ...], rules: Rules) -> tuple[Cross, ...]:
    """Return the customers of each segment by gender and age band; cells below T are None."""
    found = []
    for band, row in cross.iterrows():
        for i, name in enumerate(ids):
            n = int(row.get(i, 0))
            found.append(Cross(str(band), name, None if n < rules.threshold and rules.base else printed(n, rules)))
    return tuple(found)


def histograms(distributions: Mapping[str, pd.Series], rules: Rules) -> list[Histogram]:
    """Return the distributions of all customers, without those of fewer than T customers."""
    made = []
    for measure, edges in _EDGES.items():
        values = distributions.get(measure)
        if values is not None and values.sum() >= rules.threshold:
            unit = rules.ranges.unit if measure == "spend" else 1
            made.append(Histogram(measure, _bins(values, edges, rules, unit)))
    return made


#: Lower edges of bins, before small bins are merged; spend in units of the currency.
_EDGES: dict[str, tuple[int, ...]] = {
    "spend": (0, *(lead * 10**power for power in range(7) for lead in (1, 2, 5))),
    "transactions": (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100),
    "recency": (0, 7, 14, 21, 28, 42, 56, 70, 91, 122, 152, 183, 244, 305, 366, 731),
    "age": (0, 18, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80),
}


def _bins(values: pd.Series, edges: Sequence[int], rules: Rules, unit: int) -> tuple[Bin, ...]:
    """Count customers in bins of at least T, merging a small bin with the next, and the last with the previous one."""
    edges = [edge * unit for edge in edges]
    held: list[list[int]] = []
    for i, low in enumerate(edges):
        high = edges[i + 1] if i + 1 < len(edges) else None
        inside = values[(values.index >= low) & (values.index < high if high is not None else True)]
        if held and held[-1][2] < rules.threshold:
            held[-1][1:] = [i, held[-1][2] + int(inside.sum())]
        else:
            held.append([low, i, int(inside.sum())])
    while len(held) > 1 and held[-1][2] < rules.threshold:
        _, last, n = held.pop()
        held[-1][1:] = [last, held[-1][2] + n]
    return tuple(
        Bin(
            low=low / unit,
            high=edges[last + 1] / unit if last + 1 < len(edges) else None,
            n=printed(n, rules),
        )
        for low, last, n in held
    )
