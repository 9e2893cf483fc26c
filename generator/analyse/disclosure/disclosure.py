"""Turns exact sums into publishable figures: the only module whose results leave the private half.

All results follow the privacy page: groups of at least T customers, counts rounded once, averages clipped and rounded
or suppressed. A violated rule stops the run, and nothing is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from generator.analyse.disclosure.counts import by_band, histograms, printed
from generator.analyse.disclosure.exact import Profile
from generator.analyse.disclosure.means import FEW, Rules, Sums, averages, spreads, typical_balance
from generator.analyse.disclosure.partition import (
    Candidate,
    Partition,
    partition,
    round_margin,
    spread_out,
)
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
    atoms = tuple(_atoms(split, cells, ids, rules))
    places = tuple(_places(split, cells, sites, rules))
    segment_means = tuple(_segment_means(item, i, rules) for i, item in enumerate(by_segment))
    overall_means = averages(everyone, rules, None, "all") | _balance(everyone, None, rules)
    disclosed = Disclosed(
        places=places,
        atoms=atoms,
        margin=_margin(split, atoms, cells, ids, rules),
        segment_means=segment_means,
        overall_means=overall_means,
        spread=spreads([(None, everyone, overall_means), *zip(ids, by_segment, segment_means, strict=True)], rules),
        cross=by_band(profile.cross, ids, rules),
        histograms=tuple(histograms(profile.distributions, rules)),
        hidden=frozenset(name for name, home in split.home.items() if home != name),
    )
    _require_safe(disclosed, split, sums, rules)
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


def _atoms(split: Partition, cells: Cells, ids: tuple[str, ...], rules: Rules) -> list[Atom]:
    atoms = []
    for home, groups in split.groups.items():
        for group in groups:
            segment = group[0] if len(group) == 1 else None
            sums = _total(cells, ((home, i) for i in group))
            atoms.append(
                Atom(
                    place=home,
                    segments=tuple(ids[i] for i in group),
                    n=printed(sums["n"], rules),
                    means=averages(sums, rules, segment, "own"),
                )
            )
    return atoms


def _places(split: Partition, cells: Cells, sites: Mapping[str, Site], rules: Rules) -> list[Place]:
    places = []
    published = {sites[home].name.casefold() for home in split.groups}
    for home, groups in split.groups.items():
        site = sites[home]
        separate = all(len(group) == 1 for group in groups)
        places.append(
            Place(
                id=home,
                slug=site.slug,
                name=site.name,
                kind=site.kind,
                state=site.state,
                lat=site.lat,
                lon=site.lon,
                detail="segments" if separate else "total" if len(groups) == 1 else "groups",
                means=averages(_total(cells, ((home, i) for group in groups for i in group)), rules, None, "all"),
                # An area is named after its core, whose name may be published only if the core has a page.
                metro=site.metro if split.groups.keys() >= set(site.cores) else "",
                aliases=tuple(name for name in site.aliases if name.casefold() not in published),
                former=site.former,
                covers=site.covers,
            )
        )
    return places


def _margin(
    split: Partition, atoms: Sequence[Atom], cells: Cells, ids: tuple[str, ...], rules: Rules
) -> tuple[Cell, ...]:
    """Return the margin, rounded so that it adds up to the printed counts of the atoms of several segments."""
    if not split.margin:
        return ()
    total = sum(atom.n for atom in atoms if len(atom.segments) > 1)
    joined = [(home, i) for home, groups in split.groups.items() for part in groups if len(part) > 1 for i in part]
    sums = [_total(cells, (key for key in joined if key[1] in group)) for group in split.margin]
    exact = [item["n"] for item in sums]
    printed = round_margin(total, exact, rules.base) if rules.base else tuple(exact)
    return tuple(
        Cell(
            segments=tuple(ids[i] for i in group),
            n=n,
            means=averages(item, rules, group[0] if len(group) == 1 else None, "own"),
        )
        for group, n, item in zip(split.margin, printed, sums, strict=True)
    )


def _segment_means(sums: Sums, segment: int, rules: Rules) -> dict[str, Mean]:
    """Return the averages of a whole segment, all suppressed below T."""
    if sums["n"] < rules.threshold:
        return dict.fromkeys((*MEASURES, *([BALANCE] if rules.balances != "nowhere" else [])), FEW)
    if rules.imported:
        return averages(sums, rules, segment, "own")
    typical = averages(sums, rules, segment, "own")["typical_spend"]
    return averages(sums, rules, segment, "wide") | {"typical_spend": typical} | _balance(sums, segment, rules)


def _balance(sums: Sums, segment: int | None, rules: Rules) -> dict[str, Mean]:
    """Return the typical balance of all customers or of a whole segment; empty unless segments rest on balances."""
    return {BALANCE: typical_balance(sums, segment, rules)} if rules.balances != "nowhere" else {}


def _require_safe(disclosed: Disclosed, split: Partition, sums: pd.DataFrame, rules: Rules) -> None:
    """Check the result against the rules; a violation is a bug, and nothing is published."""
    exact = {home: sum(row) for home, row in split.counts.items()}
    small = [home for home, n in exact.items() if n < rules.threshold]
    cells = [
        (home, group)
        for home, groups in split.groups.items()
        for group in groups
        if sum(split.counts[home][i] for i in group) < rules.threshold
    ]
    members = sums.groupby(["home", "place"])["n"].sum()
    pools = [place.id for place in disclosed.places if place.kind in ("pool", "other") and len(disclosed.places) > 1]
    one_sided = [pool for pool in pools if not spread_out(dict(members[pool]), rules.threshold)]
    spread_over = sum(atom.n for atom in disclosed.atoms if len(atom.segments) > 1)
    if small or cells or one_sided or (disclosed.margin and spread_over != sum(cell.n for cell in disclosed.margin)):
        raise DisclosureError("The partition is not safe to publish; nothing was written.", "Please report this.")
