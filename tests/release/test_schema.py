"""The published JSON Schema: matches the types, accepts every release, and rejects broken ones."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from generator.release.codec import dump
from generator.release.schema import schema_text
from generator.resources import release_schema
from tests.support.paths import GOLDEN, ROOT
from tests.support.releases import KINDS, sample_release


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    body = json.loads(release_schema().read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(body)
    return jsonschema.Draft202012Validator(body)


def test_the_published_schema_matches_the_types() -> None:
    published = release_schema().read_text(encoding="utf-8")
    assert published == schema_text(), "write it again: python -m generator.release.schema"


def test_only_fields_omitted_from_files_are_optional() -> None:
    made = json.loads(schema_text())
    kinds = {"Release": made, **made["$defs"]}
    optional = {name: kind["properties"].keys() - kind["required"] for name, kind in kinds.items()}
    assert {name: fields for name, fields in optional.items() if fields} == {
        "Release": {"origin", "reading"}, "Place": {"covers"}, "Reading": {"dates", "places"},
    }  # fmt: skip


def test_attributes_have_descriptions() -> None:
    made = json.loads(schema_text())
    assert made["properties"]["changes"]["description"].startswith("Differences from the previous release; null when")
    assert "compared; its window is empty" in made["properties"]["origin"]["description"]
    assert "Attributes" not in schema_text()


@pytest.mark.parametrize("kind", KINDS)
def test_releases_match_the_schema(kind: Any, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(dump(sample_release(kind))))


@pytest.mark.parametrize(
    "path", [ROOT / "data" / "release.json", *sorted(GOLDEN.glob("*/release.json"))], ids=lambda path: path.parent.name
)
def test_committed_releases_match_the_schema(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [{"schema": 99}, {"label": 1}, {"source": "bank.csv"}, {"places": {}}, {"policy": {}}, {"content_hash": "x"}],
)
def test_a_broken_release_does_not_match_the_schema(
    change: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    body = json.loads(dump(sample_release("full"))) | change
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(body)
