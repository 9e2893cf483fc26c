"""The JSON file of a place: its values, its segments and the statements of its page; and the schema of such files."""

from collections.abc import Iterable, Sequence
from typing import Any

from generator.publish.claims.statements import Statement
from generator.publish.downloads import tables
from generator.publish.model.types import ANSWERS, Estimate, GroupView, PlaceView, Views
from generator.publish.words.content import Confidence, Content
from generator.release.columns import MEASURES

#: Columns that are names of the place, or that averages hold in another form.
_NAMES = frozenset({"city", "state", "slug"})
_ANSWERS: tuple[Confidence, ...] = (*ANSWERS, "counted", "unclear")


def city(view: PlaceView, views: Views, statements: Sequence[Statement]) -> dict[str, Any]:
    """Return a place: its own values, averages with intervals, segments or merged segments, and statements."""
    release = views.release
    averages = {name: _average(estimate) for name, estimate in view.measures.items()}
    row = tables.city_row(view)
    cells = tables.cell_rows(view, views)
    return {
        "release": {"label": release.label, "first_day": release.window.first, "last_day": release.window.last},
        **{name: row[name] for name in _head(row, averages)},
        **({"covers": list(view.place.covers)} if view.place.covers else {}),
        "averages": averages,
        "segments": [{name: value for name, value in cell.items() if name not in _NAMES} for cell in cells],
        "statements": [_statement(one) for one in statements],
    }


def _head(names: Iterable[str], averages: Iterable[str]) -> list[str]:
    """Return the columns of a place's own values: without averages, which have an object of their own."""
    ends = {f"{name}{end}" for name in averages for end in ("", "_low", "_high", "_answer")}
    return [name for name in names if name not in ends and name != "withheld"]


def _average(estimate: Estimate) -> dict[str, Any]:
    if estimate.withheld is not None:
        return {"withheld": estimate.withheld}
    ends = {"low": estimate.low, "high": estimate.high}
    answer = {} if estimate.answer is None else {"answer": estimate.answer}
    known = {name: round(end, 4) for name, end in ends.items() if end is not None}
    return {"value": estimate.value, **known, **answer}


def _statement(statement: Statement) -> dict[str, Any]:
    sentence, about = statement.sentence, statement.sentence.about
    return {
        "id": sentence.id,
        "kind": sentence.kind,
        "where": statement.where,
        **({"figure": statement.figure} if statement.figure else {}),
        "answer": sentence.confidence,
        "text": sentence.text,
        "facts": dict(sentence.facts),
        **(_numbers(about, tested=sentence.confidence in ANSWERS) if about else {}),
    }


def _numbers(about: GroupView | Estimate, *, tested: bool) -> dict[str, Any]:
    """Return the value and the interval of a share or an average, and the p-value where the sentence rests on it."""
    value = about.share if isinstance(about, GroupView) else about.value
    numbers: dict[str, Any] = {}
    if value is not None:
        numbers["value"] = round(value, 4)
    if about.low is not None and about.high is not None:
        numbers["interval"] = [round(about.low, 4), round(about.high, 4)]
    if tested and about.q is not None:
        numbers["q"] = float(f"{about.q:.3g}")
    return numbers


def schema(content: Content) -> dict[str, Any]:
    """Return the JSON Schema of the file of a place, with the definitions of all columns."""
    head = _head(tables.CITY_COLUMNS, MEASURES)
    cells = [name for name in tables.CELL_COLUMNS if name not in _NAMES]
    strings = {"type": "object", "additionalProperties": _TEXT}
    described = {
        "release": {**strings, "description": content.words("data.release_field")},
        **{name: _column(name, content) for name in head},
        "covers": {"type": "array", "items": {"type": "string"}, "description": content.definition("covers")},
        "averages": {
            "type": "object",
            "description": content.words("data.averages_field"),
            "additionalProperties": _AVERAGE,
        },
        "segments": {
            "type": "array",
            "description": content.words("data.segments_field"),
            "items": {"type": "object", "properties": {name: _column(name, content) for name in cells}},
        },
        "statements": {
            "type": "array",
            "description": content.words("data.statements_field"),
            "items": _statement_schema(content),
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": content.words("data.city_schema_json"),
        "type": "object",
        "properties": described,
        "required": [name for name in described if name != "covers"],
        "additionalProperties": False,
    }


_NUMBER = {"type": "number"}
_TEXT = {"type": "string"}
_AVERAGE = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("value", "low", "high"), _NUMBER),
        **dict.fromkeys(("withheld", "answer"), _TEXT),
    },
    "additionalProperties": False,
}
_STATEMENT: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("id", "kind", "where", "figure"), _TEXT),
    "answer": {"type": "string", "enum": list(_ANSWERS)},
    "text": _TEXT,
    "facts": {"type": "object", "additionalProperties": _TEXT},
    "value": _NUMBER,
    "interval": {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
    "q": {"type": "number", "minimum": 0, "maximum": 1},
}
#: Fields that only some statements have.
_SOME = frozenset({"figure", "value", "interval", "q"})


def _statement_schema(content: Content) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            name: {**kind, "description": content.words(f"data.statement.{name}")} for name, kind in _STATEMENT.items()
        },
        "required": [name for name in _STATEMENT if name not in _SOME],
        "additionalProperties": False,
    }


def _column(name: str, content: Content) -> dict[str, Any]:
    unit = tables.unit(name, content)
    definition = content.definition(name)
    return {
        "type": [tables.type_of(name), "null"],
        "title": content.title(name),
        "description": f"{definition} ({unit})" if unit else definition,
    }
