"""Social cards: texts, drawing, meta tags, cache."""

from __future__ import annotations

import itertools
import json
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from generator.errors import ContentError
from generator.publish.cards import layout, png
from generator.publish.cards import text as cards
from generator.publish.cards.text import Card, Frame, Part
from generator.publish.cards.worker import draw
from generator.publish.client.styles import PageSheets
from generator.publish.pages.contexts.frame import Banner
from generator.publish.pages.contexts.rows import Kpi
from generator.publish.render import _environment, make, render
from generator.resources import templates_dir
from generator.settings.settings import Settings
from tests.support.browsing import ADDRESSED
from tests.support.releases import Kind, sample_release
from tests.support.shared_sites import sample_files

pytestmark = pytest.mark.slow

URL = ADDRESSED.site_url
SVG = "{http://www.w3.org/2000/svg}"
SIZE = 'width="1200" height="630"'


def site(kind: Kind, *, cards: bool = True) -> Mapping[str, bytes]:
    return sample_files(kind, replace(ADDRESSED, cards=cards))


@cache
def board() -> layout.Board:
    return layout.board((templates_dir(),), make(sample_release("full"), Settings()).site.css)


@cache
def template() -> Any:
    words = make(sample_release("full"), Settings()).content
    return _environment((templates_dir(),), words, PageSheets((templates_dir(),))).get_template("card.svg")


def drawing(card: Card, **frame: Any) -> str:
    """Return the SVG of a card."""
    around = replace(
        Frame("Segment Atlas", "Sample bank, 1 Aug to 21 Oct 2016", (), "thin bar: all customers"), **frame
    )
    return template().render(d=board().draw(card, around))


def parts(ids: str, shares: list[float]) -> tuple[Part, ...]:
    found = zip(ids.split(), shares, strict=True)
    return tuple(Part(tuple(i.split("+")), i.upper(), f"Short {i}", n, f"{n:.0%}") for i, n in found)


FIGURES = (Kpi("Customers", "1,23,456"), Kpi("Typical spend, 82 days", "₹1,234", ("₹1,200 to ₹1,300",)))
CARD = Card(
    path="cities/pune/card.png",
    name="Pune",
    note="Maharashtra",
    letters=(),
    headline="High spenders are more common here: 31 %, against 24 % of all customers.",
    figures=FIGURES,
    mix=parts("a b c d", [0.3, 0.2, 0.1, 0.4]),
    whole=parts("a b c d", [0.2, 0.2, 0.2, 0.4]),
    lit=(),
    alt="",
)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]


def picture(svg: str) -> bytes:
    """Return the PNG at half the size, a quarter of the work; equal pixels give equal bytes."""
    half = svg.replace(SIZE, 'width="600" height="315"', 1)
    assert half.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="600" ')
    return draw(half, board().files)


@pytest.mark.parametrize("kind", ["full", "total", "hostile"])
def test_every_page_names_a_social_card_of_the_right_size(kind: Kind) -> None:
    files = site(kind)
    named = set()
    for path, data in files.items():
        if not path.endswith(".html"):
            continue
        found = re.search(rb'<meta property="og:image" content="([^"]+)">', data)
        # Pages that are not shared: the 404 page, embeds, the pattern library.
        if path.startswith(("404", "embed/", "patterns")):
            assert not found, path
            continue
        assert found, path
        url = found[1].decode()
        assert url.startswith(URL)
        named.add(url.removeprefix(URL))
        own = path.startswith(("cities/", "segments/", "summary/")) or path == "index.html"
        assert url == URL + (path.removesuffix("index.html") + "card.png" if own else "assets/card.png")
    pictures = {path for path in files if path.endswith(".png")}
    assert pictures == named
    for path in pictures:
        assert struct.unpack(">II", files[path][16:24]) == (1200, 630)
        assert 5_000 < len(files[path]) <= 100_000, path
    own_findings = [files[path] for path in pictures if path.startswith("cities/")]
    assert len(set(own_findings)) == len(own_findings)


