"""Signals that end a run (Ctrl-C, SIGTERM, SIGHUP): clean-up, exit code, and what the run had changed until then."""

import signal
import sys
import threading
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any

import click

from generator.cli.outputs import Outputs
from generator.console import say

#: Signals that ask a process to end; Windows lacks the last.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """A signal has arrived.

    A class of its own: `python -m` ends as by Ctrl-C, whatever the exit code, once a plain `KeyboardInterrupt` has left
    code that was compiled from a string, as that of data classes is.
    """


class Stopping:
    """Turns a signal into `KeyboardInterrupt`, so that clean-up code runs, and what that leads to into an exit code.

    A library that is interrupted may raise an error of its own, or swallow the interruption.

    Attributes:
        heard: Whether a signal has arrived.
        outputs: What the command writes, to report what it has changed.
    """

    def __init__(self) -> None:
        self._signal: int = signal.SIGINT
        self.heard = False
        self.outputs = Outputs()

    @property
    def exit_code(self) -> int:
        """Exit code of a stopped run, by the convention of shells: 128 plus the number of the signal."""
        return 128 + self._signal

    @property
    def by_ctrl_c(self) -> bool:
        """Whether the signal, if any, was that of Ctrl-C."""
        return self._signal == signal.SIGINT

    def __enter__(self) -> "Stopping":
        """Install the handlers; a signal that is ignored on purpose, as under `nohup`, stays ignored."""
        if threading.current_thread() is threading.main_thread():
            for number in _numbers():
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    signal.signal(number, self._stop)
            sys.unraisablehook = self._unraisable
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End a stopped run with one message, whatever error the signal led to."""
        # Nothing is left to be stopped, and an interruption while Python ends would show a traceback.
        _ignore()
        if kind is None or not (self.heard or issubclass(kind, KeyboardInterrupt)):
            return
        with suppress(OSError):
            # Writing to a terminal that has been closed fails.
            say(f"atlas: stopped. {self.outputs.changes()}".rstrip(), err=True)
        sys.exit(self.exit_code)

    def require_going_on(self) -> None:
        """Stop now if the interruption was swallowed.

        Raises:
            Stopped: A signal has arrived.
        """
        if self.heard:
            raise Stopped

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        # A second signal must not interrupt the clean-up.
        _ignore()
        self._signal, self.heard = number, True
        raise Stopped

    def _unraisable(self, found: Any) -> None:
        """Print no traceback of an interruption in a destructor, which Python ignores; the next stage ends the run."""
        if not self.heard:
            sys.__unraisablehook__(found)


def running() -> Stopping | None:
    """Return the handler of the running command; None where it is not run by `main`."""
    context = click.get_current_context(silent=True)
    return context.find_object(Stopping) if context else None


def _numbers() -> list[int]:
    return [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]


def _ignore() -> None:
    if threading.current_thread() is threading.main_thread():
        for number in _numbers():
            signal.signal(number, signal.SIG_IGN)
