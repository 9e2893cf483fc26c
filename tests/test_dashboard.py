"""What the replaced dashboard showed, found on the site of the demonstration bank with the figures of its release."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from html import unescape

import pytest

from generator.publish import render
from generator.publish.pages.builder import PageBuilder
from generator.release import codec as releases
from generator.settings.settings import Settings
from tests.support.browsing import SAMPLE
from tests.support.paths import ROOT
from tests.support.shared_sites import files_of, shared_site

RELEASE = ROOT / "data" / "release.json"

Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def builder() -> PageBuilder:
    return render.make(releases.read(RELEASE), Settings())


@pytest.fixture(scope="module")
def site() -> Files:
    return files_of(shared_site(releases.read(RELEASE), SAMPLE))


def text(site: Files, path: str) -> str:
    return unescape(site[path].decode())


def figure(html: str, id_: str) -> str:
    found = re.search(rf'<figure id="{id_}".*?</figure>', html, re.DOTALL)
    assert found, f"no figure {id_}"
    return found[0]


def rows(html: str) -> list[list[str]]:
    """Cells of all tables, without their markup."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    plain = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found)
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in row] for row in plain]


@pytest.mark.slow
def test_key_figures(site: Files, builder: PageBuilder) -> None:
    fmt, views = builder.fmt, builder.views
    top = views.cities[0]
    home, city = text(site, "index.html"), text(site, builder.links.city(top.place.slug))
    for value in (
        fmt.count(views.n),
        fmt.count(len(views.cities)),
        fmt.mean("typical_spend", views.measures["typical_spend"]),
    ):
        assert f'<dd class="big">{value}</dd>' in home
    assert f'<dd class="big">{fmt.count(top.n)}</dd>' in city
    assert f"all {fmt.mean('typical_spend', views.measures['typical_spend'])}" in city


def test_executive_summary(site: Files, builder: PageBuilder) -> None:
    html = text(site, "summary/index.html")
    assert 2 <= len(re.findall(r"<li>", html.partition('<ol class="points">')[2].partition("</ol>")[0])) <= 5
    for segment in builder.views.segments.values():
        assert segment.name.lower() in html.lower()
    assert len(re.findall(r'<span class="sure \w+">', html)) >= 5


def test_city_profile(site: Files, builder: PageBuilder) -> None:
    view = next(view for view in builder.views.cities if view.place.detail == "segments" and view.strength == "claims")
    html = text(site, builder.links.city(view.place.slug))
    for id_ in ("segments", "profile", "positioning"):
        assert "<svg" in figure(html, id_)
    for group in view.groups:
        assert f">{builder.fmt.percent(group.share)}<" in figure(html, "segments")


def test_customer_distribution(site: Files, builder: PageBuilder) -> None:
    html = figure(text(site, "index.html"), "distribution")
    for view in builder.views.cities[:5]:
        assert view.place.name in html
        assert builder.fmt.count(view.n) in html
    # Top-N and sorting are Explore's; the way there stands under the chart.
    assert (
        'href="explore/index.html"'
        in text(site, "index.html").partition('id="distribution"')[2].partition("<section")[0]
    )


def test_heatmap_of_typical_spend(site: Files, builder: PageBuilder) -> None:
    html = figure(text(site, "index.html"), "spend")
    view = next(view for view in builder.views.cities if len(view.groups) == len(builder.views.segments))
    for group in view.groups:
        assert builder.chart.mean("typical_spend", group.means["typical_spend"]) in html
    assert 'class="k' in html


@pytest.mark.parametrize("id_", ["volume", "treemap", "totals", "averages", "map"])
def test_views_by_city(id_: str, site: Files, builder: PageBuilder) -> None:
    html = figure(text(site, "index.html"), id_)
    assert "<svg" in html or '<table class="heat' in html
    told = [view for view in builder.views.cities[:5] if view.place.name in html]
    assert len(told) == 5


def test_segment_positioning(site: Files, builder: PageBuilder) -> None:
    html = figure(text(site, "index.html"), "positioning")
    for group in builder.views.groups:
        assert builder.fmt.mean("typical_spend", group.means["typical_spend"]) in html
        assert builder.fmt.mean("transactions", group.means["transactions"]) in html


def test_highlights(site: Files) -> None:
    lists = re.findall(r'<ul class="facts">(.*?)</ul>', text(site, "index.html"), re.DOTALL)
    assert 2 <= max(found.count("<li>") for found in lists) <= 6


def test_tables(site: Files, builder: PageBuilder) -> None:
    html = text(site, "cities/index.html")
    listed = {row[0]: row[1] for row in rows(html) if len(row) == 5}
    for view in builder.views.pages:
        assert view.place.name in listed
    top = builder.views.cities[0]
    assert listed[top.place.name] == builder.fmt.count(top.n)
    for id_ in ("distribution", "positioning"):
        assert len(rows(figure(text(site, "index.html"), id_))) > len(builder.views.segments)


def test_downloads(site: Files, builder: PageBuilder) -> None:
    top = builder.views.cities[0]
    found = list(csv.DictReader(io.StringIO(site["data/cities.csv"].decode())))
    assert {row["slug"]: row["customers"] for row in found}[top.place.slug] == str(top.n)
    assert site[builder.links.city_csv(top.place.slug)].startswith(b"city,")
    assert "data:text/csv" in figure(site["index.html"].decode(), "distribution")
