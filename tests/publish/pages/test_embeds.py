"""Embeds: which exist, their content and links, their size, and the check's findings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.check import check_site
from generator.check.page import read_page
from generator.check.weights import EMBED_BUDGET, gzip_size
from generator.publish.output import links
from generator.publish.output.links import Links
from generator.publish.output.writer import write_site
from generator.publish.pages import embeds
from generator.settings.settings import Settings
from tests.support.browsing import ADDRESSED
from tests.support.releases import Kind, sample_release
from tests.support.shared_sites import sample_files

URL = ADDRESSED.site_url


def files(kind: Kind = "full", *, offered: bool = True, url: str = URL) -> dict[str, bytes]:
    return dict(sample_files(kind, replace(ADDRESSED, site_url=url, embeds=offered)))


def framed(found: dict[str, bytes]) -> list[str]:
    return [path for path in found if path.startswith("embed/")]


def figure_ids(html: bytes) -> list[str]:
    return re.findall(r'<figure id="([^"]+)"', html.decode())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["full", "sparse", "total"])
def test_every_figure_of_pages_with_embeds_has_one(kind: Kind) -> None:
    found = files(kind)
    pages = [
        path
        for path in found
        if path in (links.OVERVIEW, links.SEGMENTS) or re.fullmatch(r"(cities|segments)/[^/]+/index\.html", path)
    ]
    wanted = {Links().embed(path, id_) for path in pages for id_ in figure_ids(found[path])}
    assert wanted == set(framed(found))
    assert "embed/pune-maharashtra/profile/index.html" in wanted or kind != "full"
    assert "embed/overview/distribution/index.html" in wanted


def test_an_embed_holds_the_figure_its_title_and_a_link_back() -> None:
    found = files()
    path = "embed/mumbai-maharashtra/segments/index.html"
    page, city = read_page(found[path].decode()), found["cities/mumbai-maharashtra/index.html"].decode()
    drawings = re.findall(r'<div class="plot"><div>(<svg .*)</svg></div></div>', found[path].decode())
    assert len(drawings) == 1
    assert drawings[0] in city
    title = re.search(r'<h1 id="segments-t">(.*?)</h1>', found[path].decode())
    assert title
    assert f">{title[1]}</a></h2>" in city
    back = [link for link in page.links if link.tag == "a"]
    assert [link.url for link in back] == ["../../../cities/mumbai-maharashtra/index.html#segments"]
    assert page.title.endswith("Mumbai, Maharashtra · Segment Atlas")
    assert page.noindex
    assert page.canonical is None
    assert page.banners == {"synthetic"}
    assert b"<nav" not in found[path]


def test_the_sitemap_excludes_embeds() -> None:
    sitemap = files()["sitemap.xml"].decode()
    assert "/cities/pune-maharashtra/" in sitemap
    assert "embed" not in sitemap


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["full", "sparse", "internal", "hostile"])
def test_embeds_pass_the_check(kind: Kind, tmp_path: Path) -> None:
    write_site(files(kind).items(), tmp_path / "site")
    report = check_site(tmp_path / "site", internal=kind == "internal")
    # Some samples hold counts that are allowed in tests only.
    assert [found for found in report.findings if found.path != "data/release.json"] == []
    row = next(row for row in report.weights if row.kind == "embed")
    assert row.pages == len(framed(files(kind)))
    assert row.largest <= EMBED_BUDGET
    assert row.requests == 3


@pytest.mark.slow
def test_a_heavy_embed_is_found(tmp_path: Path) -> None:
    found = dict(files())
    path = framed(found)[0]
    noise = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(9000))
    found[path] = found[path].replace(b"</main>", f"<p>{noise}</p></main>".encode())
    write_site(found.items(), tmp_path / "site")
    assert [(f.code, f.path) for f in check_site(tmp_path / "site").warnings] == [("page-too-heavy", path)]


def test_the_style_sheet_of_embeds_excludes_rules_for_pages() -> None:
    found = files()
    sheet = next(data for path, data in found.items() if re.fullmatch(r"assets/embed\.\w+\.css", path)).decode()
    inlined = re.search(r"<style>(.*?)</style>", found["index.html"].decode(), re.DOTALL)
    assert inlined
    for rule in (".k5{", ".foot5{", "--paper:#fff", ".panel{", ".heat{"):
        assert rule in sheet
        assert rule in inlined[1]
    for rule in (".lede{font:400", ".cards li{", ".crumb li", ".prose h2"):
        assert rule not in sheet
        assert rule in inlined[1]
    assert gzip_size(sheet.encode()) < 0.8 * gzip_size(inlined[1].encode())


@pytest.mark.slow
def test_disabled_embeds_leave_no_trace() -> None:
    found = files(offered=False)
    assert framed(found) == []
    assert not [path for path in found if path.endswith(".css")]
    assert b"data-embed" not in found["cities/pune-maharashtra/index.html"]
    assert b'data-embed="embed/pune-maharashtra/"' in files()["cities/pune-maharashtra/index.html"]


def test_paths_of_pages_and_places_do_not_collide() -> None:
    made = Links()
    pages = ("index.html", "segments/index.html", "segments/a/index.html")
    towns = [made.city(slug) for slug in ("overview", "segments", "segments-a", "pune-maharashtra")]
    names = [made.name(path) for path in (*pages, *towns)]
    assert len(set(names)) == len(names)
    assert names[:3] + names[-1:] == ["overview", "segments", "segments-a", "pune-maharashtra"]
    assert [made.embeds(path) for path in ("methods/index.html", "cities/index.html", "404.html")] == ["", "", ""]


@pytest.mark.slow
def test_texts_of_exports_name_source_window_and_banner() -> None:
    script = next(data for path, data in files().items() if path.startswith("assets/take.")).decode()
    assert '"base":"https://atlas.example/base/"' in script
    assert "Segment Atlas · Sample bank" in script
    assert "1 Aug to 21 Oct 2016" in script
    assert "made-up customers" in script
    internal = next(data for path, data in files("internal").items() if path.startswith("assets/take.")).decode()
    assert "exact figures without disclosure control" in internal


def test_figures_in_tuples_are_found_too() -> None:
    from generator.publish.pages import texts
    from generator.publish.render import make

    context = texts.text(make(sample_release("full"), Settings()), "methods")
    assert [figure.id for figure in embeds.figures_of(context)] == [figure.id for figure in context.figures] != []


def test_titles_link_to_their_definitions() -> None:
    found = files()
    glossary = read_page(found[links.GLOSSARY].decode()).ids
    city = found["cities/pune-maharashtra/index.html"].decode()
    led = re.findall(r'<h[23] id="([\w-]+)-t"[^>]*><a href="\.\./\.\./glossary/index\.html#([\w-]+)">', city)
    assert dict(led)["segments"] == "segment"
    assert {"segments", "profile", "positioning"} == {figure for figure, _ in led}
    assert all(anchor in glossary for _, anchor in led)
