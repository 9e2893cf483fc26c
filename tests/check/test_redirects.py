"""Redirect pages: required properties, and no false alarms."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.check import check_site
from tests.support.sites import SITE_URL, Files, clean_files, put

OLD, NEW, OLDER = (f"cities/{name}/index.html" for name in ("poona-x", "pune-maharashtra", "punya-x"))
SPOIL: dict[str, Callable[[Files], object]] = {
    "broken-link": lambda files: change(files, "../pune-maharashtra/index.html", "../puna/index.html"),
    "folder-link": lambda files: change(files, "../pune-maharashtra/index.html", "../pune-maharashtra/"),
    "canonical": lambda files: change(files, f"{SITE_URL}cities/pune-maharashtra/", f"{SITE_URL}cities/poona-x/"),
    "noindex-missing": lambda files: change(files, '<meta name="robots" content="noindex">', ""),
    "third-party": lambda files: change(files, "0; url=..", "0; url=https://example.com/.."),
    "redirect-chain": lambda files: files.update({OLDER: moved("../poona-x/index.html", "cities/poona-x/")}),
}


def moved(target: str, canonical: str) -> bytes:
    files = clean_files("full")
    text = files["404.html"].decode()
    banner = text[text.index("<p data-banner") : text.index("</p>") + 4]
    csp = text[text.index('<meta http-equiv="Content-Security-Policy"') : text.index("<title>")]
    return (
        f'<!doctype html><html lang="en"><head>{csp}<meta http-equiv="refresh" content="0; url={target}">'
        '<title>Moved</title><meta name="description" content="Moved."><meta name="robots" content="noindex">'
        f'<link rel="canonical" href="{SITE_URL}{canonical}"></head><body><h1>Moved</h1>{banner}</body></html>'
    ).encode()


def change(files: Files, old: str, new: str) -> None:
    assert old.encode() in files[OLD]
    files[OLD] = files[OLD].replace(old.encode(), new.encode())


@pytest.fixture
def files() -> Files:
    return clean_files("full") | {OLD: moved("../pune-maharashtra/index.html", "cities/pune-maharashtra/")}


def test_two_former_slugs_of_one_place_are_valid(files: Files, tmp_path: Path) -> None:
    report = check_site(put(tmp_path / "site", files | {OLDER: files[OLD]}))
    assert report.findings == ()
    assert [row.pages for row in report.weights if row.kind == "redirect"] == [2]
    assert [row.pages for row in report.weights if row.kind == "city"] == [22]


@pytest.mark.parametrize("code", SPOIL)
def test_a_defect_is_found(files: Files, tmp_path: Path, code: str) -> None:
    SPOIL[code](files)
    findings = check_site(put(tmp_path / "site", files)).findings
    assert code in {finding.code for finding in findings}


def test_a_page_without_a_redirect_needs_its_own_canonical_url(files: Files, tmp_path: Path) -> None:
    text = files[NEW].decode()
    files[NEW] = text.replace(f"{SITE_URL}cities/pune-maharashtra/", f"{SITE_URL}cities/poona-x/").encode()
    assert "canonical" in {finding.code for finding in check_site(put(tmp_path / "site", files)).findings}
