"""Sample releases, built in code: deterministic, and valid under the disclosure rules.

Each kind is a small fictitious bank: customers by city and segment are made up, then grouped, pooled, rounded and
suppressed by the rules of the private half (threshold, merged neighbours, one margin, steps), in a simplified way.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from generator.release import (
    SCHEMA,
    Atom,
    Bin,
    Cell,
    Clip,
    Count,
    Cross,
    CustomerKey,
    Dropped,
    Evidence,
    Feature,
    Histogram,
    Mean,
    Model,
    Overall,
    Place,
    Policy,
    Release,
    Scores,
    Segment,
    Spread,
    Window,
)
from generator.release.columns import BALANCE, MEASURES

Kind = Literal["full", "sparse", "total", "internal", "joined", "hostile", "plain", "thin"]
KINDS: tuple[Kind, ...] = ("full", "sparse", "total", "internal", "joined", "hostile")

THRESHOLD = 20
ABSENT = Mean(None, None, "absent")
FEW = Mean(None, None, "few")

#: Width of the clipped range of each measure; of the logarithm for typical spend.
_WIDTH = {
    "spend": 20000.0,
    "typical_spend": 6.0,
    "transactions": 9.0,
    "recency": 81.0,
    "age": 60.0,
    "spend_pct": 100.0,
    "frequency_pct": 100.0,
    "recency_pct": 100.0,
    "age_pct": 100.0,
}
_SD = {
    "typical_spend": 0.62,
    "spend": 2400.0,
    "transactions": 0.7,
    "recency": 14.0,
    "age": 8.0,
    "spend_pct": 12.0,
    "frequency_pct": 14.0,
    "recency_pct": 20.0,
    "age_pct": 28.0,
}

_Segments = tuple[tuple[str, str, str, float, tuple[float, ...]], ...]
#: rule, name, short, shares, then the true averages in the order of MEASURES.
_FULL = (
    ("m-high", "High spenders", "High", 0.20, (4200, 2400, 1.2, 24, 32, 86, 48, 49, 53)),
    ("f-high", "Repeat customers", "Repeat", 0.15, (1900, 900, 2.6, 15, 31, 64, 90, 62, 51)),
    ("r-recent", "Mid spenders, seen most recently", "Mid, recent", 0.30, (760, 450, 1.1, 11, 31, 49, 43, 72, 50)),
    ("m-low-r-old", "Small spenders", "Small", 0.35, (190, 118, 1.05, 34, 29, 24, 39, 29, 47)),
)
_THREE: _Segments = (
    ("m-high", "High spenders", "High", 0.30, (3600, 1900, 1.0, 24, 32, 82, 50, 36, 52)),
    ("r-recent", "Mid spenders, seen most recently", "Mid, recent", 0.30, (700, 420, 1.0, 6, 31, 50, 50, 82, 50)),
    ("m-low", "Small spenders", "Small", 0.40, (180, 110, 1.0, 24, 30, 26, 50, 36, 48)),
)

#: id, name, state, latitude, longitude.
_CITIES = (
    (1, "Mumbai", "Maharashtra", 19.08, 72.88),
    (2, "New Delhi", "Delhi", 28.61, 77.21),
    (3, "Bengaluru", "Karnataka", 12.97, 77.59),
    (4, "Gurugram", "Haryana", 28.46, 77.03),
    (5, "Pune", "Maharashtra", 18.52, 73.86),
    (6, "Hyderabad", "Telangana", 17.39, 78.49),
    (7, "Chennai", "Tamil Nadu", 13.08, 80.27),
    (8, "Kolkata", "West Bengal", 22.57, 88.36),
    (9, "Chandigarh", "Chandigarh", 30.74, 76.79),
    (10, "Jaipur", "Rajasthan", 26.92, 75.82),
    (11, "Faridabad", "Haryana", 28.41, 77.31),
    (12, "Mohali", "Punjab", 30.70, 76.72),
    (13, "Indore", "Madhya Pradesh", 22.72, 75.86),
    (14, "Lucknow", "Uttar Pradesh", 26.85, 80.95),
    (15, "Nagpur", "Maharashtra", 21.15, 79.09),
    (16, "Kochi", "Kerala", 9.94, 76.26),
    (17, "Aurangabad", "Maharashtra", 19.88, 75.34),
    (18, "Aurangabad", "Bihar", 24.75, 84.37),
    (19, "Udaipur", "Rajasthan", 24.58, 73.69),
    (20, "Shimla", "Himachal Pradesh", 31.10, 77.17),
)
_SIZES_FULL = (2400, 2100, 1900, 1200, 1100, 900, 860, 800, 800, 520, 480, 400, 380, 300, 260, 200, 150, 90, 40, 20)
_SIZES_SPARSE = (900, 620, 500, 310, 240, 150, 120, 100, 90, 80, 70, 60, 50, 40, 40, 30, 30, 30, 20, 20)
_BEGINNINGS = ("Amar", "Bhadra", "Chandra", "Dharma", "Gokul", "Hari", "Indra", "Jagat", "Kalyan", "Lakhim", "Madhu",
               "Nanda", "Palam", "Raghu", "Sundar", "Tiru", "Ujjai", "Vijaya", "Yamuna", "Krishna")  # fmt: skip
_ENDINGS = ("pur", "nagar", "garh", "puram", "bad", "palle", "kot", "ganj", "wadi", "gaon")
_HOSTILE = {
    5: ('<script>alert("1")</script>', 'A & B\'s "State"'),
    9: ("=HYPERLINK(1)", "@State"),
    10: ("+91 Nagar", "-Pradesh"),
    12: ("O'Brien & Sons <b>Pur</b>", "{{ customers }}"),
}


@dataclass(frozen=True, slots=True)
class _Town:
    """True (never published) customers of a place by segment, and the relative deviation of its averages."""

    place: Place
    counts: tuple[int, ...]
    lean: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """Parameters of a kind of sample."""

    segments: _Segments
    sizes: tuple[int, ...]
    absent: tuple[str, ...] = ()
    detail: str = "finest"
    policy: Policy = Policy("public", THRESHOLD, 10)
    rare_last: bool = False


_PLANS: Mapping[str, _Plan] = {
    "full": _Plan(_FULL, _SIZES_FULL),
    "sparse": _Plan(_THREE, _SIZES_SPARSE, absent=("gender", "balance")),
    "total": _Plan(_THREE, _SIZES_SPARSE, absent=("birth_date", "gender", "balance"), detail="total"),
    "internal": _Plan(_FULL, _SIZES_FULL, policy=Policy("internal", 1, 1)),
    "joined": _Plan(_FULL, _SIZES_SPARSE, rare_last=True),
    "hostile": _Plan(_FULL, _SIZES_FULL),
    "plain": _Plan(_THREE, _SIZES_FULL, absent=("gender", "balance")),
    "thin": _Plan(_FULL, _SIZES_SPARSE),
}


def sample_release(kind: Kind = "full") -> Release:
    """Return a release.

    Args:
        kind: full (frequency, four segments), sparse (no frequency, 38 of 82 days, k reduced to three segments), total
            (like sparse, but no segment shares of places and no age), internal (exact values), joined (the margin
            merges two segments), hostile (names that try to break HTML, Markdown, CSV and templates), plain (like
            sparse, with large cities) and thin (like full, with small ones).
    """
    plan = _PLANS[kind]
    return _release(plan, _towns(plan, kind), synthetic=kind != "internal")


def large_release(places: int) -> Release:
    """Return a release of many cities with different names: a few large ones, most small, as in a real country."""
    plan = _PLANS["full"]
    states = sorted({state for _, _, state, _, _ in _CITIES})
    towns = []
    for i in range(places):
        first, rest = _BEGINNINGS[i % len(_BEGINNINGS)], i // len(_BEGINNINGS)
        name = first + _ENDINGS[rest % len(_ENDINGS)] + (f" {rest // len(_ENDINGS)}" if rest >= len(_ENDINGS) else "")
        size = max(20, 10 * round(20_000 / (i + 1) ** 0.9))
        at = (8.5 + i * 0.618034 % 1 * 24, 70.0 + i * 0.754878 % 1 * 20)
        towns.append(_town(f"in:{2000 + i}", name, states[i * 7 % len(states)], "city", at, size, plan))
    towns.append(_town("other", "", "", "other", None, 110, plan))
    return _release(plan, towns, synthetic=True)


def _release(plan: _Plan, towns: list[_Town], *, synthetic: bool) -> Release:
    few = plan.segments is _THREE
    atoms = tuple(atom for town in towns for atom in _atoms(town, plan))
    letters = "abcdef"[: len(plan.segments)]
    totals = [sum(town.counts[i] for town in towns) for i in range(len(letters))]
    segments = tuple(
        Segment(
            id=letter,
            letter=letter.upper(),
            name=row[1],
            short=row[2],
            rule=row[0],
            evidence={"monetary": row[4][5] / 100, "recency": row[4][7] / 100}
            | ({} if few else {"frequency": row[4][6] / 100}),
            means=_means({letter: total}, plan, 0.0),
        )
        for letter, row, total in zip(letters, plan.segments, totals, strict=True)
    )
    margin = _margin(towns, atoms, plan)
    return Release(
        schema=SCHEMA,
        label="Sample bank",
        synthetic=synthetic,
        currency="INR",
        locale="en_IN",
        window=Window("2016-08-01", "2016-10-21", 82, 82, 38 if few else 82, 9 if few else 0),
        customer=CustomerKey("CustomerID + birth date + gender", ("CustomerID", "CustomerDOB", "CustGender"), "auto")
        if few
        else CustomerKey("CustomerID", ("CustomerID",), "config"),
        policy=plan.policy,
        absent=plan.absent,
        model=_model(plan, few),
        segments=segments,
        places=tuple(sorted((town.place for town in towns), key=lambda place: place.id)),
        atoms=tuple(sorted(atoms, key=lambda atom: (atom.place, atom.segments))),
        margin=margin,
        overall=_overall(plan, few, dict(zip(letters, totals, strict=True)), margin),
        changes=None,
    )


def _slug(name: str, state: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in f"{name} {state}".lower())
    return "-".join(part for part in kept.split("-") if part)


def _towns(plan: _Plan, kind: str) -> list[_Town]:
    towns = []
    for (number, name, state, lat, lon), size in zip(_CITIES, plan.sizes, strict=True):
        words = _HOSTILE.get(number, (name, state)) if kind == "hostile" else (name, state)
        towns.append(_town(f"in:{1000 + number}", *words, "city", (lat, lon), size, plan))
    towns.append(_town("in:d01", "Ranga Reddy", "Telangana", "district", (17.3, 78.1), plan.sizes[9], plan))
    towns.append(_town("in:d02", "Thrissur", "Kerala", "district", (10.5, 76.2), plan.sizes[18], plan))
    towns.append(_town("pool:kerala", "Kerala", "Kerala", "pool", None, 60, plan))
    towns.append(_town("pool:punjab", "Punjab", "Punjab", "pool", None, 140, plan))
    towns.append(_town("other", "", "", "other", None, 110, plan))
    return towns


def _town(id_: str, name: str, state: str, kind: str, at: tuple[float, float] | None, size: int, plan: _Plan) -> _Town:
    """Make a place; a fixed pattern changes the shares of some, so that a few differ clearly and most do not."""
    number = sum(map(ord, id_))
    tilt = (0.0, 0.01, -0.012, 0.11, 0.008, -0.10, 0.0, -0.006, 0.0, 0.012)[number % 10]
    shares = [row[3] for row in plan.segments]
    shares[0] += tilt
    shares[-1] -= tilt
    if plan.rare_last:
        # A third segment so rare that, outside the three largest cities, the margin must merge it.
        shares = [0.30, 0.27, 0.03, 0.40] if size >= 900 else [0.31, 0.28, 0.0, 0.41]
    counts = [10 * round(size * share / 10) for share in shares[:-1]]
    counts.append(size - sum(counts))
    lean = (0.0, 0.02, -0.02, 0.18, 0.0, -0.16, 0.03, 0.0, -0.03, 0.01)[(number // 3) % 10]
    means = _means(dict(zip("abcdef", counts, strict=False)), plan, lean)
    detail = "total" if kind in {"pool", "other"} or plan.detail == "total" else _detail(tuple(counts), plan)
    lat, lon = at or (None, None)
    slug = _slug(name, state) if kind in {"city", "district"} else ""
    slug += "-district" if kind == "district" else ""
    return _Town(Place(id_, slug, name, kind, state, lat, lon, detail, means, "", (), ()), tuple(counts), lean)  # type: ignore[arg-type]


def _joined(counts: tuple[int, ...], threshold: int) -> list[tuple[int, ...]]:
    """Merge neighbours in canonical order until each group reaches the threshold."""
    groups: list[list[int]] = [[]]
    for i in range(len(counts)):
        if groups[-1] and sum(counts[j] for j in groups[-1]) >= threshold:
            groups.append([])
        groups[-1].append(i)
    if len(groups) > 1 and sum(counts[j] for j in groups[-1]) < threshold:
        last = groups.pop()
        groups[-1].extend(last)
    return [tuple(group) for group in groups]


def disclosed_groups(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the groups of segments in which customers of a place may be counted, by position."""
    return _joined(counts, THRESHOLD)


