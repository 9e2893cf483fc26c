"""A release with a right hash and impossible content is refused, with the field and the rule."""

import copy
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generator.errors import ReleaseError
from generator.publish.render import files, make
from generator.release import Changes, Density, FigureChange, Projection, Release, SegmentChange, codec
from generator.release.sense import first_fault
from generator.settings.settings import Settings
from tests.support.golden_sites import CASES, golden_release
from tests.support.releases import KINDS, Kind, large_release, sample_release

Path = tuple[str | int, ...]
LONG = "x" * 100_000


def rich() -> Release:
    """Return a small release in which every field has a value."""
    small = large_release(3)
    place, segments = small.atoms[0].place, small.atoms[0].segments
    plane = Projection(
        ("recency", "frequency", "monetary"), ((0.66, -0.62, -0.42), (0.18, -0.42, 0.89)), (0.52, 0.31),
        (0.0, 0.1, 0.0), 0.5, (Density(0.0, 0.5, 300), Density(0.5, 0.5, 200)),
    )  # fmt: skip
    changes = Changes(
        "2015-08-01", "2015-10-21", "refit",
        tuple(SegmentChange(item.id, True, 0.2, item.name, item.name) for item in small.segments),
        ("segments",),
        (FigureChange(None, "typical_spend", (), 400.0, 440.0, None, None, 1.1, 1.05, 1.15, 0.01),),
        (FigureChange(place, "share", segments, 0.2, 0.25, 0.3, 0.3, 0.05, 0.02, 0.08, 0.01),),
        {"share": (place,)}, (place,), 1,
    )  # fmt: skip
    first = replace(small.places[0], aliases=("Other Name",), former=("old-slug",), metro="Area", covers=("Part",))
    return replace(
        small,
        places=(first, *small.places[1:]),
        absent=("balance",),
        overall=replace(small.overall, projection=plane),
        changes=changes,
    )


BODY: dict[str, Any] = json.loads(codec.dump(rich()))


def changed(path: Path, value: Any) -> str:
    """Return the text of a release with one field changed, and with the hash of its content."""
    body = copy.deepcopy(BODY)
    at: Any = body
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return signed(body)


def signed(body: dict[str, Any]) -> str:
    content = {name: value for name, value in body.items() if name != "content_hash"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return json.dumps(content | {"content_hash": hashlib.sha256(text.encode()).hexdigest()}, sort_keys=True)


def steps(path: str) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in path.split("."))


@pytest.mark.parametrize("kind", KINDS)
def test_releases_that_can_occur_make_sense(kind: Kind) -> None:
    assert first_fault(sample_release(kind)) is None


@pytest.mark.parametrize("case", CASES)
def test_releases_of_the_golden_sites_make_sense(case: str) -> None:
    assert first_fault(golden_release(case)) is None


def test_a_release_in_which_every_field_has_a_value_makes_sense() -> None:
    assert codec.load(signed(BODY)) == rich()


