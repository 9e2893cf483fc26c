"""Embeds: one page for each figure, without the site around it; and the texts of the download tools.

Embed pages must be small, because a site has thousands: no table, no CSV, and the style sheet and
the script are shared.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from generator.publish.charts.figure import Figure
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Context
from generator.publish.pages.contexts.side_pages import EmbedContext
from generator.publish.words.edition import Edition
from generator.settings.settings import Settings

_LINKS = re.compile(r"</?a\b[^>]*>")


def pages(builder: PageBuilder, context: Context) -> Iterator[EmbedContext]:
    """Yield the context of the embed of each figure of a page; none where the page or the site has no embeds."""
    page = context.page
    if not page.embed:
        return
    named = builder.site.title in page.title
    where = page.title if named else f"{page.title} · {builder.site.title}"
    source = page.title if named else builder.t("embed.source", page=page.title)
    for figure in figures_of(context):
        path = builder.links.embed(page.path, figure.id)
        head = builder.head(
            path, "", figure.title, builder.t("embed.description", figure=figure.question, page=page.title)
        )
        head["page"] = replace(head["page"], canonical=None, noindex=True)
        yield EmbedContext(**head, figure=_alone(figure), where=where, source=source, path=f"{page.path}#{figure.id}")


def _alone(figure: Figure) -> Figure:
    """Return a figure without links on its marks: an embed has a single link, below the figure."""
    return replace(figure, wide=_LINKS.sub("", figure.wide), narrow=_LINKS.sub("", figure.narrow))


def figures_of(context: Context) -> Iterator[Figure]:
    """Yield the figures of a page in the order of its context's fields."""
    for item in fields(context):
        value = getattr(context, item.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Figure):
                yield one


def script_words(edition: Edition, settings: Settings) -> dict[str, Any]:
    """Return the texts of the scripts that enlarge and download a figure, by script name."""
    views, t = edition.views, edition.content.words
    release = views.release
    marks = {"synthetic": release.synthetic, "internal": release.policy.kind == "internal", "imported": views.imported}
    keys = ("svg", "png", "embed", "copy", "copied", "code", "address", "unmade")
    return {
        "stage": {key: t(f"figure.{key}") for key in ("zoom", "reset", "full", "unfull")},
        "take": {key: t(f"figure.{key}") for key in keys}
        | {
            "base": settings.site_url,
            "site": settings.title,
            "source": t("foot.label"),
            "window": t("head.window"),
            "notes": [t(f"banner.{kind}") for kind, holds in marks.items() if holds],
        },
    }
