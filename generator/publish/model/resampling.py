"""Published figures of a city drawn again within their errors; the same on every machine.

Draws use whole numbers of a seeded generator and a table of normal quantiles rounded to six digits, so that no
difference between mathematical libraries can change them.
"""

import math
import random
from collections.abc import Sequence
from statistics import NormalDist

#: Draws of every figure.
DRAWS = 100

#: Standard normal quantiles in the middle of 256 equal steps, scaled to a variance of one.
_QUANTILES = tuple(NormalDist().inv_cdf((i + 0.5) / 256) for i in range(256))
_SCALE = math.sqrt(256 / sum(value * value for value in _QUANTILES))
_NORMAL = tuple(round(_SCALE * value, 6) for value in _QUANTILES)


def redrawn(
    seed: str, values: Sequence[float], errors: Sequence[float], counts: Sequence[int], rounding: float
) -> tuple[list[list[float]], list[list[float]]]:
    """Return averages and shares drawn again: a column of all draws for each average, and for each share.

    Args:
        seed: Decides the draws.
        values: Averages.
        errors: Their standard errors.
        counts: Customers by group, of which each is drawn with its sampling variance and that of its rounding; shares
            of their sum have the variances and covariances of a multinomial draw.
        rounding: Variance that rounding adds to each count.
    """
    width = len(values) + len(counts)
    drawn = [_NORMAL[byte] for byte in random.Random(seed).randbytes(DRAWS * width)]  # noqa: S311 - no secret
    columns = [drawn[i * DRAWS : (i + 1) * DRAWS] for i in range(width)]
    averages = [
        [value + error * z for z in column] for value, error, column in zip(values, errors, columns, strict=False)
    ]
    some = []
    for k, column in zip(counts, columns[len(values) :], strict=True):
        sd = math.sqrt(k + rounding)
        some.append([max(0.0, k + sd * z) for z in column])
    totals = [sum(row) or 1.0 for row in zip(*some, strict=True)]
    return averages, [[k / total for k, total in zip(column, totals, strict=True)] for column in some]
