"""Characters that cannot be printed: blanks in tables, and written out where a terminal would obey them.

Names and headers of a bank's file may hold anything, such as sequences that clear a screen or turn its writing round.
Both halves use it.
"""

import unicodedata
from collections.abc import Callable

#: What joins or parts letters in scripts of India: no terminal obeys it, and names need it.
_JOINERS = "\u200c\u200d"


def printable(text: str, instead: Callable[[str], str] = lambda _: " ") -> str:
    """Return the text with a blank, or something else, for each character that cannot be printed.

    Args:
        text: Any text.
        instead: Returns what stands for such a character.
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else instead(c) for c in text)


def visible(text: str) -> str:
    r"""Return the text as a terminal may have it: ESC as `\x1b`, a change of direction as `\u202e`; line ends stay."""
    return printable(text, lambda c: c if _harmless(c) else c.encode("unicode_escape").decode())


def visible_json(text: str) -> str:
    """Return a JSON text as a terminal may have it: it means the same, with such characters as JSON escapes them."""
    return printable(text, lambda c: c if _harmless(c) else _json_escape(c))


def _harmless(char: str) -> bool:
    """True of line ends, of blanks of any width, and of what joins letters."""
    return char == "\n" or char in _JOINERS or unicodedata.category(char) == "Zs"


def _json_escape(char: str) -> str:
    data = char.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{data[i : i + 2].hex()}" for i in range(0, len(data), 2))
