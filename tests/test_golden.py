"""Golden sites: what a reader gets, page by page, changes only when somebody means it to."""

from __future__ import annotations

import difflib

import pytest

from generator.release import codec as releases
from tests.support import golden_sites

_SHOWN = 40


@pytest.mark.parametrize("case", golden_sites.CASES)
def test_golden_site(case: str) -> None:
    release = releases.read(golden_sites.FOLDER / case / "release.json")
    found, kept = golden_sites.rendered(case, release), golden_sites.kept(case)
    told = [difference(case, path, kept.get(path), found.get(path)) for path in sorted({*kept, *found})]
    if any(told):
        pytest.fail("\n\n".join(filter(None, told)) + "\n\nIf this is what you meant: make golden", pytrace=False)


def difference(case: str, path: str, kept: str | None, found: str | None) -> str:
    """Say how a page differs, in few lines; empty when it does not."""
    if kept == found:
        return ""
    if kept is None or found is None:
        return f"{case}: {path} is {'new' if kept is None else 'gone'}"
    lines = list(difflib.unified_diff(kept.splitlines(), found.splitlines(), "kept", "now", lineterm="", n=1))[2:]
    rest = [f"… and {len(lines) - _SHOWN} more lines"] if len(lines) > _SHOWN else []
    return "\n".join([f"{case}: {path} differs", *(line[:200] for line in lines[:_SHOWN]), *rest])


@pytest.mark.parametrize("case", golden_sites.CASES)
def test_inputs_are_what_their_code_makes(case: str) -> None:
    text = (golden_sites.FOLDER / case / "release.json").read_text(encoding="utf-8")
    assert text == releases.dump(golden_sites.golden_release(case)), f"{case}: make golden"


def test_the_four_cases_are_four_kinds_of_page() -> None:
    frequency, details = {}, {}
    for case in golden_sites.CASES:
        release = golden_sites.golden_release(case)
        frequency[case] = any(feature.name == "frequency" for feature in release.model.features)
        cities = [place.detail for place in release.places if place.kind == "city"]
        details[case] = cities.count("segments") / len(cities)
    assert {case for case, has in frequency.items() if has} == {case for case in frequency if "with-freq" in case}
    full = [case for case in details if case.startswith("full")]
    assert all(details[case] > 0.8 for case in full)
    assert all(details[case] < 0.8 for case in details if case not in full)
    assert len({path for case in details for path in golden_sites.pages(case, golden_sites.golden_release(case))}) > 9


def test_a_difference_names_its_case_and_page_and_is_short() -> None:
    kept = "\n".join(f"<p>{n}</p>" for n in range(200))
    told = difference("full", "index.html", kept, kept.replace(">5<", ">six<"))
    assert told.splitlines()[0] == "full: index.html differs"
    assert "-<p>5</p>" in told
    assert "+<p>six</p>" in told
    assert len(told.splitlines()) < 8
    long = difference("full", "index.html", kept, kept.replace("p>", "b>"))
    assert len(long.splitlines()) == _SHOWN + 2
    assert difference("full", "index.html", kept, None) == "full: index.html is gone"


def test_a_page_is_kept_without_what_is_the_same_everywhere() -> None:
    html = '<style>a{b:c}</style><script defer src="../assets/atlas.0a1b.js"></script><p>One <b>two</b><p>Three</p>'
    assert golden_sites.readable(html) == (
        '<style>…</style>\n<script defer src="../assets/….js"></script>\n<p>One <b>two</b>\n<p>Three</p>\n'
    )
