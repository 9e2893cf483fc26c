"""Guards of sentences about one place. Each says its minimum n, test and effect gate; wording is in phrases.toml.

A comparison needs `strength == "claims"`: at least 100 customers, and at least T.
"""

from collections.abc import Iterator

from generator.publish import conditions, naming
from generator.publish.averages import PERCENTILES, RATIO, YEARS
from generator.publish.findings import Q
from generator.publish.guard import CELL_FACTS, DAYS, KNOWN, Case, Finding, Guard, P, cell_facts, subject
from generator.publish.mix import INDEX_HIGH, INDEX_LOW, POINTS
from generator.publish.viewtypes import CLAIMS, GroupView, PlaceView

_PLACE_FACTS = ("place", "n", "share", "rank")


def place_facts(case: Case) -> dict[str, str]:
    """Return the facts that every sentence about a place may use."""
    view = case.place
    return {
        "place": naming.place(view, case.content),
        "n": case.fmt.count(view.n),
        "share": case.fmt.percent(view.share),
        "rank": naming.rank(view, case.views, case.content, case.fmt),
    }


def _size_ranked(case: Case) -> Iterator[Finding]:
    """A count and a joint rank; no minimum, no test: the count is the release's own."""
    if case.place.rank is not None:
        yield Finding(place_facts(case))


def _size(case: Case) -> Iterator[Finding]:
    """A count, for places that are not ranked; no minimum, no test."""
    if case.place.rank is None:
        yield Finding(place_facts(case))


def cells(case: Case, direction: int) -> Iterator[Finding]:
    """Segments that are clearly more (1) or less (-1) common.

    n ≥ 100; adjusted residual with q < .05 over all pages; ≥ 5 points and index ≥ 120 or ≤ 83 (`GroupView.passes`).
    """
    view = case.place
    if view.strength != "claims":
        return
    for group in view.groups:
        if mirrors(group, view) or group.all_share is None:
            continue
        if group.passes and (group.share - group.all_share) * direction > 0:
            facts = cell_facts(case, view, group, "over" if direction > 0 else "under")
            yield Finding(facts, "".join(group.segments), abs(group.share - group.all_share), view.place.slug)


def mirrors(group: GroupView, view: PlaceView) -> bool:
    """Return whether joined segments only mirror the one other segment here: saying both would say one thing twice."""
    return len(view.groups) == 2 and len(group.segments) > 1 and any(len(g.segments) == 1 for g in view.groups)


def _over(case: Case) -> Iterator[Finding]:
    return cells(case, 1)


def _under(case: Case) -> Iterator[Finding]:
    return cells(case, -1)


def _over_and_under(case: Case) -> Iterator[Finding]:
    """The largest clear difference up and the largest one down, for one title; each passes on its own."""
    over, under = (max(found, key=lambda f: f.size, default=None) for found in (cells(case, 1), cells(case, -1)))
    if over is not None and under is not None:
        yield Finding({"over": over.facts["segment_subject"], "under": under.facts["segment_inline"]})


def _apart(case: Case, measure: str, direction: int, shown: str = "") -> Iterator[Finding]:
    """A measure clearly apart: n ≥ 100, interval excludes all customers, q < .05 over all pages, effect gate."""
    view, shown = case.place, shown or measure
    value, reference = view.measures[measure].value, case.views.measures[measure].value
    if measure in view.apart and value is not None and reference is not None and (value - reference) * direction > 0:
        here, everyone = view.measures[shown], case.views.measures[shown]
        facts = {
            **place_facts(case),
            "value": case.fmt.mean(shown, here),
            "all_value": case.fmt.mean(shown, everyone),
            "interval": case.fmt.estimate(shown, here),
            "percentile": case.fmt.percentile(value),
        }
        if here.withheld is None and everyone.withheld is None:
            yield Finding(facts, measure, abs(value - reference))


def _typical_higher(case: Case) -> Iterator[Finding]:
    return _apart(case, "typical_spend", 1)


def _typical_lower(case: Case) -> Iterator[Finding]:
    return _apart(case, "typical_spend", -1)


def _activity(case: Case, direction: int) -> Iterator[Finding]:
    """Only where ids repeat, so that frequency is measured at all."""
    return iter(()) if conditions.frequency_dropped(case.views) else _apart(case, "transactions", direction)


