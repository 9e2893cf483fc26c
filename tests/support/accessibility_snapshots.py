"""Readings: each kind of page as a screen reader has it, kept in `tests/golden/readings/` to be read like a text.

`make golden` writes them anew where there is a Chromium. Figures are named by their takeaway and described by one
sentence; what follows is their table, closed until it is asked for.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.settings.config import Settings
from tests.support import golden_sites
from tests.support.browsing import put_site

FOLDER = golden_sites.FOLDER / "readings"
SIZE = {"width": 1280, "height": 900}

_FIXED = ("summary", "cities", "segments", "segments/a", "methods", "data-quality", "privacy", "glossary", "my-town",
          "data", "old-dashboard", "explore")  # fmt: skip
_CITY = "cities/mumbai-maharashtra/index.html"
_PAIR = "compare/index.html?cities=mumbai-maharashtra,pune-maharashtra"

#: Addresses to read, by case of the golden sites: every kind of page, and a city without segments.
PAGES = {
    "full-with-frequency": (
        "index.html", "404.html", *(f"{name}/index.html" for name in _FIXED), _CITY, _PAIR,
    ),
    "sparse-without-frequency": ("index.html", "summary/index.html", _CITY),
}  # fmt: skip


def write_site(case: str, folder: Path) -> None:
    """Write the whole site of a case."""
    settings = Settings(publisher="Sample Bank", contact="atlas@bank.example", cards=False)
    put_site(folder, golden_sites.golden_release(case), settings)


def readings(case: str, folder: Path, browser: Any) -> Iterator[tuple[str, str]]:
    """Yield the name of each reading of a case and its text."""
    context = browser.new_context(viewport=SIZE)
    for address in PAGES[case]:
        path, _, query = address.partition("?")
        page = context.new_page()
        page.goto((folder / path).as_uri() + (f"?{query}" if query else ""))
        if path.startswith(("explore", "compare")):
            page.locator("main figure").first.wait_for()
        name = path.removesuffix("index.html").removesuffix(".html").strip("/").replace("/", "-") or "overview"
        yield f"{case}-{name}.txt", page.locator("body").aria_snapshot() + "\n"
        page.close()
    context.close()


def main() -> int:
    """Write all readings anew."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import CHROMIUM_ARGS, find_chromium

    chromium = find_chromium()
    if chromium is None:
        print("readings: no Chromium found, so they stay as they are: install one or set ATLAS_CHROMIUM to its path")
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = set(FOLDER.glob("*.txt"))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        for case in PAGES:
            write_site(case, Path(name) / case)
            for file, text in readings(case, Path(name) / case, browser):
                (FOLDER / file).write_text(text, encoding="utf-8", newline="\n")
                kept.discard(FOLDER / file)
        browser.close()
    for path in kept:
        path.unlink()
    print(f"readings: {len(list(FOLDER.glob('*.txt')))} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
