"""Two places side by side: tests, gates, guards and sentences; the shared case file is up to date."""

import json
import math
import re
from dataclasses import replace
from itertools import combinations

import pytest
from scipy import stats as scipy_stats

from generator.publish.claims import comparison, registry
from generator.publish.model.build import build_views
from generator.publish.model.pair_level import Level
from generator.publish.model.pairs import Comparer, Pair, compare
from generator.publish.model.significance import COMPARED, speakable
from generator.publish.model.types import PlaceView, Views
from generator.publish.words.edition import Edition
from generator.release import Mean
from tests.support.comparisons import KINDS, PATH, cases, edition_of, release_of, same, short
from tests.support.null_releases import Planted, drawn_release, sizes_between
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


def test_the_error_of_a_difference_is_that_of_the_pooled_test_and_of_rounding(full: Edition) -> None:
    views = full.views
    (pair,) = compare([city(views, "Chennai"), city(views, "Chandigarh")], views)
    part = pair.parts[0]
    n, o = pair.first.n, pair.second.n
    pooled = sum(part.n) / (n + o)
    sampling, counts = pooled * (1 - pooled) * (1 / n + 1 / o), (1 + pooled**2) * 100 / 12
    assert part.error == pytest.approx(math.sqrt(sampling + counts * (1 / n**2 + 1 / o**2)))
    assert part.z == pytest.approx(part.gap / (part.error or 1))
    assert part.answer == "clear"
    exact = replace(views.release, policy=replace(views.release.policy, base=1))
    (other,) = compare([pair.first, pair.second], build_views(exact))
    assert other.parts[0].error == pytest.approx(math.sqrt(sampling))
    table = [[part.n[i], (n, o)[i] - part.n[i]] for i in (0, 1)]
    p = scipy_stats.chi2_contingency(table, correction=False).pvalue
    assert 2 * scipy_stats.norm.sf(abs(other.parts[0].z or 0)) == pytest.approx(p, rel=1e-6)


def test_intervals_of_differences_are_those_of_newcombe() -> None:
    """His example (1998, table II, method 10): 56 of 70 against 48 of 80."""
    views = build_views(replace(sample_release("internal")))
    one = with_mix(views.cities[0], {"a": 56, "b+c+d": 14})
    (pair,) = compare([one, with_mix(views.cities[0], {"a": 48, "b+c+d": 32})], views)
    assert pair.parts[0].ends == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_swapping_a_pair_swaps_the_sides_only(full: Edition) -> None:
    views = full.views
    one, two = city(views, "Chennai"), city(views, "Chandigarh")
    (there,), (back,) = compare([one, two], views), compare([two, one], views)
    for a, b in zip(there.parts, back.parts, strict=True):
        assert (a.n, a.answer) == (b.n[::-1], b.answer)
        assert a.z == pytest.approx(-(b.z or 0))
        assert a.ends == pytest.approx((-b.ends[1], -b.ends[0]))
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
    assert none.parts == ()
    (some,) = compare(across, views)
    assert some.parts == ()


def test_a_small_place_never_differs(full: Edition) -> None:
    views = full.views
    big = with_mix(views.cities[0], {"a": 500, "b": 200, "c": 200, "d": 100})
    small = with_mix(views.cities[1], {"a": 20, "b": 20, "c": 20, "d": 39})
    (pair,) = compare([big, small], views)
    assert not pair.claims
    assert all(part.answer is None for part in pair.parts)
    assert kinds(pair, full) == ["pair_too_few"]


@pytest.mark.parametrize(
    ("counts", "answers"),
    [
        ({"a": 3000, "b": 2000, "c": 2000, "d": 3000}, "in_line in_line in_line in_line"),
        ({"a": 3170, "b": 2000, "c": 2000, "d": 2830}, "chance in_line in_line chance"),  # 1.7 points
        ({"a": 3490, "b": 2000, "c": 2000, "d": 2510}, "small none none small"),  # under 5 points
        (
            {"a": 3500, "b": 2000, "c": 2000, "d": 2500},
            "small none none clear",
        ),  # 35 % is not 1.2 times 30 %; 30 is of 25
        ({"a": 3790, "b": 2000, "c": 1210, "d": 3000}, "clear none clear in_line"),
    ],
)
def test_the_first_answer_that_holds(counts: dict[str, int], answers: str, full: Edition) -> None:
    views = full.views
    first = with_mix(views.cities[0], {"a": 3000, "b": 2000, "c": 2000, "d": 3000})
    (pair,) = compare([first, with_mix(views.cities[1], counts)], views)
    expected = answers.replace("in_line", "none") if "none" in answers else answers
    assert " ".join(part.answer or "" for part in pair.parts) == expected


def test_eight_points_are_enough_whatever_the_ratio(full: Edition) -> None:
    views = full.views
    first = with_mix(views.cities[0], {"a": 5000, "b": 5000})
    for k, answer in ((5790, "small"), (5800, "clear")):
        (pair,) = compare([first, with_mix(views.cities[1], {"a": k, "b": 10_000 - k})], views)
        assert pair.parts[0].answer == answer, k


def test_the_level_counts_all_pairs_that_can_be_chosen(full: Edition) -> None:
    """Places with 100 customers or more, four segments and four averages."""
    views, level = full.views, Level.of(full.views)
    places = [view for view in views.pages if view.n >= 100]
    assert (level.places, level.shares, level.averages) == (len(places), 4, 4)
    assert level.pairs == len(list(combinations(places, 2)))
    assert level.p == pytest.approx(0.05 / (8 * level.pairs))
    assert 2 * scipy_stats.norm.sf(level.z) == pytest.approx(level.p, rel=1e-6)
    assert {pair.level for pair in compare(views.pages[:4], views)} == {level}


