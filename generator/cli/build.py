"""Commands `build` and `analyse`: options and printing only. Heavy imports stay inside the commands."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import (
    FOLDER,
    config_options,
    engine_options,
    model_options,
    quiet_option,
    record_options,
    strict_option,
)
from generator.cli.printing import mend_site, note_previews, noting, print_lines, warn_if_tracked, watch_outputs
from generator.console import say
from generator.errors import CheckError

if TYPE_CHECKING:
    from generator.files.run_paths import Named
    from generator.pipeline import Analysis, Clock
    from generator.settings.settings import Settings


@click.command()
@click.argument("source")
@click.option("--out", type=FOLDER, default=Path("site"), show_default=True, help="Folder of the site.")
@record_options
@model_options
@engine_options
@config_options
@click.option("--force", is_flag=True, help="Replace the folder even if this program did not make it.")
@strict_option
@quiet_option
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

    SOURCE is a CSV file (plain or gzipped), a Parquet file, a folder of such files, a quoted pattern, - for standard
    input, a DuckDB or SQLite file, or postgresql://HOST/DATABASE (settings `table`, `query`). The new site is swapped
    in only after it has passed the check; if anything fails, the old site stays.
    """
    from generator import pipeline
    from generator.cli.progress import running
    from generator.files.run_paths import analysis_inputs
    from generator.files.write_locks import writing
    from generator.serve import rebuild
    from generator.settings import config

    settings = with_model(config.load(config_path, (*assignments, *_engine(engine, master))), model, refit)
    written = _require_places(source, analysis_inputs(settings, config_path), release_path, record, out)
    with (
        writing(written),
        running(quiet) as clock,
        pipeline.analysed(source, settings, clock, refit=refit) as analysis,
    ):
        print_notices(analysis, quiet)
        note_previews(settings, quiet)
        try:
            # The release is on disk before the site is swapped in, and is only renamed afterwards: a run that ends in
            # between leaves the checked new site and the old release.
            with _staged_release(analysis, release_path, record) as put_release:
                site, report = pipeline.publish(
                    analysis.release,
                    settings,
                    out,
                    clock,
                    force=force,
                    private=analysis.private,
                    kept=record.parent / "cards",
                    strict=strict,
                    note=noting(quiet),
                )
                rebuild.keep(out, rebuild.Choice(config_path, assignments), noting(quiet))
                put_release()
        except CheckError:
            # The exact figures are needed most if a check has failed. Otherwise the record stays that of the site.
            _keep_record(analysis, clock, record)
            raise
        _keep_record(analysis, clock, record)
        if not quiet:
            _print_summary(analysis)
            print_lines(report.lines())
            say(f"{out}: {site.files} files, {site.bytes / 1e6:.1f} MB. Open {out / 'index.html'}")


