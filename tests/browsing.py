"""What tests in a real browser share: sizes of windows, rules for axe, sites on disk, and the errors of a page."""

from pathlib import Path
from typing import Any

from generator.config import Settings
from generator.publish.render import render
from generator.release import Release

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
#: Settings of a site that needs no pictures for messages.
SAMPLE = Settings(publisher="Sample", cards=False)


def put_site(folder: Path, made: Release, settings: Settings = SAMPLE) -> Path:
    """Write the site of a release into a folder and return it."""
    for path, data in render(made, settings):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def heard(page: Any) -> list[str]:
    """Return a list that takes up the page's errors and warnings from now on."""
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems
