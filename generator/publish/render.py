"""Renders a release into the files of a site: fixed order, deterministic bytes.

Reads templates and words; writes nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.csv_text import csv_lines
from generator.publish.cards.meta import Sharing
from generator.publish.charts.base import coastline, plotly
from generator.publish.charts.base.context import PLAIN, ChartContext
from generator.publish.charts.figure import Table
from generator.publish.charts.forms import strips
from generator.publish.claims.statements import Statement
from generator.publish.client import compare_data, search_index
from generator.publish.client.scripts import Script, read_static, scripts
from generator.publish.client.styles import EMBED, SITE, PageSheets, linked, named_files, sheet, style_sheet
from generator.publish.downloads import files as downloads
from generator.publish.facts import values
from generator.publish.model import conditions
from generator.publish.model.build import build_views
from generator.publish.model.nearby import Surroundings
from generator.publish.model.neighbours import Alike
from generator.publish.output import links
from generator.publish.output.links import Links
from generator.publish.pages import bank, city, embeds, lists, patterns, redirects, statements, texts, tools
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Banner, Context, Link, Site
from generator.publish.pages.contexts.pages import TEMPLATES
from generator.publish.templates import Compiled, Loader, Located
from generator.publish.words import loader
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.release import Release
from generator.settings.settings import Settings

_NAV = ("summary", "overview", "cities", "segments", "compare", "explore")
_FOOT = ("methods", "data-quality", "privacy", "glossary", "data", "old-dashboard")


def render(release: Release, settings: Settings, kept: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site as relative path and bytes.

    Args:
        release: The only source of figures.
        settings: Title, URL, content and template folders.
        kept: Cache folder for social cards between runs; None to render every card.

    Raises:
        ContentError: A word, a fact or a template variable does not exist.
    """
    yield from files(make(release, settings), settings, kept)


