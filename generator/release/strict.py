"""The types of a release as msgspec structs, which validate a file before a release is built from it.

For dataclasses, msgspec ignores unknown fields and rounds any integer to a float; structs refuse both.
"""

from dataclasses import MISSING, fields, is_dataclass
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from generator.release import Release

#: A larger number cannot be printed with all its digits, and is none of any bank.
MOST = 1e15
#: An integer is accepted as a decimal only where a float represents it exactly.
_NUMBER = Annotated[int, msgspec.Meta(gt=-(1 << 53), lt=1 << 53)] | Annotated[float, msgspec.Meta(ge=-MOST, le=MOST)]


@cache
def file_type() -> type[Any]:
    """Return the type of a release's file: the fields of a release, and its content hash."""
    return msgspec.defstruct("File", [("content_hash", str)], bases=(_struct(Release),), kw_only=True)


@cache
def _struct(kind: type[Any]) -> type[msgspec.Struct]:
    hints = get_type_hints(kind)
    rows = [
        (field.name, _strict(hints[field.name]), msgspec.NODEFAULT if field.default is MISSING else field.default)
        for field in fields(kind)
    ]
    return msgspec.defstruct(kind.__name__, rows, forbid_unknown_fields=True)


def _strict(hint: Any) -> Any:
    """Replace dataclasses in an annotation by structs."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is float:
        return _NUMBER
    if isinstance(hint, type) and is_dataclass(hint):
        return _struct(hint)
    if not args or origin is Literal:
        return hint
    inner = tuple(_strict(arg) for arg in args)
    return reduce(or_, inner) if origin in (Union, UnionType) else origin[inner]
