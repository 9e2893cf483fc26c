"""Other systems than the one at hand: Windows has no POSIX modules, and a pipe there has an encoding without a euro."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import generator
from generator.release import codec
from tests.support.releases import sample_release

PACKAGE = Path(generator.__file__).parent
ROOT = PACKAGE.parent
POSIX = ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix", "readline", "curses")
NAMES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if path.name != "__main__.py"
)

#: What others import on the system at hand is imported first; from then on the POSIX modules are gone, as on Windows.
WINDOWS = f"""
import sys
import asyncio, http.server, multiprocessing, pathlib, shutil, subprocess, tempfile, webbrowser
import babel.dates, babel.numbers, click, jinja2, markdown, markupsafe, msgspec, resvg_py, segno, watchfiles
import duckdb, numpy, pandas, pyarrow, rapidfuzz, scipy.stats, sklearn.cluster, sqlglot, threadpoolctl
try:
    import pyspark.sql
except ImportError:
    pass
GONE = {POSIX!r}
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in GONE:
            raise ModuleNotFoundError("not on Windows: " + name)
sys.meta_path.insert(0, Block())
for name in GONE:
    sys.modules.pop(name, None)
sys.platform = "win32"
"""


def python(code: str, folder: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", WINDOWS + code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_every_module_is_imported_without_posix(tmp_path: Path) -> None:
    assert len(NAMES) > 100
    code = f"import importlib\nfor name in {NAMES!r}:\n    importlib.import_module(name)\nprint('all')\n"
    assert python(code, tmp_path) == "all\n"


@pytest.mark.slow
def test_a_release_is_rendered_without_posix(tmp_path: Path) -> None:
    code = """
from generator.cli import main
sys.argv = ["atlas", "render", sys.argv[1], "--set", "cards=false", "--set", "embeds=false"]
main()
"""
    release = ROOT / "data" / "release.json"
    assert "No defects found" in python(code.replace("sys.argv[1]", repr(str(release))), tmp_path)
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.slow
def test_a_stage_has_no_peak_of_memory_where_that_is_not_known(tmp_path: Path) -> None:
    code = """
from generator.pipeline import Clock
clock = Clock(lambda _: None)
with clock.stage("one"):
    pass
print(clock.stages[0].peak_mb)
"""
    assert python(code, tmp_path) == "None\n"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_posix_modules_stand_behind_a_condition(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "sys.platform" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert id(node) in guarded or not set(names) & set(POSIX)


def atlas(folder: Path, encoding: str, *args: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "generator", *args]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii"])
def test_a_pipe_gets_utf8_whatever_the_encoding(tmp_path: Path, encoding: str) -> None:
    codec.write(sample_release("full"), tmp_path / "release.json")
    done = atlas(tmp_path, encoding, "facts", "typical_spend", "--release", "release.json")
    assert done.returncode == 0, done.stderr
    assert "₹" in done.stdout.decode()
    failed = atlas(tmp_path, encoding, "render", "₹.json")
    assert failed.returncode == 6
    assert "₹.json" in failed.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_a_terminal_keeps_its_encoding_and_gets_what_it_cannot_show_written_out(tmp_path: Path) -> None:
    import pty

    codec.write(sample_release("full"), tmp_path / "release.json")
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "generator", "facts", "typical_spend", "--release", "release.json"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=theirs, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        said = b""
        try:
            while block := os.read(ours, 65536):
                said += block
        except OSError:
            # The other side is closed.
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0
    assert re.search(rb"typical_spend +\\u20b9", said)
