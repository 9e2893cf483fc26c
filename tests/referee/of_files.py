"""Counts, shares, intervals and averages in the data files of a site, recomputed; files are parsed as readers do."""

import csv
import io
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy import stats

from generator.publish.downloads import files
from generator.publish.model.types import PlaceView
from generator.publish.output import links
from generator.publish.output.links import Links
from generator.publish.words.edition import Edition
from generator.release import Mean
from generator.settings.settings import Settings
from tests.referee.exact import Exact, Figure

Z95 = float(stats.norm.ppf(0.975))
#: Digits of shares in files, and how much rounding of counts may widen or narrow an interval of an average.
_DIGITS, _WIDER = 5e-5, 0.05


class Files:
    """The data files of a site beside the exact figures.

    Args:
        exact: The bank.
        edition: What the site is made of.
        settings: The settings of the site.
    """

    def __init__(self, exact: Exact, edition: Edition, settings: Settings) -> None:
        self.exact, self.views = exact, edition.views
        self._links = Links(None)
        self._bytes = files.build(edition, settings, self._links, defaultdict(tuple))
        self._sds = {item.measure: item.sd for item in exact.release.model.spread if item.segment is None}
        self._base, self._n = exact.base, len(exact.people)

    def figures(self) -> Iterator[Figure]:
        """Yield every number of the tables and of the files of places, which repeat rows of the tables."""
        views = {view.place.slug: view for view in self.views.pages}
        cells: dict[str, list[dict[str, str]]] = {slug: [] for slug in views}
        for row in self._table(links.CITIES_CSV):
            yield from self._place(row, views[row["slug"]])
            yield from self._averages(row, views[row["slug"]])
        for row in self._table(links.CITY_SEGMENTS_CSV):
            cells[row["slug"]].append(row)
            yield from self._cell(row, views[row["slug"]])
        for row in self._table(links.SEGMENTS_CSV):
            yield from self._segment(row)
        for slug, view in views.items():
            alone = self._table(self._links.city_csv(slug))
            yield Figure(f"rows of {slug} in its own table", float(alone == cells[slug]), 1.0, 0.0)
            found = json.loads(self._bytes[self._links.city_json(slug)])
            same = all(map(_same, found["segments"], cells[slug])) and len(found["segments"]) == len(cells[slug])
            yield Figure(f"segments of {slug} in JSON", float(same), 1.0, 0.0)
            yield from self._json(found, view)

    def _table(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self._bytes[path].decode())))

    def _place(self, row: Mapping[str, Any], view: PlaceView) -> Iterator[Figure]:
        cells, name = [(view.place.id, id_) for id_ in self.exact.order], f"{view.place.slug} of all"
        n = self.exact.n(cells)
        yield self.exact.count(f"customers of {view.place.slug}", int(row["customers"]), n)
        yield self._share(f"share of {name}", row["customers_share"], n, self._n)
        if row.get("spend_share") not in {"", None}:
            exact = self.exact.total(cells, "all") / self.exact.total(self.exact.cells, "all")
            room = self._room(view.place.means["spend"], n)
            room += self._room(self.exact.release.overall.means["spend"], self._n)
            yield Figure(f"share of spend of {name}", float(row["spend_share"]), exact, room * exact + _DIGITS)

    def _averages(self, row: Mapping[str, Any], view: PlaceView) -> Iterator[Figure]:
        yield from self._means(row, view.place.means, view.place.slug)
        if row["typical_spend_low"]:
            ends = float(row["typical_spend_low"]), float(row["typical_spend_high"])
            yield from self._interval("typical_spend", view, float(row["typical_spend"]), ends)

    def _room(self, mean: Mean, n: int) -> float:
        """Return the relative error of count × mean."""
        return (mean.step or 0.0) / 2 / (mean.value or math.inf) + self._base / n

    def _share(self, name: str, text: Any, part: int, whole: int) -> Figure:
        share = part / whole
        return Figure(name, float(text), share, self._base * (1 + share) / whole + _DIGITS)

    def _cell(self, row: Mapping[str, str], view: PlaceView) -> Iterator[Figure]:
        segments, name = tuple(row["segment_id"].split("+")), f"{view.place.slug} {row['segment_id']}"
        k, n = (self.exact.n((view.place.id, id_) for id_ in ids) for ids in (segments, self.exact.order))
        yield self.exact.count(f"customers of {name}", int(row["customers"]), k)
        yield self._share(f"share of {name}", row["customers_share"], k, n)
        atom = next((group for group in view.groups if group.segments == segments), None)
        yield from self._means(row, atom.means if atom else view.place.means, name)
        if row["share_low"]:
            for end, limit in zip(("low", "high"), _wilson(int(row["customers"]), view.n), strict=True):
                yield Figure(f"{end} of {name}", float(row[f"share_{end}"]), limit, self._base / view.n + _DIGITS)
        if row["all_share"]:
            everywhere = self.exact.n(key for key in self.exact.cells if key[1] in segments)
            yield self._share(f"share of all of {name}", row["all_share"], everywhere, self._n)
            index = 100 * k / n / (everywhere / self._n)
            room = self._base * (1 / max(k, 1) + 1 / n + 2 / everywhere)
            yield Figure(f"index of {name}", float(row["index"]), index, index * room + 0.5)

    def _segment(self, row: Mapping[str, str]) -> Iterator[Figure]:
        segments, name = tuple(row["segment_id"].split("+")), f"segment {row['segment_id']}"
        n = self.exact.n(key for key in self.exact.cells if key[1] in segments)
        yield self.exact.count(f"customers of {name}", int(row["customers"]), n)
        yield self._share(f"share of {name}", row["customers_share"], n, self._n)
        if len(segments) == 1:
            means = {segment.id: segment.means for segment in self.exact.release.segments}
            yield from self._means(row, means[segments[0]], name)
            if row.get("spend_share"):
                inside = [key for key in self.exact.cells if key[1] in segments]
                exact = self.exact.total(inside, "wide") / self.exact.total(self.exact.cells, "wide")
                room = sum(self._room(means[id_]["spend"], len(self.exact.group(id_))) for id_ in means)
                yield Figure(f"share of spend of {name}", float(row["spend_share"]), exact, room * exact + _DIGITS)

    def _means(self, row: Mapping[str, Any], means: Mapping[str, Mean], name: str) -> Iterator[Figure]:
        """Averages are those of the release, which are recomputed there; what is withheld there is empty here."""
        for measure, mean in means.items():
            shown = row[measure]
            yield Figure(f"{measure} of {name}", float(shown) if shown not in {"", None} else -1.0,
                         -1.0 if mean.value is None else mean.value, 0.0)  # fmt: skip

    def _json(self, found: Mapping[str, Any], view: PlaceView) -> Iterator[Figure]:
        yield from self._place(found, view)
        for measure, average in found["averages"].items():
            mean = view.place.means[measure]
            yield Figure(f"{measure} of {view.place.slug}", average.get("value", -1.0), mean.value or -1.0, 0.0)
            if "low" in average:
                yield from self._interval(measure, view, average["value"], (average["low"], average["high"]))

    def _interval(self, measure: str, view: PlaceView, value: float, ends: tuple[float, float]) -> Iterator[Figure]:
        """95 % intervals: every mean from which a value as far away as the rounded one has a chance over 5 %."""
        error, step = self._sds[measure] / math.sqrt(view.n), view.place.means[measure].step or 0.0
        half = _farthest(error, step)
        # Which rounded values are as far away jumps with the error, so its own rounding counts more than in proportion.
        near = max(abs(_farthest(error * (1 + off), step) - half) for off in (-_WIDER, _WIDER))
        for name, end, sign in (("low", ends[0], -1), ("high", ends[1], 1)):
            if measure == "typical_spend":
                published, exact = math.log(end), math.log(value) + sign * half
            else:
                top = 100.0 if measure.endswith("_pct") else math.inf
                published, exact = end, min(max(value + sign * half, 0.0), top)
            yield Figure(f"{name} of {measure} of {view.place.slug}", published, exact, near + _WIDER * half + 1e-4)


def _farthest(error: float, step: float) -> float:
    """Return the largest distance of a mean that is not rejected, by adding up the chances of all rounded values."""
    if not step:
        return Z95 * error
    far = np.linspace(0, step / 2 + 4 * error, 800)[:, None]
    values = step * np.arange(-math.ceil(12 * error / step) - 3, math.ceil(12 * error / step) + 4)[None, :]
    chances = stats.norm.cdf((values + step / 2 + far) / error) - stats.norm.cdf((values - step / 2 + far) / error)
    rejected = (chances * (abs(values + far) >= far - 1e-12)).sum(axis=1)
    return max(Z95 * error, float(far[rejected > 0.05].max()))


def _wilson(k: int, n: int) -> tuple[float, float]:
    """Return the score interval of k of n."""
    z2 = Z95**2
    middle, half = k + z2 / 2, Z95 * math.sqrt(k * (n - k) / n + z2 / 4)
    return (middle - half) / (n + z2), (middle + half) / (n + z2)


def _same(cell: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    """Return whether an object in JSON has the values of a row in CSV."""
    texts = {
        name: "" if value is None else value if isinstance(value, str) else f"{value:g}" for name, value in cell.items()
    }
    return all(row[name] in {text, str(cell[name])} for name, text in texts.items())
