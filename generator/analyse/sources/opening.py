"""From what the user named, of whatever kind, to a source of files: what is no file of rows becomes one for the run."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from generator.analyse.reading.header import Form
from generator.analyse.reading.source import Source, open_copy, open_source
from generator.analyse.sources import databases, streams
from generator.files.scratch import Scratch
from generator.settings.settings import Settings


@contextmanager
def opened(name: str, settings: Settings) -> Iterator[Source]:
    """Give the source behind a name; copies that it needs are gone with the block, however it ends.

    Args:
        name: A file, a folder, a pattern, a database, or `-` for the standard input.
        settings: All settings.

    Raises:
        ConfigError: Settings choose rows of a database, and the source is none.
        SourceError: Nothing is there, nothing is readable, or a column is missing (which, and what was found).
    """
    columns, key, where = settings.source_columns, settings.customer_key, settings.where
    form = form_of(settings)
    if databases.is_database(name):
        with closing(Scratch()) as scratch, databases.copied(name, settings, scratch) as (path, numbers):
            yield open_copy(path, databases.title_of(name), columns, key, form, where, parquet=True, numbers=numbers)
        return
    if not streams.is_stream(name):
        found = open_source(name, columns, key, form, where)
        databases.require_none_asked(name, settings)
        yield found
        return
    databases.require_none_asked(streams.title_of(name), settings)
    with closing(Scratch()) as scratch, streams.copied(name, scratch) as (path, parquet):
        yield open_copy(path, streams.title_of(name), columns, key, form, where, parquet=parquet)


def form_of(settings: Settings) -> Form:
    """Return what the settings say of how a source is written."""
    return Form(settings.header, settings.delimiter, settings.timezone)