MEANS = {name: {"value": None, "step": None, "withheld": "few"} for name in BODY["overall"]["means"]}
CITY = BODY["places"][0]
ATOM = BODY["atoms"][0]
ROWS = BODY["overall"]["quality"]
[ACCEPTED] = (count for count in ROWS if count["name"] == "rows_accepted")
QUALITY = [count for count in ROWS if count is not ACCEPTED]


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("label", "a\nb", "label"),
        ("label", LONG, "label"),
        ("currency", "<b>", "currency"),
        ("currency", "", "currency"),
        ("currency", "inr", "currency"),
        ("locale", "xx_YY", "locale"),
        ("locale", "", "locale"),
        ("locale", "../../etc/passwd", "locale"),
        ("window.first", "2020-13-45", "window.first"),
        ("window.first", "20160801", "window.first"),
        ("window.last", "", "window.last"),
        ("window.last", "2015-01-01", "window.last"),
        ("window.days", -5, "window.days"),
        ("window.days", 81, "window.days"),
        ("window.days_with_rows", 10**9, "window.days_with_rows"),
        ("window.days_with_rows", 0, "window.days_with_rows"),
        ("window.working_days", 83, "window.working_days"),
        ("window.working_days", 0, "window.working_days"),
        ("window.longest_gap", 45, "window.longest_gap"),
        ("window.longest_gap", -1, "window.longest_gap"),
        ("model.recency", "often", "model.recency"),
        ("model.choice", "guess", "model.choice"),
        ("window", dict.fromkeys(BODY["window"], 0) | {"first": "", "last": ""}, "window.first"),
        ("customer.words", "a\x1bb", "customer.words"),
        ("customer.columns.0", "", "customer.columns[0]"),
        ("policy.base", 0, "policy.base"),
        ("policy.base", 7, "policy.base"),
        ("policy.threshold", 0, "policy.threshold"),
        ("policy.threshold", -20, "policy.threshold"),
        ("absent.0", "everything", "absent[0]"),
        ("absent", ["time", "time"], "absent[1]"),
        ("segments", [], "segments"),
        ("segments.1", BODY["segments"][0], "segments[0].id"),
        ("segments.0.id", "z", "segments[0].id"),
        ("segments.0.id", "../a", "segments[0].id"),
        ("segments.0.letter", "<b>", "segments[0].letter"),
        ("segments.0.name", "", "segments[0].name"),
        ("segments.0.name", BODY["segments"][1]["name"], "segments[0].name"),
        ("segments.0.short", LONG, "segments[0].short"),
        ("segments.0.rule", "no rule", "segments[0].rule"),
        ("segments.0.rule", "m-odd", "segments[0].rule"),
        ("segments.0.evidence.monetary", 1.5, "segments[0].evidence"),
        ("segments.0.evidence", {"height": 0.5}, "segments[0].evidence"),
        ("model.k", 99, "model.k"),
        ("model.k", 3, "model.k"),
        ("model.first_k", 2, "model.first_k"),
        ("model.requested", "many", "model.requested"),
        ("model.smallest", 1.5, "model.smallest"),
        ("model.seed", -1, "model.seed"),
        ("model.centres", [], "model.centres"),
        ("model.centres.0", [1.0], "model.centres"),
        ("model.features.0.sd", 0, "model.features[0]"),
        ("model.features.0.name", "height", "model.features[0]"),
        ("model.features.1", BODY["model"]["features"][0], "model.features[1]"),
        ("model.clips.0.high", -1, "model.clips[0]"),
        ("model.clips.0.segment", "z", "model.clips[0]"),
        ("model.spread.0.sd", -1, "model.spread[0]"),
        ("model.spread.0.measure", "height", "model.spread[0]"),
        ("places", [], "places"),
        ("places.0.slug", "a/b", "places[0].slug"),
        ("places.0.slug", "../x", "places[0].slug"),
        ("places.0.slug", ".git", "places[0].slug"),
        ("places.0.slug", "%2e%2e", "places[0].slug"),
        ("places.0.slug", "con", "places[0].slug"),
        ("places.0.slug", "lpt1", "places[0].slug"),
        ("places.0.slug", "", "places[0].slug"),
        ("places.0.slug", "a" * 200, "places[0].slug"),
        ("places.0.slug", BODY["places"][1]["slug"], "places[0].slug"),
        ("places.3.slug", "a", "places[3].slug"),
        ("places.0.former.0", "../x", "places[0].former"),
        ("places.0.id", BODY["places"][1]["id"], "places[0].id"),
        ("places.0.id", "", "places[0].id"),
        ("places.0.id", "other", "places[0].id"),
        ("places.0.id", "pool:x", "places[0].kind"),
        ("places.0.name", "", "places[0].name"),
        ("places.0.name", "a\x00b", "places[0].name"),
        ("places.0.name", "  ", "places[0].name"),
        ("places.0.name", LONG, "places[0].name"),
        ("places.0.name", "\u202eabc", "places[0].name"),
        ("places.0.state", "a\nb", "places[0].state"),
        ("places.0.metro", LONG, "places[0].metro"),
        ("places.0.aliases.0", "", "places[0].aliases"),
        ("places.0.covers.0", LONG, "places[0].covers"),
        ("places.0.lat", 1e9, "places[0].lat"),
        ("places.0.lon", -181, "places[0].lon"),
        ("places.0.lon", None, "places[0].lat"),
        ("places.0.kind", "other", "places[0].slug"),
        ("places.0.detail", "total", "places[0].detail"),
        ("atoms", [], "atoms"),
        ("atoms.0.place", "in:9999", "atoms[0].place"),
        ("atoms.0.segments", ["z"], "atoms[0].segments"),
        ("atoms.0.segments", [], "atoms[0].segments"),
        ("atoms.0.n", -20, "atoms[0].n"),
        ("atoms.0.n", 0, "atoms[0].n"),
        ("atoms.0.n", 10**30, "atoms[0].n"),
        ("atoms.1", ATOM, "atoms"),
        ("margin", [], "margin"),
        ("margin.0.n", BODY["margin"][0]["n"] + 10, "margin"),
        ("margin.0.n", -10, "margin[0].n"),
        ("margin.0.segments", ["z"], "margin[0].segments"),
        ("atoms.0.means", {}, "atoms[0].means"),
        ("atoms.0.means.spend.value", -5, "atoms[0].means.spend.value"),
        ("atoms.0.means.spend.value", 0, "atoms[0].means.spend.value"),
        ("atoms.0.means.typical_spend.value", 0, "atoms[0].means.typical_spend.value"),
        ("atoms.0.means.typical_spend.value", 1e308, "atoms[0].means.*.value: expected `float` <="),
        ("atoms.0.means.recency.value", 500, "atoms[0].means.recency.value"),
        ("atoms.0.means.age.value", 900, "atoms[0].means.age.value"),
        ("atoms.0.means.age_pct.value", -1, "atoms[0].means.age_pct.value"),
        ("atoms.0.means.spend.step", 0, "atoms[0].means.spend.step"),
        ("atoms.0.means.spend.step", -5, "atoms[0].means.spend.step"),
        ("atoms.0.means.spend.step", None, "atoms[0].means.spend.step"),
        ("atoms.0.means.spend.withheld", "few", "atoms[0].means.spend.withheld"),
        ("atoms.0.means.spend", {"value": None, "step": None, "withheld": None}, "atoms[0].means.spend"),
        ("overall.means", MEANS | {"height": MEANS["age"]}, "overall.means"),
        ("overall.histograms.0.measure", "height", "overall.histograms[0].measure"),
        ("overall.histograms.0.bins", [], "overall.histograms[0].bins"),
        ("overall.histograms.0.bins.0.n", 10**9, "overall.histograms[0].bins"),
        ("overall.histograms.0.bins.1.low", 1e9, "overall.histograms[0].bins"),
        ("overall.cross.0.segment", "z", "overall.cross[0].segment"),
        ("overall.cross.0.band", "hair:red", "overall.cross[0].band"),
        ("overall.cross.0.n", 10**9, "overall.cross[0].n"),
        ("overall.cross.1", BODY["overall"]["cross"][0], "overall.cross[1]"),
        ("overall.quality.0.name", "<b>", "overall.quality[0].name"),
        ("overall.quality.0.n", 10**9, "overall.quality[0].n"),
        ("overall.matches.0.of", 10, "overall.matches[0].of"),
        ("overall.matches.0.n", BODY["overall"]["matches"][0]["n"] - 10, "overall.matches: must add up"),
        ("overall.quality", [row | {"n": 50} if row["n"] == 20 else row for row in ROWS], "overall.quality: must have"),
        ("overall.quality", [ACCEPTED | {"n": 10}, *QUALITY], "overall.quality: has fewer accepted rows"),
        ("overall.quality", [ACCEPTED | {"of": ACCEPTED["n"]}, *QUALITY], "overall.quality: counts rows as parts"),
        ("overall.cross.0.n", BODY["overall"]["cross"][0]["n"] + 30, "overall.cross: must add up"),
        ("overall.histograms.0.bins.0.n", BODY["overall"]["histograms"][0]["bins"][0]["n"] - 10,
         "overall.histograms[0].bins: must add up"),
        ("overall.histograms.0", {"measure": "age", "bins": [{"low": 0, "high": None, "n": 20}]},
         "overall.histograms[0].bins: must add up to the customers in bands"),
        ("overall.projection.cells.0.n", 10**9, "overall.projection.cells: add up"),
        ("overall.matches.0.name", "con", "overall.matches[0].name"),
        ("overall.evidence.0.k", 99, "overall.evidence"),
        ("overall.evidence.0.data.silhouette", 7, "overall.evidence[0].data"),
        ("overall.evidence.0.independent.jaccard", [2.0], "overall.evidence[0].independent"),
        ("overall.above_caps", 7, "overall.above_caps"),
        ("overall.projection.cell", 0, "overall.projection.cell"),
        ("overall.projection.loadings", [], "overall.projection.loadings"),
        ("overall.projection.explained", [7, 8], "overall.projection.explained"),
        ("overall.projection.cells.0.n", 0, "overall.projection.cells"),
        ("changes.last", "2015-07-01", "changes.last"),
        ("changes.segments.0.id", "z", "changes.segments[0]"),
        ("changes.segments.0.now", "", "changes.segments[0]"),
        ("changes.obstacles", ["overlap", "overlap"], "changes.obstacles[1]"),
        ("changes.without.share", ["other"], "changes.without"),
        ("changes.without.share", [BODY["places"][0]["id"]] * 2, "changes.without"),
        ("changes.without", {"transactions": [BODY["places"][0]["id"]]}, "changes.without"),
        ("changes.without", {"customers": []}, "changes.without"),
        ("changes.came", ["other"], "changes.came[0]"),
        ("changes.left", -1, "changes.left"),
        ("changes.bank.0.place", BODY["places"][0]["id"], "changes.bank[0]"),
        ("changes.bank.0.rest_now", 400.0, "changes.bank[0].rest_now"),
        ("changes.bank.0.before", 0, "changes.bank[0].now"),
        ("changes.bank.0.change", -1.1, "changes.bank[0].change"),
        ("changes.bank.0.segments", ["a"], "changes.bank[0].segments"),
        ("changes.places.0.place", "in:9999", "changes.places[0]"),
        ("changes.places.0.place", "other", "changes.places[0]"),
        ("changes.places.0.segments", [], "changes.places[0].segments"),
        ("changes.places.0.segments", ["z"], "changes.places[0].segments"),
        ("changes.places.0.now", 7, "changes.places[0].now"),
        ("changes.places.0.change", 0.2, "changes.places[0].q"),
        ("changes.places.0.low", None, "changes.places[0].q"),
        ("changes.places.0.q", 7, "changes.places[0].q"),
        ("changes.places", BODY["changes"]["places"] * 2, "changes.places[1]"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_its_field(path: str, value: Any, field: str) -> None:
    with pytest.raises(ReleaseError) as error:
        codec.load(changed(steps(path), value), "bank.json")
    assert error.value.message.startswith(f"bank.json.{field}")
    assert len(error.value.message) < 250
    assert error.value.exit_code == 6


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every field, and of every list the first entry."""
    if path:
        yield path, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for i, inner in enumerate(value[:1]):
            yield from leaves(inner, (*path, i))


def nonsense(value: Any) -> tuple[Any, ...]:
    """Return values of the same type, most of which no field can have."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (-1, 0, 0.5, 99, 10**15, 10**40, 1e308, 1e-300, -value, value * 10, None)
    if isinstance(value, str):
        return ("", " ", "x", "\x00", "a\nb", "a/b", "../x", ".git", "con", "<b>", "{{ customers }}", LONG, "-1", None)
    if isinstance(value, list):
        return ([], value + value, value[:1], value[::-1], value[1:])
    if isinstance(value, dict):
        return ({}, value | {"more": 1}, dict(list(value.items())[1:]))
    return (0, -1, 0.5, "x")


def read_or_refused(text: str) -> Release | str:
    try:
        return codec.load(text)
    except ReleaseError as error:
        return error.message


@pytest.mark.slow
def test_whatever_is_wrong_with_a_field_is_no_traceback() -> None:
    """Neither in reading a release nor, for what passes as possible, in rendering it."""
    fields = leaves({name: value for name, value in BODY.items() if name != "content_hash"})
    read = [read_or_refused(changed(path, other)) for path, value in fields for other in nonsense(value)]
    assert max(len(message) for message in read if isinstance(message, str)) < 300
    found = [release for release in read if isinstance(release, Release)]
    settings = Settings(cards=False, embeds=False)
    for release in random.Random(1).sample(found, 12):
        assert sum(1 for _ in files(make(release, settings), settings))


@pytest.mark.parametrize("schema", ["1", True, None, [], 1.5])
def test_a_schema_of_another_type_is_not_called_another_schema(schema: object) -> None:
    with pytest.raises(ReleaseError, match=r"release\.schema: expected `int`"):
        codec.load(json.dumps(BODY | {"schema": schema}))
