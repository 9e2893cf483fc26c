"""HTML of tables and definition lists inside text pages. Everything except markup is escaped.

Apart from the `block` modules, the only HTML for texts that is written in Python; styled by the style sheet.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], css: str = "words") -> str:
    """Return a table whose first column holds row headers; empty without rows.

    Args:
        caption: Caption for screen readers.
        head: Column titles.
        rows: Cells, as text or safe markup.
        css: Classes of the table.
    """
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>\n'
        for row in rows
    )
    if not body:
        return ""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="{css}">\n'
        f'<caption class="vh">{escape(caption)}</caption>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def folded(words: str, inner: str) -> str:
    """Return a part of a page that a reader opens; on paper, and where a browser finds a text in it, it is open."""
    return f'<details class="long"><summary>{escape(words)}</summary>\n{inner}</details>'


def definitions(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return a list of definitions from (anchor, title, text)."""
    items = "".join(f'<dt id="{escape(i)}">{escape(title)}</dt><dd>{escape(text)}</dd>\n' for i, title, text in rows)
    return f'<dl class="glossary">\n{items}</dl>'


def tagged(id_: str, letter: str, name: str, note: str) -> Markup:
    """Return a segment as the row header: code on its colour, name, and a note below."""
    tag = Markup('<b class="tag s-{}">{}</b>').format(id_, letter)
    return Markup('{} {}<span class="ev">{}</span>').format(tag, name, note)
