"""Checks the sense of a release: what its types allow, but no release of this program can hold.

The hash of a release is no signature, so any script can write a release. Each rule yields the path of a field and what
is wrong with it, never its value.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date

from generator.release import SEGMENT_IDS, Changes, FigureChange, Place, Release, Window
from generator.release.rules import is_rule
from generator.release.sense_counts import counts_faults
from generator.release.sense_figures import figures_faults
from generator.release.slugs import is_slug

#: Path of a field, such as "places[3].slug", and what is wrong with it.
Fault = tuple[str, str]

#: Longest name of a place or segment, and longest text.
LONGEST_NAME, LONGEST_TEXT = 200, 2_000
#: Largest amount or number that can change.
_MOST_FIGURE = 1e13
_MOST_THRESHOLD, _MOST_BASE, _MOST_SEED = 1_000_000, 1_000_000, 2**31
#: Control characters, line and paragraph separators, changes of direction, and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LETTER = re.compile(r"[A-Z0-9]{1,2}")
_FEATURES = frozenset({"recency", "frequency", "monetary", "balance"})
#: Figures whose changes are compared by place.
_BY_PLACE = frozenset({"share", "typical_spend", "customers"})
_ROLES = frozenset({"transaction", "time", "birth_date", "gender", "balance"})


def first_fault(release: Release) -> Fault | None:
    """Return the first field that makes no sense, and why; None if there is none."""
    parts: tuple[Callable[[Release], Iterator[Fault]], ...] = (
        _heads,
        _segments,
        _model,
        _places,
        counts_faults,
        figures_faults,
        _changes,
    )
    return next((fault for part in parts for fault in part(release)), None)


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a place or segment: one printable line, not too long."""
    return 0 < len(text) <= LONGEST_NAME and not text.isspace() and not _UNPRINTABLE.search(text)


def _heads(release: Release) -> Iterator[Fault]:
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    if not _is_text(release.label):
        yield "label", f"needs one line of at most {LONGEST_TEXT} printable characters"
    if release.currency not in get_global("all_currencies"):
        yield "currency", "is no code of ISO 4217"
    try:
        Locale.parse(release.locale)
    except (UnknownLocaleError, ValueError, TypeError):
        yield "locale", "is no known locale"
    yield from _window(release.window, imported=release.origin == "kpis")
    if not _is_text(release.customer.words):
        yield "customer.words", f"needs one line of at most {LONGEST_TEXT} printable characters"
    for i, column in enumerate(release.customer.columns):
        if not 0 < len(column) <= LONGEST_TEXT:
            yield f"customer.columns[{i}]", "is empty or too long"
    policy = release.policy
    if not 1 <= policy.threshold <= _MOST_THRESHOLD:
        yield "policy.threshold", f"must be from 1 to {_MOST_THRESHOLD}"
    if not 1 <= policy.base <= _MOST_BASE or policy.threshold % policy.base:
        yield "policy.base", "must be at least 1 and divide the threshold"
    yield from _each_once("absent", release.absent, _ROLES, "no column that can be absent")


def _window(window: Window, *, imported: bool) -> Iterator[Fault]:
    if imported and window == Window("", "", 0, 0, 0, 0):
        return
    for name, text in (("first", window.first), ("last", window.last)):
        if not _is_day(text):
            yield f"window.{name}", "is no day such as 2024-03-31"
            return
    length = (date.fromisoformat(window.last) - date.fromisoformat(window.first)).days + 1
    if length < 1:
        yield "window.last", "comes before the first day"
    elif window.days != length:
        yield "window.days", "is not the number of days from first to last"
    elif not (0 if imported else 1) <= window.working_days <= window.days:
        yield "window.working_days", "must be at least 1 and at most the number of days"
    elif not (0 if imported else 1) <= window.days_with_rows <= window.working_days:
        yield "window.days_with_rows", "must be at least 1 and at most the number of working days"
    elif not 0 <= window.longest_gap <= window.working_days - window.days_with_rows:
        yield "window.longest_gap", "must be from 0 to the number of working days without rows"


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _segments(release: Release) -> Iterator[Fault]:
    segments = release.segments
    if not 1 <= len(segments) <= len(SEGMENT_IDS):
        yield "segments", f"needs 1 to {len(SEGMENT_IDS)} segments"
    for name in ("id", "letter", "name", "short"):
        counts = Counter(str(getattr(segment, name)) for segment in segments)
        for i, segment in enumerate(segments):
            text = str(getattr(segment, name))
            if not is_name(text):
                yield f"segments[{i}].{name}", f"needs one line of 1 to {LONGEST_NAME} printable characters"
            elif counts[text] > 1:
                yield f"segments[{i}].{name}", "is that of another segment too"
    for i, segment in enumerate(segments):
        if segment.id not in tuple(SEGMENT_IDS):
            yield f"segments[{i}].id", f"is none of {', '.join(SEGMENT_IDS)}"
        if not _LETTER.fullmatch(segment.letter):
            yield f"segments[{i}].letter", "is no capital letter or number"
        if not is_rule(segment.rule):
            yield f"segments[{i}].rule", "is no name of a rule, such as m-high"


