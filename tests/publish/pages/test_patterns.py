"""The pattern library shows every macro, and no page links to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from generator.check import check_site
from generator.publish.output import links
from generator.publish.output.writer import write_site
from generator.resources import templates_dir
from tests.support.browsing import ADDRESSED
from tests.support.releases import KINDS, Kind
from tests.support.shared_sites import sample_files

PAGE = "pages/patterns.html"


def parsed(name: str) -> nodes.Template:
    environment = Environment(trim_blocks=True)
    environment.filters.update(spec_json=str, csv_uri=str, linked=str)
    return environment.parse((templates_dir() / name).read_text(encoding="utf-8"))


def called(node: nodes.Node) -> set[str]:
    """Names that a template or a macro calls."""
    return {call.node.name for call in node.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}


def macros() -> dict[str, nodes.Macro]:
    """All macros; names are unique, because pages import them without a prefix."""
    files = sorted((templates_dir() / "macros").glob("*.html"))
    found = [macro for path in files for macro in parsed(f"macros/{path.name}").find_all(nodes.Macro)]
    names = [macro.name for macro in found]
    assert len(set(names)) == len(names) > 5
    return {macro.name: macro for macro in found}


def test_every_macro_is_shown() -> None:
    """Called by the page, or by a macro that it calls."""
    every, shown, waiting = macros(), set[str](), called(parsed(PAGE))
    while waiting:
        name = waiting.pop()
        if name in every and name not in shown:
            shown.add(name)
            waiting |= called(every[name])
    missing = sorted(set(every) - shown)
    assert not missing, f"templates/{PAGE} lacks a sample of: {', '.join(missing)}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_complete_and_not_indexed(kind: Kind, tmp_path: Path) -> None:
    files = sample_files(kind, ADDRESSED)
    html = files[links.PATTERNS].decode()
    for css in ("tag s-a", "kpi", "cards", "tools", "mix", "sure clear", "banner internal", "share js", "facts"):
        assert f'class="{css}"' in html or (kind == "total" and css == "mix"), css
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    others = [path for path, data in files.items() if path != links.PATTERNS and links.PATTERNS.encode() in data]
    assert others == []
    for section in re.findall(r"<section id=.*?</section>", html, re.DOTALL):
        assert len(re.sub(r"<h2>.*?</h2>|<[^>]*>", "", section).strip()) > 2, section[:60]
    write_site(files.items(), tmp_path / "site")
    report = check_site(tmp_path / "site", internal=kind == "internal")
    assert [finding for finding in report.findings if finding.path in (links.PATTERNS, "sitemap.xml")] == []
