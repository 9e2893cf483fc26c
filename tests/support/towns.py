"""Views of many towns, for tests of the search box: names from the gazetteer, with made-up customers."""

import csv
import gzip
import io
from dataclasses import replace

from generator.publish.model.build import build_views
from generator.publish.model.types import Views
from generator.resources import data_dir
from tests.support.releases import sample_release


def views_of_towns(n: int, most_names: int = 4) -> Views:
    """Return views with the n largest cities of the gazetteer, the largest first, each with some other names."""
    text = gzip.decompress((data_dir() / "gazetteer" / "in" / "cities.csv.gz").read_bytes()).decode()
    rows = sorted(csv.DictReader(io.StringIO(text)), key=lambda row: (-int(row["weight"]), row["id"]))[:n]
    views = build_views(sample_release("full"))
    model = views.cities[0]
    cities = tuple(
        replace(
            model,
            n=10 * (n - i) + 20,
            rank=i + 1,
            place=replace(
                model.place,
                id=f"in:{row['id']}",
                name=row["name"],
                state=row["state"],
                slug="-".join(f"{row['name']} {row['state']} {row['id']}".lower().split()),
                aliases=tuple(filter(None, row["alternates"].split("|")))[:most_names],
            ),
        )
        for i, row in enumerate(rows)
    )
    return replace(views, cities=cities)
