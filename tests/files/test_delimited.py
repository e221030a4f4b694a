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
    with pytest.raises(FileError, match="found an empty file"):
        DelimitedText.read(path)


def test_too_many_columns_are_named_by_their_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_COLUMNS", 2)
    with pytest.raises(FileError, match=r"table\.csv: row 2: expected at most 2 columns"):
        rows("1,2\n1,2,3\n")


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
    ],
)
def test_the_dialect_is_guessed(text: str, expected: Dialect) -> None:
    assert guess(text) == expected


def test_a_preview_holds_names_and_the_first_rows() -> None:
    text = "a,,c\n" + "1,2,3\n" * 80
    preview = DelimitedText(PATH, text).preview(Dialect(",", has_header=True))
    assert preview.names == ("a", "column 2", "c")
    assert preview.rows == (("1", "2", "3"),) * 50


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
