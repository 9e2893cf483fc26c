"""Tables of the methods page: measures, segments, scores, caps, guards."""

from generator.publish.claims import registry
from generator.publish.facts.html_tables import folded, table, tagged
from generator.publish.model.types import GroupView
from generator.publish.words import display_names, naming_rules
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter
from generator.release import ABSENT, Scores, Segment


def features(edition: Edition) -> str:
    """Return the table of the clustering features."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    head = [content.words(f"methods.{name}") for name in ("feature", "mean", "sd", "weight")]
    rows = [
        (content.words(f"features.{f.name}"), fmt.number(f.mean, 2), fmt.number(f.sd, 2), fmt.number(f.weight, 1))
        for f in views.release.model.features
    ]
    return table(content.words("methods.features_caption"), head, rows)


def evidence(edition: Edition) -> str:
    """Return the table of scores by number of segments: data / uncorrelated reference sample."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    names = ("k", "smallest", "inertia", "silhouette", "jaccard", "calinski_harabasz", "davies_bouldin")
    rows = []
    for row in views.release.overall.evidence:
        k = fmt.count(row.k)
        pairs = [_scores(scores, fmt) for scores in (row.data, row.independent)]
        cells = [" / ".join(pair) for pair in zip(*pairs, strict=True)]
        rows.append((content.words("methods.chosen", k=k) if row.k == views.release.model.k else k, *cells))
    head = [content.words(f"methods.{name}") for name in names]
    return table(content.words("methods.evidence_caption"), head, rows, "words numbers")


def _scores(scores: Scores, fmt: Formatter) -> list[str]:
    numbers = (scores.inertia, scores.silhouette, min(scores.jaccard, default=None))
    inertia, silhouette, jaccard = (fmt.value("transactions", number) for number in numbers)
    calinski, davies = (fmt.value(name, x) for name, x in (("customers", scores.calinski_harabasz),
                                                           ("transactions", scores.davies_bouldin)))  # fmt: skip
    return [fmt.percent(scores.smallest), inertia, silhouette, jaccard, calinski, davies]


def segments(edition: Edition) -> str:
    """Return one row for each segment: its naming rule with the numbers, its size, its spend, its averages.

    Where the release merges segments for all customers, counts and shares are those of the merged segments, and are
    marked as such. The naming rule of imported clusters is unknown: there is no row.
    """
    views, content, fmt = edition.views, edition.content, edition.fmt
    columns = ("typical_spend", "typical_balance", "recency", "transactions")
    measures = [name for name in columns if views.measures.get(name, ABSENT).withheld != "absent"]
    head = [content.words(f"table.{name}") for name in ("segment", "customers", "share", "share_of_spend", *measures)]
    rows = []
    for id_, segment in () if views.imported else views.segments.items():
        whole = next(group for group in views.groups if id_ in group.segments)
        averages = (fmt.mean(name, segment.means.get(name, ABSENT), short=True) for name in measures)
        first = tagged(id_, segment.letter, segment.name, _named_by(segment, content, fmt))
        rows.append((first, *_sizes(whole, edition), *averages))
    return table(content.words("methods.segments_caption"), head, rows, "words numbers segments")


def _named_by(segment: Segment, content: Content, fmt: Formatter) -> str:
    numbers = [
        content.words(
            "methods.evidence_value",
            feature=content.words(f"features_short.{name}"),
            percentile=fmt.percentile(100 * value),
        )
        for name, value in naming_rules.in_order(segment.evidence)
    ]
    rule = naming_rules.described(segment, content)
    return content.words("methods.named_by", rule=rule, numbers=", ".join(numbers)) if numbers else rule


def _sizes(group: GroupView, edition: Edition) -> list[str]:
    """Return customers, share of customers and share of spend of a segment or of those that it is merged with."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    spend = fmt.percent(group.spend_share) if group.spend_share is not None else content.words("table.withheld_short")
    sizes = [fmt.count(group.n), fmt.percent(group.share), spend]
    if len(group.segments) == 1:
        return sizes
    letters = display_names.codes(group.segments, views)
    return [content.words("methods.together", letters=letters, value=size) for size in sizes]


def clips(edition: Edition) -> str:
    """Return the table of fixed ranges that values are capped to."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    head = [content.words(f"methods.{name}") for name in ("measure", "segment", "from", "to")]
    rows = []
    for clip in views.release.model.clips:
        known = clip.segment in views.segments
        who = (
            display_names.codes((clip.segment,), views) if known and clip.segment else content.words("methods.everyone")
        )
        # The wide cap of spend has no separate column: it is spend, averaged over more customers.
        column = clip.measure.removesuffix("_wide")
        title = content.title(column) if column == clip.measure else content.words(f"methods.{clip.measure}")
        rows.append((title, who, fmt.value(column, clip.low), fmt.value(column, clip.high)))
    return table(content.words("methods.clips_caption"), head, rows)


def sentences(content: Content, fmt: Formatter) -> str:
    """Return the table of sentence kinds with their conditions, folded: it is longer than the rest of its page."""
    head = [content.words("methods.kind"), content.words("methods.needs")]
    rows = [
        (phrase.forms["name"], registry.rule(phrase, content, fmt))
        for phrase in content.phrases()
        if "name" in phrase.forms
    ]
    words = content.words("methods.guards_fold", n=fmt.count(len(rows)))
    return folded(words, table(content.words("methods.guards_caption"), head, rows))
