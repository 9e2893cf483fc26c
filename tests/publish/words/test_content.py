"""Content: pages, placeholders, notices, overrides; each error names file and line."""

import json
import re
import shutil
import tomllib
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from generator.errors import ContentError
from generator.publish.claims import registry
from generator.publish.claims.sentences import capitalised
from generator.publish.downloads import tables
from generator.publish.facts import values
from generator.publish.facts.values import DefaultSettings
from generator.publish.model import conditions
from generator.publish.model.build import build_views
from generator.publish.render import render
from generator.publish.words import display_names, markdown, naming_rules
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.publish.words.loader import FILES, PAGE_IDS, VARIANTS, load
from generator.publish.words.template import Part, Value, plain
from generator.publish.words.unread import leaves
from generator.release import Dropped, Feature, rules
from generator.resources import content_dir
from generator.settings.settings import Settings
from tests.support.foreign import foreign_release
from tests.support.releases import KINDS, Kind, sample_release

BANNED = ("dormant", "churn", "lost", "at risk", "loyal", "champion", "natural group", "discovered", "should")
CAUSAL = ("because of", "due to", "caused by", "leads to", "drives", "driven by", "thanks to")
#: Content folders as used by the site.
OURS = content_dir()


def filled(kind: Kind = "full", folders: tuple[Path, ...] = (), **settings: str) -> Content:
    """The content of a sample's site; that of the packaged folder is cached."""
    return fresh(kind, folders, **settings) if folders else _filled(kind, **settings)


@cache
def _filled(kind: Kind, **settings: str) -> Content:
    return fresh(kind, (), **settings)


def fresh(kind: Kind, folders: tuple[Path, ...], **settings: str) -> Content:
    views = build_views(sample_release(kind))
    chosen = DefaultSettings(**settings)  # type: ignore[arg-type]
    words = load((*folders, OURS), conditions.hold(views, chosen))
    return values.fill_site(Edition.of(views, words), chosen).content


