"""Fixtures for what a machine may lack (Chromium, Spark, the real data) and for serving a built site."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM_NAMES = (
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

Serve = Callable[..., str]


def skip_or_fail(need: str, reason: str) -> NoReturn:
    """Skip, or fail when ATLAS_REQUIRE (a comma list of browser, spark, data) names the need."""
    required = {item.strip() for item in os.environ.get("ATLAS_REQUIRE", "").split(",")}
    if need in required:
        pytest.fail(f"{reason} (ATLAS_REQUIRE names {need})", pytrace=False)
    pytest.skip(reason)


def find_chromium() -> str | None:
    """Return ATLAS_CHROMIUM if it is set, else the first usual place that holds a Chromium or Chrome."""
    chosen = os.environ.get("ATLAS_CHROMIUM")
    names = (chosen,) if chosen else CHROMIUM_NAMES
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium per session; open a context in each test and close it."""
    chromium = find_chromium()
    if chromium is None:
        skip_or_fail("browser", "no Chromium found: install one or set ATLAS_CHROMIUM to its path")
    if importlib.util.find_spec("playwright") is None:
        skip_or_fail("browser", "the Python package playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield instance
        instance.close()


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
    """Ask for Java and an importable pyspark."""
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which("java", path=str(Path(home) / "bin"))):
        skip_or_fail("spark", "no Java found: install one or set JAVA_HOME")
    if importlib.util.find_spec("pyspark") is None:
        skip_or_fail("spark", "pyspark is not installed: install the extra `spark`")


class _Handler(SimpleHTTPRequestHandler):
    """Serve a folder under a base path; anything outside the base path is 404, as on a project's Pages site."""

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        self.base = base
        super().__init__(*args, **kwargs)

    def send_head(self) -> Any:
        if not self.path.startswith(self.base):
            self.send_error(404)
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.base))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    """A threading server whose close() ends the connections that a browser opened and never used."""

    daemon_threads = False

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


@contextlib.contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a folder on 127.0.0.1 at a free port and give its address, which ends with the base path."""
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    handler = functools.partial(_Handler, directory=str(folder), base=base)
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Give `serve(folder, base="/") -> address`; all servers stop at the end of the session."""
    with contextlib.ExitStack() as stack:
        yield lambda folder, base="/": stack.enter_context(serving(folder, base))


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Sites of every kind of case for Compare and Explore."""
    from generator.settings.config import Settings
    from tests.support.browsing import put_site
    from tests.support.comparisons import KINDS, release_of

    settings = Settings(cards=False)
    return {kind: put_site(tmp_path_factory.mktemp(f"tools-{kind}"), release_of(kind), settings) for kind in KINDS}
