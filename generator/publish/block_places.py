"""Tables of places for pages of words. May import the modules of words and numbers."""

from generator.publish import naming
from generator.publish.block_table import table
from generator.publish.content import Content
from generator.publish.formats import Formatter
from generator.publish.viewtypes import Views


def pools(views: Views, content: Content, fmt: Formatter) -> str:
    """Return the customers of smaller places: one row a state, and the rest."""
    head = [content.words(f"table.{name}") for name in ("pools", "customers", "share")]
    rows = [(naming.place(view, content), fmt.count(view.n), fmt.percent(view.share)) for view in views.pools]
    return table(content.words("methods.pools_caption"), head, rows)
