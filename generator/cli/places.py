"""Command `locate`: options and printing only. Heavy imports stay inside the command."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import FILE, config_options, quiet_option
from generator.cli.printing import print_lines, warn_if_tracked, watch_outputs
from generator.console import put_table, say

if TYPE_CHECKING:
    from generator.settings.settings import Settings


@click.command()
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--column", metavar="NAME", help="Read this column of a CSV file. Default: one spelling per line.")
@click.option("--unmatched", "source", metavar="SOURCE", help="List the unmatched spellings of these transactions.")
@click.option("--top", type=click.IntRange(1), help="With --unmatched: how many spellings to list.  [default: 50]")
@click.option("--to", "target", type=FILE, help="Private file to write. Default: standard output.")
@config_options
@quiet_option
def locate(
    file: Path | None,
    column: str | None,
    source: str | None,
    top: int | None,
    target: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    quiet: bool,
) -> None:
    """Match spellings of places, as a build does.

    FILE, or standard input, contains one spelling per line; the output is a CSV in the same order: location, kind,
    city, state, id, slug, method, grade, score. Unprintable characters become blanks, and an apostrophe is put before a
    text that a spreadsheet would run as a formula. With metro = "together", three more columns name the metropolitan
    area of a city: area, area_id, area_slug.

    \b
    atlas locate spellings.txt
    echo BANGALORE | atlas locate
    atlas locate transactions.csv --column CustLocation --to places.csv
    atlas locate --unmatched transactions.csv --top 20

    --unmatched lists the most frequent spellings without a place, with the nearest suggestions. Its rows can be pasted
    into the file aliases.csv of your place overrides (setting place_overrides), after you have checked the ids.
    """  # noqa: D301 - \b keeps click from joining the lines
    from generator.errors import UsageError
    from generator.settings import config

    settings = config.load(config_path, assignments)
    if column is not None and not column.strip():
        raise UsageError("--column needs the name of a column.")
    if source is not None and (file or column):
        raise UsageError("--unmatched reads transactions: give neither FILE nor --column with it.")
    if source is None and top is not None:
        raise UsageError("--top needs --unmatched.")
    target = None if str(target) == "-" else target
    if target:
        _require_target(target, file, source, settings, config_path)
    answer = _locate_file(file, column or "", settings) if source is None else None
    text, notes = answer or _locate_unmatched(str(source), top or 50, settings, quiet)
    _write_answer(text, target)
    if not quiet:
        print_lines(notes, err=True)


def _require_target(
    target: Path, file: Path | None, source: str | None, settings: "Settings", config_path: Path | None
) -> None:
    """Refuse an output file that is not safe for private spellings, before anything is read."""
    from generator.files.run_paths import Named, analysis_inputs, require_private_place, source_files
    from generator.files.whole_file import sweep

    read = source_files(source) if source is not None else (Named("the list", file),) if file else ()
    written = Named("the answer", target, "--to")
    require_private_place(written, (*read, *analysis_inputs(settings, config_path)))
    sweep(target)
    watch_outputs(written)


def _locate_file(file: Path | None, column: str, settings: "Settings") -> tuple[str, list[str]]:
    """Return the matches of spellings as CSV, and the notes on them."""
    from generator.analyse.place_column import PlaceReader
    from generator.analyse.places.as_is import Naming
    from generator.analyse.places.match_csv import locate_spellings, matches_csv
    from generator.analyse.places.matching import chosen_areas, open_gazetteer
    from generator.analyse.places.spellings import read_spellings

    named = file is not None and str(file) != "-"
    spellings = read_spellings(_read_input(file if named else None), str(file) if named else "standard input", column)
    gazetteer = open_gazetteer(settings)
    # With a gazetteer, the cascade itself knows texts without a name.
    read = str if gazetteer else PlaceReader(settings).place
    matches = locate_spellings(spellings, gazetteer, Naming(fold_accents=settings.fold_accents), read)
    found = sum(match.kind in ("city", "district") for match in matches)
    notes = [f"note: {found:,} of {len(spellings):,} spellings matched a city or district."]
    return matches_csv(spellings, matches, gazetteer, chosen_areas(settings, gazetteer)), notes


def _read_input(file: Path | None) -> bytes:
    from generator.errors import SourceError

    if file is None:
        if sys.stdin is None:
            raise SourceError("standard input is closed.", "Name a FILE, or pipe in the spellings.")
        if sys.stdin.isatty():
            say("note: type one spelling per line; end with Ctrl-D.", err=True)
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror or error}).") from error


def _locate_unmatched(name: str, top: int, settings: "Settings", quiet: bool) -> tuple[str, list[str]]:
    """Return the unmatched spellings as CSV, and the notes on them."""
    from generator.analyse.places.unmatched import list_unmatched, notes, unmatched_csv
    from generator.analyse.sources.opening import opened
    from generator.cli.progress import running

    with running(quiet) as clock, opened(name, settings) as found:
        listing = list_unmatched(found, settings, clock.stage, top)
    return unmatched_csv(listing), [*(f"note: {note}" for note in found.notes), *notes(listing, settings.threshold)]


def _write_answer(text: str, target: Path | None) -> None:
    from generator.errors import OutputError
    from generator.files.private import write_private

    if target is None:
        try:
            put_table(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"standard output: cannot be written ({error.strerror or error}).") from error
        return
    write_private(target, text)
    warn_if_tracked(target)


COMMANDS = (locate,)
