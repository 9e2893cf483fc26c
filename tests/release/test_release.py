import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import OutputError, ReleaseError
from generator.release import Mean, Release, codec
from tests.support.paths import GOLDEN, ROOT
from tests.support.releases import KINDS, Kind, large_release, sample_release

FULL = sample_release("full")
SMALL = large_release(1)


@pytest.fixture(params=KINDS)
def sample(request: pytest.FixtureRequest) -> Release:
    kind: Kind = request.param
    return sample_release(kind)


def test_what_is_written_is_read_back(sample: Release, tmp_path: Path) -> None:
    path = tmp_path / "new" / "release.json"
    codec.write(sample, path)
    assert codec.read(path) == sample
    assert path.read_bytes() == codec.dump(sample).encode()
    assert b"\r" not in path.read_bytes()


def test_the_hash_names_the_content_and_nothing_else(sample: Release) -> None:
    body = json.loads(codec.dump(sample))
    assert body.pop("content_hash") == codec.content_hash(sample)
    assert codec.content_hash(replace(sample, label=sample.label + "!")) != codec.content_hash(sample)
    assert codec.content_hash(codec.load(codec.dump(sample))) == codec.content_hash(sample)


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-5, 1e15), st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])))
def test_the_hash_is_that_of_canonical_json_with_floats_as_python_writes_them(value: float, label: str) -> None:
    means = SMALL.overall.means | {"spend": Mean(value, 1e-05, None)}
    whole = replace(SMALL, label=label, overall=replace(SMALL.overall, means=means))
    text = codec.dump(whole)
    assert f'"value": {value!r},' in text
    content = json.loads(text)
    stated = content.pop("content_hash")
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert stated == codec.content_hash(whole) == hashlib.sha256(canonical.encode()).hexdigest()
    assert codec.load(text) == whole


@pytest.mark.parametrize(
    "path", [ROOT / "data" / "release.json", *sorted(GOLDEN.glob("*/release.json"))], ids=lambda path: path.parent.name
)
def test_earlier_releases_keep_their_bytes(path: Path) -> None:
    assert codec.dump(codec.read(path)) == path.read_text(encoding="utf-8")


def test_the_hash_is_independent_of_the_layout_of_the_file(sample: Release) -> None:
    content = json.loads(codec.dump(sample))
    backwards = dict(reversed(content.items()))
    assert codec.load(json.dumps(backwards, indent=1)) == sample
    assert codec.load(json.dumps(content | {"origin": "transactions"})) == sample


def test_each_place_atom_and_segment_has_a_line_of_its_own(sample: Release) -> None:
    lines = codec.dump(sample).splitlines()
    for atom in sample.atoms:
        start = json.dumps({"means": {}}, sort_keys=True)[:10]
        assert any(start in line and f'"n": {atom.n}, "place": "{atom.place}"' in line for line in lines)
    assert max(map(len, lines)) < 2_500


def body(kind: Kind = "full") -> dict[str, Any]:
    return dict(json.loads(codec.dump(sample_release(kind))))


def test_an_edited_or_truncated_release_is_refused(tmp_path: Path) -> None:
    edited = body()
    edited["atoms"][0]["n"] += 10
    with pytest.raises(ReleaseError, match="edited or truncated"):
        codec.load(json.dumps(edited))
    path = tmp_path / "release.json"
    path.write_text(codec.dump(sample_release("full"))[:-200], encoding="utf-8")
    with pytest.raises(ReleaseError, match="not a release"):
        codec.read(path)


