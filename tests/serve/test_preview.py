"""Serving a site: as a web host would, under any base path, with reload, and to a clean end."""

import functools
import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPConnection

import pytest
from jinja2 import TemplateError

from generator.errors import ContentError, UsageError
from generator.serve.preview import _Watcher, running, serve
from generator.serve.server import LiveState
from tests.support.paths import ROOT
from tests.support.waiting import GUARD_SECONDS, wait_for

CSP = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
PAGE = f"<!doctype html><html><head>{CSP}</head><body><h1>Atlas</h1></body></html>"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "work" / "site"
    for path, text in {
        "index.html": PAGE,
        "404.html": "<h1>not here</h1>",
        "cities/pune/index.html": "<h1>Pune</h1>",
        "cities/pune/city.csv": "city,customers\n",
        "assets/atlas.js": "let x;",
        "favicon.svg": "<svg/>",
        "data/release.json": "{}",
        ".git/config": "secret",
        "empty/x.txt": "no index here",
        "a b/ü.txt": "spaced",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "share.png").write_bytes(b"\x89PNG")
    (tmp_path / "work" / "secret.txt").write_text("secret")
    return folder


def get(url, **headers):
    """Return status, headers and body, whatever the status."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=GUARD_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read()


def raw(url, path, method="GET"):
    """Ask for a path as it stands, which urllib would tidy up."""
    host = url.split("/")[2]
    connection = HTTPConnection(host, timeout=GUARD_SECONDS)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("base", ["/", "/some-base/", "some-base", "/a/b/"])
def test_pages_are_served_under_the_base(site, base):
    with running(site, base=base) as server:
        assert server.url.endswith("/" + base.strip("/") + "/" if base.strip("/") else "/")
        for path, words in {"": b"Atlas", "index.html": b"Atlas", "cities/pune/": b"Pune"}.items():
            status, headers, body = get(server.url + path)
            assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert words in body


def test_outside_the_base_there_is_nothing_but_the_way_in(site):
    with running(site, base="/some-base/") as server:
        root = server.url.removesuffix("some-base/")
        assert get(f"{root}index.html")[0] == 404
        assert get(f"{root}some-base-2/index.html")[0] == 404
        for path in ("/", "/some-base", "/some-base?x=1"):
            status, headers, _ = raw(server.url, path)
            assert status == 301
            assert headers["Location"].partition("?")[0] == "/some-base/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("cities/pune/city.csv", "text/csv; charset=utf-8"),
        ("assets/atlas.js", "text/javascript; charset=utf-8"),
        ("favicon.svg", "image/svg+xml"),
        ("data/release.json", "application/json"),
        ("share.png", "image/png"),
        ("a%20b/%C3%BC.txt", "text/plain; charset=utf-8"),
    ],
)
def test_types(site, path, kind):
    with running(site) as server:
        status, headers, _ = get(server.url + path)
    assert (status, headers["Content-Type"]) == (200, kind)


def test_folders_redirect_to_their_slash_and_are_never_listed(site):
    with running(site, base="/b/") as server:
        status, headers, _ = raw(server.url, "/b/cities/pune?x=1")
        assert (status, headers["Location"]) == (301, "/b/cities/pune/?x=1")
        for path in ("empty", "empty/", "cities/", "data/"):
            status, _, body = get(server.url + path)
            assert (status, body) == (404, b"<h1>not here</h1>")


@pytest.mark.parametrize(
    "path",
    [
        "/b/../secret.txt",
        "/b/%2e%2e/secret.txt",
        "/b/..%2fsecret.txt",
        "/b/..%5csecret.txt",
        "/b//etc/passwd",
        "/b/%00",
        "/b/.git/config",
        "/b/./index.html",
        "/b/link/secret.txt",
        pytest.param("/b/" + "x" * 5000, id="long"),
    ],
)
def test_no_path_leads_out(site, path):
    (site / "link").symlink_to(site.parent)
    with running(site, base="/b/") as server:
        status, _, body = raw(server.url, path)
    assert status == 404
    assert b"secret" not in body


def test_unknown_paths_without_a_404_page(site):
    (site / "404.html").unlink()
    with running(site) as server:
        assert get(f"{server.url}nothing")[::2] == (404, b"Not found.\n")


def test_text_is_gzipped_for_those_who_take_it(site):
    with running(site) as server:
        _, headers, body = get(server.url, **{"Accept-Encoding": "gzip, br"})
        assert headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body) == PAGE.encode()
        assert int(headers["Content-Length"]) == len(body)
        _, headers, body = get(f"{server.url}share.png", **{"Accept-Encoding": "gzip"})
        assert headers["Content-Encoding"] is None
        assert body == b"\x89PNG"


def test_head_and_other_methods(site):
    with running(site) as server:
        status, headers, body = raw(server.url, "/index.html", "HEAD")
        assert (status, int(headers["Content-Length"]), body) == (200, len(PAGE), b"")
        assert raw(server.url, "/index.html", "POST")[0] == 501


def test_without_watching_pages_are_served_as_they_are(site):
    with running(site) as server:
        assert get(server.url)[2] == PAGE.encode()
        assert get(f"{server.url}__atlas_version")[0] == 404


def test_a_change_rebuilds_and_tells_the_pages(site, tmp_path):
    source = tmp_path / "content"
    source.mkdir()

    def rebuild():
        (site / "index.html").write_text((source / "page.md").read_text())

    with running(site, base="/b/", rebuild=rebuild, watch=[source, tmp_path / "absent"]) as server:
        page = get(server.url)[2].decode()
        assert '<script src="/b/__atlas_reload.js"></script></body>' in page
        assert "connect-src &#x27;self&#x27;" in page
        status, headers, script = get(f"{server.url}__atlas_reload.js")
        assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
        assert b"location.reload()" in script
        before = get(f"{server.url}__atlas_version")[2]
        (source / "page.md").write_text("<h1>new words</h1>")
        wait_for(lambda: get(f"{server.url}__atlas_version")[2] != before)
        assert b"new words" in get(server.url)[2]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("templates/static/js/atlas.js", True),
        ("templates/static/js/node_modules/esbuild/lib/main.js", False),
        ("templates/__pycache__/x.pyc", False),
        ("work/site/index.html", False),
        ("work/.site.new/index.html", False),
    ],
)
def test_only_changes_of_sources_count(tmp_path, path, counts):
    watcher = _Watcher(tmp_path / "work" / "site", None, (), LiveState())
    assert watcher._counts(None, str(tmp_path / path)) is counts


@pytest.mark.parametrize(
    "error", [ContentError("pages/city.md:3: unknown fact", "Name another."), TemplateError("bad")]
)
def test_a_failed_rebuild_is_printed_and_the_next_one_counts(site, tmp_path, capsys, error):
    source, calls = tmp_path / "content", []
    source.mkdir()

    def rebuild():
        calls.append(1)
        if len(calls) == 1:
            raise error

    with running(site, rebuild=rebuild, watch=[source]) as server:
        before = get(f"{server.url}__atlas_version")[2]
        (source / "a").write_text("1")
        wait_for(lambda: "Not rebuilt: " in capsys.readouterr().err)
        assert get(server.url)[0] == 200
        (source / "a").write_text("2")
        wait_for(lambda: get(f"{server.url}__atlas_version")[2] != before)
        # The failed one gave the pages no new version: this is the first.
        assert get(f"{server.url}__atlas_version")[2] == before.removesuffix(b"0") + b"1"


@pytest.mark.slow
def test_changes_of_the_site_itself_do_not_count(site):
    """Watching the folder that holds the site must not build for ever."""
    calls = []
    with running(site, rebuild=lambda: calls.append(1), watch=[site.parent]):
        (site / "index.html").write_text("x")
        (site.parent / ".site.new-1-ab").mkdir()
        (site.parent / ".site.new-1-ab" / "x").write_text("x")
        # Longer than the watcher waits for more changes; a slow machine makes this weaker, never wrong.
        time.sleep(1)
        assert calls == []
        (site.parent / "source.md").write_text("x")
        wait_for(lambda: calls)


def test_an_unexpected_error_of_a_rebuild_ends_the_server(site, tmp_path):
    source = tmp_path / "content"
    source.mkdir()

    def rebuild():
        raise ZeroDivisionError

    ended = threading.Event()

    def change():
        """Write until it is seen: the watch begins at some moment."""
        while not ended.wait(0.2):
            (source / "a").write_text(str(time.monotonic()))

    writer = threading.Thread(target=change)
    writer.start()
    try:
        with pytest.raises(ZeroDivisionError):
            serve(site, port=0, rebuild=rebuild, watch=[source])
    finally:
        ended.set()
        writer.join()


def test_a_port_in_use_is_one_clear_message(site):
    with running(site) as server:
        port = int(server.url.split(":")[2].strip("/"))
        with pytest.raises(UsageError, match=f"port {port}: Address already in use") as caught:
            serve(site, port=port)
    assert "--port" in caught.value.format_message()


@pytest.mark.parametrize(
    ("words", "match"), [({"port": 70000}, "not a port"), ({"host": "no.such.host.invalid"}, "Cannot")]
)
def test_an_address_that_does_not_exist(site, words, match):
    with pytest.raises(UsageError, match=match):
        serve(site, **words)


def test_no_site(tmp_path):
    with pytest.raises(UsageError, match="no site to serve"):
        serve(tmp_path)


def test_the_port_is_free_again_although_a_browser_keeps_its_connection(site):
    threads = threading.active_count()
    with running(site) as server:
        host, port = "127.0.0.1", int(server.url.split(":")[2].strip("/"))
        idle = HTTPConnection(host, port, timeout=GUARD_SECONDS)
        idle.request("GET", "/")
        idle.getresponse().read()
    idle.close()
    assert threading.active_count() == threads
    with socket.socket() as probe:
        assert probe.connect_ex((host, port)) != 0


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_ends_it_at_once_and_quietly(site, tmp_path):
    code = "import sys; from pathlib import Path; from generator.serve.preview import serve"
    code += "; serve(Path(sys.argv[1]), port=0, watch=[Path(sys.argv[2])])"
    command = [sys.executable, "-W", "error", "-u", "-c", code, site, tmp_path]
    # A job in the background is started with Ctrl-C ignored, and would hand that on.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed,  # noqa: PLW1509
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline().startswith("Serving ")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=GUARD_SECONDS)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "Stopped.\n", "")


@pytest.mark.browser
def test_an_open_page_reloads_in_a_browser_under_its_strict_policy(site, tmp_path, browser):
    source = tmp_path / "content"
    source.mkdir()

    def rebuild():
        (site / "index.html").write_text(PAGE.replace("Atlas", (source / "a").read_text()))

    with running(site, base="/some-base/", rebuild=rebuild, watch=[source]) as server:
        context = browser.new_context()
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        with page.expect_response("**/__atlas_version"):
            page.goto(server.url)
        (source / "a").write_text("New words")
        page.get_by_role("heading", name="New words").wait_for()
        context.close()
    assert [text for text in complaints if "Security Policy" in text] == []


def test_a_site_that_another_build_made_anew_reloads_open_pages_and_is_not_rebuilt(site, tmp_path):
    calls = []
    (site / ".atlas-site").write_text("{}")
    with running(site, rebuild=lambda: calls.append(1), watch=[tmp_path / "absent"]) as server:
        before = get(f"{server.url}__atlas_version")[2]
        (site / ".atlas-site").write_text('{"release": "new"}')
        wait_for(lambda: get(f"{server.url}__atlas_version")[2] != before)
    assert calls == []


def test_a_file_is_watched_before_it_exists_and_after_an_editor_replaced_it(site, tmp_path):
    calls: list[int] = []
    file, folder = tmp_path / "atlas.toml", tmp_path / "content"
    folder.mkdir()

    def seen(number: int) -> bool:
        return len(calls) == number

    with running(site, rebuild=lambda: calls.append(1), watch=[file, folder]):
        for number, text in enumerate(("a", "ab", "abc"), 1):
            draft = tmp_path / "draft"
            draft.write_text(text)
            draft.replace(file)
            wait_for(functools.partial(seen, number))


def test_a_rebuild_may_name_other_sources_and_a_folder_may_come_later(site, tmp_path):
    calls, first, second = [], tmp_path / "first", tmp_path / "second"

    def rebuild():
        calls.append(1)
        return [second]

    def written(folder):
        """Write until it is seen: a moment passes before a folder is watched."""
        (folder / "a").write_text(str(time.monotonic()))
        return len(calls) > before

    with running(site, rebuild=rebuild, watch=[first]):
        second.mkdir()
        first.mkdir()
        wait_for(lambda: len(calls) == 1)
        before = len(calls)
        wait_for(lambda: written(second))
