"""One file of a source without the roles of its columns: its format, separator, encoding and columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from generator.analyse.reading import partitions, text_file, titles
from generator.analyse.reading.encoding import Encoding
from generator.analyse.reading.header import BLANKS, Form, Titles, find_header
from generator.analyse.reading.typed_columns import Zone, read_schema
from generator.errors import SourceError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of transactions.

    Attributes:
        path: The file.
        format: csv or parquet.
        delimiter: Field separator; empty for Parquet.
        encoding: Text encoding; `utf-8` covers plain ASCII and a byte order mark.
        columns: Names of its own columns, as written in the file.
        roles: Column name by role, for the roles that the file has.
        title: Name of an unnamed copy, such as "standard input"; else empty.
        partitions: Columns that its folders give, with the text that all its rows have.
        numbers: Columns that hold numbers by their type, as a Parquet file or a database has it.
        zones: Columns of moments in UTC, with the zone in which they have their days.
        header: Whether its first record has titles.
        skipped: Number of lines above the first record.
        said: Whether one of these lines says something.
        uneven: Whether its rows have to be fitted to the header: empty fields at their end come and go.
        state: Size, time of change and inode of the file when it was opened; empty for an unnamed copy.
        computed: Roles that expressions compute from its columns.
        inputs: Its column by the name that an expression gives it.
        statuses: Columns not in use that may say what became of a payment, by a few words.
    """

    path: Path
    format: Literal["csv", "parquet"]
    delimiter: str
    encoding: Encoding
    columns: tuple[str, ...]
    roles: dict[str, str]
    numbers: frozenset[str] = frozenset()
    title: str = ""
    partitions: Mapping[str, str | None] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=dict)
    header: bool = True
    skipped: int = 0
    said: bool = False
    uneven: bool = False
    state: tuple[int, ...] = ()
    computed: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()

    @property
    def in_place(self) -> bool:
        """Whether the engine can read the file itself, and needs no copy in another form."""
        return self.encoding == "utf-8" and not (self.skipped or self.uneven or self.delimiter == BLANKS)

    @property
    def where(self) -> str:
        """What messages call it."""
        return self.title or str(self.path)

    @property
    def label(self) -> str:
        """What records and lists of rows call it."""
        return self.title or self.path.name


@dataclass(frozen=True, slots=True)
class Layout:
    """A file, and what else its beginning says.

    Attributes:
        file: The file without roles and zones.
        rows: Records below the header of a text file, from its beginning.
        moments: Columns of moments that a Parquet file stores in UTC, with the zone that it names for them, if any.
    """

    file: SourceFile
    rows: tuple[tuple[str, ...], ...] = ()
    moments: Mapping[str, str | None] = field(default_factory=dict)


def open_layout(path: Path, title: str, wanted: Titles, form: Form, *, parquet: bool) -> Layout:
    """Read the beginning of a file.

    Args:
        path: The file.
        title: What the user calls its content, if it is an unnamed copy; else empty.
        wanted: Titles by which the header of a text file is found.
        form: What the settings say of how it is written.
        parquet: Whether it is Parquet; else it is text.

    Raises:
        SourceError: It is not readable, no line can be its header, or its folders give a column that it has too.
    """
    state = () if title else state_of(path)
    where = title or str(path)
    given = {} if title else partitions.of_path(path)
    if parquet:
        _require_titles(where, form)
        schema = read_schema(path, where)
        layout = Layout(SourceFile(path, "parquet", "", "utf-8", schema.names, {}, schema.numbers), (), schema.moments)
    else:
        head, encoding, whole = text_file.read_head(path, where)
        found = find_header(where, head, wanted, form, whole=whole)
        file = SourceFile(
            path, "csv", found.delimiter, encoding, found.names, {},
            header=form.header, skipped=found.skipped, said=found.said, uneven=found.uneven,
        )  # fmt: skip
        layout = Layout(file, found.rows)
    own = {titles.fold_title(name) for name in layout.file.columns}
    if both := [name for name in given if titles.fold_title(name) in own]:
        raise SourceError(
            f"{where}: the folders give the column {both[0]}, and the file has it too: which of them counts?",
            "Take it out of the files, or out of the names of the folders.",
        )
    return replace(layout, file=replace(layout.file, title=title, partitions=given, state=state))


def _require_titles(where: str, form: Form) -> None:
    if not form.header:
        raise SourceError(
            f"{where}: header = false is for text files; this one has the names of its columns in it.",
            "Leave header out, and name the columns under [columns].",
        )


def state_of(path: Path) -> tuple[int, ...]:
    """Return what changes with a file; nothing if it is gone."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_size, found.st_mtime_ns, found.st_ino
