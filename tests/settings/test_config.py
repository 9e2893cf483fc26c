import json
import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ConfigError
from generator.resources import content_dir, templates_dir
from generator.settings.config import load
from generator.settings.settings import Settings
from generator.settings.source_roles import KAGGLE_COLUMNS, REQUIRED_ROLES, ROLES
from tests.support.banks import PROPERTY

EMPTY = Path(os.devnull)


def failing(*assignments: str, content: str = "", folder: Path | None = None) -> list[str]:
    """Return the lines of the error, one for each thing that is wrong."""
    path = EMPTY
    if folder:
        path = folder / "atlas.toml"
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load(path, assignments)
    head, *lines = error.value.message.splitlines()
    assert head == "The settings cannot be used:"
    return [line.strip() for line in lines]


def test_without_a_file_the_defaults_fit_the_public_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(None)
    assert settings == Settings()
    assert settings.source_columns == KAGGLE_COLUMNS
    assert (settings.threshold, settings.base, settings.policy, settings.k) == (20, 10, "public", "default")
    (tmp_path / "atlas.toml").write_text("seed = 7", encoding="utf-8")
    assert load(None).seed == 7


def test_every_setting_has_help_and_a_default_that_its_check_accepts() -> None:
    for item in fields(Settings):
        if not item.metadata:
            continue
        assert item.metadata["help"].rstrip().endswith((".", '"', ")"))
        value = getattr(Settings(), item.name)
        if item.name in ("customer_key", "features"):
            value = "auto"
        elif isinstance(value, tuple):
            value = list(value)
        assert item.metadata["check"](value) in (getattr(Settings(), item.name), "auto")


def test_a_file_and_assignments_which_win(tmp_path: Path) -> None:
    path = tmp_path / "atlas.toml"
    path.write_bytes(b'\xef\xbb\xbfk = 5\nlabel = "B\xc3\xa4nk"\n[columns]\namount = "Betrag"\nplace = "Ort"\n')
    settings = load(path, ["k=6", 'columns.amount="Summe"', 'site_url = "https://example.org/a"'])
    assert (settings.k, settings.label, settings.base_dir) == ("6", "Bänk", tmp_path)
    assert (settings.source_columns["amount"], settings.source_columns["place"]) == ("Summe", "Ort")
    assert settings.source_columns["date"] == KAGGLE_COLUMNS["date"]
    assert settings.site_url == "https://example.org/a/"


def test_an_empty_name_says_that_there_is_no_such_column() -> None:
    assert "gender" not in load(EMPTY, ['columns.gender=""']).source_columns
    assert failing('columns.amount=""') == ["columns: amount cannot be empty"]


def test_folders_are_looked_up_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "atlas.toml"
    path.write_text('content = ["words"]\ntemplates = ["t"]\nplace_overrides = "places"', encoding="utf-8")
    settings = load(path)
    assert settings.content_dirs == (tmp_path / "words", content_dir())
    assert settings.template_dirs == (tmp_path / "t", templates_dir())
    assert settings.overrides_dir == tmp_path / "places"
    assert load(EMPTY).overrides_dir is None


def test_all_errors_are_told_at_once_each_with_its_key(tmp_path: Path) -> None:
    lines = failing(
        "novalue", "seed=yes", "k=9",
        content='treshold = 5\nthreshold = 9\npolicy = "open"\nlabel = 3\n[columns]\namont = "x"', folder=tmp_path,
    )  # fmt: skip
    starts = [
        "--set novalue", "--set seed=yes", "k = 9", "treshold: no such key; did you mean threshold?", "threshold = 9",
        "policy = 'open'", "label = 3", "columns = ",
    ]  # fmt: skip
    assert len(lines) == len(starts)
    for start in starts:
        assert sum(line.startswith(start) for line in lines) == 1, start


