"""A published average, or the reason why it is missing."""

from dataclasses import dataclass
from typing import Literal

Withheld = Literal["few", "absent"]


@dataclass(frozen=True, slots=True)
class Mean:
    """A published average, or the reason why it is missing.

    Attributes:
        value: Rounded average; None when withheld. Money in currency units, shares of 1 never appear here.
        step: Rounding step, in the unit of `value`; for `typical_spend` a step of its natural logarithm.
        withheld: "few" (too few customers for a mean) or "absent" (not in the data); None when shown.
    """

    value: float | None
    step: float | None
    withheld: Withheld | None


#: An average that the data do not have.
ABSENT = Mean(value=None, step=None, withheld="absent")
