"""About a thousand rows of a source: from its beginning, middle and end, so that a change halfway is seen.

A copy holds them in the source's own format, so that it is read as a build would read the whole.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.analyse.doctor import excerpt
from generator.analyse.doctor.excerpt import Excerpt
from generator.analyse.doctor.heading import open_untitled
from generator.analyse.expressions.tree import Expression
from generator.analyse.reading import formulas
from generator.analyse.reading.find import PARQUET_ENDINGS, find
from generator.analyse.reading.header import Titles
from generator.analyse.reading.layout import Layout, SourceFile, open_layout
from generator.analyse.reading.source import Source, open_copy, open_source
from generator.analyse.reading.titles import fold_title
from generator.analyse.reading.typed_columns import Zone, require_zone, zone_of
from generator.analyse.sources import databases, streams
from generator.analyse.sources.opening import form_of
from generator.errors import SourceError
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
        moments: Columns of moments in UTC that name no zone.
        notes: What was passed over, a sentence each.
    """

    name: str
    title: str
    files: tuple[SourceFile, ...]
    of: tuple[SourceFile, ...]
    all_files: int
    excerpts: tuple[Excerpt, ...]
    kind: str
    moments: frozenset[str] = frozenset()
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

    def computed(self, columns: Mapping[str, str], where: str) -> Source:
        """Return the copies as a source whose only roles are computed ones, with all columns as extra ones.

        Args:
            columns: Expression by role.
            where: Condition of the rows that count; empty for all.

        Raises:
            ConfigError: One of them is no expression that is allowed.
            SourceError: A column is missing.
        """
        asked = formulas.formulas_of(columns, where)
        files: list[SourceFile] = []
        found: dict[str, str] = {}
        for file in self.files:
            matched = formulas.match(self.title, (*file.columns, *file.partitions), columns, asked)
            if matched.missing:
                raise SourceError(f"{self.title}: missing column(s): {', '.join(matched.missing)}.")
            found |= matched.inputs
            files.append(replace(file, computed=matched.computed, inputs=matched.inputs))
        roles: dict[str, Expression] = {role: asked.roles[role] for role in files[0].computed}
        return Source(
            self.title, tuple(files), tuple(roles), self.columns,
            computed=roles, where=asked.where, inputs=tuple(found),
        )  # fmt: skip

    @property
    def titled(self) -> bool:
        """Whether the columns have titles; else they are called by position."""
        return all(file.header for file in self.of)

    def source(self, settings: Settings) -> Source:
        """Return the copies as a source, with roles matched as a build does it, in all files of the source.

        Raises:
            SourceError: A column is missing (which, and what was found).
        """
        columns, key, where = settings.source_columns, settings.customer_key, settings.where
        form = form_of(settings)
        first = self.of[0]
        if first.title:
            parquet = first.format == "parquet"
            if self.kind == "database":
                inputs = formulas.formulas_of(columns, where).titles()
                require_zone(self.title, self.moments, columns, settings.timezone, inputs)
            only = open_copy(first.path, self.title, columns, key, form, where, parquet=parquet, numbers=first.numbers)
            return replace(only, files=(self._copied(only.files[0], self.files[0]),))
        opened = open_source(self.name, columns, key, form, where)
        copies = {mine.path: copy for mine, copy in zip(self.of, self.files, strict=True)}
        files = tuple(self._copied(file, copies[file.path]) for file in opened.files if file.path in copies)
        return replace(opened, files=files)

    def separator_to_name(self, named: Collection[str], settings: Settings) -> str:
        """Return the separator if a build would not find it, or another one, by the columns that it will know."""
        wanted = frozenset(map(fold_title, named))
        form = replace(form_of(settings), header=self.titled)
        for file in self.of:
            if file.format == "parquet":
                continue
            try:
                found = open_layout(file.path, file.title, Titles(wanted, wanted), form, parquet=False).file
            except SourceError:
                return file.delimiter
            if (found.delimiter, found.columns) != (file.delimiter, file.columns):
                return file.delimiter
        return ""

    @staticmethod
    def _copied(file: SourceFile, copy: SourceFile) -> SourceFile:
        return replace(file, path=copy.path, encoding=copy.encoding, title=file.where, state=())


@contextmanager
def sampled(name: str, settings: Settings, expected: frozenset[str]) -> Iterator[Sample]:
    """Give the sample of a source; its copies are gone with the block.

    Args:
        name: A file, a folder, a pattern, a database, or `-` for the standard input.
        settings: All settings; `table` or `query` chooses rows of a database.
        expected: Names that the settings give to columns.

    Raises:
        ConfigError: Settings choose rows of a database, and the source is none.
        SourceError: Nothing is there, or nothing is readable.
    """
    form, fixed = form_of(settings), "header" in settings.given
    with ExitStack() as stack:
        scratch = Scratch()
        stack.callback(scratch.close)
        if databases.is_database(name):
            title = databases.title_of(name)
            path, numbers, moments = stack.enter_context(databases.sampled(name, settings, scratch, ROWS))
            file = replace(open_untitled(path, title, expected, form, parquet=True).file, numbers=numbers)
            part = excerpt.of_table(path, ROWS, server=name.startswith(databases.POSTGRES))
            yield Sample(name, title, (file,), (file,), 1, (part,), "database", moments)
            return
        if streams.is_stream(name):
            databases.require_none_asked(streams.title_of(name), settings)
            path, parquet = stack.enter_context(streams.copied(name, scratch))
            only = open_untitled(path, streams.title_of(name), expected, form, parquet=parquet, fixed=fixed)
            yield _of_files(name, (only,), 1, (), settings, scratch, stack)
            return
        # What `find` refuses may hold a password, and is shown by no other message.
        found = find(name)
        databases.require_none_asked(name, settings)
        layouts = tuple(
            open_untitled(path, "", expected, form, parquet=path.name.lower().endswith(PARQUET_ENDINGS), fixed=fixed)
            for path in _spread(found.files)
        )
        yield _of_files(name, layouts, len(found.files), found.notes, settings, scratch, stack)


def _of_files(
    name: str,
    layouts: tuple[Layout, ...],
    total: int,
    notes: tuple[str, ...],
    settings: Settings,
    scratch: Scratch,
    stack: ExitStack,
) -> Sample:
    rows = -(-ROWS // len(layouts))
    copies, excerpts = [], []
    for i, layout in enumerate(layouts):
        file = layout.file
        target = stack.enter_context(unnamed(scratch.path, f"sample-{i}"))
        copy, part = (excerpt.of_parquet if file.format == "parquet" else excerpt.of_text)(file, target, rows)
        # Where no zone is known, days are those in UTC, until the user names one.
        zones = {column: zone_of(said) or Zone(settings.timezone or "UTC") for column, said in layout.moments.items()}
        copies.append(replace(copy, title=file.where, zones=zones))
        excerpts.append(part)
    files = tuple(layout.file for layout in layouts)
    kind = "parquet" if all(file.format == "parquet" for file in files) else "text"
    moments = frozenset(name for layout in layouts for name, said in layout.moments.items() if zone_of(said) is None)
    return Sample(name, streams.title_of(name), tuple(copies), files, total, tuple(excerpts), kind, moments, notes)


def _spread(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return at most five of the files, evenly spread, with the first and the last."""
    if len(paths) <= _MOST_FILES:
        return paths
    return tuple(paths[round(i * (len(paths) - 1) / (_MOST_FILES - 1))] for i in range(_MOST_FILES))
