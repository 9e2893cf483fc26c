"""Unprintable characters: replaced by blanks in tables, escaped on a terminal.

Names and headers of a bank's file may contain anything, such as sequences that clear the screen or reverse the writing
direction. Both halves use this module.
"""

import unicodedata
from collections.abc import Callable

#: Joiner and non-joiner of Indian scripts: harmless on a terminal, and needed in names.
_JOINERS = "\u200c\u200d"


def printable(text: str, instead: Callable[[str], str] = lambda _: " ") -> str:
    """Replace each unprintable character.

    Args:
        text: Any text.
        instead: Returns the replacement of a character; a blank by default.
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else instead(c) for c in text)


def visible(text: str) -> str:
    r"""Escape a text for a terminal: ESC as `\x1b`, a change of direction as `\u202e`; line ends stay."""
    return printable(text, lambda c: c if _harmless(c) else c.encode("unicode_escape").decode())


def visible_json(text: str) -> str:
    """Escape a JSON text for a terminal, with JSON's own escapes, so that its meaning stays the same."""
    return printable(text, lambda c: c if _harmless(c) else _json_escape(c))


def _harmless(char: str) -> bool:
    """Return whether a character is a line end, a blank of any width, or a joiner."""
    return char == "\n" or char in _JOINERS or unicodedata.category(char) == "Zs"


def _json_escape(char: str) -> str:
    data = char.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{data[i : i + 2].hex()}" for i in range(0, len(data), 2))
