"""Redirect pages for renamed places."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from generator.publish.model.types import Views
from generator.publish.pages.builder import CSP, PageBuilder
from generator.publish.pages.contexts.side_pages import RedirectContext


def former(views: Views) -> dict[str, str]:
    """Return the current slug by former slug, sorted; slugs in use or formerly of several places are omitted."""
    today = {view.place.slug for view in views.pages}
    claims = Counter(slug for view in views.pages for slug in set(view.place.former))
    pairs = ((slug, view.place.slug) for view in views.pages for slug in view.place.former)
    return {slug: now for slug, now in sorted(pairs) if claims[slug] == 1 and slug not in today}


def pages(builder: PageBuilder) -> Iterator[RedirectContext]:
    """Yield the context of the redirect page of each former slug."""
    places = {view.place.slug: view.place for view in builder.views.pages}
    for slug, now in former(builder.views).items():
        target = builder.links.city(now)
        words = {"place": places[now].name}
        head = builder.head(
            builder.links.city(slug),
            "cities",
            builder.t("moved.title", **words),
            builder.t("moved.description", **words),
        )
        page = replace(
            head["page"],
            canonical=builder.links.canonical(target),
            noindex=True,
            csp=CSP.format(script="'none'"),
        )
        yield RedirectContext(**head | {"page": page}, target=target, text=builder.t("moved.text", **words))
