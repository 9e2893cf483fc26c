"""`atlas proofread`: every text of a site once, boldest first, with its numbers, places and source; a private file."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.errors import AtlasError, OutputError
from generator.publish.cards.text import card_of
from generator.publish.claims import registry
from generator.publish.pages import statements
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.side_pages import PatternsContext, RedirectContext
from generator.publish.pages.embeds import figures_of
from generator.publish.proofread import collect, page
from generator.publish.proofread.types import Chapter, Reading
from generator.publish.render import contexts, make
from generator.release import codec
from generator.settings.settings import Settings
from tests.publish.inspect.test_inspect import run
from tests.support.releases import Kind, sample_release
from tests.support.shared_sites import sample_site

pytestmark = pytest.mark.slow

SETTINGS = Settings(site_url="https://atlas.example/s/")


@pytest.fixture(scope="module", params=["full", "sparse", "internal"])
def made(request: pytest.FixtureRequest) -> tuple[PageBuilder, Reading]:
    builder = make(sample_release(request.param), SETTINGS)
    return builder, collect.read(builder)


@pytest.fixture(scope="module")
def full() -> Reading:
    return collect.read(make(sample_release("full"), SETTINGS))


def chapter(reading: Reading, name: str) -> Chapter:
    return next(chapter for chapter in reading.chapters if chapter.name == name)


def pages_of(reading: Reading) -> dict[str, set[str]]:
    """Return the pages of each text, in whichever group it is."""
    found: dict[str, set[str]] = {}
    for item in (item for chapter in reading.chapters for group in chapter.groups for item in group.items):
        found.setdefault(item.text, set()).update(spot.path.partition("#")[0] for spot in item.spots.values())
    return found


def test_every_text_of_every_page_is_listed_with_its_place(made: tuple[PageBuilder, Reading]) -> None:
    builder, reading = made
    found, places = pages_of(reading), statements.places(builder)
    for context in contexts(builder):
        if isinstance(context, PatternsContext | RedirectContext):
            continue
        path = context.page.path
        said = [one.sentence.text for one in statements.of_page(context, builder.edition, places.get(path))]
        said += [text for figure in figures_of(context) for text in (figure.title, figure.caption, figure.description)]
        for text in (*said, context.page.description):
            if text:
                assert path in found[text], text
        assert card_of(builder, context).headline in found


def test_sentences_come_boldest_first(full: Reading) -> None:
    answers = [group.answer for chapter in full.chapters for group in chapter.groups if group.answer and group.items]
    order = ["clear", "small", "chance", "in_line", "none", "counted", "unclear"]
    assert answers == sorted(answers, key=order.index)
    assert {"clear", "counted", "unclear"} <= set(answers)
    for group in (group for chapter in full.chapters for group in chapter.groups if group.answer == "clear"):
        effects = [item.effect for item in group.items]
        assert effects == sorted(effects, reverse=True)
    over = next(group for group in chapter(full, "Clear differences").groups if group.id == "over")
    assert over.items[0].effect > 0.05
    assert {"share", "interval", "all_share", "q"} <= set(over.items[0].facts)


def test_the_same_words_on_many_pages_are_one_text(full: Reading) -> None:
    group = next(group for group in chapter(full, "Not enough to say").groups if group.id == "too_few")
    assert len({item.text for item in group.items}) == len(group.items)
    most = max(group.items, key=lambda item: len(item.spots))
    assert len(most.spots) > 3
    # What differs between the places is not given as that of all.
    assert "rank" not in most.facts
    assert "n" in most.facts


def test_each_wording_is_found_at_its_line(full: Reading) -> None:
    checked = 0
    for group in (group for chapter in full.chapters for group in chapter.groups):
        for wording in group.wordings:
            path, _, line = wording.where.rpartition(":")
            text = " ".join(Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1 :][:12])
            assert wording.pattern[:30].replace('"', '\\"') in text or wording.pattern[:30] in text, wording
            checked += 1
        if group.answer:
            assert group.wordings
    assert checked > 50


def test_compare_is_listed_as_patterns(full: Reading) -> None:
    content = make(sample_release("full"), SETTINGS).content
    guards = {guard.name for guard in registry.PAIR}
    wanted = {phrase.id for phrase in content.phrases() if phrase.guard in guards}
    compare = chapter(full, "Compare").groups
    assert {group.id for group in compare} == wanted
    assert all(any("{{ place }}" in wording.pattern for wording in group.wordings) for group in compare)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        row = dict(attrs)
        self.tags.add(tag)
        self.links += [row["href"] or ""] if tag == "a" else []
        self.ids |= {row["id"] or ""} if "id" in row else set()


@pytest.mark.parametrize("kind", ["full", "hostile"])
def test_every_link_leads_to_its_place_and_nothing_of_a_name_is_markup(kind: Kind) -> None:
    site = sample_site(kind, Settings(embeds=False, cards=False))
    text = page.html(collect.read(make(sample_release(kind), Settings(cards=False))), page.in_folder(site))
    shown = _Page(text)
    assert "script" not in shown.tags
    linked = [link for link in shown.links if link.startswith("file://")]
    assert len(linked) > 100
    ids: dict[Path, set[str]] = {}
    for link in set(linked):
        target = urlsplit(link)
        path = Path(unquote(target.path))
        assert path.is_file(), link
        if path not in ids:
            ids[path] = _Page(path.read_text(encoding="utf-8")).ids
        assert not target.fragment or target.fragment in ids[path], link


def test_links_lead_to_the_public_site_where_it_is_known(full: Reading) -> None:
    text = page.html(full, page.on_the_web("https://atlas.example/s/"))
    assert "https://atlas.example/s/cities/mumbai-maharashtra/#kpi" in text
    assert "https://atlas.example/s/cities/mumbai-maharashtra/card.png" in text
    assert "<a href" not in page.html(full, page.on_the_web("")).replace('<a href="#c', "")
    count = sum(chapter.texts for chapter in full.chapters)
    assert f"{count} texts on {full.pages} pages" in text


def bank(folder: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    codec.write(sample_release("sparse"), folder / "data/release.json")
    return folder


def test_the_page_is_private(tmp_path: Path) -> None:
    folder = bank(tmp_path)
    said = run(folder, "proofread")
    made = folder / "build/proofread.html"
    assert re.fullmatch(r"build/proofread\.html: [\d,]+ texts of \d+ pages, of data/release\.json\..*\n", said)
    assert made.stat().st_mode & 0o777 == 0o600
    assert (folder / "build/.gitignore").read_text() == "*\n"
    first = made.read_bytes()
    run(folder, "proofread", "data/release.json", "-q")
    assert made.read_bytes() == first
    assert "too few to say" in made.read_text(encoding="utf-8")


def test_a_site_gives_its_release_and_the_links(tmp_path: Path) -> None:
    folder = bank(tmp_path)
    site = sample_site("full", Settings(embeds=False, cards=False))
    run(folder, "proofread", str(site), "--to", "mine.html", "--set", "cards=false")
    text = (folder / "mine.html").read_text(encoding="utf-8")
    assert f"{site.absolute().as_uri()}/cities/mumbai-maharashtra/index.html" in text
    assert (folder / "mine.html").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("site/proofread.html", "lies inside the site"),
        ("data/release.json", "is an input of this run"),
        ("nowhere/p.html", "there is no folder"),
        (None, "holds the site"),
    ],
)
def test_it_is_refused_where_it_would_be_published(tmp_path: Path, target: str | None, message: str) -> None:
    folder = bank(tmp_path)
    site = folder / ("site" if target else "build/site")
    site.mkdir(parents=True)
    (site / ".atlas-site").write_text("{}")
    before = sorted(path for path in folder.rglob("*") if path.is_file())
    with pytest.raises(OutputError, match=message):
        run(folder, "proofread", "data/release.json", *(["--to", target] if target else []))
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == before


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match="no release here"):
        run(tmp_path, "proofread")
    assert not list(tmp_path.iterdir())
