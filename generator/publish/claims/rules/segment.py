"""Guards of sentences about segments: one segment's where the case has one, else all. Wording is in phrases.toml.

Most are a census: all customers are counted, so there is no test.
"""

from collections.abc import Callable, Iterator
from functools import partial

from generator.publish.claims import checks
from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one
from generator.publish.claims.quantities import Average, Combined, Quantity, Segments
from generator.publish.claims.rules import place_mix
from generator.publish.claims.shared_facts import CELL_FACTS, SEGMENT_FACTS, segment_facts, two_means
from generator.publish.model.types import GroupView
from generator.publish.words import display_names, naming_rules
from generator.release import ABSENT


def _groups(case: Case) -> list[GroupView]:
    """Return the groups of all customers that contain the case's segment, or all groups."""
    return [group for group in case.views.groups if case.segment is None or case.segment in group.segments]


def _spend(case: Case, *, shown: bool) -> Iterator[Trial]:
    """Census: share of customers, with that of spend where mean spend is shown."""
    for group in _groups(case):
        yield Trial(
            partial(_spend_checks, group, shown),
            partial(segment_facts, case, group),
            checks.key(group),
            group.share if group.spend_share is None else group.spend_share,
            Segments(group.segments),
        )


def _spend_checks(group: GroupView, shown: bool) -> Iterator[Check]:
    share, needs = group.spend_share, "shown" if shown else "not shown"
    yield Check("share of spend", needs, Quantity("share", share), (share is not None) == shown)


def _place_cells(case: Case, *, direction: int) -> Iterator[Trial]:
    """As for a place (`place_mix.cells`), over all places; of the case's segment where it has one."""
    for view in case.views.pages:
        here = Case(case.edition, view, case.segment)
        name = display_names.place(view, case.content)
        for trial in place_mix.cells(here, direction=direction):
            key, subject = f"{view.place.slug}-{trial.key}", Combined("{}: {}", (name, trial.subject))
            yield trial._replace(key=key, subject=subject)


def _nowhere(case: Case) -> Iterator[Check]:
    """The case's segment is clearly more or less common in no place."""
    yield checks.origin(case)
    clear = sum(trial.passed for direction in (1, -1) for trial in _place_cells(case, direction=direction))
    yield Check("places clearly different", "none", Quantity("count", clear), not clear)


def _first_facts(case: Case) -> Facts:
    return segment_facts(case, _groups(case)[0])


def _rule(case: Case) -> Iterator[Check]:
    """The naming rule; an imported table has none."""
    yield checks.origin(case)
    segment = case.views.segments[case.segment or ""]
    yield checks.any_of("naming rule", segment.rule)
    numbers = naming_rules.in_order(segment.evidence)
    pattern = ", ".join(f"{name} {{}}" for name, _ in numbers)
    values = tuple(Quantity("number", 100 * value) for _, value in numbers)
    yield checks.any_of("mean percentiles", Combined(pattern, values) if values else "none")


def _rule_facts(case: Case) -> Facts:
    """Return the rule with the numbers that satisfied it."""
    segment = case.views.segments[case.segment or ""]
    numbers = [
        case.content.words(
            "methods.evidence_value",
            feature=case.content.words(f"features_short.{name}"),
            percentile=case.fmt.percentile(100 * value),
        )
        for name, value in naming_rules.in_order(segment.evidence)
    ]
    joined = ", ".join(numbers)
    return {
        "rule": naming_rules.described(segment, case.content),
        "numbers": joined,
        # One segment of all customers has no numbers.
        "averages": case.content.text("phrases.toml", "naming.averages", {"numbers": joined}) if joined else "",
        "segment": segment.name,
        "letter": segment.letter,
    }


def _joined(case: Case) -> Iterator[Check]:
    """The release merges the segment with another one for all customers."""
    segments = _groups(case)[0].segments
    yield Check("counted for all customers as", "joined", Segments(segments), len(segments) > 1)


#: Measures of a profile in order, with their requirements on the release.
_PROFILE: dict[str, Callable[[Case], Check] | None] = {
    "typical_spend": None,
    "typical_balance": None,
    "transactions": checks.frequency,
    "recency": checks.recency,
    "age": checks.age,
}


def _profile(case: Case) -> Iterator[Trial]:
    """Census: one average of the segment against that of all customers; unsupported measures are omitted."""
    for at, measure in enumerate(_PROFILE):
        yield Trial(
            partial(_profile_checks, case, measure),
            partial(_profile_facts, case, measure),
            measure,
            float(-at),
            measure,
        )


def _profile_checks(case: Case, measure: str) -> Iterator[Check]:
    yield checks.origin(case)
    carries = _PROFILE[measure]
    if carries is not None:
        yield carries(case)
    mean = case.views.segments[case.segment or ""].means.get(measure)
    whole = case.views.measures.get(measure, ABSENT)
    here = UNKNOWN if mean is None else Average(measure, mean)
    known = mean is not None and mean.value is not None and whole.value is not None
    yield Check(f"average {measure}", "shown", Combined("{}; all {}", (here, Average(measure, whole))), known)


def _profile_facts(case: Case, measure: str) -> Facts:
    mean, whole = case.views.segments[case.segment or ""].means[measure], case.views.measures[measure]
    value, all_value = two_means(case, measure, mean, whole)
    return {"measure": case.content.title(measure), "value": value, "all_value": all_value}


GUARDS = (
    Guard("spend_by_segment", SEGMENT_FACTS, partial(_spend, shown=True)),
    Guard("share_by_segment", SEGMENT_FACTS, partial(_spend, shown=False)),
    Guard("place_over", CELL_FACTS, partial(_place_cells, direction=1), place_mix.LIMITS),
    Guard("place_under", CELL_FACTS, partial(_place_cells, direction=-1), place_mix.LIMITS),
    Guard("nowhere", SEGMENT_FACTS, one(_nowhere, _first_facts), place_mix.LIMITS),
    Guard("naming_rule", ("rule", "numbers", "averages", "segment", "letter"), one(_rule, _rule_facts)),
    Guard("joined_segment", SEGMENT_FACTS, one(_joined, _first_facts)),
    Guard("segment_profile", ("measure", "value", "all_value"), _profile),
)
