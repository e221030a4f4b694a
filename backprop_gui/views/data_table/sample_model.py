"""The table model of the samples: inputs, targets, present outputs and the error of each.

Makes each cell when it is looked at. Holds no truth: what is typed goes out as a signal.
"""

from enum import Enum, auto
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from backprop_gui.engine.topology import Floats
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.samples import Samples
from backprop_gui.views.parts import numbers
from backprop_gui.views.parts.long_lists import no_match
from backprop_gui.views.parts.plain_tip import plain_tip
from backprop_gui.views.parts.theme import number_font

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_LOOKED_AT = 20  # rows that decide how many decimals a column has
_POINT_SPACE = "\u2008"  # as wide as a point


class Part(Enum):
    """What a column of the table belongs to."""

    INPUT = auto()
    TARGET = auto()
    OUTPUT = auto()
    ERROR = auto()


class SampleModel(QAbstractTableModel):
    """Signals: `valueTyped` row, column (inputs, then targets), and the new value as shown."""

    valueTyped = Signal(int, int, float)

    match = no_match

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._samples: Samples | None = None
        self._columns: tuple[tuple[Column, ...], tuple[Column, ...]] = ((), ())
        self._decimals: dict[int, int] = {}  # of the columns that were in sight
        self._first = 0  # the row that `_outputs` begins with
        self._outputs: Floats = np.empty((0, 0))
        self._font = number_font()

    # What is shown

    def show_samples(self, samples: Samples) -> bool:
        """Shows other samples; whether the table has other rows or columns now than before."""
        before, columns = self._samples, samples.columns
        same = (
            before is not None
            and before.inputs.shape == samples.inputs.shape
            and before.targets.shape == samples.targets.shape
            and columns == self._columns
        )
        if not same:
            self.beginResetModel()
            self._outputs = np.empty((0, samples.targets.shape[1]))
        self._samples, self._columns = samples, columns
        self._decimals = {}
        if same:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.endResetModel()
        return not same

    def show_outputs(self, first: int, outputs: Floats) -> None:
        """Present outputs as trained, [row][output], of the rows from `first` on; others blank."""
        self._first, self._outputs = first, outputs
        if len(outputs):
            left, right = self.index(first, self.editable), self.columnCount() - 1
            self.dataChanged.emit(left, self.index(first + len(outputs) - 1, right))

    @property
    def editable(self) -> int:
        """How many columns can be edited: the inputs and the targets, which come first."""
        return len(self._columns[0]) + len(self._columns[1])

    def part(self, column: int) -> tuple[Part, int]:
        """What a column shows, and its number among those of its kind."""
        inputs, targets = map(len, self._columns)
        if column < inputs:
            return Part.INPUT, column
        if column < inputs + targets:
            return Part.TARGET, column - inputs
        column -= inputs + targets
        return (Part.OUTPUT, column) if column < targets else (Part.ERROR, 0)

    def name(self, column: int) -> str:
        """The name of what a column shows."""
        part, at = self.part(column)
        if part is Part.ERROR:
            return "Error"
        columns, letter = self._columns[part is not Part.INPUT], "oi"[part is Part.INPUT]
        return columns[at].name or f"{letter}{at + 1}"

    def title(self, column: int) -> str:
        """The name of a column in the header, where targets and outputs differ."""
        prefix = {Part.TARGET: "Target ", Part.OUTPUT: "Output "}
        return prefix.get(self.part(column)[0], "") + self.name(column)

    def texts(self, rows: list[int], column: int, outputs: Floats | None) -> list[str]:
        """Cells of a column in full; `outputs` are the present ones of `rows`, if known."""
        assert self._samples is not None
        part, at = self.part(column)
        if part in (Part.INPUT, Part.TARGET):
            table = self._samples.inputs if part is Part.INPUT else self._samples.targets
            values, scaled = table[rows, at], self._columns[part is Part.TARGET][at]
        elif outputs is None:
            return [""] * len(rows)
        elif part is Part.OUTPUT:
            values, scaled = outputs[:, at], self._columns[1][at]
        else:
            values, scaled = _errors(self._samples.targets[rows], outputs), Column()
        return [numbers.full(scaled.shown(value)) for value in values.tolist()]

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._samples is None else len(self._samples)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        if parent.isValid() or self._samples is None:
            return 0
        return self.editable + len(self._columns[1]) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Role.DisplayRole else None
        if role == Role.DisplayRole:
            return self.title(section)
        if role == Role.ToolTipRole:
            return plain_tip(self._explanation(section))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() < self.editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in (Role.DisplayRole, Role.EditRole, Role.ToolTipRole):
            value = self._value(row, column, self._known_outputs(row))
            if value is None:
                return "" if role == Role.DisplayRole else None
            if role != Role.DisplayRole:
                return (numbers.full if role == Role.EditRole else numbers.plain)(value)
            if column < self.editable:
                return _plain(value, self._decimals_in(column))
            return numbers.short(value)
        if role == Role.FontRole:
            return self._font
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole and column >= self.editable:
            return QApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        # The number appears when the experiment comes back changed.
        self.valueTyped.emit(index.row(), index.column(), numbers.parse(value))
        return False

    def _known_outputs(self, row: int) -> Floats | None:
        at = row - self._first
        return self._outputs[at] if 0 <= at < len(self._outputs) else None

    def _value(self, row: int, column: int, outputs: Floats | None) -> float | None:
        """A cell as shown; the error is that of what is trained on."""
        assert self._samples is not None
        part, at = self.part(column)
        if part is Part.INPUT:
            return self._columns[0][at].shown(float(self._samples.inputs[row, at]))
        if part is Part.TARGET:
            return self._columns[1][at].shown(float(self._samples.targets[row, at]))
        if outputs is None:
            return None
        if part is Part.OUTPUT:
            return self._columns[1][at].shown(float(outputs[at]))
        return float(_errors(self._samples.targets[row], outputs))

    def _decimals_in(self, column: int) -> int:
        """How many decimals to leave room for in a column of numbers that can be edited."""
        if column not in self._decimals:
            assert self._samples is not None
            rows = range(min(_LOOKED_AT, len(self._samples)))
            values = [self._value(row, column, None) for row in rows]
            texts = [_six_digits(value) for value in values if value is not None]
            self._decimals[column] = max(len(text.partition(".")[2]) for text in texts)
        return self._decimals[column]

    def _explanation(self, section: int) -> str:
        part, at = self.part(section)
        if part is Part.ERROR:
            return "The squared error of each sample as it is trained on: ½ Σ (target − output)²"
        if part is Part.OUTPUT:
            return f"What the network gives for {self.name(section)} with its present weights"
        column = self._columns[part is Part.TARGET][at]
        kind = "Input" if part is Part.INPUT else "Target"
        text = f"{kind} {self.name(section)}. Double-click to rename"
        if column.is_scaled:
            offset, scale = (
                numbers.short(column.offset).strip(),
                numbers.short(column.scale).strip(),
            )
            text += f"\nTrained on: (value − {offset}) / {scale}"
        return text


def _errors(targets: Floats, outputs: Floats) -> Floats:
    """The squared error of each sample: ½ Σ (target − output)²."""
    with np.errstate(over="ignore", invalid="ignore"):
        errors: Floats = 0.5 * ((targets - outputs) ** 2).sum(axis=-1)
    return errors


def _six_digits(value: float) -> str:
    return numbers.typeset(f"{value:.6g}")


def _plain(value: float, decimals: int) -> str:
    """A number as short as six digits allow, its point above those of its column."""
    text = _six_digits(value)
    after = len(text.partition(".")[2])
    point = _POINT_SPACE if decimals and not after else ""
    return text + point + numbers.FIGURE_SPACE * (decimals - after)
