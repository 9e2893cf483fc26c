"""What a bank's file, a settings file or a command line holds never moves the cursor of whoever reads a message."""

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.release import codec
from generator.unprintable import printable, visible, visible_json
from tests.cli.test_cli import HEAD, ROWS
from tests.support.program import run_atlas
from tests.support.releases import sample_release

pytestmark = pytest.mark.slow

CLEAR, RED = "\x1b[2J", "\x1b[31mRED"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (RED, r"\x1b[31mRED"),
        ("\r\t\b\0\x7f\x9b", r"\r\t\x08\x00\x7f\x9b"),
        ("a\n  b\n", "a\n  b\n"),
        ("\u202eIABMUM", r"\u202eIABMUM"),
        ("\u2028\ufeff\U000e0001", r"\u2028\ufeff\U000e0001"),
        ("\udc9b", r"\udc9b"),
        ("₹\xa05\u202f% मुंबई क्‍ष ₹", "₹\xa05\u202f% मुंबई क्‍ष ₹"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_seen_twice_is_seen_once(text: str) -> None:
    seen = visible(text)
    assert visible(seen) == seen
    assert not [c for c in seen if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c != "\n"]


@given(st.text())
def test_json_means_the_same(text: str) -> None:
    seen = visible_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(seen) == [text]
    assert visible(seen) == seen


def test_a_cell_of_a_table_has_blanks() -> None:
    assert printable("MUM\0BAI\u202e\n") == "MUM BAI  "


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release, and with files whose header, name or settings would clear a screen."""
    folder = tmp_path_factory.mktemp("hostile")
    release = sample_release("full")
    city = replace(release.places[0], name=f"City {RED}")
    codec.write(release, folder / "release.json")
    codec.write(replace(release, label=RED), folder / "label.json")
    codec.write(replace(release, places=(city, *release.places[1:])), folder / "city.json")
    (folder / "header.csv").write_text(f"{RED},CustomerID\n1,2\n")
    (folder / f"{RED}.csv").write_text("a,b\n1,2\n")
    (folder / "rows.csv").write_text(ROWS)
    (folder / "days.csv").write_text(f"{HEAD}\nT1,C1000001,10/01/1994,F,MUMBAI,1,{RED},143207,25\n")
    (folder / "bad.toml").write_text('policy = "\\u001b[31mRED"\nk = "\\u009b31mRED"\n"\\u001b[31mRED" = 1\n')
    (folder / "places.txt").write_text(f"{RED}\nPUNE\n")
    (folder / "words").mkdir()
    (folder / "words" / "site.toml").write_text('[nav]\nsummary = "Summary \\u001b[31mRED {{ customers }}"\n')
    (folder / "own.toml").write_text('content = ["words"]\n')
    return folder


@pytest.mark.parametrize(
    ("args", "seen"),
    [
        # What a file holds is not printed where it is no plain title: it might be a customer's.
        (["build", "header.csv"], "Found: CustomerID, and 1 more."),
        (["build", f"{RED}.csv"], r"\x1b[31mRED"),
        (["build", f"none-{RED}.csv"], r"\x1b[31mRED"),
        (["build", "days.csv"], "They are written as ??99aaaa"),
        (["build", "rows.csv", "--config", "bad.toml"], r"\x1b[31mRED"),
        (["build", "rows.csv", "--set", f"{RED}=1"], r"\x1b[31mRED"),
        (["build", "rows.csv", "--config", RED], r"\x1b[31mRED"),
        (["build", "rows.csv", RED], r"\x1b[31mRED"),
        ([RED], r"\x1b[31mRED"),
        (["demo", "--rows", RED], r"\x1b[31mRED"),
        (["inspect", CLEAR, "--release", "release.json"], r"\x1b[2J"),
        (["inspect", f"city{RED}", "--release", "release.json"], r"\x1b[31mRED"),
        (["inspect", "all", "--release", "city.json", "--json"], "printable characters"),
        (["inspect", "all", "--release", f"{RED}.json"], r"\x1b[31mRED"),
        (["where", CLEAR], r"\x1b[2J"),
        (["where", "Summary", "RED", "--config", "own.toml"], r"\x1b[31mRED"),
        (["facts", CLEAR, "--release", "release.json"], r"\x1b[2J"),
        (["facts", "label", "--release", "label.json"], "printable characters"),
        (["locate", "header.csv", "--column", "x"], "no header row"),
        (["locate", f"{RED}.txt"], r"\x1b[31mRED"),
        (["locate", "places.txt"], " [31mRED"),
        (["check", RED], r"\x1b[31mRED"),
        (["init", f"site-{RED}"], r"\x1b[31mRED"),
    ],
)
def test_no_command_prints_what_a_terminal_would_obey(folder: Path, args: list[str], seen: str) -> None:
    done = run_atlas(folder, *args)
    assert "Traceback" not in done.stderr
    assert seen in done.stdout + done.stderr
    assert not [c for c in done.stdout + done.stderr if unicodedata.category(c) == "Cc" and c != "\n"]


def test_lines_of_a_message_stay_lines(folder: Path) -> None:
    lines = run_atlas(folder, "build", "header.csv", "--quiet").stderr.splitlines()
    assert lines[1] == "Found: CustomerID, and 1 more."
    assert len(lines) == 3
