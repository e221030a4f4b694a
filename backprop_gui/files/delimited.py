"""Text tables, CSV and TSV: encoding, delimiter, header, and the rows of cells.

What the cells mean as samples is sample_table's business.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    """The beginning of a table: its columns' names, and rows below the header, as they stand."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
        return cls(path, _decoded(data))

    def rows(self, delimiter: str) -> Iterator[tuple[int, Row, int]]:
        """Each row that is not blank: number, cells, and where it ends, in characters.

        Raises FileError for what is no table at all.
        """
        lines = io.StringIO(self.text, newline="")
        number = 0
        try:
            for number, row in enumerate(_reader(lines, delimiter), 1):
                if len(row) > MOST_COLUMNS:
                    raise self.error(number, f"expected at most {MOST_COLUMNS} columns")
                if any(row) and any(not cell.isspace() for cell in row if cell):
                    yield number, row, lines.tell()
        except csv.Error as error:
            raise self.error(number + 1, f"expected cells of a table ({error})") from error

    def guess(self) -> Dialect:
        """The dialect that splits the first rows best."""
        best = max(map(self._as_split, DELIMITERS), key=lambda each: each[0])[1]
        return replace(best, has_header=_has_header(self._first(best.delimiter), best))

    def preview(self, dialect: Dialect) -> Preview:
        """The first rows in a dialect. Raises FileError where there is no row of data."""
        rows = self._first(dialect.delimiter)
        names = column_names(rows, dialect) if rows else ()
        data = rows[1:] if dialect.has_header else rows
        if not data:
            raise FileError(self.path, "expected rows of numbers")
        return Preview(names, tuple(tuple(row[: len(names)]) for row in data))

    def error(self, row: int, problem: str, column: str | None = None) -> FileError:
        """The error at a row and, if named, a column."""
        where = "" if column is None else f', column "{printable(column, _LONGEST_SHOWN)}"'
        return FileError(self.path, f"row {row}{where}: {problem}")

    def _first(self, delimiter: str) -> list[Row]:
        rows = []
        for _, row, _ in self.rows(delimiter):
            rows.append(row)
            if len(rows) > PREVIEWED:
                break
        return rows

    def _as_split(self, delimiter: str) -> tuple[tuple[float, float, int], Dialect]:
        """How well a delimiter fits: equal widths first, then numbers, then many columns."""
        try:
            rows = self._first(delimiter)
        except FileError:
            rows = []
        width, times = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        cells = [cell.strip() for row in rows for cell in row]
        with_comma = sum(bool(_DECIMAL_COMMA.fullmatch(cell)) for cell in cells)
        with_point = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
        with_point_only = sum("." in cell for cell in cells if _NUMBER.fullmatch(cell))
        comma = with_comma > with_point_only
        numbers = (with_comma + with_point) / max(len(cells), 1)
        equal = times / max(len(rows), 1) if width > 1 else 0.0
        return (equal, numbers, width), Dialect(delimiter, decimal_comma=comma)


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
    """Whether the first cell of any column is no number while all others of it are."""
    first, others = rows[:1], rows[1:]
    for at, cell in enumerate(first[0] if others else ()):
        below = [row[at] for row in others if at < len(row)]
        others_are_numbers = below and all(dialect.number(each) is not None for each in below)
        if others_are_numbers and dialect.number(cell) is None:
            return True
    return False
