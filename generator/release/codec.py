"""The release as a file: canonical JSON with a hash of its own content, and reading it back with every type checked."""

import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from generator.errors import OutputError, ReleaseError
from generator.files import whole_file
from generator.files.whole_file import PUBLIC
from generator.release import SCHEMA, USUAL, Place, Release


def dump(release: Release) -> str:
    """Return the release as JSON text: one place, atom or segment a line, sorted keys, and a hash of its own content.

    The same release gives the same bytes on every platform.
    """
    body = _body(release)
    body["content_hash"] = content_hash(release)
    return _pretty(body) + "\n"


def content_hash(release: Release) -> str:
    """Return the SHA-256 of the release's canonical JSON: it names a release without naming its source."""
    text = json.dumps(_body(release), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _body(release: Release) -> dict[str, Any]:
    """Return the release as JSON; what is as usual is left out, so that earlier releases stay as they are."""
    body = asdict(release)
    for kind, rows in ((Release, [body]), (Place, body["places"])):
        for row in rows:
            for name, usual in USUAL[kind].items():
                if row[name] == usual:
                    del row[name]
    return body


def as_written(release: Release) -> Release:
    """Return the release as a reader of its file gets it, so that a site of either is the same to the byte."""
    return load(json.loads(dump(release)))


@contextmanager
def staged(release: Release, path: Path, mode: int = PUBLIC) -> Iterator[Callable[[], None]]:
    """Write the release beside its file, creating the folder; give what puts it in place.

    Args:
        release: What is written.
        path: The file. A link is followed.
        mode: Whom the file is for, see `whole_file`.

    Raises:
        OutputError: It cannot be written; an earlier release is then as it was.
    """
    target = Path(os.path.realpath(path))
    with ExitStack() as stack:
        with _refused(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            put = stack.enter_context(whole_file.staged(target, dump(release).encode(), mode))

        def commit() -> None:
            with _refused(path):
                put()

        yield commit


def write(release: Release, path: Path) -> None:
    """Write the release to a file, whole or not at all, creating its folder.

    Raises:
        OutputError: It cannot be written; an earlier release is then as it was.
    """
    with staged(release, path) as commit:
        commit()


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Turn an error of the disk into one message."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: the release cannot be written: {error.strerror or error}.") from error


def read(path: Path) -> Release:
    """Read a release and check its schema, types and content hash.

    Raises:
        ReleaseError: The file is missing, is not JSON, has another schema, lacks a field, or was edited by hand.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ReleaseError(f"{path}: no such release.", "Make one with `atlas analyse SOURCE`.") from error
    except IsADirectoryError as error:
        raise ReleaseError(f"{path} is a folder; a release is a file, such as build/release.json.") from error
    except OSError as error:
        raise ReleaseError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except (ValueError, RecursionError) as error:
        raise ReleaseError(f"{path}: not a release: {error}.") from error
    return load(body, str(path))


def load(body: Any, where: str = "release") -> Release:
    """Build a release from parsed JSON.

    Args:
        body: The parsed JSON object.
        where: Name for messages.

    Raises:
        ReleaseError: As for `read`.
    """
    if not isinstance(body, dict) or "schema" not in body:
        raise ReleaseError(f"{where}: not a release of Segment Atlas (no field `schema`).")
    if body["schema"] != SCHEMA:
        raise ReleaseError(
            f"{where}: schema {body['schema']}, but this version reads schema {SCHEMA}.",
            "Make the release again with this version, or render it with the version that made it.",
        )
    fields_ = dict(body)
    stated = fields_.pop("content_hash", None)
    release: Release = _build(Release, fields_, where)
    try:
        true = content_hash(release)
    except ValueError as error:
        raise ReleaseError(f"{where}: holds a number that JSON does not have ({error}).") from error
    if stated != true:
        raise ReleaseError(
            f"{where}: its content does not match its own hash; it was edited or cut short.",
            "Make it again with `atlas analyse SOURCE`, or restore the file.",
        )
    return release


def _build(kind: Any, value: Any, where: str) -> Any:
    """Turn parsed JSON into a value of the annotated type, or say where it does not fit."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if value is None else _build(next(a for a in args if a is not type(None)), value, where)
    if origin is Literal:
        if value not in args:
            raise ReleaseError(f"{where}: {value!r} is not one of {', '.join(map(repr, args))}.")
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise ReleaseError(f"{where}: a list is needed.")
        return tuple(_build(args[0], item, f"{where}[{i}]") for i, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict):
            raise ReleaseError(f"{where}: an object is needed.")
        return {key: _build(args[1], item, f"{where}.{key}") for key, item in value.items()}
    if is_dataclass(kind):
        return _build_dataclass(kind, value, where)
    return _scalar(kind, value, where)


def _build_dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise ReleaseError(f"{where}: an object is needed.")
    names = {field.name for field in fields(kind)}
    unsaid = USUAL.get(kind, {}).keys() - value.keys()
    if odd := sorted((value.keys() | unsaid) ^ names):
        raise ReleaseError(f"{where}: field(s) missing or unknown: {', '.join(odd)}.")
    hints = get_type_hints(kind)
    return kind(**{name: _build(hints[name], value[name], f"{where}.{name}") for name in sorted(names - unsaid)})


def _scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is Any:
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53:
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ReleaseError(f"{where}: {value!r} is not of type {kind.__name__}.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ReleaseError(f"{where}: {value!r} is not a finite number.")
    return value


def _pretty(value: Any, depth: int = 0) -> str:
    """JSON with one line for each small thing: readable by eye, and a diff shows the city that changed."""
    flat = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
    if depth > 3 or len(flat) <= 120 or (depth >= 2 and isinstance(value, dict)):
        return flat
    pad, end = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        rows = (f"{pad}{json.dumps(key)}: {_pretty(value[key], depth + 1)}" for key in sorted(value))
        return "{\n" + ",\n".join(rows) + f"\n{end}}}"
    if isinstance(value, list | tuple):
        return "[\n" + ",\n".join(pad + _pretty(item, depth + 1) for item in value) + f"\n{end}]"
    return flat
