"""Turns exact sums into publishable figures: the only module whose results leave the private half.

All results follow the privacy page: groups of at least T customers, counts rounded once, averages clipped and rounded
or suppressed. A violated rule stops the run, and nothing is published.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from generator.analyse.disclosure.counts import ages_of, by_band, histograms
from generator.analyse.disclosure.exact import Profile
from generator.analyse.disclosure.means import FEW, Rules, Sums, averages, spreads, typical_balance
from generator.analyse.disclosure.network import Printed, round_customers
from generator.analyse.disclosure.partition import Candidate, Partition, partition, spread_out
from generator.errors import DisclosureError
from generator.release import Atom, Cell, Cross, Histogram, Mean, Place, PlaceKind, Spread
from generator.release.columns import BALANCE, MEASURES

#: Exact sums by (published id, segment position).
Cells = Mapping[tuple[str, int], Sums]


@dataclass(frozen=True, slots=True)
class Site:
    """Publishable names and position of a place, as in `release.places.Place`; contains no figures of customers.

    Attributes:
        cores: Ids of the places after which the metropolitan area is named.
        covers: Names of all cities of an area that is one place; its figures are those of the area alone.
    """

    slug: str
    name: str
    kind: PlaceKind
    state: str
    lat: float | None
    lon: float | None
    metro: str = ""
    cores: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Publishable figures.

    Attributes:
        places: Sorted by id.
        atoms: Sorted by place id, then canonical order.
        margin: In canonical order.
        segment_means: Averages of all customers by segment, in canonical order.
        overall_means: Averages of all customers.
        spread: Standard deviations for intervals.
        cross: Segment by gender and age band.
        histograms: Distributions of all customers.
        hidden: Candidate ids without a page, whose names must not be published. Private.
    """

    places: tuple[Place, ...]
    atoms: tuple[Atom, ...]
    margin: tuple[Cell, ...]
    segment_means: tuple[dict[str, Mean], ...]
    overall_means: dict[str, Mean]
    spread: tuple[Spread, ...]
    cross: tuple[Cross, ...]
    histograms: tuple[Histogram, ...]
    hidden: frozenset[str]


def disclose(
    profile: Profile,
    candidates: Mapping[str, tuple[str, bool]],
    sites: Mapping[str, Site],
    ids: tuple[str, ...],
    rules: Rules,
) -> Disclosed:
    """Turn exact sums into publishable figures.

    Args:
        profile: Exact aggregates.
        candidates: By place id of the profile: the pool that it joins if too small, and whether it may have a page.
        sites: Name and position by published id (places, pools and "other").
        ids: Segment ids in canonical order.
        rules: Policy.

    Raises:
        DisclosureError: The figures cannot be made safe.
    """
    sums = profile.sums.copy()
    split = partition(_candidates(sums, candidates, len(ids)), rules.threshold)
    sums["home"] = sums["place"].map(split.home)
    cells = _cells(sums)
    homes = tuple(split.groups)
    by_segment = [_total(cells, ((home, i) for home in homes)) for i in range(len(ids))]
    everyone = _total(cells, cells)
    printed = round_customers(split, ages_of(profile.cross, len(ids)), rules.multiple)
    sizes = [printed.segment(i) for i in range(len(ids))]
    segment_means = tuple(
        _segment_means(item, n, i, rules) for i, (item, n) in enumerate(zip(by_segment, sizes, strict=True))
    )
    overall_means = averages(everyone, printed.total, rules, None, "all") | _balance(everyone, None, rules)
    segments = zip(ids, by_segment, sizes, segment_means, strict=True)
    disclosed = Disclosed(
        places=tuple(_places(split, printed, cells, sites, rules)),
        atoms=tuple(_atoms(split, printed, cells, ids, rules)),
        margin=tuple(_margin(split, printed, cells, ids, rules)),
        segment_means=segment_means,
        overall_means=overall_means,
        spread=spreads([(None, everyone, printed.total, overall_means), *segments], rules),
        cross=by_band(profile.cross, ids, printed, rules),
        histograms=tuple(histograms(profile.distributions, printed, rules)),
        hidden=frozenset(name for name, home in split.home.items() if home != name),
    )
    _require_safe(disclosed, split, printed, sums, rules)
    return disclosed


def _candidates(sums: pd.DataFrame, candidates: Mapping[str, tuple[str, bool]], k: int) -> dict[str, Candidate]:
    counts = sums.pivot_table(index="place", columns="segment", values="n", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=range(k), fill_value=0)
    certain = sums[~sums["weak"]].groupby("place")["n"].sum()
    return {
        str(place): Candidate(
            counts=tuple(int(n) for n in row),
            certain=int(certain.get(place, 0)),
            page=candidates[str(place)][1],
            pool=candidates[str(place)][0],
        )
        for place, row in zip(counts.index, counts.to_numpy(), strict=True)
    }


