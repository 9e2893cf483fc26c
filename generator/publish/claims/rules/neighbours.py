"""Guards of sentences about similar places: in which measures they are close, and in which clearly different.

"Close" compares rounded figures, so it allows for rounding: the difference must stay within the gate even in the
worst case of both roundings. "Different" needs disjoint 95 % intervals, and the gate. Wording is in
phrases.toml, [alike].
"""

import math
from collections.abc import Iterator
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial
from generator.publish.claims.quantities import Series, Value
from generator.publish.model import averages, mix, neighbours, stats
from generator.publish.model.mix import Ids
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names

#: Maximum number of differences named in a sentence.
_MOST = 2


def _alike(case: Case, *, differs: bool) -> Iterator[Trial]:
    """Close in at least one published measure; clearly different in one or two others, or in none."""
    near, differing = _close(case), _differ(case)
    yield Trial(partial(_checks, near, differing, differs), partial(_facts, case, near, differing))


def _checks(near: list[str], differing: list[str], differs: bool) -> Iterator[Check]:
    yield Check("close in", "at least one measure", _listed(near), bool(near))
    yield Check(
        "clearly different", "something" if differs else "nothing", _listed(differing), bool(differing) == differs
    )


def _listed(words: list[str]) -> Value:
    return Series(tuple(words)) if words else "nothing"


def _facts(case: Case, near: list[str], differing: list[str]) -> Facts:
    return {
        "place": display_names.place(case.beside.first, case.content),
        "other": display_names.place(case.beside.second, case.content),
        "close": display_names.join(near, case.content),
        "differ": display_names.join(differing[:_MOST], case.content),
    }


def _words(case: Case, key: str, **facts: str) -> str:
    return case.content.text("phrases.toml", f"alike.{key}", facts)


def _close(case: Case) -> list[str]:
    """Return the names of the measures in which the two are close."""
    here, there = case.beside.first, case.beside.second
    found = [
        _words(case, f"close.{name}", **_values(case, name))
        for name in neighbours.measures(case.views)
        if _near(name, here, there)
    ]
    groups = _common(case)
    room = sum(_unsure(case, view) for view in (here, there))
    gaps = [abs(neighbours.share_of(here, group) - neighbours.share_of(there, group)) for group in groups]
    if len(groups) > 1 and max(gaps) + room <= limits.SHARE_GAP + limits.TOLERANCE:
        whole = all(len(group) == 1 for group in groups)
        found.append(_words(case, "close.mix" if whole else "close.mix_joined"))
    return found


def _near(name: str, here: PlaceView, there: PlaceView) -> bool:
    means = [view.place.means.get(name, averages.ABSENT) for view in (here, there)]
    if any(mean.value is None for mean in means):
        return False
    one, two = (mean.value or 0.0 for mean in means)
    room = sum(mean.step or 0.0 for mean in means) / 2
    if name in averages.LOGARITHMIC:
        return one > 0 < two and abs(math.log(one / two)) + room <= math.log(limits.RATIO) + limits.TOLERANCE
    return abs(one - two) + room <= limits.PERCENTILE_POINTS + limits.TOLERANCE


def _unsure(case: Case, view: PlaceView) -> float:
    """Return the largest rounding error of a place's share."""
    return (case.views.release.policy.base - 1) / view.n


def _common(case: Case) -> tuple[Ids, ...]:
    """Return the finest common groups of both places; empty where one has no mix."""
    rows = [tuple(group.segments for group in view.groups) for view in (case.beside.first, case.beside.second)]
    return mix.coarsen([*rows[0], *rows[1]], tuple(case.views.segments)) if all(rows) else ()


def _values(case: Case, name: str) -> dict[str, str]:
    places = {"here": case.beside.first, "there": case.beside.second}
    return {word: case.fmt.mean(name, view.measures[name]) for word, view in places.items()}


def _differ(case: Case) -> list[str]:
    """Return texts of the clear differences: segments by size of the difference, then measures.

    At least 100 customers in both; disjoint 95 % intervals; at least 5 points, or the gate of the measure.
    """
    here, there = case.beside.first, case.beside.second
    if here.strength != "claims" or there.strength != "claims":
        return []
    found = []
    for group in _common(case):
        shares = [neighbours.share_of(view, group) for view in (here, there)]
        ends = [stats.wilson(share * view.n, view.n) for share, view in zip(shares, (here, there), strict=True)]
        gap = shares[1] - shares[0]
        if mix.wide(gap) and _disjoint(*ends):
            letter = display_names.codes(group, case.views)
            found.append((-abs(gap), _words(case, "more" if gap > 0 else "fewer", letter=letter)))
    # With two groups, a larger one implies a smaller one.
    rows = [words for _, words in sorted(found)][: 1 if len(found) == len(_common(case)) == 2 else None]
    for name in neighbours.measures(case.views):
        one, two = here.measures[name], there.measures[name]
        if one.low is None or one.high is None or two.low is None or two.high is None:
            continue
        if (
            _disjoint((one.low, one.high), (two.low, two.high))
            and one.value is not None
            and two.value is not None
            and averages.far_enough(name, two.value, one.value)
        ):
            rows.append(_words(case, f"{'above' if two.value > one.value else 'below'}.{name}"))
    return rows


def _disjoint(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[1] < two[0] or two[1] < one[0]


_LIMITS = {**checks.RATIO, **checks.PERCENTILES, **checks.SHARE_GAP}
_FACTS = ("place", "other", "close", "differ")

GUARDS = (
    Guard("alike", _FACTS, partial(_alike, differs=False), _LIMITS),
    Guard("alike_but", _FACTS, partial(_alike, differs=True), _LIMITS),
)
