"""Processes that hold something, such as a lock, until they are told to go or killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.paths import ROOT


@contextmanager
def holding(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run code with a path as its argument; it prints a line when it holds, and waits for input."""
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "holding\n"
        try:
            yield process
        finally:
            process.kill()
