"""Samples from a text table: which columns are inputs and targets, classes, scaling."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

import numpy as np

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.columns import LONGEST_NAME, Column
from backprop_gui.experiment.samples import MOST_SAMPLES, Samples
from backprop_gui.files.delimited import DelimitedText, Dialect, Preview, Row, column_names, found
from backprop_gui.files.errors import FileError, printable

MOST_CLASSES = 1000
MOST_NUMBERS = 1 << 25
"""Numbers of all samples together: 256 MB."""

IGNORED_NAMES = ("id", "index")

_CHUNK = 256  # rows between two reports of progress; as text they take much memory
_OUR_TARGET = re.compile(r"o\d+")

Progress = Callable[[float], bool]
"""Takes the fraction done, and gives False to cancel."""


class Role(StrEnum):
    """What a column of the table becomes."""

    INPUT = "input"
    TARGET = "target"
    CLASSES = "classes"  # texts: each class becomes a target that is 1 for its samples, else 0
    IGNORED = "ignored"


class Scaling(StrEnum):
    """How the numbers of a column are trained on."""

    NONE = "none"
    UNIT = "unit"  # to [0, 1]
    STANDARD = "standard"  # to mean 0 and standard deviation 1


@dataclass(frozen=True)
class Choices:
    """How a table is read; `roles` has one for each column."""

    dialect: Dialect
    roles: tuple[Role, ...]
    input_scaling: Scaling = Scaling.NONE
    target_scaling: Scaling = Scaling.NONE


def guess_roles(preview: Preview, dialect: Dialect) -> tuple[Role, ...]:
    """Numbers are inputs; targets are o1, o2 … as in our own files, or else the last column.

    A last column of texts holds classes; other texts, and what counts the rows, are ignored.
    """
    roles = []
    for at, name in enumerate(preview.names):
        cells = [row[at] for row in preview.rows if at < len(row)]
        has_numbers = all(dialect.number(cell) is not None for cell in cells)
        is_unused = name.lower() in IGNORED_NAMES or not has_numbers
        is_target = bool(_OUR_TARGET.fullmatch(name)) and has_numbers
        roles.append(Role.IGNORED if is_unused else Role.TARGET if is_target else Role.INPUT)
    if len(roles) > 1 and Role.TARGET not in roles:
        roles[-1] = Role.TARGET if roles[-1] is Role.INPUT else Role.CLASSES
    return tuple(roles)


def expected(cell: str, role: Role, dialect: Dialect) -> str:
    """What a column of that role needs instead of `cell`; empty where it can be read."""
    if role is Role.IGNORED:
        return ""
    if role is Role.CLASSES:
        return "" if cell.strip() else "a class"
    value = dialect.number(cell)
    if value is None:
        return "a number"
    return "a number not so large" if math.isinf(value) else ""


def read_samples(
    table: DelimitedText, choices: Choices, progress: Progress = lambda _: True
) -> Samples | None:
    """All samples of the table, None when cancelled. Raises FileError that names row and column."""
    reader = _Reader(table, choices)
    rows = table.rows(choices.dialect.delimiter)
    while chunk := list(islice(rows, _CHUNK)):
        reader.take(chunk)
        if not progress(chunk[-1][2] / len(table.text)):
            return None
    return reader.samples()


def check_samples(table: DelimitedText, choices: Choices, most: int) -> Samples:
    """As `read_samples`, but of the first rows only, at most so many."""
    reader = _Reader(table, choices)
    reader.take(list(islice(table.rows(choices.dialect.delimiter), most)))
    return reader.samples()


@dataclass
class _Taken:
    """One column that is used: its numbers so far, chunk by chunk, or the places of its classes."""

    at: int
    role: Role
    name: str
    numbers: list[Floats] = field(default_factory=list)
    classes: dict[str, int] = field(default_factory=dict)


class _Reader:
    """Takes rows, and makes samples of them in the end."""

    def __init__(self, table: DelimitedText, choices: Choices) -> None:
        self._table, self._choices = table, choices
        self._columns: list[_Taken] = []
        self._width = 0
        self._count = 0

    def take(self, rows: Sequence[tuple[int, Row, int]]) -> None:
        if not self._width and rows:
            rows = self._begin(rows)
        for number, row, _ in rows:
            if len(row) != self._width and not _fits(row, self._width):
                cells = "1 cell" if self._width == 1 else f"{self._width} cells"
                raise self._table.error(number, f"expected {cells}, found {len(row)}")
        self._count += len(rows)
        self._require_few()
        for column in self._columns:
            take = self._places if column.role is Role.CLASSES else self._numbers
            column.numbers.append(np.array(take(column, rows)))

    def samples(self) -> Samples:
        if not self._count:
            raise FileError(self._table.path, "expected rows of numbers")
        choices = self._choices
        inputs = self._side((Role.INPUT,), choices.input_scaling)
        targets = self._side((Role.TARGET, Role.CLASSES), choices.target_scaling)
        return Samples(inputs[0], targets[0], inputs[1], targets[1])

    def _begin(self, rows: Sequence[tuple[int, Row, int]]) -> Sequence[tuple[int, Row, int]]:
        """Learns the columns from the first row; gives those of data."""
        dialect, roles = self._choices.dialect, self._choices.roles
        names = column_names([row for _, row, _ in rows], dialect)
        self._width = len(names)
        if len(roles) != len(names):
            raise FileError(self._table.path, f"expected {len(roles)} columns, found {len(names)}")
        pairs = enumerate(zip(roles, names, strict=True))
        self._columns = [
            _Taken(at, role, name) for at, (role, name) in pairs if role is not Role.IGNORED
        ]
        for needed, word in (({Role.INPUT}, "input"), ({Role.TARGET, Role.CLASSES}, "target")):
            if not needed & set(roles):
                raise FileError(self._table.path, f"expected at least one column as {word}")
        return rows[1:] if dialect.has_header else rows

    def _numbers(self, column: _Taken, rows: Sequence[tuple[int, Row, int]]) -> list[float]:
        number_in = self._choices.dialect.number
        values = []
        for number, row, _ in rows:
            value = number_in(row[column.at])
            if value is None or math.isinf(value):
                raise self._unfit(number, row[column.at], column)
            values.append(value)
        return values

    def _places(self, column: _Taken, rows: Sequence[tuple[int, Row, int]]) -> list[float]:
        """The classes by the order in which they appear."""
        classes, places = column.classes, []
        for number, row, _ in rows:
            label = row[column.at].strip()
            if not label:
                raise self._unfit(number, label, column)
            places.append(float(classes.setdefault(label, len(classes))))
            if len(classes) > MOST_CLASSES:
                problem = f"expected at most {MOST_CLASSES} classes, found more"
                raise self._table.error(number, problem, column.name)
        self._require_few()
        return places

    def _unfit(self, number: int, cell: str, column: _Taken) -> FileError:
        wanted = expected(cell, column.role, self._choices.dialect)
        return self._table.error(number, f"expected {wanted}, found {found(cell)}", column.name)

    def _require_few(self) -> None:
        if self._count > MOST_SAMPLES:
            raise FileError(self._table.path, f"expected at most {MOST_SAMPLES} samples")
        width = sum(max(len(column.classes), 1) for column in self._columns)
        if self._count * width > MOST_NUMBERS:
            raise FileError(self._table.path, f"expected at most {MOST_NUMBERS} numbers in all")

    def _side(self, roles: tuple[Role, ...], scaling: Scaling) -> tuple[Floats, tuple[Column, ...]]:
        """The inputs or the targets: their table and columns."""
        parts, columns = [], []
        for taken in self._columns:
            if taken.role not in roles:
                continue
            values = np.concatenate(taken.numbers)
            if taken.role is Role.CLASSES:
                labels = sorted(taken.classes, key=_natural)
                places = np.array([taken.classes[label] for label in labels])
                parts.append((values[:, None] == places).astype(np.float64))
                columns += [Column(_name(label)) for label in labels]
            else:
                column = self._scaled(taken, values, scaling)
                parts.append(((values - column.offset) / column.scale)[:, None])
                columns.append(column)
        return np.hstack(parts), tuple(columns)

    def _scaled(self, taken: _Taken, values: Floats, scaling: Scaling) -> Column:
        offset, scale = 0.0, 1.0
        with np.errstate(over="ignore", invalid="ignore"):
            if scaling is Scaling.UNIT:
                offset, scale = float(values.min()), float(values.max() - values.min())
            elif scaling is Scaling.STANDARD:
                offset, scale = float(values.mean()), float(values.std())
        if not math.isfinite(offset) or not math.isfinite(scale):
            problem = (
                f'column "{printable(taken.name)}": expected numbers not so large, to scale them'
            )
            raise FileError(self._table.path, problem)
        return Column(_name(taken.name), offset, scale or 1.0)  # all alike: they become 0


def _fits(row: Row, width: int) -> bool:
    """Whether a row that is too long has only blanks beyond the last column."""
    return len(row) > width and not any(cell.strip() for cell in row[width:])


def _name(text: str) -> str:
    return printable(text, LONGEST_NAME)


def _natural(label: str) -> tuple[float, str]:
    """Classes that are numbers come first, by value; the others by their letters."""
    value = Dialect().number(label)
    return math.inf if value is None else value, label
