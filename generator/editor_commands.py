"""Commands for whoever edits words or starts a site: options and printing only. `cli` adds them to `atlas`.

Heavy imports stay inside the commands.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from generator.publish.maker import Maker

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)

Command = Callable[..., None]


def release_options(command: Command) -> Command:
    """Add the options that say which release and which settings a command speaks of."""
    command = click.option("--set", "assignments", multiple=True, metavar="KEY=VALUE", help="Change one setting.")(
        command
    )
    command = click.option("--config", "config_path", type=_FILE, help="Settings file. Default: ./atlas.toml.")(command)
    command = click.option("--site", type=_FOLDER, help="A built site, whose release is used.")(command)
    return click.option(
        "--release",
        "release_path",
        type=_FILE,
        help="Default: build/release.json, else data/release.json, else that of ./site.",
    )(command)


def _maker(release_path: Path | None, site: Path | None, config_path: Path | None, sets: tuple[str, ...]) -> "Maker":
    from generator import config, latest
    from generator.publish.render import make

    path, release = latest.find(release_path, site)
    click.echo(f"note: figures of {path}", err=True)
    return make(release, config.load(config_path, sets))


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
    from generator import telling
    from generator.publish import inspection, inspection_pair, subject

    maker = _maker(release_path, site, config_path, assignments)
    made = (maker.views, maker.content, maker.fmt)
    if beside is None:
        found = inspection.inspect(subject.find(name, maker.views), *made)
    else:
        first, second = subject.two_places(name, beside, maker.views)
        found = inspection_pair.inspect_pair(first, second, *made)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for line in telling.inspection(found):
        click.echo(line)


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
    from generator import telling
    from generator.errors import UsageError
    from generator.publish import fact_list, subject

    maker = _maker(release_path, site, config_path, assignments)
    found = subject.find(city, maker.views) if city else None
    rows = fact_list.listed(word, found, maker.views, maker.content, maker.fmt)
    if not rows:
        raise UsageError(f"No placeholder holds {word!r}.", "`atlas facts` alone lists all.")
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
        return
    for line in telling.facts(rows):
        click.echo(line)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--config", "config_path", type=_FILE, help="Settings file. Default: ./atlas.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def where(words: tuple[str, ...], config_path: Path | None, as_json: bool) -> None:
    """Say which file, line and id a sentence of the site comes from, best guess first.

    WORDS is the sentence or a part of it as it stands on a page, numbers and names included: atlas where "are the
    largest segment here". Placeholders match any words.
    """
    from generator import config, telling
    from generator.errors import ContentError
    from generator.publish import content, origin, word_list

    settings = config.load(config_path)
    texts = tuple(word_list.every(content.load(settings.content_dirs)))
    asked = " ".join(words)
    found = origin.origins(asked, texts)
    if not found:
        near = origin.nearest(asked, texts)
        hint = "\n".join(("Nearest:", *telling.origin(near))) if near else "Try other words of the sentence."
        raise ContentError(f"No text of the site reads as {asked!r}.", hint)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in found], ensure_ascii=False, indent=1, default=str))
        return
    for line in telling.origins(found):
        click.echo(line)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--from", "requirement", help="What the Pages workflow installs. Default: this version of segment-atlas.")
def init(folder: Path, requirement: str | None) -> None:
    """Start a site of your own in DIR: settings, folders for words and templates, and the GitHub Pages workflow.

    Nothing that exists is overwritten. With --from "segment-atlas @ git+https://github.com/OWNER/segment-atlas@v1" the
    workflow takes the package from git.
    """
    from generator.start import REQUIREMENT, start

    for path in start(folder, requirement or REQUIREMENT):
        click.echo(path)
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(
        f"""
Next:
  {inside}atlas build transactions.csv     look at site/index.html
  cp build/release.json data/release.json     what may be published; read it first
  git init, commit, push                      the workflow publishes it on GitHub Pages"""
    )


@click.command("import-kpis")
@click.argument("table", metavar="FILE", type=_FILE)
@click.option(
    "--to", "target", type=_FILE, default=Path("build/release.json"), show_default=True, help="Release to write."
)
@click.option("--first-day", type=click.DateTime(["%Y-%m-%d"]), help="First day of its transactions, where known.")
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), help="Last day of them.")
@click.option("--config", "config_path", type=_FILE, help="Settings file. Default: ./atlas.toml.")
@click.option("--set", "assignments", multiple=True, metavar="KEY=VALUE", help="Change one setting.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
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
    from generator import config
    from generator.analyse.kpis import import_kpis as run
    from generator.errors import UsageError
    from generator.release import write

    if (first_day is None) != (last_day is None):
        raise UsageError("--first-day and --last-day go together.")
    days = (first_day.date(), last_day.date()) if first_day and last_day else None
    made = run(table, config.load(config_path, assignments), days)
    write(made.release, target)
    if not quiet:
        for line in made.notices:
            click.echo(f"note: {line}", err=True)
        click.echo(f"{target}: {target.stat().st_size / 1e3:.0f} kB. Next: atlas render {target}")


COMMANDS = (inspect, facts, where, init, import_kpis)
