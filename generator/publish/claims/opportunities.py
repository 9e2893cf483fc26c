"""The summary's table of options to test: customers concerned, option, measure of success, places.

Options come from `content/options.toml` by the rule that named a segment.
"""

from dataclasses import dataclass

from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.publish.words import naming_rules


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A row of the summary's table of options.

    Attributes:
        segment: Segment id.
        option: Title of the option to test.
        text: Description, worded as a test.
        measure: Measure of success.
        customers: Customers concerned, formatted.
        customers_share: Their share of customers, formatted.
        spend_share: Their share of spend, formatted; a text when suppressed.
        evidence: The numbers that satisfied the naming rule.
        where: Slugs of cities where the segment is clearly over-represented, biggest difference first.
    """

    segment: str
    option: str
    text: str
    measure: str
    customers: str
    customers_share: str
    spend_share: str
    evidence: str
    where: tuple[str, ...]


def opportunities(case: Case) -> tuple[Opportunity, ...]:
    """Return the first option of each segment, most spend first; segments with suppressed spend come last."""
    if case.views.imported:
        return ()
    found = [(_spend(case, id_), i, _opportunity(case, id_)) for i, id_ in enumerate(case.views.segments)]
    return tuple(row for _, _, row in sorted(found, key=lambda item: (-item[0], item[1])))


def _spend(case: Case, id_: str) -> float:
    return next((group.spend_share or 0.0 for group in case.views.groups if id_ in group.segments), 0.0)


def _opportunity(case: Case, id_: str) -> Opportunity:
    content, fmt = case.content, case.fmt
    option = naming_rules.options(case.views.segments[id_].rule, content)[0]
    whole = next(group for group in case.views.groups if id_ in group.segments)
    one = Case(case.edition, segment=id_)
    over = registry.findings(content.phrase("segment_place_over"), one)
    numbers = registry.findings(content.phrase("naming_rule"), one)
    return Opportunity(
        segment=id_,
        option=option.title,
        text=option.text,
        measure=option.measure,
        customers=fmt.count(whole.n),
        customers_share=fmt.percent(whole.share),
        spend_share=fmt.value("spend_share", whole.spend_share),
        evidence=numbers[0].facts["numbers"],
        where=tuple(finding.place for finding in over),
    )
