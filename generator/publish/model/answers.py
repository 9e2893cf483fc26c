"""The five answers: what may be said of each share and each average of a place against all customers.

All tests of the site are one family, corrected together: every share and every average of every place with claims.
Smaller places are not tested: no claim is made about them, and their tests would reduce the power of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator import limits
from generator.publish.model import averages, mix, stats
from generator.publish.model.significance import outside, significant, speakable
from generator.publish.model.types import Answer, Estimate, Family, GroupView, PlaceView, Views
from generator.release import ABSENT, Mean


@dataclass(frozen=True, slots=True)
class _Test:
    """One test: its difference from all customers in standard errors, and the standard error."""

    z: float
    error: float


def answered(views: Views) -> Views:
    """Return the views with `q`, `answer` and `least` of everything that is tested, and the family of tests."""
    if views.imported:
        return views
    shares = {
        (view.place.id, group.segments): test
        for view in views.comparable
        for group in view.groups
        if (test := _share_test(view, group, views))
    }
    spreads, names = averages.Spreads.of(views.release), speakable(views)
    means = {
        (view.place.id, name): test
        for view in views.comparable
        for name in names
        if (test := _average_test(view, name, views, spreads))
    }
    adjusted = stats.benjamini_hochberg([stats.two_sided_p(test.z) for test in (*shares.values(), *means.values())])
    family = Family(len(shares), len(means), needed(adjusted))
    corrected = iter(adjusted)
    judge = _Judge(
        {key: (test, next(corrected)) for key, test in shares.items()},
        {key: (test, next(corrected)) for key, test in means.items()},
        views,
        family.z or 0.0,
    )
    cities, districts = (tuple(map(judge.place, some)) for some in (views.cities, views.districts))
    return replace(views, cities=cities, districts=districts, family=family)


def needed(adjusted: Sequence[float]) -> float | None:
    """Return the deviate that one more difference would need to pass beside those that do; None without tests.

    One more of m tests passes when its p-value is at most .05 · (those that pass + 1) ÷ m.
    """
    if not adjusted:
        return None
    passing = min(sum(map(significant, adjusted)) + 1, len(adjusted))
    return stats.two_sided_z(limits.FALSE_DISCOVERY * passing / len(adjusted))


def _share_test(view: PlaceView, group: GroupView, views: Views) -> _Test | None:
    if group.residual is None or group.all_share is None:
        return None
    rounding = stats.count_variance(views.release.policy.base)
    error = stats.share_error(view.n, group.all_share * views.n, views.n, rounding)
    return _Test(group.residual, error) if error else None


def _average_test(view: PlaceView, name: str, views: Views, spreads: averages.Spreads) -> _Test | None:
    here, everyone = (means.get(name, ABSENT) for means in _means(view, views))
    error = averages.gap_error(here, everyone, spreads.place(name), view.n, views.n)
    if not error or here.value is None or everyone.value is None:
        return None
    gap = averages.gap(name, here.value, everyone.value)
    return None if gap is None else _Test(gap / error, error)


def _means(view: PlaceView, views: Views) -> tuple[dict[str, Mean], dict[str, Mean]]:
    return view.place.means, views.release.overall.means


@dataclass(frozen=True, slots=True)
class _Judge:
    """Gives each share and average its answer.

    Attributes:
        shares: Test and adjusted p-value by place id and segments.
        means: Test and adjusted p-value by place id and measure.
        views: The views without answers.
        z: Deviate that one more difference would need.
    """

    shares: dict[tuple[str, mix.Ids], tuple[_Test, float]]
    means: dict[tuple[str, str], tuple[_Test, float]]
    views: Views
    z: float

    def place(self, view: PlaceView) -> PlaceView:
        """Return a place with its answers."""
        if view.strength != "claims":
            return view
        equivalent = in_line(view.groups)
        groups = tuple(self._group(view, group, equivalent) for group in view.groups)
        return replace(view, groups=groups, measures=dict(self._measures(view)))

    def _group(self, view: PlaceView, group: GroupView, equivalent: bool) -> GroupView:
        found = self.shares.get((view.place.id, group.segments))
        if found is None:
            return group
        test, q = found
        return replace(group, q=q, answer=of_share(group, q, equivalent=equivalent), least=self._least(test))

    def _measures(self, view: PlaceView) -> Iterator[tuple[str, Estimate]]:
        for name, estimate in view.measures.items():
            found = self.means.get((view.place.id, name))
            if found is None:
                yield name, estimate
                continue
            test, q = found
            answer = of_average(name, estimate, self.views.measures[name].value, q)
            least = averages.as_difference(name, self._least(test))
            yield name, replace(estimate, q=q, answer=answer, least=least)

    def _least(self, test: _Test) -> float:
        return (self.z + limits.POWER_Z) * test.error


def in_line(groups: Sequence[GroupView]) -> bool:
    """Return whether a mix is equivalent to that of all customers.

    Every share would be inside the effect gate even at the ends of its interval; so customers must be many enough for
    narrow intervals. Not being able to show a difference is not enough.
    """
    return bool(groups) and all(
        group.all_share is not None and mix.inside_gate(group.low, group.high, group.all_share) for group in groups
    )


def of_share(group: GroupView, q: float | None, *, equivalent: bool) -> Answer:
    """Return the answer of a share whose reference is known.

    Args:
        group: The share with its interval.
        q: Its adjusted p-value.
        equivalent: Whether the whole mix is in line.
    """
    share = group.all_share or 0.0
    if not group.low <= share <= group.high:
        return _apart(q, far=mix.passes_effect(group.share, share))
    return "in_line" if equivalent else "none"


def of_average(measure: str, estimate: Estimate, reference: float | None, q: float | None) -> Answer:
    """Return the answer of an average that is compared with that of all customers."""
    if estimate.value is None or reference is None or not outside(estimate, reference):
        return "none"
    return _apart(q, far=averages.far_enough(measure, estimate.value, reference))


def _apart(q: float | None, *, far: bool) -> Answer:
    """Return the answer where the interval excludes all customers."""
    if not significant(q):
        return "chance"
    return "clear" if far else "small"
