"""Columns that settings compute from others: tells the title of a column from an expression, and finds what both name.

An exact title wins. One that is equal after folding wins too, unless the text is also an expression of columns that
the file has: then the settings must say which, with names in double quotes. Any other text is an expression.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.analyse.expressions.parse import could_be_expression, parse, quoted_title
from generator.analyse.expressions.tree import Expression
from generator.analyse.reading import titles
from generator.analyse.reading.header import Titles
from generator.analyse.reading.layout import SourceFile
from generator.analyse.reading.titles import fold_title, is_title
from generator.errors import ConfigError, SourceError
from generator.settings.source_roles import REQUIRED_ROLES


@dataclass(frozen=True, slots=True)
class Formulas:
    """What the settings may compute.

    Attributes:
        roles: The expression that the text of a role is, if it is no title.
        faults: Why the text of a role is no expression, although it looks like one.
        where: The condition of the rows that count; None for all rows.
    """

    roles: Mapping[str, Expression] = field(default_factory=lambda: MappingProxyType({}))
    faults: Mapping[str, ConfigError] = field(default_factory=lambda: MappingProxyType({}))
    where: Expression | None = None

    def titles(self) -> frozenset[str]:
        """Return the folded names of all columns that the expressions name."""
        found = [*self.roles.values(), *([self.where] if self.where else [])]
        return frozenset().union(*map(_folded, found))


def _folded(expression: Expression) -> frozenset[str]:
    return frozenset(map(fold_title, expression.columns))


def formulas_of(columns: Mapping[str, str], where: str) -> Formulas:
    """Parse what may be expressions.

    Args:
        columns: Source column, or expression, by role.
        where: The setting `where`.

    Raises:
        ConfigError: `where` is no expression that is allowed.
    """
    roles: dict[str, Expression] = {}
    faults: dict[str, ConfigError] = {}
    for role, text in columns.items():
        if could_be_expression(text):
            try:
                roles[role] = parse(f"columns.{role}", text)
            except ConfigError as error:
                faults[role] = error
    return Formulas(roles, faults, parse("where", where) if where.strip() else None)


def wanted(columns: Mapping[str, str], extra: Iterable[str], formulas: Formulas, given: Iterable[str]) -> Titles:
    """Return the titles that the header of a text file should have.

    Args:
        columns: Source column, or expression, by role.
        extra: Columns of the customer key that have no role.
        formulas: The expressions.
        given: Columns from elsewhere.
    """
    there = frozenset(map(fold_title, given))
    folded = {role: fold_title(quoted_title(text) or text) for role, text in columns.items()}
    plain = frozenset(folded[role] for role in REQUIRED_ROLES if role in folded and role not in formulas.roles)
    # A text that is an expression may be a title all the same.
    either = tuple(
        (frozenset({folded[role]}) - there, _folded(formulas.roles[role]) - there)
        for role in REQUIRED_ROLES
        if role in formulas.roles
    )
    return Titles(plain - there, frozenset({*folded.values(), *map(fold_title, extra)}) | formulas.titles(), either)


@dataclass(frozen=True, slots=True)
class Matched:
    """Columns of one file.

    Attributes:
        roles: Column by role.
        computed: Roles that expressions compute.
        inputs: Column by the name that an expression gives it.
        missing: What is not there, a phrase each.
    """

    roles: dict[str, str]
    computed: tuple[str, ...]
    inputs: dict[str, str]
    missing: tuple[str, ...]


def match(file: str, names: Sequence[str], columns: Mapping[str, str], formulas: Formulas) -> Matched:
    """Match roles and expressions to the columns of a file.

    Args:
        file: What messages call the file.
        names: Its columns.
        columns: Source column, or expression, by role.
        formulas: The expressions among them.

    Raises:
        SourceError: A name fits two columns, or a text is both a title and an expression.
        ConfigError: A text is neither.
    """
    asked = {role: quoted_title(text) or text for role, text in columns.items()}
    roles = titles.match(file, names, asked)
    computed: list[Expression] = []
    for role, title in asked.items():
        formula = formulas.roles.get(role) if title == columns[role] else None
        if role in roles:
            near = roles[role] != titles.cleaned(title)
            if near and formula and all(_found(file, name, names) for name in formula.columns):
                raise _ambiguous(file, role, roles[role], formula)
        elif formula:
            computed.append(formula)
        elif role in formulas.faults:
            raise formulas.faults[role]
    inputs: dict[str, str] = {}
    missing: list[str] = []
    for formula in [*computed, *([formulas.where] if formulas.where else [])]:
        for name in formula.columns:
            if found := _found(file, name, names):
                inputs[name] = found
            else:
                missing.append(f"{name} ({formula.owner.removeprefix('columns.')}){nearest(name, names)}")
    done = tuple(formula.owner.removeprefix("columns.") for formula in computed)
    return Matched(roles, done, inputs, tuple(dict.fromkeys(missing)))


def _found(file: str, name: str, names: Sequence[str]) -> str | None:
    """Return the column that a name in an expression means."""
    return titles.match(file, names, {f"{name} of an expression": name}).get(f"{name} of an expression")


def _ambiguous(file: str, role: str, title: str, formula: Expression) -> SourceError:
    names = ", ".join(f'"{name}"' for name in formula.columns)
    return SourceError(
        f"{file}: columns.{role} is like the title of a column, {title}, and an expression of other columns, {names}.",
        f"Write columns.{role} = '\"{title}\"' for the column, or put each name of the expression in double quotes.",
    )


def nearest(name: str, names: Iterable[str]) -> str:
    """Return ", did you mean …?" with the column of a similar name, if its title cannot be a value; else nothing."""
    titles = {fold_title(column): column for column in names if is_title(column)}
    found = difflib.get_close_matches(fold_title(name), titles, n=1)
    return f", did you mean {titles[found[0]]}?" if found else ""


def require_alike(files: Sequence[SourceFile]) -> None:
    """Refuse a role that is computed in one file and a column in another.

    Raises:
        SourceError: Which role and files.
    """
    for role in dict.fromkeys(role for file in files for role in file.computed):
        having = next(file for file in files if role in file.computed)
        if other := next((file for file in files if role not in file.computed), None):
            raise SourceError(
                f"{other.where}: columns.{role} is a column here, and computed in {having.where}.",
                "Put the names of columns in double quotes.",
            )
