"""What tests in a real browser share: sizes of windows, rules for axe, sites on disk, and the errors of a page."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.release import Release
from generator.settings.config import Settings
from tests.support.shared_sites import write_files

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
#: The numbers of an interactive figure: as its page holds them, and as Plotly has taken and laid them out.
VALUES = """figure => {
  const numbers = traces => traces.map(one => ["x", "y", "r", "z", "values"]
    .map(key => [].concat(one[key] || []).flat().filter(value => typeof value === "number")));
  const spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const stage = figure.querySelector(".stage");
  return [numbers(spec.data), numbers(stage._fullData.map(one => one.visible ? one : {}))];
}"""
#: Settings of a site that needs no pictures for messages.
SAMPLE = Settings(publisher="Sample", cards=False)
#: The same for a site that knows its address.
ADDRESSED = replace(SAMPLE, site_url="https://atlas.example/base/")


def put_site(folder: Path, made: Release, settings: Settings = SAMPLE) -> Path:
    """Write the site of a release into a folder that the test may change, and return it; others are shared."""
    write_files(folder, made, settings)
    return folder


def heard(page: Any) -> list[str]:
    """Return a list that takes up the page's errors and warnings from now on."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def open_page(context: Any, address: str) -> tuple[Any, list[str]]:
    """Open a page in a context; return it and the list that takes up what goes wrong."""
    page = context.new_page()
    problems = heard(page)
    page.goto(address)
    return page, problems


def at(folder: Path, address: str) -> str:
    """Return the address of a page on disk, with its query."""
    path, _, query = address.partition("?")
    return (folder / path).as_uri() + (f"?{query}" if query else "")
