"""The JSON Schema of a release's file, from its types: `python -m generator.release.schema` writes the published one.

It is committed and published as it is written here, so that a change of the format is read in a diff.
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
    """Return the schema: what a field means is said by the docstring of its type; nothing may be added."""
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
    """Share out a docstring: its text to the type, each of its attributes to the property."""
    text = re.sub(r"\b(None|True|False)\b", lambda word: _IN_JSON[word[0]], inspect.cleandoc(kind["description"]))
    kind["description"], _, attributes = text.partition("\n\nAttributes:\n")
    for name, meaning in _ATTRIBUTE.findall(attributes):
        kind["properties"][name]["description"] = " ".join(meaning.split())


if __name__ == "__main__":
    release_schema().write_text(schema_text(), encoding="utf-8", newline="\n")
