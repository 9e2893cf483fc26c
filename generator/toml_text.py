"""Reading of TOML: all failures of the parser as one error, and values that do not fit those that they override."""

import tomllib
from collections.abc import Sequence
from typing import Any


class TomlError(ValueError):
    """A text is not TOML; the message gives the line, where that is known."""


def parse(text: str) -> dict[str, Any]:
    """Return the tables of a text.

    Raises:
        TomlError: It is not TOML, or exceeds the limits of the parser.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(str(error)) from error
    except RecursionError as error:
        raise TomlError("values are nested too deeply") from error
    except ValueError as error:
        # Python converts no number of thousands of digits.
        raise TomlError("a number has too many digits") from error


def misfit(given: Any, models: Sequence[Any], key: str = "") -> tuple[str, str] | None:
    """Compare values with those of a file that they override: same kinds of values at the same keys.

    Args:
        given: A value or table.
        models: Values whose kinds it may have; a new key may have those of any key next to it.
        key: Its dotted key.

    Returns:
        The dotted key of the first value of another kind, and what it needs instead; None if all fit.
    """
    kinds = dict.fromkeys(map(_kind, models))
    if not kinds:
        return None
    if _kind(given) not in kinds:
        return key, f"needs {' or '.join(kinds)}, not {_kind(given)}"
    if isinstance(given, dict):
        tables = [model for model in models if isinstance(model, dict)]
        inner = {
            name: [table[name] for table in tables if name in table]
            or [one for table in tables for one in table.values()]
            for name in given
        }
        fits = (misfit(value, inner[name], f"{key}.{name}" if key else name) for name, value in given.items())
    elif isinstance(given, list):
        lists = [model for model in models if isinstance(model, list)]
        even = {len(model) for model in lists} == {len(given)}
        every = [one for model in lists for one in model]
        fits = (misfit(value, [m[i] for m in lists] if even else every, key) for i, value in enumerate(given))
    else:
        return None
    return next((found for found in fits if found), None)


def _kind(value: Any) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "a date or time")


_KINDS = (
    (bool, "true or false"), (str, "text"), (int | float, "a number"), (list, "a list"), (dict, "a table"),
)  # fmt: skip
