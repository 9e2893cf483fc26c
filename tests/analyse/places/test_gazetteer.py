import csv
import dataclasses
import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.analyse.places import Gazetteer, Suggestions, load_gazetteer, locate, locate_as_is
from generator.analyse.places.gazetteer.files import rows_of
from generator.analyse.places.text import key_of
from generator.errors import ConfigError
from generator.resources import data_dir

FOLDER = data_dir() / "gazetteer" / "in"


@pytest.fixture(scope="module")
def india() -> Gazetteer:
    return load_gazetteer("IN")


def overrides(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


# What is shipped


def test_shipped_files_are_small() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 550_000


def test_generated_archives_hold_no_time_and_no_name() -> None:
    for path in FOLDER.glob("*.gz"):
        header = path.read_bytes()[:10]
        assert header[3:8] == bytes(5), path.name


def test_every_place_is_complete(india: Gazetteer) -> None:
    assert len(india.places) > 7_500
    for key, place in india.places.items():
        assert place.id == key
        assert place.name.isascii()
        assert place.state in set(india.states.values()) | {"Delhi", "Chandigarh", "Puducherry"}
        assert place.lat is not None
        assert 6 < place.lat < 37.5
        assert place.lon is not None
        assert 68 < place.lon < 98
        assert place.kind == ("district" if place.id.startswith("d-") else "city")


def test_ids_tell_where_a_place_comes_from(india: Gazetteer) -> None:
    assert all(re.fullmatch(r"\d+|[dx]-[a-z0-9-]+", place_id) for place_id in india.places)


@pytest.mark.slow
def test_slugs_carry_the_state_and_are_unique(india: Gazetteer) -> None:
    slugs = [place.slug for place in india.places.values()]
    assert len(set(slugs)) == len(slugs)
    for place in india.places.values():
        state = re.sub("[^a-z]+", "-", place.state.lower())
        assert re.fullmatch(rf"[a-z0-9-]+-{state}(--{re.escape(place.id)})?", place.slug)


@pytest.mark.parametrize(
    ("place_id", "name", "state", "slug"),
    [
        ("1277333", "Bengaluru", "Karnataka", "bengaluru-karnataka"),
        ("1270642", "Gurugram", "Haryana", "gurugram-haryana"),
        ("1261481", "New Delhi", "Delhi", "new-delhi-delhi"),
        ("1256436", "Solapur", "Maharashtra", "solapur-maharashtra"),
        ("6989891", "Zirakpur", "Punjab", "zirakpur-punjab"),
        ("1253986", "Udaipur", "Rajasthan", "udaipur-rajasthan"),
        ("1278149", "Aurangabad", "Maharashtra", "aurangabad-maharashtra"),
        ("d-ranga-reddy-telangana", "Ranga Reddy district", "Telangana", "ranga-reddy-district-telangana"),
        ("x-modinagar-uttar-pradesh", "Modinagar", "Uttar Pradesh", "modinagar-uttar-pradesh"),
    ],
)
def test_ids_names_and_slugs_stay(india: Gazetteer, place_id: str, name: str, state: str, slug: str) -> None:
    place = india.places[place_id]
    assert (place.name, place.state, place.slug) == (name, state, slug)


def test_districts_of_delhi_are_no_places(india: Gazetteer) -> None:
    assert not [p for p in india.places.values() if p.kind == "district" and p.state == "Delhi"]


def test_states_have_ids_and_abbreviations() -> None:
    with (FOLDER / "states.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len(rows) == len({row["id"] for row in rows}) == 36
    assert all(re.fullmatch("IN-[A-Z]{2}", row["id"]) for row in rows)
    assert {"Odisha", "Uttarakhand", "Puducherry", "Telangana"} <= {row["name"] for row in rows}


def test_the_supplement_repeats_no_city(india: Gazetteer) -> None:
    assert not [p.slug for p in india.places.values() if p.id.startswith("x-") and "--" in p.slug]


def test_metros_are_a_second_level(india: Gazetteer) -> None:
    assert india.metros["1275339"] == india.metros["6619347"] == india.metros["1254661"]
    assert india.metros["1273294"] == india.metros["1261481"] == india.metros["7279746"]
    assert set(india.metros) <= set(india.places)


def test_the_gazetteer_cannot_be_changed(india: Gazetteer) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        india.country = "NP"  # type: ignore[misc]


def test_loading_imports_neither_pandas_nor_duckdb() -> None:
    code = (
        "import sys; from generator.analyse.places import load_gazetteer; load_gazetteer();"
        "sys.exit(bool({'pandas', 'duckdb', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Overrides


def test_an_own_alias_wins_over_everything(tmp_path: Path) -> None:
    own = overrides(tmp_path, aliases="# ours\nspelling,id\nHead Office,1259229\nBANGALORE,1262321\nBad,unmatched\n")
    matches = locate(["head-office", "BANGALORE", "BAD"], load_gazetteer("IN", own))
    assert [m.place.name if m.place else m.kind for m in matches.values()] == ["Pune", "Mysuru", "unmatched"]


def test_an_own_supplement_adds_a_place(tmp_path: Path) -> None:
    own = overrides(
        tmp_path,
        supplement="id,name,state,lat,lon,weight,alternates\nx-our-town,Our Town,Goa,15.2,74.0,9000,Our Village\n",
        metros="metro,id\nOurs,x-our-town\n",
    )
    gazetteer = load_gazetteer("IN", own)
    assert gazetteer.places["x-our-town"].slug == "our-town-goa"
    assert gazetteer.metros["x-our-town"] == "Ours"
    assert {m.method for m in locate(["OUR TOWN", "our village"], gazetteer).values()} == {"exact", "alternate"}


def test_an_own_display_name_keeps_the_id_and_the_old_spelling(tmp_path: Path) -> None:
    gazetteer = load_gazetteer("IN", overrides(tmp_path, names="id,name\n1277333,Bangalore\n"))
    assert gazetteer.places["1277333"].slug == "bangalore-karnataka"
    places = {m.place.id for m in locate(["Bangalore", "Bengaluru"], gazetteer).values() if m.place}
    assert places == {"1277333"}


def test_an_own_denial_removes_a_meaning(tmp_path: Path) -> None:
    gazetteer = load_gazetteer("IN", overrides(tmp_path, denied="spelling,id\nPen,1259931\n"))
    assert locate(["PEN"], gazetteer)["PEN"].kind == "unmatched"


def test_an_own_foreign_place(tmp_path: Path) -> None:
    gazetteer = load_gazetteer("IN", overrides(tmp_path, foreign="spelling\nErehwon\n"))
    assert locate(["EREHWON"], gazetteer)["EREHWON"].kind == "foreign"


def test_unknown_ids_are_reported_all_at_once(tmp_path: Path) -> None:
    own = overrides(tmp_path, aliases="spelling,id\nX,1\nY,2\n", metros="metro,id\nM,3\n")
    with pytest.raises(ConfigError) as error:
        load_gazetteer("IN", own)
    assert all(part in str(error.value.message) for part in ("X → 1", "Y → 2", "M → 3"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("spelling\nX\n", "column id is missing"),
        ("", "column spelling, id is missing"),
        ("spelling,id\nX\n", "has 1 values, but 2 are needed"),
        ('spelling,id\n"X,1\n', "line"),
    ],
)
def test_malformed_overrides_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_gazetteer("IN", overrides(tmp_path, aliases=text))


@pytest.mark.parametrize("text", ["# ours\nb,a\n y ,x\n\n", "a,b,note\nx,y,z\n", 'a,b\nx,"y"\n', "a,b\n#\nx,y\n"])
def test_an_archive_by_other_hands_is_read_with_care(tmp_path: Path, text: str) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert rows_of(tmp_path / "rows.csv.gz", ("a", "b")) == [["x", "y"]]


@pytest.mark.parametrize("text", ["a,b\nx\n", 'a,b\n"x,y\n', "a\nx\n"])
def test_a_broken_archive_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(text.encode()))
    with pytest.raises(ConfigError, match=r"rows\.csv\.gz"):
        rows_of(tmp_path / "rows.csv.gz", ("a", "b"))


def test_numbers_are_checked(tmp_path: Path) -> None:
    own = overrides(tmp_path, supplement="id,name,state,lat,lon,weight,alternates\nx-a,A,Goa,north,74,1,\n")
    with pytest.raises(ConfigError, match="must be numbers"):
        load_gazetteer("IN", own)


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_bytes(b"spelling,id\n\xff\xfe,1\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_gazetteer("IN", tmp_path)


def test_a_missing_overrides_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a folder"):
        load_gazetteer("IN", tmp_path / "absent")


@pytest.mark.parametrize("country", ["XX", "", "..", "in/..", "भा"])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(ConfigError, match="no gazetteer"):
        load_gazetteer(country)


# Other names and former addresses


def test_readers_find_renamed_cities_by_their_old_names(india: Gazetteer) -> None:
    by_name = {name: india.places[target].name for target, names in india.other_names.items() for name in names}
    assert by_name.items() >= {
        "Bangalore": "Bengaluru", "Gurgaon": "Gurugram", "Bombay": "Mumbai", "Madras": "Chennai", "Calcutta": "Kolkata",
        "Baroda": "Vadodara", "Pondicherry": "Puducherry", "Trivandrum": "Thiruvananthapuram", "SAS Nagar": "Mohali",
        "Allahabad": "Prayagraj", "Berhampur": "Brahmapur", "Berhampore": "Baharampur",
    }.items()  # fmt: skip


@pytest.mark.slow
def test_other_names_lead_to_their_place_and_are_no_slips(india: Gazetteer) -> None:
    big = {key_of(p.name) for p in india.places.values() if p.kind == "city" and india.weights[p.id] >= 20_000}
    for target, names in india.other_names.items():
        assert 1 <= len(names) <= 6
        assert len({key_of(name) for name in names}) == len(names)
        matches = locate(names, india)
        for name in names:
            assert matches[name].place is india.places[target], name
            assert key_of(name) not in big, name
            assert name[0].isupper()
    shown = {name for names in india.other_names.values() for name in names}
    assert not shown & {"Banglore", "Nodia", "Giurgaon", "BLR", "MUM", "Bhujkutch", "Bangalore City"}


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Steel City,1269300,yes", ("Tatanagar", "Steel City")),
        ("Steel City,1269300,no", ("Tatanagar",)),
        ("Steel City,1269300", ("Tatanagar",)),
        ("Pune,1269300,yes", ("Tatanagar",)),
        ("JAMSHEDPUR,1269300,yes", ("Tatanagar",)),
        ("TATANAGAR,1269300,yes", ("Tatanagar",)),
        ("Steel\u202e City,1269300,yes", ("Tatanagar",)),
    ],
)
def test_an_own_alias_is_shown_only_when_it_says_so(tmp_path: Path, row: str, names: tuple[str, ...]) -> None:
    gazetteer = load_gazetteer("IN", overrides(tmp_path, aliases=f"spelling,id,shown\n{row}\n"))
    assert gazetteer.other_names["1269300"] == names


def test_at_most_six_other_names(tmp_path: Path) -> None:
    rows = "".join(f"Lake Town {letter},1269300,yes\n" for letter in "ABCDEFGH")
    gazetteer = load_gazetteer("IN", overrides(tmp_path, aliases=f"spelling,id,shown\n{rows}"))
    assert gazetteer.other_names["1269300"] == ("Tatanagar", *(f"Lake Town {letter}" for letter in "ABCDE"))


def test_former_addresses_are_those_of_the_file(tmp_path: Path) -> None:
    text = "id,slug\n1277333,bangalore-karnataka\n1277333,mumbai-maharashtra\n1259229,poona--1259229\n"
    gazetteer = load_gazetteer("IN", overrides(tmp_path, former=text))
    assert gazetteer.former == {"1277333": ("bangalore-karnataka",), "1259229": ("poona--1259229",)}


@pytest.mark.parametrize("slug", ["../x", "A-b", "a/b", "", "-a", "a---b"])
def test_what_is_no_address_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(ConfigError, match="not a valid slug"):
        load_gazetteer("IN", overrides(tmp_path, former=f"id,slug\n1277333,{slug}\n"))


def test_one_address_is_of_one_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="two places"):
        load_gazetteer("IN", overrides(tmp_path, former="id,slug\n1277333,old-town\n1259229,old-town\n"))