def _detail(counts: tuple[int, ...], plan: _Plan) -> str:
    groups = _joined(counts, plan.policy.threshold)
    if len(groups) == 1:
        return "total"
    return "segments" if len(groups) == len(counts) else "groups"


def _atoms(town: _Town, plan: _Plan) -> list[Atom]:
    every = tuple(range(len(town.counts)))
    groups = [every] if town.place.detail == "total" else _joined(town.counts, plan.policy.threshold)
    letters = "abcdef"
    return [
        Atom(
            town.place.id,
            tuple(letters[i] for i in group),
            sum(town.counts[i] for i in group),
            _means({letters[i]: town.counts[i] for i in group}, plan, town.lean),
        )
        for group in groups
    ]


def _margin(towns: list[_Town], atoms: tuple[Atom, ...], plan: _Plan) -> tuple[Cell, ...]:
    shown = {(atom.place, atom.segments[0]) for atom in atoms if len(atom.segments) == 1}
    letters = "abcdef"[: len(plan.segments)]
    left = [
        sum(town.counts[i] for town in towns if (town.place.id, letter) not in shown)
        for i, letter in enumerate(letters)
    ]
    if not any(left):
        return ()
    cells = []
    for group in _joined(tuple(left), plan.policy.threshold):
        counts = {letters[i]: left[i] for i in group}
        if sum(counts.values()):
            cells.append(Cell(tuple(counts), sum(counts.values()), _means(counts, plan, 0.0)))
    return tuple(cells)


