"""Exception hierarchy for errors that the user can fix.

    AtlasError            exit code 1: any other expected failure
    ├── UsageError        2: the command line asks for something that does not exist
    ├── ConfigError       3: atlas.toml or --set
    ├── SourceError       4: the transactions cannot be read
    │   └── QualityError  5: they can be read but cannot be right (dates, signs, window)
    ├── ReleaseError      6: release.json is missing, broken or of another schema
    ├── ContentError      7: a text, a fact name or a template is wrong
    ├── OutputError       8: the site or a private file cannot be written
    ├── DisclosureError   9: a figure would break the disclosure rules; nothing was written
    └── CheckError        10: the built site has defects

Each message says what is wrong, where, and what to do.
"""

import click


class AtlasError(click.ClickException):
    """Base of all expected failures: printed as one message without a traceback; each subclass has its exit code.

    Args:
        message: What is wrong and where.
        hint: What the user can do about it, printed on a separate line.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def format_message(self) -> str:
        """Return the message with its hint."""
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(AtlasError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class ConfigError(AtlasError):
    """A setting is unknown, of the wrong type or out of range. All such errors are reported at once."""

    exit_code = 3


class SourceError(AtlasError):
    """The transactions cannot be found or read."""

    exit_code = 4


class QualityError(SourceError):
    """The transactions can be read, but their values cannot be right."""

    exit_code = 5


class ReleaseError(AtlasError):
    """A release is missing, broken or of a schema that this version does not support."""

    exit_code = 6


class ContentError(AtlasError):
    """A text or a template is malformed or names something that does not exist."""

    exit_code = 7


class OutputError(AtlasError):
    """A folder or file cannot be written, or was not made by this program and must not be replaced."""

    exit_code = 8


class DisclosureError(AtlasError):
    """A figure would break the disclosure rules. The run stops and publishes nothing."""

    exit_code = 9


class CheckError(AtlasError):
    """A built site has defects."""

    exit_code = 10
