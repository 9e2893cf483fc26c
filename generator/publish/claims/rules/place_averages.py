"""Guards of sentences about averages of one place, and its share of spend. Wording is in phrases.toml.

What may be said of an average is decided in `model/answers.py`; a guard asks for an answer.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator.publish.claims import checks
from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial
from generator.publish.claims.quantities import Average, Combined, Quantity
from generator.publish.claims.shared_facts import PLACE_FACTS, adjective, place_facts, two_means
from generator.publish.model import significance
from generator.publish.model.significance import COMPARED
from generator.publish.model.types import Answer

_CLAIM = {**checks.MIN_N, **checks.FALSE_FINDS}
_RATIO = {**_CLAIM, **checks.RATIO}
_RECENCY = {**_CLAIM, **checks.PERCENTILES}
_AGE = {**_CLAIM, **checks.YEARS, **checks.AGES}

#: First check by measure: whether the release supports sentences on it.
_CARRIES: dict[str, Callable[[Case], Check]] = {
    "transactions": partial(checks.frequency, why=": ids do not repeat"),
    "recency_pct": checks.recency,
    "age": checks.age,
}


def _difference(case: Case, measure: str, direction: int) -> Iterator[Trial]:
    """An average clearly higher (1) or lower (-1) than that of all customers."""
    yield _trial(case, measure, "clear", direction)


def _differences(case: Case, *, answer: Answer) -> Iterator[Trial]:
    """The averages with an answer, either way."""
    for measure in COMPARED:
        yield _trial(case, measure, answer)


def _trial(case: Case, measure: str, answer: Answer, direction: int = 0) -> Trial:
    return Trial(
        partial(_checks, case, measure, answer, direction),
        partial(_facts, case, measure),
        measure,
        1 - (case.place.measures[measure].q or 0.0),
        "" if direction else measure,
        about=case.place.measures[measure],
    )


def _checks(case: Case, measure: str, answer: Answer, direction: int) -> Iterator[Check]:
    if measure in _CARRIES:
        yield _CARRIES[measure](case)
    yield checks.enough(case)
    here, everyone = case.place.measures[measure], case.views.measures[measure]
    known = here.value is not None and everyone.value is not None
    mine, theirs = here.value or 0.0, everyone.value or 0.0
    side = {1: ", and more here", -1: ", and less here"}.get(direction, "")
    yield Check(
        f"average {measure}",
        f"known{side}",
        Combined("{}; all {}", (Average(measure, here, with_interval=True), Average(measure, everyone))),
        known and (mine - theirs) * direction >= 0 and (not direction or mine != theirs),
    )
    outside = significance.outside(here, everyone.value)
    where = UNKNOWN if outside is None else "outside" if outside else "inside"
    yield checks.any_of("value of all customers against the 95 % interval", where)
    yield checks.any_of("q, over all shares and averages", Quantity("probability", here.q))
    yield checks.any_of(*_size(measure, mine, theirs, known))
    yield checks.answers(here.answer, answer)


def _size(measure: str, mine: float, theirs: float, known: bool) -> tuple[str, Combined]:
    """Return the name and value of what the effect gate of an average measures, with the gate."""
    if measure in checks.DIFFERENCES:
        unit, limit = checks.DIFFERENCES[measure]
        gap = Quantity("number", mine - theirs if known else None, 1)
        return f"difference in {unit}", Combined("{}; clear from {} either way", (gap, Quantity("count", limit)))
    ratio = Quantity("number", mine / theirs if known and theirs else None, 3)
    return "times that of all customers", Combined("{}; clear from {} either way", (ratio, checks.LEAST_RATIO))


def _facts(case: Case, measure: str) -> Facts:
    here, everyone = case.place.measures[measure], case.views.measures[measure]
    mine, theirs = here.value or 0.0, everyone.value or 0.0
    value, all_value = two_means(case, measure, here, everyone)
    return {
        **place_facts(case),
        "measure": case.content.title(measure),
        "average_here": case.content.text("phrases.toml", f"average_here.{measure}"),
        "value": value,
        "all_value": all_value,
        "interval": case.fmt.estimate(measure, here, beside=everyone.value),
        "adjective": adjective("average", 100 * mine / theirs if theirs else 100.0, case.content),
    }


def _spend_share(case: Case) -> Iterator[Trial]:
    """Share of customers and of capped spend: arithmetic, so no test; needs a mean spend whose order is sure."""
    yield Trial(partial(_spend_checks, case), partial(_spend_facts, case), size=case.place.spend_share or 0.0)


def _spend_checks(case: Case) -> Iterator[Check]:
    yield checks.is_known("share of capped spend", Quantity("share", case.place.spend_share, 1))


def _spend_facts(case: Case) -> Facts:
    """Return both shares with the fewest decimals that tell them apart: their order is sure."""
    view = case.place
    pairs = [
        tuple(case.fmt.percent(share, digits) for share in (view.share, view.spend_share or 0.0))
        for digits in (0, 1, 2)
    ]
    share, spend = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
    return {**place_facts(case), "share": share, "spend_share": spend}


def _guard(name: str, measure: str, direction: int, limits: Mapping[str, float]) -> Guard:
    return Guard(name, _FACTS, lambda case: _difference(case, measure, direction), limits)


_FACTS = (*PLACE_FACTS, "measure", "average_here", "value", "all_value", "interval", "adjective")

GUARDS = (
    _guard("typical_higher", "typical_spend", 1, _RATIO),
    _guard("typical_lower", "typical_spend", -1, _RATIO),
    _guard("more_active", "transactions", 1, _RATIO),
    _guard("less_active", "transactions", -1, _RATIO),
    _guard("more_recent", "recency_pct", 1, _RECENCY),
    _guard("less_recent", "recency_pct", -1, _RECENCY),
    _guard("older", "age", 1, _AGE),
    _guard("younger", "age", -1, _AGE),
    Guard("small_average", _FACTS, partial(_differences, answer="small"), _CLAIM),
    Guard("chance_average", _FACTS, partial(_differences, answer="chance"), _CLAIM),
    Guard("spend_share", (*PLACE_FACTS, "spend_share"), _spend_share),
)
