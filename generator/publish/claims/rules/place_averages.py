"""Guards of sentences about averages of one place, and its spend. Wording is in phrases.toml.

A comparison needs `strength == "claims"`: at least 100 customers, and at least T.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial
from generator.publish.claims.quantities import Average, Combined, Limit, Quantity
from generator.publish.claims.shared_facts import PLACE_FACTS, place_facts
from generator.publish.model import averages, significance

_CLAIM = {**checks.MIN_N, **checks.FALSE_FINDS}
_RATIO = {**_CLAIM, **checks.RATIO}
_RECENCY = {**_CLAIM, **checks.PERCENTILES}
_AGE = {**_CLAIM, **checks.YEARS, **checks.AGES}
_RATIO_GATE = Limit("{0} or more, or 1/{0} or less", Quantity("ratio", limits.RATIO))

#: First check by measure: whether the release supports sentences on it.
_CARRIES: dict[str, Callable[[Case], Check]] = {
    "transactions": partial(checks.frequency, why=": ids do not repeat"),
    "recency_pct": checks.recency,
    "age": checks.age,
}


def _difference(case: Case, measure: str, direction: int, shown: str = "") -> Iterator[Trial]:
    """A measure clearly different: n ≥ 100, interval excludes all customers, q < .05 over all pages, effect gate.

    Args:
        case: The case.
        measure: Measure to compare.
        direction: 1 for more, -1 for less.
        shown: Measure printed in its place.
    """
    here, everyone = case.place.measures[measure].value, case.views.measures[measure].value
    yield Trial(
        partial(_checks, case, measure, direction, shown),
        partial(_facts, case, measure, shown or measure),
        measure,
        abs((here or 0.0) - (everyone or 0.0)),
    )


def _checks(case: Case, measure: str, direction: int, shown: str) -> Iterator[Check]:
    view = case.place
    if measure in _CARRIES:
        yield _CARRIES[measure](case)
    yield checks.enough(case)
    here, everyone = view.measures[measure], case.views.measures[measure]
    known = here.value is not None and everyone.value is not None
    mine, theirs = here.value or 0.0, everyone.value or 0.0
    yield Check(
        f"average {measure}",
        f"known, and {'more' if direction > 0 else 'less'} here",
        Combined("{}; all {}", (Average(measure, here, with_interval=True), Average(measure, everyone))),
        known and (mine - theirs) * direction > 0,
    )
    outside = significance.outside(here, everyone.value)
    side = UNKNOWN if outside is None else "outside" if outside else "inside"
    yield Check("value of all customers against the 95 % interval", "outside", side, outside is True)
    yield checks.adjusted("q, over all pages and measures", here.q)
    yield _gate(measure, mine, theirs, known)
    if shown:
        means = view.measures[shown], case.views.measures[shown]
        yield Check(
            f"average {shown}",
            "shown",
            Combined("{}; all {}", tuple(Average(shown, mean) for mean in means)),
            all(mean.withheld is None for mean in means),
        )


def _gate(measure: str, mine: float, theirs: float, known: bool) -> Check:
    """Check the effect gate of an average: percentile points, years or a ratio."""
    far = known and averages.far_enough(measure, mine, theirs)
    if measure in checks.DIFFERENCES:
        unit, limit = checks.DIFFERENCES[measure]
        needs = Limit("at least {} either way", Quantity("count", limit))
        return Check(f"difference in {unit}", needs, Quantity("number", mine - theirs if known else None, 1), far)
    ratio = mine / theirs if theirs else 0.0
    return Check("times that of all customers", _RATIO_GATE, Quantity("number", ratio if known else None, 3), far)


def _facts(case: Case, measure: str, shown: str) -> Facts:
    here, everyone = case.place.measures[shown], case.views.measures[shown]
    return {
        **place_facts(case),
        "value": case.fmt.mean(shown, here),
        "all_value": case.fmt.mean(shown, everyone),
        "interval": case.fmt.estimate(shown, here),
        "percentile": case.fmt.percentile(case.place.measures[measure].value or 0.0),
    }


def _spend_share(case: Case) -> Iterator[Trial]:
    """Share of customers and of spend: arithmetic, so no test; needs a published mean spend."""
    yield _spend_trial(case, _spend_is_known)


def _spend_trial(case: Case, what: Callable[[Case], Iterator[Check]]) -> Trial:
    return Trial(partial(what, case), partial(_spend_facts, case), size=case.place.spend_share or 0.0)


def _spend_is_known(case: Case) -> Iterator[Check]:
    yield checks.is_known("share of all spend", Quantity("share", case.place.spend_share, 1))


def _spend_facts(case: Case) -> Facts:
    view = case.place
    spend = case.fmt.percent(view.spend_share or 0.0, 1)
    return {**place_facts(case), "share": case.fmt.percent(view.share, 1), "spend_share": spend}


def _opposite(case: Case, *, direction: int) -> Iterator[Trial]:
    """Typical spend clearly on one side (as above) while mean spend is on the other by more than its own rounding."""
    yield _spend_trial(case, partial(_opposite_checks, direction=direction))


def _opposite_checks(case: Case, direction: int) -> Iterator[Check]:
    view = case.place
    yield checks.yes("typical spend clearly different", holds=view.typical_differs)
    typical, whole = view.measures["typical_spend"], case.views.measures["typical_spend"]
    known = typical.value is not None and whole.value is not None
    words = ("more", "less") if direction > 0 else ("less", "more")
    yield Check(
        "typical spend",
        f"{words[0]} here",
        Combined("{}; all {}", (Average("typical_spend", typical), Average("typical_spend", whole))),
        known and ((typical.value or 0.0) - (whole.value or 0.0)) * direction > 0,
    )
    mean, overall = (
        means.get("spend", averages.ABSENT) for means in (view.place.means, case.views.release.overall.means)
    )
    gap = mean.value - overall.value if mean.value is not None and overall.value is not None else None
    step = mean.step or 0.0
    yield Check(
        "mean spend against all customers",
        Limit(f"{words[1]} here, by more than its step of {{}}", Quantity("number", step)),
        Quantity("number", gap),
        gap is not None and abs(gap) > step and gap * direction < 0,
    )
    yield from _spend_is_known(case)


def _guard(name: str, measure: str, direction: int, limits: Mapping[str, float], shown: str = "") -> Guard:
    facts = (*PLACE_FACTS, "value", "all_value", "interval", "percentile")
    return Guard(name, facts, lambda case: _difference(case, measure, direction, shown), limits)


_SPEND = (*PLACE_FACTS, "spend_share")

GUARDS = (
    _guard("typical_higher", "typical_spend", 1, _RATIO),
    _guard("typical_lower", "typical_spend", -1, _RATIO),
    _guard("more_active", "transactions", 1, _RATIO),
    _guard("less_active", "transactions", -1, _RATIO),
    _guard("more_recent", "recency_pct", 1, _RECENCY, shown="recency"),
    _guard("less_recent", "recency_pct", -1, _RECENCY, shown="recency"),
    _guard("older", "age", 1, _AGE),
    _guard("younger", "age", -1, _AGE),
    Guard("spend_share", _SPEND, _spend_share),
    Guard("lower_but_more", _SPEND, partial(_opposite, direction=-1), _RATIO),
    Guard("higher_but_less", _SPEND, partial(_opposite, direction=1), _RATIO),
)
