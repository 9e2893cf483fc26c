"""Commands that make, check and show a site from a release: options and printing only.

Heavy imports stay inside the commands.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import CARDS, FILE, FOLDER, config_options, quiet_option, strict_option
from generator.cli.printing import note_previews, noting, print_lines, warn_if_tracked
from generator.errors import CheckError
from generator.terminal import say

if TYPE_CHECKING:
    from generator.check import Report
    from generator.release import Release
    from generator.run_paths import Named


@click.command()
@click.argument("release_path", metavar="RELEASE", type=FILE)
@click.option("--out", type=FOLDER, default=Path("site"), show_default=True, help="Folder of the site.")
@config_options
@click.option("--force", is_flag=True, help="Replace a folder that is not a site of this tool.")
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
    from generator import config, pipeline
    from generator.progress import running
    from generator.run_paths import inputs

    settings = config.load(config_path, assignments)
    kept = _require_places(release_path, inputs(settings, config_path), out)
    note_previews(settings, quiet)
    with running(quiet) as clock:
        written, report = pipeline.publish(
            _read_release(release_path),
            settings,
            out,
            clock,
            force=force,
            kept=kept,
            strict=strict,
            note=noting(quiet),
        )
    if not quiet:
        print_lines(report.lines())
        say(f"{out}: {written.files} files, {written.bytes / 1e6:.1f} MB. Open {out / 'index.html'}")


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER, default=Path("site"))
@click.option("--internal", is_flag=True, help="Accept a site with exact figures, for a bank's own network.")
@config_options
@quiet_option
def check(folder: Path, internal: bool, config_path: Path | None, assignments: tuple[str, ...], quiet: bool) -> None:
    """Read the built site in DIR as a stranger would: links, titles, weights, and anything private."""
    from generator import config
    from generator.check import check_site

    settings = config.load(config_path, assignments)
    report = check_site(
        folder,
        internal=internal or settings.policy == "internal",
        id_patterns=settings.id_patterns,
        keep=settings.keep,
    )
    warn_if_tracked(Path("build/run.json"), Path("build/rejected.csv"))
    _report(report, quiet)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER, default=Path("site"))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--base", default="/", show_default=True, help="Path to serve under, such as /my-repo/.")
@click.option("--release", "release_path", type=FILE, help="Release to render again. Default: the site's own.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@config_options
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
    from generator.run_paths import inputs
    from generator.serve import serve as run

    settings = config.load(config_path, assignments)
    release_path = release_path or folder / "data" / "release.json"
    release = _read_release(release_path)
    kept = _require_places(release_path, inputs(settings, config_path), folder)

    def rebuild() -> None:
        silent = pipeline.Clock(lambda _: None)
        pipeline.publish(release, settings, folder, silent, kept=kept, note=noting(quiet=False))

    watched = [*settings.content_dirs, *settings.template_dirs]
    run(folder, port=port, base=base, rebuild=rebuild, watch=watched, open_browser=open_browser)


def _require_places(release: Path, reads: "tuple[Named, ...]", out: Path) -> Path | None:
    """Refuse a site that would replace what is read; return where pictures are kept, None where the site is there."""
    from generator.run_paths import Named, RunPaths, inside, require_apart, same
    from generator.whole_file import sweep

    if not same(release, out / "data" / "release.json"):
        # A site's own release is in the new site again.
        reads = (Named("the release", release), *reads)
    require_apart(RunPaths(reads=reads, site=(Named("the site", out, "--out"),)))
    if inside(CARDS, out) or inside(out, CARDS):
        return None
    sweep(CARDS / "any")
    return CARDS


def _read_release(path: Path) -> "Release":
    from generator import release_file

    return release_file.read(path)


def _report(report: "Report", quiet: bool) -> None:
    if not report.ok:
        raise CheckError("\n".join(report.lines()))
    if not quiet:
        print_lines(report.lines())


COMMANDS = (render, check, serve)
