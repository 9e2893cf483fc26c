"""Shared test cases for comparisons of places: results of Python, which the script must reproduce.

`python -m tests.support.comparisons` regenerates `tests/cases/compare.json`; a test fails if it is out of date.
"""

import json
import math
import sys
from dataclasses import replace
from typing import Any, Literal

from generator.publish.claims import comparison
from generator.publish.facts import values
from generator.publish.facts.values import DefaultSettings
from generator.publish.model import conditions
from generator.publish.model import pairs as difference
from generator.publish.model.build import build_views
from generator.publish.model.pairs import Gap, Pair, Part
from generator.publish.words.edition import Edition
from generator.publish.words.formats import Formatter
from generator.publish.words.loader import load
from generator.release import Release
from generator.resources import content_dir
from tests.support.paths import CASES
from tests.support.releases import Kind, sample_release

PATH = CASES / "compare.json"
Sample = Kind | Literal["varied", "grown", "imported"]
KINDS: tuple[Sample, ...] = ("full", "sparse", "joined", "total", "hostile", "varied", "grown", "imported")

#: Positions of the pages to compare, most customers first: large and large, large and small, small and small, 3 and 4.
CHOICES = ((0, 1), (4, 0), (6, 7), (0, 9), (8, 9), (3, 5), (15, 16), (2, 18), (17, 19), (6, 8, 15), (3, 5, 10, 1))
FEW_CHOICES = ((0, 1), (4, 8), (1, 2, 7, 11))
LOCALES = (
    ("en_IN", "INR"), ("en_US", "USD"), ("de_DE", "EUR"), ("fr_FR", "EUR"), ("pl_PL", "PLN"), ("de_CH", "CHF"),
    ("ja_JP", "JPY"), ("en_US", "KWD"),
)  # fmt: skip
NUMBERS = (
    0,
    0.004,
    0.005,
    0.0449,
    0.5,
    1.005,
    2.5,
    9.994,
    9.995,
    12.345,
    99.95,
    999.5,
    1234.5,
    99999.5,
    123456.789,
    1e7,
)
AXES = ((0.0, 500.0, 1000.0), (10.0, 100.0, 100000.0), (0.0, 100000.0, 250000.0), (0.5, 1.0), (200.0, 500.0, 1000.0))


def edition_of(release: Release) -> Edition:
    """Return the edition of a release with the built-in content."""
    views, settings = build_views(release), DefaultSettings()
    words = load((content_dir(),), conditions.hold(views, settings))
    return values.fill_site(Edition.of(views, words), settings)


def cases() -> dict[str, Any]:
    """Return all cases, ready for JSON."""
    return {
        "comparisons": [one for kind in KINDS for one in _comparisons(kind)],
        "formats": [*(_formats(Formatter(locale, currency)) for locale, currency in LOCALES), _formats(_polish())],
    }


def _polish() -> Formatter:
    """Return a formatter in a language of four plural forms."""
    fmt = Formatter("pl_PL", "PLN", "pl")
    units = {"points": "punktu", "points_one": "punkt", "points_few": "punkty", "points_many": "punktów"}
    return replace(fmt, words={**fmt.words, "units": units})


def release_of(kind: Sample) -> Release:
    """Return a sample; "varied" is the full one with differences that the other samples lack.

    "grown" has a hundred times the customers, of which those in Mumbai differ a little from the others. "imported" is
    the varied one as an imported table, whose figures cannot be tested.
    """
    match kind:
        case "imported":
            return replace(release_of("varied"), origin="kpis")
        case "varied":
            moved = {"transactions": 1.7, "age": 34.0, "recency_pct": 61.0, "recency": 14.0}
            made = _moved(sample_release("full"), "Mumbai", moved, 0)
            # Too little for a clear difference, enough for one that could be chance.
            return _moved(made, "Bengaluru", {"transactions": 1.42, "age": 31.6}, 60)
        case "grown":
            moved = {"transactions": 1.38, "age": 31.5, "recency_pct": 52.5, "recency": 21.0, "typical_spend": 425.0}
            return _moved(_grown(sample_release("full"), 100), "Mumbai", moved, 9000)
        case _:
            return sample_release(kind)


