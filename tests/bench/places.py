"""What reading places costs: `python -m tests.bench.places`, in a process of its own, because memory is counted too.

The spellings are made: names of the gazetteer, in the proportions of a bank's column of free text, with the dirt that
real ones carry, always the same.
"""

import random
import resource
import statistics
import sys
import time

from generator.analyse.places import Gazetteer, load_gazetteer, locate

SPELLINGS = 9_355
_RUNS = 5
_BEFORE = ("HOSPITAL", "NR BUS STAND", "12/4 MAIN ROAD", "OPP PETROL PUMP", "VILL", "PLOT NO 7 SECTOR 21", "NEW")
_AFTER = ("WEST", "(E)", "DIST", "CANTT", "TALUK", "[PB]", "- 1", "ROAD")


def spellings(gazetteer: Gazetteer, n: int = SPELLINGS, seed: int = 1) -> list[str]:
    """Return n distinct spellings: names as they are, with words around them, misspelt, and noise."""
    dice = random.Random(seed)
    names = sorted(place.name.upper() for place in gazetteer.places.values() if gazetteer.weights[place.id] >= 5_000)
    found: dict[str, None] = {}
    while len(found) < n:
        found.setdefault(_dirty(dice.choice(names), dice))
    return list(found)


def _dirty(name: str, dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.25:
        return name
    if kind < 0.5:
        return f"{dice.choice(_BEFORE)} {name}"
    if kind < 0.7:
        return f"{name} {dice.choice(_AFTER)}"
    at = dice.randrange(len(name))
    if kind < 0.9:
        return name[:at] + dice.choice("AEIOUHRN") + name[at + dice.randrange(2) :]
    return "".join(dice.choices("ABCDEFGHIKLMNOPRSTU ", k=dice.randint(5, 30)))


def main() -> None:
    """Measure and print."""
    before, loads = _peak_mb(), []
    for _ in range(_RUNS):
        start = _clocks()
        gazetteer = load_gazetteer("IN")
        loads.append(_since(start))
    wall, cpu = (statistics.median(values) * 1000 for values in zip(*loads, strict=True))
    print(f"  load the gazetteer     {wall:6.0f} ms wall {cpu:6.0f} ms CPU   (at most 100 ms)")
    texts, start = spellings(gazetteer), _clocks()
    matches = locate(texts, gazetteer)
    wall, cpu = _since(start)
    found = sum(match.place is not None for match in matches.values())
    print(f"  read {len(texts):,} spellings   {wall:6.2f} s wall  {cpu:6.2f} s CPU    (at most 10 s; {found:,} placed)")
    print(f"  memory of both         {_peak_mb() - before:6.0f} MB                    (at most 200 MB)")


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(start: tuple[float, float]) -> tuple[float, float]:
    now = _clocks()
    return now[0] - start[0], now[1] - start[1]


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main()
