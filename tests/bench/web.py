"""What a page costs its reader: `python -m tests.bench web`, on a slow phone over a slow network, with a cold cache.

Chromium with its CPU slowed 4 times, 1.6 Mbit/s and 150 ms a request, over a server that gzips; medians of five loads
of four kinds of page. Three sites: the demonstration bank, a thousand cities, and the real transactions where there are
any (ATLAS_DATA). An empty page shows what the machine itself takes. Milliseconds depend on the machine, so only
`--limit` makes them count; bytes, requests and shifts are the same everywhere and always count.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from generator.check.weights import CITY_BUDGET, MAX_REQUESTS, OVERVIEW_BUDGET, PAGE_BUDGET
from generator.publish.model.build import build_views
from generator.publish.output.writer import write_site
from generator.publish.render import render
from generator.release import Release
from generator.release import codec as releases
from generator.serve.preview import running
from generator.settings.settings import Settings
from tests.support.paths import ROOT
from tests.support.settled import settled

from . import tasks

CITIES = 1_000

_CPU = 4
#: What an empty page usually takes to its first paint (320 to 400 ms); a limit is raised by what it takes longer.
_USUAL = 400
#: How often a page over the limit is measured again.
_AGAIN = 2
#: Latency in ms a request, throughput in bytes a second.
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
_PHONE = {"width": 390, "height": 844}
#: How long a page is watched after it has loaded, for blocking and shifts.
_SETTLE = 700
_ARGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip

_EMPTY, _EMPTY_PATH = "empty page", "empty.html"
_NOTHING = '<!doctype html><title>.</title><link rel="icon" href="favicon.svg"><p>.<div class="plot"><svg></svg></div>'

#: Notes what the browser tells about painting, long tasks and shifts; a chart counts in the first frame that has one.
#: It asks for no layout: a look at every frame, which does, made the same page block 150 ms instead of 30.
_WATCH = """() => {
  const seen = window.__seen = { fcp: null, chart: null, blocking: 0, cls: 0 };
  const watch = (type, each) =>
    new PerformanceObserver(list => list.getEntries().forEach(each)).observe({ type, buffered: true });
  watch("paint", entry => { if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime; });
  watch("longtask", entry => { seen.blocking += Math.max(0, entry.duration - 50); });
  watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  const frames = new IntersectionObserver(entries => {
    if (seen.chart !== null || !entries.some(entry => entry.boundingClientRect.width)) return;
    seen.chart = performance.now();
    parsed.disconnect();
    frames.disconnect();
  });
  const parsed = new MutationObserver(() => {
    document.querySelectorAll(".plot svg, .plot table").forEach(one => frames.observe(one));
  });
  parsed.observe(document, { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page, or medians of several: requests and kB without favicon and fonts, milliseconds, layout shift.

    `blocking` is by the clock, `busy` the same by processor time (see `tasks`).
    """

    requests: float
    kb: float
    fcp: float
    chart: float
    blocking: float
    busy: float
    cls: float


def budget(kind: str, limit: float | None) -> Load:
    """Return what a page may cost; `limit` replaces the milliseconds of the two paints."""
    heavy = OVERVIEW_BUDGET if kind == "overview" else PAGE_BUDGET
    kb = (CITY_BUDGET if kind.endswith("city") else heavy) / 1000
    return Load(MAX_REQUESTS, kb, limit or 600, limit or 800, tasks.LONG, tasks.LONG, 0.01)


def many_cities(release: Release, n: int = CITIES) -> Release:
    """Return a release with its cities repeated, under numbered names, until there are n."""
    atoms = {place.id: [atom for atom in release.atoms if atom.place == place.id] for place in release.places}
    cities = [place for place in release.places if place.kind == "city"]
    places, more = list(release.places), list(release.atoms)
    for i in range(len(cities), n):
        one, lap = cities[i % len(cities)], i // len(cities)
        id_ = f"{one.id}-{lap}"
        at: dict[str, Any] = {
            name: None if value is None else value + 0.15 * lap for name, value in (("lat", one.lat), ("lon", one.lon))
        }
        places.append(replace(one, id=id_, slug=f"{one.slug}-{lap}", name=f"{one.name} {lap}", former=(), **at))
        more += [replace(atom, place=id_) for atom in atoms[one.id]]
    return settled(replace(release, places=tuple(places), atoms=tuple(more)))


def pages(release: Release) -> dict[str, str]:
    """Return a path by kind of page: the largest city with all segments, the largest without, overview and summary."""
    cities = build_views(release).cities
    found = {}
    for kind, full in (("full city", True), ("sparse city", False)):
        slugs = [view.place.slug for view in cities if (view.place.detail == "segments") is full]
        if slugs:
            found[kind] = f"cities/{slugs[0]}/index.html"
    return {**found, "overview": "index.html", "summary": "summary/index.html"}


def load(browser: Any, address: str) -> Load:
    """Load a page once, in a browser that has seen nothing of the site."""
    context = browser.new_context(viewport=_PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", _NETWORK)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": _CPU})
    asked: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda event: asked.setdefault(event["requestId"], event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.add_init_script(f"({_WATCH})()")
    page.goto(address, wait_until="load")
    page.wait_for_timeout(_SETTLE)
    seen = page.evaluate("window.__seen")
    context.close()
    # Fonts are loaded once a site, beside the page, and have a budget of their own.
    counted = [id_ for id_, url in asked.items() if not url.endswith(("favicon.svg", ".woff2"))]
    kb = sum(sizes.get(id_, 0) for id_ in counted) / 1000
    paints = (seen["fcp"] or float("inf"), seen["chart"] or float("inf"))
    return Load(len(counted), kb, *paints, seen["blocking"], busy(browser, address), seen["cls"])


def busy(browser: Any, address: str) -> float:
    """Return what one load blocks by processor time, in milliseconds of the slow phone."""
    context = browser.new_context(viewport=_PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", _NETWORK)
    trace = tasks.Trace(page, wire)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(_SETTLE)
    found = tasks.blocking(trace.end(), address, _CPU)
    context.close()
    return found


def measured(browser: Any, address: str, runs: int) -> Load:
    """Return the medians of some loads, after one that warms up browser and server and is not counted."""
    return typical([load(browser, address) for _ in range(runs + 1)][1:])


def typical(loads: list[Load]) -> Load:
    """Return the median of each figure."""
    return Load(*(median(getattr(one, field.name) for one in loads) for field in fields(Load)))


def over(found: Load, allowed: Load, *, paints: bool) -> tuple[str, ...]:
    """Return the names of the figures over their budget; of the milliseconds only when asked for."""
    judged = ("requests", "kb", "cls", *(("fcp", "chart") if paints else ()))
    return tuple(name for name in judged if getattr(found, name) > getattr(allowed, name))


def row(name: str, found: Load, allowed: Load) -> str:
    """Return a line of the table; a star marks a figure that is over its budget."""
    digits = {"kb": 1, "cls": 3}
    cells = []
    for field in fields(Load):
        value = getattr(found, field.name)
        star = "*" if value > getattr(allowed, field.name) else " "
        cells.append(f"{value:8.{digits.get(field.name, 0)}f}{star}")
    return f"{name:28}{''.join(cells)}  {'over' if '*' in ''.join(cells) else 'ok'}"


def sites(folder: Path) -> Iterator[tuple[str, Path, Release]]:
    """Make and yield each site: its name, its folder, its release."""
    demo = releases.read(ROOT / "data" / "release.json")
    for name, release in (("demonstration", demo), ("1,000 cities", many_cities(demo))):
        write_site(render(release, Settings()), folder / name)
        yield name, folder / name, release
    data = Path(os.environ.get("ATLAS_DATA") or ROOT.parent / "shared" / "data") / "transactions-20k.csv"
    if data.is_file():
        command = [sys.executable, "-m", "generator", "build", str(data), "--out", "site", "--set", "evidence=false"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield "20,000 real rows", folder / "site", releases.read(folder / "build" / "release.json")


@contextmanager
def chromium() -> Iterator[Any]:
    """Open a Chromium: ATLAS_CHROMIUM, or one from the usual names."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("ATLAS_CHROMIUM") or "chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    if path is None:
        sys.exit("no Chromium found: install one or set ATLAS_CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGS))
        yield browser
        browser.close()


def main(args: list[str]) -> int:
    """Measure and print; return 1 when bytes, requests, shifts or, with a limit, paints are over budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench web", description=__doc__)
    parser.add_argument("--limit", type=float, help="most milliseconds to the first paint and to the first chart")
    parser.add_argument("--demo", action="store_true", help="only the demonstration bank")
    parser.add_argument("--runs", type=int, default=5, help="counted loads of each page")
    options = parser.parse_args(args)
    bad = []
    print(
        f"{'page':28}{''.join(f'{name:>9}' for name in ('requests', 'kB', 'FCP', 'chart', 'blocking', 'busy', 'CLS'))}"
    )
    with tempfile.TemporaryDirectory(prefix="atlas-web-") as name, chromium() as browser:
        for site, folder, release in islice(sites(Path(name)), 1 if options.demo else None):
            (folder / _EMPTY_PATH).write_text(_NOTHING)
            with running(folder) as server:
                slack = 0.0
                for kind, path in {_EMPTY: _EMPTY_PATH, **pages(release)}.items():
                    allowed = budget(kind, options.limit and options.limit + slack)
                    found = measured(browser, server.url + path, options.runs)
                    for _ in range(_AGAIN):
                        # The machine may have been busy with something else: a slow page is slow each time.
                        if options.limit and over(found, allowed, paints=True):
                            found = measured(browser, server.url + path, options.runs)
                    if kind == _EMPTY:
                        slack = max(0.0, found.fcp - _USUAL)
                    print(row(f"{site}, {kind}", found, allowed), flush=True)
                    bad += [f"{site}, {kind}: {what}" for what in over(found, allowed, paints=bool(options.limit))]
    one, other = (budget(kind, options.limit) for kind in ("city", "other"))
    paints = f"FCP {one.fcp:.0f} ms, first chart {one.chart:.0f} ms"
    print(f"budget: {one.requests} requests, {one.kb:.0f} kB a city, {other.kb:.0f} kB else, {paints}, "
          f"blocking and busy {one.blocking} ms, CLS {one.cls}; * is over")  # fmt: skip
    print(*bad, sep="\n", end="\n" if bad else "")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
