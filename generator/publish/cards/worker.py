"""Renders SVG drawings one at a time, in this process or, run as a script, in a separate one.

As a script it reads drawings from its input and writes pictures to its output, each after its length, until the input
ends; the fonts are its arguments.
"""

import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import Popen
from typing import IO

_HEAD = struct.Struct(">?I")


def draw(svg: str, fonts: Sequence[Path | str]) -> bytes:
    """Render a drawing as PNG, with these fonts only.

    Raises:
        ValueError: The SVG cannot be rendered.
    """
    from resvg_py import svg_to_bytes

    return svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(path) for path in fonts])


def ask(worker: "Popen[bytes]", svg: str) -> bytes:
    """Render a drawing in a process that runs this module.

    Raises:
        ValueError: The SVG cannot be rendered, or the process ended.
    """
    if worker.stdin is None or worker.stdout is None:
        raise ValueError("the drawing process has no pipes")
    _send(worker.stdin, True, svg.encode())
    answer = _receive(worker.stdout)
    if answer is None:
        raise ValueError("the drawing process ended")
    good, data = answer
    if not good:
        raise ValueError(data.decode())
    return data


def _send(stream: IO[bytes], good: bool, data: bytes) -> None:
    stream.write(_HEAD.pack(good, len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[bool, bytes] | None:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    good, length = _HEAD.unpack(head)
    return good, stream.read(length)


def _serve(fonts: Sequence[str], asked: IO[bytes], answered: IO[bytes]) -> None:
    while (job := _receive(asked)) is not None:
        try:
            _send(answered, True, draw(job[1].decode(), fonts))
        except ValueError as error:
            _send(answered, False, str(error).encode())


if __name__ == "__main__":
    _serve(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
