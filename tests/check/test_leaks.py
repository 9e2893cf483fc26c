"""Seeded leaks are found in every encoding, and published values are not reported."""

import base64
import dataclasses
import gzip
import html
import json
import struct
import zlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check import check_site, normalise
from generator.check.leaks import LeakScan, published_names
from generator.check.report import Finding
from generator.check.unwrap import UnreadableError, texts
from tests.support.releases import sample_release
from tests.support.sites import clean_files, put

ID = "C1010011"
NAME = "Navi Kotharpur"
PUNE = "cities/pune-maharashtra/index.html"


class Known:
    """A table of private values, in memory."""

    def __init__(self, *values):
        self.values = {normalise(value) for value in values}
        self.asked = 0
        self.largest = 0

    def find(self, tokens):
        self.asked += 1
        self.largest = max(self.largest, len(tokens))
        assert all(len(token) >= 6 for token in tokens)
        assert not any(token.isdigit() and len(token) < 9 for token in tokens)
        return tokens & self.values


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


def png(*chunks, after=b""):
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, body in (*chunks, (b"IEND", b"")):
        parts.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    return b"".join(parts) + after


def b64(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


SENTENCE = f"Customers such as {ID} from {NAME} bank here."


FILES = {
    "data/extra.csv": f"a,b\n{ID},{NAME}\n".encode(),
    "data/extra.json": json.dumps({ID: NAME}).encode(),
    "assets/search.js": f"register([['{NAME}', '{ID}']]);".encode(),
    "assets/a.css": f"/* {SENTENCE} */".encode(),
    "assets/map.svg": f"<svg><title>{SENTENCE}</title></svg>".encode(),
    "notes.txt": SENTENCE.encode(),
    "wide.txt": SENTENCE.encode("utf-16"),
    "data/extra.csv.gz": gzip.compress(SENTENCE.encode()),
    "data/twice.gz": gzip.compress(gzip.compress(SENTENCE.encode())),
    "data/members.gz": gzip.compress(b"nothing") + gzip.compress(SENTENCE.encode()),
    "share/text.png": png((b"tEXt", b"Title\0" + SENTENCE.encode())),
    "share/ztext.png": png((b"zTXt", b"Title\0\0" + zlib.compress(SENTENCE.encode()))),
    "share/itext.png": png((b"iTXt", b"Title\0\0\0en\0\0" + SENTENCE.encode())),
    "share/iztext.png": png((b"iTXt", b"Title\0\1\0en\0\0" + zlib.compress(SENTENCE.encode()))),
    "share/exif.png": png((b"eXIf", b"\xff\xfe\xfd" + SENTENCE.encode())),
    "share/tail.png": png(after=SENTENCE.encode()),
    "share/other.bin": b"\xff\xfe\xfd\x00" + SENTENCE.encode() + b"\x00\xff",
    f"cities/navi-kotharpur/{ID}.txt": b"",
}


def wrapped_in_page():
    """Return the ways to hide a sentence in a page's HTML."""
    return {
        "plain text": f"<p>{SENTENCE}</p>",
        "comment": f"<!-- {SENTENCE} -->",
        "attribute": f'<p title="{SENTENCE}">x</p>',
        "svg": f"<svg><text x='1'>{SENTENCE}</text></svg>",
        "path data": f'<svg><path d="M0 0" class="{SENTENCE}"/></svg>',
        "json": f"<script type='application/json'>{json.dumps({'a': [SENTENCE]})}</script>",
        "json escapes": "<script type='application/json'>[\""
        + "".join(f"\\u{ord(letter):04x}" for letter in SENTENCE)
        + '"]</script>',
        "entities": "<p>" + "".join(f"&#{ord(letter)};" for letter in SENTENCE) + "</p>",
        "hex entities": "<p>" + "".join(f"&#x{ord(letter):x};" for letter in SENTENCE) + "</p>",
        "double entities": "<p>" + html.escape("".join(f"&#{ord(letter)};" for letter in SENTENCE)) + "</p>",
        "percent": f'<a href="mailto:a@b.example?body={quote(SENTENCE)}">x</a>',
        "all percent": "<p>" + "".join(f"%{byte:02X}" for byte in SENTENCE.encode()) + "</p>",
        "soft hyphens": f"<p>{ID[:3]}&shy;{ID[3:]} Navi Kothar\u200bpur</p>",
        "data address": f'<img alt="" src="data:text/plain;base64,{b64(SENTENCE)}">',
        "data address of a gzip": f'<img alt="" src="data:x/y;base64,{b64(gzip.compress(SENTENCE.encode()))}">',
        "bare base64": f"<p>{b64(SENTENCE)}</p>",
        "base64 in the middle": f"<p>abc{b64(SENTENCE)}</p>",
        "base64 for addresses": f"<p>{base64.urlsafe_b64encode(SENTENCE.encode()).decode()}</p>",
        "base64 twice": f"<p>{b64(b64(SENTENCE))}</p>",
        "png": f'<img alt="" src="data:image/png;base64,{b64(FILES["share/text.png"])}">',
        "slug": f"<p>cities/navi-kotharpur-maharashtra/{ID}/</p>",
        "capitals": f"<p>{ID} NAVI KOTHARPUR</p>",
        "no-break space": f"<p>{ID} Navi&nbsp;Kotharpur</p>",
    }


@pytest.mark.parametrize("way", wrapped_in_page())
def test_a_leak_on_a_page_is_found(site, way):
    files = clean_files()
    files[PUNE] = files[PUNE].replace(b"</body>", wrapped_in_page()[way].encode() + b"</body>")
    put(site, files)
    report = check_site(site, private=Known(ID, NAME))
    messages = [finding.message for finding in report.findings if finding.code == "leak-private"]
    assert [finding.path for finding in report.findings if finding.code == "leak-private"] == [PUNE, PUNE]
    assert not any(ID.lower() in message or "kothar" in message for message in messages)
    patterns = [finding for finding in check_site(site).findings if finding.code == "leak-pattern"]
    assert [finding.path for finding in patterns] == [PUNE]
    assert ID not in patterns[0].message


@pytest.mark.parametrize("path", FILES)
def test_a_leak_in_a_file_is_found(site, path):
    put(site, clean_files() | {path: FILES[path]})
    report = check_site(site, private=Known(ID, NAME))
    leaks = [finding for finding in report.findings if finding.code.startswith("leak")]
    assert [finding.code for finding in leaks] == ["leak-pattern", "leak-private", "leak-private"]
    assert {finding.path for finding in leaks} == {path}


@pytest.mark.parametrize("text", ["XC1010011", "C1010011X", "C12345", "c1010011", "CC1010011", "C10100119é"])
def test_patterns_match_whole_tokens_only(site, text):
    put(site, clean_files() | {"a.txt": text.encode()})
    assert check_site(site).ok


@pytest.mark.parametrize("text", ["(C1010011)", "_C1010011_", "C1010011,", "x-C1010011"])
def test_patterns_match_between_signs(site, text):
    put(site, clean_files() | {"a.txt": text.encode()})
    assert not check_site(site).ok


def test_other_patterns(site):
    put(site, clean_files() | {"a.txt": b"AB-77 or C1010011"})
    assert [f.code for f in check_site(site, id_patterns=(r"AB-\d+", r"ZZ\d+")).findings] == ["leak-pattern"]
    assert check_site(site, id_patterns=()).ok


def test_short_numbers_are_figures_and_not_ids(site):
    put(site, clean_files() | {"a.txt": b"12345678 123456789"})
    known = Known("12345678", "123456789")
    assert [finding.code for finding in check_site(site, private=known).findings] == ["leak-private"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("AB-001234", "x AB-001234."),
        ("550e8400-e29b-41d4-a716-446655440000", "id=550e8400-e29b-41d4-a716-446655440000"),
        ("St. Thomasgarh", "in St. Thomasgarh, there"),
        ("New Town Rajarhatpur East", "at New Town Rajarhatpur East."),
        ("Älvsbypur", "ÄLVSBYPUR"),
        ("कोल्हापूरगाव", "<b>कोल्हापूरगाव</b>"),
    ],
)
def test_values_of_several_parts_are_found(site, value, text):
    put(site, clean_files() | {"a.txt": text.encode()})
    assert [finding.code for finding in check_site(site, private=Known(value)).findings] == ["leak-private"]


