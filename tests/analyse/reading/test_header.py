"""Text files as people have them give the release of the plain file, to the byte, or are refused with the way out."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from generator.analyse.engine.base import Loaded
from generator.analyse.engine.duckdb import DuckEngine
from generator.analyse.reading.header import Form
from generator.analyse.reading.source import Source, open_source
from generator.errors import AtlasError, ConfigError, SourceError
from generator.settings.source_roles import KAGGLE_COLUMNS
from tests.support.banks import AMOUNT, AS_IS, HEAD, analysed, bank, changed, cleaning, put, settings, text

COLUMNS = {"customer": "Customer No.", "date": "Booked on", "amount": "Amount", "place": "Branch"}
TITLES = "Customer No.;Booked on;Amount;Branch"
ROWS = ["K1;3/8/16;12,50;Brno", 'K2;4/8/16;7,25;"Ústí; north"', 'K3;5/8/16;1,00;"Two\nlines"']
READ = [
    ("K1", "3/8/16", "12,50", "Brno"), ("K2", "4/8/16", "7,25", "Ústí; north"), ("K3", "5/8/16", "1,00", "Two\nlines"),
]  # fmt: skip
POSITIONS = {"customer": "1", "date": "2", "amount": "3", "place": "4"}

Rows = list[tuple[str, ...]]


def lines(*parts: str | Sequence[str]) -> str:
    return "\n".join(line for part in parts for line in ([part] if isinstance(part, str) else part)) + "\n"


def read(
    path: Path,
    columns: dict[str, str] | None = None,
    form: Form = Form(),  # noqa: B008 - frozen
) -> tuple[Source, tuple[Loaded, ...], Rows]:
    opened = open_source(str(path), columns or COLUMNS, (), form)
    with DuckEngine() as engine:
        loaded = engine.read(opened)
        rows = engine.rows("select customer_text, date_text, amount_text, place_text from raw order by location")
    return opened, loaded, rows


def refused(path: Path, columns: dict[str, str] | None = None, form: Form = Form()) -> str:  # noqa: B008 - frozen
    with pytest.raises(AtlasError) as raised:
        read(path, columns, form)
    return raised.value.format_message()


PREAMBLES = {
    "titles": ["Bank of Nowhere", "Statement from 1/8/16 to 31/8/16"],
    "blanks": ["", "   ", ""],
    "fields": ["Holder;Jana Nováková", "Account;1234567890;CZK", ";;;;;;;;;;", "-----"],
    "commas": ["Report, monthly, of cards, by branch, for all, of them", "1,2,3,4,5,6,7,8,9,10,11,12"],
    "quotes": ['"Holder";"Jana ""J."" Nováková"', '"A note', 'of three', 'lines"', ""],
    "stray quotes": ['"Unclosed report', 'Screen of 5" and 7"'],
    "some titles": ["Amount;in CZK", "Customer No.;Booked on;Amount"],
    "long": [f"Line {i} of the terms; and of conditions" for i in range(90)],
}  # fmt: skip


class TestLinesAboveTheHeader:
    @pytest.mark.parametrize("name", PREAMBLES)
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_they_are_passed_over_and_counted(self, tmp_path: Path, name: str, encoding: str) -> None:
        above = PREAMBLES[name]
        data = lines(above, TITLES, ROWS).encode(encoding, errors="replace")
        opened, loaded, rows = read(put(tmp_path / "a.csv", data))
        assert [row[:3] for row in rows] == [row[:3] for row in READ]
        assert loaded[0].broken == ()
        n = len(above)
        wanted = (f"{tmp_path}/a.csv: {n} lines above the header were passed over.",) if name != "blanks" else ()
        assert opened.notes == wanted

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("above", [["Bank"], ['"Two', 'lines"', ""], ["sep=;"], []])
    def test_rejected_rows_keep_the_lines_of_the_file(self, tmp_path: Path, end: str, above: list[str]) -> None:
        rows = bank(40)
        rows[7] = [*rows[7][:AMOUNT], "none"]
        plain = text(rows, delimiter=";").splitlines()
        plain[20] += ";one;too many"
        body = [*plain[:3], "", *plain[3:]]
        with cleaning(put(tmp_path / "a.csv", end.join([*above, *body])), 'columns.time=""') as found:
            assert [(row.line - len(above), row.reason) for row in found.rejected] == [(10, "amount"), (22, "fields")]

    def test_an_open_quote_is_named_by_its_place_in_the_file(self, tmp_path: Path) -> None:
        data = lines("Bank", "", TITLES, ROWS[:2], 'K4;6/8/16;1,00;"open', ["K5;6/8/16;1,00;Brno"] * 50)
        assert "row 6: a quotation mark" in refused(put(tmp_path / "a.csv", data))

    def test_parts_of_a_folder_have_their_own(self, tmp_path: Path) -> None:
        put(tmp_path / "1.csv", lines("Bank", TITLES, ROWS[0]))
        put(tmp_path / "2.csv", lines("Bank", "", "Page 2", TITLES.replace(";", ","), "K2,4/8/16,725,Brno"))
        put(tmp_path / "3.csv", lines(TITLES, ROWS[2]))
        opened, _, rows = read(tmp_path)
        assert [row[0] for row in rows] == ["K1", "K2", "K3"]
        assert opened.notes == ("2 files: up to 3 lines above the header were passed over.",)

    def test_a_title_of_two_lines(self, tmp_path: Path) -> None:
        data = lines("Bank", 'Customer No.;"Booked', 'on";Amount;Branch', ROWS[0])
        assert read(put(tmp_path / "a.csv", data))[2] == READ[:1]

    def test_columns_of_folders_need_not_be_in_the_header(self, tmp_path: Path) -> None:
        (tmp_path / "Branch=Brno").mkdir()
        put(tmp_path / "Branch=Brno" / "a.csv", lines("Bank", "", "Customer No.;Booked on;Amount", "K1;3/8/16;12,50"))
        assert read(tmp_path)[2] == READ[:1]

    def test_the_line_that_looks_like_a_header_is_named_with_its_titles(self, tmp_path: Path) -> None:
        above = ["Holder;Jana Nováková", "Account;1234567890", ""]
        data = lines(above, "Client;Day;Sum;Town", ["K1;3/8/16;12,50;Brno"] * 5)
        said = refused(put(tmp_path / "a.csv", data))
        assert "Found in line 4: Client, Day, Sum, Town." in said
        data = lines(above, "Client;Booked on;Amount;Town", ["K1;3/8/16;12,50;Brno"] * 5)
        said = refused(put(tmp_path / "a.csv", data))
        assert "missing column(s): Customer No. (customer), Branch (place).\nFound in line 4: Client, Book" in said
        for word in ("Jana", "1234567890", "Brno", "12,50"):
            assert word not in said

    def test_a_note_reaches_the_log_and_the_release_is_that_of_the_plain_file(self, tmp_path: Path) -> None:
        rows = bank(1_000)
        plain = analysed(put(tmp_path / "plain.csv", text(rows)), AS_IS)
        above = 'Bank of Nowhere,"a note\nof two lines"\n\n'
        found = analysed(put(tmp_path / "bank.csv", above + text(rows)), AS_IS)
        assert found.text == plain.text
        assert f"{tmp_path}/bank.csv: 3 lines above the header were passed over." in found.notices


class TestSeparators:
    @pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;"])
    def test_the_line_of_excel_says_it(self, tmp_path: Path, first: str) -> None:
        opened, _, rows = read(put(tmp_path / "a.csv", lines(first, TITLES, ROWS)))
        assert (rows, opened.notes) == (READ, ())

    def test_the_line_of_excel_says_it_even_against_appearances(self, tmp_path: Path) -> None:
        titles = TITLES.replace(";", "|") + f"|a;{TITLES};b"
        row = "K1|3/8/16|1|Brno|;K2;4/8/16;2;Ústí;"
        assert read(put(tmp_path / "a.csv", lines(titles, row)))[2] == [("K2", "4/8/16", "2", "Ústí")]
        assert read(put(tmp_path / "a.csv", lines("sep=|", titles, row)))[2] == [("K1", "3/8/16", "1", "Brno")]

    @pytest.mark.parametrize("mark", ["^", "~", "\x01", "\x1f", "||"])
    def test_rare_ones_are_found(self, tmp_path: Path, mark: str) -> None:
        data = lines(TITLES, ROWS[0], "K2;;7,25;").replace(";", mark)
        assert read(put(tmp_path / "a.csv", data))[2] == [*READ[:1], ("K2", None, "7,25", None)]

    @pytest.mark.parametrize("mark", [":", "§", "#", "/"])
    def test_others_are_named(self, tmp_path: Path, mark: str) -> None:
        path = put(tmp_path / "a.csv", lines(TITLES, "K1;3-8-16;12,50;Brno").replace(";", mark))
        assert "--set 'delimiter=" in refused(path)
        assert read(path, form=Form(delimiter=mark))[2][0] == ("K1", "3-8-16", "12,50", "Brno")

    @pytest.mark.parametrize("value", ["ab", "x", "3", '"', ".", "\n", "||"])
    def test_some_cannot_separate(self, value: str) -> None:
        with pytest.raises(ConfigError, match="or one character that is no letter"):
            settings(f"delimiter={value!r}")

    def test_auto_is_a_name_for_none(self) -> None:
        assert settings('delimiter="auto"').delimiter == ""


class TestRunsOfBlanks:
    TITLES = "  Client    Day        Sum  Town"
    COLUMNS = {"customer": "Client", "date": "Day", "amount": "Sum", "place": "Town"}  # noqa: RUF012 - never changed

    def test_they_separate_where_all_rows_have_as_many_fields(self, tmp_path: Path) -> None:
        data = lines("Cards of August", self.TITLES, "  K1   20160803    12.50  Brno", "",
                     'K2\t20160804  7.25 "New ""Brno"" 2"', "  K3   20160805     1.00  ACB   ")  # fmt: skip
        opened, _, rows = read(put(tmp_path / "a.txt", data), self.COLUMNS)
        assert rows == [
            ("K1", "20160803", "12.50", "Brno"), ("K2", "20160804", "7.25", 'New "Brno" 2'),
            ("K3", "20160805", "1.00", "ACB"),
        ]  # fmt: skip
        assert opened.notes == (f"{tmp_path}/a.txt: 1 line above the header was passed over.",)

    @pytest.mark.parametrize(
        "row", ["K2 20160804 7.25 New Brno", "K2 20160804 7.25", 'K2 20160804 7.25 "Brno', 'K2 20160804 7.25 a"b c"']
    )
    @pytest.mark.parametrize("before", [0, 5_000])
    def test_where_one_row_has_others_the_file_is_refused(self, tmp_path: Path, row: str, before: int) -> None:
        data = lines(self.TITLES, ["K1 20160803 12.50 Brno"] * before, row)
        said = refused(put(tmp_path / "a.txt", data), self.COLUMNS)
        assert f"line {before + 2} has " in said
        assert "Export the rows with a separator" in said

    def test_rejected_rows_keep_their_lines(self, tmp_path: Path) -> None:
        data = lines(
            "Cards", self.TITLES, "", [f"K{i} 20160803 12.50 Brno" for i in range(40)], "K99 20160803 none Brno"
        )
        names = [f'columns.{role}="{name}"' for role, name in self.COLUMNS.items()]
        with cleaning(put(tmp_path / "a.txt", data), *names) as found:
            assert [(row.line, row.reason) for row in found.rejected] == [(44, "amount")]


class TestNoHeader:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^"])
    def test_columns_are_named_by_position(self, tmp_path: Path, mark: str) -> None:
        path = put(tmp_path / "a.csv", lines("", ROWS[0], "", "K2;4/8/16;7,25;").replace(",", ".").replace(";", mark))
        rows = read(path, POSITIONS, Form(header=False))[2]
        assert rows == [("K1", "3/8/16", "12.50", "Brno"), ("K2", "4/8/16", "7.25", None)]

    def test_runs_of_blanks(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.txt", " 00001 20160803  1  11.77\n 00002 20160804 12   5.00\n")
        roles = {"customer": "1", "date": "2", "amount": "4", "place": "3"}
        rows = read(path, roles, Form(header=False))[2]
        assert rows == [("00001", "20160803", "11.77", "1"), ("00002", "20160804", "5.00", "12")]

    def test_fixed_widths(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.txt", "K1  3/8/16  NEW DELHI   12.50\nK2  4/8/16  AGRA         7.25\n")
        roles = {"customer": "1", "date": "2", "place": "3", "amount": "4"}
        assert [row[3] for row in read(path, roles, Form(header=False))[2]] == ["NEW DELHI", "AGRA"]

    def test_every_row_counts_and_keeps_its_line(self, tmp_path: Path) -> None:
        rows = changed(bank(60), 0, AMOUNT, "none")
        chosen = [f'columns.{role}="{at}"' for role, at in (("customer", 2), ("date", 7), ("amount", 9), ("place", 5))]
        data = text(rows[1:], rows[0]) + "T0,too short\n"
        with cleaning(put(tmp_path / "a.csv", data), "header=false", *chosen) as found:
            assert found.cleaned.read == 61
            assert [(row.line, row.reason) for row in found.rejected] == [(1, "amount"), (61, "fields")]

    def test_the_site_says_which_column_tells_customers(self, tmp_path: Path) -> None:
        rows = bank(1_000)
        positions = ", ".join(f'{role}="{HEAD.index(name) + 1}"' for role, name in KAGGLE_COLUMNS.items())
        path = put(tmp_path / "a.csv", text(rows[1:], rows[0]))
        found = analysed(path, AS_IS, "header=false", f"columns={{{positions}}}")
        plain = analysed(put(tmp_path / "plain.csv", text(rows)), AS_IS)
        assert (found.release.customer.words, found.release.customer.columns) == ("column 2", ("2",))
        assert replace(found.release, customer=plain.release.customer) == plain.release

    def test_a_separator_that_is_not_certain_has_to_be_named(self, tmp_path: Path) -> None:
        path = put(tmp_path / "a.csv", "K1,3;8,16;12,50;Brno,4\n" * 9)
        said = refused(path, POSITIONS, Form(header=False))
        assert "several separators give most rows the 4 columns" in said
        offered = [json.loads(part) for part in re.findall(r"delimiter=(\".*?\")'", said)]
        assert offered == [",", ";"]
        assert all(read(path, POSITIONS, Form(header=False, delimiter=mark))[2] for mark in offered)
        assert read(path, POSITIONS, Form(header=False, delimiter=";"))[2][0][2] == "12,50"
        said = refused(put(tmp_path / "a.csv", "K1,3/8/16\n" * 9), POSITIONS, Form(header=False))
        assert "no usual separator gives most rows the 4 columns" in said

    @pytest.mark.parametrize("town", ["Brno", "New Brno", "Brno, Ústí", "Brno; 3|4"])
    @pytest.mark.parametrize("sum_", ["12.50", "12,50", "1 250,50"])
    def test_tabs_separate_without_a_setting(self, tmp_path: Path, town: str, sum_: str) -> None:
        path = put(tmp_path / "a.tsv", f"K1\t3/8/16\t{sum_}\t{town}\n" * 9)
        assert read(path, POSITIONS, Form(header=False))[2] == [("K1", "3/8/16", sum_, town)] * 9
        titled = put(tmp_path / "b.tsv", "Customer No.\tBooked on\tAmount\tBranch\n" + path.read_text())
        assert read(titled)[2] == [("K1", "3/8/16", sum_, town)] * 9

    def test_without_the_setting_the_message_names_it_and_no_value(self, tmp_path: Path) -> None:
        said = refused(put(tmp_path / "a.csv", lines(ROWS)))
        assert "no header row" in said
        assert "--set header=false --set 'columns.customer=\"1\"'" in said
        assert "Brno" not in said

    def test_names_without_a_header_are_a_fault_of_the_settings(self) -> None:
        with pytest.raises(ConfigError, match='need a position, such as "1", because header = false'):
            settings("header=false")
        with pytest.raises(ConfigError, match="amount = 'Amount': header = false, so columns are named by position"):
            settings("header=false", 'columns={customer="1",date="2",amount="Amount",place="4"}')

    def test_a_file_with_names_in_it_has_a_header(self, tmp_path: Path) -> None:
        pd.DataFrame(bank(5), columns=HEAD).to_parquet(tmp_path / "a.parquet")
        assert "header = false is for text files" in refused(tmp_path / "a.parquet", POSITIONS, Form(header=False))


class TestRowsOfOtherLengths:
    @pytest.mark.parametrize(
        ("titles", "more"),
        [
            (TITLES, ["", "", ""]), (TITLES, [";", ";;;", ""]), (TITLES, ["; ", ' ; ""', ""]),
            (TITLES + ";", ["", "", ""]), (TITLES + ";;;", ["", ";;;", ";"]), (TITLES + ";;", [";x", ";;y", ";;;;"]),
        ],
    )  # fmt: skip
    def test_empty_fields_at_the_end_come_and_go(self, tmp_path: Path, titles: str, more: list[str]) -> None:
        rows = [row + end for row, end in zip(ROWS, more, strict=True)]
        _, loaded, found = read(put(tmp_path / "a.csv", lines(titles, rows)))
        assert [(row[:3], str(row[3]).strip()) for row in found] == [(row[:3], row[3]) for row in READ]
        assert loaded[0].broken == ()

    @pytest.mark.parametrize("titles", [TITLES, TITLES + ";;"])
    @pytest.mark.parametrize("more", [";;;x", ";;;;;1", ';; ;"x"'])
    def test_others_are_rejected_with_their_line(self, tmp_path: Path, titles: str, more: str) -> None:
        _, loaded, found = read(put(tmp_path / "a.csv", lines(titles, ROWS[0], ROWS[1] + more, "K4;6/8/16", ROWS[0])))
        assert loaded[0].broken == (3, 4)
        assert [row[0] for row in found] == ["K1", "K1"]

    @pytest.mark.parametrize("at", [3, 501, 5_000, 60_000])
    def test_rows_that_grow_are_counted_wherever_they_begin(self, tmp_path: Path, at: int) -> None:
        grown = [ROWS[0] + ";new"] * 400
        _, loaded, found = read(put(tmp_path / "a.csv", lines(TITLES, [ROWS[0]] * at, grown)))
        assert (len(found), loaded[0].broken) == (at, tuple(range(at + 2, at + 402)))


class TestTitles:
    def test_the_exact_one_counts_wherever_it_is(self, tmp_path: Path) -> None:
        for titles, row in ((f"amount;{TITLES}", "9;K1;3/8/16;12,50;Brno"), (f"{TITLES}; A mount", f"{ROWS[0]};9")):
            assert read(put(tmp_path / "a.csv", lines(titles, row)))[2] == READ[:1]

    def test_two_that_resemble_it_are_refused_with_their_places(self, tmp_path: Path) -> None:
        titles = f"AMOUNT;{TITLES.replace('Amount', 'amount')}"
        said = refused(put(tmp_path / "a.csv", lines(titles, "9;K1;3/8/16;12,50;Brno")))
        assert "columns 1 and 4 have names that differ only in capitals and blanks" in said
        assert "columns 3 and 5 have the same name" in refused(
            put(tmp_path / "a.csv", lines(TITLES + ";Amount", ROWS[0] + ";9"))
        )

    def test_two_that_no_role_needs_may_be_alike(self, tmp_path: Path) -> None:
        assert read(put(tmp_path / "a.csv", lines(TITLES + ";Currency;Currency", ROWS[0] + ";CZK;EUR")))[2] == READ[:1]

    @pytest.mark.parametrize("kind", ["parquet", "partition"])
    def test_so_it_is_elsewhere(self, tmp_path: Path, kind: str) -> None:
        frame = pd.DataFrame([["K1", "3/8/16", "1", "Brno", "9"]], columns=[*TITLES.split(";"), "AMOUNT"])
        if kind == "parquet":
            path = tmp_path / "a.parquet"
            frame.to_parquet(path)
            # The engine's names of columns ignore capitals: the exact one must win even behind the other one.
            frame[frame.columns[::-1]].to_parquet(tmp_path / "b.parquet")
            assert [row[2] for row in read(tmp_path)[2]] == ["1", "1"]
        else:
            path = tmp_path / "AMOUNT=9" / "amount=8"
            path.mkdir(parents=True)
            frame[frame.columns[[0, 1, 3]]].to_parquet(path / "a.parquet")
            path = tmp_path
        names = COLUMNS | {"amount": "aMount"}
        assert "names that differ only in capitals and blanks" in refused(path, names)

    def test_two_columns_of_one_name_in_parquet_are_refused(self, tmp_path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        names = [*TITLES.split(";"), "Amount"]
        pq.write_table(pa.table([["K1"], ["3/8/16"], ["1"], ["Brno"], ["9"]], names=names), tmp_path / "a.parquet")
        assert "columns 3 and 5 have the same name" in refused(tmp_path / "a.parquet")

    @pytest.mark.parametrize(
        "title", ["\ufeffAmount", "Amount\u00a0", " Amo\u200bunt \t", "AMOUNT", "\u00a0a mount", "Amount\u200e"]
    )
    def test_what_nobody_sees_does_not_matter(self, tmp_path: Path, title: str) -> None:
        data = "\ufeff\ufeff" + lines(TITLES.replace("Amount", title), ROWS)
        assert read(put(tmp_path / "a.csv", data))[2] == READ

    def test_composed_and_decomposed_letters_are_alike(self, tmp_path: Path) -> None:
        data = lines(TITLES.replace("Branch", "Ú\u0301sti\u0301"), ROWS[0])
        assert read(put(tmp_path / "a.csv", data), COLUMNS | {"place": "Ú\u0301stí"})[2] == READ[:1]


def test_without_a_column_of_places_the_message_says_which_ones_serve(tmp_path: Path) -> None:
    for columns in (COLUMNS, COLUMNS | {"place": "City"}):
        said = refused(put(tmp_path / "a.csv", lines("Customer No.;Booked on;Amount", "K1;3/8/16;12,50")), columns)
        assert "A site has one page per place" in said
        assert "a branch, a district or a region" in said
        assert "columns.place=" in said
    with pytest.raises(ConfigError, match="A site has one page per place"):
        settings('columns.place=""')


class TestFixedWidths:
    """Columns between blanks whose fields hold blanks too."""

    @staticmethod
    def file(tmp_path: Path, *towns: str, title: str = "CustLocation") -> Path:
        rows = [[*row[:4], towns[i % len(towns)], *row[5:]] for i, row in enumerate(bank(60))]
        head = [title if name == "CustLocation" else name.partition(" ")[0] for name in HEAD]
        size = [max(map(len, column)) + 2 for column in zip(head, *rows, strict=True)]
        made = ("".join(map(str.ljust, row, size)).rstrip() + "\n" for row in [head, *rows])
        return put(tmp_path / "a.txt", "Export of a bank\n\n" + "".join(made))

    CHOSEN = ('columns.amount="TransactionAmount"', AS_IS)

    @pytest.mark.parametrize("title", ["CustLocation", "Town of customer"])
    def test_are_read_by_their_positions(self, tmp_path: Path, title: str) -> None:
        path = self.file(tmp_path, "NEW DELHI", "AGRA", "", title=title)
        with cleaning(path, *self.CHOSEN, f'columns.place="{title}"') as found:
            assert found.cleaned.accepted == 60
            assert found.column("place_text")[:3] == ["NEW DELHI", "AGRA", ""]
            assert found.column("day")[-1] is not None

    def test_a_line_that_fits_nowhere_stops_the_run_with_a_way_out(self, tmp_path: Path) -> None:
        path = self.file(tmp_path, "NEW DELHI", "AGRA")
        path.write_text(path.read_text() + "Total of this list of payments 60 and not more than that\n")
        with pytest.raises(SourceError) as error, cleaning(path, *self.CHOSEN):
            pass
        assert "not certain where the columns are" in error.value.message
        assert "pandas.read_fwf(" in (error.value.hint or "")
        assert "DELHI" not in error.value.format_message()

    def test_two_fields_that_make_up_for_each_other_are_not_shifted(self, tmp_path: Path) -> None:
        """By their number alone, a missing gender and a town of two words would pass unseen."""
        text = "CustomerID  TransactionDate  CustGender  CustLocation  Sum\n"
        text += "K1          3/8/16           F           Brno          12.50\n" * 3
        text += "K2          4/8/16                       NEW DELHI      7.25\n"
        with cleaning(put(tmp_path / "a.txt", text), 'columns.amount="Sum"', 'date_order="dmy"') as found:
            assert found.column("place_text")[-1] == "NEW DELHI"
            assert found.column("gender")[-1] == ""
