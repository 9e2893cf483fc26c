"""`atlas where`: each sentence of a site is traced to its source text."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.publish.claims import titles
from generator.publish.model.build import build_views
from generator.publish.words import catalogue, loader, provenance
from generator.publish.words.catalogue import Text
from generator.publish.words.edition import Edition
from generator.resources import content_dir
from tests.publish.claims.test_select import everything
from tests.publish.inspect.test_inspect import run
from tests.publish.words.test_content import filled
from tests.support.releases import Kind, sample_release


@cache
def texts() -> tuple[Text, ...]:
    return tuple(catalogue.every(loader.load((content_dir(),))))


def best(words: str) -> Text:
    return provenance.origins(words, texts())[0].text


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["full", "sparse", "joined"])
def test_every_sentence_is_traced_to_its_phrase(kind: Kind) -> None:
    said = {sentence.text: sentence.kind for sentence in everything(kind)}
    assert len(said) > 40
    for text, phrase in said.items():
        ids = [
            row.text.id.split(".")[1] for row in provenance.origins(text, texts()) if row.text.id.startswith("phrases.")
        ]
        # Two phrases may have the same wording; naming rules are in segments.toml.
        assert phrase in ids[:4] or phrase == "naming_rule", (text, phrase, ids)


def test_titles_labels_pages_and_notices_are_found_with_their_line() -> None:
    words = filled("sparse")
    views = build_views(sample_release("sparse"))
    title = titles.title("segments", Edition.of(views, words), views.cities[0])
    assert best(title).path.name == "phrases.toml"
    for asked, name, id_ in (
        ("two-minute summary", "site.toml", "head.two_minutes"),
        ("people who live here but last paid elsewhere", "city.md", "pages/city.md"),
        ("It is not differential privacy.", "notices.toml", "promise_detail.text"),
        (words.text("notices.toml", "recency_calendar.text"), "notices.toml", "recency_calendar.text"),
        ("Every share and every average of a place with", "methods.md", "pages/methods.md"),
        ("How customers become segments", "methods.md", "pages/methods.md description"),
    ):
        found = best(asked)
        assert (found.path.name, found.id) == (name, id_), asked
        line = found.path.read_text().splitlines()[found.line - 1]
        assert set(provenance.tokens(asked)[:2]) & set(provenance.tokens(line))


def test_texts_of_imported_tables_are_found(tmp_path: Path) -> None:
    found = run(tmp_path, "where", "an imported table has no spread, so differences cannot be tested")
    assert found.splitlines()[0].endswith("content/imported/compare.toml:4  compare.tests")


def test_what_is_searched_for_is_prepared_once() -> None:
    """`atlas proofread` asks for the source of hundreds of texts among all texts in content/."""
    asked = [text.pattern for text in texts()][::60]
    for words in asked:
        provenance.origins(words, texts())
    before = provenance.tokens.cache_info().misses, provenance._whole.cache_info().misses
    for words in asked:
        provenance.origins(words, texts())
    assert (provenance.tokens.cache_info().misses, provenance._whole.cache_info().misses) == before
    # A list that is longer than its cache finds nothing in it.
    for kept in (provenance.tokens, provenance._whole):
        assert 1.5 * len(texts()) < kept.cache_parameters()["maxsize"]


def test_every_text_is_on_the_reported_line() -> None:
    assert len(texts()) > 500
    for text in texts():
        # A blank before a percent sign is made one that does not break.
        line = re.sub(r"(?<=[\d}]) %", "\u00a0%", text.path.read_text(encoding="utf-8").splitlines()[text.line - 1])
        first = text.pattern.split("\n")[0]
        assert first in line or first.replace('"', '\\"') in line, text


@pytest.mark.slow
def test_the_command(tmp_path: Path) -> None:
    shown = run(tmp_path, "where", "are", "more", "common", "here", "than", "among")
    assert shown.splitlines()[0].endswith("phrases.over.title")
    rows = json.loads(run(tmp_path, "where", "are more common here than among", "--json"))
    assert rows[0]["text"]["id"] == "phrases.over.title"
    with pytest.raises(ContentError) as caught:
        run(tmp_path, "where", "zebras weigh purple on Tuesdays under water")
    assert caught.value.exit_code == 7
    assert "Nearest:" in (caught.value.hint or "")
    with pytest.raises(ContentError, match="No text of the site matches"):
        run(tmp_path, "where", "qqq")


def test_overridden_texts_are_found_in_the_users_file(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "site.toml").write_text('[nav]\nsummary = "Our two pages in brief"\n')
    (tmp_path / "atlas.toml").write_text('content = ["words"]\n')
    assert run(tmp_path, "where", "two pages in brief").startswith("words/site.toml:2  nav.summary\n")