def test_the_head_has_the_tags_for_link_previews() -> None:
    page = site("full")["cities/chandigarh-chandigarh/index.html"].decode()
    metas = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page))
    assert metas["twitter:card"] == "summary_large_image"
    assert metas["og:locale"] == "en_IN"
    assert (metas["og:image:width"], metas["og:image:height"]) == ("1200", "630")
    headline = re.search(r'<p class="lede">([^<]+)', page)
    assert headline
    assert metas["og:image:alt"] == f"Chandigarh: {headline[1]}"


def test_no_tag_names_a_social_card_without_the_public_url() -> None:
    files = dict(render(sample_release("full"), Settings()))
    page = files["cities/pune-maharashtra/index.html"].decode()
    assert "og:" not in page
    assert "twitter:" not in page
    assert 'href="card.png" download' in page
    assert files["cities/pune-maharashtra/card.png"]


def test_social_cards_can_be_disabled() -> None:
    files = site("full", cards=False)
    assert not [path for path in files if path.endswith(".png")]
    page = files["cities/pune-maharashtra/index.html"].decode()
    assert "og:image" not in page
    assert "card.png" not in page
    assert '<meta name="twitter:card" content="summary">' in page


def test_the_texts_of_a_card_are_those_of_its_page() -> None:
    release = sample_release("full")
    builder = make(release, Settings())
    from generator.publish.pages import bank, city, lists
    from generator.publish.pages import texts as page_texts

    view = next(view for view in builder.views.cities if view.place.name == "Chandigarh")
    context = city.city(builder, view)
    card = cards.card_of(builder, context)
    assert (card.name, card.headline, card.figures) == ("Chandigarh", context.headline.text, context.kpi_row[:3])
    assert [part.letters for part in card.mix] == ["A", "B", "C", "D"]
    assert [part.share for part in card.whole] == [group.share for group in builder.views.groups]
    summary = bank.summary(builder)
    assert cards.card_of(builder, summary).headline == summary.takeaways[1].text
    segment = cards.card_of(builder, lists.segment(builder, "b"))
    assert (segment.letters, segment.lit) == ((("b", "B"),), ("b",))
    assert cards.card_of(builder, page_texts.text(builder, "methods")).path == "assets/card.png"


def test_key_figures_replace_an_unpublished_mix() -> None:
    builder = make(sample_release("total"), Settings())
    from generator.publish.pages import city

    context = city.city(builder, builder.views.cities[0])
    card = cards.card_of(builder, context)
    assert card.mix == card.whole == ()
    drawn = board().draw(card, cards.frame(builder))
    assert [figure.value for figure in drawn.figures] == [kpi.value for kpi in context.kpi_row[:3]]
    assert drawn.figures[1].note == context.kpi_row[1].notes[0]


def test_every_text_is_drawn() -> None:
    """Removing any text changes the picture."""
    for card in (CARD, replace(CARD, mix=(), whole=()), replace(CARD, letters=(("b", "B"),), whole=(), lit=("b",))):
        svg = drawing(card, banners=(Banner("synthetic", "Made up"),))
        whole = picture(svg)
        found = re.findall(r"<text [^>]*>[^<]+</text>", svg)
        assert len(found) >= 8
        for text in found:
            assert picture(svg.replace(text, "", 1)) != whole, text


def test_text_in_an_unknown_font_is_not_drawn() -> None:
    """Shows that the test above is effective: the renderer silently draws nothing."""
    svg = drawing(CARD)
    without = re.sub(r"<text .*?</text>", "", svg)
    assert picture(svg.replace('"Atlas ', '"Other ')) == picture(without) != picture(svg)


