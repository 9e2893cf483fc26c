"""Formatter of numbers, money, shares and dates, for text, tables, axes and cards.

Indian grouping, lakh and crore, and every other locale through Babel. Words ("lakh", "too few customers for a mean")
come from `content/formats.toml`. Unknown, zero and suppressed numbers have different texts, and none is ever "nan".
"""

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_precision, get_decimal_symbol, get_group_symbol

from generator.publish.model.types import Estimate
from generator.publish.words import digits as in_digits
from generator.publish.words import precision
from generator.publish.words.digits import MINUS, NBSP
from generator.release import Mean
from generator.release.columns import COLUMNS
from generator.resources import content_dir


@cache
def _built_in_words() -> Mapping[str, Any]:
    return tomllib.loads((content_dir() / "formats.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Formatter:
    """Formats values in one locale and currency.

    Numbers follow the locale. What belongs to the words follows their language: ordinals, plurals, names of months.

    Attributes:
        locale: Locale such as en_IN.
        currency: ISO 4217 code.
        language: Language of the words, such as en or pt-BR.
        words: Words of `content/formats.toml`; those of the package unless given.
    """

    locale: str
    currency: str
    language: str = "en"
    words: Mapping[str, Any] = field(default_factory=_built_in_words, repr=False)

    def number(self, x: float, digits: int = 0) -> str:
        """Return a number rounded half up to `digits` decimals, grouped as the locale groups.

        Raises:
            ValueError: x is not finite: it must never reach a page.
        """
        return in_digits.number(self.locale, x, digits)

    def count(self, n: int) -> str:
        """Return a whole number: 1,23,456."""
        return self.number(n)

    def money(self, x: float, step: float = 0.0) -> str:
        """Return an amount in full: ₹1,23,456; below ten with the currency's decimals unless whole.

        Digits that the rounding step of an average does not support are zeros.
        """
        x = precision.to_step(x, step)
        digits = 0 if abs(x) >= 10 or float(x).is_integer() else self._decimals()
        return self._currency(self.number(x, digits))

    def money_words(self, x: float) -> str:
        """Return an amount for prose: from one lakh up "₹3.4 lakh", "₹12 crore"; below that in full."""
        scale = self._scale()
        for word, size in scale:
            # Use this unit where the next smaller one would round up to "100 lakh" or "₹1,00,000".
            if abs(x) >= (size - 0.5 if size == scale[-1][1] else size * 0.9995) and math.isfinite(x):
                scaled = x / size
                digits = 0 if abs(scaled) >= 100 or abs(scaled - round(scaled)) < 0.05 else 1
                return self._currency(f"{self.number(scaled, digits)}{NBSP}{word}")
        return self.money(x)

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share of 1 as a percentage: "31 %", "0.4 %", "under 0.1 %", "0 %" only for exactly 0."""
        return self._bounded(share, precision.percent_digits((share,), digits))

    def points(self, x: float, signed: bool = False) -> str:
        """Return a difference of two shares in percentage points: "5 points"; signed "+5 points", "−5 points"."""
        value = 100 * x if signed else abs(100 * x)
        digits = 0 if abs(value) >= 0.95 or value == 0 else 1
        plus = "+" if signed and value > 0 else ""
        form = self.plural(abs(float(in_digits.rounded(value, digits))))
        units = self.words["units"]
        return f"{plus}{self.number(value, digits)}{NBSP}{units.get(f'points_{form}', units['points'])}"

    def ratio(self, x: float) -> str:
        """Return a ratio with two decimals: 1.12."""
        return self.number(x, 2)

    def days(self, x: float) -> str:
        """Return days with one decimal and no unit: 20.8."""
        return self.number(x, 1)

    def years(self, x: float) -> str:
        """Return years with one decimal and no unit: 30.6."""
        return self.number(x, 1)

    def percentile(self, x: float) -> str:
        """Return a percentile: 46."""
        return self.number(x)

    def date(self, iso: str) -> str:
        """Return a day: 21 Oct 2016, or Oct 21, 2016 where the locale puts the month first."""
        return self._day(iso, "day")

    def date_range(self, first: str, last: str) -> str:
        """Return two days, without the first year where it is the same: "1 Aug to 21 Oct 2016"."""
        start = self._day(first, "day_without_year" if first[:4] == last[:4] else "day")
        return f"{start} {self.words['words']['to']} {self.date(last)}"

    def _day(self, iso: str, name: str) -> str:
        patterns, words = self.words["dates"], self._words_locale
        if str(words) == self.locale and str(words.date_formats["medium"].pattern).startswith("M"):
            name = f"{name}_month_first" if f"{name}_month_first" in patterns else name
        return str(format_date(date.fromisoformat(iso), patterns[name], locale=words))

    @property
    def words_locale(self) -> str:
        """Return the locale of the words: that of the numbers if it has their language, else the language's own."""
        return str(self._words_locale)

    @property
    def _words_locale(self) -> Locale:
        language, locale = Locale.parse(self.language, sep="-"), Locale.parse(self.locale)
        return locale if locale.language == language.language and not language.territory else language

    def plural(self, n: float) -> str:
        """Return the plural form of a number in the language of the words: "one", "few", "other"."""
        return Locale.parse(self.language, sep="-").plural_form(n)

    def ordinal(self, n: int) -> str:
        """Return a rank: 11th."""
        forms = self.words["ordinals"]
        form = Locale.parse(self.language, sep="-").ordinal_form(n)
        return self.count(n) + str(forms.get(form, forms["other"]))

    def interval(
        self,
        low: float,
        high: float,
        kind: str,
        digits: int = 0,
        step: float | None = None,
        beside: float | None = None,
    ) -> str:
        """Return "₹402 to ₹473", "28 to 34 %"; `kind` is a kind of `generator.release.columns`.

        Ends that would be equal after rounding get more decimals.

        Args:
            low: Lower end.
            high: Upper end.
            kind: Kind of the number.
            digits: Least decimals of a share.
            step: Rounding step of the average.
            beside: A value printed beside it: where it is outside, the ends have enough decimals to show that.
        """
        to = f" {self.words['words']['to']} "
        if kind in precision.DIGITS or kind == "percentile":
            places = precision.digits_apart(low, high, precision.digits_of(kind, step), beside)
            return f"{self.number(low, places)}{to}{self.number(high, places)}"
        if kind == "share":
            digits = precision.percent_digits((low, high), digits)
            if self.number(100 * low, digits) == self.number(100 * high, digits):
                digits = 1
            return f"{self.number(100 * low, digits)}{to}{self.number(100 * high, digits)}{NBSP}%"
        if kind != "money":
            return to.join((self._kind(kind, low), self._kind(kind, high)))
        for finer in (step or 0.0, 0.0):
            ends = self.money(low, finer), self.money(high, finer)
            if low == high or (ends[0] != ends[1] and not precision.hidden(low, high, 0, beside, finer)):
                return to.join(ends)
        digits = max(2, self._decimals())
        return to.join(self._currency(self.number(end, digits)) for end in (low, high))

    def estimate(self, column: str, estimate: Estimate, beside: float | None = None) -> str:
        """Return an average's interval; empty when it has none. `beside` as for `interval`."""
        if estimate.low is None or estimate.high is None:
            return ""
        kind, step = COLUMNS[column].kind, estimate.step
        if kind == "money" and estimate.value is not None:
            step = precision.step_at(column, estimate.value, step)
        return self.interval(estimate.low, estimate.high, kind, step=step, beside=beside)

    def value(self, column: str, x: Any) -> str:
        """Return a value of a published column by the column's kind; None is "not known"."""
        if x is None:
            return str(self.words["words"]["unknown"])
        return self._kind(COLUMNS[column].kind, x)

    def mean(self, column: str, mean: Mean | Estimate, short: bool = False, more: int = 0) -> str:
        """Return a published average, or why it is missing; `short` for table cells, `more` for further decimals."""
        if mean.withheld is not None or mean.value is None:
            words = self.words["withheld_short" if short else "withheld"]
            return str(words[mean.withheld or "absent"])
        kind = COLUMNS[column].kind
        if kind == "money":
            step = 0.0 if more else precision.step_at(column, mean.value, mean.step)
            return self.money(mean.value, step) if more < 2 else self._currency(self.number(mean.value, 2))
        if more:
            return self.number(mean.value, precision.DIGITS.get(kind, 0) + more)
        return self._stepped(kind, mean.value, mean.step) if kind in precision.DIGITS else self._kind(kind, mean.value)

    def _stepped(self, kind: str, x: float, step: float | None) -> str:
        """Return a number no finer than its rounding step: "about 25" days where it is 5, never "0.0"."""
        digits = precision.digits_of(kind, step)
        if kind == "days" and abs(x) < 0.5 * 10.0**-digits:
            least = max(step or 0.0, 10.0**-digits)
            return f"{self.words['words']['under']} {self.number(least, digits)}" if x or step else self.number(0)
        text = self.number(x, digits)
        return f"{self.words['words']['about']} {text}" if kind in precision.ROUGH and step and step > 1 else text

    def fewer_than(self, n: int) -> str:
        """Return the text for a count below a threshold."""
        return f"{self.words['words']['fewer_than']} {self.count(n)}"

    def at_least(self, share: float) -> str:
        """Return the text for a lower bound of a share; rounded down, so that it stays true."""
        return f"{self.words['words']['at_least']} {self.percent(math.floor(100 * share) / 100)}"

    def axis_money(self, ticks: Sequence[float]) -> tuple[str, ...]:
        """Return tick labels that share one unit: ₹0, ₹500, ₹1,000; or ₹0, ₹1 lakh, ₹2 lakh."""
        top = max((abs(tick) for tick in ticks), default=0.0)
        positive = [abs(tick) for tick in ticks if tick]
        # A log axis spans several orders of magnitude: a single unit would print ₹0.001 lakh.
        if not positive or max(positive) / min(positive) > 100:
            return tuple(self.money_words(tick) for tick in ticks)
        word, size = next(((w, s) for w, s in self._scale() if top >= s), ("", 1.0))
        digits = precision.needed_digits([tick / size for tick in ticks])
        return tuple(
            self._currency(self.number(tick / size, digits if tick else 0) + (NBSP + word if word and tick else ""))
            for tick in ticks
        )

    def for_scripts(self) -> dict[str, Any]:
        """Return the data that scripts need to format numbers as this formatter does.

        `templates/static/js/src/core/formats.js` reads it.
        """
        written = self._currency("1")
        before, _, after = written.partition("1")
        return {
            "language": self.language,
            "decimal": get_decimal_symbol(self.locale),
            "group": get_group_symbol(self.locale),
            "decimals": self._decimals(),
            "sizes": list(Locale.parse(self.locale).decimal_formats[None].grouping),
            "minus": MINUS,
            "before": before,
            "after": after,
            "scales": self._scale(),
            "words": dict(self.words["words"]),
            "units": dict(self.words["units"]),
            "ordinals": dict(self.words["ordinals"]),
            "withheld": dict(self.words["withheld_short"]),
        }

    def _kind(self, kind: str, x: Any) -> str:
        by_kind: dict[str, Callable[[Any], str]] = {
            "count": self.count,
            "share": self.percent,
            "money": self.money,
            "ratio": self.ratio,
            "days": self.days,
            "years": self.years,
            "percentile": self.percentile,
            "index": self.number,
        }
        return by_kind[kind](x) if kind in by_kind else str(x)

    def _scale(self) -> list[tuple[str, float]]:
        rows = self.words["scales"].get(Locale.parse(self.locale).territory or "", self.words["scales"]["default"])
        return [(str(word), float(size)) for word, size in rows]

    def _decimals(self) -> int:
        """Return the decimals that the currency has: 2 mostly, 3 for dinars, 0 for yen."""
        return int(get_currency_precision(self.currency))

    def _currency(self, text: str) -> str:
        return in_digits.amount(self.locale, self.currency, text)

    def _bounded(self, share: float, digits: int) -> str:
        """Avoid "0 %" and "100 %" for shares that are only close to them."""
        hair = 10.0 ** -(digits + 2)
        under, over = self.words["words"]["under"], self.words["words"]["over"]
        if digits and 0 < share < hair:
            return f"{under} {self.number(100 * hair, digits)}{NBSP}%"
        if digits and 1 - hair < share < 1:
            return f"{over} {self.number(100 - 100 * hair, digits)}{NBSP}%"
        return f"{self.number(100 * share, digits)}{NBSP}%"
