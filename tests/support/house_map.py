"""Generates the table of packages in CONTRIBUTING from their docstrings: `python -m tests.support.house_map`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT

PATH = ROOT / "CONTRIBUTING.md"
PACKAGE = ROOT / "generator"
BEGIN, END = "<!-- rooms: begin -->\n", "<!-- rooms: end -->\n"
#: Packages in the order of the pipeline.
ORDER = (
    "settings", "files", "analyse", "analyse/reading", "analyse/values", "analyse/expressions", "analyse/engine",
    "analyse/sources", "analyse/rows", "analyse/segments", "analyse/places", "analyse/places/gazetteer",
    "analyse/disclosure", "analyse/private", "analyse/doctor", "analyse/doctor/evidence",
    "release", "publish", "publish/model", "publish/output", "publish/words", "publish/claims",
    "publish/claims/rules", "publish/charts",
    "publish/charts/base", "publish/charts/forms", "publish/charts/kinds", "publish/charts/methods", "publish/facts",
    "publish/inspect", "publish/downloads", "publish/client", "publish/pages", "publish/pages/contexts",
    "publish/cards", "publish/proofread", "check", "serve", "scaffold", "cli", "demo",
)  # fmt: skip


def summary(path: Path) -> str:
    """Return the first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]


def lines() -> Iterator[str]:
    """Yield the table, one line per package.

    Raises:
        ValueError: A package is missing from `ORDER`.
    """
    rooms = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*/__init__.py")}
    if rooms != set(ORDER):
        raise ValueError(f"the packages differ from ORDER: {sorted(rooms ^ set(ORDER))}")
    yield "| room of `generator/` | what is in it |"
    yield "|---|---|"
    for path in sorted(PACKAGE.glob("[a-z]*.py")):
        yield f"| `{path.name}` | {summary(path)} |"
    for room in ORDER:
        yield f"| `{room}/` | {summary(PACKAGE / room / '__init__.py')} |"


def written(text: str) -> str:
    """Return CONTRIBUTING with the table between its two markers."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + "\n".join(lines()) + "\n" + END + tail


if __name__ == "__main__":
    PATH.write_text(written(PATH.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
