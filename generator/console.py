"""The one place where words leave the program for a terminal, so that none of its characters is obeyed there.

Knows nothing of what is said.
"""

import json
from typing import Any

import click

from generator.unprintable import visible, visible_json


def say(text: object, *, err: bool = False) -> None:
    """Print words, on standard error where asked to; what cannot be printed is written out."""
    click.echo(visible(str(text)), err=err)


def say_json(value: Any) -> None:
    """Print a value as JSON; what JSON does not know is printed as text."""
    click.echo(visible_json(json.dumps(value, ensure_ascii=False, indent=1, default=str)))


def put_table(text: str) -> None:
    """Print a table that ends in a line feed, in UTF-8 whatever the terminal's encoding: it may go into a file."""
    click.echo(visible(text).encode(), nl=False)
