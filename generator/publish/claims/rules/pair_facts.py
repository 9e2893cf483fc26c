"""Facts and checks that all guards of sentences about two places share."""

from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts
from generator.publish.claims.quantities import Combined, Limit, Quantity
from generator.publish.model.pairs import Gap, Pair
from generator.publish.words import display_names

PLACES = ("place", "other", "n", "other_n")


def facts(case: Case, *, turned: bool = False) -> Facts:
    """Return the two names and counts; with `turned`, the second place comes first."""
    first, second = (case.pair.second, case.pair.first) if turned else (case.pair.first, case.pair.second)
    return {
        "place": display_names.unique(first, case.views, case.content),
        "other": display_names.unique(second, case.views, case.content),
        "n": case.fmt.count(first.n),
        "other_n": case.fmt.count(second.n),
    }


def enough(case: Case, *, wanted: bool = True) -> Check:
    """Check whether both places have enough customers for a claim, or one lacks them."""
    pair = case.pair
    needs = Limit("at least {} in both" if wanted else "fewer than {} in one", checks.least(case))
    value = Combined("{} and {}", (Quantity("count", pair.first.n), Quantity("count", pair.second.n)))
    return Check("customers", needs, value, pair.claims == wanted)


def average(pair: Pair, measure: str) -> Gap | None:
    """Return the difference of a measure; None where it is not compared."""
    return next((gap for gap in pair.gaps if gap.measure == measure), None)


def unknown(measure: str) -> Check:
    """Return the failing check of a measure that is not compared."""
    return Check(f"average {measure}", "published for both, and comparable", checks.UNKNOWN, holds=False)
