"""Guards of sentences about two places. Each says its minimum n, test and effect gate; wording is in phrases.toml.

A comparison needs claims on both sides: at least 100 customers each, and at least T. `templates/static/stats.js` holds
the same guards; a shared case file compares them.
"""

from collections.abc import Iterator

from generator.publish import naming
from generator.publish.averages import PERCENTILES, RATIO, YEARS
from generator.publish.difference import KNOWN, Gap, P, Pair, Part
from generator.publish.findings import Q
from generator.publish.guard import DAYS, Case, Finding, Guard, adjective, subject
from generator.publish.mix import INDEX_HIGH, POINTS
from generator.publish.viewtypes import CLAIMS, PlaceView

_PLACES = ("place", "other", "n", "other_n")
_VALUES = (*_PLACES, "value", "other_value", "interval", "other_interval")
_CELL = (
    *_PLACES,
    "segment",
    "segment_subject",
    "segment_inline",
    "letter",
    "adjective",
    "share",
    "other_share",
    "interval",
    "other_interval",
    "points",
    "part_n",
    "other_part_n",
)


def _facts(case: Case, pair: Pair, turned: bool = False) -> dict[str, str]:
    """Return the two names and counts; turned, the second place stands first."""
    one, two = (pair.second, pair.first) if turned else (pair.first, pair.second)
    return {
        "place": naming.unique(one, case.views, case.content),
        "other": naming.unique(two, case.views, case.content),
        "n": case.fmt.count(one.n),
        "other_n": case.fmt.count(two.n),
    }


def _segment(case: Case) -> Iterator[Finding]:
    """Segments clearly more common in one place than in the other, said from the place that has more of it."""
    pair = case.pair_of
    for part in pair.parts:
        if part.passes and not mirrors(part, pair):
            yield Finding(_cell(case, pair, part), "".join(part.segments), abs(part.gap))


def mirrors(part: Part, pair: Pair) -> bool:
    """Return whether a part only says the other way round what the only other part says."""
    if len(pair.parts) != 2:
        return False
    other = next(one for one in pair.parts if one is not part)
    alike = len(part.segments) == len(other.segments)
    return part.gap < 0 if alike else len(part.segments) > len(other.segments)


def _cell(case: Case, pair: Pair, part: Part) -> dict[str, str]:
    one, two = (0, 1) if part.gap > 0 else (1, 0)
    name = naming.group(part.segments, case.views, case.content)
    return {
        **_facts(case, pair, turned=one == 1),
        "segment": name,
        "segment_subject": subject(name),
        "segment_inline": naming.inline(name),
        "letter": naming.letters(part.segments, case.views),
        "adjective": adjective("pair", part.index, case.content),
        "share": case.fmt.percent(part.share[one]),
        "other_share": case.fmt.percent(part.share[two]),
        "interval": case.fmt.interval(part.low[one], part.high[one], "share"),
        "other_interval": case.fmt.interval(part.low[two], part.high[two], "share"),
        "points": case.fmt.points(part.gap),
        "part_n": case.fmt.count(part.n[one]),
        "other_part_n": case.fmt.count(part.n[two]),
    }


def _measure(case: Case, measure: str, shown: str = "") -> Iterator[Finding]:
    """An average clearly apart, said from the place that has more of it; `shown` names what is printed instead."""
    pair, shown = case.pair_of, shown or measure
    for gap in pair.gaps:
        if gap.measure == measure and gap.passes:
            turned = gap.value[0] < gap.value[1]
            one, two = (pair.second, pair.first) if turned else (pair.first, pair.second)
            if one.measures[shown].withheld is None and two.measures[shown].withheld is None:
                yield Finding({**_facts(case, pair, turned), **_told(case, shown, one, two)}, measure, abs(gap.z))


def _told(case: Case, column: str, one: PlaceView, two: PlaceView) -> dict[str, str]:
    return {
        "value": case.fmt.mean(column, one.measures[column]),
        "other_value": case.fmt.mean(column, two.measures[column]),
        "interval": case.fmt.estimate(column, one.measures[column]),
        "other_interval": case.fmt.estimate(column, two.measures[column]),
    }


def _typical(case: Case) -> Iterator[Finding]:
    """Typical spend, with the ratio and its interval on the log scale."""
    for finding in _measure(case, "typical_spend"):
        gap = next(gap for gap in case.pair_of.gaps if gap.measure == "typical_spend")
        yield Finding({**finding.facts, **_ratio(case, gap)}, finding.key, finding.size)


