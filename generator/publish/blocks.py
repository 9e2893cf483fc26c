"""Tables and lists that stand inside pages of words (`[[names_table]]`), as HTML. Everything is escaped here.

The only HTML that Python writes for words; its look is the style sheet's. May import the modules of words and numbers.
"""

from collections.abc import Iterable, Sequence

from markupsafe import escape

from generator.columns import COLUMNS, columns_of
from generator.publish import counts, guards, naming
from generator.publish.content import Content
from generator.publish.formats import Formatter
from generator.publish.viewtypes import Views
from generator.release import Count, Scores


def of_site(views: Views, content: Content, fmt: Formatter) -> dict[str, str]:
    """Return every block by name."""
    return {
        "rows_table": _rows(views, content, fmt),
        "flags_table": _flags(views, content, fmt),
        "matches_table": _matches(views, content, fmt),
        "features_table": _features(views, content, fmt),
        "evidence_table": _evidence(views, content, fmt),
        "names_table": _names(views, content, fmt),
        "clips_table": _clips(views, content, fmt),
        "guards_table": _guards(content, fmt),
        "terms": _terms(content),
        "columns": _columns(views),
    }


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column names the row; empty when there is no row."""
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>\n'
        for row in rows
    )
    if not body:
        return ""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="words">\n'
        f'<caption class="vh">{escape(caption)}</caption>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def _rows(views: Views, content: Content, fmt: Formatter) -> str:
    wanted = [count for count in views.release.overall.quality if count.name.startswith(("rows_", "rejected:"))]
    wanted.sort(
        key=lambda count: (not count.name.startswith("rows_read"), count.name.startswith("rejected:"), count.name)
    )
    return _count_table("rows_caption", wanted, views, content, fmt)


def _flags(views: Views, content: Content, fmt: Formatter) -> str:
    wanted = [count for count in views.release.overall.quality if count.name.startswith(("flag:", "key:"))]
    wanted.sort(key=lambda count: (count.name.startswith("key:"), count.name != "key:ids_repeated"))
    return _count_table("flags_caption", wanted, views, content, fmt)


def _count_table(caption: str, rows: Sequence[Count], views: Views, content: Content, fmt: Formatter) -> str:
    head = [content.words(f"quality.{name}") for name in ("what", "count", "share")]
    cells = [
        (
            content.words("quality." + count.name.replace(":", ".")),
            counts.words(count, views, fmt),
            counts.share(count, views, fmt),
        )
        for count in rows
    ]
    return table(content.words(f"methods.{caption}"), head, cells)


def _matches(views: Views, content: Content, fmt: Formatter) -> str:
    rows = []
    for count in views.release.overall.matches:
        kind, _, grade = count.name.partition(":")
        words = [content.words(f"quality.kind.{kind}")]
        if content.has_words(f"quality.grade.{grade.lower()}"):
            words.append(content.words(f"quality.grade.{grade.lower()}"))
        rows.append((", ".join(words), counts.words(count, views, fmt), counts.share(count, views, fmt)))
    head = [content.words("quality.match"), content.words("table.customers"), content.words("quality.share")]
    return table(content.words("methods.matches_caption"), head, rows)


def _features(views: Views, content: Content, fmt: Formatter) -> str:
    head = [content.words(f"methods.{name}") for name in ("feature", "mean", "sd", "weight")]
    rows = [
        (content.words(f"features.{f.name}"), fmt.number(f.mean, 2), fmt.number(f.sd, 2), fmt.number(f.weight, 1))
        for f in views.release.model.features
    ]
    return table(content.words("methods.features_caption"), head, rows)


def _evidence(views: Views, content: Content, fmt: Formatter) -> str:
    """Scores for several numbers of segments: of the data, and after the stroke of the same with ties removed."""
    names = ("k", "smallest", "inertia", "silhouette", "jaccard", "calinski_harabasz", "davies_bouldin")
    rows = []
    for row in views.release.overall.evidence:
        k = fmt.count(row.k)
        pairs = [_scores(scores, fmt) for scores in (row.data, row.independent)]
        cells = [" / ".join(pair) for pair in zip(*pairs, strict=True)]
        rows.append((content.words("methods.chosen", k=k) if row.k == views.release.model.k else k, *cells))
    return table(content.words("methods.evidence_caption"), [content.words(f"methods.{name}") for name in names], rows)


def _scores(scores: Scores, fmt: Formatter) -> list[str]:
    numbers = (scores.inertia, scores.silhouette, min(scores.jaccard, default=None))
    inertia, silhouette, jaccard = (fmt.value("transactions", number) for number in numbers)
    calinski, davies = (fmt.value(name, x) for name, x in (("customers", scores.calinski_harabasz),
                                                           ("transactions", scores.davies_bouldin)))  # fmt: skip
    return [fmt.percent(scores.smallest), inertia, silhouette, jaccard, calinski, davies]


def _names(views: Views, content: Content, fmt: Formatter) -> str:
    rows = []
    for segment in () if views.imported else views.segments.values():
        numbers = [
            content.words(
                "methods.evidence_value",
                feature=content.words(f"features_short.{name}"),
                percentile=fmt.percentile(100 * value),
            )
            for name, value in segment.evidence.items()
        ]
        name = f"{segment.letter} {segment.name}"
        rows.append((name, content.text("segments.toml", f"{segment.rule}.rule"), ", ".join(numbers)))
    head = [content.words(f"methods.{name}") for name in ("segment", "rule", "numbers")]
    return table(content.words("methods.names_caption"), head, rows)


def _clips(views: Views, content: Content, fmt: Formatter) -> str:
    head = [content.words(f"methods.{name}") for name in ("measure", "segment", "from", "to")]
    rows = []
    for clip in views.release.model.clips:
        known = clip.segment in views.segments
        who = naming.letters((clip.segment,), views) if known and clip.segment else content.words("methods.everyone")
        # The wide cap of spend has no column of its own: it is spend, averaged over more customers.
        column = COLUMNS[clip.measure.removesuffix("_wide")]
        title = column.title if column.name == clip.measure else content.words(f"methods.{clip.measure}")
        rows.append((title, who, fmt.value(column.name, clip.low), fmt.value(column.name, clip.high)))
    return table(content.words("methods.clips_caption"), head, rows)


def _guards(content: Content, fmt: Formatter) -> str:
    head = [content.words("methods.kind"), content.words("methods.needs")]
    rows = [
        (phrase.forms["name"], guards.rule(phrase, content, fmt))
        for phrase in content.phrases()
        if "name" in phrase.forms
    ]
    return table(content.words("methods.guards_caption"), head, rows)


def _terms(content: Content) -> str:
    parts = []
    for id_, row in content.tables["glossary.toml"].items():
        text = content.text("glossary.toml", f"{id_}.text")
        if "also" in row:
            text += " " + content.words("methods.also", names=row["also"])
        parts.append((id_, content.text("glossary.toml", f"{id_}.title"), text))
    return _definitions(sorted(parts, key=lambda part: part[1].lower()))


def _columns(views: Views) -> str:
    def meaning(unit: str, definition: str) -> str:
        return f"{definition} ({unit})" if unit else definition

    rows = [
        (f"column-{c.name}", f"{c.title} ({c.name})", meaning(c.unit, c.definition))
        for c in columns_of(views.release.origin)
    ]
    return _definitions(rows)


def _definitions(rows: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(f'<dt id="{escape(i)}">{escape(title)}</dt><dd>{escape(text)}</dd>\n' for i, title, text in rows)
    return f'<dl class="glossary">\n{items}</dl>'
