"""Writing a site: completely or not at all, and without losing foreign files."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.publish.output import exchange as output_exchange
from generator.publish.output import swap as output_swap
from generator.publish.output.swap import MARKER, mend
from generator.publish.output.writer import write_site
from tests.support.paths import ROOT

OLD = (("index.html", b"old"), ("about/index.html", b"old about"), (".nojekyll", b""))
NEW = (("index.html", b"new"), ("cities/pune/index.html", b"pune"), ("zebra.txt", b"z"), (".nojekyll", b""))


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def without_marker(folder):
    return {path: data for path, data in tree(folder).items() if path != MARKER}


def hidden(place):
    return [path.name for path in place.iterdir() if path.name.startswith(".site.")]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "work" / "site"


def test_a_new_folder_is_created_and_filled(out):
    report = write_site(iter(NEW), out)
    assert without_marker(out) == dict(NEW)
    assert report.files == 5
    assert report.bytes == sum(len(data) for data in tree(out).values())
    assert report.folder == out.resolve()
    assert hidden(out.parent) == []


@pytest.fixture(params=["exchange", "moves"])
def way(request, monkeypatch):
    """Both ways to put the new files in place: one call, and one move for each entry."""
    if request.param == "exchange":
        needs_exchange()
    else:
        monkeypatch.setattr("generator.publish.output.swap.exchanged", lambda *_: False)
    return request.param


def needs_exchange():
    if not sys.platform.startswith(("linux", "darwin")):
        pytest.skip("this system cannot exchange two folders")


def test_old_pages_are_removed(out, way):
    write_site(OLD, out)
    inode = out.stat().st_ino
    write_site(NEW, out)
    assert (out.stat().st_ino == inode) == (way == "moves")
    assert without_marker(out) == dict(NEW)
    assert hidden(out.parent) == hidden(out) == []


def test_a_site_is_whole_at_any_moment_where_the_system_can_exchange_folders(out, monkeypatch):
    """Only one call changes the site, so a run that is killed before or after it leaves a whole one."""
    needs_exchange()
    write_site(OLD, out)
    (out / ".git").mkdir()
    calls = []

    def no_move(self, target):
        inside = Path(self).parent == out or Path(target).parent == out
        assert not inside or Path(self).name == ".git", self
        return plain(self, target)

    def counting(one, other):
        calls.append((one, without_marker(one)))
        done = swap(one, other)
        calls.append((one, without_marker(one)))
        return done

    plain, swap = Path.rename, output_exchange.exchanged
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", no_move)
        patch.setattr(output_swap, "exchanged", counting)
        # The first move tests whether the site is a mount point.
        patch.setattr(
            output_swap.Run, "start", classmethod(lambda cls, folder: started(cls(folder, folder.parent, "1-a")))
        )
        write_site(NEW, out)
    assert calls == [(out, dict(OLD)), (out, dict(NEW))]
    assert (out / ".git").is_dir()


def started(run):
    run.new.mkdir()
    return run


def test_permissions_of_the_folder_stay(out, way):
    write_site(OLD, out)
    out.chmod(0o2750)
    write_site(NEW, out)
    assert out.stat().st_mode & 0o7777 == 0o2750


@pytest.mark.parametrize("found", ["mount", "owner", "call", "protected"])
def test_folders_that_cannot_be_exchanged_safely_are_filled_by_moves(out, tmp_path, monkeypatch, found):
    write_site(OLD, out)
    inode, access = out.stat().st_ino, os.access
    if found == "mount":
        point = os.fsencode(out / "a b").replace(b" ", b"\\040")
        mounts = tmp_path / "mountinfo"
        mounts.write_bytes(b"36 35 98:0 / / rw\n37 36 98:0 / " + point + b" rw\n")
        monkeypatch.setattr(output_exchange, "_MOUNTS", mounts)
    elif found == "owner":
        monkeypatch.setattr(output_exchange, "_owner", lambda stat: stat.st_ino)
    elif found == "call":
        monkeypatch.setattr(output_exchange, "_exchange", lambda *_: errno.EINVAL)
    else:
        monkeypatch.setattr(
            os, "access", lambda path, mode: access(path, mode) and not (path == out and mode == os.W_OK)
        )
    write_site(NEW, out)
    assert out.stat().st_ino == inode
    assert without_marker(out) == dict(NEW)
    assert hidden(out.parent) == hidden(out) == []


def test_a_disk_that_fails_during_the_exchange_keeps_the_old_site(out, monkeypatch):
    write_site(OLD, out)
    before = tree(out)
    monkeypatch.setattr(output_exchange, "_exchange", lambda *_: errno.EIO)
    with pytest.raises(OutputError, match="Input/output error"):
        write_site(NEW, out)
    assert tree(out) == before
    assert hidden(out.parent) == []


def test_foreign_dotfiles_are_kept(out):
    write_site(OLD, out)
    (out / ".gitignore").write_text("*\n")
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_text("ref")
    (out / "about" / ".hidden").write_text("inside the old site")
    write_site([("index.html", b"new")], out)
    assert set(tree(out)) == {".gitignore", ".git/HEAD", "index.html", MARKER}


def test_a_folder_with_dotfiles_only_needs_no_force(out):
    out.mkdir(parents=True)
    (out / ".gitignore").write_text("/*\n!.gitignore\n")
    write_site(NEW, out)
    assert (out / "index.html").read_bytes() == b"new"


def test_a_foreign_folder_is_not_replaced_without_force(out):
    out.mkdir(parents=True)
    (out / "thesis.txt").write_text("three years")
    with pytest.raises(OutputError, match=r"not a site of this tool") as caught:
        write_site(NEW, out)
    assert "--force" in caught.value.format_message()
    assert tree(out) == {"thesis.txt": b"three years"}
    write_site(NEW, out, force=True)
    assert without_marker(out) == dict(NEW)


def test_the_marker_names_the_release_and_holds_no_time(out, tmp_path):
    release = json.dumps({"schema": 1, "content_hash": "abc", "label": "x"}).encode()
    files = (*NEW, ("data/release.json", release))
    write_site(files, out)
    write_site(files, tmp_path / "again")
    stamps = json.loads((out / MARKER).read_bytes())
    assert (stamps["schema"], stamps["release"], len(stamps["files"])) == (1, "abc", 6 * len(tree(out)))
    assert tree(out) == tree(tmp_path / "again")


@pytest.mark.parametrize("release", [b"not json", b"[1]", b"\xff"])
def test_a_broken_release_is_for_check_to_find(out, release):
    write_site([("data/release.json", release)], out)
    stamps = json.loads((out / MARKER).read_bytes())
    assert (stamps["schema"], stamps["release"]) == (None, None)


def put(folder, *paths):
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"mine: {path}")


def test_kept_files_survive(out):
    write_site(OLD, out)
    put(out, "CNAME", "downloads/a/b.pdf", "about/verify.html", "cities/pune/map.pdf")
    (out / "CNAME").chmod(0o640)
    notes: list[str] = []
    keep = ("CNAME", "downloads/", "about/verify.*", "*/pune/*.pdf")
    seen = []
    report = write_site(NEW, out, keep=keep, note=notes.append, inspect=lambda new: seen.append(set(tree(new))))
    mine = {path: f"mine: {path}".encode() for path in ("CNAME", "downloads/a/b.pdf", "about/verify.html")}
    mine["cities/pune/map.pdf"] = b"mine: cities/pune/map.pdf"
    assert without_marker(out) == dict(NEW) | mine
    assert seen == [set(tree(out))]
    assert (report.files, report.bytes) == (len(tree(out)), sum(map(len, tree(out).values())))
    assert (out / "CNAME").stat().st_mode & 0o777 == 0o640
    write_site(OLD, out, keep=keep, note=notes.append)
    assert without_marker(out) == dict(OLD) | mine
    assert notes == []


def test_foreign_files_are_reported_before_they_are_removed(out):
    write_site(OLD, out)
    put(out, *(f"mine/{i}.txt" for i in range(6)), "about/note.txt", "notes.pdf")
    (out / "link").symlink_to("index.html")
    notes: list[tuple[str, bool]] = []

    def note(line):
        notes.append((line, (out / "notes.pdf").exists()))

    write_site(NEW, out, keep=("link",), note=note)
    [(line, was_there)] = notes
    assert was_there
    assert "9 files not written by this tool will be removed: about/note.txt, link, mine/0.txt, mine/1.txt" in line
    assert line.endswith("mine/2.txt and 4 more. Use the setting keep to keep them.")
    assert without_marker(out) == dict(NEW)
    write_site(OLD, out, note=note)
    assert len(notes) == 1


def test_foreign_files_are_reported_for_old_markers_and_foreign_folders(out):
    write_site(OLD, out)
    (out / MARKER).write_text('{"schema": 1, "release": "abc"}\n')
    put(out, "CNAME")
    notes: list[str] = []
    write_site(NEW, out, note=notes.append)
    assert "2 files not written by this tool will be removed: CNAME, about/index.html." in notes[0]
    for broken in ("[]", "{", '{"files": 3}'):
        (out / MARKER).write_text(broken)
        write_site(NEW, out, note=notes.append)
    assert len(notes) == 1


def test_a_failed_build_reports_no_removed_files(out):
    write_site(OLD, out)
    put(out, "notes.pdf")
    notes: list[str] = []
    with pytest.raises(BrokenTemplateError):
        write_site(broken_build(), out, note=notes.append)

    def refuse(_):
        raise OutputError("not this one")

    with pytest.raises(OutputError):
        write_site(NEW, out, inspect=refuse, note=notes.append)
    assert notes == []
    assert (out / "notes.pdf").exists()


@pytest.mark.parametrize("pattern", ["index.html", "*.html", "cities", "cities/", "cities/*/index.*"])
def test_generated_files_cannot_be_kept(out, pattern):
    write_site(OLD, out)
    before = tree(out)
    with pytest.raises(OutputError, match="setting keep"):
        write_site(NEW, out, keep=(pattern,))
    assert tree(out) == before


def test_a_kept_file_in_the_way_of_a_new_one_stops_the_build(out):
    write_site(OLD, out)
    put(out, "Cities", "ZEBRA.txt")
    before = tree(out)
    for name in ("Cities", "ZEBRA.txt"):
        with pytest.raises(OutputError, match=name):
            write_site(NEW, out, keep=(name,))
    assert tree(out) == before


class BrokenTemplateError(Exception):
    pass


def broken_build():
    yield "index.html", b"half"
    raise BrokenTemplateError


def unreadable_template():
    yield "index.html", b"half"
    raise FileNotFoundError("base.html")


def test_a_failed_build_leaves_the_old_site(out):
    write_site(OLD, out)
    before = tree(out)
    with pytest.raises(BrokenTemplateError):
        write_site(broken_build(), out)
    assert tree(out) == before
    assert hidden(out.parent) == []


def test_an_error_of_the_build_is_not_reported_as_a_disk_error(out):
    with pytest.raises(FileNotFoundError, match=r"base\.html"):
        write_site(unreadable_template(), out)


def test_a_failed_first_build_leaves_no_folder(out):
    with pytest.raises(BrokenTemplateError):
        write_site(broken_build(), out)
    assert not out.exists()


def test_a_second_file_at_a_path_stops_the_build(out):
    write_site(OLD, out)
    before = tree(out)
    with pytest.raises(OutputError, match="case only"):
        write_site([("a.html", b""), ("A.html", b"")], out)
    assert tree(out) == before


@pytest.mark.parametrize("path", [MARKER, ".gitignore", ".git/config", ".well-known/x"])
def test_pages_cannot_write_dotfiles_at_the_top(out, path):
    with pytest.raises(OutputError, match=r"begin with a dot|a folder \.git"):
        write_site([(path, b"")], out)


def renames_fail_at(monkeypatch, number):
    """Let all renames pass but the given one."""
    plain, count = Path.rename, iter(range(10_000))

    def rename(self, target):
        if next(count) == number:
            raise OSError(errno.EIO, "Input/output error")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", rename)


# Renames 0 and 1 probe the file system; if 0 fails, the new files are written inside the folder.
@pytest.mark.parametrize("number", range(1, 12))
def test_a_failed_swap_restores_the_old_site(out, monkeypatch, number):
    monkeypatch.setattr(output_swap, "exchanged", lambda *_: False)
    write_site(OLD, out)
    (out / ".keep").write_text("mine")
    before = tree(out)
    with monkeypatch.context() as patch:
        renames_fail_at(patch, number)
        with pytest.raises(OutputError, match=r"cannot be written: Input/output error"):
            write_site(NEW, out)
    assert tree(out) == before
    assert hidden(out.parent) == []
    write_site(NEW, out)
    assert without_marker(out) == {**dict(NEW), ".keep": b"mine"}


KILLED = """
import os, sys
from pathlib import Path
from generator.publish.output import swap
from generator.publish.output.writer import write_site

