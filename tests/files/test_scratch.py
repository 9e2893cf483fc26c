"""The private temporary folder of a run is removed even if a signal arrives while it is made or removed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

WHILE_REMOVED = """
whole = shutil.rmtree
def stopped(path, **_):
    shutil.rmtree = whole
    raise KeyboardInterrupt
scratch = Scratch()
(scratch.path / "rows.csv").write_text("a row")
shutil.rmtree = stopped
scratch.close()
"""
WHILE_MADE = """
whole = Path.mkdir
def stopped(path, mode):
    whole(path, mode)
    raise KeyboardInterrupt
Path.mkdir = stopped
Scratch()
"""


@pytest.mark.parametrize("script", [WHILE_REMOVED, WHILE_MADE], ids=["removed", "made"])
def test_a_signal_leaves_no_folder(tmp_path: Path, script: str) -> None:
    head = "import shutil\nfrom pathlib import Path\nfrom generator.files.scratch import Scratch\n"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", head + script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert "KeyboardInterrupt" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_only_its_user_can_open_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    from generator.files.scratch import Scratch

    scratch = Scratch()
    assert scratch.path.stat().st_mode & 0o777 == 0o700
    scratch.close()
    assert not scratch.path.exists()
