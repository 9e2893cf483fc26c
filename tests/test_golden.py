"""Golden sites: what a reader gets, page by page, changes only when somebody means it to."""

from __future__ import annotations

import pytest

from generator.release import codec as releases
from tests.support import golden_sites
from tests.support.differences import AROUND, MOST_LINES, difference


@pytest.mark.parametrize("case", golden_sites.CASES)
def test_golden_site(case: str) -> None:
    release = releases.read(golden_sites.FOLDER / case / "release.json")
    found, kept = golden_sites.rendered(case, release), golden_sites.kept(case)
    told = [difference(case, path, kept.get(path), found.get(path)) for path in sorted({*kept, *found})]
    if any(told):
        pytest.fail("\n\n".join(filter(None, told)) + "\n\nIf this is what you meant: make golden", pytrace=False)


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
    lines = difference("full", "index.html", kept, kept.replace(">5<", ">six<")).splitlines()
    assert lines == ["full: index.html differs", "@@ line 6 @@", " <p>4</p>", "-<p>5</p>", "+<p>six</p>"]
    long = difference("full", "index.html", kept, kept.replace("p>", "b>"))
    assert len(long.splitlines()) == MOST_LINES + 2
    assert difference("full", "index.html", kept, None) == "full: index.html is gone"
    assert difference("full", "index.html", kept, kept + "\n<p>end</p>").splitlines()[2:] == [
        " <p>199</p>",
        "+<p>end</p>",
    ]
    assert difference("full", "index.html", kept, kept) == ""


@pytest.mark.parametrize("before", [0, 7, 900])
def test_a_difference_shows_the_changed_part_of_a_long_line(before: int) -> None:
    kept, found = (f"first\n{'=' * before}{word}{'=' * 900}\nlast" for word in ("Aurangabad", "Auran…"))
    removed, added = difference("full", "index.html", kept, found).splitlines()[-2:]
    assert "Aurangabad" in removed
    assert "Auran…" in added
    assert max(len(removed), len(added)) <= 2 * AROUND + 3


def test_a_page_is_kept_without_what_is_the_same_everywhere() -> None:
    html = '<style>a{b:c}</style><script defer src="../assets/atlas.0a1b.js"></script><p>One <b>two</b><p>Three</p>'
    assert golden_sites.readable(html) == (
        '<style>…</style>\n<script defer src="../assets/….js"></script>\n<p>One <b>two</b>\n<p>Three</p>\n'
    )
