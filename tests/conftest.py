"""Fixtures for optional requirements (Chromium, Spark, the real data) and for serving a built site."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from generator.serve.server import SiteServer
from tests.support import shared_sites
from tests.support import spark as spark_session
from tests.support.browsing import SAMPLE
from tests.support.comparisons import KINDS, release_of
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from generator.analyse.engine.spark import SparkEngine

#: The first one draws the same pages without the windows of a browser, in a third of the time.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Timeout for elements that never appear; a loaded machine may reach Playwright's default of 30 s.
BROWSER_GUARD_MS = 300_000

Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files with the longest tests first, so that no worker is still busy with one at the end."""
    heavy = ("spark", "browser", "slow")
    first = {item.path: len(heavy) for item in reversed(items)}
    for item in items:
        marks = [heavy.index(mark.name) for mark in item.iter_markers() if mark.name in heavy]
        first[item.path] = min([first[item.path], *marks])
    items.sort(key=lambda item: first[item.path])


def skip_or_fail(need: str, reason: str) -> NoReturn:
    """Skip the test, or fail if ATLAS_REQUIRE (comma-separated: browser, spark, data, node, postgres) has it."""
    required = {item.strip() for item in os.environ.get("ATLAS_REQUIRE", "").split(",")}
    if need in required:
        pytest.fail(f"{reason} (ATLAS_REQUIRE names {need})", pytrace=False)
    pytest.skip(reason)


def find_chromium() -> str | None:
    """Return ATLAS_CHROMIUM if it is set, else the first Chromium or Chrome in the usual places; None without one."""
    chosen = os.environ.get("ATLAS_CHROMIUM")
    names = (chosen,) if chosen else CHROMIUM_NAMES
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one headless Chromium per session; each test opens and closes its own context."""
    chromium = find_chromium()
    if chromium is None:
        skip_or_fail("browser", "no Chromium found: install one or set ATLAS_CHROMIUM to its path")
    if importlib.util.find_spec("playwright") is None:
        skip_or_fail("browser", "the Python package playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield patient(instance)
        instance.close()


def patient(browser: Browser) -> Browser:
    """Raise the timeouts of a browser's pages for loaded machines."""
    new_context = browser.new_context

    def waiting_context(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(BROWSER_GUARD_MS)
        return context

    browser.new_context = waiting_context  # type: ignore[method-assign]
    return browser


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the real transactions: `transactions-20k.csv` in the folder ATLAS_DATA, by default `../shared/data`."""
    folder = Path(os.environ.get("ATLAS_DATA") or ROOT.parent / "shared" / "data")
    path = folder / "transactions-20k.csv"
    if not path.is_file():
        skip_or_fail("data", f"no {path.name} in {folder}: set ATLAS_DATA to its folder")
    return path


@pytest.fixture(scope="session")
def require_spark() -> None:
    """Require Java and an importable pyspark."""
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which("java", path=str(Path(home) / "bin"))):
        skip_or_fail("spark", "no Java found: install one or set JAVA_HOME")
    if importlib.util.find_spec("pyspark") is None:
        skip_or_fail("spark", "pyspark is not installed: install the extra `spark`")
    os.environ.setdefault("SPARK_SUBMIT_OPTS", spark_session.JAVA_OPTIONS)


@pytest.fixture(scope="session")
def _spark_at_the_end(require_spark: None) -> Iterator[None]:
    yield
    spark_session.close()


@pytest.fixture
def spark(_spark_at_the_end: None) -> SparkEngine:
    """Return the Spark session that all tests of this worker share."""
    return spark_session.shared()


@contextlib.contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a folder on 127.0.0.1 at a free port, and yield its URL, which ends in the base path."""
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    with SiteServer(("127.0.0.1", 0), folder, base, live=None) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Yield `serve(folder, base="/") -> URL`; all servers stop at the end of the session."""
    with contextlib.ExitStack() as stack:
        yield lambda folder, base="/": stack.enter_context(serving(folder, base))


@pytest.fixture(scope="session", autouse=True)
def _shared_sites(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put shared sites into the folder of the run, which contains the folders of all workers."""
    base = tmp_path_factory.getbasetemp()
    shared_sites.use((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sites")


@pytest.fixture(scope="session")
def tools() -> dict[str, Path]:
    """Return the sites of all kinds of cases for Compare and Explore."""
    return {kind: shared_sites.shared_site(release_of(kind), SAMPLE) for kind in KINDS}
