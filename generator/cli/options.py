"""Options shared by several commands. Imports only click."""

from collections.abc import Callable
from pathlib import Path

import click

Command = Callable[..., None]

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=True, path_type=Path)

#: Cache of social cards.
CARDS = Path("build/cards")


def config_options(command: Command) -> Command:
    """Add the options for settings."""
    command = click.option(
        "--set",
        "assignments",
        multiple=True,
        metavar="KEY=VALUE",
        help="Override a setting; the value is TOML, such as k=4 or 'k=\"auto\"'. May be repeated.",
    )(command)
    return click.option(
        "--config", "config_path", type=FILE, help="Settings file. Default: ./atlas.toml, if it exists."
    )(command)


def record_options(command: Command) -> Command:
    """Add the options for the paths of the release and of the private record."""
    command = click.option(
        "--record",
        type=FILE,
        default=Path("build/run.json"),
        show_default=True,
        help="Private run record, with exact figures; rejected.csv is written next to it.",
    )(command)
    return click.option(
        "--release",
        "release_path",
        type=FILE,
        default=Path("build/release.json"),
        show_default=True,
        help="Release to write: the only file that may be published.",
    )(command)


def model_options(command: Command) -> Command:
    """Add the options for reusing an earlier model."""
    command = click.option(
        "--refit", is_flag=True, help="With --model: fit again, and match the segments to the earlier ones."
    )(command)
    return click.option(
        "--model",
        type=FILE,
        help="Earlier release whose centres score these data, for comparing months. Default: the setting `model`.",
    )(command)


def engine_options(command: Command) -> Command:
    """Add the options that choose the engine."""
    command = click.option("--master", metavar="URL", help="URL of the Spark master. Default: this machine.")(command)
    return click.option(
        "--engine",
        type=click.Choice(["duckdb", "spark"]),
        help="Query engine; both give the same release. Default: the setting `engine`, else duckdb.",
    )(command)


def strict_option(command: Command) -> Command:
    """Add the option that turns notes and warnings into errors."""
    return click.option(
        "--strict",
        is_flag=True,
        help="Treat notes and warnings as errors: figures typed in content/, pages over their size budget.",
    )(command)


def quiet_option(command: Command) -> Command:
    """Add the option that prints only errors."""
    return click.option("--quiet", "-q", is_flag=True, help="Print errors only.")(command)


def release_options(command: Command) -> Command:
    """Add the options for the release and the settings of a command."""
    command = click.option("--site", type=FOLDER, help="Use the release of this built site.")(config_options(command))
    return click.option(
        "--release",
        "release_path",
        type=FILE,
        help="Release to use. Default: build/release.json, else data/release.json, else that of ./site.",
    )(command)
