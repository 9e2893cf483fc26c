"""The arrows between the halves, read from the imports, and tried with what the public half must not need."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator.release import codec
from tests.support.releases import sample_release

PACKAGE = Path(generator.__file__).parent
HEAVY = ("pandas", "numpy", "sklearn", "scipy", "duckdb", "pyarrow", "pyspark", "sqlglot", "rapidfuzz", "threadpoolctl")
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
#: Figures of places and of groups of customers: only the bridge may make them.
PUBLISHED = {"Atom", "Cell", "Place", "Bin", "Histogram", "Count", "Cross"}


def imports(path: Path, *, typing_too: bool = True) -> Iterator[str]:
    """Yield the full names that a module imports, wherever in its text."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set()
    if not typing_too:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                skipped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def modules(*packages: str) -> list[str]:
    found = [name for name in MODULES if within(name, *(f"generator.{package}" for package in packages))]
    assert found
    return found


@pytest.mark.parametrize("name", modules("publish", "check"))
def test_the_public_half_imports_nothing_of_the_private_one(name: str) -> None:
    wrong = [found for found in imports(MODULES[name]) if within(found, "generator.analyse", *HEAVY)]
    assert wrong == []


@pytest.mark.parametrize("name", modules("check"))
def test_the_check_knows_nothing_of_the_renderer(name: str) -> None:
    assert [found for found in imports(MODULES[name]) if within(found, "generator.publish", "generator.pipeline")] == []


@pytest.mark.parametrize("name", modules("analyse"))
def test_the_private_half_imports_nothing_of_the_public_one(name: str) -> None:
    wrong = [
        found
        for found in imports(MODULES[name])
        if within(
            found,
            "generator.publish",
            "generator.pipeline",
            "generator.cli",
            "generator.serve.preview",
            "jinja2",
            "markdown",
        )
        or (within(found, "generator.check") and not name.endswith(".secrets"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "name", modules("release", "columns", "errors", "resources", "cells", "characters", "movement", "roles")
)
def test_what_both_halves_know_stands_on_nothing(name: str) -> None:
    ours = {"generator.errors"} if name == "generator.release" else set()
    for found in imports(MODULES[name]):
        top = found.split(".")[0]
        assert top in sys.stdlib_module_names or within(found, *ours) or (name, top) == ("generator.errors", "click")


@pytest.mark.parametrize("name", [name for name in MODULES if name != "generator.console"])
def test_words_reach_a_terminal_through_one_module(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {"print", "click.echo", "click.secho", "echo", "sys.stdout.write", "sys.stderr.write"}


@pytest.mark.parametrize("name", [name for name in modules("analyse") if not name.endswith(".disclosure")])
def test_only_disclosure_makes_figures_of_places_and_groups(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    taken = {found.rsplit(".", 1)[1] for found in imports(MODULES[name]) if within(found, "generator.release")}
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    called |= {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "release"
    }
    if "places" in name.split("."):
        # The gazetteer has a Place of its own.
        assert not taken & PUBLISHED
        return
    assert not (called & PUBLISHED & (taken | {"release"}))


def test_disclosure_makes_them_all() -> None:
    tree = ast.parse(MODULES["generator.analyse.disclosure.disclosure"].read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called >= PUBLISHED


def test_places_know_no_customers() -> None:
    for name in modules("analyse.places"):
        for found in imports(MODULES[name]):
            assert not within(found, "pandas", "duckdb", "generator.analyse.engine", "generator.release"), name


def test_one_engine_is_known_to_its_own_folder_only() -> None:
    for name in modules("analyse"):
        if not within(name, "generator.analyse.engine"):
            assert not [found for found in imports(MODULES[name]) if within(found, "duckdb", "pyspark", "sqlglot")], (
                name
            )


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
    assert not tops & {*HEAVY, "jinja2", "babel", "rich", "markdown"}
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


def test_a_site_is_rendered_and_checked_without_the_private_half(tmp_path: Path) -> None:
    codec.write(sample_release("full"), tmp_path / "release.json")
    code = f"""
import os
from pathlib import Path
from generator import config, pipeline, release_file
from generator.check import check_site
folder = Path({str(tmp_path)!r})
made = release_file.read(folder / "release.json")
pipeline.publish(made, config.load(Path(os.devnull)), folder / "site", pipeline.Clock(lambda _: None))
import generator.analyse
print(*(name for name in sys.modules if name.startswith("generator.analyse.")))
"""
    assert python(code, *HEAVY).strip() == ""
    assert (tmp_path / "site" / "index.html").is_file()
