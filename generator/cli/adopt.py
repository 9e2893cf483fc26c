"""Commands `init`, `import-kpis`, `demo` and `export`: options and printing only.

Heavy imports stay inside the commands.
"""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.build import print_notices, with_model
from generator.cli.options import FILE, FOLDER, config_options, quiet_option
from generator.cli.printing import print_lines, warn_if_tracked, watch_outputs
from generator.console import say

if TYPE_CHECKING:
    from datetime import datetime

    from generator.scaffold.origin import Origin


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--repository",
    metavar="URL",
    help="Repository that the Pages workflow installs this program from. Default: its origin.",
)
@click.option("--commit", metavar="SHA", help="Commit that the workflow installs; needs --repository.")
@click.option("--from", "transactions", metavar="SOURCE", help="Guess the settings from these transactions.")
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="KEY=VALUE",
    help="With --from: an answer that is written too, such as 'currency=\"EUR\"'. May be repeated.",
)
def init(
    folder: Path, repository: str | None, commit: str | None, transactions: str | None, assignments: tuple[str, ...]
) -> None:
    """Start a new site in DIR: settings, folders for texts and templates, and the GitHub Pages workflow.

    No existing file is overwritten. The workflow installs this program from a repository at one commit, by default
    those that this program was installed from, if they are known. With --from, atlas.toml has the settings that the
    transactions seem to need, each with its evidence, and what is not clear as comments (see atlas doctor).
    """
    from generator.cli.doctor import command, settings_for
    from generator.errors import UsageError
    from generator.files.run_paths import Named, RunPaths, require_separate
    from generator.scaffold import origin
    from generator.scaffold.init import FOLDERS, SETTINGS, WORKFLOW, start

    if (repository is None) != (commit is None):
        raise UsageError("--repository and --commit must be given together.")
    if assignments and transactions is None:
        raise UsageError("--set needs --from: it answers what the transactions leave open.")
    require_separate(RunPaths(writes=(Named("the new folder", folder),)))
    source = origin.given(repository, commit) if repository and commit else origin.find()
    found = settings_for(transactions, assignments, FOLDERS) if transactions is not None else None
    started = start(folder, source, found.text if found else "")
    for path in started.written:
        say(path)
    for path in started.kept:
        say(f"note: {path} exists already and was left unchanged.", err=True)
    here = os.path.realpath(folder) == os.path.realpath(Path.cwd())
    if transactions is not None and folder / SETTINGS in started.kept:
        option = "" if here else f" --config {shlex.quote(str(folder / SETTINGS))}"
        lacks = command("atlas doctor", transactions, option)
        say(f"note: so the guesses were not written; {lacks} shows what it lacks.", err=True)
    if started.unignored:
        lines = ", ".join(started.unignored)
        say(
            f"warning: add these lines to {folder / '.gitignore'}, or private files may be committed: {lines}", err=True
        )
    if folder / WORKFLOW in started.written:
        _print_source(source)
    inside = "" if here else f"cd {shlex.quote(str(folder))} && "
    if found:
        print_lines(("", *found.summary))
    build = command("atlas build", transactions or "transactions.csv", folder=None if here or not found else folder)
    git = "commit, push" if _in_git(folder) else "git init, commit, push"
    say(
        f"""
Next:
  {inside + build:<42} open site/index.html
  cp build/release.json data/release.json     the only file that may be published; read it first
  {git:<44}the workflow publishes it on GitHub Pages"""
    )


def _print_source(source: "Origin | None") -> None:
    """Print a note if the workflow cannot install this program yet."""
    if source is None:
        say(
            "note: the repository of this program is unknown. Write its URL and a commit at the top of "
            ".github/workflows/pages.yml, or the workflow stops with an error; or run this command with --repository "
            "URL --commit SHA.",
            err=True,
        )
    elif not source.pushed:
        say(
            f"note: the workflow installs commit {source.commit}. Push it, as {source.repository} may not have it yet.",
            err=True,
        )


def _in_git(folder: Path) -> bool:
    place = Path(os.path.realpath(folder))
    return any((parent / ".git").exists() for parent in (place, *place.parents))


