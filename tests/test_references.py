"""Files and modules that comments, docstrings and documents name exist, so that a reader can follow them."""

import ast
import io
import posixpath
import re
import subprocess
import tokenize
from fnmatch import fnmatch
from pathlib import PurePosixPath

import pytest

from generator.settings.source_roles import ROLES
from tests.support.paths import ROOT

#: What names source files; the text of a Python module is its comments and docstrings.
KINDS = (".py", ".js", ".css", ".html", ".sql", ".toml", ".md", ".txt", ".yml", "Makefile", ".ci/run")
#: Generated or of others, or about a bank's own folder.
SKIPPED = ("tests/golden/", "templates/static/vendor/", "data/", "site/", "CHANGELOG.md")
FILE = re.compile(
    r"(?<![\w/.{*$-])((?:\.\./)*(?:[\w.*-]+/)*[\w*-]+\.(?:py|js|mjs|css|html|sql|toml|md|yml|svg|lock|ttf))(?![\w/])"
)
DOTTED = re.compile(r"`+([a-z_]\w*(?:\.\w+)+)(?:\(\))?`")
#: The bundles of the scripts, made from sources that are read.
BUNDLE = re.compile(r"templates/static/js/\w+\.js")
#: Files of a built site, of users, of a wheel, of a package index.
NOT_OURS = (
    "generator/_assets/*",
    "*index.html",
    "./atlas.toml",
    "source.sql",
    "*/segment-atlas/requirements-render.lock",
    "plotly.js",
)
#: Fields that look like file names in templates and scripts.
FIELDS = {"site.css", "part.css", "value.css", "row.css", "first.css", "words.svg", "own.css"}
#: Ends of names of data, which a run writes or a user has.
DATA = {".csv", ".json", ".png"}
#: Dotted names of other packages.
OTHERS = {"numpy", "os", "functools", "html", "sys", "click", "plotly"}


def tracked() -> tuple[str, ...]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return tuple(path for path in listed.stdout.splitlines() if (ROOT / path).is_file())


def prose(path: str) -> str:
    """Return a file's text; of Python, its comments and docstrings."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if not path.endswith(".py"):
        return text
    notes = [
        item.string for item in tokenize.generate_tokens(io.StringIO(text).readline) if item.type == tokenize.COMMENT
    ]
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, documented)]
    return "\n".join((*notes, *(ast.get_docstring(node, clean=False) or "" for node in nodes)))


def names_in(path: str) -> set[str]:
    """Return what a Python module defines at its top, and `Class.member`."""
    names = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    names.add(f"{node.name}.{part.name}")
                elif isinstance(part, ast.AnnAssign):
                    names.add(f"{node.name}.{ast.unparse(part.target)}")
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names.update(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    return names


@pytest.mark.slow
def test_every_file_and_module_that_is_named_exists() -> None:
    paths = tracked()
    ends = {"/".join(PurePosixPath(path).parts[i:]) for path in paths for i in range(len(PurePosixPath(path).parts))}
    modules = [path for path in paths if path.endswith(".py") and path.startswith(("generator/", "tests/"))]
    dotted = {PurePosixPath(end).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__") for end in ends}
    for path in modules:
        name = PurePosixPath(path).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        parts = name.split(".")
        defined = names_in(path)
        dotted |= {".".join((*parts[i:], one)) for i in range(len(parts)) for one in defined}
        dotted |= {one for one in defined if "." in one}
    dotted |= {f"columns.{role}" for role in ROLES}
    missing = []
    for path in paths:
        if not path.endswith(KINDS) or path.startswith(SKIPPED) or BUNDLE.fullmatch(path):
            continue
        text = prose(path)
        for found in FILE.finditer(text):
            named = found[1]
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
            if named in ends or beside in paths or named in FIELDS or any(fnmatch(named, one) for one in NOT_OURS):
                continue
            if "*" in named and any(fnmatch(end, named) for end in ends):
                continue
            missing.append(f"{path}: {named}")
        if path.endswith((".py", ".md")):
            for found in DOTTED.finditer(text):
                named = found[1]
                if (
                    named in dotted
                    or named in ends
                    or named.split(".")[0] in OTHERS
                    or PurePosixPath(named).suffix in DATA
                ):
                    continue
                missing.append(f"{path}: `{named}`")
    assert "\n".join(missing) == ""
