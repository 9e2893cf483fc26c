"""Shares of capped spend stand beside shares of customers only where neither rounding nor the caps can turn them."""

from dataclasses import replace

import pytest

from generator.publish.model.build import build_views
from generator.publish.model.spend import above_caps, excess_of_segments, order_is_sure
from generator.release import Mean, Release
from tests.support.releases import sample_release

ALL = Mean(1000.0, 2.0, None)


@pytest.mark.parametrize(
    ("value", "step", "above", "sure"),
    [
        (1050.0, 20.0, 0.0, True),
        (1050.0, 100.0, 0.0, False),
        (950.0, 20.0, 0.0, True),
        (950.0, 100.0, 0.0, False),
        # At most 20 % of all spend is above the cap: a ratio of 1 ÷ 0.8, or of 0.8, is turned by no part of it.
        (1250.0, 2.0, 0.2, False),
        (1260.0, 2.0, 0.2, True),
        (800.0, 2.0, 0.2, False),
        (790.0, 2.0, 0.2, True),
        (1000.0, 2.0, 0.0, False),
        (5000.0, 2.0, None, False),
    ],
)
def test_the_order_is_sure_beyond_rounding_and_caps(value: float, step: float, above: float | None, sure: bool) -> None:
    assert order_is_sure(Mean(value, step, None), ALL, above) is sure


def test_an_unknown_mean_has_no_order() -> None:
    assert not order_is_sure(Mean(None, None, "few"), ALL, 0.0)
    assert not order_is_sure(ALL, Mean(None, None, "few"), 0.0)


def with_caps(release: Release, above: float | None) -> Release:
    return replace(release, overall=replace(release.overall, above_caps=above))


def test_how_much_is_above_the_cap_is_known_up_to_its_step() -> None:
    release = sample_release("full")
    for published, most in ((0.0, 0.2), (0.05, 0.1), (0.1, 0.2), (0.15, 0.2), (0.2, 0.4)):
        assert above_caps(with_caps(release, published)) == pytest.approx(most)
    assert above_caps(with_caps(release, None)) is None
    assert above_caps(with_caps(sample_release("internal"), 0.15)) == 0.0


def test_the_larger_the_part_above_the_cap_the_fewer_shares_are_shown() -> None:
    shown = []
    for above in (0.05, 0.15, 0.2, None):
        pages = build_views(with_caps(sample_release("full"), above)).pages
        shown.append({view.place.id for view in pages if view.spend_share is not None})
    assert shown[0] > shown[1] > shown[2] >= shown[3] == set()
    pages = build_views(sample_release("internal")).pages
    assert all(view.spend_share is not None for view in pages if view.place.means["spend"].value != 0)


def test_segments_with_caps_of_their_own_need_not_add_up() -> None:
    release = sample_release("full")
    views = build_views(release)
    sizes = {group.segments: group.n for group in views.groups}
    assert excess_of_segments(release, sizes) == pytest.approx(0.0, abs=0.002)
    dearer = tuple(
        replace(
            item,
            means=item.means | {"spend": replace(item.means["spend"], value=1.1 * (item.means["spend"].value or 0))},
        )
        for item in release.segments
    )
    assert excess_of_segments(replace(release, segments=dearer), sizes) == pytest.approx(0.1, abs=0.003)
    first = replace(release.segments[0], means=release.segments[0].means | {"spend": Mean(None, None, "few")})
    assert excess_of_segments(replace(release, segments=(first, *release.segments[1:])), sizes) is None
    assert excess_of_segments(release, {}) is None
