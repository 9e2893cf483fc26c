"""The old dashboard's table: read strictly, disclosed like any other figures, shown with its units and its faults."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from generator import pipeline
from generator.analyse.legacy_kpis import import_kpis
from generator.analyse.reading.kpi_table import read_rows
from generator.check import check_site
from generator.errors import AtlasError, QualityError, ReleaseError, SourceError, UsageError
from generator.publish.claims import registry
from generator.publish.claims.guard import Case
from generator.publish.facts import values
from generator.publish.facts.values import DefaultSettings
from generator.publish.inspect import page as inspection
from generator.publish.model import conditions
from generator.publish.model.build import build_views
from generator.publish.model.pairs import compare
from generator.publish.words import catalogue, display_names, loader
from generator.publish.words.edition import Edition
from generator.release import Release, codec
from generator.resources import content_dir
from generator.settings import config
from generator.settings.settings import Settings
from tests.publish.inspect.test_inspect import run
from tests.publish.words.test_content import filled
from tests.support.imported import MEANS, TOWNS, rows, write_table

pytestmark = pytest.mark.slow

TEXT = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]+>", re.DOTALL)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_table(tmp_path_factory.mktemp("kpis") / "top_kpis.csv")


@pytest.fixture(scope="module")
def made(table: Path) -> Release:
    return import_kpis(table, Settings(label="Old table")).release


def test_the_name_of_a_cluster_is_content(table: Path, tmp_path: Path) -> None:
    (tmp_path / "release.toml").write_text('[clusters]\nname = "Gruppe {{number}}"\n')
    found = import_kpis(table, Settings(content=(str(tmp_path),))).release.segments
    assert [(one.name, one.short) for one in found] == [(f"Gruppe {n}", f"Gruppe {n}") for n in range(4)]


@pytest.fixture(scope="module")
def folder(made: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    notes: list[str] = []
    settings = config.load(None, ["site_url='https://x.example/'"])
    pipeline.publish(made, settings, folder, pipeline.Clock(lambda _: None), note=notes.append)
    assert notes == []
    assert check_site(folder).ok
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*.html"))}


def script_data(folder: Path, name: str) -> dict[str, Any]:
    """Return the data of a script: JSON behind `…["name"]=`."""
    (path,) = (folder / "assets").glob(f"{name}.*.js")
    body = path.read_text().partition("]=")[2]
    return cast("dict[str, Any]", json.JSONDecoder().raw_decode(body)[0])


def words(page: str) -> str:
    return " ".join(TEXT.sub(" ", page).split())


def test_the_table_is_disclosed_like_any_other_figures(made: Release) -> None:
    names = {place.name for place in made.places if place.slug}
    assert names == {"Mumbai", "Bengaluru", "Pune", "Nagpur", "Shimla", "Kochi"}
    assert (made.origin, made.policy.threshold) == ("kpis", 20)
    for atom in made.atoms:
        assert atom.n >= 20
        assert atom.n % 10 == 0
    ids = {place.name: place.id for place in made.places}
    parts = {name: [atom.segments for atom in made.atoms if atom.place == ids[name]] for name in names}
    assert len(parts["Mumbai"]) > len(parts["Shimla"])
    total = sum(atom.n for atom in made.atoms)
    assert sum(a.n for a in made.atoms if len(a.segments) == 1) + sum(cell.n for cell in made.margin) == total
    text = codec.dump(made)
    assert "alibag" not in text.lower()
    assert "zzyzx" not in text.lower()


def test_spellings_of_one_city_add_and_averages_are_weighted(tmp_path: Path) -> None:
    lines = ["MUMBAI,0,3000,20,100,1,4,4", "Bombay,0,1000,40,200,2,6,12"]
    one = import_kpis(write_table(tmp_path / "t.csv", lines), Settings()).release
    [place] = [place for place in one.places if place.slug]
    assert (place.name, sum(atom.n for atom in one.atoms)) == ("Mumbai", 4000)
    expected = {"age": 25, "recency": 125, "transactions": 1.25, "log_mean_spend": 4.5, "log_total_spend": 6}
    for name, value in expected.items():
        mean = place.means[name]
        assert mean.value is not None
        assert mean.value == pytest.approx(value, abs=(mean.step or 0) / 2 + 1e-9), name


def test_averages_with_few_customers_are_withheld_and_others_rounded_to_their_step(made: Release) -> None:
    by_place = {place.name: place for place in made.places}
    shimla, mumbai = by_place["Shimla"].means, by_place["Mumbai"].means
    assert (shimla["log_total_spend"].step or 0) > (mumbai["log_total_spend"].step or 0)
    for means in (mumbai, by_place["Nagpur"].means):
        for name in ("age", "recency", "transactions", "log_mean_spend", "log_total_spend"):
            mean = means[name]
            assert mean.withheld is None
            assert mean.value is not None
            assert mean.step is not None
            assert mean.value / mean.step == pytest.approx(round(mean.value / mean.step))
    for name in ("spend", "typical_spend", "spend_pct", "frequency_pct", "recency_pct", "age_pct"):
        assert mumbai[name].withheld == "absent"


def test_clusters_keep_their_numbers(tmp_path: Path, made: Release) -> None:
    assert [(s.id, s.letter, s.name) for s in made.segments] == [
        ("a", "0", "Cluster 0"), ("b", "1", "Cluster 1"), ("c", "2", "Cluster 2"), ("d", "3", "Cluster 3"),
    ]  # fmt: skip
    lines = [row for row in rows() if row.split(",")[1] in {"1", "3"}]
    fewer = import_kpis(write_table(tmp_path / "t.csv", lines), Settings()).release
    assert [(s.id, s.letter) for s in fewer.segments] == [("b", "1"), ("d", "3")]


def test_a_release_of_transactions_is_written_as_before_and_an_import_comes_back(made: Release, tmp_path: Path) -> None:
    codec.write(made, tmp_path / "release.json")
    assert codec.read(tmp_path / "release.json") == made
    body = json.loads(codec.dump(made))
    assert body["origin"] == "kpis"
    body["origin"] = "transactions"
    with pytest.raises(ReleaseError, match="does not match its own hash"):
        codec.load(json.dumps(body))


def test_every_page_says_what_it_is_and_shows_no_rupees(site: dict[str, str]) -> None:
    assert len(site) > 20
    for path, page in site.items():
        assert 'class="banner imported"' in page, path
        assert "amounts are logarithms, not rupees" in words(page), path
        assert "₹" not in page, path
        assert "INR" not in words(page), path
        assert "nan" not in words(page).split(), path
        assert "too few to say" not in words(page), path


def test_no_page_claims_a_difference_or_an_interval(site: dict[str, str]) -> None:
    claims = (
        "95 % interval", "more common", "less common", "in line with", "clearly different", "typically spend",
        "Typical spend in", "k-means", "usable birth date", "to test", "82 days", " 0 days",
    )  # fmt: skip
    for path, page in site.items():
        if path.startswith(("glossary", "data/", "privacy")):
            continue
        text = words(page).replace("\u00a0", " ")
        assert [claim for claim in claims if claim in text] == [], path


def test_figures_stand_on_the_city_page_with_their_units(site: dict[str, str]) -> None:
    page = words(site["cities/mumbai-maharashtra/index.html"])
    assert "14,940 customers in the imported table" in page
    assert "Mean log amount per transaction" in page
    assert "ln(1 + rupees)" in page
    assert "Mean sum of log amounts" in page
    assert "Cluster 2" in page
    quality = words(site["data-quality/index.html"])
    assert "Dates were read month first" in quality
    assert "Amounts are logarithms." in quality


def test_what_needs_intervals_or_rupees_is_offered_nowhere(site: dict[str, str], folder: Path) -> None:
    data = script_data(folder, "places")
    assert data["imported"]
    assert min(data["limits"]["claims"], data["limits"]["intervals"]) > data["all"][0]
    assert not {"typical_spend", "spend"} & set(data["measures"])
    assert {"log_mean_spend", "log_total_spend", "age"} <= set(data["measures"])
    assert (data["strips"], data["speakable"], data["sparse"]) == ([], [], False)
    assert "95 %" not in words(site["compare/index.html"] + site["old-dashboard/index.html"])
    assert "_imported" not in site["explore/index.html"]
    assert not re.search('data-sort="(typical_spend|stands_out)"', site["cities/index.html"])
    overview = site["index.html"]
    assert [id_ for id_ in ("map", "distribution", "volume", "treemap", "averages") if f'id="{id_}"' in overview] == [
        "map", "distribution", "volume", "treemap", "averages",
    ]  # fmt: skip
    assert not re.search(
        r'id="(totals|spend|positioning)"|(width|height)="-\d|class="scale shades"|name="map-by"', overview
    )
    assert "temporalCoverage" not in overview
    assert '"name":"Mean log amount per transaction"' in overview.replace(": ", ":")


def test_every_entry_of_the_search_stands_on_its_page(site: dict[str, str], folder: Path) -> None:
    index = script_data(folder, "search")
    paths = [kind["before"] + row[1] + kind["after"] for kind in index["kinds"] for row in kind["rows"]]
    assert "glossary/index.html#column-log_mean_spend" in paths
    for path in paths:
        page, _, anchor = path.partition("#")
        assert not anchor or f'id="{anchor}"' in site[page], path


def test_downloads_name_the_log_columns(made: Release) -> None:
    from generator.publish.downloads import tables

    views = build_views(made)
    sheet = tables.segments(views)
    assert {"log_mean_spend", "log_total_spend"} <= set(sheet.columns)
    first = sheet.rows[0]
    assert first["log_mean_spend"] == pytest.approx(MEANS[0][3], abs=0.01)
    assert (first["typical_spend"], first["spend_share"]) == (None, None)
    cells = tables.city_segments(views).rows
    assert all(row["share_low"] is None and row["share_high"] is None for row in cells)


def test_an_imported_table_lets_no_comparison_pass_and_every_word_holds(made: Release) -> None:
    views = build_views(made)
    words = loader.load((content_dir(),), conditions.hold(views, DefaultSettings()))
    edition = values.fill_site(Edition.of(views, words), DefaultSettings())
    for view in views.pages:
        case = Case(edition, view)
        passed = {guard.name for guard in registry.PLACE if guard.findings(case)}
        assert {"imported_place"} <= passed <= {"imported_place", "joined", "whole_only"}
        assert inspection.inspect(view, edition).subject == display_names.place_in_state(view)
    for pair in compare(views.pages, views):
        passed = {guard.name for guard in registry.PAIR if guard.findings(Case(edition, two=pair))}
        assert {"pair_imported"} <= passed <= {"pair_imported", "pair_no_mix", "pair_joined"}
    assert any(text.id == "pages/methods.md" for text in catalogue.every(filled()))


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda lines: [lines[0].replace("4210", "many")], QualityError, "CustomerCount is a text, not a whole number"),
        (lambda lines: [lines[0].replace("4210", "-5")], QualityError, "line 2: CustomerCount is another number"),
        (lambda lines: [lines[0].replace("4210", "2.5")], QualityError, "CustomerCount is another number"),
        (lambda lines: [lines[0].replace("26.31", "old")], QualityError, "AvgAge is a text, not a number"),
        (lambda lines: [lines[0].replace("26.31", "nan")], QualityError, "AvgAge is a text"),
        (lambda lines: [lines[0].replace("4.6784", "1250.5")], QualityError, "too large for a logarithm"),
        (lambda lines: [lines[0].replace(",0,", ",8,", 1)], QualityError, "Cluster is another number, not"),
        (lambda lines: [*lines, lines[0]], QualityError, "lines 2 and "),
        (lambda lines: [*lines, lines[0].replace("MUMBAI", "Mumbai ")], QualityError, "cluster 0 of the same place"),
        (lambda lines: [lines[0][:20]], QualityError, "AvgFrequency is missing"),
        (lambda lines: [], SourceError, "has no customers"),
        (lambda lines: ["MUMBAI,0,5,20,1,1,1,1"], AtlasError, "fewer than 20 customers in all"),
    ],
)  # fmt: skip
def test_bad_input_is_one_message(
    tmp_path: Path, change: Callable[[list[str]], list[str]], error: type[AtlasError], says: str
) -> None:
    path = write_table(tmp_path / "t.csv", change(rows()))
    with pytest.raises(error) as caught:
        run(tmp_path, "import-kpis", "t.csv", "--to", "release.json")
    assert says in caught.value.message
    assert "\n" not in caught.value.message
    assert not (tmp_path / "release.json").exists()
    assert path.exists()


def test_a_file_that_is_not_such_a_table(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", head="CustLocation,Cluster,CustomerCount,AvgAge,AvgRecency,AvgFrequency")
    with pytest.raises(SourceError, match="missing column\\(s\\): AvgAvgMonetary, AvgTotalMonetary"):
        read_rows(tmp_path / "t.csv")
    with pytest.raises(SourceError, match="no such file"):
        read_rows(tmp_path / "none.csv")
    (tmp_path / "t.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="cannot be read"):
        read_rows(tmp_path / "t.csv")


def test_the_command_says_what_it_made_and_takes_the_days(table: Path, tmp_path: Path) -> None:
    days = ("--first-day", "2016-08-01", "--last-day", "2016-10-21")
    told = run(tmp_path, "import-kpis", str(table), "--to", "release.json", *days)
    assert "Next: atlas render release.json" in told
    made = codec.read(tmp_path / "release.json")
    assert (made.window.first, made.window.last, made.window.days) == ("2016-08-01", "2016-10-21", 82)
    run(tmp_path, "render", "release.json", "-q", "--strict")
    assert "1 Aug to 21 Oct 2016" in words((tmp_path / "site" / "index.html").read_text())
    with pytest.raises(UsageError, match="given together"):
        run(tmp_path, "import-kpis", str(table), "--first-day", "2016-08-01")
    with pytest.raises(QualityError, match="comes before"):
        import_kpis(table, Settings(), (date(2016, 8, 2), date(2016, 8, 1)))


def test_an_imported_release_scores_no_transactions(made: Release, tmp_path: Path) -> None:
    from generator.analyse.segments.model_reuse import read_model

    codec.write(made, tmp_path / "release.json")
    with pytest.raises(ReleaseError, match="no model to score with"):
        read_model(tmp_path / "release.json")


def test_places_too_small_are_told_to_nobody_but_the_log(table: Path) -> None:
    notices = "\n".join(import_kpis(table, Settings()).notices)
    assert "Same place: BOMBAY, MUMBAI." in notices
    assert str(sum(sum(counts) for counts in TOWNS.values())) in notices
