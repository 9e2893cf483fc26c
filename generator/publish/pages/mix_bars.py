"""Small bars of mixes, as in lists of cities. Holds no wording."""

from generator.publish.model.types import GroupView, PlaceView
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.rows import MixPart
from generator.publish.words import display_names


def mix_parts(view: PlaceView) -> tuple[MixPart, ...]:
    """Return the parts of a place's bar; empty where its mix is not published."""
    return tuple(_part(group) for group in view.groups)


def _part(group: GroupView) -> MixPart:
    ids, width = group.segments, f"{100 * group.share:.0f}"
    return MixPart(f"s-{ids[0]}", width) if len(ids) == 1 else MixPart(f"s-{ids[0]} many", width, ids[1])


def mix_label(builder: PageBuilder, view: PlaceView) -> str:
    """Return the same as text."""
    shares = ((display_names.codes(g.segments, builder.views), builder.fmt.percent(g.share)) for g in view.groups)
    values = ", ".join(f"{letters} {share}" for letters, share in shares)
    return builder.chart.say("page.mix", place=display_names.place(view, builder.content), values=values)
