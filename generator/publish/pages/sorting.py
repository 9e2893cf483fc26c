"""Sort orders of the cities table, with the values of each row: only numbers shown in the table."""

import unicodedata
from collections.abc import Iterable

from generator.latin import sort_key
from generator.publish.model import stats
from generator.publish.model.types import ANSWERS, Answer, PlaceView, Views
from generator.publish.pages.contexts.rows import Choice
from generator.publish.words.content import Content

#: Sort value of a place that is not tested; those of the others are in the order of their answers, the surest first.
_TOO_FEW = 0


def choices(views: Views, content: Content) -> tuple[Choice, ...]:
    """Return the sort orders of the table: as listed, by name, then those of `values`, in its order."""
    t = content.words
    fixed = [
        Choice("", t("cities.by_state" if views.has_states else "cities.as_listed")),
        Choice("city", t("cities.by_name")),
        Choice("customers", t("table.customers")),
    ]
    if not views.imported:
        fixed += [Choice(key, t(f"table.{key}")) for key in ("typical_spend", "stands_out")]
    if any(view.groups for view in views.pages):
        fixed += [Choice(one.id, t("cities.by_share", letter=one.letter)) for one in views.segments.values()]
    return tuple(fixed)


def initials(views: Iterable[PlaceView]) -> tuple[str, ...]:
    """Return the initials of names, upper case without accents, in order; "#" for other characters."""
    firsts = {unicodedata.normalize("NFD", view.place.name.strip().upper())[:1] for view in views}
    found = sorted((first for first in firsts if first.isalpha()), key=sort_key)
    return ("#", *found) if len(found) < len(firsts) else tuple(found)


def values(view: PlaceView, views: Views, answer: Answer | None) -> str:
    """Return the sort values of a row, one token each, "-" where unknown.

    Customers; typical spend and finding, except for imported tables; then the share of each segment in per mille,
    shrunk towards that of all customers so that very small places do not lead the list.

    Args:
        view: The place of the row.
        views: The release, for its segments.
        answer: What is said of the place; None for nothing.
    """
    words = [str(view.n)]
    if not views.imported:
        typical = view.measures["typical_spend"].value
        sure = _TOO_FEW if answer is None else len(ANSWERS) - ANSWERS.index(answer)
        words += ["-" if typical is None else f"{typical:.4g}", str(sure)]
    shares = {group.segments: group for group in view.groups}
    for id_ in views.segments:
        group = shares.get((id_,))
        if group is None or group.all_share is None:
            words.append("-")
        else:
            words.append(f"{1000 * stats.shrunken_share(group.n, view.n, group.all_share):.0f}")
    return " ".join(words)
