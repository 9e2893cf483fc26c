"""Lists the unmatched location texts of a source, with counts and suggestions, as rows for `aliases.csv`.

Private: the texts may belong to single customers, and may be an address or a name.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from generator.analyse import clean, customers
from generator.analyse.engine.choose import open_engine
from generator.analyse.places.matching import match_texts, open_gazetteer, spelling_of
from generator.analyse.places.suggestions import Suggestion, Suggestions
from generator.analyse.reading import source
from generator.csv_text import csv_lines
from generator.errors import UsageError
from generator.settings.settings import Settings
from generator.unprintable import printable

Stage = Callable[[str], AbstractContextManager[None]]

COLUMNS = ("spelling", "id", "customers", "rows", "score", "nearest", "others")
#: Smallest similarity of a suggestion whose id is filled in, so that a pasted row takes effect.
_LIKELY = 0.85


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One spelling. Exact figures: private.

    Attributes:
        spelling: The text, with its state if the data have one.
        customers: Customers whose latest transaction has it.
        rows: Transactions.
        suggestions: Nearest places, best first.
    """

    spelling: str
    customers: int
    rows: int
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Result of `list_unmatched`.

    Attributes:
        rows: The most frequent spellings, up to the requested number.
        spellings: Number of unmatched spellings, without texts that have no letter.
        customers: Customers with an unmatched spelling.
        blank: Customers whose text has no letter.
        all_customers: Customers of the source.
    """

    rows: tuple[Unmatched, ...]
    spellings: int
    customers: int
    blank: int
    all_customers: int


def list_unmatched(opened: source.Source, settings: Settings, stage: Stage, top: int) -> Listing:
    """Read the transactions and list the unmatched spellings, those with most customers first.

    Args:
        opened: The transactions.
        settings: As for a build.
        stage: Times each stage.
        top: Largest number of spellings to list.

    Raises:
        UsageError: Places are used without a gazetteer, so nothing is unmatched.
        SourceError: The transactions cannot be read.
        ConfigError: An override is wrong.
    """
    gazetteer = open_gazetteer(settings)
    if gazetteer is None:
        raise UsageError(
            'With places = "as-is" every name is a place, so there are no unmatched spellings.',
            'Set places = "gazetteer" to match them.',
        )
    with open_engine(settings) as engine:
        with stage("read"):
            loaded = engine.read(opened)
        with stage("clean"):
            clean.clean(engine, opened, loaded, settings)
        with stage("customers"):
            customers.make_customers(engine, opened, settings)
        seen = _counts(engine.rows("select place_text, state_text, count(*) from accepted group by 1, 2"))
        homes = _counts(engine.rows("select place_text, state_text, count(*) from customers group by 1, 2"))
    with stage("places"):
        matches = match_texts(seen, gazetteer)
        lost = [pair for pair in seen if matches[pair].method == "none"]
        lost.sort(key=lambda pair: (-homes.get(pair, 0), -seen[pair], pair))
        near = Suggestions(gazetteer)
        rows = tuple(
            Unmatched(spelling_of(*pair), homes.get(pair, 0), seen[pair], near.near(spelling_of(*pair)))
            for pair in lost[:top]
        )
    return Listing(
        rows=rows,
        spellings=len(lost),
        customers=sum(homes.get(pair, 0) for pair in lost),
        blank=sum(n for pair, n in homes.items() if matches[pair].method == "blank"),
        all_customers=sum(homes.values()),
    )


def unmatched_csv(listing: Listing) -> str:
    """Format the list as rows for `aliases.csv`: spelling, id of a likely suggestion or "", and further columns."""
    return csv_lines(COLUMNS, (_fields(row) for row in listing.rows))


def notes(listing: Listing, threshold: int) -> list[str]:
    """Return notes on the list for the user, line by line."""
    who, all_ = f"{listing.customers:,} of {listing.all_customers:,} customers", f"{listing.spellings:,} spellings"
    said = [f"note: {who} have one of {all_} without a place; {len(listing.rows):,} are listed."]
    if listing.blank:
        said.append(f"note: {listing.blank:,} more customers have no text, or one without a letter.")
    few = sum(row.customers < threshold for row in listing.rows)
    if few:
        said.append(
            f"note: {few:,} of the listed spellings belong to fewer than {threshold} customers. This list is private: "
            "keep it off the web and out of git."
        )
    return said


def _counts(rows: list[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    return {(place, state): n for place, state, n in rows}


def _fields(row: Unmatched) -> tuple[object, ...]:
    best = row.suggestions[0] if row.suggestions else None
    return (
        printable(row.spelling),
        best.place.id if best and best.score >= _LIKELY else "",
        row.customers,
        row.rows,
        f"{best.score:.2f}" if best else "",
        _named(best) if best else "",
        "; ".join(f"{_named(other)} {other.score:.2f}" for other in row.suggestions[1:]),
    )


def _named(suggestion: Suggestion) -> str:
    place = suggestion.place
    return f"{place.name}, {place.state} ({place.id})"
