"""Guards of sentences about two places. Each states its minimum n, test and effect gate; wording is in phrases.toml.

A comparison needs claims on both sides: at least 100 customers each, and at least T.
`templates/static/js/src/core/sentences.js` implements the same guards; a shared case file compares them.
"""

from collections.abc import Iterator
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial, one
from generator.publish.claims.quantities import Average, Combined, Limit, Quantity, Segments, Series
from generator.publish.claims.shared_facts import adjective, named
from generator.publish.model import averages, mix
from generator.publish.model.pairs import Gap, Pair, Part
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

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


def _facts(case: Case, *, turned: bool = False) -> Facts:
    """Return the two names and counts; with `turned`, the second place comes first."""
    first, second = (case.pair.second, case.pair.first) if turned else (case.pair.first, case.pair.second)
    return {
        "place": display_names.unique(first, case.views, case.content),
        "other": display_names.unique(second, case.views, case.content),
        "n": case.fmt.count(first.n),
        "other_n": case.fmt.count(second.n),
    }


def _enough(case: Case, *, wanted: bool = True) -> Check:
    """Check whether both places have enough customers for a claim, or one lacks them."""
    pair = case.pair
    needs = Limit("at least {} in both" if wanted else "fewer than {} in one", checks.least(case))
    value = Combined("{} and {}", (Quantity("count", pair.first.n), Quantity("count", pair.second.n)))
    return Check("customers", needs, value, pair.claims == wanted)


def _segment(case: Case) -> Iterator[Trial]:
    """Segments clearly more common in one place than in the other, worded from the place with the larger share."""
    for part in case.pair.parts:
        yield Trial(
            partial(_part, case, part),
            partial(_part_facts, case, part),
            "".join(part.segments),
            abs(part.gap),
            Segments(part.segments),
        )


def _part(case: Case, part: Part) -> Iterator[Check]:
    yield _enough(case)
    mirrors = _mirrors(part, case.pair)
    yield checks.no("mirrors the only other part", holds=not mirrors)
    yield checks.any_of("shares", Combined("{} and {}", tuple(Quantity("share", share) for share in part.share)))
    yield checks.adjusted("q of the adjusted residual, over all that is compared", part.q)
    gap, needs = Quantity("points", abs(part.gap)), Limit("at least {}", checks.LEAST_GAP)
    yield Check("difference", needs, gap, mix.wide(part.gap))
    index = Quantity("number", part.index) if min(part.share) else "the smaller is 0"
    needs = Limit("{} or more", Quantity("number", limits.INDEX_HIGH))
    yield Check("larger share (100 = the smaller)", needs, index, mix.high(part.index))


def _mirrors(part: Part, pair: Pair) -> bool:
    """Return whether a part merely mirrors the only other part."""
    if len(pair.parts) != 2:
        return False
    other = next(found for found in pair.parts if found is not part)
    alike = len(part.segments) == len(other.segments)
    return part.gap < 0 if alike else len(part.segments) > len(other.segments)


def _part_facts(case: Case, part: Part) -> Facts:
    first, second = (0, 1) if part.gap > 0 else (1, 0)
    return {
        **_facts(case, turned=first == 1),
        **named(case, part.segments),
        "adjective": adjective("pair", part.index, case.content),
        "share": case.fmt.percent(part.share[first]),
        "other_share": case.fmt.percent(part.share[second]),
        "interval": case.fmt.interval(part.low[first], part.high[first], "share"),
        "other_interval": case.fmt.interval(part.low[second], part.high[second], "share"),
        "points": case.fmt.points(part.gap),
        "part_n": case.fmt.count(part.n[first]),
        "other_part_n": case.fmt.count(part.n[second]),
    }


def _measure(case: Case, measure: str, shown: str = "") -> Iterator[Trial]:
    """An average clearly different, worded from the place with more; `shown` is the measure printed instead."""
    gap = next((gap for gap in case.pair.gaps if gap.measure == measure), None)
    if gap is None:
        yield Trial(partial(_unknown, case, measure), dict)
    else:
        yield Trial(
            partial(_gap, case, gap, shown),
            partial(_gap_facts, case, gap, shown or measure),
            measure,
            abs(gap.z),
        )


def _unknown(case: Case, measure: str) -> Iterator[Check]:
    yield _enough(case)
    yield Check(f"average {measure}", "published for both, and comparable", UNKNOWN, holds=False)


def _gap(case: Case, gap: Gap, shown: str) -> Iterator[Check]:
    views = case.pair.first, case.pair.second
    yield _enough(case)
    yield checks.any_of(f"average {gap.measure}", _both(gap.measure, views))
    yield checks.adjusted("q, over all that is compared", gap.q)
    yield _far(gap)
    if shown:
        published = all(view.measures[shown].withheld is None for view in views)
        yield Check(f"average {shown}", "shown", _both(shown, views), published)


def _both(measure: str, views: tuple[PlaceView, PlaceView]) -> Combined:
    return Combined("{} and {}", tuple(Average(measure, view.measures[measure]) for view in views))


def _far(gap: Gap) -> Check:
    """Check the effect gate of an average: percentile points, years or a ratio."""
    far = averages.far_enough(gap.measure, *gap.value)
    if gap.measure in checks.DIFFERENCES:
        unit, limit = checks.DIFFERENCES[gap.measure]
        needs = Limit("{}", Quantity("count", limit))
        return Check(f"difference in {unit}", needs, Quantity("number", gap.difference, 1), far)
    small, large = sorted(gap.value)
    needs = Limit("{} or more", Quantity("ratio", limits.RATIO))
    value = Quantity("number", large / small if small else None, 3)
    return Check("larger average, times the smaller", needs, value, far)


