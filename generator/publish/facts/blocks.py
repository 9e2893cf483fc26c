"""Tables, lists and figure slots inside text pages (`[[segments_table]]`), as HTML by name."""

from markupsafe import Markup

from generator.latin import sort_key
from generator.publish.facts import block_limits, block_model, block_places, block_quality
from generator.publish.facts.html_tables import definitions, table
from generator.publish.model.types import Views
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.release.columns import BALANCE, columns_of

#: Figures that a text page may include, `[[figure_evidence]]`; empty on pages without a figure of that name.
FIGURES = ("distributions", "evidence", "projection")


def of_site(edition: Edition) -> dict[str, str]:
    """Return every block by name."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    return {
        "rows_table": block_quality.rows(edition),
        "flags_table": block_quality.flags(edition),
        "matches_table": block_quality.matches(edition),
        "features_table": block_model.features(edition),
        "evidence_table": block_model.evidence(edition),
        "segments_table": block_model.segments(edition),
        "clips_table": block_model.clips(edition),
        "limits_table": block_limits.limits_table(edition),
        "guards_table": block_model.sentences(content, fmt),
        "pools_table": block_places.pools(edition),
        "statements_table": _statements(content),
        "terms": _terms(content),
        "columns": _columns(views, content),
        **{f"figure_{name}": placed(name) for name in FIGURES},
    }


def placed(name: str) -> str:
    """Return the marker of a figure slot; the page builder replaces it."""
    return f"<!--figure:{name}-->"


def _statements(content: Content) -> str:
    """Return the table of the fields of a statement."""
    names = content.tables["site.toml"]["data"]["statement"]
    rows = ((Markup("<code>{}</code>").format(name), content.words(f"data.statement.{name}")) for name in names)
    head = (content.words("data.field"), content.words("data.meaning"))
    return table(content.words("data.statements_caption"), head, rows)


def _terms(content: Content) -> str:
    parts = []
    for id_ in content.terms():
        row = content.tables["glossary.toml"][id_]
        text = content.text("glossary.toml", f"{id_}.text")
        if "also" in row:
            text += " " + content.words("methods.also", names=content.text("glossary.toml", f"{id_}.also"))
        parts.append((id_, content.text("glossary.toml", f"{id_}.title"), text))
    return definitions(sorted(parts, key=lambda part: sort_key(part[1])))


def _columns(views: Views, content: Content) -> str:
    names = [column.name for column in columns_of(views.release.origin, balances=BALANCE in views.measures)]
    return definitions((f"column-{name}", f"{content.title(name)} ({name})", _meaning(name, content)) for name in names)


def _meaning(column: str, content: Content) -> str:
    unit = content.unit(column)
    return f"{content.definition(column)} ({unit})" if unit else content.definition(column)
