"""Guards of sentences about similar cities: that the choice lasts, where they are close, and where clearly different.

"Close" compares rounded figures, so it allows for rounding: the difference must stay within the gate even in the
worst case of both roundings. "Different" is what Compare calls a clear difference of the two. Wording is in
phrases.toml, [alike].
"""

import math
from collections.abc import Iterator, Sequence
from functools import partial

from generator import limits
from generator.publish.claims import checks
from generator.publish.claims.guard import Case, Check, Facts, Guard, Trial
from generator.publish.claims.quantities import Limit, Quantity, Series, Value
from generator.publish.claims.rules.pair_facts import enough
from generator.publish.model import averages
from generator.publish.model.city_space import MIX
from generator.publish.model.distinguishing import share_of
from generator.publish.model.neighbours import Neighbour
from generator.publish.model.types import PlaceView
from generator.publish.words import display_names
from generator.publish.words.content import Content
from generator.release import ABSENT

#: Maximum number of differences named in a sentence.
_MOST = 2


def _alike(case: Case, *, differs: bool) -> Iterator[Trial]:
    """Close in at least one measure compared; clearly different in one or two, or in none."""
    near, differing = _close(case), _differ(case)
    yield Trial(partial(_checks, case, near, differing, differs), partial(_facts, case, near, differing))


def _checks(case: Case, near: list[str], differing: list[str], differs: bool) -> Iterator[Check]:
    found = _found(case)
    yield enough(case)
    kept, least = Quantity("share", found.kept), Quantity("share", limits.KEPT_DRAWS)
    needs = Limit("in at least {} of draws", least)
    yield Check("among the nearest", needs, kept, found.kept >= limits.KEPT_DRAWS - limits.TOLERANCE)
    unlike, half = Quantity("share", found.unlike), Quantity("share", limits.UNLIKE_CITIES)
    holds = found.unlike is not None and found.unlike >= limits.UNLIKE_CITIES - limits.TOLERANCE
    yield Check("other cities that differ from it by more than chance", Limit("at least {}", half), unlike, holds)
    yield Check("close in", "at least one measure", _listed(near), bool(near))
    yield Check(
        "clearly different", "something" if differs else "nothing", _listed(differing), bool(differing) == differs
    )


def _found(case: Case) -> Neighbour:
    if not isinstance(case.two, Neighbour):
        raise ValueError("this guard needs a city and one near it, and the case has none")
    return case.two


def _listed(words: list[str]) -> Value:
    return Series(tuple(words)) if words else "nothing"


def _facts(case: Case, near: list[str], differing: list[str]) -> Facts:
    return {
        "place": display_names.place(case.beside.first, case.content),
        "other": display_names.place(case.beside.second, case.content),
        "close": display_names.join(near, case.content),
        "differ": display_names.join(differing[:_MOST], case.content),
        "compared": measured(_found(case).compared, case.content),
    }


def measured(names: Sequence[str], content: Content) -> str:
    """Return the names of measures that similar cities are compared on."""
    return display_names.join([content.text("phrases.toml", f"alike.measured.{name}", {}) for name in names], content)


def _words(case: Case, key: str, **facts: str) -> str:
    return case.content.text("phrases.toml", f"alike.{key}", facts)


def _close(case: Case) -> list[str]:
    """Return the names of the measures compared in which the two are close."""
    found, here, there = _found(case), case.beside.first, case.beside.second
    near = [
        _words(case, f"close.{name}", **_values(case, name))
        for name in found.compared
        if name != MIX and _near(name, here, there)
    ]
    room = sum(_unsure(case, view) for view in (here, there))
    groups = [part.segments for part in found.parts]
    gaps = [abs(share_of(here, group) - share_of(there, group)) for group in groups]
    if MIX in found.compared and gaps and max(gaps) + room <= limits.SHARE_GAP + limits.TOLERANCE:
        whole = all(len(group) == 1 for group in groups)
        near.append(_words(case, "close.mix" if whole else "close.mix_joined"))
    return near


def _near(name: str, here: PlaceView, there: PlaceView) -> bool:
    means = [view.place.means.get(name, ABSENT) for view in (here, there)]
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


def _values(case: Case, name: str) -> dict[str, str]:
    places = {"here": case.beside.first, "there": case.beside.second}
    return {word: case.fmt.mean(name, view.measures[name]) for word, view in places.items()}


def _differ(case: Case) -> list[str]:
    """Return texts of the clear differences: segments by size of the difference, then averages."""
    found = _found(case)
    parts = sorted((part for part in found.parts if part.answer == "clear"), key=lambda part: -abs(part.gap))
    # With two groups, a larger one implies a smaller one.
    shares = parts[:1] if len(parts) == len(found.parts) == 2 else parts
    rows = [
        _words(case, "more" if part.gap < 0 else "fewer", letter=display_names.codes(part.segments, case.views))
        for part in shares
    ]
    clear = [gap for gap in found.gaps if gap.answer == "clear"]
    return rows + [
        _words(case, f"{'above' if gap.value[1] > gap.value[0] else 'below'}.{gap.measure}") for gap in clear
    ]


_LIMITS = {
    **checks.MIN_N,
    **checks.RATIO,
    **checks.PERCENTILES,
    **checks.SHARE_GAP,
    "kept": limits.KEPT_DRAWS,
    "unlike": limits.UNLIKE_CITIES,
}
_FACTS = ("place", "other", "close", "differ", "compared")

GUARDS = (
    Guard("alike", _FACTS, partial(_alike, differs=False), _LIMITS),
    Guard("alike_but", _FACTS, partial(_alike, differs=True), _LIMITS),
)