def files(builder: PageBuilder, settings: Settings, kept: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site, as `render` does, from the builder that `make` returned."""
    with Located(settings.template_dirs):
        yield from _files(builder, settings, kept)


def _files(builder: PageBuilder, settings: Settings, kept: Path | None) -> Iterator[tuple[str, bytes]]:
    styles = PageSheets(settings.template_dirs)
    environment = _environment(settings.template_dirs, builder.content, styles)
    shared = Sharing(builder, environment, settings)
    views = statements.places(builder)
    said: dict[str, tuple[Statement, ...]] = {}
    for context in contexts(builder):
        complete = shared.complete(context)
        path = complete.page.path
        yield path, _page(environment, complete)
        if path in views:
            said[views[path].place.slug] = statements.of_page(context, builder.edition, views[path])
        for alone in embeds.pages(builder, context):
            yield alone.page.path, _page(environment, alone)
    yield from shared.pictures(kept)
    yield from sorted(downloads.build(builder.edition, settings, builder.links, said).items())
    for file in (*builder.scripts.values(), *named_files(settings.template_dirs, (*SITE, *EMBED, *styles.used))):
        yield file.path, file.content
    yield "favicon.svg", read_static(settings.template_dirs, "static/favicon.svg")


def make(release: Release, settings: Settings) -> PageBuilder:
    """Return the page builder shared by all pages of a release."""
    views = build_views(release)
    words = loader.load(settings.content_dirs, conditions.hold(views, settings), settings.language)
    edition = values.fill_site(Edition.of(views, words), settings)
    chart = ChartContext(edition, coastline.find(settings))
    folders = settings.template_dirs
    found = search_index.index(edition, sheet(folders, ("search",)))
    data = {"search": found, "places": compare_data.places(chart), **embeds.script_words(edition, settings)}
    made = scripts(folders, data)
    if settings.embeds:
        made["embed"] = style_sheet("embed", sheet(folders, EMBED).encode())
    site = _site(edition, settings, made)
    links_ = Links(settings.site_url or None)
    cities, views = strips.cities_of(chart), edition.views
    alike, around = Alike.of(views), Surroundings.of(views)
    return PageBuilder(edition, links_, site, chart, cities, made, alike, around, settings.cards)


def contexts(builder: PageBuilder) -> Iterator[Context]:
    """Yield the context of every page, fixed pages first."""
    whole, index = bank.overview(builder), lists.cities(builder)
    pages = [lists.segment(builder, id_) for id_ in builder.views.segments]
    yield whole
    yield bank.summary(builder)
    yield index
    yield lists.segments(builder)
    yield tools.compare(builder)
    yield tools.explore(builder)
    for id_ in texts.TEXTS:
        if id_ in builder.edition.page_ids:
            yield texts.text(builder, id_)
    yield texts.data(builder)
    yield texts.not_found(builder)
    yield patterns.patterns(builder, whole, index, pages[0])
    yield from pages
    for view in builder.views.pages:
        yield city.city(builder, view)
    yield from redirects.pages(builder)


def _page(environment: Environment, context: Context) -> bytes:
    variables = {field.name: getattr(context, field.name) for field in fields(context)}
    html = environment.get_template(TEMPLATES[type(context)]).render(variables)
    return _tidy(html).encode()


def _tidy(html: str) -> str:
    """Remove blank lines left by template tags."""
    return re.sub(r"\n\s*\n+", "\n", html).strip() + "\n"


def _environment(folders: tuple[Path, ...], words: Content, styles: PageSheets) -> Environment:
    environment = Environment(
        loader=Loader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Compiled(),
    )
    environment.globals["t"] = _words(words)
    environment.globals["css"] = styles
    environment.filters["linked"] = linked
    environment.filters["spec_json"] = lambda body: Markup(plotly.to_json(body))  # noqa: S704 - to_json escapes
    environment.filters["csv_uri"] = csv_uri
    return environment


def _words(words: Content) -> Callable[..., str]:
    """Return the template function `t`; texts without facts are cached, since every page repeats them."""
    known: dict[str, str] = {}

    def t(key: str, **more: str) -> str:
        if more:
            return words.words(key, **more)
        if key not in known:
            known[key] = words.words(key)
        return known[key]

    return t


def csv_uri(table: Table) -> str:
    """Return a table's raw values as a CSV data: URL."""
    return "data:text/csv;charset=utf-8," + quote(csv_text(table), safe=",+()/:;")


def csv_text(table: Table) -> str:
    """Return a table's raw values as CSV; text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return csv_lines(table.columns, table.records)


def _site(edition: Edition, settings: Settings, made: dict[str, Script]) -> Site:
    views, t = edition.views, edition.content.words
    release = views.release
    internal = release.policy.kind == "internal"
    kinds = [
        kind
        for kind, holds in (("synthetic", release.synthetic), ("internal", internal), ("imported", views.imported))
        if holds
    ]
    rule = "foot.rule_internal" if internal else "foot.rule"
    lines = [t("foot.label"), t("foot.customer"), t(rule)]
    lines += [t("foot.places")] if "gazetteer" in edition.content.conditions else []
    lines += [t(f"foot.{name}") for name in ("licence", "contact") if getattr(settings, name)]
    return Site(
        title=settings.title,
        lang=edition.fmt.language,
        locale=edition.fmt.words_locale,
        css=sheet(settings.template_dirs, SITE),
        scripts={name: script.path for name, script in made.items()},
        nav=tuple(Link(links.PAGES[id_], t(f"nav.{id_}"), id_) for id_ in _NAV),
        foot=tuple(Link(links.PAGES[id_], t(f"nav.{id_}"), id_) for id_ in _FOOT if id_ in edition.page_ids),
        lines=tuple(lines),
        repeated=(t("foot.label"), t("foot.licence")),
        banners=tuple(Banner(kind, t(f"banner.{kind}")) for kind in kinds),
        window=t("head.window"),
        released=t("head.released") if settings.publisher else "",
        strap=t("head.strap") if settings.publisher else "",
        how_sure=f"{links.METHODS}#how-sure",
        who_is=f"{links.DATA_QUALITY}#who-is-a-customer",
        striped=any(id_ not in PLAIN for id_ in views.segments),
        definitions=_definitions(edition.content),
        sheet=made["embed"].path if settings.embeds else "",
    )


def _definitions(words: Content) -> dict[str, str]:
    """Return the glossary link that defines the measure of each figure, from figures.toml."""
    rows = words.tables["figures.toml"].items()
    return {id_: f"{links.GLOSSARY}#{row['definition']}" for id_, row in rows if "definition" in row}
