"""Tables of places for pages of words."""

from generator.publish.facts.html_tables import table
from generator.publish.words import display_names
from generator.publish.words.edition import Edition


def pools(edition: Edition) -> str:
    """Return the table of customers in smaller places: one row for each state, and the rest."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    head = [content.words(f"table.{name}") for name in ("pools", "customers", "share")]
    rows = [(display_names.place(view, content), fmt.count(view.n), fmt.percent(view.share)) for view in views.pools]
    return table(content.words("methods.pools_caption"), head, rows)
