"""Guards of sentences about all customers and about segments. Wording is in phrases.toml.

Most are a census: all customers are counted, so there is no test; superlatives need a lead beyond the rounding base.
"""

from collections.abc import Iterator

from generator.columns import COLUMNS
from generator.publish import conditions, counts, naming
from generator.publish.findings import Q
from generator.publish.guard import CELL_FACTS, KNOWN, Case, Finding, Guard, subject
from generator.publish.guards_place import cells
from generator.publish.mix import INDEX_HIGH, INDEX_LOW, POINTS
from generator.publish.viewtypes import CLAIMS, GroupView, PlaceView
from generator.release import Count

SEGMENT_FACTS = ("segment", "segment_inline", "segment_subject", "letter", "n", "share", "spend_share", "all_share")


def _group_facts(case: Case, group: GroupView) -> dict[str, str]:
    name = naming.group(group.segments, case.views, case.content)
    return {
        "segment": name,
        "segment_inline": naming.inline(name),
        "segment_subject": subject(name),
        "letter": naming.letters(group.segments, case.views),
        "n": case.fmt.count(group.n),
        "share": case.fmt.percent(group.share),
        "spend_share": "" if group.spend_share is None else case.fmt.percent(group.spend_share),
        "all_share": case.fmt.percent(group.share),
    }


def _always(_: Case) -> Iterator[Finding]:
    yield Finding({})


def _from_transactions(case: Case) -> Iterator[Finding]:
    """The figures come from transactions."""
    if not case.views.imported:
        yield Finding({})


def groups_of(case: Case) -> list[GroupView]:
    """Return the groups of all customers that a case speaks of: those with its segment, or all."""
    return [group for group in case.views.groups if case.segment is None or case.segment in group.segments]


def _spend_by_segment(case: Case) -> Iterator[Finding]:
    """Census: share of customers and of spend; only where mean spend is shown."""
    for group in groups_of(case):
        if group.spend_share is not None:
            yield Finding(_group_facts(case, group), "".join(group.segments), group.spend_share)


def _share_by_segment(case: Case) -> Iterator[Finding]:
    """Census: share of customers, where mean spend is withheld."""
    for group in groups_of(case):
        if group.spend_share is None:
            yield Finding(_group_facts(case, group), "".join(group.segments), group.share)


def _most_spend(case: Case) -> Iterator[Finding]:
    """Census: the segment that holds most spend, when it leads the next one by at least 5 points of spend."""
    ranked = sorted(case.views.groups, key=lambda group: -(group.spend_share or 0.0))
    shares = [group.spend_share for group in ranked]
    if len(ranked) > 1 and shares[0] is not None and shares[1] is not None and shares[0] - shares[1] >= POINTS / 100:
        yield Finding(_group_facts(case, ranked[0]), "".join(ranked[0].segments))


def _top_city(case: Case) -> Iterator[Finding]:
    """Census: the city with most customers, when it leads by more than rounding could make up."""
    cities, base = case.views.cities, case.views.release.policy.base
    if len(cities) > 1 and cities[0].n - cities[1].n > base:
        top = cities[0]
        facts = {"n": case.fmt.count(top.n), "share": case.fmt.percent(top.share)}
        yield Finding({"place": naming.place(top, case.content), **facts}, place=top.place.slug)


def _in_places(case: Case) -> Iterator[Finding]:
    """Census: how many customers are in places with a page."""
    views = case.views
    if views.pools and views.n:
        inside = sum(view.n for view in views.pages) / views.n
        yield Finding({"share": case.fmt.percent(inside), "rest": case.fmt.percent(1 - inside)})


def clear_places(case: Case) -> list[PlaceView]:
    """Return the places in which at least one share passes its guard."""
    return [view for view in case.views.pages if view.strength == "claims" and any(g.passes for g in view.groups)]


def _cities_differ(case: Case) -> Iterator[Finding]:
    """Number of places in which at least one share passes its guard."""
    clear = clear_places(case)
    if clear:
        facts = {"clear": case.fmt.count(len(clear)), "places": case.fmt.count(len(case.views.pages))}
        yield Finding({**facts, "names": naming.join([naming.place(v, case.content) for v in clear[:3]], case.content)})


def _cities_alike(case: Case) -> Iterator[Finding]:
    """No share passes in any place, although some were tested."""
    tested = sum(group.residual is not None for view in case.views.pages for group in view.groups)
    if tested and not clear_places(case):
        yield Finding({"cells": case.fmt.count(tested)})


def _no_mix(case: Case) -> Iterator[Finding]:
    """No place shows a mix at all, so nothing could be tested."""
    if not case.views.imported and not any(
        group.residual is not None for view in case.views.pages for group in view.groups
    ):
        yield Finding({})


def _place_cells(case: Case, direction: int) -> Iterator[Finding]:
    """As for a place, over all places; of the case's segment where it has one."""
    for view in case.views.pages:
        for finding in cells(Case(case.views, case.content, case.fmt, view), direction):
            if case.segment is None or finding.key == case.segment:
                yield Finding(finding.facts, f"{view.place.slug}-{finding.key}", finding.size, view.place.slug)


def _nowhere(case: Case) -> Iterator[Finding]:
    """No place in which the case's segment passes."""
    if not case.views.imported and not any(True for direction in (1, -1) for _ in _place_cells(case, direction)):
        yield Finding(_group_facts(case, groups_of(case)[0]))


