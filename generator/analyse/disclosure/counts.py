"""Tables of all customers or rows: rounded to the totals of the whole site, and withheld below T.

Neighbouring bins are merged until each has T customers. In a table of segments by bands, so many cells are withheld
that none of those below T can be computed from the others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.analyse.disclosure.means import Rules
from generator.analyse.disclosure.network import Printed
from generator.analyse.disclosure.partition import Counts
from generator.analyse.disclosure.rounding import nearest, round_parts, round_rows
from generator.release import Bin, Count, Cross, Histogram

#: Segment and band of a cell, as positions.
_Cell = tuple[int, int]


def count(name: str, n: int, of: int, rules: Rules) -> Count:
    """Return a count of the whole bank: the nearest multiple of the base, or None if it is above zero and below T."""
    return Count(name, None if 0 < n < rules.threshold else nearest(n, rules.multiple), nearest(of, rules.multiple))


def parts_of(parts: Mapping[str, int], of: int, rules: Rules) -> tuple[Count, ...]:
    """Return the counts of all parts of a whole, which add up to it; parts below T are merged.

    If they are below T together too, the next smallest part joins them (secondary suppression): otherwise the merged
    count would follow by subtraction from the whole.
    """
    small = {name for name, n in parts.items() if 0 < n < rules.threshold}
    kept = {name: n for name, n in parts.items() if n and name not in small}
    joined = sum(parts[name] for name in small)
    if small and joined < rules.threshold and kept:
        least = min(kept, key=lambda name: (kept[name], name))
        joined += kept.pop(least)
    kept = dict(sorted(kept.items())) | ({"joined": joined} if joined else {})
    whole = nearest(of, rules.multiple)
    printed = round_parts(tuple(kept.values()), whole, rules.multiple)
    return tuple(
        Count(name, n if kept[name] >= rules.threshold else None, whole) for name, n in zip(kept, printed, strict=True)
    )


def rejections(rejected: Mapping[str, int], read: int, accepted: int, rules: Rules) -> tuple[Count, ...]:
    """Return the rows read, accepted and rejected by reason.

    Accepted and rejected rows add up to those read. The reasons with fewer than T rows have no number, and are rounded
    together.
    """
    rows = (count("rows_read", read, read, rules), count("rows_accepted", accepted, read, rules))
    left_out = nearest(read, rules.multiple) - nearest(accepted, rules.multiple)
    shown = {reason: n for reason, n in rejected.items() if n >= rules.threshold}
    few = sum(rejected.values()) - sum(shown.values())
    printed = dict(zip(shown, round_parts((*shown.values(), few), left_out, rules.multiple), strict=False))
    return rows + tuple(
        Count(f"rejected:{reason}", printed.get(reason, None if n else 0), rows[0].of) for reason, n in rejected.items()
    )


def ages_of(cross: pd.DataFrame, k: int) -> dict[str, Counts]:
    """Return the customers of each age band by segment."""
    return _bands(cross, "age:", k)


def _bands(cross: pd.DataFrame, kind: str, k: int) -> dict[str, Counts]:
    bands = [band for band in cross.index if str(band).startswith(kind)]
    return {str(band): tuple(int(cross.loc[band].get(i, 0)) for i in range(k)) for band in bands}


def by_band(cross: pd.DataFrame, ids: tuple[str, ...], printed: Printed, rules: Rules) -> tuple[Cross, ...]:
    """Return the customers of each segment by age band and gender.

    The cells of a segment add up to its customers. Segments whose customers are shown together with those of others
    have none.
    """
    k = len(ids)
    ages, genders = ages_of(cross, k), _bands(cross, "gender:", k)
    if not rules.base:
        return tuple(Cross(band, ids[i], n) for band, row in (ages | genders).items() for i, n in enumerate(row))
    totals = {i: n for i in range(k) if (n := printed.segment(i)) is not None}
    by_age = {(i, j): printed.ages[(i,), band] for i in totals for j, band in enumerate(ages)}
    rows = [[row[i] for row in genders.values()] for i in totals] if genders else []
    rounded = round_rows(rows, [totals[i] for i in totals if genders], rules.base)
    by_gender = {(i, j): n for i, row in zip(totals, rounded, strict=False) for j, n in enumerate(row)}
    return (
        *_cells(ages, by_age, totals, tuple(printed.bands.values()), ids, rules),
        *_cells(genders, by_gender, totals, (), ids, rules),
    )


def _cells(
    bands: Mapping[str, Counts],
    printed: Mapping[_Cell, int],
    rows: Mapping[int, int],
    columns: Sequence[int],
    ids: tuple[str, ...],
    rules: Rules,
) -> Iterator[Cross]:
    exact = {(i, j): n for j, row in enumerate(bands.values()) for i, n in enumerate(row)}
    lines = [_Line(total, tuple(cell for cell in exact if cell[0] == i)) for i, total in rows.items()]
    lines += [_Line(total, tuple(cell for cell in exact if cell[1] == j)) for j, total in enumerate(columns)]
    shown = {cell: n for cell, n in printed.items() if exact[cell] >= rules.threshold}
    while more := next((cell for line in lines if (cell := line.to_withhold(shown, exact, rules))), None):
        del shown[more]
    for j, band in enumerate(bands):
        yield from (Cross(band, name, shown.get((i, j))) for i, name in enumerate(ids))


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or column of a table of segments by bands: its rounded total and its cells."""

    total: int
    cells: tuple[_Cell, ...]

    def to_withhold(self, shown: Mapping[_Cell, int], exact: Mapping[_Cell, int], rules: Rules) -> _Cell | None:
        """Return the smallest shown cell if withholding the cells below T is not enough; else None.

        What the shown cells leave of the total is off by less than a base for each of them and for the total. If there
        must be a customer in a cell that is withheld, another cell of at least T is withheld too.
        """
        withheld = [cell for cell in self.cells if cell not in shown]
        visible = [cell for cell in self.cells if cell in shown]
        if not withheld or not visible or any(exact[cell] >= rules.threshold for cell in withheld):
            return None
        left = self.total - sum(shown[cell] for cell in visible)
        least = left - (len(visible) + 1) * (rules.base - 1) - (len(withheld) - 1) * (rules.threshold - 1)
        return min(visible, key=lambda cell: (exact[cell], cell)) if least > 0 else None


