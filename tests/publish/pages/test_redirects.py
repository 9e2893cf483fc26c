"""Redirects: each former slug leads to the current page of its place, and none collides with another page."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from generator import pipeline
from generator.check import check_site
from generator.publish.model.build import build_views
from generator.publish.pages.redirects import former
from generator.release import Release
from generator.settings import config
from tests.support.releases import Kind, sample_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SET = ['site_url="https://example.org/a/"', "cards=false"]


def with_former(kind: Kind, **slugs: tuple[str, ...]) -> Release:
    release = sample_release(kind)
    places = (replace(place, former=slugs.get(place.name, ())) for place in release.places)
    return replace(release, places=tuple(places))


def publish(release: Release, folder: Path) -> Path:
    settings = config.load(Path("/dev/null"), [*SET, f'policy="{release.policy.kind}"'])
    pipeline.publish(release, settings, folder, pipeline.Clock(lambda _: None))
    return folder


class _Facts(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas[values.get("name") or values.get("http-equiv") or ""] = values.get("content", "")
        if tag == "a":
            self.links.append(values["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    release = with_former("full", Bengaluru=("bangalore-karnataka", "bangalore-mysore"), Pune=("poona-maharashtra",))
    return publish(release, tmp_path_factory.mktemp("moved") / "site")


@pytest.mark.slow
def test_a_former_slug_redirects_to_the_current_page(site: Path) -> None:
    for slug, now in (("bangalore-karnataka", "bengaluru-karnataka"), ("bangalore-mysore", "bengaluru-karnataka"),
                      ("poona-maharashtra", "pune-maharashtra")):  # fmt: skip
        text = (site / "cities" / slug / "index.html").read_text()
        facts = _Facts(text)
        delay, _, target = facts.metas["refresh"].partition("; url=")
        assert delay == "0"
        assert facts.links == [target]
        assert urljoin(f"cities/{slug}/index.html", target) == f"cities/{now}/index.html"
        assert (site / "cities" / slug / target).is_file()
        assert facts.metas["robots"] == "noindex"
        assert f'<link rel="canonical" href="https://example.org/a/cities/{now}/">' in text
        assert "<script" not in text
        assert len(text) < 2_000


@pytest.mark.slow
def test_redirects_are_not_listed_and_pass_the_check(site: Path) -> None:
    assert check_site(site).ok
    for name in ("sitemap.xml", "cities/index.html", "data/cities.csv", "404.html"):
        assert "bangalore-" not in (site / name).read_text()
    assert not (site / "cities" / "bangalore-karnataka" / "city.csv").exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["internal", "hostile"])
def test_all_kinds_of_site_have_redirects(kind: Kind, tmp_path: Path) -> None:
    release = with_former(kind, Bengaluru=("bangalore-karnataka", "bangalore-mysore"))
    site = publish(release, tmp_path / "site")
    assert check_site(site, internal=kind == "internal").ok
    text = (site / "cities/bangalore-mysore/index.html").read_text()
    assert [word in text for word in ("banner synthetic", "banner internal")] == [
        kind != "internal",
        kind == "internal",
    ]


def test_slugs_in_use_or_claimed_twice_do_not_redirect() -> None:
    release = with_former("full", Bengaluru=("pune-maharashtra", "old-town", "x"), Pune=("old-town", "y", "y"))
    assert former(build_views(release)) == {"x": "bengaluru-karnataka"} | {"y": "pune-maharashtra"}


def test_a_site_without_former_slugs_has_no_redirects() -> None:
    assert former(build_views(sample_release("full"))) == {}


@pytest.mark.browser
def test_a_browser_follows_the_redirect_and_the_page_is_accessible(browser: "Browser", site: Path) -> None:
    from tests.support import axe

    page = browser.new_context().new_page()
    try:
        page.goto((site / "cities/bangalore-karnataka/index.html").as_uri())
        page.wait_for_url("**/bengaluru-karnataka/index.html")
        assert page.locator("h1").inner_text().startswith("Bengaluru")
        text = (site / "cities/bangalore-karnataka/index.html").read_text()
        page.set_content(text.replace('http-equiv="refresh"', 'name="still"'))
        assert axe.violations(page, preload=False) == []
    finally:
        page.context.close()