@click.command("import-kpis")
@click.argument("table", metavar="FILE", type=FILE)
@click.option(
    "--to", "target", type=FILE, default=Path("build/release.json"), show_default=True, help="Release to write."
)
@click.option("--first-day", type=click.DateTime(["%Y-%m-%d"]), help="First day of its transactions, if known.")
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), help="Last day of its transactions, if known.")
@config_options
@quiet_option
def import_kpis(
    table: Path,
    target: Path,
    first_day: "datetime | None",
    last_day: "datetime | None",
    config_path: Path | None,
    assignments: tuple[str, ...],
    quiet: bool,
) -> None:
    """Turn the old dashboard's table FILE (top_kpis.csv) into a release.

    \b
    Columns: CustLocation, Cluster, CustomerCount, AvgAge, AvgRecency,
             AvgFrequency, AvgAvgMonetary, AvgTotalMonetary

    Its amounts are logarithms and are labelled as such; segments are named Cluster 0, 1, …; small groups are merged and
    figures rounded as in any release. Every page states the known defects of such a table.
    """  # noqa: D301 - \b keeps click from joining the lines
    from generator.analyse.legacy_kpis import import_kpis as run
    from generator.errors import UsageError
    from generator.files.run_paths import Named, RunPaths, analysis_inputs, require_separate
    from generator.files.whole_file import sweep
    from generator.files.write_locks import writing
    from generator.release.codec import write
    from generator.settings import config

    if (first_day is None) != (last_day is None):
        raise UsageError("--first-day and --last-day must be given together.")
    days = (first_day.date(), last_day.date()) if first_day and last_day else None
    settings = config.load(config_path, assignments)
    reads = (Named("the table", table), *analysis_inputs(settings, config_path))
    written = Named("the release", target, "--to")
    require_separate(RunPaths(reads=reads, writes=(written,)))
    sweep(target)
    watch_outputs(written)
    with writing((written,)):
        made = run(table, settings, days)
        write(made.release, target)
    if not quiet:
        print_lines((f"note: {line}" for line in made.notices), err=True)
        say(f"{target}: {target.stat().st_size / 1e3:.0f} kB. Next: atlas render {target}")


@click.command()
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Transactions to write.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Random seed of the data.",
)
@click.option(
    "--out", "--to", "out", type=FILE, default=Path("demo.csv"), show_default=True,
    help="File to write: .csv, .csv.gz or .parquet.",
)  # fmt: skip
@quiet_option
def demo(rows: int, seed: int, out: Path, quiet: bool) -> None:
    """Write the demonstration bank: synthetic transactions with a known structure.

    It has cities that differ and cities that do not, repeat customers over twelve months, misspelt places, missing
    values and a few traps, listed in data/demo/README.md. All data are made up.
    """
    from generator.demo import generate, write
    from generator.files.run_paths import Named, RunPaths, require_separate

    written = Named("the demonstration bank", out, "--out")
    require_separate(RunPaths(writes=(written,)))
    watch_outputs(written)
    write(generate(rows, seed), out)
    if not quiet:
        say(f"{out}: {rows} synthetic transactions. Next: atlas build {out} --set synthetic=true")


@click.command()
@click.argument("source")
@click.option("--to", "target", type=FILE, required=True, help="File to write: .parquet or .csv.")
@click.option("--model", type=FILE, help="Earlier release whose centres score these data.")
@config_options
@quiet_option
def export(
    source: str,
    target: Path,
    model: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    quiet: bool,
) -> None:
    """Write one row per customer of SOURCE: key, place, recency, frequency, spend, segment. Personal data.

    For the bank's own systems. Only its owner can read the file, and it cannot be written into a site.
    """
    from generator import pipeline
    from generator.cli.progress import running
    from generator.files.run_paths import Named, analysis_inputs, require_private_place, source_files
    from generator.files.whole_file import sweep
    from generator.settings import config

    settings = with_model(config.load(config_path, assignments), model, refit=False)
    reads = (*source_files(source), *analysis_inputs(settings, config_path))
    written = Named("the export", target, "--to")
    require_private_place(written, reads)
    sweep(target)
    watch_outputs(written)
    with running(quiet) as clock, pipeline.analysed(source, settings, clock, export=target) as analysis:
        print_notices(analysis, quiet)
        say(
            f"{target}: {analysis.record['customers']:,} customers. This is personal data: keep it off the web and out "
            "of git.",
            err=quiet,
        )
    warn_if_tracked(target)


COMMANDS = (init, import_kpis, demo, export)
