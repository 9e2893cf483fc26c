"""TrueType font metrics for drawing without a browser: glyphs, advance widths, family name.

The card renderer draws nothing for a font that it cannot find, and an empty box for a character that the font lacks.
Family names are therefore read from the fonts themselves, and every text is reduced to characters that they contain:
letters of another script are transliterated. Format: OpenType 1.9 (head, hhea, hmtx, cmap format 4 and 12, name).
"""

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from generator.latin import plain

#: Replacement for a character that no font has, so that readers see that something is missing.
UNKNOWN = "?"

_FAMILY = (16, 1)
_SPACES = {"\u202f": "\u00a0", "\u2009": "\u00a0"}


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font's metrics.

    Attributes:
        family: Family name for use in drawings.
        weight: 400 for regular, 600 for semibold.
        widths: Advance width of each character, in ems.
    """

    family: str
    weight: int
    widths: Mapping[str, float]

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in the unit of `size`; kerning, which mostly narrows text, is ignored."""
        blank = self.widths[UNKNOWN]
        return size * sum(self.widths.get(letter, blank) for letter in text)

    def lacks(self, text: str) -> int:
        """Return how many characters of a text this font cannot draw even without their accents."""
        return sum(self._near(letter) is None for letter in _visible(text))

    def spell(self, text: str) -> str:
        """Reduce a text to characters of this font.

        Accents are dropped where only the base letter exists, letters of another script are transliterated, and other
        characters become `UNKNOWN`. Bidirectional controls and other invisible characters are removed.
        """
        return "".join(self._drawn(letter) for letter in _visible(text))

    def _drawn(self, letter: str) -> str:
        near = self._near(letter)
        if near is not None:
            return near
        # A vowel or a mark of another script may have no letter in ours.
        latin = plain(letter) if unicodedata.category(letter)[0] in "LMN" else UNKNOWN
        return latin if all(c in self.widths for c in latin) else UNKNOWN

    def _near(self, letter: str) -> str | None:
        """Return the character or its closest equivalent in this font; None when there is none."""
        if letter in self.widths:
            return letter
        bare = unicodedata.normalize("NFKD", letter)
        while bare:
            joined = unicodedata.normalize("NFC", bare)
            if all(c in self.widths for c in joined):
                return joined
            if not unicodedata.combining(bare[-1]):
                break
            bare = bare[:-1]
        # Drop a combining mark that NFC could not compose with a Latin letter; one of another script leaves a gap.
        return "" if unicodedata.combining(letter) and letter < "\u0370" else None

    def wrap(self, text: str, size: float, width: float) -> tuple[str, ...]:
        """Break a text into lines that fit a width; a word longer than a line is broken at any character."""
        lines = [""]
        for rest in text.split(" "):
            word = rest
            longer = f"{lines[-1]} {word}".lstrip()
            if self.width(longer, size) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            while self.width(word, size) > width and len(word) > 1:
                head = self._head(word, size, width)
                lines[-1:] = [head, ""]
                word = word[len(head) :]
            lines[-1] = word
        return tuple(lines)

    def shorten(self, text: str, size: float, width: float) -> str:
        """Truncate a text with an ellipsis so that it fits a width."""
        if self.width(text, size) <= width:
            return text
        return self._head(text, size, width - self.width("…", size)).rstrip(" ,.;:") + "…"

    def _head(self, text: str, size: float, width: float) -> str:
        """Return as many characters as fit, at least one."""
        end = 1
        while end < len(text) and self.width(text[: end + 1], size) <= width:
            end += 1
        return text[:end]


def _visible(text: str) -> str:
    """Normalise a text to one line in NFC without invisible characters."""
    kept = (_SPACES.get(c, " " if c.isspace() and c != "\u00a0" else c) for c in unicodedata.normalize("NFC", text))
    drawn = (c for c in kept if c == "\u00a0" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return "".join(drawn)


def read_typeface(data: bytes) -> Typeface:
    """Read a font.

    Args:
        data: A TrueType or OpenType file with one font.

    Raises:
        ValueError: It is not such a file, or lacks Latin letters or `UNKNOWN`.
    """
    try:
        tables = _tables(data)
        (unit,) = struct.unpack_from(">H", tables[b"head"], 18)
        (weight,) = struct.unpack_from(">H", tables[b"OS/2"], 4)
        advances = _advances(tables)
        glyphs = _letters(tables[b"cmap"])
        widths = {letter: advances[min(glyph, len(advances) - 1)] / unit for letter, glyph in glyphs.items()}
        return Typeface(_family(tables[b"name"]), weight, {"…": widths["."] * 3, **widths, UNKNOWN: widths[UNKNOWN]})
    except (KeyError, IndexError, struct.error, UnicodeDecodeError, ZeroDivisionError) as error:
        raise ValueError(f"not a font that can be read: {error!r}") from error


def _tables(data: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag: data[start : start + length] for tag, _, start, length in rows}


def _advances(tables: Mapping[bytes, bytes]) -> list[int]:
    """Return advance widths by glyph; glyphs beyond the list are as wide as its last."""
    (count,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    return [struct.unpack_from(">H", tables[b"hmtx"], 4 * i)[0] for i in range(count)]


def _letters(cmap: bytes) -> dict[str, int]:
    """Map characters to glyphs, from the Unicode subtables of `cmap`."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    found: dict[str, int] = {}
    for i in range(count):
        platform, _, start = struct.unpack_from(">HHI", cmap, 4 + 8 * i)
        (form,) = struct.unpack_from(">H", cmap, start)
        if platform in (0, 3) and form == 4:
            found |= _segments(cmap[start:])
        elif platform in (0, 3) and form == 12:
            found |= _groups(cmap[start:])
    return {letter: glyph for letter, glyph in found.items() if glyph}


def _segments(part: bytes) -> dict[str, int]:
    """Read format 4: ranges of characters of the basic plane, each with a step or a list of glyphs."""
    twice = struct.unpack_from(">H", part, 6)[0]
    rows = [struct.unpack_from(f">{twice // 2}H", part, 14 + twice * i + (2 if i else 0)) for i in range(4)]
    found: dict[str, int] = {}
    for i, (last, first, step, offset) in enumerate(zip(*rows, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset:
                place = 16 + 3 * twice + 2 * i + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", part, place)
                found[chr(code)] = (glyph + step) & 0xFFFF if glyph else 0
            else:
                found[chr(code)] = (code + step) & 0xFFFF
    return found


def _groups(part: bytes) -> dict[str, int]:
    """Read format 12: ranges of characters of all planes."""
    (count,) = struct.unpack_from(">I", part, 12)
    found: dict[str, int] = {}
    for i in range(count):
        first, last, glyph = struct.unpack_from(">III", part, 16 + 12 * i)
        found |= {chr(code): glyph + code - first for code in range(first, last + 1)}
    return found


def _family(name: bytes) -> str:
    """Return the family's name: the typographic one where the font has it."""
    count, start = struct.unpack_from(">HH", name, 2)
    rows = [struct.unpack_from(">HHHHHH", name, 6 + 12 * i) for i in range(count)]
    for wanted in _FAMILY:
        for platform, _, _, number, length, offset in rows:
            if platform == 3 and number == wanted:
                return name[start + offset : start + offset + length].decode("utf-16-be")
    raise KeyError("family name")
