"""The committed JSON Schema: it is the dataclasses', every release meets it, and a broken one does not."""

import json
from typing import Any

import jsonschema
import pytest

from generator.release.codec import dump
from tests.support.paths import ROOT
from tests.support.release_schema import PATH, text
from tests.support.releases import sample_release


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    body = json.loads(PATH.read_text())
    jsonschema.Draft202012Validator.check_schema(body)
    return jsonschema.Draft202012Validator(body)


def test_the_committed_schema_is_that_of_the_dataclasses() -> None:
    assert PATH.read_text() == text(), "write it again: python -m tests.support.release_schema"


@pytest.mark.parametrize("kind", ["full", "sparse", "total", "internal", "joined", "hostile"])
def test_releases_meet_it(kind: Any, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(dump(sample_release(kind))))


def test_the_committed_release_meets_it(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads((ROOT / "data" / "release.json").read_text()))


@pytest.mark.parametrize("change", [{"schema": 99}, {"label": 1}, {"source": "bank.csv"}, {"places": {}}])
def test_a_broken_release_does_not(change: dict[str, Any], validator: jsonschema.Draft202012Validator) -> None:
    body = json.loads(dump(sample_release("full"))) | change
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(body)