def rounding_step(width: float, n: int) -> float:
    """Return the smallest step of 1, 2 or 5 times a power of ten not below width ÷ n."""
    raw = width / n
    power = 10.0 ** math.floor(math.log10(raw))
    return next(round(m * power, 10) for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))


def _means(counts: Mapping[str, int], plan: _Plan, lean: float) -> dict[str, Mean]:
    n = sum(counts.values())
    return {name: _mean(name, counts, n, plan, lean) for name in MEASURES}


def _mean(name: str, counts: Mapping[str, int], n: int, plan: _Plan, lean: float) -> Mean:
    if n == 0:
        return FEW
    if name in {"age", "age_pct"} and "birth_date" in plan.absent:
        return ABSENT
    if name in {"transactions", "frequency_pct"} and plan.segments is _THREE:
        return ABSENT
    at = MEASURES.index(name)
    truth = {letter: float(row[4][at]) for letter, row in zip("abcdef", plan.segments, strict=False)}
    if name == "typical_spend":
        value = sum(counts[s] * math.log(truth[s]) for s in counts) / n + lean
    else:
        value = sum(counts[s] * truth[s] for s in counts) / n
        value *= 1 + {"spend": lean, "spend_pct": lean / 2}.get(name, 0.0)
    if plan.policy.kind == "internal":
        return Mean(round(math.exp(value) if name == "typical_spend" else value, 4), None, None)
    step = rounding_step(_WIDTH[name], n)
    limit = {"typical_spend": math.log(1.25), "spend": 0.25 * value}.get(name, 0.1 * _WIDTH[name])
    if step > limit:
        return FEW
    rounded = round(round(value / step) * step, 6)
    return Mean(round(math.exp(rounded), 2) if name == "typical_spend" else rounded, step, None)


