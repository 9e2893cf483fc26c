"""The level of tests of pairs, corrected for the number of pairs that a reader can choose from (Bonferroni)."""

from dataclasses import dataclass

from generator import limits
from generator.publish.model import stats
from generator.publish.model.significance import speakable
from generator.publish.model.types import Views


@dataclass(frozen=True, slots=True)
class Level:
    """The level of one test of a pair, so that at most 5 % of sites without differences show any clear one.

    Attributes:
        places: Places with enough customers for claims; each may be compared with each.
        shares: Tests of shares in a pair: one for each segment, though shares add up to 1; one for two segments, whose
            tests are the same.
        averages: Tests of averages in a pair.
    """

    places: int
    shares: int
    averages: int

    @classmethod
    def of(cls, views: Views) -> "Level":
        """Return the level of a release."""
        segments = len(views.segments)
        mixes = segments > 1 and any(view.groups for view in views.comparable)
        return cls(
            places=len(views.comparable),
            shares=(segments if segments > 2 else 1) if mixes else 0,
            averages=len(speakable(views)),
        )

    @property
    def pairs(self) -> int:
        """Pairs of places that a reader can choose."""
        return self.places * (self.places - 1) // 2

    @property
    def tests(self) -> int:
        """Tests of all pairs."""
        return (self.shares + self.averages) * self.pairs

    @property
    def p(self) -> float:
        """Largest p-value of a test that passes: 5 % ÷ (tests of a pair × pairs)."""
        return limits.PAIRS_LEVEL / max(1, self.tests)

    @property
    def z(self) -> float:
        """Deviate with this p-value; differences are compared with it, in the script too."""
        return stats.two_sided_z(self.p)

    def least(self, error: float) -> float:
        """Return the smallest difference that would probably have been found, from its standard error."""
        return (self.z + limits.POWER_Z) * error
