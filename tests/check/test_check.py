"""The check as a whole: a clean site has no finding; each seeded defect is found under its code."""

import base64
import dataclasses
import gzip
import hashlib
import json
import random
import re
import string
import struct
from pathlib import Path

import pytest

from generator.check import check_site
from generator.check.weights import kind_of
from generator.errors import UsageError
from generator.release.codec import content_hash, dump
from tests.support.releases import Kind, sample_release
from tests.support.sites import SITE_URL, clean_files, page, put

PUNE = "cities/pune-maharashtra/index.html"
INTERNAL: Kind = "internal"


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


def codes(folder, **options):
    return {code for code, _ in found(folder, **options)}


def found(folder, **options):
    report = check_site(folder, **options)
    return [(finding.code, finding.path) for finding in (*report.findings, *report.warnings)]


def picture(width=1200):
    """Return the head of a PNG."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, 630)


def noise(size):
    """Return text that barely compresses, with tokens of at most five letters."""
    rnd = random.Random(1)
    return " ".join("".join(rnd.choices(string.ascii_letters, k=4)) for _ in range(size // 5))


def face(url, rest=""):
    """Return a rule that names a font."""
    return f"@font-face{{font-family:x;src:url({url}){rest}}}"


@pytest.mark.parametrize(
    ("count", "size", "rest", "expected"),
    [
        (4, 11_250, "", set()),
        (4, 11_251, "", {("fonts-too-heavy", "404.html")}),
        (5, 9000, "", {("too-many-fonts", "404.html")}),
        (9, 9000, ";unicode-range:U+100-17F", set()),
    ],
)
def test_the_fonts_of_all_pages_have_one_budget(site, count, size, rest, expected):
    """The page that is read first is named, not each page of the site."""
    files = clean_files("full")
    names = [f"assets/{i}.woff2" for i in range(count)]
    for name in names:
        files[name] = bytes(size)
    policy = b"default-src 'none';"
    for path in [path for path in files if path.endswith(".html")]:
        start = "/base/" if path == "404.html" else "../" * path.count("/")
        style = "".join(face(start + name, rest) for name in names)
        assert policy in files[path]
        files[path] = files[path].replace(policy, policy + b" font-src 'self';")
        files[path] = files[path].replace(b"</title>", f"</title><style>{style}</style>".encode())
    put(site, files)
    report = check_site(site)
    assert report.findings == ()
    assert {(finding.code, finding.path) for finding in report.warnings} == expected


@pytest.mark.parametrize("kind", ["full", "total"])
def test_a_clean_site_has_no_finding(site: Path, kind: Kind) -> None:
    report = check_site(put(site, clean_files(kind)))
    assert report.findings == ()
    assert report.ok
    assert report.pages == 25
    assert report.bytes == sum(path.stat().st_size for path in site.rglob("*") if path.is_file())


def test_a_clean_internal_site_needs_the_option(site):
    put(site, clean_files(INTERNAL))
    assert codes(site) == {"internal-site"}
    assert codes(site, internal=True) == set()


# Each row: text replaced in the page of Pune, its replacement, and the expected code.
ON_PAGE = [
    ('href="../../cities/index.html#list"', 'href="../../cities/none.html"', "broken-link"),
    ('href="../../cities/index.html#list"', 'href="../../cities/index.html#none"', "broken-anchor"),
    ('href="#f1"', 'href="#none"', "broken-anchor"),
    ('href="#f1"', 'href="#F1"', "broken-anchor"),
    ('href="#f1"', 'href="../../../secret.html"', "link-leaves"),
    ('href="#f1"', 'href="../../Index.html"', "link-case"),
    ('href="#f1"', 'href="../../assets/"', "folder-link"),
    ('href="#f1"', 'href="../../assets"', "folder-link"),
    ('href="#f1"', 'href="../../cities/"', "folder-link"),
    ('href="#f1"', 'href="../.."', "folder-link"),
    ('href="#f1"', 'href="/index.html"', "absolute-link"),
    ('href="#f1"', f'href="{SITE_URL}none/"', "broken-link"),
    ('href="#f1"', 'href="http://[broken"', "broken-link"),
    ('href="#f1"', 'href="javascript:alert(1)"', "inline-script"),
    ('src="../../assets/atlas.js"', 'src="https://cdn.example/atlas.js"', "third-party"),
    ('src="../../assets/atlas.js"', 'src="//cdn.example/atlas.js"', "third-party"),
    ('src="../../assets/atlas.js"', 'src="data:text/javascript,alert(1)"', "inline-script"),
    ('src="../../assets/atlas.js"', f'src="{SITE_URL}assets/atlas.js"', "absolute-link"),
    ('src="../../assets/atlas.js"', 'type="module" src="../../assets/atlas.js"', "module-script"),
    ('href="../../favicon.svg"', 'href="https://cdn.example/favicon.svg"', "third-party"),
    ('rel="icon" href="../../favicon.svg"', 'rel="stylesheet" href="https://fonts.example/a.css"', "third-party"),
    ('rel="icon" href="../../favicon.svg"', 'rel="preconnect" href="https://fonts.example"', "third-party"),
    ("#123456", "#123456; background: url(https://cdn.example/a.png)", "third-party"),
    ("#123456", "#123456; background: url('none.png')", "broken-link"),
    ("body {", "@import 'https://fonts.example/a.css'; body {", "third-party"),
    ("</body>", '<img alt="" srcset="none.png 1x, https://cdn.example/a.png 2x"></body>', "third-party"),
    ("</body>", '<img alt="" srcset="none.png 1x, ../../favicon.svg 2x"></body>', "broken-link"),
    ("</body>", '<iframe src="https://other.example"></iframe></body>', "third-party"),
    ("</body>", '<form action="https://other.example"></form></body>', "third-party"),
    ("</body>", '<a href="#f1" ping="https://spy.example">x</a></body>', "third-party"),
    ("</body>", '<svg><image href="https://cdn.example/a.png"/></svg></body>', "third-party"),
    ("</body>", '<svg><use href="#none"/></svg></body>', "broken-anchor"),
    ("</body>", "<svg><script>alert(1)</script></svg></body>", "inline-script"),
    ("</body>", '<svg><path d="M0 0" onclick="x()"/></svg></body>', "inline-handler"),
    ("</body>", '<object data="none.svg"></object></body>', "broken-link"),
    (f'rel="canonical" href="{SITE_URL}cities/pune', f'rel="canonical" href="{SITE_URL}cities/mumbai', "canonical"),
    (f'rel="canonical" href="{SITE_URL}', 'rel="canonical" href="../../', "canonical"),
    ("<meta charset", f'<meta property="og:image" content="{SITE_URL}none.png"><meta charset', "broken-link"),
    ("<meta charset", '<base href="/"><meta charset', "base-element"),
    ("<title>pune-maharashtra ·", "<title>mumbai-maharashtra ·", "title-duplicate"),
    ("<title>pune-maharashtra · Segment Atlas</title>", "", "title-missing"),
    ("<title>pune-maharashtra · Segment Atlas</title>", "<title> </title>", "title-missing"),
    ("<meta charset", "<title>twice</title><meta charset", "title-missing"),
    (
        'name="description" content="All about pune-maharashtra."',
        'name="description" content=" "',
        "description-missing",
    ),
    ('name="description"', 'name="descriptions"', "description-missing"),
    ('<html lang="en">', "<html>", "lang-missing"),
    ('<html lang="en">', '<html lang="">', "lang-missing"),
    ("<h1 ", "<h2 ", "h1-missing"),
    ("</body>", "<h1>Again</h1></body>", "h1-many"),
    (' alt="">', ">", "img-alt"),
    ('role="img" aria-labelledby="f1t"><title id="f1t">Bars</title>', 'role="img">', "svg-name"),
    ("<title>Dots</title>", "", "svg-name"),
    ("<title>Dots</title>", "<title> </title>", "svg-name"),
    ('id="f1t"', 'id="f1s"', "broken-reference"),
    ("</body>", '<p id="f1">x</p></body>', "id-duplicate"),
    ("</body>", '<svg><path id="f1" d="M0 0"/></svg></body>', "id-duplicate"),
    ('{"x": [1', '{"x": [1,,', "json-broken"),
    ('{"x": [1', '{"x": [NaN', "json-broken"),
    ("<h1 ", '<h1 onclick="x()" ', "inline-handler"),
    ("</body>", "<script>let x;</script></body>", "inline-script"),
    ("</body>", "<script>let x;</script ></body>", "inline-script"),
    ('<meta http-equiv="Content-Security-Policy"', '<meta name="Content"', "csp-missing"),
    ("script-src 'self'", "script-src 'self' 'unsafe-inline'", "csp-weak"),
    ("script-src 'self'; ", "script-src https://cdn.example; ", "csp-weak"),
    ("default-src 'none'; script-src 'self'; ", "", "csp-weak"),
    ('<p data-banner="synthetic">Made-up data.</p>', "", "banner-missing"),
    ('<p data-banner="synthetic">Made-up data.</p>', '<p data-banner="synthetic"> </p>Made-up data.', "banner-missing"),
    ('<p data-banner="synthetic">', '<p data-banner="synthetic" hidden>', "banner-missing"),
    ("</body>", f"<p>{noise(40_000)}</p></body>", "page-too-heavy"),
    ("</body>", '<img alt="" src="../../favicon.svg"></body>', "too-many-requests"),
    ("</title>", f"</title><style>{face('../../assets/none.woff2')}</style>", "broken-link"),
    ("</title>", f"</title><style>{face('../../favicon.svg')}</style>", "font-blocked"),
]


@pytest.mark.parametrize(("old", "new", "code"), ON_PAGE)
def test_a_defect_on_a_page_is_found(site, old, new, code):
    files = clean_files()
    text = files[PUNE].decode()
    assert old in text
    files[PUNE] = text.replace(old, new, 1).encode()
    assert code in {found_code for found_code, path in found(put(site, files)) if path in (PUNE, "sitemap.xml")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "codes"), [("compare", set()), ("explore", set()), ("other", {"too-many-requests"})]
)
def test_tools_may_load_their_scripts_and_data(folder, codes, site):
    files = clean_files()
    scripts = "".join(f'<script src="../assets/{name}.js" defer></script>' for name in ("data", "tools", "own"))
    body = page(f"{folder}/index.html", folder.title(), sample_release("full")).decode()
    files[f"{folder}/index.html"] = body.replace("</head>", f"{scripts}</head>").encode()
    files |= {f"assets/{name}.js": b"0;\n" for name in ("data", "tools", "own")}
    weighed = {"too-many-requests", "page-too-heavy"}
    assert {code for code, path in found(put(site, files)) if path == f"{folder}/index.html"} & weighed == codes
    files["assets/data.js"] = f"/* {noise(130_000)} */".encode()
    heavy = {code for code, path in found(put(site, files)) if path == f"{folder}/index.html"} & weighed
    assert heavy == (codes | {"page-too-heavy"} if folder == "other" else set())
    files["assets/data.js"] = f"/* {noise(330_000)} */".encode()
    assert ("page-too-heavy", f"{folder}/index.html") in found(put(site, files))


# Harmless variants of the above.
HARMLESS = [
    ('href="#f1"', 'href="?cities=a#f1"'),
    ('href="#f1"', 'href="index.html?cities=a#f1"'),
    ('href="#f1"', 'href="#top"'),
    ('href="#f1"', 'href="#f%31:~:text=Bars"'),
    ('href="#f1"', 'href="#f1:~:text=Bars"'),
    ('href="#f1"', f'href="{SITE_URL}cities/"'),
    ('href="#f1"', 'href="mailto:a@b.example"'),
    ("#123456", "#123456; fill: url(#f1)"),
    ("</body>", "<!-- <h1>no</h1> --></body>"),
    ("</body>", "<template><p>x</p></template></body>"),
    ('<p data-banner="synthetic">', '<p class="banner synthetic">'),
    ("<title>Dots</title>", '<title>Dots</title><path d="M0 0"><title>one</title></path>'),
    ('<svg role="img"><title>Dots</title>', '<svg role="img" aria-hidden="true">'),
    ("</body>", '<img alt="" loading="lazy" src="../../favicon.svg"></body>'),
    ("</body>", '<script type="application/ld+json">{"@context": "https://schema.org"}</script></body>'),
]


@pytest.mark.parametrize(("old", "new"), HARMLESS)
def test_valid_pages_have_no_finding(site, old, new):
    files = clean_files()
    text = files[PUNE].decode()
    assert old in text
    files[PUNE] = text.replace(old, new, 1).encode()
    assert found(put(site, files)) == []


def test_a_script_in_the_page_needs_its_hash_in_the_policy(site):
    files, script = clean_files(), "let x = '<b>';"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = files[PUNE].decode().replace("</body>", f"<script>{script}</script></body>")
    files[PUNE] = text.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'").encode()
    assert found(put(site, files)) == []
    files[PUNE] = files[PUNE].replace(b"let x", b"let y")
    assert found(put(site, files)) == [("inline-script", PUNE)]


def spoil_json(files, path, change):
    body = json.loads(files[path])
    change(body)
    files[path] = json.dumps(body).encode()


def spoil_text(path, old, new):
    def spoil(files):
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)

    return spoil


IN_FILES = {
    "release-invalid": lambda files: spoil_json(files, "data/release.json", lambda body: body.update(label="changed")),
    "release-missing": lambda files: files.pop("data/release.json"),
    "json-broken": lambda files: files.update({"cities/pune-maharashtra/city.json": b"{"}),
    "datapackage": lambda files: files.pop("data/segments.csv"),
    "nojekyll-missing": lambda files: files.pop(".nojekyll"),
    "page-missing": lambda files: files.pop("404.html"),
    "private-file": lambda files: files.update({"data/history.json": b"{}"}),
    "sitemap-entry": lambda files: files.pop(PUNE),
    "sitemap-page": lambda files: files.update({"extra/index.html": page("extra/index.html", "x", sample_release())}),
    "encoding": lambda files: files.update({PUNE: files[PUNE] + b"\xff"}),
    "picture-too-heavy": lambda files: files.update({"card.png": picture() + bytes(300_000)}),
    "picture-size": lambda files: files.update({"card.png": picture(600)}),
    "plotly-too-heavy": lambda files: files.update({"assets/plotly-1.min.js": noise(800_000).encode()}),
    "csv-broken": spoil_text("data/cities.csv", b"pune-maharashtra,city,", b"pune-maharashtra,"),
    "link-leaves": spoil_text("404.html", b'"/base/index.html"', b'"/index.html"'),
    "broken-link": spoil_text("404.html", b'"/base/index.html"', b'"/base/indx.html"'),
    "third-party": lambda files: files.update({"assets/a.css": b"@font-face { src: url(//fonts.example/a.woff2) }"}),
}


@pytest.mark.parametrize("code", IN_FILES)
def test_a_defect_in_the_files_is_found(site, code):
    files = clean_files()
    IN_FILES[code](files)
    assert code in codes(put(site, files))


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("resources"),
        lambda body: body["resources"].append({"name": "x"}),
        lambda body: body["resources"].append({"path": ["cities.csv", "none.csv"]}),
        lambda body: body["resources"][0].update(bytes=1),
    ],
)
def test_a_data_package_is_read(site, change):
    files = clean_files()
    spoil_json(files, "data/datapackage.json", change)
    assert found(put(site, files)) == [("datapackage", "data/datapackage.json")]


def test_the_marker(site):
    put(site, clean_files())
    (site / ".atlas-site").write_text('{"schema": 1, "release": "other"}')
    assert codes(site) == {"marker-stale"}
    (site / ".atlas-site").unlink()
    assert codes(site) == {"marker-missing"}


def test_links_on_the_disk_are_found_and_not_followed(site, tmp_path):
    put(site, clean_files())
    (tmp_path / "C1234567.txt").write_text("C1234567")
    (site / "link.txt").symlink_to(tmp_path / "C1234567.txt")
    assert found(site) == [("symlink", "link.txt")]


def test_foreign_entries_at_the_top_are_not_read(site):
    put(site, clean_files())
    (site / ".git").mkdir()
    (site / ".git" / "C1234567.html").write_text("C1234567")
    assert found(site) == []


def test_a_site_over_the_limit(site):
    put(site, clean_files())
    with (site / "assets" / "big.bin").open("wb") as stream:
        stream.write(b"\x1f\x8b\x08broken")
        stream.truncate(1_000_000_001)
    report = check_site(site)
    assert [finding.code for finding in report.warnings] == ["site-too-large"]
    assert [finding.code for finding in report.findings] == ["file-unread"]


def test_pages_that_ask_not_to_be_indexed_may_share_a_title_and_stay_out_of_the_sitemap(site):
    files = clean_files()
    for name in ("gone-a", "gone-b"):
        path = f"cities/{name}/index.html"
        text = page(path, "No longer published", sample_release()).decode()
        files[path] = text.replace("<title>", '<meta name="robots" content="noindex"><title>', 1).encode()
    assert found(put(site, files)) == []
    entry = f"<url><loc>{SITE_URL}cities/gone-a/</loc></url></urlset>".encode()
    files["sitemap.xml"] = files["sitemap.xml"].replace(b"</urlset>", entry)
    assert found(put(site, files)) == [("sitemap-entry", "sitemap.xml")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<p data-banner="internal">Not for the public.</p>', "", "banner-missing"),
        ('content="noindex"', 'content="index"', "noindex-missing"),
    ],
)
def test_internal_pages_need_their_banner(site, old, new, code):
    files = clean_files(INTERNAL)
    files[PUNE] = files[PUNE].decode().replace(old, new).encode()
    assert found(put(site, files), internal=True) == [(code, PUNE)]


def test_a_site_without_a_known_address_needs_no_canonical_links(site):
    files = clean_files()
    del files["sitemap.xml"]
    for path, data in files.items():
        if path.endswith(".html"):
            text = re.sub(r"<link rel=.canonical.*", "", data.decode())
            files[path] = text.replace("/base/", "").encode() if path == "404.html" else text.encode()
    assert found(put(site, files)) == []


def test_a_missing_folder(site):
    with pytest.raises(UsageError, match="no such folder"):
        check_site(site)


def test_an_empty_folder_is_no_site(site):
    site.mkdir()
    assert {"release-missing", "marker-missing", "page-missing", "nojekyll-missing"} == codes(site)


def test_the_report_for_people(site):
    files = clean_files()
    assert check_site(put(site, files)).lines()[-1] == "No defects found: 25 pages, 0.1 MB."
    for path in files:
        if path.startswith("cities/") and path.endswith("/index.html"):
            files[path] = files[path].replace(b'lang="en"', b"")
    report = check_site(put(site, files))
    lines = report.lines()
    assert lines[0].split() == ["kind", "of", "page", "pages", "median", "kB", "max", "kB", "requests"]
    assert lines[1].split()[0] == "cities"
    city = next(row for row in report.weights if row.kind == "city")
    sizes = [len(gzip.compress(data)) for path, data in files.items() if kind_of(path) == "city" and "html" in path]
    assert city.pages == 22
    assert city.requests == 2
    assert abs(city.largest - max(sizes) - len(gzip.compress(files["assets/atlas.js"]))) < 20
    assert sum(line.startswith("lang-missing: cities/") for line in lines) == 5
    assert "lang-missing: and 18 more" in lines
    assert lines[-1] == "23 defects found: 25 pages, 0.1 MB."


def test_kinds_of_pages():
    kinds = {
        "index.html": "overview",
        "404.html": "404",
        "cities/index.html": "cities",
        "cities/x/index.html": "city",
        "segments/a/index.html": "segment",
        "summary/index.html": "summary",
    }
    assert {path: kind_of(path) for path in kinds} == kinds


def test_the_same_site_gives_the_same_report(site):
    files = clean_files()
    files[PUNE] = files[PUNE].replace(b"<h1 ", b"<h2 ")
    put(site, files)
    assert check_site(site) == check_site(site)


def test_the_release_of_the_site_is_checked_against_its_marker(site):
    files = clean_files()
    release = dataclasses.replace(sample_release(), label="Other")
    files["data/release.json"] = dump(release).encode()
    put(site, files)
    assert content_hash(release) in (site / ".atlas-site").read_text()
    assert found(site) == []


def test_kept_files_are_searched_for_leaks_only(site):
    put(site, clean_files("full"))
    (site / "CNAME").write_text("atlas.example.org\n")
    (site / "google1234.html").write_text("google-site-verification: google1234.html")
    (site / "own").mkdir()
    (site / "own" / "paper.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40)
    (site / "own" / "table.json").write_text("{broken")
    assert {path for _, path in found(site)} == {"google1234.html", "own/table.json"}
    keep = ("CNAME", "google*.html", "own")
    assert found(site, keep=keep) == []
    (site / "own" / "list.txt").write_text("C1234567 is a customer\n")
    (site / "own" / "run.json").write_text("{}")
    assert found(site, keep=keep) == [("leak-pattern", "own/list.txt"), ("private-file", "own/run.json")]
