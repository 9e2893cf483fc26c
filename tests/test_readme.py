"""What the README promises has a test of that name."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from functools import cache

from generator.analyse.expressions import tree
from generator.settings.settings import Settings
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def functions(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_named_test_exists() -> None:
    named = TEST.findall(README)
    assert len(named) > 20
    missing = sorted(f"{path}::{name}" for path, name in named if name not in functions(path))
    assert missing == []


def test_every_row_of_the_dashboard_says_yes_and_names_its_test() -> None:
    table = README.partition("| In the dashboard |")[2].partition("\n\n")[0].splitlines()[2:]
    assert len(table) > 15
    for row in table:
        view, here, proof = (cell.strip() for cell in row.strip("|").split("|"))
        assert view
        assert here.startswith("yes: "), view
        assert TEST.findall(proof), view


def test_how_files_are_read_names_what_expressions_may_hold_and_settings_that_exist() -> None:
    text = (ROOT / "docs" / "reading-files.md").read_text(encoding="utf-8")
    words = " ".join(text.split())
    for name in re.findall(r"\b[a-z]+\b", tree.ALLOWED.partition("the functions ")[2]):
        assert name in words.partition("`case`, and ")[2].partition(".")[0]
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)(?: = [^`]*)?`", text))
    assert named >= {"most_rejected", "customer_placeholders", "place_names", "date_format"}
    assert named - {field.name for field in fields(Settings)} == {"amount_cents"}
