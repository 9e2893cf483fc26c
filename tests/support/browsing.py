"""Helpers for browser tests: window sizes, sites on disk, and the errors of a page."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.release import Release
from generator.settings.settings import Settings
from tests.support.shared_sites import write_files

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
#: The numbers of an interactive figure: in the JSON of its page, and as laid out by Plotly.
VALUES = """figure => {
  const numbers = traces => traces.map(one => ["x", "y", "r", "z", "values"]
    .map(key => [].concat(one[key] || []).flat().filter(value => typeof value === "number")));
  const spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const stage = figure.querySelector(".stage");
  return [numbers(spec.data), numbers(stage._fullData.map(one => one.visible ? one : {}))];
}"""
#: Settings of a site without social cards.
SAMPLE = Settings(publisher="Sample", cards=False)
#: The same with a URL of the site.
ADDRESSED = replace(SAMPLE, site_url="https://atlas.example/base/")


def put_site(folder: Path, made: Release, settings: Settings = SAMPLE) -> Path:
    """Write the site of a release into a folder, which the test may change, unlike a shared site; return the folder."""
    write_files(folder, made, settings)
    return folder


def recorded_problems(page: Any) -> list[str]:
    """Return a list to which later errors and warnings of the page are added."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def open_page(context: Any, address: str) -> tuple[Any, list[str]]:
    """Open a page in a context; return it with the list of its `recorded_problems`."""
    page = context.new_page()
    problems = recorded_problems(page)
    page.goto(address)
    return page, problems


def at(folder: Path, address: str) -> str:
    """Return the file URL of a page on disk, with its query."""
    path, _, query = address.partition("?")
    return (folder / path).as_uri() + (f"?{query}" if query else "")