def test_the_level_of_other_releases() -> None:
    """Without mixes only averages are tested; a release with one large place, or none, has no pairs."""
    total = build_views(sample_release("total"))
    assert (Level.of(total).shares, Level.of(total).averages) == (0, 1)
    two = replace(total, segments=dict(list(total.segments.items())[:2]))
    mixed = build_views(sample_release("sparse"))
    assert Level.of(replace(mixed, segments=two.segments)).shares == 1
    for few in (replace(mixed, cities=mixed.cities[:1], districts=()), replace(mixed, cities=(), districts=())):
        assert (Level.of(few).pairs, Level.of(few).p) == (0, 0.05)


def test_answers_do_not_depend_on_what_else_is_compared(full: Edition) -> None:
    views = full.views
    (alone,) = compare(views.pages[:2], views)
    assert compare(views.pages[:4], views)[0] == alone


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
    assert speakable(views) == ("typical_spend", "age")
    assert speakable(edition_of(sample_release("total")).views) == ("typical_spend",)
    assert set(speakable(edition_of(sample_release("full")).views)) == set(COMPARED)


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
            said = comparison.sentences(pair, made)
            assert said
            assert len({one.id for one in said}) == len(said)
            for one in said:
                assert "{{" not in one.text.replace("{{ customers }}", "")
                assert pair.first.place.name in one.text
                assert pair.second.place.name in one.text
                if found := re.fullmatch(r"pair_(?:segment|typical|active|recent|older)(|_small|_chance)", one.kind):
                    assert pair.claims
                    assert one.confidence == (found[1][1:] or "clear")


def test_every_guard_of_pairs_is_in_the_table_and_used(full: Edition) -> None:
    names = {guard.name for guard in registry.PAIR}
    assert names <= registry.GUARDS.keys()
    assert {full.content.phrase(kind).guard for kind, _ in comparison.KINDS} == names


def test_a_headline_does_not_contradict_the_intervals(full: Edition) -> None:
    """No sentence says that nothing differs where an interval of a difference leaves out equality."""
    for kind in KINDS:
        made = edition_of(release_of(kind))
        comparer = Comparer.of(made.views)
        for one, other in combinations(made.views.comparable[:8], 2):
            pair = comparer.pair(one, other)
            said = set(kinds(pair, made))
            apart = [part for part in pair.parts if not part.ends[0] <= 0 <= part.ends[1]]
            assert bool(apart) == bool(said & {"pair_segment", "pair_segment_small", "pair_segment_chance"})
            assert bool(apart or not pair.parts) != bool(said & {"pair_in_line", "pair_none"})
            if "pair_in_line" in said:
                assert all(abs(end) < 0.05 for part in pair.parts for end in part.ends)
            typical = next((gap for gap in pair.gaps if gap.measure == "typical_spend"), None)
            assert ("pair_none_typical" in said) == (typical is not None and typical.low <= 1 <= typical.high)


def differing(sizes: tuple[int, ...], seed: int, planted: dict[int, Planted] | None = None) -> list[Pair]:
    """Return the pairs of a drawn release with a difference that passes the level."""
    views = build_views(drawn_release(sizes, seed, planted))
    comparer = Comparer.of(views)
    made = (comparer.pair(one, other) for one, other in combinations(views.comparable, 2))
    return [pair for pair in made if pair.answer in {"clear", "small"}]


def surely_more_often(found: int, of: int, share: float) -> bool:
    """Return whether a share is exceeded: the lower 95 % limit of what was found is above it."""
    return bool(scipy_stats.binomtest(found, of).proportion_ci(method="exact").low > share)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "seed"),
    [(sizes_between(105, 2000, 16), 1), ((105,) * 16, 1001), (sizes_between(105, 8000, 8), 2001)],
    ids=["many-sizes", "all-small", "few-and-large"],
)
def test_sites_without_differences_show_a_clear_pair_in_at_most_5_percent(sizes: tuple[int, ...], seed: int) -> None:
    """Every pair of every site is compared, as by readers who try them all; `make bench` draws many more sites."""
    sites = 30
    found = sum(bool(differing(sizes, seed + i)) for i in range(sites))
    assert not surely_more_often(found, sites, 0.05)


def test_a_planted_difference_is_found() -> None:
    """12 points, or 1.6 times the spend, at 1,000 customers each, in sites of 20 places: in 9 of 10 of its pairs."""
    sizes, planted = (1000,) * 20, {0: Planted(share=0.12), 1: Planted(spend=0.5)}
    pairs = [
        {view.place.name for view in (pair.first, pair.second)}
        for seed in range(4)
        for pair in differing(sizes, seed, planted)
    ]
    for name in ("Town 000", "Town 001"):
        assert sum(name in pair for pair in pairs) >= 0.9 * 4 * 19


def test_a_difference_that_cannot_be_seen_is_never_called_in_line() -> None:
    """10 points between 110 and 2,000 customers."""
    for seed in range(30):
        views = build_views(drawn_release((2000, 110), seed, {1: Planted(share=0.10)}))
        (pair,) = compare(views.cities, views)
        assert pair.mix != "in_line"