def page(folder: Path, name: str, body: str, title: str = "T", description: str = "D") -> None:
    (folder / "pages").mkdir(exist_ok=True)
    (folder / "pages" / name).write_text(
        f"---\ntitle: {title}\ndescription: {description}\n---\n{body}", encoding="utf-8"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("id_", [id_ for id_ in PAGE_IDS if id_ not in {"city", "segment"}])
def test_every_page_renders_for_every_release(kind: Kind, id_: str) -> None:
    made = filled(kind).page(id_)
    assert made.title
    assert made.description
    for text in (made.title, made.description, made.html):
        assert "{{" not in text.replace("{{ customers }}", "") if kind == "hostile" else "{{" not in text
        assert "[[" not in text
        assert '"page:' not in text
        assert "nan" not in re.findall(r"[a-z]+", text.lower())
    assert made.source == f"pages/{id_}.md"


@pytest.mark.parametrize("kind", KINDS)
def test_places_and_segments_fill_their_pages(kind: Kind) -> None:
    views = build_views(sample_release(kind))
    words = filled(kind)
    for view in views.pages:
        made = words.fill(values.of_place(view, Edition.of(views, words), "Headline.")).page("city")
        assert made.title == display_names.place_in_state(view)
        assert "Headline." in made.description
    for id_ in views.segments:
        made = words.fill(values.of_segment(id_, Edition.of(views, words))).page("segment")
        assert made.title.startswith("Segment ")


def test_hostile_names_are_text_everywhere() -> None:
    views = build_views(sample_release("hostile"))
    words = filled("hostile")
    view = next(view for view in views.cities if "<script>" in view.place.name)
    told = words.fill({"customers": view.place.name, "contact": "[x](javascript:1) *a* <b> {{ base }}"})
    html = told.page("methods").html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    html = (
        words.fill({"contact": "[x](javascript:1) *a* <b> {{ base }}"}, frozenset({"contact_known"}))
        .page("my-town")
        .html
    )
    assert "[x](javascript:1) *a* &lt;b&gt; {{ base }}" in html


def test_no_page_uses_a_banned_or_causal_word() -> None:
    for path in OURS.rglob("*"):
        if path.suffix in {".md", ".toml"}:
            text = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#")).lower()
            for word in (*BANNED, *CAUSAL):
                assert not re.search(rf"\b{re.escape(word)}", text), (path.name, word)


def test_the_privacy_page_states_the_configured_limits() -> None:
    html = filled().page("privacy").html
    assert "at least <strong>20 customers</strong>" in html
    assert "Counts are multiples of 10, each less than 10 away from the true count" in html
    assert "It is not differential privacy." in html
    internal = filled("internal").page("privacy").html
    assert "These pages are internal" in internal
    assert "differential privacy" not in internal


@pytest.mark.parametrize(
    ("kind", "holds", "fails"),
    [
        ("sparse", {"frequency_dropped", "recency_calendar", "k_stepped_down", "key_conflict", "gender_absent"},
         {"recency_full", "age_absent", "margin_joined", "internal"}),
        ("total", {"age_absent", "totals_exist", "nothing_passes"}, {"age_known", "groups_exist"}),
        ("full", {"recency_full", "key_config", "age_known", "pools_exist", "above_caps"},
         {"frequency_dropped", "k_stepped_down", "nothing_passes", "key_conflict"}),
        ("joined", {"margin_joined", "groups_exist"}, {"internal"}),
        ("internal", {"internal"}, {"public"}),
    ],
)  # fmt: skip
def test_conditions(kind: Kind, holds: set[str], fails: set[str]) -> None:
    found = filled(kind).conditions
    assert holds <= found
    assert not fails & found


def test_every_notice_has_a_condition_and_can_be_filled() -> None:
    words = filled()
    rows = words.tables["notices.toml"]
    names = frozenset(row.get("when", id_) for id_, row in rows.items())
    for id_, row in rows.items():
        notice = words.fill({}, names).notice(id_, "methods")
        assert notice is not None
        assert notice.text
        assert set(row) <= {"text", "pages", "when"}
    terms = words.tables["glossary.toml"].values()
    names |= {row["when"] for row in terms if "when" in row} | frozenset(VARIANTS)
    known: set[str] = set()
    for states in (True, False):
        known |= conditions.hold(build_views(foreign_release(states=states)), DefaultSettings())
    for kind in KINDS:
        known |= filled(kind, contact="a@b").conditions | filled(kind, licence="MIT").conditions
        known |= filled(kind, publisher="A bank").conditions
    # Conditions that no sample meets are listed, so that a misspelt one is detected.
    model = {"k_auto", "k_fixed", "model_frozen", "model_refit", "evidence_absent", "evidence_unstable"}
    rare = {
        "areas_together",
        "rejected_none",
        "strength_single",
        "key_agree",
        "projection_known",
        "imported",
        "segments_excess",
    }
    fitted = {"recency_of_model", "recency_constant", "monetary_dropped", "one_feature"}
    fitted |= {"balance_joined", "balance_named", "balance_unknown", "balance_constant"}
    assert names - known == model | rare | fitted


def test_a_note_replaces_frequency_when_it_was_dropped() -> None:
    notices = {notice.id: notice for notice in filled("sparse").notices("city")}
    assert notices["frequency_dropped"].text.startswith("Ids here do not repeat, so how often")
    assert 'href="../../data-quality/index.html#who-is-a-customer"' in notices["frequency_dropped"].html
    assert "](" not in notices["frequency_dropped"].text
    assert "frequency_dropped" not in {notice.id for notice in filled("full").notices("city")}


def test_links_between_pages_end_in_a_file_and_their_anchors_exist() -> None:
    words = filled("sparse")
    for id_ in (
        "overview",
        "cities",
        "segments",
        "my-town",
        "404",
        "data",
        "privacy",
        "methods",
        "data-quality",
        "old-dashboard",
    ):
        for target, anchor in re.findall(
            r'href="(?:\.\./)*([a-z-]+)/index\.html(?:#([a-z-]+))?"', words.page(id_).html
        ):
            assert target in PAGE_IDS
            if anchor:
                assert f'id="{anchor}"' in words.page(target).html, (id_, target, anchor)


def test_my_town_states_the_rule_the_pools_and_the_contact() -> None:
    html = (
        filled("full", publisher="North <Bank>", contact="atlas@north.example", licence="CC BY 4.0")
        .page("my-town")
        .html
    )
    views = build_views(sample_release("full"))
    assert "at least 20 customers were last seen there" in html
    assert len(views.pools) == html.count('<th scope="row">') > 1
    assert '<th scope="row">Smaller places in Kerala</th><td>60</td>' in html
    assert "released by North &lt;Bank&gt;" in html
    assert "Write to atlas@north.example." in html
    assert "Licence: CC BY 4.0." in html
    assert "Ask the person who gave you the address" in filled().page("my-town").html


def test_the_old_dashboard_page_covers_every_old_column_and_term() -> None:
    words = filled("sparse")
    old, glossary = words.page("old-dashboard").html, words.page("glossary").html
    for name in ("CustLocation", "Cluster", "CustomerCount", "AvgRecency", "AvgFrequency", "AvgAvgMonetary",
                 "AvgTotalMonetary"):  # fmt: skip
        assert f"<td>{name}</td>" in old
        assert re.search(rf"Also called: [^.]*\b{name}\b", glossary), name
    for view in ("City profile", "Customer distribution", "Segment positioning", "Executive summary", "Treemap"):
        assert view in old
    for why in ("month first", "logarithms", "first in the alphabet", "Ids were taken for customers"):
        assert why in old


def test_the_glossary_covers_every_column_and_term() -> None:
    words = filled()
    html = words.page("glossary").html
    for id_ in words.tables["glossary.toml"]:
        assert f'<dt id="{id_}">' in html
    assert '<dt id="column-typical_spend">' in html


def test_every_published_column_has_texts_in_content() -> None:
    words = filled()
    assert list(words.tables["columns.toml"]) == list(tables.ALL_COLUMNS)
    for name in tables.ALL_COLUMNS:
        assert words.title(name)
        assert words.definition(name).endswith(".")


@pytest.mark.slow
def test_texts_of_a_column_change_wherever_it_is_shown(tmp_path: Path) -> None:
    text = '[typical_spend]\ntitle = "Usual outlay"\nunit = "coins"\ndefinition = "What most of them spend."\n'
    (tmp_path / "columns.toml").write_text(text)
    settings = Settings(content=(str(tmp_path),), cards=False, embeds=False, site_url="https://atlas.example/")
    rendered = render(sample_release("full"), settings)
    files = {path: data.decode() for path, data in rendered if not path.endswith(".woff2")}
    glossary = (
        '<dt id="column-typical_spend">Usual outlay (typical_spend)</dt><dd>What most of them spend. (coins)</dd>'
    )
    assert glossary in files["glossary/index.html"]
    city = files["cities/pune-maharashtra/index.html"]
    assert ">Usual outlay<" in city
    assert '"name":"Usual outlay","unitText":"INR"' in city.replace('": ', '":').replace(", ", ",")
    [places] = [data for path, data in files.items() if path.startswith("assets/places")]
    assert '["Usual outlay","money","coins"]' in places
    package = json.loads(files["data/datapackage.json"])
    [found] = [row for row in package["resources"][0]["schema"]["fields"] if row["name"] == "typical_spend"]
    assert found["title"] == "Usual outlay"
    assert found["unit"] == "coins"
    assert found["description"] == "What most of them spend."


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["title", "description"])
def test_the_front_matter_of_every_page_is_shown(tmp_path: Path, kind: str) -> None:
    for id_ in PAGE_IDS:
        page(tmp_path, f"{id_}.md", "Words.\n", **{kind: f"Own {kind} of {id_}"})
    settings = Settings(content=(str(tmp_path),), cards=False, embeds=False)
    pages = [data.decode() for path, data in render(sample_release("full"), settings) if path.endswith(".html")]
    for id_ in PAGE_IDS:
        shown = f"<title>Own title of {id_} " if kind == "title" else f'content="Own description of {id_}">'
        assert any(shown in text for text in pages), id_


