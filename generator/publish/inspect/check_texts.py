"""Formats checks for `atlas inspect`: the raw values that claims compare, in the site's locale."""

from generator.publish.claims.checks import UNKNOWN
from generator.publish.claims.quantities import (
    Average,
    Combined,
    Limit,
    Needs,
    Quantity,
    Segments,
    Series,
    ShareInterval,
    Value,
)
from generator.publish.model.types import Estimate
from generator.publish.words import display_names
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter

#: p-values below this are printed as an upper bound.
_LEAST_LEVEL = 1e-12


def needs(wanted: Needs, edition: Edition) -> str:
    """Return the requirement on a value: "at least 100"."""
    return wanted.relation.format(_quantity(wanted.limit, edition.fmt)) if isinstance(wanted, Limit) else wanted


def value(found: Value, edition: Edition) -> str:
    """Return a value as text; "not known" and "none" where there is none."""
    match found:
        case Quantity():
            return _quantity(found, edition.fmt)
        case ShareInterval(low, high):
            return edition.fmt.interval(low, high, "share")
        case Average():
            return _average(found, edition.fmt)
        case Segments(ids):
            name = display_names.group(ids, edition.views, edition.content)
            return f"{display_names.codes(ids, edition.views)} {name}"
        case Series(values, separator):
            return separator.join(value(one, edition) for one in values) or "none"
        case Combined(pattern, values):
            return pattern.format(*(value(one, edition) for one in values))
        case str():
            return found


def _quantity(found: Quantity, fmt: Formatter) -> str:
    number = found.number
    if number is None:
        return UNKNOWN
    match found.kind:
        case "count":
            return fmt.number(number)
        case "number":
            return fmt.number(number, found.digits)
        case "share":
            return fmt.percent(number, found.digits)
        case "points":
            return fmt.points(number)
        case "signed points":
            return fmt.points(number, signed=True)
        case "ratio":
            return fmt.ratio(number)
        case "money":
            return fmt.money(number)
        case "probability":
            # A value that would round to 0.000 is printed as an upper bound.
            return f"under {fmt.number(0.001, 3)}" if number < 0.001 else fmt.number(number, 3)
        case "level":
            # Levels of many tests are far below 0.001.
            if number < _LEAST_LEVEL:
                return f"under 1 in {fmt.number(1 / _LEAST_LEVEL)}"
            return f"1 in {fmt.number(1 / number)}" if number < 0.001 else fmt.number(number, 3)


def _average(found: Average, fmt: Formatter) -> str:
    text = fmt.mean(found.measure, found.estimate)
    if not found.with_interval or not isinstance(found.estimate, Estimate):
        return text
    interval = fmt.estimate(found.measure, found.estimate)
    return f"{text} ({interval})" if interval else text
