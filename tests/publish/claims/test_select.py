"""Sentences: each passes its guard, headlines follow their order, and every claim is supported by the numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generator.publish.claims import registry, select, titles
from generator.publish.claims.guard import Case
from generator.publish.claims.select import PlaceSentences, Sentence
from generator.publish.claims.shared_facts import adjective
from generator.publish.facts import values as facts
from generator.publish.facts.values import DefaultSettings
from generator.publish.model.build import GroupView, PlaceView, Views, build_views
from generator.publish.model.types import ANSWERS, Answer, Estimate
from generator.publish.words import naming_rules
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.publish.words.loader import load
from generator.release import Release
from generator.resources import content_dir
from tests.publish.model.test_build import bank, independent_bank
from tests.publish.words.test_content import BANNED, CAUSAL, filled
from tests.support.releases import KINDS, Kind, sample_release


def content_of(release: Release) -> tuple[Views, Content]:
    views = build_views(release)
    words = load((content_dir(),))
    return views, facts.fill_site(Edition.of(views, words), DefaultSettings()).content


def sentences_of(view: PlaceView, views: Views, words: Content) -> PlaceSentences:
    return select.place(view, Edition.of(views, words))


def kinds(sentences: PlaceSentences) -> list[str]:
    return [sentence.kind for sentence in (sentences.headline, *sentences.standouts)]


def city(view: PlaceView, **changes: object) -> PlaceView:
    return replace(view, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def full() -> tuple[Views, Content]:
    return content_of(sample_release("full"))


def plain(view: PlaceView, views: Views) -> PlaceView:
    """A city of 1,000 whose mix and averages are those of all customers."""
    groups = tuple(
        replace(
            g,
            answer="in_line",
            q=0.9,
            least=0.05,
            share=share,
            low=share - 0.03,
            high=share + 0.03,
            n=round(1000 * share),
        )
        for g, share in ((g, g.all_share or 0.0) for g in view.groups)
    )
    return replace(view, n=1000, strength="claims", groups=groups, measures=views.measures)


def everything(kind: Kind) -> Iterator[Sentence]:
    views, words = content_of(sample_release(kind))
    one = select.overview(Edition.of(views, words))
    yield from (one.headline, *one.highlights, *one.quality)
    two = select.summary(Edition.of(views, words))
    yield from (*two.takeaways, *two.segments, *two.cannot_tell, *two.quality)
    for id_ in views.segments:
        three = select.segment(id_, Edition.of(views, words))
        yield from (three.headline, three.rule, *three.profile, *three.over, *three.under)
        yield from (three.nowhere,) if three.nowhere else ()
    for view in views.pages:
        four = sentences_of(view, views, words)
        yield from (four.headline, *four.standouts)
        yield from (one for one in (four.share_of_spend, four.why_sparse) if one)


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_complete_and_well_formed(kind: Kind) -> None:
    sentences = list(everything(kind))
    assert len(sentences) > 40
    for sentence in sentences:
        text = sentence.text.replace("{{ customers }}", "")
        assert "{{" not in text
        assert text[-1] in ".;" or sentence.kind in {"segment_profile"}
        assert "  " not in text
        assert not any(re.search(rf"\b{word}", text.lower()) for word in (*BANNED, *CAUSAL))
        assert not re.search(r"\b(nan|none|inf)\b", text.replace("none was left out", "").lower()) or "None of" in text
        assert sentence.confidence in {"counted", "unclear", *ANSWERS}
        assert text[:1] == text[:1].upper()


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_their_required_sentences(kind: Kind) -> None:
    views, words = content_of(sample_release(kind))
    for view in views.pages:
        sentences = sentences_of(view, views, words)
        ids = [sentence.id for sentence in (sentences.headline, *sentences.standouts)]
        assert len(set(ids)) == len(ids)
        assert (sentences.why_sparse is None) == (view.place.detail == "segments")
        assert sentences.share_of_spend is None or view.spend_share is not None
        if view.strength != "claims":
            assert sentences.headline.kind == "too_few"
            assert sentences.standouts == ()
    summary = select.summary(Edition.of(views, words))
    assert 2 <= len(summary.takeaways) <= 5
    assert len(summary.segments) == len(views.groups)
    assert len(summary.opportunities) == len(views.segments)
    assert summary.cannot_tell
    assert summary.quality


def test_headline_order(full: tuple[Views, Content]) -> None:
    views, words = full
    view = plain(views.cities[0], views)
    first, *rest = view.groups
    share = (first.all_share or 0) + 0.08

    def with_share(answer: Answer) -> tuple[GroupView, ...]:
        one = replace(first, answer=answer, q=0.01, share=share, low=share - 0.03, high=share + 0.03, index=140.0)
        return (one, *(replace(group, answer="none") for group in rest))

    def spend(answer: Answer, value: float = 900.0) -> dict[str, object]:
        return measures_of(views, answer, typical_spend=(value, value - 50, value + 50))

    def headline(**changes: object) -> str:
        return sentences_of(city(view, **changes), views, words).headline.kind

    age = measures_of(views, "clear", age=(36.0, 35.0, 37.0))
    clear = city(view, groups=with_share("clear"), measures=spend("clear"))
    assert sentences_of(clear, views, words).headline.kind == "over"
    assert kinds(sentences_of(clear, views, words)).count("over") == 1
    assert headline(groups=with_share("small"), measures=spend("clear")) == "typical_higher"
    assert headline(groups=with_share("small"), measures=age) == "older"
    assert headline(groups=with_share("small"), measures=spend("small")) == "small_share"
    assert headline(groups=with_share("chance"), measures=spend("small")) == "small_average"
    assert headline(groups=with_share("chance"), measures=spend("chance")) == "chance_share"
    assert headline(measures=spend("chance")) == "chance_average"
    assert headline(measures=spend("none")) == "in_line"
    assert headline(groups=with_share("none")) == "none_shown"
    assert headline(groups=(), measures=spend("none") | {}) == "none_shown_spend"
    assert headline(groups=()) == "untested"
    assert headline(n=90, strength="intervals", groups=()) == "too_few"


def test_every_difference_is_listed(full: tuple[Views, Content]) -> None:
    """A gap that a figure shows is never passed over in silence, however many there are; superlatives are."""
    views, words = full
    view = plain(views.cities[0], views)
    groups = tuple(
        replace(group, answer="small", share=group.share + gap, low=group.share + gap - 0.01)
        for group, gap in zip(view.groups, (0.04, -0.02, -0.01, -0.01), strict=True)
    )
    values = {"typical_spend": (430.0, 420.0, 440.0), "age": (33.0, 32.0, 34.0), "transactions": (1.6, 1.5, 1.7)}
    many = city(view, groups=groups, measures=measures_of(views, "chance", **values))
    found = kinds(sentences_of(many, views, words))
    assert found == ["small_share"] * 4 + ["chance_average"] * 3


def test_no_claim_on_a_segment_below_a_hundred_customers(full: tuple[Views, Content]) -> None:
    views, words = full
    view = plain(views.cities[0], views)
    claimed = tuple(replace(group, answer="clear", share=group.share + 0.1, index=150.0) for group in view.groups)
    small = sentences_of(city(view, n=60, strength="intervals", groups=claimed), views, words)
    assert small.headline.kind == "too_few"
    assert not small.standouts


def test_text_of_a_gated_cell(full: tuple[Views, Content]) -> None:
    views, words = full
    chennai = next(view for view in views.cities if view.place.name == "Chennai")
    sentences = sentences_of(chennai, views, words)
    text = sentences.headline.text.replace("\u00a0", " ")
    assert text == "Small spenders are less common here: 23 %, against 35 % of all customers."
    assert sentences.headline.anchor == "segments"
    assert "over-a" in [sentence.id for sentence in sentences.standouts]


@pytest.mark.parametrize(
    ("table", "index", "words"),
    [("over", 120, "more common"), ("over", 150, "much more common"), ("over", 200, "at least twice as common"),
     ("under", 83, "less common"), ("under", 67, "much less common"), ("under", 50, "at most half as common")],
)  # fmt: skip
def test_adjectives_come_from_their_thresholds(table: str, index: float, words: str) -> None:
    assert adjective(table, index, filled()) == words


def group(ids: str, share: float, half: float, n: int = 100) -> GroupView:
    return GroupView(tuple(ids), n, share, share - half, share + half, share, 100.0, 0.0, None, {}, 1.0, "none", 0.05)


@pytest.mark.parametrize(
    ("groups", "kind"),
    [
        ((("a", 0.5, 0.05), ("b", 0.2, 0.05), ("c", 0.2, 0.05), ("d", 0.1, 0.05)), "largest"),
        ((("a", 0.35, 0.04), ("b", 0.25, 0.04), ("c", 0.2, 0.04), ("d", 0.2, 0.04)), "largest"),
        ((("a", 0.33, 0.04), ("b", 0.31, 0.04), ("c", 0.2, 0.04), ("d", 0.16, 0.04)), "level"),
        # Too close to name a largest one, too different to be level: no sentence.
        ((("a", 0.35, 0.04), ("b", 0.29, 0.04), ("c", 0.2, 0.04), ("d", 0.16, 0.04)), None),
        # Three overlap: no two are singled out.
        ((("a", 0.28, 0.04), ("b", 0.27, 0.04), ("c", 0.26, 0.04), ("d", 0.19, 0.04)), None),
        # The largest is a group of merged segments, not a single segment.
        ((("a", 0.2, 0.05), ("bcd", 0.8, 0.05)), None),
        ((("a", 0.8, 0.05), ("bcd", 0.2, 0.05)), "largest"),
    ],
)
def test_superlatives_need_disjoint_intervals(
    full: tuple[Views, Content], groups: tuple[tuple[str, float, float], ...], kind: str | None
) -> None:
    views, words = full
    view = city(plain(views.cities[0], views), groups=tuple(group(*row) for row in groups))
    found = [k for k in kinds(sentences_of(view, views, words)) if k in {"largest", "level"}]
    assert found == ([kind] if kind else [])


def measures_of(views: Views, answer: Answer | None = None, **values: tuple[float, float, float]) -> dict[str, object]:
    least = 1.2 if answer else None
    return {
        **views.measures,
        **{n: Estimate(v, lo, hi, None, None, 0.01, answer, least) for n, (v, lo, hi) in values.items()},
    }


@pytest.mark.parametrize(("values", "kind"), [
    ({"typical_spend": (300.0, 290.0, 310.0)}, "typical_lower"),
    ({"transactions": (2.0, 1.9, 2.1)}, "more_active"),
    ({"transactions": (1.0, 0.9, 1.1)}, "less_active"),
    ({"recency_pct": (60.0, 58.0, 62.0)}, "more_recent"),
    ({"recency_pct": (40.0, 38.0, 42.0)}, "less_recent"),
    ({"age": (36.0, 35.0, 37.0)}, "older"),
    ({"age": (25.0, 24.0, 26.0)}, "younger"),
])  # fmt: skip
def test_measures(full: tuple[Views, Content], values: dict[str, Any], kind: str) -> None:
    views, words = full
    view = plain(views.cities[0], views)
    assert kind not in kinds(sentences_of(city(view, measures=measures_of(views, **values)), views, words))
    there = city(view, measures=measures_of(views, "clear", **values))
    assert kind in kinds(sentences_of(there, views, words))
    title = titles.title("profile", Edition.of(views, words), there)
    assert title.startswith("Compared with all customers, customers here ")


def test_a_merged_group_that_mirrors_the_only_other_segment_gets_no_sentence(full: tuple[Views, Content]) -> None:
    views, words = full
    a, rest = group("a", 0.4, 0.03), group("bcd", 0.6, 0.03)
    groups = (
        replace(a, answer="clear", all_share=0.2, index=200.0),
        replace(rest, answer="clear", all_share=0.8, index=75.0),
    )
    assert kinds(sentences_of(city(plain(views.cities[0], views), groups=groups), views, words)).count("over") == 1
    assert "under" not in kinds(sentences_of(city(plain(views.cities[0], views), groups=groups), views, words))


@pytest.mark.slow
def test_no_claim_on_segments_under_the_null() -> None:
    """Over ten banks in which city and segment are independent, at most two have a sentence that claims a segment."""
    words = filled()
    claims = 0
    for seed in range(1, 11):
        views = independent_bank(seed)
        found = [kind for view in views.pages for kind in kinds(sentences_of(view, views, words))]
        claims += any(kind in {"over", "under", "small_share"} for kind in found)
    assert claims <= 2


def test_the_summary_states_that_no_mix_could_be_shown_to_differ() -> None:
    views, words = content_of(bank({f"p{i}": {"a": 40, "b": 30, "c": 60, "d": 70} for i in range(4)}))
    summary = select.summary(Edition.of(views, words))
    text = "No city’s mix could be shown to differ clearly from all customers: 16 shares of 4 places with 100 customers"
    assert any(s.text.startswith(text) for s in summary.takeaways)
    totals, words = content_of(sample_release("total"))
    kinds_ = [s.kind for s in select.summary(Edition.of(totals, words)).takeaways]
    assert "no_mix" in kinds_
    assert "cities_alike" not in kinds_


def test_the_top_city_needs_a_lead_larger_than_rounding() -> None:
    """Each of two counts printed with base 10 is less than 10 off."""
    for second, speaks in ((990, False), (980, True)):
        views, words = content_of(bank({"pune": {"abcd": 1000}, "agra": {"abcd": second}}))
        phrase = words.phrase("top_city")
        case = Case(Edition.of(views, words))
        assert bool(registry.findings(phrase, case)) is speaks


def test_opportunities_are_sorted_by_spend_and_name_places(full: tuple[Views, Content]) -> None:
    views, words = full
    rows = select.summary(Edition.of(views, words)).opportunities
    assert [row.segment for row in rows] == ["a", "b", "c", "d"]
    slugs = {view.place.slug for view in views.pages}
    assert all(set(row.where) <= slugs for row in rows)


def test_no_option_relies_on_recency_when_days_are_missing() -> None:
    sparse, full = filled("sparse"), filled("full")
    assert (
        naming_rules.options("r-recent", sparse)
        == naming_rules.options("mid", full)
        != naming_rules.options("r-recent", full)
    )
    assert (
        naming_rules.options("m-low-r-old", sparse)
        == naming_rules.options("m-low", full)
        != naming_rules.options("m-low-r-old", full)
    )


def test_segment_pages(full: tuple[Views, Content]) -> None:
    views, words = full
    for id_ in views.segments:
        made = select.segment(id_, Edition.of(views, words))
        assert (made.nowhere is None) == bool(made.over or made.under)
        assert re.search(r"where all customers are at 50, their averages are: \w+ \d", made.rule.text)
    joined, words = content_of(sample_release("joined"))
    made = select.segment("c", Edition.of(joined, words))
    assert made.headline.text.endswith("The release does not show this segment separately.")


def test_figure_titles_fall_back_to_neutral_ones(full: tuple[Views, Content]) -> None:
    views, words = full
    small = views.cities[-1]
    assert titles.title("segments", Edition.of(views, words), small) == words.words("figures.segments.title")
    chennai = next(view for view in views.cities if view.place.name == "Chennai")
    title = titles.title("segments", Edition.of(views, words), chennai)
    assert title == "High spenders are more common here, small spenders less"
    assert titles.title("positioning", Edition.of(views, words), neutral="title_recency").endswith("were seen")


def test_guards_document_their_limits() -> None:
    for name in ("over_represented", "under_represented", "place_over", "place_under"):
        limits = registry.GUARDS[name].limits
        gates = {"points": 5, "points_alone": 8, "index_high": 120, "index_low": 83}
        assert limits == {"min_n": 100, "q": 0.05, **gates}
    for phrase in filled().phrases():
        assert ("name" in phrase.forms) == ("rule" in phrase.forms)