def _model(release: Release) -> Iterator[Fault]:
    model, k = release.model, len(release.segments)
    names = tuple(feature.name for feature in model.features)
    yield from _each_once("model.features", names, _FEATURES, "no feature of a model")
    for i, segment in enumerate(release.segments):
        if not set(segment.evidence) <= set(names) or not all(0 <= share <= 1 for share in segment.evidence.values()):
            yield f"segments[{i}].evidence", "needs numbers from 0 to 1 of features that are used"
    dropped = tuple(item.name for item in model.dropped)
    yield from _each_once("model.dropped", dropped, _FEATURES - set(names), "no feature that can be dropped")
    for i, feature in enumerate(model.features):
        if feature.sd <= 0 or feature.weight <= 0:
            yield f"model.features[{i}]", "needs a standard deviation and a weight above 0"
    if any(not 0 <= item.share <= 1 for item in model.dropped):
        yield "model.dropped", "has a share that is not from 0 to 1"
    if model.requested not in ("auto", "default", *map(str, range(1, len(SEGMENT_IDS) + 1))):
        yield "model.requested", 'is no number of segments, "default" or "auto"'
    if model.k != k:
        yield "model.k", "is not the number of segments"
    if not k <= model.first_k <= len(SEGMENT_IDS):
        yield "model.first_k", f"must be at least k and at most {len(SEGMENT_IDS)}"
    if not 0 <= model.smallest <= 1:
        yield "model.smallest", "must be a share from 0 to 1"
    if not 0 <= model.seed < _MOST_SEED:
        yield "model.seed", "must be from 0 to 2147483647"
    rows = 0 if release.origin == "kpis" and not model.centres else k
    if len(model.centres) != rows or any(len(row) != len(names) for row in model.centres):
        yield "model.centres", "needs one row for each segment and one column for each feature"


def _places(release: Release) -> Iterator[Fault]:
    places = release.places
    if not places:
        yield "places", "needs at least one place"
    ids = Counter(place.id for place in places)
    slugs = Counter(place.slug for place in places if place.slug)
    for i, place in enumerate(places):
        if not is_name(place.id) or ids[place.id] > 1:
            yield f"places[{i}].id", "is empty, unprintable, too long or that of another place too"
        if slugs[place.slug] > 1:
            yield f"places[{i}].slug", "is that of another place too"
        yield from _place(f"places[{i}]", place)


def _place(path: str, place: Place) -> Iterator[Fault]:
    paged = place.kind in ("city", "district")
    if place.slug and not paged:
        yield f"{path}.slug", "must be empty: only cities and districts have pages"
    if paged and not is_slug(place.slug):
        yield f"{path}.slug", "is no name of a folder: small letters, digits and hyphens, no reserved name"
    if not all(map(is_slug, place.former)):
        yield f"{path}.former", "has an entry that is no name of a folder"
    for name in ("name", "state", "metro"):
        text = getattr(place, name)
        needed = (name == "name" and place.kind != "other") or (name == "state" and place.kind == "pool")
        if (text or needed) and not is_name(text):
            yield f"{path}.{name}", f"needs one line of 1 to {LONGEST_NAME} printable characters"
    for name in ("aliases", "covers"):
        if not all(map(is_name, getattr(place, name))):
            yield f"{path}.{name}", f"has an entry that is not one line of 1 to {LONGEST_NAME} printable characters"
    if (place.lat is None) != (place.lon is None):
        yield f"{path}.lat", "needs both latitude and longitude, or none"
    if place.lat is not None and not -90 <= place.lat <= 90:
        yield f"{path}.lat", "must be from -90 to 90"
    if place.lon is not None and not -180 <= place.lon <= 180:
        yield f"{path}.lon", "must be from -180 to 180"
    if (place.id == "other") != (place.kind == "other") or place.id.startswith("pool:") != (place.kind == "pool"):
        yield f"{path}.kind", "does not agree with the id"


