"""Guesses the settings of a file, each with its evidence: dates, amounts, currency, what is spend, places, locale."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.analyse.doctor.evidence import money_marks
from generator.analyse.doctor.evidence.column import Column
from generator.analyse.doctor.evidence.day_marks import NO_DATES
from generator.analyse.doctor.evidence.fits import Facts, counted
from generator.analyse.doctor.evidence.title_words import LANGUAGES
from generator.analyse.doctor.guesses import RoleGuess, SettingGuess
from generator.analyse.values import code_words
from generator.analyse.values.date_orders import ORDER_WORDS

_MARK = {",": "comma", ".": "point"}
#: Share of negative amounts from which they are the payments of accounts, and up to which they are refunds.
_MOSTLY, _SELDOM = 0.5, 0.15
#: Share of the rows that the gazetteer must know, and up to which it is surely that of another country.
_KNOWN, _FOREIGN = 0.8, 0.4
_ONE_CURRENCY = 0.9
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """What the guesses of settings build upon.

    Attributes:
        roles: Guess by role.
        columns: Column by title.
        facts: What is known of the columns together.
        currency: The currency that the settings name; empty if they do not.
        proposed: Column of the amount, if it is asked and the first answer was tried.
        numbers: Columns that expressions read as numbers.
    """

    roles: Mapping[str, RoleGuess]
    columns: Mapping[str, Column]
    facts: Facts
    currency: str = ""
    proposed: Column | None = None
    numbers: tuple[Column, ...] = ()

    def column(self, role: str) -> Column | None:
        """Return the column of a role, if it is chosen or proposed."""
        chosen = self.roles[role]
        return self.proposed if role == "amount" and chosen.state == "open" else self.columns.get(chosen.column)

    @property
    def money(self) -> tuple[Column, ...]:
        """Columns as they are written in the file that are read as amounts, or from which amounts are computed."""
        amount = self.column("amount")
        whole = (amount,) if amount and amount.title in self.columns else ()
        return tuple({column.title: column for column in (*whole, *self.numbers) if column.amounts.share}.values())


def guess_settings(found: Understood) -> tuple[SettingGuess, ...]:
    """Return a guess for each setting that the file says something about."""
    guesses = [guess for make in _MAKERS for guess in make(found)]
    return tuple(guesses)


def _dates(found: Understood) -> list[SettingGuess]:
    column = found.column("date")
    dates = found.facts.dates.get(column.title, NO_DATES) if column else NO_DATES
    if not column or not dates.ways:
        return []
    if len(dates.ways) > 1:
        key = next(iter(dates.ways[0]))
        shown = " or ".join(ORDER_WORDS.get(way.get("date_order", ""), next(iter(way.values()))) for way in dates.ways)
        why = f"all dates of the sample can be read {shown}"
        return [SettingGuess(key, "open", None, why, tuple(dates.ways), blocks=True)]
    [way] = dates.ways
    if way.get("timezone") == "…":
        why = "the dates count seconds of Unix time; name the time zone of the bank's days"
        chosen = SettingGuess("date_format", "guessed", way["date_format"], f"{counted(dates.share, column)} read so")
        return [chosen, SettingGuess("timezone", "open", None, why, ({"timezone": "UTC"},), blocks=True)]
    return [SettingGuess(key, "guessed", value, _why_date(key, value, column, found)) for key, value in way.items()]


def _why_date(key: str, value: str, column: Column, found: Understood) -> str:
    dates = found.facts.dates[column.title]
    if key == "date_order":
        return f"{dates.decided:,} of {len(column.values):,} dates can only be read {ORDER_WORDS[value]}"
    return f"{counted(dates.share, column)} of `{column.title}` read so"


def _decimal(found: Understood) -> list[SettingGuess]:
    amounts = [column.amounts for column in found.money if not column.numeric]
    decimal = {mark: sum(part.decimal.get(mark, 0) for part in amounts) for mark in (",", ".")}
    groups = {mark: sum(part.groups.get(mark, 0) for part in amounts) for mark in (",", ".")}
    ambiguous = sum(part.open for part in amounts)
    marks = [mark for mark in (",", ".") if decimal[mark] or groups[_other(mark)]]
    if len(marks) == 1:
        [mark] = marks
        proofs = decimal[mark] or groups[_other(mark)]
        return [
            SettingGuess("decimal", "guessed", mark, f"{proofs:,} amounts prove a decimal {_MARK[mark]}, none another")
        ]
    if not ambiguous:
        return []
    why = f"{ambiguous:,} amounts such as `12,345` or `12.345` have one mark before three digits, and "
    why += "others disagree" if marks else "no other amount decides"
    return [SettingGuess("decimal", "open", None, why, ({"decimal": ","}, {"decimal": "."}), blocks=True)]


def _other(mark: str) -> str:
    return "." if mark == "," else ","


def _spend(found: Understood) -> list[SettingGuess]:
    column = found.column("amount")
    if not column or found.column("direction"):
        return []
    amounts = column.amounts
    if not amounts.negative:
        return [SettingGuess("spend", "guessed", "all", "no amount of the sample is negative")] if column.values else []
    share = amounts.negative / (amounts.negative + amounts.positive)
    why = f"{amounts.negative:,} of {amounts.negative + amounts.positive:,} amounts are negative"
    if share >= _MOSTLY:
        return [SettingGuess("spend", "guessed", "negative", f"{why}, as payments of an account are")]
    if share <= _SELDOM:
        return [SettingGuess("spend", "guessed", "positive", f"{why}, as refunds are")]
    return [SettingGuess("spend", "open", None, why, ({"spend": "negative"}, {"spend": "positive"}), blocks=True)]


def _debit(found: Understood) -> list[SettingGuess]:
    column = found.column("direction")
    if not column:
        return []
    known = {*column.debits, *column.credits}
    rest = [code for code in column.counts if code not in known]
    if not column.debits or not column.few:
        why = f"no code of `{column.title}` is a known word for money spent"
        return [SettingGuess("debit", "open", None, why, (), blocks=True)]
    value = list(dict.fromkeys(code.upper() for code in column.debits))
    why = f"codes of `{column.title}` that mean money spent"
    if column.credits:
        why += f"; taken for money received: {', '.join(column.credits)}"
    if not rest:
        return [SettingGuess("debit", "guessed", value, why)]
    rows = sum(column.counts[code] for code in rest)
    # They may be names that got there by mistake, so that none is shown.
    why = f"{len(rest)} codes of {rows:,} rows are not known: do they mean money spent?"
    ways = ({"debit": value}, {"debit": [*value, "…"]})
    return [SettingGuess("debit", "open", None, why, ways, blocks=True)]


def _currency(found: Understood) -> list[SettingGuess]:
    """Guess the currency from codes and signs; never from a country."""
    column, amount = found.column("currency"), found.column("amount")
    if column and (counts := column.currencies):
        code, most = counts.most_common(1)[0]
        shown = ", ".join(f"{n:,} rows in {name}" for name, n in counts.most_common(_MOST_SHOWN))
        if most >= _ONE_CURRENCY * counts.total():
            why = f"`{column.title}` has {shown}; rows in another currency are rejected"
            return [SettingGuess("currency", "guessed", code, why if len(counts) > 1 else f"`{column.title}` says so")]
        ways = tuple({"currency": name} for name, _ in counts.most_common(_MOST_SHOWN))
        why = f"`{column.title}` has {shown}; one currency is read, the others are rejected"
        return [SettingGuess("currency", "open", None, why, ways, blocks=True)]
    if not amount:
        return []
    signs = sum((Counter(part.amounts.signs) for part in found.money), Counter[str]())
    if signs := Counter({sign: n for sign, n in signs.items() if code_words.currencies_of(sign)}):
        sign = max(signs, key=lambda name: signs[name])
        return _of_sign(code_words.currencies_of(sign), f"{signs[sign]:,} amounts have {sign} beside them")
    for part in found.money:
        if titled := money_marks.currencies_in_title(part.title):
            return _of_sign(titled, f"the title `{part.title}` names it")
    abroad = bool(found.facts.country) and any(guess.value == "as-is" for guess in _places(found))
    why = "no sign, code or title names it; without an answer amounts are taken for rupees (INR)"
    return [SettingGuess("currency", "open", None, why, (), blocks=abroad)]


def _of_sign(codes: tuple[str, ...], why: str) -> list[SettingGuess]:
    if len(codes) == 1:
        return [SettingGuess("currency", "guessed", codes[0], why)]
    ways = tuple({"currency": code} for code in codes[:_MOST_SHOWN])
    return [SettingGuess("currency", "open", None, f"{why}, which several currencies have", ways, blocks=True)]


def _places(found: Understood) -> list[SettingGuess]:
    column = found.column("place")
    if not column or not found.facts.country:
        return []
    share = found.facts.matched.get(column.title, 0.0)
    part = f"{share:.0%}" if share else "none"
    why = f"the gazetteer of {found.facts.country} knows the places of {part} of the rows"
    if share >= _KNOWN:
        return [SettingGuess("places", "guessed", "gazetteer", why)]
    if share <= _FOREIGN:
        return [SettingGuess("places", "guessed", "as-is", why)]
    return [SettingGuess("places", "open", None, why, ({"places": "gazetteer"}, {"places": "as-is"}))]


def _locale(found: Understood) -> list[SettingGuess]:
    """Suggest a locale: the language of the titles, with the country of the currency if it has only one."""
    language = language_of(found)
    currency = found.currency or next((str(g.value) for g in _currency(found) if g.state == "guessed"), "")
    if currency == "INR" or (not currency and language in ("", "en")):
        return []
    territory = _territory(currency)
    value = f"{language}_{territory}" if language and territory else ""
    if language and (_exists(value) or language != "en"):
        why = f"titles in {LANGUAGES[language]}" + (f", amounts in {currency}" if _exists(value) else "")
        return [SettingGuess("locale", "guessed", value if _exists(value) else language, why)]
    official = [f"{name}_{territory}" for name in _official(territory)[:1]]
    ways = tuple({"locale": name} for name in (*filter(_exists, official), "en"))
    return [SettingGuess("locale", "open", None, "how your readers write numbers and dates", ways)]


def language_of(found: Understood) -> str:
    """Return the language in which most titles of the chosen columns are written; empty if none leads."""
    votes: dict[str, float] = {}
    for role, guess in found.roles.items():
        column = found.columns.get(guess.column)
        near = column.near.get(role) if column else None
        if near and near.languages and near.score >= 0.4:
            for language in near.languages:
                votes[language] = votes.get(language, 0.0) + 1 / len(near.languages)
    ordered = sorted(votes.items(), key=lambda item: -item[1])
    if not ordered or (len(ordered) > 1 and ordered[0][1] - ordered[1][1] < 0.5):
        return ""
    return ordered[0][0]


def _territory(currency: str) -> str:
    """Return the country whose own currency it is; empty for one of many countries, such as the euro."""
    from babel.core import get_global

    periods = get_global("territory_currencies").get(currency[:2], ())
    return currency[:2] if any(code == currency and end is None and legal for code, _, end, legal in periods) else ""


def _official(territory: str) -> tuple[str, ...]:
    from babel.languages import get_official_languages

    return tuple(get_official_languages(territory)) if territory else ()


def _exists(locale: str) -> bool:
    from babel.localedata import exists

    return exists(locale)


_MAKERS: tuple[Callable[[Understood], list[SettingGuess]], ...] = (
    _dates,
    _decimal,
    _currency,
    _spend,
    _debit,
    _places,
    _locale,
)
