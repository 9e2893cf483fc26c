"""JSON Schema of release files, derived from the types; `python -m generator.release.schema` writes the published copy.

The copy is committed, so that a change of the format shows in a diff.
"""

import inspect
import json
import re
from typing import Any

import msgspec

from generator.release import SCHEMA, Release
from generator.resources import release_schema

_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_IN_JSON = {"None": "null", "True": "true", "False": "false"}


def schema_text() -> str:
    """Return the schema: descriptions come from the docstrings of the types; unknown fields are refused."""
    kinds = msgspec.json.schema(Release)["$defs"]
    for kind in kinds.values():
        kind["additionalProperties"] = False
        _describe(kind)
    release = kinds.pop("Release") | {"title": "Segment Atlas release"}
    release["properties"]["schema"]["const"] = SCHEMA
    release["properties"]["content_hash"] = {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 of everything else, as JSON with sorted keys and no blanks.",
    }
    release["required"].append("content_hash")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **release, "$defs": kinds}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _describe(kind: dict[str, Any]) -> None:
    """Copy a docstring into the schema: its text to the type, its attributes to the properties."""
    text = re.sub(r"\b(None|True|False)\b", lambda word: _IN_JSON[word[0]], inspect.cleandoc(kind["description"]))
    kind["description"], _, attributes = text.partition("\n\nAttributes:\n")
    for name, meaning in _ATTRIBUTE.findall(attributes):
        kind["properties"][name]["description"] = " ".join(meaning.split())


if __name__ == "__main__":
    release_schema().write_text(schema_text(), encoding="utf-8", newline="\n")
