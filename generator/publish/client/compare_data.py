"""Data of the Compare and Explore pages: places, test thresholds, phrases and formats.

Published figures only, as plain lists; the scripts draw and compare them as the pages do. The order of the lists is
defined by `measures`, `x` and the docstrings here; `templates/static/js/src/core/release.js` unpacks them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from generator import limits
from generator.publish.charts.base.context import PLAIN, ChartContext
from generator.publish.charts.forms.bubbles import x_measure
from generator.publish.claims import comparison
from generator.publish.model import averages, conditions, significance, spend, stats
from generator.publish.model.pair_level import Level
from generator.publish.model.types import GroupView, PlaceView, Views
from generator.publish.words import display_names
from generator.publish.words.content import Content
from generator.publish.words.template import did_you_mean, names_in
from generator.release import ABSENT, Mean
from generator.release.columns import BALANCE, COLUMNS, OF_LOGARITHMS, measures_of

#: Codes of a missing mean: too few customers, or not in the data.
_WITHHELD = {"few": False, "absent": None}

#: Measures that are meaningless where their feature was dropped.
_OF_FEATURE = {"frequency": ("transactions", "frequency_pct"), "recency": ("recency", "recency_pct")}

#: Words of segments that sentences need.
_NAMES = ("together", "and", "all_of_them")


def places(chart: ChartContext) -> dict[str, Any]:
    """Return the body of the data script `places`, ready for JSON."""
    views, content = chart.views, chart.content
    release, x = views.release, x_measure(chart) or ""
    dropped = {name for feature in release.model.dropped for name in _OF_FEATURE.get(feature.name, ())}
    known = (*measures_of(release.origin), *((BALANCE,) if conditions.balances_by_place(views) else ()))
    measures = [name for name in known if views.measures[name].value is not None and name not in dropped]
    phrases = {kind: _phrase(content, kind) for kind, _ in comparison.KINDS}
    patterns = [text for phrase in phrases.values() for text in phrase.values()]
    twins = Counter(view.place.name for view in views.pages)
    return {
        "format": chart.fmt.for_scripts(),
        "imported": views.imported,
        "limits": _limits(views),
        "sparse": conditions.recency_calendar(views),
        "unshown": conditions.used(views, "balance") and not conditions.balances_by_place(views),
        "speakable": list(significance.speakable(views)),
        "kinds": [list(kind) for kind in comparison.KINDS],
        "phrases": phrases,
        "adjectives": [[row["at_least"], row["words"]] for row in content.tables["phrases.toml"]["adjectives"]["pair"]],
        "facts": site_facts(content, patterns),
        "names": {name: content.tables["site.toml"]["segments"][name] for name in _NAMES},
        "ranks": display_names.rank_patterns(chart.views, content, chart.fmt),
        "measures": measures,
        "relative": sorted(OF_LOGARITHMS.intersection(measures)),
        "columns": {name: [content.title(name), COLUMNS[name].kind, content.unit(name)] for name in measures},
        "strips": [[pct, value, *_ends(chart, pct)] for pct, value in chart.strips()],
        "x": x,
        "segments": [
            [s.id, s.letter, s.name, s.short, int(s.id in PLAIN), *_group_means(s.means, x)] for s in release.segments
        ],
        "sds": {name: _sds(chart, name) for name in measures},
        "all": [views.n, _means(release.overall.means, measures), [_group(group, x)[:2] for group in views.groups]],
        "places": [_place(view, measures, x, chart, twins) for view in views.pages],
    }


def _limits(views: Views) -> dict[str, Any]:
    threshold, level = views.release.policy.threshold, Level.of(views)
    # An imported table supports no claim and no interval for any place.
    beyond = views.n + 1 if views.imported else 0
    return {
        "claims": max(limits.CLAIM_CUSTOMERS, threshold, beyond),
        "intervals": max(limits.INTERVAL_CUSTOMERS, threshold, beyond),
        "pairs": level.pairs,
        "level": level.p,
        "z": level.z,
        "power": limits.POWER_Z,
        "rounding": stats.count_variance(views.release.policy.base),
        "points": limits.SHARE_POINTS,
        "alone": limits.SHARE_POINTS_ALONE,
        "index": limits.INDEX_HIGH,
        "ratio": limits.RATIO,
        "percentiles": limits.PERCENTILE_POINTS,
        "years": limits.AGE_YEARS,
        "above": spend.above_caps(views.release),
        "logarithmic": sorted(averages.LOGARITHMIC),
    }


def _phrase(content: Content, kind: str) -> dict[str, str]:
    phrase = content.phrase(kind)
    return {"text": phrase.forms["text"], "evidence": phrase.forms.get("evidence", ""), "sure": phrase.confidence}


def _ends(chart: ChartContext, pct: str) -> tuple[str, str, str]:
    """Return the labels at the ends of a strip and the short one of the radar."""
    return chart.say(f"ends.{pct}.low"), chart.say(f"ends.{pct}.high"), chart.say(f"radar.{pct}")


def _sds(chart: ChartContext, measure: str) -> list[float | None]:
    """Return the standard deviation over all customers, then inside each segment; None where it is not known."""
    spreads = averages.Spreads.of(chart.views.release)
    return [spreads.sds.get((None, measure)), *(spreads.sds.get((id_, measure)) for id_ in chart.views.segments)]


def _place(view: PlaceView, measures: list[str], x: str, chart: ChartContext, twins: Mapping[str, int]) -> list[Any]:
    """Return a place as a row.

    Slug, name, state, 1 for a district, customers, means, groups, other names, and the unique name where it differs.
    """
    row: list[Any] = [
        view.place.slug,
        view.place.name,
        view.place.state,
        int(view.place.kind == "district"),
        view.n,
        _means(view.place.means, measures),
        [_group(group, x) for group in view.groups],
        list(view.place.aliases),
    ]
    return [*row, display_names.unique(view, chart.views, chart.content)] if twins[view.place.name] > 1 else row


def _means(means: Mapping[str, Mean], measures: list[str]) -> list[Any]:
    """Return value and step of each measure, alternating; a code in place of the value says why it is missing."""
    return [x for name in measures for x in _mean(means.get(name, ABSENT))]


def _group(group: GroupView, x: str) -> list[Any]:
    """Return segment ids joined by +, customers, typical spend and the plane's other axis, each with its step."""
    return ["+".join(group.segments), group.n, *_group_means(group.means, x)]


