"""Guesses which column has which role: from titles and from values, each column once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generator.analyse.doctor.evidence import fits
from generator.analyse.doctor.evidence.column import Column
from generator.analyse.doctor.evidence.fits import Fit
from generator.analyse.doctor.evidence.title_words import LANGUAGES
from generator.analyse.doctor.guesses import RoleGuess, State
from generator.analyse.expressions.parse import quoted_title
from generator.analyse.reading.titles import fold_title
from generator.settings.source_roles import KAGGLE_COLUMNS, REQUIRED_ROLES, ROLES

_TITLE, _VALUES = 0.6, 0.4
#: A role is guessed at or above this score, and only with this lead over other columns.
_ENOUGH, _LEAD = 0.5, 0.1
#: At or above this score, a column is named as one that may be meant.
_POSSIBLE = 0.2
#: Score of a column whose values alone say what it is.
_BY_VALUES = 0.55
#: Roles that values alone may decide where no column has a title.
_BY_VALUES_ALONE = (*REQUIRED_ROLES, "birth_date")
_MOST_ALTERNATIVES = 4
#: At most this many columns of a role take part in the search for the best assignment.
_MOST_CLAIMS = 4
#: At or above this score, a title is evidence.
_TITLE_COUNTS = 0.3


@dataclass(frozen=True, slots=True)
class _Score:
    total: float
    title: float
    fit: Fit


def guess_roles(
    columns: Sequence[Column],
    configured: Mapping[str, str],
    facts: fits.Facts,
    *,
    titled: bool = True,
    parts: Collection[str] = (),
    made: Collection[str] = (),
) -> tuple[RoleGuess, ...]:
    """Return a guess for each role.

    Args:
        columns: The columns of the sample that may be chosen.
        configured: Column by role as the settings name it, an empty name for a role that the file lacks.
        facts: What is known of the columns together.
        titled: Whether the columns have titles; else their values alone must do.
        parts: Columns from which roles are computed, which have no other role unless the settings say so.
        made: Computed columns.
    """
    by_fold = {fold_title(column.title): column for column in reversed(columns)}
    fixed: dict[str, tuple[State, Column | None]] = {}
    for role in ROLES:
        if role in configured:
            name = configured[role]
            fixed[role] = (
                "configured",
                by_fold.get(fold_title(name)) or by_fold.get(fold_title(quoted_title(name) or "")),
            )
        elif role in KAGGLE_COLUMNS and (column := by_fold.get(fold_title(KAGGLE_COLUMNS[role]))):
            fixed[role] = ("default", column)
    taken = {*parts, *made, *(column.title for _, column in fixed.values() if column)}
    free = [column for column in columns if column.title not in taken]
    scores = {
        role: {
            column.title: _score(role, column, facts, titled=titled) for column in (columns if role in fixed else free)
        }
        for role in ROLES
    }
    wanted = [role for role in ROLES if role not in fixed]
    chosen = _assigned(wanted, free, scores)
    found = []
    for role in ROLES:
        if role in fixed:
            state, column = fixed[role]
            name = configured.get(role, "") if column is None else column.title
            evidence = _evidence(role, column, scores[role][column.title]) if column else ()
            if column and column.title in made:
                evidence = ("computed", scores[role][column.title].fit.words)
            found.append(RoleGuess(role, state if name else "absent", name, 1.0, evidence))
        else:
            found.append(_guess(role, free, scores, chosen))
    return tuple(found)


def _score(role: str, column: Column, facts: fits.Facts, *, titled: bool) -> _Score:
    near, other = column.near.get(role), column.near["other"]
    title = near.score if near else 0.0
    if near and other.cover > near.cover:
        title *= 0.3
    fit = fits.fit(role, column, facts)
    if not fit.share:
        return _Score(0.0, title, fit)
    total = _TITLE * title + _VALUES * fit.share
    if not titled and role in _BY_VALUES_ALONE:
        total = _TITLE * fit.share
    if fit.speaks and other.score < 1:
        total = max(total, _BY_VALUES * fit.share)
    return _Score(total, title, fit)


def _assigned(
    roles: Sequence[str], columns: Sequence[Column], scores: Mapping[str, Mapping[str, _Score]]
) -> dict[str, str]:
    """Return the column of each role, each column once, with the largest sum of scores."""
    claims: list[tuple[str, list[tuple[float, str]]]] = []
    for role in roles:
        worth = ((scores[role][column.title].total, column.title) for column in columns)
        claims.append((role, sorted((pair for pair in worth if pair[0] >= _ENOUGH), reverse=True)[:_MOST_CLAIMS]))
    claims = [(role, pairs) for role, pairs in claims if pairs]
    # What the roles from each position on can add at most.
    rest = [sum(pairs[0][0] for _, pairs in claims[i:]) for i in range(len(claims) + 1)]
    best: tuple[float, dict[str, str]] = (0.0, {})

    def search(at: int, total: float, chosen: dict[str, str]) -> None:
        nonlocal best
        if total > best[0]:
            best = (total, dict(chosen))
        if at == len(claims) or total + rest[at] <= best[0]:
            return
        role, pairs = claims[at]
        for worth, title in pairs:
            if title not in chosen.values():
                search(at + 1, total + worth, {**chosen, role: title})
        search(at + 1, total, chosen)

    search(0, 0.0, {})
    return best[1]


def _guess(
    role: str,
    columns: Sequence[Column],
    scores: Mapping[str, Mapping[str, _Score]],
    chosen: Mapping[str, str],
) -> RoleGuess:
    mine = scores[role]
    used = {title: other for other, title in chosen.items()}
    best = chosen.get(role, "")

    def competes(title: str) -> bool:
        """Return whether a column may be meant: no other role has a better claim to it."""
        other = used.get(title)
        return title != best and (other is None or scores[other][title].total < mine[title].total)

    rivals = sorted(
        (column.title for column in columns if mine[column.title].total >= _POSSIBLE and competes(column.title)),
        key=lambda title: -mine[title].total,
    )
    by_title = {column.title: column for column in columns}
    if best:
        score = mine[best]
        evidence = _evidence(role, by_title[best], score)
        near = [title for title in rivals if mine[title].total > score.total - _LEAD]
        if near:
            why = f"{len(near) + 1} columns may be meant"
            return _open(role, mine, why, (best, *near))
        return RoleGuess(role, "guessed", best, min(score.total, 1.0), evidence)
    if rivals and (role in REQUIRED_ROLES or mine[rivals[0]].title >= 0.5):
        why = "no title says so; by their values these may be meant"
        if role == "amount" and any(by_title[title].near["price"].says for title in rivals):
            why += "; a price is the money of one piece only"
        return _open(role, mine, why, rivals)
    why = "no column looks like it"
    return RoleGuess(role, "open" if role in REQUIRED_ROLES else "absent", "", 0.0, (why,))


def _open(role: str, scores: Mapping[str, _Score], why: str, titles: Sequence[str]) -> RoleGuess:
    some = tuple(titles[:_MOST_ALTERNATIVES])
    return RoleGuess(role, "open", "", scores[some[0]].total, (why,), some, tuple(scores[t].fit.words for t in some))


def _evidence(role: str, column: Column, score: _Score) -> tuple[str, ...]:
    near = column.near.get(role)
    words = []
    if fold_title(column.title) == fold_title(KAGGLE_COLUMNS.get(role, "")):
        words.append("read by default")
    elif near and score.title >= _TITLE_COUNTS:
        language = LANGUAGES[near.languages[0]] if len(near.languages) == 1 else ""
        language = f" ({language})" if language and language != "English" else ""
        said = "title says so" if near.cover == 1 and near.score == 1 else f"title resembles `{near.phrase}`"
        words.append(said + language)
    words.append(score.fit.words or "but its values do not look like it")
    return tuple(words)