def test_the_rupee_sign_is_drawn_and_not_a_box() -> None:
    svg = drawing(replace(CARD, name="₹"))
    boxes = [svg.replace(">₹<", f">{letter}<") for letter in "\u0b85\u0b86"]
    assert picture(boxes[0]) == picture(boxes[1]) != picture(svg)


def covered(svg: str) -> bytes:
    """Return the picture with everything inside its margins painted over."""
    # Side bearings and kerning may extend a glyph slightly beyond the margin.
    return picture(svg.replace("</svg>", '<path fill="#fff" d="M60 24h1080v606H60z"/></svg>'))


def test_text_outside_the_margins_is_detected() -> None:
    svg = drawing(CARD)
    assert covered(svg) == covered(drawing(replace(CARD, name="Nagpur")))
    assert covered(svg) != covered(svg.replace('x="64"', 'x="40"'))


@pytest.mark.parametrize("banners", [(), (Banner("synthetic", "These customers are made up"),)])
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Xy" * 100, "headline": CARD.headline * 6},
        {"name": "Thiruvananthapuram and beyond", "note": "Jammu and Kashmir and Ladakh"},
        {"mix": (), "whole": (), "headline": CARD.headline * 3},
        {"mix": parts("a b c d+e f", [0.9, 0.01, 0.02, 0.03, 0.04])},
        {"mix": parts("a b c d e f g h", [0.125] * 8), "whole": ()},
        {"mix": parts("a b", [0.999, 0.001])},
    ],
)
def test_text_stays_inside_the_margins_and_rows(change: dict[str, Any], banners: tuple[Banner, ...]) -> None:
    card = replace(CARD, **change)
    drawn = board().draw(card, Frame("Segment Atlas " * 9, "A long name " * 9, banners, "all"))
    assert drawn.baselines[-1] <= drawn.top - 70
    assert len(drawn.lines) == len(drawn.baselines) >= 1
    around = {"site": "Segment Atlas " * 9, "source": "A long name " * 9, "banners": banners}
    assert covered(drawing(card, **around)) == covered(drawing(CARD, banners=banners))
    labels = sorted((bar.label_x, board().fonts["sans"].width(bar.label, 28)) for bar in drawn.mix if bar.under)
    for (one, wide), (other, wider) in itertools.pairwise(labels):
        assert other - one >= (wide + wider) / 2 + 8


def test_hostile_names_are_escaped() -> None:
    name = '<script>alert("1")</script> ]]> & {{ x }}'
    svg = drawing(replace(CARD, name=name, headline=f"{name}: {CARD.headline}", note="</text><image href='x'/>"))
    tree = ET.fromstring(svg)
    assert {node.tag.removeprefix(SVG) for node in tree.iter()} <= {
        "svg", "defs", "pattern", "path", "style", "rect", "g", "text",
    }  # fmt: skip
    assert name in texts(svg)


def test_characters_missing_from_the_font_are_replaced_visibly() -> None:
    card = replace(CARD, name="पुणे", headline=f"पुणे: {CARD.headline}", note="Αττική")
    drawn = " ".join(texts(drawing(card)))
    assert "Pune: High spenders" in drawn
    assert "Attiki" in drawn
    assert "?" not in drawn
    assert "Bhopal ??" in texts(drawing(replace(CARD, name="Bhopal ☎☎")))
    turned = texts(drawing(replace(CARD, name="\u202eenuP\u202c\u200f")))
    assert "enuP" in turned


