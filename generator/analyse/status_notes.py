"""Notes on columns not in use whose values say that a payment failed, was reversed or is pending: these count as spend.

Shows a value only where it is a word of the list below, in whatever capitals. The setting that leaves the rows out is
tried first: it keeps some rows, and leaves out exactly those with these words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.analyse.engine.base import Engine
from generator.analyse.expressions.kinds import typed
from generator.analyse.expressions.parse import name_of, parse
from generator.analyse.expressions.spell import Speller
from generator.analyse.expressions.tree import Column, walk
from generator.analyse.queries import literal
from generator.analyse.reading.source import Source
from generator.analyse.reading.statuses import MOST
from generator.analyse.reading.titles import fold_title, is_title
from generator.errors import ConfigError
from generator.latin import unmarked
from generator.settings.assignments import sets

#: What became of a payment that moved no money, or not for good; without accents, in small letters.
_BY_LANGUAGE = (
    # English
    "failed failure fail cancelled canceled declined rejected reversed reversal pending refunded refund voided",
    "void aborted expired returned chargeback bounced denied error timeout unsuccessful incomplete disputed",
    "blocked",
    # German, Dutch, Danish, Norwegian, Swedish
    "fehlgeschlagen storniert storno abgelehnt ausstehend erstattet abgebrochen ruckbuchung zuruckgebucht",
    "ruckerstattet mislukt geannuleerd geweigerd mislykket annulleret afvist avvist misslyckad avbruten nekad",
    # French, Spanish, Portuguese, Italian
    "echoue echouee annule annulee refuse refusee rejete rejetee rembourse remboursee fallido fallida cancelado",
    "cancelada rechazado rechazada pendiente reembolsado reembolsada anulado anulada devuelto devuelta falhou",
    "falhado recusado recusada pendente estornado estornada estorno rejeitado rejeitada fallito fallita annullato",
    "annullata rifiutato rifiutata respinto respinta stornato stornata rimborsato rimborsata",
    # Polish, Czech, Turkish, Indonesian
    "odrzucona odrzucony odrzucono anulowana anulowano nieudana zwrot oczekujaca zamitnuto zruseno neuspesna",
    "iptal basarisiz reddedildi beklemede iade gagal dibatalkan ditolak",
    # Russian, Chinese, Japanese, Hindi
    "отклонен отклонена отклонено отменен отменена отменено отмена возврат ошибка неуспешно 失败 失敗",
    "已取消 取消 退款 已退款 拒绝 キャンセル 返金 असफल विफल",
)
_WORDS = frozenset(" ".join(_BY_LANGUAGE).split())
_NEGATIONS = frozenset({"not", "no", "non", "never", "nicht", "kein", "keine", "sin", "sans", "nie", "не", "без"})
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u097f])*")


@dataclass(frozen=True, slots=True)
class _Found:
    """A value of the list: how a condition excludes it, the word as it is written, and the number of its rows."""

    whole: bool
    word: str
    rows: int


@dataclass(frozen=True, slots=True)
class Status:
    """A column not in use that looks like a status.

    Attributes:
        title: Its title; without a header its position, as "column 5".
        words: Its values of the list, as they are written.
        rows: Number of rows with one of them.
        where: The setting that leaves these rows out, besides those that are left out already.
    """

    title: str
    words: tuple[str, ...]
    rows: int
    where: str

    @property
    def finding(self) -> str:
        """What was found."""
        rows = "1 row counts" if self.rows == 1 else f"{self.rows:,} rows count"
        return f"{rows} as spend although `{self.title}` says {', '.join(self.words)}"

    @property
    def note(self) -> str:
        """The finding, with what to set."""
        return f"{self.finding}. If no money moved, leave them out: {sets({'where': self.where})}"


def find_statuses(engine: Engine, source: Source) -> tuple[Status, ...]:
    """Return the columns not in use that look like a status, with the rows that moved no money.

    Args:
        engine: Holds `raw`: the rows that count.
        source: The source.
    """
    return tuple(
        status
        for i, title in enumerate(source.statuses, start=len(source.inputs))
        for status in _statuses_of(engine, source, title, f"trim(coalesce(input_{i}, ''))")
    )


def _statuses_of(engine: Engine, source: Source, title: str, text: str) -> Iterator[Status]:
    counts = engine.rows(f"select {text}, count(*) from raw group by 1 limit {MOST + 2}")
    found = sorted(
        (item for value, n in counts if (item := _found(value, n))), key=lambda item: (-item.rows, item.word)
    )
    # Without a header, a name is a position, and no value that was taken for a title.
    titled = source.files[0].header
    if not found or len([value for value, _ in counts if value]) > MOST or (titled and not is_title(title)):
        return
    rows = sum(item.rows for item in found)
    condition = _condition(source, title, found)
    if condition is None or not _keeps_the_others(engine, condition, text, rows):
        return
    where = f"({source.where.text}) and {condition}" if source.where else condition
    column = title if titled else f"column {title}"
    yield Status(column, tuple(dict.fromkeys(item.word for item in found)), rows, where)


def _found(value: str, rows: int) -> _Found | None:
    """Return what a value says of a payment, or None."""
    words = _LETTERS.findall(value)
    folded = [_folded(word) for word in words]
    said = zip(words, folded, ["", *folded], strict=False)
    hits = [word for word, plain, before in said if plain in _WORDS and before not in _NEGATIONS]
    return _Found(hits[0] == value, hits[0], rows) if hits else None


def _folded(word: str) -> str:
    return unmarked(word.casefold().replace("ı", "i"))


def _condition(source: Source, title: str, found: Sequence[_Found]) -> str | None:
    """Return the expression that leaves the values out, if it can be written."""
    name = _name(source, title)
    whole = [literal(item.word) for item in found if item.whole]
    parts = [f"{name} <> {whole[0]}"] if len(whole) == 1 else []
    parts += [f"{name} not in ({', '.join(whole)})"] if len(whole) > 1 else []
    words = dict.fromkeys(item.word for item in found if not item.whole)
    parts += [f"{name} not like {literal(f'%{word}%')}" for word in words]
    condition = " and ".join(parts)
    try:
        named = {node.title for node in walk(parse("where", condition).root) if isinstance(node, Column)}
    except ConfigError:
        return None
    return condition if {fold_title(column) for column in named} == {fold_title(title)} else None


def _name(source: Source, title: str) -> str:
    """Return a column as an expression names it: without quotes where that is plain."""
    plain = "".join(title.split())
    same = [column for column in source.files[0].columns if fold_title(column) == fold_title(title)]
    return plain if len(same) == 1 and name_of(plain) == plain else name_of(title)


def _keeps_the_others(engine: Engine, condition: str, text: str, rows: int) -> bool:
    """Return whether a condition keeps some rows, and leaves out exactly so many."""
    expression = parse("where", condition)
    sql = Speller(expression, dict.fromkeys(expression.columns, text), {}).condition(typed(expression, "condition"))
    [(kept, total)] = engine.rows(f"select count(*) filter (where {sql}), count(*) from raw")
    return bool(kept) and total - kept == rows
