"""The command `atlas`: options and printing only.

Heavy imports stay inside the commands, so that `atlas --help` answers at once.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__, editor_commands
from generator.errors import AtlasError, CheckError

if TYPE_CHECKING:
    from generator.check import Report
    from generator.config import Settings
    from generator.pipeline import Analysis, Clock
    from generator.release import Release

EXIT_CODES = """
\b
Exit codes:
  0  done
  1  something else stopped the work
  2  the command line
  3  atlas.toml or --set
  4  the transactions cannot be found or read
  5  they can be read, but not be trusted
  6  the release is missing, broken or of another schema
  7  a word, a fact name or a template is wrong
  8  a file or folder cannot be written
  9  nothing can be published safely
 10  the site has defects
"""

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=True, path_type=Path)

#: Pictures of pages, kept between runs.
_CARDS = Path("build/cards")

_NO_PREVIEWS = (
    "site_url is not set, so links to the site will show no title, sentence or picture in chats, and printed pages no "
    'QR code. Set it in atlas.toml: site_url = "https://…"'
)

Command = Callable[..., None]


def _config_options(command: Command) -> Command:
    command = click.option(
        "--set",
        "assignments",
        multiple=True,
        metavar="KEY=VALUE",
        help="Change one setting; the value is TOML, such as k=4 or 'k=\"auto\"'. May be repeated.",
    )(command)
    return click.option(
        "--config", "config_path", type=_FILE, help="Settings file. Default: ./atlas.toml where there is one."
    )(command)


def _record_options(command: Command) -> Command:
    command = click.option(
        "--record",
        type=_FILE,
        default=Path("build/run.json"),
        show_default=True,
        help="Private run record, with exact figures; rejected.csv goes beside it.",
    )(command)
    return click.option(
        "--release",
        "release_path",
        type=_FILE,
        default=Path("build/release.json"),
        show_default=True,
        help="Where the release goes: the one file that may be published.",
    )(command)


def _model_options(command: Command) -> Command:
    command = click.option(
        "--refit", is_flag=True, help="With --model: fit anew, and match the segments to the earlier ones."
    )(command)
    return click.option(
        "--model",
        type=_FILE,
        help="Earlier release: its centres score these data, so that months compare. Default: the setting `model`.",
    )(command)


def _engine_options(command: Command) -> Command:
    command = click.option("--master", metavar="URL", help="Master of a Spark cluster. Default: this machine.")(command)
    return click.option(
        "--engine",
        type=click.Choice(["duckdb", "spark"]),
        help="What runs the queries; both give the same release. Default: the setting `engine`, else duckdb.",
    )(command)


def _strict_option(command: Command) -> Command:
    return click.option(
        "--strict", is_flag=True, help="Stop at figures that are typed in content/ instead of noting them."
    )(command)


def _quiet_option(command: Command) -> Command:
    return click.option("--quiet", "-q", is_flag=True, help="Print errors only.")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="atlas")
def atlas() -> None:
    """Turn a bank's transactions into a public website about its customer segments, one page per city.

    \b
    atlas build transactions.csv        everything: read, segment, disclose, render, check
    atlas analyse transactions.csv      only the release (safe aggregates)
    atlas render release.json           only the site, from a release
    """  # noqa: D301 - \b keeps click from joining the lines


@atlas.command()
@click.argument("source")
@click.option("--out", type=_FOLDER, default=Path("site"), show_default=True, help="Folder of the site.")
@_record_options
@_model_options
@_engine_options
@_config_options
@click.option("--force", is_flag=True, help="Replace a folder that is not a site of this tool.")
@_strict_option
@_quiet_option
def build(
    source: str,
    out: Path,
    release_path: Path,
    record: Path,
    model: Path | None,
    refit: bool,
    engine: str | None,
    master: str | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    force: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Turn SOURCE into a checked site.

    SOURCE is a CSV (also gzipped), a Parquet file, a folder of them, or a quoted pattern. The site is written beside
    the old one and swapped in only after it has passed the check; if anything fails, the old site stays.
    """
    from generator import config, pipeline
    from generator.progress import running

    settings = _with_model(config.load(config_path, (*assignments, *_engine(engine, master))), model, refit)
    with running(quiet) as clock, pipeline.analysed(source, settings, clock, refit=refit) as analysis:
        _print_notices(analysis, quiet)
        _note_previews(settings, quiet)
        try:
            written, report = pipeline.publish(
                analysis.release,
                settings,
                out,
                clock,
                force=force,
                private=analysis.private,
                kept=record.parent / "cards",
                strict=strict,
                note=_noting(quiet),
            )
            _keep_release(analysis, release_path, record)
        finally:
            _keep_record(analysis, clock, record)
        if not quiet:
            _print_summary(analysis)
            _print_lines(report.lines())
            click.echo(f"{out}: {written.files} files, {written.bytes / 1e6:.1f} MB. Open {out / 'index.html'}")


