"""The fonts of the share cards: their bytes, their letters, their names, their licences."""

import hashlib
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
