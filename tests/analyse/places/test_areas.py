"""Metropolitan areas: separate cities by default, one place where the settings say so, from the table to the page."""

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from generator import pipeline
from generator.analyse.places import Area, Gazetteer, areas_of, load_gazetteer, locate
from generator.analyse.places.match_csv import locate_spellings, matches_csv
from generator.analyse.places.matching import chosen_areas
from generator.errors import ConfigError
from generator.publish.client.search_index import index
from generator.publish.inspect.lookup import find
from generator.publish.model.build import build_views
from generator.publish.pages.redirects import former
from generator.publish.render import make
from generator.release import Place, Release
from generator.release.codec import content_hash, dump, load, write
from generator.release.codec import read as read_release
from generator.settings.settings import Settings
from tests.support.banks import PLACE, Row, analysed, changed, one_time_customers, put, settings, text
from tests.support.releases import sample_release

TOGETHER = 'metro="together"'
MUMBAI, DELHI = "metro:1275339", "metro:1273294"
STATE_FILE = "id,admin1,name,spellings,abbreviations\nFR-A,01,Nord,Nord,\nFR-B,02,Sud,Sud,\n"


@pytest.fixture(scope="module")
def india() -> Gazetteer:
    return load_gazetteer("IN")


def own(folder: Path, rows: str, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {"metros": f"metro,id\n{rows}", **files}.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def area(gazetteer: Gazetteer, place: str) -> Area:
    return areas_of(gazetteer)[place]


def bank(**customers: int) -> list[Row]:
    names = [name.replace("_", " ") for name, n in customers.items() for _ in range(n)]
    rows = one_time_customers(len(names))
    for at, name in enumerate(names):
        rows = changed(rows, at, PLACE, name)
    return rows


def release_of(folder: Path, *assignments: str, **customers: int) -> Release:
    return analysed(put(folder / "bank.csv", text(bank(**customers))), "k=2", *assignments).release


def sizes(release: Release) -> Counter[str]:
    found: Counter[str] = Counter()
    for atom in release.atoms:
        found[atom.place] += atom.n
    return found


def places(release: Release) -> dict[str, Place]:
    return {place.id: place for place in release.places}


# The table


def test_an_area_is_a_city_with_an_address_of_its_own(india: Gazetteer) -> None:
    found = area(india, "1254661")
    assert found == area(india, "1275339")
    assert found.place[:4] == (MUMBAI, "Mumbai Metropolitan Region", "Maharashtra", "city")
    assert found.place.slug == "mumbai-metropolitan-region-maharashtra"
    assert found.place[4:6] == india.places["1275339"][4:6]
    assert [member.name for member in found.members][:3] == ["Mumbai", "Navi Mumbai", "Thane"]
    assert found.state == "Maharashtra"


def test_an_area_across_states_names_them_all(india: Gazetteer) -> None:
    found = area(india, "7279746")
    assert found.place[:4] == (DELHI, "Delhi NCR", "Delhi, Haryana, Uttar Pradesh", "city")
    assert found.place.slug == "delhi-ncr-delhi-haryana-uttar-pradesh"
    assert found.state == ""


def test_ids_and_addresses_are_those_of_no_place(india: Gazetteer) -> None:
    found = {one.place for one in areas_of(india).values()}
    assert len(found) == len({place.id for place in found}) == len({place.slug for place in found}) == 8
    assert not {place.id for place in found} & set(india.places)
    assert not {place.slug for place in found} & {place.slug for place in india.places.values()}
    assert not {place.name for place in found} & {place.name for place in india.places.values()}


def test_an_own_table_adds_moves_and_takes_out(tmp_path: Path, india: Gazetteer) -> None:
    rows = "Wild  West,1269300\nWild  West,1259229\n,1254661\nKolkata,1275004\nKolkata,1270396\n"
    gazetteer = load_gazetteer("IN", own(tmp_path / "own", rows))
    west = area(gazetteer, "1259229")
    assert (west.place.id, west.place.name) == ("metro:1269300", "Wild West")
    assert west.place.state == "Jharkhand, Maharashtra"
    # Pune's area has one city left, which is no area; Thane is in none.
    assert not {"7626690", "1254661"} & set(areas_of(gazetteer))
    # A name that is a city's too gets another address.
    assert area(gazetteer, "1275004").place.slug == "kolkata-west-bengal--metro-1275004"
    assert len(area(gazetteer, "1275339").members) == len(area(india, "1275339").members) - 1


@pytest.mark.parametrize("row", ["M,3", "M,IN-KL", "M,foreign", "M,"])
def test_an_area_of_what_is_no_place_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ConfigError, match=r"metros\.csv: M"):
        load_gazetteer("IN", own(tmp_path / "own", row + "\n"))


