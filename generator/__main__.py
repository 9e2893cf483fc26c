"""`atlas`, and `python -m generator`: ends at once, without a traceback, if it is stopped while it still loads.

Imports nothing of the package before its handlers of signals are in place.
"""

import os
import signal
from contextlib import suppress
from types import FrameType


def main() -> None:
    """Run `atlas`."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A signal that is ignored on purpose, as under `nohup`, stays ignored.
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)

    from generator.cli import main as run

    run()


def _stop(number: int, _frame: FrameType | None) -> None:
    with suppress(OSError):
        os.write(2, b"atlas: stopped. Nothing was changed.\n")
    os._exit(128 + number)


if __name__ == "__main__":
    main()
