"""Facts on how places are compared: the level of tests of two places, and the choice of similar cities."""

import math

from generator import limits
from generator.publish.model import resampling
from generator.publish.model.neighbours import CITIES_FOR_EACH, MOST
from generator.publish.model.pair_level import Level
from generator.publish.words import display_names
from generator.publish.words.edition import Edition


def facts(edition: Edition) -> dict[str, str]:
    """Return the facts."""
    content, fmt, level = edition.content, edition.fmt, Level.of(edition.views)
    return {
        "pairs_chance": fmt.percent(limits.PAIRS_LEVEL),
        "pairs_counted": display_names.counted("pairs", level.pairs, content, fmt),
        "pair_places": display_names.counted("places", level.places, content, fmt),
        "pair_shares": display_names.counted("shares", level.shares, content, fmt),
        "pair_averages": display_names.counted("averages", level.averages, content, fmt),
        "pair_tests": fmt.count(level.tests),
        # Rounded up, because the text says "below".
        "pair_level": fmt.count(math.ceil(1 / level.p)),
        "alike_kept": fmt.percent(limits.KEPT_DRAWS),
        "alike_unlike": fmt.percent(limits.UNLIKE_CITIES),
        "alike_draws": fmt.count(resampling.DRAWS),
        "alike_fewest": fmt.count(CITIES_FOR_EACH),
        "alike_most": fmt.count(MOST),
    }
