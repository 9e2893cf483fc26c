"""Commands `render`, `check` and `serve`: options and printing only. Heavy imports stay inside the commands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import signals
from generator.cli.options import CARDS, FILE, FOLDER, config_options, quiet_option, strict_option
from generator.cli.printing import mend_site, note_previews, noting, print_lines, warn_if_tracked, watch_outputs
from generator.console import say
from generator.errors import CheckError

if TYPE_CHECKING:
    from generator.files.run_paths import Named
    from generator.release import Release


@click.command()
@click.argument("release_path", metavar="RELEASE", type=FILE)
@click.option("--out", type=FOLDER, default=Path("site"), show_default=True, help="Folder of the site.")
@config_options
@click.option("--force", is_flag=True, help="Replace the folder even if this program did not make it.")
@strict_option
@quiet_option
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
    from generator import pipeline
    from generator.cli.progress import running
    from generator.files.run_paths import inputs
    from generator.serve import rebuild
    from generator.settings import config
    from generator.settings.of_analysis import note_of

    choice = rebuild.Choice(config_path, assignments)
    settings = choice.settings()
    kept = _require_places(release_path, inputs(settings, config_path), out)
    note_previews(settings, quiet)
    release = _read_release(release_path)
    if idle := note_of(settings, release, config.names_of(assignments)):
        noting(quiet)(idle)
    with running(quiet) as clock:
        written, report = pipeline.publish(
            release,
            settings,
            out,
            clock,
            force=force,
            kept=kept,
            strict=strict,
            note=noting(quiet),
        )
    rebuild.keep(out, choice, noting(quiet))
    if not quiet:
        print_lines(report.lines())
        say(f"{out}: {written.files} files, {written.bytes / 1e6:.1f} MB. Open {out / 'index.html'}")


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER, default=Path("site"))
@click.option("--internal", is_flag=True, help="Accept a site with exact figures, for a bank's own network.")
@config_options
@click.option("--strict", is_flag=True, help="Treat warnings as errors, such as a page over its size budget.")
@quiet_option
def check(
    folder: Path,
    internal: bool,
    config_path: Path | None,
    assignments: tuple[str, ...],
    strict: bool,
    quiet: bool,
) -> None:
    """Check the built site in DIR: links, titles, page weights, and private values.

    Every count must reach the threshold that the site states, or a higher one from the settings.
    """
    from generator.check import check_site
    from generator.settings import config

    settings = config.load(config_path, assignments)
    mend_site(folder)
    report = check_site(
        folder,
        internal=internal or settings.policy == "internal",
        id_patterns=settings.id_patterns,
        threshold=settings.threshold if "threshold" in settings.given else None,
        keep=settings.keep,
    )
    warn_if_tracked(Path("build/run.json"), Path("build/rejected.csv"))
    if not report.passes(strict=strict):
        raise CheckError("\n".join(report.lines()))
    if not quiet:
        print_lines(report.lines())


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER, default=Path("site"))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address or name to listen on; the default is reachable from this machine only.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--base", default="/", show_default=True, help="Path to serve under, such as /my-repo/.")
@click.option("--release", "release_path", type=FILE, help="Release to render after a change. Default: the site's own.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@config_options
def serve(
    folder: Path,
    host: str,
    port: int,
    base: str,
    release_path: Path | None,
    open_browser: bool,
    config_path: Path | None,
    assignments: tuple[str, ...],
) -> None:
    """Serve the site in DIR on this machine; it is rebuilt when a text, template, setting or release changes.

    The settings are those of the last build from this folder, unless --config names a settings file; --set overrides
    single settings.
    """
    from generator.serve import rebuild
    from generator.serve.preview import serve as run

    mend_site(folder)
    again = rebuild.Again(folder, rebuild.Choice(config_path, assignments), release_path, CARDS, noting(quiet=False))
    run(folder, host=host, port=port, base=base, rebuild=again, watch=again.sources(), open_browser=open_browser)
    if (stopping := signals.running()) and not stopping.by_ctrl_c:
        stopping.require_going_on()


def _require_places(release: Path, reads: "tuple[Named, ...]", out: Path) -> Path | None:
    """Refuse a site that would replace its inputs; return the cache of social cards, or None if they conflict."""
    from generator.files.run_paths import Named, RunPaths, inside, require_separate, same
    from generator.files.whole_file import sweep

    if not same(release, out / "data" / "release.json"):
        # Rendering from the site's own release is safe: the new site contains it too.
        reads = (Named("the release", release), *reads)
    site = Named("the site", out, "--out")
    require_separate(RunPaths(reads=reads, site=(site,)))
    mend_site(out)
    watch_outputs(site)
    if inside(CARDS, out) or inside(out, CARDS):
        return None
    sweep(CARDS / "any")
    return CARDS


def _read_release(path: Path) -> "Release":
    from generator.release import codec

    return codec.read(path)


COMMANDS = (render, check, serve)