def test_methods_page_lists_the_guards_with_their_limits() -> None:
    html = filled().page("methods").html
    rule = "and q is below 0.05 over all shares and averages tested; at least 5 points and an index of 120 or more"
    assert rule in html


def test_user_folders_override_file_by_file(tmp_path: Path) -> None:
    page(tmp_path, "privacy.md", "Only {{ threshold }}.\n")
    words = filled(folders=(tmp_path,))
    assert words.page("privacy").html == "<p>Only 20.</p>"
    assert words.page("methods").html == filled().page("methods").html
    (tmp_path / "site.toml").write_text((OURS / "site.toml").read_text().replace('"Summary"', '"In brief"'))
    assert filled(folders=(tmp_path,)).words("nav.summary") == "In brief"


def test_user_folders_override_texts_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "phrases.toml").write_text('[phrases.in_line]\nheadline = "As everywhere."\n')
    (tmp_path / "site.toml").write_text('[nav]\nsummary = "In brief"\n')
    words = filled(folders=(tmp_path,))
    ours = filled()
    assert words.phrase("in_line").forms["headline"] == "As everywhere."
    assert words.phrase("in_line").forms["rule"] == ours.phrase("in_line").forms["rule"]
    assert [phrase.id for phrase in words.phrases()] == [phrase.id for phrase in ours.phrases()]
    assert words.words("nav.cities") == ours.words("nav.cities")
    assert words.words("nav.summary") == "In brief"
    (tmp_path / "phrases.toml").write_text('\n[phrases.in_lin]\nheadline = "As everywhere."\n')
    with pytest.raises(ContentError, match=r"phrases.toml, line 2: phrase in_lin lacks a guard") as caught:
        filled(folders=(tmp_path,))
    assert "in_line" in (caught.value.hint or "")


