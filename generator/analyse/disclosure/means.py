"""Publishable averages: clipped and rounded to a step of one customer's influence, or suppressed.

Source: design rule 5 of the privacy page. The step is a 1-2-5 number of at least (range ÷ n), for the smallest number n
of customers that the printed count permits, so adding or removing one customer changes the average by at most about one
step.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from generator import limits
from generator.analyse.disclosure.caps import AGE, Range, Ranges
from generator.analyse.disclosure.rounding import at_or_below
from generator.analyse.segments.balances import signed_exp, signed_log
from generator.analyse.segments.features import nice
from generator.release import ABSENT, Mean, Spread
from generator.release.columns import BALANCE, MEASURES, measures_of

Cap = Literal["own", "all", "wide"]
#: Whole-number sums over a group of customers, by column of `sql/atoms.sql`.
Sums = Mapping[str, int]

FEW = Mean(None, None, "few")
_EXACT_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Rules:
    """Parameters of disclosure control.

    Attributes:
        base: Rounding base of counts; 0 for the internal policy, which rounds nothing.
        threshold: T.
        absent: Measures that the data lack.
        ranges: Fixed ranges of values.
        imported: Whether the sums come from a table of averages instead of transactions.
        balances: Whether averages of balances are shown: by segment for all customers, by place too, or nowhere.
    """

    base: int
    threshold: int
    absent: frozenset[str]
    ranges: Ranges
    imported: bool = False
    balances: Literal["nowhere", "segments", "everywhere"] = "nowhere"

    @property
    def multiple(self) -> int:
        """Return the number whose multiples counts are."""
        return self.base or 1


def averages(sums: Sums, printed: int | None, rules: Rules, segment: int | None, cap: Cap) -> dict[str, Mean]:
    """Return the averages of a group of customers.

    Args:
        sums: Sums of `sql/atoms.sql`, added over the group.
        printed: Published number of these customers; None if it is not published.
        rules: Parameters of disclosure control.
        segment: Position of the segment if the group is in one segment, else None.
        cap: Range that clips spend: that of the segment, that of all customers, or the wide one. A group of several
            segments uses that of all customers instead of "own".
    """
    n = int(sums["n"])
    least = _fewest(n, printed, rules)
    if rules.imported:
        return imported(sums, n, least, rules)
    cap = "all" if cap == "own" and segment is None else cap
    own = rules.ranges.everyone if segment is None else rules.ranges.segments[segment]
    made = {
        "spend": _spend(sums, n, least, own, cap, rules),
        "typical_spend": _typical(sums, n, least, own if cap != "all" else rules.ranges.everyone, cap, rules),
        "transactions": _bounded(sums["frequency"] / n, least, (1, rules.ranges.transactions), rules),
        "recency": _bounded(sums["recency"] / n, least, (0, rules.ranges.recency), rules),
        "age": _age(sums, n, "age", AGE, 1, rules),
        "spend_pct": _bounded(sums["spend_pct"] / n / 100, least, (0, 100), rules),
        "frequency_pct": _bounded(sums["frequency_pct"] / n / 100, least, (0, 100), rules),
        "recency_pct": _bounded(sums["recency_pct"] / n / 100, least, (0, 100), rules),
        "age_pct": _age(sums, n, "age_pct", (0, 100), 100, rules),
    }
    found = {name: ABSENT if name in rules.absent else made[name] for name in MEASURES}
    return found | ({BALANCE: typical_balance(sums, segment, rules)} if rules.balances == "everywhere" else {})


def typical_balance(sums: Sums, segment: int | None, rules: Rules) -> Mean:
    """Return the typical balance: the mean of signed logarithms, as a balance.

    Args:
        sums: As for `averages`.
        segment: Position of the segment if the group is in one segment, else None.
        rules: Parameters of disclosure control, with ranges of balances.
    """
    ranges = rules.ranges.balances
    known = int(sums["balanced"])
    if ranges is None or known < max(rules.threshold, 1) or known < limits.BALANCE_SHOWN * int(sums["n"]):
        return FEW
    ends = ranges.everyone if segment is None else ranges.segments[segment]
    mean = float(sums["balance_all" if segment is None else "balance_own"]) / known / 1e6
    if not rules.base:
        return _exact(signed_exp(mean))
    low, high = signed_log(np.array([ends.low, ends.high]) / rules.ranges.unit)
    step = nice(float(high - low) / _fewest(known, None, rules))
    if math.expm1(step) > limits.MONEY_STEP:
        return FEW
    return Mean(float(f"{signed_exp(_to_step(mean, step)):.6g}"), step, None)


#: Ranges of the measures of an imported table: transactions, days, years, logarithms of rupees. Its customers were not
#: clipped, so the ranges are wide and the steps coarse.
IMPORTED_RANGES: dict[str, tuple[int, int]] = {
    "transactions": (1, 10),
    "recency": (0, 366),
    "age": AGE,
    "log_mean_spend": (0, 16),
    "log_total_spend": (0, 60),
}
#: Sums of an imported table are whole millionths of its unit.
IMPORTED_SCALE = 1_000_000


def imported(sums: Sums, n: int, least: int, rules: Rules) -> dict[str, Mean]:
    """Return the averages of an imported table, weighted by customers; measures that it lacks are absent."""
    made = {
        name: _bounded(sums[name] / n / IMPORTED_SCALE, least, limits, rules)
        for name, limits in IMPORTED_RANGES.items()
    }
    return {name: made.get(name, ABSENT) for name in measures_of("kpis")}


def _spend(sums: Sums, n: int, least: int, own: Range, cap: Cap, rules: Rules) -> Mean:
    everyone = rules.ranges.everyone
    low, high = {"own": (own.low, own.high), "all": (everyone.low, everyone.high), "wide": (0, own.wide)}[cap]
    unit = rules.ranges.unit
    value = float(sums[f"spend_{cap}"]) / n / unit
    if not rules.base:
        return _exact(float(sums["exact_paise"]) / n / unit)
    step = nice((high - low) / unit / least)
    published = _to_step(value, step)
    return FEW if step > limits.MONEY_STEP * published else Mean(published, step, None)


def _typical(sums: Sums, n: int, least: int, own: Range, cap: Cap, rules: Rules) -> Mean:
    mean = float(sums["log_all" if cap == "all" else "log_own"]) / n / 1e6
    if not rules.base:
        return _exact(math.exp(mean))
    step = nice(math.log(own.high / own.low) / least)
    if math.expm1(step) > limits.MONEY_STEP:
        return FEW
    return Mean(float(f"{math.exp(_to_step(mean, step)):.6g}"), step, None)


def _age(sums: Sums, n: int, name: str, ends: tuple[int, int], scale: int, rules: Rules) -> Mean:
    known = int(sums["aged"])
    if known < max(rules.threshold, 1) or known < limits.AGE_KNOWN * n:
        return FEW
    return _bounded(sums[name] / known / scale, _fewest(known, None, rules), ends, rules)


def _bounded(value: float, least: int, ends: tuple[int, int], rules: Rules) -> Mean:
    if not rules.base:
        return _exact(float(value))
    width = ends[1] - ends[0]
    step = nice(width / least)
    return FEW if step > limits.RANGE_STEP * width else Mean(_to_step(float(value), step), step, None)


def _fewest(n: int, printed: int | None, rules: Rules) -> int:
    """Return the fewest customers consistent with a published count, from which steps are computed.

    So a step reveals no more than that count does, and is at least the influence of one customer. For a count that is
    not published it is the multiple of the base at or below n.
    """
    least = at_or_below(n, rules.multiple) if printed is None else printed - rules.multiple + 1
    return max(least, rules.threshold)


def _to_step(value: float, step: float) -> float:
    return float(f"{math.floor(value / step + 0.5) * step:.10g}")


def _exact(value: float) -> Mean:
    return Mean(float(f"{value:.{_EXACT_DIGITS}g}"), 0.0, None)


#: Inputs of each standard deviation: measure, columns of its sum, its squares and its customers, and the scales of sum
#: and squares.
_SQUARES = (
    ("typical_spend", "log_all", "log_all_sq", "n", 1e6, 1e6),
    ("transactions", "frequency", "frequency_sq", "n", 1.0, 1.0),
    ("recency", "recency", "recency_sq", "n", 1.0, 1.0),
    ("age", "age", "age_sq", "aged", 1.0, 1.0),
    *((f"{name}_pct", f"{name}_pct", f"{name}_pct_sq", "aged" if name == "age" else "n", 1e2, 1e4)
      for name in ("spend", "frequency", "recency", "age")),
)  # fmt: skip


def spreads(
    groups: Iterable[tuple[str | None, Sums, int | None, Mapping[str, Mean]]], rules: Rules
) -> tuple[Spread, ...]:
    """Return the standard deviations for the intervals of averages.

    A standard deviation of thousands of customers, printed to a few digits, determines the sum of squares so precisely
    that it can reveal that one customer has two transactions. Therefore its square is rounded up to a step of at least
    T × range² ÷ n, the influence of T customers, and measures without a published average get none.

    Args:
        groups: Segment id (None for all customers), sums, published count (None if there is none) and averages of
            each group.
        rules: Policy.
    """
    if rules.imported:
        # A table of averages has no information on variance.
        return ()
    found = []
    for segment, sums, printed, means in groups:
        for measure, first, second, count, scale, square_scale in _SQUARES:
            if means[measure].value is None:
                continue
            n = int(sums[count])
            least = _fewest(n, printed if count == "n" else None, rules)
            mean = float(sums[first]) / n / scale
            variance = max(float(sums[second]) / n / square_scale - mean * mean, 0.0)
            found.append(Spread(segment, measure, _deviation(variance, _width(measure, rules), least, rules)))
    return tuple(found)


def _deviation(variance: float, width: float, least: int, rules: Rules) -> float:
    """Return the square root of a variance, after rounding it up to a multiple of its step (at least one step)."""
    if not rules.base:
        return float(f"{math.sqrt(variance):.{_EXACT_DIGITS}g}")
    step = nice(rules.threshold * width * width / least)
    return float(f"{math.sqrt(max(math.ceil(variance / step), 1) * step):.4g}")


def _width(measure: str, rules: Rules) -> float:
    """Return the width of the range to which a measure is clipped before squaring."""
    everyone = rules.ranges.everyone
    widths: dict[str, float] = {
        "typical_spend": math.log(everyone.high / everyone.low),
        "transactions": rules.ranges.transactions - 1,
        "recency": rules.ranges.recency,
        "age": AGE[1] - AGE[0],
    }
    return widths.get(measure, 100.0)
