"""No raw location text of the real rows stands anywhere in the site that is made of them."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from generator import pipeline
from generator.analyse.places import load_gazetteer
from generator.settings import config
from tests.support.leaks import leaks, raw_spellings

pytestmark = [pytest.mark.slow, pytest.mark.data]


@pytest.fixture(scope="module")
def site(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leak") / "site"
    settings, clock = config.load(Path("/dev/null"), ["evidence=false", "cards=false"]), pipeline.Clock(lambda _: None)
    with pipeline.analysed(str(real_data), settings, clock) as analysis:
        # The search of the check itself is left out: this one must find a leak without it.
        pipeline.publish(analysis.release, settings, folder, clock)
    return folder


@pytest.fixture(scope="module")
def raw(real_data: Path) -> set[str]:
    with real_data.open(encoding="utf-8-sig", newline="") as file:
        texts = {row["CustLocation"] for row in csv.DictReader(file)}
    return raw_spellings(texts, load_gazetteer("IN"))


def test_no_raw_location_text_is_in_the_site(site: Path, raw: set[str]) -> None:
    assert len(raw) > 700
    assert {"bhawani shankar mumbai", "shilllong"} <= raw
    assert sorted(leaks(site, raw)) == []


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("index.html", "<p>Near {}.</p>"),
        ("index.html", "<p>{}</p>".replace("{}", "Near <b>{}</b>")),
        ("cities/index.html", '<a title="{}">x</a>'),
        ("data/cities.csv", "1,{},2\n"),
        ("cities/mumbai-maharashtra/city.json", None),
        ("assets/some.js", "window.x=['{}'];"),
        ("cities/{}/index.html", "<p></p>"),
    ],
)
def test_a_seeded_one_is_found(site: Path, raw: set[str], tmp_path: Path, name: str, form: str | None) -> None:
    spelling = max((s for s in raw if " " in s and s.replace(" ", "").isalpha()), key=len)
    path = tmp_path / name.format(spelling.replace(" ", "-"))
    path.parent.mkdir(parents=True, exist_ok=True)
    if (site / name).is_file():
        shutil.copy(site / name, path)
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    coded = "".join(f"\\u{ord(c):04x}" for c in spelling)
    seeded = old + form.format(spelling.upper()) if form else json.dumps({"note": 0}).replace("0", f'"{coded}"')
    path.write_text(seeded, encoding="utf-8")
    assert spelling in {found for _, found in leaks(tmp_path, raw)}
