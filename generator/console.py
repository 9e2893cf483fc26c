"""The one place where words leave the program for a terminal, so that none of its characters is obeyed there.

Knows nothing of what is said.
"""

import io
import json
import sys
from typing import Any

import click

from generator.unprintable import visible, visible_json

_status = ""  # the status line that the terminal shows now


def use_utf8() -> None:
    """Write UTF-8 into pipes and files, whatever the system's encoding; on a terminal write out what it cannot show.

    Without this a euro sign ends the program with a traceback where the encoding has none, as on Windows.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def say(text: object, *, err: bool = False) -> None:
    """Print words, on standard error where asked to; what cannot be printed is written out."""
    show_status("")
    click.echo(visible(str(text)), err=err)


def show_status(text: str) -> None:
    """Show one line on standard error, a terminal, in place of the status before it; an empty text clears it.

    Whatever is printed next clears it too. Blanks overwrite what was there, as no terminal needs to know sequences.
    """
    global _status  # noqa: PLW0603 - there is one terminal
    text = visible(text)
    if text != _status:
        click.echo(f"\r{' ' * len(_status)}\r{text}", err=True, nl=False)
        _status = text


def say_json(value: Any) -> None:
    """Print a value as JSON; what JSON does not know is printed as text."""
    show_status("")
    click.echo(visible_json(json.dumps(value, ensure_ascii=False, indent=1, default=str)))


def put_table(text: str) -> None:
    """Print a table that ends in a line feed, as the same bytes on every system: it may go into a file."""
    show_status("")
    click.echo(visible(text).encode(), nl=False)