def _group_means(means: Mapping[str, Mean], x: str) -> list[Any]:
    return [*_mean(means.get("typical_spend", ABSENT)), *_mean(means.get(x, ABSENT))]


def _mean(mean: Mean) -> tuple[Any, float]:
    return (mean.value if mean.value is not None else _WITHHELD[mean.withheld or "absent"]), mean.step or 0


def site_facts(content: Content, patterns: Iterable[str], given: Collection[str] = ()) -> dict[str, str]:
    """Return the site's facts that some patterns use, except those that a script fills in."""
    named = {name for text in patterns for name in names_in(text)} - set(given)
    return {name: content.facts[name] for name in sorted(named) if name in content.facts}


def words(content: Content, tables: Sequence[str], given: frozenset[str]) -> dict[str, Any]:
    """Return tables of texts for a script, with the site facts that they use.

    Args:
        content: Texts filled with the site's facts.
        tables: Names of tables, one file each (compare, explore); later ones override earlier keys.
        given: Names of facts that the script fills in.

    Raises:
        ContentError: A text uses a fact that neither the site nor the script provides.
    """
    found: dict[str, str] = {}
    for table in tables:
        rows, source = content.tables[f"{table}.toml"][table], content.files[f"{table}.toml"]
        for key, name in ((key, name) for key, text in rows.items() for name in names_in(text)):
            if name not in given and name not in content.facts:
                message = f"{key}: there is no fact named {name!r} here."
                hint = did_you_mean(name, given)
                raise source.error(f"{table}.{key}", message, hint)
        found |= rows
    return {"words": found, "facts": site_facts(content, list(found.values()), given)}
