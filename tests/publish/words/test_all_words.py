"""Every word that a page shows comes from `content/`, and every word of `content/` is shown.

The sites here are made of marked words: wide letters, with a sign a key. A plain letter on a page was typed in Python,
in a template or in a script; a key whose sign is on no page of any site has no reader, or is named below.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from generator.analyse.segments import segment_names
from generator.publish.downloads.tables import ALL_COLUMNS
from generator.publish.output.links import DATAPACKAGE
from tests.support.marked_sites import Marked, data_of, marked_sites, seen, strings
from tests.support.marked_words import SIGN, mark, signs_in, wide

pytestmark = pytest.mark.slow

#: Words allowed outside content/: data, and language-independent terms. Each with its reason.
_ALLOWED = (
    (r"\{\{.*?\}\}", "a placeholder that a script fills"),
    (r"https?://[^\s\"<]+|assets/\S+", "an address"),
    (r"\bIndia\b", "the gazetteer's country, which Babel names"),
    (r"\b[a-z-]+(\.schema)?\.(csv|json)\b", "a file name"),
    (r"<[^<>]*>|%\{[^{}]*\}", "marks inside Plotly's hover texts"),
    (r"\b(Aug|Oct|May|Jul)\b", "months, which Babel names in the language of the locale"),
    (rf"\(({'|'.join(ALL_COLUMNS)})\)", "the name of a column in the glossary"),
    (r"\bunder 25\b", "a band of the sample's data"),
)

#: Keys that no sample shows, by pattern, with the condition for showing them.
_SHOWN_WHEN = {
    r"segments\.toml (?!sentences)(?!.*\.rule$).*": "a release is made with them (see the last test but one)",
    r"release\.toml .*": "a release is made with them (see test_customers.py and test_legacy_kpis.py)",
    r"figures\.toml profile\.caption_alone": "no other city has enough customers for the strips",
    r"site\.toml counted\.largest": "there are more cities than a strip has dots",
    r"figures\.toml (all-segments|distribution|spend|evidence)\.title": "no sentence over the figure passes its guard",
    r"figures\.toml treemap\.title_(all|one)": "every customer is in a place with a page, or there is one such place",
    r"figures\.toml map\.(left|smaller)(_one)?": "a place has no coordinates, or there are too many for the map",
    r"figures\.toml draw\.positioning\.numbers\.recency_pct": "a percentile is known and its days are not",
    r"figures\.toml draw\.histogram\.under": "a distribution has no lowest value",
    r"formats\.toml withheld\.absent": "one's own words name the average of what is not in the data",
    r"site\.toml changes\.others_but": "a figure clearly changed in more than one city since an earlier release",
    r"notices\.toml (key_agree|nothing_passes|evidence_unstable)\.text": "the data are so",
    r"phrases\.toml phrases\.untested\.headline": "nothing of a place with enough customers can be compared",
    r"phrases\.toml phrases\.(small|chance)_(share|average)\..*": "a city differs so",
    r"notices\.toml (recency_(of_model|constant)|monetary_dropped|balance_constant)\.text": "the data are so",
    r"site\.toml reading\.recency\.(one_day|one_segment)": "the data are so",
    r"figures\.toml draw\.averages\.typical_balance": "balances are shown by city",
    r"phrases\.toml phrases\.(more|less)_(active|recent)\..*": "a city differs so",
    r"phrases\.toml phrases\.(older|younger)\..*": "a city differs so",
    r"phrases\.toml phrases\.fits_better\.title": "the data are so",
    r"phrases\.toml phrases\.quality_key_auto\.text": "the key was chosen, and no id conflicts",
    r"phrases\.toml alike\.(above|below)\.(recency_pct|transactions)": "cities differ so",
    r"phrases\.toml adjectives\.(over|under)\.[01]\.words": "a segment is so much more, or less, common",
    r"site\.toml imported\.(first|last)_day": "one's own words name the days of an imported table",
    r"site\.toml imported\.days_(counted|expected|with_rows)": "likewise",
    r"site\.toml table\.withheld_short": "the mean spend of a segment of all customers is withheld",
    r"site\.toml counted\..*_(one|zero)": "there is one only, or none",
    r"site\.toml spend\.more": "means of segments, with caps of their own, exceed that of all customers",
    r"site\.toml quality\.kind\.foreign": "customers live in places abroad",
    r"site\.toml reading\.(dates\.(mdy|ymd|count)|part\..*)": "the dates were read so, and cover so many days",
    r"site\.toml cities\.no_state": "some places have a state, and some have none",
}


@cache
def sites() -> Marked:
    return marked_sites()


def typed(text: str, names: re.Pattern[str]) -> list[str]:
    """Return the hard-coded words, except names and allowed ones; a single letter may be a segment code."""
    if not re.search("[A-Za-z]{2}", text):
        return []
    for pattern, _ in _ALLOWED:
        text = re.sub(pattern, " ", text)
    return re.findall(r"[A-Za-z]{2,}", names.sub(" ", text))


def names_of(site: str) -> re.Pattern[str]:
    """Return a pattern for the names of a release's places, also truncated ones."""
    release = sites().releases[site]
    found = {name for place in release.places for name in (place.name, place.state, place.metro, *place.aliases)}
    words = {word for name in found for word in re.findall(r"[A-Za-z]{2,}", name)}
    parts = {word[:n] for word in words for n in range(2, len(word) + 1)}
    return re.compile(rf"\b({'|'.join(sorted(parts, key=len, reverse=True))})(?![a-z])")


