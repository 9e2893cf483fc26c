"""atlas.toml and --set → Settings. Every error is reported at once, each with its key.

May import the standard library and Babel's currency list (lazily). Reads one file; writes nothing.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator.errors import ConfigError
from generator.resources import content_dir, templates_dir

#: Roles that a source column can play. The first four are required.
ROLES = (
    "customer",
    "date",
    "amount",
    "place",
    "transaction",
    "time",
    "birth_date",
    "gender",
    "balance",
    "state",
    "direction",
    "currency",
)
REQUIRED_ROLES = ROLES[:4]

KAGGLE_COLUMNS = {
    "transaction": "TransactionID",
    "customer": "CustomerID",
    "birth_date": "CustomerDOB",
    "gender": "CustGender",
    "place": "CustLocation",
    "balance": "CustAccountBalance",
    "date": "TransactionDate",
    "time": "TransactionTime",
    "amount": "TransactionAmount (INR)",
}

FLOOR_THRESHOLD = 10
#: Ids that segments can have, in the order of the site.
SEGMENT_IDS = "abcdefgh"
#: Roles that say how to read a row, not who made it.
_NO_KEY = ("direction", "currency")


def _setting(default: Any, check: Callable[[Any], Any], text: str) -> Any:
    metadata = {"check": check, "help": text}
    if isinstance(default, dict | list):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("needs text in quotes")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("needs true or false")
    return value


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"needs a whole number from {low} to {high}")
        return value

    return check


def _one_of(*choices: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError("needs one of " + ", ".join(f'"{c}"' for c in choices))
        return str(value)

    return check


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('needs a list of texts, such as ["a", "b"]')
    return tuple(value)


def _text_map(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError("needs a table of texts")
    return dict(value)


def _key(value: Any) -> tuple[str, ...]:
    if value == "auto":
        return ()
    names = _texts(value) if not isinstance(value, str) else ()
    if not names or len(set(names)) != len(names):
        raise ValueError('needs "auto" or a list of different column names, such as ["CustomerID"]')
    return names


def _k(value: Any) -> str:
    if value in ("auto", "default"):
        return str(value)
    try:
        return str(_whole(1, 8)(value))
    except ValueError:
        raise ValueError(
            'needs a whole number from 1 to 8, "default" (4, fewer when one is too small) or "auto"'
        ) from None


def _window(value: Any) -> str:
    text = _text(value)
    if text and not re.fullmatch(r"[1-9][0-9]{0,3} (day|week|month|year)s?", text):
        raise ValueError('needs a number and a unit, such as "12 months" or "90 days"')
    return text


def _threshold(value: Any) -> int:
    try:
        return _whole(FLOOR_THRESHOLD, 10_000)(value)
    except ValueError:
        raise ValueError(
            f"needs a whole number of at least {FLOOR_THRESHOLD}; a lower threshold is not safe to publish"
        ) from None


def _columns(value: Any) -> dict[str, str]:
    names = _text_map(value)
    if odd := sorted(set(names) - set(ROLES)):
        raise ValueError(f"unknown role(s) {', '.join(odd)}; the roles are {', '.join(ROLES)}")
    return names


def _date_format(value: Any) -> str:
    pattern = _text(value)
    written = date(2016, 2, 29).strftime(pattern)
    try:
        read = datetime.strptime(written, pattern).date() if pattern else date(2016, 2, 29)  # noqa: DTZ007 - a day, no moment
    except (ValueError, re.error):
        read = None
    if read != date(2016, 2, 29):
        raise ValueError('needs year, month and day, once each, such as "%y%m%d" or "%d.%m.%Y"')
    return pattern


def _iso_dates(value: Any) -> tuple[str, ...]:
    texts = _texts(value)
    try:
        return tuple(date.fromisoformat(text).isoformat() for text in texts)
    except ValueError:
        raise ValueError('needs dates as year, month and day, such as ["1800-01-01"]') from None


def _patterns(value: Any) -> tuple[str, ...]:
    patterns = _texts(value)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a regular expression ({error})") from None
    return patterns


def _names(value: Any) -> dict[str, str]:
    names = _text_map(value)
    if odd := sorted(set(names) - set(SEGMENT_IDS)):
        raise ValueError(f"no segment has the id {', '.join(odd)}; ids are a, b, … in the order of the site")
    folded = {name.strip().casefold() for name in names.values()}
    if len(folded) < len(names) or "" in folded:
        raise ValueError("needs names that are not empty and differ from each other")
    return names


def _site_url(value: Any) -> str:
    url = _text(value)
    if url and not url.startswith(("https://", "http://")):
        raise ValueError('needs a full address, such as "https://example.org/atlas/"')
    return url if not url or url.endswith("/") else url + "/"


def _currency(value: Any) -> str:
    from babel.numbers import list_currencies

    if _text(value) not in list_currencies():
        raise ValueError('needs an ISO 4217 code, such as "INR"')
    return str(value)


def _locale(value: Any) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(_text(value)))
    except (UnknownLocaleError, ValueError):
        raise ValueError('needs a locale, such as "en_IN"') from None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, with the defaults that fit the public Kaggle file. The key in atlas.toml is the field's name."""

    columns: dict[str, str] = _setting(
        {}, _columns, "Which source column plays which role; an empty name says that there is none."
    )
    customer_key: tuple[str, ...] = _setting(
        (),
        _key,
        'Columns that identify a customer, such as ["CustomerID"], or "auto": the customer id, unless its '
        "repeated ids disagree on birth date or gender.",
    )
    date_order: str = _setting(
        "dmy",
        _one_of("dmy", "mdy", "ymd"),
        'Order of day, month and year in dates such as 2/8/16: "dmy", "mdy" or "ymd"; ISO dates are always understood.',
    )
    date_format: str = _setting(
        "", _date_format, 'Exact format of the dates, such as "%y%m%d"; empty: any usual spelling.'
    )
    birth_date_placeholders: tuple[str, ...] = _setting(
        ("1800-01-01",), _iso_dates, "Birth dates (ISO) that mean unknown; so does any year up to 1900."
    )
    decimal: str = _setting(
        "auto", _one_of("auto", ".", ","), 'Decimal mark of amounts and balances: "auto", "." or ",".'
    )
    currency: str = _setting(
        "INR", _currency, "Currency of the amounts (ISO 4217); amounts in another currency are rejected by reason."
    )
    locale: str = _setting("en_IN", _locale, "Locale of numbers and dates on the site.")
    spend: str = _setting(
        "all",
        _one_of("all", "negative", "positive"),
        'Which amounts are spend, when amounts carry a sign: "all", "negative" or "positive".',
    )
    debit: tuple[str, ...] = _setting(
        ("D", "DR", "DEBIT"), _texts, "Values of the direction column (see [columns]) that mean money spent."
    )
    country: str = _setting("IN", _text, "Country of the gazetteer (a file in data/gazetteer).")
    places: str = _setting(
        "gazetteer",
        _one_of("gazetteer", "as-is"),
        'How places are named: "gazetteer", or "as-is", which publishes the place column as it stands: only for clean '
        "columns.",
    )
    place_overrides: str = _setting("", _text, "Folder with place overrides of your own, in the gazetteer's format.")
    metro: str = _setting(
        "separate",
        _one_of("separate", "together"),
        'Cities of one metropolitan area (metros.csv of the gazetteer): "separate" pages that name each other, or '
        '"together", as one place with one page.',
    )
    coastline: str = _setting(
        "", _text, "Your own coastline for the map, in the format of data/coastline; empty: the country's."
    )
    k: str = _setting(
        "default",
        _k,
        'Number of segments: a number from 1 to 8, "default" (4, fewer when the smallest would hold under 5 % of '
        'customers) or "auto".',
    )
    evidence: bool = _setting(
        True, _boolean, "Score k = 2..8 for the methods page, on the data and under independence (a few seconds)."
    )
    model: str = _setting(
        "", _text, "Earlier release whose centres score these data, for comparing months; empty: a new fit."
    )
    window: str = _setting("", _window, 'Cut the input to its last days, such as "12 months" or "90 days".')
    seed: int = _setting(1, _whole(0, 2**31 - 1), "Random seed of the fit.")
    names: dict[str, str] = _setting(
        {}, _names, 'Names of your own, by segment id, such as { a = "Our best" }; the rule stays visible beside them.'
    )
    policy: str = _setting(
        "public",
        _one_of("public", "internal"),
        'Disclosure policy: "public", or "internal": exact figures for a bank\'s own network, marked so, never for the '
        "web.",
    )
    threshold: int = _setting(20, _threshold, "Fewest customers that a published figure may describe; not below 10.")
    base: int = _setting(10, _whole(5, 1000), "Counts are rounded to multiples of this; it must divide the threshold.")
    label: str = _setting("Bank customers", _text, "Name of the data, shown on every page.")
    synthetic: bool = _setting(False, _boolean, "Says on every page that the data are made up.")
    title: str = _setting("Segment Atlas", _text, "Name of the site.")
    publisher: str = _setting("", _text, "Who releases the figures.")
    contact: str = _setting("", _text, "Address for questions.")
    licence: str = _setting("", _text, "Licence of the published figures.")
    reference: str = _setting("all customers", _text, "What the whole is called on the site.")
    site_url: str = _setting(
        "",
        _site_url,
        "Address of the published site; needed for previews, canonical links, QR codes and the sitemap.",
    )
    embeds: bool = _setting(True, _boolean, "Write a page for each figure, for frames on other sites.")
    cards: bool = _setting(True, _boolean, "Draw a picture of each page, for previews of its link in chats.")
    content: tuple[str, ...] = _setting((), _texts, "Folders of words that are looked up before ours.")
    templates: tuple[str, ...] = _setting((), _texts, "Folders of templates that are looked up before ours.")
    id_patterns: tuple[str, ...] = _setting(
        (r"C\d{6,}",), _patterns, "Patterns of private ids that `atlas check` looks for in a finished site."
    )
    engine: str = _setting(
        "duckdb",
        _one_of("duckdb", "spark"),
        'What runs the queries: "duckdb", or "spark" for what one machine cannot hold; both give the same release.',
    )
    master: str = _setting("", _text, "Master URL of a Spark cluster; empty: Spark on this machine.")
    threads: int = _setting(0, _whole(0, 256), "Threads of the engine; 0 uses all.")
    memory_limit: str = _setting("", _text, 'Memory that the engine may use, such as "2GB"; empty: its own default.')
    base_dir: Path = field(default=Path(), metadata={})

    @property
    def content_dirs(self) -> tuple[Path, ...]:
        """Folders of words, the user's first."""
        return (*(self.base_dir / name for name in self.content), content_dir())

    @property
    def template_dirs(self) -> tuple[Path, ...]:
        """Folders of templates, the user's first."""
        return (*(self.base_dir / name for name in self.templates), templates_dir())

    @property
    def overrides_dir(self) -> Path | None:
        """Folder of the user's place overrides."""
        return self.base_dir / self.place_overrides if self.place_overrides else None

    @property
    def source_columns(self) -> dict[str, str]:
        """Source column by role: the Kaggle names, changed by `columns`; roles set to "" are left out."""
        return {role: name for role, name in (KAGGLE_COLUMNS | self.columns).items() if name}