def _cells(sums: pd.DataFrame) -> Cells:
    """Return the sums by (published id, segment position), as Python integers."""
    frame = sums.drop(columns=["place", "weak"]).groupby(["home", "segment"]).sum()
    names = [str(name) for name in frame.columns]
    rows = (dict(zip(names, map(int, row), strict=True)) for row in frame.to_numpy())
    return {(str(home), int(segment)): row for (home, segment), row in zip(frame.index, rows, strict=True)}


def _total(cells: Cells, where: Iterable[tuple[str, int]]) -> Sums:
    """Add the sums of some cells; a cell without customers adds nothing."""
    total = dict.fromkeys(next(iter(cells.values())), 0)
    for key in where:
        for name, value in cells.get(key, {}).items():
            total[name] += value
    return total


def _atoms(split: Partition, printed: Printed, cells: Cells, ids: tuple[str, ...], rules: Rules) -> Iterator[Atom]:
    for home, groups in split.groups.items():
        for group in groups:
            segment = group[0] if len(group) == 1 else None
            sums, n = _total(cells, ((home, i) for i in group)), printed.atoms[home, group]
            yield Atom(home, tuple(ids[i] for i in group), n, averages(sums, n, rules, segment, "own"))


def _places(
    split: Partition, printed: Printed, cells: Cells, sites: Mapping[str, Site], rules: Rules
) -> Iterator[Place]:
    published = {sites[home].name.casefold() for home in split.groups}
    for home, groups in split.groups.items():
        site = sites[home]
        separate = all(len(group) == 1 for group in groups)
        sums = _total(cells, ((home, i) for group in groups for i in group))
        yield Place(
            id=home,
            slug=site.slug,
            name=site.name,
            kind=site.kind,
            state=site.state,
            lat=site.lat,
            lon=site.lon,
            detail="segments" if separate else "total" if len(groups) == 1 else "groups",
            means=averages(sums, printed.places[home], rules, None, "all"),
            # An area is named after its core, whose name may be published only if the core has a page.
            metro=site.metro if split.groups.keys() >= set(site.cores) else "",
            aliases=tuple(name for name in site.aliases if name.casefold() not in published),
            former=site.former,
            covers=site.covers,
        )


def _margin(split: Partition, printed: Printed, cells: Cells, ids: tuple[str, ...], rules: Rules) -> Iterator[Cell]:
    joined = [(home, i) for home, groups in split.groups.items() for part in groups if len(part) > 1 for i in part]
    for group, n in zip(split.margin, printed.margin, strict=True):
        sums = _total(cells, (key for key in joined if key[1] in group))
        segment = group[0] if len(group) == 1 else None
        yield Cell(tuple(ids[i] for i in group), n, averages(sums, n, rules, segment, "own"))


def _segment_means(sums: Sums, printed: int | None, segment: int, rules: Rules) -> dict[str, Mean]:
    """Return the averages of a whole segment, all suppressed below T."""
    if sums["n"] < rules.threshold:
        return dict.fromkeys((*MEASURES, *([BALANCE] if rules.balances != "nowhere" else [])), FEW)
    if rules.imported:
        return averages(sums, printed, rules, segment, "own")
    typical = averages(sums, printed, rules, segment, "own")["typical_spend"]
    wide = averages(sums, printed, rules, segment, "wide")
    return wide | {"typical_spend": typical} | _balance(sums, segment, rules)


def _balance(sums: Sums, segment: int | None, rules: Rules) -> dict[str, Mean]:
    """Return the typical balance of all customers or of a whole segment; empty unless segments rest on balances."""
    return {BALANCE: typical_balance(sums, segment, rules)} if rules.balances != "nowhere" else {}


def _require_safe(disclosed: Disclosed, split: Partition, printed: Printed, sums: pd.DataFrame, rules: Rules) -> None:
    """Check the result against the rules; a violation is a bug, and nothing is published."""
    exact = {home: sum(row) for home, row in split.counts.items()}
    atoms = {
        (home, group): sum(split.counts[home][i] for i in group) for home, row in split.groups.items() for group in row
    }
    small = [n for n in (*exact.values(), *atoms.values(), *printed.atoms.values()) if n < rules.threshold]
    far = [home for home, n in exact.items() if abs(printed.places[home] - n) >= rules.multiple]
    far += [home for (home, group), n in atoms.items() if abs(printed.atoms[home, group] - n) >= rules.multiple]
    members = sums.groupby(["home", "place"])["n"].sum()
    pools = [place.id for place in disclosed.places if place.kind in ("pool", "other") and len(disclosed.places) > 1]
    one_sided = [pool for pool in pools if not spread_out(dict(members[pool]), rules.threshold)]
    spread_over = sum(atom.n for atom in disclosed.atoms if len(atom.segments) > 1)
    sums_exact = sum(atom.n for atom in disclosed.atoms) == printed.total and (
        not disclosed.margin or spread_over == sum(cell.n for cell in disclosed.margin)
    )
    if small or far or one_sided or not sums_exact:
        raise DisclosureError("The partition is not safe to publish; nothing was written.", "Please report this.")