def _typical_places(case: Case) -> Iterator[Finding]:
    """Number of places whose typical spend passes its guard, up and down."""
    reference = case.views.measures["typical_spend"].value
    apart = [v.measures["typical_spend"].value for v in case.views.pages if v.typical_differs]
    if apart and reference is not None:
        higher = sum(value is not None and value > reference for value in apart)
        facts = {"higher": case.fmt.count(higher), "lower": case.fmt.count(len(apart) - higher)}
        places = {"places": case.fmt.count(len(case.views.pages)), "apart": case.fmt.count(len(apart))}
        yield Finding({**facts, **places})


def _rule(case: Case) -> Iterator[Finding]:
    """The naming rule with the numbers that met it; an imported table has none."""
    if case.views.imported:
        return
    one = case.views.segments[case.segment or ""]
    numbers = [
        case.content.words(
            "methods.evidence_value",
            feature=case.content.words(f"features_short.{name}"),
            percentile=case.fmt.percentile(100 * value),
        )
        for name, value in one.evidence.items()
    ]
    rule = case.content.text("segments.toml", f"{one.rule}.rule")
    yield Finding({"rule": rule, "numbers": ", ".join(numbers), "segment": one.name, "letter": one.letter})


def _joined_segment(case: Case) -> Iterator[Finding]:
    """The release joins the segment with another one for all customers."""
    group = groups_of(case)[0]
    if len(group.segments) > 1:
        yield Finding(_group_facts(case, group))


def _profile(case: Case) -> Iterator[Finding]:
    """Census: one average of the segment beside that of all customers; what may not be spoken of is left out."""
    if case.views.imported:
        return
    views, one = case.views, case.views.segments[case.segment or ""]
    allowed = {
        "typical_spend": True,
        "transactions": not conditions.frequency_dropped(views),
        "recency": conditions.recency_rests(views),
        "age": (conditions.age_known({c.name: c for c in views.release.overall.quality}, views) or 0.0) >= KNOWN,
    }
    for at, (measure, allow) in enumerate(allowed.items()):
        mean, whole = one.means.get(measure), views.measures[measure]
        if allow and mean is not None and mean.value is not None and whole.value is not None:
            facts = {"value": case.fmt.mean(measure, mean), "all_value": case.fmt.mean(measure, whole)}
            yield Finding({"measure": COLUMNS[measure].title, **facts}, measure, -float(at))


def _found(case: Case, name: str) -> Count | None:
    return next((count for count in case.views.release.overall.quality if count.name == name), None)


def _rows(case: Case) -> Iterator[Finding]:
    """Rows read and the share left out, where any was."""
    read, kept = _found(case, "rows_read"), _found(case, "rows_accepted")
    if read is None or kept is None or not read.n or kept.n is None or "rejected_some" not in case.content.conditions:
        return
    gap = read.n - kept.n
    few = case.fmt.fewer_than(case.views.release.policy.threshold)
    yield Finding({"read": case.fmt.count(read.n), "left": case.fmt.percent(gap / read.n) if gap > 0 else few})


def _all_rows(case: Case) -> Iterator[Finding]:
    """Rows read, where none was left out."""
    read = _found(case, "rows_read")
    if read is not None and "rejected_some" not in case.content.conditions:
        yield Finding({"read": counts.words(read, case.views, case.fmt)})


def _condition(name: str) -> Guard:
    """A guard that holds when a notice's condition holds."""

    def check(case: Case) -> Iterator[Finding]:
        if name in case.content.conditions:
            yield Finding({})

    return Guard(name, (), check)


_SHARE_LIMITS = {"min_n": CLAIMS, "q": Q, "points": POINTS, "index_high": INDEX_HIGH, "index_low": INDEX_LOW}

#: Guards that hold when the notice of the same name does.
CONDITIONS = (
    "imported",
    "frequency_dropped",
    "recency_sparse",
    "age_absent",
    "age_known",
    "gender_absent",
    "key_conflict",
    "key_auto",
    "key_config",
)

GUARDS = (
    Guard("always", (), _always),
    Guard("from_transactions", (), _from_transactions),
    Guard("spend_by_segment", SEGMENT_FACTS, _spend_by_segment),
    Guard("share_by_segment", SEGMENT_FACTS, _share_by_segment),
    Guard("most_spend", SEGMENT_FACTS, _most_spend, {"points": POINTS}),
    Guard("top_city", ("place", "n", "share"), _top_city),
    Guard("in_places", ("share", "rest"), _in_places),
    Guard("cities_differ", ("clear", "places", "names"), _cities_differ, _SHARE_LIMITS),
    Guard("cities_alike", ("cells",), _cities_alike, _SHARE_LIMITS),
    Guard("no_mix", (), _no_mix),
    Guard("place_over", CELL_FACTS, lambda case: _place_cells(case, 1), _SHARE_LIMITS),
    Guard("place_under", CELL_FACTS, lambda case: _place_cells(case, -1), _SHARE_LIMITS),
    Guard("nowhere", SEGMENT_FACTS, _nowhere, _SHARE_LIMITS),
    Guard("typical_places", ("higher", "lower", "places", "apart"), _typical_places, {"min_n": CLAIMS}),
    Guard("naming_rule", ("rule", "numbers", "segment", "letter"), _rule),
    Guard("joined_segment", SEGMENT_FACTS, _joined_segment),
    Guard("segment_profile", ("measure", "value", "all_value"), _profile),
    Guard("rows", ("read", "left"), _rows),
    Guard("all_rows", ("read",), _all_rows),
    *(_condition(name) for name in CONDITIONS),
)
