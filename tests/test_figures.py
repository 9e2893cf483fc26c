"""Figures for Python: every one of a release, in colours that plotly.py accepts; unknown names are refused."""

from __future__ import annotations

import sys
from pathlib import Path

import plotly.graph_objects as go
import pytest

from generator.errors import AtlasError, UsageError
from generator.figures import figure
from generator.publish import render
from generator.publish.pages import bank, city, embeds
from generator.release import codec as releases
from generator.settings.settings import Settings
from tests.support.paths import ROOT
from tests.support.releases import sample_release

RELEASE = sample_release("full")


def values(one: go.Figure) -> str:
    return str(one.to_plotly_json())


def test_every_figure_of_the_bank_and_of_a_place_is_one_of_plotly() -> None:
    builder = render.make(RELEASE, Settings())
    view = builder.views.cities[0]
    pages = ((None, bank.overview(builder)), (view.place.slug, city.city(builder, view)))
    for place, context in pages:
        for one in embeds.figures_of(context):
            found = figure(RELEASE, place, one.id)
            assert isinstance(found, go.Figure)
            assert "var(" not in values(found), one.id
            assert found.layout.meta is None
            assert found.layout.font.family.startswith("Atlas Sans")
            assert found.layout.paper_bgcolor == "#fff"
            assert one.spec is not None
            assert len(found.data) == len(one.spec["data"])


def test_a_release_is_read_from_its_file_and_a_place_found_by_any_name(tmp_path: Path) -> None:
    releases.write(RELEASE, tmp_path / "release.json")
    found = figure(tmp_path / "release.json", "Mumbai", "segments")
    assert values(found) == values(figure(RELEASE, "mumbai-maharashtra", "segments"))
    assert figure(RELEASE, "A", "segment-bands").data


def test_colours_are_those_of_the_light_theme() -> None:
    tokens = (ROOT / "templates" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    first = tokens.partition("--a:")[2].partition(";")[0]
    bars = figure(RELEASE, None, "distribution").data[0]
    assert bars.marker.color == first


@pytest.mark.parametrize(
    ("place", "name", "message"),
    [
        (None, "distributions", "Did you mean 'distribution'? Figures: "),
        ("pune-maharashtra", "map", "Figures: segments"),
        ("pune", "segment", "Did you mean 'segments'?"),
        ("Mumbay", "segments", "Did you mean Mumbai"),
    ],
)
def test_unknown_names_are_refused_with_those_that_exist(place: str | None, name: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        figure(RELEASE, place, name)
    assert message in caught.value.format_message()


def test_without_plotly_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotly.graph_objects", None)
    with pytest.raises(AtlasError, match="plotly") as caught:
        figure(RELEASE, None, "map")
    assert "pip install plotly" in caught.value.format_message()
