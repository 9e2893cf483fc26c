"""Sites made of marked words: samples that together show nearly every word, and what a reader sees of their pages."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from generator.analyse.legacy_kpis import import_kpis
from generator.publish.cards import text as card_text
from generator.publish.claims.rules.changes import OBSTACLES
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.side_pages import NotFoundContext
from generator.publish.render import contexts, files, make
from generator.release import (
    Changes,
    Clip,
    Compared,
    Count,
    Dropped,
    Feature,
    FigureChange,
    Obstacle,
    Release,
    SegmentChange,
)
from generator.settings.settings import Settings
from tests.support.foreign import foreign_release
from tests.support.golden_sites import golden_release
from tests.support.imported import write_table
from tests.support.marked_words import mark, wide
from tests.support.null_releases import release_of_twins
from tests.support.releases import sample_release, with_balances

#: Attributes that a reader sees or hears.
_ATTRIBUTES = frozenset({"title", "aria-label", "alt", "placeholder", "label", "aria-description", "aria-valuetext"})
_VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})
#: Sites with an address, frames and pictures.
_RICH = frozenset({"golden", "imported"})
#: Keys of Plotly's JSON that hold words.
_WORDS = frozenset({"text", "hovertext", "name", "title", "ticktext", "labels", "hovertemplate"})
#: Keys of JSON for search engines that hold codes and addresses.
_CODES = frozenset({"@type", "@context", "url", "contentUrl", "encodingFormat", "temporalCoverage", "unitText"})
_REFIT = ("f-low", "b-high", "b-low", "r-old")
_FIXED = ("one", "mid", "m-high", "m-low")


@dataclass(frozen=True, slots=True)
class Marked:
    """Sites of marked words.

    Attributes:
        signs: File and key of each text by its sign.
        files: Every file of every site, by the site's name and the path inside it.
        releases: What the sites were made of, by name.
    """

    signs: dict[str, str]
    files: dict[tuple[str, str], bytes]
    releases: dict[str, Release]


@cache
def marked_sites() -> Marked:
    """Render every site once."""
    with TemporaryDirectory() as folder:
        words = Path(folder) / "words"
        signs = mark(words)
        releases = dict(_releases(Path(folder)))
        plain = Settings(title=wide("Atlas"), reference=wide("everyone"), content=(str(words),), cards=False)
        rich = replace(
            plain,
            site_url="https://atlas.example/s/",
            publisher=wide("A bank"),
            contact=wide("someone"),
            licence=wide("free"),
        )
        found: dict[tuple[str, str], bytes] = {}
        for name, release in releases.items():
            settings = rich if name in _RICH else replace(plain, embeds=False)
            # As with pictures, which are read as words below instead of drawn.
            builder = make(release, replace(settings, cards=name in _RICH))
            found |= {(name, path): data for path, data in files(builder, settings)}
            found[name, "cards.txt"] = "\n".join(_cards(builder)).encode()
        return Marked(signs, found, releases)


def _releases(folder: Path) -> Iterator[tuple[str, Release]]:
    made = {
        "golden": golden_release("full-with-frequency"),
        "refit": _refit(sample_release("full")),
        "fixed": _no_city_compared(_fixed(sample_release("full"))),
        "imported": import_kpis(write_table(folder / "kpis.csv"), Settings()).release,
        "imported as-is": import_kpis(folder / "kpis.csv", Settings(places="as-is")).release,
        "twins": release_of_twins(),
        "elsewhere": _of_years(foreign_release("sparse")),
        "sparse": sample_release("sparse"),
        "joined": _no_city_changed(sample_release("joined")),
        "total": with_balances(sample_release("total")),
        "internal": _one_feature(sample_release("internal")),
    }
    for name, release in made.items():
        # Names and labels of a release were words where it was made.
        segments = tuple(replace(s, name=wide(s.name), short=wide(s.short)) for s in release.segments)
        key = replace(release.customer, words=wide(release.customer.words))
        yield name, replace(release, label=wide(release.label), segments=segments, customer=key)


def _of_bank(figure: Compared, change: float, segments: tuple[str, ...] = ()) -> FigureChange:
    now = 0.2 + change if figure == "share" else 2 * change
    before = 0.2 if figure == "share" else 2.0
    return FigureChange(None, figure, segments, before, now, None, None, change, change - 0.01, change + 0.01, 0.01)


def _changes(
    bank: tuple[FigureChange, ...],
    places: tuple[FigureChange, ...] = (),
    segments: tuple[SegmentChange, ...] = (),
    obstacles: tuple[Obstacle, ...] = (),
) -> Changes:
    model: Literal["refit", "frozen"] = "refit" if segments else "frozen"
    return Changes("2016-05-11", "2016-07-31", model, segments, obstacles, bank, places, {}, (), 1)


def _no_city_compared(release: Release) -> Release:
    """Return a release in which shares and transactions of all customers changed."""
    bank = (_of_bank("share", 0.1, (release.segments[0].id,)), _of_bank("transactions", 1.2))
    return replace(release, changes=_changes(bank))


def _no_city_changed(release: Release) -> Release:
    place = next(place.id for place in release.places if place.kind == "city")
    row = replace(_of_bank("customers", 1.001), place=place, rest_before=2.0, rest_now=2.0)
    return replace(release, changes=_changes((_of_bank("customers", 1.2),), (row,)))


def _of_years(release: Release) -> Release:
    return replace(
        release, window=replace(release.window, first="2015-08-01", days=448, working_days=448, days_with_rows=440)
    )


def _refit(release: Release) -> Release:
    """Return a release of large places, with balances, of a model that was fitted anew."""
    one, two, three, *rest = release.places
    places = (
        replace(one, metro="Great", former=("an-earlier-name",)),
        replace(two, metro="Great"),
        replace(three, covers=(one.name, two.name)),
        *rest,
    )
    named = [
        replace(segment, rule=rule, evidence={"frequency": 0.8, "monetary": 0.8, "recency": 0.2, "balance": 0.5})
        for segment, rule in zip(release.segments, _REFIT, strict=True)
    ]
    first, second, *_ = release.segments
    segments_now = (
        SegmentChange(first.id, True, 0.2, wide(first.name), wide(first.name)),
        SegmentChange(second.id, False, None, None, wide(second.name)),
    )
    changes = _changes((_of_bank("customers", 1.001),), segments=segments_now, obstacles=OBSTACLES)
    rows = (
        "customer", "customer_placeholder", "currency", "not_spend", "fields", "date", "date_apart", "amount",
        "duplicate", "window", "where", "where_unread",
    )  # fmt: skip
    flags = (
        "dob_future", "dob_unreadable", "gender_unknown", "balance_missing", "balance_unreadable", "location_missing",
    )  # fmt: skip
    quality = [*(f"rejected:{name}" for name in rows), *(f"flag:{name}" for name in flags)]
    known = {count.name for count in release.overall.quality}
    more = tuple(Count(name, 200, 20_000) for name in quality if name not in known)
    matches = (*release.overall.matches, Count("state:B", 100, 15_000))
    model = release.model
    return replace(
        release,
        locale="en_US",
        currency="USD",
        places=places,
        segments=tuple(named),
        changes=changes,
        model=replace(
            model,
            requested="auto",
            choice="set",
            features=(*model.features, Feature("balance", 9.0, 1.0, 1.0)),
            centres=tuple((*row, 0.0) for row in model.centres),
            clips=(*model.clips, Clip(None, "spend_wide", 0.0, 90_000.0)),
        ),
        overall=replace(release.overall, quality=(*release.overall.quality, *more), matches=matches),
    )


def _fixed(release: Release) -> Release:
    """Return a release above a large threshold, without scores, of segments whose number was given."""
    named = [
        replace(segment, rule=rule, evidence={"one": {}, "mid": {"monetary": 0.5}}.get(rule, segment.evidence))
        for segment, rule in zip(release.segments, _FIXED, strict=True)
    ]
    # One band is not known, as where birth dates are missing.
    cross = tuple(
        replace(cell, band="age:unknown") if cell.band == "age:under 25" else cell for cell in release.overall.cross
    )
    quality = tuple(
        replace(count, n=0) if count.name.startswith("rejected:") else count for count in release.overall.quality
    )
    return replace(
        release,
        segments=tuple(named),
        policy=replace(release.policy, threshold=100),
        model=replace(release.model, requested="4"),
        overall=replace(release.overall, cross=cross, quality=quality, evidence=()),
    )


def _one_feature(release: Release) -> Release:
    """Return a release of segments by one feature alone, in data with a gap and few known balances."""
    model = release.model
    dropped = (
        Dropped("recency", "calendar", 0.1),
        Dropped("frequency", "constant", 1.0),
        Dropped("balance", "unknown", 0.6),
    )
    amount = tuple(feature for feature in model.features if feature.name == "monetary")
    bands = replace(
        model, features=amount, dropped=dropped, recency="gap", centres=tuple((row[-1],) for row in model.centres)
    )
    window = replace(release.window, days_with_rows=release.window.days - 12, longest_gap=12)
    segments = tuple(
        replace(segment, evidence={"monetary": segment.evidence["monetary"]}) for segment in release.segments
    )
    return replace(release, model=bands, window=window, segments=segments)


def _cards(builder: PageBuilder) -> Iterator[str]:
    """Yield the words of pictures of pages; in a picture itself they are drawn."""
    yield repr(card_text.frame(builder))
    for context in contexts(builder) if builder.pictures else ():
        if not isinstance(context, NotFoundContext):
            yield repr(card_text.card_of(builder, context))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, str]] = []
        self.json: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name in _ATTRIBUTES or (name.startswith("data-") and re.search(r"\w \w", value)):
                self.seen.append((f"{tag} {name}", value))
        if values.get("name") == "description" or values.get("property") in _OPEN_GRAPH:
            self.seen.append(("meta", values.get("content", "")))
        if tag not in _VOID:
            self.open.append("json" if "json" in values.get("type", "") else tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "json":
            self.json.append(data)
        elif inside not in {"style", "script", "code"}:
            self.seen.append((inside, data))


_OPEN_GRAPH = frozenset({"og:title", "og:description", "og:site_name", "og:image:alt"})


def seen(html: str) -> Iterator[tuple[str, str]]:
    """Yield what a page shows or says, each with where: an element, an attribute, or a key of JSON."""
    reader = _Reader()
    reader.feed(html)
    yield from reader.seen
    for text in reader.json:
        body = json.loads(text)
        drawn = "data" in body and "layout" in body
        yield from ((key, value) for key, value in strings(body) if (key in _WORDS if drawn else key not in _CODES))


def strings(value: Any, key: str = "json") -> Iterator[tuple[str, str]]:
    """Yield the strings of a JSON value with the key that holds each."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str):
        yield key, value


def data_of(script: bytes) -> Any:
    """Return what a data script registers."""
    text = script.decode()
    return json.JSONDecoder().raw_decode(text, text.index("]=") + 2)[0]
