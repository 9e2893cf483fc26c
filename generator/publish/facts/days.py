"""Facts on the days of the data: how many there are, what they cannot show, and whether recency is behaviour."""

from generator import limits
from generator.publish.model import conditions
from generator.publish.words import display_names
from generator.publish.words.content import Content
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter
from generator.release import Window


def of_data(edition: Edition) -> dict[str, str]:
    """Return the facts on the days of the data."""
    views, content = edition.views, edition.content
    window = views.release.window
    known = _days(window, content, edition.fmt)
    use = "kept" if conditions.used(views, "recency") else "left_out"
    return {
        **known,
        "recency_reason": _recency(edition, known),
        "recency_use": content.words(f"reading.recency.{use}"),
        **_season(window, known["days_counted"], content),
    }


def _recency(edition: Edition, known: dict[str, str]) -> str:
    """Return why recency follows the calendar of the data; that it does not where it is behaviour."""
    views, content, fmt = edition.views, edition.content, edition.fmt
    window = views.release.window
    return content.words(
        f"reading.recency.{views.release.model.recency}",
        gap=display_names.counted("working_days", window.longest_gap, content, fmt),
        one_day=fmt.percent(limits.ONE_DAY),
        one_segment=fmt.percent(limits.SEGMENT_DAY),
        **known,
    )


def _days(window: Window, content: Content, fmt: Formatter) -> dict[str, str]:
    """Return the days of the data; an imported table may lack them."""
    if not window.days:
        names = ("window", "first_day", "last_day", "days_counted", "days_expected", "days_with_rows")
        return {name: content.words(f"imported.{name}") for name in names}
    known = fmt.count(window.days_with_rows) if window.days_with_rows else content.words("imported.days_with_rows")
    return {
        "window": fmt.date_range(window.first, window.last),
        "first_day": fmt.date(window.first),
        "last_day": fmt.date(window.last),
        "days_counted": display_names.counted("days", window.days, content, fmt),
        "days_expected": display_names.counted(
            "days" if window.working_days in (0, window.days) else "working_days",
            window.working_days or window.days,
            content,
            fmt,
        ),
        "days_with_rows": known,
    }


def _season(window: Window, days_counted: str, content: Content) -> dict[str, str]:
    """Return what a window of this length cannot show, in a title and a sentence."""
    length = "season" if window.days <= limits.SEASON_DAYS else "part" if window.days < limits.YEAR_DAYS else "years"
    names = ("time_limit", "time_limit_why")
    return {name: content.words(f"reading.{length}.{name}", days_counted=days_counted) for name in names}
