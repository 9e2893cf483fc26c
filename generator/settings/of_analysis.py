"""Settings that only an analysis reads, and what to say of them where a site is rendered from a release."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from generator.release import Release
from generator.settings.settings import Settings
from generator.settings.values import FEATURES

#: What rendering and checking a site read; all other settings are read where a release is made.
OF_RENDERING = frozenset(
    {"title", "old_dashboard", "publisher", "contact", "licence", "reference", "site_url", "embeds", "cards", "keep"}
    | {"content", "language", "templates", "country", "coastline", "policy", "threshold", "id_patterns", "columns"}
)


def note_of(settings: Settings, release: Release, assigned: Collection[str] = ()) -> str:
    """Return a note on the settings that a rendering does not read, although somebody chose them; empty for none.

    Args:
        settings: All settings.
        release: What is rendered. A setting that it was made with changes nothing, so nothing is said of it.
        assigned: Names of the settings that the command itself was given; of these also those that a release does not
            hold are named.
    """
    told = dict(_made_with(settings, release))
    differs = [
        f"{name} (the release has {_toml(value)})"
        for name, (chosen, value) in told.items()
        if name.partition(".")[0] in settings.given and chosen != value
    ]
    idle = sorted(set(assigned) & settings.given - OF_RENDERING - {name.partition(".")[0] for name in told})
    if not differs and not idle:
        return ""
    names = ", ".join((*differs, *idle))
    how = "Make the release again with `atlas build` or `atlas analyse`."
    return f"Rendering does not read {names}: an analysis does. {how}"


def _made_with(settings: Settings, release: Release) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield each setting that a release holds: its name, what is chosen now, and what the release was made with."""
    for name in ("label", "currency", "locale", "synthetic"):
        yield name, (getattr(settings, name), getattr(release, name))
    yield "places", (settings.places, release.reading.places)
    if release.policy.kind == "public":
        yield "base", (settings.base, release.policy.base)
    if release.origin != "transactions" or (release.changes and release.changes.model == "frozen"):
        # The segments are those of a table or of an earlier release, whatever is set.
        return
    if settings.features:
        model = release.model
        # A feature that was named may have been left out, as one that separates nobody.
        left_out = {item.name for item in model.dropped} & set(settings.features)
        fitted = {item.name for item in model.features} | left_out
        features = tuple(name for name in FEATURES if name in fitted) if model.choice == "set" else "auto"
        yield "features", (settings.features, features)
    yield "k", (settings.k, release.model.requested)
    yield "seed", (settings.seed, release.model.seed)
    if settings.customer_key:
        named = tuple(settings.source_columns.get(column, column) for column in settings.customer_key)
        made = release.customer.columns
        # A role may name its column; that of a computed one is in the release itself.
        yield "customer_key", (made if named == made else settings.customer_key, made)
    for segment in release.segments:
        if segment.id in settings.names:
            # A name that two segments have was given their letters.
            given = settings.names[segment.id]
            yield f"names.{segment.id}", (given, given if segment.name.startswith(given) else segment.name)


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