sys.path.insert(0, "tests")
from tests.publish.output import test_writer as me

number, out = int(sys.argv[1]), Path(sys.argv[2])
plain = {name: getattr(Path, name) for name in ("rename", "rmdir", "mkdir", "unlink")}
count = iter(range(10_000))

def deadly(name):
    def act(self, *args, **kwargs):
        if ".site." in str(self) or str(out) in str(self):
            if next(count) == number:
                os._exit(9)
        return plain[name](self, *args, **kwargs)
    return act

for name in plain:
    setattr(Path, name, deadly(name))

def exchanged(one, other):
    if next(count) == number:
        os._exit(9)
    done = sys.argv[4] == "exchange" and exchange(one, other)
    if next(count) == number:
        os._exit(9)
    return done

exchange, swap.exchanged = swap.exchanged, exchanged
if sys.argv[3] == "build":
    write_site(me.NEW, out)
else:
    try:
        write_site(me.broken_build(), out)
    except me.BrokenTemplateError:
        pass
"""


def kill_at(number, out, what, way="moves"):
    """Run a build that is killed at the given disk operation; return whether it was."""
    command = [sys.executable, "-c", KILLED, str(number), str(out), what, way]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 9


@pytest.mark.slow
def test_a_killed_swap_is_undone_even_if_recovery_is_interrupted(out, way):
    """The build is killed at each of its steps; so is the recovering run, at a later step each time."""
    number, killed = 2, True
    while killed:
        write_site(OLD, out, force=True)
        (out / ".git").mkdir(exist_ok=True)
        (out / ".git" / "HEAD").write_text("ref")
        before = tree(out)
        killed = kill_at(number, out, "build", way)
        if killed:
            if way == "exchange":
                assert without_git(out) in (without_git(before), new_tree(out)), number
            kill_at(number % 5 + 1, out, "recover")
            if number % 2:
                with pytest.raises(BrokenTemplateError):
                    write_site(broken_build(), out)
            else:
                mend(out)
            assert without_git(out) in (without_git(before), new_tree(out)), number
            assert (out / ".git" / "HEAD").read_text() == "ref"
            assert hidden(out.parent) == [], number
        number += 1
    assert number > 8
    assert without_git(out) == new_tree(out)


def without_git(folder):
    files = folder if isinstance(folder, dict) else tree(folder)
    return {path: data for path, data in files.items() if path != ".git/HEAD"}


def new_tree(out):
    return {**dict(NEW), MARKER: (out / MARKER).read_bytes() if (out / MARKER).exists() else b""}


def half_site(out, monkeypatch):
    """Make what a killed run leaves where folders cannot be exchanged; return the old site."""
    write_site(OLD, out)
    before = tree(out)
    with monkeypatch.context() as patch:
        patch.setattr(output_swap, "exchanged", lambda *_: False)
        renames_fail_at(patch, 8)
        patch.setattr("generator.publish.output.writer.recover", lambda _: None)
        with pytest.raises(OutputError):
            write_site(NEW, out)
    assert tree(out) != before
    return before


def test_a_half_site_is_whole_again_before_it_is_read(out, monkeypatch):
    before = half_site(out, monkeypatch)
    assert not (out / MARKER).exists()
    assert mend(out)
    assert tree(out) == before
    assert hidden(out.parent) == []
    assert not mend(out)
    assert not mend(out / "absent")


def test_a_running_build_is_not_disturbed(out):
    write_site(OLD, out)

    def files():
        yield "index.html", b"new"
        assert hidden(out.parent)
        assert not mend(out)
        yield "b.html", b"new"

    write_site(files(), out)
    assert set(tree(out)) == {"index.html", "b.html", MARKER}


def test_a_half_site_that_cannot_be_restored_is_named(out, monkeypatch):
    half_site(out, monkeypatch)
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(errno.EROFS, "Read-only file system")))
    with pytest.raises(OutputError, match=r"interrupted while it replaced the site.*Read-only file system"):
        mend(out)


def test_a_second_build_waits_for_the_end_of_one_that_has_exchanged_the_folders(out, monkeypatch):
    """The lock on the old folder is not enough once the new one has its name."""
    needs_exchange()
    write_site(OLD, out)
    refused = []

    def slow(swapped, folder):
        with pytest.raises(OutputError, match="another build"):
            write_site(NEW, out)
        refused.append((out / "index.html").read_bytes())

    monkeypatch.setattr(output_swap, "_take_back", slow)
    write_site([("index.html", b"first")], out)
    assert b"first" in refused


def test_stale_folders_of_dead_runs_are_removed(out):
    write_site(OLD, out)
    stale = out.parent / ".site.new-999999-abcd"
    (stale / "deep").mkdir(parents=True)
    (stale / "deep" / "x").write_text("x")
    other = out.parent / ".other.new-1-abcd"
    other.mkdir()
    write_site(NEW, out)
    assert not stale.exists()
    assert other.exists()


def test_a_mount_is_filled_from_inside(out, monkeypatch):
    """A rename into a mount point fails across file systems; the new files are then written inside it."""
    write_site(OLD, out)
    plain = Path.rename

    def rename(self, target):
        if (out in self.parents) != (out in Path(target).parents):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    write_site(NEW, out)
    assert without_marker(out) == dict(NEW)
    assert hidden(out) == hidden(out.parent) == []


def test_two_builds_at_once_do_not_mix(out):
    def files():
        yield "index.html", b"first"
        with pytest.raises(OutputError, match="another build"):
            write_site(NEW, out)
        yield "b.html", b"first"

    write_site(files(), out)
    assert set(tree(out)) == {"index.html", "b.html", MARKER}


def test_a_file_is_refused(tmp_path):
    path = tmp_path / "site"
    path.write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        write_site(NEW, path)
    assert path.read_text() == "a file"


def test_a_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_site(NEW, tmp_path / "file" / "site")


def test_a_link_to_itself_is_refused(tmp_path):
    link = tmp_path / "site"
    link.symlink_to(link)
    with pytest.raises(OutputError, match="a link that leads to itself"):
        write_site(NEW, link)
    assert not mend(link)


def test_a_link_to_a_folder_works_and_stays(tmp_path):
    real, link = tmp_path / "disk" / "real", tmp_path / "site"
    real.mkdir(parents=True)
    link.symlink_to(real)
    report = write_site(NEW, link)
    assert link.is_symlink()
    assert report.folder == real
    assert without_marker(real) == dict(NEW)


def test_links_in_the_old_site_are_removed_not_followed(out, tmp_path):
    write_site(OLD, out)
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "gold").write_text("gold")
    (out / "link").symlink_to(treasure)
    write_site(NEW, out)
    assert not (out / "link").exists()
    assert (treasure / "gold").read_text() == "gold"


def test_root_home_and_the_current_folder_are_refused(tmp_path, monkeypatch):
    home, here = tmp_path / "home" / "me", tmp_path / "a" / "b"
    for folder in (home, here):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    for folder in (Path("/"), home, home.parent, Path(), Path(".."), here.parent):
        with pytest.raises(OutputError, match="current or the home folder"):
            write_site(NEW, folder, force=True)
    write_site(NEW, Path("site"))
    assert (here / "site" / "index.html").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_one_clear_message(tmp_path):
    place = tmp_path / "locked"
    place.mkdir()
    place.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="cannot be written: Permission denied"):
            write_site(NEW, place / "site")
    finally:
        place.chmod(0o700)


def test_a_full_disk_is_one_clear_message(out, monkeypatch):
    write_site(OLD, out)
    before = tree(out)
    plain = Path.open

    def full(self, mode="r", *args, **kwargs):
        if mode == "xb":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return plain(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError, match="No space left on device") as caught:
        write_site(NEW, out)
    assert caught.value.exit_code == 8
    assert tree(out) == before