def test_an_undrawable_finding_is_omitted_from_the_card() -> None:
    drawn = board().draw(replace(CARD, headline="यह एक वाक्य है"), Frame("x", "y", (), "z"))
    assert drawn.lines == ("",)
    assert board().draw(replace(CARD, headline="Is it? Yes. Why? No."), Frame("x", "y", (), "z")).lines[0]


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("Αθήνα", "Athina"), ("Йошкар-Ола", "Yoshkar-Ola"), ("北京", "BeiJing"), ("القاهرة", "Lqhrh"), ("Łódź", "Łódź")],
)
def test_a_name_in_another_script_is_transliterated(name: str, drawn: str) -> None:
    """Never taken from the slug, which may be an id."""
    release = sample_release("full")
    places = tuple(
        replace(p, name=name, slug="place--n-447a724f02d4") if p.slug == "pune-maharashtra" else p
        for p in release.places
    )
    builder = make(replace(release, places=places), Settings())
    from generator.publish.pages import city

    view = next(view for view in builder.views.cities if view.place.name == name)
    found = texts(drawing(cards.card_of(builder, city.city(builder, view))))
    assert drawn in found
    assert not any("447a" in text for text in found)


def test_a_narrow_part_keeps_its_code_and_merged_segments_both_colours() -> None:
    drawn = board().draw(replace(CARD, mix=parts("a b+c", [0.98, 0.02])), Frame("x", "y", (), "z"))
    wide, narrow = drawn.mix
    assert (wide.label, wide.under) == ("A 98%", False)
    assert (narrow.label, narrow.under) == ("B+C", True)
    assert (narrow.fill, narrow.second) == (board().colours["b-t"], board().colours["c-t"])
    assert [foot.fill for foot in narrow.feet] == [board().colours["b"], board().colours["c"]]
    assert narrow.feet[0].x + narrow.feet[0].width == pytest.approx(narrow.feet[1].x)
    assert narrow.x + narrow.width == pytest.approx(1136)


def test_full_colour_is_for_the_segment_that_the_finding_names() -> None:
    """Others have a tint and a foot; all customers are grey. The second half of the palette is never filled."""
    colours = board().colours
    card = replace(CARD, mix=parts("a b e", [0.5, 0.3, 0.2]), whole=parts("a b e", [0.4, 0.4, 0.2]), lit=("a", "e"))
    drawn = board().draw(card, Frame("x", "y", (), "z"))
    assert [bar.fill for bar in drawn.mix] == [colours["a"], colours["b-t"], colours["e-t"]]
    assert [[(foot.fill, foot.striped) for foot in bar.feet] for bar in drawn.mix] == [
        [],
        [(colours["b"], False)],
        [(colours["e"], True)],
    ]
    assert [bar.ink for bar in drawn.mix] == [colours["on-a"], colours["ink"], colours["ink"]]
    assert [fill for _, _, fill in drawn.whole] == [colours["all"], colours["all-fill"], colours["all"]]


def test_a_city_fills_what_differs_and_a_name_inside_a_longer_one_is_not_named() -> None:
    builder = make(sample_release("full"), Settings())
    from generator.publish.cards import text
    from generator.publish.pages import city

    for view in builder.views.cities:
        found = cards.card_of(builder, city.city(builder, view)).lit
        assert found == tuple(id_ for group in view.groups if group.answer == "clear" for id_ in group.segments)
    assert any(group.answer == "clear" for view in builder.views.cities for group in view.groups)
    segments = {
        id_: replace(one, name=name, short=name)
        for (id_, one), name in zip(
            builder.views.segments.items(), ("Repeat high spenders", "High spenders", "Small", "Rest"), strict=True
        )
    }
    longer = replace(builder, edition=replace(builder.edition, views=replace(builder.views, segments=segments)))
    assert text._named(longer, "Most spend comes from repeat high spenders.") == ("a",)
    assert text._named(longer, "High spenders bring more.") == ("b",)


