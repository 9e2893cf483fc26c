"""Layout of a social card: position and size of every text; the template `card.svg` draws them.

Lengths are pixels of a picture 1,200 × 630.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ContentError
from generator.publish.cards.fonts import UNKNOWN, Typeface, read_typeface
from generator.publish.cards.mix_bar import LEFT, ROOM, SMALL, Bar, bars, ink, reference
from generator.publish.cards.text import SIZE, Card, Frame
from generator.publish.pages.contexts.frame import Banner

#: Fonts of a card under `templates/`, by role.
FONTS = {
    "serif": "static/vendor/fonts/atlas-serif-regular.ttf",
    "bold": "static/vendor/fonts/atlas-serif-semibold.ttf",
    "sans": "static/vendor/fonts/atlas-sans-semibold.ttf",
}
TEMPLATE = "card.svg"

_NAME_SIZES = (92, 84, 76, 68, 60, 54)
_NOTE = 36
_TAG = 76.0
#: Font sizes of the finding, baseline of the name above it, and line height as a multiple of the size.
_HEADLINES = (50, 46, 42, 38, 34)
_HEADLINE_TOP = 206.0
_LEADING = 1.24
_FIGURE = 34
_BIG = 60

_RULE = re.compile(r":root\{([^}]*)\}")
_COLOUR = re.compile(r"--([a-z-]+):(#[0-9a-f]{3,6})")


@dataclass(frozen=True, slots=True)
class Shown:
    """A key figure: x position, title, value, font size of the value, note."""

    x: float
    title: str
    value: str
    size: int
    note: str
    words_x: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Context of the card template; texts contain only characters that the fonts have."""

    fonts: Mapping[str, Typeface]
    colours: Mapping[str, str]
    site: str
    source: str
    name: str
    name_size: int
    name_x: float
    tag: tuple[tuple[str, str, str], ...]
    note: str
    note_x: float
    lines: tuple[str, ...]
    line_size: int
    baselines: tuple[float, ...]
    figures: tuple[Shown, ...]
    mix: tuple[Bar, ...]
    whole: tuple[tuple[float, float, str], ...]
    under: float
    reference: str
    banners: tuple[Banner, ...]
    top: float


