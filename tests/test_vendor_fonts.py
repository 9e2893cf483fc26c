"""The fonts of pages and share cards: their bytes, their letters, their names, their licences."""

import hashlib
import re
import string

import pytest

from generator.publish.cards.fonts import Typeface, read_typeface
from generator.publish.cards.layout import FONTS
from generator.resources import templates_dir
from tests.support.paths import ROOT

FOLDER = templates_dir() / "static" / "vendor" / "fonts"
FILES = [templates_dir() / name for name in FONTS.values()]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def face(request: pytest.FixtureRequest) -> Typeface:
    return read_typeface(request.param.read_bytes())


def test_every_file_is_the_one_that_the_recipe_made() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").split("\n")[:-1]
    named = {line.split("  ")[1]: line.split("  ")[0] for line in lines}
    assert {path.name for path in FILES} <= named.keys()
    assert {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in named} == named
    assert sum(path.stat().st_size for path in FILES) <= 128_000
    assert {path.name for path in FOLDER.glob("*.woff2")} | {"fonts.css"} <= named.keys()


def faces() -> dict[str, dict[str, str]]:
    """The rules of the fonts' style sheet, by the file that they name."""
    css = (FOLDER / "fonts.css").read_text(encoding="utf-8")
    found = {}
    for rule in re.findall(r"@font-face\{([^}]*)\}", css):
        if name := re.search(r"url\(([^)]*)\)", rule):
            found[name[1]] = dict(line.split(":", 1) for line in rule.split(";"))
    return found


def covered(text: str) -> set[int]:
    """The letters of a `unicode-range`."""
    found = set()
    for part in text.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_a_page_loads_four_fonts_within_their_budget() -> None:
    always = [name for name, rule in faces().items() if "unicode-range" not in rule]
    assert len(always) == 4
    assert sum((FOLDER / name).stat().st_size for name in always) <= 45_000
    assert {name for name, rule in faces().items()} == {path.name for path in FOLDER.glob("*.woff2")}
    assert all((FOLDER / name).read_bytes().startswith(b"wOF2") for name in faces())
    assert {rule["font-display"] for rule in faces().values()} == {"swap"}


def test_rarer_letters_are_loaded_only_where_a_page_has_them() -> None:
    more = [covered(rule["unicode-range"]) for rule in faces().values() if "unicode-range" in rule]
    assert len(more) == 4
    common = set(map(ord, string.printable[:95] + "àâçéèêëîïôùûÿäöüßñáíóúøåæ₹€£−–—·…“”‘’→≥\u00a0āīūṭḍṇṣ"))
    rare = set(map(ord, "œăâșțłśźżčžšřďťňőűŵŷģķļņėęąįųēḷṛṃḥ₺₽₩")) - common
    for letters in more:
        assert not letters & common
        assert rare <= letters


def test_the_fonts_of_readers_have_the_widths_of_ours() -> None:
    """So that a page does not move when ours have come."""
    css = (FOLDER / "fonts.css").read_text(encoding="utf-8")
    stacks = re.findall(r"--(serif|sans):([^;}]*)", css)
    assert [name for name, _ in stacks] == ["serif", "sans"]
    local = {rule for rule in re.findall(r"@font-face\{([^}]*)\}", css) if "local(" in rule}
    assert all(f"{key}:" in rule for rule in local for key in ("size-adjust", "ascent-override", "descent-override"))
    for _, stack in stacks:
        ours, *theirs = re.findall(r'"([^"]*)"', stack)
        for name in theirs:
            assert sum(f'font-family:"{name}"' in rule for rule in local) == 2, (ours, name)


def test_the_licences_travel_with_them() -> None:
    for name in ("LICENSE-source-serif.md", "LICENSE-source-sans.md"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "Reserved Font Name" in text
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "templates/static/vendor/fonts" in notice


def test_no_font_bears_the_reserved_name(face: Typeface) -> None:
    assert face.family in {"Atlas Serif", "Atlas Sans"}


def test_a_font_has_the_letters_that_cards_need(face: Typeface) -> None:
    latin = string.printable[:95] + "àâçéèêëîïôùûÿœæäöüßñáíóúăâîșțłśźżčšžřďťňáéíóőúű"
    assert not face.lacks(latin)
    assert not face.lacks("₹€£¥$ −–—·…“”‘’ % → ≥ \u00a0")
    assert not face.lacks("āīūṭḍṇṣḷṛṃḥñ")
    assert {"₹", "−", "\u00a0"} <= face.widths.keys()
    assert not {"प", "中", "ب"} & face.widths.keys()


def test_widths_are_those_of_the_letters(face: Typeface) -> None:
    assert 0.15 < face.widths["i"] < face.widths["n"] < face.widths["m"] < face.widths["W"] * 1.2 < 1.3
    assert face.width("nn", 10) == pytest.approx(20 * face.widths["n"])
    assert len({face.widths[digit] for digit in string.digits}) == 1
