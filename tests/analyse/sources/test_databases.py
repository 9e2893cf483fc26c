"""A table of a database gives the release of the CSV with the same rows, to the byte, or is refused by name."""

import csv
import io
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from generator import pipeline
from generator.analyse import clean
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading.find import find
from generator.analyse.sources import postgres
from generator.analyse.sources.databases import title_of
from generator.analyse.sources.opening import opened
from generator.errors import AtlasError, ConfigError, QualityError, SourceError
from generator.files.run_paths import source_files
from generator.release import codec
from tests.conftest import skip_or_fail
from tests.support.banks import (
    AMOUNT,
    AS_IS,
    BALANCE,
    BIRTH,
    DATE,
    HEAD,
    PLACE,
    analysed,
    bank,
    put,
    settings,
    text,
)
from tests.support.postgres import PASSWORD, Server, find_programs, serving


def iso(day: str) -> str:
    return "-".join(reversed(day.split("-")))


#: Days as databases spell them, a missing place, quotes and letters of several bytes.
ROWS = [[*row] for row in bank(1_000)]
for one in ROWS:
    one[DATE], one[BIRTH] = iso(one[DATE]), iso(one[BIRTH])
ROWS[3][PLACE], ROWS[4][PLACE], ROWS[5][PLACE] = "", 'O\'HARA "X", Ünna', "पुणे"
COLUMNS = ", ".join(f'"{name}" {kind}' for name, kind in zip(
    HEAD, ["text", "text", "date", "char(1)", "text", "numeric(14, 2)", "date", "integer", "numeric(14, 2)"],
    strict=True,
))  # fmt: skip


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> str:
    return analysed(put(tmp_path_factory.mktemp("csv") / "bank.csv", text(ROWS)), AS_IS).text


@pytest.fixture(autouse=True)
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of temporary files, which is empty after each test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def values() -> list[list[str | float | None]]:
    """The rows with numbers as a database without decimals keeps them."""
    return [
        [*row[:PLACE], row[PLACE] or None, float(row[BALANCE]), row[DATE], int(row[DATE + 1]), float(row[AMOUNT])]
        for row in ROWS
    ]


def make_duckdb(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table bank ({COLUMNS})")
        connection.executemany(f"insert into bank values ({', '.join('?' * len(HEAD))})", values())


def make_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"create table bank ({COLUMNS})")
        connection.executemany(f"insert into bank values ({', '.join('?' * len(HEAD))})", values())
        connection.commit()


MAKE = {
    "bank.duckdb": make_duckdb,
    "bank.sqlite": make_sqlite,
    "bank.db": make_sqlite,
}