def test_texts_of_imported_tables_override_the_others_in_each_folder(tmp_path: Path) -> None:
    (tmp_path / "imported").mkdir()
    (tmp_path / "site.toml").write_text('[source]\nlabel = "Mine"\n[head]\ncounted_by_place = "mine"\n')
    (tmp_path / "imported" / "site.toml").write_text('[head]\ncounted_by_place = "mine, imported"\n')
    page(tmp_path, "privacy.md", "Mine.\n")
    page(tmp_path / "imported", "methods.md", "Mine, imported.\n")
    usual, imported = (load((tmp_path, OURS), origin) for origin in ((), ("imported",)))
    assert usual.text("site.toml", "head.counted_by_place") == "mine"
    assert imported.text("site.toml", "head.counted_by_place") == "mine, imported"
    # A user's text overrides the packaged one for imported tables too.
    assert imported.text("site.toml", "source.label") == usual.text("site.toml", "source.label") == "Mine"
    assert imported.page("privacy").html == usual.page("privacy").html == "<p>Mine.</p>"
    assert imported.page("methods").html == "<p>Mine, imported.</p>"
    assert usual.pages["methods"].path == OURS / "pages" / "methods.md"
    assert imported.pages["cities"].path == OURS / "imported" / "pages" / "cities.md"


@pytest.mark.parametrize("variant", VARIANTS.values())
def test_texts_of_a_variant_override_an_existing_key(variant: str) -> None:
    for path in (OURS / variant).rglob("*.*"):
        below = OURS / path.relative_to(OURS / variant)
        assert below.is_file()
        if path.suffix == ".toml":
            ours = dict(leaves(tomllib.loads(below.read_text(encoding="utf-8"))))
            own = {key for key, _ in leaves(tomllib.loads(path.read_text(encoding="utf-8")))}
            # Other names of a term are in the glossary of the old dashboard only.
            assert {
                key for key in own - ours.keys() if not (variant == "old-dashboard" and key.endswith(".also"))
            } == set()


