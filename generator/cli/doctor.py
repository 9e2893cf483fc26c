"""Command `doctor`: options and printing only. Heavy imports stay inside the command."""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import config_options
from generator.cli.printing import print_lines
from generator.console import say_json

if TYPE_CHECKING:
    from generator.analyse.doctor.examine import Findings


@click.command()
@click.argument("source")
@config_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")
def doctor(source: str, config_path: Path | None, assignments: tuple[str, ...], as_json: bool) -> None:
    """Say what a build would make of SOURCE, before the long run.

    About 1,000 rows are read, from the beginning, the middle and the end. What their columns mean, and how dates,
    amounts and places are written, is guessed from titles and values, each with its evidence; what stays open is
    asked. What atlas.toml or --set say wins over guesses, and where they and the file disagree is named. The rows are
    then cleaned as a build cleans them. No value of a customer is printed.

    \b
    atlas doctor transactions.csv
    atlas doctor bank.sqlite --set 'table="payments"' --json

    \b
    Exit codes:
      0  a build reads it as things are
      3  it needs settings: the guessed ones (atlas init DIR --from SOURCE), or answers
      4  it cannot be read
      5  its values cannot be right

    --json: version, exit_code, source, roles (state, column, confidence, evidence, alternatives, answers), settings
    (state, value, evidence, alternatives, blocks), build_now and build_with_guesses (stops, accepted, rejected, shapes,
    notes, months, customer_key, customer_key_reason), contradictions, next. A state is guessed, configured, default,
    open or absent.
    """  # noqa: D301 - \b keeps click from joining the lines
    from generator.analyse.doctor import as_json as for_machines
    from generator.analyse.doctor.examine import examine
    from generator.analyse.doctor.lines import lines
    from generator.settings import config

    found = examine(source, config.load(config_path, assignments))
    used = config_path or (Path(config.FILE) if Path(config.FILE).is_file() else None)
    what_next = tuple(next_lines(found, source, used, assignments, named=config_path is not None))
    if as_json:
        say_json(for_machines.as_json(found, what_next))
    else:
        print_lines((f"note: {line}" for line in found.sample.notes), err=True)
        print_lines(lines(found, what_next))
    sys.exit(found.exit_code)


def next_lines(
    found: "Findings", source: str, config_path: Path | None, assignments: tuple[str, ...] = (), *, named: bool = False
) -> Iterator[str]:
    """Yield what to type next.

    Args:
        found: The findings.
        source: The source as the user named it.
        config_path: The settings file that is used; None for none.
        assignments: Those of the command itself.
        named: Whether the command itself names the settings file.
    """
    from generator.analyse.doctor.examine import suggested
    from generator.analyse.doctor.lines import toml_lines
    from generator.settings.assignments import quoted

    config = f" --config {shlex.quote(str(config_path))}" if named else ""
    sets = "".join(f" --set {quoted(text)}" for text in assignments)
    answers = " --set …" if found.waits else ""
    if found.exit_code not in (0, 3):
        return
    if found.exit_code == 0:
        yield command("atlas build", source, config + sets)
    elif config_path is not None:
        if lines := list(toml_lines(suggested(found))):
            yield f"Add to {config_path}:"
            yield from (f"    {line}" for line in lines)
        yield command("atlas doctor", source, config + sets + answers)
    else:
        yield command("atlas init . --from", source, sets + answers)
        yield command("atlas build", source)


def command(words: str, source: str, options: str = "", folder: Path | None = None) -> str:
    """Return a command that reads the transactions, as a shell takes it.

    Args:
        words: What comes before the source.
        source: The transactions as the user named them. Of the address of a server, user and password are left out.
        options: What comes after it.
        folder: Where it is typed, if elsewhere.
    """
    from generator.analyse.sources import databases

    name = source
    if source.startswith(databases.POSTGRES):
        name = databases.title_of(source)
    elif folder is not None and source != "-" and not (path := Path(source).expanduser()).is_absolute():
        # The last part may be a link, which is to be named.
        name = os.path.relpath(Path(os.path.realpath(path.parent)) / path.name, os.path.realpath(folder))
    return f"{'… | ' if source == '-' else ''}{words} {shlex.quote(name)}{options}"


@dataclass(frozen=True, slots=True)
class NewSettings:
    """Settings for a new site, guessed from its transactions.

    Attributes:
        text: The atlas.toml.
        summary: What was guessed and what is open, as lines.
    """

    text: str
    summary: tuple[str, ...]


def settings_for(source: str, assignments: tuple[str, ...], folders: Mapping[str, Any]) -> NewSettings:
    """Return the settings that transactions seem to need.

    Args:
        source: As for `atlas build`.
        assignments: Answers of the user, as `key=value`.
        folders: The settings that name the folders of the new site.
    """
    from generator.analyse.doctor.examine import examine
    from generator.analyse.doctor.lines import opening, questions, wrapped
    from generator.analyse.doctor.new_settings import new_settings
    from generator.settings import config

    settings = replace(config.load(Path(os.devnull), assignments), base_dir=Path())
    found = examine(source, settings)
    chosen = sum(bool(guess.column) for guess in found.roles)
    told = [*wrapped(opening(found), ""), f"{chosen} of its columns have a role now; atlas.toml says why."]
    if asked := list(questions(found)):
        told += ["", "To answer in atlas.toml, or with --set", *asked]
    return NewSettings(new_settings(found, config.values_of(assignments), folders), tuple(told))


COMMANDS = (doctor,)
