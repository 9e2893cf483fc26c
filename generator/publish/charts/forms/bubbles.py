"""Bubbles of the positioning plane: position of each segment and of its reference, and their description."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.publish.charts.base.context import ChartContext, Ids
from generator.publish.model.types import GroupView
from generator.release import Mean


@dataclass(frozen=True, slots=True)
class Bubble:
    """One bubble, in data units.

    Attributes:
        ids: Its segments.
        x: Transactions per customer, or the recency percentile.
        y: Typical spend.
        share: Share of customers, 0..1.
        n: Customers.
        all_x: The same for all customers of the segment; None when unknown or not shown.
        all_y: Typical spend of all customers of the segment.
        all_share: Their share of all customers.
        means: Averages of the customers.
        all_means: The same for all customers of the segment.
    """

    ids: Ids
    x: float
    y: float
    share: float
    n: int
    all_x: float | None = None
    all_y: float | None = None
    all_share: float | None = None
    means: dict[str, Mean] = field(default_factory=dict)
    all_means: dict[str, Mean] = field(default_factory=dict)


def x_measure(chart: ChartContext) -> str | None:
    """Return the measure of the horizontal axis: transactions, else the recency percentile; None without both."""
    dropped = {feature.name for feature in chart.views.release.model.dropped}
    if "frequency" not in dropped:
        return "transactions"
    return None if "recency" in dropped else "recency_pct"


def bubbles_of(chart: ChartContext, groups: Sequence[GroupView], column: str, *, whole: bool) -> list[Bubble]:
    """Return the bubbles of the groups that have both averages."""
    return [bubble for group in groups if (bubble := _bubble(chart, group, column, whole)) is not None]


def _value(means: dict[str, Mean], column: str) -> float | None:
    mean = means.get(column)
    return mean.value if mean else None


def reference(chart: ChartContext, ids: Ids, *, whole: bool) -> dict[str, Mean]:
    """Return the averages of all customers of a segment; empty for merged segments and when all are drawn."""
    return {} if whole or len(ids) > 1 else chart.views.segments[ids[0]].means


def _bubble(chart: ChartContext, group: GroupView, column: str, whole: bool) -> Bubble | None:
    x, y = _value(group.means, column), _value(group.means, "typical_spend")
    if x is None or y is None or y <= 0:
        return None
    means = reference(chart, group.segments, whole=whole)
    all_x, all_y = _value(means, column), _value(means, "typical_spend")
    known = all_x is not None and all_y is not None
    share = group.all_share if known else None
    return Bubble(
        ids=group.segments,
        x=x,
        y=y,
        share=group.share,
        n=group.n,
        all_x=all_x if known else None,
        all_y=all_y if known else None,
        all_share=share,
        means=group.means,
        all_means=means,
    )


def numbers(chart: ChartContext, bubble: Bubble, column: str) -> str:
    """Return a bubble's position and share as text."""
    return _text(chart, column, bubble.means, bubble.share)


def all_numbers(chart: ChartContext, bubble: Bubble, column: str) -> str:
    """Return position and share of all customers of the segment as text."""
    return _text(chart, column, bubble.all_means, bubble.all_share or 0.0)


def _text(chart: ChartContext, column: str, means: dict[str, Mean], share: float) -> str:
    spend, x = chart.mean("typical_spend", means["typical_spend"]), chart.mean(column, means[column])
    facts = {"spend": spend, "x": x, "share": chart.fmt.percent(share)}
    if column == "recency_pct" and _value(means, "recency") is not None:
        return chart.say("positioning.numbers.recency", days=chart.mean("recency", means["recency"]), **facts)
    return chart.say(f"positioning.numbers.{column}", **facts)
