"""Runs `atlas` as in a process of its own, but in this one, which has loaded all libraries already.

Exit code, standard output and standard error are those of the program. What only a process can show (its start, a
signal from outside, pipes, another user) needs `subprocess`.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from types import MappingProxyType
from unittest import mock

from click.testing import CliRunner

from generator.cli import main

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def run_atlas(
    folder: Path, *args: str, given: bytes = b"", environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder.

    Args:
        folder: The working directory.
        args: What comes after `atlas`.
        given: Standard input.
        environment: Variables besides those of the tests.
    """
    code: object = 0
    with ExitStack() as stack:
        stack.enter_context(chdir(folder))
        stack.enter_context(mock.patch.dict(os.environ, environment))
        # The temporary folder of the environment is otherwise looked up once.
        stack.enter_context(mock.patch.object(tempfile, "tempdir", None))
        stack.enter_context(_usual_signals())
        out, err, _ = stack.enter_context(CliRunner().isolation(given, color=True))
        stack.enter_context(mock.patch.object(sys, "argv", ["atlas", *args]))
        try:
            main()
        except SystemExit as end:
            code = end.code
        shown = [stream.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(args, code if isinstance(code, int) else int(code is not None), *shown)


@contextmanager
def _usual_signals() -> Iterator[None]:
    """Let signals end a run, as in a process of its own, and restore their handlers, which a run leaves ignored."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    hook = sys.unraisablehook
    try:
        for number in _SIGNALS:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        yield
    finally:
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)
