"""Tables of the downloads: rows of published values with column names and types.

Columns come from `generator.release.columns`; those specific to downloads are defined here. Values are raw: shares are
fractions of one, money is in currency units, what is not shown is None.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.publish.model.conditions import balances_by_place
from generator.publish.model.significance import COMPARED
from generator.publish.model.types import Answer, Estimate, GroupView, PlaceView, Views
from generator.publish.words.content import Content
from generator.release import Mean
from generator.release.columns import BALANCE, COLUMNS, IMPORTED_MEASURES, MEASURES, Column

#: Columns specific to downloads.
_MORE = (
    Column("latitude", "ratio"),
    Column("longitude", "ratio"),
    Column("covers", "text"),
    Column("detail", "text"),
    Column("share_low", "share"),
    Column("share_high", "share"),
    Column("all_share", "share"),
    Column("index", "index"),
    Column("answer", "text"),
    Column("typical_spend_low", "money"),
    Column("typical_spend_high", "money"),
    *(Column(f"{name}_answer", "text") for name in COMPARED),
    Column("rule", "id"),
    Column("figure", "id"),
    Column("before", "ratio"),
    Column("now", "ratio"),
    Column("rest_before", "ratio"),
    Column("rest_now", "ratio"),
    Column("rest_without", "text"),
    Column("change", "ratio"),
    Column("change_low", "ratio"),
    Column("change_high", "ratio"),
    Column("change_q", "ratio"),
    Column("reported", "text"),
)
ALL_COLUMNS: dict[str, Column] = {**COLUMNS, **{column.name: column for column in _MORE}}

Row = dict[str, Any]

#: Types of JSON and of data packages by kind of column; text otherwise.
_TYPES = {
    "count": "integer",
    "share": "number",
    "money": "number",
    "ratio": "number",
    "days": "number",
    "years": "number",
    "percentile": "number",
    "index": "number",
}

_TYPICAL = ("typical_spend_low", "typical_spend_high")
CITY_COLUMNS = (
    *("city", "state", "slug", "kind", "detail", "latitude", "longitude", "rank", "customers", "customers_share"),
    *("spend_share", *MEASURES, *_TYPICAL, *(f"{name}_answer" for name in COMPARED), "withheld"),
)
CELL_COLUMNS = (
    *("city", "state", "slug", "segment", "segment_id", "customers", "customers_share", "share_low", "share_high"),
    *("all_share", "index", "answer", "spend_share", *MEASURES, "withheld"),
)
SEGMENT_COLUMNS = (
    *("segment", "segment_id", "rule", "customers", "customers_share", "spend_share", *MEASURES, "withheld"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a download.

    Attributes:
        name: Name of the resource.
        columns: Column names, in order.
        key: Primary key columns; empty for none.
        rows: Values by column name.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]


def type_of(column: str) -> str:
    """Return the type of a column: integer, number or string."""
    return _TYPES.get(ALL_COLUMNS[column].kind, "string")


def unit(column: str, content: Content) -> str:
    """Return the unit of a column: pages print percentages, files hold fractions."""
    return content.words("data.fraction") if ALL_COLUMNS[column].kind == "share" else content.unit(column)


def _with_more(columns: tuple[str, ...], views: Views, *, by_place: bool = True) -> tuple[str, ...]:
    """Return the columns with those that only some releases have inserted before the last."""
    balances = balances_by_place(views) if by_place else BALANCE in views.measures
    more = IMPORTED_MEASURES if views.release.origin == "kpis" else (BALANCE,) if balances else ()
    return (*columns[:-1], *more, columns[-1])


def cities(views: Views) -> Sheet:
    """Return one row for each city or district; metropolitan areas also list the cities that they cover."""
    columns = _with_more(CITY_COLUMNS, views)
    rows = tuple(city_row(view) for view in views.pages)
    if views.areas:
        columns = (*columns, "covers")
        covers = ("; ".join(view.place.covers) or None for view in views.pages)
        rows = tuple({**row, "covers": cities} for row, cities in zip(rows, covers, strict=True))
    return Sheet("cities", columns, ("slug",), rows)


def city_segments(views: Views) -> Sheet:
    """Return one row for each segment, or merged segments, of each city or district."""
    rows = tuple(row for view in views.pages for row in cell_rows(view, views))
    return Sheet(
        "city-segments",
        _with_more(CELL_COLUMNS, views),
        ("slug", "segment_id"),
        rows,
    )


def one_city(view: PlaceView, views: Views) -> Sheet:
    """Return the rows of `city_segments` for one place."""
    return Sheet(
        f"city-{view.place.slug}",
        _with_more(CELL_COLUMNS, views),
        ("slug", "segment_id"),
        tuple(cell_rows(view, views)),
    )


def segments(views: Views) -> Sheet:
    """Return one row for each segment of all customers; segments merged in the margin share a row."""
    rows = []
    for group in views.groups:
        names = [views.segments[id_] for id_ in group.segments]
        rows.append(
            {
                "segment": " + ".join(one.name for one in names),
                "segment_id": "+".join(group.segments),
                "rule": "+".join(one.rule for one in names),
                "customers": group.n,
                "customers_share": _share(group.share),
                "spend_share": _share(group.spend_share),
                **_means(group.means if len(names) == 1 else {}),
            }
        )
    return Sheet("segments", _with_more(SEGMENT_COLUMNS, views, by_place=False), ("segment_id",), tuple(rows))


def city_row(view: PlaceView) -> Row:
    """Return the values of one place."""
    place, typical = view.place, view.measures["typical_spend"]
    return {
        "city": place.name,
        "state": place.state,
        "slug": place.slug,
        "kind": place.kind,
        "detail": place.detail,
        "latitude": place.lat,
        "longitude": place.lon,
        "rank": view.rank,
        "customers": view.n,
        "customers_share": _share(view.share),
        "spend_share": _share(view.spend_share),
        **_means(view.measures),
        "typical_spend_low": _round(typical.low, 2),
        "typical_spend_high": _round(typical.high, 2),
        **{f"{name}_answer": _answer(view, name) for name in COMPARED},
    }


def _answer(view: PlaceView, measure: str) -> Answer | None:
    return view.measures[measure].answer if measure in view.measures else None


def cell_rows(view: PlaceView, views: Views) -> Iterator[Row]:
    """Yield the values of each segment of a place; a single row for all segments where the mix is unknown."""
    head = {"city": view.place.name, "state": view.place.state, "slug": view.place.slug}
    for group in view.groups:
        yield {**head, **_cell(group, views)}
    if not view.groups:
        ids = tuple(views.segments)
        whole = {
            "segment": _names(ids, views),
            "segment_id": "+".join(ids),
            "customers": view.n,
            "customers_share": 1.0,
        }
        yield {**dict.fromkeys(CELL_COLUMNS), **head, **whole, **_means(view.measures)}


def _cell(group: GroupView, views: Views) -> Row:
    return {
        "segment": _names(group.segments, views),
        "segment_id": "+".join(group.segments),
        "customers": group.n,
        "customers_share": _share(group.share),
        "share_low": _share(group.low) if views.release.origin == "transactions" else None,
        "share_high": _share(group.high) if views.release.origin == "transactions" else None,
        "all_share": _share(group.all_share),
        "index": _round(group.index, 0),
        "answer": group.answer,
        "spend_share": _share(group.spend_share),
        **_means(group.means),
    }


def _names(ids: tuple[str, ...], views: Views) -> str:
    return " + ".join(views.segments[id_].name for id_ in ids)


def _means(means: dict[str, Mean] | dict[str, Estimate]) -> Row:
    """Return averages, None where not published, and the names of those based on too few customers."""
    found = {name: means.get(name) for name in MEASURES}
    found |= {name: means[name] for name in (*IMPORTED_MEASURES, BALANCE) if name in means}
    few = [name for name, mean in found.items() if mean is None or mean.withheld == "few"]
    return {**{name: mean.value if mean else None for name, mean in found.items()}, "withheld": " ".join(few)}


def _share(value: float | None) -> float | None:
    return _round(value, 4)


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
