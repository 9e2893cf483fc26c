"""Named facts: the numbers and names that texts may quote, formatted.

Every fact always exists; one that the data cannot provide says so.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from generator import limits
from generator.publish.claims import registry
from generator.publish.facts import blocks, comparisons, days, quality
from generator.publish.model import conditions
from generator.publish.model.types import PlaceView, Views
from generator.publish.words import display_names, lint
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter
from generator.release.columns import measures_of


class Settings(Protocol):
    """The settings used by texts."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def contact(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def reference(self) -> str: ...  # noqa: D102
    @property
    def old_dashboard(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> Mapping[str, str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class DefaultSettings:
    """Default settings."""

    title: str = "Segment Atlas"
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    reference: str = "all customers"
    old_dashboard: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)


def fill_site(edition: Edition, settings: Settings) -> Edition:
    """Return an edition whose texts have the site's facts, conditions and tables; each page adds its own facts.

    Raises:
        ContentError: A phrase, notice or page uses an undefined name.
    """
    edition.content.check_conditions(conditions.states(edition.views, settings))
    known = edition.fill(_settings(settings), conditions.hold(edition.views, settings))
    filled = known.fill(of_site(known))
    registry.check_phrases(filled.content)
    filled.content.check_notices()
    lint.check_placeholders(filled.content)
    return filled.fill({}, blocks=blocks.of_site(filled))


def of_site(edition: Edition) -> dict[str, str]:
    """Return the facts of the whole site."""
    views, fmt = edition.views, edition.fmt
    return {
        **_gates(fmt),
        **_release(edition),
        **_counts(edition),
        **comparisons.facts(edition),
        **_averages(views, fmt),
        **_plane(views, fmt),
        **quality.facts(edition),
    }


def _settings(settings: Settings) -> dict[str, str]:
    return {
        "site_title": settings.title,
        "publisher": settings.publisher,
        "contact": settings.contact,
        "licence": settings.licence,
        "reference": settings.reference,
    }


def _gates(fmt: Formatter) -> dict[str, str]:
    """Return the limits of the method, as used by the guards and the fit."""
    return {
        "gate_q": fmt.percent(limits.FALSE_DISCOVERY),
        "gate_points": fmt.points(limits.SHARE_GAP),
        "gate_points_alone": fmt.points(limits.SHARE_GAP_ALONE),
        "power": fmt.percent(limits.POWER),
        "gate_ratio": fmt.ratio(limits.RATIO),
        "gate_percentiles": fmt.count(limits.PERCENTILE_POINTS),
        "gate_years": fmt.count(limits.AGE_YEARS),
        "gate_high": fmt.ratio(limits.INDEX_HIGH / 100),
        "gate_low": fmt.ratio(limits.INDEX_LOW / 100),
        "gate_index_high": fmt.number(limits.INDEX_HIGH),
        "gate_index_low": fmt.number(limits.INDEX_LOW),
        "high_percentile": fmt.percentile(100 * limits.NAME_HIGH),
        "low_percentile": fmt.percentile(100 * limits.NAME_LOW),
        "auto_least_k": fmt.count(limits.AUTO_LEAST_K),
        "auto_most_k": fmt.count(limits.AUTO_MOST_K),
        "smallest_segment": fmt.percent(limits.SMALLEST_SEGMENT),
        "balance_known_limit": fmt.percent(limits.BALANCE_KNOWN),
        "key_conflict_limit": fmt.percent(limits.KEY_CONFLICTS),
    }


def _release(edition: Edition) -> dict[str, str]:
    views, content, fmt = edition.views, edition.content, edition.fmt
    release = views.release
    model, threshold = release.model, release.policy.threshold
    features = [content.text("formats.toml", f"features.{feature.name}") for feature in model.features]
    shares = {item.name: item.share for item in model.dropped}
    unknown = fmt.value("spend", None)
    return {
        "label": release.label,
        **days.of_data(edition),
        "customer_words": release.customer.words,
        "threshold": fmt.count(threshold),
        "threshold_customers": display_names.counted("customers", threshold, content, fmt),
        "base": fmt.count(release.policy.base),
        "claims_n": _claims_n(edition.views, fmt),
        "intervals_n": fmt.count(max(limits.INTERVAL_CUSTOMERS, threshold)),
        "k": fmt.count(model.k),
        "k_used": display_names.counted("used", model.k, content, fmt),
        "k_requested": fmt.count(model.first_k),
        "smallest": fmt.percent(model.smallest),
        **_scores(views, fmt),
        "features_list": display_names.join(features, content),
        "previous_window": fmt.date_range(release.changes.first, release.changes.last) if release.changes else unknown,
        "dropped_share": fmt.percent(shares["frequency"]) if "frequency" in shares else unknown,
        "balance_share": fmt.percent(shares["balance"]) if "balance" in shares else unknown,
        "dates_read": content.words(f"reading.dates.{release.reading.dates}"),
        **{name: content.words(f"reading.{name}") for name in ("pooled_how", "other_places", "kept_texts")},
    }


def _scores(views: Views, fmt: Formatter) -> dict[str, str]:
    found = conditions.scores(views)
    data, untied = (found.data, found.independent) if found else (None, None)
    # Rounded down, because the text says "or more".
    lowest, lowest_untied = (min(found.jaccard, default=None) if found else None for found in (data, untied))
    return {
        "silhouette": fmt.value("transactions", data and data.silhouette),
        "silhouette_untied": fmt.value("transactions", untied and untied.silhouette),
        **{
            name: fmt.value("transactions", least if least is None else math.floor(100 * least) / 100)
            for name, least in (("jaccard", lowest), ("jaccard_untied", lowest_untied))
        },
    }


def _counts(edition: Edition) -> dict[str, str]:
    views, content, fmt = edition.views, edition.content, edition.fmt
    clear = sum(group.answer == "clear" for view in views.pages for group in view.groups)
    clear_averages = sum(len(view.measured("clear")) for view in views.pages)
    by_detail = {
        name: sum(view.place.detail == name for view in views.pages) for name in ("segments", "groups", "total")
    }
    pooled = sum(view.n for view in views.pools)
    largest = views.cities[0] if views.cities else None
    return {
        "customers": fmt.count(views.n),
        "cities": fmt.count(len(views.cities)),
        "cities_counted": display_names.counted("cities", len(views.cities), content, fmt),
        **{
            name: display_names.counted(name, len(views.cities), content, fmt)
            for name in ("in_cities", "cities_with_pages", "cities_have_pages")
        },
        "pages_counted": display_names.counted("pages", len(views.pages), content, fmt),
        "segments_counted": display_names.counted("segments", len(views.segments), content, fmt),
        **{f"places_{name}": fmt.count(n) for name, n in by_detail.items()},
        "districts": fmt.count(len(views.districts)),
        "pooled_share": fmt.percent(pooled / views.n if views.n else 0.0),
        "tests": fmt.count(views.family.shares + views.family.averages),
        "cells_tested": fmt.count(views.family.shares),
        "cells_clear": fmt.count(clear),
        "averages_tested": fmt.count(views.family.averages),
        "averages_clear": fmt.count(clear_averages),
        "comparable_counted": display_names.by_number(
            "counted.comparable",
            len(views.comparable),
            content,
            fmt,
            n=fmt.count(len(views.comparable)),
            claims_n=_claims_n(views, fmt),
        ),
        "areas_list": display_names.join([view.place.name for view in views.areas], content),
        "largest_city": largest.place.name if largest else fmt.value("city", None),
    }


def _claims_n(views: Views, fmt: Formatter) -> str:
    return fmt.count(max(limits.CLAIM_CUSTOMERS, views.release.policy.threshold))


def _averages(views: Views, fmt: Formatter) -> dict[str, str]:
    return {name: fmt.mean(name, views.measures[name]) for name in measures_of(views.release.origin)}


def _plane(views: Views, fmt: Formatter) -> dict[str, str]:
    """Return the variance explained by the projection's two components, and the number of customers shown."""
    found = views.release.overall.projection
    explained = found.explained if found else ()
    inside = sum(cell.n for cell in found.cells) if found else 0
    return {
        "explained_first": fmt.value("customers_share", explained[0] if explained else None),
        "explained_second": fmt.value("customers_share", explained[1] if len(explained) > 1 else None),
        "projection_share": fmt.value("customers_share", min(1.0, inside / views.n) if found and views.n else None),
    }


def of_place(view: PlaceView, edition: Edition, headline: str = "") -> dict[str, str]:
    """Return the facts of one place, for `Content.fill` on its page."""
    content, fmt = edition.content, edition.fmt
    return {
        "place": display_names.place(view, content),
        "state": view.place.state,
        "place_in_state": display_names.place_in_state(view),
        "place_headline": headline,
        "place_customers": fmt.count(view.n),
        "place_share": fmt.percent(view.share),
        "place_rank": display_names.rank(view, edition),
        "place_typical_spend": fmt.mean("typical_spend", view.measures["typical_spend"]),
    }


def of_segment(id_: str, edition: Edition) -> dict[str, str]:
    """Return the facts of one segment, for `Content.fill` on its page.

    Where the release merges it with another one for all customers, customers and shares are those of the merged
    segments,
    and `segment_counted_as` says so.
    """
    views, content, fmt = edition.views, edition.content, edition.fmt
    one = views.segments[id_]
    whole = next(group for group in views.groups if id_ in group.segments)
    return {
        "segment": one.name,
        "segment_short": one.short,
        "letter": one.letter,
        "segment_counted_as": display_names.group(whole.segments, views, content),
        "segment_customers": fmt.count(whole.n),
        "segment_share": fmt.percent(whole.share),
        "segment_spend_share": fmt.percent(whole.spend_share)
        if whole.spend_share is not None
        else fmt.value("spend", None),
    }
