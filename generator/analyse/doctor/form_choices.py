"""Guesses the settings of how a source is written: whether it has titles, its separator, the zone of its moments."""

from collections.abc import Iterator, Sequence

from generator.analyse.doctor.guesses import RoleGuess, SettingGuess
from generator.analyse.doctor.sample import Sample
from generator.analyse.reading.header import BLANKS
from generator.settings.settings import Settings

_OF_DAYS = ("date", "time", "birth_date")
_MARKS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", BLANKS: "blanks", "^": "carets", "~": "tildes"}


def separator_words(mark: str) -> str:
    """Return what a separator is called."""
    return _MARKS.get(mark, repr(mark))


def guess_form(sample: Sample, roles: Sequence[RoleGuess], settings: Settings) -> Iterator[SettingGuess]:
    """Yield a guess for each of these settings that a build of the sample's source needs.

    Args:
        sample: The sample.
        roles: The columns by which a build will know the file.
        settings: What is configured.
    """
    if not sample.titled and "header" not in settings.given:
        why = "the first row is data, not titles, so that columns are named by their position"
        yield SettingGuess("header", "guessed", False, why)
    named = [guess.column for guess in roles if guess.column and guess.state in ("guessed", "default", "configured")]
    if not settings.delimiter and (mark := sample.separator_to_name(named, settings)):
        why = f"columns are separated by {separator_words(mark)}, which their names alone do not show"
        yield SettingGuess("delimiter", "guessed", mark, why)
    moments = [guess.column for guess in roles if guess.role in _OF_DAYS and guess.column in sample.moments]
    if moments and not settings.timezone:
        why = f"`{moments[0]}` holds moments in UTC; name the time zone of the bank's days"
        yield SettingGuess("timezone", "open", None, why, ({"timezone": "UTC"},), blocks=True)