@pytest.mark.parametrize(
    ("assignment", "says"),
    [
        ("k=0", "from 1 to 8"), ("k=true", "from 1 to 8"), ("k=2.5", "from 1 to 8"), ('k="many"', "from 1 to 8"),
        ("threshold=9", "at least 10"), ('threshold="20"', "at least 10"), ("base=7", "must divide"),
        ("base=4", "from 5"),
        ('customer_key="CustomerID"', '"auto" or a list'), ("customer_key=[]", '"auto" or a list'),
        ('customer_key=["a","a"]', '"auto" or a list'), ("customer_key=[1]", "list of texts"),
        ('currency="Rupees"', "ISO 4217"), ('currency=["INR"]', "needs text"), ("currency=1", "needs text"),
        ('locale="xx_YY"', "needs a locale"), ('locale=""', "needs a locale"), ("locale=[]", "needs a locale"),
        ('date_format="%d%d"', "year, month and day"), ('date_format="%Q"', "year, month and day"),
        ('date_format="%"', "year, month and day"), ('date_format="%m%d"', "year, month and day"),
        ('date_order="ydm"', '"dmy", "mdy", "ymd"'), ('birth_date_placeholders=["1/1/1800"]', "dates as year"),
        ('id_patterns=["("]', "not a regular expression"), ('names.z="X"', "no segment has the id z"),
        ('names={a="X", b="x "}', "different names"), ('names.a=""', "none of them empty"),
        ("names=1", "table of texts"),
        ('site_url="example.org"', "full URL"), ("synthetic=1", "true or false"), ("columns=[]", "table of texts"),
        ('columns.sum="x"', "unknown role(s) sum"), ("seed=-1", "from 0"), ("label=2016-08-01", "needs text"),
        ("k.x=1", "from 1 to 8"), ("label.x=1", "needs text"), ("=1", "key=value"), ("k", "key=value"),
        ("label=Bank", 'text needs quotes, such as label="Bank"'), ("label='a", "not TOML"),
        ("base_dir='/'", "no such key"),
        ('customer_key=["direction"]', "cannot identify a customer"),
        ('spend="minus"', '"all", "negative", "positive"'), ("debit=[]", "at least one text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(assignment: str, says: str) -> None:
    [line] = failing(assignment)
    assert says in line


def test_a_direction_column_cannot_be_in_the_key() -> None:
    [line] = failing('columns.direction="DC"', 'customer_key=["CustomerID","DC"]')
    assert line == "customer_key: DC cannot identify a customer"


@pytest.mark.parametrize(
    ("assignment", "name", "value"),
    [
        ("k=3", "k", "3"), ('k="auto"', "k", "auto"), ('customer_key="auto"', "customer_key", ()),
        ('date_format="%d.%m.%Y %H:%M"', "date_format", "%d.%m.%Y %H:%M"), ("threshold=10", "threshold", 10),
        ('currency="EUR"', "currency", "EUR"), ('locale="de_DE"', "locale", "de_DE"),
        ('language="pt-BR"', "language", "pt-BR"), ('language="de"', "language", "de"),
        ('places="as-is"', "places", "as-is"), ('debit="S"', "debit", ("S",)),
        ('birth_date_placeholders="1970-01-01"', "birth_date_placeholders", ("1970-01-01",)),
        ('names.b="Savers"', "names", {"b": "Savers"}),
    ],
)  # fmt: skip
def test_what_is_right_is_taken(assignment: str, name: str, value: object) -> None:
    assert getattr(load(EMPTY, [assignment]), name) == value


@pytest.mark.parametrize(
    ("content", "says"), [(b"k = ", "not valid TOML"), (b"label = '\xff'", "not valid TOML"), (None, "cannot be read")]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "atlas.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=says):
        load(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seed = " + "9" * 6_000, "a number has too many digits"),
        ("keep = " + "[" * 5_000, "nested too deeply|not valid TOML"),
        ("[a" + ".a" * 5_000 + "]", "a: no such key|nested too deeply"),
    ],
)
def test_a_file_beyond_the_limits_of_the_parser_is_no_traceback(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "atlas.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=says):
        load(path)
    key, _, value = text.partition(" = ")
    if value:
        with pytest.raises(ConfigError, match="the value is not TOML"):
            load(EMPTY, [f"{key}={value}"])


@pytest.mark.parametrize(
    "url",
    [
        "https://", "http:///x", "https://a b/", "https://example.org/a b/", 'https://example.org/"', "https://x'y.org/",
        "https://example.org/<script>", "https://example.org/\n/", "https://example.org\n", "https://[::1", "https://[::g]/",
        "https://user@example.org/", "https://example.org:0/", "https://example.org:99999/", "https://example.org:x/",
        "https://-a.org/", "https://a..org/", "https://b.org/?a=1", "https://example.org/#a", "javascript:alert(1)",
        "https://example.org/%zz/", "https://example.org/../x/", "https://example.org\\x", "https://example.org/\u202e/",
        "//example.org/", "HTTPS://example.org/x y",
    ],
)  # fmt: skip
def test_a_url_that_no_browser_would_open_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="full URL"):
        load(EMPTY, [f"site_url={json.dumps(url)}"])


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org", "http://localhost:8000/base/", "https://a-b.example.org/~me/site-1/", "https://[::1]:80/",
        "https://10.0.0.1/x", "https://example.org./a%20b/", "https://xn--bcher-kva.example/",
    ],
)  # fmt: skip
def test_a_url_of_a_folder_is_taken(url: str) -> None:
    assert load(EMPTY, [f'site_url="{url}"']).site_url == url.rstrip("/") + "/"


@pytest.mark.parametrize("key", ["label", "title", "publisher", "contact", "licence", "reference", "names.a"])
@pytest.mark.parametrize("text", ["a\nb", "\x1b[2J", "x" * 300, "\u202eabc", "a\0b"])
def test_texts_of_every_page_are_one_printable_line(key: str, text: str) -> None:
    with pytest.raises(ConfigError, match=r"printable characters|NUL"):
        load(EMPTY, [f"{key}={json.dumps(text)}"])


@pytest.mark.parametrize("key", ["table", "coastline", "model", "place_overrides"])
def test_no_path_holds_the_end_of_a_string(key: str) -> None:
    with pytest.raises(ConfigError, match="NUL"):
        load(EMPTY, [f'{key}="a\\u0000b"'])
    for paths in ("content", "templates", "keep"):
        with pytest.raises(ConfigError, match="NUL"):
            load(EMPTY, [f'{paths}=["a\\u0000b"]'])


TOML_VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.sampled_from(['"x"', '"auto"', '""', "1.5", "2016-08-01", "nan"])).map(
        lambda value: str(value).lower() if isinstance(value, bool) else str(value)
    ),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda items: "[" + ", ".join(items) + "]")
        | inner.map(lambda item: f"{{a = {item}}}")
    ),
    max_leaves=4,
)


@PROPERTY
@given(st.sampled_from([item.name for item in fields(Settings) if item.metadata]), TOML_VALUES)
def test_no_value_of_any_kind_is_a_traceback(key: str, value: str) -> None:
    try:
        load(EMPTY, [f"{key}={value}"])
    except ConfigError as error:
        assert key.split(".", maxsplit=1)[0] in error.message  # noqa: PT017


def test_roles_of_the_public_data_are_roles() -> None:
    assert set(REQUIRED_ROLES) <= set(KAGGLE_COLUMNS) <= set(ROLES)


@pytest.mark.parametrize("name", ["/etc/passwd", "../up", "a/../b", "", "a//b", ".", "C:/x", r"a\\b", r"a\nb"])
def test_keep_takes_paths_inside_the_site_only(name: str) -> None:
    [line] = failing(f'keep=["CNAME", "{name}"]')
    assert "not a path inside the site" in line


def test_keep_is_cname_alone_until_it_is_set() -> None:
    assert Settings().keep == ("CNAME",)
    assert load(EMPTY, ['keep=["a/", "b/*.pdf"]']).keep == ("a/", "b/*.pdf")
