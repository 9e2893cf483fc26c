"""One setting as a field of `Settings`: its default, its check and its explanation."""

from collections.abc import Callable
from dataclasses import field
from typing import Any


def setting(default: Any, check: Callable[[Any], Any], text: str) -> Any:
    """Make the field; the explanation becomes a comment in atlas.toml."""
    metadata = {"check": check, "help": text}
    if isinstance(default, dict | list):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)
