"""The search box with 2,000 cities: size of its index, and the time from a keystroke to the finished list."""

import gzip
import statistics
from pathlib import Path
from typing import Any

TOWNS = 2000
#: Words as they are typed, letter by letter: exact, by another name, misspelled, and in no list.
TYPED = ("mumbai", "bombay", "hydrabad", "vishakapatnam", "new dehli", "aurangabad bihar", "qqqqzzzz")


def keystrokes(browser: Any, site: Path, index: bytes) -> dict[str, float]:
    """Return the median milliseconds a keystroke by typed word, measured in the page: search, list and layout.

    Args:
        browser: A playwright browser.
        site: A built site, whose index is replaced.
        index: The data script to search in.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.route(
        "**/assets/search.*.js", lambda route: route.fulfill(body=index, content_type="text/javascript; charset=utf-8")
    )
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator(".find input").focus()
    page.locator("#find-list").wait_for(state="attached")
    found = page.evaluate(_MEASURE, list(TYPED))
    context.close()
    return {word: statistics.median(times) for word, times in found.items()}


_MEASURE = """words => {
  const box = document.querySelector(".find input"), found = {};
  for (const word of words) {
    found[word] = [];
    for (let i = 1; i <= word.length; i++) {
      box.value = word.slice(0, i);
      const start = performance.now();
      box.dispatchEvent(new Event("input"));
      document.querySelector(".found").offsetHeight;
      found[word].push(performance.now() - start);
    }
  }
  return found;
}"""


def report(folder: Path) -> None:
    """Print the figures of the search box.

    Args:
        folder: An empty folder, for a site.
    """
    from generator.publish.client import search_index
    from generator.publish.client.scripts import data_script
    from generator.publish.facts import values
    from generator.publish.render import render
    from generator.publish.words import loader
    from generator.publish.words.edition import Edition
    from generator.resources import content_dir
    from generator.settings.settings import Settings
    from tests.conftest import CHROMIUM_ARGS, find_chromium
    from tests.support.releases import sample_release
    from tests.support.towns import views_of_towns

    views = views_of_towns(TOWNS)
    words = loader.load((content_dir(),))
    edition = values.fill_site(Edition.of(views, words), Settings())
    index = data_script("search", search_index.index(edition))
    print(f"\nsearch with {TOWNS:,} cities: index {len(gzip.compress(index, 6)) / 1000:.1f} kB gzipped")
    if (chromium := find_chromium()) is None:
        print("  no Chromium: keystrokes are not measured")
        return
    from playwright.sync_api import sync_playwright

    for path, data in render(sample_release("full"), Settings()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        for word, time in keystrokes(browser, folder, index).items():
            print(f"  {word:18} {time:5.1f} ms a keystroke (median)")
        browser.close()