def _moved(release: Release, name: str, values: dict[str, float], customers: int) -> Release:
    """Return a release with other averages in one city, and some customers of its last segment in its first."""
    town = next(place for place in release.places if place.name == name)
    means = {
        name: replace(mean, value=values.get(name, mean.value)) if mean.value is not None else mean
        for name, mean in town.means.items()
    }
    shift: dict[tuple[str, ...], int] = {("a",): customers, ("d",): -customers}
    return replace(
        release,
        places=tuple(replace(town, means=means) if place is town else place for place in release.places),
        atoms=tuple(
            replace(atom, n=atom.n + shift.get(atom.segments, 0)) if atom.place == town.id else atom
            for atom in release.atoms
        ),
    )


def _grown(release: Release, times: int) -> Release:
    """Return a release with so many times the customers, and steps as fine."""
    return replace(
        release,
        atoms=tuple(replace(atom, n=times * atom.n) for atom in release.atoms),
        margin=tuple(replace(cell, n=times * cell.n) for cell in release.margin),
        places=tuple(
            replace(
                place,
                means={
                    name: replace(mean, step=None if mean.step is None else mean.step / times)
                    for name, mean in place.means.items()
                },
            )
            for place in release.places
        ),
    )


def _comparisons(kind: Sample) -> list[dict[str, Any]]:
    edition = edition_of(release_of(kind))
    views = edition.views
    found = []
    for choice in FEW_CHOICES if kind in {"hostile", "varied", "grown", "imported"} else CHOICES:
        places = [views.pages[at] for at in choice]
        pairs = [
            _pair(pair) | {"sentences": [[s.id, s.text, s.evidence, s.confidence] for s in said]}
            for pair in difference.compare(places, views)
            for said in [comparison.sentences(pair, edition)]
        ]
        found.append({"kind": kind, "places": [view.place.slug for view in places], "pairs": pairs})
    return found


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "claims": pair.claims,
        "parts": [_part(part) for part in pair.parts],
        "gaps": [_gap(gap) for gap in pair.gaps],
    }


def _part(part: Part) -> list[Any]:
    limits = [*part.low, *part.high]
    return ["+".join(part.segments), *part.n, *part.share, *limits, *part.ends, part.error, part.answer]


def _gap(gap: Gap) -> list[Any]:
    return [gap.measure, *gap.value, gap.difference, gap.low, gap.high, gap.z, gap.error, gap.answer]


def _formats(fmt: Formatter) -> dict[str, Any]:
    texts: list[list[Any]] = []
    for x in map(float, NUMBERS):
        texts += [["number", [x, digits], fmt.number(x, digits)] for digits in (0, 1, 2)]
        texts += [["money", [x], fmt.money(x)], ["money", [-x], fmt.money(-x)], ["moneyWords", [x], fmt.money_words(x)]]
        share, high = short(x / 1e7 if x > 1 else x), short(x * 1.1 + 0.001)
        rest, low = short(1 - share), short(share * 0.9)
        texts += [["percent", [share], fmt.percent(share)], ["percent", [rest, 1], fmt.percent(rest, 1)]]
        texts += [["points", [share], fmt.points(share)], ["ratio", [x], fmt.ratio(x)]]
        for kind in ("money", "ratio", "days"):
            texts.append(["interval", [x, high, kind], fmt.interval(x, high, kind)])
        texts.append(["interval", [low, share, "share"], fmt.interval(low, share, "share")])
        for step in (0.03 * x, 2.5):
            texts += [["money", [x, short(step)], fmt.money(x, short(step))]]
            texts += [["interval", [x, high, "money", short(step)], fmt.interval(x, high, "money", step=short(step))]]
    texts += [["axisMoney", [list(ticks)], list(fmt.axis_money(ticks))] for ticks in AXES]
    texts += [["ordinal", [n], fmt.ordinal(n)] for n in (1, 2, 3, 4, 11, 21, 102, 1003)]
    return {"spec": fmt.for_scripts(), "texts": texts}


def short(value: Any) -> Any:
    """Round all numbers of a JSON value to ten digits: enough for any difference that could change a sentence."""
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [short(inner) for inner in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


def same(one: Any, other: Any, tolerance: float = 1e-8) -> bool:
    """Return whether two JSON values are equal, with a relative tolerance for numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], tolerance) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b, tolerance) for a, b in zip(one, other, strict=True))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not isinstance(one, bool):
        return math.isclose(one, other, rel_tol=tolerance, abs_tol=1e-12)
    return bool(one == other)


def dump() -> str:
    """Return the text of the case file, one comparison per line."""
    made = short(cases())
    parts = []
    for name, rows in made.items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
        parts.append(f"{json.dumps(name)}: [\n{lines}\n]")
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    PATH.write_text(dump(), encoding="utf-8")
    sys.stdout.write(f"{PATH}: {PATH.stat().st_size} bytes\n")
