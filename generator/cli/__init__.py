"""Command line: options and printing, one module per group of commands."""

import io
import sys

import click

from generator import __version__
from generator.cli import adopt, build, doctor, places, site, words
from generator.cli.signals import Stopping
from generator.console import say, use_utf8
from generator.errors import AtlasError

EXIT_CODES = """
\b
Exit codes:
  0  done
  1  any other failure
  2  the command line
  3  atlas.toml or --set
  4  the transactions cannot be found or read
  5  they can be read but cannot be right
  6  the release is missing, broken or of another schema
  7  a text, a fact name or a template is wrong
  8  a file or folder cannot be written
  9  nothing can be published safely
 10  the site has defects
130  stopped with Ctrl-C (143 by SIGTERM, 129 by SIGHUP)
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="atlas")
def atlas() -> None:
    """Turn a bank's transactions into a public website about its customer segments, one page per city.

    \b
    atlas doctor transactions.csv       what a build would make of them, before the long run
    atlas build transactions.csv        everything: read, segment, disclose, render, check
    atlas analyse transactions.csv      only the release (safe aggregates)
    atlas render release.json           only the site, from a release
    """  # noqa: D301 - \b keeps click from joining the lines


for _module in (build, doctor, site, places, words, adopt):
    for _command in _module.COMMANDS:
        atlas.add_command(_command)


class _Lines(io.StringIO):
    """Buffer for click's messages that claims to be a terminal, so that click strips nothing and `say` escapes it."""

    def isatty(self) -> bool:
        return True


def main() -> None:
    """Run the command; an expected failure prints one message and no traceback."""
    use_utf8()
    with Stopping() as stopping:
        try:
            atlas(standalone_mode=False, obj=stopping)
        except click.ClickException as error:
            if stopping.heard:
                raise
            say(_shown(error), err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            if stopping.heard:
                raise
            sys.exit(1)


def _shown(error: click.ClickException) -> str:
    if isinstance(error, AtlasError):
        return f"atlas: {error.format_message()}"
    shown = _Lines()
    error.show(shown)
    return shown.getvalue().rstrip("\n")
