"""Text tables: encodings, delimiters, headers, and what a row is."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_gui.files import delimited
from backprop_gui.files.delimited import DELIMITERS, DelimitedText, Dialect
from backprop_gui.files.errors import FileError

PATH = Path("table.csv")


def rows(text: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    return [(number, row) for number, row, _ in DelimitedText(PATH, text).rows(delimiter)]


def guess(text: str) -> Dialect:
    return DelimitedText(PATH, text).guess()


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(str.strip)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(tables, st.sampled_from([each for each in DELIMITERS if each != " "]))
def test_any_cells_come_back_as_another_program_wrote_them(
    table: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    assert rows(text.getvalue(), delimiter) == list(enumerate(table, 1))


def test_rows_count_as_in_a_spreadsheet() -> None:
    text = 'a,b\n\n1,"two\nlines"\n , \n,\n5,6\n'
    assert rows(text) == [(1, ["a", "b"]), (3, ["1", "two\nlines"]), (6, ["5", "6"])]


def test_the_line_ends_of_all_systems_are_taken() -> None:
    assert [row for _, row in rows("1,2\r\n3,4\r5,6\n7,8")] == [
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
        ["7", "8"],
    ]


def test_aligned_columns_are_split_at_any_number_of_spaces() -> None:
    assert [row for _, row in rows("  1    2 \n 10   20\n", " ")] == [["1", "2"], ["10", "20"]]


def test_progress_ends_with_the_text() -> None:
    table = DelimitedText(PATH, "1,2\n3,4\n")
    assert [end for _, _, end in table.rows(",")][-1] == len(table.text)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("größe,1".encode(), "größe,1"),
        ("größe,1".encode("utf-8-sig"), "größe,1"),
        ("größe,1".encode("latin-1"), "größe,1"),
        (codecs.BOM_UTF16_LE + "größe,1".encode("utf-16-le"), "größe,1"),
        (codecs.BOM_UTF16_BE + "größe,1".encode("utf-16-be"), "größe,1"),
    ],
)
def test_the_encodings_that_spreadsheets_write_are_read(
    tmp_path: Path, data: bytes, text: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    assert DelimitedText.read(path).text == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    told = ""
    try:
        table = DelimitedText.read(path)
        table.preview(table.guess())
    except FileError as error:
        told = str(error)
    assert not told or (told.startswith("any.csv: ") and told.isprintable())


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b" \n")
    with pytest.raises(
        FileError, match=r"^table\.csv: expected rows of numbers, found an empty file$"
    ):
        DelimitedText.read(path)


@pytest.mark.parametrize(
    "data",
    [
        b"\x7f1,2\n\x00\xff3,4\n",
        "1,2\n3,4\n".encode("utf-16-le"),  # without a mark
        codecs.BOM_UTF16_LE + "1,2\n3,\0\n".encode("utf-16-le"),
        codecs.BOM_UTF32_LE + "1,2\n3,4\n".encode("utf-32-le"),
        b"\x00\x00",
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(FileError) as error:
        DelimitedText.read(path)
    assert str(error.value) == "table.csv: expected rows of numbers, found what is not text"


def test_too_many_columns_are_named_by_their_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_COLUMNS", 2)
    with pytest.raises(FileError) as error:
        rows("1,2\n1,2,3\n")
    assert str(error.value) == "table.csv: row 2: expected at most 2 columns, found 3"


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("cell", ["1", "0.12345678901234567890"])
def test_the_guess_for_too_many_columns_leads_to_the_limit(delimiter: str, cell: str) -> None:
    table = DelimitedText(PATH, (delimiter.join([cell] * 10_001) + "\n") * 3)
    dialect = table.guess()
    with pytest.raises(FileError) as error:
        table.preview(dialect)
    assert str(error.value) == "table.csv: row 1: expected at most 10000 columns, found 10001"
    assert dialect == Dialect(delimiter)


def test_as_many_columns_as_may_be_are_taken() -> None:
    table = DelimitedText(PATH, (",".join(["1"] * 10_000) + "\n") * 2)
    assert len(table.preview(table.guess()).names) == 10_000


def test_too_many_columns_are_told_rather_than_one_column_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delimited, "MOST_COLUMNS", 2)
    assert guess("1\n2\n3\n1;2;3\n") == Dialect(";")


def test_a_guess_is_made_even_of_what_is_no_table() -> None:
    assert guess("1" * 200_000) == Dialect(",")


def test_a_cell_as_long_as_a_book_is_named_by_its_row() -> None:
    with pytest.raises(FileError, match=r"table\.csv: row 2: expected cells of a table"):
        rows("1,2\n" + "1" * 200_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2\n3,4\n", Dialect(",")),
        ("a,b\n1,2\n", Dialect(",", has_header=True)),
        ("a;b\n1,5;2\n3;4,25\n", Dialect(";", has_header=True, decimal_comma=True)),
        ("1.5\t2\n3\t4\n", Dialect("\t")),
        ("1.5;2\n3;4\n", Dialect(";")),
        ("x|y\n1|2\n", Dialect("|", has_header=True)),
        ("1 2 3\n4 5 6\n", Dialect(" ")),
        ("length,species\n1,a\n2,b\n", Dialect(",", has_header=True)),
        ("1,a\n2,b\n", Dialect(",")),
        ('name,x\n"Doe, Jane; PhD",1\n"Roe, Rex; MD",2\n', Dialect(",", has_header=True)),
        ("7\n", Dialect(",")),
        ("name,sex,age,class\nann,f,3,yes\nbob,m,4,no\ncid,m,,yes\n", Dialect(",", True)),
        ("age,class\n , a\n3,b\n", Dialect(",", True)),
        ("age,class\n,a\n ,b\n", Dialect(",")),
        ("1, ,a\n3,4,b\n5,6,c\n", Dialect(",")),
        (",x\n0,1\n1,2\n", Dialect(",", True)),
    ],
)
def test_the_dialect_is_guessed(text: str, expected: Dialect) -> None:
    assert guess(text) == expected


def test_a_preview_holds_names_and_the_first_rows() -> None:
    text = "a,,c\n" + "1,2,3\n" * 80
    preview = DelimitedText(PATH, text).preview(Dialect(",", has_header=True))
    assert preview.names == ("a", "column 2", "c")
    assert preview.rows == (("1", "2", "3"),) * 50


def test_the_rows_of_a_preview_have_the_numbers_that_errors_give_them() -> None:
    table = DelimitedText(PATH, "a,b\n\n1,2\n ,\n3,4\n")
    assert table.preview(Dialect(",", has_header=True)).numbers == (3, 5)
    assert table.preview(Dialect(",")).numbers == (1, 3, 5)


def test_a_header_alone_is_no_table() -> None:
    with pytest.raises(FileError, match="expected rows of numbers"):
        DelimitedText(PATH, "a,b\n").preview(Dialect(",", has_header=True))


@pytest.mark.parametrize(
    "cell", ["1_000", "nan", "inf", "0x10", "١", "1e", "", "1,5", "1 2", "--1"]
)
def test_only_plain_numbers_are_numbers(cell: str) -> None:
    assert Dialect().number(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"), [("1", 1.0), (" -2.5 ", -2.5), (".5", 0.5), ("1.", 1.0), ("+1e-3", 1e-3)]
)
def test_a_number_is_read_as_it_is_written(cell: str, value: float) -> None:
    assert Dialect().number(cell) == value


def test_with_a_decimal_comma_a_point_is_no_number() -> None:
    dialect = Dialect(";", decimal_comma=True)
    assert dialect.number("1,5") == 1.5
    assert dialect.number("1.5") is None


def test_equal_rows_tell_more_than_numbers() -> None:
    assert guess("1,2,3;a\n4;b\n5,6;c\n").delimiter == ";"
    assert guess("1,2\n3,4\n5,6,7\n") == Dialect(",")


def test_the_share_of_numbers_tells_more_than_many_columns() -> None:
    assert guess("a b c,1\nd e f,2\n") == Dialect(",")
    assert guess("a 1 b 2 c;7\nd 3 e 4 f;8\n") == Dialect(";")


def test_one_decimal_comma_among_points_is_a_slip() -> None:
    assert guess("1.5;2.5\n3,5;4.5\n") == Dialect(";")


def test_a_delimiter_that_makes_no_table_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_COLUMNS", 3)
    assert guess("1 2 3 4 5;6\n" * 2) == Dialect(";")


def test_without_a_header_the_first_row_is_data() -> None:
    preview = DelimitedText(PATH, "1,2\n3,4\n").preview(Dialect(","))
    assert preview.names == ("column 1", "column 2")
    assert preview.rows == (("1", "2"), ("3", "4"))


def test_long_names_and_cells_are_cut_short_in_a_message() -> None:
    told = str(DelimitedText(PATH, "").error(7, delimited.found("x" * 99), "y" * 99))
    assert (told.count("x"), told.count("y")) == (told.count("y"), told.count("x"))
    assert max(told.count("x"), told.count("y")) <= 40


def test_a_table_without_rows_is_refused_in_these_words() -> None:
    with pytest.raises(FileError) as error:
        DelimitedText(PATH, "a,b\n").preview(Dialect(",", has_header=True))
    assert str(error.value) == "table.csv: expected rows of numbers"


def test_the_first_row_is_named_when_it_is_no_row_at_all() -> None:
    with pytest.raises(FileError, match=r"table\.csv: row 1: expected cells of a table"):
        rows("1" * 200_000)


def test_only_spaces_are_taken_off_the_ends_of_lines() -> None:
    assert [row for _, row in rows(" X 1 X \n\t2 3\n", " ")] == [["X", "1", "X"], ["\t2", "3"]]


def test_what_is_blank_in_all_rows_that_are_looked_at_makes_no_column() -> None:
    narrow, wide = ["1", ""], ["1", "2"]
    for blank in range(delimited.PREVIEWED + 2):
        names = delimited.column_names([narrow] * blank + [wide], Dialect())
        assert len(names) == (2 if blank <= delimited.PREVIEWED else 1), blank
    assert delimited.column_names([["", ""]], Dialect()) == ()