def shown(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    if path.endswith(".html"):
        yield from seen(data.decode())
    elif re.match(r"assets/(places|search)-", path):
        yield from strings(data_of(data))
    elif path == DATAPACKAGE:
        yield from (row for row in strings(json.loads(data)) if row[0] in {"title", "description", "unit"})


def test_all_words_on_pages_come_from_content() -> None:
    odd: dict[str, str] = {}
    for site in sites().releases:
        # The same text is on many pages.
        texts: dict[tuple[str, str], str] = {}
        for path in (path for name, path in sites().files if name == site):
            texts |= dict.fromkeys(shown(path, sites().files[site, path]), path)
        names = names_of(site)
        for (where, text), path in texts.items():
            for word in typed(text, names):
                odd.setdefault(f"{where}: {word}", f"{site} {path}: {text[:80]}")
    assert odd == {}


def test_every_text_is_shown_or_has_a_condition() -> None:
    found: set[str] = set().union(*(signs_in(data) for data in sites().files.values()))
    left = {key for sign, key in sites().signs.items() if sign not in found}
    assert {key for key in left if not any(re.fullmatch(pattern, key) for pattern in _SHOWN_WHEN)} == set()
    idle = [pattern for pattern in _SHOWN_WHEN if not any(re.fullmatch(pattern, key) for key in left)]
    assert idle == []


def test_every_segment_name_is_used(tmp_path: Path) -> None:
    signs = mark(tmp_path)
    words = segment_names.load_words([tmp_path])
    levels = (0.9, 0.5, 0.1)
    features = ("frequency", "monetary", "balance", "recency")
    evidence = [{}, *(dict(zip(features, point, strict=True)) for point in product(levels, repeat=4))]
    # Single, then in pairs: segments with the same rule are distinguished by their largest difference, if any.
    found = [segment_names.name_segments([one], words, {}) for one in evidence]
    for measure in (*features, None):
        other = {name: 0.5 - 0.1 * (name == measure) for name in features}
        found += [segment_names.name_segments([dict.fromkeys(other, 0.5), other], words, {})]
    given = set(SIGN.findall("".join(name.name + name.short for names in found for name in names)))
    names = {key for key in signs.values() if key.startswith("segments.toml") and not key.endswith(".rule")}
    names = {key for key in names if not key.startswith("segments.toml sentences.")}
    assert {signs[sign] for sign in given} == names


def test_hard_coded_words_and_unused_keys_are_found() -> None:
    """Shows that the tests above are effective."""
    names = re.compile("Pune")
    page = (
        f'<p title="Typed">{wide("Written")} Pune, 21 Oct <code>code</code><style>x</style></p><p>more {{{{ n }}}}</p>'
    )
    assert [word for _, text in seen(page) for word in typed(text, names)] == ["Typed", "more"]
    assert signs_in("\ue101\ue301 and \\ue102\\ue302".encode()) == {"\ue101\ue301", "\ue102\ue302"}
