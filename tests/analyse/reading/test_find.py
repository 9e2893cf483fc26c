"""Which files lie behind a name: what is ours or of another kind is passed over aloud, or refused with a way out."""

import os
import shlex
from pathlib import Path

import pytest

from generator.analyse.reading.find import find
from generator.errors import SourceError
from generator.files.run_paths import source_files
from tests.support.banks import AS_IS, analysed, bank, put, text

ROWS = bank(1_000)


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        put(folder / name, "*\n" if name.endswith(".gitignore") else "x")
    return folder


SITE = ("site/.atlas-site", "site/downloads/pune.csv")
RECORDS = ("build/.gitignore", "build/rejected.csv", "build/cards/a.csv")


class TestOutputOfOurs:
    def test_it_is_passed_over_inside_a_folder_with_a_note(self, tmp_path: Path) -> None:
        make(tmp_path, "a.csv", "sub/b.csv", *SITE, *(f"sub/{name}" for name in RECORDS))
        found = find(str(tmp_path))
        assert found.files == (tmp_path / "a.csv", tmp_path / "sub/b.csv")
        assert found.notes == (
            f"{tmp_path}/site holds a site, not transactions: passed over.",
            f"{tmp_path}/sub/build holds records of earlier runs, not transactions: passed over.",
        )

    def test_so_it_is_where_a_pattern_finds_it(self, tmp_path: Path) -> None:
        make(tmp_path, "a.csv", *SITE)
        found = find(f"{tmp_path}/**/*.csv")
        assert found.files == (tmp_path / "a.csv",)
        assert found.notes == (f"{tmp_path}/site holds a site, not transactions: passed over.",)
        with pytest.raises(SourceError, match="holds a site, not transactions"):
            find(f"{tmp_path}/site/*/*.csv")

    @pytest.mark.parametrize("names", [SITE[1:], RECORDS[1:], (RECORDS[0], "build/a.csv")])
    def test_a_folder_of_that_name_alone_is_none(self, tmp_path: Path, names: tuple[str, ...]) -> None:
        found = find(str(make(tmp_path, *names)))
        assert len(found.files) == sum(name.endswith(".csv") for name in names)
        assert found.notes == ()

    def test_a_build_in_the_folder_of_the_transactions_reads_them_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alone = analysed(put(tmp_path / "bank.csv", text(ROWS)), AS_IS)
        make(tmp_path, *SITE, *RECORDS)
        (tmp_path / "bank.csv").rename(tmp_path / "a.csv")
        run = analysed(tmp_path, AS_IS)
        assert run.text == alone.text
        assert [note for note in run.notices if "passed over" in note] == list(find(str(tmp_path)).notes)
        assert run.notices[2:] == alone.notices
        assert [item.path.name for item in source_files(str(tmp_path))] == [tmp_path.name, "a.csv"]


class TestOtherKinds:
    @pytest.mark.parametrize(
        ("name", "way"),
        [
            ("a.zip", "unzip -p '{path}' | atlas build -"),
            ("A.ZIP", "unzip -p '{path}' | atlas build -"),
            ("a.csv.zip", "unzip -p '{path}' | atlas build -"),
            ("a.xlsx", "Save the sheet as CSV"),
            ("a.xlsx", "read_xlsx('{path}')"),
            ("a.xls", "soffice --headless --convert-to csv '{path}'"),
            ("a.ods", "soffice --headless --convert-to csv '{path}'"),
            ("a.csv.zst", "zstdcat '{path}' | atlas build -"),
            ("a.csv.bz2", "bzcat '{path}' | atlas build -"),
            ("a.tar.gz", "Unpack it into a folder"),
            ("a.jsonl", "read_json('{path}')"),
            ("a.pdf", "Readable endings: .csv"),
        ],
    )
    def test_each_is_refused_with_a_way_out(self, tmp_path: Path, name: str, way: str) -> None:
        path = put(tmp_path / name, "x")
        with pytest.raises(SourceError) as raised:
            find(str(path))
        assert way.format(path=path) in raised.value.format_message()

    def test_a_path_with_quotes_is_one_word_of_the_command(self, tmp_path: Path) -> None:
        path = put(tmp_path / "it's a.zip", "x")
        with pytest.raises(SourceError) as raised:
            find(str(path))
        [line] = [line for line in raised.value.format_message().splitlines() if "atlas build -" in line]
        assert shlex.split(line.partition(": ")[2].partition(" | ")[0]) == ["unzip", "-p", str(path)]

    def test_they_are_noted_inside_a_folder(self, tmp_path: Path) -> None:
        make(tmp_path, "a.csv", "b.zip", "notes.pdf", "_c.zip", "sub/d.xlsx")
        assert find(str(tmp_path)).notes == (
            f"{tmp_path}/b.zip is of a kind that is not read: passed over.",
            f"{tmp_path}/sub/d.xlsx is of a kind that is not read: passed over.",
        )

    def test_a_folder_of_them_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="the folder contains no transactions") as raised:
            find(str(make(tmp_path, "b.zip")))
        assert "b.zip is of a kind that is not read" in raised.value.message


def test_a_link_to_a_folder_is_noted(tmp_path: Path) -> None:
    make(tmp_path, "a/a.csv", "b/b.csv")
    (tmp_path / "a" / "link").symlink_to(tmp_path / "b")
    assert find(str(tmp_path / "a")).notes == (f"{tmp_path}/a/link is a link to a folder: passed over.",)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_a_folder_that_cannot_be_searched_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.csv", "b/b.csv")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("/b"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceError, match="/b: the folder cannot be searched"):
        find(str(tmp_path))
