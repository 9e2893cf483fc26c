"""Dates of the rows: each distinct text is parsed once; a column that cannot be read stops the run, with advice."""

from collections import Counter
from dataclasses import replace

from generator import limits
from generator.analyse.engine.base import Engine
from generator.analyse.reading.titles import shape
from generator.analyse.values import days
from generator.analyse.values.date_advice import settings_that_read
from generator.analyse.values.date_orders import ORDER_WORDS, lengths_by_order, of_both_orders
from generator.analyse.values.dates import DateReader
from generator.errors import ConfigError, QualityError
from generator.settings.assignments import read_with, sets
from generator.settings.settings import Settings
from generator.settings.values import DATE_COUNTS

#: Formats that may be given for dates that only seem to be of two orders.
_EXACT = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y")
#: At most this many texts are shown by their shapes in a message.
_EXAMPLES = 100


def _date_reader(settings: Settings) -> DateReader:
    if settings.date_format in DATE_COUNTS[1:] and not settings.timezone:
        raise ConfigError(
            f'date_format = "{settings.date_format}" counts seconds in UTC, and the time zone of the bank is not set.',
            'Set it, such as --set \'timezone="Asia/Kolkata"\'; "UTC" is one too.',
        )
    return DateReader(settings.date_order, settings.date_format, settings.locale, settings.timezone)


def parse_dates(engine: Engine, settings: Settings) -> None:
    """Create the tables `days` and `births`: one row for each distinct spelling."""
    reader = _date_reader(settings)
    found: list[tuple[str, int, int | None]] = []
    rows: Counter[int] = Counter()
    texts = engine.rows("select trim(coalesce(date_text, '')), count(*) from raw group by 1")
    for text, n in texts:
        if parsed := reader.transaction(text):
            found.append((text, *parsed))
            rows[parsed[0]] += n
    _require_one_order([text for text, _ in texts], reader, settings)
    _require_no_other_order(rows, [text for text, _ in texts], reader, settings)
    far = days.far_days(rows)
    engine.register(
        "days",
        {"text": "varchar", "day": "integer", "second": "integer", "far": "boolean"},
        [(*row, row[1] in far) for row in found],
    )
    births = []
    for (text,) in engine.rows("select distinct trim(birth_text) from raw where birth_text is not null"):
        born = reader.birth(text, settings.birth_date_placeholders)
        births.append((text, born.day, born.day_century_before, born.two_digit, born.state))
    engine.register(
        "births",
        {"text": "varchar", "day": "integer", "day_century_before": "integer", "two_digit": "boolean",
         "state": "varchar"},
        births,
    )  # fmt: skip


def _require_one_order(texts: list[str], reader: DateReader, settings: Settings) -> None:
    """Stop if another order of day and month fits the dates as well, and nobody has said which is meant."""
    if settings.date_format or "date_order" in settings.given:
        return
    lengths = lengths_by_order(texts, reader)
    if len(lengths) > 1:
        ways = ", ".join(f"{ORDER_WORDS[order]} they cover {n} days" for order, n in lengths.items())
        raise QualityError(
            f"The transaction dates can be read in {len(lengths)} ways, and no date decides: {ways}.",
            "Say which is right: " + " or ".join(f"--set 'date_order=\"{order}\"'" for order in lengths) + ".",
        )


def _require_no_other_order(rows: Counter[int], texts: list[str], reader: DateReader, settings: Settings) -> None:
    """Stop if a part of the dates was read with day and month swapped."""
    if settings.date_format or not (n := of_both_orders(rows)):
        return
    exact = next((form for form in _EXACT if all(replace(reader, exact=form).transaction(t) for t in texts if t)), "")
    kept = f" If they are right, give their exact format: {sets({'date_format': exact})}" if exact else ""
    raise QualityError(
        f"Dates outside of the months of all others, and inside if day and month are swapped: {n} of {rows.total()}. A "
        "spreadsheet seems to have read some dates in another order than they were written in.",
        f"Export the file again without opening it in a spreadsheet.{kept}",
    )


def require_dates(engine: Engine, bad: int, read: int, settings: Settings) -> None:
    """Stop if too many dates cannot be read.

    Raises:
        QualityError: How they are written, and the settings that would read them.
    """
    if bad <= limits.BAD_DATES * read:
        return
    unread = [
        text
        for (text,) in engine.rows(
            "select distinct trim(coalesce(raw.date_text, '')) from raw join judged using (location) "
            "where judged.reason = 'date' order by 1"
        )
    ]
    shapes = list(dict.fromkeys(shape(text) if text else "nothing" for text in unread[:_EXAMPLES]))[:3]
    how = f"format {settings.date_format!r}" if settings.date_format else ORDER_WORDS[settings.date_order]
    raise QualityError(
        f"{bad} of {read} transaction dates cannot be read ({how}). They are written as {', '.join(shapes)} "
        "(9 is a digit, a is a letter).",
        _date_hint(engine, settings),
    )


def _date_hint(engine: Engine, settings: Settings) -> str:
    """Return the settings that read the whole column; empty texts stay unreadable whatever is set."""
    texts = engine.rows("select distinct trim(date_text) from raw where trim(coalesce(date_text, '')) <> '' order by 1")
    found = settings_that_read([text for (text,) in texts], _date_reader(settings))
    if not found:
        return (
            "No usual format reads the whole column. If all dates are written alike, give the exact format, such as "
            "--set 'date_format=\"%d.%m.%y\"'; if some are no dates, remove these rows."
        )
    return read_with("The whole column", [sets(way.assignments) for way in found], "dates")
