"""Who the customer of a row is: texts that mean "no customer", and texts that are one customer in two spellings.

All rules are evidence from the column itself. What it leaves open stops the run, with the setting that decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator import limits
from generator.analyse.engine.base import Engine
from generator.analyse.queries import literals, query
from generator.analyse.reading.source import Source
from generator.analyse.reading.titles import shape
from generator.analyse.rows.customer_words import fold_word, missing_words, no_customers, runs
from generator.errors import QualityError
from generator.settings.settings import Settings

#: Letters in capitals; only ASCII, so that all engines agree.
_CASED = "case when regexp_matches({0}, '^[ -~]*$') then upper({0}) else {0} end"
_ZEROED = "case when regexp_matches({0}, '^0+[1-9][0-9]*$') then regexp_replace({0}, '^0+', '') else {0} end"
#: Most values that are reported together.
_MOST_LARGE = 5
_SPELLING = "--set 'customer_spelling=\"{}\"'"


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of distinct texts by what is in them; see `sql/id_marks.sql`."""

    fractions: int
    rounded: int
    small: int
    capital: int
    led: int


def expressions(settings: Settings) -> dict[str, str]:
    """Return the expressions that settings decide in `sql/written_ids.sql`."""
    genuine = literals(text.strip().upper() for text in settings.genuine_customers)
    return {
        "runs": runs(),
        "genuine": f"upper(bare_texts.bare) in ({genuine})" if genuine else "false",
    }


def identify(engine: Engine, source: Source, settings: Settings) -> tuple[str, ...]:
    """Create `customer_spellings`: the texts that are no customer, or that are another spelling of one.

    Returns:
        Notes on what was joined and what was kept apart.

    Raises:
        QualityError: Ids have lost digits, may be one in two spellings or two, or one value has very many rows.
    """
    words = {fold_word(word) if not set(word) & set("12345678") else word.strip().upper(): False
             for word in settings.customer_placeholders}  # fmt: skip
    words |= dict.fromkeys(no_customers(), False) | dict.fromkeys(missing_words(), True)
    engine.register("missing_words", {"word": "varchar", "missing": "boolean"}, words.items())
    engine.create("written_ids", query("written_ids", **expressions(settings)))
    marks = Marks(*engine.rows(query("id_marks"))[0])
    id_, form, notes = _forms(engine, marks, settings)
    engine.create("customer_spellings", query("customer_spellings", id=id_, form=form))
    if not settings.large_customers and (not source.key or source.in_key("customer")):
        _require_no_large_one(engine, form)
    return (*notes, *_joined(engine))


def _forms(engine: Engine, marks: Marks, settings: Settings) -> tuple[str, str, list[str]]:
    """Return the SQL of an id and of the form that all spellings of one have, and what is to be noted."""
    if settings.customer_spelling == "exact":
        return "written_ids.text", "written_ids.text", []
    if marks.rounded:
        raise QualityError(
            f"Customer ids written with a power of ten, such as 9.999E+99: {marks.rounded}; a spreadsheet has rounded "
            "them, so that different customers may share one.",
            "Export the column as text, without opening the file in a spreadsheet; or take the ids as they are "
            f"written, with {_SPELLING.format('exact')}.",
        )
    id_ = "written_ids.bare" if marks.fractions else "written_ids.whole"
    cased, zeroed = _CASED.format(id_), _ZEROED.format(id_)
    if settings.customer_spelling == "loose":
        return id_, _ZEROED.format(f"({cased})"), []
    if not (marks.small and marks.capital) and not marks.led:
        return id_, id_, []
    return id_, *_evident(engine.rows(query("id_forms", id=id_, cased=cased, zeroed=zeroed))[0], id_, cased, zeroed)


def _evident(found: tuple[int, ...], id_: str, cased: str, zeroed: str) -> tuple[str, list[str]]:
    """Return the form that the evidence of `sql/id_forms.sql` supports, and what is to be noted."""
    worded, odd, meet, uniform, zeros, shortest_led, longest_led, longest_unled = found
    notes = []
    form = id_
    if meet and odd < limits.ODD_CASE * worded:
        form = cased
    elif meet and uniform >= limits.UNIFORM_CASE * meet:
        raise _open(meet, "upper and lower case", "many other ids mix both")
    elif meet:
        notes.append(
            f"Customer ids that differ from another one only in upper and lower case, and were kept apart: {meet}. The "
            f"column mixes both within its ids; {_SPELLING.format('loose')} joins them."
        )
    if zeros and (shortest_led != longest_led or (longest_unled or 0) > longest_led):
        raise _open(zeros, "leading zeros", "the ids are not all of one length")
    return (zeroed.replace(id_, f"({form})") if zeros else form), notes


def _open(meet: int, what: str, why: str) -> QualityError:
    return QualityError(
        f"Customer ids that differ from another one only in {what}: {meet}. Are they the same customers? It is open, "
        f"because {why}.",
        f"{_SPELLING.format('loose')} joins them, {_SPELLING.format('exact')} takes every id as it is written.",
    )


def _joined(engine: Engine) -> list[str]:
    """Note customers in several spellings."""
    others = "select customer from customer_spellings where not placeholder"
    [(joined,)] = engine.rows(
        f"select count(*) from (select customer from ({others} union all select text as customer from written_ids "
        f"where text in ({others})) group by 1 having count(*) > 1)"
    )
    return [f"Customers written in more than one way, and joined: {joined}."] if joined else []


def _require_no_large_one(engine: Engine, form: str) -> None:
    """Stop if a few values have far more rows than any other: they may stand for "no customer"."""
    rows = engine.rows(
        f"select {form} as form, cast(sum(n) as bigint) as n from written_ids where not placeholder "
        f"group by 1 order by 2 desc, 1 limit {_MOST_LARGE + 1}"
    )
    [(total,)] = engine.rows("select cast(coalesce(sum(n), 0) as bigint) from written_ids")
    counts = [n for _, n in rows]
    large = [
        i + 1
        for i, (n, following) in enumerate(zip(counts, [*counts[1:], 1], strict=False))
        if n > limits.LARGE_CUSTOMER * total and n >= limits.LARGE_LEAD * following and i < _MOST_LARGE
    ]
    if not large:
        return
    at = max(large)
    shown = ", ".join(f"{shape(text)} ({n} of {total} rows)" for text, n in rows[:at])
    following = f"; the next most frequent has {counts[at]}" if len(counts) > at else ""
    what = "One value of the customer column has" if at == 1 else f"{at} values of the customer column have"
    raise QualityError(
        f"{what} far more rows than any other: {shown}{following} (9 is a digit, a is a letter).",
        "If it means that there is no customer, name it: --set 'customer_placeholders=[\"…\"]'. If these are true "
        "customers, say so: --set 'large_customers=true'.",
    )


def placeholder_notes(engine: Engine, rejected: Mapping[str, int]) -> list[str]:
    """Note numbers that were taken as placeholders: they may be ids."""
    if not rejected.get("customer_placeholder"):
        return []
    found = engine.rows(
        "select bare, n from written_ids where placeholder and regexp_matches(bare, '^(0+|9+)([.]0+)?$') order by 1"
    )
    if not found:
        return []
    ids = ", ".join(text for text, _ in found[:_MOST_LARGE])
    rows = sum(n for _, n in found)
    note = f"Rows with a number in the customer column that mostly means no customer ({ids}): {rows}."
    return [f"{note} If it is an id, say so: --set 'genuine_customers=[\"{found[0][0]}\"]'."]
