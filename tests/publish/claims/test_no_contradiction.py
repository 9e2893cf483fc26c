"""No sentence contradicts an interval, a count or a table of its own page.

Every statement of every page is collected with its answer and with the segment or measure that it speaks of, and held
against the numbers beside it: those that the tables print, and those that the sentence prints itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from generator.publish.claims import select, titles
from generator.publish.claims.sentences import Sentence
from generator.publish.model import averages, mix
from generator.publish.model.types import Estimate, GroupView, PlaceView, Views
from generator.publish.words import display_names
from generator.publish.words.edition import Edition
from tests.publish.model.test_build import bank, independent_bank
from tests.support.comparisons import KINDS, edition_of, release_of
from tests.support.guards import MORE_AND_LESS
from tests.support.releases import sample_release

UP = {"over", "city_over", "segment_place_over", *(names[0] for names in MORE_AND_LESS.values())}
DOWN = {"under", "city_under", "segment_place_under", *(names[1] for names in MORE_AND_LESS.values())}
OF_AVERAGES = {name: measure for measure, names in MORE_AND_LESS.items() for name in names}
OF_SHARES = {"over", "under", "small_share", "chance_share"}
DIFFERENT = {"clear", "small", "chance"}
WHOLE = {"in_line", "none_shown", "none_shown_spend", "untested", "too_few"}


@dataclass(frozen=True)
class Statement:
    """A sentence of a page, with the place and the segment or measure that it speaks of; "" for the whole place."""

    sentence: Sentence
    view: PlaceView
    about: str

    @property
    def text(self) -> str:
        return self.sentence.text.replace("\u00a0", " ")

    @property
    def group(self) -> GroupView | None:
        return next((group for group in self.view.groups if "".join(group.segments) == self.about), None)


def statement(sentence: Sentence, view: PlaceView) -> Statement:
    about = OF_AVERAGES.get(sentence.kind, sentence.id.rpartition("-")[2])
    return Statement(sentence, view, "" if about == sentence.kind else about)


def of_place(view: PlaceView, edition: Edition) -> list[Statement]:
    """Return all that a page says of its place against all customers: headline, list and titles of figures."""
    found = select.place(view, edition)
    title = titles.finding("segments", edition, view) if view.groups else None
    return [statement(one, view) for one in (found.headline, *found.standouts, *([title] if title else []))]


def of_all(edition: Edition) -> Iterator[Statement]:
    """Yield what pages about all customers and about segments say of one place."""
    by_slug = {view.place.slug: view for view in edition.views.pages}
    overview, summary = select.overview(edition), select.summary(edition)
    segments = [select.segment(id_, edition) for id_ in edition.views.segments]
    told = (*overview.highlights, *summary.takeaways, *(one for page in segments for one in (*page.over, *page.under)))
    for sentence in told:
        if sentence.kind in UP | DOWN:
            yield statement(sentence, by_slug[sentence.place])


def numbers(text: str, pattern: str) -> list[float]:
    found = re.search(pattern, text)
    return [float(number.replace(",", "")) for number in found.groups()] if found else []


def outside(low: float | None, high: float | None, reference: float | None) -> bool:
    return low is not None and high is not None and reference is not None and not low <= reference <= high


def check_share(one: Statement) -> None:
    group = one.group
    assert group is not None, one.text
    assert group.all_share is not None, one.text
    assert outside(group.low, group.high, group.all_share), one.text
    assert group.answer == one.sentence.confidence, one.text
    assert mix.passes_effect(group.share, group.all_share) or one.sentence.confidence != "clear", one.text
    more = group.share > group.all_share
    assert one.sentence.kind not in (DOWN if more else UP), one.text
    assert ("less common" if more else "more common") not in one.text, one.text
    printed = numbers(one.text, r"([\d.]+) %.*?\(([\d.]+) to ([\d.]+) %\).*?against ([\d.]+) %")
    if printed:
        share, low, high, everyone = printed
        assert low <= share <= high, one.text
        assert share != everyone, one.text
        assert not low < everyone < high, one.text


def check_average(one: Statement, views: Views) -> None:
    estimate, everyone = one.view.measures[one.about], views.measures[one.about].value
    assert outside(estimate.low, estimate.high, everyone), one.text
    assert estimate.answer == one.sentence.confidence, one.text
    assert estimate.value is not None, one.text
    assert everyone is not None, one.text
    assert averages.far_enough(one.about, estimate.value, everyone) or one.sentence.confidence != "clear", one.text
    assert one.sentence.kind not in (DOWN if estimate.value > everyone else UP), one.text
    if one.sentence.kind == "small_average":
        assert ("a little higher" in one.text) == (estimate.value > everyone), one.text
    printed = numbers(one.text.replace("₹", ""), r"(\d[\d.,]*)[^(]*\((\d[\d.,]*) to (\d[\d.,]*)\)[^\d]*([\d.,]*\d)")
    assert printed, one.text
    value, low, high, reference = printed
    assert low <= value <= high, one.text
    assert not low < reference < high, one.text


def different(view: PlaceView, views: Views) -> set[str]:
    """Return the segments and measures whose interval, as the page shows it, excludes all customers."""

    def tested(one: Estimate | GroupView) -> bool:
        return one.answer is not None

    mirrored = len(view.groups) == 2 and any(len(group.segments) == 1 for group in view.groups)
    groups = [group for group in view.groups if len(group.segments) == 1 or not mirrored]
    found = {"".join(g.segments) for g in groups if tested(g) and outside(g.low, g.high, g.all_share)}
    return found | {
        name for name, e in view.measures.items() if tested(e) and outside(e.low, e.high, views.measures[name].value)
    }


def check_whole(one: Statement, views: Views) -> None:
    """A sentence on the whole place: no interval beside it may say otherwise."""
    kind, view = one.sentence.kind, one.view
    assert (kind == "too_few") == (view.strength != "claims"), one.text
    if kind in {"in_line", "none_shown", "none_shown_spend"}:
        assert not different(view, views), one.text
    if kind in {"in_line", "mix_in_line"}:
        for group in view.groups:
            assert group.all_share is not None, one.text
            assert not any(mix.passes_effect(end, group.all_share) for end in (group.low, group.high)), one.text
            assert group.low <= group.all_share <= group.high, one.text
    if kind == "none_shown":
        points = numbers(one.text, r"about ([\d.]+) point")
        assert points, one.text
        assert points[0] >= max(100 * (group.least or 0.0) for group in view.groups), one.text


def check_page(view: PlaceView, edition: Edition) -> None:
    views, made = edition.views, of_place(view, edition)
    for one in made:
        if one.sentence.kind in OF_SHARES:
            check_share(one)
        elif one.about in view.measures:
            check_average(one, views)
        elif one.sentence.kind in WHOLE | {"mix_in_line"}:
            check_whole(one, views)
        if one.sentence.kind == "largest":
            assert one.group is not None
            assert one.group.share == max(group.share for group in view.groups), one.text
        counted = numbers(one.text, r"^([\d,]+) customers;")
        assert not counted or counted[0] == view.n, one.text
    spoken = {one.about for one in made if one.sentence.confidence in DIFFERENT} - {""}
    assert spoken == (different(view, views) if view.strength == "claims" else set()), [one.text for one in made]


def check_counts(edition: Edition) -> None:
    """The numbers of places in sentences are those of the pages that say so."""
    views = edition.views
    said = {view.place.slug: {one.sentence.kind for one in of_place(view, edition)} for view in views.pages}
    comparable = sum(view.n >= 100 for view in views.pages)
    overview, summary = select.overview(edition), select.summary(edition)
    for sentence in (*overview.highlights, *summary.takeaways):
        text = sentence.text.replace("\u00a0", " ")
        if sentence.kind in {"cities_differ", "many_cities_differ", "typical_places"}:
            wanted = {"typical_higher", "typical_lower"} if sentence.kind == "typical_places" else {"over", "under"}
            places = {slug for slug, kinds in said.items() if kinds & wanted}
            assert numbers(text, r"in (\d+) of (\d+) places? with 100 customers") == [len(places), comparable], text
            if wanted == {"over", "under"}:
                slugs = {display_names.place(view, edition.content): view.place.slug for view in views.pages}
                listed = re.split(r": |such as ", text)[-1].rstrip(".")
                named = {slugs[name] for name in re.split(r", | and ", listed)}
                assert named <= places, text
                assert ("such as" in text) == (len(named) < len(places)), text
        if sentence.kind == "cities_alike":
            assert not any(kinds & {"over", "under"} for kinds in said.values()), text


def check_site(edition: Edition) -> None:
    for view in edition.views.pages:
        check_page(view, edition)
    for one in of_all(edition):
        check_share(one)
    check_counts(edition)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "imported"])
def test_no_sentence_contradicts_its_page(kind: str) -> None:
    check_site(edition_of(release_of(kind)))  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_no_sentence_contradicts_its_page_where_nothing_differs(seed: int) -> None:
    check_site(edition_of(independent_bank(seed).release))


@pytest.mark.slow
def test_no_sentence_contradicts_its_page_at_any_size_of_a_difference() -> None:
    """Cities of 100 to 5,000 customers whose first segment is up to 12 points away, so that every answer occurs."""
    cells = {}
    for i, n in enumerate((100, 110, 150, 300, 600, 1200, 5000)):
        for j, points in enumerate((0, 2, 4, 6, 8, 12)):
            a = round(n * (0.35 + points / 100) / 10) * 10
            b = round(n * 0.25 / 10) * 10
            cells[f"p{i}{j}"] = {"a": a, "b": b, "cd": n - a - b}
    edition = edition_of(bank(cells, {"c": 4000, "d": sum(cell["cd"] for cell in cells.values()) - 4000}))
    check_site(edition)
    assert {group.answer for view in edition.views.pages for group in view.groups} >= {
        "clear", "small", "chance", "in_line", "none",
    }  # fmt: skip


def test_the_check_finds_a_contradiction() -> None:
    """A page that claims what its interval does not show, or passes over what it shows, is found."""
    edition = edition_of(sample_release("full"))
    view = next(view for view in edition.views.pages if view.mix == "clear")
    at = next(i for i, group in enumerate(view.groups) if group.answer == "clear" and len(group.segments) == 1)
    group = view.groups[at]

    def with_group(made: GroupView) -> PlaceView:
        return replace(view, groups=(*view.groups[:at], made, *view.groups[at + 1 :]))

    check_page(view, edition)
    with pytest.raises(AssertionError):
        check_page(with_group(replace(group, low=0.0, high=1.0)), edition)
    with pytest.raises(AssertionError):
        check_page(with_group(replace(group, answer="none")), edition)
