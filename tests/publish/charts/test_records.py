"""Every figure says the same in its drawings, tooltips, interactive view, table and CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator.publish import render
from generator.publish.charts.figure import Figure
from generator.publish.pages import bank, city, lists
from generator.publish.pages import texts as page_texts
from generator.publish.pages.builder import PageBuilder
from generator.settings.settings import Settings
from tests.support.figures import hovers, narrow, tips, words, written
from tests.support.golden_sites import CASES, golden_release
from tests.support.releases import KINDS, sample_release


def figures_of(context: Any) -> Iterator[Figure]:
    for name in context.__dataclass_fields__:
        value = getattr(context, name)
        yield from (item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Figure))


def builders() -> Iterator[tuple[str, PageBuilder]]:
    for kind in KINDS:
        yield kind, render.make(sample_release(kind), Settings())
    for case in CASES:
        yield case, render.make(golden_release(case), Settings())


MADE = dict(builders())
#: Figures whose table is not that of their marks: that of the axes, and that of one place among others, with its ranks.
OTHER_TABLE = {"projection", "profile"}


@pytest.fixture(scope="module", params=sorted(MADE))
def builder(request: pytest.FixtureRequest) -> PageBuilder:
    return MADE[request.param]


@pytest.fixture(scope="module")
def figures(builder: PageBuilder) -> list[Figure]:
    contexts: list[Any] = [bank.overview(builder), lists.segments(builder), page_texts.text(builder, "methods")]
    contexts += [lists.segment(builder, id_) for id_ in builder.views.segments]
    contexts += [city.city(builder, view) for view in builder.views.pages]
    return [figure for context in contexts for figure in figures_of(context)]


def drawings(figure: Figure) -> Iterator[tuple[str, bool]]:
    """The drawings of a figure, and whether each is that of a phone."""
    pairs = [(figure.wide, figure.narrow), *((one.wide, one.narrow) for one in figure.choices)]
    yield from (
        (drawing, phone) for pair in pairs for drawing, phone in zip(pair, (False, True), strict=True) if drawing
    )


def test_tooltips_of_each_drawing_are_the_hover_texts_of_the_interactive_view(figures: list[Figure]) -> None:
    for figure in figures:
        assert figure.spec is not None
        for drawing, _ in drawings(figure):
            assert tips(drawing), figure.id
            assert tips(drawing) == hovers(figure.spec), figure.id


def test_every_text_of_a_drawing_is_in_the_interactive_view(figures: list[Figure]) -> None:
    missing: dict[str, set[str]] = {}
    for figure in figures:
        assert figure.spec is not None
        for drawing, phone in drawings(figure):
            found = written(narrow(figure.spec) if phone else figure.spec)
            left = {text for text in words(drawing) if text not in found}
            if figure.id == "positioning":
                # Each drawing has the ticks that fit it.
                left = {text for text in left if not re.fullmatch(r"[\d.,]+", text)}
            if figure.id == "profile":
                # All customers are named on an axis only where that is not at its ends.
                left = {text for text in left if not text.startswith("all ")}
            if left:
                missing[figure.id] = left
    assert missing == {}


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d(?:[\d,.]*\d)?", text))


def test_the_first_number_of_a_tooltip_is_in_the_table(figures: list[Figure]) -> None:
    for figure in figures:
        if figure.id in OTHER_TABLE:
            continue
        cells = numbers("\n".join(cell for row in (figure.table.head, *figure.table.rows) for cell in row))
        for drawing, _ in drawings(figure):
            for tip in tips(drawing):
                value = re.search(r"\d(?:[\d,.]*\d)?", " ".join(tip[1:]))
                assert value is None or value[0] in cells, (figure.id, tip)


def formatted(builder: PageBuilder, raw: Any) -> set[str]:
    """The numbers that a raw value may be shown as: by any format, with up to two decimals."""
    if not isinstance(raw, int | float):
        return numbers(str(raw))
    fmt = builder.fmt
    shown = {fmt.number(raw, digits) for digits in range(3)} | {fmt.number(100 * raw, digits) for digits in range(2)}
    return numbers(" ".join([*shown, fmt.money(raw), fmt.money_words(raw)]))


def test_numbers_of_the_table_are_raw_values_of_the_csv_formatted(builder: PageBuilder, figures: list[Figure]) -> None:
    for figure in figures:
        if figure.id in OTHER_TABLE:
            continue
        known = set().union(*(formatted(builder, raw) for record in figure.table.records for raw in record))
        found = set().union(*(numbers(cell) for row in figure.table.rows for cell in row))
        assert found <= known, (figure.id, found - known)


def test_links_of_rows_are_those_of_the_drawing(figures: list[Figure]) -> None:
    for figure in figures:
        found = set(re.findall(r'<a href="([^"]*)"', figure.wide))
        assert found <= set(figure.table.links), figure.id
        assert len(figure.table.links) in {0, len(figure.table.rows)}, figure.id
