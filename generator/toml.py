"""Reading of TOML: all failures of the parser as one error, which says where."""

import tomllib
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
