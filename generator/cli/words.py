"""Commands `inspect`, `facts`, `where` and `proofread`: options and printing only. Heavy imports stay inside them."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import FILE, config_options, quiet_option, release_options
from generator.cli.printing import mend_site, print_lines, warn_if_tracked, watch_outputs
from generator.console import say, say_json

if TYPE_CHECKING:
    from generator.publish.pages.builder import PageBuilder
    from generator.settings.settings import Settings

#: Page that `proofread` writes by default.
PROOFREAD = Path("build/proofread.html")


@click.command()
@click.argument("name", metavar="CITY")
@click.option("--beside", metavar="OTHER", help="Compare CITY with this place, as on the Compare page.")
@release_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every number that a guard checked.")
def inspect(
    name: str,
    beside: str | None,
    release_path: Path | None,
    site: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    as_json: bool,
) -> None:
    """Explain the sentences of a page: facts, guards passed and failed, chosen sentences.

    CITY is the slug, name or other name of a place (pune-maharashtra, Pune), the code of a segment (B), or `all` for
    the overview and the summary. Each check of a guard is printed with its numbers, the required values, and a + or
    a -; a sentence passes if every line has a +.
    """
    from generator.publish.inspect import lookup, page, pair, report

    builder = _builder(release_path, site, config_path, assignments)
    if beside is None:
        found = page.inspect(lookup.find(name, builder.views), builder.edition)
    else:
        first, second = lookup.two_places(name, beside, builder.views)
        found = pair.inspect_pair(first, second, builder.edition)
    if as_json:
        say_json(report.inspection_json(found, builder.edition))
        return
    print_lines(report.inspection(found, builder.edition))


@click.command()
@click.argument("word", default="")
@click.option("--city", metavar="NAME", help="Add the facts of one page: a place, or a segment by its code.")
@release_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def facts(
    word: str,
    city: str | None,
    release_path: Path | None,
    site: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the placeholders for texts, with their values: write {{ customers }}, not the number.

    WORD selects those whose name or value contains it: `atlas facts spend`, `atlas facts 3,214`. A placeholder may be
    used anywhere in content/ unless the list restricts it to certain places.
    """
    from generator.errors import UsageError
    from generator.publish.facts import listing
    from generator.publish.inspect import lookup, report

    builder = _builder(release_path, site, config_path, assignments)
    found = lookup.find(city, builder.views) if city else None
    rows = listing.listed(word, found, builder.edition)
    if not rows:
        raise UsageError(f"No placeholder contains {word!r}.", "Run `atlas facts` without WORD to list all of them.")
    if as_json:
        say_json([asdict(row) for row in rows])
        return
    print_lines(report.facts(rows))


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--config", "config_path", type=FILE, help="Settings file. Default: ./atlas.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def where(words: tuple[str, ...], config_path: Path | None, as_json: bool) -> None:
    """Find the file, line and id that a sentence of the site comes from, best match first.

    WORDS is the sentence or a part of it as shown on a page, including numbers and names: atlas where "are the largest
    segment here". Placeholders match any words.
    """
    from generator.errors import ContentError
    from generator.publish.inspect import report
    from generator.publish.words import catalogue, loader, provenance
    from generator.settings import config

    settings = config.load(config_path)
    every = (text for content in loader.load_all(settings.content_dirs) for text in catalogue.every(content))
    texts = tuple(dict.fromkeys(every))
    asked = " ".join(words)
    found = provenance.origins(asked, texts)
    if not found:
        near = provenance.nearest(asked, texts)
        hint = "\n".join(("Nearest:", *report.origin(near))) if near else "Try other words of the sentence."
        raise ContentError(f"No text of the site matches {asked!r}.", hint)
    if as_json:
        say_json([asdict(row) for row in found])
        return
    print_lines(report.origins(found))


def _builder(
    release_path: Path | None, site: Path | None, config_path: Path | None, sets: tuple[str, ...]
) -> "PageBuilder":
    from generator.cli import locate_release
    from generator.publish.render import make
    from generator.settings import config

    if site:
        mend_site(site)
    path, release = locate_release.find(release_path, site)
    say(f"note: figures of {path}", err=True)
    return make(release, config.load(config_path, sets))


@click.command()
@click.argument("source", metavar="[RELEASE|SITE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--to", "target", type=FILE, help=f"Private file to write; its folder must exist.  [default: {PROOFREAD}]"
)
@config_options
@quiet_option
def proofread(
    source: Path | None, target: Path | None, config_path: Path | None, assignments: tuple[str, ...], quiet: bool
) -> None:
    """Write every sentence of a site on one private page, to be read before the site is published.

    Sentences are grouped by phrase, the boldest first: clear before small differences, these before what could be
    chance, the largest first. Each is listed once, with its figures, q, the places where it stands, and the file and
    line of its wording. Titles and captions of figures, options, social cards, descriptions, the patterns of Compare
    and alternative texts follow.

    RELEASE is a release file, SITE the folder of a built site. Default: build/release.json, else data/release.json,
    else that of ./site. Links lead to the site in SITE, else to the setting site_url.
    """
    from generator.cli import locate_release
    from generator.files.private import write_private
    from generator.publish.proofread import collect, page
    from generator.publish.render import make
    from generator.settings import config

    site = source if source is not None and source.is_dir() else None
    if site:
        mend_site(site)
    path, release = locate_release.find(None if site else source, site)
    settings = config.load(config_path, assignments)
    written = _require_private(target, path, settings, config_path)
    reading = collect.read(make(release, settings))
    address = page.in_folder(site) if site else page.on_the_web(settings.site_url)
    write_private(written, page.html(reading, address))
    warn_if_tracked(written)
    if not quiet:
        texts = sum(chapter.texts for chapter in reading.chapters)
        say(f"{written}: {texts:,} texts of {reading.pages:,} pages, of {path}. Private: open it in a browser.")


def _require_private(target: Path | None, release: Path, settings: "Settings", config_path: Path | None) -> Path:
    """Refuse a file that would be published or overwrite an input; return its path, whose folder exists then."""
    from generator.files.private import private_dir
    from generator.files.run_paths import Named, RunPaths, inputs, require_private_place, require_separate
    from generator.files.whole_file import sweep

    reads = (Named("the release", release), *inputs(settings, config_path))
    written = Named("the page to proofread", target or PROOFREAD, "--to")
    if target is None:
        folder = Named("the private folder", PROOFREAD.parent)
        require_separate(RunPaths(reads=reads, private=(written,), folders=(folder,)))
        private_dir(folder.path)
    else:
        require_private_place(written, reads)
    sweep(written.path)
    watch_outputs(written)
    return written.path


COMMANDS = (inspect, facts, where, proofread)
