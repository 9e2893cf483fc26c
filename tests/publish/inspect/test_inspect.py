"""`atlas inspect`: lists the checks of each guard, and accepts aliases of places."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import atlas
from generator.cli.locate_release import find as find_release
from generator.errors import AtlasError, ReleaseError, UsageError
from generator.publish.claims import registry
from generator.publish.inspect import lookup
from generator.publish.model.build import Views, build_views
from generator.release import codec
from tests.support.null_releases import Planted, drawn_release, sizes_between
from tests.support.releases import sample_release, with_balances
from tests.support.settled import settled

ODD = Planted(share=0.15, spend=0.6, recency=15)


@pytest.fixture(scope="module")
def full() -> Views:
    sample = sample_release("full")
    places = tuple(
        replace(place, aliases=("Poona", "Bombay Road"), former=("poona-maharashtra",))
        if place.name == "Pune"
        else place
        for place in sample.places
    )
    return build_views(replace(sample, places=places))


@pytest.mark.parametrize(
    "name", ["pune-maharashtra", "Pune", "PUNE ", "Pune, Maharashtra", "poona", "poona-maharashtra", "Puné"]
)
def test_a_place_is_found_by_its_aliases(full: Views, name: str) -> None:
    found = lookup.find(name, full)
    assert not isinstance(found, str)
    assert found is not None
    assert found.place.slug == "pune-maharashtra"


@pytest.mark.parametrize("other", ["Pune", "B", "all"])
def test_two_different_places_are_required(full: Views, other: str) -> None:
    with pytest.raises(UsageError, match="not two places"):
        lookup.two_places("Poona", other, full)


def test_segments_and_all_customers_have_names_too(full: Views) -> None:
    assert {lookup.find(name, full) for name in ("b", "B", "segment B", "Repeat customers", "repeat")} == {"b"}
    assert lookup.find("all", full) is None


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("Mumbay", "'Mumbay' has no page", "Did you mean Mumbai (mumbai-maharashtra)?"),
        ("Aurangabad", "is the name of 2 places", "Use one of these slugs."),
        ("qqq", "'qqq' has no page", "a segment (A, B, C, D) or all"),
    ],
)
def test_an_unknown_name_gets_a_hint(full: Views, name: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        lookup.find(name, full)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def run(folder: Path, *args: str) -> str:
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(atlas, args, catch_exceptions=False, standalone_mode=False)
    finally:
        os.chdir(before)
    if done.exception:
        raise done.exception
    return done.stdout


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inspect")
    codec.write(sample_release("full"), folder / "data" / "release.json")
    return folder


def test_the_command_prints_facts_numbers_guards_and_sentences(bank: Path) -> None:
    text = run(bank, "inspect", "Mumbai")
    assert "Mumbai, Maharashtra (place)" in text
    assert "  place_customers      2,400" in text
    assert "+ customers: 2,400; needs at least 100" in text
    assert "failed  too_few (guard too_few, " in text
    assert "- customers: 2,400; needs fewer than 100" in text
    headline = next(line for line in text.splitlines() if line.startswith("  headline: "))
    assert headline.removeprefix("  headline: ") in text.split("place_headline")[1]
    source = text.split(headline)[1].splitlines()[1]
    path, _, line = source.rpartition(", ")[2].rpartition(":")
    words = Path(path).read_text().splitlines()[int(line) - 1]
    assert words.startswith(("headline = ", "text = "))


def test_the_comparison_of_two_places_matches_the_compare_page(bank: Path) -> None:
    text = run(bank, "inspect", "Mumbai", "--beside", "Pune")
    assert text.startswith("Mumbai and Pune (two places)")
    said = [line for line in text.splitlines() if line.startswith("  comparison: ")]
    assert said
    told = json.loads(run(bank, "inspect", "Mumbai", "--beside", "Pune", "--json"))
    assert {row["phrase"] for row in told["chosen"]} <= {row["phrase"] for row in told["judged"] if row["passed"]}
    assert {row["guard"] for row in told["judged"]} == {guard.name for guard in registry.PAIR}


def test_the_level_of_a_pair_and_its_tests_are_printed(bank: Path) -> None:
    """21 places with 100 customers or more; 210 pairs, each with four shares and four averages."""
    text = run(bank, "inspect", "Mumbai", "--beside", "Chennai")
    places = sum(view.n >= 100 for view in build_views(sample_release("full")).pages)
    tests = 8 * places * (places - 1) // 2
    assert (
        f"p below 1 in {20 * tests:,} (5\N{NO-BREAK SPACE}% ÷ {tests:,} tests: 4 shares and 4 averages in each of"
        in text
    )
    assert f"needs below 1 in {20 * tests:,}, for all pairs" in text
    assert "+ 95 % interval of the difference: \N{MINUS SIGN}15" in text
    assert "; clear\n" in text


def test_similar_cities_are_listed_with_their_checks(tmp_path: Path) -> None:
    codec.write(
        settled(drawn_release(sizes_between(105, 2000, 24), 500, {2: ODD, 4: ODD})), tmp_path / "data" / "release.json"
    )
    told = json.loads(run(tmp_path, "inspect", "Town 002", "--json"))
    (alike,) = [row for row in told["chosen"] if row["slot"].startswith("like this one: ")]
    assert alike["slot"] == "like this one: Town 004"
    judged = next(row for row in told["judged"] if row["phrase"] == alike["phrase"])
    (trial,) = [trial for trial in judged["trials"] if trial["subject"] == "Town 004"]
    assert [look["what"] for look in trial["looks"]] == [
        "customers",
        "among the nearest",
        "other cities that differ from it by more than chance",
        "close in",
        "clearly different",
    ]
    assert trial["looks"][1]["needs"] == "in at least 80\N{NO-BREAK SPACE}% of draws"


def test_what_lies_around_a_place_is_explained(bank: Path) -> None:
    told = json.loads(run(bank, "inspect", "Shimla", "--json"))
    said = {row["slot"]: row["text"] for row in told["chosen"]}
    assert "Chandigarh: 800 customers, about 55 km away" in said["nearest larger city"]
    guards = {row["guard"]: row for row in told["judged"]}
    assert guards["larger_city"]["passed"]
    looks = guards["state_mix"]["trials"][0]["looks"]
    assert [(look["what"], look["value"], look["holds"]) for look in looks] == [
        ("its own mix", "not shown", True),
        ("customers of the state with a mix", "not known", False),
    ]


def test_a_failing_guard_lists_every_check(bank: Path) -> None:
    """Shimla has 20 customers and no mix: each check of the largest segment fails, and all are printed."""
    told = json.loads(run(bank, "inspect", "Shimla", "--json"))
    judged = next(row for row in told["judged"] if row["guard"] == "largest_segment")
    assert not judged["passed"]
    (trial,) = judged["trials"]
    assert [(look["what"], look["value"], look["holds"]) for look in trial["looks"]] == [
        ("customers", "20", False),
        ("the largest share", "none", False),
        ("the next", "none", False),
    ]
    text = run(bank, "inspect", "Shimla")
    assert (
        "          - customers: 20; needs at least 100\n          - the largest share: none; needs one segment" in text
    )


@pytest.mark.parametrize(
    ("name", "part"), [("B", "more common in"), ("all", "overview headline"), ("Shimla", "headline")]
)
def test_json_holds_the_same(bank: Path, name: str, part: str) -> None:
    told = json.loads(run(bank, "inspect", name, "--json"))
    assert part in {row["slot"] for row in told["chosen"]} or name == "B"
    assert {"phrase", "guard", "source", "passed", "trials"} == set(told["judged"][0])
    for row in told["judged"]:
        passed = [all(look["holds"] for look in trial["looks"]) for trial in row["trials"]]
        assert any(passed) == row["passed"]
    said = {row["phrase"] for row in told["chosen"] if row["phrase"]}
    assert said <= {row["phrase"] for row in told["judged"] if row["passed"]}


def test_the_newest_release_is_taken_unless_one_is_named(bank: Path, tmp_path: Path) -> None:
    assert find_release(folder=bank)[0] == bank / "data" / "release.json"
    codec.write(sample_release("sparse"), bank / "build" / "release.json")
    assert find_release(folder=bank)[0] == bank / "build" / "release.json"
    assert find_release(site=bank, folder=tmp_path)[0] == bank / "data" / "release.json"
    (bank / "build" / "release.json").unlink()
    with pytest.raises(ReleaseError, match="no release here"):
        find_release(folder=tmp_path)


def test_a_usage_error_is_one_message(bank: Path) -> None:
    with pytest.raises(AtlasError) as caught:
        run(bank, "inspect", "Mumbay")
    assert "Did you mean Mumbai" in caught.value.format_message()


def test_what_segments_are_formed_of_is_said_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    codec.write(with_balances(sample_release("sparse")), path)

    def said(subject: str) -> str:
        done = CliRunner().invoke(atlas, ["inspect", subject, "--release", str(path)], catch_exceptions=False)
        assert done.exit_code == 0
        return " ".join(done.output.split())

    whole = said("all")
    assert "features_list how much they spend per transaction and how high their balance is" in whole
    assert "recency_reason the data have rows on 38 of 82 days" in whole
    segment = said("A")
    assert "recency left out (calendar)" in segment
    assert "transactions left out (degenerate)" in segment
    assert "+ mean percentiles: monetary 82, balance 50" in segment
    assert "recency left out (calendar)" in said("Pune")