def test_cards_are_deterministic_in_one_or_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = site("full")
    monkeypatch.setattr(png, "_FEW", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    alone: list[str] = []
    monkeypatch.setattr(png, "draw", lambda svg, fonts: alone.append(svg))
    again = dict(render(sample_release("full"), Settings(site_url=URL, publisher="Sample")))
    assert again == first
    assert alone == []


def test_a_picture_is_rendered_once_and_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "build" / "cards"
    svgs = {
        "a/card.png": drawing(CARD),
        "b/card.png": drawing(replace(CARD, name="Nagpur")),
        "c/card.png": drawing(CARD),
    }
    files = board().files
    first = dict(png.pictures(svgs, files, folder))
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    kept = sorted(folder.glob("*.png"))
    assert len(kept) == 2
    assert first["a/card.png"] == first["c/card.png"] != first["b/card.png"]
    drawn: list[str] = []

    def counted(svg: str, fonts: Any) -> bytes:
        drawn.append(svg)
        return draw(svg, fonts)

    monkeypatch.setattr(png, "draw", counted)
    assert dict(png.pictures(svgs, files, folder)) == first
    assert drawn == []
    # A truncated file is rendered again; so is everything after a change of fonts.
    kept[0].write_bytes(kept[0].read_bytes()[:-9])
    assert dict(png.pictures(svgs, files, folder)) == first
    assert len(drawn) == 1
    assert dict(png.pictures(svgs, files[::-1], folder)) == first
    assert len(drawn) == 3


def test_unused_pictures_are_removed_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"a": drawing(replace(CARD, name="Old"))}
    new = {"a": drawing(replace(CARD, name="New"))}
    list(png.pictures(old, board().files, tmp_path))
    list(png.pictures(new, board().files, tmp_path))
    assert len(list(tmp_path.glob("*.png"))) == 2
    monkeypatch.setattr(png, "_MOST_KEPT", 1)
    list(png.pictures(new, board().files, tmp_path))
    assert len(list(tmp_path.glob("*.png"))) == 1


def test_an_unwritable_cache_folder_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file", encoding="utf-8")
    ((path, data),) = png.pictures({"a": drawing(CARD)}, board().files, tmp_path / "build" / "cards")
    assert path == "a"
    assert data.startswith(b"\x89PNG")


@pytest.mark.parametrize("few", [1, 99])
def test_a_broken_card_template_is_reported(few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_FEW", few)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    (tmp_path / "card.svg").write_text("<svg>", encoding="utf-8")
    with pytest.raises(ContentError, match=r"card\.svg"):
        list(render(sample_release("total"), Settings(templates=(str(tmp_path),))))


def test_a_user_font_overrides_the_packaged_one(tmp_path: Path) -> None:
    target = tmp_path / layout.FONTS["serif"]
    target.parent.mkdir(parents=True)
    target.write_bytes((templates_dir() / layout.FONTS["sans"]).read_bytes())
    made = layout.board((tmp_path, templates_dir()), ":root{--paper:#fff}")
    assert made.fonts["serif"].family == "Atlas Sans"
    target.write_bytes(b"no font")
    with pytest.raises(ContentError, match="not a font"):
        layout.board((tmp_path, templates_dir()), "")


def test_the_command_caches_pictures_and_warns_without_the_public_url(tmp_path: Path) -> None:
    from generator.release import codec

    codec.write(sample_release("total"), tmp_path / "release.json")
    command = [sys.executable, "-m", "generator", "render", "release.json", "--set", "embeds=false"]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *more], cwd=tmp_path, capture_output=True, text=True, check=False)

    first = run()
    assert first.returncode == 0, first.stderr
    assert first.stderr.count("note: site_url is not set") == 1
    kept = sorted(path.name for path in (tmp_path / "build" / "cards").glob("*.png"))
    assert len(kept) == len(list((tmp_path / "site").rglob("card.png")))
    again = run("--set", f'site_url="{URL}"')
    assert (again.returncode, "site_url" in again.stderr) == (0, False), again.stderr
    # The URL is on the page, not on the card, so nothing was rendered again.
    assert sorted(path.name for path in (tmp_path / "build" / "cards").glob("*.png")) == kept
    assert run("--quiet").stderr == ""
    marker = json.loads((tmp_path / "site" / "data" / "release.json").read_text(encoding="utf-8"))
    assert marker["label"] == "Sample bank"
