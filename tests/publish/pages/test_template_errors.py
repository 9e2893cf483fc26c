"""A template of the user that is wrong: one error with its file and line, from every command."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import atlas
from generator.errors import ContentError
from generator.publish.render import render
from generator.release import codec
from generator.resources import templates_dir
from generator.settings.settings import Settings
from tests.support.releases import large_release

RELEASE = large_release(2)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pages/cities.html", "macros/parts.html", "card.svg"])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<p>\n{% if %}", "line 2: TemplateSyntaxError: Expected an expression"),
        ("<p>\n{{ 1 / 0 }}", "line 2: ZeroDivisionError: division by zero"),
        ("<p>\n\n{% include SELF %}", "line 3: RecursionError: maximum recursion depth exceeded"),
        ("<p>\n{{ nothing.at_all }}", "line 2: UndefinedError: 'nothing' is undefined"),
        ("<p>{{ 'a' + 1 }}", "line 1: TypeError: "),
        ("<p>{% include 'none.html' %}", "line 1: TemplateNotFound: 'none.html' not found"),
        ("{{ t('no.such.words') }}", "there are no words named 'no.such.words'"),
        (b"<p>\xe4\n", "not UTF-8 text: "),
    ],
)
def test_it_is_named_with_its_line(tmp_path: Path, name: str, text: str | bytes, says: str) -> None:
    path = tmp_path / "own" / name
    path.parent.mkdir(parents=True)
    packaged = (templates_dir() / name).read_bytes()
    if isinstance(text, str):
        text = text.replace("SELF", f"'{name}'").encode()
    # The macros of the package are used before the broken line is reached.
    path.write_bytes(text + b"\n" + packaged if name.startswith("macros") else text)
    settings = Settings(templates=(str(tmp_path / "own"),), embeds=False, cards=name == "card.svg")
    with pytest.raises(ContentError) as error:
        for _ in render(RELEASE, settings):
            pass
    assert says in error.value.message
    assert str(path) in error.value.message or "no.such.words" in says


def test_a_style_sheet_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "atlas.css").write_bytes(b"a{content:'\xe4'}")
    with pytest.raises(ContentError, match=r"static/css/atlas\.css: not UTF-8 text"):
        next(render(RELEASE, Settings(templates=(str(tmp_path),))))


def test_an_error_that_no_template_is_part_of_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("generator.publish.downloads.files.build", broken)
    with pytest.raises(ZeroDivisionError, match="ours"):
        for _ in render(RELEASE, Settings(cards=False, embeds=False, templates=())):
            pass


def rendered(assignment: str, *options: str) -> Result:
    """Render release.json of the working folder with a setting."""
    quick = ("--set", "cards=false", "--set", "embeds=false", "--config", "/dev/null")
    return CliRunner().invoke(atlas, ["render", "release.json", "--set", assignment, *quick, *options])


@pytest.mark.parametrize("kind", ["templates", "content"])
def test_the_exit_code_is_that_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.chdir(tmp_path)
    codec.write(RELEASE, tmp_path / "release.json")
    for name, text in (("pages/cities.html", "{{ 1 / 0 }}"), ("figures.toml", "\nsegments = 5")):
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_text(text)
    done = rendered(f'{kind}="{tmp_path}/own"')
    assert done.exit_code == 7
    places = {"templates": r"pages/cities\.html, line 1: ZeroDivisionError", "content": r"own/figures\.toml, line 2: "}
    assert re.search(places[kind], done.output)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("option", ["content", "templates"])
def test_an_unknown_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    monkeypatch.chdir(tmp_path)
    codec.write(RELEASE, tmp_path / "release.json")
    done = rendered(f'{option}="{tmp_path}/nope"')
    assert done.exit_code == 0, done.output
    assert "nope: no such folder" in done.stderr
    done = rendered(f'{option}="{tmp_path}/nope"', "--strict")
    assert (done.exit_code, "nope: no such folder" in done.output) == (7, True)
