"""Tables of places for pages of words."""

from generator.publish.facts.html_tables import table
from generator.publish.model.types import Views
from generator.publish.words import display_names
from generator.publish.words.content import Content
from generator.publish.words.formats import Formatter


def pools(views: Views, content: Content, fmt: Formatter) -> str:
    """Return the customers of smaller places: one row a state, and the rest."""
    head = [content.words(f"table.{name}") for name in ("pools", "customers", "share")]
    rows = [(display_names.place(view, content), fmt.count(view.n), fmt.percent(view.share)) for view in views.pools]
    return table(content.words("methods.pools_caption"), head, rows)
