"""Options that several commands share. Loads click alone."""

from collections.abc import Callable
from pathlib import Path

import click

Command = Callable[..., None]

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=True, path_type=Path)

#: Pictures of pages, kept between runs.
CARDS = Path("build/cards")


def config_options(command: Command) -> Command:
    """Add the options that say which settings hold."""
    command = click.option(
        "--set",
        "assignments",
        multiple=True,
        metavar="KEY=VALUE",
        help="Change one setting; the value is TOML, such as k=4 or 'k=\"auto\"'. May be repeated.",
    )(command)
    return click.option(
        "--config", "config_path", type=FILE, help="Settings file. Default: ./atlas.toml where there is one."
    )(command)


def record_options(command: Command) -> Command:
    """Add the options that say where the release and the private record go."""
    command = click.option(
        "--record",
        type=FILE,
        default=Path("build/run.json"),
        show_default=True,
        help="Private run record, with exact figures; rejected.csv goes beside it.",
    )(command)
    return click.option(
        "--release",
        "release_path",
        type=FILE,
        default=Path("build/release.json"),
        show_default=True,
        help="Where the release goes: the one file that may be published.",
    )(command)


def model_options(command: Command) -> Command:
    """Add the options that name an earlier model."""
    command = click.option(
        "--refit", is_flag=True, help="With --model: fit anew, and match the segments to the earlier ones."
    )(command)
    return click.option(
        "--model",
        type=FILE,
        help="Earlier release: its centres score these data, so that months compare. Default: the setting `model`.",
    )(command)


def engine_options(command: Command) -> Command:
    """Add the options that choose the engine."""
    command = click.option("--master", metavar="URL", help="Master of a Spark cluster. Default: this machine.")(command)
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
        help="Stop at what is only noted otherwise: figures typed in content/, pages over their budget of weight.",
    )(command)


def quiet_option(command: Command) -> Command:
    """Add the option that keeps everything but errors quiet."""
    return click.option("--quiet", "-q", is_flag=True, help="Print errors only.")(command)


def release_options(command: Command) -> Command:
    """Add the options that say which release and which settings a command speaks of."""
    command = click.option("--site", type=FOLDER, help="A built site, whose release is used.")(config_options(command))
    return click.option(
        "--release",
        "release_path",
        type=FILE,
        help="Default: build/release.json, else data/release.json, else that of ./site.",
    )(command)
