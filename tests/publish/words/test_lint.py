"""Content lint: typed figures are noted with file, line and placeholder; constants of the method are not."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator import limits
from generator.errors import ContentError
from generator.publish.words import catalogue, lint, loader
from generator.publish.words.content import Content
from generator.publish.words.template import PLACEHOLDER
from generator.release import codec
from generator.resources import content_dir, templates_dir
from tests.publish.inspect.test_inspect import run
from tests.publish.words.test_content import OURS, filled, page
from tests.support.releases import KINDS, sample_release


def notes(tmp_path: Path, body: str, **facts: str) -> list[str]:
    page(tmp_path, "methods.md", body)
    words = filled(folders=(tmp_path,))
    return list(lint.notes(replace(words, facts={**words.facts, **facts})))


@pytest.mark.parametrize("kind", KINDS)
def test_packaged_texts_have_no_typed_figures(kind: str) -> None:
    assert lint.notes(filled(kind)) == ()  # type: ignore[arg-type]


def test_every_number_in_packaged_texts_is_declared() -> None:
    """Otherwise a release with an equal fact would fail a strict build because of packaged texts."""
    allowed = {n for text in filled().tables["formats.toml"]["typed"]["constants"] for n in lint._numbers(text)}
    for text in (text for words in loader.load_all((content_dir(),)) for text in catalogue.every(words)):
        plain = lint._NOT_TEXT.sub(" ", PLACEHOLDER.sub(" ", text.pattern))
        assert not {n for n in lint._numbers(plain) if n.telling} - allowed, (text.path, text.line)


#: Numbers that may be typed although a limit has the same value, by pattern, each with its reason.
TYPED = {
    r"\b50 (is|=)|at 50\b|excludes 50": "the middle of percentiles",
    r"(of|to|in|and|=) 100\b|\b100 times": "the scale of percentiles and of the index",
    r"\b95[ \u00a0](%|in|times)": "the level of intervals",
    r"120 means one fifth|from 30\u00a0% to 35\u00a0% is 5 points": "an example of the glossary",
    r"Cluster 2 |\b2/8/16\b|top 10 to all": "a name, an example of a date, an offer of the Explore page",
}


def limit_forms() -> set[str]:
    """Return every limit as it would be typed in a text: 0.05 and 5 %, 120 and 1.2; percentiles without a sign."""
    found: set[str] = set()
    for name, value in vars(limits).items():
        if name.isupper() and isinstance(value, int | float):
            found.add(f"{value:g}")
            if value < 1:
                found.add(f"{100 * value:g} %")
            if name.startswith("NAME_"):
                found.add(f"{100 * value:g}")
            if name.startswith("INDEX_"):
                found.add(f"{value / 100:g}")
    return found


def typed_limits(text: str) -> list[str]:
    """Return the numbers of a text that equal limits, except allowed ones."""
    plain = lint._NOT_TEXT.sub(" ", PLACEHOLDER.sub(" ", text))
    for pattern in TYPED:
        plain = re.sub(pattern, " ", plain)
    numbers = (match[0].replace("\u00a0", " ") for match in re.finditer(r"\d+(?:\.\d+)?(?:[ \u00a0]?%)?", plain))
    return [number for number in numbers if number in limit_forms()]


def test_limits_are_not_typed_in_texts() -> None:
    """Limits are facts from generator/limits.py, so that texts follow when one changes."""
    texts = [text for words in loader.load_all((content_dir(),)) for text in catalogue.every(words)]
    assert {(text.id, number) for text in texts for number in typed_limits(text.pattern)} == set()
    everything = "\n".join(text.pattern for text in texts)
    assert [pattern for pattern in TYPED if not re.search(pattern, everything)] == []
    assert typed_limits("at least 5 % and 120, or 65 or more; 0.85; 95 % intervals") == ["5 %", "120", "65", "0.85"]


@pytest.mark.parametrize(
    ("typed", "fact", "value"),
    [
        ("There are 1,23,456 customers.", "customers", "1,23,456"),
        ("There are 123456 customers.", "customers", "1,23,456"),
        ("They spend ₹505 each.", "typical_spend", "₹505"),
        ("They spend 505 rupees each.", "typical_spend", "₹505"),
        ("They spend ₹9 each.", "typical_spend", "₹9"),
        ("Seen 20.8 days ago.", "recency", "20.8"),
        ("31 % of them", "smallest", "31\u00a0%"),
        ("**31%** of them", "smallest", "31\u00a0%"),
        ("in 102 cities", "cities_counted", "102 cities"),
        ("from 1 Aug to 21 Oct 2016.", "window", "1 Aug to 21 Oct 2016"),
    ],
)
def test_a_typed_figure_is_noted_with_its_placeholder(tmp_path: Path, typed: str, fact: str, value: str) -> None:
    [note] = notes(tmp_path, f"One.\n\n{typed}\n", **{fact: value})
    assert "methods.md, line 7: " in note
    assert f"{{{{ {fact} }}}}" in note


@pytest.mark.parametrize(
    "body",
    [
        "Intervals are 95 % intervals; more than 80 in 100.",
        "In 20 cities, 4 segments.",
        "{{ customers }} customers, [three](page:data#f-505), CC BY 4.0",
        "There are 506 of them, ₹50 each, 1,505 in all.",
    ],
)
def test_numbers_that_may_be_typed(tmp_path: Path, body: str) -> None:
    facts = {"pooled_share": "95\u00a0%", "cities": "20", "spend": "₹505", "licence": "CC BY 4.0", "k": "80"}
    assert notes(tmp_path, body, **facts) == []


def test_figures_typed_in_toml_are_noted_too(tmp_path: Path) -> None:
    (tmp_path / "notices.toml").write_text('[key_auto]\ntext = """\nOne.\n\nAll 3,214 of them.\n"""\n')
    words = filled(folders=(tmp_path,))
    found = lint.notes(replace(words, facts={**words.facts, "customers": "3,214"}))
    assert [note.partition(": ")[0] for note in found] == [f"{tmp_path}/notices.toml, line 5"]


def test_constants_are_declared_in_content(tmp_path: Path) -> None:
    (tmp_path / "formats.toml").write_text('[typed]\nconstants = ["505"]\n')
    assert notes(tmp_path, "Rule 505.", spend="505") == []


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def unread_in(words: Path, templates: Path) -> list[str]:
    """Return the notes about both folders, without the paths of the folders."""
    found = lint.notes(filled(folders=(words,)), (words, OURS), (templates, templates_dir()))
    return [note.replace(f"{words}/", "").replace(f"{templates}/", "") for note in found]


def test_unused_keys_and_files_are_noted_with_the_nearest_name(tmp_path: Path) -> None:
    page_text = "---\ntitle: About\ndescription: Us\n---\nUs.\n"
    words = written(
        tmp_path / "words",
        {
            "site.toml": '[nav]\nsumary = "In brief"\n[nonsense]\nwords = "here"\n',
            "columns.toml": '[typical_spent]\ntitle = "Outlay"\n',
            "frases.toml": "",
            "pages/about.md": page_text,
            "pages/privcy.md": page_text,
            "importd/site.toml": "",
        },
    )
    templates = written(tmp_path / "templates", {"pages/citty.html": "", "static/custom.css": "", "bse.html": ""})
    assert unread_in(words, templates) == [
        "site.toml, line 2: nothing reads 'nav.sumary' of site.toml; did you mean nav.summary?",
        "site.toml, line 4: nothing reads 'nonsense.words' of site.toml.",
        "columns.toml, line 2: nothing reads 'typical_spent.title' of columns.toml; did you mean typical_spend.title?",
        "frases.toml: nothing reads this file; did you mean phrases.toml?",
        "importd/site.toml: nothing reads this file; did you mean imported/site.toml?",
        "pages/about.md: nothing reads this file.",
        "pages/privcy.md: nothing reads this file; did you mean pages/privacy.md?",
        "bse.html: nothing reads this file; did you mean base.html?",
        "pages/citty.html: nothing reads this file; did you mean pages/city.html?",
        "static/custom.css: nothing reads this file.",
    ]


def test_additional_texts_and_files_in_use_are_not_noted(tmp_path: Path) -> None:
    words = written(
        tmp_path / "words",
        {
            "README.md": "Words of our own.",
            ".hidden/x": "",
            "site.toml": '[mine]\nown_words = "for my template"\n',
            "glossary.toml": '[branch]\ntitle = "Branch"\ntext = "An office."\n',
            "options.toml": '[m-high.call]\ntitle = "A call"\ntext = "Call a half."\nmeasure = "Spend."\n',
            "phrases.toml": '[phrases.in_line]\ntext = "As everywhere."\n',
            "segments.toml": '[qualifier-order]\n3 = "third"\n',
            "release.toml": '[customer_key]\naddress = "address"\n',
            "imported/compare.toml": '[compare]\ntests = "No test."\n',
            "imported/pages/city.md": "",
        },
    )
    templates = written(
        tmp_path / "templates",
        {
            "base.html": '{{ t("mine.own_words") }}{% include "partials/mine.html" %}{{ css("mine.css") }}',
            "partials/mine.html": "",
            "static/mine.css": "",
            "static/css/atlas.css": "",
        },
    )
    assert unread_in(words, templates) == []


def test_a_folder_with_the_settings_file_may_hold_other_files(tmp_path: Path) -> None:
    folder = written(tmp_path, {"atlas.toml": "", "notes.md": "", "sumary.toml": ""})
    assert unread_in(folder, folder) == []


def test_a_missing_folder_is_noted(tmp_path: Path) -> None:
    folder = tmp_path / "contnet"
    assert lint.notes(filled(), (folder,)) == (f"{folder}: no such folder; the settings name it.",)


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("site.toml", '[kpi]\nrank = "{{ rnk }} of {{ cities_counted }}"\n', "kpi.rank"),
        ("options.toml", '[m-high.priority-line]\ntext = "Call {{ n }} of them."\n', "m-high.priority-line.text"),
        ("glossary.toml", '[wilson]\ntext = "{{ nope }}"\n', "wilson.text"),
    ],
)
def test_unknown_facts_fail_the_build_even_in_unused_texts(tmp_path: Path, file: str, text: str, key: str) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(ContentError, match=f"{file}, line 2: {key}: there is no fact named"):
        fresh(tmp_path)


def fresh(folder: Path) -> Content:
    return filled(folders=(folder,))


@pytest.mark.slow
def test_notes_warn_and_fail_a_strict_render(tmp_path: Path) -> None:
    codec.write(sample_release("full"), tmp_path / "release.json")
    customers = filled("full").facts["customers"]
    page(tmp_path, "privacy.md", f"All {customers} of them.\n")
    (tmp_path / "pages").rename(tmp_path / "words_pages")
    (tmp_path / "words").mkdir()
    (tmp_path / "words_pages").rename(tmp_path / "words" / "pages")
    (tmp_path / "atlas.toml").write_text('content = ["words"]\n')
    with pytest.raises(ContentError, match=r"words/pages/privacy.md, line 5: .* is typed; \{\{ customers \}\} says it"):
        run(tmp_path, "render", "release.json", "--strict")
    assert not (tmp_path / "site").exists()
    run(tmp_path, "render", "release.json")
    assert f"All {customers} of them." in (tmp_path / "site" / "privacy" / "index.html").read_text()