# Suggestions


def test_suggestions_are_the_nearest_places(india: Gazetteer) -> None:
    near = Suggestions(india).near
    assert [(s.place.name, s.score) for s in near("BELTHUNGDI", n=1)] == [("Belthangady", 0.818)]
    assert len({s.place.id for s in near("RAMPURA", n=5)}) == 5
    scores = [s.score for s in near("RAMPURA", n=5)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] <= 1


def test_the_last_word_of_an_address_is_suggested_too(india: Gazetteer) -> None:
    assert Suggestions(india).near("NEAR THE OLD WELL BELTHUNGDI", n=1)[0].place.name == "Belthangady"


@pytest.mark.parametrize("text", ["", "...", "\0", "x" * 10_000])
def test_suggestions_for_hostile_text_are_bounded(india: Gazetteer, text: str) -> None:
    assert len(Suggestions(india).near(text)) <= 3


# Clean columns


def test_as_is_takes_each_name_for_a_city() -> None:
    matches = locate_as_is([("Lyon", None), ("Paris", "Texas"), (" paris ", "TEXAS"), (None, "Texas"), ("", None)])
    paris = matches["Paris", "Texas"]
    assert paris.place is not None
    assert paris == matches[" paris ", "TEXAS"]
    assert (paris.place.slug, paris.method, paris.grade) == ("paris-texas", "as-is", "A")
    assert (matches["Lyon", None].kind, matches["Lyon", None].state) == ("city", None)
    assert (matches[None, "Texas"].kind, matches[None, "Texas"].state) == ("state", "Texas")
    assert matches["", None].kind == "unmatched"


def test_as_is_slugs_are_unique_and_ascii() -> None:
    names = ["Foo Bar", "Foo-Bar", "पुणे", "मुंबई", "<script>", "../etc", "\0"]
    places = [m.place for m in locate_as_is((n, None) for n in names).values() if m.place]
    slugs = [p.slug for p in places]
    assert len(places) == 6
    assert len(set(slugs)) == 6
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)


def test_as_is_does_not_depend_on_order() -> None:
    pairs = [("PARIS", "Texas"), ("Paris", "Texas"), ("Foo-Bar", None), ("Foo Bar", None)]
    assert locate_as_is(pairs) == locate_as_is(reversed(pairs))
