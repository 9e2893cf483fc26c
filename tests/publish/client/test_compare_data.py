"""Data and texts of the Compare and Explore pages: published figures only, complete, small."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generator.errors import ContentError
from generator.publish.charts.base.context import ChartContext
from generator.publish.client import compare_data
from generator.publish.client.scripts import data_script
from generator.publish.model.types import Views
from generator.publish.pages import tools
from generator.publish.pages.tools import FACTS
from generator.publish.render import make
from generator.publish.words import display_names
from generator.release import Release
from generator.resources import templates_dir
from generator.settings.settings import Settings
from tests.publish.pages.test_style_sheets import THEMES, contrast
from tests.support.browsing import SAMPLE
from tests.support.comparisons import edition_of
from tests.support.releases import KINDS, Kind, sample_release, with_balances
from tests.support.shared_sites import sample_files

#: The sources of scripts by their folder.
SOURCES = templates_dir() / "static" / "js" / "src"
SCRIPTS = {
    name: "".join(path.read_text(encoding="utf-8") for path in sorted((SOURCES / name).glob("*.js")))
    for name in ("core", "draw", "pick", "compare", "explore")
}


def body(release: Release) -> tuple[dict[str, Any], Views]:
    edition = edition_of(release)
    return compare_data.places(ChartContext(edition)), edition.views


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_places_with_a_page_are_included(kind: Kind) -> None:
    made, views = body(sample_release(kind))
    assert [row[0] for row in made["places"]] == [view.place.slug for view in views.pages]
    for row, view in zip(made["places"], views.pages, strict=True):
        assert row[1:5] == [view.place.name, view.place.state, int(view.place.kind == "district"), view.n]
        assert [(cell[0], cell[1]) for cell in row[6]] == [("+".join(g.segments), g.n) for g in view.groups]
    text = json.dumps(made["places"])
    assert not any(f'"{pool.place.id}"' in text for pool in views.pools)


def test_means_hold_value_and_step_or_a_reason() -> None:
    made, views = body(sample_release("sparse"))
    seen = set()
    for row, view in zip(made["places"], views.pages, strict=True):
        for i, name in enumerate(made["measures"]):
            mean, value = view.place.means[name], row[5][2 * i]
            seen.add(mean.withheld)
            assert value == (
                mean.value if mean.value is not None else {"few": False, "absent": None}[mean.withheld or ""]
            )
            assert row[5][2 * i + 1] == (mean.step or 0)
    assert {None, "few"} <= seen


def test_measures_of_a_dropped_feature_are_omitted() -> None:
    made, _ = body(sample_release("sparse"))
    assert "transactions" not in made["measures"]
    assert made["x"] == "recency_pct"
    assert made["sparse"] is True
    calendar, _ = body(with_balances(sample_release("sparse")))
    assert not {"recency", "recency_pct", "transactions", "typical_balance"} & set(calendar["measures"])
    assert calendar["x"] == ""
    whole, _ = body(sample_release("full"))
    assert {"transactions", "frequency_pct"} <= set(whole["measures"])
    assert whole["x"] == "transactions"


def test_places_of_one_name_have_a_unique_one() -> None:
    made, views = body(sample_release("full"))
    names = [row[8] if len(row) > 8 else row[1] for row in made["places"]]
    assert len(set(names)) == len(names)
    assert {"Aurangabad, Maharashtra", "Aurangabad, Bihar"} <= set(names)
    assert sum(len(row) > 8 for row in made["places"]) == 2
    twin = next(place for place in views.release.places if place.name == "Ranga Reddy")
    same = tuple(replace(place, name="Pune") if place is twin else place for place in views.release.places)
    other, _ = body(replace(views.release, places=same))
    assert "Pune district, Telangana" in [row[8] for row in other["places"] if len(row) > 8]


def test_aliases_are_included() -> None:
    release = sample_release("full")
    places = tuple(replace(p, aliases=("Bombay",)) if p.name == "Mumbai" else p for p in release.places)
    made, _ = body(replace(release, places=places))
    assert made["places"][0][7] == ["Bombay"]


def test_hostile_names_cannot_end_the_script() -> None:
    text = data_script("places", body(sample_release("hostile"))[0]).decode()
    value = text[text.index("=", text.index("]")) + 1 :].rstrip().removesuffix(";")
    assert '<script>alert("1")</script>' in [row[1] for row in json.loads(value)["places"]]


@pytest.mark.slow
def test_the_data_of_a_thousand_cities_are_small() -> None:
    release = sample_release("full")
    rows, atoms = [], []
    for copy in range(50):
        for place in release.places:
            if place.slug:
                rows.append(
                    replace(place, id=f"{place.id}-{copy}", slug=f"{place.slug}-{copy}", name=f"{place.name} {copy}")
                )
                shift = 10 * (copy % 7)
                atoms += [
                    replace(atom, place=rows[-1].id, n=atom.n + shift)
                    for atom in release.atoms
                    if atom.place == place.id
                ]
    big = replace(release, places=tuple(rows), atoms=tuple(atoms))
    made, views = body(big)
    assert len(views.pages) == 1100
    assert len(gzip.compress(data_script("places", made), 9)) <= 150_000


def used(name: str) -> Iterator[re.Pattern[str]]:
    """Yield patterns of the text keys that a script uses; a key may end in a computed part."""
    code = re.sub(r'=== "\w+"|(?<=\+ )\([^()]*\)', "", SCRIPTS[name])
    for call in re.finditer(r"""(?<![\w.])t\(((?:[^()"]|"[\w-]+"|\([^()]*\))*)""", code):
        for key, joined in re.findall(r'"([a-z]\w*)"( \+)?', call[1].split(", {")[0]):
            yield re.compile(re.escape(key) + (r"\w+" if joined else ""))
        for key in re.findall(r"`([a-z]\w*_)\$\{", call[1].split(", {")[0]):
            yield re.compile(re.escape(key) + r"\w+")


@pytest.mark.parametrize(
    ("page", "scripts"),
    [("compare", ("draw", "pick", "compare")), ("explore", ("draw", "pick", "explore"))],
)
def test_texts_used_by_scripts_exist(page: str, scripts: tuple[str, ...]) -> None:
    content = edition_of(sample_release("full")).content
    words = tools.words(content, ("compare", page))["words"]
    for name in scripts:
        patterns = list(used(name))
        assert patterns
        for pattern in patterns:
            assert any(pattern.fullmatch(key) for key in words), (name, pattern.pattern)


@pytest.mark.parametrize("page", ["compare", "explore"])
def test_texts_of_scripts_are_all_used(page: str) -> None:
    rows = edition_of(sample_release("full")).content.tables[f"{page}.toml"][page]
    shared = ("draw", "pick", "explore")
    scripts = shared if page == "explore" else (*shared, "compare")
    text = "".join(SCRIPTS[name] for name in scripts)
    stems = re.findall(r'["`]([a-z]\w*_)(?:" \+|\$\{)', text)
    own = {"needs_script", "to_cities", "district"}
    for key in rows.keys() - own:
        # Scripts name a text by a number without the ending of its form.
        assert f'"{key.removesuffix("_one")}"' in text or any(key.startswith(stem) for stem in stems), key


def test_scripts_hold_no_sentence() -> None:
    for name, text in SCRIPTS.items():
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
        for words in re.findall(r'"([^"\n]*)"', code):
            assert (
                not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{2,}", words)
                or "class" in words
                or words.startswith("no words")
            ), (
                name,
                words,
            )


def test_a_missing_fact_fails_the_build() -> None:
    content = edition_of(sample_release("full")).content
    tables = {**content.tables, "compare.toml": {"compare": {"add": "Add {{ plaice }}"}}}
    with pytest.raises(ContentError, match=r"compare\.toml, line \d+: add: there is no fact named 'plaice'"):
        compare_data.words(replace(content, tables=tables), ("compare",), FACTS)


def test_only_the_tools_load_their_scripts() -> None:
    builder = make(sample_release("full"), Settings())
    own = [builder.scripts[name].path.rpartition("/")[2] for name in ("places", "tools", "compare", "explore")]
    for path, data in sample_files("full", SAMPLE).items():
        if path.endswith(".html"):
            loaded = {name.split(".")[0] for name in own if f"/{name}".encode() in data}
            tool = path.split("/")[0]
            assert loaded == ({"places", "tools", tool} if tool in {"compare", "explore"} else set()), path


def test_marks_and_names_of_places_have_enough_contrast() -> None:
    css = (templates_dir() / "static" / "css" / "tools.css").read_text(encoding="utf-8")
    light, dark, system = (dict(re.findall(r"--(p\d):([^;}]+)", css)[i : i + n]) for i, n in ((0, 4), (4, 3), (7, 3)))
    assert dark == system
    for theme, own in (("light", light), ("dark", light | dark)):
        for name, value in own.items():
            colour = THEMES[theme][value[6:-1]] if value.startswith("var(") else value
            assert contrast(colour, THEMES[theme]["paper"]) >= 4.5, (theme, name)


@pytest.mark.parametrize("by_place", [True, False])
def test_balances_are_compared_where_places_have_them(by_place: bool) -> None:
    made, _ = body(with_balances(sample_release("full"), by_place=by_place))
    assert ("typical_balance" in made["measures"]) == by_place
    assert made["unshown"] != by_place
    assert made["relative"] == (["typical_balance", "typical_spend"] if by_place else ["typical_spend"])


def test_ranks_are_those_of_city_pages() -> None:
    made, views = body(sample_release("full"))
    edition = edition_of(sample_release("full"))
    assert made["ranks"] == (
        f"{{{{ rank }}}} of {len(views.cities)} cities",
        f"joint {{{{ rank }}}} of {len(views.cities)} cities",
    )
    found = {display_names.rank(view, edition) for view in views.cities}
    assert f"1st of {len(views.cities)} cities" in found
    assert any(text.startswith("joint ") for text in found)
