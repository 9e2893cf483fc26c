"""Two places side by side: tests, gates, guards and sentences; the shared case file is up to date."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from scipy import stats as scipy_stats

from generator.publish.claims import comparison, registry
from generator.publish.claims.rules.pair import GUARDS
from generator.publish.model import significance
from generator.publish.model.pairs import Pair, compare
from generator.publish.model.significance import COMPARED
from generator.publish.model.types import PlaceView, Views
from generator.publish.words.edition import Edition
from generator.release import Mean
from tests.support.comparisons import KINDS, PATH, cases, edition_of, release_of, same, short
from tests.support.releases import sample_release


@pytest.fixture(scope="module")
def full() -> Edition:
    return edition_of(sample_release("full"))


def city(views: Views, name: str) -> PlaceView:
    return next(view for view in views.pages if view.place.name == name)


def kinds(pair: Pair, made: Edition) -> list[str]:
    return [sentence.kind for sentence in comparison.sentences(pair, made)]


def with_mix(view: PlaceView, counts: dict[str, int]) -> PlaceView:
    """A place of these counts; shares and the rest follow in the comparison."""
    groups = tuple(replace(view.groups[0], segments=tuple(ids.split("+")), n=n) for ids, n in counts.items())
    n = sum(counts.values())
    return replace(view, n=n, groups=groups, strength="claims" if n >= 100 else "intervals")


def test_the_case_file_matches_python() -> None:
    """Run `python -m tests.support.comparisons` after a change of tests, gates, wordings or formats."""
    assert same(short(cases()), json.loads(PATH.read_text(encoding="utf-8")))


def test_the_cases_cover_every_kind_of_sentence() -> None:
    found = {s[0].split("-")[0] for one in cases()["comparisons"] for pair in one["pairs"] for s in pair["sentences"]}
    assert found == {kind for kind, _ in comparison.KINDS}


def test_residual_and_omnibus_match_the_two_row_table(full: Edition) -> None:
    views = full.views
    (pair,) = compare([city(views, "Chennai"), city(views, "Chandigarh")], views)
    table = [[part.n[i] for part in pair.parts] for i in (0, 1)]
    assert pair.omnibus_p == pytest.approx(scipy_stats.chi2_contingency(table, correction=False).pvalue, rel=1e-9)
    k, m = pair.parts[0].n
    n, o = pair.first.n, pair.second.n
    pooled = (k + m) / (n + o)
    z = (k / n - m / o) / math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / o))
    assert pair.parts[0].residual == pytest.approx(z)
    assert pair.parts[0].passes


def test_swapping_a_pair_swaps_the_sides_only(full: Edition) -> None:
    views = full.views
    one, two = city(views, "Chennai"), city(views, "Chandigarh")
    (there,), (back,) = compare([one, two], views), compare([two, one], views)
    assert there.omnibus_p == pytest.approx(back.omnibus_p)
    for a, b in zip(there.parts, back.parts, strict=True):
        assert (a.n, a.passes) == (b.n[::-1], b.passes)
        assert a.residual == pytest.approx(-(b.residual or 0))
    spend, other = there.gaps[0], back.gaps[0]
    assert (spend.difference, spend.low, spend.high) == pytest.approx(
        (1 / other.difference, 1 / other.high, 1 / other.low)
    )
    assert {s.text for s in comparison.sentences(there, full)} == {s.text for s in comparison.sentences(back, full)}


def test_typical_spend_is_compared_on_the_log_scale(full: Edition) -> None:
    views = full.views
    (pair,) = compare([city(views, "Pune"), city(views, "Mumbai")], views)
    gap = next(gap for gap in pair.gaps if gap.measure == "typical_spend")
    assert gap.difference == pytest.approx(gap.value[0] / gap.value[1])
    assert gap.low * gap.high == pytest.approx(gap.difference**2)
    assert gap.low < gap.difference < gap.high
    assert math.log(gap.high / gap.difference) == pytest.approx(1.959964 * math.log(gap.difference) / gap.z, rel=1e-5)


def test_parts_are_the_finest_common_groups(full: Edition) -> None:
    views = full.views
    base = views.cities[0]
    one = with_mix(base, {"a": 200, "b": 100, "c+d": 300})
    two = with_mix(base, {"a+b": 150, "c": 100, "d": 150})
    (pair,) = compare([one, two], views)
    assert [part.segments for part in pair.parts] == [("a", "b"), ("c", "d")]
    assert [part.n for part in pair.parts] == [(300, 150), (300, 250)]
    across = with_mix(base, {"a": 100, "b+c+d": 100}), with_mix(base, {"a+b": 100, "c+d": 100})
    (none,) = compare([across[0], with_mix(base, {"a+b+c+d": 300})], views)
    assert (none.parts, none.omnibus_p) == ((), None)
    (some,) = compare(across, views)
    assert some.parts == ()


def test_a_small_place_never_differs(full: Edition) -> None:
    views = full.views
    big = with_mix(views.cities[0], {"a": 500, "b": 200, "c": 200, "d": 100})
    small = with_mix(views.cities[1], {"a": 20, "b": 20, "c": 20, "d": 39})
    (pair,) = compare([big, small], views)
    assert not pair.claims
    assert all(part.q is None and not part.passes for part in pair.parts)
    assert kinds(pair, full) == ["pair_too_few"]


@pytest.mark.parametrize(
    ("counts", "passes"),
    [
        ({"a": 3000, "b": 2000, "c": 2000, "d": 3000}, False),  # significant nowhere
        ({"a": 3490, "b": 2000, "c": 2000, "d": 2510}, False),  # significant, under 5 points
        ({"a": 3500, "b": 2000, "c": 2000, "d": 2500}, True),  # 5 points down: the larger share is 1.2 times d's
    ],
)
def test_a_difference_needs_its_effect_as_well_as_its_test(counts: dict[str, int], passes: bool, full: Edition) -> None:
    views = full.views
    first = with_mix(views.cities[0], {"a": 3000, "b": 2000, "c": 2000, "d": 3000})
    (pair,) = compare([first, with_mix(views.cities[1], counts)], views)
    assert pair.parts[3].passes is passes
    # A share of 30 % against 35 % is 5 points and not 1.2 times as much.
    assert not pair.parts[0].passes


def test_one_family_over_all_pairs(full: Edition) -> None:
    """More comparisons on the page make each of them harder to pass."""
    views = full.views
    base = {"a": 200, "b": 200, "c": 300, "d": 300}
    first = with_mix(views.cities[0], base)
    odd = with_mix(views.cities[0], {"a": 160, "b": 240, "c": 300, "d": 300})
    (alone,) = compare([first, odd], views)
    among = compare([first, odd, with_mix(views.cities[0], base), with_mix(views.cities[0], base)], views)[0]
    assert (alone.parts[1].q or 0) < (among.parts[1].q or 0)


def test_complementary_parts_get_one_sentence(full: Edition) -> None:
    views = full.views
    one = with_mix(views.cities[0], {"a": 600, "b+c+d": 400})
    two = with_mix(views.cities[1], {"a": 300, "b+c+d": 700})
    (pair,) = compare([two, one], views)
    found = [s for s in comparison.sentences(pair, full) if s.kind == "pair_segment"]
    assert [s.id for s in found] == ["pair_segment-a"]
    assert found[0].text.startswith("High spenders are much more common in Mumbai than in New Delhi: 60")


def test_unsupported_measures_are_not_compared() -> None:
    views = edition_of(sample_release("sparse")).views
    assert significance.speakable(views) == ("typical_spend", "age")
    assert significance.speakable(edition_of(sample_release("total")).views) == ("typical_spend",)
    assert set(significance.speakable(edition_of(sample_release("full")).views)) == set(COMPARED)


def test_a_suppressed_average_is_not_compared(full: Edition) -> None:
    views = full.views
    one, two = views.cities[:2]
    silent = replace(two, place=replace(two.place, means={**two.place.means, "age": Mean(None, None, "few")}))
    (pair,) = compare([one, silent], views)
    assert "age" not in {gap.measure for gap in pair.gaps}


def test_sentences_are_complete_and_agree_with_their_tests() -> None:
    for kind in KINDS:
        made = edition_of(release_of(kind))
        views = made.views
        for pair in (pair for i in range(4) for pair in compare(views.pages[i::4][:4], views)):
            found = comparison.sentences(pair, made)
            assert found
            assert len({one.id for one in found}) == len(found)
            for one in found:
                assert "{{" not in one.text.replace("{{ customers }}", "")
                assert pair.first.place.name in one.text
                assert pair.second.place.name in one.text
                if one.kind in {"pair_segment", "pair_typical", "pair_active", "pair_recent", "pair_older"}:
                    assert pair.claims
                    assert one.confidence == "clear"


def test_every_guard_of_pairs_is_in_the_table_and_used(full: Edition) -> None:
    names = {guard.name for guard in GUARDS}
    assert names <= registry.GUARDS.keys()
    assert {full.content.phrase(kind).guard for kind, _ in comparison.KINDS} == names


def test_false_discovery_rate_under_the_null(full: Edition) -> None:
    """Places drawn from one mix: at n = 1,000 a share passes in at most 5 % of pairs."""
    views = full.views
    rng: Any = scipy_stats.multinomial(1000, [0.2, 0.15, 0.3, 0.35], seed=5)
    passed = 0
    for _ in range(200):
        draws = [dict(zip("abcd", map(int, row), strict=True)) for row in rng.rvs(2)]
        (pair,) = compare([with_mix(views.cities[0], draw) for draw in draws], views)
        passed += any(part.passes for part in pair.parts)
    assert passed <= 10
