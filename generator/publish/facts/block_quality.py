"""Tables of the data-quality page: rows, flags, matches."""

from collections.abc import Sequence

from generator.publish.facts.html_tables import table
from generator.publish.words import counts
from generator.publish.words.edition import Edition
from generator.release import Count


def rows(edition: Edition) -> str:
    """Return the table of rows read, kept and excluded."""
    wanted = [count for count in edition.views.release.overall.quality if count.name.startswith(("rows_", "rejected:"))]
    wanted.sort(
        key=lambda count: (not count.name.startswith("rows_read"), count.name.startswith("rejected:"), count.name)
    )
    return _count_table("rows_caption", wanted, edition)


def flags(edition: Edition) -> str:
    """Return the table of missing or unusual values in kept rows, and of findings about ids."""
    wanted = [count for count in edition.views.release.overall.quality if count.name.startswith(("flag:", "key:"))]
    wanted.sort(key=lambda count: (count.name.startswith("key:"), count.name != "key:ids_repeated"))
    return _count_table("flags_caption", wanted, edition)


def _count_table(caption: str, found: Sequence[Count], edition: Edition) -> str:
    views, content, fmt = edition.views, edition.content, edition.fmt
    head = [content.words(f"quality.{name}") for name in ("what", "count", "share")]
    cells = [
        (
            content.words("quality." + count.name.replace(":", ".")),
            counts.words(count, views, fmt),
            (counts.rate if count.name.startswith("key:") else counts.share)(count, views, fmt),
        )
        for count in found
    ]
    return table(content.words(f"methods.{caption}"), head, cells)


def matches(edition: Edition) -> str:
    """Return the table of customers by how their place was matched; empty without a gazetteer."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    if views.release.reading.places != "gazetteer":
        return ""
    cells = []
    for count in views.release.overall.matches:
        kind, _, grade = count.name.partition(":")
        words = [content.words(f"quality.kind.{kind}")]
        if content.has_words(f"quality.grade.{grade.lower()}"):
            words.append(content.words(f"quality.grade.{grade.lower()}"))
        cells.append((", ".join(words), counts.words(count, views, fmt), counts.share(count, views, fmt)))
    head = [content.words("quality.match"), content.words("table.customers"), content.words("quality.share")]
    return table(content.words("methods.matches_caption"), head, cells)
