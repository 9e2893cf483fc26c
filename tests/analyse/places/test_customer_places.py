from dataclasses import replace
from pathlib import Path

import pytest

from generator.analyse.disclosure.partition import OTHER, UNKNOWN
from generator.analyse.places.customer_places import find_homes
from tests.support.banks import AS_IS, HEAD, PLACE, Row, changed, one_time_customers, put, settings, staged, text
from tests.support.releases import sample_release

SPELLINGS = {
    "MUMBAI": ("city", False), " mumbai  ": ("city", False), "BOMBAY": ("city", False), "DELHI": ("city", False),
    "": (OTHER, False), "XQZW KRPL 17": (OTHER, False), "DUBAI": (OTHER, False),
}  # fmt: skip


def rows() -> list[Row]:
    return [
        changed([row], 0, PLACE, place)[0]
        for row, place in zip(one_time_customers(len(SPELLINGS) * 3), list(SPELLINGS) * 3, strict=True)
    ]


@pytest.mark.slow
def test_spellings_of_a_city_share_its_place(tmp_path: Path) -> None:
    with staged(put(tmp_path / "a.csv", text(rows())), "k=2") as found:
        homes = found.homes
    assert homes.homes["MUMBAI", ""] == homes.homes["BOMBAY", ""]
    mumbai = homes.homes["MUMBAI", ""].place
    assert homes.customers[mumbai] == 9
    assert homes.sites[mumbai].name == "Mumbai"
    assert homes.sites[mumbai].slug.startswith("mumbai")
    assert homes.candidates[mumbai] == ("pool:maharashtra", True)
    assert homes.sites["pool:maharashtra"].kind == "pool"
    assert homes.sites["pool:maharashtra"].slug == ""


def test_what_is_no_place_is_counted_and_goes_to_other(tmp_path: Path) -> None:
    with staged(put(tmp_path / "a.csv", text(rows())), "k=2") as found:
        homes = found.homes
    # Each spelling that is no place counts as a place of its own; a missing one as none.
    without = [homes.homes[text, ""].place for text in ("", "XQZW KRPL 17", "DUBAI")]
    assert without[0] == UNKNOWN
    assert len(set(without)) == 3
    assert all(homes.candidates[name] == (OTHER, False) for name in without)
    assert homes.sites[OTHER].name == ""
    assert homes.unnamed == ("XQZW KRPL 17",)
    assert sum(homes.matches.values()) == sum(homes.methods.values()) == sum(homes.customers.values()) == 21
    assert homes.matches["foreign:"] == 3


def test_a_state_column_tells_places_of_one_name_apart(tmp_path: Path) -> None:
    data = [[*row, state] for row, state in zip(one_time_customers(2), ("BIHAR", "MAHARASHTRA"), strict=True)]
    data = [changed([row], 0, PLACE, "AURANGABAD")[0] for row in data]
    with staged(put(tmp_path / "a.csv", text(data, [*HEAD, "State"])), 'columns.state="State"', "k=1") as found:
        homes = found.homes
    places = [homes.sites[home.place] for home in homes.homes.values()]
    assert [site.state for site in places] == ["Bihar", "Maharashtra"]


def test_a_weak_match_is_marked(tmp_path: Path) -> None:
    data = changed(one_time_customers(3), 1, PLACE, "BANGALLOORE")
    with staged(put(tmp_path / "a.csv", text(data)), "k=1") as found:
        home = found.homes.homes["BANGALLOORE", ""]
        assert found.homes.sites[home.place].name == "Bengaluru"
        assert home.weak == ("city:C" in found.homes.matches)
        assert not found.homes.homes[data[0][PLACE], ""].weak


def test_a_clean_column_is_taken_as_it_stands(tmp_path: Path) -> None:
    with staged(put(tmp_path / "a.csv", text(rows())), AS_IS, "k=2") as found:
        homes = found.homes
        assert find_homes(found.engine, settings(AS_IS)) == homes
    names = {homes.sites[home.place].name for home in homes.homes.values() if home.place in homes.candidates
             and homes.candidates[home.place][1]}  # fmt: skip
    # Each has fewer than 20 customers, so that none is shown as spelled.
    assert names == {"Mumbai", "Bombay", "Delhi", "Xqzw Krpl 17", "Dubai"}
    assert homes.candidates[homes.homes["", ""].place] == (OTHER, False)


@pytest.mark.slow
def test_places_carry_their_area_other_names_and_former_addresses(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "names.csv").write_text("id,name\n1275339,Bombay\n")
    (own / "former.csv").write_text("id,slug\n1275339,old-bombay\n")
    release = sample_release("full")
    was = replace(release.places[0], id="1275339", slug="mumbai-maharashtra", former=("salsette-bombay",))
    previous = replace(release, places=(was,))
    chosen = f'place_overrides="{own}"'
    with staged(put(tmp_path / "a.csv", text(rows())), chosen, "k=2") as found:
        site = find_homes(found.engine, settings(chosen), previous).sites["1275339"]
        assert site.slug == "bombay-maharashtra"
        assert site.former == ("mumbai-maharashtra", "old-bombay", "salsette-bombay")
        assert site.metro == "Mumbai Metropolitan Region"
        assert site.cores == ("1275339",)
        assert found.homes.sites["1275339"].former == ("old-bombay",)
        assert found.homes.sites["pool:maharashtra"].metro == ""
    with staged(put(tmp_path / "b.csv", text(rows())), "k=2") as found:
        assert found.homes.sites["1275339"].aliases == ("Bombay",)
        assert find_homes(found.engine, settings(), previous).sites["1275339"].former == ("salsette-bombay",)


def test_names_as_they_stand_have_no_others_but_keep_their_addresses(tmp_path: Path) -> None:
    with staged(put(tmp_path / "a.csv", text(rows())), AS_IS, "k=2") as found:
        mumbai = found.homes.homes["MUMBAI", ""].place
        release = sample_release("full")
        previous = replace(release, places=(replace(release.places[0], id=mumbai, slug="mumbai-city"),))
        site = find_homes(found.engine, settings(AS_IS), previous).sites[mumbai]
    assert (site.metro, site.aliases, site.former) == ("", (), ("mumbai-city",))
