"""The mix: one bar above another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

from generator.publish.charts.figure import Figure
from generator.publish.charts.forms.mix import Part, mix
from generator.publish.pages import city
from tests.publish.charts.test_map import maker_of
from tests.support.releases import sample_release

ONE = Part(("a",), "A", "High", 0.4, "40 %", 0.3, "30 %", claimed=True, tip=("A High", "40 %"), note=("10 more", "10"))
TWO = Part(("b",), "B", "Low", 0.6, "60 %", 0.7, "70 %", claimed=False, tip=("B Low", "60 %"))


def rects(drawing: str, css: str) -> list[tuple[float, float]]:
    root = ET.fromstring(drawing)
    found = (rect for rect in root.iter("rect") if css in rect.attrib["class"].split())
    return [(float(r.attrib["x"].rstrip("%")), float(r.attrib["width"].rstrip("%"))) for r in found]


def test_widths_are_shares() -> None:
    drawing = mix([ONE, TWO], "Here", "All", "f")
    assert rects(drawing, "hit") == [(0.0, 40.0), (40.0, 60.0)]
    assert rects(drawing, "ref") == [(0.0, 30.0), (30.0, 70.0)]


def test_only_a_claimed_part_is_filled() -> None:
    drawing = mix([ONE, TWO], "Here", "All", "f")
    assert rects(drawing, "full") == [(0.0, 40.0)]
    assert rects(drawing, "tint") == [(40.0, 60.0)]
    none = mix([replace(ONE, claimed=False, note=("", "")), TWO], "Here", "All", "f")
    assert rects(none, "full") == []
    assert 'class="rib' not in none


def test_without_a_reference_there_is_one_bar() -> None:
    drawing = mix([replace(ONE, below=None), TWO], "Here", "All", "f")
    assert rects(drawing, "ref") == []
    assert "All" not in drawing
    assert "10 more" not in drawing


def test_texts_that_do_not_fit_are_left_out() -> None:
    tiny = replace(TWO, share=0.004, value="0.4 %", name="Long name of a segment")
    drawing = mix([replace(ONE, share=0.996), tiny], "Here", "All", "f")
    assert "0.4 %" not in re.sub(r'data-t="[^"]*"', "", drawing)
    assert "Long name" not in drawing


@pytest.mark.parametrize("kind", ["full", "joined", "sparse"])
def test_the_mix_of_a_place_says_what_its_table_says(kind: Literal["full", "joined", "sparse"]) -> None:
    builder = maker_of(sample_release(kind))
    for view in builder.views.pages:
        figure: Figure | None = city.city(builder, view).bars
        if figure is None:
            continue
        tips = [
            tip.split("\n") for tip in re.findall(r'class="m" data-t="([^"]*)"', figure.wide.replace("&#10;", "\n"))
        ]
        for row, group, tip, key in zip(figure.table.rows, view.groups, tips, figure.keys, strict=False):
            assert tip[0] == row[0]
            assert row[2] in tip[1]
            assert (group.answer == "clear") == key.claimed
            assert tuple(id_ for id_, _ in key.letters) == group.segments