def histograms(distributions: Mapping[str, pd.Series], printed: Printed, rules: Rules) -> list[Histogram]:
    """Return the distributions of all customers, without those of fewer than T customers.

    The bins of each add up to all customers; those of ages, to the customers whose age is known.
    """
    made = []
    for measure, edges in _EDGES.items():
        values = distributions.get(measure)
        if values is not None and values.sum() >= rules.threshold:
            total = printed.aged if measure == "age" else printed.total
            made.append(Histogram(measure, _bins(values, edges, total, rules, measure == "spend")))
    return made


#: Lower edges of bins, before small bins are merged; spend in units of the currency.
_EDGES: dict[str, tuple[int, ...]] = {
    "spend": (0, *(lead * 10**power for power in range(7) for lead in (1, 2, 5))),
    "transactions": (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100),
    "recency": (0, 7, 14, 21, 28, 42, 56, 70, 91, 122, 152, 183, 244, 305, 366, 731),
    "age": (0, 18, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 80),
}


def _bins(values: pd.Series, edges: Sequence[int], total: int, rules: Rules, money: bool) -> tuple[Bin, ...]:
    """Count customers in bins of at least T, merging a small bin with the next, and the last with the previous one."""
    unit = rules.ranges.unit if money else 1
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
    rounded = round_parts([n for *_, n in held], total, rules.multiple)
    return tuple(
        Bin(low=low / unit, high=edges[last + 1] / unit if last + 1 < len(edges) else None, n=n)
        for (low, last, _), n in zip(held, rounded, strict=True)
    )
