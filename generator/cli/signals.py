"""Signals that end a run (SIGTERM, SIGHUP) become `KeyboardInterrupt`, so that everything is cleaned up."""

import signal
import threading
from types import FrameType

#: The polite ways to end a process; Windows knows the first only.
_NAMES = ("SIGTERM", "SIGHUP")


class Stopping:
    """Turns signals that end a run into `KeyboardInterrupt`, and remembers which one it was.

    Attributes:
        heard: Whether one has come.
    """

    def __init__(self) -> None:
        self._signal: int = signal.SIGINT
        self.heard = False

    @property
    def exit_code(self) -> int:
        """The exit code of a run that was stopped, as shells give it: 128 and the signal's number."""
        return 128 + self._signal

    def listen(self) -> None:
        """Heed the signals from now on; one that is ignored on purpose, as under `nohup`, stays ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _numbers():
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, self._stop)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        # Whoever asks once more must not interrupt the clean-up.
        for one in _numbers():
            signal.signal(one, signal.SIG_IGN)
        self._signal, self.heard = number, True
        raise KeyboardInterrupt


def _numbers() -> list[int]:
    return [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]
