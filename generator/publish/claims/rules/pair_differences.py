"""Guards of sentences about a difference of two places: clear, small, or such as could be chance.

Each states its minimum n, test and effect gate; wording is in phrases.toml. A comparison needs claims on both sides: at
least 100 customers each, and at least T. `templates/static/js/src/core/sentences.js` implements the same guards; a
shared case file compares them.
"""

from collections.abc import Iterator
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial
from generator.publish.claims.quantities import Average, Combined, Limit, Quantity, Segments
from generator.publish.claims.rules.pair_facts import PLACES, average, enough, facts, unknown
from generator.publish.claims.shared_facts import adjective, named
from generator.publish.model import averages, stats
from generator.publish.model.pairs import Gap, Pair, Part
from generator.publish.model.types import Answer, PlaceView

_VALUES = (*PLACES, "value", "other_value", "interval", "other_interval", "pairs")
_CELL = (
    *PLACES,
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
    "pairs",
)


#: Answers that say of a difference what it is, with the ending of the names of their guards.
_DIFFERENT: tuple[tuple[Answer, str], ...] = (("clear", ""), ("small", "_small"), ("chance", "_chance"))


def _segment(case: Case, *, answer: Answer) -> Iterator[Trial]:
    """Segments with a clear (small, possible) difference, worded from the place with the larger share."""
    for part in case.pair.parts:
        yield Trial(
            partial(_part, case, part, answer),
            partial(_part_facts, case, part),
            "".join(part.segments),
            abs(part.gap),
            Segments(part.segments),
        )


def _part(case: Case, part: Part, answer: Answer) -> Iterator[Check]:
    yield enough(case)
    mirrors = _mirrors(part, case.pair)
    yield checks.no("mirrors the only other part", holds=not mirrors)
    yield checks.any_of("shares", Combined("{} and {}", tuple(Quantity("share", share) for share in part.share)))
    ends = Combined("{} to {}", tuple(Quantity("signed points", end) for end in part.ends))
    yield _excludes(ends, holds=not part.ends[0] <= 0 <= part.ends[1])
    yield _passes(case, part.z, wanted=answer != "chance")
    gap, index = Quantity("points", abs(part.gap)), Quantity("number", part.index) if min(part.share) else "no limit"
    value = Combined("{}, and {} (100 = the smaller share)", (gap, index))
    yield _gate("difference", _SHARE_GATE, value, far=part.far, answer=answer)


_POINTS, _INDEX, _ALONE = limits.SHARE_POINTS, limits.INDEX_HIGH, limits.SHARE_POINTS_ALONE
_SHARE_GATE = f"{_POINTS} points or more and {_INDEX} or more, or {_ALONE} points or more"


def _excludes(ends: Combined, *, holds: bool) -> Check:
    """Check that the 95 % interval of a difference excludes equality."""
    return Check("95 % interval of the difference", "without equality", ends, holds)


def _passes(case: Case, z: float | None, *, wanted: bool) -> Check:
    """Check a p-value against the level of all pairs (or that it does not pass)."""
    level = case.pair.level
    p = None if z is None else stats.two_sided_p(z)
    limit = Limit("below {}, for all pairs" if wanted else "{} or more, for all pairs", Quantity("level", level.p))
    return Check("p of the difference", limit, Quantity("level", p), z is not None and (abs(z) > level.z) == wanted)


def _gate(what: str, needs: str | Limit, value: Combined | Quantity, *, far: bool, answer: Answer) -> Check:
    """Check the effect gate: a clear difference passes it, a small one does not, any may be chance."""
    if answer == "chance":
        return checks.any_of(what, value)
    if answer == "clear":
        return Check(what, needs, value, far)
    return Check(what, _less(needs), value, not far)


def _less(needs: str | Limit) -> str | Limit:
    return (
        Limit("less than " + needs.relation.removesuffix(" or more"), needs.limit)
        if isinstance(needs, Limit)
        else f"not {needs}"
    )


def _mirrors(part: Part, pair: Pair) -> bool:
    """Return whether a part merely mirrors the only other part: that of fewer segments, or of smaller shares."""
    if len(pair.parts) != 2:
        return False
    other = next(found for found in pair.parts if found is not part)
    if len(part.segments) != len(other.segments):
        return len(part.segments) > len(other.segments)
    return part.index < other.index or (part.index == other.index and part.gap < 0)


def _part_facts(case: Case, part: Part) -> Facts:
    first, second = (0, 1) if part.gap > 0 else (1, 0)
    return {
        **facts(case, turned=first == 1),
        **named(case, part.segments),
        "adjective": adjective("pair", part.index, case.content),
        "share": case.fmt.percent(part.share[first]),
        "other_share": case.fmt.percent(part.share[second]),
        "interval": case.fmt.interval(part.low[first], part.high[first], "share"),
        "other_interval": case.fmt.interval(part.low[second], part.high[second], "share"),
        "points": case.fmt.points(part.gap),
        "part_n": case.fmt.count(part.n[first]),
        "other_part_n": case.fmt.count(part.n[second]),
        "pairs": case.fmt.count(case.pair.level.pairs),
    }


