"""The arrows between the halves, read from the imports, and tried with what the public half must not need."""

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import generator
from generator.release import codec
from tests.support import house_map
from tests.support.paths import ROOT
from tests.support.releases import sample_release

PACKAGE = Path(generator.__file__).parent
HEAVY = ("pandas", "numpy", "sklearn", "scipy", "duckdb", "pyarrow", "pyspark", "sqlglot", "rapidfuzz", "threadpoolctl")
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
MOST_MODULES, MOST_LINES = 16, 300
#: Figures of places and of groups of customers: only the bridge may make them.
PUBLISHED = {"Atom", "Cell", "Place", "Bin", "Histogram", "Count", "Cross"}


def imports(path: Path) -> Iterator[str]:
    """Yield the full names that a module imports, wherever in its text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(name: str) -> set[str]:
    """Return the names of what a module calls."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


@pytest.mark.slow
def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_a_room_holds_at_most_sixteen_modules_of_at_most_three_hundred_lines() -> None:
    rooms = Counter(path.parent for path in MODULES.values() if path.name != "__init__.py")
    assert {str(room): n for room, n in rooms.items() if n > MOST_MODULES} == {}
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


def test_no_room_exports_a_name_that_one_of_its_modules_has() -> None:
    """Importing the module would replace the name: which of them is meant would depend on what was imported before."""
    rooms = {name: path for name, path in MODULES.items() if path.name == "__init__.py"}
    found = [(target, f"{room}.{target.split('.')[-1]}") for room, path in rooms.items() for target in imports(path)]
    assert [target for target, here in found if here in MODULES and here != target] == []


def test_contributing_shows_the_rooms_as_they_are() -> None:
    kept = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert house_map.written(kept) == kept, "write it again: python -m tests.support.house_map"


@pytest.mark.slow
def test_words_reach_a_terminal_through_one_module() -> None:
    printing = {"print", "click.echo", "click.secho", "echo", "sys.stdout.write", "sys.stderr.write"}
    assert {name for name in MODULES if called(name) & printing} == {"generator.console"}


def test_only_disclosure_makes_figures_of_places_and_groups() -> None:
    bridge = "generator.analyse.disclosure"
    assert set().union(*(called(name) for name in MODULES if within(name, bridge))) >= PUBLISHED
    for name, path in MODULES.items():
        if within(name, "generator.analyse") and not within(name, bridge):
            taken = {found.rsplit(".", 1)[1] for found in imports(path) if within(found, "generator.release")}
            assert not {call.split(".")[-1] for call in called(name)} & PUBLISHED & taken, name


def test_an_engine_is_known_to_its_own_room_only() -> None:
    for name, path in MODULES.items():
        if not within(name, "generator.analyse.engine"):
            assert not [found for found in imports(path) if within(found, "duckdb", "pyspark")], name


def python(code: str, *blocked: str) -> str:
    """Run code in a fresh interpreter in which some packages cannot be imported."""
    prelude = f"""
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ImportError("blocked: " + name)
sys.meta_path.insert(0, Block())
sys.path.insert(0, {str(PACKAGE.parent)!r})
"""
    done = subprocess.run([sys.executable, "-c", prelude + code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_loads_nothing_heavy() -> None:
    loaded = json.loads(python("import generator.cli, json; print(json.dumps(sorted(sys.modules)))"))
    tops = {name.split(".")[0] for name in loaded}
    assert not tops & {*HEAVY, "jinja2", "babel", "markdown"}
    assert "generator.release" not in loaded


def test_help_and_settings_work_without_the_private_half() -> None:
    code = """
from generator.cli import main
sys.argv = ["atlas", "--help"]
try:
    main()
except SystemExit as stop:
    assert not stop.code
"""
    assert "Exit codes" in python(code, *HEAVY)


@pytest.mark.slow
def test_a_site_is_rendered_and_checked_without_the_private_half(tmp_path: Path) -> None:
    codec.write(sample_release("full"), tmp_path / "release.json")
    code = f"""
import os
from pathlib import Path
from generator import pipeline
from generator.release import codec
from generator.settings import config
from generator.check import check_site
folder = Path({str(tmp_path)!r})
made = codec.read(folder / "release.json")
pipeline.publish(made, config.load(Path(os.devnull)), folder / "site", pipeline.Clock(lambda _: None))
import generator.analyse
print(*(name for name in sys.modules if name.startswith("generator.analyse.")))
"""
    assert python(code, *HEAVY).strip() == ""
    assert (tmp_path / "site" / "index.html").is_file()
