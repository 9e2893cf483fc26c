"""The search box in a real browser. Marked `browser`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.publish.client import search_index
from generator.publish.client.scripts import data_script
from generator.publish.words.edition import Edition
from generator.release import Release
from tests.bench.search import keystrokes
from tests.publish.words.test_content import filled
from tests.support import axe
from tests.support.browsing import DESKTOP, PHONE, SAMPLE, recorded_problems
from tests.support.releases import sample_release
from tests.support.shared_sites import sample_site, shared_site
from tests.support.towns import views_of_towns

pytestmark = pytest.mark.browser

OTHER_NAMES = {"Bengaluru": ("Bangalore", "Bengalooru"), "Gurugram": ("Gurgaon",), "Mumbai": ("Bombay",)}


def release(kind: Any = "full") -> Release:
    made = sample_release(kind)
    return replace(made, places=tuple(replace(place, aliases=OTHER_NAMES.get(place.name, ())) for place in made.places))


@pytest.fixture(scope="module")
def site() -> Path:
    return shared_site(release(), SAMPLE)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: Any, browser: Any) -> Iterator[Any]:
    """A page without a console error."""
    yield from opened(browser, request.param)


@pytest.fixture
def desktop(browser: Any) -> Iterator[Any]:
    yield from opened(browser, DESKTOP)


def opened(browser: Any, viewport: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    problems = recorded_problems(page)
    yield page
    context.close()
    assert problems == []


def open_box(page: Any, address: str) -> Any:
    """Open a page, press / and wait for the list."""
    page.goto(address)
    page.keyboard.press("/")
    page.locator("#find-list").wait_for(state="attached")
    return page.locator(".find input")


def results(page: Any) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#find-list [role=option]").all_inner_texts()]


def ask(page: Any, words: str) -> list[str]:
    page.locator(".find input").fill(words)
    return results(page)


def city(site: Path, slug: str = "pune-maharashtra") -> str:
    return (site / "cities" / slug / "index.html").as_uri()


def test_the_keyboard_alone_finds_a_city_from_a_file(page: Any, site: Path) -> None:
    box = open_box(page, city(site))
    assert box.evaluate("node => node === document.activeElement")
    assert box.input_value() == ""
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.type("aurang")
    assert box.get_attribute("aria-expanded") == "true"
    assert results(page) == ["Aurangabad City, Maharashtra", "Aurangabad City, Bihar"]
    assert page.locator(".find [role=status]").inner_text() == "2 results"
    for key, expected in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        page.keyboard.press(key)
        chosen = page.locator("#find-list [aria-selected=true]")
        assert chosen.get_attribute("id") == f"find-{expected}" == box.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "aurang"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(city(site, "aurangabad-bihar"))


def test_escape_closes_the_list_then_clears_then_blurs(desktop: Any, site: Path) -> None:
    box = open_box(desktop, city(site))
    desktop.keyboard.type("pune")
    for expanded, value, inside in (("false", "pune", True), ("false", "", True), ("false", "", False)):
        desktop.keyboard.press("Escape")
        assert box.get_attribute("aria-expanded") == expanded
        assert box.input_value() == value
        assert box.evaluate("node => node === document.activeElement") == inside


def test_a_slash_in_a_text_field_is_typed(desktop: Any, site: Path) -> None:
    box = open_box(desktop, city(site))
    desktop.keyboard.type("a/b")
    assert box.input_value() == "a/b"
    desktop.goto((site / "cities" / "index.html").as_uri())
    desktop.locator(".filters input").click()
    desktop.keyboard.type("/")
    assert desktop.locator(".filters input").input_value() == "/"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pune", "Pune City, Maharashtra"),
        ("PÚNÉ", "Pune City, Maharashtra"),
        ("mumbi", "Mumbai City, Maharashtra"),  # a letter missing
        ("mmubai", "Mumbai City, Maharashtra"),  # two swapped
        ("lucknnow", "Lucknow City, Uttar Pradesh"),  # a letter doubled
        ("hidrabad", "Hyderabad City, Telangana"),  # two edits in a long name
        ("newdelhi", "New Delhi City, Delhi"),
        ("dehli", "Delhi State"),
        ("new dehli", "New Delhi City, Delhi"),
        ("aurangabad bihr", "Aurangabad City, Bihar"),
        ("bihar aurang", "Aurangabad City, Bihar"),
        ("bangalore", "Bengaluru — also Bangalore City, Karnataka"),
        ("gurgaon", "Gurugram — also Gurgaon City, Haryana"),
        ("bombay", "Mumbai — also Bombay City, Maharashtra"),
        ("banglore", "Bengaluru — also Bangalore City, Karnataka"),
        ("ranga", "Ranga Reddy District, Telangana"),
        ("kerala", "Kerala State"),
        ("segment b", "Repeat customers — also Segment B Segment"),
        ("small sp", "Small spenders Segment"),
        ("methods", "Methods Page"),
        ("typical", "Typical spend Glossary"),
        ("cluster", "Segment — also Cluster Glossary"),
    ],
)
def test_queries_find_the_intended_entry(typed: str, first: str, shared: Any) -> None:
    assert ask(shared, typed)[0] == first


@pytest.fixture(scope="module")
def shared(browser: Any, site: Path) -> Iterator[Any]:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    open_box(page, city(site))
    yield page
    context.close()


def test_matches_are_ranked_exact_prefix_alias_later_word_typo(shared: Any) -> None:
    assert ask(shared, "segments")[0] == "Segments Page"
    assert "New Delhi City, Delhi" in ask(shared, "dehli"), "a later word, misspelled"
    assert [row.split(" ")[0] for row in ask(shared, "seg")][:2] == ["Segments", "Segment"]
    # "customers" begins an entry, and is a later word of others.
    rows = ask(shared, "customer")
    assert rows.index("Customer Glossary") < rows.index("All customers Glossary")
    # One letter from another name: the exact match first, its twin after it.
    assert ask(shared, "kochi")[0] == "Kochi City, Kerala"
    # Of equal matches the one with more customers is first.
    assert ask(shared, "maharashtra")[:3] == [
        "Maharashtra State",
        "Mumbai City, Maharashtra",
        "Pune City, Maharashtra",
    ]


def test_names_without_a_page_get_the_same_answer(shared: Any) -> None:
    answers = set()
    for typed in ("Kotdwara", "qqqqzzz", "<b>x</b>", "99999", "मुंबईकर"):
        rows = ask(shared, typed)
        answers.add((tuple(rows), shared.locator(".found p").inner_text(), status(shared)))
    assert answers == {
        (
            ("My town is not here",),
            "Nothing on this site has that name.",
            "Nothing on this site has that name. My town is not here",
        )
    }
    assert shared.locator("#find-list a").get_attribute("href").endswith("/my-town/index.html")
    shared.keyboard.press("Enter")
    assert "cities/pune" in shared.url, "it has to be chosen first"
    assert ask(shared, " -- ") == []
    assert shared.locator(".find input").get_attribute("aria-expanded") == "false"


def status(page: Any) -> str:
    return str(page.locator(".find [role=status]").inner_text())


def test_more_results_than_shown_are_counted(shared: Any) -> None:
    assert len(ask(shared, "s")) == 8
    assert status(shared).startswith("The first 8 of ")


def test_queries_and_results_are_never_html(desktop: Any) -> None:
    folder = sample_site("hostile", SAMPLE)
    open_box(desktop, (folder / "index.html").as_uri())
    desktop.evaluate("() => { window.alert = () => { window.hit = true } }")
    rows = ask(desktop, '<script>alert("1")</script>')
    assert rows[0].startswith('<script>alert("1")</script>')
    assert ask(desktop, "obrien")[0].startswith("O'Brien & Sons <b>Pur</b>")
    ask(desktop, "<img src=x onerror=alert(1)>")
    assert desktop.locator(".found :is(script, b, img)").count() == 0
    assert desktop.evaluate("window.hit") is None


def test_the_index_is_loaded_on_focus_only(desktop: Any, site: Path, serve: Any) -> None:
    asked: list[str] = []
    fonts: list[str] = []

    def note(request: Any) -> None:
        (fonts if request.resource_type == "font" else asked).append(request.url.rpartition("/")[2])

    desktop.on("request", note)

    def without(route: Any) -> None:
        asked.remove("favicon.svg")
        route.continue_()

    desktop.route("**/favicon.svg", without)
    desktop.goto(serve(site, "/base/") + "cities/pune-maharashtra/index.html")
    desktop.wait_for_load_state()
    assert len(asked) == 2, asked
    assert len(fonts) == len(set(fonts)) <= 4, fonts
    for _ in range(2):
        desktop.locator(".find input").focus()
        desktop.locator("#find-list").wait_for(state="attached")
        desktop.locator(".find input").blur()
    assert sorted(name.split(".")[0] for name in asked) == ["atlas", "find", "index", "search"]
    # A query typed before the index has loaded is answered afterwards.
    desktop.reload()
    desktop.keyboard.press("/")
    desktop.keyboard.type("nagpur")
    desktop.locator("#find-list a").first.wait_for()
    desktop.locator("#find-list a").first.click()
    desktop.wait_for_url("**/base/cities/nagpur-maharashtra/index.html")


def test_without_its_index_the_box_is_a_link_to_all_cities(browser: Any, site: Path) -> None:
    for options in ({"java_script_enabled": False}, {}):
        context = browser.new_context(viewport=PHONE, **options)
        context.route("**/assets/search.*.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(city(site))
        if not options:
            page.locator(".find input").focus()
        link = page.locator(".find > a")
        link.wait_for(state="visible")
        assert not page.locator(".find input").is_visible()
        link.click()
        page.wait_for_url((site / "cities" / "index.html").as_uri())
        context.close()


@pytest.mark.parametrize(
    ("viewport", "scheme", "other"),
    [(PHONE, "light", "dark"), (DESKTOP, "dark", "light")],
    ids=["phone", "desktop"],
)
def test_the_open_list_has_no_violations(viewport: Any, scheme: Any, other: Any, browser: Any, site: Path) -> None:
    """On the whole page for the first list; the others differ inside the head of the page only."""
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    found = {}
    open_box(page, city(site))
    for typed in ("a", "bangalore", "zzzzqq"):
        ask(page, typed)
        page.keyboard.press("ArrowDown")
        page.emulate_media(color_scheme=scheme)
        found[typed] = axe.violations(page, other, within="html" if typed == "a" else ".top")
    if viewport is PHONE:
        page.locator(".find input").blur()
        page.locator(".menu").click()
        page.emulate_media(color_scheme=scheme)
        found["menu"] = axe.violations(page, other)
    context.close()
    assert not any(found.values()), found


def test_a_phone_has_name_search_and_menu_in_one_line(browser: Any, site: Path) -> None:
    for width in (320, 390):
        context = browser.new_context(viewport={"width": width, "height": 700}, java_script_enabled=width > 320)
        page = context.new_page()
        page.goto(city(site))
        boxes = [page.locator(name).bounding_box() for name in (".brand", ".find", ".menu")]
        assert max(box["y"] for box in boxes) < 30
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
        assert boxes[1]["x"] + boxes[1]["width"] <= boxes[2]["x"]
        # The least height of one line, so that none of the three has wrapped.
        assert page.locator(".top").bounding_box()["height"] <= 60
        assert not page.locator(".top nav").is_visible()
        page.locator(".menu").click()
        page.locator(".top nav a", has_text="Segments").click()
        page.wait_for_url("**/segments/index.html")
        context.close()


def test_a_keystroke_is_fast_with_two_thousand_cities(browser: Any, site: Path) -> None:
    index = data_script("search", search_index.index(Edition.of(views_of_towns(2000), filled())))
    assert max(keystrokes(browser, site, index).values()) < 500