def _measure(case: Case, measure: str, answer: Answer, shown: str = "") -> Iterator[Trial]:
    """An average that differs, worded from the place with more; `shown` is the measure printed instead."""
    gap = average(case.pair, measure)
    if gap is None:
        yield Trial(partial(_unknown, case, measure), dict)
    else:
        yield Trial(
            partial(_gap, case, gap, answer, shown),
            partial(_gap_facts, case, gap, shown or measure),
            measure,
            abs(gap.z),
        )


def _unknown(case: Case, measure: str) -> Iterator[Check]:
    yield enough(case)
    yield unknown(measure)


def _gap(case: Case, gap: Gap, answer: Answer, shown: str) -> Iterator[Check]:
    views = case.pair.first, case.pair.second
    yield enough(case)
    yield checks.any_of(f"average {gap.measure}", _both(gap.measure, views))
    digits = 2 if gap.measure in averages.LOGARITHMIC else 1
    ends = Combined("{} to {}", tuple(Quantity("number", end, digits) for end in (gap.low, gap.high)))
    yield _excludes(ends, holds=gap.apart)
    yield _passes(case, gap.z, wanted=answer != "chance")
    yield _far(gap, answer)
    if shown:
        published = all(view.measures[shown].withheld is None for view in views)
        yield Check(f"average {shown}", "shown", _both(shown, views), published)


def _both(measure: str, views: tuple[PlaceView, PlaceView]) -> Combined:
    return Combined("{} and {}", tuple(Average(measure, view.measures[measure]) for view in views))


def _far(gap: Gap, answer: Answer) -> Check:
    """Check the effect gate of an average: percentile points, years or a ratio."""
    if gap.measure in checks.DIFFERENCES:
        unit, limit = checks.DIFFERENCES[gap.measure]
        needs = Limit("{} or more", Quantity("count", limit))
        value = Quantity("number", abs(gap.difference), 1)
        return _gate(f"difference in {unit}", needs, value, far=gap.far, answer=answer)
    small, large = sorted(gap.value)
    needs = Limit("{} or more", Quantity("ratio", limits.RATIO))
    value = Quantity("number", large / small if small else None, 3)
    return _gate("larger average, times the smaller", needs, value, far=gap.far, answer=answer)


def _gap_facts(case: Case, gap: Gap, column: str) -> Facts:
    turned = gap.value[0] < gap.value[1]
    first, second = (case.pair.second, case.pair.first) if turned else (case.pair.first, case.pair.second)
    found = {
        **facts(case, turned=turned),
        "value": case.fmt.mean(column, first.measures[column]),
        "other_value": case.fmt.mean(column, second.measures[column]),
        "interval": case.fmt.estimate(column, first.measures[column]),
        "other_interval": case.fmt.estimate(column, second.measures[column]),
        "pairs": case.fmt.count(case.pair.level.pairs),
    }
    return {**found, **_ratio(case, gap)} if gap.measure in averages.LOGARITHMIC else found


def _ratio(case: Case, gap: Gap) -> Facts:
    """Return the ratio of typical spend, larger to smaller, with its interval on the log scale."""
    ends = (gap.difference, gap.low, gap.high)
    ratio, low, high = ends if gap.difference > 1 else (1 / gap.difference, 1 / gap.high, 1 / gap.low)
    return {"ratio": case.fmt.ratio(ratio), "ratio_interval": case.fmt.interval(low, high, "ratio")}


_LEVEL = {**checks.MIN_N}
_SHARE = {**_LEVEL, **checks.SHARE_GAP, "index_high": limits.INDEX_HIGH, "points_alone": limits.SHARE_POINTS_ALONE}
_RATIO = {**_LEVEL, **checks.RATIO}
_RECENCY = {**_LEVEL, **checks.PERCENTILES}
_AGE = {**_LEVEL, **checks.YEARS, **checks.AGES}
_TYPICAL = (*_VALUES, "ratio", "ratio_interval")


def _differences(answer: Answer, ending: str) -> tuple[Guard, ...]:
    """Return the guards of one answer."""

    def of_average(measure: str, shown: str = "") -> partial[Iterator[Trial]]:
        return partial(_measure, measure=measure, answer=answer, shown=shown)

    return (
        Guard(f"pair_segment{ending}", _CELL, partial(_segment, answer=answer), _SHARE),
        Guard(f"pair_typical{ending}", _TYPICAL, of_average("typical_spend"), _RATIO),
        Guard(f"pair_active{ending}", _VALUES, of_average("transactions"), _RATIO),
        Guard(f"pair_recent{ending}", _VALUES, of_average("recency_pct", "recency"), _RECENCY),
        Guard(f"pair_older{ending}", _VALUES, of_average("age"), _AGE),
    )


GUARDS = tuple(guard for answer, ending in _DIFFERENT for guard in _differences(answer, ending))