def _ratio(case: Case, gap: Gap) -> dict[str, str]:
    ends = (gap.difference, gap.low, gap.high)
    ratio, low, high = ends if gap.difference > 1 else (1 / gap.difference, 1 / gap.high, 1 / gap.low)
    return {"ratio": case.fmt.ratio(ratio), "ratio_interval": case.fmt.interval(low, high, "ratio")}


def _in_line(case: Case) -> Iterator[Finding]:
    """Claims on both sides, no share passes, chi-square test of the two mixes p > .05."""
    pair = case.pair_of
    if pair.claims and _same_mix(pair) and pair.omnibus_p is not None and pair.omnibus_p > P:
        yield Finding(_facts(case, pair))


def _close(case: Case) -> Iterator[Finding]:
    """As in line, but the mixes do differ (p ≤ .05): every share is still less than 5 points away."""
    pair = case.pair_of
    if not pair.claims or not _same_mix(pair) or pair.omnibus_p is None or pair.omnibus_p > P:
        return
    if max(abs(part.gap) for part in pair.parts) < POINTS / 100:
        yield Finding({**_facts(case, pair), "limit": case.fmt.points(POINTS / 100)})


def _same_mix(pair: Pair) -> bool:
    return bool(pair.parts) and not any(part.passes for part in pair.parts)


def _unclear(case: Case) -> Iterator[Finding]:
    """Claims on both sides, and nothing passes: says only that."""
    if case.pair_of.claims and case.pair_of.nothing:
        yield Finding(_facts(case, case.pair_of))


def _too_few(case: Case) -> Iterator[Finding]:
    """Fewer customers than a claim needs in one of the places: the smaller is named."""
    pair = case.pair_of
    if not pair.claims and not case.views.imported:
        yield Finding(_facts(case, pair, turned=pair.second.n < pair.first.n))


def _imported(case: Case) -> Iterator[Finding]:
    """The figures come from a table of averages, which nothing can be tested with."""
    if case.views.imported:
        yield Finding(_facts(case, case.pair_of))


def _no_mix(case: Case) -> Iterator[Finding]:
    """The mixes have no groups in common that could be compared."""
    if not case.pair_of.parts:
        yield Finding(_facts(case, case.pair_of))


def _joined(case: Case) -> Iterator[Finding]:
    """Segments that stand joined in one place are compared joined."""
    joined = [part for part in case.pair_of.parts if len(part.segments) > 1]
    if joined:
        letters = naming.join([naming.letters(part.segments, case.views) for part in joined], case.content)
        yield Finding({**_facts(case, case.pair_of), "letters": letters})


_SHARE_LIMITS = {"min_n": CLAIMS, "q": Q, "points": POINTS, "index_high": INDEX_HIGH}
_RATIO_LIMITS = {"min_n": CLAIMS, "q": Q, "ratio": RATIO}

GUARDS = (
    Guard("pair_segment", _CELL, _segment, _SHARE_LIMITS),
    Guard("pair_typical", (*_VALUES, "ratio", "ratio_interval"), _typical, _RATIO_LIMITS),
    Guard("pair_active", _VALUES, lambda case: _measure(case, "transactions"), _RATIO_LIMITS),
    Guard(
        "pair_recent",
        _VALUES,
        lambda case: _measure(case, "recency_pct", "recency"),
        {"min_n": CLAIMS, "q": Q, "percentiles": PERCENTILES, "days": DAYS},
    ),
    Guard(
        "pair_older",
        _VALUES,
        lambda case: _measure(case, "age"),
        {"min_n": CLAIMS, "q": Q, "years": YEARS, "known": KNOWN},
    ),
    Guard("pair_in_line", _PLACES, _in_line, {"min_n": CLAIMS, "p": P}),
    Guard("pair_close", (*_PLACES, "limit"), _close, {"min_n": CLAIMS, "p": P, "points": POINTS}),
    Guard("pair_unclear", _PLACES, _unclear, {"min_n": CLAIMS}),
    Guard("pair_too_few", _PLACES, _too_few, {"min_n": CLAIMS}),
    Guard("pair_imported", _PLACES, _imported),
    Guard("pair_no_mix", _PLACES, _no_mix),
    Guard("pair_joined", (*_PLACES, "letters"), _joined),
)
