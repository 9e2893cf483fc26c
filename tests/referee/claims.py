"""Everything that a site says of a place against all customers, or of two places, without rendering it.

The one module here that knows how the public half marks an answer: on sentences, in columns of files, on comparisons.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from generator.publish.claims import select, titles
from generator.publish.claims.sentences import Sentence
from generator.publish.downloads import tables
from generator.publish.facts import values
from generator.publish.model import conditions
from generator.publish.model.build import build_views
from generator.publish.model.neighbours import Alike
from generator.publish.model.pairs import Comparer
from generator.publish.model.types import PlaceView, Views
from generator.publish.words import loader
from generator.publish.words.edition import Edition
from generator.release import Release
from generator.settings.settings import Settings

CLEAR = "clear"
#: Kinds of sentences marked as clear that say nothing of a place against all customers: a comparison of releases.
OF_ITSELF = frozenset({"moved"})
_NO_ANSWER = frozenset({"counted", "unclear"})
#: Sentences about averages; the other differences are about shares.
AVERAGES = frozenset(
    {"typical_higher", "typical_lower", "more_active", "less_active", "more_recent", "less_recent", "older", "younger"}
    | {"typical_places", "small_average", "chance_average", "lower_but_more", "higher_but_less"}
)
#: Figures whose title may be a finding: of a place, and of all customers.
_PLACE_FIGURES, _BANK_FIGURES = ("segments",), ("distribution", "spend")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said.

    Attributes:
        at: Where: the kind of page, or the file.
        place: Slug of the place concerned; empty for a number of places.
        subject: "share" or "average", or "pair" for two places.
        answer: clear, small, chance, in_line, none and what else the site calls it.
        about: Kind of sentence with its key, or the column.
        text: The sentence; empty for files.
        page: Id of the page, where its kind does not tell.
    """

    at: str
    place: str
    subject: str
    answer: str
    about: str
    text: str = ""
    page: str = ""


def edition_of(release: Release, settings: Settings) -> Edition:
    """Return what pages are made of."""
    views = build_views(release)
    words = loader.load(settings.content_dirs, conditions.hold(views, settings), settings.language)
    return values.fill_site(Edition.of(views, words), settings)


def differences(edition: Edition) -> tuple[str, ...]:
    """Return the kinds of sentences that say of a place that it differs, surely or not."""
    phrases = (edition.content.phrase(kind) for kind in edition.content.tables["phrases.toml"]["phrases"])
    return tuple(
        phrase.id
        for phrase in phrases
        if phrase.confidence in {CLEAR, "small", "chance"}
        and phrase.id not in OF_ITSELF
        and not phrase.id.startswith(("pair_", "alike"))
    )


def claims(edition: Edition) -> tuple[Claim, ...]:
    """Return the claims of all pages and files."""
    return (*_pages(edition), *_files(edition.views))


def _pages(edition: Edition) -> Iterator[Claim]:
    views, alike = edition.views, Alike.of(edition.views)
    for view in views.pages:
        yield from of_place(view, edition)
        for _, sentence in select.cities_alike(view, alike, edition):
            if sentence.kind == "alike_but":
                yield Claim("similar", view.place.slug, "pair", CLEAR, sentence.id, sentence.text)
    yield from _said("overview", select.overview(edition).highlights)
    yield from _titles("overview", _BANK_FIGURES, edition)
    summary = select.summary(edition)
    yield from _said("summary", summary.takeaways)
    for row in summary.opportunities:
        for slug in row.where:
            yield Claim("summary", slug or "", "share", CLEAR, f"option-{row.segment}")
    for id_ in views.segments:
        page = select.segment(id_, edition)
        for claim in _said("segment", (*page.over, *page.under)):
            yield replace(claim, page=id_)


def of_place(view: PlaceView, edition: Edition) -> Iterator[Claim]:
    """Yield the claims of the page of a place."""
    said = select.place(view, edition)
    yield from _said("place", (said.headline, *said.standouts), view.place.slug)
    yield from _titles("place", _PLACE_FIGURES, edition, view)


def _titles(at: str, figures: Iterable[str], edition: Edition, view: PlaceView | None = None) -> Iterator[Claim]:
    found = (titles.finding(figure, edition, view) for figure in figures)
    slug = view.place.slug if view else ""
    yield from _said(f"{at} title", (title for title in found if title is not None), slug)


def _said(at: str, sentences: Iterable[Sentence], slug: str = "") -> Iterator[Claim]:
    for sentence in sentences:
        if sentence.confidence not in _NO_ANSWER and sentence.kind not in OF_ITSELF:
            subject = "average" if sentence.kind in AVERAGES else "share"
            yield Claim(at, sentence.place or slug, subject, sentence.confidence, sentence.id, sentence.text)


def _files(views: Views) -> Iterator[Claim]:
    """Columns named `answer` or `…_answer`."""
    for sheet in (tables.cities(views), tables.city_segments(views)):
        subject = "average" if sheet.name == "cities" else "share"
        for row in sheet.rows:
            for name, value in row.items():
                if value and name.rpartition("_")[2] == "answer":
                    yield Claim(f"{sheet.name}.csv", str(row["slug"]), subject, str(value), name)


def compared(view: PlaceView) -> dict[str, tuple[float, float, float]]:
    """Return value and 95 % interval of each average and share of a place; shares by their segments."""
    found = {
        name: (one.value, one.low, one.high)
        for name, one in view.measures.items()
        if one.value is not None and one.low is not None and one.high is not None
    }
    return found | {f"share {'+'.join(group.segments)}": (group.share, group.low, group.high) for group in view.groups}


def reference(views: Views, view: PlaceView) -> dict[str, float]:
    """Return the value of all customers for what `compared` returns, where the release has it."""
    found = {name: one.value for name, one in views.measures.items() if one.value is not None}
    shares = {f"share {'+'.join(group.segments)}": group.all_share for group in view.groups}
    return found | {name: share for name, share in shares.items() if share is not None}


def claiming(views: Views) -> tuple[PlaceView, ...]:
    """Return the places with enough customers for claims."""
    return tuple(view for view in views.pages if view.strength == "claims")


def clear_pairs(views: Views) -> tuple[int, int]:
    """Compare every two places that a reader may choose: how many pairs show a clear difference, and of how many."""
    pairs = list(combinations(claiming(views), 2))
    comparer = Comparer.of(views)
    return sum(comparer.pair(one, other).answer == CLEAR for one, other in pairs), len(pairs)