def test_windows_line_ends_and_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    text = (OURS / "pages" / "methods.md").read_text(encoding="utf-8")
    (tmp_path / "pages" / "methods.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert filled(folders=(tmp_path,)).page("methods") == filled().page("methods")


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("One.\n\nTwo {{ custmers }}.\n", 7, "no fact named 'custmers'"),
        ("{{ Customers }}\n", 5, "is not a placeholder"),
        ("One.\n\n[[frequency_droped]]\n", 7, "no notice or block named 'frequency_droped'"),
        ("[a](page:privacyy)\n", 5, "no page 'privacyy'"),
    ],
)
def test_mistakes_in_a_page_name_file_and_line(tmp_path: Path, body: str, line: int, message: str) -> None:
    page(tmp_path, "methods.md", body)
    with pytest.raises(ContentError, match=message) as caught:
        filled(folders=(tmp_path,)).page("methods")
    assert f"methods.md, line {line}:" in caught.value.message


def test_a_hint_names_the_nearest_fact(tmp_path: Path) -> None:
    page(tmp_path, "methods.md", "{{ custmers }}\n")
    with pytest.raises(ContentError) as caught:
        filled(folders=(tmp_path,)).page("methods")
    assert caught.value.hint is not None
    assert "customers" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no front matter\n", "line 1: a page begins with front matter"),
        ("---\ntitle: x\n---\n", "lacks description"),
        ("---\ntitle: x\ndate: y\n---\n", "line 3: front matter holds"),
    ],
)
def test_front_matter_is_checked_at_load(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "data.md").write_text(text)
    with pytest.raises(ContentError, match=message):
        load((tmp_path, OURS))


def test_a_misspelt_key_of_the_front_matter_is_named(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "data.md").write_text("---\ntitel: x\ndescription: y\n---\n")
    with pytest.raises(ContentError, match=r"data\.md, line 2: front matter holds") as caught:
        load((tmp_path, OURS))
    assert caught.value.hint == "Did you mean title?"


def test_a_placeholder_in_a_title_is_checked_too(tmp_path: Path) -> None:
    page(tmp_path, "data.md", "x\n", title="{{ nothing_such }}")
    with pytest.raises(ContentError, match=r"data.md, line 2: there is no fact named 'nothing_such'"):
        filled(folders=(tmp_path,)).page("data")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notices.toml", "[cities_by_state]\nwhen = 'state'\n"),
        ("notices.toml", "[k_auto]\nwhen = ['state']\n"),
        ("glossary.toml", "[mine]\nwhen = 'state'\ntitle = 'Mine'\ntext = 'A word.'\n"),
    ],
)
def test_a_condition_that_does_not_exist_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ContentError, match=rf"{name}, line 2: there is no condition .*state.*") as caught:
        filled(folders=(tmp_path,))
    assert caught.value.hint is not None
    assert "states" in caught.value.hint


def test_an_entry_of_the_glossary_may_have_a_condition(tmp_path: Path) -> None:
    text = "[mine]\nwhen = '{}'\ntitle = 'Mine'\ntext = 'A word.'\n"
    for condition in ("states", "no_states"):
        (tmp_path / "glossary.toml").write_text(text.format(condition))
        assert ("mine" in fresh("full", (tmp_path,)).terms()) == (condition == "states")


def test_an_unknown_text_is_reported_with_its_file() -> None:
    with pytest.raises(ContentError, match=r"site.toml, line \d+: there are no words named 'nav.nowhere'"):
        filled().words("nav.nowhere")
    with pytest.raises(ContentError, match=r"figures.toml, line \d+: there are no words named 'segments.nowhere'"):
        filled().words("figures.segments.nowhere")
    with pytest.raises(ContentError, match=r"figures.toml, line \d+: segments.caption: there is no fact named 'n'"):
        filled().words("figures.segments.caption")
    assert not filled().has_words("nav.nowhere")
    assert filled().has_words("figures.segments.title")


