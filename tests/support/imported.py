"""A made-up table in the layout of the old dashboard's `top_kpis.csv`."""

from pathlib import Path

HEAD = "CustLocation,Cluster,CustomerCount,AvgAge,AvgRecency,AvgFrequency,AvgAvgMonetary,AvgTotalMonetary"
#: Spelling and customers by cluster 0..3.
TOWNS = {
    "MUMBAI": (4210, 2155, 3302, 5123),
    "BOMBAY": (31, 22, 40, 55),
    "BANGALORE": (3620, 1801, 2902, 4077),
    "PUNE": (812, 405, 633, 940),
    "NAGPUR": (64, 12, 48, 71),
    "SHIMLA": (14, 3, 9, 21),
    "KOCHI": (25, 8, 6, 33),
    "ALIBAG": (2, 0, 3, 4),
    "ZZYZX NOWHERE": (5, 3, 4, 4),
    "QQQ NOWHERE": (4, 3, 4, 5),
}
MEANS = (
    (26.31, 100.72, 1.0137, 4.6784, 4.7184),
    (28.67, 273.76, 1.0049, 6.0754, 6.0989),
    (28.89, 88.22, 2.1763, 6.0403, 13.1348),
    (30.55, 99.78, 1.0, 6.9806, 6.9806),
)


def rows() -> list[str]:
    """Return the rows of the table as CSV lines."""
    return [
        f"{town},{cluster},{n}," + ",".join(str(value) for value in MEANS[cluster])
        for town, counts in TOWNS.items()
        for cluster, n in enumerate(counts)
    ]


def write_table(path: Path, lines: list[str] | None = None, head: str = HEAD) -> Path:
    """Write a table with a byte order mark, like the old dashboard's."""
    path.write_text("\n".join([head, *(rows() if lines is None else lines)]) + "\n", encoding="utf-8-sig")
    return path
