"""Checks shared by several guards, with their thresholds.

Limits are named as in the rules in phrases.toml. Texts here are for the command line, not for the site.
"""

from generator import limits
from generator.publish.claims.guard import Case, Check
from generator.publish.claims.quantities import Limit, Quantity, Value
from generator.publish.model import conditions
from generator.publish.model.significance import significant
from generator.publish.model.types import Answer, GroupView

UNKNOWN = "not known"


def origin(case: Case, *, imported: bool = False) -> Check:
    """Check the source of the figures: transactions, or an imported table of averages."""
    value, needs = ("an imported table" if so else "transactions" for so in (case.views.imported, imported))
    return Check("origin", needs, value, case.views.imported == imported)


MIN_N = {"min_n": limits.CLAIM_CUSTOMERS}


def least(case: Case) -> Quantity:
    """Return the minimum number of customers for a claim."""
    return Quantity("count", max(limits.CLAIM_CUSTOMERS, case.views.release.policy.threshold))


def enough(case: Case, *, wanted: bool = True) -> Check:
    """Check that the place has (or lacks) enough customers for a claim: at least 100, and at least T."""
    view = case.place
    needs = Limit("at least {}" if wanted else "fewer than {}", least(case))
    return Check(
        "customers",
        "transactions behind it" if case.views.imported else needs,
        Quantity("count", view.n),
        (view.strength == "claims") == wanted,
    )


def is_known(what: str, value: Quantity) -> Check:
    """Check that a value is published."""
    return Check(what, "known", value, value.number is not None)


def answers(found: Answer | None, wanted: Answer) -> Check:
    """Check the answer of a share, an average or a whole place: what may be said of it against all customers."""
    return Check("answer", _ANSWERS[wanted], "not tested" if found is None else _ANSWERS[found], found == wanted)


_ANSWERS: dict[Answer, str] = {
    "clear": "clear",
    "small": "small",
    "chance": "could be chance",
    "in_line": "in line",
    "none": "none could be shown",
}

FALSE_FINDS = {"q": limits.FALSE_DISCOVERY}
_BELOW_Q = Limit("below {}", Quantity("number", limits.FALSE_DISCOVERY, 2))


def adjusted(what: str, q: float | None) -> Check:
    """Check a p-value adjusted by Benjamini and Hochberg (1995)."""
    return Check(what, _BELOW_Q, Quantity("probability", q), significant(q))


SHARE_GAP = {"points": limits.SHARE_POINTS}
#: Effect gate of a share.
LEAST_GAP = Quantity("points", limits.SHARE_GAP)


RATIO = {"ratio": limits.RATIO}
LEAST_RATIO = Quantity("ratio", limits.RATIO)
PERCENTILES = {"percentiles": limits.PERCENTILE_POINTS}
YEARS = {"years": limits.AGE_YEARS}
#: Unit and gate of averages compared by difference.
DIFFERENCES = {"recency_pct": ("percentiles", limits.PERCENTILE_POINTS), "age": ("years", limits.AGE_YEARS)}

AGES = {"known": limits.AGE_KNOWN}
_LEAST_AGES = Limit("at least {}", Quantity("share", limits.AGE_KNOWN))


def frequency(case: Case, why: str = "") -> Check:
    """Check that ids repeat, so that frequency can be measured."""
    dropped = conditions.frequency_dropped(case.views)
    return Check("frequency", "measured", f"left out{why}" if dropped else "measured", not dropped)


def recency(case: Case) -> Check:
    """Check that segments are formed of recency, and that it does not follow the calendar of the data."""
    basis = case.views.release.model.recency if conditions.used(case.views, "recency") else "not used"
    return Check("recency", "a measure of behaviour", basis.replace("_", " "), conditions.recency_rests(case.views))


def age(case: Case) -> Check:
    """Check the share of rows with a usable birth date."""
    known = conditions.age_known(case.views.release)
    holds = conditions.age_rests(case.views)
    return Check("rows with a usable birth date", _LEAST_AGES, Quantity("share", known), holds)


def yes(what: str, *, holds: bool) -> Check:
    """Check a condition that must be true."""
    return Check(what, "yes", "yes" if holds else "no", holds)


def no(what: str, *, holds: bool) -> Check:
    """Check a condition that must be false."""
    return Check(what, "no", "no" if holds else "yes", holds)


def any_of(what: str, value: Value) -> Check:
    """Return a check without a limit, shown by `atlas inspect` only."""
    return Check(what, "any", value, holds=True)


def key(group: GroupView) -> str:
    """Return the finding key of one segment or several merged ones."""
    return "".join(group.segments)