def test_no_place_can_have_the_id_of_an_area(tmp_path: Path) -> None:
    supplement = f"id,name,state,lat,lon,weight,alternates\n{MUMBAI},Our Town,Goa,15.2,74.0,9000,\n"
    with pytest.raises(ConfigError, match="contains a colon"):
        load_gazetteer("IN", own(tmp_path / "own", "", supplement=supplement))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A country of four towns in two states, without districts; three of them are one area."""
    towns = "id,name,state,lat,lon,weight,alternates\n" + "".join(
        f"{i},{name},{state},{i}.5,3.0,90000,\n"
        for i, (name, state) in enumerate(
            [("Ville", "Nord"), ("Banlieue", "Nord"), ("Faubourg", "Sud"), ("Loin", "Sud")]
        )
    )
    words = "kind,word\naffix,VILLE DE\n"
    own(
        tmp_path / "gazetteer" / "fr",
        "Grande Ville,0\nGrande Ville,1\nGrande Ville,2\n",
        states=STATE_FILE,
        supplement=towns,
        words=words,
    )
    monkeypatch.setattr("generator.analyse.places.gazetteer.gazetteer.data_dir", lambda: tmp_path)
    return tmp_path


def test_another_country_has_its_own(elsewhere: Path) -> None:
    release = release_of(elsewhere, TOGETHER, 'country="FR"', Ville=10, Banlieue=10, FAUBOURG=10, Loin=40)
    assert sizes(release) == {"metro:0": 30, "3": 40}
    assert places(release)["metro:0"].slug == "grande-ville-nord-sud"
    assert places(release)["metro:0"].covers == ("Ville", "Banlieue", "Faubourg")


# What is published


@pytest.mark.slow
def test_together_is_a_choice(tmp_path: Path) -> None:
    customers = {"MUMBAI": 60, "THANE": 25, "PUNE": 40}
    apart = release_of(tmp_path, **customers)
    assert set(sizes(apart)) == {"1275339", "1254661", "1259229"}
    assert all(not place.covers for place in apart.places)


@pytest.mark.slow
def test_no_city_of_an_area_is_published_beside_it(tmp_path: Path) -> None:
    release = release_of(tmp_path, TOGETHER, MUMBAI=60, THANE=25, VASAI=3, NOIDA=12, GURGAON=12, NAGPUR=40)
    assert sizes(release) == {MUMBAI: 90, DELHI: 20, "1262180": 40}
    one = places(release)[MUMBAI]
    assert {"Thane", "Bombay", "Vasai", "Badlapur"} <= set(one.aliases)
    assert one.covers[:3] == ("Mumbai", "Navi Mumbai", "Thane")
    assert "Badlapur" in one.covers, "the table's cities, whoever the customers are"
    assert {place.metro for place in release.places} == {""}


@pytest.mark.slow
def test_an_area_below_the_threshold_is_pooled_and_named_nowhere(tmp_path: Path) -> None:
    rows = bank(THANE=10, MUMBAI=5, NASHIK=8, PUNE=9, NOIDA=7, DUBAI=15, LONDON=14, NAGPUR=60)
    path = put(tmp_path / "bank.csv", text(rows))
    clock = pipeline.Clock(lambda _: None)
    with pipeline.analysed(str(path), settings("k=2", TOGETHER), clock) as found:
        assert set(sizes(found.release)) == {"1262180", "pool:maharashtra", "other"}
        assert found.private.find({"navi mumbai", "mumbai metropolitan region", "greater noida", "nagpur"}) == {
            "navi mumbai", "mumbai metropolitan region", "greater noida",
        }  # fmt: skip


@pytest.mark.slow
def test_weak_matches_alone_make_no_area(tmp_path: Path) -> None:
    release = release_of(tmp_path, TOGETHER, GHAZIABBAD=15, FARIDABBAD=15, NAGPUR=40)
    assert DELHI not in sizes(release)


def test_clean_columns_know_no_areas() -> None:
    with pytest.raises(ConfigError, match="defines the areas"):
        settings(TOGETHER, 'places="as-is"')


# Before and after


def previous(folder: Path, release: Release) -> str:
    write(release, folder / "previous.json")
    return f'model="{folder / "previous.json"}"'


@pytest.mark.slow
def test_addresses_lead_to_the_area_and_back(tmp_path: Path) -> None:
    customers = {"MUMBAI": 60, "THANE": 25, "VASAI": 3, "NAGPUR": 60, "DUBAI": 12, "LONDON": 12, "SINGAPORE": 12}
    first = release_of(tmp_path, **customers)
    path = put(tmp_path / "bank.csv", text(bank(**customers)))
    joined = analysed(path, TOGETHER, previous(tmp_path, first))
    one = places(joined.release)[MUMBAI]
    # Vasai had no page, so nothing leads from it.
    assert one.former == ("mumbai-maharashtra", "thane-maharashtra")
    assert former(build_views(joined.release)) == dict.fromkeys(one.former, one.slug)
    assert any("together, the earlier release separately" in line for line in joined.notices)
    (tmp_path / "again").mkdir()
    again = analysed(path, previous(tmp_path / "again", joined.release))
    assert places(again.release)["1275339"].former == (one.slug,)
    assert places(again.release)["1254661"].former == ()
    assert any("separately, the earlier release together" in line for line in again.notices)
    (tmp_path / "kept").mkdir()
    kept = analysed(path, TOGETHER, previous(tmp_path / "kept", joined.release))
    assert places(kept.release)[MUMBAI].former == one.former
    assert not any("metropolitan" in line for line in kept.notices)


# What readers meet


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("areas")
    release = release_of(folder, TOGETHER, MUMBAI=60, THANE=25, NOIDA=120, GURGAON=30, NAGPUR=40, AGRA=30)
    pipeline.publish(release, settings(TOGETHER), folder / "site", pipeline.Clock(lambda _: None))
    write(release, folder / "release.json")
    return folder


def read(site: Path, page: str) -> str:
    return (site / "site" / page / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_says_which_cities_it_covers(site: Path) -> None:
    page = read(site, "cities/delhi-ncr-delhi-haryana-uttar-pradesh")
    assert "Delhi, New Delhi, Noida, Greater Noida, Ghaziabad, Faridabad, Gurugram, Sahibabad and Ballabgarh" in page
    assert "Neighbours in" not in page
    assert "counted together" not in read(site, "cities/nagpur-maharashtra")
    assert not (site / "site/cities/noida-uttar-pradesh").exists()
    told = json.loads((site / "site/cities/delhi-ncr-delhi-haryana-uttar-pradesh/city.json").read_text())
    assert "Noida" in told["covers"]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["methods", "data-quality", "my-town", "cities"])
def test_pages_of_words_say_that_areas_are_one_place(site: Path, page: str) -> None:
    words = read(site, page)
    assert "share one page: Delhi NCR and Mumbai Metropolitan Region" in words
    assert "kept apart" not in words


@pytest.mark.slow
def test_search_and_names_lead_to_the_area(site: Path) -> None:
    release = read_release(site / "release.json")
    views = build_views(release)
    found = find("thane", views)
    assert getattr(found, "place", None) == places(release)[MUMBAI]
    table = (site / "site/cities/index.html").read_text(encoding="utf-8")
    assert 'data-state="Delhi, Haryana, Uttar Pradesh"' in table
    assert "Navi Mumbai" in next(line for line in table.splitlines() if "mumbai-metropolitan-region" in line)
    rows = list(csv.DictReader((site / "site/data/cities.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["state"] for row in rows} >= {"Delhi, Haryana, Uttar Pradesh", "Maharashtra"}
    covers = {row["city"]: row["covers"] for row in rows}
    assert covers["Mumbai Metropolitan Region"].startswith("Mumbai; Navi Mumbai; Thane")
    assert covers["Nagpur"] == ""


def test_search_index_holds_the_cities_of_an_area(site: Path) -> None:
    builder = make(read_release(site / "release.json"), Settings())
    [kind] = [kind for kind in index(builder.edition)["kinds"] if kind["label"] == "City"]
    row = next(row for row in kind["rows"] if row[0] == "Mumbai Metropolitan Region")
    assert {"Thane", "Navi Mumbai", "Bombay"} <= set(row[3:])


def test_locate_names_both_levels(india: Gazetteer) -> None:
    texts = ["THANE", "NAGPUR", "KERALA"]
    answer = matches_csv(texts, locate_spellings(texts, india), india, areas_of(india))
    rows = list(csv.DictReader(answer.splitlines()))
    assert [(row["city"], row["area"], row["area_id"]) for row in rows] == [
        ("Thane", "Mumbai Metropolitan Region", MUMBAI), ("Nagpur", "", ""), ("", "", ""),
    ]  # fmt: skip
    assert rows[0]["area_slug"] == "mumbai-metropolitan-region-maharashtra"
    assert chosen_areas(settings(), india) == {}
    assert chosen_areas(settings(TOGETHER), None) == {}


# The release


def test_a_release_without_areas_does_not_speak_of_them() -> None:
    release = sample_release("full")
    assert "covers" not in dump(release)
    joined = replace(release, places=(replace(release.places[0], covers=("A", "B")), *release.places[1:]))
    assert load(dump(joined)).places[0].covers == ("A", "B")
    assert dump(joined).count('"covers"') == 1
    assert content_hash(joined) != content_hash(release)


# Real and demonstration data


@pytest.mark.slow
@pytest.mark.data
def test_the_real_rows(real_data: Path, india: Gazetteer) -> None:
    apart, joined = (analysed(real_data, *chosen).release for chosen in ((), (TOGETHER,)))
    members = {id_: one.place.id for id_, one in areas_of(india).items()}
    assert not set(members) & set(places(joined))
    with_pages = {members[id_] for id_ in places(apart) if id_ in members}
    assert with_pages <= set(places(joined))
    assert {id_ for id_ in places(apart) if id_ not in members} <= set(places(joined))
    with real_data.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["CustLocation"] for row in csv.DictReader(file)]
    found = locate(set(texts), india)
    homes = (found[name].place for name in texts)
    rows = Counter(members[place.id] for place in homes if place and place.id in members)
    # Hardly any customer of these rows has a second one.
    for id_ in with_pages:
        assert abs(sizes(joined)[id_] - rows[id_]) <= max(20, 0.05 * rows[id_]), id_