def with_balances(release: Release, *, by_place: bool = False) -> Release:
    """Return a release as of data with sparse days and ids that do not repeat: of amounts and balances."""
    model, absent = release.model, dict.fromkeys(("recency", "recency_pct"), ABSENT)
    balances = [Mean(float(90_000 // 8**i), 0.005, None) for i in range(len(release.segments))]
    segments = tuple(
        replace(
            segment,
            evidence={"monetary": segment.evidence["monetary"], "balance": 0.5},
            means=segment.means | absent | {BALANCE: balance},
        )
        for segment, balance in zip(release.segments, balances, strict=True)
    )
    places = tuple(
        replace(place, means=place.means | absent | ({BALANCE: balances[0]} if by_place else {}))
        for place in release.places
    )
    amount = next(feature for feature in model.features if feature.name == "monetary")
    return replace(
        release,
        segments=segments,
        places=places,
        atoms=tuple(replace(atom, means=atom.means | absent) for atom in release.atoms),
        margin=tuple(replace(cell, means=cell.means | absent) for cell in release.margin),
        model=replace(
            model,
            features=(amount, Feature("balance", 9.6, 2.4, 1.0)),
            dropped=(Dropped("recency", "calendar", 0.18), Dropped("frequency", "degenerate", 0.984)),
            centres=tuple((row[-1], 0.0) for row in model.centres),
            clips=(*model.clips, Clip(None, BALANCE, -500.0, 1_500_000.0)),
            recency="sparse",
            choice="set" if by_place else "auto",
        ),
        overall=replace(
            release.overall,
            projection=None,
            means=release.overall.means | absent | {BALANCE: Mean(15_000.0, 0.005, None)},
        ),
    )


def _model(plan: _Plan, few: bool) -> Model:
    letters = "abcdef"[: len(plan.segments)]
    features = (Feature("recency", 22.0, 15.0, 1.0), Feature("monetary", 6.2, 1.4, 1.0))
    centres = (
        ((0.1, 1.2), (0.0, 0.0), (0.0, -1.1))
        if few
        else ((0.1, 0.0, 1.3), (-0.4, 2.1, 0.5), (-0.7, -0.3, 0.0), (0.8, -0.4, -1.1))
    )
    return Model(
        features=features if few else (features[0], Feature("frequency", 0.15, 0.3, 1.0), features[1]),
        dropped=(Dropped("frequency", "degenerate", 0.984),) if few else (),
        requested="default",
        k=len(letters),
        first_k=4,
        smallest=0.03 if few else 0.15,
        centres=centres,
        clips=tuple(
            Clip(segment, measure, 0.0, width)
            for measure, width in _WIDTH.items()
            if not measure.endswith("_pct") and measure != "typical_spend"
            for segment in (*letters, None)
        ),
        spread=tuple(
            Spread(segment, measure, sd * (1.0 if segment else 1.9 if measure == "typical_spend" else 1.4))
            for measure, sd in _SD.items()
            if not (measure.startswith("age") and "birth_date" in plan.absent)
            for segment in (*letters, None)
        ),
        seed=7,
        recency="sparse" if few else "behaviour",
        choice="set" if few else "auto",
    )


def _overall(plan: _Plan, few: bool, totals: Mapping[str, int], margin: tuple[Cell, ...]) -> Overall:
    n = sum(totals.values())

    def part(share: float) -> int:
        return 10 * round(n * share / 10)

    def shown(share: float) -> int | None:
        return part(share) if part(share) >= plan.policy.threshold else None

    bins = ((0.0, 100.0, 0.22), (100.0, 500.0, 0.38), (500.0, 2000.0, 0.27), (2000.0, None, 0.13))
    sizes = [part(share) for *_, share in bins[:-1]]
    matched = {"city:B": part(0.09), "city:C": part(0.01), "district:A": part(0.02), "unmatched:": part(0.02)}
    rows = part(1.004 if few else 1.35)
    quality = [
        Count("rows_read", rows + 60, rows + 60),
        Count("rows_accepted", rows, rows + 60),
        Count("rejected:amount", 20, rows + 60),
        Count("rejected:date", 40, rows + 60),
        Count("rejected:duplicate", None, rows + 60),
        Count("rejected:fields", 0, rows + 60),
        Count("flag:amount_zero", 30, rows),
        Count("flag:location_missing", None, rows),
    ]
    if "birth_date" not in plan.absent:
        quality += [Count("flag:dob_placeholder", part(0.055), rows), Count("flag:dob_missing", shown(0.003), rows)]
    if "balance" not in plan.absent:
        quality.append(Count("flag:balance_missing", 30, rows))
    if few:
        quality += [Count("key:ids_repeated", part(0.15), rows), Count("key:ids_conflict", part(0.147), part(0.15))]
    joined = {segment for cell in margin if len(cell.segments) > 1 for segment in cell.segments}
    return Overall(
        means=_means(totals, plan, 0.0),
        histograms=(
            Histogram(
                "spend",
                tuple(
                    Bin(low, high, size) for (low, high, _), size in zip(bins, [*sizes, n - sum(sizes)], strict=True)
                ),
            ),
        ),
        cross=tuple(
            Cross(band, segment, None if segment in joined else size)
            for bands in _bands(plan, totals)
            for band, row in bands.items()
            for segment, size in zip(totals, row, strict=True)
        ),
        quality=tuple(sorted(quality, key=lambda count: count.name)),
        matches=(
            Count("city:A", n - sum(matched.values()) - 20, n),
            *(Count(name, size, n) for name, size in matched.items()),
            Count("joined", 20, n),
        ),
        evidence=tuple(
            Evidence(
                k,
                Scores(inertia, smallest, 0.38, 5200.0, 0.94, (0.97,) * k),
                Scores(inertia * 1.02, smallest, 0.37, 5100.0, 0.95, (0.93,) * k),
            )
            for k, inertia, smallest in ((2, 1.61, 0.41), (3, 1.12, 0.22), (4, 0.83, 0.15), (5, 0.71, 0.06))
        ),
        above_caps=None if few else 0.06,
        projection=None,
    )


def _bands(plan: _Plan, totals: Mapping[str, int]) -> list[dict[str, list[int | None]]]:
    """Return the customers of each segment by age band and by gender; ten in each segment are 45 or older."""
    young, middle, women = ([10 * round(n * share / 10) for n in totals.values()] for share in (0.24, 0.5, 0.27))
    rest = [n - a - b - 10 for n, a, b in zip(totals.values(), young, middle, strict=True)]
    men = [n - f for n, f in zip(totals.values(), women, strict=True)]
    few: list[int | None] = [10 if plan.policy.kind == "internal" else None] * len(totals)
    ages: dict[str, list[int | None]] = {
        "age:under 25": [*young],
        "age:25-34": [*middle],
        "age:35-44": [*rest],
        "age:45+": few,
    }
    genders: dict[str, list[int | None]] = {"gender:F": [*women], "gender:M": [*men]}
    return [*([ages] if "birth_date" not in plan.absent else []), *([genders] if "gender" not in plan.absent else [])]
