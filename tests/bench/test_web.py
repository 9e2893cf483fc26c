"""The measuring of pages: what it makes, counts and judges. The measuring itself is `make bench`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.publish.model.build import build_views
from generator.publish.output.writer import write_site
from generator.release.sense import first_fault
from generator.serve.preview import running
from tests.bench import tasks, web
from tests.support.releases import sample_release


def test_many_cities_are_many_with_pages_of_their_own() -> None:
    made = web.many_cities(sample_release("full"), 130)
    views = build_views(made)
    assert len(views.cities) == 130
    assert len({view.place.slug for view in views.pages}) == len(views.pages)
    assert views.n == sum(atom.n for atom in made.atoms)
    assert first_fault(made) is None


def test_pages_are_a_city_of_each_kind_and_the_two_of_the_bank() -> None:
    found = web.pages(sample_release("sparse"))
    assert list(found) == ["full city", "sparse city", "overview", "summary"]
    assert found["full city"] == "cities/mumbai-maharashtra/index.html"
    details = {view.place.slug: view.place.detail for view in build_views(sample_release("sparse")).cities}
    assert details[found["sparse city"].split("/")[1]] != "segments"
    assert list(web.pages(sample_release("total"))) == ["sparse city", "overview", "summary"]


def test_bytes_always_count_and_paints_with_a_limit() -> None:
    light = web.Load(2, 24, 500, 700, 0, 0, 0)
    assert web.over(light, web.budget("full city", None), paints=True) == ()
    slow = replace(light, fcp=850, chart=950, blocking=400)
    assert web.over(slow, web.budget("full city", None), paints=False) == ()
    assert web.over(slow, web.budget("full city", 900), paints=True) == ("chart",)
    heavy = replace(light, requests=3, kb=26, cls=0.2)
    assert web.over(heavy, web.budget("full city", None), paints=False) == ("requests", "kb", "cls")
    assert web.over(heavy, web.budget("overview", None), paints=False) == ("requests", "cls")
    assert web.row("x", slow, web.budget("full city", None)).count("*") == 3
    assert web.row("x", light, web.budget("full city", None)).endswith("ok")


def test_medians_are_taken_figure_by_figure() -> None:
    loads = [web.Load(2, kb, fcp, 1, 0, 0, 0) for kb, fcp in ((1, 30), (2, 10), (3, 20))]
    assert web.typical(loads) == web.Load(2, 2, 20, 1, 0, 0, 0)


def test_what_blocks_is_beyond_fifty_milliseconds_of_each_task_of_the_page() -> None:
    address = "http://127.0.0.1:1/index.html"

    def task(start: int, length: int, cpu: int, thread: int = 1, name: str = "RunTask") -> dict[str, object]:
        return {"name": name, "ph": "X", "pid": 1, "tid": thread, "ts": start, "dur": length, "tdur": cpu}

    parse = {"name": "ParseHTML", "pid": 1, "tid": 1, "ts": 0, "args": {"beginData": {"url": address}}}
    events = [
        parse,
        task(0, 90_000, 20_000),
        task(10, 80_000, 19_000, name="ThreadControllerImpl::RunTask"),
        task(100_000, 60_000, 12_000),
        task(200_000, 40_000, 30_000, name="Layout"),
        task(300_000, 90_000, 90_000, thread=2),
    ]
    assert tasks.blocking(events, address, 4) == pytest.approx(30)
    assert tasks.blocking(events, address, 5) == pytest.approx(60)
    with pytest.raises(ValueError, match=r"index\.html"):
        tasks.blocking(events[1:], address, 4)


@pytest.mark.browser
def test_a_load_is_counted_without_the_favicon(browser: object, tmp_path: Path) -> None:
    page = b'<!doctype html><title>t</title><link rel="icon" href="favicon.svg"><script src="a.js"></script>'
    page += (
        b'<p>words</p><div class="plot"><svg width="10" height="10"></svg></div>' + b"<!-- " + b"x" * 50_000 + b" -->"
    )
    files = {"index.html": page, "a.js": b"var end = performance.now() + 80; while (performance.now() < end) {}",
             "favicon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}  # fmt: skip
    write_site(files.items(), tmp_path / "site")
    with running(tmp_path / "site") as server:
        found = web.load(browser, server.url)
    assert found.requests == 2
    assert 0 < found.kb < 3
    # Two requests, the second after the first, at 150 ms each.
    assert 150 <= found.fcp < float("inf")
    assert found.chart >= 300
    assert found.blocking > 0
