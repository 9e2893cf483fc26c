"""Balances as a feature: a signed logarithm, since accounts are overdrawn, empty and full, on bins of their own.

Bins are at most 2 % wide, twice as wide as those of amounts, because a balance that joins other features must not make
as many bins as there are customers.
"""

import numpy as np
import numpy.typing as npt

from generator.analyse.customers import NO_BALANCE

Floats = npt.NDArray[np.float64]


def signed_log(balances: Floats) -> Floats:
    """Return ln(1 + |balance|) with the balance's sign, of balances in currency units."""
    logs: Floats = np.copysign(np.log1p(np.abs(balances)), balances)
    return logs


def signed_exp(value: float) -> float:
    """Return the balance of a signed logarithm."""
    return float(np.copysign(np.expm1(abs(value)), value))


def middles(edges: npt.NDArray[np.int64], unit_of_money: int) -> Floats:
    """Return the middle of balance bins in currency units, NaN where the balance is not known.

    Args:
        edges: Ends nearest to zero, as made by `sql/grid.sql`.
        unit_of_money: As for `money.unit_of`.
    """
    known = edges != NO_BALANCE
    size = np.abs(np.where(known, edges, 0))
    digits = np.char.str_len(size.astype(str)).astype(np.int64)
    unit = 10 ** np.maximum(digits - 3, 0)
    lead = size // unit
    step = np.where(unit == 1, 1, np.where(lead < 200, 2, np.where(lead < 500, 5, 10)))
    last = size + step * unit - 1
    middle = np.sqrt(size * last.astype(np.float64)) / unit_of_money
    found: Floats = np.where(known, np.copysign(middle, edges), np.nan)
    return found
