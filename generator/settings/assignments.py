"""Settings as options of a command line, as a shell takes them, for messages that say what to set."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any


def sets(values: Mapping[str, Any]) -> str:
    """Return `--set 'key=value'` for each of some settings."""
    return " ".join(f"--set {quoted(f'{key}={_toml(value)}')}" for key, value in values.items())


def read_with(subject: str, ways: Sequence[str], values: str) -> str:
    """Return a sentence on the settings with which something can be read.

    Args:
        subject: What can be read.
        ways: Options for it, as `sets` gives them; of several, the user must choose.
        values: What the values are called.
    """
    choose = f"; choose what the {values} mean" if len(ways) > 1 else ""
    return f"{subject} can be read with {' or '.join(ways)}{choose}."


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def quoted(text: str) -> str:
    """Return an argument: in double quotes, which other shells know too, if it has single ones and that is safe."""
    if "'" not in text or "!" in text:
        return shlex.quote(text)
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'
