"""Plain words: what readers stumbled over does not come back."""

import re
import tomllib
from pathlib import Path

import pytest

from generator.publish.client import search_index
from generator.publish.model.build import build_views
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.resources import content_dir
from generator.settings.settings import Settings
from tests.publish.words.test_content import filled
from tests.support.releases import sample_release
from tests.support.shared_sites import sample_files

SITE = Settings(embeds=False, cards=False)
FILES = sorted(path for path in content_dir().rglob("*") if path.suffix in {".toml", ".md"})

#: Words that say too little, or something else than they seem to.
NOT_PLAIN = re.compile(
    r"clearly apart|weigh more|as the crow flies|one (of typical spend )?below about|Mean percentiles? of|"
    r"\bits \{\{ n \}\} customers|percentile \{\{ (high|low)_percentile|has most customers|with most customers"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(content_dir()).as_posix())
def test_texts_are_plain(path: Path) -> None:
    assert not NOT_PLAIN.search(path.read_text(encoding="utf-8"))


def test_percentages_from_one_up_have_no_decimal() -> None:
    fmt = filled().formatter(sample_release("full"))
    shown = {share: fmt.percent(share).replace("\u00a0", " ") for share in (0.0094, 0.0095, 0.0098, 0.01, 0.0104)}
    assert shown == {0.0094: "0.9 %", 0.0095: "1 %", 0.0098: "1 %", 0.01: "1 %", 0.0104: "1 %"}
    high = {share: fmt.percent(share).replace("\u00a0", " ") for share in (0.9896, 0.9904, 0.9906, 0.9996)}
    assert high == {0.9896: "99 %", 0.9904: "99 %", 0.9906: "99.1 %", 0.9996: "over 99.9 %"}


def test_an_option_has_no_confidence_of_its_own() -> None:
    summary = sample_files("full", SITE)["summary/index.html"].decode()
    options = re.search(r'<ul class="opts">.*?</ul>', summary, re.DOTALL)
    assert options
    assert "Where it is clearly more common" in options[0]
    assert "Confidence" not in options[0]
    assert 'class="sure' not in options[0]


def test_the_line_above_a_page_gives_its_dates_once() -> None:
    files = sample_files("full", Settings(embeds=False, cards=False, publisher="A bank"))
    for path in ("summary/index.html", "cities/pune-maharashtra/index.html", "methods/index.html"):
        strap = re.search(r'<div class="strap">.*?</div>', files[path].decode(), re.DOTALL)
        assert strap
        words = " ".join(re.sub(r"<[^>]+>", " ", strap[0]).split())
        assert words.count("21 Oct 2016") == 1
        assert "released by A bank" in words


@pytest.mark.parametrize("name", ["average spend", "mean spend", "RFM"])
def test_search_knows_what_others_call_it(name: str) -> None:
    words: Content = filled()
    found = search_index.index(Edition.of(build_views(sample_release("full")), words), "")
    assert name.casefold() in str(found).casefold()


def test_a_headline_does_not_put_all_customers_into_the_cities_with_a_page() -> None:
    page = sample_files("full", SITE)["index.html"].decode()
    lede = re.search(r'<p class="lede">(.*?)</p>', page)
    assert lede
    assert re.fullmatch(r"[\d,]+ customers in 4 segments, .*; \d+ cities have their own page\.", lede[1])


def test_what_cannot_be_shown_is_said_in_whole_sentences() -> None:
    """A clause before a colon, such as "How old customers are: …", is no sentence."""
    folder = content_dir()
    tables = [tomllib.loads(path.read_text("utf-8")).get("phrases", {}) for path in folder.rglob("phrases.toml")]
    texts = [row["text"] for table in tables for name, row in table.items() if name.startswith("cannot_")]
    assert len(texts) >= 9
    assert [text for text in texts if not re.match(r"[^:]* (is|cannot be said|cannot be measured)\b", text)] == []


@pytest.mark.parametrize(
    "path", sorted(content_dir().rglob("*.toml")), ids=lambda path: path.parent.name + "-" + path.name
)
def test_captions_say_rank_and_not_mean_percentile(path: Path) -> None:
    """The glossary explains the term, and the tables of the method use it."""
    texts = re.findall(r'^caption\w* = "(.*)"$', path.read_text("utf-8"), re.MULTILINE)
    assert [text for text in texts if "percentile" in text.lower()] == []


def test_what_could_be_chance_is_no_finding() -> None:
    """The verdict comes first, or the interval is explained; a difference is never offered and then taken back."""
    phrases = tomllib.loads((content_dir() / "phrases.toml").read_text("utf-8"))["phrases"]
    for kind in ("chance_share", "chance_average"):
        forms = {form: phrases[kind][form] for form in ("headline", "text")}
        assert "title" not in phrases[kind]
        assert forms["headline"].startswith("No difference from {{ reference }} could be shown.")
        assert all(re.search("no difference", text, re.IGNORECASE) for text in forms.values())
        assert all("one interval in twenty" in text or "one in twenty" in text for text in forms.values())
