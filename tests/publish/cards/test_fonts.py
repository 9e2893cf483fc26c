"""Font metrics: reducing, measuring and wrapping text."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.cards.fonts import Typeface, read_typeface
from generator.publish.cards.layout import FONTS
from generator.resources import templates_dir

FACE = read_typeface((templates_dir() / FONTS["serif"]).read_bytes())


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Tan\u0303jāvūr", "Tañjāvūr"),
        ("Ồ ﬁ", "Ô fi"),
        ("पुणे", "pune"),
        ("Αθήνα, 北京", "Athina, BeiJing"),
        ("\U0001f600 ☎", "? ?"),
        ("a\u202eb\u200fc\u0007d", "abcd"),
        ("a\u202f₹\u2009b\tc", "a\u00a0₹\u00a0b c"),
        ("e\u0323\u0302x", "ex"),
    ],
)
def test_text_is_reduced_to_characters_of_the_font(text: str, spelled: str) -> None:
    assert FACE.spell(text) == spelled


def test_lacks_detects_characters_that_cannot_be_drawn() -> None:
    assert FACE.lacks("Pune पुणे")
    assert not FACE.lacks("Ồ")


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_reduced_text_contains_characters_of_the_font_only(text: str) -> None:
    assert set(FACE.spell(text)) <= FACE.widths.keys()


@given(st.text(st.sampled_from("aeinrst mW"), max_size=120), st.integers(60, 900))
@settings(max_examples=200, deadline=None)
def test_wrapped_lines_fit_and_keep_all_text(text: str, width: int) -> None:
    lines = FACE.wrap(text, 40, width)
    assert all(FACE.width(line, 40) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_text_is_truncated_with_an_ellipsis() -> None:
    long = "Thiruvananthapuram " * 9
    short = FACE.shorten(long, 40, 500)
    assert short.endswith("…")
    assert 400 < FACE.width(short, 40) <= 500
    assert FACE.shorten("Pune", 40, 500) == "Pune"


@pytest.mark.parametrize("data", [b"", b"<svg/>", struct.pack(">IHHHH", 0x10000, 0, 0, 0, 0), b"\0" * 400])
def test_files_that_are_not_fonts_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a font"):
        read_typeface(data)


def font(cmap: bytes) -> bytes:
    """Return a font of four glyphs with this `cmap` table."""
    name = "Tiny".encode("utf-16-be")
    tables = {
        b"OS/2": struct.pack(">HhH", 4, 0, 700),
        b"cmap": cmap,
        b"head": bytes(18) + struct.pack(">H", 1000),
        b"hhea": bytes(34) + struct.pack(">H", 3),
        b"hmtx": struct.pack(">HhHhHh", 100, 0, 200, 0, 300, 0),
        b"name": struct.pack(">HHH", 0, 1, 18) + struct.pack(">HHHHHH", 3, 1, 0x409, 1, len(name), 0) + name,
    }
    head, body = struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0), b""
    for tag, table in tables.items():
        head += struct.pack(">4sIII", tag, 0, 12 + 16 * len(tables) + len(body), len(table))
        body += table
    return head + body


def table(form: bytes) -> bytes:
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + form


def test_cmap_formats_4_and_12_are_read() -> None:
    # "." to "/" by step, "?" to "@" by a list of glyphs, then the end mark.
    ends, starts, steps = (0x2F, 0x40, 0xFFFF), (0x2E, 0x3F, 0xFFFF), (-0x2D & 0xFFFF, 0, 1)
    offsets, glyphs = (0, 4, 0), (2, 3)
    four = struct.pack(">HHHHHHH", 4, 0, 0, 6, 0, 0, 0) + struct.pack(
        ">3HH3H3H3H2H", *ends, 0, *starts, *steps, *offsets, *glyphs
    )
    face = read_typeface(font(table(four)))
    assert (face.family, face.weight) == ("Tiny", 700)
    # Glyph 3 is beyond the list of widths: it is as wide as the last.
    assert {letter: round(1000 * face.widths[letter]) for letter in "./?@"} == {".": 200, "/": 300, "?": 300, "@": 300}
    twelve = struct.pack(">HHIII", 12, 0, 0, 0, 2) + struct.pack(">IIIIII", 0x2E, 0x2F, 1, 0x3F, 0x3F, 2)
    wide: Typeface = read_typeface(font(table(twelve)))
    assert {letter: round(1000 * wide.widths[letter]) for letter in "./?"} == {".": 200, "/": 300, "?": 300}
