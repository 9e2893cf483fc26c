"""Names of segments, merged segments and places, for tables and for the middle of a sentence."""

from collections.abc import Sequence

from generator.publish.model.types import PlaceView, Views
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter


def join(words: Sequence[str], content: Content) -> str:
    """Return "A", "A and B", "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return content.words("segments.and", first=", ".join(words[:-1]), last=words[-1])


def codes(segments: Sequence[str], views: Views) -> str:
    """Return the segment codes: "A", or "B+C" for merged segments."""
    return "+".join(views.segments[id_].letter for id_ in segments)


def group(segments: Sequence[str], views: Views, content: Content, short: bool = False) -> str:
    """Return the name of a segment, or of merged ones: "Mid spenders and small spenders together"."""
    if len(segments) == 1:
        one = views.segments[segments[0]]
        return one.short if short else one.name
    if len(segments) == len(views.segments):
        return content.words("segments.all_of_them")
    if short:
        return codes(segments, views)
    names = [views.segments[id_].name for id_ in segments]
    inner = [names[0], *(inline(name) for name in names[1:])]
    return content.words("segments.together", names=join(inner, content))


def inline(name: str) -> str:
    """Return a name for the middle of a sentence: "Small spenders" → "small spenders"; "NRI customers" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def place(view: PlaceView, content: Content) -> str:
    """Return the display name of a place; pools and "other" get a description."""
    if view.place.kind == "pool":
        return content.words("table.pool", state=view.place.state)
    if view.place.kind == "other":
        return content.words("table.other")
    return view.place.name


def place_in_state(view: PlaceView) -> str:
    """Return "Pune, Maharashtra", and "Delhi" where place and state share a name."""
    name, state = view.place.name, view.place.state
    return name if not state or state == name else f"{name}, {state}"


def unique(view: PlaceView, views: Views, content: Content) -> str:
    """Return a unique name: with the state where two places share the name, with "district" where those agree too."""
    name, others = view.place.name, [other.place for other in views.pages if other.place.id != view.place.id]
    if not any(other.name == name for other in others):
        return place(view, content)
    if view.place.kind == "district":
        name = content.words("compare.district", name=name)
    return f"{name}, {view.place.state}" if view.place.state and view.place.state != name else name


def rank(view: PlaceView, edition: Edition) -> str:
    """Return "11th of 102 cities" or "joint 11th of 102 cities"; empty for places that are not ranked."""
    if view.rank is None:
        return ""
    alone, joint = rank_patterns(edition.views, edition.content, edition.fmt)
    pattern = joint if edition.views.is_joint(view) else alone
    return pattern.replace("{{ rank }}", edition.fmt.ordinal(view.rank))


def rank_patterns(views: Views, content: Content, fmt: Formatter) -> tuple[str, str]:
    """Return "{{ rank }} of 102 cities", and the same for a joint rank."""
    cities = counted("cities", len(views.cities), content, fmt)
    alone, joint = (content.words(f"kpi.rank{end}", rank="{{ rank }}", cities_counted=cities) for end in ("", "_joint"))
    return alone, joint


def counted(things: str, n: int, content: Content, fmt: Formatter) -> str:
    """Return "1 city", "102 cities"; `things` is a key of [counted] in site.toml."""
    return by_number(f"counted.{things}", n, content, fmt, n=fmt.count(n))


def by_number(key: str, number: int, content: Content, fmt: Formatter, **facts: str) -> str:
    """Return a text in the form that a number needs in the language of the words."""
    return content.words(form(key, number, content, fmt), **facts)


def form(key: str, number: int, content: Content, fmt: Formatter) -> str:
    """Return the key of the form of a text that a number needs in the language of the words.

    Forms are keys with an ending: _one, _few and the other plural forms of the language, and _zero for none. A form
    without words of its own has those of the key itself. `templates/static/js/src/core/plurals.js` does the same.
    """
    endings = ("zero", fmt.plural(number)) if number == 0 else (fmt.plural(number),)
    forms = (f"{key}_{ending}" for ending in endings)
    return next(filter(content.has_words, forms), key)
