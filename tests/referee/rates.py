"""Shares of sites, intervals or draws, with exact binomial limits."""

from dataclasses import dataclass

from scipy import stats


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened.

    Attributes:
        hits: Times that it happened.
        of: Trials.
    """

    hits: int
    of: int

    @property
    def share(self) -> float:
        """Return hits ÷ trials; 0 without trials."""
        return self.hits / self.of if self.of else 0.0

    @property
    def limits(self) -> tuple[float, float]:
        """Return the exact 95 % interval of the true share (Clopper and Pearson 1934)."""
        if not self.of:
            return 0.0, 1.0
        low, high = stats.binomtest(self.hits, self.of).proportion_ci(method="exact")
        return float(low), float(high)

    def above(self, most: float) -> bool:
        """Return whether the true share exceeds a limit, beyond chance: the lower end of the interval does."""
        return self.limits[0] > most

    def below(self, least: float) -> bool:
        """Return whether the true share is under a limit, beyond chance."""
        return self.limits[1] < least

    def __str__(self) -> str:
        low, high = self.limits
        return f"{self.hits} of {self.of} ({self.share:.1%}; {low:.1%} to {high:.1%})"