def edited(tmp_path: Path, name: str, old: str, new: str) -> Content:
    text = (OURS / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return filled(folders=(tmp_path,))


def test_a_phrase_with_an_unknown_guard_or_fact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"phrases.toml, line \d+: phrase over names the guard 'over_reprsented'"):
        edited(tmp_path, "phrases.toml", '"over_represented"', '"over_reprsented"')
    with pytest.raises(
        ContentError, match=r"over.headline: the guard 'over_represented' gives no fact named 'shre'"
    ) as caught:
        edited(tmp_path, "phrases.toml", "{{ adjective }} here: {{ share }}", "{{ adjective }} here: {{ shre }}")
    line = int(re.findall(r"line (\d+)", caught.value.message)[0])
    assert "shre" in (tmp_path / "phrases.toml").read_text().splitlines()[line - 1]


def test_a_hidden_notice_with_an_unknown_fact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"notices.toml, line \d+: k_auto.text: there is no fact named 'nope'"):
        edited(tmp_path, "notices.toml", "The number of segments was chosen", "{{ nope }} was chosen")


def test_broken_toml_and_missing_files_are_reported(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("[nav\n")
    with pytest.raises(ContentError, match=r"site.toml: not valid TOML: .*line 1"):
        load((tmp_path, OURS))
    with pytest.raises(ContentError, match=f"{FILES[0]}: no such file"):
        load((tmp_path / "nowhere",))
    (tmp_path / "site.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match="not UTF-8"):
        load((tmp_path, OURS))


def test_a_copy_of_the_whole_folder_works(tmp_path: Path) -> None:
    shutil.copytree(OURS, tmp_path / "content")
    assert load((tmp_path / "content",)).phrases() == load((OURS,)).phrases()


def test_every_phrase_has_a_guard_and_every_guard_a_phrase() -> None:
    used = {phrase.guard for phrase in load((OURS,)).phrases()}
    assert used == set(registry.GUARDS)


THEY = "Compared with all customers, they"


def every_rule() -> set[str]:
    levels = (0.1, 0.5, 0.9)
    features = dict.fromkeys(rules.PARTS.values())
    return {rules.rule_of(dict(zip(features, point, strict=True))) for point in product(levels, repeat=4)} | {rules.ONE}


def test_options_exist_for_every_naming_rule() -> None:
    words = filled()
    assert len(every_rule()) == 82
    for rule in every_rule():
        found = naming_rules.options(rule, words)
        parts = rules.parts_of(rule) or (rule,)
        assert len(found) == (len(parts) if len(parts) > 1 else 2)
        assert len({option.title for option in found}) == len(found)
    with pytest.raises(ContentError, match=r"no options for the naming rule 'x'"):
        naming_rules.options("x", words)


def test_no_option_measures_what_the_site_may_say_cannot_be_measured() -> None:
    """How often a customer banks can be measured where a rule speaks of it, and who comes back nowhere."""
    words = filled()
    often = re.compile(r"(transactions|payments|visits) per customer|second transaction", re.IGNORECASE)
    back = re.compile(r"(seen|come|comes|came) (again|back)|returns?\b(?! from)", re.IGNORECASE)
    for rule in every_rule():
        for option in naming_rules.options(rule, words):
            assert not back.search(option.measure), option
            if not any(part.startswith("f-") for part in rules.parts_of(rule)):
                assert not often.search(option.measure), (rule, option)


def test_a_table_of_a_whole_rule_has_options_of_its_own(tmp_path: Path) -> None:
    own = '[m-high-b-high.own]\ntitle = "Our own"\ntext = "Try it."\nmeasure = "Take-up."\n'
    (tmp_path / "options.toml").write_text(own, encoding="utf-8")
    words = load((tmp_path, content_dir()))
    assert [option.title for option in naming_rules.options("m-high-b-high", words)] == ["Our own"]


@pytest.mark.parametrize(
    ("rule", "evidence", "text"),
    [
        ("m-high-b-high", {"monetary": 0.84, "balance": 0.74},
         f"{THEY} make larger payments and have higher balances."),
        ("b-low", {"monetary": 0.42, "balance": 0.06},
         f"{THEY} have lower balances. On amount they are in the middle."),
        ("f-low", {"frequency": 0.12, "monetary": 0.44, "recency": 0.57},
         f"{THEY} bank less often. On amount and recency they are in the middle."),
        ("mid", {"monetary": 0.5},
         "They are in the middle on everything measured."),
        ("one", {}, "They cannot be told apart by anything measured."),
    ],
)  # fmt: skip
def test_a_rule_in_words_is_true_of_its_percentiles(rule: str, evidence: dict[str, float], text: str) -> None:
    words = filled()
    segment = replace(sample_release("full").segments[0], rule=rule, evidence=evidence)
    assert naming_rules.described(segment, words) == text


def test_a_name_kept_from_an_earlier_release_is_not_said_to_follow_from_the_percentiles() -> None:
    segment = replace(sample_release("full").segments[0], rule="m-high", evidence={"monetary": 0.62})
    text = naming_rules.described(segment, filled())
    assert text.startswith("The name is kept from an earlier release; it says that, compared with all customers, they ")
    assert text.endswith("The percentiles of this release are not all on that side of the limits.")


@pytest.mark.parametrize(
    ("model", "holds"),
    [
        ({"recency": "gap"}, {"recency_calendar"}),
        ({"recency": "one_day"}, {"recency_calendar"}),
        ({"recency": "one_segment"}, {"recency_calendar"}),
        ({"dropped": (Dropped("recency", "calendar", 0.2),)}, {"recency_of_model", "recency_full"}),
        ({"dropped": (Dropped("recency", "degenerate", 1.0),)}, {"recency_constant"}),
        ({"dropped": (Dropped("monetary", "degenerate", 1.0),)}, {"monetary_dropped"}),
        ({"dropped": (Dropped("balance", "unknown", 0.6),)}, {"balance_unknown"}),
        ({"dropped": (Dropped("balance", "constant", 1.0),)}, {"balance_constant"}),
        ({"features": (Feature("monetary", 6, 1, 1), Feature("balance", 9, 2, 1))}, {"balance_joined"}),
        (
            {"features": (Feature("balance", 9, 2, 1),), "choice": "set"},
            {"balance_named", "one_feature", "features_set"},
        ),
    ],
)
def test_notices_on_features_follow_the_release(model: dict[str, Any], holds: set[str]) -> None:
    release = sample_release("full")
    found = conditions.hold(build_views(replace(release, model=replace(release.model, **model))), DefaultSettings())
    about = {"recency_calendar", "recency_of_model", "recency_constant", "monetary_dropped", "one_feature"}
    about |= {"balance_joined", "balance_named", "balance_unknown", "balance_constant", "features_set"}
    if "recency_full" in holds:
        about.add("recency_full")
    assert found & about == holds
    assert ("recency_full" in found) == (model.get("recency", "behaviour") == "behaviour")


def test_plain_text_of_markdown() -> None:
    assert markdown.plain("**Bold** and [a link](page:data).") == "Bold and a link."


@pytest.mark.slow
def test_compare_states_the_limits_that_hold_at_a_larger_threshold() -> None:
    """No claim below T, so a page must not state the 100 customers that apply with a smaller T."""
    release = sample_release("full")
    large = replace(release, policy=replace(release.policy, threshold=150))
    pages = dict(render(large, Settings(cards=False, embeds=False)))
    text = pages["compare/index.html"].decode()
    assert "need at least 150 customers" in text
    assert "need at least 100" not in text


WRONG = ("5", "true", "[]", "{}", '["x"]', "[[5]]", "2020-01-01", "nan", '"x"')


def packaged_keys(name: str) -> list[tuple[str, ...]]:
    """Return every key of a packaged file, those of tables too, and a new one in each table."""

    def inside(table: dict[str, object], at: tuple[str, ...]) -> list[tuple[str, ...]]:
        deeper = [key for word, value in table.items() if isinstance(value, dict) for key in inside(value, (*at, word))]
        return [*((*at, word) for word in table), (*at, "zzz"), *deeper]

    return inside(tomllib.loads((OURS / name).read_text(encoding="utf-8")), ())


@pytest.mark.parametrize("name", FILES)
def test_a_value_of_another_kind_is_one_error_with_its_line(tmp_path: Path, name: str) -> None:
    """Every value is either of the kind that the package has there, or refused."""
    messages = []
    for i, key in enumerate(packaged_keys(name)):
        line = ".".join(f'"{word}"' for word in key) + f" = {WRONG[i % len(WRONG)]}\n"
        (tmp_path / name).write_text("\n" + line)
        if (message := refusal(tmp_path)) is not None:
            messages.append(message)
            assert ".".join(key) in message
    assert messages
    assert all(message.startswith(f"{tmp_path / name}, line ") for message in messages)


def refusal(folder: Path) -> str | None:
    try:
        load((folder, OURS))
    except ContentError as error:
        return error.message
    return None


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("phrases.toml", "phrases = 5", "line 1: phrases: needs a table, not a number"),
        ("phrases.toml", "[[phrases]]\nguard = 'x'", "line 1: phrases: needs a table, not a list"),
        ("phrases.toml", "[phrases.new]\nguard = 5", "line 2: phrases.new.guard: needs text, not a number"),
        ("formats.toml", "typed = 5", "line 1: typed: needs a table, not a number"),
        ("formats.toml", "[typed]\nconstants = [5]", "line 2: typed.constants: needs text, not a number"),
        ("formats.toml", "[scales]\nIN = [['x', 0]]", "line 2: scales.IN: needs pairs of a word and a number above 0"),
        ("formats.toml", "[scales]\nIN = [['x', -inf]]", "line 2: scales.IN: needs pairs"),
        ("formats.toml", "[scales]\nDE = [[5, 'x']]", "line 2: scales.DE: needs text, not a number"),
        ("formats.toml", "[scales]\nDE = [['x']]", "line 2: scales.DE: needs pairs"),
        ("figures.toml", "segments = 5", "line 1: segments: needs a table, not a number"),
        ("notices.toml", "[places_as_is]\nwhen = ['as_is']", "line 2: places_as_is.when: needs text, not a list"),
        ("glossary.toml", "[mine]\nwhen = 5", "line 2: mine.when: needs text, not a number"),
        ("notices.toml", "[k_stepped_down]\npages = 'x'", "line 2: k_stepped_down.pages: needs a list, not text"),
        ("site.toml", "nav = 'x'", "line 1: nav: needs a table, not text"),
        ("site.toml", "x = 9" + "9" * 6000, "site.toml: not valid TOML: a number has too many digits."),
        ("site.toml", "x = " + "[" * 5000, "site.toml: not valid TOML: "),
    ],
)
def test_wrong_kinds_name_what_is_needed(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ContentError, match=re.escape(says)):
        load((tmp_path, OURS))


