"""Facts on the quality of the data: rows read and left out, ages known, ids that repeat, spend above the caps."""

from generator.publish.model import conditions, spend
from generator.publish.words import counts
from generator.publish.words.edition import Edition


def facts(edition: Edition) -> dict[str, str]:
    """Return the facts."""
    views, fmt = edition.views, edition.fmt
    threshold = views.release.policy.threshold
    found = {count.name: count for count in views.release.overall.quality}
    known = conditions.age_known(views.release)
    rejected = [count for name, count in found.items() if name.startswith("rejected:")]
    read, accepted = found.get("rows_read"), found.get("rows_accepted")
    left = read.n - accepted.n if read and accepted and read.n is not None and accepted.n is not None else None
    unmatched = next((count for count in views.release.overall.matches if count.name.startswith("unmatched")), None)
    return {
        "rows_read": counts.words(read, views, fmt),
        "rows_accepted": counts.words(accepted, views, fmt),
        "rows_rejected": fmt.count(left) if left and left >= threshold else fmt.fewer_than(threshold),
        "rejected_reasons": fmt.count(sum(count.n != 0 for count in rejected)),
        "age_known_share": fmt.mean("age", views.measures["age"]) if known is None else fmt.percent(known),
        "key_repeated": counts.words(found.get("key:ids_repeated"), views, fmt),
        "key_conflict_share": counts.rate(found.get("key:ids_conflict"), views, fmt),
        "above_caps": fmt.value("spend_share", views.release.overall.above_caps),
        "segments_excess": _excess(edition),
        "unmatched_share": counts.share(unmatched, views, fmt),
    }


def _excess(edition: Edition) -> str:
    """Return by how much the spend of all segments is above or below that of all customers."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    excess = spend.excess_of_segments(views.release, {group.segments: group.n for group in views.groups})
    if excess is None:
        return fmt.value("spend", None)
    return content.words("spend.more" if excess > 0 else "spend.less", share=fmt.percent(abs(excess)))
