"""Text width without font files: an upper bound over the system fonts that a reader may have.

Advance widths are those of a wide sans serif (the widest of the common system fonts), in thousandths of the font size,
so labels that fit here fit everywhere.
"""

from functools import lru_cache

_WIDTHS: dict[str, int] = {}
for _letters, _width in (
    ("ijl|'", 290),
    (".,:; !()[]/It", 400),
    ('fr-·"', 430),
    ("csxzkvyJ", 560),
    ("abdeghnopqu0123456789LFT₹$€£+<>=~", 640),
    ("ABCEKPRSXYVZ?&", 700),
    ("DGHNOQUw", 800),
    ("mMW%@—", 970),
):
    for _letter in _letters:
        _WIDTHS[_letter] = _width


@lru_cache(maxsize=8192)
def width(words: str, size: float = 13, *, bold: bool = False) -> float:
    """Return an upper bound of a line's width in user units; characters of other scripts count as one em."""
    total = sum(_WIDTHS.get(letter, 660 if letter.isascii() or letter.isalpha() else 1000) for letter in words)
    return total * size / 1000 * (1.09 if bold else 1.0)


@lru_cache(maxsize=4096)
def wrap(words: str, room: float, size: float = 13, most: int = 2) -> tuple[str, ...]:
    """Break a text between words into at most `most` lines of width `room`; the last is cut with an ellipsis."""
    rows: list[str] = []
    for word in words.split():
        if rows and width(f"{rows[-1]} {word}", size) <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    if len(rows) > most:
        rows = [*rows[: most - 1], " ".join(rows[most - 1 :])]
    return tuple(_cut(row, room, size) for row in rows) or ("",)


def _cut(row: str, room: float, size: float) -> str:
    if width(row, size) <= room:
        return row
    while row and width(row + "…", size) > room:
        row = row[:-1]
    return row.rstrip(" ,") + "…"