def _recency(case: Case, direction: int) -> Iterator[Finding]:
    """Only where at least 75 % of the window's days have rows."""
    return _apart(case, "recency_pct", direction, "recency") if conditions.recency_rests(case.views) else iter(())


def _age(case: Case, direction: int) -> Iterator[Finding]:
    """Only where the age of at least 80 % of customers is known."""
    counts = {count.name: count for count in case.views.release.overall.quality}
    known = conditions.age_known(counts, case.views)
    return _apart(case, "age", direction) if known is not None and known >= KNOWN else iter(())


def _spend_share(case: Case) -> Iterator[Finding]:
    """Two shares side by side: arithmetic, so no test; said only where mean spend is shown."""
    view = case.place
    if view.spend_share is not None:
        facts = {"share": case.fmt.percent(view.share, 1), "spend_share": case.fmt.percent(view.spend_share, 1)}
        yield Finding({**place_facts(case), **facts}, size=view.spend_share)


def _opposite(case: Case, direction: int) -> Iterator[Finding]:
    """Typical spend clearly on one side (as above) while mean spend is on the other by more than its own rounding."""
    view, overall = case.place, case.views.release.overall.means.get("spend")
    mean = view.place.means.get("spend")
    typical = view.measures["typical_spend"].value, case.views.measures["typical_spend"].value
    if not view.typical_differs or mean is None or overall is None or mean.value is None or overall.value is None:
        return
    gap = mean.value - overall.value
    clear = abs(gap) > (mean.step or 0.0) and gap * direction < 0
    if clear and typical[0] is not None and typical[1] is not None and (typical[0] - typical[1]) * direction > 0:
        yield from _spend_share(case)


def _singles(view: PlaceView) -> list[GroupView]:
    return sorted(view.groups, key=lambda group: -group.share)


def _largest(case: Case) -> Iterator[Finding]:
    """At least 100 customers; its lower Wilson limit is above every other's upper limit: the runner-up is apart."""
    view = case.place
    ordered = _singles(view)
    if view.strength != "claims" or len(ordered) < 2 or len(ordered[0].segments) > 1:
        return
    if ordered[0].low > max(group.high for group in ordered[1:]):
        yield Finding(cell_facts(case, view, ordered[0]), ordered[0].segments[0])


def _level(case: Case) -> Iterator[Finding]:
    """At least 100 customers; each share lies in the other's Wilson interval, every other interval is below both."""
    view = case.place
    ordered = _singles(view)
    if view.strength != "claims" or len(ordered) < 3 or any(len(group.segments) > 1 for group in ordered[:2]):
        return
    first, second = ordered[:2]
    level = first.share <= second.high and second.share >= first.low
    if level and max(group.high for group in ordered[2:]) < min(first.low, second.low):
        one, two = cell_facts(case, view, first), cell_facts(case, view, second)
        facts = {"first": one["segment_subject"], "second": subject(two["segment_inline"])}
        shares = {"first_share": one["share"], "second_share": two["share"], "n": one["whole"], "place": one["place"]}
        yield Finding({**facts, **shares}, first.segments[0] + second.segments[0])


def _mix_known(view: PlaceView) -> bool:
    return view.strength == "claims" and bool(view.groups) and all(group.residual is not None for group in view.groups)


def _nothing(view: PlaceView) -> bool:
    return not any(group.passes for group in view.groups)


def _in_line(case: Case) -> Iterator[Finding]:
    """At least 100 customers, whole mix comparable, no share passes, omnibus chi-square p > .05."""
    view = case.place
    if _mix_known(view) and _nothing(view) and view.omnibus_p is not None and view.omnibus_p > P:
        yield Finding(place_facts(case))


def _close(case: Case) -> Iterator[Finding]:
    """As in line, but the whole mix does differ (p ≤ .05): every share is still less than 5 points away."""
    view = case.place
    gaps = [abs(group.share - group.all_share) for group in view.groups if group.all_share is not None]
    if _mix_known(view) and _nothing(view) and (view.omnibus_p or 0.0) <= P and max(gaps) < POINTS / 100:
        facts = {**place_facts(case), "limit": case.fmt.points(POINTS / 100)}
        yield Finding(facts)


