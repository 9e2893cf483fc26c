"""Reading of templates: whatever goes wrong inside one is an error with its file and line."""

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, TracebackType
from typing import ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, TemplateSyntaxError
from jinja2.bccache import Bucket

from generator.errors import AtlasError, ContentError
from generator.publish.words.template import shown

#: Maximum length of a reason: it may quote a value.
_LONG = 200


class Loader(FileSystemLoader):
    """Reads templates; one that is not UTF-8 is reported with its path."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the source of a template, as Jinja asks for it.

        Raises:
            ContentError: It is not UTF-8 text.
        """
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            paths = (Path(folder) / template for folder in self.searchpath)
            path = next(path for path in paths if path.is_file())
            raise ContentError(f"{shown(path)}: not UTF-8 text: {error.reason}.", "Save it as UTF-8.") from error


class Compiled(BytecodeCache):
    """Keeps compiled templates in this process, by path and text, for renders after the first."""

    _known: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template, if it is known; Jinja compiles it otherwise."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code that Jinja compiled."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


class Located:
    """Block in which an error of a template becomes a `ContentError` with the template's file and line.

    A template is a program: it can raise any error. Errors that no template is part of pass through.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folder.absolute() for folder in folders)

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise the error again, located."""
        if not isinstance(error, Exception) or isinstance(error, AtlasError):
            return
        if isinstance(error, TemplateSyntaxError):
            where, reason = (error.filename or error.name or "", error.lineno), error.message
        else:
            every = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(trace))
            frames = [(path, line) for path, line in every if self._holds(path)]
            if not frames:
                return
            where, reason = frames[-1], str(error)
        text = (reason or "").partition("\n")[0][:_LONG]
        raise ContentError(f"{shown(Path(where[0]))}, line {where[1]}: {type(error).__name__}: {text}.") from error

    def _holds(self, path: str) -> bool:
        return any(Path(path).absolute().is_relative_to(folder) for folder in self._folders)
