"""Small bars of mixes, as in lists of cities, and rows of places nearby. Holds no wording."""

from generator.publish.charts.base.context import PLAIN
from generator.publish.model.nearby import Near
from generator.publish.model.types import GroupView, PlaceView
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.rows import MixPart, NearRow
from generator.publish.words import display_names


def mix_parts(builder: PageBuilder, view: PlaceView) -> tuple[MixPart, ...]:
    """Return the parts of a place's bar; empty where its mix is not published."""
    return tuple(_part(builder, group) for group in view.groups)


def _part(builder: PageBuilder, group: GroupView) -> MixPart:
    """Return a part of the bar; full colour is a claim, so it is for a share that differs."""
    ids, width = group.segments, f"{100 * group.share:.0f}"
    letters = display_names.codes(ids, builder.views)
    if len(ids) > 1:
        return MixPart(f"s-{ids[0]} many", width, letters, ids[1])
    filled = group.answer == "clear" and ids[0] in PLAIN
    return MixPart(f"s-{ids[0]} on" if filled else f"s-{ids[0]}", width, letters)


def mix_label(builder: PageBuilder, view: PlaceView) -> str:
    """Return the same as text."""
    shares = ((display_names.codes(g.segments, builder.views), builder.fmt.percent(g.share)) for g in view.groups)
    values = ", ".join(f"{letters} {share}" for letters, share in shares)
    return builder.chart.say("page.mix", place=display_names.place(view, builder.content), values=values)


def near_row(builder: PageBuilder, near: Near) -> NearRow:
    """Return the row of a place nearby."""
    view = near.view
    return NearRow(
        builder.links.city(view.place.slug),
        display_names.unique(view, builder.views, builder.content),
        builder.counted("customers", view.n),
        builder.chart.say("around.km", km=builder.fmt.count(round(near.km))),
        mix_parts(builder, view),
        mix_label(builder, view),
    )
