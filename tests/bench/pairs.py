"""How often sites without differences show one between two cities: `python -m tests.bench.pairs [--sites 400]`.

Every pair of every site is compared, as by readers who try them all. At most 5 % of the sites may show any that passes.
"""

import argparse
from collections import Counter
from itertools import combinations

from scipy import stats

from generator.publish.model.build import build_views
from generator.publish.model.pairs import Comparer
from tests.support.null_releases import drawn_release, sizes_between

#: Sizes of the cities of a site, by name.
SITES = {
    "25 cities, 105 to 2,000": sizes_between(105, 2000, 25),
    "25 cities of 105": (105,) * 25,
    "12 cities, 105 to 8,000": sizes_between(105, 8000, 12),
    "5 cities, 105 to 2,000": sizes_between(105, 2000, 5),
}


def report(sites: int) -> None:
    """Print the figures."""
    for name, sizes in SITES.items():
        wrong, answers = 0, Counter[str]()
        for seed in range(sites):
            views = build_views(drawn_release(sizes, 10_000 + seed))
            comparer = Comparer.of(views)
            found = Counter(
                comparer.pair(one, other).answer or "untested" for one, other in combinations(views.comparable, 2)
            )
            wrong += bool(found["clear"] + found["small"])
            answers += found
        low, high = stats.binomtest(wrong, sites).proportion_ci(method="exact")
        shares = ", ".join(f"{answer} {n / answers.total():.1%}" for answer, n in answers.most_common())
        print(
            f"  {name:26} {wrong / sites:5.1%} of {sites} sites ({low:.1%} to {high:.1%}; at most 5 %); pairs: {shares}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pairs", description=__doc__)
    parser.add_argument("--sites", type=int, default=400)
    report(parser.parse_args().sites)


if __name__ == "__main__":
    main()
