"""Same transactions, same bytes: whole sites compared, built twice, with other threads, and by the installed wheel."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from generator.demo import generate, write
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow


def build(folder: Path, out: str, *args: str, command: tuple[str, ...] = (sys.executable, "-m", "generator")) -> None:
    done = subprocess.run(
        [*command, "build", "bank.parquet", "--out", out, "--quiet", "--set", "synthetic=true",
         "--set", "evidence=false", *args],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bank of some fifty places and its site, cards and frames included.

    Without evidence, which takes half of the time: its bytes are in the committed release.
    """
    folder = tmp_path_factory.mktemp("same")
    write(generate(20_000, 1), folder / "bank.parquet")
    build(folder, "first", "--set", "threads=1")
    return folder


def test_two_builds_and_two_thread_counts_are_byte_identical(folder: Path) -> None:
    build(folder, "second", "--set", "threads=2")
    assert tree(folder / "first") == tree(folder / "second")


def test_the_installed_wheel_builds_the_same_site_elsewhere(folder: Path, tmp_path: Path) -> None:
    """The wheel carries templates, words, gazetteer and bundle: it is installed without the checkout."""
    made = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", str(ROOT), "-w", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    [wheel] = tmp_path.glob("*.whl")
    home = tmp_path / "installed"
    # The environment borrows the locked libraries of this one; the project itself comes from the wheel alone.
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site_packages = next((home / "lib").glob("python*/site-packages"))
    unpacked = subprocess.run(
        [sys.executable, "-m", "zipfile", "-e", str(wheel), str(site_packages)], capture_output=True, check=False
    )
    assert unpacked.returncode == 0
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    (site_packages / "libraries.pth").write_text(f"{libraries}\n")
    where = subprocess.run(
        [python, "-c", "import generator; print(generator.__file__)"], cwd=tmp_path, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert str(site_packages) in where.stdout
    (tmp_path / "bank.parquet").write_bytes((folder / "bank.parquet").read_bytes())
    build(tmp_path, "site", command=(str(python), "-m", "generator"))
    assert tree(tmp_path / "site") == tree(folder / "first")


def test_the_committed_release_is_that_of_the_committed_bank(tmp_path: Path) -> None:
    """`make demo` makes both; a change of either half that moves a figure has to make it again."""
    (tmp_path / "bank.parquet").write_bytes((ROOT / "data/demo/transactions.parquet").read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "generator", "analyse", "bank.parquet", "--quiet",
         "--config", str(ROOT / "data/demo/atlas.toml")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "build/release.json").read_bytes() == (ROOT / "data/release.json").read_bytes()
