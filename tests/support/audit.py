"""An attacker with linear programming: which numbers of customers do published counts permit?

The attacker knows the rules: how far each printed count may be from the truth, that groups hold T customers, and that
true counts add up. Whole numbers are relaxed to real ones.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack


@dataclass
class Attacker:
    """What is known of some numbers of customers, none of which is negative."""

    names: dict[Hashable, int] = field(default_factory=dict)
    sums: list[tuple[list[int], float, float]] = field(default_factory=list)

    def learns(self, parts: Iterable[Hashable], low: float, high: float = math.inf) -> None:
        """Learn that some numbers add up to at least `low` and at most `high`."""
        self.sums.append(([self.names.setdefault(name, len(self.names)) for name in parts], low, high))

    def reads(self, parts: Iterable[Hashable], printed: int, base: int, least: int = 0) -> None:
        """Read a rounded count, which is less than one base off, of a group that has at least `least` customers."""
        self.learns(parts, max(printed - base + 1, least), printed + base - 1)

    def range_of(self, parts: Iterable[Hashable]) -> tuple[int, int]:
        """Return the smallest and largest whole number that the sum of some numbers can be."""
        columns_of = [self.names.setdefault(name, len(self.names)) for name in parts]
        cost = np.zeros(len(self.names))
        cost[columns_of] = 1
        rows = [i for i, (columns, *_) in enumerate(self.sums) for _ in columns]
        columns = [column for columns, *_ in self.sums for column in columns]
        matrix = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(self.sums), len(self.names))).tocsr()
        lows, highs = (np.array([item[at] for item in self.sums]) for at in (1, 2))
        bounded = np.isfinite(highs)
        found = [
            linprog(
                sign * cost,
                A_ub=vstack((matrix[bounded], -matrix)),
                b_ub=np.concatenate([highs[bounded], -lows]),
                bounds=(0, None),
                method="highs",
            )
            for sign in (1, -1)
        ]
        least, most = (one.fun if one.status == 0 else -math.inf for one in found)
        assert least > -math.inf
        return math.ceil(least - 1e-6), 10**9 if most == -math.inf else math.floor(-most + 1e-6)


def truth_is_possible(attacker: Attacker, true: Mapping[Hashable, int]) -> bool:
    """Return whether the true numbers satisfy all that the attacker knows: else the rules were broken."""
    by_column = {at: true[name] for name, at in attacker.names.items()}
    return all(low <= sum(by_column[i] for i in columns) <= high for columns, low, high in attacker.sums)
