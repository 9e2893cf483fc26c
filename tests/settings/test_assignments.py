"""Settings as options of a command line: a shell and the reader of settings give the same values back."""

import subprocess
import sys
from typing import Any

import pytest

from generator.settings import config
from generator.settings.assignments import quoted, sets


@pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
@pytest.mark.parametrize("value", ["a = 'b'", "\"x y\" = 'z'", "$HOME `id` \\ !", "'$HOME `id` \\", "'!'", "é", "a b"])
def test_an_argument_survives_a_shell(value: str) -> None:
    shell = subprocess.run(
        ["sh", "-c", f"printf %s {quoted(value)}"], capture_output=True, check=True, encoding="utf-8"
    )
    assert shell.stdout == value


@pytest.mark.skipif(sys.platform == "win32", reason="needs sh")
@pytest.mark.parametrize(
    "values",
    [
        {"label": 'Anna\'s "bank" $1 \\', "k": "4"},
        {"debit": ["D", "it's"], "header": False},
        {"columns.amount": '"a b" * c', "where": "x <> 'é'"},
        {"label": "a\x7fb"},
    ],
)
def test_settings_come_back_as_they_were(values: dict[str, Any]) -> None:
    loop = f"for word in {sets(values)}; do printf '%s\\0' \"$word\"; done"
    words = subprocess.run(["sh", "-c", loop], capture_output=True, check=True, encoding="utf-8").stdout.split("\0")[
        :-1
    ]
    assert words[::2] == ["--set"] * len(values)
    found = config.values_of(words[1::2])
    flat = {f"columns.{role}": name for role, name in found.pop("columns", {}).items()} | found
    assert flat == values
