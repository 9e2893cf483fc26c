"""Reading and writing release files: canonical JSON with a hash of its content; every type is checked on reading."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from generator.errors import OutputError, ReleaseError
from generator.files import whole_file
from generator.files.whole_file import PUBLIC
from generator.release import SCHEMA, Reading, Release
from generator.release.sense import first_fault
from generator.release.strict import file_type

#: The standard library writes a float as its repr, whose digits are fully specified; msgspec formats 1e-05 differently.
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, check_circular=False)
#: Maximum length of an error detail; only the name of an unknown field can be longer.
_LONG = 100
_AGAIN = "Make it again with `atlas analyse SOURCE`, or restore the file."


class _Head(msgspec.Struct):
    """Fields that every version of the file has."""

    schema: Any


def dump(release: Release) -> str:
    """Return the release as JSON text: one place, atom or segment a line, sorted keys, and a hash of its own content.

    The same release gives the same bytes on every platform.
    """
    rows = _rows(release)
    rows["content_hash"] = _JSON.encode(_hash(rows))
    return "{\n" + ",\n".join(f'  "{name}": {rows[name]}' for name in sorted(rows)) + "\n}\n"


def content_hash(release: Release) -> str:
    """Return the SHA-256 of the release's canonical JSON: it names a release without naming its source."""
    return _hash(_rows(release))


def _rows(release: Release) -> dict[str, str]:
    """Serialise each field of the file.

    Fields that equal their default are left out, so that the bytes of earlier releases do not change.
    """
    body = msgspec.to_builtins(release)
    if body["origin"] == "transactions":
        del body["origin"]
    if release.reading == Reading():
        del body["reading"]
    for place in body["places"]:
        if not place["covers"]:
            del place["covers"]
    return {name: _pretty(value, 1) for name, value in body.items()}


def _hash(rows: dict[str, str]) -> str:
    """Return the hash of canonical JSON: sorted keys and no blanks."""
    text = ",".join(f'"{name}":{rows[name]}' for name in sorted(rows))
    return hashlib.sha256(msgspec.json.format(f"{{{text}}}".encode(), indent=-1)).hexdigest()


def as_written(release: Release) -> Release:
    """Return the release as read back from its text, so that a site of either is byte-identical."""
    return load(dump(release))


@contextmanager
def staged(release: Release, path: Path, mode: int = PUBLIC) -> Iterator[Callable[[], None]]:
    """Write the release beside its file, creating the folder; yield the function that puts it in place.

    Args:
        release: The release to write.
        path: The file. A link is followed.
        mode: File permissions, see `whole_file`.

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
    """Convert an OSError to an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: the release cannot be written: {error.strerror or error}.") from error


def read(path: Path) -> Release:
    """Read a release and check its schema, types and content hash.

    Raises:
        ReleaseError: The file is missing, is not JSON, has another schema, lacks a field, was edited by hand,
            or makes no sense.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReleaseError(f"{path}: no such release.", "Make one with `atlas analyse SOURCE`.") from error
    except IsADirectoryError as error:
        raise ReleaseError(f"{path} is a folder; a release is a file, such as build/release.json.") from error
    except OSError as error:
        raise ReleaseError(f"{path}: cannot be read ({error.strerror or error}).") from error
    return load(data, str(path))


def load(text: str | bytes, where: str = "release") -> Release:
    """Build a release from the text of its file.

    Args:
        text: JSON.
        where: Name for messages.

    Raises:
        ReleaseError: As for `read`.
    """
    with _parsed(where):
        try:
            schema = msgspec.json.decode(text, type=_Head).schema
        except msgspec.ValidationError as error:
            raise ReleaseError(f"{where}: not a release of Segment Atlas (no field `schema`).") from error
    if schema != SCHEMA:
        if not isinstance(schema, int) or isinstance(schema, bool):
            raise ReleaseError(f"{where}.schema: expected `int`; a release of this version has {SCHEMA}.", _AGAIN)
        age = "an earlier" if schema < SCHEMA else "a later"
        raise ReleaseError(
            f"{where}: schema {str(schema)[:20]} of {age} version of Segment Atlas; this one reads schema {SCHEMA}.",
            "Make it again from its transactions with `atlas analyse SOURCE`, or use the version that made it.",
        )
    with _parsed(where):
        stated = msgspec.json.decode(text, type=file_type()).content_hash
        release = msgspec.json.decode(text, type=Release)
    # The hash covers the text that this program writes; a file written by another program is serialised again first.
    compact = msgspec.json.format(text.encode() if isinstance(text, str) else text, indent=-1)
    hashed = compact.replace(f'"content_hash":"{stated}",'.encode(), b"", 1)
    if stated != hashlib.sha256(hashed).hexdigest() and stated != content_hash(release):
        raise ReleaseError(f"{where}: its content does not match its own hash; it was edited or truncated.", _AGAIN)
    if fault := first_fault(release):
        raise ReleaseError(f"{where}.{fault[0]}: {fault[1]}.", _AGAIN)
    return release


@contextmanager
def _parsed(where: str) -> Iterator[None]:
    """Convert a JSON or type error to a ReleaseError."""
    try:
        yield
    except msgspec.ValidationError as error:
        raise ReleaseError(f"{where}{_fault(error)}.", _AGAIN) from error
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ReleaseError(f"{where}: not a release: {error}.") from error


def _fault(error: msgspec.ValidationError) -> str:
    """Describe the position and kind of an error, without the value."""
    what, _, place = str(error).removesuffix("`").rpartition(" - at `$")
    if not what:
        what, place = str(error), ""
    if what.startswith("Invalid enum value"):
        what = "Not one of the values that this field can have"
    what = what[:1].lower() + (what[1:] if len(what) <= _LONG else what[1:_LONG] + "…")
    return f"{place.replace('[...]', '.*')}: {what}"


def _pretty(value: Any, depth: int) -> str:
    """Format JSON with one line for each small object, so that a diff shows which city changed."""
    if depth > 3 or not isinstance(value, dict | tuple) or (depth >= 2 and isinstance(value, dict)):
        return _JSON.encode(value)
    if isinstance(value, dict):
        ends, rows = "{}", [f"{_JSON.encode(name)}: {_pretty(value[name], depth + 1)}" for name in sorted(value)]
    else:
        ends, rows = "[]", [_pretty(item, depth + 1) for item in value]
    flat = ends[0] + ", ".join(rows) + ends[1]
    if len(flat) <= 120:
        return flat
    pad = "\n" + "  " * depth
    return f"{ends[0]}{pad}  " + f",{pad}  ".join(rows) + pad + ends[1]