def test_new_keys_of_the_usual_kinds_are_taken(tmp_path: Path) -> None:
    (tmp_path / "formats.toml").write_text("[scales]\nDE = [['Mrd.', 1000000000], ['Mio.', 1000000]]\nFR = []\n")
    (tmp_path / "glossary.toml").write_text("[mine]\ntitle = 'Mine'\ntext = 'A word.'\n")
    content = load((tmp_path, OURS))
    assert content.tables["formats.toml"]["scales"]["DE"][1] == ["Mio.", 1000000]
    assert content.tables["glossary.toml"]["mine"]["title"] == "Mine"


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_ends_before_a_percent_sign(kind: Kind) -> None:
    """Texts may have a common blank before it; it is made one that does not break."""
    content = filled(kind)
    texts = [content.page(id_).html for id_ in PAGE_IDS if id_ not in {"city", "segment"}]
    texts += [phrase.forms[form] for phrase in content.phrases() for form in phrase.forms]
    assert any("95\u00a0%" in text for text in texts)
    assert not [found for text in texts for found in re.findall(r".{20}[\d}] %", text)]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("", Value("key_conflict_share", "at least 84 %"), " of ids"), "At least 84 % of ids"),
        ((Value("read", "20,000"), " rows"), "20,000 rows"),
        ((Value("segment", "eShoppers"), " are"), "eShoppers are"),
        (("one",), "one"),
        ((), ""),
    ],
)
def test_a_sentence_begins_with_a_capital(parts: tuple[Part, ...], text: str) -> None:
    assert plain(capitalised(parts)) == text
