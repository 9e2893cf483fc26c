"""Cases for the tests of guards: a release without differences, to which each test adds one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import pytest

from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.publish.model.build import build_views
from generator.publish.model.pairs import Two
from generator.publish.model.types import Answer, Estimate, GroupView, PlaceView, Views
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.release import Count, Mean, Release
from tests.publish.words.test_content import filled
from tests.support.releases import Kind, sample_release

#: Checks that several guards share, by the names that `atlas inspect` prints.
CUSTOMERS = "customers"
DIFFERENCE = "difference"
PERCENTILES, YEARS = "difference in percentiles", "difference in years"
NONE_CLEAR, NO_AVERAGE_CLEAR = "shares clearly different", "averages clearly different"
#: Check of what may be said of a share, an average or a place.
ANSWER = "answer"

#: Guards of averages in both directions, by measure.
MORE_AND_LESS = {
    "typical_spend": ("typical_higher", "typical_lower"),
    "transactions": ("more_active", "less_active"),
    "recency_pct": ("more_recent", "less_recent"),
    "age": ("older", "younger"),
}


class Row(Protocol):
    """A row of a table of test cases."""

    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row", bound=Row)


def by_id(rows: Iterable[_Row]) -> pytest.MarkDecorator:
    """Parametrise a test with `row`; rows supply the test ids."""
    found = tuple(rows)
    assert len({row.id for row in found}) == len(found), "two rows have one id"
    return pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in found])


@dataclass(frozen=True)
class Bank:
    """A release with its content, which makes the cases for guards."""

    views: Views
    content: Content

    def case(self, view: PlaceView | None = None, segment: str | None = None, two: Two | None = None) -> Case:
        return Case(Edition.of(self.views, self.content), view, segment, two)

    def with_views(self, **changes: Any) -> "Bank":
        return replace(self, views=replace(self.views, **changes))

    def with_release(self, release: Release) -> "Bank":
        return self.with_views(release=release)


def sample_bank(kind: Kind = "full") -> Bank:
    return Bank(build_views(sample_release(kind)), filled(kind))


def even(views: Views) -> Views:
    """Give the sample round averages of all customers, so that thresholds can be met exactly."""
    values = {"typical_spend": 100.0, "transactions": 2.0, "recency_pct": 50.0, "recency": 20.0, "age": 32.0}
    measures = {name: Estimate(values.get(name, 50.0), None, None, None) for name in views.measures}
    means = {**views.release.overall.means, "spend": Mean(500.0, 10.0, None)}
    overall = replace(views.release.overall, means=means)
    return replace(views, measures=measures, release=replace(views.release, overall=overall))


def group(ids: str, share: float, all_share: float | None, **changes: Any) -> GroupView:
    """Return segments of a city of 1,000 customers, with an interval of ±3 points."""
    made = GroupView(
        segments=tuple(ids),
        n=round(1000 * share),
        share=share,
        low=share - 0.03,
        high=share + 0.03,
        all_share=all_share,
        index=100 * share / all_share if all_share else None,
        residual=2.0,
        spend_share=None,
        means={},
        q=0.2,
        answer="none",
        least=0.05,
    )
    return replace(made, **changes)


def place(bank: Bank, **changes: Any) -> PlaceView:
    """Return a city of 1,000 customers, with the segment shares and averages of all customers."""
    view = bank.views.cities[0]
    mix = tuple(group(ids, share, share) for ids, share in (("a", 0.2), ("b", 0.25), ("c", 0.25), ("d", 0.3)))
    plain: dict[str, Any] = {
        "n": 1000,
        "strength": "claims",
        "groups": mix,
        "measures": bank.views.measures,
    }
    return replace(view, **plain | changes)


def with_average(
    bank: Bank, measure: str, value: float | None, low: float, high: float, answer: Answer | None = "clear"
) -> PlaceView:
    """Return the same city with one different average."""
    found = Estimate(value, low, high, None, 0.1, 0.01, answer, 1.3)
    return place(bank, measures={**bank.views.measures, measure: found})


def with_counts(release: Release, *counts: Count) -> Release:
    return replace(release, overall=replace(release.overall, quality=counts))


def failed(name: str, case: Case, key: str | None = None) -> tuple[str, ...]:
    """Return the failing checks of a guard, in its only trial or in that with a key; empty if it passes."""
    trials = [trial for trial in registry.GUARDS[name].trials(case) if key in {None, trial.key}]
    assert len(trials) == 1, f"{name}: {len(trials)} trials"
    found = tuple(check.what for check in trials[0].checks() if not check.holds)
    assert trials[0].passed is (not found)
    return found


def failed_of(names: Iterable[str], case: Case) -> Mapping[str, tuple[str, ...]]:
    """Return the failing checks, by guard."""
    return {name: failed(name, case) for name in names}
