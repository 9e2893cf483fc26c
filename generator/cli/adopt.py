"""Commands for users who start a site, bring the old dashboard's table, need made-up data, or export customers.

Options and printing only. Heavy imports stay inside the commands.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.build import print_notices, with_model
from generator.cli.options import FILE, FOLDER, config_options, quiet_option
from generator.cli.printing import print_lines, warn_if_tracked
from generator.console import say

if TYPE_CHECKING:
    from datetime import datetime

    from generator.scaffold.origin import Origin


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--repository", metavar="URL", help="Where the Pages workflow takes this program from. Default: where it came from."
)
@click.option("--commit", metavar="SHA", help="Which commit of it the workflow takes; goes with --repository.")
def init(folder: Path, repository: str | None, commit: str | None) -> None:
    """Start a site of your own in DIR: settings, folders for words and templates, and the GitHub Pages workflow.

    Nothing that exists is overwritten. The workflow takes this program from a repository at one commit: that which it
    was installed from, where that is known.
    """
    from generator.errors import UsageError
    from generator.files.run_paths import Named, RunPaths, require_separate
    from generator.scaffold import origin
    from generator.scaffold.init import WORKFLOW, start

    if (repository is None) != (commit is None):
        raise UsageError("--repository and --commit go together.")
    require_separate(RunPaths(writes=(Named("the new folder", folder),)))
    source = origin.given(repository, commit) if repository and commit else origin.find()
    started = start(folder, source)
    for path in started.written:
        say(path)
    for path in started.kept:
        say(f"note: {path} is there already and stays as it is.", err=True)
    if started.unignored:
        lines = ", ".join(started.unignored)
        say(f"warning: add these lines to {folder / '.gitignore'}, or git may take private files: {lines}", err=True)
    if folder / WORKFLOW in started.written:
        _print_source(source)
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    git = "commit, push" if _in_git(folder) else "git init, commit, push"
    say(
        f"""
Next:
  {inside}atlas build transactions.csv     look at site/index.html
  cp build/release.json data/release.json     what may be published; read it first
  {git:<44}the workflow publishes it on GitHub Pages"""
    )


def _print_source(source: "Origin | None") -> None:
    """Say where the workflow takes the program from, and what is left to do about it."""
    if source is None:
        say(
            "note: it is not known which repository this program came from. The workflow stops with a message until "
            "its address and a commit stand at the top of .github/workflows/pages.yml; or start with --repository URL "
            "--commit SHA.",
            err=True,
        )
    elif not source.pushed:
        say(
            f"note: the workflow takes commit {source.commit}, which {source.repository} may not have: push it.",
            err=True,
        )


def _in_git(folder: Path) -> bool:
    place = folder.resolve()
    return any((parent / ".git").exists() for parent in (place, *place.parents))


@click.command("import-kpis")
@click.argument("table", metavar="FILE", type=FILE)
@click.option(
    "--to", "target", type=FILE, default=Path("build/release.json"), show_default=True, help="Release to write."
)
@click.option("--first-day", type=click.DateTime(["%Y-%m-%d"]), help="First day of its transactions, where known.")
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), help="Last day of them.")
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
    """Turn the old dashboard's table FILE (top_kpis.csv) into a release: its users can move with what they have.

    \b
    Columns: CustLocation, Cluster, CustomerCount, AvgAge, AvgRecency,
             AvgFrequency, AvgAvgMonetary, AvgTotalMonetary

    Its amounts are logarithms and stay labelled so; segments stay Cluster 0, 1, …; small groups are joined and figures
    rounded like all others. Every page says what is known to be wrong with such a table.
    """  # noqa: D301 - \b keeps click from joining the lines
    from generator.analyse.legacy_kpis import import_kpis as run
    from generator.errors import UsageError
    from generator.files.run_paths import Named, RunPaths, analysis_inputs, require_separate
    from generator.files.whole_file import sweep
    from generator.release.codec import write
    from generator.settings import config

    if (first_day is None) != (last_day is None):
        raise UsageError("--first-day and --last-day go together.")
    days = (first_day.date(), last_day.date()) if first_day and last_day else None
    settings = config.load(config_path, assignments)
    reads = (Named("the table", table), *analysis_inputs(settings, config_path))
    require_separate(RunPaths(reads=reads, writes=(Named("the release", target, "--to"),)))
    sweep(target)
    made = run(table, settings, days)
    write(made.release, target)
    if not quiet:
        print_lines((f"note: {line}" for line in made.notices), err=True)
        say(f"{target}: {target.stat().st_size / 1e3:.0f} kB. Next: atlas render {target}")


@click.command()
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Transactions to write.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same bytes."
)
@click.option(
    "--out", "--to", "out", type=FILE, default=Path("demo.csv"), show_default=True,
    help="File to write: .csv, .csv.gz or .parquet.",
)  # fmt: skip
@quiet_option
def demo(rows: int, seed: int, out: Path, quiet: bool) -> None:
    """Write the demonstration bank: synthetic transactions with a structure that is known.

    Cities that differ and cities that do not, repeat customers over twelve months, dirty spellings, missing values and
    a few traps; data/demo/README.md lists them. All of it is made up.
    """
    from generator.demo import generate, write
    from generator.files.run_paths import Named, RunPaths, require_separate

    require_separate(RunPaths(writes=(Named("the demonstration bank", out, "--out"),)))
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

    For the bank's own systems. The file is readable by its owner alone, and never lands in a site.
    """
    from generator import pipeline
    from generator.cli.progress import running
    from generator.files.run_paths import Named, analysis_inputs, require_private_place, source_files
    from generator.files.whole_file import sweep
    from generator.settings import config

    settings = with_model(config.load(config_path, assignments), model, refit=False)
    reads = (*source_files(source), *analysis_inputs(settings, config_path))
    require_private_place(Named("the export", target, "--to"), reads)
    sweep(target)
    with running(quiet) as clock, pipeline.analysed(source, settings, clock, export=target) as analysis:
        print_notices(analysis, quiet)
        say(
            f"{target}: {analysis.record['customers']:,} customers. This is personal data: keep it off the web and out "
            "of git.",
            err=quiet,
        )
    warn_if_tracked(target)


COMMANDS = (init, import_kpis, demo, export)
