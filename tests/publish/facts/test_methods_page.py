"""The methods page: short enough to be read, with a table of contents, and every limit with its value and source."""

import html
import re
import tomllib

import pytest

from generator.publish.claims import registry
from generator.resources import content_dir
from generator.settings.settings import Settings
from tests.support.releases import KINDS, Kind
from tests.support.shared_sites import sample_files

_MOST_WORDS = 1800
_CONTENTS = re.compile(r"<ul>.*?</ul>", re.DOTALL)
_TABLES = re.compile(r"<(table|figure|script|style|nav)\b.*?</\1>", re.DOTALL)


def main_of(kind: Kind) -> str:
    page = sample_files(kind, Settings(embeds=False, cards=False))["methods/index.html"].decode()
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_short(kind: Kind) -> None:
    text = _TABLES.sub(" ", _CONTENTS.sub(" ", main_of(kind), count=1))
    words = html.unescape(re.sub(r"<[^>]+>", " ", text)).split()
    assert 1000 < len(words) < _MOST_WORDS


def test_its_contents_are_its_headings() -> None:
    main = main_of("full")
    contents = re.search(r"<ul>(.*?)</ul>", main, re.DOTALL)
    assert contents
    listed = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', contents[1])
    headings = re.findall(r'<h([23]) id="([^"]+)">([^<]+)</h\1>', main)
    assert [(id_, text) for id_, text in listed] == [
        (id_, text) for level, id_, text in headings if level == "2" or id_ in {"two-places", "similar-cities"}
    ]


def test_each_limit_has_its_value_and_its_source() -> None:
    rows = tomllib.loads((content_dir() / "site.toml").read_text(encoding="utf-8"))["methods"]["limit"]
    shown = html.unescape(main_of("full"))
    cells = re.findall(r'<tr><th scope="row">([^<]+)</th><td>([^<]+)</td><td>([^<]+)</td></tr>', shown)
    by_name = {name: (value, source) for name, value, source in cells}
    for row in rows.values():
        value, source = by_name[row["name"]]
        assert re.search(r"\d", value)
        assert source == row["source"]
        assert re.search(r"Decision of this (project|release)|Convention|\b(19|20)\d\d\b", source), row


#: Where a limit of a guard is on the table of limits: value of the table by name of the limit.
_LIMITS = {
    "min_n": "100", "claims_n": "100", "intervals_n": "30", "q": "5 %", "points": "5 points",
    "points_alone": "8 points",
    "index_high": "120, 83", "index_low": "120, 83", "ratio": "1.10", "percentiles": "5", "years": "2", "power": "80 %",
    "known": "80 %", "days": "75 %", "lead": "0.05", "kept": "80 %", "unlike": "50 %",
}  # fmt: skip


def test_every_limit_of_a_guard_is_on_the_table() -> None:
    table = html.unescape(main_of("full")).replace("\u00a0", " ")
    names = {name for guard in registry.GUARDS.values() for name in guard.limits}
    assert names <= _LIMITS.keys(), names - _LIMITS.keys()
    assert not [name for name in names if f"<td>{_LIMITS[name]}</td>" not in table]


def test_no_limit_is_typed() -> None:
    text = (content_dir() / "pages" / "methods.md").read_text(encoding="utf-8")
    typed = set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"\{\{.*?\}\}", "", text)))
    # A scale from 0 to 100 with its middle, an example on it, "95 %" and "1 in …".
    assert typed <= {"0", "1", "50", "80", "95", "100"}
