"""Which averages are compared between places, and what passes a test. Knows no words."""

from generator import limits
from generator.publish.model import conditions
from generator.publish.model.types import Estimate, Views

#: Measures compared between places; each has a gate in `averages.far_enough`.
COMPARED = ("typical_spend", "transactions", "recency_pct", "age")


def speakable(views: Views) -> tuple[str, ...]:
    """Return the measures that support sentences in this release."""
    if views.imported:
        return ()
    silent = {
        "transactions": conditions.frequency_dropped(views),
        "recency_pct": not conditions.recency_rests(views),
        "age": not conditions.age_rests(views),
    }
    return tuple(name for name in COMPARED if not silent.get(name, False))


def significant(q: float | None) -> bool:
    """Return whether an adjusted p-value is small enough; None (not tested) is not."""
    return q is not None and q < limits.FALSE_DISCOVERY


def outside(mean: Estimate, reference: float | None) -> bool | None:
    """Return whether a value lies outside the 95 % interval of an average; None where either is not known."""
    if mean.low is None or mean.high is None or reference is None:
        return None
    return not mean.low <= reference <= mean.high
