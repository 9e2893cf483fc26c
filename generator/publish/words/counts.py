"""Bank-wide counts as text: a number, "fewer than T", none, or not known. Each case has its own wording."""

from generator.publish.model.types import Views
from generator.publish.words.formats import Formatter
from generator.release import Count


def words(count: Count | None, views: Views, fmt: Formatter) -> str:
    """Return a count, "fewer than T", or "not known" when the release lacks it."""
    if count is None:
        return fmt.value("customers", None)
    return fmt.count(count.n) if count.n is not None else fmt.fewer_than(views.release.policy.threshold)


def rate(count: Count | None, views: Views, fmt: Formatter) -> str:
    """Return what `share` returns, with "at least …" where part and whole may be equal due to rounding only."""
    base = views.release.policy.base
    if count is None or not count.n or count.n < count.of or base <= 1:
        return share(count, views, fmt)
    return fmt.at_least((count.n - base / 2) / (count.of + base / 2))


def share(count: Count | None, views: Views, fmt: Formatter) -> str:
    """Return a count as a share of its whole, "fewer than T", or "not known"."""
    if count is None or count.n is None or not count.of:
        return words(count, views, fmt)
    return fmt.percent(count.n / count.of)