_FIELDS = {item.name: item for item in fields(Settings) if item.metadata}


def load(path: Path | None, assignments: Sequence[str] = ()) -> Settings:
    """Read settings from a file and from `key=value` assignments, which win.

    Args:
        path: atlas.toml, or None to use ./atlas.toml when it exists.
        assignments: Texts such as `k=5` or `columns.amount="Betrag"`; the value is TOML.

    Raises:
        ConfigError: With one line for each thing that is wrong.
    """
    named = path is not None
    path = path or Path("atlas.toml")
    problems: list[str] = []
    values: dict[str, Any] = {}
    if named or path.is_file():
        values = _read(path)
    for text in assignments:
        _assign(values, text, problems)
    settings = _settings(values, path.parent, problems)
    if problems:
        raise ConfigError("The settings cannot be used:\n" + "\n".join(f"  {line}" for line in problems))
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}.") from error


def _assign(values: dict[str, Any], text: str, problems: list[str]) -> None:
    """Apply one `key=value`, with dots for keys of a table."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not equals or not key:
        problems.append(f"--set {text}: needs the form key=value")
        return
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        problems.append(f'--set {text}: the value is not TOML; text needs quotes, such as {key}="{value.strip()}"')
        return
    head, dot, tail = key.partition(".")
    if dot:
        table = values.setdefault(head, {})
        if isinstance(table, dict):
            values[head] = table | {tail: parsed}
            return
    values[key] = parsed


def _settings(values: Mapping[str, Any], base_dir: Path, problems: list[str]) -> Settings:
    checked: dict[str, Any] = {}
    for key, value in values.items():
        if key not in _FIELDS:
            near = difflib.get_close_matches(key, _FIELDS, n=1)
            problems.append(f"{key}: no such key" + (f"; did you mean {near[0]}?" if near else ""))
            continue
        try:
            checked[key] = _FIELDS[key].metadata["check"](value)
        except ValueError as error:
            problems.append(f"{key} = {value!r}: {error}")
    settings = Settings(**checked, base_dir=base_dir)
    if missing := [role for role in REQUIRED_ROLES if role not in settings.source_columns]:
        problems.append(f"columns: {', '.join(missing)} cannot be empty")
    reading = {settings.source_columns.get(role, role) for role in _NO_KEY} | set(_NO_KEY)
    if odd := sorted(reading & set(settings.customer_key)):
        problems.append(f"customer_key: {', '.join(odd)} cannot identify a customer")
    if settings.metro == "together" and settings.places == "as-is":
        problems.append('metro = "together": needs places = "gazetteer", which knows the areas')
    if settings.threshold % settings.base:
        problems.append(f"base = {settings.base}: must divide the threshold of {settings.threshold}")
    return settings