@pytest.mark.parametrize(
    ("schema", "says"), [(1, "schema 1 of an earlier version"), (99, "schema 99 of a later version")]
)
def test_a_release_of_another_schema_is_refused_with_what_to_do(schema: int, says: str) -> None:
    """Whatever its fields are: a file of schema 1 lacks some that are needed now."""
    made = body() | {"schema": schema}
    del made["margin"]
    with pytest.raises(ReleaseError, match=says) as error:
        codec.load(json.dumps(made))
    assert "this one reads schema 2" in str(error.value)
    assert "`atlas analyse SOURCE`" in (error.value.hint or "")


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("label", None, "release.label: expected `str`, got `null`"),
        ("synthetic", 1, "synthetic: expected `bool`, got `int`"),
        ("window.days", "82", "window.days: expected `int`, got `str`"),
        ("window.days", True, "window.days: expected `int`, got `bool`"),
        ("policy.kind", "open", "policy.kind: not one of the values"),
        ("policy.kind", "x` - at `$.label`" * 50, "policy.kind: not one of the values"),
        ("atoms", {}, "atoms: expected `array`, got `object`"),
        ("atoms.0", [], "atoms[0]: expected `object`, got `array`"),
        ("atoms.0.means", [], "atoms[0].means: expected `object`, got `array`"),
        ("atoms.0.n", 2.5, "atoms[0].n: expected `int`, got `float`"),
        ("overall.means.spend.value", "x", "overall.means.*.value: expected `int | float | null`, got `str`"),
        ("overall.means.spend.value", True, "overall.means.*.value: expected `int | float | null`, got `bool`"),
        ("overall.means.spend.value", float("nan"), "not a release: JSON is malformed"),
        ("overall.means.spend.value", float("inf"), "not a release: JSON is malformed"),
        ("overall.means.spend.value", 10**400, "overall.means.*.value: expected `int` <="),
        ("overall.means.spend.value", 1 << 53, "overall.means.*.value: expected `int` <="),
        ("overall.means.spend.withheld", "so", "overall.means.*.withheld: not one of the values"),
        ("extra", 1, "release: object contains unknown field `extra`"),
        ("x" * 500, 1, "release: object contains unknown field `xxx"),
        ("schema", "1" * 500, "release.schema: expected `int`; a release of this version has 2"),
        ("schema", 2.0, "release.schema: expected `int`, got `float`"),
        ("places.3.extra", 1, "places[3]: object contains unknown field `extra`"),
        ("model.k", ..., "model: object missing required field `k`"),
        ("changes", ..., "release: object missing required field `changes`"),
        ("overall.projection", ..., "overall: object missing required field `projection`"),
        ("places.0.metro", ..., "places[0]: object missing required field `metro`"),
        ("content_hash", ..., "release: object missing required field `content_hash`"),
    ],
)
def test_a_wrong_field_is_named(path: str, value: object, says: str) -> None:
    whole = body()
    at: Any = whole
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if step.isdigit() else at[step]
    key: Any = int(last) if last.isdigit() else last
    if value is ...:
        del at[key]
    else:
        at[key] = value
    with pytest.raises(ReleaseError, match=re.escape(says)) as error:
        codec.load(json.dumps(whole))
    assert len(error.value.message) < 150


@pytest.mark.parametrize("value", [None, [], 3, "x", {}, {"label": "x"}])
def test_other_json_is_not_a_release(value: object) -> None:
    with pytest.raises(ReleaseError, match="not a release"):
        codec.load(json.dumps(value))


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"schema": ' + b"9" * 5_000 + b"}", b"\xef\xbb\xbf{}", b"nan"],
)
def test_bytes_that_are_not_json(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "release.json"
    path.write_bytes(data)
    with pytest.raises(ReleaseError, match="not a release"):
        codec.read(path)


@pytest.mark.parametrize("damage", [b"\xff", b"\\ud800", b"\\u12", b"\n"])
def test_texts_that_are_not_json(damage: bytes) -> None:
    broken = codec.dump(SMALL).encode().replace(b"Sample bank", damage)
    with pytest.raises(ReleaseError, match="not a release"):
        codec.load(broken)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no such release"):
        codec.read(tmp_path / "none.json")
    with pytest.raises(ReleaseError, match="is a folder"):
        codec.read(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(ReleaseError, match="cannot be read"):
        codec.read(tmp_path / "file" / "release.json")


def test_a_release_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        codec.write(sample_release("full"), tmp_path / "file" / "release.json")


def test_integers_are_accepted_as_decimals() -> None:
    whole = sample_release("full")
    spend = replace(whole.overall, means=whole.overall.means | {"spend": Mean(1500.0, 10.0, None)})
    text = codec.dump(replace(whole, overall=spend)).replace("1500.0", "1500")
    assert codec.load(text).overall.means["spend"].value == 1500.0


def test_non_finite_numbers_are_not_written() -> None:
    whole = sample_release("full")
    broken = replace(whole.overall, means=whole.overall.means | {"spend": Mean(float("nan"), 1.0, None)})
    with pytest.raises(ValueError, match="not JSON compliant"):
        codec.dump(replace(whole, overall=broken))
