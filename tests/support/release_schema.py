"""JSON Schema of a release, generated from its dataclasses: `python -m tests.support.release_schema` regenerates it."""

import json
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from generator.release import SCHEMA, USUAL, Release
from tests.support.paths import ROOT

PATH = ROOT / "generator" / "release.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema; all fields are required, and no others are allowed."""
    definitions: dict[str, Any] = {}
    root = _of(Release, definitions)
    body = definitions.pop(root["$ref"].rpartition("/")[2])
    body["properties"]["schema"] = {"const": SCHEMA}
    body["properties"]["content_hash"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    body["required"] = sorted({*body["required"], "content_hash"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Segment Atlas release",
        "description": "Safe aggregates of a bank's customers; what the fields mean stands in generator/release.py.",
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        inner = next(arg for arg in args if arg is not type(None))
        return {"anyOf": [_of(inner, definitions), {"type": "null"}]}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        return {"type": "array", "items": _of(args[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(args[1], definitions)}
    if is_dataclass(kind) and isinstance(kind, type):
        return _object(kind, definitions)
    return {"type": {str: "string", int: "integer", float: "number", bool: "boolean"}[kind]}


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = get_type_hints(kind)
        names = sorted(field.name for field in fields(kind))
        definitions[name] = {
            "type": "object",
            "properties": {field: _of(hints[field], definitions) for field in names},
            "required": [field for field in names if field not in USUAL.get(kind, {})],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def text() -> str:
    """Return the text of the committed file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
