"""Size budgets: warnings in a normal build, whatever the number of places; errors in a strict build, as in our CI."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import chain, takewhile
from pathlib import Path

import pytest

from generator.check import check_site, weights
from generator.errors import CheckError
from generator.pipeline import Clock, publish
from generator.publish.output.writer import write_site
from generator.publish.render import files, make
from generator.settings.settings import Settings
from tests.support.paths import ROOT
from tests.support.releases import large_release, sample_release

pytestmark = pytest.mark.slow

SITE = Settings(cards=False, site_url="https://atlas.example/base/")
BUDGETS = {"page-too-heavy", "too-many-requests", "plotly-too-heavy", "picture-too-heavy"}


def silent() -> Clock:
    return Clock(lambda _: None)


def test_a_site_of_many_places_is_published_with_warnings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages that grow with places reach a third of the budget at sixty of them."""
    monkeypatch.setattr(weights, "PAGE_BUDGET", 20_000)
    monkeypatch.setitem(weights._BUDGETS, "overview", 20_000)
    release = large_release(60)
    _, report = publish(release, SITE, tmp_path / "site", silent())
    assert report.ok
    assert report.pages > 5 * 60
    assert (tmp_path / "site" / "index.html").is_file()
    warned = {(found.code, found.path) for found in report.warnings}
    assert ("page-too-heavy", "index.html") in warned
    assert {code for code, _ in warned} <= BUDGETS
    lines = report.lines()
    pattern = r"warning: page-too-heavy: \S+: [\d.]+ kB gzipped; the budget is 2[05] kB"
    assert any(re.match(pattern, line) for line in lines)
    assert lines[-1].startswith(f"No defects found, {len(warned)} warning")


def test_the_pages_of_two_thousand_places_exceed_no_limit(tmp_path: Path) -> None:
    """The size of city pages does not depend on their number, so they are omitted here."""
    builder = make(large_release(2000), SITE)
    once = takewhile(lambda file: not re.match("cities/.+/", file[0]), files(builder, SITE))
    scripts = ((script.path, script.content) for script in builder.scripts.values())
    write_site(chain(once, scripts), tmp_path / "site")
    report = check_site(tmp_path / "site")
    assert "cities/index.html" in {found.path for found in report.warnings}
    assert {found.code for found in report.warnings} == {"page-too-heavy"}
    assert not BUDGETS & {found.code for found in report.findings}


def test_a_strict_build_stops_at_a_budget_and_keeps_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(weights._BUDGETS, "overview", 30_000)
    release = sample_release("full")
    publish(release, SITE, tmp_path / "loose", silent())
    with pytest.raises(CheckError, match=r"(?s)--strict treats them as errors.*warning: page-too-heavy: index\.html"):
        publish(release, SITE, tmp_path / "strict", silent(), strict=True)
    assert not (tmp_path / "strict" / "index.html").exists()


def test_a_strict_build_passes_a_site_within_its_budgets(tmp_path: Path) -> None:
    _, report = publish(sample_release("full"), SITE, tmp_path / "site", silent(), strict=True)
    assert report.passes(strict=True)
    assert report.lines()[-1].startswith("No defects found: ")


def test_check_warns_of_a_heavy_page_and_fails_only_when_strict(tmp_path: Path) -> None:
    publish(sample_release("full"), SITE, tmp_path / "site", silent())
    page = tmp_path / "site" / "methods" / "index.html"
    noise = "".join(chr(0x4E00 + i * 7919 % 20000) for i in range(30_000))
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", f"<p>{noise}</p></main>"), encoding="utf-8")

    def check(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "generator", "check", "site", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    loose, strict = check(), check("--strict")
    assert (loose.returncode, strict.returncode) == (0, CheckError.exit_code)
    for said in (loose.stdout, strict.stderr):
        assert "warning: page-too-heavy: methods/index.html" in said
        assert "No defects found, 1 warning: " in said


def test_our_own_build_is_strict() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make build FLAGS=--strict$", run, re.MULTILINE)
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(re.findall(r"\$\(ATLAS\) build .*\$\(FLAGS\)", recipe)) == 2
