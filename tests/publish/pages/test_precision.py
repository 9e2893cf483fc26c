"""No page prints an amount with more digits than its rounding step supports."""

import json
import re
from dataclasses import replace

import pytest

from generator.release import Mean, Release
from tests.support.browsing import SAMPLE
from tests.support.releases import sample_release
from tests.support.shared_sites import shared_site

EXACT, STEP = 89_679.0, 0.05


def coarse(release: Release) -> Release:
    """Return a sample in which every group of customers has the same typical spend, with a coarse step."""

    def means(found: dict[str, Mean]) -> dict[str, Mean]:
        return {**found, "typical_spend": Mean(EXACT, STEP, None)} if found["typical_spend"].value else found

    return replace(
        release,
        overall=replace(release.overall, means=means(release.overall.means)),
        places=tuple(replace(place, means=means(place.means)) for place in release.places),
        segments=tuple(replace(segment, means=means(segment.means)) for segment in release.segments),
        atoms=tuple(replace(atom, means=means(atom.means)) if atom.means else atom for atom in release.atoms),
        margin=tuple(replace(cell, means=means(cell.means)) if cell.means else cell for cell in release.margin),
    )


@pytest.mark.slow
def test_typical_spend_is_printed_by_its_step_on_every_page_and_figure() -> None:
    site = shared_site(coarse(sample_release("full")), SAMPLE)
    texts = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    # The CSV of a figure is exact, as every file is.
    pages = {path: re.sub(r'href="data:text/csv[^"]*"', "", text) for path, text in texts.items()}
    assert len(pages) > 20
    found = {path: re.findall(r".{30}89[,.]?679.{10}", text) for path, text in pages.items()}
    assert {path: hits for path, hits in found.items() if hits} == {}
    for path in ("index.html", "cities/index.html", "cities/mumbai-maharashtra/index.html", "segments/a/index.html"):
        assert "₹90,000" in pages[path]
    # Files are exact: they hold the release's own figure.
    city = json.loads((site / "cities/mumbai-maharashtra/city.json").read_text(encoding="utf-8"))
    assert re.search(r"\b89679\b", json.dumps(city))