def _gap_facts(case: Case, gap: Gap, column: str) -> Facts:
    turned = gap.value[0] < gap.value[1]
    first, second = (case.pair.second, case.pair.first) if turned else (case.pair.first, case.pair.second)
    facts = {
        **_facts(case, turned=turned),
        "value": case.fmt.mean(column, first.measures[column]),
        "other_value": case.fmt.mean(column, second.measures[column]),
        "interval": case.fmt.estimate(column, first.measures[column]),
        "other_interval": case.fmt.estimate(column, second.measures[column]),
    }
    return {**facts, **_ratio(case, gap)} if gap.measure in averages.LOGARITHMIC else facts


def _ratio(case: Case, gap: Gap) -> Facts:
    """Return the ratio of typical spend, larger to smaller, with its interval on the log scale."""
    ends = (gap.difference, gap.low, gap.high)
    ratio, low, high = ends if gap.difference > 1 else (1 / gap.difference, 1 / gap.high, 1 / gap.low)
    return {"ratio": case.fmt.ratio(ratio), "ratio_interval": case.fmt.interval(low, high, "ratio")}


def _mixes(case: Case, *, wanted: bool = True) -> Check:
    """Check whether the mixes have comparable groups in common."""
    parts = len(case.pair.parts)
    return Check(
        "segments separate in both",
        "at least two" if wanted else "none",
        Quantity("count", parts),
        bool(parts) == wanted,
    )


def _none_clear(case: Case) -> Check:
    return checks.none_clear([part.segments for part in case.pair.parts if part.passes])


_P = "p of the two mixes"


def _in_line(case: Case) -> Iterator[Check]:
    """Claims on both sides, no share passes, chi-square test of the two mixes p > .05."""
    yield _enough(case)
    yield _mixes(case)
    yield _none_clear(case)
    yield checks.same_mix(_P, case.pair.omnibus_p)


def _close(case: Case) -> Iterator[Check]:
    """As in line, but the mixes do differ (p ≤ .05): every share is still less than 5 points away."""
    pair = case.pair
    yield _enough(case)
    yield _mixes(case)
    yield _none_clear(case)
    yield checks.other_mix(_P, pair.omnibus_p, unknown=False)
    widest = max((abs(part.gap) for part in pair.parts), default=0.0)
    needs = Limit("under {}", checks.LEAST_GAP)
    yield Check("widest difference", needs, Quantity("points", widest), not mix.wide(widest))


def _close_facts(case: Case) -> Facts:
    return {**_facts(case), "limit": case.fmt.points(limits.SHARE_GAP)}


def _unclear(case: Case) -> Iterator[Check]:
    """Claims on both sides, and no difference passes."""
    yield _enough(case)
    yield _none_clear(case)
    yield checks.none_differs([gap.measure for gap in case.pair.gaps if gap.passes])


def _too_few(case: Case) -> Iterator[Check]:
    """Too few customers for a claim in one of the places."""
    yield checks.origin(case)
    yield _enough(case, wanted=False)


def _too_few_facts(case: Case) -> Facts:
    """Return the names and counts, the smaller place first."""
    return _facts(case, turned=case.pair.second.n < case.pair.first.n)


def _imported(case: Case) -> Iterator[Check]:
    """The figures come from a table of averages, which supports no test."""
    yield checks.origin(case, imported=True)


def _no_mix(case: Case) -> Iterator[Check]:
    """The mixes have no groups in common that could be compared."""
    yield _mixes(case, wanted=False)


def _joined(case: Case) -> Iterator[Check]:
    """Segments merged in one place are compared merged."""
    joined = _joined_codes(case)
    yield Check("segments compared merged", "at least one", Series(tuple(joined)), bool(joined))


def _joined_codes(case: Case) -> list[str]:
    return [display_names.codes(part.segments, case.views) for part in case.pair.parts if len(part.segments) > 1]


def _joined_facts(case: Case) -> Facts:
    return {**_facts(case), "letters": display_names.join(_joined_codes(case), case.content)}


_CLAIM = {**checks.MIN_N, **checks.FALSE_FINDS}
_SHARE = {**_CLAIM, **checks.SHARE_GAP, "index_high": limits.INDEX_HIGH}
_RATIO = {**_CLAIM, **checks.RATIO}
_RECENCY = {**_CLAIM, **checks.PERCENTILES}
_AGE = {**_CLAIM, **checks.YEARS, **checks.AGES}
_MIX = {**checks.MIN_N, **checks.WHOLE_MIX}

GUARDS = (
    Guard("pair_segment", _CELL, _segment, _SHARE),
    Guard("pair_typical", (*_VALUES, "ratio", "ratio_interval"), partial(_measure, measure="typical_spend"), _RATIO),
    Guard("pair_active", _VALUES, partial(_measure, measure="transactions"), _RATIO),
    Guard("pair_recent", _VALUES, partial(_measure, measure="recency_pct", shown="recency"), _RECENCY),
    Guard("pair_older", _VALUES, partial(_measure, measure="age"), _AGE),
    Guard("pair_in_line", _PLACES, one(_in_line, _facts), _MIX),
    Guard("pair_close", (*_PLACES, "limit"), one(_close, _close_facts), {**_MIX, **checks.SHARE_GAP}),
    Guard("pair_unclear", _PLACES, one(_unclear, _facts), checks.MIN_N),
    Guard("pair_too_few", _PLACES, one(_too_few, _too_few_facts), checks.MIN_N),
    Guard("pair_imported", _PLACES, one(_imported, _facts)),
    Guard("pair_no_mix", _PLACES, one(_no_mix, _facts)),
    Guard("pair_joined", (*_PLACES, "letters"), one(_joined, _joined_facts)),
)