@atlas.command()
@click.argument("source")
@_record_options
@_model_options
@_engine_options
@_config_options
@click.option("--print-sql", is_flag=True, help="Print the queries for the engine, filled in, and stop.")
@_quiet_option
def analyse(
    source: str,
    release_path: Path,
    record: Path,
    model: Path | None,
    refit: bool,
    engine: str | None,
    master: str | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    print_sql: bool,
    quiet: bool,
) -> None:
    """Turn SOURCE into a release: safe aggregates only, ready for `atlas render`.

    The exact figures of the run go to the private run record, which never leaves your machine by itself.
    """
    from generator import config, pipeline
    from generator.progress import running

    settings = _with_model(config.load(config_path, (*assignments, *_engine(engine, master))), model, refit)
    if print_sql:
        _print_sql(source, settings)
        return
    with running(quiet) as clock, pipeline.analysed(source, settings, clock, refit=refit) as analysis:
        _print_notices(analysis, quiet)
        _keep_release(analysis, release_path, record)
        _keep_record(analysis, clock, record)
        if not quiet:
            _print_summary(analysis)
            click.echo(f"{release_path}: {release_path.stat().st_size / 1e3:.0f} kB. Next: atlas render {release_path}")


@atlas.command()
@click.argument("release_path", metavar="RELEASE", type=_FILE)
@click.option("--out", type=_FOLDER, default=Path("site"), show_default=True, help="Folder of the site.")
@_config_options
@click.option("--force", is_flag=True, help="Replace a folder that is not a site of this tool.")
@_strict_option
@_quiet_option
def render(
    release_path: Path,
    out: Path,
    config_path: Path | None,
    assignments: tuple[str, ...],
    force: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Turn RELEASE into a checked site. Needs no transactions and no engine."""
    from generator import config, pipeline
    from generator.progress import running

    settings = config.load(config_path, assignments)
    _note_previews(settings, quiet)
    with running(quiet) as clock:
        written, report = pipeline.publish(
            _read_release(release_path),
            settings,
            out,
            clock,
            force=force,
            kept=_CARDS,
            strict=strict,
            note=_noting(quiet),
        )
    if not quiet:
        _print_lines(report.lines())
        click.echo(f"{out}: {written.files} files, {written.bytes / 1e6:.1f} MB. Open {out / 'index.html'}")


@atlas.command()
@click.argument("folder", metavar="DIR", type=_FOLDER, default=Path("site"))
@click.option("--internal", is_flag=True, help="Accept a site with exact figures, for a bank's own network.")
@_config_options
@_quiet_option
def check(folder: Path, internal: bool, config_path: Path | None, assignments: tuple[str, ...], quiet: bool) -> None:
    """Read the built site in DIR as a stranger would: links, titles, weights, and anything private."""
    from generator import config
    from generator.check import check_site

    settings = config.load(config_path, assignments)
    report = check_site(folder, internal=internal or settings.policy == "internal", id_patterns=settings.id_patterns)
    _warn_if_tracked(Path("build/run.json"), Path("build/rejected.csv"))
    _report(report, quiet)


@atlas.command()
@click.argument("folder", metavar="DIR", type=_FOLDER, default=Path("site"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--base", default="/", show_default=True, help="Path to serve under, such as /my-repo/.")
@click.option("--release", "release_path", type=_FILE, help="Release to render again. Default: the site's own.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@_config_options
def serve(
    folder: Path,
    port: int,
    base: str,
    release_path: Path | None,
    open_browser: bool,
    config_path: Path | None,
    assignments: tuple[str, ...],
) -> None:
    """Serve the site in DIR on this machine; a changed template or word renders it again and reloads the page."""
    from generator import config, pipeline
    from generator.serve import serve as run

    settings = config.load(config_path, assignments)
    release = _read_release(release_path or folder / "data" / "release.json")

    def rebuild() -> None:
        silent = pipeline.Clock(lambda _: None)
        pipeline.publish(release, settings, folder, silent, kept=_CARDS, note=_noting(quiet=False))

    watched = [*settings.content_dirs, *settings.template_dirs]
    run(folder, port=port, base=base, rebuild=rebuild, watch=watched, open_browser=open_browser)


@atlas.command()
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Transactions to write.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same bytes."
)
@click.option(
    "--out", "--to", "out", type=_FILE, default=Path("demo.csv"), show_default=True,
    help="File to write: .csv, .csv.gz or .parquet.",
)  # fmt: skip
@_quiet_option
def demo(rows: int, seed: int, out: Path, quiet: bool) -> None:
    """Write the demonstration bank: synthetic transactions with a structure that is known.

    Cities that differ and cities that do not, repeat customers over twelve months, dirty spellings, missing values and
    a few traps; data/demo/README.md lists them. All of it is made up.
    """
    from generator.demo import generate, write

    write(generate(rows, seed), out)
    if not quiet:
        click.echo(f"{out}: {rows} synthetic transactions. Next: atlas build {out} --set synthetic=true")


@atlas.command()
@click.argument("source")
@click.option("--to", "target", type=_FILE, required=True, help="File to write: .parquet or .csv.")
@click.option("--model", type=_FILE, help="Earlier release whose centres score these data.")
@_config_options
@_quiet_option
def export(
    source: str,
    target: Path,
    model: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    quiet: bool,
) -> None:
    """Write one row per customer of SOURCE: key, place, recency, frequency, spend, segment. Personal data.

    For the bank's own systems. The file is readable by its owner alone, and never lands in a site.
    """
    from generator import config, pipeline
    from generator.progress import running

    settings = _with_model(config.load(config_path, assignments), model, refit=False)
    with running(quiet) as clock, pipeline.analysed(source, settings, clock, export=target) as analysis:
        _print_notices(analysis, quiet)
        click.echo(
            f"{target}: {analysis.record['customers']:,} customers. This is personal data: keep it off the web and out "
            "of git.",
            err=quiet,
        )
    _warn_if_tracked(target)


@atlas.command()
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--column", default="", metavar="NAME", help="Read this column of a CSV. Default: one spelling a line.")
@click.option("--unmatched", "source", metavar="SOURCE", help="List what was not understood in these transactions.")
@click.option("--top", type=click.IntRange(1), help="With --unmatched: how many spellings to list.  [default: 50]")
@click.option("--to", "target", type=_FILE, help="Private file to write, instead of standard output.")
@_config_options
@_quiet_option
def locate(
    file: Path | None,
    column: str,
    source: str | None,
    top: int | None,
    target: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    quiet: bool,
) -> None:
    """Say which place each spelling is read as, as a build would read it.

    FILE, or standard input, holds one spelling a line; the answer is a CSV in the same order: location, kind, city,
    state, id, slug, method, grade, score. Characters that cannot be printed become blanks, and a text that a
    spreadsheet would run as a formula begins with an apostrophe.

    \b
    atlas locate spellings.txt
    echo BANGALORE | atlas locate
    atlas locate transactions.csv --column CustLocation --to places.csv
    atlas locate --unmatched transactions.csv --top 20

    --unmatched lists the most frequent spellings without a place, with the nearest suggestions. Its rows fit into the
    file aliases.csv of your own overrides (setting place_overrides): check the ids, and delete what is wrong.
    """  # noqa: D301 - \b keeps click from joining the lines
    from generator import config
    from generator.errors import UsageError

    settings = config.load(config_path, assignments)
    if source is not None and (file or column):
        raise UsageError("--unmatched names its own transactions: give no FILE and no --column with it.")
    if source is None and top is not None:
        raise UsageError("--top needs --unmatched.")
    answer = _locate_file(file, column, target, settings) if source is None else None
    text, notes = answer or _locate_unmatched(str(source), top or 50, target, settings, quiet)
    _write_answer(text, target)
    if not quiet:
        _print_lines(notes, err=True)


def _locate_file(file: Path | None, column: str, target: Path | None, settings: "Settings") -> tuple[str, list[str]]:
    """Return the answer for spellings, and what to say about it."""
    from generator.analyse.locate import locate_spellings, matches_csv
    from generator.analyse.matching import open_gazetteer
    from generator.analyse.spellings import read_spellings
    from generator.private import require_private_place

    named = file is not None and str(file) != "-"
    if target:
        require_private_place(target, [file] if file and named else [])
    spellings = read_spellings(_read_input(file if named else None), str(file) if named else "standard input", column)
    gazetteer = open_gazetteer(settings)
    matches = locate_spellings(spellings, gazetteer)
    found = sum(match.kind in ("city", "district") for match in matches)
    notes = [f"note: {found:,} of {len(spellings):,} spellings read as a city or district."]
    return matches_csv(spellings, matches, gazetteer), notes


def _read_input(file: Path | None) -> bytes:
    from generator.errors import SourceError

    if file is None:
        if sys.stdin.isatty():
            click.echo("note: type one spelling a line, and end with Ctrl-D.", err=True)
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror or error}).") from error


def _locate_unmatched(
    name: str, top: int, target: Path | None, settings: "Settings", quiet: bool
) -> tuple[str, list[str]]:
    """Return the list of what was not understood, and what to say about it."""
    from generator.analyse.source import open_source
    from generator.analyse.unmatched import list_unmatched, notes, unmatched_csv
    from generator.private import require_private_place
    from generator.progress import running

    opened = open_source(name, settings.source_columns, settings.customer_key)
    if target:
        require_private_place(target, [file.path for file in opened.files])
    with running(quiet) as clock:
        listing = list_unmatched(opened, settings, clock.stage, top)
    return unmatched_csv(listing), notes(listing, settings.threshold)


def _write_answer(text: str, target: Path | None) -> None:
    from generator.private import write_private

    if target is None:
        click.echo(text.encode(), nl=False)
        return
    write_private(target, text)
    _warn_if_tracked(target)


for _command in editor_commands.COMMANDS:
    atlas.add_command(_command)


def _engine(engine: str | None, master: str | None) -> list[str]:
    """Return the options as assignments of settings, which win over the file."""
    chosen = {"engine": engine, "master": master}
    return [f"{name}={json.dumps(value)}" for name, value in chosen.items() if value is not None]


def _print_sql(source: str, settings: "Settings") -> None:
    from generator.analyse.source import open_source
    from generator.analyse.statements import statements

    opened = open_source(source, settings.source_columns, settings.customer_key)
    for text in statements(opened, settings):
        click.echo(text)


def _with_model(settings: "Settings", model: Path | None, refit: bool) -> "Settings":
    from dataclasses import replace

    from generator.errors import UsageError

    if model:
        settings = replace(settings, model=str(model.resolve()))
    if refit and not settings.model:
        raise UsageError("--refit needs an earlier release to match the segments to.", "Name it with --model RELEASE.")
    return settings


def _read_release(path: Path) -> "Release":
    from generator import release

    return release.read(path)


def _keep_release(analysis: "Analysis", path: Path, record: Path) -> None:
    """Write the release; in the folder of the private record it stays private until it is published."""
    from generator import release
    from generator.private import private_dir, write_private

    if path.parent == record.parent:
        write_private(private_dir(path.parent) / path.name, release.dump(analysis.release))
    else:
        release.write(analysis.release, path)


def _keep_record(analysis: "Analysis", clock: "Clock", path: Path) -> None:
    """Write the private files: also after a failed check, when they are needed most."""
    from generator.analyse.record import record_json, rejected_csv
    from generator.private import private_dir, write_private

    folder = private_dir(path.parent)
    stages = [{"name": s.name, "seconds": s.seconds, "peak_mb": s.peak_mb} for s in clock.stages]
    write_private(folder / path.name, record_json(analysis.record | {"stages": stages}))
    write_private(folder / "rejected.csv", rejected_csv(analysis.rejected))
    _warn_if_tracked(path, folder / "rejected.csv")


def _warn_if_tracked(*paths: Path) -> None:
    from generator.private import tracked_by_git

    for path in paths:
        if tracked_by_git(path):
            click.echo(f"warning: {path} is private, but git tracks it: git rm --cached {path}", err=True)


def _noting(quiet: bool) -> Callable[[str], None]:
    """Return what prints a note on standard error, or nothing when asked to be quiet."""
    return lambda line: None if quiet else click.echo(f"note: {line}", err=True)


def _print_notices(analysis: "Analysis", quiet: bool) -> None:
    if not quiet:
        _print_lines((f"note: {line}" for line in analysis.notices), err=True)


def _note_previews(settings: "Settings", quiet: bool) -> None:
    if not quiet and not settings.site_url:
        click.echo(f"note: {_NO_PREVIEWS}", err=True)


def _print_summary(analysis: "Analysis") -> None:
    record: dict[str, Any] = analysis.record
    rows, days = record["rows"], record["days"]
    click.echo(
        f"{rows['read']:,} rows read, {rows['accepted']:,} accepted, {sum(rows['rejected'].values()):,} rejected; "
        f"{days['first']} to {days['last']}, {days['distinct']} days with rows; {record['customers']:,} customers, "
        f"{len(record['segments'])} segments, {record['places']['published']} places with a page."
    )


def _report(report: "Report", quiet: bool) -> None:
    if not report.ok:
        raise CheckError("\n".join(report.lines()))
    if not quiet:
        _print_lines(report.lines())


def _print_lines(lines: Any, *, err: bool = False) -> None:
    for line in lines:
        click.echo(line, err=err)


def main() -> None:
    """Run the command; expected failures print one message and never a traceback."""
    try:
        atlas(standalone_mode=False)
    except AtlasError as error:
        click.echo(f"atlas: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("atlas: stopped; nothing was changed.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
