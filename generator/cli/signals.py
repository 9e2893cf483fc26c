"""Turns signals that end a run (SIGTERM, SIGHUP) into `KeyboardInterrupt`, so that the clean-up code runs."""

import signal
import threading
from types import FrameType

#: Signals that ask a process to end; Windows has only the first.
_NAMES = ("SIGTERM", "SIGHUP")


class Stopping:
    """Signal handler that raises `KeyboardInterrupt` and remembers the signal.

    Attributes:
        heard: Whether a signal has arrived.
    """

    def __init__(self) -> None:
        self._signal: int = signal.SIGINT
        self.heard = False

    @property
    def exit_code(self) -> int:
        """Exit code of a stopped run, by the convention of shells: 128 plus the number of the signal."""
        return 128 + self._signal

    def listen(self) -> None:
        """Install the handlers; a signal that is ignored on purpose, as under `nohup`, stays ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _numbers():
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._stop)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        # A second signal must not interrupt the clean-up.
        for one in _numbers():
            signal.signal(one, signal.SIG_IGN)
        self._signal, self.heard = number, True
        raise KeyboardInterrupt


def _numbers() -> list[int]:
    return [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]
