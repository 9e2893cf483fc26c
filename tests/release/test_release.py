import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.errors import OutputError, ReleaseError
from generator.release import Mean, Release, codec
from tests.support.releases import KINDS, Kind, sample_release


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
    assert codec.content_hash(codec.load(json.loads(codec.dump(sample)))) == codec.content_hash(sample)


def test_each_place_atom_and_segment_has_a_line_of_its_own(sample: Release) -> None:
    lines = codec.dump(sample).splitlines()
    for atom in sample.atoms:
        start = json.dumps({"means": {}}, sort_keys=True)[:10]
        assert any(start in line and f'"n": {atom.n}, "place": "{atom.place}"' in line for line in lines)
    assert max(map(len, lines)) < 2_500


def body(kind: Kind = "full") -> dict[str, Any]:
    return dict(json.loads(codec.dump(sample_release(kind))))


def test_an_edited_or_cut_release_is_refused(tmp_path: Path) -> None:
    edited = body()
    edited["atoms"][0]["n"] += 10
    with pytest.raises(ReleaseError, match="edited or cut short"):
        codec.load(edited)
    path = tmp_path / "release.json"
    path.write_text(codec.dump(sample_release("full"))[:-200], encoding="utf-8")
    with pytest.raises(ReleaseError, match="not a release"):
        codec.read(path)


def test_a_release_of_another_schema_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReleaseError, match="schema 99") as error:
        codec.load(body() | {"schema": 99})
    assert "again" in (error.value.hint or "")


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("label", None, "label: None is not of type str"),
        ("synthetic", 1, "synthetic: 1 is not of type bool"),
        ("window.days", "82", "window.days: '82' is not of type int"),
        ("window.days", True, "window.days: True is not of type int"),
        ("policy.kind", "open", "policy.kind: 'open' is not one of 'public', 'internal'"),
        ("atoms", {}, "atoms: a list is needed"),
        ("atoms.0", [], r"atoms\[0\]: an object is needed"),
        ("atoms.0.means", [], r"atoms\[0\].means: an object is needed"),
        ("atoms.0.n", 2.5, r"atoms\[0\].n: 2.5 is not of type int"),
        ("overall.means.spend.value", "x", "overall.means.spend.value: 'x' is not of type float"),
        ("overall.means.spend.value", float("nan"), "is not a finite number"),
        ("overall.means.spend.value", float("inf"), "is not a finite number"),
        ("overall.means.spend.value", 10**400, "is not of type float"),
        ("overall.means.spend.withheld", "so", "is not one of 'few', 'absent'"),
        ("extra", 1, "missing or unknown: extra"),
        ("model.k", ..., "model: field.* missing or unknown: k"),
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
    with pytest.raises(ReleaseError, match=says):
        codec.load(whole)


@pytest.mark.parametrize("value", [None, [], 3, "x", {}, {"label": "x"}])
def test_other_json_is_no_release(value: object) -> None:
    with pytest.raises(ReleaseError, match="not a release"):
        codec.load(value)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"schema": ' + b"9" * 5_000 + b"}", b"\xef\xbb\xbf{}", b"nan"],
)
def test_bytes_that_are_no_json(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "release.json"
    path.write_bytes(data)
    with pytest.raises(ReleaseError, match="not a release"):
        codec.read(path)


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


def test_whole_numbers_are_read_as_the_decimals_they_stand_for() -> None:
    whole = sample_release("full")
    spend = replace(whole.overall, means=whole.overall.means | {"spend": Mean(1500.0, 10.0, None)})
    text = codec.dump(replace(whole, overall=spend)).replace("1500.0", "1500")
    assert codec.load(json.loads(text)).overall.means["spend"].value == 1500.0


def test_numbers_that_json_does_not_have_are_not_written() -> None:
    whole = sample_release("full")
    broken = replace(whole.overall, means=whole.overall.means | {"spend": Mean(float("nan"), 1.0, None)})
    with pytest.raises(ValueError, match="not JSON compliant"):
        codec.dump(replace(whole, overall=broken))
