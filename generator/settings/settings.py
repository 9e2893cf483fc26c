"""Table of all settings: key, default, check and explanation.

Values are checked by `settings.values`; `settings.config` reads them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from generator.resources import content_dir, templates_dir
from generator.settings.field import setting
from generator.settings.source_roles import KAGGLE_COLUMNS
from generator.settings.values import (
    check_boolean,
    check_columns,
    check_currency,
    check_date_format,
    check_delimiter,
    check_features,
    check_iso_dates,
    check_k,
    check_keep,
    check_key,
    check_language,
    check_line,
    check_locale,
    check_names,
    check_one_of,
    check_patterns,
    check_share,
    check_site_url,
    check_some_texts,
    check_text,
    check_texts,
    check_threshold,
    check_timezone,
    check_whole,
    check_window,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, with defaults that fit the public Kaggle file. Field names are the keys in atlas.toml."""

    columns: dict[str, str] = setting(
        {},
        check_columns,
        "Source column of each role, or an expression of other columns, such as 'Quantity * \"Unit price\"'; an empty "
        "name means that there is none.",
    )
    table: str = setting(
        "", check_text, 'Table of a database, such as "cards.transactions"; empty: the only one that there is.'
    )
    query: str = setting(
        "", check_text, 'File with one SELECT whose rows are read instead of a table of a database: "source.sql".'
    )
    header: bool = setting(
        True,
        check_boolean,
        "Whether text files have a line with the names of their columns, below whatever other lines; if false, "
        '[columns] names them by position, such as "1".',
    )
    delimiter: str = setting(
        "",
        check_delimiter,
        'Separator of the columns of text files, such as ";" or "\\t"; " " means any run of blanks. "auto" finds it by '
        "the names of the columns.",
    )
    where: str = setting(
        "",
        check_text,
        "Condition of the rows that count, as in SQL, such as \"Status = 'Success'\"; empty: all rows. The others are "
        "left out and counted. Beside a number, a column is read as amounts are; texts are compared exactly.",
    )
    customer_key: tuple[str, ...] = setting(
        (),
        check_key,
        'Columns that identify a customer, such as ["CustomerID"], or "auto": the customer id, plus birth date and '
        "gender if repeated ids disagree on them.",
    )
    customer_placeholders: tuple[str, ...] = setting(
        (),
        check_texts,
        'Values of the customer column that mean no customer, besides signs and words such as "-", "N/A", "UNKNOWN", '
        '"TEST" and runs such as 0 and 99999: their rows are rejected.',
    )
    genuine_customers: tuple[str, ...] = setting(
        (), check_texts, 'Values that are customers although they look like such words, such as ["0"].'
    )
    large_customers: bool = setting(
        False,
        check_boolean,
        "Accept a customer with over 1 % of the rows and 20 times as many as the next one; else the build stops, since "
        "such a value may mean no customer.",
    )
    customer_spelling: str = setting(
        "auto",
        check_one_of("auto", "exact", "loose"),
        'Which customer ids are one: "auto" joins 17850 and 17850.0, and upper and lower case or leading zeros where '
        'the column shows that they do not matter; "loose" joins all of these, "exact" nothing.',
    )
    repeated_transactions: str = setting(
        "auto",
        check_one_of("auto", "once", "each"),
        'Rows with the same transaction id: "once" keeps one of them, "each" keeps all (lines of an order), "auto" '
        "keeps one where nearly all ids are unique or files overlap, and all where most such rows differ.",
    )
    most_rejected: float = setting(
        0.05,
        check_share,
        "Largest share of rows that may be rejected; more stop the build. Rows that a filter, a direction, the "
        "currency column or the window leaves out do not count.",
    )
    date_order: str = setting(
        "dmy",
        check_one_of("dmy", "mdy", "ymd"),
        'Order of day, month and year in dates such as 2/8/16: "dmy", "mdy" or "ymd"; ISO dates are always understood. '
        "Where all dates fit two orders, the build stops until this is set.",
    )
    date_format: str = setting(
        "",
        check_date_format,
        'Exact format of the dates, such as "%y%m%d"; "excel" for the day numbers of spreadsheets, "unix" or "unix-ms" '
        "for seconds or milliseconds since 1970; empty: any common format.",
    )
    timezone: str = setting(
        "",
        check_timezone,
        'Time zone of the bank\'s days, such as "Asia/Kolkata"; needed where dates are seconds since 1970, or moments '
        "that a Parquet file or a database stores in UTC.",
    )
    birth_date_placeholders: tuple[str, ...] = setting(
        ("1800-01-01",), check_iso_dates, "Birth dates (ISO) that mean unknown; any year up to 1900 also does."
    )
    decimal: str = setting(
        "auto",
        check_one_of("auto", ".", ","),
        'Decimal mark of amounts and balances: "." or ",", which rejects what contradicts it, or "auto": each amount '
        "as it is written, and a build that stops where 12,345 may be both twelve thousand and twelve.",
    )
    currency: str = setting(
        "INR", check_currency, "Currency of the amounts (ISO 4217); rows in another currency are rejected."
    )
    locale: str = setting(
        "en_IN",
        check_locale,
        "Locale of numbers on the site, and of dates where its language is that of the words; also of names of months "
        "in the data.",
    )
    spend: str = setting(
        "all",
        check_one_of("all", "negative", "positive"),
        'Which amounts are spend, when amounts carry a sign: "all", "negative" or "positive".',
    )
    debit: tuple[str, ...] = setting(
        ("D", "DR", "DEBIT"), check_some_texts, "Values of the direction column (see [columns]) that mean money spent."
    )
    country: str = setting("IN", check_text, "Country of the gazetteer (a file in data/gazetteer).")
    places: str = setting(
        "gazetteer",
        check_one_of("gazetteer", "as-is"),
        'How places are named: "gazetteer", or "as-is", which publishes the names of the place column as they are '
        "spelled most often; for columns that hold only names of places.",
    )
    fold_accents: bool = setting(
        False,
        check_boolean,
        'With places = "as-is": spellings that differ only by marks on letters are one place (São Paulo, Sao Paulo). '
        "By default they are two, as Munster and Münster are; a build says how many there are.",
    )
    place_names: tuple[str, ...] = setting(
        (),
        check_texts,
        'Real places that would be taken for a placeholder or an id, such as ["None"] (in Italy), or patterns: "*" '
        "keeps every text.",
    )
    place_placeholders: tuple[str, ...] = setting(
        (), check_texts, 'Texts that name no place or state, besides "N/A", "unknown" and the like.'
    )
    place_overrides: str = setting("", check_text, "Folder with your place overrides, in the gazetteer's format.")
    metro: str = setting(
        "separate",
        check_one_of("separate", "together"),
        'Cities of one metropolitan area (metros.csv of the gazetteer): "separate" pages that link to each other, or '
        '"together", as one place with one page.',
    )
    coastline: str = setting(
        "", check_text, "Your own coastline, in the format of data/coastline; empty: the country's."
    )
    features: tuple[str, ...] = setting(
        (),
        check_features,
        'What segments are formed of: "recency", "frequency", "monetary" (mean amount), "balance" (then shown by city '
        'too). "auto": the first three that are behaviour and separate customers; the balance joins one left alone.',
    )
    k: str = setting(
        "default",
        check_k,
        'Number of segments: a number from 1 to 8, "default" (4, or fewer if the smallest would have under 5 % of the '
        'customers) or "auto".',
    )
    evidence: bool = setting(
        True,
        check_boolean,
        "Score k = 2..8 for the methods page, on the data and on independent measures (10 s).",
    )
    model: str = setting(
        "", check_text, "Earlier release whose centres score these data, for comparing months; empty: a new fit."
    )
    window: str = setting("", check_window, 'Cut the input to its last days, such as "12 months" or "90 days".')
    seed: int = setting(1, check_whole(0, 2**31 - 1), "Random seed of the fit.")
    names: dict[str, str] = setting(
        {}, check_names, 'Your own names of segments, by id, such as { a = "Our best" }; the rule is still shown.'
    )
    policy: str = setting(
        "public",
        check_one_of("public", "internal"),
        'Disclosure policy: "public", or "internal": exact figures, marked as such, for a bank\'s own network only.',
    )
    threshold: int = setting(20, check_threshold, "Fewest customers that a published figure may describe; at least 10.")
    base: int = setting(
        10, check_whole(5, 1000), "Counts are rounded to multiples of this; it must divide the threshold."
    )
    label: str = setting("Bank customers", check_line, "Name of the data, shown on every page.")
    synthetic: bool = setting(False, check_boolean, "Say on every page that the data are made up.")
    title: str = setting("Segment Atlas", check_line, "Name of the site.")
    language: str = setting(
        "en",
        check_language,
        'Language of the words, for browsers, screen readers, ordinals, plurals and months; another than "en" needs '
        "your own texts (content).",
    )
    publisher: str = setting("", check_line, "Who releases the figures.")
    contact: str = setting("", check_line, "Contact for questions, such as an email address.")
    licence: str = setting("", check_line, "Licence of the published figures.")
    reference: str = setting("all customers", check_line, "Name of the reference group on the site.")
    site_url: str = setting(
        "",
        check_site_url,
        "URL of the published site; needed for link previews, canonical links, QR codes and the sitemap.",
    )
    old_dashboard: str = setting(
        "auto",
        check_one_of("auto", "on", "off"),
        'Page "Coming from the old dashboard", and its names in the glossary: "on", "off", or "auto", for imported '
        "tables and for data with the columns of the public data set, which that dashboard showed.",
    )
    embeds: bool = setting(True, check_boolean, "Write an embeddable page for each figure, for frames on other sites.")
    cards: bool = setting(True, check_boolean, "Draw a social card for each page, shown in link previews.")
    keep: tuple[str, ...] = setting(
        ("CNAME",),
        check_keep,
        "Your own files in the folder of the site, which a build keeps: names or patterns relative to it, such as "
        '"downloads/*.pdf", or a folder. Names that begin with a dot are always kept.',
    )
    content: tuple[str, ...] = setting((), check_texts, "Folders of texts that override the built-in ones.")
    templates: tuple[str, ...] = setting((), check_texts, "Folders of templates that override the built-in ones.")
    id_patterns: tuple[str, ...] = setting(
        (r"C\d{6,}",), check_patterns, "Patterns of private ids that `atlas check` looks for in a finished site."
    )
    engine: str = setting(
        "duckdb",
        check_one_of("duckdb", "spark"),
        'Query engine: "duckdb", or "spark" for data too large for one machine; both give the same release.',
    )
    master: str = setting("", check_text, "Master URL of a Spark cluster; empty: Spark on this machine.")
    threads: int = setting(0, check_whole(0, 256), "Threads of the engine; 0 uses all cores.")
    memory_limit: str = setting(
        "", check_text, 'Memory that the engine may use, such as "2GB"; empty: the engine\'s default.'
    )
    base_dir: Path = field(default=Path(), metadata={})
    #: Names of the settings that were set explicitly; all others have their defaults.
    given: frozenset[str] = field(default=frozenset(), metadata={}, repr=False, compare=False)

    @property
    def content_dirs(self) -> tuple[Path, ...]:
        """Folders of texts, the user's first."""
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
        """Source column by role: the Kaggle names, overridden by `columns`; roles set to "" are left out."""
        named = KAGGLE_COLUMNS | self.columns if self.header else self.columns
        return {role: name for role, name in named.items() if name}
