"""Meta tags of a page: Open Graph and Twitter tags for link previews, and the social card that they name."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import Environment

from generator.errors import ContentError
from generator.publish.cards import layout, text
from generator.publish.cards.png import pictures
from generator.publish.cards.text import Card
from generator.publish.pages import jsonld
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.frame import Context, Image
from generator.publish.pages.contexts.side_pages import NotFoundContext
from generator.settings.settings import Settings


@dataclass(slots=True)
class Sharing:
    """Adds meta tags to pages one by one, and collects the cards to draw.

    Attributes:
        builder: Page builder of the site.
        environment: Templates.
        settings: Whether there are cards; publisher and licence.
    """

    builder: PageBuilder
    environment: Environment
    settings: Settings
    _cards: dict[str, Card] = field(default_factory=dict)

    def complete(self, context: Context) -> Context:
        """Return a page with its social card and structured data in its head, where the settings allow them."""
        page = replace(context.page, data=jsonld.dataset(self.builder, self.settings, context))
        if self.settings.cards and not _nowhere(context):
            card = text.card_of(self.builder, context)
            self._cards.setdefault(card.path, card)
            url = self.builder.links.file(card.path)
            width, height = map(str, text.SIZE)
            page = replace(page, image=Image(url, width, height, card.alt) if url else None)
        return replace(context, page=page)

    def pictures(self, kept: Path | None) -> Iterator[tuple[str, bytes]]:
        """Yield path and PNG of every card of the pages completed so far.

        Raises:
            ContentError: The template or a font of the cards is broken.
        """
        if not self._cards:
            return
        board = layout.board(self.settings.template_dirs, self.builder.site.css)
        frame, template = text.frame(self.builder), self.environment.get_template(layout.TEMPLATE)
        svgs = {path: template.render(d=board.draw(card, frame)) for path, card in self._cards.items()}
        try:
            yield from pictures(svgs, board.files, kept)
        except ValueError as error:
            raise ContentError(f"templates/{layout.TEMPLATE}: cannot be drawn: {error}.") from error


def _nowhere(context: Context) -> bool:
    """Return whether a page has no URL to share: the 404 page."""
    return isinstance(context, NotFoundContext)
