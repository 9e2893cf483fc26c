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
from tests.support.figures import OTHER_TABLE, formatted, hovers, missing_words, narrow, numbers, tips
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
            left = missing_words(figure.id, drawing, narrow(figure.spec) if phone else figure.spec)
            if left:
                missing[figure.id] = left
    assert missing == {}


def test_the_first_number_of_a_tooltip_is_in_the_table(figures: list[Figure]) -> None:
    for figure in figures:
        if figure.id in OTHER_TABLE:
            continue
        cells = numbers("\n".join(cell for row in (figure.table.head, *figure.table.rows) for cell in row))
        for drawing, _ in drawings(figure):
            for tip in tips(drawing):
                value = re.search(r"\d(?:[\d,.]*\d)?", " ".join(tip[1:]))
                assert value is None or value[0] in cells, (figure.id, tip)


def test_numbers_of_the_table_are_raw_values_of_the_csv_formatted(builder: PageBuilder, figures: list[Figure]) -> None:
    for figure in figures:
        if figure.id in OTHER_TABLE:
            continue
        known = set().union(*(formatted(builder.fmt, raw) for record in figure.table.records for raw in record))
        found = set().union(*(numbers(cell) for row in figure.table.rows for cell in row))
        assert found <= known, (figure.id, found - known)


def test_links_of_rows_are_those_of_the_drawing(figures: list[Figure]) -> None:
    for figure in figures:
        found = set(re.findall(r'<a href="([^"]*)"', figure.wide))
        assert found <= set(figure.table.links), figure.id
        assert len(figure.table.links) in {0, len(figure.table.rows)}, figure.id
