"""Commands for editors of words: options and printing only. Heavy imports stay inside the commands."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import FILE, release_options
from generator.cli.printing import print_lines
from generator.console import say, say_json

if TYPE_CHECKING:
    from generator.publish.pages.builder import PageBuilder


@click.command()
@click.argument("name", metavar="CITY")
@click.option("--beside", metavar="OTHER", help="What may be said of CITY and this place, as on the Compare page.")
@release_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every number that a guard looked at.")
def inspect(
    name: str,
    beside: str | None,
    release_path: Path | None,
    site: Path | None,
    config_path: Path | None,
    assignments: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say why a page says what it says: facts, guards passed and failed, chosen sentences.

    CITY is a place by its address, name or another name (pune-maharashtra, Pune), the letter of a segment (B), or `all`
    for the overview and the summary. Each guard is printed with the numbers it looked at, what they have to be, and
    a + or a -; a sentence passes where every line has a +.
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
@click.option("--city", metavar="NAME", help="Add the facts of one page: a place, or a segment by its letter.")
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
    """List the placeholders that words may use, with their values: write {{ customers }}, not the number.

    WORD keeps those whose name or value holds it: `atlas facts spend`, `atlas facts 3,214`. A placeholder stands
    anywhere in content/ unless another place is named under it.
    """
    from generator.errors import UsageError
    from generator.publish.facts import listing
    from generator.publish.inspect import lookup, report

    builder = _builder(release_path, site, config_path, assignments)
    found = lookup.find(city, builder.views) if city else None
    rows = listing.listed(word, found, builder.edition)
    if not rows:
        raise UsageError(f"No placeholder holds {word!r}.", "`atlas facts` alone lists all.")
    if as_json:
        say_json([asdict(row) for row in rows])
        return
    print_lines(report.facts(rows))


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--config", "config_path", type=FILE, help="Settings file. Default: ./atlas.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def where(words: tuple[str, ...], config_path: Path | None, as_json: bool) -> None:
    """Say which file, line and id a sentence of the site comes from, best guess first.

    WORDS is the sentence or a part of it as it stands on a page, numbers and names included: atlas where "are the
    largest segment here". Placeholders match any words.
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
        raise ContentError(f"No text of the site reads as {asked!r}.", hint)
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

    path, release = locate_release.find(release_path, site)
    say(f"note: figures of {path}", err=True)
    return make(release, config.load(config_path, sets))


COMMANDS = (inspect, facts, where)
