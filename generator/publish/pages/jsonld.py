"""Structured data of a page: a schema.org `Dataset`, as plain dicts.

On the overview, the downloads page and the pages of places; never on an internal site. Holds no wording.
Source: schema.org/Dataset, and Google's guide to structured data of datasets.
"""

from typing import Any

from babel import Locale

from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Context
from generator.publish.pages.contexts.pages import CityContext, OverviewContext
from generator.publish.pages.contexts.side_pages import DataContext
from generator.publish.words import display_names
from generator.release.columns import COLUMNS, measures_of
from generator.settings.settings import Settings

Data = dict[str, Any]


def dataset(builder: PageBuilder, settings: Settings, context: Context) -> Data | None:
    """Return the data set of a page; None for pages without data.

    Args:
        builder: Views, texts, URLs.
        settings: Publisher, licence, country.
        context: The page.
    """
    if builder.views.release.policy.kind == "internal":
        return None
    match context:
        case CityContext():
            slug = context.page.path.split("/")[-2]
            place = next(view for view in builder.views.pages if view.place.slug == slug)
            files = {"text/csv": context.csv, "application/json": context.json}
            return _dataset(builder, settings, context, context.page.description, _place(place), files)
        case OverviewContext() | DataContext():
            words = f"{context.page.description} {builder.t('head.window')}."
            files = {"text/csv": links.CITIES_CSV, "application/json": links.RELEASE_JSON}
            return _dataset(builder, settings, context, words, _country(builder, settings), files)
    return None


def _dataset(
    builder: PageBuilder, settings: Settings, context: Context, words: str, where: Data | None, files: dict[str, str]
) -> Data:
    release, page = builder.views.release, context.page
    body: Data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": builder.t("card.dataset", title=page.title, label=release.label),
        "description": words,
        "url": page.canonical,
        "temporalCoverage": f"{release.window.first}/{release.window.last}" if release.window.days else None,
        "spatialCoverage": where,
        "isAccessibleForFree": True,
        "license": _licence(settings.licence),
        "creator": _organisation(settings.publisher),
        "publisher": _organisation(settings.publisher),
        "variableMeasured": [
            _variable(name, builder)
            for name in ("customers", *measures_of(release.origin))
            if name == "customers" or (not name.endswith("_pct") and builder.measured(name))
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": url}
            for kind, path in files.items()
            if (url := builder.links.file(path))
        ],
    }
    return {name: value for name, value in body.items() if value not in (None, [])}


def _variable(name: str, builder: PageBuilder) -> Data:
    money = COLUMNS[name].kind == "money"
    unit = builder.views.release.currency if money else builder.content.unit(name)
    return {"@type": "PropertyValue", "name": builder.content.title(name), **({"unitText": unit} if unit else {})}


def _place(view: PlaceView) -> Data:
    place = view.place
    geo = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return {
        "@type": "Place",
        "name": display_names.place_in_state(view),
        **({"geo": geo} if place.lat is not None else {}),
    }


def _country(builder: PageBuilder, settings: Settings) -> Data | None:
    """Return the gazetteer's country; None for unmatched places, which may be anywhere."""
    if builder.views.release.reading.places != "gazetteer":
        return None
    name = Locale.parse(builder.fmt.words_locale).territories.get(settings.country)
    return {"@type": "Country", "name": name} if name else None


def _organisation(name: str) -> Data | None:
    return {"@type": "Organization", "name": name} if name else None


def _licence(words: str) -> str | Data | None:
    """Return a URL unchanged, other text as the name of a licence."""
    if not words:
        return None
    return words if words.startswith(("https://", "http://")) else {"@type": "CreativeWork", "name": words}
