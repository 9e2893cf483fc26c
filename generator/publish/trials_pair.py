"""What the guards of sentences about two places beside each other looked at (`guards_pair`), guard by guard."""

from collections.abc import Iterator
from functools import partial

from generator.publish import averages, guards_pair, mix, naming
from generator.publish.difference import Gap, P, Part
from generator.publish.guard import Case
from generator.publish.trial import UNKNOWN, Judge, Look, Trial, chance, letters, one, probability
from generator.publish.trials_place import transactions
from generator.publish.viewtypes import CLAIMS, PlaceView

_POINTS = mix.POINTS / 100
_HAIR = 1e-9


def _enough(case: Case, wanted: bool = True) -> Look:
    """Look at the number of customers of both places."""
    pair, least = case.pair_of, max(CLAIMS, case.views.release.policy.threshold)
    value = " and ".join(case.fmt.count(view.n) for view in (pair.first, pair.second))
    needs = f"at least {case.fmt.count(least)} in both" if wanted else f"fewer than {case.fmt.count(least)} in one"
    return Look("customers", value, needs, pair.claims == wanted)


def _segment(case: Case) -> Iterator[Trial]:
    for part in case.pair_of.parts:
        yield Trial(letters(case, part.segments), "".join(part.segments), tuple(_part(case, part)))


def _part(case: Case, part: Part) -> Iterator[Look]:
    fmt = case.fmt
    yield _enough(case)
    mirrors = guards_pair.mirrors(part, case.pair_of)
    yield Look("says the other way round what the only other part says", "yes" if mirrors else "no", "no", not mirrors)
    yield Look("shares", " and ".join(fmt.percent(share) for share in part.share), "any", holds=True)
    yield chance("q of the adjusted residual, over all that is compared", part.q, fmt)
    least = f"at least {fmt.points(_POINTS)}"
    yield Look("difference", fmt.points(abs(part.gap)), least, abs(part.gap) >= _POINTS - _HAIR)
    index = fmt.number(part.index) if min(part.share) else "the smaller is 0"
    needs = f"{fmt.number(mix.INDEX_HIGH)} or more"
    yield Look("larger share (100 = the smaller)", index, needs, part.index >= mix.INDEX_HIGH - _HAIR)


def _measure(case: Case, measure: str, shown: str = "") -> tuple[Trial, ...]:
    gap = next((gap for gap in case.pair_of.gaps if gap.measure == measure), None)
    known = Look(f"average {measure}", UNKNOWN, "published of both, and fit to be compared", holds=False)
    if gap is None:
        return one(_enough(case), known)
    fmt, views = case.fmt, (case.pair_of.first, case.pair_of.second)
    looks = [
        _enough(case),
        Look(f"average {measure}", _both(case, measure, views), "any", holds=True),
        chance("q, over all that is compared", gap.q, fmt),
        _gate(case, gap),
    ]
    if shown:
        told = all(view.measures[shown].withheld is None for view in views)
        looks.append(Look(f"average {shown}", _both(case, shown, views), "shown", told))
    return one(*looks, key=measure)


def _both(case: Case, measure: str, views: tuple[PlaceView, PlaceView]) -> str:
    return " and ".join(case.fmt.mean(measure, view.measures[measure]) for view in views)


def _gate(case: Case, gap: Gap) -> Look:
    fmt, far = case.fmt, averages.far_enough(gap.measure, *gap.value)
    if gap.measure.endswith("_pct"):
        return Look("difference in percentiles", fmt.number(gap.difference, 1), fmt.count(averages.PERCENTILES), far)
    if gap.measure == "age":
        return Look("difference in years", fmt.number(gap.difference, 1), fmt.count(averages.YEARS), far)
    small, large = sorted(gap.value)
    value = fmt.number(large / small, 3) if small else UNKNOWN
    return Look("larger average, times the smaller", value, f"{fmt.ratio(averages.RATIO)} or more", far)


def _apart(case: Case) -> Look:
    """Look at the shares that pass."""
    apart = [letters(case, part.segments) for part in case.pair_of.parts if part.passes]
    return Look("shares clearly apart", ", ".join(apart) or "none", "none", not apart)


def _mixes(case: Case) -> Look:
    parts = len(case.pair_of.parts)
    return Look("segments that both tell apart", case.fmt.count(parts), "at least two", bool(parts))


def _in_line(case: Case) -> tuple[Trial, ...]:
    pair = case.pair_of
    return one(
        _enough(case), _mixes(case), _apart(case), chance("p of the two mixes", pair.omnibus_p, case.fmt, P, above=True)
    )


def _close(case: Case) -> tuple[Trial, ...]:
    pair, fmt = case.pair_of, case.fmt
    p = pair.omnibus_p
    known = p is not None and p <= P
    at_most = Look("p of the two mixes", probability(p, fmt), f"{fmt.number(P, 2)} or less", known)
    widest = max((abs(part.gap) for part in pair.parts), default=0.0)
    near = Look("widest difference", fmt.points(widest), f"under {fmt.points(_POINTS)}", widest < _POINTS)
    return one(_enough(case), _mixes(case), _apart(case), at_most, near)


def _unclear(case: Case) -> tuple[Trial, ...]:
    apart = [gap.measure for gap in case.pair_of.gaps if gap.passes]
    averages_ = Look("averages clearly apart", ", ".join(apart) or "none", "none", not apart)
    return one(_enough(case), _apart(case), averages_)


def _no_mix(case: Case) -> tuple[Trial, ...]:
    found = _mixes(case)
    return one(Look(found.what, found.value, "none", not found.holds))


def _joined(case: Case) -> tuple[Trial, ...]:
    joined = [naming.letters(part.segments, case.views) for part in case.pair_of.parts if len(part.segments) > 1]
    return one(Look("segments compared joined", ", ".join(joined) or "none", "at least one", bool(joined)))


JUDGES: dict[str, Judge] = {
    "pair_segment": _segment,
    "pair_typical": partial(_measure, measure="typical_spend"),
    "pair_active": partial(_measure, measure="transactions"),
    "pair_recent": partial(_measure, measure="recency_pct", shown="recency"),
    "pair_older": partial(_measure, measure="age"),
    "pair_in_line": _in_line,
    "pair_close": _close,
    "pair_unclear": _unclear,
    "pair_too_few": lambda case: one(transactions(case), _enough(case, wanted=False)),
    "pair_imported": lambda case: one(transactions(case, wanted=False)),
    "pair_no_mix": _no_mix,
    "pair_joined": _joined,
}