def _changes(release: Release) -> Iterator[Fault]:
    changes = release.changes
    if changes is None:
        return
    for name, text in (("first", changes.first), ("last", changes.last)):
        if not _is_day(text):
            yield f"changes.{name}", "is no day such as 2024-03-31"
            return
    if changes.last < changes.first:
        yield "changes.last", "comes before the first day"
    ids = tuple(segment.id for segment in release.segments)
    yield from _each_once("changes.segments", tuple(item.id for item in changes.segments), ids, "no segment")
    for i, item in enumerate(changes.segments):
        if (item.distance is not None and item.distance < 0) or not is_name(item.now):
            yield f"changes.segments[{i}]", "needs a name, and a distance of 0 or more"
        if item.before is not None and not is_name(item.before):
            yield f"changes.segments[{i}].before", "is no name"
    yield from _each_once("changes.obstacles", changes.obstacles, changes.obstacles, "no obstacle")
    pages = {place.id for place in release.places if place.kind in ("city", "district")}
    yield from _each_once("changes.came", changes.came, pages, "no place with a page")
    for figure, left in changes.without.items():
        if figure not in _BY_PLACE or not left or not set(left) <= pages or len(set(left)) < len(left):
            yield "changes.without", "needs places with a page by figure, each listed once"
    if changes.left < 0:
        yield "changes.left", "must be at least 0"
    yield from _figure_changes(changes, pages, ids)


def _figure_changes(changes: Changes, pages: Collection[str], ids: Collection[str]) -> Iterator[Fault]:
    seen = set()
    for name, rows in (("bank", changes.bank), ("places", changes.places)):
        for i, row in enumerate(rows):
            path, key = f"changes.{name}[{i}]", (row.place, row.figure, row.segments)
            if (row.place is not None if name == "bank" else row.place not in pages) or key in seen:
                yield path, "names no place with a page, or is listed twice"
            seen.add(key)
            if bool(row.segments) != (row.figure == "share") or not set(row.segments) <= set(ids):
                yield f"{path}.segments", "needs segments of the release for a share, and none for another figure"
            yield from _figure_change(path, row)


def _figure_change(path: str, row: FigureChange) -> Iterator[Fault]:
    share = row.figure == "share"
    if not all((value is None) == (row.place is None) for value in (row.rest_before, row.rest_now)):
        yield f"{path}.rest_now", "needs figures of all other customers for a place, and none for all customers"
    values = [value for value in (row.before, row.now, row.rest_before, row.rest_now) if value is not None]
    if not all(0 <= value <= 1 if share else 0 < value <= _MOST_FIGURE for value in values):
        yield f"{path}.now", "needs shares from 0 to 1, and other figures above 0"
    if not (-2 <= row.change <= 2 if share else 0 < row.change <= _MOST_FIGURE):
        yield f"{path}.change", "needs a difference of shares, or a ratio above 0"
    if row.low is None or row.high is None or row.q is None:
        if (row.low, row.high, row.q) != (None, None, None):
            yield f"{path}.q", "needs both ends of an interval and a p-value, or none of them"
    elif not (row.low <= row.change <= row.high and 0 <= row.q <= 1):
        yield f"{path}.q", "needs an interval around the change, and a p-value from 0 to 1"


def _is_text(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and not _UNPRINTABLE.search(text)


def _each_once(path: str, names: tuple[str, ...], known: Collection[str], what: str) -> Iterator[Fault]:
    for i, name in enumerate(names):
        if name not in known:
            yield f"{path}[{i}]", f"is {what}"
        elif name in names[:i]:
            yield f"{path}[{i}]", "is listed twice"
