import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analyse.places import areas_of, load_gazetteer, locate_as_is
from generator.analyse.places.slugs import slug_of, slugs_for
from generator.analyse.places.text import key_of, keys_of_each
from generator.errors import ConfigError
from generator.publish.output.paths import PathBook
from generator.release.slugs import is_slug

TRIPLES = st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=12).map(
    lambda pairs: [(str(i), name, state) for i, (name, state) in enumerate(pairs)]
)


def test_slug_carries_name_and_state() -> None:
    assert slug_of("Aurangabad", "Maharashtra") == "aurangabad-maharashtra"


def test_slug_of_accents_and_punctuation() -> None:
    assert slug_of("Bilāspur  (Old)", "Himachal Pradesh") == "bilaspur-old-himachal-pradesh"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łódź", "lodz"),
        ("Αθήνα", "athina"),
        ("Москва", "moskva"),
        ("北京", "beijing"),
        ("Gießen", "giessen"),
        ("İSTANBUL", "istanbul"),
        ("I\u0307stanbul", "istanbul"),
        ("Ærøskøbing", "aeroskobing"),
        ("Þórshöfn", "thorshofn"),
        ("São João da Boa Vista", "sao-joao-da-boa-vista"),
        ("L’Aquila", "laquila"),
        ("서울", "seoul"),
    ],
)
def test_names_in_any_script_have_readable_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_names_with_one_slug_all_have_their_id() -> None:
    assert slugs_for([("n-1", "Łódź", ""), ("n-2", "Lodz", ""), ("n-3", "Lublin", "")]) == {
        "n-1": "lodz--n-1", "n-2": "lodz--n-2", "n-3": "lublin",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["CON", "nul", "Aux.", "COM1", "lpt9", "prn ", "Con, "])
def test_names_of_devices_get_an_id(name: str) -> None:
    [slug] = slugs_for([("n-1", name, "")]).values()
    assert slug.endswith("--n-1")
    PathBook().add(f"cities/{slug}/index.html")


@pytest.mark.parametrize("name", ["Llanfair" * 50, "東" * 300, ".git", "..", "a/b", "x. ", "con.txt", "…", "\u202eabc"])
def test_every_name_has_a_folder_on_every_disk(name: str) -> None:
    slugs = slugs_for([("n-1", name, ""), ("n-2", name + " 2", "")])
    assert len(set(slugs.values())) == 2
    for slug in slugs.values():
        assert re.fullmatch(r"[a-z0-9]+(--?[a-z0-9]+)*", slug)
        assert len(slug) < 150
        PathBook().add(f"cities/{slug}/index.html")


def test_slugs_of_the_gazetteer_are_those_of_earlier_releases() -> None:
    gazetteer = load_gazetteer("IN")
    rows = sorted((place.id, place.slug) for place in gazetteer.places.values())
    rows += sorted({(area.place.id, area.place.slug) for area in areas_of(gazetteer).values()})
    text = "".join(f"{id_} {slug}\n" for id_, slug in rows)
    expected = "c5c5c7015521ee0ef956129d47b35be45662714441390eddb5804616498add8d"
    assert hashlib.sha256(text.encode()).hexdigest() == expected


def test_a_name_in_one_state_only_stays_bare() -> None:
    slugs = slugs_for([("1", "Aurangabad", "Maharashtra"), ("2", "Aurangabad", "Bihar")])
    assert slugs == {"1": "aurangabad-maharashtra", "2": "aurangabad-bihar"}


def test_places_that_share_name_and_state_all_carry_their_id() -> None:
    slugs = slugs_for(
        [("7", "Tanda", "Uttar Pradesh"), ("8", "Tanda", "Uttar Pradesh"), ("9", "Agra", "Uttar Pradesh")]
    )
    assert slugs == {"7": "tanda-uttar-pradesh--7", "8": "tanda-uttar-pradesh--8", "9": "agra-uttar-pradesh"}


def test_a_pin_gives_one_of_them_the_bare_address() -> None:
    slugs = slugs_for([("7", "Rampur", "UP"), ("8", "Rampur", "UP")], {"7": "rampur-up", "99": "of-nobody"})
    assert slugs == {"7": "rampur-up", "8": "rampur-up--8"}


def test_a_pin_that_spells_another_place_moves_that_place() -> None:
    slugs = slugs_for([("1", "Agra", "UP"), ("2", "Rampur", "UP")], {"2": "agra-up"})
    assert slugs == {"1": "agra-up--1", "2": "agra-up"}


def test_two_equal_pins_are_refused() -> None:
    with pytest.raises(ConfigError, match="rampur-up"):
        slugs_for([("1", "A", "UP"), ("2", "B", "UP")], {"1": "rampur-up", "2": "rampur-up"})


@pytest.mark.parametrize("name", ["CON", "Nul", "aux.", "Lpt 1", "COM1"])
def test_a_name_that_no_folder_can_have_gets_an_address_with_its_id(name: str) -> None:
    slugs = slugs_for([("n-1a", name, ""), ("2", "Agra", "")])
    assert is_slug(slugs["n-1a"])
    assert slugs["n-1a"].endswith("--n-1a") == (name != "Lpt 1")
    assert slugs["2"] == "agra"


@pytest.mark.parametrize("pin", ["a/b", "../x", "con", "Agra", "", "x" * 300])
def test_a_pin_that_no_folder_can_have_is_refused(pin: str) -> None:
    with pytest.raises(ConfigError, match="cannot name a page"):
        slugs_for([("1", "Agra", "UP")], {"1": pin})


def test_free_text_is_no_place() -> None:
    text = "word " * 40
    found = locate_as_is([(text, "UP"), ("Agra", "UP")])
    assert (found[text, "UP"].kind, found["Agra", "UP"].kind) == ("unmatched", "city")


@given(TRIPLES)
def test_slugs_are_unique_and_ascii_whatever_the_names(triples: list[tuple[str, str, str]]) -> None:
    slugs = slugs_for(triples)
    assert list(slugs) == [place for place, _, _ in triples]
    assert len(set(slugs.values())) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9]+(--?[a-z0-9]+)*", slug) for slug in slugs.values())


@given(TRIPLES, st.randoms())
def test_slugs_do_not_depend_on_order(triples: list[tuple[str, str, str]], random: object) -> None:
    shuffled = list(triples)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert slugs_for(shuffled) == slugs_for(triples)


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("aB9 -.,'|_\n\r\0é\u202eİK"), max_size=250)))
def test_many_at_once_are_read_as_one_by_one(texts: list[str]) -> None:
    assert keys_of_each(texts) == [key_of(text) for text in texts]
    slugs = slugs_for((str(i), text, "Goa") for i, text in enumerate(texts))
    assert [slug.split("--")[0] for slug in slugs.values()] == [slug_of(text, "Goa") for text in texts]