@pytest.mark.parametrize("name", ["Maharashtra", "Mumbai", "Navi Mumbai", "New Delhi", "Bengaluru"])
def test_a_name_that_is_published_is_no_leak(site, name):
    """A village may have the name of a state, or of a larger place."""
    release = sample_release()
    published = {normalise(place.name) for place in release.places} | {normalise(p.state) for p in release.places}
    files = clean_files() | {"a.txt": f"{name}, that is {name}".encode()}
    findings = check_site(put(site, files), private=Known(name)).findings
    assert bool(findings) == (normalise(name) not in published)


def test_a_place_of_the_release_below_the_threshold_is_a_leak():
    release = sample_release()
    city = next(place for place in release.places if place.kind == "city")
    assert normalise(city.name) in published_names(release)
    empty = [atom for atom in release.atoms if atom.place != city.id]
    names = published_names(dataclasses.replace(release, atoms=tuple(empty)))
    assert normalise(city.name) not in names


def test_a_large_site_is_searched_in_batches(monkeypatch):
    monkeypatch.setattr("generator.check.leaks._BATCH", 1000)
    known = Known("private42", "private9999")
    scan = LeakScan(known, ())
    findings: list[Finding] = []
    for number in range(100):
        words = " ".join(f"private{number * 100 + i}," for i in range(100))
        findings += scan.add(f"{number}.txt", words.encode())
    findings += scan.finish()
    assert {(finding.code, finding.path) for finding in findings} == {
        ("leak-private", "0.txt"),
        ("leak-private", "99.txt"),
    }
    assert known.asked > 5
    assert known.largest < 1500


def test_archives_too_deep_or_too_large_are_reported_as_unread(site):
    deep = SENTENCE.encode()
    for _ in range(9):
        deep = gzip.compress(deep)
    bomb = gzip.compress(bytes(70_000_000), 9)
    broken = b"\x1f\x8b\x08" + bytes(20)
    put(site, clean_files() | {"deep.gz": deep, "bomb.gz": bomb, "broken.gz": broken})
    findings = {(finding.code, finding.path) for finding in check_site(site).findings}
    assert findings == {("leak-unread", path) for path in ("deep.gz", "bomb.gz", "broken.gz")}


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(data):
    try:
        list(texts(data))
    except UnreadableError:
        assert data.startswith(b"\x1f\x8b\x08") or b"PNG" in data


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_token_is_found_in_any_text(before, after):
    known = Known("Qx7private")
    scan = LeakScan(known, ())
    findings = [*scan.add("a.txt", f"{before} Qx7private {after}".encode("utf-8", "replace")), *scan.finish()]
    assert [finding.code for finding in findings if finding.code != "leak-unread"] == ["leak-private"]


def test_normalise():
    assert normalise(" NAVI-MUMBAI  (East) ") == "navi mumbai east"
    assert normalise("C1010011") == "c1010011"
    assert normalise("ﬁrst Straße") == "first strasse"