def _unclear(case: Case) -> Iterator[Finding]:
    """At least 100 customers, and neither a share nor a measure is clearly apart: says only that."""
    view = case.place
    if view.strength == "claims" and _nothing(view) and not view.apart:
        yield Finding(place_facts(case))


def _too_few(case: Case) -> Iterator[Finding]:
    """Below 100 customers (or T): no comparison at all."""
    if case.place.strength != "claims" and not case.views.imported:
        yield Finding(place_facts(case))


def _imported(case: Case) -> Iterator[Finding]:
    """The figures come from a table of averages: counts only."""
    if case.views.imported:
        yield Finding(place_facts(case))


def _joined(case: Case) -> Iterator[Finding]:
    """The place's detail is groups."""
    if case.place.place.detail == "groups":
        yield Finding(place_facts(case))


def _whole_only(case: Case) -> Iterator[Finding]:
    """The place's detail is total."""
    if case.place.place.detail == "total":
        yield Finding(place_facts(case))


_SHARE_LIMITS = {"min_n": CLAIMS, "q": Q, "points": POINTS, "index_high": INDEX_HIGH, "index_low": INDEX_LOW}
_RATIO_LIMITS = {"min_n": CLAIMS, "q": Q, "ratio": RATIO}
_RECENCY_LIMITS = {"min_n": CLAIMS, "q": Q, "percentiles": PERCENTILES, "days": DAYS}
_AGE_LIMITS = {"min_n": CLAIMS, "q": Q, "years": YEARS, "known": KNOWN}
_MEASURE_FACTS = (*_PLACE_FACTS, "value", "all_value", "interval", "percentile")
_SPEND_FACTS = (*_PLACE_FACTS, "spend_share")
_LEVEL_FACTS = ("first", "second", "first_share", "second_share", "n", "place")

GUARDS = (
    Guard("size_ranked", _PLACE_FACTS, _size_ranked),
    Guard("size", _PLACE_FACTS, _size),
    Guard("over_represented", CELL_FACTS, _over, _SHARE_LIMITS),
    Guard("under_represented", CELL_FACTS, _under, _SHARE_LIMITS),
    Guard("over_and_under", ("over", "under"), _over_and_under, _SHARE_LIMITS),
    Guard("typical_higher", _MEASURE_FACTS, _typical_higher, _RATIO_LIMITS),
    Guard("typical_lower", _MEASURE_FACTS, _typical_lower, _RATIO_LIMITS),
    Guard("more_active", _MEASURE_FACTS, lambda case: _activity(case, 1), _RATIO_LIMITS),
    Guard("less_active", _MEASURE_FACTS, lambda case: _activity(case, -1), _RATIO_LIMITS),
    Guard("more_recent", _MEASURE_FACTS, lambda case: _recency(case, 1), _RECENCY_LIMITS),
    Guard("less_recent", _MEASURE_FACTS, lambda case: _recency(case, -1), _RECENCY_LIMITS),
    Guard("older", _MEASURE_FACTS, lambda case: _age(case, 1), _AGE_LIMITS),
    Guard("younger", _MEASURE_FACTS, lambda case: _age(case, -1), _AGE_LIMITS),
    Guard("spend_share", _SPEND_FACTS, _spend_share),
    Guard("lower_but_more", _SPEND_FACTS, lambda case: _opposite(case, -1), _RATIO_LIMITS),
    Guard("higher_but_less", _SPEND_FACTS, lambda case: _opposite(case, 1), _RATIO_LIMITS),
    Guard("largest_segment", CELL_FACTS, _largest, {"min_n": CLAIMS}),
    Guard("level_segments", _LEVEL_FACTS, _level, {"min_n": CLAIMS}),
    Guard("in_line", _PLACE_FACTS, _in_line, {"min_n": CLAIMS, "p": P}),
    Guard("close", (*_PLACE_FACTS, "limit"), _close, {"min_n": CLAIMS, "p": P, "points": POINTS}),
    Guard("unclear", _PLACE_FACTS, _unclear, {"min_n": CLAIMS}),
    Guard("too_few", _PLACE_FACTS, _too_few, {"min_n": CLAIMS}),
    Guard("imported_place", _PLACE_FACTS, _imported),
    Guard("joined", _PLACE_FACTS, _joined),
    Guard("whole_only", _PLACE_FACTS, _whole_only),
)