def run_duckdb(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


def run_sqlite(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


MAKE = {"bank.duckdb": make_duckdb, "bank.sqlite": make_sqlite, "bank.db": make_sqlite}
EXECUTE = {"bank.duckdb": run_duckdb, "bank.sqlite": run_sqlite}
FILES = pytest.mark.parametrize("name", EXECUTE)


EXECUTE = {"bank.duckdb": run_duckdb, "bank.sqlite": run_sqlite}
FILES = pytest.mark.parametrize("name", EXECUTE)


def release_of(name: Path | str, *assignments: str) -> str:
    with pipeline.analysed(str(name), settings(AS_IS, *assignments), pipeline.Clock(lambda _: None)) as found:
        return codec.dump(found.release)


def texts(name: Path | str, *assignments: str) -> list[tuple[str | None, ...]]:
    """Return the rows of a database as they go on, as text."""
    with opened(str(name), settings(*assignments)) as found:
        [file] = found.files
        return list(zip(*(column.to_pylist() for column in pq.read_table(file.path).columns), strict=True))


def refused(name: Path | str, *assignments: str) -> str:
    with pytest.raises(AtlasError) as raised, opened(str(name), settings(*assignments)):
        pass
    return raised.value.format_message()


#: Enough columns for a source, around one that a test is about.
FOUR = '\'C1\' as "CustomerID", \'2016-08-02\' as "TransactionDate", \'PUNE\' as "CustLocation", {} as "{}"'


FOUR_TITLES = ("CustomerID", "TransactionDate", "CustLocation")


def amounts_of(name: Path | str, *assignments: str) -> list[int | None]:
    """Return the amounts of a database in hundredths, in the order of their dates."""
    chosen = settings('columns.balance=""', *assignments)
    with opened(str(name), chosen) as found, DuckEngine() as engine:
        clean.clean(engine, found, engine.read(found), replace(chosen, most_rejected=1.0))
        return [paise for (paise,) in engine.rows("select signed_paise from judged order by location")]


def four(expression: str, name: str = HEAD[AMOUNT]) -> str:
    return "select " + FOUR.format(expression, name)


class TestFiles:
    @pytest.mark.parametrize("name", MAKE)
    def test_the_only_table_gives_the_release_of_the_csv(self, tmp_path: Path, wanted: str, name: str) -> None:
        MAKE[name](tmp_path / name)
        before = (tmp_path / name).read_bytes()
        assert release_of(tmp_path / name) == wanted
        assert (tmp_path / name).read_bytes() == before
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "temporary"])

    @FILES
    def test_one_of_several_tables_has_to_be_named(self, tmp_path: Path, wanted: str, name: str) -> None:
        path = tmp_path / name
        MAKE[name](path)
        EXECUTE[name](path, 'create view "odd "".view" as select * from bank where 1 = 0')
        said = refused(path)
        assert "there are several tables. Found: " in said
        assert "bank" in said
        assert "--set 'table=" in said
        assert "there is no table branch" in refused(path, 'table="branch"')
        assert release_of(path, 'table="bank"') == wanted
        assert texts(path, "table='odd \".view'") == []

    @FILES
    def test_a_query_is_one_select_that_reads(self, tmp_path: Path, wanted: str, name: str) -> None:
        path = tmp_path / name
        MAKE[name](path)
        query = put(tmp_path / "source.sql", "-- all\nwith b as (select * from bank) select * from b; \n")
        chosen = f'query="{query}"'
        assert release_of(path, chosen) == wanted
        before = path.read_bytes()
        for bad in ("select * from bank; drop table bank", "drop table bank", "delete from bank", "select 1; select 2",
                    "select * from nowhere", "nope", "-- nothing", "insert into bank select * from bank"):  # fmt: skip
            put(query, bad)
            assert "Check `table` or `query`: one SELECT is read." in refused(path, chosen), bad
        put(query, " ;\n")
        assert "the query is empty" in refused(path, chosen)
        assert "cannot be read" in refused(path, 'query="none.sql"')
        assert path.read_bytes() == before

    @FILES
    def test_two_columns_of_one_name_are_refused(self, tmp_path: Path, name: str) -> None:
        MAKE[name](tmp_path / name)
        query = put(tmp_path / "source.sql", four("1") + ', 2 as "CustomerID"')
        assert "two columns are named CustomerID" in refused(tmp_path / name, f'query="{query}"')

    @FILES
    def test_no_table_and_no_row(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        EXECUTE[name](path, "create table a (x int); drop table a")
        assert "there is no table in it" in refused(path)
        EXECUTE[name](path, f"create table bank ({COLUMNS})")
        with pytest.raises(SourceError, match="only column names"):
            release_of(path)

    def test_values_of_any_type_are_spelled_as_those_of_parquet(self, tmp_path: Path) -> None:
        spelled = ["0.1", "1e+16", "1e-05", "25.0", "123456789.25", "nan", None, "true", "12345678901234567890123"]
        duck = tmp_path / "a.duckdb"
        run_duckdb(duck, "create table t (a varchar)")
        query = put(tmp_path / "source.sql", " union all ".join(four(f"cast({value} as varchar)") for value in (
            "0.1::double", "1e16::double", "1e-5::double", "25::double", "123456789.25::double", "'nan'::double",
            "null", "true", "12345678901234567890123::hugeint")))  # fmt: skip
        assert [row[-1] for row in texts(duck, f'query="{query}"')] == spelled
        lite = tmp_path / "a.sqlite"
        run_sqlite(lite, f"create table t as {four('0')}; delete from t")
        with closing(sqlite3.connect(lite)) as connection:
            for value in (
                0.1,
                1e16,
                1e-5,
                25.0,
                123456789.25,
                "nan",
                None,
                "true",
                "12345678901234567890123",
                b"x\xc3\xbc",
                b"\xff\x01",
            ):
                connection.execute("insert into t values ('C1', '2016-08-02', 'PUNE', ?)", (value,))
            connection.commit()
        assert [row[-1] for row in texts(lite)] == [*spelled, "xü", "ff01"]

    @FILES
    def test_numbers_by_type_are_never_open(self, tmp_path: Path, name: str) -> None:
        """Three decimals of a typed column are three decimals; the same digits in text ask for `decimal`."""
        path = tmp_path / name
        for kind in ("decimal(12, 3)", "double", "real"):
            if path.exists():
                path.unlink()
            titles = ", ".join(f'"{title}" text' for title in FOUR_TITLES)
            EXECUTE[name](path, f'create table t ({titles}, "{HEAD[AMOUNT]}" {kind})')
            EXECUTE[name](path, "insert into t values ('C1', '2016-08-02', 'PUNE', 12.345), "
                                "('C2', '2016-08-03', 'PUNE', 1.25), ('C3', '2016-08-04', 'PUNE', null)")  # fmt: skip
            assert amounts_of(path) == [1235, 125, None], kind
        path.unlink()
        text_amount = four("'12.345'")
        EXECUTE[name](path, f"create table t as {text_amount}")
        with pytest.raises(QualityError, match="can be read in two ways"):
            amounts_of(path)

    def test_a_column_of_sqlite_with_texts_and_numbers_is_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.sqlite"
        run_sqlite(path, " union all ".join(("create table t as " + four("12.345"), four("'12,345'"))))
        with pytest.raises(QualityError, match="can be read in two ways"):
            amounts_of(path)
        run_sqlite(path, " union all ".join(("drop table t; create table t as " + four("12.345"), four("'n/a'"))))
        assert amounts_of(path, "most_rejected=1") == [1235, None]

    def test_a_value_is_never_quoted(self, tmp_path: Path) -> None:
        duck, lite = tmp_path / "a.duckdb", tmp_path / "a.sqlite"
        run_duckdb(duck, "create table t as select 'Ravi' as x")
        query = put(tmp_path / "source.sql", four("cast(x as integer)") + " from t")
        said = refused(duck, f'query="{query}"')
        assert "the rows cannot be read" in said
        assert "Ravi" not in said
        run_sqlite(lite, f"create table t as {four('1')}; update t set \"CustLocation\" = cast(x'52617669ff' as text)")
        said = refused(lite)
        assert "the rows cannot be read" in said
        assert "Ravi" not in said

    def test_a_file_that_is_none_is_refused(self, tmp_path: Path) -> None:
        assert "neither a DuckDB nor a SQLite database" in refused(put(tmp_path / "a.db", "no database at all"))
        assert "(" in refused(put(tmp_path / "a.duckdb", b"\0" * 8 + b"DUCK" + b"\0" * 99))
        assert "a.sqlite" in refused(put(tmp_path / "a.sqlite", b"SQLite format 3\0" + b"\1" * 999))

    def test_inside_a_folder_it_is_noted(self, tmp_path: Path) -> None:
        put(tmp_path / "a.csv", text(ROWS))
        make_sqlite(tmp_path / "b.sqlite")
        with opened(str(tmp_path), settings()) as found:
            assert found.notes == (f"{tmp_path}/b.sqlite is of a kind that is not read: passed over.",)

    def test_it_is_an_input_of_the_run(self, tmp_path: Path) -> None:
        make_sqlite(tmp_path / "b.sqlite")
        assert [item.path for item in source_files(str(tmp_path / "b.sqlite"))] == [tmp_path / "b.sqlite"]

    @pytest.mark.parametrize("key", ["table", "query"])
    def test_a_choice_of_rows_without_a_database_is_refused(self, tmp_path: Path, key: str) -> None:
        path = put(tmp_path / "a.csv", text(ROWS))
        assert f"is no database, so that {key} = 'x' chooses nothing" in refused(path, f'{key}="x"')
        with pytest.raises(ConfigError, match="name one of them"):
            settings('table="x"', 'query="x"')


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("postgres://u:{}@host:5432/bank", "postgres://host:5432/bank"),
            ("postgresql://u@host/bank?password={}", "postgresql://host/bank"),
            ("postgresql:///bank?user=u&password={}&host=/tmp", "postgresql:///bank"),
            ("postgresql://u:{}@a:1,b:2/bank", "postgresql://a:1,b:2/bank"),
            ("postgresql://u:a@{}@host/bank", "postgresql://…"),
            ("postgresql://u:a/{}@host/bank", "postgresql://…"),
            ("postgresql://u:{}/bank", "postgresql://…"),
            ("postgresql://u:a?{}@host/bank", "postgresql://…"),
            ("postgresql://u:a#{}@host/bank", "postgresql://…"),
            ("postgresql://host/bank?password=a@{}", "postgresql://…"),
        ],
    )
    def test_no_password_is_shown(self, address: str, shown: str) -> None:
        assert title_of(address.format(PASSWORD)) == shown

    @pytest.mark.parametrize(
        "address",
        [
            "mysql://u:{}@host/bank", "postgress://u:{}@host/bank", "POSTGRES://u:{}@host/bank", "password={} host=x",
            "host=x password={}", "s3://u:{}@bucket/x.parquet", "https://u:{}@host/x.csv",
            " postgresql://u:{}@host/bank", "jdbc:postgresql://host/bank?password={}", "jdbc:oracle:thin:u/{}@host",
            "Server=x;User Id=u;Password={}", "host=x Password = {} password=x", "u:{}@host/bank", "u:a/{}@host/bank",
        ],
    )  # fmt: skip
    def test_nor_is_that_of_an_address_that_is_not_read(self, address: str) -> None:
        said = refused(address.format(PASSWORD))
        assert "an address of this kind is not read" in said
        assert PASSWORD not in said

    @pytest.mark.parametrize("name", ["at 12:30@ulm.csv", "password=none.csv"])
    def test_a_file_that_is_called_so_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.chdir(tmp_path)
        Path(name).touch()
        assert find(name).files == find(f"{name[:3]}*").files == (Path(name),)

    def test_without_the_driver_the_message_says_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres, "find_spec", lambda _: None)
        said = refused(f"postgresql://u:{PASSWORD}@host/bank")
        assert "pip install" in said
        assert "adbc-driver-postgresql" in said
        assert PASSWORD not in said


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    programs = find_programs()
    if programs is None:
        skip_or_fail("postgres", "no PostgreSQL server found: install postgresql")
    if find_spec("adbc_driver_postgresql") is None:
        skip_or_fail("postgres", "the driver is not installed: install the extra `databases`")
    with serving(programs) as running:
        running.execute(f"create table bank ({COLUMNS})")
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows(ROWS)
        running.execute(f"set datestyle = 'ISO'; copy bank from stdin (format csv);\n{rows.getvalue()}\\.\n")
        yield running