@click.command()
@click.argument("source")
@record_options
@model_options
@engine_options
@config_options
@click.option("--print-sql", is_flag=True, help="Print the queries as the engine would run them, and stop.")
@quiet_option
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

    The exact figures of the run go to the private run record, which is never published.
    """
    from generator import pipeline
    from generator.cli.progress import running
    from generator.files.run_paths import analysis_inputs
    from generator.files.write_locks import writing
    from generator.settings import config

    settings = with_model(config.load(config_path, (*assignments, *_engine(engine, master))), model, refit)
    if print_sql:
        _print_sql(source, settings)
        return
    written = _require_places(source, analysis_inputs(settings, config_path), release_path, record)
    with (
        writing(written),
        running(quiet) as clock,
        pipeline.analysed(source, settings, clock, refit=refit) as analysis,
    ):
        print_notices(analysis, quiet)
        with _staged_release(analysis, release_path, record) as put_release:
            put_release()
        _keep_record(analysis, clock, record)
        if not quiet:
            _print_summary(analysis)
            say(f"{release_path}: {release_path.stat().st_size / 1e3:.0f} kB. Next: atlas render {release_path}")


def _engine(engine: str | None, master: str | None) -> list[str]:
    """Return the options as assignments of settings, which override the file."""
    chosen = {"engine": engine, "master": master}
    return [f"{name}={json.dumps(value)}" for name, value in chosen.items() if value is not None]


def with_model(settings: "Settings", model: Path | None, refit: bool) -> "Settings":
    """Return the settings with the earlier release named on the command line.

    Raises:
        UsageError: A refit is wanted, but no earlier release is named.
    """
    from dataclasses import replace

    from generator.errors import UsageError

    if model:
        settings = replace(settings, model=os.path.realpath(model))
    if refit and not settings.model:
        raise UsageError("--refit needs an earlier release to match the segments to.", "Name it with --model RELEASE.")
    return settings


def _print_sql(source: str, settings: "Settings") -> None:
    from generator.analyse.sources.opening import opened
    from generator.analyse.statements import statements

    with opened(source, settings) as found:
        print_lines((f"note: {note}" for note in found.notes), err=True)
        for text in statements(found, settings):
            say(text)


def _require_places(
    source: str, reads: "tuple[Named, ...]", release_path: Path, record: Path, site: Path | None = None
) -> "tuple[Named, ...]":
    """Refuse conflicting paths, remove what killed runs left, and return the files that will be written."""
    from generator.files.run_paths import Named, RunPaths, record_files, require_separate, source_files
    from generator.files.whole_file import sweep

    private, folders = record_files(record)
    written = (Named("the release", release_path, "--release"), *private)
    sites = (Named("the site", site, "--out"),) if site else ()
    require_separate(
        RunPaths(
            reads=(*source_files(source), *reads),
            writes=written[:1],
            private=private,
            folders=folders,
            site=sites,
        )
    )
    if site:
        mend_site(site)
    for item in written:
        sweep(item.path)
    sweep(record.parent / "cards" / "any")
    watch_outputs(*sites, *written)
    return written


@contextmanager
def _staged_release(analysis: "Analysis", path: Path, record: Path) -> Iterator[Callable[[], None]]:
    """Write the release to a temporary file; in the folder of the private record, only its owner can read it."""
    from generator.files.private import private_dir
    from generator.files.run_paths import same
    from generator.files.whole_file import PRIVATE, PUBLIC
    from generator.release import codec

    private = same(path.parent, record.parent)
    if private:
        private_dir(path.parent)
    with codec.staged(analysis.release, path, PRIVATE if private else PUBLIC) as put_release:
        yield put_release


def _keep_record(analysis: "Analysis", clock: "Clock", path: Path) -> None:
    """Write the private files, also after a failed check, when they are needed most."""
    from generator.analyse.private.run_record import record_json, rejected_csv
    from generator.files.private import private_dir, write_private

    folder = private_dir(path.parent)
    stages = [
        {"name": s.name, "seconds": s.seconds} | ({} if s.peak_mb is None else {"peak_mb": s.peak_mb})
        for s in clock.stages
    ]
    write_private(folder / path.name, record_json(analysis.record | {"stages": stages}))
    write_private(folder / "rejected.csv", rejected_csv(analysis.rejected))
    warn_if_tracked(path, folder / "rejected.csv")


def print_notices(analysis: "Analysis", quiet: bool) -> None:
    """Print the notices of an analysis as notes."""
    if not quiet:
        print_lines((f"note: {line}" for line in analysis.notices), err=True)


def _print_summary(analysis: "Analysis") -> None:
    from generator.analyse.rows.rejections import LEFT_OUT

    record: dict[str, Any] = analysis.record
    rows, days = record["rows"], record["days"]
    left_out = sum(n for reason, n in rows["rejected"].items() if reason in LEFT_OUT)
    rejected = sum(rows["rejected"].values()) - left_out
    say(
        f"{rows['read']:,} rows read, {rows['accepted']:,} accepted, "
        + (f"{left_out:,} left out, " if left_out else "")
        + f"{rejected:,} rejected; "
        f"{days['first']} to {days['last']}, {days['distinct']} days with rows; {record['customers']:,} customers, "
        f"{len(record['segments'])} segments, {record['places']['published']} places with a page."
    )


COMMANDS = (build, analyse)
