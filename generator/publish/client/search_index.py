"""Index of the search box: entries, the names that find them, and their URLs.

It holds pages and entries of the site only; a place without a page is not in it, so that searching for it gives the
same empty result as searching for a name that is not in the data.
"""

import re
from collections.abc import Iterable, Sequence
from posixpath import commonprefix
from typing import Any

from generator.latin import sort_key
from generator.publish.model.types import PlaceView, Views
from generator.publish.output.links import CITIES, MY_TOWN, PAGES, Links, state_anchors
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.release.columns import BALANCE, columns_of

#: Columns of these kinds are measures; the others (names, URLs) need no entry.
_NAMES = frozenset({"text", "id"})

#: Explanation after an alias in the glossary: "CustomerCount (their number)".
_ASIDE = re.compile(r"\s*\([^)]*\)")

#: Texts of the result list in site.toml; that of the number of results has plural forms.
_WORDS = re.compile(r"results(_[a-z]+)?|most|none|town|also")

Row = list[Any]


def index(edition: Edition, style: str = "") -> dict[str, Any]:
    """Return the data of the search box's script.

    Args:
        edition: The release as published, words and formats.
        style: Style sheet of the result list, loaded on first use.

    Returns:
        `style`, `words` (with {} where the script puts a name or a number), `town` (path of "My town is not here"),
        `states` and `kinds`, each with its label, the label with a state, prefix and suffix of an entry's part
        of its path, and its rows: name, part of the path, then a state's number (-1: none), then other names. Rows of
        one kind are in the order in which equal matches are shown: places with most customers first.
    """
    views, content = edition.views, edition.content
    states = sorted({view.place.state for view in views.pages})
    with_cities = sorted({view.place.state for view in views.cities} - {""}, key=sort_key)
    anchors = state_anchors(views)
    rows = {
        "city": _places(views.cities, states),
        "district": _places(views.districts, states),
        "state": [[state, f"{CITIES}#{anchors[state]}"] for state in with_cities],
        "segment": _segments(views, content),
        "page": [[content.words(f"nav.{id_}"), path] for id_, path in PAGES.items() if id_ in edition.page_ids],
        "term": list(_terms(views, content)),
    }
    names = [name for name in content.tables["site.toml"]["search"] if _WORDS.fullmatch(name)]
    words = {name: content.words(f"search.{name}", n="{}", all="{}", name="{}") for name in names}
    kinds = [_kind(id_, found, content) for id_, found in rows.items()]
    return {
        "style": style,
        "language": content.language,
        "words": words,
        "town": MY_TOWN,
        "states": states,
        "kinds": kinds,
    }


def _kind(id_: str, rows: list[Row], content: Content) -> dict[str, Any]:
    """Return a kind; what all paths of it share is told once."""
    paths = [row[1] for row in rows]
    before = commonprefix(paths)
    rest = [path[len(before) :] for path in paths]
    after = commonprefix([path[::-1] for path in rest])[::-1]
    label = content.words(f"search.kind.{id_}")
    return {
        "label": label,
        "within": content.words("search.within", kind=label, state="{}"),
        "before": before,
        "after": after,
        "rows": [
            _short([row[0], path[: len(path) - len(after)], *row[2:]]) for row, path in zip(rows, rest, strict=True)
        ],
    }


def _short(row: Row) -> Row:
    """Leave out a state that says nothing, where nothing stands after it."""
    return row[:2] if row[2:] == [-1] else row


def _places(views: Iterable[PlaceView], states: Sequence[str]) -> list[Row]:
    rows = []
    for view in views:
        place = view.place
        state = -1 if place.state in ("", place.name) else states.index(place.state)
        path = Links().city(place.slug)
        rows.append([place.name, path, state, *(name for name in place.aliases if name != place.name)])
    return rows


def _segments(views: Views, content: Content) -> list[Row]:
    label = content.words("search.kind.segment")
    return [[one.name, Links().segment(one.id), -1, f"{label} {one.letter}"] for one in views.segments.values()]


def _terms(views: Views, content: Content) -> Iterable[Row]:
    """Yield words of the glossary, then the measures that are not among them."""
    seen = set()
    for id_ in content.terms():
        row = content.tables["glossary.toml"][id_]
        title = content.text("glossary.toml", f"{id_}.title")
        seen.add(title)
        also = content.text("glossary.toml", f"{id_}.also") if "also" in row else ""
        names = (name.strip() for name in _ASIDE.sub("", also).split(","))
        yield [title, Links().term(id_), -1, *filter(None, names)]
    for column in columns_of(views.release.origin, balances=BALANCE in views.measures):
        title = content.title(column.name)
        if column.kind not in _NAMES and title not in seen:
            yield [title, Links().term(f"column-{column.name}")]
