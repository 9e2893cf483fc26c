"""The Compare and Explore pages: drawn by a script from the data script `places`. Holds no wording."""

from typing import Any

from generator.publish.client import compare_data
from generator.publish.output import links
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Link
from generator.publish.pages.contexts.side_pages import ToolContext
from generator.publish.words.content import Content

#: Facts that the scripts fill in.
FACTS = frozenset(
    {"place", "other", "name", "names", "n", "value", "interval", "share", "low", "high"}
    | {"segment", "letters", "cities", "customers", "from", "to", "page", "pages"}
)


def compare(builder: PageBuilder) -> ToolContext:
    """Return the context of the Compare page."""
    return _page(builder, ("compare",))


def explore(builder: PageBuilder) -> ToolContext:
    """Return the context of the Explore page."""
    return _page(builder, ("compare", "explore"))


def words(content: Content, tables: tuple[str, ...]) -> dict[str, Any]:
    """Return the texts of a tool's script: its tables, and the texts below every figure of the site."""
    found = compare_data.words(content, tables, FACTS)
    found["words"] |= {key: content.words(f"figure.{key}") for key in ("take", "csv")}
    return found


def _page(builder: PageBuilder, tables: tuple[str, ...]) -> ToolContext:
    id_ = tables[-1]
    text = builder.content.page(id_)
    head = builder.head(links.PAGES[id_], id_, text.title, text.description, builder.crumbs(Link("", text.title)))
    made = words(builder.content, tables)
    return ToolContext(**head, script=id_, words=made, cities=links.CITIES, body=text.html)
