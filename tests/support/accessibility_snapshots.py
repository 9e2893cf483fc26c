"""Accessibility snapshots: each kind of page as a screen reader presents it, in `tests/golden/readings/`.

`make golden` regenerates them if there is a Chromium. A figure is named by its takeaway and described by one sentence,
followed by its table, which is collapsed at first. The contents of images are left out: they are presentational, and
the scripts truncate labels to the widths of the machine's fonts.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.settings.settings import Settings
from tests.support import golden_sites
from tests.support.shared_sites import shared_site

FOLDER = golden_sites.FOLDER / "readings"
SIZE = {"width": 1280, "height": 900}

_FIXED = ("summary", "cities", "segments", "segments/a", "methods", "data-quality", "privacy", "glossary", "my-town",
          "data", "old-dashboard", "explore")  # fmt: skip
_CITY = "cities/mumbai-maharashtra/index.html"
_PAIR = "compare/index.html?cities=mumbai-maharashtra,pune-maharashtra"

#: Pages to snapshot, by case of the golden sites: every kind of page, and a city without segments.
PAGES = {
    "full-with-frequency": (
        "index.html", "404.html", *(f"{name}/index.html" for name in _FIXED), _CITY, _PAIR,
    ),
    "sparse-without-frequency": ("index.html", "summary/index.html", _CITY),
}  # fmt: skip

#: An image with its name, which YAML quotes again if it contains a colon, followed by its contents.
_IMAGE = re.compile(r"""( *- (?:img|'img)(?: "(?:[^"\\]|\\.)*")?'?)(?::.*)?$""")


def site(case: str) -> Path:
    """Return the folder of the complete site of a case, shared by all tests."""
    settings = Settings(publisher="Sample Bank", contact="atlas@bank.example", cards=False)
    return shared_site(golden_sites.golden_release(case), settings)


def snapshots(case: str, folder: Path, browser: Any) -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of each snapshot of a case."""
    context = browser.new_context(viewport=SIZE)
    for address in PAGES[case]:
        path, _, query = address.partition("?")
        page = context.new_page()
        page.goto((folder / path).as_uri() + (f"?{query}" if query else ""))
        if path.startswith(("explore", "compare")):
            page.locator("main figure").first.wait_for()
        name = path.removesuffix("index.html").removesuffix(".html").strip("/").replace("/", "-") or "overview"
        yield f"{case}-{name}.txt", without_drawings(page.locator("body").aria_snapshot()) + "\n"
        page.close()
    context.close()


def without_drawings(snapshot: str) -> str:
    """Remove the contents of images from a snapshot, but not their names."""
    lines: list[str] = []
    inside: int | None = None
    for line in snapshot.splitlines():
        depth = len(line) - len(line.lstrip())
        if inside is not None and depth > inside:
            continue
        image = _IMAGE.match(line)
        inside = depth if image else None
        lines.append(image[1] if image else line)
    return "\n".join(lines)


def main() -> int:
    """Regenerate all snapshots."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import CHROMIUM_ARGS, find_chromium

    chromium = find_chromium()
    if chromium is None:
        print(
            "snapshots: not regenerated, because no Chromium was found: install one or set ATLAS_CHROMIUM to its path"
        )
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = set(FOLDER.glob("*.txt"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        for case in PAGES:
            for file, text in snapshots(case, site(case), browser):
                (FOLDER / file).write_text(text, encoding="utf-8", newline="\n")
                kept.discard(FOLDER / file)
        browser.close()
    for path in kept:
        path.unlink()
    print(f"snapshots: {len(list(FOLDER.glob('*.txt')))} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
