"""The page as the development server changes it, and the requests that it answers."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from generator.cli import atlas
from generator.serve.hosts import allowed
from generator.serve.preview import running
from generator.serve.server import with_reload


@pytest.mark.parametrize(
    ("policy", "served"),
    [
        ("content=\"script-src 'self'\"", "script-src &#x27;self&#x27;; connect-src &#x27;self&#x27;"),
        ("content=\"default-src 'none';\"", "default-src &#x27;none&#x27;; connect-src &#x27;self&#x27;"),
        ('content="connect-src &#39;none&#39;; img-src data:"', "connect-src &#x27;self&#x27;; img-src data:"),
        ("content='connect-src https://a.example'", "connect-src https://a.example &#x27;self&#x27;"),
        ("content=\"connect-src 'self'\"", "connect-src &#x27;self&#x27;"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_policy_lets_the_script_ask_its_own_host(policy: str, served: str, turned: str) -> None:
    name = 'http-equiv="Content-Security-Policy"'
    meta = f"<meta {policy} {name}>" if turned else f"<meta {name} {policy}>"
    expected = f'<meta content="{served}" {name}>' if turned else f'<meta {name} content="{served}">'
    assert with_reload(f"<head>{meta}</head><body></body>", "/").startswith(f"<head>{expected}</head>")


def test_the_script_stands_at_the_end_of_the_body_and_nothing_else_changes() -> None:
    text = '<head><meta name="description" content="a > b"></head><body><p>x</p></body></html>'
    script = '<script src="/base/__atlas_reload.js"></script>'
    assert with_reload(text, "/base/") == text.replace("</body>", f"{script}</body>")
    assert with_reload("<p>x", "/base/") == f"<p>x{script}"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("unpublished")
    (folder / "404.html").write_text("unpublished too")
    with running(folder, watch=(folder / "atlas.toml",)) as site:
        yield urlsplit(site.url).port or 0


def answer(port: int, request: str) -> str:
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(request.replace("\n", "\r\n").encode())
        return b"".join(iter(lambda: link.recv(65536), b"")).decode()


@pytest.mark.parametrize("path", ["/", "/none", "/__atlas_version", "/__atlas_reload.js"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.1.2.3", ""])
def test_a_request_by_the_name_of_another_site_gets_nothing(port: int, host: str, path: str) -> None:
    """As after DNS rebinding, by which any page could read an unpublished site."""
    for ending in ("", f":{port}"):
        shown = answer(port, f"GET {path} HTTP/1.1\nHost: {host}{ending}\nConnection: close\n\n")
        assert shown.startswith("HTTP/1.1 421 ")
        assert "unpublished" not in shown
        assert shown.endswith("\r\n\r\nThis preview answers only to localhost and to the address that it listens on.\n")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("GET / HTTP/1.1\nHost: localhost\nHost: evil.example\n", 421),
        ("GET http://evil.example/ HTTP/1.1\nHost: localhost\n", 421),
        ("GET http://localhost/ HTTP/1.1\nHost: localhost\n", 200),
        ("GET http://[::1 HTTP/1.1\nHost: localhost\n", 400),
        ("GET / HTTP/1.0\n", 200),
        ("GET / HTTP/1.1\nHost: LocalHost.:80\n", 200),
    ],
)
def test_every_name_in_a_request_counts(port: int, request_: str, status: int) -> None:
    assert answer(port, f"{request_}Connection: close\n\n").startswith(f"HTTP/1.1 {status} ")


@pytest.mark.parametrize(
    ("host", "listens", "bound", "answered"),
    [
        ("localhost", "127.0.0.1", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1:", "127.0.0.1", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", "127.0.0.1", True),
        ("[0:0:0:0:0:0:0:1]", "::1", "::1", True),
        ("192.168.1.7:8000", "192.168.1.7", "192.168.1.7", True),
        ("192.168.1.7:8000", "0.0.0.0", "0.0.0.0", True),
        ("[fd00::7]", "::", "::", True),
        ("192.168.1.7", "127.0.0.1", "127.0.0.1", False),
        ("box.local", "box.local", "192.168.1.7", True),
        ("BOX.local.:80", "box.local", "192.168.1.7", True),
        ("192.168.1.7", "box.local", "192.168.1.7", True),
        ("box.local", "0.0.0.0", "0.0.0.0", False),
        ("x.box.local", "box.local", "192.168.1.7", False),
        ("localhost:80x", "127.0.0.1", "127.0.0.1", False),
        ("user@localhost", "127.0.0.1", "127.0.0.1", False),
        ("localhost evil", "127.0.0.1", "127.0.0.1", False),
        ("::1", "::1", "::1", False),
    ],
)
def test_names_of_this_machine(host: str, listens: str, bound: str, answered: bool) -> None:
    assert allowed(host, listens, bound) == answered


def test_the_host_option_is_where_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("generator.serve.preview.serve", lambda *_, host, **__: asked.append(host))
    for options in ((), ("--host", "box.local")):
        assert CliRunner().invoke(atlas, ["serve", "absent", "--config", "/dev/null", *options]).exit_code == 0
    assert asked == ["127.0.0.1", "box.local"]
