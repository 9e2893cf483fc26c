"""Style sheets and the files that they name: published once, linked from each page, replaced by a user's own."""

import hashlib
import re
from pathlib import Path, PurePosixPath

import pytest

from generator.errors import ContentError
from generator.publish.client.styles import SITE, PageSheets, linked, named_files, sheet, style_sheet
from generator.publish.output.links import Links
from generator.resources import templates_dir
from tests.support.browsing import ADDRESSED
from tests.support.shared_sites import sample_files


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, ...]:
    """A folder of templates with two style sheets and a font of its own, before ours."""
    for path, data in {
        "static/vendor/fonts/fonts.css": b'@font-face { src: url("more/mine.woff2") } a { b: url(#c) url(data:d) }',
        "static/vendor/fonts/more/mine.woff2": b"mine",
        "static/css/city.css": b".x { background: url('../img/a.svg') }",
        "static/img/a.svg": b"<svg/>",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return (tmp_path, templates_dir())


def hashed(name: str, data: bytes, kind: str) -> str:
    return f"assets/{name}.{hashlib.sha256(data).hexdigest()[:10]}.{kind}"


def test_a_file_named_by_a_sheet_is_published_under_its_hash(own: tuple[Path, ...]) -> None:
    found = {file.path: file.content for file in named_files(own, (*SITE, "city", "city"))}
    assert found == {hashed("mine", b"mine", "woff2"): b"mine", hashed("a", b"<svg/>", "svg"): b"<svg/>"}


def test_links_are_those_of_the_page(own: tuple[Path, ...]) -> None:
    css, mine = sheet(own, ("fonts",)), hashed("mine", b"mine", "woff2")
    assert css == f"@font-face{{src:url({mine})}}a{{b:url(#c) url(data:d)}}"
    deep = linked(css, lambda path: Links().rel("cities/pune/index.html", path))
    assert f"url(../../{mine})" in deep
    assert f"url(/base/{mine})" in linked(css, lambda path: f"/base/{path}")
    shared = style_sheet("embed", css.encode())
    assert f"url({PurePosixPath(mine).name})".encode() in shared.content
    assert shared.path == hashed("embed", shared.content, "css")


def test_a_sheet_may_not_name_a_file_that_does_not_exist(own: tuple[Path, ...]) -> None:
    (own[0] / "static/img/a.svg").unlink()
    with pytest.raises(ContentError, match=r"templates/static/img/a\.svg: no such file"):
        PageSheets(own)("city.css")


@pytest.mark.slow
def test_each_page_loads_the_fonts_of_the_site_from_where_it_is() -> None:
    files = sample_files("full", ADDRESSED)
    fonts = {path for path in files if path.endswith(".woff2")}
    assert len(fonts) == 8
    assert all(hashlib.sha256(files[path]).hexdigest()[:10] == path.split(".")[-2] for path in fonts)
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html") and b'="refresh' not in data}
    for path, html in pages.items():
        assert "font-src &#39;self&#39;" in html or "font-src 'self'" in html, path
        if path.startswith("embed/"):
            continue
        links = Links() if path != "404.html" else None
        for font in fonts:
            url = links.rel(path, font) if links else f"/{font}"
            assert f"url({url})" in html or (links is None and re.search(rf"url\(/[^)]*{font}\)", html)), (path, font)
