"""Chooses what segments are formed of: the features of the settings, or what is behaviour and separates customers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator import limits
from generator.analyse.customers import NO_BALANCE
from generator.analyse.segments.features import COLUMNS, Grid, Scaled, coarse, scale
from generator.errors import QualityError
from generator.release import Dropped, RecencyBasis

#: Features that are tried first, if none are named.
FIRST = ("recency", "frequency", "monetary")

Regrid = Callable[[Sequence[str]], Grid]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Features, and the customers on a grid of them."""

    grid: Grid
    scaled: Scaled


def choose(grid: Grid, regrid: Regrid, wanted: Sequence[str], basis: RecencyBasis, *, balances: bool) -> Chosen:
    """Choose the features.

    Features that are named are obeyed, except one that cannot separate customers. Otherwise recency is left out where
    it follows the calendar of the data, and the balance joins a feature that is left alone, at equal weight. A feature
    that is not named is listed as left out where it says nothing, because no figure may rest on it either.

    Args:
        grid: The customers, by recency, frequency and amount.
        regrid: Counts the customers by other columns.
        wanted: Features of the settings; empty for "auto".
        basis: Whether recency is behaviour.
        balances: Whether the data have balances.

    Raises:
        QualityError: The balance is named, but the data have none, or not enough of them.
    """
    if wanted:
        if "balance" in wanted and not balances:
            raise QualityError(
                "features names the balance, but these data have none.",
                "Name its column with --set 'columns.balance=\"…\"', or leave it out of features.",
            )
        found = on_grid_of(wanted, grid, regrid)
        require_known(found, wanted)
        scaled = scale(found, wanted, _empty(grid, wanted, basis))
        require_known(found, [item.name for item in scaled.used])
        return Chosen(found, scaled)
    alone = Chosen(grid, scale(grid, FIRST))
    if basis != "behaviour":
        rest = tuple(name for name in FIRST if name != "recency")
        alone = Chosen(grid, scale(grid, rest, (_calendar(grid),)))
    return _with_balance(alone, regrid) if balances and len(alone.scaled.used) == 1 else alone


def _empty(grid: Grid, wanted: Sequence[str], basis: RecencyBasis) -> tuple[Dropped, ...]:
    """Return the features besides those that are named which say nothing of customers."""
    rest = [name for name in FIRST if name not in wanted]
    calendar = [_calendar(grid)] if basis != "behaviour" and "recency" in rest else []
    rest = [name for name in rest if name not in {item.name for item in calendar}]
    return (*calendar, *scale(grid, rest).dropped)


def _calendar(grid: Grid) -> Dropped:
    counts = grid.distribution("recency")
    share = float(counts.max() / counts.sum())
    return Dropped("recency", "constant" if len(counts) == 1 else "calendar", coarse(share, float(counts.sum())))


def _with_balance(alone: Chosen, regrid: Regrid) -> Chosen:
    """Let the balance join the one feature that is left, where nearly all are known and they separate customers."""
    (feature,) = alone.scaled.used
    both = (feature.name, "balance")
    grid = on_grid_of(both, alone.grid, regrid)
    known = known_balances(grid)
    if known < limits.BALANCE_KNOWN:
        unknown = Dropped("balance", "unknown", coarse(known, float(grid.customers)))
        return replace(alone, scaled=replace(alone.scaled, dropped=(*alone.scaled.dropped, unknown)))
    joined = scale(grid, both, alone.scaled.dropped)
    if len(joined.used) < len(both):
        return replace(alone, scaled=replace(alone.scaled, dropped=joined.dropped))
    return Chosen(grid, joined)


def on_grid_of(names: Sequence[str], grid: Grid, regrid: Regrid) -> Grid:
    """Return the customers on a grid that has the columns of some features."""
    if "balance" not in names:
        return grid
    return regrid([column for name, column in COLUMNS.items() if name in names])


def known_balances(grid: Grid) -> float:
    """Return the share of customers whose balance is known."""
    known = grid.frame["balance_bin"].to_numpy() != NO_BALANCE
    return float(grid.weights[known].sum() / max(grid.customers, 1))


def require_known(grid: Grid, names: Sequence[str]) -> None:
    """Refuse a balance that is known for nobody, or not for everybody where nothing else assigns a customer.

    Raises:
        QualityError: It is not known for enough customers.
    """
    if "balance" not in names:
        return
    known = known_balances(grid)
    if known == 0:
        raise QualityError(
            "Segments are to be formed of balances, but no balance can be read.",
            "Name their column with --set 'columns.balance=\"…\"', or leave the balance out of features.",
        )
    if known < 1 and len(names) == 1:
        raise QualityError(
            "Segments are to be formed of the balance alone, but some customers have none, so nothing says in which "
            "segment they are.",
            'Name a second feature, such as --set \'features=["monetary", "balance"]\'.',
        )
