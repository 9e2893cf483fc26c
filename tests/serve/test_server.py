"""The page as the development server changes it."""

import pytest

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