@pytest.mark.slow
class TestPostgres:
    def test_the_only_table_gives_the_release_of_the_csv(self, server: Server, wanted: str) -> None:
        assert release_of(server.address) == wanted
        assert release_of(server.address, 'table="public.bank"') == wanted

    def test_the_record_holds_no_password(self, server: Server) -> None:
        with pipeline.analysed(server.address, settings(AS_IS), pipeline.Clock(lambda _: None)) as found:
            assert found.record["source"]["name"] == "postgresql://localhost/postgres"
            assert PASSWORD not in repr((found.record, found.notices, found.rejected, found.release))

    def test_a_query_is_one_select_that_reads(self, server: Server, tmp_path: Path, wanted: str) -> None:
        query = tmp_path / "source.sql"
        chosen = f'query="{query}"'
        put(query, "-- all\nwith b as (select * from bank) select * from b;\n")
        assert release_of(server.address, chosen) == wanted
        for bad in ("select * from bank; drop table bank", "drop table bank", "delete from bank returning *", "nope",
                    "select 1) as x; drop table bank; select * from (select 1", "select * from nowhere",
                    "with gone as (delete from bank returning *) select * from gone",
                    "select setval('s', 1)"):  # fmt: skip
            put(query, bad)
            assert "Check `table` or `query`: one SELECT is read." in refused(server.address, chosen), bad
        put(query, four("1") + ', 2 as "CustomerID"')
        assert "two columns are named CustomerID" in refused(server.address, chosen)
        assert release_of(server.address) == wanted

    def test_numbers_by_type_are_never_open(self, server: Server, tmp_path: Path) -> None:
        query = tmp_path / "source.sql"
        for kind in ("numeric", "numeric(12, 3)", "real", "double precision"):
            put(query, four(f"cast(12.345 as {kind})"))
            assert amounts_of(server.address, f'query="{query}"') == [1235], kind
        put(query, four("'12.345'::text"))
        with pytest.raises(QualityError, match="can be read in two ways"):
            amounts_of(server.address, f'query="{query}"')

    def test_values_are_spelled_alike_whatever_the_server_is_set_to(self, server: Server, tmp_path: Path) -> None:
        query = put(
            tmp_path / "source.sql", " union all ".join(four(f"cast({value} as text)") for value in ("1", "null"))
        )
        assert [row[-1] for row in texts(server.address, f'query="{query}"')] == ["1", None]
        for value, spelled in {
            "date '2016-08-02'": "2016-08-02", "timestamptz '2016-08-02 10:00+02'": "2016-08-02 08:00:00+00",
            "numeric '10.50'": "10.50", "1e16::float8": "1e+16", "0.1::float8": "0.1", "true": "true",
            "'x'::char(9)": "x", "''": "", "12345678901234567890.5": "12345678901234567890.5",
        }.items():  # fmt: skip
            put(query, four(value))
            assert [row[-1] for row in texts(server.address, f'query="{query}"')] == [spelled]

    def test_moments_have_their_days_where_the_bank_is(self, server: Server, tmp_path: Path) -> None:
        at = "timestamptz '2016-08-01 20:00+00'"
        query = put(tmp_path / "source.sql", four("1").replace("'2016-08-02'", at))
        chosen = f'query="{query}"'
        assert "the column TransactionDate holds moments in UTC" in refused(server.address, chosen)
        assert texts(server.address, chosen, 'timezone="Asia/Kolkata"')[0][1] == "2016-08-02 01:30:00+05:30"
        put(query, four("1").replace("'2016-08-02'", f"cast({at} as date)"))
        assert texts(server.address, chosen, 'timezone="Asia/Kolkata"')[0][1] == "2016-08-02"

    def test_one_of_several_tables_has_to_be_named(self, server: Server, wanted: str) -> None:
        server.execute('create schema other; create table other."odd.table" (like bank)')
        try:
            assert "there are several tables. Found: other.odd.table, public.bank" in refused(server.address)
            assert release_of(server.address, 'table="bank"') == wanted
            assert texts(server.address, 'table="odd.table"') == []
        finally:
            server.execute("drop schema other cascade")

    def test_what_goes_wrong_shows_no_password_and_no_value(self, server: Server, tmp_path: Path) -> None:
        query = put(tmp_path / "source.sql", four("cast('Ravi' || random() as integer)"))
        said = refused(server.address, f'query="{query}"')
        assert "the server stopped at a value" in said
        assert "Ravi" not in said
        for address in (
            server.address.replace(PASSWORD, f"{PASSWORD}x"), server.address.replace("/postgres?", "/none?"),
            f"postgresql://u:p@{PASSWORD}@localhost/x?host={tmp_path}", f"postgresql://u@h:port{PASSWORD}/x",
            f"postgresql://localhost/x?host={tmp_path}&{PASSWORD}=1",
        ):  # fmt: skip
            said = refused(address)
            assert "there is no connection" in said
            assert PASSWORD not in said
