"""What a page without a mix shows in its place: the mix of its state, and the nearest city that has its own.

Holds no wording.
"""

from dataclasses import dataclass

from generator.publish.charts.figure import Figure
from generator.publish.charts.kinds.segment_mix import segment_mix
from generator.publish.claims import select
from generator.publish.claims.select import Sentence
from generator.publish.model.nearby import Shared, StateMix
from generator.publish.model.types import GroupView, PlaceView
from generator.publish.pages.builder import PageBuilder
from generator.publish.pages.contexts.rows import Answer, NearRow
from generator.publish.pages.mix_bars import near_row
from generator.publish.words import display_names


@dataclass(frozen=True, slots=True)
class Instead:
    """The parts of a page without a mix.

    Attributes:
        mix: The mix of its state; None where none is shown.
        said: The same as a sentence.
        nearest: The nearest place with a mix of its own; None where none is known.
        answers: Why there are no segments, and what follows from it.
    """

    mix: Figure | None = None
    said: Sentence | None = None
    nearest: NearRow | None = None
    answers: tuple[Answer, ...] = ()


def instead(builder: PageBuilder, view: PlaceView) -> Instead:
    """Return what a page without a mix shows; nothing for a page that has one."""
    if view.groups:
        return Instead()
    said = select.state_mix(view, builder.around, builder.edition)
    found = builder.around.mixes.get(view.place.state) if said else None
    near = builder.around.nearest_mix(view)
    return Instead(
        _mix(builder, view, found) if found else None,
        said,
        near_row(builder, near) if near else None,
        _answers(builder, view, found),
    )


def _mix(builder: PageBuilder, view: PlaceView, found: StateMix) -> Figure:
    place = display_names.place(view, builder.content)
    texts = builder.texts("state-mix", view, place=place, state=found.state)
    groups = [_group(builder, part) for part in found.parts]
    return segment_mix(builder.chart, groups, texts, found.state, found.n, builder.segment_path)


def _group(builder: PageBuilder, part: Shared) -> GroupView:
    """Return a part of a state's mix as a group; nothing is claimed of it."""
    inside = [group for group in builder.views.groups if set(group.segments) <= set(part.segments)]
    whole = {id_ for group in inside for id_ in group.segments} == set(part.segments)
    all_share = sum(group.share for group in inside) if whole else None
    return GroupView(part.segments, part.n, part.share, part.low, part.high, all_share, None, None, None, {})


def _answers(builder: PageBuilder, view: PlaceView, found: StateMix | None) -> tuple[Answer, ...]:
    place = display_names.place(view, builder.content)
    facts = {"place": place, "customers": builder.counted("customers", view.n), "state": view.place.state}
    keys = ("why", "conclude" if found else "conclude_alone", "use")
    return tuple(Answer(builder.t(f"sparse.{key}"), builder.t(f"sparse.{key}_text", **facts)) for key in keys)