@dataclass(frozen=True, slots=True)
class Board:
    """Resources shared by all cards: fonts, their files, the site's light colours."""

    fonts: Mapping[str, Typeface]
    files: tuple[Path, ...]
    colours: Mapping[str, str]

    def draw(self, card: Card, frame: Frame) -> Drawing:
        """Lay out a card."""
        bold, sans = self.fonts["bold"], self.fonts["sans"]
        name, headline = self._names(card)
        shift = _TAG + 24 if card.letters else 0.0
        note = _name(sans, card.note)
        aside = sans.width(note, _NOTE) + 24
        if bold.width(name, _NAME_SIZES[-1]) + aside + shift > ROOM:
            note, aside = "", 0.0
        size = next((s for s in _NAME_SIZES if bold.width(name, s) + aside + shift <= ROOM), _NAME_SIZES[-1])
        name = bold.shorten(name, size, ROOM - shift - aside)
        mix = bars(card.mix, card.lit, sans, self.colours)
        under = 30.0 if any(bar.under for bar in mix) else 0.0
        top = SIZE[1] - (84.0 if frame.banners else 44.0) - (110 if card.mix and not card.whole else 126) - under
        line_size, lines = self._headline(headline, top - (82 if card.figures else 30))
        site = bold.shorten(bold.spell(frame.site), 34, ROOM / 2)
        return Drawing(
            fonts=self.fonts,
            colours=self.colours,
            site=site,
            source=sans.shorten(sans.spell(frame.source), SMALL, ROOM - bold.width(site, 34) - 90),
            name=name,
            name_size=size,
            name_x=LEFT + shift,
            tag=tuple((letter, self.colours[id_], ink(id_, self.colours)) for id_, letter in card.letters[:1]),
            note=note,
            note_x=LEFT + shift + bold.width(name, size) + 20,
            lines=lines,
            line_size=line_size,
            baselines=tuple(_HEADLINE_TOP + line_size * _LEADING * (i + 1) for i in range(len(lines))),
            figures=tuple(self._row(card) if card.mix else self._columns(card)),
            mix=mix,
            whole=reference(card.whole, card.lit, self.colours),
            under=under,
            reference=sans.spell(frame.reference),
            banners=tuple(Banner(banner.kind, sans.spell(banner.text)) for banner in frame.banners[:1]),
            top=top,
        )

    def _names(self, card: Card) -> tuple[str, str]:
        """Return the name and the finding, reduced to characters that the fonts can draw."""
        bold = self.fonts["bold"]
        name = _name(bold, card.name)
        return name, _drawable(self.fonts["serif"], card.headline.replace(card.name, name))

    def _headline(self, text: str, floor: float) -> tuple[int, tuple[str, ...]]:
        """Break the finding into lines above a floor, at the largest size that fits; truncate it if none does."""
        serif, size, most = self.fonts["serif"], 0, 0
        for size in _HEADLINES:
            lines, most = serif.wrap(text, size, ROOM), int((floor - _HEADLINE_TOP) / (size * _LEADING))
            if len(lines) <= most:
                return size, _balanced(serif, text, size, len(lines))
        lines = serif.wrap(text, size, ROOM)
        last = serif.shorten(" ".join(lines[most - 1 :]), size, ROOM)
        return size, (*lines[: most - 1], last)

    def _row(self, card: Card) -> Iterator[Shown]:
        """Lay out key figures in one line above the mix: value, then title."""
        sans, x = self.fonts["sans"], LEFT
        for kpi in card.figures:
            value, title = sans.spell(kpi.value), sans.spell(kpi.title)
            words_x = x + sans.width(value, _FIGURE) + 12
            end = words_x + sans.width(title, SMALL)
            if end > LEFT + ROOM or kpi.words:
                return
            yield Shown(x, title, value, _FIGURE, "", words_x)
            x = end + 44

    def _columns(self, card: Card) -> Iterator[Shown]:
        """Lay out key figures large, in columns, where no mix is published."""
        bold, sans, count = self.fonts["bold"], self.fonts["sans"], len(card.figures)
        room = ROOM / max(1, count)
        for i, kpi in enumerate(card.figures):
            value = bold.spell(kpi.value)
            size = next((s for s in range(_BIG, 24, -4) if bold.width(value, s) <= room - 40), 26)
            title = sans.shorten(sans.spell(kpi.title), SMALL, room - 40)
            note = sans.shorten(sans.spell(kpi.notes[0] if kpi.notes else ""), SMALL, room - 40)
            yield Shown(LEFT + room * i, title, bold.shorten(value, size, room - 40), size, note, 0)


def _name(face: Typeface, name: str) -> str:
    """Return a name in drawable characters; a transliterated word begins with a capital, also from scripts without."""
    spelled = face.spell(name) or UNKNOWN * bool(name)
    return " ".join(word[:1].upper() + word[1:] for word in spelled.split(" ")) if face.lacks(name) else spelled


def _drawable(face: Typeface, text: str) -> str:
    """Return a text in drawable characters; empty if it is written in another script, which nobody reads in ours."""
    return face.spell(text) if face.lacks(text) * 3 <= len(text) else ""


def _balanced(face: Typeface, text: str, size: float, count: int) -> tuple[str, ...]:
    """Rebalance a wrapped text over the same number of lines, so that the last line is not a single word."""
    low, high = 0.0, ROOM
    while high - low > 8:
        middle = (low + high) / 2
        low, high = (low, middle) if len(face.wrap(text, size, middle)) <= count else (middle, high)
    return face.wrap(text, size, high)


def board(folders: Sequence[Path], css: str) -> Board:
    """Load the resources shared by all cards of a site.

    Args:
        folders: Folders of templates, the user's first: a font there replaces the packaged one.
        css: The site's style sheet; its first `:root` holds the light colours.

    Raises:
        ContentError: A font is missing or cannot be read.
    """
    files = {part: _find(folders, name) for part, name in FONTS.items()}
    fonts = {}
    for part, path in files.items():
        try:
            fonts[part] = read_typeface(path.read_bytes())
        except ValueError as error:
            raise ContentError(f"{path}: {error}.", "Put a TrueType font there, or remove the file.") from error
    rule = _RULE.search(css)
    return Board(fonts, tuple(files.values()), dict(_COLOUR.findall(rule[1] if rule else "")))


def _find(folders: Sequence[Path], name: str) -> Path:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise ContentError(f"templates/{name}: no such file in {', '.join(map(str, folders))}.")
