"""Terminal output: every printed line goes through here, so that no control character reaches the terminal."""

import io
import json
import sys
from typing import Any

import click

from generator.unprintable import visible, visible_json

_status = ""  # the status line that the terminal shows now


def use_utf8() -> None:
    """Write UTF-8 to pipes and files, whatever the system's encoding; on a terminal, escape what it cannot show.

    Otherwise a euro sign ends the program with a traceback if the encoding lacks it, as on Windows.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def say(text: object, *, err: bool = False) -> None:
    """Print a text on standard output or standard error; unprintable characters are escaped."""
    show_status("")
    click.echo(visible(str(text)), err=err)


def show_status(text: str) -> None:
    """Replace the status line on standard error, which is a terminal; an empty text clears it.

    The next printed text clears it too. Blanks overwrite the old status, so no escape sequences are needed.
    """
    global _status  # noqa: PLW0603 - there is one terminal
    text = visible(text)
    if text != _status:
        click.echo(f"\r{' ' * len(_status)}\r{text}", err=True, nl=False)
        _status = text


def say_json(value: Any) -> None:
    """Print a value as JSON; types that JSON lacks are printed as text."""
    show_status("")
    click.echo(visible_json(json.dumps(value, ensure_ascii=False, indent=1, default=str)))


def put_table(text: str) -> None:
    """Print a table that ends in a line feed, as the same bytes on every system, because it may be piped to a file."""
    show_status("")
    click.echo(visible(text).encode(), nl=False)
