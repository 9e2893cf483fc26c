"""About a thousand rows of a source: from its beginning, middle and end, so that a change halfway is seen.

A copy holds them in the source's own format, so that it is read as a build would read the whole.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.analyse.doctor import excerpt
from generator.analyse.doctor.excerpt import Excerpt
from generator.analyse.reading.find import PARQUET_ENDINGS, find
from generator.analyse.reading.source import Source, SourceFile, open_copy, open_layout, open_source
from generator.analyse.sources import databases, streams
from generator.files.scratch import Scratch, unnamed
from generator.settings.settings import Settings

ROWS = 1000
_MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of a source.

    Attributes:
        name: The source as the user named it.
        title: What messages call it.
        files: Copies without roles, of the files that were sampled.
        of: For each copy, the file that it is taken from.
        all_files: How many files the source has.
        excerpts: What each copy holds.
        kind: text, parquet or database.
        notes: What was passed over, a sentence each.
    """

    name: str
    title: str
    files: tuple[SourceFile, ...]
    of: tuple[SourceFile, ...]
    all_files: int
    excerpts: tuple[Excerpt, ...]
    kind: str
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the copies hold all rows."""
        return len(self.files) == self.all_files and all(item.whole for item in self.excerpts)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that all files have under a name of their own, those of folders last."""
        names = dict.fromkeys(name for file in self.of for name in (*file.columns, *file.partitions) if name)
        return tuple(name for name in names if all(name in (*file.columns, *file.partitions) for file in self.of))

    @property
    def numbers(self) -> frozenset[str]:
        """Columns that hold numbers by their type."""
        return frozenset.intersection(*(file.numbers for file in self.files))

    def untitled(self) -> Source:
        """Return the copies as a source without roles, whose columns are all extra ones."""
        return Source(self.title, self.files, (), self.columns)

    def source(self, columns: Mapping[str, str], key: tuple[str, ...]) -> Source:
        """Return the copies as a source, with roles matched as a build does it, in all files of the source.

        Raises:
            SourceError: A column is missing (which, and what was found).
        """
        if self.of[0].title:
            only = open_copy(self.of[0].path, self.title, columns, key, parquet=self.of[0].format == "parquet")
            return replace(only, files=(self._copied(only.files[0], self.files[0]),))
        opened = open_source(self.name, columns, key)
        copies = {mine.path: copy for mine, copy in zip(self.of, self.files, strict=True)}
        files = tuple(self._copied(file, copies[file.path]) for file in opened.files if file.path in copies)
        return replace(opened, files=files)

    @staticmethod
    def _copied(file: SourceFile, copy: SourceFile) -> SourceFile:
        return replace(file, path=copy.path, encoding=copy.encoding, title=file.where)


@contextmanager
def sampled(name: str, settings: Settings, expected: frozenset[str]) -> Iterator[Sample]:
    """Give the sample of a source; its copies are gone with the block.

    Args:
        name: A file, a folder, a pattern, a database, or `-` for the standard input.
        settings: All settings; `table` or `query` chooses rows of a database.
        expected: Names that columns may have.

    Raises:
        ConfigError: Settings choose rows of a database, and the source is none.
        SourceError: Nothing is there, or nothing is readable.
    """
    with ExitStack() as stack:
        scratch = Scratch()
        stack.callback(scratch.close)
        if databases.is_database(name):
            title = databases.title_of(name)
            path = stack.enter_context(databases.copied(name, settings, scratch, rows=ROWS))
            file = open_layout(path, title, expected, parquet=True)
            server = name.startswith(databases.POSTGRES)
            yield Sample(name, title, (file,), (file,), 1, (excerpt.of_table(path, ROWS, server=server),), "database")
            return
        databases.require_none_asked(streams.title_of(name), settings)
        if streams.is_stream(name):
            path, parquet = stack.enter_context(streams.copied(name, scratch))
            only = open_layout(path, streams.title_of(name), expected, parquet=parquet)
            yield _of_files(name, (only,), 1, (), scratch, stack)
            return
        found = find(name)
        chosen = _spread(found.files)
        files = tuple(
            open_layout(path, "", expected, parquet=path.name.lower().endswith(PARQUET_ENDINGS)) for path in chosen
        )
        yield _of_files(name, files, len(found.files), found.notes, scratch, stack)


def _of_files(
    name: str, files: tuple[SourceFile, ...], total: int, notes: tuple[str, ...], scratch: Scratch, stack: ExitStack
) -> Sample:
    rows = -(-ROWS // len(files))
    copies, excerpts = [], []
    for i, file in enumerate(files):
        target = stack.enter_context(unnamed(scratch.path, f"sample-{i}"))
        copy, part = (excerpt.of_parquet if file.format == "parquet" else excerpt.of_text)(file, target, rows)
        copies.append(replace(copy, title=file.where))
        excerpts.append(part)
    kind = "parquet" if all(file.format == "parquet" for file in files) else "text"
    return Sample(name, streams.title_of(name), tuple(copies), files, total, tuple(excerpts), kind, notes)


def _spread(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return at most five of the files, evenly spread, with the first and the last."""
    if len(paths) <= _MOST_FILES:
        return paths
    return tuple(paths[round(i * (len(paths) - 1) / (_MOST_FILES - 1))] for i in range(_MOST_FILES))
