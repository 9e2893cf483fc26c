"""Table of the limits of the method, with their values and sources. Names and sources are in `content/site.toml`."""

from collections.abc import Callable

from generator import limits
from generator.publish.facts.html_tables import table
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter

#: Value of each limit by key of [methods.limit]. Those of a site are its facts, by name.
_VALUES: dict[str, Callable[[Formatter], str] | str] = {
    "claims": "claims_n",
    "intervals": "intervals_n",
    "threshold": "threshold",
    "base": "base",
    "false_discovery": "gate_q",
    "pairs": "pairs_chance",
    "points": "gate_points",
    "index": lambda fmt: f"{fmt.number(limits.INDEX_HIGH)}, {fmt.number(limits.INDEX_LOW)}",
    "points_alone": "gate_points_alone",
    "ratio": "gate_ratio",
    "percentiles": "gate_percentiles",
    "years": "gate_years",
    "power": "power",
    "change": lambda fmt: fmt.points(limits.CHANGE_GAP),
    "change_ratio": lambda fmt: fmt.ratio(limits.CHANGE_RATIO),
    "kept": lambda fmt: fmt.percent(limits.KEPT_DRAWS),
    "unlike": lambda fmt: fmt.percent(limits.UNLIKE_CITIES),
    "names": lambda fmt: ", ".join(fmt.percentile(100 * x) for x in (limits.NAME_HIGH, limits.NAME_LOW)),
    "smallest_segment": "smallest_segment",
    "jaccard": lambda fmt: fmt.ratio(limits.STABLE_JACCARD),
    "silhouette": lambda fmt: fmt.ratio(limits.SILHOUETTE_LEAD),
    "near_centre": lambda fmt: fmt.ratio(limits.NEAR_CENTRE),
    "window": lambda fmt: fmt.percent(limits.WINDOW_TOLERANCE),
    "degenerate": lambda fmt: fmt.percent(limits.DEGENERATE),
    "days_with_rows": lambda fmt: fmt.percent(limits.DAYS_WITH_ROWS),
    "one_day": lambda fmt: fmt.percent(limits.ONE_DAY),
    "segment_day": lambda fmt: fmt.percent(limits.SEGMENT_DAY),
    "balance_known": "balance_known_limit",
    "age_known": lambda fmt: fmt.percent(limits.AGE_KNOWN),
    "key_conflicts": "key_conflict_limit",
    "fewest_places": lambda fmt: fmt.count(limits.FEWEST_PLACES),
    "money_step": lambda fmt: fmt.percent(limits.MONEY_STEP),
}


def limits_table(edition: Edition) -> str:
    """Return one row for each limit: what it limits, its value, its source."""
    content, fmt = edition.content, edition.fmt
    rows = [
        (
            content.words(f"methods.limit.{key}.name"),
            content.facts[value] if isinstance(value, str) else value(fmt),
            content.words(f"methods.limit.{key}.source"),
        )
        for key, value in _VALUES.items()
    ]
    head = [content.words(f"methods.{name}") for name in ("limit_name", "limit_value", "limit_source")]
    return table(content.words("methods.limits_caption"), head, rows)
