"""Compare and Explore in a real browser: numbers and sentences, keyboard, URLs, hostile names, accessibility."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.support import axe
from tests.support.browsing import DESKTOP, PHONE, at, open_page
from tests.support.comparisons import PATH, edition_of, release_of, same

pytestmark = pytest.mark.browser

CASES = json.loads(PATH.read_text(encoding="utf-8"))
KINDS = tuple(dict.fromkeys(case["kind"] for case in CASES["comparisons"]))
FOUR = "compare/index.html?cities=pune-maharashtra,mumbai-maharashtra,kochi-kerala,shimla-himachal-pradesh"
PAIR = "cities=pune-maharashtra,mumbai-maharashtra"
CHIPS = ".chosen li"

#: Results of the script for the cases of one site, in the format of the case file.
RUN = """cases => {
  const stats = atlasStats(atlasData.places);
  return cases.map(slugs => stats.compare(slugs.map(slug => stats.place(slug))).map(pair => ({
    claims: pair.claims,
    parts: pair.parts.map(p => [
      p.ids.join("+"), ...p.n, ...p.share, ...p.low, ...p.high, ...p.ends, p.error, p.answer,
    ]),
    gaps: pair.gaps.map(g => [g.measure, ...g.value, g.difference, g.low, g.high, g.z, g.error, g.answer]),
    sentences: stats.sentences(pair).map(s => [s.id, s.text, s.evidence, s.sure]),
  })));
}"""


def query(page: Any) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def chosen(page: Any) -> list[str]:
    return [link.inner_text() for link in page.locator(f"{CHIPS} a").all()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_script_gives_the_same_sentences_as_python(kind: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context()
    page, problems = open_page(context, at(tools[kind], "compare/index.html"))
    cases = [case for case in CASES["comparisons"] if case["kind"] == kind]
    found = page.evaluate(RUN, [case["places"] for case in cases])
    for case, pairs in zip(cases, found, strict=True):
        assert same(pairs, case["pairs"]), case["places"]
    assert problems == []
    context.close()


def test_the_script_formats_numbers_as_python(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context()
    page, _ = open_page(context, at(tools["full"], "compare/index.html"))
    for case in CASES["formats"]:
        calls = [text[:2] for text in case["texts"]]
        found = page.evaluate(
            "([spec, calls]) => { const f = atlasStats.formatter(spec); return calls.map(([n, a]) => f[n](...a)); }",
            [case["spec"], calls],
        )
        assert found == [text[2] for text in case["texts"]]
    context.close()


@pytest.mark.parametrize("kind", ["full", "sparse", "joined"])
def test_shares_intervals_and_texts_are_those_of_the_views(kind: str, tools: dict[str, Path], browser: Any) -> None:
    edition = edition_of(release_of(kind))  # type: ignore[arg-type]
    views, fmt = edition.views, edition.fmt
    context = browser.new_context()
    page, _ = open_page(context, at(tools[kind], "compare/index.html"))
    found = page.evaluate("""() => { const s = atlasStats(atlasData.places); return s.places.map(p => [p.rank,
      p.strength, p.spendShare, p.groups.map(g => [g.ids.join("+"), g.share, g.low, g.high, s.allShare(g.ids)]),
      s.data.measures.map(m => [m, s.told(m, p.measures[m]), s.span(m, p.measures[m])])]); }""")
    assert len(found) == len(views.pages)
    for row, view in zip(found, views.pages, strict=True):
        assert row[:2] == [view.rank, view.strength]
        assert same(row[2], view.spend_share)
        assert same(row[3], [["+".join(g.segments), g.share, g.low, g.high, g.all_share] for g in view.groups])
        for name, text, span in row[4]:
            assert text == fmt.mean(name, view.measures[name], short=True)
            assert span == fmt.estimate(name, view.measures[name])
    context.close()


@pytest.mark.parametrize(
    ("viewport", "scheme", "other"),
    [(PHONE, "light", "dark"), (DESKTOP, "dark", "light")],
    ids=["phone", "desktop"],
)
def test_no_accessibility_violations(
    viewport: Any, scheme: Any, other: Any, tools: dict[str, Path], browser: Any, serve: Any
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    sparse, full = serve(tools["sparse"]), serve(tools["full"], "/atlas/")
    heat = "volume" if viewport is PHONE else "totals"
    addresses = [
        full + FOUR,
        sparse + "explore/index.html",
        full + f"explore/index.html?view={heat}&{FOUR.split('?')[1]}",
    ]
    for address in addresses:
        page, problems = open_page(context, address)
        page.locator("#out section").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if page.locator("main [role=combobox]").first.is_visible():
            page.locator("main [role=combobox]").first.click()
        assert axe.violations(page, other) == [], address
        assert problems == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        page.close()
    context.close()


def test_nothing_is_wider_than_a_small_phone(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    views = ("grouped", "spend", "totals", "averages", "positioning", "profile")
    addresses = [("joined", "compare/index.html"), ("hostile", "compare/index.html"), ("hostile", "explore/index.html")]
    for kind, address in [*addresses, *(("joined", f"explore/index.html?view={view}") for view in views)]:
        page, problems = open_page(context, at(tools[kind], address))
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, (kind, address)
        assert problems == []
        page.close()
    context.close()


def test_comparing_by_keyboard(tools: dict[str, Path], browser: Any, serve: Any) -> None:
    """Find Pune, compare it with Mumbai, swap, remove: without a mouse, on a site in a subfolder."""
    context = browser.new_context(viewport=DESKTOP)
    page, problems = open_page(context, serve(tools["full"], "/repo-name/") + "compare/index.html")
    assert chosen(page) == ["Mumbai", "New Delhi"]
    assert "An example" in page.locator("#notice").inner_text()
    assert query(page) == {}
    page.locator("[aria-label='Remove New Delhi']").focus()
    page.keyboard.press("Enter")
    assert chosen(page) == ["Mumbai"]
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    page.keyboard.type("pun")
    assert page.locator("[role=option]").all_inner_texts() == ["Pune Maharashtra", "Mohali Punjab"]
    page.keyboard.press("Escape")
    assert page.locator("[role=listbox]").is_hidden()
    page.keyboard.press("ArrowDown")
    assert page.locator("[role=option][aria-selected=true]").inner_text().startswith("Pune")
    active = page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
    assert page.locator(f"#{active}").inner_text().startswith("Pune")
    page.keyboard.press("Enter")
    assert chosen(page) == ["Mumbai", "Pune"]
    assert query(page) == {"cities": "mumbai-maharashtra,pune-maharashtra"}
    assert page.locator("#tool > [role=status]").inner_text() == "Comparing Mumbai and Pune"
    assert page.title().startswith("Mumbai and Pune")
    expected = next(c for c in CASES["comparisons"] if c["places"] == ["pune-maharashtra", "mumbai-maharashtra"])
    assert page.locator("#differ .lede").inner_text() == expected["pairs"][0]["sentences"][0][1]
    page.get_by_role("button", name="Swap").focus()
    page.keyboard.press("Space")
    assert chosen(page) == ["Pune", "Mumbai"]
    page.reload()
    assert chosen(page) == ["Pune", "Mumbai"]
    page.locator("[aria-label='Make Mumbai the first']").focus()
    page.keyboard.press("Enter")
    assert chosen(page) == ["Mumbai", "Pune"]
    assert page.evaluate("document.activeElement.textContent") == "Mumbai"
    assert problems == []
    context.close()


def test_query_strings_are_parsed_leniently(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context()
    slugs = "pune-maharashtra,mumbai-maharashtra,kochi-kerala,indore-madhya-pradesh,nagpur-maharashtra"
    page, _ = open_page(context, at(tools["full"], f"compare/index.html?cities={slugs}&utm=x"))
    assert chosen(page) == ["Pune", "Mumbai", "Kochi", "Indore"]
    assert "the first four are shown" in page.locator("#notice").inner_text()
    assert page.locator("main [role=combobox]").is_hidden()
    page, _ = open_page(
        context, at(tools["full"], "compare/index.html?cities=pune-maharashtra,nowhere,pune-maharashtra")
    )
    assert chosen(page) == ["Pune"]
    assert "does not name a place" in page.locator("#notice").inner_text()
    assert "nowhere" not in page.locator("main").inner_text()
    assert "second city" in page.locator("#out").inner_text()
    page, _ = open_page(context, at(tools["full"], "compare/index.html?cities=__proto__,constructor"))
    assert chosen(page) == ["Mumbai", "New Delhi"]
    context.close()


@pytest.mark.parametrize("page_name", ["compare", "explore"])
def test_hostile_names_and_queries_are_escaped(page_name: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context()
    evil = quote("<script>alert(1)</script>,<img src=x onerror=alert(1)>")
    names = [
        "script-alert-1-script-a-b-s-state",
        "hyperlink-1-state",
        "91-nagar-pradesh",
        "o-brien-sons-b-pur-b-customers",
    ]
    for cities in (evil, ",".join(names)):
        alerts: list[str] = []
        page, problems = open_page(
            context, at(tools["hostile"], f"{page_name}/index.html?cities={cities}&sort={evil}&view={evil}")
        )
        page.on("dialog", lambda dialog, seen=alerts: (seen.append(dialog.message), dialog.dismiss()))
        page.locator("#out section").first.wait_for()
        assert page.locator("main script:not([type])").count() == page.locator("main img, main b.pur").count() == 0
        assert alerts == problems == []
    slugs = page.evaluate("atlasStats(atlasData.places).places.map(p => p.slug)")
    assert set(names) <= set(slugs)
    assert "{{ customers }}" in page.locator("#tool").inner_text()
    assert '<script>alert("1")</script>' in page.locator("#tool").inner_text()
    context.close()


@pytest.mark.parametrize("page_name", ["compare", "explore"])
def test_without_scripts_there_is_a_text_with_a_link(page_name: str, tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at(tools["full"], f"{page_name}/index.html"))
    assert "the page’s scripts" in page.locator("#tool").inner_text()
    page.locator("#tool a").click()
    assert page.url.endswith("/cities/index.html")
    context.close()


def test_places_without_a_mix_and_with_joined_segments(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context()
    page, _ = open_page(context, at(tools["joined"], "compare/index.html?cities=mumbai-maharashtra,kochi-kerala"))
    views = edition_of(release_of("joined")).views
    details = {view.place.slug: view.place.detail for view in views.pages}
    assert details["mumbai-maharashtra"] == "segments"
    assert details["kochi-kerala"] in {"groups", "total"}
    heads = page.locator("#mix table tbody th").all_text_contents()
    if details["kochi-kerala"] == "groups":
        assert any("+" in head for head in heads)
    page, _ = open_page(context, at(tools["total"], "compare/index.html"))
    assert "cannot be shown side by side" in page.locator("#out").inner_text()
    assert page.locator("#mix, #plane").count() == 0
    context.close()


def table_rows(page: Any) -> list[list[str]]:
    return page.locator("#table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => (cell.querySelector('a') || cell).textContent))"
    )


def download(page: Any) -> list[dict[str, str]]:
    with page.expect_download() as info:
        page.locator("#csv").click()
    assert info.value.suggested_filename == "selection.csv"
    return list(csv.DictReader(Path(info.value.path()).read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("kind", ["full", "joined"])
def test_the_file_is_the_table(kind: str, tools: dict[str, Path], browser: Any) -> None:
    edition = edition_of(release_of(kind))  # type: ignore[arg-type]
    views, fmt = edition.views, edition.fmt
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    page, _ = open_page(context, at(tools[kind], "explore/index.html?sort=typical_spend"))
    rows = table_rows(page)
    page.locator("[data-step=on]").click()
    rows += table_rows(page)
    lines = download(page)
    assert len(lines) == len(rows) == len(views.pages)
    measures = ("typical_spend", "transactions", "recency", "age", "spend")
    for line, row in zip(lines, rows, strict=True):
        view = next(view for view in views.pages if view.place.slug == line["slug"])
        assert row[0].startswith(line["city"])
        assert row[1] == fmt.count(int(line["customers"]))
        assert int(line["customers"]) == view.n
        for id_, cell in zip(views.segments, row[2:], strict=False):
            if line[f"customers_{id_}"]:
                assert cell == fmt.count(int(line[f"customers_{id_}"]))
            else:
                assert "together" in cell or cell == "not shown separately"
        for name, cell in zip(measures, row[2 + len(views.segments) :], strict=True):
            assert cell == fmt.mean(name, view.measures[name], short=True)
            assert (float(line[name]) if line[name] else None) == view.measures[name].value
    spends = [float(line["typical_spend"]) for line in lines if line["typical_spend"]]
    assert spends == sorted(spends, reverse=True)
    context.close()


def test_the_csv_has_no_spreadsheet_formulas(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(accept_downloads=True)
    page, _ = open_page(context, at(tools["hostile"], "explore/index.html"))
    lines = download(page)
    assert {"'=HYPERLINK(1)", "'+91 Nagar"} <= {line["city"] for line in lines}
    assert {"'@State", "'-Pradesh"} <= {line["state"] for line in lines}
    context.close()


def test_a_selection_adds_up_published_counts_only(tools: dict[str, Path], browser: Any) -> None:
    views = edition_of(release_of("joined")).views
    context = browser.new_context(viewport=DESKTOP)
    page, _ = open_page(context, at(tools["joined"], "explore/index.html?segments=b&top=50"))
    rows = {row[0]: row[1] for row in table_rows(page)}
    seen = set()
    for view in views.pages:
        told_n = {g.segments: g.n for g in view.groups}.get(("b",))
        cell = next(text for name, text in rows.items() if name.startswith(view.place.name))
        if view.place.name != "Aurangabad":
            assert cell == ("not shown separately" if told_n is None else str(told_n)), view.place.name
            seen.add(told_n is None)
    assert seen == {True, False}
    assert "Not counted" in page.locator("#tool > [role=status]").inner_text()
    context.close()


def test_exploring_by_keyboard_stores_the_state_in_the_url(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, problems = open_page(context, at(tools["full"], "explore/index.html"))
    assert query(page) == {}
    status = page.locator("#tool > [role=status]")
    assert status.inner_text().startswith("22 places in the selection")
    page.locator("input[value=stacked]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#view-t").inner_text() == "Customers by city, segments side by side"
    page.locator("input[type=checkbox][value=d]").focus()
    page.keyboard.press("Space")
    page.locator("#choose-top").select_option("10")
    page.locator("[data-step=on]").focus()
    page.keyboard.press("Enter")
    assert query(page) == {"segments": "a,b,c", "top": "10", "page": "2", "view": "grouped"}
    page.locator("[data-sort=age]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert query(page) == {"segments": "a,b,c", "top": "10", "sort": "-age", "view": "grouped"}
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Age")
    page.locator("main [role=combobox]").focus()
    page.keyboard.type("aurang")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("kochi")
    page.keyboard.press("Enter")
    assert query(page)["cities"] == "aurangabad-maharashtra,kochi-kerala"
    before = page.locator("#tool").inner_text()
    page.reload()
    assert page.locator("#tool").inner_text() == before
    assert status.inner_text().startswith("2 places in the selection")
    assert page.locator("#out a[href*='compare/']").get_attribute("href") == (
        "../compare/index.html?cities=aurangabad-maharashtra,kochi-kerala"
    )
    page.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Enter")
    assert query(page) == {}
    assert problems == []
    context.close()


def test_unknown_parameters_are_dropped_and_reported_once(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context()
    page, problems = open_page(
        context, at(tools["full"], "explore/index.html?segments=z,a&top=7&sort=luck&page=-1&view=nine&other=1")
    )
    assert page.locator("#notice").inner_text() == "Part of this link was not recognised and was ignored."
    assert page.locator("input[type=checkbox]:checked").count() == 1
    assert page.locator("#table tbody tr").count() == 20
    page, _ = open_page(context, at(tools["full"], "explore/index.html?page=999"))
    assert page.locator("#table tbody tr").count() == 2
    assert page.locator("#notice").is_hidden()
    assert problems == []
    context.close()


def test_areas_of_the_treemap_are_customers(tools: dict[str, Path], browser: Any) -> None:
    page, problems = open_page(browser, at(tools["full"], "explore/index.html?view=treemap&" + PAIR))
    letters = page.locator("#view .keys .tag").all_inner_texts()
    areas = page.locator("#view .plot rect.tint").evaluate_all(
        """all => all.map(one => [one.parentNode.getAttribute('class'),
          one.width.baseVal.value * one.height.baseVal.value])"""
    )
    rows = page.locator("#view details table tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].slice(1, -1).map(cell => Number(cell.textContent.replace(/,/g, ''))))"
    )
    assert len(areas) == sum(len(row) for row in rows) == 2 * len(letters)
    for i in range(len(letters)):
        drawn = sum(area for css, area in areas if css == f"s-{letters[i].lower()}")
        told = sum(row[i] for row in rows)
        share = told / sum(map(sum, rows))
        assert drawn / sum(area for _, area in areas) == pytest.approx(share, abs=0.02)
    assert problems == []
    page.context.close()


@pytest.mark.parametrize("address", ["explore/index.html?view=treemap", FOUR])
def test_a_drawn_figure_is_exported_with_its_keys(address: str, tools: dict[str, Path], browser: Any) -> None:
    page, problems = open_page(browser, at(tools["full"], address))
    name = "view" if "explore" in address else "plane"
    keys = page.locator(f"#{name} .keys .key").evaluate_all("all => all.map(one => one.lastChild.textContent.trim())")
    page.locator(f"#{name}-o").click()
    page.locator(f"#{name}-svg").wait_for()
    with page.expect_download() as taken:
        page.locator(f"#{name}-svg").click()
    svg = Path(taken.value.path()).read_text(encoding="utf-8")
    words = ["".join(one.itertext()) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert keys
    assert set(keys) <= set(words)
    assert "var(" not in svg
    assert problems == []
    page.context.close()


def test_every_view_draws_and_has_its_table(tools: dict[str, Path], browser: Any) -> None:
    context = browser.new_context(viewport=DESKTOP)
    for kind in ("full", "joined", "total"):
        page, problems = open_page(context, at(tools[kind], "explore/index.html"))
        for view in page.locator("input[name=view]").evaluate_all("all => all.map(one => one.value)"):
            page.locator(f"input[value={view}]").check()
            figure = page.locator("#view")
            assert figure.locator("svg[role=img] *, .plot table td, .plot p").count() > 3 or kind == "total", (
                kind,
                view,
            )
            if figure.locator("svg[role=img]").count():
                assert figure.locator("details table tbody tr").count() > 0
            assert "NaN" not in page.locator("#out").inner_html(), (kind, view)
        assert problems == []
        page.close()
    context.close()
