"""Chart context: views, words, formats, and the naming and colouring of segments.

Holds no wording.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.publish.charts.base import svg, text_width
from generator.publish.charts.base.coastline import Coastline
from generator.publish.model.types import Estimate, PlaceView
from generator.publish.words import display_names
from generator.publish.words.edition import OfEdition
from generator.release import Mean

Ids = tuple[str, ...]

#: Ids of segments drawn in a plain colour; later ones repeat its lightness and are distinguished by stripes.
PLAIN = "abcd"

#: An alternative text has every value up to this number, else the first and the last; between parts of one value.
FEW, SEPARATOR = 6, ", "

#: Pairs of a percentile measure on a strip and the measure whose value is printed next to it.
STRIPS: tuple[tuple[str, str], ...] = (
    ("spend_pct", "typical_spend"),
    ("frequency_pct", "transactions"),
    ("recency_pct", "recency"),
    ("age_pct", "age"),
)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts above and below a figure, filled by the page that shows it.

    Attributes:
        id: Figure id on its page.
        question: Short heading.
        title: Takeaway sentence.
        caption: Unit, n and how to read it.
    """

    id: str
    question: str
    title: str
    caption: str


@dataclass(frozen=True, slots=True)
class ChartContext(OfEdition):
    """The edition that charts are drawn from, and the coastline of its maps.

    Attributes:
        coast: Coastline under the maps; None where there is none for the country.
    """

    coast: Coastline | None = None

    @property
    def reference(self) -> str:
        """Label of the reference ("all customers")."""
        return self.content.facts["reference"]

    def say(self, key: str, **facts: str) -> str:
        """Return a text used in drawings, from [draw] in `content/figures.toml`, filled."""
        return self.content.words(f"figures.draw.{key}", **facts)

    def counted(self, things: str, n: int) -> str:
        """Return "1 place", "12 places"; `things` is a key of [counted] in site.toml."""
        return display_names.counted(things, n, self.content, self.fmt)

    def title(self, column: str) -> str:
        """Return the title of a published column."""
        return self.content.title(column)

    def place(self, view: PlaceView) -> str:
        """Return the name of a place, with its state where another place has the same name."""
        return display_names.unique(view, self.views, self.content)

    def full(self, ids: Ids) -> str:
        """Return segment codes and name, as in tables: "A High spenders"."""
        name = display_names.group(ids, self.views, self.content)
        return f"{display_names.codes(ids, self.views)} {name}"

    def mean(self, column: str, mean: Mean | Estimate) -> str:
        """Return a published average, or a short reason why there is none."""
        return self.fmt.mean(column, mean, short=True)

    def strips(self) -> tuple[tuple[str, str], ...]:
        """Return the measures that this release can draw on strips: not dropped, and known for all customers."""
        dropped = {feature.name for feature in self.views.release.model.dropped}
        return tuple(
            (pct, value)
            for pct, value in STRIPS
            if self.views.measures[pct].value is not None and pct.removesuffix("_pct") not in dropped
        )


def is_plain(ids: Ids) -> bool:
    """Return whether segments are drawn in one plain colour, on which a letter can be read."""
    return len(ids) == 1 and ids[0] in PLAIN


def marks(ids: Ids, x: float, y: float, width: float, height: float, css: str = "", radius: float = 2) -> str:
    """Return a bar in a segment's colour; merged segments as bands, the second half of the palette striped."""
    band = height / len(ids)
    extra = f" {css}" if css else ""
    parts = []
    for i, id_ in enumerate(ids):
        parts.append(svg.rect(x, y + i * band, width, band, f"s-{id_}{extra}", radius if len(ids) == 1 else 0))
        if id_ not in PLAIN:
            parts.append(svg.rect(x, y + i * band, width, band, "stripe"))
    return "".join(parts)


def tinted(ids: Ids, x: float, y: float, width: float, height: float) -> str:
    """Return a bar that claims nothing: a tint, with a foot in the segment's colour."""
    foot = svg.rect(x, y + height - 4, width, 4, f"foot5 s-{ids[0]}")
    return svg.rect(x, y, width, height, f"tint s-{ids[0]}") + foot


def disc(chart: ChartContext, ids: Ids, x: float, y: float, radius: float, own: str = "") -> str:
    """Return a segment's disc with its code: filled, a tint where the page is about another segment."""
    letters = display_names.codes(ids, chart.views)
    if own not in {"", ids[0]}:
        css, ink = f"tint edge s-{ids[0]}", "tg"
    else:
        css, ink = (f"bub s-{ids[0]}", f"tg o-{ids[0]}") if is_plain(ids) else (f"s-{ids[0]} ring", "tg")
    return svg.circle(x, y, radius, css) + svg.text(x, y + 5, letters, ink, "middle")


def tag(chart: ChartContext, ids: Ids, x: float, y: float, size: float = 20) -> str:
    """Return the code of a segment on its colour (one square each for merged segments), top left at (x, y)."""
    parts = []
    for i, id_ in enumerate(ids):
        left = x + i * (size + 1)
        parts.append(svg.rect(left, y, size, size, f"s-{id_}" if id_ in PLAIN else f"s-{id_} ring", 4))
        letter = chart.views.segments[id_].letter
        parts.append(svg.text(left + size / 2, y + size * 0.72, letter, f"tg o-{id_}", "middle"))
    return "".join(parts)


def tag_width(ids: Ids, size: float = 20) -> float:
    """Return the width of `tag`, with the gap after it."""
    return len(ids) * (size + 1) + 7


def describe(pairs: Sequence[tuple[str, str]], between: str, end: str = ".") -> str:
    """Return "name value; name value." for the alt text."""
    return "; ".join(f"{name}{between}{value}" for name, value in pairs) + end


def label_column(names: Iterable[Sequence[str]], size: float = 13) -> float:
    """Return the width of the widest of some wrapped names."""
    return max((text_width.width(row, size) for rows in names for row in rows), default=0.0)
