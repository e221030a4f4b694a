"""Text tables, CSV and TSV: encoding, delimiter, header, and the rows of cells.

What the cells mean as samples is sample_table's business.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from backprop_gui.files.errors import FileError, printable
from backprop_gui.files.reading import read_file

DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar", " ": "Space"}
MOST_COLUMNS = 10_000
PREVIEWED = 50  # rows

_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # the byte order marks that spreadsheets write
_LONGEST_SHOWN = 40  # characters of a name or cell that are repeated in a message
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")

Row = list[str]


@dataclass(frozen=True)
class Dialect:
    """How a text is split into cells, and how its numbers are written."""

    delimiter: str = ","
    has_header: bool = False
    decimal_comma: bool = False

    def number(self, cell: str) -> float | None:
        """The number in a cell, perhaps infinite; None when there is none."""
        text = cell.strip()
        if self.decimal_comma:
            text = text.replace(".", "x").replace(",", ".")  # a point is no number then
        # Python's own digits are wider: 1_000, NaN, ١.
        return float(text) if _NUMBER.fullmatch(text) and text.isascii() else None


@dataclass(frozen=True)
class Preview:
    """The beginning of a table: its columns' names, and rows below the header, as they stand.

    `numbers` has the number of each row, as errors name it.
    """

    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()


class DelimitedText:
    """A text table in memory. Rows count as in a spreadsheet: from 1, header and blanks too."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    @classmethod
    def read(cls, path: Path) -> "DelimitedText":
        """The table in the file at `path`, in UTF-8, UTF-16 or Latin-1. Raises FileError."""
        data = read_file(path)
        if not data.strip():
            raise FileError(path, "expected rows of numbers, found an empty file")
        text = _decoded(data)
        if "\0" in text:
            raise FileError(path, "expected rows of numbers, found what is not text")
        return cls(path, text)

    def rows(self, delimiter: str) -> Iterator[tuple[int, Row, int]]:
        """Each row that is not blank: number, cells, and where it ends, in characters.

        Raises FileError for what is no table at all.
        """
        lines = io.StringIO(self.text, newline="")
        number = 0
        try:
            for number, row in enumerate(_reader(lines, delimiter), 1):
                if len(row) > MOST_COLUMNS:
                    problem = f"expected at most {MOST_COLUMNS} columns, found {len(row)}"
                    raise self.error(number, problem)
                if any(row) and any(not cell.isspace() for cell in row if cell):
                    yield number, row, lines.tell()
        except csv.Error as error:
            raise self.error(number + 1, f"expected cells of a table ({error})") from error

    def guess(self) -> Dialect:
        """The dialect that splits the first rows best, even where that makes no table."""
        return max(map(self._as_split, DELIMITERS), key=lambda each: each[0])[1]

    def preview(self, dialect: Dialect) -> Preview:
        """The first rows in a dialect. Raises FileError where there is no row of data."""
        first = self._first(dialect.delimiter)
        names = column_names([row for _, row in first], dialect) if first else ()
        data = first[1:] if dialect.has_header else first
        if not data:
            raise FileError(self.path, "expected rows of numbers")
        rows = tuple(tuple(row[: len(names)]) for _, row in data)
        return Preview(names, rows, tuple(number for number, _ in data))

    def error(self, row: int, problem: str, column: str | None = None) -> FileError:
        """The error at a row and, if named, a column."""
        where = "" if column is None else f", {called(column)}"
        return FileError(self.path, f"row {row}{where}: {problem}")

    def _first(self, delimiter: str) -> list[tuple[int, Row]]:
        """Rows enough for a header and a preview, with their numbers."""
        return [(number, row) for number, row, _ in islice(self.rows(delimiter), PREVIEWED + 1)]

    def _as_split(self, delimiter: str) -> tuple[tuple[float, float, int], Dialect]:
        """How well a delimiter fits: equal widths first, then numbers, then many columns.

        One that makes no table fits better than one column does: the preview then says why.
        """
        try:
            rows = [row for _, row in self._first(delimiter)]
        except FileError:
            return (0.0, 1.0, self.text.count(delimiter)), Dialect(delimiter)
        width, times = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        cells = [cell.strip() for row in rows for cell in row]
        with_comma = sum(bool(_DECIMAL_COMMA.fullmatch(cell)) for cell in cells)
        with_point = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
        with_point_only = sum("." in cell for cell in cells if _NUMBER.fullmatch(cell))
        comma = with_comma > with_point_only
        numbers = (with_comma + with_point) / max(len(cells), 1)
        equal = times / max(len(rows), 1) if width > 1 else 0.0
        dialect = Dialect(delimiter, decimal_comma=comma)
        return (equal, numbers, width), replace(dialect, has_header=_has_header(rows, dialect))


def column_names(first: Sequence[Row], dialect: Dialect) -> tuple[str, ...]:
    """The names in the header of those `first` rows; "column 1" and so on where there are none.

    Delimiters at the ends of all lines make no column.
    """
    filled = max(map(_filled, first[: PREVIEWED + 1]))
    cells = [cell.strip() for cell in first[0][:filled]]
    names = cells if dialect.has_header else [""] * len(cells)
    return tuple(name or f"column {at}" for at, name in enumerate(names, 1))


def _filled(row: Row) -> int:
    """How many cells there are up to the last that is not blank."""
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)


def called(column: str) -> str:
    """A column as an error names it."""
    return f'column "{printable(column, _LONGEST_SHOWN)}"'


def found(cell: str) -> str:
    """A cell as an error says that it was found."""
    text = cell.strip()
    return f"“{printable(text, _LONGEST_SHOWN)}”" if text else "nothing"


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # which takes any bytes


def _reader(lines: io.StringIO, delimiter: str) -> Iterator[Row]:
    if delimiter == " ":
        # Columns that are aligned with spaces have several in a row, and some before the first.
        stripped = (line.strip(" ") for line in lines)
        return (_without_gaps(row) for row in csv.reader(stripped, delimiter=" "))
    return csv.reader(lines, delimiter=delimiter)


def _without_gaps(row: Row) -> Row:
    return [cell for cell in row if cell]


def _has_header(rows: list[Row], dialect: Dialect) -> bool:
    """Whether any column begins with what is no number, and has only numbers and blanks below."""
    first, others = rows[:1], rows[1:]
    for at, cell in enumerate(first[0] if others else ()):
        below = [row[at] for row in others if at < len(row) and row[at].strip()]
        others_are_numbers = below and all(dialect.number(each) is not None for each in below)
        if others_are_numbers and cell.strip() and dialect.number(cell) is None:
            return True
    return False
